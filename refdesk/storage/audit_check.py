"""Reading the audit chains again, link by link: does every one still say what it said (4c, I6).

What holds the database holds the key of the day alone, so a check without the owner's key proves
the links of the present day, and of the others that none is missing. With the owner's key it
follows how the keys follow from one another and proves every link of every till.

Links are read in parts, each in a short look of its own: a chain of millions of links takes no
room, and the tills write meanwhile.
"""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from refdesk.domain.progress import Progress
from refdesk.storage import audit_keys as keys
from refdesk.storage.engine import Store
from refdesk.storage.tables import DayKeyRow, ShiftCloseRow, TillRow

Problem = tuple[str, str]

PART = 5_000
"""So many links are read at once."""

_PART = (
    "SELECT id, seq, at, staff_id, action, details, mac FROM audit"
    " WHERE till_id = ? AND (seq, id) > (?, ?) ORDER BY seq, id LIMIT ?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DIGITS = 18
"""No number in the database has more."""


class Restored(NamedTuple):
    """Where a chain tells that a copy was put back: everything up to there came out of it; ``at``
    None as long as nothing was recorded since."""

    till: str
    seq: int
    at: datetime | None


@dataclass
class RecordCheck:
    """What reading the chains came to: ``checked`` links are proved, ``unchecked`` ones would need
    a key of the owner's or stand behind a link that does not hold."""

    problems: list[Problem] = field(default_factory=list)
    checked: int = 0
    unchecked: int = 0
    restored: list[Restored] = field(default_factory=list)


def check_record(
    store: Store, seeds: Sequence[bytes] = (), progress: Progress | None = None
) -> RecordCheck:
    """Read every chain whole; of each till the first link that does not hold is a problem.

    ``seeds`` are those of the owner's keys, the newest and any of before. ``audit_broken`` names
    the till and the link; ``audit_key_unknown`` a till of which no given key is, and
    ``audit_key_newer`` the link where a key begins that was not given.
    """
    return _Record(store, seeds, progress or Progress()).read()


def broken_links(store: Store, *, last: int | None = None) -> Iterator[tuple[str, int]]:
    """Yield the till and the first number at which its chain does not hold, without a key.

    With ``last`` only so many of each chain's newest links are looked at.
    """
    for till in store.find_all(TillRow):
        walk = _Walk(store, till.id)
        if last is None:
            found = _without_seed(walk)
        else:
            found = _newest(walk, till.audit_seq - last)
        if found:
            yield till.name, found


def lost_anchors(store: Store) -> Iterator[tuple[str, int]]:
    """Yield the till and the number of the first link that stood when a shift was closed and is
    not there any more, or another one (4c)."""
    tills = {till.name: till.id for till in store.find_all(TillRow)}
    known: dict[tuple[str, int], str | None] = {}
    for row in store.all(ShiftCloseRow.select(ShiftCloseRow.anchors).order_by(ShiftCloseRow.id)):
        for name, seq, mac in row.anchors:
            if (name, seq) not in known:
                known[name, seq] = mac_at(store, tills.get(name, 0), seq)
            if known[name, seq] != mac:
                yield name, seq
                return


def mac_at(store: Store, till: int, seq: int) -> str | None:
    """The sum of one link, or None where there is no such link."""
    found = store.sql("SELECT mac FROM audit WHERE till_id = ? AND seq = ?", (till, seq))
    return str(found[0][0]) if found else None


# -- one chain -----------------------------------------------------------------------------------


class _Walk:
    """Walks along the chain of one till; ``key`` None means links whose key nobody has here.

    `run` returns the number of the first link that does not hold, or 0.
    """

    def __init__(self, store: Store, till: int, seeds: Mapping[str, bytes] | None = None) -> None:
        self._store = store
        self._seeds = seeds or {}
        self.till = till
        self.head, self.held = self._read_head()
        self.key: bytes | None = None
        self.seq, self._row, self.mac = 0, 0, ""
        self.checked = 0
        self.children: dict[int, bytes | None] = {}
        self.restored: list[tuple[int, datetime]] = []
        self.unknown_since = 0
        self._last = 0
        self.knew_a_key = False
        self._was_given = False
        self._is_fresh = False
        self._ended = False

    def _read_head(self) -> tuple[Any, Any]:
        return (
            self._store.find(TillRow, id=self.till),
            self._store.find(DayKeyRow, till=self.till),
        )

    @property
    def open_key(self) -> bytes | None:
        """The till's key of before there were day keys."""
        has_open = self.head.audit_key and (self.held is None or self.held.open_until)
        return bytes.fromhex(self.head.audit_key) if has_open else None

    def take_held_key(self) -> None:
        """Go on with the key that the database holds."""
        self.key, self._is_fresh = bytes.fromhex(self.held.key), True

    def start_after(self, seq: int) -> bool:
        """Begin behind a link instead of at the first one; whether it is there."""
        found = self._store.sql(
            "SELECT id, mac FROM audit WHERE till_id = ? AND seq = ?", (self.till, seq)
        )
        if found:
            self.seq, (self._row, self.mac) = seq, found[0]
        return bool(found)

    def run(self, stop: int | None = None, progress: Progress | None = None) -> int:
        """Walk on up to a link, or to the end and compare with where the till says it is."""
        while stop is None or self.seq < stop:
            if progress is not None:
                progress.check()
            size = PART if stop is None else min(PART, stop - self.seq)
            with self._store.read():
                rows = self._store.sql(_PART, (self.till, self.seq, self._row, size))
                is_last = len(rows) < size
                if is_last:
                    self.head, self.held = self._read_head()
            broken = self._follow(rows)
            if broken:
                return broken
            if is_last:
                return 0 if self._agrees_with_head() else self.seq + 1
        return 0

    def _follow(self, rows: Sequence[tuple[Any, ...]]) -> int:
        """Prove some links; this runs a million times for a large shop, hence all in one place."""
        key, mac, seq = self.key, self.mac, self.seq
        special = keys.KEY_ACTIONS
        for _, number, at, staff, action, details, found in rows:
            seq += 1
            if number != seq:
                return seq
            is_special = action in special
            if is_special:
                if not self._before(seq, at, action, details):
                    return seq
                key = self.key
            if key is not None:
                try:
                    text = (
                        f"{mac}[{seq},{at},{'null' if staff is None else staff},"
                        f"{encode_basestring(action)},{encode_basestring(details)}]"
                    ).encode()
                except (TypeError, UnicodeEncodeError):  # only a damaged file holds such values
                    return seq
                if hmac.digest(key, text, "sha256").hex() != found:
                    return seq
                self.checked += 1
            mac = found
            if is_special or self._ended:
                self._after(seq, at, action, details)
                key = self.key
            self._is_fresh = False
        self.mac, self.seq = mac, seq
        if rows:
            self._row = rows[-1][0]
        return 0

    # -- keys ------------------------------------------------------------------------------

    def _before(self, seq: int, at: int, action: str, details: str) -> bool:
        """Take the key under which a link of another key was made; whether it may stand here."""
        if action == keys.RESTORED and _moment(at) is None:
            return False
        if action == keys.RESTORED and self.key is not None and not self._is_fresh:
            self.key = keys.copy_key(self.key)
        if action != keys.GIVEN:
            return True
        if seq > 1 and self.key is not None and not self._ended:
            return False  # a chain under a key ends before another begins
        self._was_given = True
        seed = self._seeds.get(_field(details, "sheet"))
        if not self._is_fresh:
            self.key = keys.first_key(seed, self.till) if seed is not None else None
        if seed is not None:
            self.knew_a_key, self.unknown_since = True, 0
        elif not self.unknown_since:
            self.unknown_since = seq
        return True

    def _after(self, seq: int, at: int, action: str, details: str) -> None:
        """Take the key under which the next link is made."""
        self._ended, self._last = action == keys.ENDED, seq
        if action == keys.TURNED and self.key is not None:
            self.key = keys.next_key(self.key)
        elif action == keys.RESTORED and (moment := _moment(at)) is not None:
            self.restored.append((seq, moment))
        elif action == keys.TILL_ADDED:
            child = _field(details, "till")
            if child.isdecimal() and len(child) <= _MOST_DIGITS:
                known = self.key
                self.children[int(child)] = keys.first_key(known, int(child)) if known else None

    def follow_keys(self) -> None:
        """Behind a link that does not hold nothing is proved, but what the rest tells of keys may
        prove the chains of other tills."""
        wanted = sorted(keys.KEY_ACTIONS)
        rows = self._store.sql(
            "SELECT seq, at, action, details FROM audit WHERE till_id = ? AND seq > ?"  # noqa: S608 - question marks
            f" AND action IN ({', '.join('?' * len(wanted))}) ORDER BY seq, id",
            (self.till, self._last, *wanted),
        )
        for seq, at, action, details in rows:
            self._ended = True
            self._before(seq, at, action, details)
            self._after(seq, at, action, details)

    def _agrees_with_head(self) -> bool:
        """Whether the till ends where its chain does, and holds the key that follows from it."""
        if (self.seq, self.mac) != (self.head.audit_seq, self.head.audit_mac):
            return False
        if self.held is None:
            return not self._was_given
        if self.key is None or not (self._seeds and self.knew_a_key):
            return True
        wanted = keys.copy_key(self.key) if self.held.is_copy else self.key
        return bool(self.held.key == wanted.hex())


def _moment(at: int) -> datetime | None:
    """When that was, None for what no clock shows."""
    try:
        return _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return None


def _field(details: str, name: str) -> str:
    try:
        told = json.loads(details)
    except (ValueError, RecursionError):  # a link that is not proved yet may say anything
        return ""
    return str(told.get(name, "")) if isinstance(told, dict) else ""


def _without_seed(walk: _Walk, progress: Progress | None = None) -> int:
    """A whole chain by what the database holds: the links under an open key, and those of today."""
    walk.key = walk.open_key
    if walk.held is not None:
        broken = walk.run(walk.held.since, progress)
        if broken or walk.seq < walk.held.since:
            return broken or walk.seq + 1
        walk.take_held_key()
    return walk.run(None, progress)


def _newest(walk: _Walk, after: int) -> int:
    """The newest links of a chain, as far as the key of today goes back."""
    since = walk.held.since if walk.held is not None else 0
    start = max(after, since, 0)
    if start and not walk.start_after(start):
        return start
    if walk.held is not None:
        walk.take_held_key()
    else:
        walk.key = walk.open_key
    return walk.run()


# -- all chains ----------------------------------------------------------------------------------


class _Record:
    """All chains of a shop; that of the first till tells how the others began."""

    def __init__(self, store: Store, seeds: Sequence[bytes], progress: Progress) -> None:
        self._store = store
        self._seeds = {keys.sheet_of(seed): seed for seed in seeds}
        self._progress = progress
        self._children: dict[int, bytes | None] = {}
        self._told = RecordCheck()

    def read(self) -> RecordCheck:
        """Read every chain."""
        tills = self._store.find_all(TillRow)
        for done, till in enumerate(tills):
            walk = _Walk(self._store, till.id, self._seeds)
            broken = self._walk(walk, is_first=not done)
            if broken:
                self._told.problems.append(("audit_broken", f"till {till.name}, {broken}"))
                walk.follow_keys()
            elif self._seeds:
                self._told.problems += self._keys_missing(walk)
            self._told.checked += walk.checked
            self._told.unchecked += max(walk.head.audit_seq - walk.checked, 0)
            self._told.restored += [Restored(till.name, seq, at) for seq, at in walk.restored]
            if walk.held is not None and walk.held.is_copy:
                self._told.restored.append(Restored(till.name, walk.head.audit_seq + 1, None))
            self._children |= walk.children if not done else {}
        gone = sorted(self._children.keys() - {till.id for till in tills})
        self._told.problems += [("audit_broken", f"till no. {number}, 1") for number in gone]
        return self._told

    def _walk(self, walk: _Walk, *, is_first: bool) -> int:
        if not self._seeds:
            return _without_seed(walk, self._progress)
        walk.key = walk.open_key
        if walk.till in self._children:
            walk.key = self._children[walk.till]
            walk.knew_a_key = walk.key is not None
        elif not is_first and walk.key is None and walk.held is not None:
            return 1  # a till that no other one tells of
        return walk.run(None, self._progress)

    @staticmethod
    def _keys_missing(walk: _Walk) -> Iterator[Problem]:
        if not walk.seq:
            return
        name = walk.head.name
        if not walk.knew_a_key:
            yield "audit_key_unknown", f"till {name}"
        elif walk.unknown_since:
            yield "audit_key_newer", f"till {name}, {walk.unknown_since}"
