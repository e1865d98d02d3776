"""Lengths: everything is laid out in millimetres and turned into points once, at the drawing."""

from typing import Final

MM_PER_INCH: Final = 25.4
POINTS_PER_INCH: Final = 72.0
POINTS_PER_MM: Final = POINTS_PER_INCH / MM_PER_INCH


def to_points(mm: float) -> float:
    """Return a length in typographic points (1/72 inch)."""
    return mm * POINTS_PER_MM


def to_mm(points: float) -> float:
    """Return a length in millimetres."""
    return points / POINTS_PER_MM
