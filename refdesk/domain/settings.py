"""The shop's settings: their names, what they may be, and their defaults (cli.md, `setting`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount, format_percent, parse_amount, parse_percent

CASH_STEPS = ("1.00", "0.50", "0.10", "0.05")


@dataclass(frozen=True)
class Settings:
    """Typed settings. Sums are minor units, shares basis points.

    ``cash_rounding`` is ``none``, or a mode and a step as ``down 1.00`` or ``nearest 0.50`` (R80).
    ``trust_os_user``: a command line call without a name is the owner's where the data folder
    belongs to the user of the computer. ``payout_limit``: a larger payout needs a second person,
    of a manager or the owner one larger than ``payout_limit_manager`` too, where that is higher;
    ``yearly_threshold``: what a person may be given in a calendar year before it is flagged (R50);
    0 = none for both. ``satisfaction_mark``: the counter offers three marks after a purchase;
    ``staff_prompt``: after a good one it says what to ask the customer (G25). ``lock_minutes``:
    after so many without a touch the window asks for a PIN.
    """

    point_value: int = 100
    business_day_start: time = time(4)
    grace_days: int = 7
    negative_balance: str = "owed"
    points_share: int = 10_000
    cash_rounding: str = "none"
    proof_of_presence: bool = True
    proof_from: int = 0
    phone_as_code: bool = True
    trust_os_user: bool = True
    undo_minutes: int = 15
    lock_minutes: int = 5
    payout_limit: int = 0
    payout_limit_manager: int = 0
    yearly_threshold: int = 0
    consent_version: str = "1"
    satisfaction_mark: bool = True
    staff_prompt: bool = True


@dataclass(frozen=True)
class _Spec:
    parse: Callable[[str, int], Any]
    dump: Callable[[Any, int], str]


def _refuse(text: str, expected: str) -> DomainError:
    return DomainError("bad_setting", text=text, expected=expected)


def _flag(text: str, _: int) -> bool:
    if text not in ("on", "off"):
        raise _refuse(text, "on, off")
    return text == "on"


def _days(text: str, _: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= 3660):
        raise _refuse(text, "0…3660")
    return int(text)


def _lock(text: str, _: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 60):
        raise _refuse(text, "1…60")
    return int(text)


def _clock(text: str, _: int) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - an hour of the shop's clock
    except ValueError as broken:
        raise _refuse(text, "HH:MM") from broken


def _choice(*options: str) -> _Spec:
    def parse(text: str, _: int) -> str:
        if text not in options:
            raise _refuse(text, ", ".join(options))
        return text

    return _Spec(parse, lambda value, _: str(value))


def _version(text: str, _: int) -> str:
    if not text.strip() or len(text) > 40:
        raise _refuse(text, "1…40")
    return text.strip()


_SUM = _Spec(parse_amount, format_amount)
_SUM_OR_ZERO = _Spec(lambda text, d: parse_amount(text, d, allow_zero=True), format_amount)
_PERCENT = _Spec(lambda text, _: parse_percent(text), lambda value, _: format_percent(value))
_FLAG = _Spec(_flag, lambda value, _: "on" if value else "off")
_DAYS = _Spec(_days, lambda value, _: str(value))

SPECS: Mapping[str, _Spec] = {
    "point_value": _SUM,
    "business_day_start": _Spec(_clock, lambda value, _: value.strftime("%H:%M")),
    "grace_days": _DAYS,
    "negative_balance": _choice("owed", "stop"),
    "points_share": _PERCENT,
    "cash_rounding": _choice(
        "none", *(f"{mode} {step}" for mode in ("down", "nearest") for step in CASH_STEPS)
    ),
    "proof_of_presence": _FLAG,
    "proof_from": _SUM_OR_ZERO,
    "phone_as_code": _FLAG,
    "trust_os_user": _FLAG,
    "undo_minutes": _DAYS,
    "lock_minutes": _Spec(_lock, lambda value, _: str(value)),
    "payout_limit": _SUM_OR_ZERO,
    "payout_limit_manager": _SUM_OR_ZERO,
    "yearly_threshold": _SUM_OR_ZERO,
    "consent_version": _Spec(_version, lambda value, _: str(value)),
    "satisfaction_mark": _FLAG,
    "staff_prompt": _FLAG,
}


def read_settings(stored: Mapping[str, str], decimals: int) -> Settings:
    """The settings from their stored texts; what is not stored has its default."""
    known = {name: text for name, text in stored.items() if name in SPECS}
    found = {name: SPECS[name].parse(text, decimals) for name, text in known.items()}
    if "point_value" not in found:
        found["point_value"] = 10**decimals
    return Settings(**found)


def parse_setting(name: str, text: str, decimals: int) -> str:
    """The canonical stored text of a setting. Raises DomainError ``bad_setting``."""
    spec = SPECS.get(name)
    if spec is None:
        raise DomainError("bad_setting", text=name, expected=", ".join(SPECS))
    try:
        return spec.dump(spec.parse(text, decimals), decimals)
    except DomainError as refused:
        if refused.code == "bad_setting":
            raise
        raise _refuse(text, "100.00") from refused


def setting_texts(settings: Settings, decimals: int) -> dict[str, str]:
    """Every setting as the text that sets it."""
    return {name: spec.dump(getattr(settings, name), decimals) for name, spec in SPECS.items()}


def cash_step(settings: Settings, decimals: int) -> tuple[str, int]:
    """The mode and step in minor units of the cash rounding; step 0 = none (R80)."""
    if settings.cash_rounding == "none":
        return "none", 0
    mode, step = settings.cash_rounding.split()
    return mode, step_amount(step, decimals)


def step_amount(step: str, decimals: int) -> int:
    """A step of the cash rounding in minor units; 0 where the currency has no such coin."""
    whole, _, part = step.partition(".")
    minor: int = int(whole) * 10**decimals + int((part + "0" * decimals)[:decimals] or 0)
    return minor
