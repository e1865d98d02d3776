"""Reading what is traced: who did something last, and where a code was used (ui.md, section 7)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import JOIN, fn

from refdesk.storage.engine import Store
from refdesk.storage.tables import (
    AuditRow,
    CodeUseRow,
    CustomerRow,
    PurchaseRow,
    StaffRow,
    TillRow,
)

NEWEST_LINKS = 100_000
"""So many links of the audit are looked through: a verdict must not wait for years of them."""


class UseTrace(NamedTuple):
    """A code's newest live use: the day, whose it was, and at which till by whom."""

    on: date
    customer: int | None
    name: str
    till: str
    staff: str


class AuditTrace(NamedTuple):
    """When something was done, and by whom; no name where nobody signs in."""

    at: datetime
    staff: str


def last_use(store: Store, code: int) -> UseTrace | None:
    """Where and when a code was used last; nothing of uses that a void gave back."""
    row = store.first(
        CodeUseRow.select(
            CodeUseRow.on, CodeUseRow.customer, CustomerRow.name.alias("name"),
            TillRow.name.alias("till"), StaffRow.name.alias("staff"),
        )
        .join(PurchaseRow, on=(CodeUseRow.purchase == PurchaseRow.id))
        .join(TillRow, on=(PurchaseRow.till == TillRow.id))
        .join_from(PurchaseRow, StaffRow, JOIN.LEFT_OUTER, on=(PurchaseRow.staff == StaffRow.id))
        .join_from(CodeUseRow, CustomerRow, JOIN.LEFT_OUTER,
                   on=(CodeUseRow.customer == CustomerRow.id))
        .where(CodeUseRow.code == code, CodeUseRow.is_live == 1)
        .order_by(CodeUseRow.number.desc())
        .objects()
    )  # fmt: skip
    if row is None:
        return None
    return UseTrace(row.on, row.customer_id, row.name or "", row.till or "", row.staff or "")


def last_link(store: Store, action: str, details: Mapping[str, object]) -> AuditTrace | None:
    """The newest audit link of an action with just these details, on any till's chain."""
    row = store.first(_links(store, action, details))
    return None if row is None else AuditTrace(row.at, row.name or "")


def links(store: Store, action: str, details: Mapping[str, object]) -> list[AuditTrace]:
    """All such links, newest first."""
    return [AuditTrace(row.at, row.name or "") for row in store.all(_links(store, action, details))]


def _links(store: Store, action: str, details: Mapping[str, object]) -> Any:
    newest = store.scalar(AuditRow.select(fn.MAX(AuditRow.id))) or 0
    return (
        AuditRow.select(AuditRow.at, StaffRow.name.alias("name"))
        .join(StaffRow, JOIN.LEFT_OUTER, on=(AuditRow.staff == StaffRow.id))
        .where(
            AuditRow.id > newest - NEWEST_LINKS,
            AuditRow.action == action,
            AuditRow.details == dict(details),
        )
        .order_by(AuditRow.id.desc())
        .objects()
    )
