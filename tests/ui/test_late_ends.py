"""Work that ends after somebody went on: it opens nothing, and the window stays whole."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from refdesk.domain.bill import Line
from refdesk.services.counter import Request, record_purchase
from refdesk.ui import getting_ready
from refdesk.ui.pages.close_shift import page as close_shift_page
from refdesk.ui.pages.close_shift.page import CloseShiftPage
from refdesk.ui.pages.counter import recorder
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.widgets.strips import Strip
from tests.ui.running import TIMEOUT, Running, make_shop, running

Held = Callable[[object, str], Event]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Hold a function up until its event is set."""

    def hold(module: object, name: str) -> Event:
        gate, real = Event(), getattr(module, name)

        def late(*parts: object, **named: object) -> object:
            gate.wait(TIMEOUT / 1000)
            return real(*parts, **named)

        monkeypatch.setattr(module, name, late)
        return gate

    return hold


def buy(run: Running) -> None:
    record_purchase(run.session.desk, Request((Line(100_000),)))


def open_shift(run: Running) -> CloseShiftPage:
    run.key(Qt.Key.Key_F10)
    page = run.wait_for(CloseShiftPage)
    run.wait(page.main.isEnabled)
    return page


def at_rest(run: Running) -> None:
    run.wait(lambda: not run.session.context.tasks.has_work())
    QApplication.processEvents()


def test_4a_a_close_that_ends_behind_the_lock_does_not_open_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, held: Held
) -> None:
    make_shop(tmp_path)
    gate = held(close_shift_page, "close_shift")
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        run.wait_for_counter()
        buy(run)
        page = open_shift(run)
        run.key(Qt.Key.Key_Return)
        run.key(Qt.Key.Key_F12)
        run.wait_for(SignInPage)
        gate.set()
        run.wait(page.may_leave)
        at_rest(run)
        assert page.view is None
        assert isinstance(run.window.current_page(), SignInPage)
        assert news_of(run) == "Shift 2 is closed: paid 1 000 ₽"


def test_4a_a_purchase_that_is_saved_behind_the_lock_does_not_open_its_card(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, held: Held
) -> None:
    make_shop(tmp_path)
    gate = held(recorder, "record_purchase")
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        page = run.wait_for_counter()
        page.start_newcomer()
        run.wait(page.newcomer.isVisible)
        page.newcomer.phone.setText("9161112233")
        page.newcomer.entry.field.setText("1000")
        run.wait(lambda: not page.forms.live.is_waiting())
        run.key(Qt.Key.Key_F8)
        run.key(Qt.Key.Key_F12)
        run.wait_for(SignInPage)
        gate.set()
        run.wait(lambda: page.saving.recorder.last is not None)
        at_rest(run)
        assert isinstance(run.window.current_page(), SignInPage)


def news_of(run: Running) -> str:
    strip = run.window.findChild(Strip, "sign_in_news")
    message = strip.message() if strip is not None else None
    return message.title.replace("\u00a0", " ") if message is not None else ""


def test_g27_a_shift_that_was_closed_is_told_until_the_next_sign_in(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        counter = run.wait_for_counter()
        buy(run)
        open_shift(run)
        run.key(Qt.Key.Key_Return)
        run.wait_for_people()
        assert news_of(run) == "Shift 2 is closed: paid 1 000 ₽"
        run.session._choose_language("ru")
        run.wait_for_people()
        assert news_of(run) == "Смена 2 закрыта: оплачено 1 000 ₽"
        run.session._choose_language("en")
        run.sign_in()
        assert run.wait_for_counter() is not counter
        run.key(Qt.Key.Key_F12)
        run.wait_for_people()
        assert not news_of(run)


def test_g27_where_nobody_signs_in_the_counter_tells_that_a_shift_was_closed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_counter()
        buy(run)
        open_shift(run)
        run.key(Qt.Key.Key_Return)
        counter = run.wait_for(CounterPage)
        message = counter.strip.message()
        assert message is not None
        assert message.title == "Shift 1 is closed: paid 1\u00a0000\u00a0₽"


def test_g27_a_shift_is_not_closed_while_its_figures_are_read_anew(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, held: Held
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_counter()
        buy(run)
        page = open_shift(run)
        run.key(Qt.Key.Key_Escape)
        run.wait_for(CounterPage)
        buy(run)
        gate = held(close_shift_page, "_read")
        run.key(Qt.Key.Key_F10)
        run.key(Qt.Key.Key_Return)
        assert page.strip.isHidden()
        QTest.keyClicks(page.slips.field, "0")
        run.key(Qt.Key.Key_Return)
        assert page.may_leave()
        gate.set()
        run.wait(page.main.isEnabled)
        assert page.view is not None
        assert page.view.figures.purchases == 2


def test_who_goes_on_before_the_shop_is_saved_stays_where_he_is(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_counter()
        run.window.show_page("settings")
        run.wait_for(SettingsPage)
        name = run.find(QLineEdit, "settings_shop_name")
        run.wait(lambda: name.text() == "Lagoon Car Wash")
        name.setText("Another")
        QTest.keyClick(name, Qt.Key.Key_Return)
        run.key(Qt.Key.Key_F2)
        at_rest(run)
        assert run.window.windowTitle().startswith("Counter · Another")
        run.key(Qt.Key.Key_F2)
        assert run.window.current_page() is run.wait_for_counter()


def test_what_pages_need_is_loaded_once_however_many_sales_come_meanwhile(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path, pin="")
    monkeypatch.setattr(getting_ready, "QUIET_MS", 0)
    gate = held(getting_ready, "_load")
    with running(qtbot, qapp, tmp_path) as run:
        counter = run.wait_for_counter()
        ready = counter.findChild(getting_ready.GettingReady)
        assert ready is not None
        run.wait(lambda: ready._is_loading)
        with qtbot.waitSignal(counter.day_read):
            counter.refresh()
        assert not ready._timer.isActive()
        gate.set()
        run.wait(lambda: run.window.page("customers") is not None)
