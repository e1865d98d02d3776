"""Whoever holds the database changes its record; the owner's key finds where it begins (P16)."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from refdesk.bootstrap import Opener
from refdesk.domain.audit_key import read_audit_key
from refdesk.services import backups
from refdesk.services.shifts import close_shift
from refdesk.storage.audit import Anchor
from refdesk.storage.audit_check import check_record
from refdesk.storage.audit_keys import link_text, mac_of, seed_of
from refdesk.storage.engine import FILE_NAME, open_store
from tests.support.shops import Shops, TestShop

PLACES = 200
DAYS, TILLS = 6, ("1", "2", "3")

Row = tuple[Any, ...]


class Book(NamedTuple):
    """A shop of three tills and six days, frozen; ``today`` is each till's last link of before
    today, ``ends`` its last one."""

    folder: Path
    content: bytes
    key: str
    today: dict[int, int]
    ends: dict[int, int]
    names: dict[int, str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    shops = Shops(tmp_path_factory.mktemp("kinds"), lambda: tmp_path_factory.mktemp("record"))
    shop = shops.open("car-wash")
    tills = [shop]
    chance = random.Random(16)
    for day in range(DAYS):
        shop.clock.forward(days=1)
        if day == 2:
            tills += [shop.at_till(name) for name in TILLS[1:]]
        for _ in range(25):
            till = chance.choice(tills)
            till.add(f"Customer {len(shop.names)}")
            shop.clock.forward(minutes=7)
    for till in tills:
        till.add(f"Last {till.desk.till}")
    assert backups.check_everything(shop.desk, keys=[shop.audit_key]).record.unchecked == 0
    store = shop.desk.store
    today = dict(store.sql("SELECT till_id, since FROM day_key"))
    ends = dict(store.sql("SELECT id, audit_seq FROM till"))
    names = dict(store.sql("SELECT id, name FROM till"))
    for till in tills:
        till.desk.store.close()
    shops.close()
    return Book(
        shop.folder, (shop.folder / FILE_NAME).read_bytes(), shop.audit_key, today, ends, names
    )


class Hand:
    """Somebody with the file, what stands in it and a program that can make sums; he minds the
    triggers as little as the heads of chains."""

    def __init__(self, book: Book, db: sqlite3.Connection, till: int) -> None:
        self.book, self.db, self.till = book, db, till
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        (held,) = db.execute("SELECT key FROM day_key WHERE till_id = ?", (till,)).fetchone()
        self.key = bytes.fromhex(held)

    def rows(self, first: int = 1) -> list[Row]:
        return self.db.execute(
            "SELECT seq, at, staff_id, action, details, mac FROM audit"
            " WHERE till_id = ? AND seq >= ? ORDER BY seq",
            (self.till, first),
        ).fetchall()

    def put(self, rows: Sequence[Row], moved: int = 0) -> None:
        """Let the chain be these rows, numbered from 1, and the till end with them; today begins
        so much further down."""
        since = min(self.book.today[self.till] + moved, len(rows))
        self.db.execute("UPDATE day_key SET since = ? WHERE till_id = ?", (since, self.till))
        self.db.execute("DELETE FROM audit WHERE till_id = ?", (self.till,))
        self.db.executemany(
            "INSERT INTO audit (till_id, seq, at, staff_id, action, details, mac)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(self.till, *row) for row in rows],
        )
        self.db.execute(
            "UPDATE till SET audit_seq = ?, audit_mac = ? WHERE id = ?",
            (rows[-1][0], rows[-1][5], self.till),
        )

    def numbered(self, rows: Sequence[Row]) -> list[Row]:
        return [(seq, *row[1:]) for seq, row in enumerate(rows, 1)]

    def with_sums(self, rows: Sequence[Row], first: int) -> list[Row]:
        """The rows with the sums from one on made anew by the key that the database holds."""
        done = list(rows[: first - 1])
        for seq, at, staff, action, details, _ in rows[first - 1 :]:
            before = done[-1][5] if done else ""
            mac = mac_of(self.key, before, link_text(seq, at, staff, action, details))
            done.append((seq, at, staff, action, details, mac))
        return done


def edit(hand: Hand, rows: list[Row], at: int) -> list[Row]:
    seq, when, staff, action, _, mac = rows[at - 1]
    rows[at - 1] = (seq, when, staff, action, '{"nothing":true}', mac)
    return rows


def delete(hand: Hand, rows: list[Row], at: int) -> list[Row]:
    return hand.numbered(rows[: at - 1] + rows[at:])


def insert(hand: Hand, rows: list[Row], at: int) -> list[Row]:
    made = (0, rows[at - 1][1], None, "purchase", '{"purchase":999}', "")
    return hand.numbered(rows[: at - 1] + [made] + rows[at - 1 :])


def swap(hand: Hand, rows: list[Row], at: int) -> list[Row]:
    rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return hand.numbered(rows)


DEEDS: dict[str, Callable[[Hand, list[Row], int], list[Row]]] = {
    "edit": edit, "delete": delete, "insert": insert, "swap": swap,
}  # fmt: skip


def verdicts(book: Book, *, with_key: bool = True) -> list[tuple[str, str]]:
    store = open_store(book.folder)
    seeds = [seed_of(read_audit_key(book.key))] if with_key else []
    try:
        return check_record(store, seeds).problems
    finally:
        store.close()


def tampered(book: Book, till: int, deed: Callable[[Hand], None]) -> None:
    (book.folder / FILE_NAME).write_bytes(book.content)
    with closing(sqlite3.connect(book.folder / FILE_NAME)) as db:
        deed(Hand(book, db, till))
        db.commit()


def cut_after(at: int) -> Callable[[Hand], None]:
    return lambda hand: hand.put(hand.rows()[:at])


def places(book: Book, seed: int, count: int, *, before_today: bool) -> list[tuple[int, int]]:
    """Random links, none of them the last of their till's days."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        till = chance.choice(list(book.names))
        last = book.today[till] if before_today else book.ends[till]
        found.append((till, chance.randrange(1, last - 1)))
    return found


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("makes_sums", [False, True], ids=["as it is", "with today's key"])
def test_p16_each_change_is_found_at_its_first_link(
    book: Book, name: str, makes_sums: bool
) -> None:
    deed, missed = DEEDS[name], 0
    for till, at in places(book, len(name), PLACES // 4, before_today=makes_sums):

        def change(hand: Hand, at: int = at) -> None:
            rows = deed(hand, hand.rows(), at)
            moved = len(rows) - book.ends[hand.till]
            hand.put(hand.with_sums(rows, at) if makes_sums else rows, moved)

        tampered(book, till, change)
        told = verdicts(book)
        assert ("audit_broken", f"till {book.names[till]}, {at}") in told, (till, at, told)
        missed += not verdicts(book, with_key=False)
    # the negative control: without the owner's key sums of today's key pass for right ones
    assert missed == (PLACES // 4 if makes_sums else missed)


def test_p16_what_is_cut_off_before_today_is_found_by_the_key_alone(book: Book) -> None:
    for till, at in places(book, 5, PLACES // 4, before_today=True):
        tampered(book, till, cut_after(at))
        told = verdicts(book)
        assert ("audit_broken", f"till {book.names[till]}, {at + 1}") in told, (till, at, told)


def test_p16_what_is_cut_off_of_today_is_found_by_an_anchor_and_by_nothing_else(
    book: Book,
) -> None:
    for till, name in book.names.items():
        end, since = book.ends[till], book.today[till]
        whole = dict(sums(book, till))
        assert end > since + 1 or till != 1
        for at in range(since + 1, end):
            tampered(book, till, cut_after(at))
            assert verdicts(book) == []
            desk = Opener(book.folder).open()
            found = backups.check_everything(desk, anchors=[Anchor(name, end, whole[end][:16])])
            desk.store.close()
            assert found.problems == (("audit_anchor_lost", f"till {name}, {end}"),)


def sums(book: Book, till: int) -> list[tuple[int, str]]:
    (book.folder / FILE_NAME).write_bytes(book.content)
    with closing(sqlite3.connect(book.folder / FILE_NAME)) as db:
        return db.execute("SELECT seq, mac FROM audit WHERE till_id = ?", (till,)).fetchall()


@pytest.mark.parametrize(
    "at, details",
    [(2**62, "{}"), (0, "[" * 100_000), (0, f'{{"sheet":{"9" * 5000}}}')],
    ids=["a time that no clock shows", "brackets", "digits"],
)
@pytest.mark.parametrize("action", ["restored", "key_given", "till_added"])
def test_p9_a_link_that_says_what_nobody_writes_stops_no_check(
    book: Book, action: str, at: int, details: str
) -> None:
    def spoil(hand: Hand) -> None:
        rows = hand.rows()
        rows[9] = (10, at, None, action, details, rows[9][5])
        hand.put(rows)

    tampered(book, 1, spoil)
    found = [] if (action, at) != ("restored", 2**62) else [("audit_broken", "till 1, 10")]
    assert verdicts(book, with_key=False) == found
    assert ("audit_broken", "till 1, 10") in verdicts(book)


def test_p16_a_till_that_is_taken_away_whole_is_found_by_the_key(book: Book) -> None:
    def take_away(hand: Hand) -> None:
        for table, column in (("audit", "till_id"), ("day_key", "till_id"), ("till", "id")):
            hand.db.execute(f"DELETE FROM {table} WHERE {column} = 3")

    tampered(book, 3, take_away)
    assert ("audit_broken", "till no. 3, 1") in verdicts(book)


def test_p16_a_shop_that_says_it_never_had_keys_is_found_by_the_key(book: Book) -> None:
    def forget(hand: Hand) -> None:
        rows = [row for row in hand.rows() if not row[3].startswith("key_")]
        hand.key = bytes(32)
        hand.put(hand.with_sums(hand.numbered(rows), 1))
        hand.db.execute("DELETE FROM day_key WHERE till_id = 1")
        hand.db.execute("UPDATE till SET audit_key = ? WHERE id = 1", (bytes(32).hex(),))

    tampered(book, 1, forget)
    assert verdicts(book, with_key=False) == []  # he is good at it
    assert ("audit_key_unknown", "till 1") in verdicts(book)


def test_p16_a_key_of_somebody_elses_is_found_where_it_begins(book: Book) -> None:
    from refdesk.storage.audit_keys import first_key, sheet_of

    def take_over(hand: Hand) -> None:
        rows, at, own = hand.rows(), 20, seed_of("X" * 30)
        given = (0, rows[at][1], None, "key_given", f'{{"sheet":"{sheet_of(own)}"}}', "")
        hand.key = first_key(own, 1)
        hand.put(hand.with_sums(hand.numbered([*rows[:at], given, *rows[at:]]), at + 1))

    tampered(book, 1, take_over)
    assert ("audit_broken", "till 1, 21") in verdicts(book)


def test_p16_a_till_that_nobody_told_of_is_found(book: Book) -> None:
    def add(hand: Hand) -> None:
        hand.db.execute(
            "INSERT INTO till (id, name, wrong_codes, pauses, audit_seq, audit_mac, audit_key)"
            " SELECT 9, 'ghost', 0, 0, audit_seq, audit_mac, '' FROM till WHERE id = 2"
        )
        hand.db.execute(
            "INSERT INTO audit (till_id, seq, at, staff_id, action, details, mac)"
            " SELECT 9, seq, at, staff_id, action, details, mac FROM audit WHERE till_id = 2"
        )
        hand.db.execute(
            "INSERT INTO day_key (till_id, key, business_date, since, open_until, is_copy)"
            " SELECT 9, key, business_date, since, 0, 0 FROM day_key WHERE till_id = 2"
        )

    tampered(book, 1, add)
    assert verdicts(book) == [("audit_broken", "till ghost, 1")]


def test_p16_a_cut_off_day_is_found_by_the_name_of_a_backup(wash: TestShop) -> None:
    for number in range(6):
        wash.add(f"Customer {number}")
    made = backups.create_backup(wash.desk)
    (anchor,) = made.anchors
    assert made.file.stem.endswith(f"-t1-{anchor.seq}-{anchor.mac[:12]}")
    assert wash.problems() == []
    store = wash.desk.store
    for trigger in ("audit_no_update", "audit_no_delete"):
        store.sql(f"DROP TRIGGER {trigger}")
    cut = anchor.seq - 2
    (mac,) = store.sql("SELECT mac FROM audit WHERE seq = ?", (cut,))[0]
    store.sql("DELETE FROM audit WHERE seq > ?", (cut,))
    store.sql("UPDATE till SET audit_seq = ?, audit_mac = ?", (cut, mac))
    assert wash.problems() == [("audit_anchor_lost", f"till 1, {anchor.seq} ({made.file.name})")]


def test_p16_the_anchors_of_a_shift_report_are_those_of_the_chain(wash: TestShop) -> None:
    wash.add("Anna")
    wash.buy("100", customer="Anna")
    closed = close_shift(wash.desk).closed
    assert closed is not None
    (anchor,) = closed.anchors
    (mac,) = wash.desk.store.sql("SELECT mac FROM audit WHERE seq = ?", (anchor.seq,))[0]
    assert mac == anchor.mac
    short = Anchor(anchor.till, anchor.seq, anchor.mac[:16].upper())
    assert backups.check_everything(wash.desk, anchors=[short]).problems == ()


def test_a_backup_from_a_branch_that_was_left_is_no_alarm(wash: TestShop) -> None:
    old = backups.create_backup(wash.desk)
    wash.add("Anna")
    wash.clock.forward(minutes=1)
    left = backups.create_backup(wash.desk)
    wash.desk.store.close()
    wash.clock.forward(minutes=1)
    backups.restore_backup(old.file, wash.folder, replace=True)
    wash.reopened()
    assert wash.problems() == []
    wash.clock.forward(minutes=1)
    for name in ("Boris", "Clara", "Denis"):
        wash.add(name)
    assert left.anchors[0].seq > old.anchors[0].seq
    assert wash.problems() == []


def test_names_of_backups_of_earlier_releases_are_read_as_before(wash: TestShop) -> None:
    made = backups.create_backup(wash.desk)
    plain = made.file.with_name("refdesk-20250101-120000.sqlite")
    made.file.rename(plain)
    names = ("monday", f"20250101-120000-t1-{'9' * 25}-abc", f"20250101-120000-t{'9' * 25}-1-abc")
    owns = {made.file.with_name(f"refdesk-{name}.sqlite") for name in names}
    for own in owns:
        own.write_bytes(b"")
    assert {one.file for one in backups.list_backups(wash.desk)} == {plain, *owns}
    assert wash.problems() == []
    wash.desk.store.close()
    assert backups.restore_backup(plain, wash.folder, replace=True)
