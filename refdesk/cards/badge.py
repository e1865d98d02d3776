"""A staff member's badge as a PDF: one bank-card sized piece with lines to cut along (R26).

Everything is laid out in mm from the card's top left corner: the symbol at the left, the shop, the
name and what the person does at the right. R48 holds: a name that is too long shrinks, wraps and is
cut.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from refdesk.cards.elements import BLACK, Rect
from refdesk.cards.fitting import Room, fit_text
from refdesk.cards.fonts import ONEST, REGULAR, SEMIBOLD, Faces, load_faces
from refdesk.cards.new_file import replacing
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Box, Primitive, Qr, Text, micrometres
from refdesk.cards.qr import QUIET_ZONE, qr_matrix
from refdesk.cards.units import to_mm, to_points
from refdesk.domain.codes import group_code

WIDTH, HEIGHT = 85.6, 54.0
"""A bank card, in mm."""

_PAGE: Final = (210.0, 297.0)
_PLACE: Final = 15.0
"""Where the card stands on its A4 page, from the left and from the top."""

_SYMBOL: Final = Rect(4.0, 8.0, 34.0, 34.0)
_TEXT_LEFT: Final = 41.0
_TEXT_WIDTH: Final = WIDTH - 41.0 - 5.0
_LEADING: Final = 1.2
_LEAST: Final = 0.65
"""How far a text may shrink."""

_GREY: Final = "#4a4a4a"


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """What a badge says, and the bare code that its symbol holds."""

    shop: str
    name: str
    line: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Style:
    size_pt: float
    weight: int = REGULAR
    colour: str = BLACK
    lines: int = 1


_SHOP: Final = _Style(9, colour=_GREY, lines=2)
_NAME: Final = _Style(18, SEMIBOLD, lines=3)
_LINE: Final = _Style(10)
_CODE: Final = _Style(8, SEMIBOLD)


def badge_parts(badge: BadgeCard, faces: Faces | None = None) -> tuple[Primitive, ...]:
    """Lay a badge out. Raises DomainError ``bad_code``."""
    faces = faces or load_faces()
    matrix = qr_matrix(badge.code)
    module = _SYMBOL.width / (len(matrix) + 2 * QUIET_ZONE)
    quiet = QUIET_ZONE * module
    x, y = micrometres(_SYMBOL.x + quiet), micrometres(_SYMBOL.y + quiet)
    qr = Qr(matrix, x, y, module)
    outline = Box(0, 0, WIDTH, HEIGHT, None, 3.0, _GREY, 0.2)
    parts: list[Primitive] = [outline, qr]
    y = 8.0
    for text, style, gap in (
        (badge.shop, _SHOP, 2.0), (badge.name, _NAME, 1.0), (badge.line, _LINE, 0.0),
    ):  # fmt: skip
        for line, size in _fitted(text, style, faces):
            y += to_mm(size)
            parts.append(
                Text(_TEXT_LEFT, micrometres(y), size, style.weight, line, style.colour, "left")
            )
            y += to_mm(size) * (_LEADING - 1)
        y += gap
    middle = _SYMBOL.x + _SYMBOL.width / 2
    shown = (micrometres(middle), 46.0, _CODE.size_pt, _CODE.weight, group_code(badge.code))
    parts.append(Text(*shown, _CODE.colour, "center"))
    return tuple(parts)


def write_badge(path: Path, badge: BadgeCard, faces: Faces | None = None) -> None:
    """Write a badge on a page of its own; an older file there is replaced.

    Raises DomainError ``bad_code``; OSError, which leaves nothing behind.
    """
    # they import the PDF library, which is slow
    from refdesk.cards.pdf_document import PdfDocument
    from refdesk.cards.pdf_drawing import PdfDrawing, pdf_number

    faces = faces or load_faces()
    width, height = _PAGE
    with replacing(path) as stream:
        document = PdfDocument(to_points(width), to_points(height), f"{badge.shop} {badge.name}")
        drawing = PdfDrawing(document, faces)
        x, y = pdf_number(to_points(_PLACE)), pdf_number(to_points(height - _PLACE))
        document.add_page(
            (f"q 1 0 0 1 {x} {y} cm\n", drawing.draw(badge_parts(badge, faces)), "Q\n")
        )
        document.save(stream)


def _fitted(text: str, style: _Style, faces: Faces) -> list[tuple[str, float]]:
    clean, _ = printable(text, faces)
    room = Room(_TEXT_WIDTH, style.size_pt, style.size_pt * _LEAST, style.lines, _LEADING, None)
    found = fit_text(clean, faces[ONEST, style.weight], room)
    return [(line, found.size_pt) for line in found.lines if line]
