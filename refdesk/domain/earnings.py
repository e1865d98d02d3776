"""What a paid purchase gives its referral, each level above, and the buyer himself.

Each half of a rule earns by itself (R53), on what was really paid (R03), floored (R02, R56). What
is split, the stamp card, discounts and budgets are not here.

Decisions:
- Rates of one benefit are added up before they are floored, wherever they stand in the table.
- A milestone counts the purchase that makes the referral effective (R71), if anything was paid. It
  rests on no line, so that a refund in part does not touch it.
- Nobody, that is a buyer who is not in the base and will not be, earns nothing but what a coupon
  for the next visit can carry (`halves.gives_coupon`): a gift or a discount, no balance.
"""

from collections.abc import Sequence

from refdesk.domain import terms as t
from refdesk.domain.benefits import Getter, Giving, give
from refdesk.domain.bill import Bill, Buyer, Effect, Referrer, Source
from refdesk.domain.caps import within_buyer, within_referrer
from refdesk.domain.halves import (
    BUYER,
    REFERRAL,
    REFERRER,
    Half,
    Pick,
    Sale,
    covered_lines,
    gives_coupon,
    group_by_service,
)
from refdesk.domain.measures import Share
from refdesk.domain.occasions import milestones_of
from refdesk.domain.statuses import for_referrer, status_discount


def earn(source: Source, rules: Sequence[t.Rule], sale: Sale) -> tuple[Effect, ...]:
    """What the working rules of a claim or a code give: the referral, levels 1 to 4, milestones.

    Discounts of the referral are not among it: they come off this bill.
    """
    halves = [Half(source, rule, REFERRAL) for rule in rules if rule.trigger in t.INVITING]
    effects: list[Effect] = []
    for half in halves:
        effects += _referral(half, sale)
        for referrer in source.referrers:
            effects += _level(half, sale, referrer)
    if any(sale.bases):
        effects += milestones_of(source, rules, sale.facts.today, sale.facts.shop.point_value)
    return tuple(sorted(effects, key=lambda effect: effect.level))


def earn_own(source: Source, rules: Sequence[t.Rule], sale: Sale) -> tuple[Effect, ...]:
    """What the working rules of a running programme give for the buyer's own purchase.

    The discount of a status is not among it, nor are the stamps of a stamp card.
    """
    halves = [Half(source, rule, BUYER) for rule in rules if rule.trigger in t.AT_PURCHASE]
    return tuple(effect for half in halves for effect in _own(half, sale))


def _referral(half: Half, sale: Sale) -> list[Effect]:
    if _is_nobody(sale.facts.buyer):
        return []
    shares = [
        share for share in _shares(half.rates, sale, Pick(REFERRAL))
        if share.benefit.kind not in t.DISCOUNTS
    ]  # fmt: skip
    made = _given(half, half.rates, sale, _buyer(half, sale), shares)
    return [within_buyer(one, half.source) for one in made]


def _level(half: Half, sale: Sale, referrer: Referrer) -> list[Effect]:
    rates = for_referrer(half.source.terms, half.rule, referrer)
    shares = _shares(rates, sale, Pick(REFERRER, referrer.level))
    carried = referrer.carry.get(half.rule.id, {})
    getter = Getter(REFERRER, referrer.level, referrer.customer, carried)
    made = _given(half, rates, sale, getter, shares)
    return [within_referrer(one, half.source, half.rule, referrer) for one in made]


def _own(half: Half, sale: Sale) -> list[Effect]:
    is_nobody = _is_nobody(sale.facts.buyer)
    if is_nobody and not gives_coupon(half.source, half.rule):
        return []
    taken_off = status_discount(half.source, half.rule)
    shares = [
        share for share in _shares(half.rates, sale, Pick(BUYER))
        if share.benefit != taken_off and (share.benefit.kind in t.KEPT or not is_nobody)
    ]  # fmt: skip
    made = _given(half, half.rates, sale, _buyer(half, sale), shares)
    return [within_buyer(one, half.source) for one in made]


def _is_nobody(buyer: Buyer | None) -> bool:
    return buyer is None or (buyer.id is None and not buyer.has_identity)


def _buyer(half: Half, sale: Sale) -> Getter:
    customer = sale.facts.buyer.id if sale.facts.buyer else None
    return Getter(half.side, 0, customer, half.source.carry.get(half.rule.id, {}))


def _shares(rates: t.Rule, sale: Sale, pick: Pick) -> list[Share]:
    """What each benefit of one side works on; 0 % is no benefit."""
    return [
        Share(benefit, sum(sale.bases[index] for index in lines), lines)
        for benefit, lines in group_by_service(rates, sale.bill, pick)
        if benefit.percent != 0
    ]


def _given(
    half: Half, rates: t.Rule, sale: Sale, getter: Getter, shares: Sequence[Share]
) -> list[Effect]:
    source = half.source
    giving = Giving(
        source, rates, sale.facts.today, hold_days(rates, sale.bill), sale.facts.shop.point_value,
        code_life=source.terms.code_life_days if rates.trigger == "next_visit" else None,
    )  # fmt: skip
    return give(giving, getter, shares, sale.prices)


def hold_days(rule: t.Rule, bill: Bill) -> int:
    """R56: of several holds in a bill the longest counts."""
    services = [bill.lines[index].service for index in covered_lines(rule, bill)]
    table = rule.hold_days_by_service
    return max((table.get(s or "", rule.hold_days) for s in services), default=rule.hold_days)
