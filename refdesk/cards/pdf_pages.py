"""Whole pages as PDF operators: what puts mm from a page's corner where a printer sets them."""

from refdesk.cards.calibration import UNMOVED, Affine
from refdesk.cards.pdf_drawing import pdf_number
from refdesk.cards.units import to_points


def moved(x: float, y: float) -> str:
    """Return what moves the origin, in pt."""
    return f"1 0 0 1 {point(x, y)} cm\n"


def turned(x: float, y: float) -> str:
    """Return what moves the origin, in pt, and turns the page by 180° around it."""
    return f"-1 0 0 -1 {point(x, y)} cm\n"


def calibrated(affine: Affine, page_height: float) -> tuple[str, str]:
    """Return what stands before and after a page's operators; ``page_height`` is in mm."""
    if affine == UNMOVED:
        return "", ""
    # Up is where the page's figures grow in a PDF.
    up = page_height * (1 - affine.scale_y) - affine.top
    scale = f"{affine.scale_x:.5f} 0 0 {affine.scale_y:.5f}"
    return f"q {scale} {point(to_points(affine.left), to_points(up))} cm\n", "Q\n"


def point(x: float, y: float) -> str:
    """Return a point in pt."""
    return f"{pdf_number(x)} {pdf_number(y)}"
