"""Building the window anew, and telling of bugs."""

import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from refdesk.ui.app import Shell
from refdesk.ui.crash import CrashGuard
from refdesk.ui.main_window import MainWindow
from refdesk.ui.page import Context
from refdesk.ui.theme.theme import Mode, Theme
from refdesk.ui.widgets.buttons import Button
from refdesk.words.catalogue import Words
from tests.ui.keys import Clock, scan
from tests.ui.note_page import entries, page_of

# -- building anew ---------------------------------------------------------------------------


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, context: Context) -> Iterator[Shell]:
    def make(ctx: Context) -> MainWindow:
        main = MainWindow(ctx, entries(ctx.theme, []), ctx.words.language)
        main.show_page("counter")
        return main

    built = Shell(qapp, context, make)
    yield built
    built.window.close()
    built.window.deleteLater()


def test_another_language_builds_a_new_window_in_the_place_of_the_old(
    shell: Shell, qtbot: QtBot, clock: Clock
) -> None:
    shell.window.resize(1200, 750)
    shell.window.show()
    qtbot.waitExposed(shell.window)
    old = shell.window
    old_page = page_of(old)
    shell.set_words(Words("ru"))
    assert shell.window is not old
    assert shell.window.windowTitle() == "Counter · ru · RefDesk"
    assert shell.window.size().toTuple() == (1200, 750)
    qtbot.waitExposed(shell.window)
    shell.window.activateWindow()
    heard_before = list(old_page.notes)
    scan(shell.window, clock, "7K4M9XQT2A")
    assert page_of(shell.window).notes[-1] == "scan 7K4M9XQT2A"
    assert old_page.notes == heard_before


def test_dark_and_light_keep_the_window_and_what_is_typed(shell: Shell, qtbot: QtBot) -> None:
    shell.window.show()
    qtbot.waitExposed(shell.window)
    window = shell.window
    page_of(window).field.setText("Boris")
    shell.set_mode(Mode.DARK)
    assert shell.window is window
    assert page_of(window).field.text() == "Boris"
    assert shell.context.theme.is_dark


def test_another_scale_builds_a_new_window(shell: Shell) -> None:
    old = shell.window
    shell.set_scale(115)
    assert shell.window is not old


# -- bugs ------------------------------------------------------------------------------------


@pytest.mark.expects_log
def test_a_bug_is_told_once_and_the_window_goes_on(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    guard = CrashGuard(theme, words)
    for _ in range(3):
        try:
            raise KeyError("balance")
        except KeyError as error:
            guard.catch(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: guard.dialog() is not None)
    dialog = guard.dialog()
    assert dialog is not None
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "This was our mistake. Nothing half-done was saved." in texts
    copy = dialog.findChild(Button, "crash_copy")
    assert copy is not None
    copy.click()
    assert "KeyError: 'balance'" in QGuiApplication.clipboard().text()
    go_on = dialog.findChild(Button, "crash_go_on")
    assert go_on is not None
    go_on.click()
    assert guard.dialog() is None
    QApplication.processEvents()
    assert guard.dialog() is None


@pytest.mark.expects_log
def test_a_bug_in_a_thread_is_told_too(qtbot: QtBot, theme: Theme, words: Words) -> None:
    guard = CrashGuard(theme, words)
    with capture_exceptions():
        guard.install()
        try:
            thread = threading.Thread(target=lambda: 1 // 0)
            thread.start()
            thread.join()
        finally:
            guard.remove()
    qtbot.waitUntil(lambda: guard.dialog() is not None)
    dialog = guard.dialog()
    assert dialog is not None
    dialog.accept()
    assert sys.excepthook is not guard.catch


class Broken(QWidget):
    """Has a bug in its painting."""

    def __init__(self) -> None:
        super().__init__()
        self.began: list[weakref.ref[QPainter]] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.began.append(weakref.ref(painter))
        raise KeyError("colour")


@pytest.mark.expects_log
def test_a_bug_in_a_painting_leaves_no_painter_behind_that_would_end_the_program(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    guard = CrashGuard(theme, words)
    broken = Broken()
    qtbot.addWidget(broken)
    with capture_exceptions():
        guard.install()
        try:
            broken.show()
            qtbot.waitUntil(lambda: guard.dialog() is not None)
            assert broken.began
            assert [one() for one in broken.began] == [None] * len(broken.began)
            broken.hide()
        finally:
            guard.remove()
            sys.last_traceback = None  # should it have failed, the painter goes before the widget
    dialog = guard.dialog()
    assert dialog is not None
    dialog.accept()
