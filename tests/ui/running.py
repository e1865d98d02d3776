"""A running window on a real data folder: real threads, a real database, keys into the window."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services.shop import ShopCreated, ShopDraft, create_shop
from refdesk.services.staff import add_staff
from refdesk.storage.errors import StorageError
from refdesk.ui import shop_opening
from refdesk.ui.desk_window import DeskWindow
from refdesk.ui.folder_hold import FolderHold
from refdesk.ui.idle import IdleWatch
from refdesk.ui.page import Page
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.preferences import Preferences
from refdesk.ui.session import Session

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)

PIN = "4826"
TIMEOUT = 15_000
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def pace(milliseconds: int) -> None:
    """Let the window work for as long as a device takes from key to key."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class ShopClock:
    """The computer's clock, set by a test."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def pass_time(self, **parts: float) -> None:
        """Let time pass."""
        self.at += timedelta(**parts)


class Running:
    """One window and what a person does with it."""

    def __init__(self, qtbot: QtBot, session: Session, opener: Opener, hold: FolderHold) -> None:
        self.qtbot = qtbot
        self.session = session
        self.opener = opener
        self.hold = hold

    @property
    def window(self) -> DeskWindow:
        """The window that stands now."""
        return self.session.window

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        self.qtbot.waitUntil(until, timeout=TIMEOUT)

    def wait_for(self, kind: type[P]) -> P:
        """Wait until a page of this kind is in front and has the keyboard."""
        self.wait(lambda: isinstance(self.window.current_page(), kind))
        self.wait(self._has_focus)
        page = self.window.current_page()
        assert isinstance(page, kind)
        return page

    def wait_for_counter(self) -> CounterPage:
        """Wait until the counter is in front and has read its day."""
        counter = self.wait_for(CounterPage)
        self.wait(lambda: counter._day is not None)
        return counter

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and focused.window() is self.window

    def find(self, kind: type[W], name: str) -> W:
        """A control by its object name; one that can be seen before one that is on its way out."""
        found = self.window.findChildren(kind, name)
        assert found, name
        return next((one for one in found if one.isVisible()), found[0])

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key in the window, shortcuts first."""
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifiers)

    def type(self, text: str) -> None:
        """Type a text into what has the focus, slower than any scanner."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def click(self, name: str) -> None:
        """Click a control."""

        def can_be_clicked() -> bool:
            found = self.window.findChildren(QWidget, name)
            return any(one.isVisible() and one.isEnabled() for one in found)

        self.wait(can_be_clicked)
        QTest.mouseClick(self.find(QWidget, name), Qt.MouseButton.LeftButton)

    def wait_for_people(self) -> SignInPage:
        """Wait for the page that asks for a PIN, with its list of people."""
        page = self.wait_for(SignInPage)
        self.wait(lambda: page.findChild(QWidget, "person_1") is not None)
        return page

    def sign_in(self, pin: str = PIN, *, down: int = 0) -> None:
        """Choose the person so many places down, type the PIN and press Enter."""
        self.wait_for_people()
        for _ in range(down):
            self.key(Qt.Key.Key_Down)
        self.type(pin)
        self.key(Qt.Key.Key_Return)


@contextmanager
def running(
    qtbot: QtBot,
    app: QApplication,
    folder: Path,
    *,
    clock: Callable[[], datetime] | None = None,
    idle: IdleWatch | None = None,
    language: str = "en",
) -> Iterator[Running]:
    """Start the window of a folder and end it again, cleanly unless it was closed."""
    opener = Opener(folder, now=clock) if clock else Opener(folder)
    hold = FolderHold(folder)
    trouble = None
    try:
        hold.take()
    except StorageError as error:
        trouble = error
    preferences = Preferences(folder, opener.till)
    preferences.language = language
    session = Session(app, opener, preferences, hold, idle=idle)
    run = Running(qtbot, session, opener, hold)
    session.window.resize(1366, 768)
    session.start(trouble)
    session.window.show()
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow, timeout=TIMEOUT)
    try:
        yield run
    finally:
        session.care.stop_check()
        session.context.tasks.shut_down()
        if session.shop is not None and hold.is_held:
            shop_opening.mark_ended(folder)
        hold.release()
        window = session.window
        window.finish()
        window.deleteLater()
        session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        preferences.save()


def make_shop(
    folder: Path, *, pin: str = PIN, clock: Callable[[], datetime] | None = None
) -> ShopCreated:
    """A shop with an owner, and with a PIN a cashier and a manager too."""
    opener = Opener(folder, now=clock) if clock else Opener(folder)
    desk = opener.create()
    draft = ShopDraft(
        "Lagoon Car Wash", language="en", owner="Denis", pin=pin, presets=("car-wash",)
    )
    made = create_shop(desk, draft)
    if pin:
        add_staff(desk, "Olga", "cashier", "7193")
        add_staff(desk, "Marta", "manager", "6428")
    desk.store.close()
    return made
