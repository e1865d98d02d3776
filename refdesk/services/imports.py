"""Bringing in a shop's past: people with the purchases they made before.

Imported purchases make old customers of them (R33); they gave nothing and give nothing now. Each
person gets a personal code for every programme that invites, as when he is added by hand.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from refdesk.domain.customer import clean_name
from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_amount
from refdesk.domain.progress import Progress
from refdesk.domain.records import Stamp, Version
from refdesk.services import codes, programmes
from refdesk.services.customers import MAX_NAME
from refdesk.services.desk import Desk
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as people_storage
from refdesk.storage.history import insert_past_purchases
from refdesk.storage.search import index_customer

NOON = time(12)
_REPORT_EVERY = 100


@dataclass(frozen=True)
class PastCustomer:
    """Somebody with the bills he paid: day and sum in minor units."""

    name: str
    bills: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class Imported:
    """The customers' ids in the order they came, and how many purchases they brought."""

    customers: tuple[int, ...]
    purchases: int


def read_purchases(file: Path, decimals: int) -> list[PastCustomer]:
    """Read a CSV of customer, date, items, amount; people in the order they first appear.

    Raises DomainError ``bad_file`` with the name of the file and the row.
    """
    found: dict[str, list[tuple[date, int]]] = {}
    row = 1
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.DictReader(stream, strict=True):
                row += 1
                amount = parse_amount(line["amount"], decimals, allow_zero=True)
                bill = date.fromisoformat(line["date"]), amount
                found.setdefault(line["customer"], []).append(bill)
    except (OSError, ValueError, KeyError, TypeError, csv.Error, DomainError) as broken:
        raise DomainError("bad_file", text=f"{file.name}:{row}") from broken
    if not found:
        raise DomainError("bad_file", text=file.name)
    return [PastCustomer(name, tuple(bills)) for name, bills in found.items()]


def import_history(
    desk: Desk, people: Sequence[PastCustomer], progress: Progress | None = None
) -> Imported:
    """Add people with their past purchases and their personal codes, all or nothing.

    Raises DomainError ``not_allowed``, ``bad_name``, ``bad_date`` for a day yet to come.
    """
    desk.require("manager", "import_history")
    progress = progress or Progress()
    shop, today = desk.shop(), desk.today()
    for one in people:
        _check(one, today)
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False)
        ids = []
        for count, one in enumerate(people, 1):
            customer = people_storage.insert_customer(
                desk.store, stamp, name=clean_name(one.name), kind="client"
            )
            bills = ((on, _noon(on, shop.zone), amount) for on, amount in one.bills)
            insert_past_purchases(desk.store, stamp, customer, bills)
            ids.append(customer)
            if count % _REPORT_EVERY == 0:
                progress.check()
                progress.report(count, len(people))
        for version in programmes.inviting(programmes.list_programmes(desk)):
            _issue_codes(desk, stamp, ids, version)
        for customer in ids:
            index_customer(desk.store, customer)
        purchases = sum(len(one.bills) for one in people)
        desk.audit(stamp, "history_imported", customers=len(ids), purchases=purchases)
    return Imported(tuple(ids), purchases)


def _check(one: PastCustomer, today: date) -> None:
    name = clean_name(one.name)
    if not name or len(name) > MAX_NAME:
        raise DomainError("bad_name", text=name[:40])
    for on, _ in one.bills:
        if on > today:
            raise DomainError("bad_date", text=on.isoformat())


def _noon(on: date, zone: ZoneInfo) -> datetime:
    """A moment of a past business day: nobody knows the hour any more."""
    return datetime.combine(on, NOON, zone).astimezone(UTC)


def _issue_codes(desk: Desk, stamp: Stamp, customers: Sequence[int], version: Version) -> None:
    issued = codes.fresh_codes(desk, len(customers))
    for customer, code in zip(customers, issued, strict=True):
        code_storage.insert_code(
            desk.store, code=code, kind="personal", status="live", version=version.id,
            owner=customer, valid_to=codes.life_end(version, stamp.on), issued_at=stamp.at,
        )  # fmt: skip
    desk.audit(stamp, "codes_issued", customer=None, count=len(issued))
