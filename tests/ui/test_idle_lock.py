"""The lock of a window that nobody touches: what counts as a touch, and how long it waits."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from refdesk.ui.idle import IdleWatch
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.sign_in.page import SignInPage
from tests.ui.running import make_shop, running

CONTROL = Qt.KeyboardModifier.ControlModifier


class Idle:
    """The watch of a window, by a clock in milliseconds that the test sets."""

    def __init__(self) -> None:
        self.now = 0
        self.watch = IdleWatch(clock=lambda: self.now)

    def check_at(self, now: int) -> None:
        self.now = now
        self.watch.check()


@pytest.fixture
def idle() -> Idle:
    return Idle()


def test_five_idle_minutes_lock_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, idle: Idle
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path, idle=idle.watch) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        idle.now = 299_000
        run.key(Qt.Key.Key_F2)  # a touch: the five minutes begin anew
        idle.check_at(301_000)
        run.wait_for(CounterPage)
        idle.check_at(600_000)
        run.wait_for(SignInPage)


def test_a_scan_and_keys_in_a_dialog_keep_the_window_open(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, idle: Idle
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path, idle=idle.watch) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        idle.now = 299_000
        run.session.context.scanner.scanned.emit("4600000000017")  # no keys: a serial scanner
        idle.check_at(301_000)
        run.wait_for(CounterPage)
        dialog = QDialog(run.window)
        dialog.open()
        run.wait(dialog.isVisible)
        qapp.focusWindowChanged.emit(dialog.windowHandle())
        idle.now = 598_000
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
        idle.check_at(602_000)
        assert dialog.isVisible()
        idle.check_at(898_000)
        run.wait(lambda: isinstance(run.window.current_page(), SignInPage))
        assert not dialog.isVisible()


def test_the_owner_says_how_long_the_window_waits_before_it_locks(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, idle: Idle
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path, idle=idle.watch) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, CONTROL)
        run.wait_for(SettingsPage).show_section("rules")
        line = run.find(QLineEdit, "setting_lock_minutes")
        run.wait(lambda: line.text() == "5")
        line.setText("0")
        line.editingFinished.emit()
        line.setText("1")
        line.editingFinished.emit()
        run.wait(
            lambda: run.session.shop is not None and run.session.shop.settings.lock_minutes == 1
        )
        idle.check_at(59_000)
        run.wait_for(SettingsPage)
        idle.check_at(61_000)
        run.wait_for(SignInPage)


def test_where_nobody_has_a_pin_an_idle_window_stays_as_it_is(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, idle: Idle
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path, idle=idle.watch) as run:
        page = run.wait_for(CounterPage)
        idle.check_at(301_000)
        assert run.window.current_page() is page
        run.key(Qt.Key.Key_F12)
        run.wait_for(SettingsPage)
