"""Why this sum (G09): each step of an effect's arithmetic as one line of text."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Step
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import missing_stamps, unit_amount

SavedStep: TypeAlias = Mapping[str, object]
"""A step as it stands in the ledger: its ``code`` and its figures."""

_Figure: TypeAlias = Callable[[Words, SavedStep, str], str]
"""Writes the figure of a name."""

_Line: TypeAlias = Callable[[Words, SavedStep], str]


def why_lines(words: Words, steps: Effect | Iterable[Step | SavedStep]) -> list[str]:
    """The arithmetic of an effect, or of saved steps, a line each, in the order it was done."""
    chosen = steps.why if isinstance(steps, Effect) else steps
    return [step_line(words, step) for step in chosen]


def step_line(words: Words, step: Step | SavedStep) -> str:
    """One step in words; of a step that has none, its code."""
    if isinstance(step, Step):
        code, params = step.code, step.params
    else:
        code, params = str(step.get("code", "")), step
    line = LINES.get(code)
    return line(words, params) if line else code


# -- figures -----------------------------------------------------------------------------------


def _int(params: SavedStep, name: str) -> int:
    value = params.get(name)
    return value if isinstance(value, int) else 0


def _sum(words: Words, params: SavedStep, name: str) -> str:
    return words.money(_int(params, name))


def _percent(words: Words, params: SavedStep, name: str) -> str:
    return words.percent(_int(params, name))


def _number(words: Words, params: SavedStep, name: str) -> str:
    return words.number(_int(params, name))


def _said(_words: Words, params: SavedStep, name: str) -> str:
    return str(params.get(name, ""))


def _in(unit: str, otherwise: str = t.MONEY) -> _Figure:
    """Write a figure in the unit that the step names under ``unit``."""
    return lambda words, params, name: unit_amount(
        words, str(params.get(unit, otherwise)), _int(params, name)
    )


_in_kind = _in("kind")


# -- a line a step -----------------------------------------------------------------------------


def _line(text: str, **figures: _Figure) -> _Line:
    """Fill the places of a text with the figures of the same names."""
    return lambda words, params: words.text_of(
        text, **{name: write(words, params, name) for name, write in figures.items()}
    )


def _by(choose: Callable[[SavedStep], object], lines: Mapping[object, _Line]) -> _Line:
    """Choose among lines; the last one stands for all others."""
    *_, last = lines.values()
    return lambda words, params: lines.get(choose(params), last)(words, params)


LINES: Final[Mapping[str, _Line]] = {
    "percent_off": _line(
        N_("{percent} of {base} = {value} off"), percent=_percent, base=_sum, value=_sum
    ),
    "amount_off": _line(N_("{amount} off by the terms"), amount=_sum),
    "cut_to_cap": _line(N_("The terms allow at most {cap}"), cap=_sum),
    "cut_to_bill": _line(N_("No more than the bill: {base}"), base=_sum),
    "cut_to_limit": _line(N_("Limit of one purchase: {limit}"), limit=_sum),
    "cut_to_budget": _line(N_("The programme’s budget has {left} left"), left=_sum),
    "cut_credits": _by(
        lambda params: params.get("period"),
        {
            "day": _line(N_("Limit of credits reached: {limit} a day"), limit=_number),
            "month": _line(N_("Limit of credits reached: {limit} a month"), limit=_number),
            "year": _line(N_("Limit of credits reached: {limit} a year"), limit=_number),
            "life": _line(N_("Limit of credits reached: {limit} in all"), limit=_number),
        },
    ),
    "percent_of": _line(
        N_("{percent} of {base} = {value}"), percent=_percent, base=_sum, value=_in_kind
    ),
    "per_sum": _line(
        N_("{amount} for every {per}: {base} has {times}, that is {value}"),
        amount=_in_kind,
        per=_sum,
        base=_sum,
        times=_number,
        value=_in_kind,
    ),
    "fixed": _line(N_("{value} by the terms"), value=_in_kind),
    "withdrawable": _line(
        N_("{percent} may be paid out: {money}; store credit: {credit}"),
        percent=_percent,
        money=_sum,
        credit=_sum,
    ),
    "manual_discount": _line(N_("Discount by hand: {value}"), value=_sum),
    "cash_rounding": _line(N_("Cash rounding: {value}"), value=_sum),
    "paid_with": _by(
        lambda params: params.get("unit"),
        {
            t.POINTS: _line(N_("{spent} pay {value}"), spent=_in("unit", t.POINTS), value=_sum),
            t.STORE_CREDIT: _line(N_("{spent} of store credit spent"), spent=_in("unit")),
        },
    ),
    "stamps_left": lambda words, params: missing_stamps(words, _int(params, "missing")),
    "stamps_pay": _line(N_("{spent} pay {value}"), spent=_in("", t.STAMPS), value=_sum),
    "gift_card_pays": _line(
        N_("Gift card {card} pays {value}, {left} is left on it"),
        card=_said,
        value=_sum,
        left=_sum,
    ),
    "kept_from_before": _by(
        lambda params: bool(params.get("gift")),
        {
            True: _line(N_("Kept from an earlier purchase: {gift}"), gift=_said),
            False: _line(N_("A discount kept from an earlier purchase")),
        },
    ),
    "coupon_brings": _by(
        lambda params: bool(params.get("gift")),
        {
            True: _line(N_("The coupon brings: {gift}"), gift=_said),
            False: _line(N_("A coupon from an earlier purchase")),
        },
    ),
    "by_status": _line(N_("By the status {status}"), status=_said),
    "pool_percent": _line(
        N_("To share: {percent} of {base} = {value}"), percent=_percent, base=_sum, value=_sum
    ),
    "pool_sum": _line(N_("To share: {value} by the terms"), value=_sum),
    "pool_friend": _line(N_("The friend’s part, {percent}: {value}"), percent=_percent, value=_sum),
    "pool_referrer": _line(
        N_("The referrer’s part, {percent}: {value}"), percent=_percent, value=_sum
    ),
    "carry_percent": _line(
        N_("{percent} of {base}, with what was left before"), percent=_percent, base=_sum
    ),
    "carry_per": _line(
        N_("{amount} for every {per} of {base}, with what was left before"),
        amount=_in_kind,
        per=_sum,
        base=_sum,
    ),
    # the carried parts are basis points of one unit: a point, or the smallest coin (G11)
    "carried": _by(
        lambda params: params.get("kind") == t.POINTS,
        {
            True: _line(
                N_("{before} of a point left before; now {value}, and {after} of a point is kept"),
                before=_percent,
                value=_in_kind,
                after=_percent,
            ),
            False: _line(N_("{value}; what is left of the smallest coin is kept"), value=_in_kind),
        },
    ),
    "undone": _line(N_("Undone: {value}"), value=_in("benefit")),
    "adjusted": _line(N_("Corrected by hand: {reason}"), reason=_said),
    "gift_card_sold": _line(N_("Gift card {card}: {value}"), card=_said, value=_sum),
    "owed": _line(N_("More than there was, so this is owed: {value}"), value=_in("unit")),
    "nothing_paid": _line(N_("Nothing was paid in money, so nothing is earned")),
    "kept": _line(N_("Kept for a later purchase")),
    "referrer_waits": _line(N_("The referrer is blocked: the benefit waits for him")),
    "referrer_blocked": _line(N_("The referrer is blocked: the benefit stays with the shop")),
    "referrer_erased": _line(N_("The referrer is erased: the benefit stays with the shop")),
}
"""The step codes of `domain` with what writes each line."""
