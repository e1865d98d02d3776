"""The two pages a printer is set right with (G05), as primitives in mm from the page's corner.

The ruler page is printed as the printer does it and measured; the trial page is printed with the
calibration, on plain paper, and held against the stock by the window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from refdesk.cards.calibration import UNMOVED, Affine, Calibration, RulerMarks, ruler_marks
from refdesk.cards.elements import BLACK
from refdesk.cards.fitting import Room, fit_text
from refdesk.cards.fonts import ONEST, REGULAR, SEMIBOLD, Faces, load_faces
from refdesk.cards.imposition import Flip, Side, Spot, can_turn, spot_of
from refdesk.cards.new_file import replacing
from refdesk.cards.pdf_drawing import PdfDrawing
from refdesk.cards.pdf_pages import calibrated, moved
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Box, Line, Primitive, Text, micrometres
from refdesk.cards.stocks import Stock
from refdesk.cards.units import to_mm, to_points
from refdesk.domain.errors import DomainError

_OUTLINE: Final = "#9a9a9a"
_HAIR: Final = 0.15
_EDGE: Final = 0.25
_CROSS: Final = 4.0
_TICKS: Final = ((10, 4.0), (5, 2.8), (1, 1.8))
_BESIDE_CROSS: Final = 20.0
_ARROW: Final = 9.0
_ARROW_TIP: Final = 8.0
_LINES: Final = 20
_FIGURE_PT: Final = 7.0
_SMALLEST_PT: Final = 5.0
# A page as large as this, or larger, has everything at full size.
_FULL_SIZE: Final = 120.0
# A label has no room for words beside the rulers.
_SAYS_NOTHING: Final = 0.75


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is said on the pages: ``first_edge`` by the arrow, ``front`` and ``back`` name the
    sides, ``notes`` tell what to do, a line each."""

    title: str
    stock: str
    first_edge: str
    front: str
    back: str
    notes: tuple[str, ...] = ()


def ruler_page(
    stock: Stock,
    words: PageWords,
    *,
    side: Side = "front",
    flip: Flip | None = None,
    faces: Faces | None = None,
) -> tuple[Primitive, ...]:
    """Return one side of the page to measure: corner crosses, rulers, outlines of the cards."""
    faces = faces or load_faces()
    marks = ruler_marks(stock.page_width, stock.page_height)
    page = _Page(stock, faces)
    drawn: list[Primitive] = list(_outlines(stock, side, flip))
    drawn += _crosses(marks)
    drawn += page.figures_of_crosses(marks)
    drawn += page.ruler_across(marks)
    drawn += page.ruler_down(marks)
    drawn += page.heading(words, side)
    return tuple(drawn)


def trial_page(
    stock: Stock,
    words: PageWords,
    *,
    side: Side = "front",
    flip: Flip | None = None,
    faces: Faces | None = None,
) -> tuple[Primitive, ...]:
    """Return one side of the page to hold against the stock: each card's outline and number.

    Against the light a number stands behind itself.
    """
    page = _Page(stock, faces or load_faces())
    drawn: list[Primitive] = list(_outlines(stock, side, flip))
    name = words.back if side == "back" else words.front
    for cell in range(1, stock.cells + 1):
        drawn += page.numbered(spot_of(stock, cell, 0.0, flip, side), cell, name)
    return tuple(drawn)


def write_ruler_page(
    path: Path,
    stock: Stock,
    words: PageWords,
    *,
    flip: Flip | None = None,
    faces: Faces | None = None,
) -> int:
    """Write the ruler page as a PDF, both sides where sheets are turned; returns its pages.

    Raises DomainError ``bad_duplex``, OSError; nothing is left behind then.
    """
    faces = faces or load_faces()
    pages = [
        (UNMOVED, ruler_page(stock, words, side=side, flip=flip, faces=faces))
        for side in _sides(stock, flip)
    ]
    return _write(path, stock, words.title, pages, _Printing(flip, faces))


