"""Numbers of cards in a run as people write them: ``3, 7-9``."""

import re
from collections.abc import Iterable, Sequence

from refdesk.domain.errors import DomainError

MAX_TEXT = 2000
_RANGE = r"(\d{1,4})(?:\s*[-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]\s*(\d{1,4}))?"
_PART = re.compile(_RANGE)
_BETWEEN = re.compile(r"[\s,;]*")
_NUMBERS = re.compile(rf"\s*{_RANGE}(?:[\s,;]+{_RANGE})*[\s,;]*")


def parse_numbers(text: str, most: int) -> tuple[int, ...]:
    """The numbers of ``"3, 7-9"`` in rising order, each once, all from 1 to ``most``.

    Raises DomainError ``bad_cards`` (``text``, ``most``).
    """
    refused = DomainError("bad_cards", text=text[:32].strip(), most=most)
    if len(text) > MAX_TEXT:
        raise refused
    found: set[int] = set()
    place = _skip(text, 0)
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            raise refused
        first, last = int(part[1]), int(part[2] or part[1])
        if not 1 <= first <= last <= most:
            raise refused
        found.update(range(first, last + 1))
        place = _skip(text, part.end())
    return tuple(sorted(found))


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def is_numbers(text: str) -> bool:
    """Whether a text is meant as numbers of cards, not as a code: those are longer."""
    return _NUMBERS.fullmatch(text) is not None


def ranges_text(numbers: Iterable[int]) -> str:
    """Numbers as short as can be: ``3, 7-9``."""
    return ", ".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in ranges(sorted(numbers))
    )


def ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The unbroken stretches of rising numbers, each by its first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        elif not found or number != found[-1][1]:
            found.append((number, number))
    return found
