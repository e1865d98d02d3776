"""What can be done to a design: each deed gives another design, none changes the one it is given.

Pure: no Qt. A deed works on one side of one layout (`Spot`). Rectangles are in mm of the card as
it is printed; frames keep their figures in mm of the layout's nominal size, on the edges that they
hang on, and with no more than three decimals.
"""

from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from refdesk.cards.design import (
    BoxElement,
    ColumnElement,
    ColumnItem,
    Design,
    Element,
    EllipseElement,
    Frame,
    ImageElement,
    LineElement,
    QrElement,
    Rect,
    TextElement,
    TextStyle,
)
from refdesk.cards.stocks import CellSize

FURTHEST: Final = 900.0
"""No figure of a frame leaves this, in mm: a design file takes up to 1000."""

COPY_OFFSET: Final = 2.0
"""How far right and down in mm a copy lies from what it was made of."""

_DECIMALS: Final = 3
_E = TypeVar("_E", bound=Element)
_T = TypeVar("_T")


class Spot(NamedTuple):
    """One side of one layout; ``size`` is the card's, in mm."""

    layout: int
    side: str
    size: CellSize


class Pick(NamedTuple):
    """What is chosen: an element by its place in drawing order, or one item of a column."""

    element: int
    item: int | None = None


def spot_of(design: Design, size: CellSize, family: str, side: str) -> Spot:
    """The side that is drawn for a card of this size and family."""
    layout = design.layout_for(size, family)
    place = next(i for i, one in enumerate(design.layouts) if one is layout)
    return Spot(place, side, size)


def scale_at(design: Design, spot: Spot) -> float:
    """How much larger than its nominal size the layout is drawn."""
    return design.layouts[spot.layout].scale_for(spot.size)


def elements_at(design: Design, spot: Spot) -> tuple[Element, ...]:
    """The elements of a side, the lowest first."""
    return design.layouts[spot.layout].elements(spot.side)


def element_at(design: Design, spot: Spot, element: int) -> Element | None:
    """One element, or None where there is none any more."""
    found = elements_at(design, spot)
    return found[element] if 0 <= element < len(found) else None


def item_at(design: Design, spot: Spot, pick: Pick) -> ColumnItem | None:
    """One item of a column, or None."""
    column = element_at(design, spot, pick.element)
    if not isinstance(column, ColumnElement) or pick.item is None:
        return None
    return column.items[pick.item] if 0 <= pick.item < len(column.items) else None


def rect_at(design: Design, spot: Spot, element: int) -> Rect:
    """Where an element's frame lies on the card."""
    return elements_at(design, spot)[element].frame.on(spot.size, scale_at(design, spot))


def exists(design: Design, spot: Spot, pick: Pick) -> bool:
    """Whether what was chosen is still there."""
    if pick.item is None:
        return element_at(design, spot, pick.element) is not None
    return item_at(design, spot, pick) is not None


# -- one element -------------------------------------------------------------------------------


def set_element(design: Design, spot: Spot, element: int, new: Element) -> Design:
    """Put another element in the place of one."""
    return _with_elements(design, spot, _put(elements_at(design, spot), element, new))


def set_item(design: Design, spot: Spot, pick: Pick, new: ColumnItem) -> Design:
    """Put another item in the place of one of a column."""
    column = element_at(design, spot, pick.element)
    if not isinstance(column, ColumnElement) or pick.item is None:
        return design
    changed = replace(column, items=_put(column.items, pick.item, new))
    return set_element(design, spot, pick.element, changed)


def move(design: Design, spot: Spot, element: int, by: tuple[float, float]) -> Design:
    """Move an element by so many mm right and down; it keeps its size and its edges."""
    scale = scale_at(design, spot)
    one = elements_at(design, spot)[element]
    frame = moved(one.frame, by[0] / scale, by[1] / scale)
    return set_element(design, spot, element, with_frame(one, frame))


def set_rect(design: Design, spot: Spot, element: int, rect: Rect) -> Design:
    """Give an element another place and size on the card."""
    one = elements_at(design, spot)[element]
    frame = placed(one.frame, rect, spot.size, scale_at(design, spot))
    return set_element(design, spot, element, with_frame(one, frame))


def set_hidden(design: Design, spot: Spot, element: int, *, hidden: bool) -> Design:
    """Hide an element, or show it again."""
    one = elements_at(design, spot)[element]
    return set_element(design, spot, element, replace(one, hidden=hidden))


