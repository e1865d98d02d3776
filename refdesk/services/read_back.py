"""Reading a run's symbols back from the picture of what is about to be printed (R29).

Encoder and decoder share no code, so a symbol that reads back as its card's code is right. This
happens before a file has its name and before a sheet goes to a printer: a card that cannot be read
is never said to have come out.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from refdesk.cards.drawn_symbols import decode_grey, decode_sheets
from refdesk.domain.card_numbers import ranges_text
from refdesk.domain.codes import is_well_formed, readings
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress

T = TypeVar("T")

RESOLUTIONS = (150, 300)
"""Dots per inch; what does not read at the first is looked at with the next."""

Cards = Mapping[str, int]
"""The cards that should be there: bare code to the card's number in its run."""


class Quiet(Progress):
    """Passes on that work is no longer wanted, and nothing of how far it is."""

    def __init__(self, whole: Progress) -> None:
        super().__init__()
        self._whole = whole

    def check(self) -> None:
        """Raise ``Cancelled`` once the whole work is no longer wanted."""
        self._whole.check()


def write_checked(
    path: Path, write: Callable[[Path, Progress], T], cards: Cards, progress: Progress
) -> T:
    """Have a file written, read back, and only then give it its name; else nothing is left of it.

    Writing is quick beside reading, so that is what the progress tells of. Raises what `write` and
    `check_pdf` raise; OSError.
    """
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.unread")
    try:
        written = write(part, Quiet(progress))
        check_pdf(part, cards, progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return written


def check_pdf(path: Path, cards: Cards, progress: Progress) -> None:
    """Compare all symbols of a file with the cards that it should hold.

    Raises DomainError ``symbols_unreadable`` (``cards``, or the ``sheet`` with another card's
    symbol), and ``Cancelled``.
    """
    missing: list[str] = []
    for dpi in RESOLUTIONS:
        seen: Counter[str] = Counter()
        for page, texts in enumerate(decode_sheets(path, dpi), 1):
            progress.check()
            seen.update(_compare(texts, cards, page))
            progress.report(len(seen), len(cards))
        # of copies each card has as many as any other
        copies = max(seen.values(), default=1)
        missing = [code for code in cards if seen[code] < copies]
        if not missing:
            return
    raise _unreadable(cards[code] for code in missing)


def check_picture(pixels: bytes, width: int, height: int, cards: Cards, sheet: int = 1) -> None:
    """Compare the symbols of one sheet, drawn in grey (a byte a pixel), with its cards.

    Raises DomainError ``symbols_unreadable``.
    """
    missing = set(cards).difference(_compare(decode_grey(pixels, width, height), cards, sheet))
    if missing:
        raise _unreadable(cards[code] for code in missing)


def _compare(texts: Iterable[str], cards: Cards, sheet: int) -> list[str]:
    """Which of the cards were read, each as often as it was; a code that none of them has is a
    fault."""
    seen: list[str] = []
    for text in texts:
        found = [one.code for one in readings(text) if one.code in cards][:1]
        if not found and is_well_formed(text):
            raise DomainError("symbols_unreadable", sheet=sheet)
        seen += found
    return seen


def _unreadable(numbers: Iterable[int]) -> DomainError:
    return DomainError("symbols_unreadable", cards=ranges_text(numbers))
