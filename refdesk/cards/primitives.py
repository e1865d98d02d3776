"""What a card is drawn of: lengths in mm from its top left corner, type in pt, colours #rrggbb."""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from refdesk.cards.elements import BLACK, Rect
from refdesk.cards.fonts import ONEST
from refdesk.cards.pictures import Picture
from refdesk.cards.qr import Matrix

_MOST_DASHES: Final = 2000


@dataclass(frozen=True, slots=True)
class Text:
    """One line; ``y`` is its baseline, ``x`` its left end, middle or right end by ``align``."""

    x: float
    y: float
    size_pt: float
    weight: int
    text: str
    colour: str
    align: str
    font: str = ONEST


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its corners rounded by ``radius``: filled with ``colour`` where there is one,
    and outlined with ``stroke``, ``thickness`` wide, half of it to each side of the edge."""

    x: float
    y: float
    width: float
    height: float
    colour: str | None
    radius: float
    stroke: str | None = None
    thickness: float = 0.0


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse inside its rectangle, filled and outlined as a box is."""

    x: float
    y: float
    width: float
    height: float
    colour: str | None
    stroke: str | None = None
    thickness: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line across or down with square ends; ``dash`` long are its dashes and their gaps, if
    that is not 0."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    colour: str
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A picture, or its part ``crop`` in its own pixels, as large as the rectangle, with corners
    rounded by ``radius``."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture
    crop: Rect | None = None
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Qr:
    """A symbol; ``x`` and ``y`` are its corner without the quiet zone."""

    matrix: Matrix
    x: float
    y: float
    module_mm: float
    colour: str = BLACK


Primitive: TypeAlias = Text | Box | Ellipse | Line | PictureBox | Qr


def micrometres(mm: float) -> float:
    """Return a length rounded to what no printer can show, so that figures stay short."""
    return round(mm, 3)


def dashes(line: Line) -> tuple[Line, ...]:
    """Return a dashed line as solid ones: dashes and gaps of one length, a dash at either end."""
    if line.dash <= 0:
        return (line,)
    length = (line.x2 - line.x1) + (line.y2 - line.y1)
    count = min(max(1, round((length / line.dash + 1) / 2)), _MOST_DASHES)
    step = length / (2 * count - 1)
    across, down = (step, 0.0) if line.y1 == line.y2 else (0.0, step)
    return tuple(
        replace(
            line,
            x1=line.x1 + 2 * place * across,
            y1=line.y1 + 2 * place * down,
            x2=line.x1 + (2 * place + 1) * across,
            y2=line.y1 + (2 * place + 1) * down,
            dash=0.0,
        )
        for place in range(count)
    )