def write_trial_page(
    path: Path,
    stock: Stock,
    words: PageWords,
    calibration: Calibration,
    *,
    flip: Flip | None = None,
    faces: Faces | None = None,
) -> int:
    """Write the trial page as a PDF, calibrated, both sides where sheets are turned; returns its
    pages.

    Raises DomainError ``bad_duplex``, OSError; nothing is left behind then.
    """
    faces = faces or load_faces()
    pages = [
        (
            calibration.on_page(stock.page_width, stock.page_height, side),
            trial_page(stock, words, side=side, flip=flip, faces=faces),
        )
        for side in _sides(stock, flip)
    ]
    return _write(path, stock, words.title, pages, _Printing(flip, faces))


class _Printing(NamedTuple):
    """How sheets are turned, and the faces that texts are set in."""

    flip: Flip | None
    faces: Faces


def _sides(stock: Stock, flip: Flip | None) -> tuple[Side, ...]:
    if flip is None:
        return ("front",)
    if not can_turn(stock):
        raise DomainError("bad_duplex", stock=stock.name)
    return ("front", "back")


def _write(
    path: Path,
    stock: Stock,
    title: str,
    pages: Sequence[tuple[Affine, tuple[Primitive, ...]]],
    printing: _Printing,
) -> int:
    # It imports the PDF library, which is slow.
    from refdesk.cards.pdf_document import PdfDocument

    width, height = to_points(stock.page_width), to_points(stock.page_height)
    with replacing(path) as stream:
        document = PdfDocument(width, height, title, stream=stream, duplex=printing.flip)
        drawing = PdfDrawing(document, printing.faces)
        for affine, primitives in pages:
            before, after = calibrated(affine, stock.page_height)
            drawn = drawing.draw(primitives)
            document.add_page((before, f"q {moved(0.0, height)}", drawn, "Q\n", after))
        document.finish()
    return len(pages)


def _outlines(stock: Stock, side: Side, flip: Flip | None) -> Iterator[Box]:
    for cell in range(1, stock.cells + 1):
        spot = spot_of(stock, cell, 0.0, flip, side)
        yield Box(
            micrometres(spot.x),
            micrometres(spot.y),
            spot.width,
            spot.height,
            None,
            stock.corner_radius,
            stroke=_OUTLINE,
            thickness=_EDGE,
        )


def _crosses(marks: RulerMarks) -> Iterator[Line]:
    arm = min(_CROSS, 0.8 * marks.inset_x, 0.8 * marks.inset_y)
    for x in (marks.inset_x, marks.width - marks.inset_x):
        for y in (marks.inset_y, marks.height - marks.inset_y):
            yield Line(x - arm, y, x + arm, y, _HAIR, BLACK)
            yield Line(x, y - arm, x, y + arm, _HAIR, BLACK)


def _ticks(length: float) -> Iterator[tuple[int, float]]:
    """Yield each millimetre of a ruler with the length of its tick."""
    for mm in range(round(length) + 1):
        yield mm, next(size for step, size in _TICKS if mm % step == 0)


