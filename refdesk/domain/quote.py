"""What a purchase would do, for whom and why: one pure function for the preview and the record.

The steps follow R05: line offers and the manual discount, promo code and entitlements, status,
points and store credit, gift cards, and at the end the cash rounding (R80). Whatever is given is
computed on what was really paid (R03). `redeem` runs the same function again inside its
transaction.

Decisions:
- A full stamp card and a kept gift or discount are spent like points: somebody who serves himself
  needs a second person for them (R38).
- An exclusive discount bars points and credit when it is the one that counts; a shown code of an
  exclusive version that has no discount bars them too (R58).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from refdesk.domain import terms as t
from refdesk.domain.bill import UNKNOWN_GROUP, Bill, Effect, Facts, Quote, ShownCode, Step
from refdesk.domain.budgets import Budgets, budgets_of
from refdesk.domain.conditions import (
    check_buyer,
    check_codes,
    check_second_person,
    first_refusal,
    net_prices,
)
from refdesk.domain.discounts import (
    EXCLUSIVE,
    Discount,
    Discounted,
    best_discounts,
    of_referral,
    of_status,
)
from refdesk.domain.earnings import earn, earn_own
from refdesk.domain.entitlements import (
    COUPON_UNIT,
    Kept,
    find_kept,
    kept_discounts,
    kept_gifts,
)
from refdesk.domain.errors import DomainError
from refdesk.domain.gift_cards import Tendered, pay_with_gift_cards
from refdesk.domain.halves import BUYER, REFERRAL, Sale
from refdesk.domain.money import round_cash
from refdesk.domain.spending import Paid, needs_proof, pay_with_balances
from refdesk.domain.splits import is_nothing, of_pool, referrers_part
from refdesk.domain.stamps import Cards, give_stamps, paid_with_stamps, stamp_cards
from refdesk.domain.working import Working, with_claim, working_rules

CUTS = ("cut_to_limit", "cut_to_budget", "cut_credits")

SPENDING_REFUSALS = (
    "limit_per_period", "not_combinable", "entitlement_unavailable", "hold_not_over",
    "proof_needed", "points_insufficient", "points_share_exceeded",
)  # fmt: skip
"""What spending may be refused for, in the promised order."""


@dataclass(frozen=True)
class _Course:
    """A bill on its way through the steps of R05: what each of them made of it."""

    bill: Bill
    facts: Facts
    cards: Cards
    working: tuple[Working, ...]
    kept: Kept
    discounted: Discounted
    paid: Paid
    tendered: Tendered
    earned: tuple[Effect, ...]


def quote(bill: Bill, facts: Facts) -> Quote:
    """Say what this bill gives everybody, or raise DomainError with the first refusal."""
    facts = with_claim(facts)
    check_codes(facts)
    budgets = budgets_of(facts)
    cards = stamp_cards(bill, facts, budgets)
    _check_people(bill, facts, cards)
    _check_services(bill)
    prices = net_prices(bill, cards.free_lines)
    working = working_rules(bill, prices, facts)
    kept = find_kept(bill, facts)
    discounted = _take_discounts(bill, facts, working, kept, prices, budgets)
    paid = pay_with_balances(bill, discounted.rest, facts)
    _check_spending(bill, facts, kept, discounted, paid)
    tendered = pay_with_gift_cards(bill, discounted.rest, paid.rest, facts)
    sale = Sale(bill, facts, discounted.rest, paid.rest)
    earned = _earn(working, cards, discounted, sale)
    return _answer(_Course(bill, facts, cards, working, kept, discounted, paid, tendered, earned))


# -- what is refused ------------------------------------------------------------------------------


def _check_people(bill: Bill, facts: Facts, cards: Cards) -> None:
    if facts.code:
        check_buyer(facts.code, facts)
    elif _spends_balances(bill) or bill.use or cards.free_lines:
        check_second_person(facts)


def _check_services(bill: Bill) -> None:
    for line in bill.lines:
        if line.group == UNKNOWN_GROUP:
            raise DomainError("service_unknown", service=line.service)


def _spends_balances(bill: Bill) -> bool:
    return bill.spend_points != 0 or bill.spend_credit != 0


def _check_spending(
    bill: Bill, facts: Facts, kept: Kept, discounted: Discounted, paid: Paid
) -> None:
    refusals = list(paid.refusals)
    if kept.refusal is not None:
        refusals.append(kept.refusal)
    if discounted.bars_balances and _spends_balances(bill):
        refusals.append(DomainError("not_combinable"))
    worth = [one.value for one in paid.effects]
    worth += [one.value for one in discounted.effects if one.uses is not None]
    worth += [gift.benefit.cost for gift in kept.own_gifts]
    if needs_proof(worth, facts):
        refusals.append(DomainError("proof_needed"))
    if refusals:
        raise first_refusal(refusals, SPENDING_REFUSALS)


# -- the steps that ask several --------------------------------------------------------------------


def _take_discounts(
    bill: Bill,
    facts: Facts,
    working: Sequence[Working],
    kept: Kept,
    prices: Sequence[int],
    budgets: Budgets,
) -> Discounted:
    """The promo-code step and the status step, by R58."""
    buyer = facts.buyer.id if facts.buyer else None
    discounts = [
        *_promo_codes(working, bill, buyer),
        *kept_discounts(kept, bill, facts),
        *_statuses(working, bill, buyer),
    ]
    made = best_discounts(discounts, prices, budgets)
    has_discount = {one.unit for one in discounts}
    for one in working:
        is_exclusive = one.source.is_shown and one.source.terms.stacking == EXCLUSIVE
        if is_exclusive and (one.side, one.source.version) not in has_discount:
            return replace(made, bars_balances=True)
    return made


def _promo_codes(working: Sequence[Working], bill: Bill, buyer: int | None) -> list[Discount]:
    halves = [half for one in working if one.side == REFERRAL for half in one.halves]
    found = [of_pool(half, bill, buyer) or of_referral(half, bill, buyer) for half in halves]
    return [one for one in found if one is not None]


def _statuses(working: Sequence[Working], bill: Bill, buyer: int | None) -> list[Discount]:
    halves = [half for one in working if one.side == BUYER for half in one.halves]
    found = [of_status(half, bill, buyer) for half in halves]
    return [one for one in found if one is not None]


def _earn(
    working: Sequence[Working], cards: Cards, discounted: Discounted, sale: Sale
) -> tuple[Effect, ...]:
    """All that is earned: the buyer and the referral first, then the levels above (R64)."""
    effects: list[Effect] = []
    for one in working:
        if one.side == BUYER:
            effects += earn_own(one.source, one.rules, sale)
            continue
        # where nothing rewards bringing friends, whatever is paid counts for a milestone
        is_claim_alone = not one.rules and any(sale.bases)
        rules = one.source.terms.rules if is_claim_alone else one.rules
        effects += earn(one.source, rules, sale)
        for half in one.halves:
            effects += referrers_part(half, discounted, sale)
    effects += give_stamps(cards, sale)
    by_level = sorted(effects, key=lambda effect: effect.level)
    return discounted.budgets.cut(by_level, sale.facts.shop.point_value)


# -- the answer -----------------------------------------------------------------------------------


def _answer(made: _Course) -> Quote:
    bill, facts, discounted, paid = made.bill, made.facts, made.discounted, made.paid
    shop = facts.shop
    due = sum(paid.rest) - made.tendered.value
    to_pay = round_cash(due, shop.cash_step, shop.cash_mode)
    rounding = _rounding_effect(bill, to_pay - due, due)
    shown = facts.code.source if facts.code else None
    code_counts = facts.code is None or _unit_of(facts.code) not in discounted.lost
    effects = (*_effects_on_bill(made), *rounding, *made.earned)
    has_lost = not code_counts or made.kept.has_lost(discounted)
    free, barred = made.cards.free, discounted.bars_balances
    return Quote(
        verdict=_verdict(facts, effects, has_lost=has_lost),
        total=bill.total,
        discount=bill.total - sum(discounted.rest),
        to_pay=to_pay,
        effects=effects,
        line_discounts=tuple(
            line.price - left for line, left in zip(bill.lines, discounted.rest, strict=True)
        ),
        line_bases=paid.rest,
        fired=_fired(made),
        makes_claim=bool(shown and shown.referrers)
        and (facts.buyer is None or facts.buyer.referrer is None),
        code_counts=code_counts,
        max_points=0 if barred else paid.max_points,
        max_credit=0 if barred else paid.max_credit,
        free_line=free.index if free else None,
        usable=tuple(one.id for one in made.kept.usable),
        draws={**made.cards.draws, **paid.draws, **made.tendered.draws},
    )  # fmt: skip


def _unit_of(code: ShownCode) -> tuple[object, ...]:
    """What names a code's discount among others (R58)."""
    return (REFERRAL, code.source.version) if code.brings is None else COUPON_UNIT