def set_colour(design: Design, spot: Spot, colour: str | None) -> Design:
    """Fill a side, or with None leave it as the paper is."""
    layout = design.layouts[spot.layout]
    if spot.side == "back":
        layout = replace(layout, back_colour=colour)
    else:
        layout = replace(layout, front_colour=colour)
    return replace(design, layouts=_put(design.layouts, spot.layout, layout))


# -- several -----------------------------------------------------------------------------------


def add(design: Design, spot: Spot, new: Element) -> tuple[Design, Pick]:
    """Put an element on top of the others."""
    elements = elements_at(design, spot)
    return _with_elements(design, spot, (*elements, new)), Pick(len(elements))


def add_item(design: Design, spot: Spot, pick: Pick, new: ColumnItem) -> tuple[Design, Pick]:
    """Put an item at the end of a column."""
    column = element_at(design, spot, pick.element)
    if not isinstance(column, ColumnElement):
        return design, pick
    changed = replace(column, items=(*column.items, new))
    return set_element(design, spot, pick.element, changed), Pick(pick.element, len(column.items))


def duplicate(design: Design, spot: Spot, pick: Pick) -> tuple[Design, Pick]:
    """Copy what is chosen, a little aside and just above; an item, just below."""
    column = elements_at(design, spot)[pick.element]
    if pick.item is not None and isinstance(column, ColumnElement):
        items = _insert(column.items, pick.item + 1, column.items[pick.item])
        changed = set_element(design, spot, pick.element, replace(column, items=items))
        return changed, Pick(pick.element, pick.item + 1)
    offset = COPY_OFFSET / scale_at(design, spot)
    copy = with_frame(column, moved(column.frame, offset, offset))
    elements = _insert(elements_at(design, spot), pick.element + 1, copy)
    return _with_elements(design, spot, elements), Pick(pick.element + 1)


def delete(design: Design, spot: Spot, pick: Pick) -> tuple[Design, Pick | None]:
    """Take out what is chosen; a column goes with its last item. Gives what is chosen next."""
    elements = elements_at(design, spot)
    column = elements[pick.element]
    if pick.item is not None and isinstance(column, ColumnElement) and len(column.items) > 1:
        items = _without(column.items, pick.item)
        changed = set_element(design, spot, pick.element, replace(column, items=items))
        return changed, Pick(pick.element, min(pick.item, len(items) - 1))
    left = _without(elements, pick.element)
    after = Pick(max(pick.element - 1, 0)) if left else None
    return _with_elements(design, spot, left), after


def reorder(design: Design, spot: Spot, pick: Pick, *, up: bool) -> tuple[Design, Pick]:
    """Move what is chosen one step up or down in the list of layers, as far as it goes.

    Up is nearer to the eye for an element, and earlier in its column for an item.
    """
    elements = elements_at(design, spot)
    column = elements[pick.element]
    if pick.item is not None and isinstance(column, ColumnElement):
        place = pick.item + (-1 if up else 1)
        if not 0 <= place < len(column.items):
            return design, pick
        changed = replace(column, items=_swapped(column.items, pick.item, place))
        return set_element(design, spot, pick.element, changed), Pick(pick.element, place)
    place = pick.element + (1 if up else -1)
    if not 0 <= place < len(elements):
        return design, pick
    return _with_elements(design, spot, _swapped(elements, pick.element, place)), Pick(place)


# -- frames ------------------------------------------------------------------------------------


def with_frame(element: _E, frame: Frame) -> _E:
    """The same element in another frame."""
    return replace(element, frame=frame)


def moved(frame: Frame, right: float, down: float) -> Frame:
    """The frame further right and down by so many nominal mm, on the same edges.

    There and back gives the same frame.
    """
    right, down = rounded(right), rounded(down)
    return Frame(
        left=_plus(frame.left, right),
        width=frame.width,
        right=_plus(frame.right, -right),
        top=_plus(frame.top, down),
        height=frame.height,
        bottom=_plus(frame.bottom, -down),
    )


def placed(frame: Frame, rect: Rect, size: CellSize, scale: float) -> Frame:
    """The frame so that it gives ``rect`` on a card of ``size``, on the same edges."""
    width, height = max(rect.width, 0.0), max(rect.height, 0.0)
    far_x, far_y = size.width - rect.x - width, size.height - rect.y - height
    return Frame(
        left=_figure(frame.left, rect.x / scale),
        width=_figure(frame.width, width / scale),
        right=_figure(frame.right, far_x / scale),
        top=_figure(frame.top, rect.y / scale),
        height=_figure(frame.height, height / scale),
        bottom=_figure(frame.bottom, far_y / scale),
    )


