"""The shop's past read in bulk: what a profit check assumes and what a replay plays again.

Read in chunks, because a replay reads every purchase of months; voided purchases count nowhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from refdesk.storage.engine import Store
from refdesk.storage.fields import InstantField
from refdesk.storage.tables import CodeRow, CodeUseRow, EffectRow, PurchaseLineRow

CHUNK = 1000
_INSTANT = InstantField()


@dataclass(frozen=True)
class PastFigures:
    """What was bought in a span of business days: by how many, for how much before discounts."""

    purchases: int
    with_customer: int
    customers: int
    turnover: int
    first_on: date | None


@dataclass(frozen=True)
class PastLine:
    """One line of a past bill with its price before discounts, less what has gone back."""

    service: str | None
    group: str
    price: int


@dataclass(frozen=True)
class PastPurchase:
    """A live purchase of a known customer. ``code_kind`` is the kind of the code that was used."""

    id: int
    customer: int
    at: datetime
    on: date
    till: str
    manual_discount: int
    code_kind: str | None
    lines: tuple[PastLine, ...]


@dataclass(frozen=True)
class PastPerson:
    """Somebody in the base and who brought him; dates are business dates."""

    id: int
    kind: str
    registered_on: date
    birthday: date | None
    referrer: int | None
    claimed_on: date | None
    was_new: bool
    effective_on: date | None


def past_figures(store: Store, since: date) -> PastFigures:
    """What live purchases on and after a day come to."""
    rows = store.sql(
        "SELECT COUNT(*), COUNT(customer_id), COUNT(DISTINCT customer_id), SUM(total),"
        " MIN(business_date) FROM purchase WHERE is_void = 0 AND business_date >= ?",
        (since.isoformat(),),
    )
    count, with_customer, customers, turnover, first = rows[0]
    return PastFigures(count, with_customer, customers, turnover or 0, _day(first))


def count_purchases(store: Store, until: date) -> int:
    """How many purchases of known customers there are through a day."""
    rows = store.sql(
        "SELECT COUNT(customer_id) FROM purchase WHERE is_void = 0 AND business_date <= ?",
        (until.isoformat(),),
    )
    return int(rows[0][0])


def past_people(store: Store) -> list[PastPerson]:
    """Everybody, with who brought him and when that became effective."""
    rows = store.sql(
        "SELECT customer.id, customer.kind, customer.registered_on, customer.birthday,"
        " referral.referrer_id, referral.claimed_on, referral.was_new, purchase.business_date"
        " FROM customer LEFT JOIN referral ON referral.customer_id = customer.id"
        " LEFT JOIN purchase ON purchase.id = referral.effective_id"
        " WHERE customer.merged_into IS NULL"
    )
    return [
        PastPerson(
            id=row[0], kind=row[1], registered_on=_must(row[2]), birthday=_day(row[3]),
            referrer=row[4], claimed_on=_day(row[5]), was_new=bool(row[6]),
            effective_on=_day(row[7]),
        )
        for row in rows
    ]  # fmt: skip


def past_purchases(store: Store, until: date) -> Iterator[PastPurchase]:
    """Live purchases of known customers through a day, in the order in which they were made."""
    after: tuple[str, int] = ("", 0)
    while True:
        heads = store.sql(
            "SELECT purchase.id, customer_id, at, business_date, till.name FROM purchase"
            " JOIN till ON till.id = purchase.till_id"
            " WHERE is_void = 0 AND customer_id IS NOT NULL AND business_date <= ?"
            " AND (business_date > ? OR (business_date = ? AND purchase.id > ?))"
            " ORDER BY business_date, purchase.id LIMIT ?",
            (until.isoformat(), after[0], after[0], after[1], CHUNK),
        )
        if not heads:
            return
        ids = [head[0] for head in heads]
        lines, manual, kinds = _lines(store, ids), _manual(store, ids), _code_kinds(store, ids)
        for number, customer, at, on, till in heads:
            yield PastPurchase(
                id=number, customer=customer, at=_instant(at), on=_must(on),
                till=till, manual_discount=manual.get(number, 0), code_kind=kinds.get(number),
                lines=tuple(lines.get(number, ())),
            )  # fmt: skip
        after = heads[-1][3], heads[-1][0]


def _lines(store: Store, ids: list[int]) -> Mapping[int, list[PastLine]]:
    line = PurchaseLineRow
    query = line.select(
        line.purchase, line.service, line.group, line.price, line.discount, line.gone_back
    )
    query = query.where(line.purchase.in_(ids)).order_by(line.purchase, line.position)
    found: dict[int, list[PastLine]] = {}
    for purchase, service, group, price, discount, back in store.all(query.tuples()):
        net = price - discount
        left = price if not back else price * (net - back) // net
        found.setdefault(purchase, []).append(PastLine(service, group, left))
    return found


def _manual(store: Store, ids: list[int]) -> Mapping[int, int]:
    """What was taken off by hand: the discounts of no rule (R59)."""
    query = (
        EffectRow.select(EffectRow.purchase, fn.SUM(EffectRow.value))
        .where(
            EffectRow.purchase.in_(ids), EffectRow.undo.is_null(), EffectRow.version.is_null(),
            EffectRow.benefit == "amount_off",
        )
        .group_by(EffectRow.purchase)
    )  # fmt: skip
    return {purchase: int(value) for purchase, value in store.all(query.tuples())}


def _code_kinds(store: Store, ids: list[int]) -> Mapping[int, str]:
    query = (
        CodeUseRow.select(CodeUseRow.purchase, CodeRow.kind)
        .join(CodeRow, on=(CodeUseRow.code == CodeRow.id))
        .where(CodeUseRow.purchase.in_(ids))
    )
    return dict(store.all(query.tuples()))


def _instant(stored: int) -> datetime:
    moment = _INSTANT.python_value(stored)
    if moment is None:
        raise ValueError(stored)
    return moment


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def _must(text: str) -> date:
    return date.fromisoformat(text)
