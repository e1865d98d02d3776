"""Where a moved edge comes to rest: on a line of something else, or on the half millimetre.

Pure: no Qt. All lengths in mm of the card.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from refdesk.cards.design import Rect
from refdesk.cards.stocks import CellSize

GRID: Final = 0.5
SAFE: Final = 3.0
"""How far inside the cut nothing is lost, in mm."""

_SAME: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Lines:
    """What can be snapped to: x of upright lines and y of level ones."""

    xs: tuple[float, ...] = ()
    ys: tuple[float, ...] = ()


class Snapped(NamedTuple):
    """How far to go on to come to rest, and the lines on which it rests."""

    x: float = 0.0
    y: float = 0.0
    lines: Lines = Lines()


class Edges(NamedTuple):
    """Which edges move: -1 left or top, 1 right or bottom, 0 none."""

    x: int
    y: int


def lines_of(size: CellSize, others: Iterable[Rect]) -> Lines:
    """The card's edges, safe line and middle, and the edges and middles of other elements."""
    xs = {0.0, SAFE, size.width / 2, size.width - SAFE, size.width}
    ys = {0.0, SAFE, size.height / 2, size.height - SAFE, size.height}
    for rect in others:
        xs |= {rect.x, rect.x + rect.width / 2, rect.x + rect.width}
        ys |= {rect.y, rect.y + rect.height / 2, rect.y + rect.height}
    return Lines(tuple(sorted(xs)), tuple(sorted(ys)))


def snap_move(rect: Rect, lines: Lines, reach: float) -> Snapped:
    """Bring a rectangle that is moved to rest; a line within ``reach`` goes before the grid."""
    x, xs = _rest((rect.x, rect.x + rect.width / 2, rect.x + rect.width), lines.xs, reach)
    y, ys = _rest((rect.y, rect.y + rect.height / 2, rect.y + rect.height), lines.ys, reach)
    return Snapped(x, y, Lines(xs, ys))


def snap_edges(rect: Rect, edges: Edges, lines: Lines, reach: float) -> Snapped:
    """Bring the edges that are moved to rest."""
    x, xs, y, ys = 0.0, (), 0.0, ()  # type: float, tuple[float, ...], float, tuple[float, ...]
    if edges.x:
        x, xs = _rest((rect.x if edges.x < 0 else rect.x + rect.width,), lines.xs, reach)
    if edges.y:
        y, ys = _rest((rect.y if edges.y < 0 else rect.y + rect.height,), lines.ys, reach)
    return Snapped(x, y, Lines(xs, ys))


def to_grid(mm: float) -> float:
    """The nearest half millimetre."""
    return round(mm / GRID) * GRID


def _rest(
    own: Sequence[float], lines: Sequence[float], reach: float
) -> tuple[float, tuple[float, ...]]:
    """How far to the nearest line, and which lines are met there; else how far to the grid."""
    ways = [line - edge for edge in own for line in lines if abs(line - edge) <= reach]
    if not ways:
        return to_grid(own[0]) - own[0], ()
    way = min(ways, key=abs)
    met = {line for edge in own for line in lines if abs(line - edge - way) < _SAME}
    return way, tuple(sorted(met))
