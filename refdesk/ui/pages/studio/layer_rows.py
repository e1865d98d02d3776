"""The list of layers as rows: pure, so that canvas and list say the same of an element."""

from collections.abc import Iterator
from typing import NamedTuple

from refdesk.cards.design import (
    BoxElement,
    ColumnElement,
    ColumnItem,
    Element,
    EllipseElement,
    ImageElement,
    LineElement,
    QrElement,
    TextElement,
    TextItem,
)
from refdesk.ui.pages.studio.edits import Pick
from refdesk.ui.pages.studio.model import Studio
from refdesk.words.catalogue import Words
from refdesk.words.design_text import figure, kind_name, named_fields, picture_name

ICONS = {
    "text": "type",
    "column": "rows-3",
    "rule": "minus",
    "box": "square",
    "ellipse": "circle",
    "line": "minus",
    "image": "image",
    "qr": "qr-code",
}


class LayerRow(NamedTuple):
    """One row: what it chooses, how it looks, and whether something in it is to be mended."""

    pick: Pick
    kind: str
    label: str
    hidden: bool = False
    warned: bool = False


def kind_of(thing: Element | ColumnItem) -> str:
    """The kind of an element or of a column's item, as `design_text.KIND_NAMES` has it."""
    match thing:
        case TextElement() | TextItem():
            return "text"
        case ColumnElement():
            return "column"
        case BoxElement():
            return "box"
        case EllipseElement():
            return "ellipse"
        case LineElement():
            return "line"
        case ImageElement():
            return "image"
        case QrElement():
            return "qr"
    return "rule"


def label_of(thing: Element | ColumnItem, words: Words) -> str:
    """How a row calls an element: its name, its text or its kind."""
    if not isinstance(thing, ColumnItem) and thing.name:
        return thing.name
    if isinstance(thing, TextElement | TextItem) and thing.text.strip():
        return named_fields(words, thing.text)
    if isinstance(thing, ImageElement):
        return picture_name(words, thing.picture)
    return kind_name(words, kind_of(thing))


def layer_rows(studio: Studio, words: Words) -> tuple[LayerRow, ...]:
    """All rows, the topmost element first; a column's items under it in their order."""
    warned = {warning.element for warning in studio.warnings if warning.side == studio.side}
    rows: list[LayerRow] = []
    elements = studio.elements
    for place in reversed(range(len(elements))):
        rows.extend(_rows_of(elements[place], place, words, warned=place in warned))
    return tuple(rows)


def side_name(words: Words, side: str) -> str:
    """``Front`` or ``Reverse``."""
    return words.text("Front") if side == "front" else words.text("Reverse")


def spoken_choice(studio: Studio, words: Words) -> str:
    """What is chosen and where it lies, for a screen reader."""
    pick, thing = studio.pick, studio.picked
    if pick is None or thing is None:
        return words.text("Nothing is chosen")
    rect = studio.rect(pick.element)
    return words.text(
        "{what}: {left} mm from the left, {top} mm from the top, {width} by {height} mm",
        what=label_of(thing, words),
        left=figure(words, rect.x),
        top=figure(words, rect.y),
        width=figure(words, rect.width),
        height=figure(words, rect.height),
    )


def _rows_of(element: Element, place: int, words: Words, *, warned: bool) -> Iterator[LayerRow]:
    label = label_of(element, words)
    yield LayerRow(Pick(place), kind_of(element), label, element.hidden, warned)
    if isinstance(element, ColumnElement):
        for number, item in enumerate(element.items):
            label = label_of(item, words)
            yield LayerRow(Pick(place, number), kind_of(item), label, element.hidden)
