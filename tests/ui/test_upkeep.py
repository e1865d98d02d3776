"""The window brings the shop up to date behind the counter (R43), and minds its clock (R46)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.storage.engine import Store
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from tests.support.shops import give
from tests.ui.counter_shop import MANAGER_PIN, NOON
from tests.ui.counter_till import Till
from tests.ui.running import ShopClock, make_shop, running

CTRL = Qt.KeyboardModifier.ControlModifier


def expired(store: Store) -> int:
    return int(store.sql("SELECT COUNT(*) FROM entry WHERE kind = 'expire'")[0][0])


@pytest.fixture
def aging(tmp_path: Path) -> tuple[Path, ShopClock]:
    """A shop in which something expires each day from tomorrow on."""
    clock, folder = ShopClock(), tmp_path / "shop"
    make_shop(folder, pin="", clock=clock)
    desk = Opener(folder, now=clock).open()
    anna = add_customer(desk, NewCustomer("Anna", phones=("+79160000001",))).customer.id
    for days in range(1, 4):
        give(desk, anna, "points", 10, expires_on=clock.at.date() + timedelta(days=days))
    desk.store.close()
    return folder, clock


def test_r43_upkeep_runs_at_the_start_and_when_the_business_day_changes(
    qtbot: QtBot, qapp: QApplication, aging: tuple[Path, ShopClock]
) -> None:
    folder, clock = aging
    clock.pass_time(days=2)
    with running(qtbot, qapp, folder, clock=clock) as run:
        run.wait_for(CounterPage)
        store = run.session.desk.store
        run.wait(lambda: expired(store) == 1)
        run.wait(lambda: run.session.care._upkeep is None)
        clock.pass_time(hours=20)  # past 04:00
        run.session.care._timer.timeout.emit()
        run.wait(lambda: expired(store) == 2)
        run.wait(lambda: run.session.care._upkeep is None)
        run.session.care._timer.timeout.emit()
        run.wait(lambda: run.session.care._upkeep is None)
        assert expired(store) == 2
        store.close()


def test_r46_under_a_suspect_clock_upkeep_is_put_off(
    qtbot: QtBot, qapp: QApplication, aging: tuple[Path, ShopClock]
) -> None:
    folder, clock = aging
    clock.pass_time(days=90)
    with running(qtbot, qapp, folder, clock=clock) as run:
        run.wait_for(CounterPage)
        run.wait(lambda: run.session.care._upkeep is None)
        store = run.session.desk.store
        assert expired(store) == 0
        clock.pass_time(days=-87)
        run.session.care._timer.timeout.emit()
        run.wait(lambda: expired(store) == 2)
        store.close()


# -- the counter ---------------------------------------------------------------------------------


def confirm(till: Till) -> None:
    """A manager comes and confirms the time by his PIN."""
    till.press(Qt.Key.Key_M, CTRL)
    dialog = till.page.saving.dialog()
    assert dialog is not None
    dialog.person.setCurrentText("Vera")
    till.type(MANAGER_PIN)
    till.press(Qt.Key.Key_Return)
    till.come_back()
    till.settle()


def test_r46_a_purchase_waits_until_a_manager_confirms_the_time(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.shop.clock.now = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    assert till.verdict() == ("check", "Check the clock: the computer says 1 Jun 2027")
    till.enter()  # the only way on is the manager
    dialog = till.page.saving.dialog()
    assert dialog is not None
    till.press(Qt.Key.Key_Escape)
    till.come_back()
    assert till.purchases() == []
    confirm(till)
    assert till.verdict()[0] == "ok"
    till.enter()
    assert till.purchases() == [(90_000, False)]
    assert till.refusals() == []


def test_r46_a_code_is_not_judged_by_a_clock_that_cannot_be_right(till: Till) -> None:
    till.shop.clock.now = datetime(2019, 1, 3, 9, 0, tzinfo=UTC)
    till.scan(till.shop.anna_code)
    assert till.screen() is Screen.REFUSED
    assert till.verdict() == ("check", "Check the clock: the computer says 3 Jan 2019")
    confirm(till)
    assert till.screen() is Screen.NEWCOMER
    assert till.desk.store.sql("SELECT COUNT(*) FROM audit WHERE action = 'clock_confirmed'") == [
        (1,)
    ]
    assert till.shop.clock.now < NOON


def test_r46_a_manager_at_the_till_confirms_by_a_key(till: Till) -> None:
    till.take_over(till.shop.desk.acting(till.shop.manager))
    till.shop.clock.now = datetime(2019, 1, 3, 9, 0, tzinfo=UTC)
    till.scan(till.shop.anna_code)
    till.press(Qt.Key.Key_M, CTRL)
    till.settle()
    assert till.screen() is Screen.NEWCOMER
