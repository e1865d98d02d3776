"""The key of an audit chain changes with each day, and no older one is left anywhere (4c)."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from refdesk.bootstrap import Opener
from refdesk.domain.audit_key import read_audit_key
from refdesk.domain.progress import Progress
from refdesk.services import backups, record
from refdesk.storage import audit_check, audit_keys, engine
from refdesk.storage.audit_keys import link_text
from refdesk.storage.engine import FILE_NAME, Store
from refdesk.storage.errors import StorageError
from refdesk.storage.fields import to_json
from tests.support.shops import START, Clock, Shops, TestShop


def key_of(shop: TestShop, till: int = 1) -> str:
    return str(shop.desk.store.sql("SELECT key FROM day_key WHERE till_id = ?", (till,))[0][0])


def actions(shop: TestShop, till: int = 1) -> list[str]:
    found = shop.desk.store.sql("SELECT action FROM audit WHERE till_id = ? ORDER BY seq", (till,))
    return [str(one) for (one,) in found]


def seed(shop: TestShop) -> bytes:
    return audit_keys.seed_of(read_audit_key(shop.audit_key))


def test_each_till_begins_with_a_key_of_its_own_that_does_not_give_the_seed_away() -> None:
    seed = audit_keys.seed_of("ABCDEF" * 5)
    firsts = {audit_keys.first_key(seed, till) for till in range(1, 20)}
    assert len(firsts) == 19
    assert seed not in firsts


def proved(shop: TestShop, *keys: str) -> backups.Checked:
    """The check with the owner's key; nothing was wrong."""
    found = backups.check_everything(shop.desk, keys=keys or (shop.audit_key,))
    assert found.problems == ()
    return found


def test_the_text_of_a_link_is_its_canonical_json() -> None:
    for staff in (None, 7):
        for details in ("{}", '{"name":"Ёж \\" \\\\ \u2028 \x7f","n":-5}', "\t\n\x01 ё 😀 </"):
            wanted = to_json([12, 1_700_000_000_000_000, staff, "a b", details])
            assert link_text(12, 1_700_000_000_000_000, staff, "a b", details) == wanted


def test_a_day_with_work_has_a_key_of_its_own_and_one_link_for_it(wash: TestShop) -> None:
    first = key_of(wash)
    wash.add("Anna")
    assert key_of(wash) == first
    wash.clock.forward(days=1)
    wash.add("Boris")
    wash.add("Clara")
    assert bytes.fromhex(key_of(wash)) == audit_keys.next_key(bytes.fromhex(first))
    assert actions(wash).count("key_turned") == 1
    assert proved(wash).record.unchecked == 0


def test_days_without_work_take_no_turn(wash: TestShop) -> None:
    wash.clock.forward(days=9)
    wash.add("Anna")
    assert actions(wash).count("key_turned") == 1
    proved(wash)


def test_p12_a_clock_that_goes_back_turns_the_key_on_and_never_back(wash: TestShop) -> None:
    seen = [key_of(wash)]
    for step in (3, -1, -2, 400, -400):
        wash.clock.at += timedelta(days=step)
        wash.add(f"Customer {step}")
        seen.append(key_of(wash))
    assert len(set(seen)) == len(seen)
    proved(wash)


@pytest.mark.parametrize("night", ["2026-03-29T00:30", "2026-10-25T00:30"])
def test_p12_the_hour_that_is_missing_or_there_twice_is_one_day(shops: Shops, night: str) -> None:
    wash = shops.open()
    wash.desk.store.sql("UPDATE shop SET time_zone = 'Europe/Berlin'")
    wash.clock.at = START.fromisoformat(f"{night}+00:00") - timedelta(hours=8)
    wash.add("Before")
    for _ in range(4):
        wash.clock.forward(minutes=30)
        wash.add(f"Customer {wash.clock.at}")
    turns = actions(wash).count("key_turned")
    dates = {business for (business,) in wash.desk.store.sql("SELECT business_date FROM day_key")}
    assert len(dates) == 1
    assert turns <= 2
    proved(wash)


def test_the_key_of_the_shop_is_shown_once_and_is_nowhere_in_the_file(wash: TestShop) -> None:
    wash.desk.store.close()
    stored = (wash.folder / FILE_NAME).read_bytes()
    bare = read_audit_key(wash.audit_key)
    for secret in (wash.audit_key, bare, seed(wash).hex()):
        assert secret.encode() not in stored
    assert seed(wash) not in stored
    assert key_of(wash).encode() in (wash.folder / FILE_NAME).read_bytes()  # the control


