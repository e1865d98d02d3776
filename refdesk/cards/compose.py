"""A design and a record become positioned primitives, in mm from the card's top left corner.

Everything that decides the look happens here, once; the renderers only draw, and clip to the card
and its bleed. R48 holds by construction: no text leaves the frame of its column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from refdesk.cards.columns import Column
from refdesk.cards.elements import (
    BoxElement,
    ColumnElement,
    Design,
    Element,
    EllipseElement,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    Rect,
    TextElement,
    TextItem,
    with_bleed,
)
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.halftone import in_dots
from refdesk.cards.monochrome import in_black_and_white
from refdesk.cards.pictures import Picture
from refdesk.cards.plain_text import printable
from refdesk.cards.primitives import Box, Primitive
from refdesk.cards.shapes import box, ellipse, line, picture_box, symbol
from refdesk.cards.stocks import CellSize
from refdesk.cards.template import parse_template
from refdesk.domain.errors import DomainError

SMALLEST_MODULE: Final = 0.4
"""In mm: below it common scanners fail (R25)."""

# Most texts are the same on every card of a run; a bound keeps memory flat where they are not.
_KEPT: Final = 512

Texts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CardRecord:
    """What one card says.

    ``code`` is what the symbol holds: bare symbols, or a link (R25); ``shown_code`` the code in
    groups. ``fields`` are texts in the customer's language by the names in ``design.FIELDS``; one
    that is missing or empty is left out of the card. ``pictures`` are the shop's, by ``logo``,
    ``photo`` or the name of their file.
    """

    code: str = field(repr=False)
    shown_code: str = field(repr=False)
    fields: Mapping[str, str]
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False)


_Draw: TypeAlias = Callable[[CardRecord, Texts], tuple[Primitive, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """One element on the card: its place in the design, its frame, and what draws it."""

    index: int
    element: Element
    rect: Rect
    draw: _Draw
    column: Column | None = None

    def is_shown(self, texts: Texts) -> bool:
        """Whether the element is drawn on a card with these texts."""
        element = self.element
        return not element.hidden and (not element.when or bool(texts.get(element.when)))


def compose(
    design: Design,
    record: CardRecord,
    size: CellSize,
    faces: Faces | None = None,
    *,
    side: str = "front",
    family: str = "card",
) -> tuple[Primitive, ...]:
    """Return one side's primitives in drawing order; raises what ``Composer.compose`` raises."""
    return Composer(design, size, faces, family=family).compose(record, side)


