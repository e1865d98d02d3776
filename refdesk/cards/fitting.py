"""R48: a text that is too long shrinks, then wraps, then is cut with an ellipsis."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from refdesk.cards.fonts import Face
from refdesk.cards.units import to_points

ELLIPSIS: Final = "…"

_STEP_PT: Final = 0.25
_BALANCING: Final = 6
_BREAK_AFTER: Final = "-/"
_SEPARATOR: Final = "·"
_DANGLING: Final = " ·"
_SHORT_WORD: Final = 2
_BEFORE_ELLIPSIS: Final = " \u00a0·,;:-–—"

_Fits: TypeAlias = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Room:
    """What a text has: width in mm, its size and the smallest one in pt, lines of ``leading`` em.

    With a ``height`` in mm a text that wraps is as large as that allows; without one it has the
    smallest size.
    """

    width: float
    size_pt: float
    least_pt: float
    lines: int
    leading: float
    height: float | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines a text came to and their size in pt; none is wider than the room."""

    lines: tuple[str, ...]
    size_pt: float


@lru_cache(maxsize=2048)
def fit_text(text: str, face: Face, room: Room) -> Fitted:
    """Return ``text`` as lines: whole ones as large as R48 allows, else cut.

    While a card is designed, its texts stay and are asked for again at every change.
    """
    largest = _largest(room, 1)
    if largest >= room.least_pt and face.width(text, largest) <= room.width:
        return Fitted((text,), largest)
    for count in range(1, room.lines + 1):
        found = _largest_whole(text, count, face, room)
        if found is None:
            continue
        if len(found.lines) == 1:
            return found
        lines = _balanced(text, len(found.lines), face, found.size_pt, room.width)
        return Fitted(lines, found.size_pt)
    fits = _measure(face, room.least_pt, room.width)
    return Fitted(_cut_lines(text, room.lines, fits), room.least_pt)


def _largest_whole(text: str, count: int, face: Face, room: Room) -> Fitted | None:
    """Return a text whole in up to ``count`` lines, or nothing.

    What fits at one size fits at a smaller one, so sizes are halved, not gone through.
    """

    def lines_at(size: float) -> tuple[str, ...]:
        return _whole_lines(text, count, _measure(face, size, room.width))

    largest = _largest(room, count)
    best, best_lines = room.least_pt, lines_at(room.least_pt)
    if not best_lines:
        return None
    fitting = int((largest - room.least_pt) / _STEP_PT) + 1
    too_large = -1
    while fitting - too_large > 1:
        step = (fitting + too_large) // 2
        size = round(largest - step * _STEP_PT, 2)
        if lines := lines_at(size):
            best, best_lines, fitting = size, lines, step
        else:
            too_large = step
    return Fitted(best_lines, best)


def _largest(room: Room, count: int) -> float:
    largest = room.size_pt if count == 1 else room.least_pt
    if room.height is not None:
        largest = min(room.size_pt, to_points(room.height) / (count * room.leading))
    return round(float(largest), 2)


def _measure(face: Face, size_pt: float, width: float) -> _Fits:
    return lambda line: face.width(line, size_pt) <= width


def _balanced(text: str, count: int, face: Face, size_pt: float, width: float) -> tuple[str, ...]:
    """Break ``text`` into as many lines, the longest as short as it can be."""
    narrow, wide = width / count, width
    for _ in range(_BALANCING):
        middle = (narrow + wide) / 2
        if _whole_lines(text, count, _measure(face, size_pt, middle)):
            wide = middle
        else:
            narrow = middle
    return _whole_lines(text, count, _measure(face, size_pt, wide))


def _whole_lines(text: str, most: int, fits: _Fits) -> tuple[str, ...]:
    """Return the text in at most ``most`` lines, broken between words, or nothing."""
    lines: list[str] = []
    rest = text
    while not fits(rest):
        end = _last_break(rest, fits)
        if not end or len(lines) == most - 1:
            return ()
        lines.append(rest[:end].rstrip(_DANGLING))
        rest = rest[end:].lstrip(_DANGLING)
    return (*lines, rest)


def _cut_lines(text: str, most: int, fits: _Fits) -> tuple[str, ...]:
    """Return ``most`` lines at most; words break where they must, and the last line is cut."""
    lines: list[str] = []
    rest = text
    while len(lines) < most - 1 and len(rest) > 1 and not fits(rest):
        end = _last_break(rest, fits) or _longest(rest, fits)
        lines.append(rest[:end].rstrip(_DANGLING))
        rest = rest[end:].lstrip(_DANGLING)
    if not fits(rest):
        length = _longest(rest, lambda head: fits(head + ELLIPSIS))
        rest = rest[:length].rstrip(_BEFORE_ELLIPSIS) + ELLIPSIS
    return (*lines, rest)


def _last_break(text: str, fits: _Fits) -> int:
    """Return the best place at which a line that fits may end, or 0.

    That is at a separator, else after a word that is long enough to end a line, else anywhere
    between words; the last such place.
    """
    longest = min(_longest(text, fits), len(text) - 1)
    ends = [
        end for end in range(longest, 0, -1) if text[end] == " " or text[end - 1] in _BREAK_AFTER
    ]
    for is_good in (_ends_a_part, _ends_a_long_word):
        for end in ends:
            if is_good(text, end):
                return end
    return ends[0] if ends else 0


def _ends_a_part(text: str, end: int) -> bool:
    return text[end - 1] == _SEPARATOR


def _ends_a_long_word(text: str, end: int) -> bool:
    return end - 1 - text.rfind(" ", 0, end) > _SHORT_WORD


def _longest(text: str, fits: _Fits) -> int:
    """Return how many symbols of ``text``, one at least, fit; widths only grow, so by halves."""
    low, high = 1, max(1, len(text) - 1)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle]):
            low = middle
        else:
            high = middle - 1
    return low
