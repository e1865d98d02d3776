"""Purchases with their lines, effects and undos."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from peewee import fn

from refdesk.domain.bill import Bill, Effect, Quote, Step
from refdesk.domain.records import Stamp
from refdesk.domain.terms import Benefit
from refdesk.storage.engine import Store
from refdesk.storage.merging import records_of
from refdesk.storage.standings import UNPAID_GROUPS
from refdesk.storage.tables import (
    CustomerRow,
    EffectRow,
    EntryRow,
    LotRow,
    MoveRow,
    PurchaseLineRow,
    PurchaseRow,
    RefusalRow,
    UndoRow,
    VersionRow,
)


def insert_purchase(store: Store, stamp: Stamp, bill: Bill, quote: Quote, **values: Any) -> int:
    """Record a paid bill with its lines; effects follow."""
    purchase = store.insert(
        PurchaseRow,
        till=stamp.till,
        staff=stamp.staff,
        shift=stamp.shift,
        at=stamp.at,
        on=stamp.on,
        total=quote.total,
        discount=quote.discount,
        to_pay=quote.to_pay,
        verdict=quote.verdict,
        **values,
    )
    lines = [
        {
            "purchase": purchase, "position": position, "service": line.service,
            "group": line.group, "price": line.price, "discount": discount, "base": base,
        }
        for position, (line, discount, base) in enumerate(
            zip(bill.lines, quote.line_discounts, quote.line_bases, strict=True), 1
        )
    ]  # fmt: skip
    store.insert_many(PurchaseLineRow, lines)
    return purchase


def insert_effect(
    store: Store,
    purchase: int,
    position: int,
    effect: Effect,
    *,
    undo: int | None = None,
    undoes: int | None = None,
) -> int:
    """Record one effect of a purchase, or of its undoing, with its arithmetic (R19)."""
    place = {"purchase": purchase, "position": position, "undo": undo, "undoes": undoes}
    return _insert_effect(store, effect, place)


def insert_occasion_effect(
    store: Store, occasion: int, effect: Effect, *, undoes: int | None = None
) -> int:
    """Record what an occasion gives, or, as the negative of that, its being taken back."""
    place = {"occasion": occasion, "position": 2 if undoes else 1, "undoes": undoes}
    return _insert_effect(store, effect, place)


def _insert_effect(store: Store, effect: Effect, place: Mapping[str, int | None]) -> int:
    return store.insert(
        EffectRow,
        **place,
        customer=effect.customer,
        side=effect.side,
        level=effect.level,
        rule=effect.rule,
        version=effect.version,
        benefit=effect.benefit,
        value=effect.value,
        spent=effect.spent,
        cost=effect.cost,
        base=effect.base,
        rate=effect.rate,
        state=effect.state,
        available_on=effect.available_on,
        expires_on=effect.expires_on,
        lines=list(effect.lines),
        price=effect.price,
        carry=effect.carry,
        carry_of=effect.carry_of,
        keeps=asdict(effect.keeps) if effect.keeps else None,
        uses=effect.uses,
        why=[{"code": step.code, **step.params} for step in effect.why],
    )


def find_purchase(store: Store, purchase: int) -> Any:
    """A purchase's row, or None."""
    return store.find(PurchaseRow, id=purchase)


def effects_of(store: Store, purchase: int) -> list[tuple[int, Effect]]:
    """A purchase's own effects with their row ids, in R05's order."""
    return _effects_where(store, EffectRow.purchase == purchase, EffectRow.undo.is_null())


def undone_of(store: Store, purchase: int) -> list[tuple[int, Effect]]:
    """What undos of a purchase have reversed so far: the effect that each undoes, and the
    negative one, oldest first (R70)."""
    query = EffectRow.select(EffectRow.id, EffectRow.undoes).where(
        EffectRow.purchase == purchase, EffectRow.undo.is_null(False)
    )
    undoes = {row.id: row.undoes for row in store.all(query)}
    rows = _effects_where(store, EffectRow.purchase == purchase, EffectRow.undo.is_null(False))
    return [(undoes[row], effect) for row, effect in rows]


