"""Pages that are built behind the counter before anybody opens them."""

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services.counter import Request, record_purchase
from refdesk.services.desk import Actor
from refdesk.ui import getting_ready
from refdesk.ui.main_window import CUSTOMERS
from refdesk.ui.pages.close_shift.page import CloseShiftPage
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.widgets.rows import KeyValueRow
from tests.ui.running import PIN, Running, make_shop, running

ALL = {"counter", "customers", "programmes", "cards", "settings", "close_shift"}


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting_ready, "QUIET_MS", 200)
    monkeypatch.setattr(getting_ready, "BREATH_MS", 0)


def test_pages_stand_before_they_are_opened_and_are_those_that_open(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        run.wait(lambda: {key for key in ALL if run.window.page(key) is not None} == ALL)
        ready = run.window.page(CUSTOMERS)
        assert run.window.current_key() == "counter"
        assert run.window.show_page(CUSTOMERS)
        assert run.window.current_page() is ready


def test_nothing_is_built_while_somebody_is_served(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        counter = run.wait_for_counter()
        run.key(Qt.Key.Key_F4)
        assert counter.screen_shown is Screen.NEWCOMER
        ready = counter.findChild(getting_ready.GettingReady)
        assert ready is not None
        ready._go_on()
        assert run.window.page(CUSTOMERS) is None
        run.key(Qt.Key.Key_Escape)
        run.wait(lambda: run.window.page(CUSTOMERS) is not None)


def test_pages_that_a_change_of_the_shop_threw_away_are_got_ready_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        counter = run.wait_for(CounterPage)
        run.wait(lambda: run.window.page(CUSTOMERS) is not None)
        run.window.renew_pages("Another name", keep="counter")
        assert run.window.page(CUSTOMERS) is None
        counter.refresh()
        run.wait(lambda: run.window.page(CUSTOMERS) is not None)


def test_garbage_is_collected_while_nobody_is_served_after_each_sale(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(gc.enable)
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        counter = ready_counter(run)
        run.key(Qt.Key.Key_F4)
        gc.disable()  # nothing goes by chance
        left = weakref.ref(Rubbish())
        with qtbot.waitSignal(counter.day_read):
            counter.refresh()  # as after every sale
        ready = counter.findChild(getting_ready.GettingReady)
        assert ready is not None
        ready._go_on()
        assert left() is not None
        run.key(Qt.Key.Key_Escape)
        run.wait(lambda: left() is None)


def test_what_is_slow_at_first_stands_before_a_page_is_opened_and_its_figures_are_read_anew(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    desk = Opener(tmp_path).open().acting(Actor(1, "Denis", "owner"))
    record_purchase(desk, Request((Line(100_000),)))
    with running(qtbot, qapp, tmp_path) as run:
        counter = run.wait_for(CounterPage)

        def is_ready() -> bool:
            settings, shift = run.window.page("settings"), run.window.page("close_shift")
            return (
                isinstance(settings, SettingsPage)
                and settings.section("shop") is not None
                and isinstance(shift, CloseShiftPage)
                and shift.view is not None
                and shift.size() == settings.size() == counter.size()  # laid out as it will be
            )

        run.wait(is_ready)
        assert QApplication.focusWidget() is counter.box.field
        shift = run.window.page("close_shift")
        assert isinstance(shift, CloseShiftPage)
        assert shift.view is not None
        assert shift.view.figures.purchases == 1
        rows = shift.findChildren(KeyValueRow)
        run.key(Qt.Key.Key_F10)
        run.wait_for(CloseShiftPage)
        run.wait(lambda: not run.session.context.tasks.has_work())
        assert [one for one in rows if isValid(one)] == rows  # nothing changed: nothing was made
        run.key(Qt.Key.Key_Escape)
        run.wait_for(CounterPage)
        record_purchase(desk, Request((Line(50_000),)))
        run.key(Qt.Key.Key_F10)
        run.wait(lambda: shift.view is not None and shift.view.figures.purchases == 2)
    desk.store.close()


def test_what_is_left_of_another_persons_pages_is_collected(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        gone = [weakref.ref(ready_counter(run))]
        for key, pin in ((Qt.Key.Key_Down, "7193"), (Qt.Key.Key_Up, PIN)):
            run.key(Qt.Key.Key_F12)
            run.wait_for_people()
            run.key(key)
            run.type(pin)
            run.key(Qt.Key.Key_Return)
            gone.append(weakref.ref(ready_counter(run)))
        *gone, here = gone
        assert [one() for one in gone] == [None, None]
        assert here() is not None


class Rubbish:
    """Something that only the collector takes away."""

    def __init__(self) -> None:
        self.itself = self


def ready_counter(run: Running) -> CounterPage:
    """The counter of whoever is at the till, once all other pages stand too."""
    page = run.wait_for(CounterPage)
    ready = page.findChild(getting_ready.GettingReady)
    assert ready is not None
    run.wait(lambda: run.window.page(CUSTOMERS) is not None)
    run.wait(lambda: ready._is_loaded and not ready._timer.isActive())
    return page
