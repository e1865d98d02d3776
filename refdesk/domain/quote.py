"""What a purchase would do, for whom and why: one pure function for the preview and the record.

The steps follow R05: line offers and the manual discount, promo code, points and store credit,
and at the end the cash rounding (R80). Whatever is given is computed on what was really paid
(R03). `redeem` runs the same function again inside its transaction.
"""

from collections.abc import Sequence
from dataclasses import replace

from refdesk.domain import terms as t
from refdesk.domain.bill import UNKNOWN_GROUP, Bill, Effect, Facts, Quote, Source, Step
from refdesk.domain.conditions import (
    check_buyer,
    check_code,
    check_second_person,
    is_running,
    net_prices,
    working_rules,
)
from refdesk.domain.discounts import Discounted, Working, discount_bill
from refdesk.domain.earnings import earn, within_budget
from refdesk.domain.errors import DomainError
from refdesk.domain.money import round_cash
from refdesk.domain.spending import Paid, pay_with_balances

CUTS = ("cut_to_limit", "cut_to_budget", "cut_credits")


def quote(bill: Bill, facts: Facts) -> Quote:
    """Say what this bill gives everybody, or raise DomainError with the first refusal."""
    facts = _with_claim(facts)
    if facts.code:
        check_code(facts.code, facts)
        check_buyer(facts.code, facts)
    elif _spends(bill):
        check_second_person(facts)
    _check_services(bill)
    working = _working(bill, facts)
    _check_stacking(working, bill)
    prices = net_prices(bill)
    discounted = discount_bill(working, bill, prices, facts)
    paid = pay_with_balances(bill, discounted.rest, facts)
    earned = _earn(working, discounted, bill, paid, facts)
    return _answer(bill, facts, working, discounted, paid, earned)


def _with_claim(facts: Facts) -> Facts:
    """A nobody's coupon of the very version that the buyer was brought under is his claim's (R54).

    Each rule works once for both (R18), and who brought him gets his benefit (R30).
    """
    code, standing = facts.code, facts.standing
    if code is None or standing is None or code.source.referrers:
        return facts
    if code.source.version != standing.version:
        return facts
    source = replace(
        code.source,
        referrers=standing.referrers,
        was_new_at_claim=standing.was_new_at_claim,
    )
    return replace(facts, code=replace(code, source=source))


def _check_services(bill: Bill) -> None:
    for line in bill.lines:
        if line.group == UNKNOWN_GROUP:
            raise DomainError("service_unknown", service=line.service)


def _spends(bill: Bill) -> bool:
    return bill.spend_points != 0 or bill.spend_credit != 0


def _working(bill: Bill, facts: Facts) -> Working:
    """The versions that count: the standing claim's first, then the shown code's."""
    sources: list[Source] = []
    shown = facts.code.source if facts.code else None
    standing = facts.standing
    if standing and (shown is None or not shown.referrers) and is_running(standing, facts):
        sources.append(standing)
    if shown:
        sources.append(shown)
    pairs = ((source, working_rules(source, bill, facts)) for source in sources)
    return {source.version: (source, rules) for source, rules in pairs if rules}


def _bars_balances(working: Working) -> bool:
    return any(
        source.terms.stacking == "exclusive" and source.is_shown for source, _ in working.values()
    )


def _check_stacking(working: Working, bill: Bill) -> None:
    """R58: an exclusive discount bars points and credit in the same purchase."""
    if _spends(bill) and _bars_balances(working):
        raise DomainError("not_combinable")


def _earn(
    working: Working, discounted: Discounted, bill: Bill, paid: Paid, facts: Facts
) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for source, rules in working.values():
        made: Sequence[Effect] = earn(source, rules, bill, paid.rest, facts)
        if source.budget_left is not None:
            used = sum(e.value for e in discounted.effects if e.version == source.version)
            made = within_budget(made, source.budget_left - used, facts.shop.point_value)
        effects += made
    return tuple(effects)


def _answer(
    bill: Bill,
    facts: Facts,
    working: Working,
    discounted: Discounted,
    paid: Paid,
    earned: tuple[Effect, ...],
) -> Quote:
    prices = [line.price for line in bill.lines]
    rest = sum(paid.rest)
    to_pay = round_cash(rest, facts.shop.cash_step, facts.shop.cash_mode)
    manual = _manual_effect(bill, facts, net=sum(net_prices(bill)))
    rounding = _rounding_effect(to_pay - rest, rest)
    effects = (*manual, *discounted.effects, *paid.effects, *rounding, *earned)
    code_version = facts.code.source.version if facts.code else None
    code_counts = code_version is None or code_version not in discounted.losers
    barred = _bars_balances(working)
    return Quote(
        verdict=_verdict(facts, effects, code_counts),
        total=sum(prices),
        discount=sum(prices) - sum(discounted.rest),
        to_pay=to_pay,
        effects=effects,
        line_discounts=tuple(
            price - left for price, left in zip(prices, discounted.rest, strict=True)
        ),
        line_bases=paid.rest,
        fired=tuple((source.version, rule.id) for source, rules in working.values()
                    for rule in rules),
        makes_claim=bool(facts.code and facts.code.source.referrers)
        and (facts.buyer is None or facts.buyer.referrer is None),
        code_counts=code_counts,
        max_points=0 if barred else paid.max_points,
        max_credit=0 if barred else paid.max_credit,
        draws=paid.draws,
    )  # fmt: skip


def _manual_effect(bill: Bill, facts: Facts, net: int) -> tuple[Effect, ...]:
    off = bill.total - net
    if not off:
        return ()
    step = Step("manual_discount", {"value": off})
    customer = facts.buyer.id if facts.buyer else None
    return (
        Effect(side="buyer", level=0, benefit=t.AMOUNT_OFF, value=off, base=bill.total,
               customer=customer, why=(step,)),
    )  # fmt: skip


def _rounding_effect(change: int, rest: int) -> tuple[Effect, ...]:
    if not change:
        return ()
    step = Step("cash_rounding", {"value": change})
    return (
        Effect(side="buyer", level=0, benefit="rounding", value=change, base=rest, why=(step,)),
    )


def _verdict(facts: Facts, effects: Sequence[Effect], code_counts: bool) -> str:
    if facts.code and not code_counts:
        return "check_better"
    if any(step.code in CUTS for effect in effects for step in effect.why):
        return "check_cap"
    if facts.code is None:
        known = facts.buyer is not None and facts.buyer.id is not None
        return "info_known" if known else "info_new"
    if not facts.code.source.referrers:
        return "ok_shop"
    is_old = facts.buyer is not None and bool(facts.buyer.paid_purchases)
    return "ok_again" if is_old else "ok_new"