def effects_of_occasion(store: Store, occasion: int) -> list[tuple[int, Effect]]:
    """What an occasion gave, with its row id, and last what took that back."""
    return _effects_where(store, EffectRow.occasion == occasion)


def _effects_where(store: Store, *terms: Any) -> list[tuple[int, Effect]]:
    query = (
        EffectRow.select(EffectRow, VersionRow.programme, CustomerRow.merged_into)
        .left_outer_join(VersionRow, on=(EffectRow.version == VersionRow.id), attr="terms_of")
        .switch(EffectRow)
        .left_outer_join(CustomerRow, on=(EffectRow.customer == CustomerRow.id), attr="sign")
        .where(*terms)
        .order_by(EffectRow.undo, EffectRow.position)
    )
    return [(row.id, _effect(row)) for row in store.all(query)]


def _effect(row: Any) -> Effect:
    terms_of, sign = getattr(row, "terms_of", None), getattr(row, "sign", None)
    # a record that was merged leads to the person (R39)
    customer = (sign.merged_into if sign is not None else None) or row.customer_id
    steps = [dict(step) for step in row.why]
    return Effect(
        side=row.side, level=row.level, benefit=row.benefit, value=row.value, base=row.base,
        rate=row.rate, customer=customer, rule=row.rule, version=row.version_id,
        programme=terms_of.programme_id if terms_of is not None else None, state=row.state,
        available_on=row.available_on, expires_on=row.expires_on, spent=row.spent,
        cost=row.cost, lines=tuple(row.lines), price=row.price, carry=row.carry,
        carry_of=row.carry_of, keeps=Benefit(**row.keeps) if row.keeps else None, uses=row.uses,
        why=tuple(Step(step.pop("code"), step) for step in steps),
    )  # fmt: skip


CREDITS = ("points", "store_credit", "money")
"""What counts as a credit where a programme limits them by day."""

AS_REFERRAL, AS_BUYER = ("referral", "referrer"), ("buyer",)
"""The sides of a rule that work for a friend's purchase and for one's own (R53)."""


def fired_counts(
    store: Store, customer: int, versions: Sequence[int], sides: Sequence[str]
) -> tuple[Mapping[str, int], Mapping[str, date]]:
    """In how many of a buyer's live purchases each rule of these versions worked on these sides,
    and when first."""
    rows = store.sql(
        "SELECT effect.rule, COUNT(DISTINCT purchase.id), MIN(purchase.business_date)"  # noqa: S608 - places
        " FROM purchase JOIN effect ON effect.purchase_id = purchase.id"
        " WHERE purchase.customer_id = ? AND purchase.is_void = 0"
        f" AND effect.version_id IN ({_places(versions)})"
        f" AND effect.side IN ({_places(sides)}) AND effect.rule IS NOT NULL GROUP BY effect.rule",
        (customer, *versions, *sides),
    )
    counts = {rule: int(count) for rule, count, _ in rows}
    return counts, {rule: _day(first_on) for rule, _, first_on in rows}


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _records(store: Store, customer: int) -> list[int]:
    """The records whose effects are a person's: effects never change, whoever is merged (R77)."""
    return list(records_of(store, [customer]))


def worked_on(
    store: Store, customer: int, versions: Sequence[int], rule: str, sides: Sequence[str]
) -> list[tuple[date, int]]:
    """The days on which a rule worked in a buyer's live purchases, with in how many (R64)."""
    query = (
        EffectRow.select(PurchaseRow.on, fn.COUNT(EffectRow.purchase.distinct()).alias("n"))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id), attr="bill")
        .where(
            PurchaseRow.customer == customer,
            PurchaseRow.is_void == 0,
            EffectRow.version.in_(list(versions)),
            EffectRow.side.in_(sides),
            EffectRow.rule == rule,
        )
        .group_by(PurchaseRow.on)
    )
    return [(_day(row["on"]), int(row["n"])) for row in store.all(query.dicts())]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def credit_days(store: Store, customer: int, version: int, rule: str) -> list[tuple[date, int]]:
    """The days on which a rule credited a referrer in live purchases, with how often (R64)."""
    query = (
        EffectRow.select(PurchaseRow.on, fn.COUNT(EffectRow.id).alias("n"))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id), attr="bill")
        .where(
            EffectRow.customer.in_(_records(store, customer)),
            EffectRow.version == version,
            EffectRow.rule == rule,
            EffectRow.side == "referrer",
            EffectRow.value > 0,
            EffectRow.undo.is_null(),
            PurchaseRow.is_void == 0,
        )
        .group_by(PurchaseRow.on)
    )
    return [(_day(row["on"]), int(row["n"])) for row in store.all(query.dicts())]