def files_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob(f"{FILE_NAME}*"))


@pytest.mark.parametrize("mode", ["wal", "truncate"])
def test_a_key_of_yesterday_is_in_no_file_of_the_shop(
    shops: Shops, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(engine, "journal_mode", lambda _version: mode)
    wash = shops.open("car-wash")
    assert wash.desk.store.sql("PRAGMA journal_mode") == [(mode,)]
    wash.add("Anna")
    yesterday = key_of(wash).encode()
    assert yesterday in files_of(wash.folder)  # the control
    wash.desk.store.wait_at_most(4)  # as the window does (P21)
    wash.clock.forward(days=1)
    wash.add("Boris")
    assert yesterday not in files_of(wash.folder)
    assert key_of(wash).encode() in files_of(wash.folder)
    assert wash.desk.store.sql("PRAGMA busy_timeout") == [(4000,)]


def test_a_till_that_is_added_later_is_proved_by_the_same_sheet(wash: TestShop) -> None:
    wash.clock.forward(days=2)
    wash.add("Anna")
    other = wash.at_till("second")
    other.add("Boris")
    other.clock.forward(days=1)
    other.add("Clara")
    assert "till_added" in actions(wash)
    assert actions(wash, 2).count("key_turned") == 1
    told = proved(wash).record
    assert (told.checked, told.unchecked) == (wash.count("audit"), 0)
    other.desk.store.close()


def test_without_the_key_the_links_of_the_day_are_proved_and_the_others_counted(
    wash: TestShop,
) -> None:
    wash.add("Anna")
    before = wash.count("audit")
    wash.clock.forward(days=1)
    wash.add("Boris")
    told = backups.check_everything(wash.desk).record
    turn = 1
    assert told.unchecked == before + turn
    assert told.checked == wash.count("audit") - before - turn > 0


def test_a_new_key_proves_what_comes_and_the_old_one_what_was(wash: TestShop) -> None:
    wash.add("Anna")
    wash.at_till("2").add("Boris")
    wash.clock.forward(days=1)
    new = record.renew_key(wash.desk)
    wash.add("Clara")
    told = backups.check_everything(wash.desk, keys=[new])
    assert told.problems == ()
    assert told.record.unchecked > 0
    assert proved(wash, wash.audit_key, new).record.unchecked == 0
    assert proved(wash, new, wash.audit_key).record.unchecked == 0
    only_old = backups.check_everything(wash.desk, keys=[wash.audit_key]).problems
    assert [code for code, _ in only_old] == ["audit_key_newer", "audit_key_newer"]


def test_another_shops_key_is_told_from_a_wrong_link(wash: TestShop, shops: Shops) -> None:
    other = shops.open("spa")
    found = backups.check_everything(wash.desk, keys=[other.audit_key]).problems
    assert found == (("audit_key_unknown", "till 1"),)


# -- copies ------------------------------------------------------------------------------------


def test_a_backup_has_no_key_of_the_day(wash: TestShop) -> None:
    wash.add("Anna")
    made = backups.create_backup(wash.desk)
    assert key_of(wash).encode() not in made.file.read_bytes()
    with closing(sqlite3.connect(made.file)) as db:
        assert db.execute("SELECT is_copy FROM day_key").fetchall() == [(1,)]


def test_a_shop_that_was_put_back_says_so_and_is_proved_by_the_same_sheet(wash: TestShop) -> None:
    wash.add("Anna")
    wash.at_till("2").add("Boris")
    made = backups.create_backup(wash.desk)
    wash.add("Clara")
    wash.desk.store.close()
    wash.clock.forward(days=1)
    backups.restore_backup(made.file, wash.folder, replace=True)
    waiting = proved(wash.reopened()).record.restored
    assert [(one.till, one.at) for one in waiting] == [("1", None), ("2", None)]
    wash.add("Denis")
    wash.clock.forward(days=1)
    wash.add("Egor")
    assert actions(wash).count("restored") == 1
    told = proved(wash).record
    assert told.unchecked == 0
    assert [(one.till, one.at is None) for one in told.restored] == [("1", False), ("2", True)]
    second = backups.create_backup(wash.desk)
    wash.desk.store.close()
    backups.restore_backup(second.file, wash.folder, replace=True)
    wash.reopened().add("Fedor")
    assert actions(wash).count("restored") == 2
    proved(wash)


def test_a_new_key_after_a_restore_ends_what_the_backup_could_go_on_with(wash: TestShop) -> None:
    wash.at_till("2").add("Anna")
    made = backups.create_backup(wash.desk)
    wash.desk.store.close()
    backups.restore_backup(made.file, wash.folder, replace=True)
    wash.clock.forward(days=1)
    new = record.renew_key(wash.reopened().desk)
    wash.add("Boris")
    assert actions(wash)[-6:-2] == ["restored", "key_turned", "key_ended", "key_given"]
    assert proved(wash, wash.audit_key, new).record.unchecked == 0
    with closing(sqlite3.connect(made.file)) as db:
        kept = {bytes.fromhex(key) for (key,) in db.execute("SELECT key FROM day_key")}
    after = {bytes.fromhex(key_of(wash, till)) for till in (1, 2)}
    for _ in range(5):
        kept |= {audit_keys.next_key(key) for key in kept}
        kept |= {audit_keys.copy_key(key) for key in kept}
    assert not kept & after


def test_a_copy_of_a_copy_is_the_same_place(wash: TestShop, tmp_path: Path) -> None:
    made = backups.create_backup(wash.desk)
    backups.restore_backup(made.file, tmp_path / "a")
    once = Opener(tmp_path / "a", now=wash.clock).open()
    again = backups.create_backup(once)
    once.store.close()
    backups.restore_backup(again.file, tmp_path / "b")
    twice = Opener(tmp_path / "b", now=wash.clock).open()
    assert backups.check_everything(twice, keys=[wash.audit_key]).problems == ()
    twice.store.close()


def test_a_long_chain_is_read_in_parts(wash: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_check, "PART", 3)
    for number in range(10):
        wash.clock.forward(days=number % 2)
        wash.add(f"Customer {number}")
    read: list[int] = []
    sql = wash.desk.store.sql

    def counted(statement: str, params: object = ()) -> object:
        found = sql(statement, params)  # type: ignore[arg-type]
        read.append(len(found))
        return found

    monkeypatch.setattr(wash.desk.store, "sql", counted)
    told = audit_check.check_record(wash.desk.store, [seed(wash)])
    assert (told.problems, told.checked) == ([], wash.count("audit"))
    assert max(read) <= 3


class Busy(Progress):
    """Another till works each time the check looks up."""

    def __init__(self, till: TestShop) -> None:
        super().__init__()
        self._till = till
        self._times = 8

    def check(self) -> None:
        if self._times:
            self._times -= 1
            self._till.clock.forward(days=1)
            self._till.add(f"Late {self._till.clock.at}")


def test_tills_write_while_the_record_is_read(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_check, "PART", 2)
    other = wash.at_till("2")
    for number in range(5):
        wash.add(f"Customer {number}")
        other.add(f"Other {number}")
    for seeds in ([], [seed(wash)]):
        before = wash.count("audit")
        assert audit_check.check_record(wash.desk.store, seeds, Busy(other)).problems == []
        assert wash.count("audit") > before + 8
    other.desk.store.close()


def test_p11_a_shop_without_keys_goes_on_with_the_open_ones(tmp_path: Path) -> None:
    from tests.storage.frozen import thaw

    clock = Clock(START)
    clock.forward(days=1)
    folder = thaw(3, tmp_path / "shop")
    opener = Opener(folder, now=clock)
    shop = TestShop(opener.open(), clock, opener, {"Anna": 1})
    assert not record.has_key(shop.desk)
    told = backups.check_everything(shop.desk).record
    assert (told.problems, told.unchecked) == ([], 0)
    shop.desk.store.close()


def test_p8_a_log_that_cannot_be_cut_off_undoes_nothing(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wash.add("Anna")
    sql = Store.sql

    def failing(store: Store, statement: str, params: Sequence[object] = ()) -> list[Any]:
        if "wal_checkpoint" in statement:
            raise StorageError("full", "no room")
        return sql(store, statement, params)

    monkeypatch.setattr(Store, "sql", failing)
    wash.clock.forward(days=1)
    wash.add("Boris")
    monkeypatch.undo()
    assert actions(wash).count("key_turned") == 1
    assert wash.count("customer") == 2
    assert wash.desk.store.sql("PRAGMA busy_timeout") == [(engine.BUSY_SECONDS * 1000,)]
    proved(wash)
