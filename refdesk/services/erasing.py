"""Erasing a person (R51, P18): what is known of him goes, his row stays as an anonymous node (R35).

Decisions:
- Only the owner erases, with a reason; a backup is made first. The reason is free text and may name
  somebody, so it stands on the certificate and nowhere in the shop; the audit has the numbers, who
  and when.
- What he has stays on the node and is of no use to anybody: balances and what he was owed do not
  move. His codes are retired; a word of his choice gives way to random symbols. A staff member who
  was linked to him is linked to nobody.
- That a consent was given, when and on which text stays as proof, withdrawn with this day; how it
  was given was typed, and goes.
- Whoever was erased stands in a list beside the database and beside its backups (`tombstones`).
  The database keeps the sum of the list that it agrees with. Where the two differ, an older
  database was put back, or the last erasing was cut off: then, before anything else, who stands in
  the list is erased again, and the list gets who is erased here.
- With the last step the files are swept. Where another till is just at work that waits for the next
  start, and so is the list written then where it could not be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import EXPIRED
from refdesk.domain.records import Customer, Shop, Stamp
from refdesk.services import accounts, backups, codes, customers
from refdesk.services.accounts import UNITS
from refdesk.services.customer_state import MAX_REASON
from refdesk.services.desk import Desk
from refdesk.services.erased_list import ERASED_LIST, PENDING, is_settled, list_folders
from refdesk.storage import customer_view as views
from refdesk.storage import erasing as storage
from refdesk.storage import shop as shops
from refdesk.storage import tombstones as lists
from refdesk.storage.errors import StorageError
from refdesk.words.names import LOSS

BUG_LOG: Final = "refdesk-bugs.log"
"""Where the command line notes its own mistakes."""


@dataclass(frozen=True)
class Losses:
    """What goes, and what stays without him: balances by unit, in minor units or by count, and how
    many gifts and discounts were kept for a later purchase."""

    customer: Customer
    identities: int
    codes: int
    consents: int
    balances: Mapping[str, int]
    held: Mapping[str, int]
    gifts: int
    referrer: int | None
    friends: tuple[int, ...]


@dataclass(frozen=True)
class Erased:
    """The certificate of an erasing. ``is_swept`` says that nothing is left in the files; where it
    is not so, the next start does it."""

    losses: Losses
    reason: str
    by: str
    at: datetime
    backup: Path
    is_swept: bool = True


def look_at_losses(desk: Desk, customer: int) -> Losses:
    """What erasing a person takes, for who decides. Owner only.

    Raises DomainError ``not_allowed``, ``customer_unknown``.
    """
    desk.require("owner", "erase_customer")
    with desk.store.read():
        return _losses(desk, customer)


def _losses(desk: Desk, customer: int) -> Losses:
    details = customers.show_customer(desk, customer)
    balance, today = accounts.get_balance(desk, customer), desk.today()
    return Losses(
        details.customer,
        identities=len(details.customer.identities),
        codes=sum(code.status != "retired" for code in details.codes),
        consents=len(views.consents_of(desk.store, customer)),
        balances={unit: balance.spendable[unit] for unit in UNITS if balance.spendable[unit]},
        held={unit: balance.held[unit] for unit in UNITS if balance.held.get(unit)},
        gifts=sum(one.state(today) != EXPIRED for one in balance.entitlements),
        referrer=details.referrer.id if details.referrer else None,
        friends=tuple(one.customer for one in details.referrals),
    )


def erase_customer(desk: Desk, customer: int, reason: str) -> Erased:
    """Erase a person; a backup is made first. Owner only.

    Raises DomainError ``not_allowed``, ``bad_reason``, ``customer_unknown``; StorageError where the
    backup or the erasing itself could not be written, and then he is still there.
    """
    desk.require("owner", "erase_customer")
    clean = reason.strip()
    if not clean or len(clean) > MAX_REASON:
        raise DomainError("bad_reason")
    customers.get_customer(desk, customer)
    shop = desk.shop()
    made = backups.create_backup(desk)
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        losses = _losses(desk, customer)
        records = [one for one, _ in storage.records_to_erase(desk.store, customer)]
        _erase(desk, stamp, customer)
        shops.set_setting(desk.store, ERASED_LIST, PENDING)
        desk.audit(stamp, "customer_erased", customer=customer, records=records)
    by = desk.approver.name if desk.actor.role != "owner" and desk.approver else desk.actor.name
    is_swept = _finish(desk, shop)
    return Erased(losses, clean, by, stamp.at, made.file, is_swept)


def _erase(desk: Desk, stamp: Stamp, customer: int) -> None:
    storage.erase_records(
        desk.store, stamp, customer, new_code=lambda: codes.fresh_codes(desk, 1)[0], but=LOSS
    )


# -- the list beside the database ------------------------------------------------------------------


def settle(desk: Desk) -> int:
    """Erase again whom an older database brought back, and finish what was cut off; how many.

    Runs wherever a shop is opened, before anybody sees it. Raises StorageError where they could not
    be erased.
    """
    shop = shops.find_shop(desk.store)
    if shop is None or is_settled(desk.store, desk.folder):
        return 0
    listed = lists.read_tombstones(list_folders(desk.folder))
    with desk.store.write():
        again = [
            customer for customer, at in storage.living_records(desk.store)
            if listed and lists.make_tombstone(shop.uid, customer, at) in listed
        ]  # fmt: skip
        if again:
            stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
            for customer in again:
                _erase(desk, stamp, customer)
            desk.audit(stamp, "erased_again", customers=again)
        shops.set_setting(desk.store, ERASED_LIST, PENDING)
    _finish(desk, shop)
    return len(again)


def _finish(desk: Desk, shop: Shop) -> bool:
    """Sweep the files and write the list; False where that is left for the next start."""
    try:
        storage.sweep(desk.store)
        for file in _leftovers(desk.folder):
            file.unlink(missing_ok=True)
        write_lists(desk, shop)
    except (StorageError, OSError):
        return False
    return True


def write_lists(desk: Desk, shop: Shop) -> None:
    """Write who is erased into the lists, beside whoever stands there, and agree with them.

    Raises StorageError.
    """
    listed = lists.read_tombstones(list_folders(desk.folder))
    own = {
        lists.make_tombstone(shop.uid, customer, at)
        for customer, at in storage.erased_records(desk.store)
    }
    for folder in list_folders(desk.folder):
        lists.write_tombstones(folder, listed | own)
    with desk.store.write():
        shops.set_setting(desk.store, ERASED_LIST, lists.digest_of(listed | own))


def _leftovers(folder: Path) -> list[Path]:
    """What else in a folder may name somebody: notes of the program's own mistakes, and copies of
    the database from before an update, which the backup of just now stands in for."""
    return [folder / BUG_LOG, *folder.glob("refdesk-before-v*.sqlite*")]