def credits_on(store: Store, customer: int, on: date) -> int:
    """How often a customer was credited for others on a business day."""
    query = (
        EffectRow.select(fn.COUNT(EffectRow.id))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id))
        .where(
            EffectRow.customer.in_(_records(store, customer)), EffectRow.side == "referrer",
            EffectRow.value > 0, EffectRow.undo.is_null(), PurchaseRow.is_void == 0,
            PurchaseRow.on == on,
        )
    )  # fmt: skip
    return int(store.scalar(query) or 0)


def own_credits_on(store: Store, customer: int, on: date) -> int:
    """How often a customer was credited for his own purchases on a business day."""
    query = (
        EffectRow.select(fn.COUNT(EffectRow.id))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id))
        .where(
            PurchaseRow.customer == customer, PurchaseRow.on == on, PurchaseRow.is_void == 0,
            EffectRow.side == "buyer", EffectRow.benefit.in_(CREDITS), EffectRow.value > 0,
            EffectRow.state.in_(("held", "available")), EffectRow.undo.is_null(),
        )
    )  # fmt: skip
    return int(store.scalar(query) or 0)


def debits_on(store: Store, customer: int, version: int, on: date) -> int:
    """In how many live purchases of a business day a customer spent lots of a version (R64)."""
    query = (
        PurchaseRow.select(fn.COUNT(PurchaseRow.id.distinct()))
        .join(EntryRow, on=(EntryRow.purchase == PurchaseRow.id))
        .join(MoveRow, on=(MoveRow.entry == EntryRow.id))
        .join(LotRow, on=(MoveRow.lot == LotRow.entry))
        .where(
            PurchaseRow.customer == customer, PurchaseRow.on == on, PurchaseRow.is_void == 0,
            EntryRow.kind == "spend", LotRow.version == version,
        )
    )  # fmt: skip
    return int(store.scalar(query) or 0)


def carried(store: Store, customer: int, programme: int) -> Mapping[str, Mapping[int, int]]:
    """What each rule of a programme carries over for a person: numerators by denominator (R72).

    Undoing effects are counted in, so a numerator may be below 0.
    """
    records = _records(store, customer)
    rows = store.sql(
        "SELECT effect.rule, effect.carry_of, SUM(effect.carry) FROM effect"  # noqa: S608 - places
        " JOIN programme_version AS version ON version.id = effect.version_id"
        f" WHERE effect.customer_id IN ({_places(records)}) AND effect.carry_of IS NOT NULL"
        " AND version.programme_id = ? GROUP BY effect.rule, effect.carry_of",
        (*records, programme),
    )
    found: dict[str, dict[int, int]] = {}
    for rule, carry_of, rest in rows:
        if rest:
            found.setdefault(rule, {})[carry_of] = int(rest)
    return found


# -- undoing -------------------------------------------------------------------------------------


def line_rows(store: Store, purchase: int) -> list[Any]:
    """A purchase's lines in the bill's order: ``id``, ``position`` (from 1), ``service``,
    ``group``, ``price``, ``discount``, ``base`` and ``gone_back``."""
    return store.find_all(PurchaseLineRow, purchase=purchase, order="position")


def add_gone_back(store: Store, line: int, amount: int) -> bool:
    """Note that so much of a line went back; False where it has no longer so much (R70)."""
    gone_back = PurchaseLineRow.gone_back + amount
    query = PurchaseLineRow.update(gone_back=gone_back).where(
        PurchaseLineRow.id == line,
        gone_back <= PurchaseLineRow.price - PurchaseLineRow.discount,
    )
    return store.run(query) == 1


