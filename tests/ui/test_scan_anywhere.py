"""Item 60: a scan while a dialog or another screen has the focus, by keys into the real window."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.progress import Cancelled, Progress
from refdesk.services import customers
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Desk
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.customers.page import CustomersPage
from tests.support.scanner_sim import Device, Hand
from tests.ui.running import Running, make_shop, running

LONGEST_S = 10
CONTROL = Qt.KeyboardModifier.ControlModifier
DEVICES = {
    "Enter": Device(8),
    "Russian, Tab": Device(8, layout="ru", ending="tab"),
    "silence": Device(8, ending="none"),
}


class Place:
    """A running window and a scanner."""

    def __init__(self, run: Running, code: str) -> None:
        self.run = run
        self.code = code
        self.other = ""
        self.hand = Hand(Random(9))
        scanner = run.session.context.scanner
        scanner._clock = lambda _event: self.hand.now
        scanner._platform = "xcb"
        self.heard: list[str] = []
        scanner.scanned.connect(self.heard.append)

    def scan(self, device: Device, text: str = "", window: QWindow | None = None) -> None:
        """Scan into what has the focus; the window has heard it then."""
        count = len(self.heard)
        self.hand.wait(5_000)
        focus = window or QApplication.focusWindow()
        assert focus is not None
        self.hand.scan(focus, device, text or self.code)
        self.run.wait(lambda: len(self.heard) == count + 1)

    def counter(self) -> CounterPage:
        return self.run.wait_for(CounterPage)


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    make_shop(tmp_path, pin="")
    desk = Opener(tmp_path).open()
    anna = add_customer(
        desk, NewCustomer("Anna Lebedeva", phones=("+79160003107",), consent="said at the till")
    )
    boris = add_customer(desk, NewCustomer("Boris Orlov"))
    desk.store.close()
    with running(qtbot, qapp, tmp_path) as run:
        page = run.wait_for_counter()
        place = Place(run, anna.codes[0])
        place.other = boris.codes[0]
        page.scans.clock = lambda: place.hand.now / 1_000
        yield place


@pytest.mark.parametrize("name", DEVICES)
def test_item_60_on_any_page_a_scan_leads_to_the_counter(place: Place, name: str) -> None:
    page = place.counter()
    for digit in (Qt.Key.Key_3, Qt.Key.Key_6):
        place.run.key(digit, CONTROL)
        place.run.wait(lambda: not isinstance(place.run.window.current_page(), CounterPage))
        place.scan(DEVICES[name])
        place.counter()
        place.run.wait(lambda: page.screen_shown is Screen.NEWCOMER)
        assert page.newcomer.opening.code == place.code
        place.run.key(Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", DEVICES)
def test_item_60_a_field_of_another_page_keeps_its_text(place: Place, name: str) -> None:
    place.run.key(Qt.Key.Key_6, CONTROL)
    place.run.wait(lambda: bool(place.run.window.findChildren(QLineEdit, "settings_shop_name")))
    field = place.run.find(QLineEdit, "settings_shop_name")
    place.run.wait(lambda: field.text() != "")
    field.setText("Half a na")
    field.setFocus()
    place.scan(DEVICES[name])
    place.counter()
    assert field.text() == "Half a na"


@pytest.mark.parametrize("name", DEVICES)
def test_item_60_on_customers_a_scan_chooses_the_customer(place: Place, name: str) -> None:
    place.run.key(Qt.Key.Key_2, CONTROL)
    page = place.run.wait_for(CustomersPage)
    place.scan(DEVICES[name])
    place.run.wait(lambda: not place.run.session.context.tasks.has_work())
    assert place.run.window.current_page() is page


@pytest.mark.parametrize("name", DEVICES)
def test_item_60_a_dialog_takes_no_scan_and_none_of_its_keys(place: Place, name: str) -> None:
    page = place.counter()
    dialog = QDialog(place.run.window)
    field, button = QLineEdit("Reason"), QPushButton("Void it")
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.setDefault(True)
    column = QVBoxLayout(dialog)
    column.addWidget(field)
    column.addWidget(button)
    dialog.open()
    place.run.wait(field.hasFocus)
    handle = dialog.windowHandle()
    assert handle is not None
    for target in (field, button):
        target.setFocus()
        place.scan(DEVICES[name], window=handle)
        place.run.wait(lambda: not place.run.session.context.tasks.has_work())
        assert dialog.isVisible()
        assert field.text() == "Reason"
        assert pressed == []
        assert page.screen_shown is Screen.IDLE
    dialog.close()
    place.run.window.activateWindow()
    place.run.wait(lambda: QApplication.focusWindow() is place.run.window.windowHandle())
    place.scan(DEVICES[name])
    place.run.wait(lambda: page.screen_shown is Screen.NEWCOMER)


class LongList:
    """The customers are read until nobody wants that any more, or until it may end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.ended, self.may_end = (threading.Event() for _ in range(3))
        self.times = 0
        self._search = customers.search_customers
        monkeypatch.setattr(customers, "search_customers", self._read)

    def _read(self, desk: Desk, query: str, *, sort: str, progress: Progress) -> list[int]:
        self.times += 1
        self.begun.set()
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end and not self.may_end.is_set():
            try:
                progress.check()
            except Cancelled:
                self.ended.set()
                raise
        return self._search(desk, query, sort=sort, progress=progress)


