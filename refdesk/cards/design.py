"""Designs: how a card looks, as data in ``designs/*.toml``.

A design has one layout for wide cards and one for tall ones. A layout is drawn for its nominal
size and holds for others of the same shape: its frames hang on the card's edges, and everything
is scaled by the side that is tighter, small type excepted, which has to stay readable.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from refdesk.cards.fonts import REGULAR, WEIGHTS
from refdesk.cards.stocks import CellSize
from refdesk.cards.table_reader import TableReader
from refdesk.domain.errors import DomainError
from refdesk.resources import resource_path, resource_text

FIELDS: Final = (
    "shop",
    "contact",
    "offer_title",
    "offer",
    "offer_note",
    "reward_title",
    "reward",
    "name",
    "valid",
    "terms",
    "show",
    "code",
)
"""What a text may show; ``code`` is the code in groups."""

SMALLEST_PT: Final = 6.5
"""No type on a card gets smaller than this."""

SHRINK_TO: Final = 0.8
"""How far a text that is too long is made smaller before it is wrapped (R48)."""

BLACK: Final = "#000000"
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


class Rect(NamedTuple):
    """A rectangle in mm from the card's top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle that hangs on the card's edges: two of three figures each way, in mm."""

    left: float | None
    width: float | None
    right: float | None
    top: float | None
    height: float | None
    bottom: float | None

    def on(self, size: CellSize, scale: float) -> Rect:
        """Return the rectangle on a card of ``size``, with the frame's figures scaled."""
        x, width = _span(self.left, self.width, self.right, size.width, scale)
        y, height = _span(self.top, self.height, self.bottom, size.height, scale)
        return Rect(x, y, width, height)


@dataclass(frozen=True, slots=True)
class TextItem:
    """A text of one or more fields, those that are empty left out.

    ``size_pt`` may shrink to ``least_pt``; then the text takes up to ``lines`` lines of ``leading``
    em, which are larger again where ``height`` in mm has room for that. ``before`` is the gap above
    in mm. Where a column is short of room, the item with the highest ``rank`` gives way first.
    """

    fields: tuple[str, ...]
    joiner: str
    size_pt: float
    least_pt: float
    weight: int
    colour: str
    align: str
    lines: int
    leading: float
    height: float | None
    before: float
    rank: int


@dataclass(frozen=True, slots=True)
class RuleItem:
    """A line across the column; drawn only between two texts."""

    thickness: float
    colour: str
    before: float


ColumnItem: TypeAlias = TextItem | RuleItem


@dataclass(frozen=True, slots=True)
class ColumnElement:
    """Texts and rules one under another; what is empty takes no room."""

    frame: Frame
    anchor: str
    items: tuple[ColumnItem, ...]


@dataclass(frozen=True, slots=True)
class BoxElement:
    """A filled rectangle."""

    frame: Frame
    colour: str
    radius: float


@dataclass(frozen=True, slots=True)
class LineElement:
    """A straight line along the longer side of its frame, through its middle."""

    frame: Frame
    colour: str
    thickness: float


@dataclass(frozen=True, slots=True)
class QrElement:
    """The code's symbol with its quiet zone, as large as its frame allows, in the middle."""

    frame: Frame


Element: TypeAlias = ColumnElement | BoxElement | LineElement | QrElement


@dataclass(frozen=True, slots=True)
class Layout:
    """The elements of one shape in drawing order, and the size in mm they were drawn for."""

    shape: str
    nominal: tuple[float, float]
    elements: tuple[Element, ...]

    def scale_for(self, size: CellSize) -> float:
        """Return the factor from the nominal size to ``size``."""
        return min(size.width / self.nominal[0], size.height / self.nominal[1])


@dataclass(frozen=True, slots=True)
class Design:
    """A named look; ``title`` by language."""

    name: str
    title: Mapping[str, str]
    layouts: tuple[Layout, ...]

    def layout_for(self, size: CellSize) -> Layout:
        """Return the layout of the card's shape."""
        shape = "tall" if size.height > size.width else "wide"
        return next((layout for layout in self.layouts if layout.shape == shape), self.layouts[0])


