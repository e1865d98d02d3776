"""What the till has recorded, and its saved form under the key of the call (R18)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from refdesk.domain.bill import Effect, Step
from refdesk.domain.terms import Benefit


@dataclass(frozen=True)
class Receipt:
    """What was recorded. ``codes`` are a newcomer's own, ``coupons`` what somebody without an
    account is given for the next visit, both bare; ``repeated`` = saved before."""

    purchase: int
    customer: int | None
    codes: tuple[str, ...]
    verdict: str
    total: int
    discount: int
    to_pay: int
    effects: tuple[Effect, ...]
    repeated: bool = False
    coupons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Undone:
    """What an undo gave back and took back; ``repeated`` = saved before."""

    purchase: int
    money_back: int
    effects: tuple[Effect, ...]
    repeated: bool = False


def receipt_from(saved: dict[str, Any]) -> Receipt:
    """A receipt from its saved form."""
    effects = effects_from(saved["effects"])
    codes, coupons = tuple(saved["codes"]), tuple(saved.get("coupons", ()))
    return Receipt(**{**saved, "codes": codes, "coupons": coupons, "effects": effects})


def effects_from(saved: list[dict[str, Any]]) -> tuple[Effect, ...]:
    """Effects from their saved form."""

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return tuple(
        replace(
            Effect(**one),
            available_on=day(one["available_on"]),
            expires_on=day(one["expires_on"]),
            lines=tuple(one["lines"]),
            keeps=Benefit(**one["keeps"]) if one["keeps"] else None,
            why=tuple(Step(step["code"], step["params"]) for step in one["why"]),
        )
        for one in saved
    )


def plain(value: Any) -> Any:
    """The value with dates as text, as JSON will have it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
