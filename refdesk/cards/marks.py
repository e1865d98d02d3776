"""Crop marks: where to cut plain paper, drawn outside the cards."""

from typing import Final

from refdesk.cards.design import BLACK
from refdesk.cards.primitives import Line, micrometres
from refdesk.cards.stocks import Stock

_GAP: Final = 2.0
_LENGTH: Final = 5.0
_SHORTEST: Final = 1.0
_THICKNESS: Final = 0.1


def crop_marks(stock: Stock) -> tuple[Line, ...]:
    """Return marks around the grid at every edge of its cells, in mm from the page's corner.

    A side without room for a mark has none.
    """
    last_x, last_y = stock.cell_origin(stock.cells)
    right, bottom = last_x + stock.cell_width, last_y + stock.cell_height
    xs = _edges(stock.left, stock.pitch_x, stock.columns, stock.cell_width)
    ys = _edges(stock.top, stock.pitch_y, stock.rows, stock.cell_height)
    marks = []
    for start, end in _spans(stock.top, bottom, stock.page_height):
        marks += [Line(x, start, x, end, _THICKNESS, BLACK) for x in xs]
    for start, end in _spans(stock.left, right, stock.page_width):
        marks += [Line(start, y, end, y, _THICKNESS, BLACK) for y in ys]
    return tuple(marks)


def _edges(first: float, pitch: float, count: int, length: float) -> list[float]:
    starts = [first + place * pitch for place in range(count)]
    return sorted({micrometres(edge) for start in starts for edge in (start, start + length)})


def _spans(near: float, far: float, whole: float) -> list[tuple[float, float]]:
    """Return from where to where marks reach before ``near`` and after ``far``."""
    spans = (
        (max(0.0, near - _GAP - _LENGTH), near - _GAP),
        (far + _GAP, min(whole, far + _GAP + _LENGTH)),
    )
    return [(micrometres(a), micrometres(b)) for a, b in spans if b - a >= _SHORTEST]
