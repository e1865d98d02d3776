"""Purchases with their lines, effects and undos, and the list of what happened at the counter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from peewee import fn

from refdesk.domain.bill import Bill, Effect, Quote, Step
from refdesk.domain.records import Action, Stamp
from refdesk.domain.terms import Benefit
from refdesk.storage.engine import Store
from refdesk.storage.tables import (
    CodeRow,
    CodeUseRow,
    CustomerRow,
    EffectRow,
    PurchaseLineRow,
    PurchaseRow,
    RefusalRow,
    StaffRow,
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
    """Record one effect with its arithmetic (R19)."""
    return store.insert(
        EffectRow,
        purchase=purchase,
        undo=undo,
        undoes=undoes,
        position=position,
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
    query = (
        EffectRow.select(EffectRow, VersionRow.programme)
        .left_outer_join(VersionRow, on=(EffectRow.version == VersionRow.id), attr="terms_of")
        .where(EffectRow.purchase == purchase, EffectRow.undo.is_null())
        .order_by(EffectRow.position)
    )
    return [(row.id, _effect(row)) for row in store.all(query)]


def _effect(row: Any) -> Effect:
    terms_of = getattr(row, "terms_of", None)
    steps = [dict(step) for step in row.why]
    return Effect(
        side=row.side, level=row.level, benefit=row.benefit, value=row.value, base=row.base,
        rate=row.rate, customer=row.customer_id, rule=row.rule, version=row.version_id,
        programme=terms_of.programme_id if terms_of is not None else None, state=row.state,
        available_on=row.available_on, expires_on=row.expires_on, spent=row.spent,
        cost=row.cost, lines=tuple(row.lines), price=row.price, carry=row.carry,
        carry_of=row.carry_of, keeps=Benefit(**row.keeps) if row.keeps else None, uses=row.uses,
        why=tuple(Step(step.pop("code"), step) for step in steps),
    )  # fmt: skip


def fired_counts(
    store: Store, customer: int, version: int
) -> tuple[Mapping[str, int], Mapping[str, date]]:
    """In how many of a buyer's live purchases each rule of a version worked, and when first."""
    query = (
        EffectRow.select(
            EffectRow.rule,
            fn.COUNT(EffectRow.purchase.distinct()).alias("n"),
            fn.MIN(PurchaseRow.on).alias("first_on"),
        )
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id))
        .where(
            PurchaseRow.customer == customer,
            PurchaseRow.is_void == 0,
            EffectRow.version == version,
            EffectRow.rule.is_null(False),
        )
        .group_by(EffectRow.rule)
    )
    rows = list(store.all(query.dicts()))
    counts = {row["rule"]: int(row["n"]) for row in rows}
    return counts, {row["rule"]: _day(row["first_on"]) for row in rows}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def credit_days(store: Store, customer: int, version: int, rule: str) -> list[tuple[date, int]]:
    """The days on which a rule credited a referrer in live purchases, with how often (R64)."""
    query = (
        EffectRow.select(PurchaseRow.on, fn.COUNT(EffectRow.id).alias("n"))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id), attr="bill")
        .where(
            EffectRow.customer == customer,
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
            EffectRow.customer == customer, EffectRow.side == "referrer", EffectRow.value > 0,
            EffectRow.undo.is_null(), PurchaseRow.is_void == 0, PurchaseRow.on == on,
        )
    )  # fmt: skip
    return int(store.scalar(query) or 0)


def insert_undo(store: Store, stamp: Stamp, purchase: int, **values: Any) -> int:
    """Record a void or a refund; its number counts the undos of the purchase."""
    number = store.scalar(UndoRow.select(fn.COUNT(UndoRow.id)).where(UndoRow.purchase == purchase))
    return store.insert(
        UndoRow, purchase=purchase, number=number + 1, at=stamp.at, on=stamp.on, till=stamp.till,
        staff=stamp.staff, **values,
    )  # fmt: skip


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
    """The earliest live purchase in which a version gave something: what makes a referral
    effective."""
    found: int | None = store.scalar(
        PurchaseRow.select(fn.MIN(PurchaseRow.id))
        .join(EffectRow, on=(EffectRow.purchase == PurchaseRow.id))
        .where(
            PurchaseRow.customer == customer, PurchaseRow.is_void == 0,
            EffectRow.version == version, EffectRow.undo.is_null(),
        )
    )  # fmt: skip
    return found


