"""Icons by name, drawn in a token's colour.

The SVG texts come from the icon package's table of icons. It is read directly: importing the
package brings its search and build tools along, which costs a third of the whole start.
"""

import sqlite3
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class IconMissingError(LookupError):
    """The icon package does not know this name."""


@cache
def _connection() -> sqlite3.Connection:
    spec = find_spec("lucide")
    if spec is None or not spec.submodule_search_locations:
        raise IconMissingError("lucide")
    path = Path(spec.submodule_search_locations[0]) / "data" / "lucide-icons.db"
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


@cache
def svg_text(name: str) -> str:
    """The SVG of an icon, with ``currentColor`` as its colour.

    Raises IconMissingError for a name that the package does not have.
    """
    row = _connection().execute("SELECT svg FROM icons WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise IconMissingError(name)
    return str(row[0])


def missing_icons(names: Iterable[str]) -> list[str]:
    """The names among ``names`` that the package does not have."""
    known = {row[0] for row in _connection().execute("SELECT name FROM icons")}
    return sorted(set(names) - known)


@cache
def icon_pixmap(name: str, colour: str, size: int, ratio: float, stroke: int = 2) -> QPixmap:
    """An icon of ``size`` logical px in ``colour`` (``#RRGGBB``) for a device pixel ratio."""
    text = svg_text(name).replace("currentColor", colour)
    if stroke != 2:
        text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    side = round(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
