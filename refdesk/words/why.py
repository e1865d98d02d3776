"""Why this sum (G09): each step of an effect's arithmetic as one line of text."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Step
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import unit_amount

SavedStep = Mapping[str, object]
"""A step as it stands in the ledger: its ``code`` and its figures."""

_PERIODS: Final = {
    "day": N_("Limit of credits reached: {limit} a day"),
    "month": N_("Limit of credits reached: {limit} a month"),
    "year": N_("Limit of credits reached: {limit} a year"),
    "life": N_("Limit of credits reached: {limit} in all"),
}


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


# -- one function a step -----------------------------------------------------------------------


def _int(params: SavedStep, name: str) -> int:
    value = params.get(name)
    return value if isinstance(value, int) else 0


def _sum(words: Words, params: SavedStep, name: str) -> str:
    return words.money(_int(params, name))


def _in_kind(words: Words, params: SavedStep, name: str) -> str:
    return unit_amount(words, str(params.get("kind", t.MONEY)), _int(params, name))


def _percent_off(words: Words, params: SavedStep) -> str:
    return words.text(
        "{percent} of {base} = {value} off",
        percent=words.percent(_int(params, "percent")),
        base=_sum(words, params, "base"),
        value=_sum(words, params, "value"),
    )


def _amount_off(words: Words, params: SavedStep) -> str:
    return words.text("{amount} off by the terms", amount=_sum(words, params, "amount"))


def _cut_to_cap(words: Words, params: SavedStep) -> str:
    return words.text("The terms allow at most {cap}", cap=_sum(words, params, "cap"))


def _cut_to_bill(words: Words, params: SavedStep) -> str:
    return words.text("No more than the bill: {base}", base=_sum(words, params, "base"))


def _cut_to_limit(words: Words, params: SavedStep) -> str:
    return words.text("Limit of one purchase: {limit}", limit=_sum(words, params, "limit"))


def _cut_to_budget(words: Words, params: SavedStep) -> str:
    return words.text("The programme’s budget has {left} left", left=_sum(words, params, "left"))


def _cut_credits(words: Words, params: SavedStep) -> str:
    text = _PERIODS.get(str(params.get("period")), _PERIODS["life"])
    return words.text_of(text, limit=words.number(_int(params, "limit")))


def _percent_of(words: Words, params: SavedStep) -> str:
    return words.text(
        "{percent} of {base} = {value}",
        percent=words.percent(_int(params, "percent")),
        base=_sum(words, params, "base"),
        value=_in_kind(words, params, "value"),
    )


def _per_sum(words: Words, params: SavedStep) -> str:
    return words.text(
        "{amount} for every {per}: {base} has {times}, that is {value}",
        amount=_in_kind(words, params, "amount"),
        per=_sum(words, params, "per"),
        base=_sum(words, params, "base"),
        times=words.number(_int(params, "times")),
        value=_in_kind(words, params, "value"),
    )


def _fixed(words: Words, params: SavedStep) -> str:
    return words.text("{value} by the terms", value=_in_kind(words, params, "value"))


def _withdrawable(words: Words, params: SavedStep) -> str:
    return words.text(
        "{percent} may be paid out: {money}; store credit: {credit}",
        percent=words.percent(_int(params, "percent")),
        money=_sum(words, params, "money"),
        credit=_sum(words, params, "credit"),
    )


def _manual_discount(words: Words, params: SavedStep) -> str:
    return words.text("Discount by hand: {value}", value=_sum(words, params, "value"))


def _cash_rounding(words: Words, params: SavedStep) -> str:
    return words.text("Cash rounding: {value}", value=_sum(words, params, "value"))


def _paid_with(words: Words, params: SavedStep) -> str:
    spent = unit_amount(words, str(params.get("unit", t.POINTS)), _int(params, "spent"))
    if params.get("unit") != t.POINTS:
        return words.text("{spent} of store credit spent", spent=spent)
    return words.text("{spent} pay {value}", spent=spent, value=_sum(words, params, "value"))


def _stamps_pay(words: Words, params: SavedStep) -> str:
    spent = unit_amount(words, t.STAMPS, _int(params, "spent"))
    return words.text("{spent} pay {value}", spent=spent, value=_sum(words, params, "value"))


def _gift_card_pays(words: Words, params: SavedStep) -> str:
    return words.text(
        "Gift card {card} pays {value}, {left} is left on it",
        card=str(params.get("card", "")),
        value=_sum(words, params, "value"),
        left=_sum(words, params, "left"),
    )


def _kept_from_before(words: Words, params: SavedStep) -> str:
    gift = params.get("gift")
    if gift:
        return words.text("Kept from an earlier purchase: {gift}", gift=str(gift))
    return words.text("A discount kept from an earlier purchase")


def _by_status(words: Words, params: SavedStep) -> str:
    return words.text("By the status {status}", status=str(params.get("status", "")))


def _pool_percent(words: Words, params: SavedStep) -> str:
    return words.text(
        "To share: {percent} of {base} = {value}",
        percent=words.percent(_int(params, "percent")),
        base=_sum(words, params, "base"),
        value=_sum(words, params, "value"),
    )


def _pool_sum(words: Words, params: SavedStep) -> str:
    return words.text("To share: {value} by the terms", value=_sum(words, params, "value"))


def _pool_friend(words: Words, params: SavedStep) -> str:
    return words.text(
        "The friend’s part, {percent}: {value}",
        percent=words.percent(_int(params, "percent")),
        value=_sum(words, params, "value"),
    )


def _pool_referrer(words: Words, params: SavedStep) -> str:
    return words.text(
        "The referrer’s part, {percent}: {value}",
        percent=words.percent(_int(params, "percent")),
        value=_sum(words, params, "value"),
    )


def _carry_percent(words: Words, params: SavedStep) -> str:
    return words.text(
        "{percent} of {base}, with what was left before",
        percent=words.percent(_int(params, "percent")),
        base=_sum(words, params, "base"),
    )


def _carry_per(words: Words, params: SavedStep) -> str:
    return words.text(
        "{amount} for every {per} of {base}, with what was left before",
        amount=_in_kind(words, params, "amount"),
        per=_sum(words, params, "per"),
        base=_sum(words, params, "base"),
    )


def _carried(words: Words, params: SavedStep) -> str:
    """The carried parts are basis points of one unit: a point, or the smallest coin (G11)."""
    value = _in_kind(words, params, "value")
    if params.get("kind") != t.POINTS:
        return words.text("{value}; what is left of the smallest coin is kept", value=value)
    return words.text(
        "{before} of a point left before; now {value}, and {after} of a point is kept",
        before=words.percent(_int(params, "before")),
        value=value,
        after=words.percent(_int(params, "after")),
    )


def _undone(words: Words, params: SavedStep) -> str:
    value = unit_amount(words, str(params.get("benefit", t.MONEY)), _int(params, "value"))
    return words.text("Undone: {value}", value=value)


def _gift_card_sold(words: Words, params: SavedStep) -> str:
    return words.text(
        "Gift card {card}: {value}", card=str(params.get("card", "")),
        value=_sum(words, params, "value"),
    )  # fmt: skip


def _adjusted(words: Words, params: SavedStep) -> str:
    return words.text("Corrected by hand: {reason}", reason=str(params.get("reason", "")))


def _owed(words: Words, params: SavedStep) -> str:
    amount = unit_amount(words, str(params.get("unit", t.MONEY)), _int(params, "value"))
    return words.text("More than there was, so this is owed: {amount}", amount=amount)


def _plain(text: str) -> Callable[[Words, SavedStep], str]:
    return lambda words, _params: words.text_of(text)


LINES: Final[Mapping[str, Callable[[Words, SavedStep], str]]] = {
    "percent_off": _percent_off,
    "amount_off": _amount_off,
    "cut_to_cap": _cut_to_cap,
    "cut_to_bill": _cut_to_bill,
    "cut_to_limit": _cut_to_limit,
    "cut_to_budget": _cut_to_budget,
    "cut_credits": _cut_credits,
    "percent_of": _percent_of,
    "per_sum": _per_sum,
    "fixed": _fixed,
    "withdrawable": _withdrawable,
    "manual_discount": _manual_discount,
    "cash_rounding": _cash_rounding,
    "paid_with": _paid_with,
    "stamps_pay": _stamps_pay,
    "gift_card_pays": _gift_card_pays,
    "kept_from_before": _kept_from_before,
    "by_status": _by_status,
    "pool_percent": _pool_percent,
    "pool_sum": _pool_sum,
    "pool_friend": _pool_friend,
    "pool_referrer": _pool_referrer,
    "carry_percent": _carry_percent,
    "carry_per": _carry_per,
    "carried": _carried,
    "undone": _undone,
    "adjusted": _adjusted,
    "gift_card_sold": _gift_card_sold,
    "owed": _owed,
    "nothing_paid": _plain(N_("Nothing was paid in money, so nothing is earned")),
    "kept": _plain(N_("Kept for a later purchase")),
    "referrer_waits": _plain(N_("The referrer is blocked: the benefit waits for him")),
    "referrer_blocked": _plain(N_("The referrer is blocked: the benefit stays with the shop")),
    "referrer_erased": _plain(N_("The referrer is erased: the benefit stays with the shop")),
}
"""The step codes of `domain` with the function that writes each line."""