def newest_fact_at(store: Store) -> Any:
    """The newest recording time, for the clock guard (R46)."""
    return store.first(PurchaseRow.select(PurchaseRow.at).order_by(PurchaseRow.at.desc()))


# -- refusals and the counter's list -------------------------------------------------------------


def insert_refusal(
    store: Store, stamp: Stamp, refusal: str, code_mask: str, customer: int | None
) -> None:
    """Record a refusal at the counter with its reason."""
    store.insert(
        RefusalRow, at=stamp.at, on=stamp.on, till=stamp.till, staff=stamp.staff,
        refusal=refusal, code_mask=code_mask, customer=customer,
    )  # fmt: skip


def recent_purchases(
    store: Store, *, limit: int, on: date | None = None, customer: int | None = None
) -> list[Action]:
    """The newest purchases of a day or of a customer, with services and effects."""
    query = (
        PurchaseRow.select(PurchaseRow, CustomerRow.name, StaffRow.name)
        .left_outer_join(CustomerRow, on=(PurchaseRow.customer == CustomerRow.id), attr="who")
        .switch(PurchaseRow)
        .left_outer_join(StaffRow, on=(PurchaseRow.staff == StaffRow.id), attr="by")
        .order_by(PurchaseRow.id.desc())
        .limit(limit)
    )
    if on is not None:
        query = query.where(PurchaseRow.on == on)
    if customer is not None:
        query = query.where(PurchaseRow.customer == customer)
    rows = store.all(query)
    ids = [row.id for row in rows]
    services, effects, codes = _services(store, ids), _effects(store, ids), _codes(store, ids)
    return [
        Action(
            id=row.id,
            kind="redemption" if row.id in codes else "purchase",
            at=row.at,
            customer=row.customer_id,
            name=_name(row, "who"),
            total=row.total,
            to_pay=row.to_pay,
            discount=row.discount,
            services=tuple(services.get(row.id, ())),
            staff=row.staff_id,
            staff_name=_name(row, "by"),
            shift=row.shift_id,
            is_void=row.is_void,
            code=codes.get(row.id, ""),
            effects=tuple(effects.get(row.id, ())),
        )
        for row in rows
    ]


def _name(row: Any, joined: str) -> str:
    other = getattr(row, joined, None)
    return (other.name or "") if other is not None else ""


def _services(store: Store, ids: Sequence[int]) -> dict[int, list[str]]:
    query = PurchaseLineRow.select().where(
        PurchaseLineRow.purchase.in_(list(ids)), PurchaseLineRow.service.is_null(False)
    )
    found: dict[int, list[str]] = {}
    for row in store.all(query.order_by(PurchaseLineRow.position)):
        found.setdefault(row.purchase_id, []).append(row.service)
    return found


def _effects(store: Store, ids: Sequence[int]) -> dict[int, list[Mapping[str, object]]]:
    query = EffectRow.select().where(EffectRow.purchase.in_(list(ids)), EffectRow.undo.is_null())
    rows = store.all(query.order_by(EffectRow.position))
    return _grouped(rows)


def _grouped(rows: Iterable[Any]) -> dict[int, list[Mapping[str, object]]]:
    found: dict[int, list[Mapping[str, object]]] = {}
    for row in rows:
        found.setdefault(row.purchase_id, []).append(
            {
                "side": row.side, "level": row.level, "benefit": row.benefit, "value": row.value,
                "customer": row.customer_id, "spent": row.spent, "state": row.state,
                "available_on": row.available_on,
            }
        )  # fmt: skip
    return found


