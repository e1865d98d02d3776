"""Data that cannot be opened: a page with the ways on, never an empty shop over the old one."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services import backups
from refdesk.storage import lock
from refdesk.storage.engine import FILE_NAME, schema_version
from refdesk.storage.errors import StorageError
from refdesk.ui import files, shop_opening
from refdesk.ui.folder_hold import FolderHold
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.pages.trouble.page import TroublePage
from refdesk.ui.widgets.strips import Strip
from tests.ui.running import Running, make_shop, running


def back_up(folder: Path) -> Path:
    """Make a backup in the folder's own place."""
    desk = Opener(folder).open()
    try:
        return backups.create_backup(desk).file
    finally:
        desk.store.close()


def shown(run: Running) -> str:
    """Every text of the page."""
    page = run.wait_for(TroublePage)
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def damage(file: Path) -> None:
    """Overwrite the middle of a file."""
    content = bytearray(file.read_bytes())
    content[100:8192] = b"\xff" * (8192 - 100)
    file.write_bytes(content)


def make_newer(file: Path) -> None:
    """Let the file be of a newer program."""
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA user_version = {schema_version() + 1}")


def make_foreign(file: Path) -> None:
    """Let the file be another program's."""
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE notes (text)")


SPOILING: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (Path.unlink, "The shop’s data are not in their folder"),
    "damaged": (damage, "The shop’s data are damaged"),
    "newer": (make_newer, "The data are from a newer version of RefDesk"),
    "foreign": (make_foreign, "The file in the data folder is not RefDesk’s"),
}


@pytest.mark.parametrize("kind", SPOILING)
def test_p9_trouble_is_named_and_a_backup_offered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, kind: str
) -> None:
    spoil, sentence = SPOILING[kind]
    make_shop(tmp_path)
    back_up(tmp_path)
    spoil(tmp_path / FILE_NAME)
    with running(qtbot, qapp, tmp_path) as run:
        assert sentence in shown(run)
        run.wait(lambda: run.window.findChild(QWidget, "trouble_restore") is not None)


def test_p9_enter_restores_the_newest_good_backup(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    good = back_up(tmp_path)
    broken = good.with_name("refdesk-20990101-000000.sqlite")
    shutil.copyfile(good, broken)
    damage(broken)
    damage(tmp_path / FILE_NAME)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(TroublePage)
        run.wait(lambda: run.window.findChild(QWidget, "trouble_restore") is not None)
        restore = run.find(QWidget, "trouble_restore")
        run.wait(restore.hasFocus)
        run.key(Qt.Key.Key_Return)
        run.wait_for(SignInPage)
        assert run.session.desk.shop().name == "Lagoon Car Wash"
        banner = run.find(Strip, "storage_banner").message()
        assert banner is not None
        assert banner.title.startswith("The backup of ")
        assert "2099" not in banner.title
    kept = list((tmp_path / backups.FOLDER).glob("refdesk-before-restore-*.sqlite"))
    assert len(kept) == 1


def test_no_shop_is_set_up_where_one_was(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_shop(tmp_path)
    (tmp_path / FILE_NAME).unlink()
    shop_opening.mark_open(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        assert "The shop’s data are not in their folder" in shown(run)
        run.wait(lambda: "No whole backup is in the data folder" in shown(run))
    assert not (tmp_path / FILE_NAME).exists()


def test_a_try_after_the_file_came_back_opens_the_shop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    back_up(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / FILE_NAME).rename(elsewhere)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(TroublePage)
        elsewhere.rename(tmp_path / FILE_NAME)
        run.click("trouble_retry")
        run.wait_for(SignInPage)


def test_a_copy_of_the_damaged_file_is_saved_as_it_is(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path / "shop")
    damage(tmp_path / "shop" / FILE_NAME)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(files, "ask_folder", lambda *_args: stick)
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(TroublePage)
        run.click("trouble_copy")
        run.wait(lambda: "The copy is in" in shown(run))
    (copy,) = stick.iterdir()
    damaged = (tmp_path / "shop" / FILE_NAME).read_bytes()
    assert (copy / FILE_NAME).read_bytes() == damaged


def test_a_folder_on_a_network_share_is_refused_without_a_restore(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/share {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(lock, "_MOUNTS", mounts)
    with running(qtbot, qapp, tmp_path) as run:
        assert "The data folder is on a network share" in shown(run)
        assert run.window.findChild(QWidget, "trouble_other") is None
        assert run.find(QWidget, "trouble_retry").hasFocus()


def test_a_folder_that_is_no_folder_leads_to_the_trouble_page(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with running(qtbot, qapp, tmp_path / "file" / "shop") as run:
        run.wait_for(TroublePage)


def test_a_held_folder_can_be_let_go_and_taken_again(tmp_path: Path) -> None:
    hold = FolderHold(tmp_path)
    hold.take()
    with pytest.raises(StorageError), lock.lock_folder(tmp_path):
        pass
    with hold.released(), lock.lock_folder(tmp_path):
        pass
    with pytest.raises(StorageError), lock.lock_folder(tmp_path):
        pass
    hold.release()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_damage_that_the_check_beside_the_counter_finds_stands_in_a_banner(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    make_shop(tmp_path, pin="")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        for (name,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE audit SET action = 'nothing' WHERE seq = 1")
        db.commit()
    with running(qtbot, qapp, tmp_path, language=language) as run:
        run.wait(lambda: run.window.findChild(Strip, "storage_banner") is not None)
        banner = run.find(Strip, "storage_banner").message()
        assert banner is not None
        assert banner.kind == "stop"