def list_designs() -> tuple[Design, ...]:
    """Return all designs by name."""
    return tuple(load_design(path.stem) for path in sorted(resource_path("designs").glob("*.toml")))


@cache
def load_design(name: str) -> Design:
    """Return a design; raises DomainError ``design_unknown``."""
    known = {path.stem for path in resource_path("designs").glob("*.toml")}
    if name not in known:
        raise DomainError("design_unknown", name=name)
    return parse_design(name, resource_text("designs", f"{name}.toml"))


def parse_design(name: str, text: str) -> Design:
    """Return the design of a TOML text.

    Raises DomainError ``bad_design`` with ``design`` and ``field`` for what cannot be drawn.
    """
    with TableReader(tomllib.loads(text), "bad_design", {"design": name}) as reader:
        return Design(
            name=name,
            title=reader.titles("title"),
            layouts=tuple(_read_layout(layout) for layout in reader.tables("layout")),
        )


def _read_layout(reader: TableReader) -> Layout:
    shape = reader.text("shape", among=("wide", "tall"))
    nominal = reader.pair("nominal")
    if 0 in nominal:
        reader.refuse("nominal")
    elements = tuple(_read_element(element) for element in reader.tables("element"))
    return Layout(shape=shape, nominal=nominal, elements=elements)


def _read_element(reader: TableReader) -> Element:
    kind = reader.text("kind", among=("column", "text", "box", "line", "qr"))
    frame = _read_frame(reader)
    match kind:
        case "qr":
            return QrElement(frame)
        case "box":
            return BoxElement(frame, _read_colour(reader), reader.number("radius", 0.0))
        case "line":
            return LineElement(frame, _read_colour(reader), reader.number("thickness", above=0))
    anchor = reader.text("anchor", "top", among=("top", "middle", "bottom"))
    if kind == "text":
        return ColumnElement(frame, anchor, (_read_text(reader),))
    return ColumnElement(frame, anchor, tuple(_read_item(item) for item in reader.tables("item")))


def _read_frame(reader: TableReader) -> Frame:
    figures = {}
    for keys in (("left", "width", "right"), ("top", "height", "bottom")):
        for key in keys:
            figures[key] = reader.optional_number(key)
        if sum(figures[key] is not None for key in keys) != 2:
            reader.refuse(keys[0])
    return Frame(**figures)


def _read_item(reader: TableReader) -> ColumnItem:
    if reader.has("rule"):
        return RuleItem(
            thickness=reader.number("rule", above=0),
            colour=_read_colour(reader),
            before=reader.number("before", 0.0),
        )
    return _read_text(reader)


def _read_text(reader: TableReader) -> TextItem:
    fields = reader.texts("fields")
    if not fields or not set(fields) <= set(FIELDS):
        reader.refuse("fields")
    size = reader.number("size", above=SMALLEST_PT - 0.01)
    weight = reader.whole("weight", REGULAR)
    if weight not in WEIGHTS:
        reader.refuse("weight")
    return TextItem(
        fields=fields,
        joiner=reader.text("joiner", " "),
        size_pt=size,
        least_pt=reader.number("least", max(SHRINK_TO * size, SMALLEST_PT), above=0),
        weight=weight,
        colour=_read_colour(reader),
        align=reader.text("align", "left", among=("left", "center", "right")),
        lines=reader.whole("lines", 1, least=1),
        leading=reader.number("leading", 1.2, above=0),
        height=reader.optional_number("height"),
        before=reader.number("before", 0.0),
        rank=reader.whole("rank", 0),
    )


def _read_colour(reader: TableReader) -> str:
    colour = reader.text("colour", BLACK)
    if not _COLOUR.fullmatch(colour):
        reader.refuse("colour")
    return colour


def _span(
    near: float | None, length: float | None, far: float | None, whole: float, scale: float
) -> tuple[float, float]:
    """Return start and length along one side; the third of the three figures is missing."""
    if near is None:
        return whole - ((far or 0.0) + (length or 0.0)) * scale, (length or 0.0) * scale
    if length is None:
        return near * scale, whole - (near + (far or 0.0)) * scale
    return near * scale, length * scale
