"""Writing a quote down: effects with their arithmetic, lots, spendings and budgets (R18, R19)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Facts, Quote, Source, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import EXPIRED, Draw, Lot, returned, take_back
from refdesk.domain.records import Shop, Stamp
from refdesk.services.desk import Desk
from refdesk.storage import ledger, programmes, purchases
from refdesk.words.names import LOSS

UNITS = (t.POINTS, t.MONEY, t.STORE_CREDIT, t.STAMPS)


def book_effects(
    desk: Desk, stamp: Stamp, purchase: int, quote: Quote, facts: Facts, buyer: int | None
) -> tuple[Effect, ...]:
    """Write the effects of a purchase and what they do to accounts; returns them with people.

    Raises DomainError ``sum_changed`` where another till took a balance or a budget meanwhile.
    """
    booked = []
    for position, quoted in enumerate(quote.effects, 1):
        is_nobody_yet = quoted.customer is None and quoted.side in ("buyer", "referral")
        effect = replace(quoted, cost=_cost(quoted, facts.shop.point_value))
        effect = replace(effect, customer=buyer) if is_nobody_yet else effect
        row = purchases.insert_effect(desk.store, purchase, position, effect)
        if effect.benefit in UNITS and effect.customer is not None and effect.value:
            account = ledger.account_id(desk.store, effect.customer, effect.benefit)
            if effect.state == "spent":
                cause = ledger.Cause("spend", purchase=purchase, effect=row)
                _spend(desk, stamp, account, quote.draws[effect.benefit], cause)
            else:
                cause = ledger.Cause("earn", purchase=purchase, effect=row)
                _earn(desk, stamp, account, effect, cause, facts)
        booked.append(effect)
    _book_budgets(desk, booked, facts)
    return tuple(booked)


def _earn(
    desk: Desk,
    stamp: Stamp,
    account: int,
    effect: Effect,
    cause: ledger.Cause,
    facts: Facts,
) -> None:
    source = _source(facts, effect.version)
    spending = source.terms.spending if source else t.Spending()
    lot = ledger.NewLot(
        available_on=effect.available_on or stamp.on,
        expires_on=effect.expires_on,
        inactive_days=spending.expires_inactive_days,
        grace_days=spending.grace_days,
        version=effect.version,
        rule=effect.rule,
    )
    ledger.earn(desk.store, stamp, account, effect.value, lot=lot, cause=cause)


def _spend(
    desk: Desk, stamp: Stamp, account: int, draws: Sequence[Draw], cause: ledger.Cause
) -> None:
    # what was owed is paid first, and the quote has reckoned with that
    ledger.settle(desk.store, stamp, account)
    if ledger.take(desk.store, stamp, account, draws, cause=cause) is None:
        raise DomainError("sum_changed")


def _source(facts: Facts, version: int | None) -> Source | None:
    sources = [facts.standing, facts.code.source if facts.code else None]
    return next((one for one in sources if one and one.version == version), None)


def _book_budgets(desk: Desk, effects: Iterable[Effect], facts: Facts) -> None:
    for source in {s.programme: s for s in _sources(facts)}.values():
        spent = sum(effect.cost for effect in effects if effect.programme == source.programme)
        if spent and not programmes.spend_budget(
            desk.store, source.programme, spent, source.terms.budget
        ):
            raise DomainError("sum_changed")


def _sources(facts: Facts) -> list[Source]:
    return [one for one in (facts.standing, facts.code.source if facts.code else None) if one]


def _cost(effect: Effect, point_value: int) -> int:
    """What an effect costs its programme (R64): points at their present value, the rest as is."""
    if effect.programme is None:
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
