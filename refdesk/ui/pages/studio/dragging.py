"""What a drag makes of a rectangle, by handle and by the keys that are held.

Pure: no Qt. All lengths in mm of the card.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from refdesk.cards.design import Rect
from refdesk.ui.pages.studio.snapping import Edges, Lines, snap_edges, snap_move

SMALLEST: Final = 1.0
"""No drag makes a side shorter than this, in mm."""

HANDLES: Final = tuple(Edges(x, y) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y)


class Keys(NamedTuple):
    """``straight``: along one axis, or in the same proportion; ``free``: nothing is snapped to."""

    straight: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag that began on ``start``; without ``edges`` the whole moves.

    ``keeps_ratio`` is for what has a proportion of its own. ``reach`` is how near a line draws.
    """

    start: Rect
    lines: Lines
    reach: float
    edges: Edges | None = None
    keeps_ratio: bool = False

    def to(self, dx: float, dy: float, keys: Keys) -> tuple[Rect, Lines]:
        """The rectangle with the pointer ``dx``, ``dy`` from where it was pressed, and the lines
        that it rests on."""
        if self.edges is None:
            return self._move(dx, dy, keys)
        return self._resize(self.edges, dx, dy, keys)

    def _move(self, dx: float, dy: float, keys: Keys) -> tuple[Rect, Lines]:
        level = keys.straight and abs(dx) >= abs(dy)
        upright = keys.straight and not level
        start = self.start
        rect = start._replace(
            x=start.x if upright else start.x + dx, y=start.y if level else start.y + dy
        )
        if keys.free:
            return rect, Lines()
        snap = snap_move(rect, self.lines, self.reach)
        x = rect.x if upright else rect.x + snap.x
        y = rect.y if level else rect.y + snap.y
        lines = Lines(() if upright else snap.lines.xs, () if level else snap.lines.ys)
        return rect._replace(x=x, y=y), lines

    def _resize(self, edges: Edges, dx: float, dy: float, keys: Keys) -> tuple[Rect, Lines]:
        rect = stretched(self.start, edges, dx, dy)
        lines = Lines()
        if not keys.free:
            snap = snap_edges(rect, edges, self.lines, self.reach)
            rect = stretched(self.start, edges, dx + snap.x, dy + snap.y)
            lines = snap.lines
        if self.keeps_ratio or keys.straight:
            return in_ratio(rect, self.start, edges), lines
        return rect, lines


def stretched(start: Rect, edges: Edges, dx: float, dy: float) -> Rect:
    """A rectangle with some of its edges moved; the others stay where they are."""
    x, width = _stretch(start.x, start.width, edges.x, dx)
    y, height = _stretch(start.y, start.height, edges.y, dy)
    return Rect(x, y, width, height)


def in_ratio(rect: Rect, start: Rect, edges: Edges) -> Rect:
    """``rect`` in the proportion of ``start``; the corner or edge across from the handle stays.

    At a corner the side that has grown more decides.
    """
    across = rect.width / start.width if start.width else 1.0
    along = rect.height / start.height if start.height else 1.0
    if edges.x and edges.y:
        factor = max(across, along)
    else:
        factor = across if edges.x else along
    shorter = min(start.width, start.height)
    if shorter > SMALLEST:
        factor = max(factor, SMALLEST / shorter)
    width, height = start.width * factor, start.height * factor
    return Rect(
        _kept(start.x, start.width, width, edges.x), _kept(start.y, start.height, height, edges.y),
        width, height,
    )  # fmt: skip


def _stretch(start: float, length: float, edge: int, by: float) -> tuple[float, float]:
    if not edge:
        return start, length
    least = min(SMALLEST, length)
    new = max(length + by * edge, least)
    return (start + length - new if edge < 0 else start), new


def _kept(start: float, old: float, new: float, edge: int) -> float:
    """Where a side begins: the edge that is not moved stays, else the middle does."""
    if edge > 0:
        return start
    return start + (old - new) * (1.0 if edge < 0 else 0.5)
