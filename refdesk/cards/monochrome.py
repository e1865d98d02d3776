"""A layout for printers that know black and white only: thermal labels and receipts."""

from dataclasses import replace
from typing import Final

from refdesk.cards.colours import luminance
from refdesk.cards.elements import (
    BLACK,
    SIDES,
    WHITE,
    BoxElement,
    ColumnElement,
    ColumnItem,
    Element,
    EllipseElement,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    Rect,
    TextElement,
    TextItem,
)
from refdesk.cards.stocks import CellSize

# As far from black as from white for the eye.
_MIDDLE: Final = 0.18


def in_black_and_white(layout: Layout, size: CellSize) -> Layout:
    """Return the layout with each colour made black or white, whichever it is nearer to.

    Texts and lines that would fall together with what lies under them take the other colour;
    symbols stand in black on white.
    """
    colours = {side: _fill(layout.colour(side)) for side in SIDES}
    front, back = (_Side(layout, side, size).elements() for side in SIDES)
    return replace(
        layout,
        front=front,
        back=back,
        front_colour=colours["front"],
        back_colour=colours["back"],
    )


class _Side:
    """One side as it is painted from the bottom up: ``_fills`` are what lies there already."""

    def __init__(self, layout: Layout, side: str, size: CellSize) -> None:
        self._elements = layout.elements(side)
        self._size = size
        self._scale = layout.scale_for(size)
        self._fills: list[tuple[Rect, str]] = []
        if colour := _fill(layout.colour(side)):
            self._fills.append((Rect(0, 0, size.width, size.height), colour))

    def elements(self) -> tuple[Element, ...]:
        return tuple(map(self._element, self._elements))

    def _element(self, element: Element) -> Element:
        rect = element.frame.on(self._size, self._scale)
        match element:
            case BoxElement() | EllipseElement():
                stroke = self._ink(element.stroke, rect) if element.stroke else None
                colour = _fill(element.colour)
                if colour and not element.hidden:
                    self._fills.append((rect, colour))
                return replace(element, colour=colour, stroke=stroke)
            case LineElement():
                return replace(element, colour=self._ink(element.colour, rect))
            case TextElement():
                colour = self._ink(element.style.colour, rect)
                return replace(element, style=replace(element.style, colour=colour))
            case ColumnElement():
                return replace(element, items=tuple(self._item(it, rect) for it in element.items))
            case QrElement():
                return replace(element, colour=BLACK, panel=WHITE)
            case ImageElement():
                return element

    def _item(self, item: ColumnItem, rect: Rect) -> ColumnItem:
        if isinstance(item, TextItem):
            colour = self._ink(item.style.colour, rect)
            return replace(item, style=replace(item.style, colour=colour))
        return replace(item, colour=self._ink(item.colour, rect))

    def _ink(self, colour: str, rect: Rect) -> str:
        """Return black or white for what is drawn in the middle of a frame."""
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        under = next((fill for place, fill in reversed(self._fills) if _holds(place, x, y)), WHITE)
        ink = _black_or_white(colour)
        if ink != under:
            return ink
        return WHITE if under == BLACK else BLACK


def _holds(rect: Rect, x: float, y: float) -> bool:
    return 0 <= x - rect.x <= rect.width and 0 <= y - rect.y <= rect.height


def _fill(colour: str | None) -> str | None:
    return _black_or_white(colour) if colour else None


def _black_or_white(colour: str) -> str:
    return WHITE if luminance(colour) > _MIDDLE else BLACK
