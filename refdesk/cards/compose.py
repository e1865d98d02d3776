"""A design and a record become positioned primitives, in mm from the card's top left corner.

Everything that decides the look happens here, once; the renderers only draw. R48 holds by
construction: no text leaves the frame of its column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from refdesk.cards.columns import Column
from refdesk.cards.design import (
    BoxElement,
    ColumnElement,
    Design,
    Element,
    LineElement,
    QrElement,
    Rect,
)
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Box, Line, Primitive, Qr, micrometres
from refdesk.cards.qr import QUIET_ZONE, qr_matrix
from refdesk.cards.stocks import CellSize
from refdesk.domain.errors import DomainError

SMALLEST_MODULE: Final = 0.4
"""In mm: below it common scanners fail (R25)."""

# Most texts are the same on every card of a run; a bound keeps memory flat where they are not.
_KEPT: Final = 512

_Part = Callable[["CardRecord", Mapping[str, str]], tuple[Primitive, ...]]


@dataclass(frozen=True, slots=True)
class CardRecord:
    """What one card says.

    ``code`` is what the symbol holds: bare symbols, or a link (R25); ``shown_code`` the code in
    groups. ``fields`` are texts in the customer's language by the names in ``design.FIELDS``; one
    that is missing or empty is left out of the card.
    """

    code: str = field(repr=False)
    shown_code: str = field(repr=False)
    fields: Mapping[str, str]


def compose(
    design: Design, record: CardRecord, size: CellSize, faces: Faces | None = None
) -> tuple[Primitive, ...]:
    """Return one card's primitives in drawing order; raises what ``Composer.compose`` raises."""
    return Composer(design, size, faces).compose(record)


class Composer:
    """Composes many cards of one design and size; ``replaced`` gathers signs no font has."""

    def __init__(self, design: Design, size: CellSize, faces: Faces | None = None) -> None:
        self._size = size
        self._faces = faces or load_faces()
        layout = design.layout_for(size)
        self._scale = layout.scale_for(size)
        self._clean = lru_cache(_KEPT)(lambda text: printable(text, self._faces))
        self._parts = [self._part(element) for element in layout.elements]
        self.replaced: set[str] = set()

    def compose(self, record: CardRecord) -> tuple[Primitive, ...]:
        """Return one card's primitives in drawing order.

        Raises DomainError ``bad_code`` for a code that no symbol holds, and ``qr_too_small`` with
        ``module`` in mm for one too dense for the design.
        """
        texts = {name: self._print(text) for name, text in record.fields.items()}
        texts["code"] = self._print(record.shown_code)
        return tuple(primitive for part in self._parts for primitive in part(record, texts))

    def _print(self, text: str) -> str:
        clean, replaced = self._clean(text)
        if replaced:
            self.replaced |= replaced
        return clean

    def _part(self, element: Element) -> _Part:
        rect = element.frame.on(self._size, self._scale)
        match element:
            case QrElement():
                return lambda record, _texts: (self._symbol(record.code, rect),)
            case ColumnElement():
                return _column_part(Column(element, rect, self._scale, self._faces))
            case BoxElement():
                return _fixed_part(_box(element, rect))
            case LineElement():
                return _fixed_part(_line(element, rect))

    def _symbol(self, code: str, rect: Rect) -> Qr:
        matrix = qr_matrix(code)
        modules = len(matrix)
        module = min(rect.width, rect.height) / (modules + 2 * QUIET_ZONE)
        if self._size.dot:
            module -= module % self._size.dot
        if module < SMALLEST_MODULE:
            raise DomainError("qr_too_small", module=round(module, 2))
        side = modules * module
        x, y = rect.x + (rect.width - side) / 2, rect.y + (rect.height - side) / 2
        return Qr(matrix, micrometres(x), micrometres(y), module)


def _column_part(column: Column) -> _Part:
    fields = column.fields

    @lru_cache(_KEPT)
    def lay_out(texts: tuple[str, ...]) -> tuple[Primitive, ...]:
        return column.lay_out(dict(zip(fields, texts, strict=True)))

    def part(_record: CardRecord, texts: Mapping[str, str]) -> tuple[Primitive, ...]:
        return lay_out(tuple(texts.get(name, "") for name in fields))

    return part


def _fixed_part(primitive: Primitive) -> _Part:
    return lambda _record, _texts: (primitive,)


def _box(element: BoxElement, rect: Rect) -> Box:
    x, y, width, height = map(micrometres, rect)
    return Box(x, y, width, height, element.colour, element.radius)


def _line(element: LineElement, rect: Rect) -> Line:
    if rect.width >= rect.height:
        y = micrometres(rect.y + rect.height / 2)
        start, end = micrometres(rect.x), micrometres(rect.x + rect.width)
        return Line(start, y, end, y, element.thickness, element.colour)
    x = micrometres(rect.x + rect.width / 2)
    start, end = micrometres(rect.y), micrometres(rect.y + rect.height)
    return Line(x, start, x, end, element.thickness, element.colour)
