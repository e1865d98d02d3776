"""Sheets of cards as a vector PDF (R25, R48)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from refdesk.cards.card_source import CardSource, as_source, by_sheet
from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.elements import Design, Rect
from refdesk.cards.fonts import load_faces
from refdesk.cards.imposition import Imposition, Page, SheetOptions, Side
from refdesk.cards.marks import page_marks
from refdesk.cards.new_file import replacing
from refdesk.cards.pdf_drawing import PdfDrawing, clip_to
from refdesk.cards.pdf_pages import calibrated, moved, turned
from refdesk.cards.primitives import Primitive
from refdesk.cards.raster import count_pages, render_page
from refdesk.cards.stocks import Stock
from refdesk.cards.units import to_points
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress

if TYPE_CHECKING:
    from refdesk.cards.pdf_document import PdfDocument

__all__ = ["Printed", "SheetOptions", "composer_for", "count_pages", "render_page", "write_pdf"]

_Card: TypeAlias = tuple[Primitive, ...]

# From as many cards it is seen what all have in common.
_LOOKED_AT: Final = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: ``cards`` with all their copies, on ``sheets``, on one side or on both.

    ``replaced`` holds each sign that the typeface has not, sorted.
    """

    cards: int
    sheets: int
    replaced: tuple[str, ...] = ()
    is_duplex: bool = False


def composer_for(design: Design, stock: Stock, options: SheetOptions) -> Composer:
    """Return what composes the cards of a stock; for thermal printers in black and white."""
    return Composer(
        design,
        stock.cell_size,
        options.faces or load_faces(),
        family=stock.family,
        mono=stock.dpi > 0,
    )


