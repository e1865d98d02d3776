"""How values stand in the command line: ids with their letter, masked codes, sums, effects."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount, format_percent
from refdesk.domain.terms_file import HOURS, WEEKDAYS

if TYPE_CHECKING:
    from refdesk.cli.call import Call

COUNTED = (t.POINTS, t.STAMPS)
GIFT_CARD = "gift_card"


def printed_id(letter: str, number: int | None) -> str | None:
    """An id as printed: ``C12``; nothing stays nothing."""
    return None if number is None else f"{letter}{number}"


def read_id(letter: str, text: str, *, otherwise: str) -> int:
    """The number of a printed id. Raises DomainError ``otherwise`` for what is none."""
    bare = text.strip()
    digits = bare[1:] if bare[:1].upper() == letter else ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise DomainError(otherwise)
    return int(digits)


def printed_stack(run: int, number: int) -> str:
    """A stack's id as printed: ``R57-2``."""
    return f"R{run}-{number}"


def read_stack(text: str) -> tuple[int, int]:
    """The run and the number of a stack's id. Raises DomainError ``stack_unknown``."""
    run, dash, number = text.strip().partition("-")
    if not (dash and number.isascii() and number.isdigit() and len(number) <= 6):
        raise DomainError("stack_unknown")
    return read_id("R", run, otherwise="stack_unknown"), int(number)


def instant(at: datetime | None) -> str | None:
    """A time as ISO 8601 UTC."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def day(on: date | None) -> str | None:
    """A business date as ISO 8601."""
    return on.isoformat() if on else None


def percent(basis_points: int | None) -> str | None:
    """A percent as a string: ``"2.5"``."""
    return None if basis_points is None else format_percent(basis_points)


def in_unit(unit: str, amount: int, decimals: int) -> int | str:
    """Points and stamps as a count, everything else as a sum."""
    return amount if unit in COUNTED else format_amount(amount, decimals)


def by_unit(amounts: Mapping[str, int], decimals: int) -> dict[str, int | str]:
    """Amounts by unit, each as it is written."""
    return {unit: in_unit(unit, amount, decimals) for unit, amount in amounts.items()}


# -- effects -----------------------------------------------------------------------------------


def effects(call: "Call", made: Iterable[Effect]) -> list[dict[str, object]]:
    """Effects as the command line promises them, in the order they were made."""
    from refdesk.services import programmes

    listed = list(made)
    versions = {one.version for one in listed if one.version is not None}
    numbers = {version: programmes.get_version(call.open(), version).number for version in versions}
    return [_effect(call, one, numbers) for one in listed]


def _effect(call: "Call", effect: Effect, numbers: Mapping[int, int]) -> dict[str, object]:
    from refdesk.words.why import why_lines

    is_spent = effect.benefit in COUNTED and effect.spent != 0
    return {
        "customer": printed_id("C", effect.customer),
        "side": effect.side,
        "level": effect.level,
        "rule": effect.rule,
        "version": numbers.get(effect.version) if effect.version is not None else None,
        "benefit": effect.benefit,
        "value": _value(effect, call.decimals),
        "base": call.money(effect.base),
        "rate": format_percent(int(effect.rate)) if effect.rate else None,
        "state": effect.state,
        "available_on": day(effect.available_on),
        "expires_on": day(effect.expires_on),
        "why": "\n".join(why_lines(call.words, effect)),
        **({"paid": call.money(effect.value)} if is_spent else {}),
        **({"entitlement": printed_id("G", effect.uses)} if uses_entitlement(effect) else {}),
    }


def _value(effect: Effect, decimals: int) -> int | str:
    """A count for points, stamps, gifts and what is kept for later, else a sum."""
    if effect.state == "returned":
        # what was spent comes back, so the change of the balance is above 0
        back = effect.spent if effect.benefit in COUNTED else effect.value
        return in_unit(effect.benefit, -back, decimals)
    if effect.benefit in COUNTED and effect.spent:
        return effect.spent
    if effect.keeps is not None or effect.benefit == t.GIFT:
        return effect.value
    return in_unit(effect.benefit, effect.value, decimals)


def uses_entitlement(effect: Effect) -> bool:
    """Whether the effect uses up what was kept (R62), not a gift card's value."""
    return effect.uses is not None and effect.benefit != GIFT_CARD


def effect_lines(call: "Call", made: Iterable[Effect]) -> list[str]:
    """Effects for people: who, what, and why this sum."""
    return [_effect_line(call, one) for one in made]


def _effect_line(call: "Call", effect: Effect) -> str:
    from refdesk.words.benefit_text import effect_amount
    from refdesk.words.names import lot_state_name, side_name
    from refdesk.words.why import why_lines

    words = call.words
    who = side_name(words, effect.side)
    if effect.customer is not None:
        who = f"{who} C{effect.customer}"
    amount = effect_amount(words, effect)
    return words.text(
        "{who}: {amount}, {state} ({why})",
        who=who,
        amount=amount,
        state=lot_state_name(words, effect.state),
        why="; ".join(why_lines(words, effect)),
    )


# -- refusals ----------------------------------------------------------------------------------

_SUMS = ("minimum", "missing", "to_pay")
_KEPT = (
    "used_on", "works_on", "blocked_on", "paused_on", "claimed_on",
    *_SUMS, "field", "expected", "options", "max", "asked", "have", "unit", "limit", "count",
    "period",
    "valid_from", "valid_to", "until", "seconds", "available_on", "left", "role", "customer",
    "text", "most", "start", "cells", "services", "allowed", "kind", "service", "days",
    "hours", "tills",
    "now", "newest", "state", "suggestion", "invited", "friend",
    "cards", "card", "sheet", "run", "stolen", "handed_on", "stock", "design", "file", "reason",
)  # fmt: skip


def refusal_params(params: Mapping[str, Any], decimals: int) -> dict[str, object]:
    """What a refusal tells besides its code: figures and fields, no names of people."""
    shown: dict[str, object] = {}
    unit = str(params.get("unit", "money"))
    for name in _KEPT:
        if name in params:
            shown[name] = _param(name, params[name], unit, decimals)
    return shown


def _param(name: str, value: Any, unit: str, decimals: int) -> object:
    is_sum = name in _SUMS or (name == "expected" and isinstance(value, int))
    if is_sum and isinstance(value, int):
        return format_amount(value, decimals)
    if name in ("max", "asked", "have") and isinstance(value, int):
        return in_unit(unit, value, decimals)
    if name in ("customer", "invited", "friend") and isinstance(value, int):
        return printed_id("C", value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    if name == "days" and isinstance(value, tuple):
        return [WEEKDAYS[one] for one in value]
    if name == "hours" and isinstance(value, tuple):
        return [HOURS.dump(span) for span in value]
    return list(value) if isinstance(value, tuple) else value
