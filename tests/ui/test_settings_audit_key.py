"""The audit key in the settings: the owner checks with his sheet, and makes a new one (4c)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.cards.qr import decode_image, decode_page
from refdesk.services import backups
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.ui import files
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.widgets.strips import Strip
from tests.cli.terminal import Terminal
from tests.storage.frozen import thaw
from tests.ui.running import PIN, Running, running
from tests.ui.show import picture_of
from tests.ui.test_settings_page import open_settings, problem, said, write

RETURN = Qt.Key.Key_Return


def shop_with_key(folder: Path) -> str:
    """A shop in a folder; its audit key."""
    desk = Opener(folder).create()
    draft = ShopDraft("Lagoon Car Wash", language="en", owner="Owner", pin=PIN)
    key = create_shop(desk, draft).audit_key
    desk.store.close()
    return key


def line(run: Running) -> str:
    message = run.find(Strip, "settings_backups_strip").message()
    return message.line if message is not None else ""


def open_check(run: Running) -> None:
    open_settings(run, "backups")
    run.click("check_with_key")
    run.wait(lambda: run.window.findChild(QLineEdit, "key_check_key") is not None)


def test_the_sheet_is_scanned_where_the_key_is_asked_for(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    key = shop_with_key(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_check(run)
        run.session.context.scanner.scanned.emit("KXQZ4-NMWRD")
        run.wait(lambda: problem(run, "key_check_key").startswith("This is not an audit key"))
        run.session.context.scanner.scanned.emit(key)
        run.wait(lambda: said(run, "backups") == "Everything is in order")
        assert line(run).endswith("not proved: none")
        assert isinstance(run.window.current_page(), SettingsPage)


def test_a_typed_key_is_not_shown_and_finds_what_was_changed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    key = shop_with_key(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_check(run)
        store = run.session.desk.store
        store.sql("DROP TRIGGER audit_no_update")
        store.sql("UPDATE audit SET at = at + 1 WHERE seq = 2")
        store.close()
        field = run.find(QLineEdit, "key_check_key")
        assert field.echoMode() == QLineEdit.EchoMode.Password
        write(run, "key_check_key", "abc")
        run.key(RETURN)
        assert (field.text(), field.hasSelectedText()) == ("abc", False)
        run.click("key_check_shown")
        assert field.echoMode() == QLineEdit.EchoMode.Normal
        assert field.hasFocus()
        run.click("key_check_shown")
        assert field.echoMode() == QLineEdit.EchoMode.Password
        write(run, "key_check_key", key.lower())
        run.key(RETURN)
        run.wait(lambda: said(run, "backups") == "1 problem found")
        assert line(run).startswith("A line of a till’s record is not as it was written")
        assert "till 1, 2\n" in line(run)
        run.click("check_copy")
        assert QApplication.clipboard().text().startswith("audit_broken: till 1, 2\n")


def test_a_new_key_is_shown_once_saved_and_ticked_off(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = shop_with_key(tmp_path)
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(files, "ask_pdf", lambda *_args: sheet)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        run.click("make_key")
        write(run, "new_key_pin", "1111")
        run.key(RETURN)
        run.wait(lambda: "Wrong PIN" in problem(run, "new_key_pin"))
        write(run, "new_key_pin", PIN)
        run.key(RETURN)
        run.wait(lambda: run.window.findChild(QLabel, "audit_key") is not None)
        key = run.find(QLabel, "audit_key").text()
        symbol = run.find(QWidget, "audit_key_symbol")
        run.wait(symbol.isVisible)
        assert decode_image(picture_of(symbol)) == (key,)
        assert not run.find(QWidget, "new_key_done").isEnabled()
        run.wait(run.find(QWidget, "recovery_written").hasFocus)
        run.click("check_with_key")  # not before the key is kept
        assert run.window.findChild(QLineEdit, "key_check_key") is None
        run.click("recovery_save")
        run.wait(run.find(Strip, "recovery_strip").isVisible)
        assert decode_page(sheet, 1) == (key,)
        run.click("recovery_written")
        run.click("new_key_done")
        run.wait(lambda: run.window.findChild(QLabel, "audit_key") is None)
        told = backups.check_everything(run.session.desk, keys=[old, key])
        assert (told.problems, told.record.unchecked) == ((), 0)
        run.session.desk.store.close()
    monkeypatch.setenv("REFDESK_PIN", PIN)
    terminal = Terminal(tmp_path, capsys, run.opener.now)
    call = ("--as", "Owner", "check", "--audit-key", old, "--audit-key", str(sheet))
    assert terminal.json(*call)["record"]["unchecked"] == 0


def is_held(run: Running) -> bool:
    strip = run.find(Strip, "new_key_strip")
    message = strip.message() if strip.isVisible() else None
    return message is not None and message.title == "The audit key is not saved yet"


def test_a_key_that_nobody_saved_holds_its_section_its_page_and_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    shop_with_key(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        run.click("make_key")
        write(run, "new_key_pin", PIN)
        run.key(RETURN)
        run.wait(lambda: run.window.findChild(QLabel, "audit_key") is not None)
        key = run.find(QLabel, "audit_key").text()
        page = run.window.current_page()
        assert isinstance(page, SettingsPage)
        assert page.is_unsaved()
        strip = run.find(Strip, "new_key_strip")
        tries: tuple[Callable[[], object], ...] = (
            lambda: run.click("section_shop"),
            lambda: run.key(Qt.Key.Key_F6),
            lambda: run.key(Qt.Key.Key_F2),
            run.window.close,
        )
        for leave in tries:
            strip.hide()
            leave()
            run.wait(lambda: is_held(run))
            assert run.window.current_page() is page
            assert run.find(QLabel, "audit_key").isVisible()
            assert run.find(QPushButton, "section_backups").isChecked()
            assert run.find(QWidget, "recovery_written").hasFocus()
        run.key(Qt.Key.Key_F12)
        run.wait_for_people()
        told = ("sign_in_news", "The audit key is not saved yet")
        run.wait(lambda: run.window.findChild(Strip, told[0]) is not None)
        message = run.find(Strip, told[0]).message()
        assert message is not None
        assert message.title == told[1]
        assert message.line.startswith("It waits for Owner. After another person’s PIN it is gone")
        run.sign_in()
        run.wait(lambda: run.window.current_page() is page)
        assert run.find(QLabel, "audit_key").text() == key
        run.click("recovery_written")
        assert not is_held(run)
        run.click("section_shop")
        run.wait(run.find(QPushButton, "section_shop").isChecked)
        run.key(Qt.Key.Key_F2)
        run.wait_for(CounterPage)


def test_a_shop_of_an_earlier_release_is_told_that_it_has_no_key_yet(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    folder = thaw(3, tmp_path / "shop")
    with running(qtbot, qapp, folder) as run:
        open_settings(run, "backups", pin="")
        run.wait(lambda: not run.find(QWidget, "check_with_key").isVisible())
        run.click("make_key")
        run.click("new_key_go")
        run.wait(lambda: run.window.findChild(QLabel, "audit_key") is not None)
        key = run.find(QLabel, "audit_key").text()
        run.wait(lambda: run.find(QWidget, "check_with_key").isVisible())
        told = backups.check_everything(run.session.desk, keys=[key])
        assert (told.problems, told.record.unchecked) == ((), 0)
        run.session.desk.store.close()


def test_a_key_that_is_not_saved_does_not_go_with_another_language_at_the_sign_in(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    shop_with_key(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        assert run.find(QWidget, "sign_in_language").isVisible()
        open_settings(run, "backups")
        run.click("make_key")
        write(run, "new_key_pin", PIN)
        run.key(RETURN)
        run.wait(lambda: run.window.findChild(QLabel, "audit_key") is not None)
        key = run.find(QLabel, "audit_key").text()
        run.key(Qt.Key.Key_F12)
        run.wait_for_people()
        assert not run.find(QWidget, "sign_in_language").isVisible()
        run.sign_in()
        run.wait_for(SettingsPage)
        assert run.find(QLabel, "audit_key").text() == key