def shown(page: CustomersPage) -> str:
    """Whose details stand there."""
    view = page.details.view()
    return view.details.customer.name if view is not None else ""


@pytest.fixture
def long_list(place: Place, monkeypatch: pytest.MonkeyPatch) -> LongList:
    """The customers have been asked for, and are being read."""
    place.counter()
    reading = LongList(monkeypatch)
    place.run.key(Qt.Key.Key_F3)
    place.run.wait(reading.begun.is_set)
    return reading


def test_leaving_the_customers_ends_their_reading_before_a_scan(
    place: Place, long_list: LongList
) -> None:
    place.run.key(Qt.Key.Key_F2)
    page = place.counter()
    place.run.wait(lambda: not place.run.session.context.tasks.has_work())
    assert long_list.ended.is_set()
    place.scan(DEVICES["Enter"])
    place.run.wait(lambda: page.screen_shown is Screen.NEWCOMER)
    assert long_list.times == 1
    long_list.may_end.set()
    place.run.key(Qt.Key.Key_F3)
    people = place.run.wait_for(CustomersPage)
    place.run.wait(lambda: people.list.model.count() == 2)
    place.run.wait(lambda: not people.list.is_waiting())


def test_a_scan_on_the_customers_page_does_not_wait_for_the_list(
    place: Place, long_list: LongList
) -> None:
    page = place.run.wait_for(CustomersPage)
    page.add_button.setFocus()
    place.scan(DEVICES["Enter"])
    place.run.wait(lambda: place.run.window.findChild(QWidget, "tile_to_spend") is not None)
    assert page.list.model.count() == 0
    long_list.may_end.set()
    place.run.wait(lambda: page.list.current_id() == 1)
    place.run.wait(lambda: not page.list.is_waiting())


@pytest.mark.parametrize("by_scan", [True, False], ids=["scanned", "by arrow"])
def test_who_is_chosen_while_the_list_is_read_anew_stays_chosen(
    place: Place, long_list: LongList, by_scan: bool
) -> None:
    page = place.run.wait_for(CustomersPage)
    long_list.may_end.set()
    place.run.wait(lambda: not page.list.is_waiting())
    page.select_customer(1)
    long_list.begun.clear()
    long_list.may_end.clear()
    page.list.reload()
    place.run.wait(long_list.begun.is_set)
    if by_scan:
        page.add_button.setFocus()
        place.scan(DEVICES["Enter"], text=place.other)
    else:
        page.list.table.setFocus()
        place.run.key(Qt.Key.Key_Up)
    place.run.wait(lambda: shown(page) == "Boris Orlov")
    assert page.list.is_waiting()
    long_list.may_end.set()
    place.run.wait(lambda: not page.list.is_waiting())
    assert page.list.current_id() == 2
    place.run.wait(lambda: not place.run.session.context.tasks.has_work())
    assert shown(page) == "Boris Orlov"


def test_an_unknown_card_on_the_customers_page_lets_the_list_be_read(
    place: Place, long_list: LongList
) -> None:
    page = place.run.wait_for(CustomersPage)
    place.scan(DEVICES["Enter"], text="00000000000")
    place.run.wait(page.strip.isVisible)
    assert long_list.ended.is_set()
    long_list.may_end.set()
    place.run.wait(lambda: page.list.model.count() == 2)
    place.run.wait(lambda: not page.list.is_waiting())


def test_another_search_ends_the_one_before(place: Place, long_list: LongList) -> None:
    page = place.run.wait_for(CustomersPage)
    place.run.type("leb")
    place.run.wait(long_list.ended.is_set)
    long_list.may_end.set()
    place.run.wait(lambda: page.list.model.count() == 1)
    assert (page.list.query(), page.list.is_waiting()) == ("leb", False)
