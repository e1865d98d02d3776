"""A small shop in a real file for the tests of the Customers and Cards pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services.counter import Receipt, Request, record_purchase
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Desk
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.ui.main_window import MainWindow, PageEntry
from refdesk.ui.page import Context, Page
from refdesk.ui.widgets.labels import ElidingLabel
from refdesk.words.catalogue import Words

W = TypeVar("W", bound=QWidget)

NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CONSENT = "said at the till"


class Clock:
    """The time of the shop; a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


class People(NamedTuple):
    """Anna invited Boris, who has bought; Vera was added and has bought nothing."""

    anna: int
    boris: int
    vera: int
    anna_code: str


def open_shop(folder: Path, *, language: str = "en", clock: Clock | None = None) -> Desk:
    """A car wash whose owner is at the desk."""
    clock = clock or Clock()
    random = Random(7)
    desk = Opener(folder, now=lambda: clock.now, randbelow=random.randrange).create()
    create_shop(desk, ShopDraft("Lagoon Car Wash", language=language, presets=("car-wash",)))
    return desk


def buy(desk: Desk, request: Request | None = None, **changes: str) -> Receipt:
    """Record a purchase of 1 000.00."""
    asked = request or Request(lines=(Line(100_000),))
    return record_purchase(desk, replace(asked, **changes))  # type: ignore[arg-type]


def fill(desk: Desk) -> People:
    """Add the three people."""
    anna = add_customer(
        desk, NewCustomer(name="Anna Lebedeva", phones=("+79160003107",), consent=CONSENT)
    )
    buy(desk, customer=f"C{anna.customer.id}")
    boris = buy(desk, code=anna.codes[0], phone="+79160001234", name="Boris Kim", consent=CONSENT)
    vera = add_customer(desk, NewCustomer(name="Vera Pavlova", phones=("+79160001744",)))
    assert boris.customer is not None
    return People(anna.customer.id, boris.customer, vera.customer.id, anna.codes[0])


# -- windows -----------------------------------------------------------------------------------

P = TypeVar("P", bound=Page)


def show_in_window(
    qtbot: QtBot, context: Context, page: P, *, size: tuple[int, int] = (1366, 768)
) -> P:
    """Put a page into the frame, as wide and high as asked, with the keyboard in it."""
    entry = PageEntry("page", "Page", "users", 2, lambda: page)
    window = MainWindow(context, [entry], "Lagoon Car Wash")
    qtbot.addWidget(window, before_close_func=lambda _window: page.setParent(window))
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_page("page")

    def has_keyboard() -> bool:
        if QGuiApplication.focusWindow() is not window.windowHandle():
            window.activateWindow()  # an earlier window may have gone last
            return False
        return QApplication.focusWidget() is not None

    qtbot.waitUntil(has_keyboard)
    return page


def type_text(text: str) -> None:
    """Type into the field that has the focus, in any script."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit), field
    field.insert(text)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the active window, where shortcuts hear it too."""
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, key, modifiers)


def part(page: QWidget, kind: type[W], name: str) -> W:
    """The part of a page with this object name."""
    found = page.findChildren(kind, name)
    assert found, name
    # One that was replaced lives on until the event loop returns.
    return next((one for one in found if one.isVisible()), found[-1])


def texts(widget: QWidget) -> str:
    """Everything that labels of a widget say, a line each."""
    said = []
    for label in widget.findChildren(QLabel):
        text = label.full_text() if isinstance(label, ElidingLabel) else label.text()
        if text and label.isVisibleTo(widget):
            said.append(text)
    return "\n".join(said).replace("\N{NO-BREAK SPACE}", " ")


class LongWords(Words):
    """Every text 40 % longer, as a translation may be."""

    def text_of(self, msgid: str, **params: object) -> str:
        text = super().text_of(msgid, **params)
        return text + " " + "öx" * max(1, len(text) // 5)
