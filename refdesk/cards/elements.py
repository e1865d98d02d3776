"""What a design is made of: elements in frames that hang on the card's edges.

Lengths are in mm, type in pt, colours ``#rrggbb``. An element is never changed: an editor makes
another with ``dataclasses.replace``.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from math import log
from typing import Final, NamedTuple, TypeAlias

from refdesk.cards.fonts import ONEST, REGULAR
from refdesk.cards.stocks import CellSize

FAMILIES: Final = ("card", "label", "poster", "tent", "receipt")
"""The kinds of printed pieces; each design may have layouts of its own for each."""

SIDES: Final = ("front", "back")

BLACK: Final = "#000000"
WHITE: Final = "#ffffff"

OUTLINE: Final = 0.35
"""In mm: how thick an outline is unless the design says otherwise."""

BLEED: Final = 3.0
"""In mm: how far beyond the card's edges its background reaches, and what is drawn on it."""


class Rect(NamedTuple):
    """A rectangle in mm from the card's top left corner."""

    x: float
    y: float
    width: float
    height: float


def with_bleed(size: CellSize, bleed: float = BLEED) -> Rect:
    """Return the card and its bleed: nothing is drawn outside."""
    return Rect(-bleed, -bleed, size.width + 2 * bleed, size.height + 2 * bleed)


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
class TextStyle:
    """How a text is set.

    ``size_pt`` may shrink to ``least_pt``; then the text takes up to ``lines`` lines of ``leading``
    em, which are larger again where ``height`` in mm has room for that; a text alone has that of
    its frame. ``caps``: in capitals.
    """

    font: str = ONEST
    size_pt: float = 9.0
    least_pt: float = 7.2
    weight: int = REGULAR
    colour: str = BLACK
    align: str = "left"
    lines: int = 1
    leading: float = 1.2
    caps: bool = False
    height: float | None = None


@dataclass(frozen=True, slots=True)
class TextItem:
    """A text of a column. ``text`` is a template; ``before`` the gap above in mm.

    Where the column is short of room, the item with the highest ``rank`` gives way first.
    """

    text: str
    style: TextStyle
    before: float = 0.0
    rank: int = 0


@dataclass(frozen=True, slots=True)
class RuleItem:
    """A line across the column; drawn only between two texts."""

    thickness: float
    colour: str = BLACK
    before: float = 0.0


ColumnItem: TypeAlias = TextItem | RuleItem


@dataclass(frozen=True, slots=True)
class Placed:
    """What every element has: its frame; ``hidden``: not drawn for now; ``name``: what the owner
    calls it; ``when``: the field without which it is left out."""

    frame: Frame
    _: KW_ONLY
    hidden: bool = False
    name: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class TextElement(Placed):
    """One text in its frame."""

    anchor: str
    text: str
    style: TextStyle


@dataclass(frozen=True, slots=True)
class ColumnElement(Placed):
    """Texts and rules one under another; what is empty takes no room."""

    anchor: str
    items: tuple[ColumnItem, ...]


@dataclass(frozen=True, slots=True)
class BoxElement(Placed):
    """A rectangle, its corners rounded: filled with ``colour``, outlined with ``stroke``."""

    colour: str | None
    radius: float = 0.0
    stroke: str | None = None
    thickness: float = OUTLINE


@dataclass(frozen=True, slots=True)
class EllipseElement(Placed):
    """An ellipse as large as its frame: filled with ``colour``, outlined with ``stroke``."""

    colour: str | None
    stroke: str | None = None
    thickness: float = OUTLINE


@dataclass(frozen=True, slots=True)
class LineElement(Placed):
    """A straight line along the longer side of its frame, through its middle.

    ``dash`` is the length in mm of its dashes and of the gaps between them; 0 makes it solid.
    """

    colour: str
    thickness: float
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class ImageElement(Placed):
    """A picture: ``logo``, ``photo`` or a file's name; ``contain``ed in its frame or ``cover``ing
    it; its corners rounded by ``radius``. Where there is no such picture, nothing is drawn."""

    picture: str
    fit: str = "contain"
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class QrElement(Placed):
    """A symbol with its quiet zone, as large as its frame allows, in the middle.

    ``text`` is what it holds: ``{code}``, or ``{link}`` where the card has one. ``colour`` is that
    of the dark modules; ``panel`` is painted under symbol and quiet zone; ``level`` is the least
    error correction, raised where that costs no room.
    """

    text: str = "{code}"
    colour: str = BLACK
    panel: str | None = None
    level: str = "Q"


Element: TypeAlias = (
    TextElement
    | ColumnElement
    | BoxElement
    | EllipseElement
    | LineElement
    | ImageElement
    | QrElement
)


@dataclass(frozen=True, slots=True)
class Layout:
    """One family and size: both sides' elements in drawing order, the size in mm they were drawn
    for, and the colours that fill the sides and their bleed."""

    family: str
    nominal: tuple[float, float]
    front: tuple[Element, ...] = ()
    back: tuple[Element, ...] = ()
    front_colour: str | None = None
    back_colour: str | None = None

    @property
    def has_back(self) -> bool:
        """Whether something is printed on the back."""
        return bool(self.back or self.back_colour)

    def elements(self, side: str = "front") -> tuple[Element, ...]:
        """Return one side's elements."""
        return self.back if side == "back" else self.front

    def colour(self, side: str = "front") -> str | None:
        """Return what one side is filled with."""
        return self.back_colour if side == "back" else self.front_colour

    def unlike(self, size: CellSize) -> float:
        """Return how far ``size`` is from the nominal one, whichever is the larger."""
        width, height = self.nominal
        return abs(log(size.width / width)) + abs(log(size.height / height))

    def scale_for(self, size: CellSize) -> float:
        """Return the factor from the nominal size to ``size``."""
        return min(size.width / self.nominal[0], size.height / self.nominal[1])


@dataclass(frozen=True, slots=True)
class Design:
    """A named look; ``title`` by language."""

    name: str
    title: Mapping[str, str]
    layouts: tuple[Layout, ...]

    def layout_for(self, size: CellSize, family: str = "card") -> Layout:
        """Return the layout that was drawn for the size most like the card's: of its family, else
        of cards."""
        for kin in (family, "card"):
            if fitting := [layout for layout in self.layouts if layout.family == kin]:
                return min(fitting, key=lambda layout: layout.unlike(size))
        return self.layouts[0]


def _span(
    near: float | None, length: float | None, far: float | None, whole: float, scale: float
) -> tuple[float, float]:
    """Return start and length along one side; the third of the three figures is missing."""
    if near is None:
        return whole - ((far or 0.0) + (length or 0.0)) * scale, (length or 0.0) * scale
    if length is None:
        return near * scale, whole - (near + (far or 0.0)) * scale
    return near * scale, length * scale