def write_pdf(
    path: Path,
    records: Iterable[CardRecord] | CardSource,
    *,
    stock: Stock,
    design: Design,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Write cards to ``path`` and return what was written; an older file there is replaced.

    Each front is followed by its back, where the sheets are turned and the design has one. The
    file appears under its name only when it is complete and on the disk. Raises the DomainErrors
    of ``Imposition``, ``nothing_to_print`` without cards, those of ``Composer.compose``;
    ``Cancelled``; OSError. In each case nothing is left behind.
    """
    options = options or SheetOptions()
    options = replace(options, faces=options.faces or load_faces())
    composer = composer_for(design, stock, options)
    source = as_source(records)
    plan = Imposition(len(source), stock, options, has_back=composer.has_back)
    if not plan.pieces:
        raise DomainError("nothing_to_print")
    with replacing(path) as stream:
        _Sheets(stream, plan, composer).write(source, progress or Progress())
    replaced = tuple(sorted(composer.replaced))
    return Printed(plan.pieces, plan.sheets, replaced, plan.flip is not None)


class _Sheets:
    """The pages of one file, written as they fill."""

    def __init__(self, stream: BinaryIO, plan: Imposition, composer: Composer) -> None:
        # It imports the PDF library, which is slow.
        from refdesk.cards.pdf_document import PdfDocument

        stock, title = plan.stock, plan.options.title
        width, height = to_points(stock.page_width), to_points(stock.page_height)
        self._document = PdfDocument(width, height, title, stream=stream, duplex=plan.flip)
        self._drawing = PdfDrawing(self._document, composer.faces)
        self._plan, self._composer = plan, composer
        self._faces: dict[Side, _Face] = {}
        self._around = cache(self._frame)
        self._before = cache(self._begin)

    def write(self, source: CardSource, progress: Progress) -> None:
        """Draw all pages."""
        plan, done = self._plan, 0
        first = tuple(source.in_order(range(min(plan.cards, _LOOKED_AT))))
        for face in plan.faces:
            self._faces[face] = self._face(face, first)
        for sheet, records in by_sheet(plan, source):
            progress.check()
            for side in plan.sides:
                self._add_page(plan.page(sheet, side), records)
            done += plan.pieces_on(sheet)
            progress.report(done, plan.pieces)
        progress.check()
        self._document.finish()

    def _add_page(self, page: Page, records: Mapping[int, CardRecord]) -> None:
        start, end = self._around(page.side)
        drawn = cache(lambda card, face: self._draw(records[card], face))
        # What stands before the first card is the same on all pages.
        first = self._before(page.places[0].cell, page.side)
        parts: list[str] = []
        for place in page.places:
            before = self._before(place.cell, page.side) if parts else ""
            parts.append(f"{before}{drawn(place.card, place.face)}Q\n")
        self._document.add_page([*parts, end], shared=start + first)

    def _draw(self, record: CardRecord, face: Side) -> str:
        return self._faces[face].draw(self._composer.compose(record, face))

    def _face(self, face: Side, records: Iterable[CardRecord]) -> "_Face":
        stock, bleed = self._plan.stock, self._plan.options.bleed
        area = Rect(-bleed, -bleed, stock.cell_width + 2 * bleed, stock.cell_height + 2 * bleed)
        cards = [self._composer.compose(record, face) for record in records]
        return _Face(face, cards, area, self._drawing, self._document)

    def _frame(self, side: Side) -> tuple[str, str]:
        """Return what a page begins and ends with: calibration, and marks beside the cards."""
        plan, stock = self._plan, self._plan.stock
        drawn = page_marks(plan, side)
        marks = ""
        if drawn:
            width, height = to_points(stock.page_width), to_points(stock.page_height)
            operators = f"{moved(0.0, height)}{self._drawing.draw(drawn)}"
            box = (0.0, 0.0, width, height)
            marks = self._document.add_form(f"{side.title()}Marks", operators, box)
        affine = plan.options.calibration.on_page(stock.page_width, stock.page_height, side)
        before, after = calibrated(affine, stock.page_height)
        return before + marks, after

    def _begin(self, cell: int, side: Side) -> str:
        """Return what puts a face in its place and keeps it there."""
        spot = self._plan.spot(cell, side)
        left, top, right, bottom = spot.bleed
        area = Rect(-left, -top, spot.width + left + right, spot.height + top + bottom)
        x, y = to_points(spot.x), to_points(self._plan.stock.page_height - spot.y)
        if not spot.turned:
            return f"q {moved(x, y)}{clip_to(area)}"
        x, y = x + to_points(spot.width), y - to_points(spot.height)
        return f"q {turned(x, y)}{clip_to(area)}"


class _Face:
    """One face of all cards; what the first ones begin and end with alike is drawn once."""

    def __init__(
        self,
        name: str,
        cards: Sequence[_Card],
        area: Rect,
        drawing: PdfDrawing,
        document: "PdfDocument",
    ) -> None:
        self._drawing = drawing
        self._head: _Card = ()
        self._tail: _Card = ()
        if len(cards) == _LOOKED_AT:
            self._head = _alike(*cards)
            ends = (card[len(self._head) :][::-1] for card in cards)
            self._tail = _alike(*ends)[::-1]
        left, top = to_points(area.x), to_points(-area.y)
        box = (left, top - to_points(area.height), left + to_points(area.width), top)
        self._head_form, self._tail_form = (
            document.add_form(f"{name.title()}{end}", drawing.draw(common), box) if common else ""
            for end, common in (("Head", self._head), ("Tail", self._tail))
        )

    def draw(self, card: _Card) -> str:
        """Return the operators of a card."""
        head, tail = "", ""
        if self._head and card[: len(self._head)] == self._head:
            head, card = self._head_form, card[len(self._head) :]
        if self._tail and card[-len(self._tail) :] == self._tail:
            tail, card = self._tail_form, card[: -len(self._tail)]
        return f"{head}{self._drawing.draw(card)}{tail}"


def _alike(first: _Card, second: _Card) -> _Card:
    """Return what two cards begin with alike."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return tuple(primitive for primitive, _ in pairs)
