"""The slip of a payout as a PDF of A6 pages: what was paid, what for, and two lines to sign on.

Everything is laid out in mm from the page's top left corner. The signatures stand on the first
page; reasons that do not fit there go on, in their order, on pages of their own. R48 holds: a text
that is too long shrinks, wraps and is cut; signs that no font has are replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from refdesk.cards.design import BLACK
from refdesk.cards.fitting import Room, fit_text
from refdesk.cards.fonts import ONEST, REGULAR, SEMIBOLD, Faces, load_faces
from refdesk.cards.new_file import replacing
from refdesk.cards.pdf_drawing import PdfDrawing, pdf_number
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Line, Primitive, Text, micrometres
from refdesk.cards.units import to_mm, to_points

WIDTH, HEIGHT = 105.0, 148.0
"""A6, in mm."""

_MARGIN: Final = 8.0
_RIGHT: Final = WIDTH - _MARGIN
_BOTTOM: Final = HEIGHT - _MARGIN
_SIGNATURES: Final = 24.0
_SUMS: Final = 24.0
_LABELS: Final = 26.0
_LEADING: Final = 1.25
_LEAST_PT: Final = 7.0
_GREY: Final = "#5a5a5a"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip says, in words: ``facts`` and ``signatures`` are labels with their values,
    ``reasons`` texts with their sums; ``mark`` stands where it is a copy or cancelled."""

    shop: str
    contact: str
    title: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    amount: str
    heading: str
    reasons: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str], ...]


SlipPages: TypeAlias = tuple[tuple[Primitive, ...], ...]
"""What stands on each page, in mm from its top left corner."""


def slip_pages(slip: Slip, faces: Faces | None = None) -> SlipPages:
    """Lay a slip out on its pages, for paper or for a file."""
    return tuple(map(tuple, _Layout(slip, faces or load_faces()).pages()))


def write_slip(path: Path, slip: Slip, faces: Faces | None = None) -> int:
    """Write a slip; returns how many pages it has. An older file there is replaced.

    Raises OSError; nothing is left behind then.
    """
    # it imports the PDF library, which is slow
    from refdesk.cards.pdf_document import PdfDocument

    faces = faces or load_faces()
    pages = slip_pages(slip, faces)
    with replacing(path) as stream:
        document = PdfDocument(to_points(WIDTH), to_points(HEIGHT), f"{slip.shop} {slip.title}")
        drawing = PdfDrawing(document, faces)
        place = f"q 1 0 0 1 0 {pdf_number(to_points(HEIGHT))} cm\n"
        for page in pages:
            document.add_page((place, drawing.draw(page), "Q\n"))
        document.save(stream)
    return len(pages)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text is set; ``lines`` is the most it may take."""

    size_pt: float
    weight: int = REGULAR
    colour: str = BLACK
    lines: int = 1

    @property
    def line_mm(self) -> float:
        return to_mm(self.size_pt) * _LEADING


_SHOP: Final = _Style(13, SEMIBOLD, lines=2)
_CONTACT: Final = _Style(8, colour=_GREY, lines=2)
_TITLE: Final = _Style(15, SEMIBOLD)
_MARK: Final = _Style(10, SEMIBOLD, lines=2)
_LABEL: Final = _Style(9, colour=_GREY)
_VALUE: Final = _Style(9, lines=2)
_AMOUNT: Final = _Style(22, SEMIBOLD)
_HEADING: Final = _Style(9, SEMIBOLD)
_REASON: Final = _Style(8, lines=3)
_CAPTION: Final = _Style(8, colour=_GREY)


class _Layout:
    """A slip's pages as they fill, from the top down."""

    def __init__(self, slip: Slip, faces: Faces) -> None:
        self._slip = slip
        self._faces = faces
        self._page: list[Primitive] = []
        self._pages: list[list[Primitive]] = []
        self._y = 0.0

    def pages(self) -> list[list[Primitive]]:
        """Everything on its page."""
        slip = self._slip
        self._new_page()
        self._write(slip.shop, _SHOP)
        self._write(slip.contact, _CONTACT)
        self._y += 2
        self._write(slip.title, _TITLE)
        self._write(slip.mark, _MARK)
        self._rule()
        for label, value in slip.facts:
            self._pair(label, value)
        self._y += 2
        self._write(slip.amount, _AMOUNT)
        self._rule()
        self._sign()
        if slip.reasons:
            self._tell()
        return self._pages

    def _tell(self) -> None:
        """The reasons, on as many pages as they need."""
        bottom = _BOTTOM - _SIGNATURES
        self._write(self._slip.heading, _HEADING)
        for text, amount in self._slip.reasons:
            lines, style = self._fitted(text, _REASON, _RIGHT - _MARGIN - _SUMS)
            if self._y + len(lines) * style.line_mm > bottom:
                self._new_page()
                bottom = _BOTTOM
                self._write(self._slip.title, _HEADING)
                self._write(self._slip.heading, _HEADING)
            self._put(amount, _RIGHT, self._y + to_mm(style.size_pt), style, align="right")
            self._lines(lines, style)
            self._y += 1

    def _sign(self) -> None:
        """Lines to sign on at the bottom of the first page, a name under each."""
        gap = 6.0
        width = (_RIGHT - _MARGIN - gap) / 2
        y = _BOTTOM - 8
        for number, captions in enumerate(self._slip.signatures):
            x = _MARGIN + number * (width + gap)
            self._page.append(Line(x, y, x + width, y, 0.25, BLACK))
            for place, text in enumerate(captions, 1):
                lines, style = self._fitted(text, _CAPTION, width)
                self._put(lines[0], x, y + place * style.line_mm, style)

    # -- what stands in a row ------------------------------------------------------------------

    def _write(self, text: str, style: _Style) -> None:
        """A paragraph as wide as the page."""
        self._lines(*self._fitted(text, style, _RIGHT - _MARGIN))

    def _pair(self, label: str, value: str) -> None:
        names, style = self._fitted(label, _LABEL, _LABELS - 2)
        self._put(names[0], _MARGIN, self._y + to_mm(_LABEL.size_pt), style)
        found = self._fitted(value, _VALUE, _RIGHT - _MARGIN - _LABELS)
        self._lines(*found, x=_MARGIN + _LABELS)

    def _lines(self, lines: Sequence[str], style: _Style, *, x: float = _MARGIN) -> None:
        for line in lines:
            if line:
                self._put(line, x, self._y + to_mm(style.size_pt), style)
                self._y += style.line_mm

    def _rule(self) -> None:
        self._y += 1.5
        self._page.append(Line(_MARGIN, self._y, _RIGHT, self._y, 0.2, _GREY))
        self._y += 1.5

    def _fitted(self, text: str, style: _Style, width: float) -> tuple[tuple[str, ...], _Style]:
        """The text's printable lines, and its style in the size that they fit in."""
        clean, _ = printable(text, self._faces)
        room = Room(
            width, style.size_pt, min(style.size_pt, _LEAST_PT), style.lines, _LEADING, None
        )
        found = fit_text(clean, self._faces[ONEST, style.weight], room)
        return found.lines, replace(style, size_pt=found.size_pt)

    def _put(self, text: str, x: float, y: float, style: _Style, *, align: str = "left") -> None:
        """One line that fits; a sum on the right is short by itself."""
        clean, _ = printable(text, self._faces)
        found = (micrometres(x), micrometres(y), style.size_pt, style.weight, clean)
        self._page.append(Text(*found, style.colour, align))

    def _new_page(self) -> None:
        self._page = []
        self._pages.append(self._page)
        self._y = _MARGIN