def _effects_on_bill(made: _Course) -> tuple[Effect, ...]:
    """What comes off the bill and what pays it, in R05's order."""
    return (
        *paid_with_stamps(made.cards, made.facts),
        *kept_gifts(made.kept, made.facts),
        *_manual_effect(made),
        *(one for one in made.discounted.effects if not is_nothing(one)),
        *made.paid.effects,
        *made.tendered.effects,
    )


def _manual_effect(made: _Course) -> tuple[Effect, ...]:
    bill, free = made.bill, made.cards.free_lines
    if not bill.manual_discount:
        return ()
    before = net_prices(replace(bill, manual_discount=0), free)
    after = net_prices(bill, free)
    off = sum(before) - sum(after)
    lines = tuple(index for index, price in enumerate(before) if price > after[index])
    effect = Effect(
        side=BUYER, level=0, benefit=t.AMOUNT_OFF, value=off, base=sum(before),
        customer=made.facts.buyer.id if made.facts.buyer else None, lines=lines,
        price=sum(made.discounted.rest[index] for index in lines),
        why=(Step("manual_discount", {"value": off}),),
    )  # fmt: skip
    return (effect,) if off else ()


def _rounding_effect(bill: Bill, change: int, due: int) -> tuple[Effect, ...]:
    if not change:
        return ()
    step = Step("cash_rounding", {"value": change})
    return (
        Effect(side=BUYER, level=0, benefit="rounding", value=change, base=due,
               lines=tuple(range(len(bill.lines))), price=due, why=(step,)),
    )  # fmt: skip


def _fired(made: _Course) -> tuple[tuple[int, str], ...]:
    """The rules that work, each once, whichever of their halves it is."""
    halves = (*(half for one in made.working for half in one.halves), *made.cards.halves)
    return tuple(dict.fromkeys((half.source.version, half.rule.id) for half in halves))


def _verdict(facts: Facts, effects: Iterable[Effect], *, has_lost: bool) -> str:
    if has_lost:
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
