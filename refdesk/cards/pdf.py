"""Sheets of cards as a vector PDF, page by page onto the disk (R25, R48)."""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import BinaryIO, Final

from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.design import Design
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.marks import crop_marks
from refdesk.cards.pdf_drawing import PdfDrawing
from refdesk.cards.pdf_file import PdfFile, pdf_number, pdf_text
from refdesk.cards.pdf_fonts import PdfFont
from refdesk.cards.primitives import Primitive
from refdesk.cards.raster import count_pages, render_page
from refdesk.cards.stocks import Stock
from refdesk.cards.units import to_points
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress

__all__ = ["Printed", "SheetOptions", "count_pages", "render_page", "write_pdf"]

# The same cards make the same bytes: the file tells no time.
_CREATED: Final = b"(D:20000101000000Z)"


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
    with _replacing(path) as stream:
        document = _Document(stream, stock, design, options)
        printed = document.write(
            islice(records, options.limit),
            total=_count(records, options.limit),
            progress=progress or Progress(),
        )
        if not printed.cards:
            raise DomainError("nothing_to_print")
    return printed


def _count(records: Iterable[CardRecord], limit: int | None) -> int | None:
    """Return how many cards there will be, where that can be known."""
    if not isinstance(records, Sized):
        return limit
    return len(records) if limit is None else min(limit, len(records))


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file beside ``path`` that takes its place once it is complete."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class _Document:
    """One PDF: its pages as they fill, then what all of them share."""

    def __init__(
        self, stream: BinaryIO, stock: Stock, design: Design, options: SheetOptions
    ) -> None:
        faces = options.faces or load_faces()
        self._file = PdfFile(stream)
        self._stock = stock
        self._options = options
        self._composer = Composer(design, stock.cell_size, faces)
        self._fonts = {weight: PdfFont(face) for weight, face in faces.items()}
        self._drawing = PdfDrawing(self._fonts)
        self._tree = self._file.reserve()
        self._resources = self._file.reserve()
        self._pages: list[int] = []
        self._common: tuple[Primitive, ...] = ()
        self._forms: dict[str, int] = {}

    def write(
        self, records: Iterable[CardRecord], *, total: int | None, progress: Progress
    ) -> Printed:
        """Write the whole file."""
        cards = 0
        for page in _in_pages(self._composed(records), self._options.start, self._stock.cells):
            progress.check()
            self._write_page([self._card(cell, primitives) for cell, primitives in page])
            cards += len(page)
            progress.report(cards, total)
        progress.check()
        self._finish()
        return Printed(cards, len(self._pages), tuple(sorted(self._composer.replaced)))

    def _composed(self, records: Iterable[CardRecord]) -> Iterator[tuple[Primitive, ...]]:
        """Yield cards; what the first two begin with alike becomes the form that is drawn once."""
        cards = map(self._composer.compose, records)
        first = list(islice(cards, 2))
        if len(first) == 2:
            pairs = zip(*first, strict=False)
            alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
            self._common = tuple(primitive for primitive, _ in alike)
        if self._common:
            size = self._stock.cell_size
            self._add_form("Card", self._drawing.draw(self._common), size.width, size.height)
        return chain(first, cards)

    def _card(self, cell: int, primitives: tuple[Primitive, ...]) -> str:
        x, y = self._stock.cell_origin(cell)
        common = len(self._common)
        if common and primitives[:common] == self._common:
            drawn = "/Card Do\n" + self._drawing.draw(primitives[common:])
        else:
            drawn = self._drawing.draw(primitives)
        return f"q 1 0 0 1 {self._on_page(x, y)} cm\n{drawn}Q\n"

    def _on_page(self, x: float, y: float) -> str:
        """Return a point in mm from the page's top left corner in the PDF's own coordinates."""
        up = self._stock.page_height - y
        return f"{pdf_number(to_points(x))} {pdf_number(to_points(up))}"

    def _add_form(self, name: str, operators: str, width: float, height: float) -> None:
        """Add operators to draw by name, in coordinates from a top left corner."""
        box = f"0 {pdf_number(-to_points(height))} {pdf_number(to_points(width))} 0"
        entries = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {self._resources} 0 R"
        self._forms[name] = self._file.add_stream(operators.encode(), entries.encode())

    def _write_page(self, cards: list[str]) -> None:
        content = self._marks() + "".join(cards)
        stream = self._file.add_stream(content.encode())
        page = f"<</Type/Page/Parent {self._tree} 0 R/Contents {stream} 0 R>>"
        self._pages.append(self._file.add(page.encode()))

    def _marks(self) -> str:
        wanted = self._options.crop_marks
        if not (self._stock.crop_marks if wanted is None else wanted):
            return ""
        if "Marks" not in self._forms:
            drawn = self._drawing.draw(crop_marks(self._stock))
            self._add_form("Marks", drawn, self._stock.page_width, self._stock.page_height)
        return f"q 1 0 0 1 {self._on_page(0, 0)} cm/Marks Do Q\n"

    def _finish(self) -> None:
        file = self._file
        fonts = {font.resource: file.reserve() for font in self._fonts.values() if font.is_used}
        for font in self._fonts.values():
            if font.is_used:
                font.write(file, fonts[font.resource])
        resources = f"<</Font<<{_references(fonts)}>>/XObject<<{_references(self._forms)}>>>>"
        file.add(resources.encode(), self._resources)
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        width, height = to_points(self._stock.page_width), to_points(self._stock.page_height)
        tree = (
            f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]/Resources {self._resources} 0 R"
            f"/MediaBox[0 0 {pdf_number(width)} {pdf_number(height)}]>>"
        )
        file.add(tree.encode(), self._tree)
        # A viewer that fits pages to its paper would move every card off its cell.
        catalog = file.add(
            f"<</Type/Catalog/Pages {self._tree} 0 R"
            "/ViewerPreferences<</PrintScaling/None/PickTrayByPDFSize true>>>>".encode()
        )
        title = pdf_text(self._options.title)
        info = file.add(b"<</Title%s/Producer(RefDesk)/CreationDate%s>>" % (title, _CREATED))
        file.close(catalog, info)


def _in_pages(
    cards: Iterable[tuple[Primitive, ...]], start: int, cells: int
) -> Iterator[list[tuple[int, tuple[Primitive, ...]]]]:
    """Yield the cards of each page with their cells; the first page begins at cell ``start``."""
    rest = iter(cards)
    while page := list(zip(range(start, cells + 1), rest, strict=False)):
        yield page
        start = 1


def _references(numbers: Mapping[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in numbers.items())
