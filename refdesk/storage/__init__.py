"""The only room that knows peewee: rows, constraints and queries; frozen values out."""
