"""The record of the tills in words: how much of it is proved, and what is wrong with it (4c)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from refdesk.words.catalogue import N_, Words

SHOWN_SUM: Final = 16
"""So many digits of a line's sum are told: enough to tell two records apart."""

_EXPLAINED: Final[Mapping[str, str]] = {
    "audit_broken": N_("This line of a till’s record is not as it was written, or is missing"),
    "audit_anchor_lost": N_(
        "This line stood on a shift report or in a backup’s name, and is there no more"
    ),
    "audit_key_unknown": N_("The record does not begin with the audit key that was given"),
    "audit_key_newer": N_("From this line on the record has another audit key"),
}
_DISAGREES: Final = N_("The data do not agree here. Keep this text for somebody who can help")


def problem_lines(words: Words, problems: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each problem by its code and place; what is meant stands after the first that it is of."""
    told: set[str] = set()
    for code, subject in problems:
        yield f"{code}: {subject}"
        meant = _EXPLAINED.get(code, _DISAGREES)
        if meant not in told:
            told.add(meant)
            yield words.text_of(meant)


def proved_line(words: Words, checked: int, unchecked: int, *, with_key: bool) -> str:
    """How many lines of the record were proved, and what would prove the others."""
    proved, rest = words.number(checked), words.number(unchecked)
    if not unchecked:
        return words.text("Lines of the record proved: {proved}, not proved: none", proved=proved)
    if with_key:
        return words.text(
            "Lines of the record proved: {proved}, not by this key: {rest}",
            proved=proved, rest=rest,
        )  # fmt: skip
    return words.text(
        "Lines of the record proved: {proved}. {rest} of earlier days need the audit key",
        proved=proved, rest=rest,
    )  # fmt: skip


def restored_line(words: Words, till: str, line: int, on: date | None) -> str:
    """Where a till's record tells that a backup was put back."""
    number = words.number(line)
    if on is None:
        return words.text("Till {till} goes on from a backup, line {line}", till=till, line=number)
    return words.text(
        "Till {till} goes on from a backup, line {line}, since {date}",
        till=till, line=number, date=words.date(on),
    )  # fmt: skip


def anchor_line(words: Words, till: str, seq: int, mac: str) -> str:
    """The head of a till's chain as it stands on reports."""
    return words.text("Record of till {till}, line {seq}: {sum}", till=till, seq=seq, sum=mac)


def new_key_advice(words: Words) -> str:
    """What is to be done after a backup was put back."""
    return words.text(
        "Make a new audit key now: whoever has this backup can go on with its old one"
    )