def _codes(store: Store, ids: Sequence[int]) -> dict[int, str]:
    query = (
        CodeUseRow.select(CodeUseRow.purchase, CodeRow.code)
        .join(CodeRow, on=(CodeUseRow.code == CodeRow.id), attr="promo")
        .where(CodeUseRow.purchase.in_(list(ids)))
    )
    return {row.purchase_id: row.promo.code for row in store.all(query)}


def recent_refusals(store: Store, *, on: date, limit: int) -> list[Action]:
    """The newest refusals of a day."""
    query = (
        RefusalRow.select().where(RefusalRow.on == on).order_by(RefusalRow.id.desc()).limit(limit)
    )
    return [
        Action(
            id=row.id, kind="refusal", at=row.at, customer=row.customer_id, name="", total=0,
            to_pay=0, discount=0, staff=row.staff_id, code=row.code_mask, reason=row.refusal,
        )
        for row in store.all(query)
    ]  # fmt: skip


def recent_undos(store: Store, *, on: date, limit: int) -> list[Action]:
    """The newest voids of a day."""
    query = (
        UndoRow.select(UndoRow, PurchaseRow, CustomerRow.name)
        .join(PurchaseRow, on=(UndoRow.purchase == PurchaseRow.id), attr="bill")
        .left_outer_join(CustomerRow, on=(PurchaseRow.customer == CustomerRow.id), attr="who")
        .where(UndoRow.on == on)
        .order_by(UndoRow.id.desc())
        .limit(limit)
    )
    return [
        Action(
            id=row.bill.id, kind="undo", at=row.at, customer=row.bill.customer_id,
            name=_name(row.bill, "who"), total=row.amount, to_pay=-row.money_back, discount=0,
            staff=row.staff_id, reason=row.reason,
        )
        for row in store.all(query)
    ]  # fmt: skip


def shift_totals(store: Store, shift: int) -> Mapping[str, int]:
    """Purchases, discounts and sales of a shift; voided ones count nowhere."""
    row = store.all(
        PurchaseRow.select(
            fn.COUNT(PurchaseRow.id).alias("purchases"),
            fn.SUM(PurchaseRow.to_pay).alias("sales"),
            fn.SUM(PurchaseRow.discount).alias("discounts"),
        )
        .where(PurchaseRow.shift == shift, PurchaseRow.is_void == 0)
        .dicts()
    )[0]
    return {name: int(value or 0) for name, value in row.items()}


def shift_points(store: Store, shift: int) -> Mapping[str, int]:
    """Points issued and points spent in a shift's live purchases, and newcomers by a code."""
    live = (PurchaseRow.shift == shift) & (PurchaseRow.is_void == 0)
    query = (
        EffectRow.select(fn.SUM(EffectRow.value), fn.SUM(EffectRow.spent))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id))
        .where(live, EffectRow.benefit == "points", EffectRow.undo.is_null())
    )
    issued = store.scalar(query.where(EffectRow.spent == 0)) or 0
    spent = store.scalar(
        EffectRow.select(fn.SUM(EffectRow.spent))
        .join(PurchaseRow, on=(EffectRow.purchase == PurchaseRow.id))
        .where(live, EffectRow.benefit == "points", EffectRow.undo.is_null())
    )
    by_code = store.scalar(
        PurchaseRow.select(fn.COUNT(PurchaseRow.id)).where(live, PurchaseRow.verdict == "ok_new")
    )
    return {"issued": int(issued), "spent": int(spent or 0), "by_code": int(by_code or 0)}


def count_refusals(store: Store, *, on: date, till: int) -> int:
    """How many codes a till refused on a day."""
    return int(
        store.scalar(
            RefusalRow.select(fn.COUNT(RefusalRow.id)).where(
                RefusalRow.on == on, RefusalRow.till == till
            )
        )
        or 0
    )
