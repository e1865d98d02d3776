"""What a card is drawn of: lengths in mm from its top left corner, type in pt, colours #rrggbb."""

from dataclasses import dataclass
from typing import TypeAlias

from refdesk.cards.qr import Matrix


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


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, its corners rounded by ``radius``."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line with square ends."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    colour: str


@dataclass(frozen=True, slots=True)
class Qr:
    """A symbol in black; ``x`` and ``y`` are its corner without the quiet zone."""

    matrix: Matrix
    x: float
    y: float
    module_mm: float


Primitive: TypeAlias = Text | Box | Line | Qr


def micrometres(mm: float) -> float:
    """Return a length rounded to what no printer can show, so that figures stay short."""
    return round(mm, 3)
