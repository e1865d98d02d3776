"""Gifts and discounts kept for a later purchase, each used once and whole (R62)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from refdesk.domain.bill import Entitlement
from refdesk.domain.records import EntitlementLine
from refdesk.domain.terms import Benefit
from refdesk.storage.engine import Store
from refdesk.storage.tables import EntitlementRow, ProgrammeRow, VersionRow


class NewEntitlement(TypedDict):
    """What is kept: for whom, what gave it, and when it may be used (both ends inclusive)."""

    customer: int
    effect: int | None
    benefit: Benefit
    version: int | None
    rule: str | None
    available_on: date
    expires_on: date | None
    waits: bool


def insert_entitlement(store: Store, **given: Unpack[NewEntitlement]) -> int:
    """Keep a benefit for a later purchase; the entitlement's id."""
    values: dict[str, Any] = {**given, "benefit": asdict(given["benefit"])}
    return store.insert(EntitlementRow, **values)


def open_entitlements(store: Store, customer: int) -> tuple[Entitlement, ...]:
    """A customer's entitlements that are neither used, cancelled nor waiting, oldest first.

    Held and expired ones are among them: their dates say so.
    """
    if not store.find_all(EntitlementRow, customer=customer, used_in=None, cancelled_at=None):
        return ()
    rows = _rows(
        store,
        EntitlementRow.customer == customer,
        EntitlementRow.used_in.is_null(),
        EntitlementRow.cancelled_at.is_null(),
        EntitlementRow.waits == 0,
    )
    return tuple(
        Entitlement(
            id=row.id,
            benefit=Benefit(**row.benefit),
            available_on=row.available_on,
            expires_on=row.expires_on,
            version=row.version_id,
            programme=_programme(row),
            rule=row.rule,
        )
        for row in rows
    )


def entitlement_lines(store: Store, customer: int) -> list[EntitlementLine]:
    """Everything that was ever kept for a customer, oldest first; `state` says how it stands."""
    if not store.find_all(EntitlementRow, customer=customer):
        return []
    return [
        EntitlementLine(
            id=row.id,
            benefit=Benefit(**row.benefit),
            available_on=row.available_on,
            expires_on=row.expires_on,
            programme=_programme(row),
            programme_name=row.terms_of.programme.name if _programme(row) else None,
            rule=row.rule,
            waits=row.waits,
            used_in=row.used_in_id,
            is_cancelled=row.cancelled_at is not None,
        )
        for row in _rows(store, EntitlementRow.customer == customer)
    ]


def _rows(store: Store, *terms: Any) -> list[Any]:
    query = (
        EntitlementRow.select(
            EntitlementRow, VersionRow.programme, ProgrammeRow.id, ProgrammeRow.name
        )
        .left_outer_join(VersionRow, on=(EntitlementRow.version == VersionRow.id), attr="terms_of")
        .left_outer_join(ProgrammeRow, on=(VersionRow.programme == ProgrammeRow.id))
        .where(*terms)
        .order_by(EntitlementRow.id)
    )
    return store.all(query)


def _programme(row: Any) -> int | None:
    terms_of = getattr(row, "terms_of", None)
    return terms_of.programme_id if terms_of is not None else None


def use_entitlement(store: Store, entitlement: int, purchase: int) -> bool:
    """Use an open one up; False where another till or an undo was quicker (one UPDATE decides)."""
    query = EntitlementRow.update(used_in=purchase).where(
        EntitlementRow.id == entitlement,
        EntitlementRow.used_in.is_null(),
        EntitlementRow.cancelled_at.is_null(),
        EntitlementRow.waits == 0,
    )
    return store.run(query) == 1


def give_back(store: Store, purchase: int) -> list[int]:
    """What a purchase used is open again, with its old dates (R70); returns the ids."""
    used = store.find_all(EntitlementRow, used_in=purchase)
    store.run(EntitlementRow.update(used_in=None).where(EntitlementRow.used_in == purchase))
    return [row.id for row in used]


def cancel_of_effect(store: Store, effect: int, at: datetime) -> bool:
    """Cancel what an effect gave while it is unused; False where it is used, or none was given."""
    query = EntitlementRow.update(cancelled_at=at).where(
        EntitlementRow.effect == effect,
        EntitlementRow.used_in.is_null(),
        EntitlementRow.cancelled_at.is_null(),
    )
    return store.run(query) > 0


def stop_waiting(store: Store, customer: int, on: date) -> int:
    """Let a customer's waiting entitlements go: available from this day at the earliest, and as
    long as they would have been. Returns how many."""
    rows = store.find_all(EntitlementRow, customer=customer, waits=True, cancelled_at=None)
    for row in rows:
        changes = {"waits": False, **later(row.available_on, row.expires_on, on)}
        store.run(EntitlementRow.update(changes).where(EntitlementRow.id == row.id))
    return len(rows)


def later(available_on: date, expires_on: date | None, on: date) -> dict[str, date | None]:
    """The dates of something that waited: not before this day, and as long as before."""
    begins = max(available_on, on)
    ends = expires_on + (begins - available_on) if expires_on is not None else None
    return {"available_on": begins, "expires_on": ends}


def count_expired(store: Store, since: date | None, before: date) -> int:
    """How many open ones had their last day from one day up to, and without, another."""
    terms: list[Any] = [
        EntitlementRow.expires_on < before,
        EntitlementRow.used_in.is_null(),
        EntitlementRow.cancelled_at.is_null(),
        EntitlementRow.waits == 0,
    ]
    if since is not None:
        terms.append(EntitlementRow.expires_on >= since)
    rows: Iterable[Any] = store.column(EntitlementRow.select(EntitlementRow.id).where(*terms))
    return len(list(rows))