def add_refund(store: Store, purchase: int, amount: int) -> bool:
    """Note that so much of a live purchase went back; False where it has no longer so much."""
    gone_back = PurchaseRow.gone_back + amount
    query = PurchaseRow.update(gone_back=gone_back).where(
        PurchaseRow.id == purchase,
        PurchaseRow.is_void == 0,
        gone_back <= PurchaseRow.total - PurchaseRow.discount,
    )
    return store.run(query) == 1


def insert_undo(store: Store, stamp: Stamp, purchase: int, **values: Any) -> int:
    """Record a void or a refund; its number counts the undos of the purchase."""
    number = store.scalar(UndoRow.select(fn.COUNT(UndoRow.id)).where(UndoRow.purchase == purchase))
    return store.insert(
        UndoRow, purchase=purchase, number=number + 1, at=stamp.at, on=stamp.on, till=stamp.till,
        staff=stamp.staff, **values,
    )  # fmt: skip


def money_back(store: Store, purchase: int) -> int:
    """How much money the undos of a purchase have given back so far."""
    return sum(row.money_back for row in store.find_all(UndoRow, purchase=purchase))


def mark_void(store: Store, purchase: int, gone_back: int) -> bool:
    """Mark a purchase as wholly gone back; False when it already was (one UPDATE decides)."""
    query = PurchaseRow.update(is_void=True, gone_back=gone_back).where(
        PurchaseRow.id == purchase, PurchaseRow.is_void == 0
    )
    return store.run(query) == 1


def last_live_on(store: Store, customer: int) -> date | None:
    """The business date of a customer's last paid, unreversed purchase (R67)."""
    value = store.scalar(
        PurchaseRow.select(fn.MAX(PurchaseRow.on)).where(
            PurchaseRow.customer == customer, PurchaseRow.is_void == 0
        )
    )
    return _day(value) if value else None


def first_live_purchase(store: Store, customer: int, version: int) -> int | None:
    """The earliest live purchase in which a version's rules for friends worked and anything was
    paid with money: what makes a referral effective."""
    [(found,)] = store.sql(
        "SELECT MIN(purchase.id) FROM purchase JOIN effect ON effect.purchase_id = purchase.id"  # noqa: S608 - places
        " WHERE purchase.customer_id = ? AND purchase.is_void = 0 AND effect.version_id = ?"
        f" AND effect.undo_id IS NULL AND effect.side IN ({_places(AS_REFERRAL)})"
        " AND EXISTS (SELECT 1 FROM purchase_line AS line WHERE line.purchase_id = purchase.id"
        f" AND line.base > 0 AND line.service_group NOT IN ({_places(UNPAID_GROUPS)}))",
        (customer, version, *AS_REFERRAL, *UNPAID_GROUPS),
    )
    return int(found) if found is not None else None


def first_paid_purchase(store: Store, customer: int, since: datetime) -> int | None:
    """The earliest live purchase from a moment on in which anything was paid with money: what makes
    a referral effective where the claim's version rewards nobody for friends."""
    paid = PurchaseLineRow.base > 0
    found: int | None = store.scalar(
        PurchaseRow.select(fn.MIN(PurchaseRow.id))
        .join(PurchaseLineRow, on=(PurchaseLineRow.purchase == PurchaseRow.id))
        .where(
            PurchaseRow.customer == customer, PurchaseRow.is_void == 0, PurchaseRow.at >= since,
            paid, PurchaseLineRow.group.not_in(UNPAID_GROUPS),
        )
    )  # fmt: skip
    return found


def insert_refusal(
    store: Store, stamp: Stamp, refusal: str, code_mask: str, customer: int | None
) -> None:
    """Record a refusal at the counter with its reason."""
    store.insert(
        RefusalRow, at=stamp.at, on=stamp.on, till=stamp.till, staff=stamp.staff,
        refusal=refusal, code_mask=code_mask, customer=customer,
    )  # fmt: skip
