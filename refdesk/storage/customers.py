"""People, their identities, consents and referrals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from peewee import fn

from refdesk.domain.customer import fold
from refdesk.domain.ledger import AVAILABLE, Lot
from refdesk.domain.records import Customer, CustomerLine, Identity, Referral, Stamp
from refdesk.storage import ledger
from refdesk.storage.engine import Store
from refdesk.storage.tables import (
    AccountRow,
    CodeRow,
    ConsentRow,
    CustomerRow,
    IdentityRow,
    ReferralRow,
)

MAX_LEVELS = 4


def insert_customer(
    store: Store,
    stamp: Stamp,
    *,
    name: str,
    kind: str,
    birthday: date | None = None,
    tags: Sequence[str] = (),
) -> int:
    """Add a person and return the id; identities and the search text follow."""
    return store.insert(
        CustomerRow,
        name=name,
        name_folded=fold(name),
        kind=kind,
        birthday=birthday,
        tags=list(tags),
        registered_on=stamp.on,
        created_at=stamp.at,
    )


def update_customer(store: Store, customer: int, **changes: Any) -> None:
    """Change a person's own fields."""
    if "name" in changes:
        changes["name_folded"] = fold(changes["name"])
    store.run(CustomerRow.update(**changes).where(CustomerRow.id == customer))


def add_identities(store: Store, customer: int, identities: Iterable[Identity]) -> None:
    """Attach identities; the unique key refuses one that somebody else has."""
    for one in identities:
        store.insert(
            IdentityRow, customer=customer, kind=one.kind, value=one.value, shown=one.shown
        )


def find_owner(store: Store, kind: str, value: str) -> int | None:
    """The customer of a normalised identity."""
    found = store.find(IdentityRow, value=value, kind=kind)
    return found.customer_id if found else None


def find_customer(store: Store, customer: int) -> Customer | None:
    """One person with his identities."""
    row = store.find(CustomerRow, id=customer)
    if row is None:
        return None
    return Customer(
        id=row.id,
        name=row.name,
        kind=row.kind,
        state=row.state,
        registered_on=row.registered_on,
        birthday=row.birthday,
        tags=tuple(row.tags),
        note=row.note,
        purchases=row.purchases,
        last_on=row.last_on,
        identities=tuple(
            Identity(one.kind, one.value, one.shown)
            for one in store.find_all(IdentityRow, customer=customer)
        ),
    )


def find_by_name(store: Store, name: str) -> list[int]:
    """The ids of the people of exactly this name, whatever its case."""
    query = CustomerRow.select(CustomerRow.id).where(
        CustomerRow.name_folded == fold(name), CustomerRow.state.in_(("active", "blocked"))
    )
    return [row.id for row in store.all(query.limit(3))]


def names_of(store: Store, customers: Iterable[int]) -> Mapping[int, str]:
    """The names of these people."""
    wanted = set(customers)
    if not wanted:
        return {}
    query = CustomerRow.select(CustomerRow.id, CustomerRow.name).where(CustomerRow.id.in_(wanted))
    return {row.id: row.name for row in store.all(query)}


def erased_among(store: Store, customers: Iterable[int]) -> set[int]:
    """Those of these people who are erased."""
    query = CustomerRow.select(CustomerRow.id).where(
        CustomerRow.id.in_(list(customers)), CustomerRow.state == "erased"
    )
    return set(store.column(query))


def count_purchase(store: Store, customer: int, by: int, last_on: date | None) -> None:
    """Move the cache of a person's live purchases. One more never makes the last day an earlier
    one, even where a clock was put back; for one less ``last_on`` is that of those left."""
    day = last_on.isoformat() if last_on is not None else None
    last, days = "?", [day]
    if by > 0 and last_on is not None:
        last, days = "MAX(COALESCE(last_on, ?), ?)", [day, day]
    store.touch(
        f"UPDATE customer SET purchases = purchases + ?, last_on = {last} WHERE id = ?",  # noqa: S608 - ours
        (by, *days, customer),
    )


