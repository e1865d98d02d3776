"""Onest in two weights with tabular digits, in the five sizes of the window.

The family ships as one variable file. A weight in a style sheet does not reach its weight axis, so
every font is made here and given to widgets with ``setFont``; the style sheet names no font.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES = ("Onest", "Segoe UI", "Noto Sans", "DejaVu Sans")

# role -> (size, line) in px at scale 1
SIZES: dict[str, tuple[int, int]] = {
    "key": (13, 18),
    "small": (14, 20),
    "body": (16, 24),
    "title": (20, 28),
    "page": (28, 36),
    "figure": (40, 48),
}

_WEIGHT_AXIS = QFont.Tag("wght")
_TABULAR = QFont.Tag("tnum")


@cache
def load_family() -> bool:
    """Give the shipped font to Qt once; False when the package is not there (fallback family)."""
    spec = find_spec("fontpkg_onest")
    if spec is None or not spec.submodule_search_locations:
        return False
    path = Path(spec.submodule_search_locations[0]) / "files" / "Onest[wght].ttf"
    return QFontDatabase.addApplicationFont(str(path)) >= 0


def make_font(size: int, *, bold: bool = False, code: bool = False) -> QFont:
    """A font of ``size`` px; ``bold`` is weight 600, ``code`` is bold with wider letters.

    What Qt finds out about a font stays with it and its copies, so each is made once and copied.
    """
    return QFont(_first_font(size, bold=bold, code=code))


@cache
def _first_font(size: int, *, bold: bool, code: bool) -> QFont:
    load_family()
    font = QFont(list(FAMILIES))
    font.setPixelSize(size)
    weight = 600 if bold or code else 400
    font.setWeight(QFont.Weight(weight))
    font.setVariableAxis(_WEIGHT_AXIS, float(weight))
    font.setFeature(_TABULAR, 1)
    if code:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
    return font
