"""Money as integer minor units, percents as basis points, and the few roundings there are.

Nothing here is a float (R01). ``bp`` is basis points: 250 bp = 2.5 %.

Decisions:
- An amount is written with ASCII digits. A space (plain, no-break, narrow or thin) may group
  thousands, a point or a comma may start the decimals. A mark that could be either, as in
  ``1.500,00`` or ``1,000`` roubles, is refused instead of guessed.
- Decimals per currency are those of CLDR, so that the machine form and what people read agree.
- A cash sum half way between two steps is rounded up, as in ordinary arithmetic.
"""

import re
from collections.abc import Sequence

from refdesk.domain.errors import DomainError

MAX_MAJOR = 10**9
"""Amounts stay below this many major units."""

FULL_BP = 10_000
"""100 % in basis points."""

CASH_ROUNDINGS = ("none", "down", "nearest")

_MAX_SYMBOLS = 32
_WITHOUT_DECIMALS = (
    "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK"
    " MRO PYG RSD RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD"
)
_NO_DECIMALS = frozenset(_WITHOUT_DECIMALS.split())
_OTHER_DECIMALS = dict.fromkeys(("BHD", "JOD", "KWD", "LYD", "OMR", "TND"), 3) | {
    "CLF": 4,
    "UYW": 4,
}
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DECIMAL = re.compile(rf"([0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]+))?")
_PERCENT_SIGN = re.compile(rf"[{_SPACES}]?%$")


# What is money somewhere today: ISO 4217 without funds, metals and codes for tests.
_CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP"
        " BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP"
        " GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES"
        " KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU"
        " MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON"
        " RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND"
        " TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR"
        " ZMW ZWG"
    ).split()
)


def is_currency(code: str) -> bool:
    """Whether a code in capitals is money somewhere (ISO 4217)."""
    return code in _CURRENCIES


def decimals_of(currency: str) -> int:
    """Return how many decimals a currency (ISO 4217) has; 2 for one that is not known."""
    return 0 if currency in _NO_DECIMALS else _OTHER_DECIMALS.get(currency, 2)


def parse_amount(text: str, decimals: int, *, allow_zero: bool = False) -> int:
    """Read an amount above 0 and below 10^9 into minor units.

    Raises DomainError ``bad_amount`` (``text``) for anything else: more decimals than the
    currency has, a sign, an exponent, an ambiguous mark.
    """
    minor = _scaled(text, decimals)
    if minor is None or minor >= MAX_MAJOR * 10**decimals or (minor == 0 and not allow_zero):
        raise DomainError("bad_amount", text=text[:_MAX_SYMBOLS])
    return minor


def format_amount(minor: int, decimals: int) -> str:
    """Write minor units in the machine form: ``150.00``, ``-0.05``."""
    sign = "-" if minor < 0 else ""
    major, rest = divmod(abs(minor), 10**decimals)
    return f"{sign}{major}.{rest:0{decimals}d}" if decimals else f"{sign}{major}"


def parse_percent(text: str, *, highest: int = FULL_BP) -> int:
    """Read ``2.5``, ``2,50`` or ``10 %`` into basis points, from 0 to ``highest``.

    Raises DomainError ``bad_amount`` (``text``, ``kind``) for anything else, three decimals
    included.
    """
    short = text[: _MAX_SYMBOLS + 1].strip()
    bp = _scaled(_PERCENT_SIGN.sub("", short), 2) if len(text) <= _MAX_SYMBOLS else None
    if bp is None or bp > highest:
        raise DomainError("bad_amount", text=text[:_MAX_SYMBOLS], kind="percent")
    return bp


def format_percent(bp: int) -> str:
    """Write basis points in the machine form, without needless zeros: ``10``, ``2.5``."""
    text = format_amount(bp, 2)
    return text.rstrip("0").rstrip(".")


def percent_floor(amount: int, bp: int) -> int:
    """Return ``bp`` of an amount of 0 or more, floored to the minor unit (R56)."""
    return amount * bp // FULL_BP


def points_floor(base: int, bp: int, point_value: int) -> int:
    """Return the points that ``bp`` of a base gives: floor(base x percent / point value) (R56).

    ``base`` and ``point_value`` are minor units.
    """
    return base * bp // (FULL_BP * point_value)


def spread(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share a total out in proportion to weights, exactly, by largest remainder (R04).

    Equal remainders go to the earlier line; a line of weight 0 gets nothing, and no line more
    than its weight while the total is not above their sum. Raises ValueError for a negative
    number or for a total that no weight can take.
    """
    whole = sum(weights)
    if total < 0 or min(weights, default=0) < 0 or (total > 0 and whole == 0):
        raise ValueError("a total of 0 or more needs weights of 0 or more to be shared by")
    if whole == 0:
        return (0,) * len(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda line: -(total * weights[line] % whole))
    for line in by_remainder[: total - sum(shares)]:
        shares[line] += 1
    return tuple(shares)


def round_cash(minor: int, step: int, mode: str) -> int:
    """Round a sum to pay to a cash step in minor units (R80); a sum to give back alike.

    ``mode`` is one of `CASH_ROUNDINGS`; a step of 0 or 1 and ``none`` change nothing. Raises
    ValueError for another mode.
    """
    if mode not in CASH_ROUNDINGS:
        raise ValueError(mode)
    if mode == "none" or step <= 1:
        return minor
    size = abs(minor) + (step // 2 if mode == "nearest" else 0)
    rounded = size - size % step
    return -rounded if minor < 0 else rounded


def _scaled(text: str, decimals: int) -> int | None:
    """Return a plain decimal as an integer of its last decimal, or None when it is not one."""
    # The length is looked at first: int() of thousands of digits is slow and then refused.
    if len(text) > _MAX_SYMBOLS:
        return None
    match = _DECIMAL.fullmatch(text.strip())
    if match is None:
        return None
    whole, part = match[1], match[2] or ""
    if len(part) > decimals:
        return None
    return int("".join(filter(str.isdigit, whole)) + part.ljust(decimals, "0"))