def rounded(figure: float) -> float:
    """A figure as it is kept: within reason, three decimals, and no minus before a nought."""
    return round(min(max(figure, -FURTHEST), FURTHEST), _DECIMALS) + 0.0


def _figure(old: float | None, new: float) -> float | None:
    """A figure is set where the frame has one; the third of an axis follows from the other two."""
    return None if old is None else rounded(new)


def _plus(figure: float | None, by: float) -> float | None:
    return None if figure is None else rounded(figure + by)


# -- new elements ------------------------------------------------------------------------------

_TEXT_SIZE: Final = (40.0, 5.0)
_QR_SIDE: Final = 25.0
_PICTURE_SIZE: Final = (20.0, 15.0)
_SHAPE_SIZE: Final = (20.0, 12.0)
_LINE_LENGTH: Final = 30.0
_CARD_HEIGHT: Final = 54.0
_STEP: Final = 3.0
_MOST_STEPS: Final = 8
FILL: Final = "#d9dfe5"


def new_text(design: Design, spot: Spot, text: str) -> TextElement:
    """A text in the middle of the card, ready to be written over."""
    size = round(11.0 * _growth(design, spot), 1)
    style = TextStyle(size_pt=size, least_pt=round(0.8 * size, 1))
    return TextElement(_free_frame(design, spot, _TEXT_SIZE), "middle", text, style)


def new_qr(design: Design, spot: Spot) -> QrElement:
    """A symbol with the code, on white."""
    return QrElement(_free_frame(design, spot, (_QR_SIDE, _QR_SIDE)), panel="#ffffff")


def new_picture(design: Design, spot: Spot, picture: str = "logo") -> ImageElement:
    """A picture, the shop's logo unless another is named."""
    return ImageElement(_free_frame(design, spot, _PICTURE_SIZE), picture)


def new_box(design: Design, spot: Spot) -> BoxElement:
    """A filled rectangle."""
    return BoxElement(_free_frame(design, spot, _SHAPE_SIZE), FILL)


def new_ellipse(design: Design, spot: Spot) -> EllipseElement:
    """A filled ellipse."""
    return EllipseElement(_free_frame(design, spot, _SHAPE_SIZE), FILL)


def new_line(design: Design, spot: Spot) -> LineElement:
    """A thin line across."""
    return LineElement(_free_frame(design, spot, (_LINE_LENGTH, 1.0)), "#000000", 0.35)


def _free_frame(design: Design, spot: Spot, wanted: tuple[float, float]) -> Frame:
    """A frame in the middle of the card, a little aside of what begins there already."""
    scale = scale_at(design, spot)
    wide, tall = spot.size.width / scale, spot.size.height / scale
    growth = _growth(design, spot)
    width, height = min(wanted[0] * growth, wide * 0.8), min(wanted[1] * growth, tall * 0.8)
    taken = {(one.frame.left, one.frame.top) for one in elements_at(design, spot)}
    left, top = _halves((wide - width) / 2), _halves((tall - height) / 2)
    for _ in range(_MOST_STEPS):
        if (left, top) not in taken:
            break
        left, top = left + _STEP, top + _STEP
    return Frame(left, rounded(width), None, top, rounded(height), None)


def _growth(design: Design, spot: Spot) -> float:
    """How much larger than on a card new things are: a poster is seen from further away."""
    return max(1.0, min(design.layouts[spot.layout].nominal) / _CARD_HEIGHT)


def _halves(mm: float) -> float:
    return rounded(round(mm * 2) / 2)


# -- tuples ------------------------------------------------------------------------------------


def _with_elements(design: Design, spot: Spot, elements: tuple[Element, ...]) -> Design:
    layout = design.layouts[spot.layout]
    if spot.side == "back":
        layout = replace(layout, back=elements)
    else:
        layout = replace(layout, front=elements)
    return replace(design, layouts=_put(design.layouts, spot.layout, layout))


def _put(values: tuple[_T, ...], place: int, value: _T) -> tuple[_T, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _insert(values: tuple[_T, ...], place: int, value: _T) -> tuple[_T, ...]:
    return (*values[:place], value, *values[place:])


def _without(values: tuple[_T, ...], place: int) -> tuple[_T, ...]:
    return (*values[:place], *values[place + 1 :])


def _swapped(values: tuple[_T, ...], one: int, other: int) -> tuple[_T, ...]:
    changed = list(values)
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)
