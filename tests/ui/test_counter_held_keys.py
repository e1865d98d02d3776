"""Keys that are typed while the machine is still busy with a scan reach the form that comes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from refdesk.domain.terms import POINTS
from refdesk.storage.errors import BUSY, StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.tasks import ImmediateRunner, Lane
from tests.ui.counter_shop import give_points
from tests.ui.counter_till import SECOND, Till
from tests.ui.keys import Clock, scan, send


class SlowRunner(ImmediateRunner):
    """Keeps work back while the machine is busy."""

    def __init__(self) -> None:
        super().__init__()
        self.is_busy = False
        self.waiting: list[Callable[[], None]] = []

    def _submit(self, lane: Lane, job: Callable[[], None], urgent: bool) -> None:
        if self.is_busy:
            self.waiting.append(job)
        else:
            job()

    def go_on(self) -> None:
        """The machine is free again."""
        self.is_busy = False
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def machine() -> SlowRunner:
    return SlowRunner()


@pytest.fixture
def till(
    qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path, machine: SlowRunner
) -> Iterator[Till]:
    till = Till(qtbot, context._replace(tasks=machine), clock, tmp_path)
    yield till
    till.close()


def scan_while_busy(till: Till, machine: SlowRunner, text: str) -> None:
    machine.is_busy = True
    till.clock.pass_ms(10 * SECOND)
    scan(till.focus(), till.clock, text)


def type_while_busy(till: Till, text: str) -> None:
    for symbol in text:
        till.clock.pass_ms(120)
        send(till.focus(), ord(symbol.upper()), symbol)


def test_digits_typed_right_after_a_scan_are_the_phone_of_its_form(
    till: Till, machine: SlowRunner
) -> None:
    scan_while_busy(till, machine, till.shop.anna_code)
    type_while_busy(till, "9031112250")
    assert till.screen() is Screen.IDLE
    machine.go_on()
    till.settle()
    assert till.screen() is Screen.NEWCOMER
    assert till.page.newcomer.phone.text().replace(" ", "").endswith("9031112250")
    assert till.page.newcomer.opening.code == till.shop.anna_code


def test_digits_typed_after_an_own_card_are_the_amount(till: Till, machine: SlowRunner) -> None:
    give_points(till.shop, 1)
    till.type("9160004512")
    scan_while_busy(till, machine, "")
    till.press(Qt.Key.Key_Return, settle=False)
    type_while_busy(till, "12000")
    send(till.focus(), Qt.Key.Key_Backspace, "\b")
    machine.go_on()
    till.settle()
    assert till.page.customer.entry.amount() == 120_000
    assert till.page.customer.blocks[POINTS].value() == 0


def test_enter_pressed_before_the_form_stands_does_nothing(till: Till, machine: SlowRunner) -> None:
    scan_while_busy(till, machine, till.shop.anna_code)
    till.press(Qt.Key.Key_Return, settle=False)
    machine.go_on()
    till.settle()
    assert till.screen() is Screen.NEWCOMER
    assert till.purchases() == []


def test_enter_after_a_scan_takes_no_way_of_the_refusal_that_still_stands(
    till: Till, machine: SlowRunner
) -> None:
    till.scan("https://example.com/menu/today")
    assert till.screen() is Screen.REFUSED
    scan_while_busy(till, machine, till.shop.anna_code)
    type_while_busy(till, "9031112250")
    till.press(Qt.Key.Key_Return, settle=False)
    machine.go_on()
    till.settle()
    assert till.screen() is Screen.NEWCOMER
    assert till.page.newcomer.opening.code == till.shop.anna_code
    assert till.page.newcomer.phone.text().replace(" ", "").endswith("9031112250")


def test_a_second_scan_while_the_first_is_looked_up_wins_and_leaves_no_symbols(
    till: Till, machine: SlowRunner
) -> None:
    scan_while_busy(till, machine, till.shop.anna_code)
    scan_while_busy(till, machine, till.shop.marina_code)
    machine.go_on()
    till.settle()
    assert till.page.newcomer.opening.code == till.shop.marina_code
    assert till.page.newcomer.phone.text() == ""


def test_an_answer_that_comes_late_does_not_replace_the_newer_one(
    till: Till, machine: SlowRunner
) -> None:
    scan_while_busy(till, machine, till.shop.anna_code)
    scan_while_busy(till, machine, till.shop.marina_code)
    machine.waiting.reverse()
    machine.go_on()
    till.settle()
    assert till.page.newcomer.opening.code == till.shop.marina_code


def test_after_trouble_with_the_data_the_keys_are_in_the_box(
    till: Till, machine: SlowRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_any: object, **_more: object) -> None:
        raise StorageError(BUSY)

    monkeypatch.setattr("refdesk.ui.pages.counter.scans.look", broken)
    scan_while_busy(till, machine, till.shop.anna_code)
    type_while_busy(till, "90")
    machine.go_on()
    till.settle()
    assert till.page.box.text() == "90"
    assert till.strip() != ""
