"""One effect whatever is pressed twice, and whatever trouble came between (R18)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from refdesk.domain.bill import Line
from refdesk.domain.errors import DomainError
from refdesk.services.counter import Quoted, Receipt, Request, quote_purchase, record_purchase
from refdesk.services.desk import Desk
from refdesk.storage.errors import UNREACHABLE, StorageError
from refdesk.ui.pages.counter import recorder as module
from refdesk.ui.pages.counter.recorder import Recorder, Trouble
from refdesk.ui.tasks import ImmediateRunner, Tasks
from tests.ui.counter_shop import CounterShop, open_counter_shop

REQUEST = Request(lines=(Line(10_000),), phone="+79000001234", name="Vera")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[CounterShop]:
    shop = open_counter_shop(tmp_path)
    yield shop
    shop.desk.store.close()


@pytest.fixture
def desk(shop: CounterShop) -> Desk:
    return shop.at_till()


def quoted(desk: Desk) -> Quoted:
    return quote_purchase(desk, REQUEST)


def purchases(desk: Desk) -> int:
    return int(desk.store.sql("SELECT COUNT(*) FROM purchase")[0][0])


def test_r18_what_was_saved_before_the_trouble_is_not_saved_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, lost = purchases(desk), [True]
    troubles: list[Trouble] = []

    def saves_and_loses_the_answer(desk: Desk, request: Request, *, key: str) -> Receipt:
        receipt = record_purchase(desk, request, key=key)
        if lost:
            raise StorageError(UNREACHABLE, str(lost.pop()))
        return receipt

    monkeypatch.setattr(module, "record_purchase", saves_and_loses_the_answer)
    recorder = Recorder(ImmediateRunner())
    recorder.failed.connect(troubles.append)
    recorder.record(desk, REQUEST, quoted(desk), "Vera")
    assert [trouble.purchase for trouble in troubles] == [0]
    assert (recorder.is_busy(), recorder.last, purchases(desk)) == (False, None, before + 1)
    recorder.record(desk, REQUEST, quoted(desk), "Vera")
    assert recorder.last is not None
    assert recorder.last.receipt.repeated
    assert purchases(desk) == before + 1


def test_r18_the_next_purchase_is_one_of_its_own_though_it_is_the_same(
    qtbot: QtBot, desk: Desk
) -> None:
    before, recorder = purchases(desk), Recorder(ImmediateRunner())
    for _ in range(2):
        recorder.record(desk, REQUEST, quoted(desk), "Vera")
        assert recorder.last is not None
        assert not recorder.last.receipt.repeated
    assert purchases(desk) == before + 2


def test_r18_after_a_refusal_the_mended_purchase_is_a_new_call(qtbot: QtBot, desk: Desk) -> None:
    refused: list[Trouble] = []
    recorder = Recorder(ImmediateRunner())
    recorder.refused.connect(refused.append)
    told = quoted(desk)
    recorder.record(desk, replace(REQUEST, expect=1), told, "Vera")
    recorder.record(desk, REQUEST, told, "Vera")
    assert [one.error.code for one in refused if isinstance(one.error, DomainError)] == [
        "sum_changed"
    ]
    assert recorder.last is not None


def test_r18_a_second_press_while_the_first_is_written_does_nothing(
    qtbot: QtBot, desk: Desk
) -> None:
    before, tasks = purchases(desk), Tasks(on_thread_exit=desk.store.close)
    recorder, told = Recorder(tasks), quoted(desk)
    recorded: list[object] = []
    recorder.recorded.connect(recorded.append)
    for _ in range(3):
        recorder.record(desk, REQUEST, told, "Vera")
    assert recorder.is_busy()
    qtbot.waitUntil(lambda: not recorder.is_busy())
    tasks.shut_down()
    assert (len(recorded), purchases(desk)) == (1, before + 1)
