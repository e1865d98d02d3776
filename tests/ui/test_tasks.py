"""Work off the window's thread: results come back to it, unwanted ones do not."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from refdesk.domain.progress import Progress
from refdesk.ui.tasks import ImmediateRunner, Lane, Tasks


class Exits:
    """Counts the threads that ended."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def note(self) -> None:
        self.names.append(threading.current_thread().name)


@pytest.fixture
def exits() -> Exits:
    return Exits()


@pytest.fixture
def tasks(qtbot: QtBot, exits: Exits) -> Iterator[Tasks]:
    runner = Tasks(on_thread_exit=exits.note)
    yield runner
    runner.shut_down()


def test_a_result_comes_back_in_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    got: list[tuple[int, str, str]] = []

    def work() -> str:
        return threading.current_thread().name

    def done(worker: str) -> None:
        got.append((42, worker, threading.current_thread().name))

    tasks.run(work, owner=owner, done=done)
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, "database-1", "MainThread")]


def test_database_work_is_done_one_after_the_other_in_order(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    order: list[int] = []
    done: list[int] = []

    def work(number: int) -> int:
        order.append(number)
        return number

    for number in range(50):
        tasks.run(partial(work, number), owner=owner, done=done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert order == done == list(range(50))


def test_urgent_work_goes_before_what_waits(qtbot: QtBot, tasks: Tasks) -> None:
    owner, gate = QObject(), threading.Event()
    order: list[str] = []
    tasks.run(lambda: gate.wait(5), owner=owner, done=lambda _: None)
    tasks.run(lambda: order.append("list"), owner=owner, done=lambda _: None)
    tasks.run(lambda: order.append("quote"), owner=owner, done=lambda _: None, urgent=True)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["quote", "list"]


class LongRead:
    """Reads on until it is ended, so many times; then it has found something."""

    def __init__(self, log: list[str], times: int = 1) -> None:
        self.begun = threading.Event()
        self._log = log
        self._left = times

    def __call__(self, progress: Progress) -> str:
        self._log.append("begins")
        self._left -= 1
        self.begun.set()
        while self._left >= 0:
            progress.check()
        return "found"


@pytest.mark.parametrize("times", [1, 3])
def test_a_long_read_gives_way_to_urgent_work_and_begins_anew(
    qtbot: QtBot, tasks: Tasks, times: int
) -> None:
    owner, log = QObject(), list[str]()
    read = LongRead(log, times)
    tasks.run_patient(read, owner=owner, done=log.append)
    for _ in range(times):
        qtbot.waitUntil(read.begun.is_set)
        read.begun.clear()
        assert tasks.has_work()
        tasks.run(lambda: log.append("quote"), owner=owner, done=lambda _: None, urgent=True)
    qtbot.waitUntil(lambda: not tasks.has_work() and log[-1] == "found")
    assert log == ["begins", "quote"] * times + ["begins", "found"]


def test_a_long_read_does_not_give_way_to_what_can_wait(qtbot: QtBot, tasks: Tasks) -> None:
    owner, log = QObject(), list[str]()
    begun, ended = threading.Event(), threading.Event()

    def read(progress: Progress) -> None:
        begun.set()
        ended.wait(5)
        progress.check()
        log.append("read")

    tasks.run_patient(read, owner=owner, done=lambda _: None)
    qtbot.waitUntil(begun.is_set)
    tasks.run(lambda: log.append("list"), owner=owner, done=lambda _: None)
    qtbot.waitUntil(lambda: len(tasks._workers[Lane.DATABASE]._queue.queue) == 1)
    ended.set()
    qtbot.waitUntil(lambda: len(log) == 2)
    assert log == ["read", "list"]


def test_a_long_read_that_nobody_wants_ends_and_stays_ended(qtbot: QtBot, tasks: Tasks) -> None:
    owner, log = QObject(), list[str]()
    read = LongRead(log)
    task = tasks.run_patient(read, owner=owner, done=log.append)
    qtbot.waitUntil(read.begun.is_set)
    task.cancel()
    qtbot.waitUntil(lambda: not tasks.has_work())
    assert log == ["begins"]


def test_the_end_of_the_program_ends_a_long_read(qtbot: QtBot, exits: Exits) -> None:
    tasks, owner, log = Tasks(on_thread_exit=exits.note), QObject(), list[str]()
    read = LongRead(log)
    tasks.run_patient(read, owner=owner, done=log.append)
    qtbot.waitUntil(read.begun.is_set)
    tasks.run(lambda: log.append("quote"), owner=owner, done=lambda _: None, urgent=True)
    tasks.shut_down()
    assert "found" not in log
    assert (tasks.has_work(), exits.names) == (False, ["database-1"])


def test_the_result_of_a_closed_page_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    owner, other, gate = QObject(), QObject(), threading.Event()
    got: list[object] = []
    tasks.run(lambda: gate.wait(5), owner=owner, done=got.append)
    shiboken6.delete(owner)
    gate.set()
    finished: list[object] = []
    tasks.run(lambda: "next", owner=other, done=finished.append)
    qtbot.waitUntil(lambda: bool(finished))
    assert got == []


def test_cancelled_work_is_skipped_and_its_result_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    owner, gate = QObject(), threading.Event()
    ran: list[str] = []
    got: list[object] = []
    first = tasks.run(lambda: gate.wait(5), owner=owner, done=got.append)
    second = tasks.run(lambda: ran.append("second"), owner=owner, done=got.append)
    first.cancel()
    second.cancel()
    gate.set()
    last: list[str] = []
    tasks.run(lambda: "last", owner=owner, done=last.append)
    qtbot.waitUntil(lambda: bool(last))
    assert (ran, got) == ([], [])


def test_an_exception_goes_to_its_handler(qtbot: QtBot, tasks: Tasks) -> None:
    failures: list[Exception] = []
    owner = QObject()
    tasks.run(lambda: 1 // 0, owner=owner, done=lambda _: None, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ZeroDivisionError)


def test_an_exception_without_a_handler_is_a_bug_and_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    with capture_exceptions() as caught:
        tasks.run(lambda: 1 // 0, owner=owner, done=lambda _: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_long_work_reports_and_stops_when_asked(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen = QObject(), threading.Event()
    reports: list[tuple[int, int | None]] = []
    stopped = threading.Event()

    def work(progress: Progress) -> None:
        try:
            progress.report(1, 10)
            seen.wait(5)
            progress.check()
        finally:
            stopped.set()

    got: list[object] = []
    task = tasks.run_long(
        work,
        owner=owner,
        done=got.append,
        progress=lambda done, total: reports.append((done, total)),
    )
    qtbot.waitUntil(lambda: bool(reports))
    task.cancel()
    seen.set()
    qtbot.waitUntil(lambda: not tasks.has_work())
    assert stopped.is_set()
    assert reports == [(1, 10)]
    assert got == []


def test_every_thread_closes_what_it_opened(qtbot: QtBot, exits: Exits) -> None:
    runner = Tasks(on_thread_exit=exits.note)
    owner = QObject()
    done: list[object] = []
    runner.run(lambda: 1, owner=owner, done=done.append)
    runner.run_long(lambda _progress: 2, owner=owner, done=done.append)
    qtbot.waitUntil(lambda: len(done) == 2)
    runner.shut_down()
    assert sorted(exits.names) == ["database-1", "pool-1"]


def test_a_thousand_results_arrive_once_each(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    got: list[int] = []
    for number in range(1_000):
        tasks.run(partial(int, number), owner=owner, done=got.append)
    qtbot.waitUntil(lambda: len(got) == 1_000)
    assert got == list(range(1_000))


def test_the_immediate_runner_answers_inside_the_call(qtbot: QtBot) -> None:
    runner, owner = ImmediateRunner(), QObject()
    got: list[object] = []
    runner.run(lambda: 7, owner=owner, done=got.append)
    runner.run_long(
        lambda progress: progress.report(1, 2), owner=owner, done=lambda _: got.append("done"),
        progress=lambda done, total: got.append((done, total)),
    )  # fmt: skip
    runner.run(lambda: 1 // 0, owner=owner, done=got.append, failed=lambda _: got.append("failed"))
    assert got == [7, (1, 2), "done", "failed"]


def test_the_database_begins_once_the_window_has_drawn_itself(qtbot: QtBot, tasks: Tasks) -> None:
    owner, order, begun = QObject(), list[str](), threading.Event()

    class Drawn(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            order.append("drawn")

    window = Drawn()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(order))
    order.clear()

    def read() -> None:
        begun.set()
        order.append("read")

    tasks.run(read, owner=owner, done=lambda _nothing: None)
    window.update()
    assert not begun.wait(0.1)
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["drawn", "read"]


def test_what_is_asked_after_earlier_work_is_done_begins_too(qtbot: QtBot, tasks: Tasks) -> None:
    owner, done = QObject(), list[str]()
    tasks.run(lambda: "first", owner=owner, done=done.append)
    qtbot.waitUntil(lambda: done == ["first"])
    tasks.run(lambda: "second", owner=owner, done=done.append)
    qtbot.waitUntil(lambda: done == ["first", "second"])


def test_what_was_asked_just_before_the_end_leaves_nothing_open(qtbot: QtBot, exits: Exits) -> None:
    tasks, done = Tasks(on_thread_exit=exits.note), list[str]()
    tasks.run(lambda: "read", owner=QObject(), done=done.append)
    assert tasks.has_work()
    tasks.shut_down()
    assert not tasks.has_work()
    assert exits.names == ["database-1"]


def test_what_comes_back_after_the_end_begins_nothing(qtbot: QtBot, exits: Exits) -> None:
    tasks, owner = Tasks(on_thread_exit=exits.note), QObject()
    came: list[str] = []

    def done(result: str) -> None:
        came.append(result)
        tasks.run_long(lambda _progress: "more", owner=owner, done=came.append)

    tasks.run_long(lambda _progress: "first", owner=owner, done=done)
    while tasks.has_work():  # its result is on its way to the window then
        threading.Event().wait(0.001)
    tasks.shut_down()
    QCoreApplication.processEvents()
    assert came == []


def test_what_is_asked_after_the_end_is_dropped(qtbot: QtBot, exits: Exits) -> None:
    tasks, owner, done = Tasks(on_thread_exit=exits.note), QObject(), list[str]()
    tasks.shut_down()
    tasks.run(lambda: "read", owner=owner, done=done.append)
    tasks.run_long(lambda _progress: "printed", owner=owner, done=done.append)
    QCoreApplication.processEvents()
    assert (tasks.has_work(), exits.names, done) == (False, [], [])
    assert not [one for one in threading.enumerate() if one.name.startswith(("pool", "database"))]
