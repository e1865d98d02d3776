"""Cards that are lost or stolen: what the reason of a block says (G16).

A stolen card alerts at the counter, a lost one is only refused. The reason is a person's own text,
so a theft is told by its first word, in the languages that the program speaks.
"""

import re
from typing import Final

STOLEN: Final = "stolen"
_WORDS: Final = (STOLEN, "theft", "украдена", "украден", "украли", "кража")
_FIRST = re.compile(r"\s*(\w+)\s*[:,.;\N{EN DASH}\N{EM DASH}-]*\s*(.*?)\s*", re.DOTALL)


def normalise_reason(reason: str) -> str:
    """A reason as it is kept: ``stolen``, ``stolen: from the car``, or the text as it stands."""
    found = _FIRST.fullmatch(reason)
    if found is None or found[1].casefold() not in _WORDS:
        return reason.strip()
    return f"{STOLEN}: {found[2]}" if found[2] else STOLEN


def stolen_details(reason: str) -> str | None:
    """What a kept reason says besides a theft; None where it says something else."""
    word, _, details = reason.partition(":")
    return details.strip() if word == STOLEN else None


def is_stolen(reason: str) -> bool:
    """Whether a kept reason says that the card is stolen."""
    return stolen_details(reason) is not None
