"""What the tests of the Programmes page share: a shop whose owner has gone to the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.domain.records import Version
from refdesk.services import programmes
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.programmes.page import ProgrammesPage
from refdesk.ui.widgets.strips import Strip
from tests.ui.running import Running, make_shop, running

CONTROL = Qt.KeyboardModifier.ControlModifier
RETURN = Qt.Key.Key_Return

W = TypeVar("W", bound=QWidget)


@contextmanager
def at_programmes(
    qtbot: QtBot, app: QApplication, folder: Path, *, language: str = "en"
) -> Iterator[Running]:
    """A shop without PINs and with the car wash's programme, at the page of programmes."""
    make_shop(folder, pin="")
    with running(qtbot, app, folder, language=language) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_3, CONTROL)
        run.wait_for(ProgrammesPage)
        wait_for(run, "open_p1")
        yield run


def wait_for(run: Running, name: str) -> None:
    """Wait until a control of this name is seen."""

    def is_seen() -> bool:
        return any(one.isVisible() for one in run.window.findChildren(QWidget, name))

    run.wait(is_seen)


def said(run: Running) -> str:
    """The title of the page's strip."""
    message = run.find(Strip, "programmes_strip").message()
    return message.title if message is not None else ""


def saved(run: Running, number: int = 1) -> Version:
    """A programme as the database has it."""
    desk = run.session.desk
    try:
        return programmes.get_programme(desk, f"P{number}")
    finally:
        desk.store.close()


def start_from_gallery(run: Running, preset: str) -> None:
    """Choose a preset by keys and start with it."""
    run.key(Qt.Key.Key_N, CONTROL)
    wait_for(run, f"gallery_{preset}")
    for _ in range(30):
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() == f"gallery_{preset}":
            break
        run.key(Qt.Key.Key_Down)
    run.key(RETURN)
    wait_for(run, "programme_editor")
