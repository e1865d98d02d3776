"""Erasing a person in words: what goes, what stays, and the certificate of it (R51)."""

from collections.abc import Mapping
from typing import Protocol

from refdesk.domain.terms import POINTS, STAMPS
from refdesk.words.catalogue import Words
from refdesk.words.names import unit_amount, unit_name


class Losses(Protocol):
    """What `services.erasing` says that goes and stays."""

    @property
    def identities(self) -> int: ...
    @property
    def codes(self) -> int: ...
    @property
    def consents(self) -> int: ...
    @property
    def balances(self) -> Mapping[str, int]: ...
    @property
    def held(self) -> Mapping[str, int]: ...
    @property
    def gifts(self) -> int: ...
    @property
    def friends(self) -> tuple[int, ...]: ...


def balance_lines(words: Words, losses: Losses) -> list[str]:
    """What the person still has, a line for each balance."""
    lines = [_balance(words, unit, amount) for unit, amount in losses.balances.items()]
    lines += [
        words.text("{balance} on hold", balance=_balance(words, unit, amount))
        for unit, amount in losses.held.items()
    ]
    if losses.gifts:
        lines.append(words.plural(
            "{n} gift or discount kept for later", "{n} gifts or discounts kept for later",
            losses.gifts,
        ))  # fmt: skip
    return lines


def _balance(words: Words, unit: str, amount: int) -> str:
    """``200 points``, but ``Store credit: 500 ₽``."""
    shown = unit_amount(words, unit, amount)
    if unit in (POINTS, STAMPS):
        return shown
    return words.text("{unit}: {amount}", unit=unit_name(words, unit), amount=shown)


def removed_rows(words: Words, losses: Losses) -> list[tuple[str, str]]:
    """What was removed, with how many there were."""
    number = words.number
    return [
        (words.text("Name, birthday, tags and note"), words.text("removed")),
        (words.text("Phones, plates, e-mails, old cards"), number(losses.identities)),
        (words.text("Codes put out of use"), number(losses.codes)),
        (words.text("Consents that ended"), number(losses.consents)),
        (words.text("Reasons typed at what was done for the person"), words.text("removed")),
    ]


def kept_rows(words: Words, losses: Losses) -> list[tuple[str, str]]:
    """What stays without a name."""
    rows = [
        (words.text("Purchases and entries stay, without a name"), ""),
        (words.text("Invited friends, who stay"), words.number(len(losses.friends))),
    ]
    rows += [(words.text("Stays unpaid: {balance}", balance=line), "")
             for line in balance_lines(words, losses)]  # fmt: skip
    return rows


def erased_again_line(words: Words, count: int) -> str:
    """How many an older backup had brought back."""
    return words.plural(
        "{n} erased person was in this backup and is erased again",
        "{n} erased people were in this backup and are erased again", count,
    )  # fmt: skip


def unswept_line(words: Words) -> str:
    """Where the last step waits."""
    return words.text(
        "Another till was at work: the rest of the file is cleaned at the next start of RefDesk"
    )
