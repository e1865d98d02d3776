"""A table on A4 pages: title, heads on every page, rows, the page's number. R48 holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from refdesk.cards.elements import BLACK
from refdesk.cards.fitting import Room, fit_text
from refdesk.cards.fonts import ONEST, REGULAR, SEMIBOLD, Faces, load_faces
from refdesk.cards.new_file import replacing
from refdesk.cards.pdf_document import PdfDocument
from refdesk.cards.pdf_drawing import PdfDrawing, pdf_number
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Line, Primitive, Text, micrometres
from refdesk.cards.table_file import TableFile
from refdesk.cards.units import to_mm, to_points

WIDTH, HEIGHT = 210.0, 297.0
"""A4, in mm."""

_MARGIN: Final = 16.0
_RIGHT: Final = WIDTH - _MARGIN
_BOTTOM: Final = HEIGHT - _MARGIN
_GAP: Final = 3.0
_TITLE, _SIZE, _LEAST = 16.0, 10.0, 7.0
_LEADING: Final = 1.3
_LINES: Final = 2
_GREY: Final = "#5a5a5a"


class _Look(NamedTuple):
    """How a line is set; the size in pt."""

    size: float
    weight: int = REGULAR
    colour: str = BLACK
    align: str = "left"


def write_pdf_table(path: Path, table: TableFile, faces: Faces | None = None) -> int:
    """Write a table as a PDF; returns how many pages it has. Raises OSError."""
    faces = faces or load_faces()
    pages = _Pages(table, faces).laid_out()
    with replacing(path) as stream:
        document = PdfDocument(to_points(WIDTH), to_points(HEIGHT), table.title)
        drawing = PdfDrawing(document, faces)
        place = f"q 1 0 0 1 0 {pdf_number(to_points(HEIGHT))} cm\n"
        for page in pages:
            document.add_page((place, drawing.draw(page), "Q\n"))
        document.save(stream)
    return len(pages)


class _Pages:
    """The pages as they fill, from the top down."""

    def __init__(self, table: TableFile, faces: Faces) -> None:
        self._table, self._faces = table, faces
        room = _RIGHT - _MARGIN - _GAP * (len(table.heads) - 1)
        weights = table.weights or (1.0,) * len(table.heads)
        self._widths = [room * weight / sum(weights) for weight in weights]
        self._pages: list[list[Primitive]] = []
        self._y = 0.0

    def laid_out(self) -> list[list[Primitive]]:
        """Everything on its page."""
        self._begin()
        for row in self._table.rows:
            cells = [self._fitted(str(cell), at) for at, cell in enumerate(row)]
            height = max(len(lines) for lines, _ in cells) * to_mm(_SIZE) * _LEADING + 2
            if self._y + height > _BOTTOM - 8:
                self._begin()
            self._row(cells, REGULAR)
            self._y += height
            self._rule(0.1)
        total = len(self._pages)
        for number, page in enumerate(self._pages, 1):
            page.append(_text(f"{number} / {total}", (_RIGHT, _BOTTOM), _Look(8.0, align="right")))
        return self._pages

    def _begin(self) -> None:
        """A page with the title and the heads."""
        self._pages.append([])
        self._y = _MARGIN
        for text, size, colour in (
            (self._table.title, _TITLE, BLACK), (self._table.note, _SIZE, _GREY),
        ):  # fmt: skip
            weight = SEMIBOLD if size == _TITLE else REGULAR
            room = Room(_RIGHT - _MARGIN, size, _LEAST, _LINES, _LEADING, None)
            clean, _ = printable(text, self._faces)
            found = fit_text(clean, self._faces[ONEST, weight], room)
            for line in found.lines if clean else ():
                at = _MARGIN, self._y + to_mm(found.size_pt)
                self._pages[-1].append(_text(line, at, _Look(found.size_pt, weight, colour)))
                self._y += to_mm(found.size_pt) * _LEADING
        self._y += 3
        heads = [self._fitted(text, at, SEMIBOLD) for at, text in enumerate(self._table.heads)]
        self._row(heads, SEMIBOLD)
        self._y += max(len(lines) for lines, _ in heads) * to_mm(_SIZE) * _LEADING + 2
        self._rule(0.3)

    def _fitted(self, text: str, at: int, weight: int = REGULAR) -> tuple[Sequence[str], float]:
        clean, _ = printable(text, self._faces)
        room = Room(self._widths[at], _SIZE, _LEAST, _LINES, _LEADING, None)
        found = fit_text(clean, self._faces[ONEST, weight], room)
        return found.lines, found.size_pt

    def _row(self, cells: Sequence[tuple[Sequence[str], float]], weight: int) -> None:
        x = _MARGIN
        for at, (lines, size) in enumerate(cells):
            is_right = at in self._table.right
            place = x + self._widths[at] if is_right else x
            for number, line in enumerate(lines):
                y = self._y + 1 + to_mm(_SIZE) * (1 + number * _LEADING)
                look = _Look(size, weight, align="right" if is_right else "left")
                self._pages[-1].append(_text(line, (place, y), look))
            x += self._widths[at] + _GAP

    def _rule(self, thickness: float) -> None:
        self._pages[-1].append(Line(_MARGIN, self._y, _RIGHT, self._y, thickness, _GREY))


def _text(text: str, at: tuple[float, float], look: _Look) -> Text:
    """One line with its baseline at a place in mm."""
    size, weight, colour, align = look
    return Text(micrometres(at[0]), micrometres(at[1]), size, weight, text, colour, align)
