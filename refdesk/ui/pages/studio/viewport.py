"""Where the card lies in the canvas: mm of the card and px of the window, and the handles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt

from refdesk.cards.design import Element, LineElement, Rect
from refdesk.ui.pages.studio.dragging import HANDLES
from refdesk.ui.pages.studio.snapping import Edges

HANDLE: Final = 10
"""The side of a handle in px at scale 1."""

GRIP: Final = 8
"""How far from the middle of a handle a press still means it, in px at scale 1."""

_ROOMY: Final = 3
CURSORS: Final = {
    Edges(-1, -1): Qt.CursorShape.SizeFDiagCursor,
    Edges(1, 1): Qt.CursorShape.SizeFDiagCursor,
    Edges(1, -1): Qt.CursorShape.SizeBDiagCursor,
    Edges(-1, 1): Qt.CursorShape.SizeBDiagCursor,
    Edges(-1, 0): Qt.CursorShape.SizeHorCursor,
    Edges(1, 0): Qt.CursorShape.SizeHorCursor,
    Edges(0, -1): Qt.CursorShape.SizeVerCursor,
    Edges(0, 1): Qt.CursorShape.SizeVerCursor,
}


@dataclass(frozen=True, slots=True)
class Viewport:
    """``scale`` in px per mm; the card's corner lies at ``left``, ``top`` in px."""

    scale: float
    left: float
    top: float

    def to_px(self, rect: Rect) -> QRectF:
        """A rectangle of the card in the window."""
        return QRectF(
            self.left + rect.x * self.scale,
            self.top + rect.y * self.scale,
            rect.width * self.scale,
            rect.height * self.scale,
        )

    def to_mm(self, point: QPointF) -> tuple[float, float]:
        """A point of the window on the card."""
        return (point.x() - self.left) / self.scale, (point.y() - self.top) / self.scale


def handles(element: Element, frame: QRectF, side: int) -> Iterator[tuple[Edges, QPointF]]:
    """The handles of what is chosen: each with the edges it moves and its middle in px.

    A line has one at each end; where a side is short, its middle one is left out.
    """
    upright = frame.height() > frame.width()
    for edges in HANDLES:
        if isinstance(element, LineElement):
            is_end = edges.x == 0 if upright else edges.y == 0
        else:
            short = frame.height() if edges.x else frame.width()
            is_end = bool(edges.x and edges.y) or short >= _ROOMY * side
        if is_end:
            yield (
                edges,
                QPointF(
                    frame.center().x() + edges.x * frame.width() / 2,
                    frame.center().y() + edges.y * frame.height() / 2,
                ),
            )
