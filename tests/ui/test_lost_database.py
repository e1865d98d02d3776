"""The data go away while a form is open, and come back: nothing is lost, nothing saved twice."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services import counter as services
from refdesk.services.counter import Receipt, Request
from refdesk.services.customers import NewCustomer, add_customer, show_customer
from refdesk.services.desk import Desk
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.errors import UNREACHABLE, StorageError
from refdesk.ui.pages.counter import recorder
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.widgets.strips import Strip
from tests.ui.running import TIMEOUT, Running, make_shop, running

REFUSED_WITHIN_S = 5.0
FROZEN_S = 0.2
"""P21: a purchase that cannot be saved is refused by then; the window never stands still longer."""


class Pulse(QObject):
    """The longest time for which the window did nothing, beside a thread that only sleeps."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.asleep = 0.0
        self._at = time.monotonic()
        self._ends = threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)
        self._thread = threading.Thread(target=self._sleep)
        self._thread.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._at = max(self.longest, now - self._at), now

    def _sleep(self) -> None:
        at = time.monotonic()
        while not self._ends.wait(0.005):
            now = time.monotonic()
            self.asleep, at = max(self.asleep, now - at), now

    def stop(self) -> float:
        """For how long the window stood still, less what the machine itself was busy."""
        self._timer.stop()
        self._ends.set()
        self._thread.join()
        return self.longest - self.asleep


class Lost:
    """A till whose data can be taken away and given back."""

    def __init__(self, run: Running, folder: Path) -> None:
        self.run = run
        self.folder = folder
        self.counter = run.wait_for_counter()
        self.keys: list[str] = []

    def in_lane(self, work: Callable[[Desk], None]) -> None:
        """Do something with the connection that the window writes by."""
        done: list[bool] = []
        desk = self.run.session.desk
        self.run.session.context.tasks.run(
            lambda: work(desk), owner=self.counter, done=lambda _none: done.append(True)
        )
        self.run.wait(lambda: bool(done))

    def quiet(self) -> None:
        tasks, live = self.run.session.context.tasks, self.counter.forms.live
        self.run.wait(lambda: not (tasks.has_work() or live.is_waiting()))

    def fill(self) -> None:
        """A friend's card, a phone and an amount."""
        code = show_customer(self.run.session.desk, 1).codes[0].code
        self.run.session.context.scanner.scanned.emit(code)
        self.run.wait(lambda: self.counter.screen_shown is Screen.NEWCOMER)
        self.run.type("9000001234")
        self.run.key(Qt.Key.Key_F6)
        self.run.type("1000")
        self.quiet()

    def trouble(self) -> str:
        message = self.counter.strip.message()
        shown = message is not None and not self.counter.strip.isHidden()
        return message.kind if message is not None and shown else ""

    def typed(self) -> tuple[str, int | None]:
        view = self.counter.newcomer
        return view.phone.text().replace(" ", "").replace("-", "")[-4:], view.entry.amount()

    def purchases(self) -> int:
        """Of the newcomer; read by a connection of its own."""
        file = self.folder / FILE_NAME
        db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            return int(
                db.execute("SELECT COUNT(*) FROM purchase WHERE to_pay = 90000").fetchone()[0]
            )
        finally:
            db.close()


@pytest.fixture
def lost(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lost]:
    folder = tmp_path / "shop"
    make_shop(folder, pin="")
    desk = Opener(folder).open()
    for name, phone in (("Anna Lebedeva", "+79160003107"), ("Marina Danilova", "+79160004512")):
        add_customer(desk, NewCustomer(name, phones=(phone,), consent="said"))
    desk.store.close()
    with running(qtbot, qapp, folder) as run:
        till = Lost(run, folder)

        def noted(desk: Desk, request: Request, *, key: str = "") -> Receipt:
            till.keys.append(key)
            return services.record_purchase(desk, request, key=key)

        monkeypatch.setattr(recorder, "record_purchase", noted)
        yield till


# -- ways in which data go away --------------------------------------------------------------------


def pragma(setting: str) -> Callable[[Desk], None]:
    """What changes a setting of a connection."""

    def change(desk: Desk) -> None:
        desk.store.sql(f"PRAGMA {setting}")

    return change


@contextmanager
def renamed(lost: Lost) -> Iterator[None]:
    """Somebody moves the folder."""
    away = lost.folder.with_name("elsewhere")
    lost.folder.rename(away)
    try:
        yield
    finally:
        away.rename(lost.folder)


@contextmanager
def full(lost: Lost) -> Iterator[None]:
    """The file cannot grow, and what room it had is used up."""

    def fill_up(desk: Desk) -> None:
        pages = desk.store.sql("PRAGMA page_count")[0][0]
        desk.store.sql(f"PRAGMA max_page_count = {pages}")
        with suppress(StorageError):
            while True:
                services.record_purchase(desk, Request(lines=(Line(100),)))

    lost.in_lane(fill_up)
    yield
    lost.in_lane(pragma("max_page_count = 1000000"))