class _Page:
    """What stands on one page, smaller on a small one."""

    def __init__(self, stock: Stock, faces: Faces) -> None:
        self._width, self._height = stock.page_width, stock.page_height
        self._faces = faces
        self._scale = min(1.0, self._width / _FULL_SIZE, self._height / _FULL_SIZE)

    def figures_of_crosses(self, marks: RulerMarks) -> Iterator[Primitive]:
        """Name the two crosses to measure from: 1 above on the left, 2 below on the right."""
        beside = _CROSS / 2
        yield self._figure("1", marks.inset_x + beside, marks.inset_y - 1.0)
        yield self._figure(
            "2", marks.width - marks.inset_x + beside, marks.height - marks.inset_y - 1.0
        )

    def ruler_across(self, marks: RulerMarks) -> Iterator[Primitive]:
        """Draw the ruler that lies across, in the middle of the page's width."""
        left = micrometres((marks.width - marks.across) / 2)
        top = micrometres(marks.inset_y + _BESIDE_CROSS * self._scale)
        yield Line(left, top, left + marks.across, top, _HAIR, BLACK)
        for mm, size in _ticks(marks.across):
            yield Line(left + mm, top, left + mm, top + size, _HAIR, BLACK)
            if mm % 10 == 0:
                yield self._figure(str(mm), left + mm, top + size + 3.0, "center")

    def ruler_down(self, marks: RulerMarks) -> Iterator[Primitive]:
        """Draw the ruler that stands, in the middle of the page's height."""
        left = micrometres(marks.inset_x + _BESIDE_CROSS * self._scale)
        top = micrometres((marks.height - marks.down) / 2)
        yield Line(left, top, left, top + marks.down, _HAIR, BLACK)
        for mm, size in _ticks(marks.down):
            yield Line(left, top + mm, left + size, top + mm, _HAIR, BLACK)
            if mm % 10 == 0:
                yield self._figure(str(mm), left + size + 1.0, top + mm + 0.9)

    def heading(self, words: PageWords, side: Side) -> Iterator[Primitive]:
        """Tell the edge that goes first, the side and what to do; a label says nothing."""
        if side == "front":
            yield from self._arrow()
        if self._scale < _SAYS_NOTHING:
            return
        name = words.back if side == "back" else words.front
        if side == "front":
            below = (_ARROW_TIP + _ARROW + 4.0) * self._scale
            yield from self._lines([(words.first_edge, 9.0, REGULAR)], below)
        told = [(words.title, 14.0, SEMIBOLD), (name, 12.0, SEMIBOLD), (words.stock, 9.0, REGULAR)]
        told += [(note, 9.0, REGULAR) for note in words.notes]
        yield from self._lines(told, self._height / 2 - 8.0 * self._scale)

    def _arrow(self) -> Iterator[Primitive]:
        """Point at the edge that goes first, with bars one under another."""
        middle, tip, size = self._width / 2, _ARROW_TIP * self._scale, _ARROW * self._scale
        for step in range(_LINES):
            width = micrometres(size * (step + 1) / _LINES)
            y = micrometres(tip + size * step / _LINES)
            # Bars lap over a little, or a seam would show.
            height = micrometres(size / _LINES + 0.01)
            yield Box(micrometres(middle - width / 2), y, width, height, BLACK, 0.0)

    def numbered(self, spot: Spot, cell: int, name: str) -> Iterator[Primitive]:
        """Write a card's number in its middle, and the side's name under it."""
        low = min(spot.width, spot.height)
        x = micrometres(spot.x + spot.width / 2)
        y = micrometres(spot.y + spot.height / 2 + 0.12 * low)
        number = to_points(0.35 * low)
        yield Text(x, y, number, SEMIBOLD, str(cell), BLACK, "center")
        below = micrometres(y + 0.2 * low)
        size = min(9.0, to_points(0.12 * low))
        if size >= _SMALLEST_PT:
            yield self._line(name, x, below, size, REGULAR, 0.9 * spot.width)

    def _lines(self, told: Sequence[tuple[str, float, int]], top: float) -> Iterator[Primitive]:
        """Write texts one under another in the middle, between the rulers' ends."""
        y = top
        width = self._width - 2 * (_BESIDE_CROSS + 22.0) * self._scale
        for text, size, weight in told:
            size_pt = max(size * self._scale, _SMALLEST_PT)
            y += to_mm(1.35 * size_pt)
            if y < self._height - 4.0:
                yield self._line(text, self._width / 2, micrometres(y), size_pt, weight, width)

    def _line(
        self, text: str, x: float, y: float, size_pt: float, weight: int, width: float
    ) -> Text:
        face = self._faces[ONEST, weight]
        room = Room(width, size_pt, min(size_pt, _SMALLEST_PT), 1, 1.2, None)
        fitted = fit_text(printable(text, self._faces)[0], face, room)
        return Text(x, y, fitted.size_pt, weight, "".join(fitted.lines), BLACK, "center")

    def _figure(self, text: str, x: float, y: float, align: str = "left") -> Text:
        size = max(_FIGURE_PT * self._scale, _SMALLEST_PT)
        return Text(micrometres(x), micrometres(y), size, REGULAR, text, BLACK, align)
