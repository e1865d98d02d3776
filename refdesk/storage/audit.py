"""The audit chain: one per till, each link computed over the one before (4c).

``mac = HMAC(key, previous mac + canonical JSON of the link)``. Details hold ids, sums and names of
fields, never personal data, so that erasing a person leaves every chain whole.

With each business day on which a till works its key is turned: the next one is made of it and it
is wiped, so that nobody who holds the database can make a link of an earlier day. The links that
tell of keys stand in `audit_keys`, the reading of chains in `audit_check`. A shop of before there
were day keys goes on with the open key of each till until the owner has a key made.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from refdesk.domain.records import Stamp
from refdesk.storage import audit_keys as keys
from refdesk.storage.engine import Store
from refdesk.storage.fields import InstantField, to_json
from refdesk.storage.tables import AuditRow, DayKeyRow, TillRow

_INSTANT = InstantField()


class Anchor(NamedTuple):
    """The head of a till's chain at a moment: how many links it had, and the sum of the last."""

    till: str
    seq: int
    mac: str


def read_anchors(store: Store) -> list[Anchor]:
    """The head of every chain."""
    return [Anchor(head.name, head.seq, head.mac) for head in read_heads(store)]


class Head(NamedTuple):
    """Where the chain of a till, by its number, ends; and when it recorded something last."""

    till: int
    name: str
    seq: int
    mac: str
    recorded_at: datetime | None


def read_heads(store: Store) -> list[Head]:
    """The head of every chain that has begun, by the tills' numbers."""
    return [
        Head(till.id, till.name, till.audit_seq, till.audit_mac, till.recorded_at)
        for till in store.find_all(TillRow)
        if till.audit_seq
    ]


def append_audit(store: Store, stamp: Stamp, action: str, **details: object) -> None:
    """Add a link to the till's chain, in the caller's transaction.

    The till remembers the newest time for the clock guard, unless the clock is suspect (R46).
    """
    chain = _Chain(store, stamp)
    chain.add(action, details)
    chain.save()


def begin_chain(store: Store, stamp: Stamp, till: int) -> None:
    """Give a till that is new its first key, which the chain of the first till tells of.

    So the owner's sheet holds for it too, and nothing of that key has to be kept. Where the shop
    has no day keys yet it has none either.
    """
    first = store.first(TillRow.select(TillRow.id).order_by(TillRow.id))
    if first.id == till or store.find(DayKeyRow, till=first.id) is None:
        return
    chain = _Chain(store, replace(stamp, till=first.id))
    chain.add(keys.TILL_ADDED, {"till": till})
    chain.save()
    store.change(TillRow, till, audit_key="")
    store.insert(
        DayKeyRow, till=till, key=keys.first_key(chain.key, till).hex(), on=stamp.on, since=0
    )


def give_key(store: Store, stamp: Stamp, seed: bytes) -> None:
    """Start every chain anew under a key of the owner's, in the caller's transaction.

    What stands there stays to be verified by the key of before; ``stamp`` is the moment and who
    does it, each chain tells of it.
    """
    for till in store.find_all(TillRow):
        chain = _Chain(store, replace(stamp, till=till.id))
        chain.give(seed)
        chain.save()


def has_day_keys(store: Store) -> bool:
    """Whether an owner's key was ever made for this shop."""
    return store.first(DayKeyRow.select(DayKeyRow.id)) is not None


class _Chain:
    """The end of a till's chain while links are added: what comes before them is added first."""

    def __init__(self, store: Store, stamp: Stamp) -> None:
        self._store = store
        self._stamp = stamp
        self._till = store.find(TillRow, id=stamp.till)
        self._seq: int = self._till.audit_seq
        self._mac: str = self._till.audit_mac
        held = store.find(DayKeyRow, till=stamp.till)
        self.key = bytes.fromhex(held.key if held else self._till.audit_key)
        self._held: Any = held
        self._changes: dict[str, object] = {}
        if held is not None:
            self._catch_up()

    def _catch_up(self) -> None:
        """Tell of a copy that was put back, and turn the key where another day has begun."""
        if self._held.is_copy:
            self._changes |= {"is_copy": False, "since": self._seq}
            self.add(keys.RESTORED, {})
        if self._held.on != self._stamp.on:
            self.add(keys.TURNED, {"on": self._stamp.on.isoformat()})
            self._hold(keys.next_key(self.key))

    def give(self, seed: bytes) -> None:
        """End the key in force and begin with that of the owner's new sheet."""
        if self._seq:
            self.add(keys.ENDED, {})
        is_first = self._held is None
        if is_first and not self._seq:
            self._store.change(TillRow, self._till.id, audit_key="")
        if is_first:
            self._changes["open_until"] = self._seq
        self._hold(keys.first_key(seed, self._till.id))
        self.add(keys.GIVEN, {"sheet": keys.sheet_of(seed)})

    def _hold(self, key: bytes) -> None:
        """Go on with another key; the one before it is overwritten, in the log too."""
        self.key = key
        self._changes |= {"key": key.hex(), "on": self._stamp.on, "since": self._seq}
        self._store.wipe_log()

    def add(self, action: str, details: Mapping[str, object]) -> None:
        """Add a link."""
        stamp, seq = self._stamp, self._seq + 1
        at = _INSTANT.db_value(stamp.at) or 0
        link = keys.link_text(seq, at, stamp.staff, action, to_json(details))
        self._mac, self._seq = keys.mac_of(self.key, self._mac, link), seq
        self._store.insert(
            AuditRow, till=stamp.till, seq=seq, at=stamp.at, staff=stamp.staff, action=action,
            details=details, mac=self._mac,
        )  # fmt: skip

    def save(self) -> None:
        """Write down where the chain ends now, and its key if that is another one."""
        stamp, till = self._stamp, self._till
        recorded_at = till.recorded_at
        if stamp.is_trusted:
            recorded_at = max(recorded_at or stamp.at, stamp.at)
        self._store.change(
            TillRow, till.id, audit_seq=self._seq, audit_mac=self._mac, recorded_at=recorded_at
        )
        if self._changes and self._held is None:
            self._store.insert(DayKeyRow, till=till.id, **self._changes)
        elif self._changes:
            self._store.change(DayKeyRow, self._held.id, **self._changes)
