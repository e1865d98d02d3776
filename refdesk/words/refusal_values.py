"""The values of a refusal as people read them: sums, days, names, hours."""

from collections.abc import Mapping
from datetime import date, datetime

from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.terms import POINTS
from refdesk.words.catalogue import Words
from refdesk.words.expected import expected_text
from refdesk.words.names import identity_name, listed, schedule, unit_amount
from refdesk.words.studio_text import studio_values

_SUMS = ("minimum", "missing", "to_pay", "expected")
_LISTS = ("services", "allowed", "tills")
_UNIT_AMOUNTS = ("max", "asked", "have")
_RECORDS = ("customer", "invited", "friend")


def values_of(words: Words, error: DomainError, *, about_people: bool) -> dict[str, str]:
    """The values of a refusal; names ``about_people`` are shortened, because customers see the
    screen (R49)."""
    params = error.params
    today = params.get("today")
    day = today if isinstance(today, date) else None
    values = {name: _value(words, name, value, day) for name, value in params.items()}
    values |= _amounts(words, error) | _times(words, error, values, day)
    if error.code == "identity_taken":
        values["identity"] = identity_name(words, str(params.get("kind", "")))
    if error.code == "bad_terms":
        values["wanted"] = expected_text(words, params)
    values |= studio_values(words, error)
    if isinstance(params.get("seconds"), int):
        seconds = int(str(params["seconds"]))
        values["seconds"] = words.plural("{n} second", "{n} seconds", seconds)
    if about_people:
        values |= {who: short_name(values[who]) for who in ("name", "referrer") if who in values}
    if error.code == "code_used_up" and params.get("limit") in (None, 1):
        values.pop("count", None)
    return values


def _value(words: Words, name: str, value: object, today: date | None) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return words.time(value)
    if isinstance(value, date):
        return words.date(value, today=today)
    if isinstance(value, int):
        if name in _RECORDS:
            return f"C{value}"
        return words.money(value) if name in _SUMS else words.number(value)
    if name in _LISTS and isinstance(value, (list, tuple)):
        return listed(str(one) for one in value if one)
    return "" if value is None else str(value)


def _amounts(words: Words, error: DomainError) -> dict[str, str]:
    """Amounts with their unit; of a payout none where nothing may be paid out."""
    params, unit = error.params, str(error.params.get("unit", "money"))
    if error.code in ("payout_locked", "payout_exceeds_balance") and not params.get("max"):
        return {"max": ""}
    amounts = {
        name: amount for name in _UNIT_AMOUNTS if isinstance(amount := params.get(name), int)
    }
    values = {name: unit_amount(words, unit, amount) for name, amount in amounts.items()}
    if unit == POINTS:
        values |= {f"{name}_points": words.number(one) for name, one in amounts.items()}
    return values


def _times(
    words: Words, error: DomainError, values: Mapping[str, str], today: date | None
) -> dict[str, str]:
    """Days and hours as people speak of them."""
    params = error.params
    match error.code:
        case "hold_not_over" if params.get("unit") == POINTS:
            return {"points_on": values.get("available_on", "")}
        case "code_not_yet_valid":
            return {"weekday": _weekday(words, params.get("valid_from"), today)}
        case "outside_hours":
            return {"times": _hours(words, params)}
    return {}


def _weekday(words: Words, on: object, today: date | None) -> str:
    """The weekday of a day within a week: people think of it as "from Monday on"."""
    if not isinstance(on, date) or today is None or not 0 < (on - today).days < 7:
        return ""
    return words.weekday(on.weekday(), whole=True)


def _hours(words: Words, params: Mapping[str, object]) -> str:
    weekdays, hours = params.get("days"), params.get("hours")
    return schedule(
        words,
        weekdays if isinstance(weekdays, tuple) else (),
        hours if isinstance(hours, tuple) else (),
    )
