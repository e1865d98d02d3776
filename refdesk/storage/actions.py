"""What happened at the counter: the list of a day or of a customer, and a shift's figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from peewee import fn

from refdesk.domain.records import Action
from refdesk.storage.engine import Store
from refdesk.storage.marks import marks_among
from refdesk.storage.merging import signs_among
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
)


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
    marks = marks_among(store, ids)
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
            mark=None if row.is_void else marks.get(row.id),
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
    return _grouped(rows, signs_among(store, [row.customer_id for row in rows]))


def _grouped(
    rows: Iterable[Any], signs: Mapping[int, int]
) -> dict[int, list[Mapping[str, object]]]:
    found: dict[int, list[Mapping[str, object]]] = {}
    for row in rows:
        found.setdefault(row.purchase_id, []).append(
            {
                "side": row.side, "level": row.level, "benefit": row.benefit, "value": row.value,
                "customer": signs.get(row.customer_id, row.customer_id), "spent": row.spent,
                "state": row.state, "available_on": row.available_on,
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
    rows = store.all(query)
    signs = signs_among(store, [row.customer_id for row in rows])
    return [
        Action(
            id=row.id, kind="refusal", at=row.at, name="", total=0, to_pay=0, discount=0,
            customer=signs.get(row.customer_id, row.customer_id), staff=row.staff_id,
            code=row.code_mask, reason=row.refusal,
        )
        for row in rows
    ]  # fmt: skip


def recent_undos(store: Store, *, on: date, limit: int) -> list[Action]:
    """The newest voids and refunds of a day."""
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
            staff=row.staff_id, reason=row.reason, is_void=row.kind == "void",
        )
        for row in store.all(query)
    ]  # fmt: skip


def shift_totals(store: Store, shift: int) -> Mapping[str, int]:
    """Purchases, discounts and, before them, sales of a shift; voided ones count nowhere."""
    row = store.all(
        PurchaseRow.select(
            fn.COUNT(PurchaseRow.id).alias("purchases"),
            fn.SUM(PurchaseRow.total).alias("sales"),
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
    return _count_refusals(store, RefusalRow.on == on, RefusalRow.till == till)


def shift_refusals(store: Store, shift: Any) -> int:
    """How many codes the person of an open shift had refused at its till since it was opened."""
    of_staff = (
        RefusalRow.staff.is_null() if shift.staff_id is None else RefusalRow.staff == shift.staff_id
    )
    return _count_refusals(
        store, RefusalRow.at >= shift.opened_at, RefusalRow.till == shift.till_id, of_staff
    )


def _count_refusals(store: Store, *conditions: Any) -> int:
    return int(store.scalar(RefusalRow.select(fn.COUNT(RefusalRow.id)).where(*conditions)) or 0)
