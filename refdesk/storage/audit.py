"""The audit chain: one per till, each link computed over the one before (4c).

``mac = HMAC(key, previous mac + canonical JSON of the link)``. Details hold ids, sums and names of
fields, never personal data, so that erasing a person leaves every chain whole.
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from refdesk.domain.records import Stamp
from refdesk.storage.engine import Store
from refdesk.storage.fields import InstantField, to_json
from refdesk.storage.tables import AuditRow, ShiftCloseRow, TillRow

_INSTANT = InstantField()


class Anchor(NamedTuple):
    """The head of a till's chain at a moment: how many links it had, and the sum of the last."""

    till: str
    seq: int
    mac: str


def read_anchors(store: Store) -> list[Anchor]:
    """The head of every chain."""
    return [
        Anchor(till.name, till.audit_seq, till.audit_mac)
        for till in store.find_all(TillRow)
        if till.audit_seq
    ]


def append_audit(store: Store, stamp: Stamp, action: str, **details: object) -> None:
    """Add a link to the till's chain, in the caller's transaction.

    The till remembers the newest time for the clock guard, unless the clock is suspect (R46).
    """
    till = store.find(TillRow, id=stamp.till)
    seq = till.audit_seq + 1
    link = _link(seq, stamp.at, stamp.staff, action, to_json(details))
    mac = _mac(till.audit_key, till.audit_mac, link)
    store.insert(
        AuditRow, till=till.id, seq=seq, at=stamp.at, staff=stamp.staff, action=action,
        details=details, mac=mac,
    )  # fmt: skip
    recorded_at = till.recorded_at
    if stamp.is_trusted:
        recorded_at = max(recorded_at or stamp.at, stamp.at)
    store.change(TillRow, till.id, audit_seq=seq, audit_mac=mac, recorded_at=recorded_at)


def broken_links(store: Store, *, last: int | None = None) -> Iterator[tuple[str, int]]:
    """Yield the till and the first number at which its chain does not hold.

    With ``last`` only so many of each chain's newest links are looked at.
    """
    for till in store.all(TillRow.select().order_by(TillRow.id)):
        seq = 0 if last is None else max(till.audit_seq - last, 0)
        own = AuditRow.till == till.id
        before = store.first(AuditRow.select().where(own, AuditRow.seq == seq))
        mac = before.mac if before is not None else ""
        links = AuditRow.select().where(own, AuditRow.seq > seq).order_by(AuditRow.seq)
        for row in store.all(links):
            seq += 1
            link = _link(row.seq, row.at, row.staff_id, row.action, to_json(row.details))
            mac = _mac(till.audit_key, mac, link)
            if row.seq != seq or row.mac != mac:
                break
        else:
            if (seq, mac) == (till.audit_seq, till.audit_mac):
                continue
            seq += 1
        yield till.name, seq


def lost_anchors(store: Store) -> Iterator[tuple[str, int]]:
    """Yield the till and the number of each link that stood when a shift was closed and is not
    there any more, or another one (4c)."""
    tills = {till.name: till.id for till in store.find_all(TillRow)}
    known: dict[tuple[str, int], str | None] = {}
    for row in store.all(ShiftCloseRow.select(ShiftCloseRow.anchors).order_by(ShiftCloseRow.id)):
        for name, seq, mac in row.anchors:
            if (name, seq) not in known:
                found = store.find(AuditRow, till=tills.get(name, 0), seq=seq)
                known[name, seq] = found.mac if found else None
            if known[name, seq] != mac:
                yield name, seq
                return


def _link(seq: int, at: datetime, staff: int | None, action: str, details: str) -> str:
    return to_json([seq, _INSTANT.db_value(at), staff, action, details])


def _mac(key: str, previous: str, link: str) -> str:
    return hmac.new(bytes.fromhex(key), (previous + link).encode(), hashlib.sha256).hexdigest()
