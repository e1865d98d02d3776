"""A backup is put back while the window stands: nothing of the old shop goes on in it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.errors import DomainError
from refdesk.services import backups
from refdesk.storage.errors import MOVED, StorageError
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.first_run.page import FirstRunPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.widgets.strips import Message, Strip
from tests.ui.running import Running, make_shop, running


def back_up(folder: Path) -> Path:
    desk = Opener(folder).open()
    file = backups.create_backup(desk, folder / "stick.sqlite").file
    desk.store.close()
    return file


def banner(run: Running) -> Message | None:
    strip = run.window.findChild(Strip, "storage_banner")
    return strip.message() if strip is not None and strip.isVisible() else None


def restore(run: Running, file: Path) -> CounterPage:
    """Put a backup back; the counter that stands after that."""
    before = run.window.current_page()
    run.session.care.restore(file)
    run.wait(lambda: run.window.current_page() is not before)
    return run.wait_for(CounterPage)


def test_after_a_restore_one_press_undoes_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path, pin="")
    file = back_up(tmp_path)
    undone: list[CounterPage] = []

    def undo_last(page: CounterPage) -> None:
        undone.append(page)

    monkeypatch.setattr(CounterPage, "undo_last", undo_last)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        page = restore(run, file)
        run.window.undo_requested.emit()
        assert undone == [page]


def test_after_a_restore_nobody_is_told_why_he_was_signed_out_before_it(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    file = back_up(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        run.session._signed_out(DomainError("signed_out", name="Denis", why="pin"))
        assert run.wait_for(SignInPage).findChild(Strip, "sign_in_news") is not None
        run.sign_in()
        run.wait_for(CounterPage)
        run.session.care.restore(file)
        assert run.wait_for(SignInPage).findChild(Strip, "sign_in_news") is None


def test_after_a_restore_that_was_refused_the_window_goes_on_looking_after_the_data(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    bad = tmp_path / "bad.sqlite"
    bad.write_text("no backup")
    with running(qtbot, qapp, tmp_path) as run:
        page = run.wait_for(CounterPage)
        run.session.care.restore(bad)
        run.wait(lambda: banner(run) is not None)
        assert run.wait_for(CounterPage) is page
        said = banner(run)
        assert said is not None
        assert said.title.startswith("Not restored")
        assert run.session.care._timer.isActive()


def test_what_was_restored_is_said_in_the_language_of_that_shop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path / "shop", pin="")
    file = back_up(tmp_path / "shop")
    (tmp_path / "new").mkdir()
    with running(qtbot, qapp, tmp_path / "new", language="") as run:
        run.wait_for(FirstRunPage)
        run.session._speak("ru")
        run.wait_for(FirstRunPage)
        restore(run, file)
        said = banner(run)
        assert said is not None
        assert said.title == "Restored from stick.sqlite"


def test_what_was_restored_is_told_by_its_day_where_its_name_has_one(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path / "shop", pin="")
    made = back_up(tmp_path / "shop")
    file = made.rename(made.with_name("refdesk-20191121-094000.sqlite"))
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(CounterPage)
        restore(run, file)
        said = banner(run)
        assert said is not None
        assert said.title == "The backup of 21 Nov 2019, 12:40 is restored"  # the shop's clock
        assert "Restored from" not in said.line


def test_what_was_restored_stands_until_it_is_closed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    file = back_up(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        care = run.session.care
        care.tell_trouble(StorageError(MOVED, str(tmp_path)), lambda: None)
        restore(run, file)
        said = banner(run)
        assert said is not None
        assert said.kind == "ok"
        care._timer.timeout.emit()  # a minute later the data can be read
        run.wait(lambda: not run.session.context.tasks.has_work())
        qapp.processEvents()
        assert banner(run) == said
        run.click("banner_close")
        assert banner(run) is None
