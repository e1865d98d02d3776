"""The check of a start: what it finds, that it lets others write, that it can be stopped."""

import sqlite3
from contextlib import closing
from pathlib import Path

from refdesk.bootstrap import Opener
from refdesk.services.catalogue import add_service
from refdesk.services.desk import Desk
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.start_check import StartCheck


def sound_shop(folder: Path) -> Desk:
    desk = Opener(folder).create()
    create_shop(desk, ShopDraft("Lagoon", presets=("car-wash",)))
    return desk


def silent(_done: int, _total: int | None) -> None:
    """Tells nobody."""


def test_a_sound_shop_has_no_problem_and_every_table_is_told_of(tmp_path: Path) -> None:
    desk = sound_shop(tmp_path)
    told: list[tuple[int, int | None]] = []
    assert StartCheck().run(desk.store, lambda done, total: told.append((done, total))) == []
    assert [done for done, _ in told] == list(range(len(told)))
    assert {total for _, total in told} == {len(told)}
    desk.store.close()


def test_p16_a_changed_link_at_the_end_of_the_audit_is_found(tmp_path: Path) -> None:
    desk = sound_shop(tmp_path)
    desk.store.close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        db.execute("DROP TRIGGER audit_no_update")
        db.execute("UPDATE audit SET action = 'nothing' WHERE seq = 2")
        db.commit()
    desk = Opener(tmp_path).open()
    assert StartCheck().run(desk.store, silent) == [("audit_broken", "till 1, 2")]
    desk.store.close()


def test_p9_a_spoiled_page_of_a_table_is_found(tmp_path: Path) -> None:
    desk = sound_shop(tmp_path)
    desk.store.close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        root = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'service'"
        ).fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    file = tmp_path / FILE_NAME
    content = bytearray(file.read_bytes())
    begin = (root - 1) * size
    content[begin + 8 : begin + 16] = b"\xff" * 8
    file.write_bytes(content)
    desk = Opener(tmp_path).open()
    problems = StartCheck().run(desk.store, silent)
    assert problems
    assert {code for code, _ in problems} == {"file_damaged"}
    desk.store.close()


def test_somebody_can_write_between_two_tables(tmp_path: Path) -> None:
    desk = sound_shop(tmp_path)
    other = Opener(tmp_path).open()
    names = iter(f"Service {number}" for number in range(1000))

    def write(_done: int, _total: int | None) -> None:
        add_service(other, next(names))

    assert StartCheck().run(desk.store, write) == []
    other.store.close()
    desk.store.close()


def test_a_stopped_check_finds_nothing_and_leaves_the_connection_usable(tmp_path: Path) -> None:
    desk = sound_shop(tmp_path)
    check = StartCheck()

    def stop(done: int, _total: int | None) -> None:
        if done == 3:
            check.stop()

    assert check.run(desk.store, stop) == []
    assert desk.shop().name == "Lagoon"
    desk.store.close()
