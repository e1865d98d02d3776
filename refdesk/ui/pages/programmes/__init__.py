"""Programmes: what runs, the gallery of ready ones, and the editor of terms."""
