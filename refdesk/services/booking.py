"""Writing a quote down: effects with their arithmetic, lots, spendings and budgets (R18, R19)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Facts, Quote, Source
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import SPENT, WAITING, Draw
from refdesk.domain.occasions import occasion_key
from refdesk.domain.records import Stamp
from refdesk.services import coupons
from refdesk.services.desk import Desk
from refdesk.storage import entitlements, gift_cards, ledger, occasions, programmes, purchases

UNITS = (t.POINTS, t.MONEY, t.STORE_CREDIT, t.STAMPS)
GIFT_CARD = gift_cards.UNIT
MILESTONE = "milestone"
DRAWN = SPENT
"""The state of an effect that pays with what somebody has."""


class Booked(NamedTuple):
    """The effects of a purchase with people, and the coupons that it hands out, as bare codes."""

    effects: tuple[Effect, ...]
    coupons: tuple[str, ...] = ()


def book_effects(
    desk: Desk, stamp: Stamp, purchase: int, quote: Quote, facts: Facts, buyer: int | None
) -> Booked:
    """Write the effects of a purchase and what they do to accounts.

    Raises DomainError ``sum_changed`` where another till took a balance, a gift or a budget
    meanwhile.
    """
    sources = facts.sources
    booked, handed_out = [], []
    for position, quoted in enumerate(quote.effects, 1):
        is_nobody_yet = quoted.customer is None and quoted.side in ("buyer", "referral")
        effect = replace(quoted, customer=buyer) if is_nobody_yet else quoted
        row = purchases.insert_effect(desk.store, purchase, position, effect)
        cause = ledger.Cause("earn", purchase=purchase, effect=row)
        if effect.state == DRAWN:
            _spend(desk, stamp, effect, quote.draws, replace(cause, kind="spend"))
        elif effect.uses is not None:
            _use(desk, effect.uses, purchase)
        elif effect.customer is None and effect.keeps is not None and effect.value:
            handed_out.append(coupons.hand_out(desk, stamp, effect, row))
        else:
            put_benefit(desk, stamp, effect, cause, sources)
        booked.append(effect)
    _note_milestones(desk, stamp, purchase, booked, sources)
    _book_budgets(desk, booked, sources)
    return Booked(tuple(booked), tuple(handed_out))


def put_benefit(
    desk: Desk, stamp: Stamp, effect: Effect, cause: ledger.Cause, sources: Sequence[Source]
) -> None:
    """Put what an effect gives on its person's account, or among what is kept for him (R62)."""
    if effect.customer is None or not effect.value:
        return
    waits, starts_on = effect.state == WAITING, effect.available_on or stamp.on
    if effect.keeps is not None:
        entitlements.insert_entitlement(
            desk.store, customer=effect.customer, effect=cause.effect, benefit=effect.keeps,
            version=effect.version, rule=effect.rule, available_on=starts_on,
            expires_on=effect.expires_on, waits=waits,
        )  # fmt: skip
    elif effect.benefit in UNITS:
        source = _source(sources, effect.version)
        spending = source.terms.spending if source else t.Spending()
        lot = ledger.NewLot(
            available_on=starts_on,
            expires_on=effect.expires_on,
            inactive_days=spending.expires_inactive_days,
            grace_days=spending.grace_days,
            version=effect.version,
            rule=effect.rule,
            waits=waits,
        )
        account = ledger.account_id(desk.store, effect.customer, effect.benefit)
        ledger.earn(desk.store, stamp, account, effect.value, lot=lot, cause=cause)


def _spend(
    desk: Desk,
    stamp: Stamp,
    effect: Effect,
    draws: Mapping[str, tuple[Draw, ...]],
    cause: ledger.Cause,
) -> None:
    """Take what pays out of the lots that the quote has named (R11)."""
    if effect.benefit == GIFT_CARD and effect.uses is not None:
        account = gift_cards.code_account(desk.store, effect.uses)
        drawn = draws[f"{GIFT_CARD}:{effect.uses}"]
    elif effect.customer is not None:
        account = ledger.account_id(desk.store, effect.customer, effect.benefit)
        drawn = draws[effect.benefit]
    else:
        return
    # what was owed is paid first, and the quote has reckoned with that
    ledger.settle(desk.store, stamp, account)
    if drawn and ledger.take(desk.store, stamp, account, drawn, cause=cause) is None:
        raise DomainError("sum_changed")


def _use(desk: Desk, entitlement: int, purchase: int) -> None:
    if not entitlements.use_entitlement(desk.store, entitlement, purchase):
        raise DomainError("sum_changed")


def _note_milestones(
    desk: Desk, stamp: Stamp, purchase: int, effects: Iterable[Effect], sources: Sequence[Source]
) -> None:
    """R36: what a milestone gives is given once, whatever two tills do at once."""
    given = {
        (effect.version, effect.rule, effect.customer)
        for effect in effects
        if effect.value and effect.rule is not None and effect.customer is not None
    }
    for version, rule, customer in given:
        source = _source(sources, version)
        if source is None or source.terms.rule(rule).trigger != MILESTONE:
            continue
        noted = occasions.book_occasion(
            desk.store, occasion_key(source.programme, rule, MILESTONE, customer), MILESTONE,
            stamp=stamp, customer=customer, version=version, rule=rule, purchase=purchase,
        )  # fmt: skip
        if noted is None:
            raise DomainError("sum_changed")


def _source(sources: Iterable[Source], version: int | None) -> Source | None:
    return next((one for one in sources if one.version == version), None)


def _book_budgets(desk: Desk, effects: Iterable[Effect], sources: Iterable[Source]) -> None:
    spent: dict[int, int] = {}
    for effect in effects:
        if effect.programme is not None:
            spent[effect.programme] = spent.get(effect.programme, 0) + effect.cost
    budgets = {one.programme: one.terms.budget for one in sources}
    for programme, cost in spent.items():
        budget = budgets.get(programme)
        if cost and not programmes.spend_budget(desk.store, programme, cost, budget):
            raise DomainError("sum_changed")
