"""The customer base: found, looked at, added and changed."""