def insert_consent(store: Store, stamp: Stamp, customer: int, version: str, how: str) -> None:
    """Record a consent: what for, when, on which text version, how obtained (R51)."""
    store.insert(
        ConsentRow, customer=customer, purpose="customer_base", text_version=version, how=how,
        at=stamp.at,
    )  # fmt: skip


def has_consent(store: Store, customer: int) -> bool:
    """Whether a consent stands that was not withdrawn."""
    query = ConsentRow.select(ConsentRow.id).where(
        ConsentRow.customer == customer, ConsentRow.withdrawn_at.is_null()
    )
    return store.first(query) is not None


# -- lists -------------------------------------------------------------------------------------


def contacts_among(store: Store, ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """The first ``phone`` and ``plate`` of these people, in one query for any number."""
    identities = store.all(
        IdentityRow.select(IdentityRow.customer, IdentityRow.kind, IdentityRow.shown)
        .where(IdentityRow.customer.in_(list(ids)), IdentityRow.kind.in_(("phone", "plate")))
        .order_by(IdentityRow.id.desc())
    )
    return {(one.customer_id, one.kind): one.shown for one in identities}


def customer_lines(store: Store, ids: Sequence[int], on: date) -> list[CustomerLine]:
    """The list lines of these people, in the order of the ids; four queries for any number."""
    rows = {
        row.id: row for row in store.all(CustomerRow.select().where(CustomerRow.id.in_(list(ids))))
    }
    shown = contacts_among(store, ids)
    codes = _codes_of(store, ids)
    counts = count_referrals(store, ids)
    points = _points_of(store, ids, on)
    return [
        CustomerLine(
            id=row.id,
            name=row.name,
            phone=shown.get((row.id, "phone"), ""),
            plate=shown.get((row.id, "plate"), ""),
            code=codes.get(row.id, ""),
            purchases=row.purchases,
            last_on=row.last_on,
            referrals=counts.get(row.id, 0),
            points=points.get(row.id, 0),
            state=row.state,
        )
        for row in (rows[one] for one in ids if one in rows)
    ]


def _codes_of(store: Store, ids: Sequence[int]) -> Mapping[int, str]:
    query = (
        CodeRow.select(CodeRow.owner, CodeRow.code)
        .where(CodeRow.owner.in_(list(ids)), CodeRow.kind == "personal", CodeRow.status == "live")
        .order_by(CodeRow.id.desc())
    )
    return {row.owner_id: row.code for row in store.all(query)}


def count_referrals(store: Store, ids: Sequence[int]) -> Mapping[int, int]:
    """How many people each of these has brought."""
    query = (
        ReferralRow.select(ReferralRow.referrer, fn.COUNT(ReferralRow.id).alias("n"))
        .where(ReferralRow.referrer.in_(list(ids)))
        .group_by(ReferralRow.referrer)
    )
    return {row.referrer_id: row.n for row in store.all(query)}


def _points_of(store: Store, ids: Sequence[int], on: date) -> Mapping[int, int]:
    """What each may spend on a day, below 0 when owed; more than one query only for who owes."""
    accounts = store.all(
        AccountRow.select(
            AccountRow.id,
            AccountRow.customer,
            AccountRow.balance,
            CustomerRow.id,  # a joined row of nothing but NULL is left out
            CustomerRow.last_on,
        )
        .join(CustomerRow, on=(AccountRow.customer == CustomerRow.id), attr="who")
        .where(AccountRow.customer.in_(list(ids)), AccountRow.unit == "points")
    )
    lots = ledger.lots_by_account(store, [row.id for row in accounts], "points")
    kept: dict[int, list[Lot]] = {}
    balance: dict[int, int] = {}
    for row in accounts:
        # a merge may have brought him a second account (R77)
        kept.setdefault(row.customer_id, []).extend(lots.get(row.id, ()))
        balance[row.customer_id] = balance.get(row.customer_id, 0) + row.balance
    last_on = {row.customer_id: row.who.last_on for row in accounts}
    found = {}
    for customer, lots_of in kept.items():
        own: Sequence[Lot] = lots_of
        owed: Mapping[str, int] = {}
        if sum(lot.left for lot in own) != balance[customer]:
            purse = ledger.purse_of(store, customer, on)
            own, owed = [lot for lot in purse.lots if lot.unit == "points"], purse.owed
        free = sum(lot.left for lot in own if lot.state(on, last_on[customer]) == AVAILABLE)
        found[customer] = free - owed.get("points", 0)
    return found


# -- referrals ---------------------------------------------------------------------------------


def insert_referral(store: Store, stamp: Stamp, referral: Referral, code: int | None) -> None:
    """Bind a customer to who brought him, for life (R30)."""
    store.insert(
        ReferralRow,
        customer=referral.customer,
        referrer=referral.referrer,
        code=code,
        version=referral.version,
        claimed_at=stamp.at,
        claimed_on=stamp.on,
        was_new=referral.was_new,
    )


def find_referral(store: Store, customer: int) -> Referral | None:
    """The referral that a customer is, if somebody brought him."""
    row = store.find(ReferralRow, customer=customer)
    return _referral(row) if row else None


def _referral(row: Any, name: str = "", purchases: int = 0) -> Referral:
    return Referral(
        customer=row.customer_id,
        referrer=row.referrer_id,
        version=row.version_id,
        claimed_on=row.claimed_on,
        was_new=row.was_new,
        effective=row.effective_id,
        code=row.code_id,
        name=name,
        purchases=purchases,
    )


def claimed_at(store: Store, customer: int) -> datetime | None:
    """When somebody was brought."""
    row = store.find(ReferralRow, customer=customer)
    return row.claimed_at if row else None


def list_referrals(store: Store, referrer: int, limit: int = 200) -> list[Referral]:
    """Whom a customer brought, newest first, with names."""
    query = (
        ReferralRow.select(ReferralRow, CustomerRow.name, CustomerRow.purchases, CustomerRow.state)
        .join(CustomerRow, on=(ReferralRow.customer == CustomerRow.id), attr="who")
        .where(ReferralRow.referrer == referrer)
        .order_by(ReferralRow.id.desc())
        .limit(limit)
    )
    return [
        replace(
            _referral(row, row.who.name, row.who.purchases), is_erased=row.who.state == "erased"
        )
        for row in store.all(query)
    ]


def set_referrer(store: Store, customer: int, referrer: int) -> None:
    """Name another referrer (R30); the trigger refuses a cycle (R32)."""
    store.run(ReferralRow.update(referrer=referrer).where(ReferralRow.customer == customer))


def set_effective(store: Store, customer: int, purchase: int | None) -> None:
    """Note the purchase that made a referral effective, or that none does any more (R16)."""
    store.touch("UPDATE referral SET effective_id = ? WHERE customer_id = ?", (purchase, customer))


def referrer_line(store: Store, customer: int) -> list[int]:
    """Who brought this customer, who brought that one, and so on: the whole chain (R32)."""
    return [
        row[0]
        for row in store.sql(
            "WITH RECURSIVE line(person, level) AS ("
            " SELECT referrer_id, 1 FROM referral WHERE customer_id = ?"
            " UNION ALL SELECT referral.referrer_id, level + 1 FROM referral"
            " JOIN line ON referral.customer_id = line.person WHERE level < 10000)"
            " SELECT person FROM line ORDER BY level",
            (customer,),
        )
    ]


def count_effective(store: Store, referrer: int) -> int:
    """How many effective referrals a customer has."""
    [(count,)] = store.sql(
        "SELECT COUNT(*) FROM referral WHERE referrer_id = ? AND effective_id IS NOT NULL",
        (referrer,),
    )
    return int(count)


def register_at(store: Store, customer: int, on: date, at: datetime) -> None:
    """Set when a customer came, for people brought in from elsewhere."""
    store.run(CustomerRow.update(registered_on=on, created_at=at).where(CustomerRow.id == customer))
