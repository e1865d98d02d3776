"""Marks outside the cards: where to cut plain paper, and where to fold."""

from dataclasses import replace
from typing import Final

from refdesk.cards.elements import BLACK
from refdesk.cards.imposition import (
    Imposition,
    Side,
    is_folded,
    mirrors_across,
)
from refdesk.cards.primitives import Line, micrometres
from refdesk.cards.stocks import Stock

_GAP: Final = 2.0
_LENGTH: Final = 5.0
_SHORTEST: Final = 1.0
_THICKNESS: Final = 0.1
# Between colour that reaches over the edge and the mark.
_CLEAR: Final = 0.5
_FOLD_DASH: Final = 1.0
_FOLD_COLOUR: Final = "#8c8c8c"


def page_marks(plan: Imposition, side: Side = "front") -> tuple[Line, ...]:
    """Return what is drawn on one side of each page beside the cards, in mm from its corner.

    Marks of both sides meet in the paper, so that it may be cut from either.
    """
    stock, options = plan.stock, plan.options
    wanted = stock.crop_marks if options.crop_marks is None else options.crop_marks
    marks = fold_lines(stock, options.bleed)
    if wanted:
        marks += crop_marks(stock, options.bleed)
    if side == "front" or plan.flip is None:
        return marks
    is_across = mirrors_across(stock, plan.flip)
    return tuple(_mirrored(mark, stock, is_across=is_across) for mark in marks)


def crop_marks(stock: Stock, bleed: float = 0.0) -> tuple[Line, ...]:
    """Return marks around the grid at every edge where it is cut, in mm from the page's corner.

    They keep clear of up to ``bleed`` of colour. A side without room for a mark has none.
    """
    last_x, last_y = stock.cell_origin(stock.cells)
    right, bottom = last_x + stock.cell_width, last_y + stock.cell_height
    xs = _edges(stock.left, stock.pitch_x, stock.columns, stock.cell_width)
    ys = _edges(stock.top, stock.pitch_y, stock.rows, stock.cell_height)
    if is_folded(stock):
        # A tent is cut above its upper face and below its lower one.
        height = stock.pitch_y + stock.cell_height
        ys = _edges(stock.top, 2 * stock.pitch_y, stock.rows // 2, height)
    marks = []
    for start, end in _spans(stock.top, bottom, stock.page_height, bleed):
        marks += [Line(x, start, x, end, _THICKNESS, BLACK) for x in xs]
    for start, end in _spans(stock.left, right, stock.page_width, bleed):
        marks += [Line(start, y, end, y, _THICKNESS, BLACK) for y in ys]
    return tuple(marks)


def fold_lines(stock: Stock, bleed: float = 0.0) -> tuple[Line, ...]:
    """Return where each folded card is folded: a dashed line across, which colour covers, and
    dashes beside the cards where the sheet has room, which it does not."""
    if not is_folded(stock):
        return ()
    right = stock.left + (stock.columns - 1) * stock.pitch_x + stock.cell_width
    spans = _spans(stock.left, right, stock.page_width, bleed)
    spans += [
        (micrometres(x), micrometres(x + stock.cell_width))
        for x in (stock.left + column * stock.pitch_x for column in range(stock.columns))
    ]
    folds = (
        micrometres(stock.top + row * stock.pitch_y + (stock.cell_height + stock.pitch_y) / 2)
        for row in range(0, stock.rows - 1, 2)
    )
    return tuple(
        Line(start, fold, end, fold, _THICKNESS, _FOLD_COLOUR, dash=_FOLD_DASH)
        for fold in folds
        for start, end in spans
    )


def _edges(first: float, pitch: float, count: int, length: float) -> list[float]:
    starts = [first + place * pitch for place in range(count)]
    return sorted({micrometres(edge) for start in starts for edge in (start, start + length)})


def _spans(near: float, far: float, whole: float, bleed: float) -> list[tuple[float, float]]:
    """Return from where to where marks reach before ``near`` and after ``far``."""
    before = near - _gap(bleed, near)
    after = far + _gap(bleed, whole - far)
    spans = ((max(0.0, before - _LENGTH), before), (after, min(whole, after + _LENGTH)))
    return [(micrometres(a), micrometres(b)) for a, b in spans if b - a >= _SHORTEST]


def _gap(bleed: float, room: float) -> float:
    """Return how far off the cards marks begin where the sheet has ``room`` beside them."""
    return max(_GAP, min(bleed, room) + _CLEAR) if bleed > 0 else _GAP


def _mirrored(line: Line, stock: Stock, *, is_across: bool) -> Line:
    """Return a line of the front as it lies on the back."""
    if is_across:
        x1, x2 = stock.page_width - line.x2, stock.page_width - line.x1
        return replace(line, x1=micrometres(x1), x2=micrometres(x2))
    y1, y2 = stock.page_height - line.y2, stock.page_height - line.y1
    return replace(line, y1=micrometres(y1), y2=micrometres(y2))
