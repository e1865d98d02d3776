"""Colours as #rrggbb: how light they are, and how well they stand apart (WCAG 2.2)."""

from functools import lru_cache
from typing import Final

LEAST_CONTRAST: Final = 4.5
"""What texts and symbols need against what lies under them."""


@lru_cache(maxsize=256)
def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