@contextmanager
def read_only(lost: Lost) -> Iterator[None]:
    """The file can be read and not written."""
    lost.in_lane(pragma("query_only = ON"))
    yield
    lost.in_lane(pragma("query_only = OFF"))


@contextmanager
def locked(lost: Lost) -> Iterator[None]:
    """Another program holds the file for longer than anybody waits."""
    other = sqlite3.connect(lost.folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


Away = Callable[[Lost], AbstractContextManager[None]]
WAYS = [renamed, full, read_only, locked]
SAID: dict[Away, str] = {
    renamed: "Not saved: the data folder is not where it was",
    full: "Not saved: the disk is full",
    read_only: "Not saved: the folder cannot be written",
    locked: "Not saved: another till is busy",
}


@pytest.mark.parametrize("away", WAYS)
def test_p21_what_was_typed_stays_and_one_enter_saves_it_once_the_data_are_back(
    lost: Lost, away: Away
) -> None:
    lost.fill()
    with away(lost):
        pulse, began = Pulse(), time.monotonic()
        lost.run.key(Qt.Key.Key_Return)
        lost.run.wait(lambda: lost.trouble() == "stop")
        took = time.monotonic() - began
        stood = pulse.stop()
        assert took - max(0.0, pulse.asleep) < REFUSED_WITHIN_S
        assert stood < FROZEN_S
        assert lost.counter.strip.message().title == SAID[away]  # type: ignore[union-attr]
        assert lost.typed() == ("1234", 100_000)
    assert lost.purchases() == 0
    lost.run.key(Qt.Key.Key_Return)
    lost.run.wait(lambda: lost.counter.screen_shown is Screen.IDLE)
    assert lost.purchases() == 1
    assert len(lost.keys) == 2
    assert len(set(lost.keys)) == 1
    assert lost.trouble() == ""


@pytest.mark.parametrize("away", [renamed, full, read_only])
def test_p7_customers_can_still_be_looked_up(lost: Lost, away: Away) -> None:
    with away(lost):
        lost.run.type("9160004512")
        lost.run.key(Qt.Key.Key_Return)
        lost.run.wait(lambda: lost.counter.screen_shown is Screen.CUSTOMER)
        lost.run.type("600")
        lost.quiet()
        assert lost.counter.customer.panel.to_pay()


def test_p21_a_quote_that_cannot_be_had_is_refused_and_asked_again_by_enter(lost: Lost) -> None:
    lost.fill()
    with locked(lost):
        lost.run.type("0")
        lost.run.wait(lambda: lost.trouble() == "stop")
        assert lost.typed() == ("1234", 1_000_000)
    lost.run.key(Qt.Key.Key_Return)
    lost.run.wait(lambda: lost.counter.newcomer.panel.to_pay() != "")
    lost.quiet()
    assert lost.keys == []


def test_p5_a_reply_that_was_lost_after_the_commit_saves_nothing_twice(
    lost: Lost, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost.fill()
    tries = list[int]()

    def lose_first_reply(desk: Desk, request: Request, *, key: str = "") -> Receipt:
        receipt = services.record_purchase(desk, request, key=key)
        lost.keys.append(key)
        tries.append(1)
        if len(tries) == 1:
            raise StorageError(UNREACHABLE)
        return receipt

    monkeypatch.setattr(recorder, "record_purchase", lose_first_reply)
    lost.run.key(Qt.Key.Key_Return)
    lost.run.wait(lambda: lost.trouble() == "stop")
    lost.run.key(Qt.Key.Key_Return)
    lost.run.wait(lambda: lost.counter.screen_shown is Screen.IDLE)
    assert (lost.purchases(), len(tries), len(set(lost.keys))) == (1, 2, 1)


def test_a_folder_that_is_gone_is_said_above_the_page_until_it_is_back(lost: Lost) -> None:
    care = lost.run.session.care
    with renamed(lost):  # nobody presses a key, and the look once a minute is far away
        assert care._timer.remainingTime() > 2 * TIMEOUT
        lost.run.wait(lambda: lost.run.window.findChild(Strip, "storage_banner") is not None)
        banner = lost.run.find(Strip, "storage_banner")
        lost.run.wait(banner.isVisible)
        message = banner.message()
        assert message is not None
        assert message.kind == "stop"
    lost.run.wait(lambda: not banner.isVisible())
    with renamed(lost):  # the folder that came back is watched as well
        lost.run.wait(banner.isVisible)
    lost.run.wait(lambda: not banner.isVisible())


def test_what_comes_and_goes_in_the_folder_is_looked_at_once(lost: Lost) -> None:
    care, seen = lost.run.session.care, list[int]()
    lost.run.wait(lambda: not care._watch._pause.isActive())
    care._watch.stirred.connect(lambda: seen.append(1))
    for number in range(200):
        file = lost.folder / f"file {number}"
        file.touch()
        file.unlink()
    lost.run.wait(lambda: bool(seen))
    lost.run.wait(lambda: not care._watch._pause.isActive())
    assert len(seen) <= 3
    assert lost.trouble() == ""