class Composer:
    """Composes many cards of one design and size; ``replaced`` gathers signs no font has.

    ``mono``: for printers that know black and white only.
    """

    def __init__(
        self,
        design: Design,
        size: CellSize,
        faces: Faces | None = None,
        *,
        family: str = "card",
        mono: bool = False,
    ) -> None:
        layout = design.layout_for(size, family)
        self.layout = in_black_and_white(layout, size) if mono else layout
        self.size = size
        self.faces = faces or load_faces()
        self.scale = layout.scale_for(size)
        self.replaced: set[str] = set()
        self._clean = lru_cache(_KEPT)(lambda text: printable(text, self.faces))
        self._shown = _shown_fields(layout)
        self._dot = size.dot if mono else 0.0
        self._sides: dict[str, tuple[Part, ...]] = {}
        self._last: tuple[CardRecord | None, Texts, Texts] = None, {}, {}

    @property
    def has_back(self) -> bool:
        """Whether something is printed on the back."""
        return self.layout.has_back

    def compose(self, record: CardRecord, side: str = "front") -> tuple[Primitive, ...]:
        """Return one side's primitives in drawing order.

        Raises DomainError ``bad_code`` for a code that no symbol holds, and ``qr_too_small`` with
        ``module`` in mm for one too dense for the design.
        """
        texts = self.texts(record)
        drawn: list[Primitive] = [*self.background(side)]
        for part in self.elements(side):
            if part.is_shown(texts):
                drawn += part.draw(record, texts)
        return tuple(drawn)

    def parts(
        self, record: CardRecord, side: str = "front"
    ) -> tuple[tuple[int, Rect, tuple[Primitive, ...]], ...]:
        """Return each element's place in the design, its frame and its primitives, for editing.

        Nothing is refused: a symbol is drawn however small, and one that holds nothing is left out.
        """
        texts = self.texts(record)
        return tuple(
            (part.index, part.rect, self._drawn(part, record, texts))
            for part in self.elements(side)
        )

    def background(self, side: str = "front") -> tuple[Box, ...]:
        """Return what lies under a side's elements."""
        colour = self.layout.colour(side)
        return (Box(*with_bleed(self.size), colour, 0.0),) if colour else ()

    def elements(self, side: str = "front") -> tuple[Part, ...]:
        """Return a side's elements as they are drawn on this size."""
        parts = self._sides.get(side)
        if parts is None:
            elements = self.layout.elements(side)
            parts = tuple(self._part(index, element) for index, element in enumerate(elements))
            self._sides[side] = parts
        return parts

    def texts(self, record: CardRecord) -> Texts:
        """Return a record's texts, of those the layout shows, as they can be printed."""
        last, _, texts = self._last
        # Both sides of a card are composed one after the other, and cards have much in common.
        if last is not record:
            fields = {**record.fields, "code": record.shown_code}
            texts = self._changed(fields)
            self._last = record, fields, texts
        return texts

    def _changed(self, fields: Mapping[str, str]) -> Texts:
        _, before, texts = self._last
        changed = {
            name: self._print(fields.get(name, ""))
            for name in self._shown
            if name not in texts or fields.get(name) != before.get(name)
        }
        return {**texts, **changed}

    def _drawn(self, part: Part, record: CardRecord, texts: Texts) -> tuple[Primitive, ...]:
        if not part.is_shown(texts):
            return ()
        if not isinstance(part.element, QrElement):
            return part.draw(record, texts)
        try:
            text = held_text(part.element, record)
            qr, panel = symbol(part.element, part.rect, text, self.size.dot)
        except DomainError:
            return ()
        return (panel, qr) if panel else (qr,)

    def _print(self, text: str) -> str:
        clean, replaced = self._clean(text)
        if replaced:
            self.replaced |= replaced
        return clean

    def _part(self, index: int, element: Element) -> Part:
        rect = element.frame.on(self.size, self.scale)
        column = None
        draw: _Draw
        match element:
            case QrElement():
                draw = self._symbol_part(element, rect)
            case TextElement() | ColumnElement():
                column = Column(element, rect, self.scale, faces=self.faces, clean=self._print)
                draw = _column_part(column)
            case BoxElement():
                draw = _fixed_part(box(element, rect, self.scale))
            case EllipseElement():
                draw = _fixed_part(ellipse(element, rect))
            case LineElement():
                draw = _fixed_part(line(element, rect))
            case ImageElement():
                draw = _image_part(element, rect, self.scale, self._dot)
        return Part(index, element, rect, draw, column)

    def _symbol_part(self, element: QrElement, rect: Rect) -> _Draw:
        dot = self.size.dot

        def part(record: CardRecord, _texts: Texts) -> tuple[Primitive, ...]:
            qr, panel = symbol(element, rect, held_text(element, record), dot)
            if qr.module_mm < SMALLEST_MODULE:
                raise DomainError("qr_too_small", module=round(qr.module_mm, 2))
            return (panel, qr) if panel else (qr,)

        return part


def _shown_fields(layout: Layout) -> frozenset[str]:
    """Return the fields that have a say in how cards look."""
    shown: set[str] = set()
    for element in (*layout.front, *layout.back):
        shown.add(element.when)
        match element:
            case TextElement():
                shown.update(parse_template(element.text).fields)
            case ColumnElement():
                texts = [item.text for item in element.items if isinstance(item, TextItem)]
                shown.update(*(parse_template(text).fields for text in texts))
    return frozenset(shown - {""})


def held_text(element: QrElement, record: CardRecord) -> str:
    """Return what a symbol holds; the code stands in for a link that the card has not."""
    link = record.fields.get("link") or record.code
    return parse_template(element.text).fill({"code": record.code, "link": link})


def _column_part(column: Column) -> _Draw:
    lay_out = column.lay_out
    return lambda _record, texts: lay_out(texts)


def _fixed_part(*primitives: Primitive) -> _Draw:
    return lambda _record, _texts: primitives


def _image_part(element: ImageElement, rect: Rect, scale: float, dot: float) -> _Draw:
    def part(record: CardRecord, _texts: Texts) -> tuple[Primitive, ...]:
        picture = record.pictures.get(element.picture)
        if picture is None:
            return ()
        box = picture_box(element, rect, picture, scale)
        return (in_dots(box, dot) if dot else box,)

    return part
