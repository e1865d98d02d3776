"""Sheets of cards as a vector PDF (R25, R48)."""

from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import BinaryIO, TypeAlias

from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.design import Design
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.marks import crop_marks
from refdesk.cards.new_file import replacing
from refdesk.cards.pdf_drawing import PdfDrawing, pdf_number
from refdesk.cards.primitives import Primitive
from refdesk.cards.raster import count_pages, render_page
from refdesk.cards.stocks import Stock
from refdesk.cards.units import to_points
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress

__all__ = ["Printed", "SheetOptions", "count_pages", "render_page", "write_pdf"]

_Card: TypeAlias = tuple[Primitive, ...]


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How cards go on sheets.

    ``start`` is the first free cell of a part-used sheet, counted from 1 along the rows; ``limit``
    the most cards to print; ``crop_marks`` None means as the stock says; ``title`` is the
    document's; ``faces`` None means those of the user's cache.
    """

    start: int = 1
    limit: int | None = None
    crop_marks: bool | None = None
    title: str = ""
    faces: Faces | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written; ``replaced`` holds each sign that the typeface has not, sorted."""

    cards: int
    sheets: int
    replaced: tuple[str, ...] = ()


def write_pdf(
    path: Path,
    records: Iterable[CardRecord],
    *,
    stock: Stock,
    design: Design,
    options: SheetOptions | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Write cards to ``path`` and return what was written; an older file there is replaced.

    The file appears under its name only when it is complete and on the disk. Raises DomainError
    ``bad_start`` for a cell the stock has not, ``bad_limit`` for one below 0, ``nothing_to_print``
    without cards, those of ``Composer.compose``; ``Cancelled``; OSError. In each case nothing is
    left behind.
    """
    options = options or SheetOptions()
    if options.limit is not None and options.limit < 0:
        raise DomainError("bad_limit", limit=options.limit)
    if not 1 <= options.start <= stock.cells:
        raise DomainError("bad_start", start=options.start, cells=stock.cells)
    with replacing(path) as stream:
        sheets = _Sheets(stock, design, options)
        printed = sheets.fill(
            islice(records, options.limit),
            total=_count(records, options.limit),
            progress=progress or Progress(),
        )
        if not printed.cards:
            raise DomainError("nothing_to_print")
        sheets.save(stream)
    return printed


def _count(records: Iterable[CardRecord], limit: int | None) -> int | None:
    """Return how many cards there will be, where that can be known."""
    if not isinstance(records, Sized):
        return limit
    return len(records) if limit is None else min(limit, len(records))


class _Sheets:
    """The pages of one file as they fill."""

    def __init__(self, stock: Stock, design: Design, options: SheetOptions) -> None:
        # It imports the PDF library, which is slow.
        from refdesk.cards.pdf_document import PdfDocument

        faces = options.faces or load_faces()
        width, height = to_points(stock.page_width), to_points(stock.page_height)
        self._document = PdfDocument(width, height, options.title)
        self._drawing = PdfDrawing(self._document, faces)
        self._composer = Composer(design, stock.cell_size, faces)
        self._stock = stock
        self._start = options.start
        self._head: _Card = ()
        self._tail: _Card = ()
        self._marks = ""
        if stock.crop_marks if options.crop_marks is None else options.crop_marks:
            moved = f"{self._place(0, 0)}{self._drawing.draw(crop_marks(stock))}"
            self._marks = self._document.add_form("Marks", moved, (0, 0, width, height))

    def fill(
        self, records: Iterable[CardRecord], *, total: int | None, progress: Progress
    ) -> Printed:
        """Draw all cards; nothing is written yet."""
        cards = sheets = 0
        for page in _in_pages(self._composed(records), self._start, self._stock.cells):
            progress.check()
            self._document.add_page([self._marks, *(self._card(*placed) for placed in page)])
            cards += len(page)
            sheets += 1
            progress.report(cards, total)
        progress.check()
        return Printed(cards, sheets, tuple(sorted(self._composer.replaced)))

    def save(self, stream: BinaryIO) -> None:
        """Write the file."""
        self._document.save(stream)

    def _composed(self, records: Iterable[CardRecord]) -> Iterator[_Card]:
        """Yield cards; what the first two begin and end with alike is drawn once."""
        cards = map(self._composer.compose, records)
        first = list(islice(cards, 2))
        if len(first) == 2:
            self._head = _alike(*first)
            ends = (card[len(self._head) :][::-1] for card in first)
            self._tail = _alike(*ends)[::-1]
        self._add_form("Head", self._head)
        self._add_form("Tail", self._tail)
        return chain(first, cards)

    def _add_form(self, name: str, common: _Card) -> None:
        if common:
            width, height = map(to_points, (self._stock.cell_width, self._stock.cell_height))
            self._document.add_form(name, self._drawing.draw(common), (0, -height, width, 0))

    def _card(self, cell: int, card: _Card) -> str:
        head, tail = "", ""
        if self._head and card[: len(self._head)] == self._head:
            head, card = "/Head Do\n", card[len(self._head) :]
        if self._tail and card[-len(self._tail) :] == self._tail:
            tail, card = "/Tail Do\n", card[: -len(self._tail)]
        place = self._place(*self._stock.cell_origin(cell))
        return f"q {place}{head}{self._drawing.draw(card)}{tail}Q\n"

    def _place(self, x: float, y: float) -> str:
        """Return what moves the origin to a point in mm from the page's top left corner."""
        up = self._stock.page_height - y
        return f"1 0 0 1 {pdf_number(to_points(x))} {pdf_number(to_points(up))} cm\n"


def _alike(first: _Card, second: _Card) -> _Card:
    """Return what two cards begin with alike."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return tuple(primitive for primitive, _ in pairs)


def _in_pages(cards: Iterable[_Card], start: int, cells: int) -> Iterator[list[tuple[int, _Card]]]:
    """Yield the cards of each page with their cells; the first page begins at cell ``start``."""
    rest = iter(cards)
    while page := list(zip(range(start, cells + 1), rest, strict=False)):
        yield page
        start = 1
