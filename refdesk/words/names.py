"""Names of the things that the program keeps: units, roles, states, groups, benefits, times."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from refdesk.domain import terms as t
from refdesk.domain.payouts import CARD, CASH, CREDIT, OUTSIDE, payout_of
from refdesk.words.catalogue import N_, Words

DASH = "\N{EN DASH}"

_ROLES = {"cashier": N_("cashier"), "manager": N_("manager"), "owner": N_("owner")}
_UNITS = {
    t.POINTS: N_("Points"),
    t.MONEY: N_("Money"),
    t.STORE_CREDIT: N_("Store credit"),
    t.STAMPS: N_("Stamps"),
}
_GROUPS = {
    "service": N_("services"),
    "goods": N_("goods"),
    "certificate": N_("gift certificates"),
    "membership": N_("memberships"),
    "deposit": N_("deposits"),
    "tip": N_("tips"),
}
_PEOPLE = {
    "client": N_("client"),
    "ambassador": N_("ambassador"),
    "employee": N_("employee"),
}
_IDENTITIES = {
    "phone": N_("phone"),
    "plate": N_("plate"),
    "email": N_("e-mail"),
    "messenger": N_("messenger"),
    "old_card": N_("old card"),
}
_CODE_KINDS = {
    "personal": N_("personal code"),
    "campaign": N_("campaign word"),
    "coupon": N_("coupon"),
    "gift_card": N_("gift card"),
    "blank": N_("blank card"),
}
_CODE_STATES = {
    "printed": N_("printed, not in use yet"),
    "live": N_("works"),
    "used_up": N_("used up"),
    "expired": N_("expired"),
    "blocked": N_("blocked"),
    "retired": N_("retired"),
}
_PROGRAMME_STATES = {
    "draft": N_("draft"),
    "active": N_("active"),
    "paused": N_("paused"),
    "ended": N_("ended"),
}
_LOT_STATES = {
    "held": N_("on hold"),
    "available": N_("available"),
    "spent": N_("spent"),
    "expired": N_("expired"),
    "cancelled": N_("cancelled"),
    "returned": N_("returned"),
    "waiting": N_("waiting"),
    "used": N_("used"),
    "done": N_("done"),
    "paid_out": N_("paid out"),
}
_ENTRIES = {
    "earn": N_("Earned"),
    "spend": N_("Spent"),
    "return": N_("Returned"),
    "take_back": N_("Taken back"),
    "expire": N_("Expired"),
    "adjust": N_("Corrected"),
    "opening": N_("Brought in"),
    "payout": N_("Paid out"),
}
_METHODS = {
    CASH: N_("cash"),
    CARD: N_("to a card"),
    OUTSIDE: N_("outside the till"),
    CREDIT: N_("store credit"),
}
_SIDES = {
    "buyer": N_("Buyer"),
    "referral": N_("Friend"),
    "referrer": N_("Referrer"),
}


LOSS = "loss_written_off"
"""The reason of an entry that makes good what could not be taken back (R14)."""


def _named(table: Mapping[str, str]) -> Callable[[Words, str], str]:
    def name(words: Words, key: str) -> str:
        """The name of one key; a key without one stands for itself."""
        msgid = table.get(key)
        return key if msgid is None else words.text_of(msgid)

    return name


role_name = _named(_ROLES)
unit_name = _named(_UNITS)
group_name = _named(_GROUPS)
kind_name = _named(_PEOPLE)
identity_name = _named(_IDENTITIES)
code_kind_name = _named(_CODE_KINDS)
code_state_name = _named(_CODE_STATES)
programme_state_name = _named(_PROGRAMME_STATES)
lot_state_name = _named(_LOT_STATES)
entry_name = _named(_ENTRIES)
side_name = _named(_SIDES)
method_name = _named(_METHODS)


def unit_amount(words: Words, unit: str, amount: int) -> str:
    """An amount with its unit: ``100 points``, ``1 stamp``, a sum for money and store credit."""
    if unit == t.POINTS:
        return points(words, amount)
    if unit == t.STAMPS:
        return words.plural("{n} stamp", "{n} stamps", amount)
    return words.money(amount)


def points(words: Words, count: int) -> str:
    """``1 point``, ``100 points``."""
    return words.plural("{n} point", "{n} points", count)


def days(words: Words, count: int) -> str:
    """``1 day``, ``14 days``."""
    return words.plural("{n} day", "{n} days", count)


def entry_reason(words: Words, reason: str) -> str:
    """A ledger line's reason: a person's own words, or what the program notes itself (R14)."""
    if reason == LOSS:
        return words.text("Nothing left to take back: the shop’s loss")
    payout = payout_of(reason)
    if payout is not None:
        return words.text("Turned from money, payout O{id}", id=payout)
    return reason


def listed(names: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(names)


# -- times of the week -------------------------------------------------------------------------


def schedule(
    words: Words, weekdays: Sequence[int] = (), hours: Sequence[tuple[int, int]] = ()
) -> str:
    """``Mon–Thu 10:00–16:00``; weekdays count from 0 = Monday, hours are minutes since midnight."""
    spans = listed(f"{_clock(start)}{DASH}{_clock(end)}" for start, end in hours)
    return " ".join(part for part in (_weekdays(words, weekdays), spans) if part)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _weekdays(words: Words, weekdays: Sequence[int]) -> str:
    return listed(
        words.weekday(run[0])
        if len(run) == 1
        else f"{words.weekday(run[0])}{DASH if len(run) > 2 else ', '}{words.weekday(run[-1])}"
        for run in _runs(sorted(set(weekdays)))
    )


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Neighbouring numbers together: [0, 1, 2, 5] becomes [[0, 1, 2], [5]]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def missing_stamps(words: Words, missing: int) -> str:
    """What a stamp card still needs before a visit is free, as a part of a line."""
    if not missing:
        return words.text("the next visit is free")
    return words.plural("{n} more to a free visit", "{n} more to a free visit", missing)
