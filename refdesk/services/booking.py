"""Writing a quote down: effects with their arithmetic, lots, spendings and budgets (R18, R19)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Facts, Quote, Source, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import EXPIRED, SPENT, WAITING, Draw, Lot, returned, take_back
from refdesk.domain.records import Shop, Stamp
from refdesk.services.desk import Desk
from refdesk.storage import entitlements, gift_cards, ledger, occasions, programmes, purchases
from refdesk.words.names import LOSS

UNITS = (t.POINTS, t.MONEY, t.STORE_CREDIT, t.STAMPS)
GIFT_CARD = gift_cards.UNIT
DRAWN = SPENT
"""The state of an effect that pays with what somebody has."""


def book_effects(
    desk: Desk, stamp: Stamp, purchase: int, quote: Quote, facts: Facts, buyer: int | None
) -> tuple[Effect, ...]:
    """Write the effects of a purchase and what they do to accounts; returns them with people.

    Raises DomainError ``sum_changed`` where another till took a balance, a gift or a budget
    meanwhile.
    """
    sources = _sources(facts)
    booked = []
    for position, quoted in enumerate(quote.effects, 1):
        is_nobody_yet = quoted.customer is None and quoted.side in ("buyer", "referral")
        effect = replace(quoted, cost=_cost(quoted, facts.shop.point_value))
        effect = replace(effect, customer=buyer) if is_nobody_yet else effect
        row = purchases.insert_effect(desk.store, purchase, position, effect)
        cause = ledger.Cause("earn", purchase=purchase, effect=row)
        if effect.state == DRAWN:
            _spend(desk, stamp, effect, quote.draws, replace(cause, kind="spend"))
        elif effect.uses is not None:
            _use(desk, effect.uses, purchase)
        else:
            put_benefit(desk, stamp, effect, cause, sources)
            _note_milestone(desk, stamp, effect, purchase, sources)
        booked.append(effect)
    _book_budgets(desk, booked, sources)
    return tuple(booked)


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


def _note_milestone(
    desk: Desk, stamp: Stamp, effect: Effect, purchase: int, sources: Sequence[Source]
) -> None:
    """R36: what a milestone gives is given once, whatever two tills do at once."""
    source = _source(sources, effect.version)
    if source is None or effect.rule is None or effect.customer is None or not effect.value:
        return
    if source.terms.rule(effect.rule).trigger != "milestone":
        return
    key = f"P{source.programme}/{effect.rule}/milestone/C{effect.customer}"
    noted = occasions.book_occasion(
        desk.store, key, "milestone", stamp=stamp, customer=effect.customer,
        version=effect.version, rule=effect.rule, purchase=purchase,
    )  # fmt: skip
    if noted is None:
        raise DomainError("sum_changed")


def _sources(facts: Facts) -> tuple[Source, ...]:
    shown = facts.code.source if facts.code else None
    found = (facts.standing, shown, *facts.own, *facts.spending.values())
    return tuple(one for one in found if one is not None)


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


def _cost(effect: Effect, point_value: int) -> int:
    """What an effect costs its programme (R64): points at their present value, gifts at cost, a
    kept discount when it is used, stamps when they pay for a visit."""
    if effect.programme is None:
        return 0
    if effect.keeps is not None:
        return effect.keeps.cost * effect.value
    if effect.benefit == t.STAMPS and effect.state != DRAWN:
        return 0
    return effect.value * point_value if effect.benefit == t.POINTS else effect.value


# -- undoing -------------------------------------------------------------------------------------


def undo_effects(
    desk: Desk, shop: Shop, stamp: Stamp, purchase: int, undo: int
) -> tuple[Effect, ...]:
    """Undo a whole purchase: what was spent returns, then what was earned is taken back (R68)."""
    entries = ledger.entries_of_purchase(desk.store, purchase)
    for entry in (one for one in entries if one.change < 0):
        _return_spent(desk, shop, stamp, entry, undo)
    for entry in (one for one in entries if one.change > 0):
        _take_back(desk, shop, stamp, entry, undo)
    return _reverse_effects(desk, purchase, undo)


def _return_spent(desk: Desk, shop: Shop, stamp: Stamp, entry: ledger.Booked, undo: int) -> None:
    last_on = ledger.last_purchase_on(desk.store, entry.account)
    draws = []
    for one, lot in ledger.drawn_from(desk.store, entry.id):
        if lot.state(stamp.on, last_on) == EXPIRED:
            _expire(desk, stamp, entry.account, lot)
        grace = _grace(desk, shop, lot.version)
        draws.append((one, returned(lot, stamp.on, grace, last_on)))
    cause = ledger.Cause("return", purchase=entry.purchase, undoes=entry.id, undo=undo)
    ledger.give_back(desk.store, stamp, entry.account, draws, cause=cause)


def _expire(desk: Desk, stamp: Stamp, account: int, lot: Lot) -> None:
    """Book what is left of a lot as expired, so that grace is for what returns alone (R12, R43)."""
    cause = ledger.Cause("expire")
    ledger.take(desk.store, stamp, account, [Draw(lot.id, lot.left)], cause=cause)


def _grace(desk: Desk, shop: Shop, version: int | None) -> int:
    """R12: the days in which what returns to an expired lot may still be spent."""
    if version is not None:
        days = programmes.get_version(desk.store, version, shop.decimals).terms.spending.grace_days
        if days is not None:
            return days
    return shop.settings.grace_days


def _take_back(desk: Desk, shop: Shop, stamp: Stamp, entry: ledger.Booked, undo: int) -> None:
    own = ledger.lot_with_rest(desk.store, entry.id)
    usable = ledger.usable_lots(desk.store, entry.account, stamp.on)
    draws, debt = take_back(own, usable, entry.change)
    cause = ledger.Cause("take_back", purchase=entry.purchase, undoes=entry.id, undo=undo)
    ledger.take(desk.store, stamp, entry.account, draws, cause=cause, debt=debt)
    if debt and shop.settings.negative_balance == "stop":
        _write_off(desk, stamp, entry.account, debt)


def _write_off(desk: Desk, stamp: Stamp, account: int, debt: int) -> None:
    """R14: where the shop lets nobody owe, the loss is an entry of its own."""
    lot = ledger.NewLot(available_on=stamp.on, expires_on=stamp.on)
    cause = ledger.Cause("adjust", reason=LOSS)
    ledger.earn(desk.store, stamp, account, debt, lot=lot, cause=cause)
    desk.audit(stamp, LOSS, account=account, amount=debt)


def _reverse_effects(desk: Desk, purchase: int, undo: int) -> tuple[Effect, ...]:
    """Record the negative of every effect, and give the programmes' budgets back (R64)."""
    reversed_effects = []
    for position, (row, effect) in enumerate(purchases.effects_of(desk.store, purchase), 1):
        back = replace(
            effect, value=-effect.value, spent=-effect.spent, cost=-effect.cost, state="cancelled",
            why=(Step("undone", {"value": -effect.value, "benefit": effect.benefit}),),
        )  # fmt: skip
        purchases.insert_effect(desk.store, purchase, position, back, undo=undo, undoes=row)
        if effect.programme is not None and effect.cost:
            programmes.give_budget_back(desk.store, effect.programme, effect.cost)
        reversed_effects.append(back)
    return tuple(reversed_effects)
