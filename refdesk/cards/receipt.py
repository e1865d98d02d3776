"""A coupon or a slip on receipt paper: a strip whose height follows what it says.

It is laid out once, as primitives in mm on the grid of the printer's dots, black and nothing else.
A PDF of the strip and the picture that a receipt printer prints are both made from them. R48
holds: a text that is too long shrinks, wraps and is cut; the symbol's quiet zone stays clear.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from refdesk.cards.compose import CardRecord
from refdesk.cards.elements import BLACK
from refdesk.cards.fitting import Fitted, Room, fit_text
from refdesk.cards.fonts import ONEST, REGULAR, SEMIBOLD, Faces, load_faces
from refdesk.cards.new_file import replacing
from refdesk.cards.pdf_drawing import PdfDrawing, pdf_number
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Box, Primitive, Qr, Text, micrometres
from refdesk.cards.qr import QUIET_ZONE, qr_matrix
from refdesk.cards.receipt_paper import Paper
from refdesk.cards.slip import Slip
from refdesk.cards.units import to_mm, to_points
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_DOTS: Final = 4
"""Of a thermal head: a module of fewer dots is not read for sure (R25)."""

OWN_QR_DOTS: Final = 8
"""Of a module that the printer draws itself: what its maker says of more is not always so."""

REWARD_LINE: Final = "reward_line"
"""A field that receipts have beside those of ``design.FIELDS``: what its owner gets, in a line."""

_MODULE: Final = {58: 1.0, 80: 1.25}
_INSET: Final = 1.0
"""Clear at either end of a line in mm: paper never lies quite straight."""

_DARK_BELOW: Final = 150
_LEFT, _MIDDLE, _RIGHT = "left", "center", "right"
_VALUE_ROOM: Final = 0.55
"""The most of a row that its value takes; what it is called wraps in the rest."""

_PEN_ROOM: Final = 9.0
"""Above a line to sign on, in mm."""


class _Style(NamedTuple):
    """How a text is set on paper of 58 and of 80 mm: sizes in pt, ``before`` in mm."""

    narrow: float
    wide: float
    weight: int = REGULAR
    lines: int = 1
    shrink: float = 1.0
    before: float = 0.0
    leading: float = 1.2


_SHOP: Final = _Style(13, 15, SEMIBOLD, lines=4, shrink=0.8)
_CONTACT: Final = _Style(8.5, 9.5, lines=5, before=0.6)
_OFFER_TITLE: Final = _Style(11, 13, SEMIBOLD, lines=3, shrink=0.8)
_OFFER: Final = _Style(36, 48, SEMIBOLD, lines=3, shrink=0.4, before=0.4, leading=1.05)
_NOTE: Final = _Style(9, 10.5, lines=4, before=0.6)
_CODE: Final = _Style(15, 20, SEMIBOLD, lines=2, shrink=0.6)
_SHOW: Final = _Style(8.5, 10, lines=3, before=0.8)
_REWARD: Final = _Style(10, 11.5, SEMIBOLD, lines=4, shrink=0.9)
_TERMS: Final = _Style(8, 9, lines=24, before=0.8)
_ROW: Final = _Style(9, 10, lines=6, before=0.4)
_VALUE: Final = _Style(9, 10, SEMIBOLD, shrink=0.7, before=0.4)


@dataclass(frozen=True, slots=True)
class Strip:
    """What is laid out for a paper: ``height`` in mm, primitives from the top left dot.

    ``replaced`` are the signs that no font has.
    """

    paper: Paper
    height: float
    primitives: tuple[Primitive, ...] = field(repr=False)
    title: str
    replaced: tuple[str, ...]

    @property
    def rows(self) -> int:
        """The height in dots."""
        return round(self.height * self.paper.density)


@dataclass(frozen=True, slots=True)
class Coupon(Strip):
    """A strip with a code; ``symbol`` is the primitive that holds it."""

    symbol: Qr = field(repr=False)
    code: str = field(repr=False)


def lay_out(
    record: CardRecord, paper: Paper, *, faces: Faces | None = None, shows_edges: bool = False
) -> Coupon:
    """Return a coupon with the texts of a card's record.

    ``shows_edges`` puts a bar from the first dot to the last one above and below it, by which a
    wrong number of dots is seen. Raises DomainError ``bad_code`` and ``qr_too_small``.
    """
    flow = _Flow(paper, faces or load_faces(), record.fields)
    if shows_edges:
        flow.edges()
    flow.skip(2.0)
    flow.write("shop", _SHOP)
    flow.write("contact", _CONTACT)
    flow.dashes()
    flow.write("offer_title", _OFFER_TITLE)
    flow.write("offer", _OFFER)
    flow.write("offer_note", _NOTE)
    symbol = flow.put_symbol(record.code)
    flow.write_text(record.shown_code, _CODE)
    flow.write_text(_joined(record.fields, "show", "valid"), _SHOW)
    if record.fields.get(REWARD_LINE) or record.fields.get("terms"):
        flow.dashes()
    flow.write(REWARD_LINE, _REWARD)
    flow.write("terms", _TERMS)
    flow.skip(2.0)
    if shows_edges:
        flow.edges()
    done = flow.strip()
    return Coupon(
        done.paper, done.height, done.primitives, done.title, done.replaced, symbol, record.code
    )  # fmt: skip


def lay_out_slip(slip: Slip, paper: Paper, *, faces: Faces | None = None) -> Strip:
    """Return a slip with its rows one under another, and lines to sign on at its end."""
    flow = _Flow(paper, faces or load_faces(), {"shop": slip.shop, "contact": slip.contact})
    flow.skip(2.0)
    flow.write("shop", _SHOP)
    flow.write("contact", _CONTACT)
    flow.dashes()
    flow.write_text(slip.title, _OFFER_TITLE)
    flow.write_text(slip.mark, _NOTE)
    flow.write_text(slip.amount, _CODE)
    for label, value in slip.facts:
        flow.write_row(label, value)
    flow.dashes()
    flow.write_text(slip.heading, _REWARD)
    for label, value in slip.reasons:
        flow.write_row(label, value)
    for label, value in slip.signatures:
        flow.write_signature(label, value)
    flow.skip(2.0)
    return flow.strip()


def _joined(fields: Mapping[str, str], *names: str) -> str:
    return " · ".join(fields[name] for name in names if fields.get(name))


class _Flow:
    """A strip as it fills, from the top down; ``_y`` is counted in dots."""

    def __init__(self, paper: Paper, faces: Faces, fields: Mapping[str, str]) -> None:
        self._paper = paper
        self._faces = faces
        self._fields = fields
        self._y = 0
        self._is_fresh = True
        self._primitives: list[Primitive] = []
        self._replaced: set[str] = set()

    def strip(self) -> Strip:
        """What it came to."""
        height = micrometres(self._y * self._paper.dot)
        title = self._print(self._fields.get("shop", ""))
        replaced = tuple(sorted(self._replaced))
        return Strip(self._paper, height, tuple(self._primitives), title, replaced)

    def skip(self, mm: float) -> None:
        """Leave some paper empty, in whole dots."""
        self._y += self._dots(mm)

    def write(self, name: str, style: _Style) -> None:
        """Set one of the record's texts; an empty one takes no room."""
        self.write_text(self._fields.get(name, ""), style)

    def write_text(self, text: str, style: _Style) -> None:
        """Set a text in the middle of the strip."""
        clean = self._print(text)
        if not clean:
            return
        self._begin(style)
        self._y += self._set(self._fit(clean, style), style, _MIDDLE)

    def write_row(self, label: str, value: str) -> None:
        """What something is called at the left and its value at the right, on one line."""
        whole, widest = self._paper.print_width - 2 * _INSET, 0.0
        self._begin(_ROW)
        heights = [0]
        if clean := self._print(value):
            fitted = self._fit(clean, _VALUE, whole * _VALUE_ROOM)
            face = self._faces[ONEST, _VALUE.weight]
            widest = max(face.width(one, fitted.size_pt) for one in fitted.lines) + 2.0
            heights.append(self._set(fitted, _VALUE, _RIGHT))
        if clean := self._print(label):
            fitted = self._fit(clean, _ROW, whole - widest)
            heights.append(self._set(fitted, _ROW, _LEFT))
        self._y += max(heights)

    def write_signature(self, label: str, value: str) -> None:
        """A line to sign on, and under it whose it is."""
        self.skip(_PEN_ROOM)
        inset, thick = self._dots(_INSET), max(2, self._dots(0.25))
        self._bar(inset, self._paper.dots - 2 * inset, thick)
        self._y += thick
        self._is_fresh = True
        self.write_row(label, value)

    def dashes(self) -> None:
        """A dashed line between two parts."""
        on, gap, thick = self._dots(1.5), self._dots(1.0), max(2, self._dots(0.375))
        count = (self._paper.dots + gap) // (on + gap)
        left = (self._paper.dots - count * (on + gap) + gap) // 2
        self.skip(2.2)
        for number in range(count):
            self._bar(left + number * (on + gap), on, thick)
        self._y += thick
        self.skip(1.8)
        self._is_fresh = True

    def edges(self) -> None:
        """A bar over the whole width that the printer should reach."""
        thick = self._dots(0.5)
        self._bar(0, self._paper.dots, thick)
        self._y += thick

    def put_symbol(self, code: str) -> Qr:
        """The code's symbol in whole dots, its quiet zone clear on all sides (R25)."""
        matrix = qr_matrix(code)
        with_quiet = len(matrix) + 2 * QUIET_ZONE
        module = min(self._dots(_MODULE[self._paper.width]), self._paper.dots // with_quiet)
        if self._paper.own_qr:
            module = min(module, OWN_QR_DOTS)
        if module < LEAST_DOTS:
            raise DomainError("qr_too_small", module=round(module * self._paper.dot, 2))
        side = len(matrix) * module
        self._y += QUIET_ZONE * module
        left = (self._paper.dots - side) // 2
        symbol = Qr(matrix, self._mm(left), self._mm(self._y), module_mm=module * self._paper.dot)
        self._primitives.append(symbol)
        self._y += side + QUIET_ZONE * module
        self._is_fresh = True
        return symbol

    # -- inside ----------------------------------------------------------------------------

    def _begin(self, style: _Style) -> None:
        """Leave what stands before a text, unless it is the first of its part."""
        if not self._is_fresh:
            self.skip(style.before)
        self._is_fresh = False

    def _set(self, fitted: Fitted, style: _Style, align: str) -> int:
        """Put lines under one another from here; how many dots they are high."""
        face = self._faces[ONEST, style.weight]
        line = to_mm(fitted.size_pt * style.leading)
        below = to_mm((face.ascent + face.descent) / 2 * fitted.size_pt)
        width, top = self._paper.print_width, self._y * self._paper.dot
        x = {_LEFT: _INSET, _MIDDLE: width / 2, _RIGHT: width - _INSET}[align]
        for number, shown in enumerate(fitted.lines):
            self._primitives.append(
                Text(
                    x=micrometres(x), y=self._on_dot(top + (number + 0.5) * line + below),
                    size_pt=fitted.size_pt, weight=style.weight, text=shown, colour=BLACK,
                    align=align,
                )
            )  # fmt: skip
        return ceil(len(fitted.lines) * line * self._paper.density)

    def _fit(self, text: str, style: _Style, width: float | None = None) -> Fitted:
        size = style.narrow if self._paper.width == 58 else style.wide
        room = Room(
            width=width or self._paper.print_width - 2 * _INSET,
            size_pt=size,
            least_pt=round(size * style.shrink, 2),
            lines=style.lines,
            leading=style.leading,
            height=to_mm(size * style.leading * 1.4) if style.shrink < 1 else None,
        )
        return fit_text(text, self._faces[ONEST, style.weight], room)

    def _print(self, text: str) -> str:
        clean, replaced = printable(text, self._faces)
        self._replaced |= replaced
        return clean

    def _bar(self, left: int, width: int, thick: int) -> None:
        x, y = self._mm(left), self._mm(self._y)
        self._primitives.append(Box(x, y, self._mm(width), self._mm(thick), BLACK, 0.0))

    def _dots(self, mm: float) -> int:
        return round(mm * self._paper.density)

    def _mm(self, dots: int) -> float:
        return micrometres(dots * self._paper.dot)

    def _on_dot(self, mm: float) -> float:
        return self._mm(round(mm * self._paper.density))


# -- as a file and as a picture ----------------------------------------------------------------


def write_receipt(path: Path, strip: Strip, faces: Faces | None = None) -> None:
    """Write a strip as a PDF of just its size; an older file there is replaced.

    Raises OSError; nothing is left behind then.
    """
    with replacing(path) as stream:
        stream.write(_pdf(strip, faces or load_faces(), margin=strip.paper.margin))


def draw_receipt(strip: Strip, faces: Faces | None = None) -> "Image":
    """Return a strip as the printer's dots: a picture of one bit, ``paper.dots`` wide."""
    from pypdfium2 import PdfDocument

    # a hair less than the whole: a page is rounded up to pixels, and its figures are not exact
    with PdfDocument(_pdf(strip, faces or load_faces(), margin=0.0)) as document:
        page = document[0]
        scale = (strip.paper.dots - 0.05) / page.get_width()
        grey = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    size = (strip.paper.dots, strip.rows)
    if grey.size != size:
        grey = grey.resize(size)
    picture: Image = grey.point(lambda level: 0 if level < _DARK_BELOW else 255).convert("1")
    return picture


def _pdf(strip: Strip, faces: Faces, *, margin: float) -> bytes:
    # it imports the PDF library, which is slow
    from refdesk.cards.pdf_document import PdfDocument

    width, height = to_points(strip.paper.print_width + 2 * margin), to_points(strip.height)
    document = PdfDocument(width, height, strip.title)
    place = f"q 1 0 0 1 {pdf_number(to_points(margin))} {pdf_number(height)} cm\n"
    drawing = PdfDrawing(document, faces)
    document.add_page((place, drawing.draw(strip.primitives), "Q\n"))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
