"""A table of a million rows reads only the pages that are looked at."""

import threading
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from refdesk.domain.progress import Progress
from refdesk.ui.models.paged_table_model import CACHED_PAGES, PAGE, Column, PagedTableModel
from refdesk.ui.tasks import ImmediateRunner, Lane, Tasks
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.table import Table

MILLION = 1_000_000


@dataclass(frozen=True)
class Row:
    name: str
    points: int


@dataclass
class Shop:
    """Answers for ids and notes what was asked."""

    asked: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        self.asked.append(ids[0] // PAGE)
        return {one: Row(f"Customer {one}", one * 2) for one in ids if one not in self.gone}


class HeldRunner(ImmediateRunner):
    """Keeps work back until the test lets it run."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Callable[[], None]] = []

    def _submit(self, lane: Lane, job: Callable[[], None], urgent: bool) -> None:
        self.jobs.append(job)

    def let_go(self) -> None:
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()


COLUMNS = (
    Column("name", "Name", lambda row: row.name, sort_key="name"),
    Column("points", "Points", lambda row: str(row.points), is_number=True),
)


def model_of(shop: Shop, tasks: Tasks | None = None) -> PagedTableModel:
    return PagedTableModel(tasks or ImmediateRunner(), COLUMNS, shop.rows)


def shown(model: PagedTableModel, row: int, column: int = 0) -> object:
    return model.data(model.index(row, column))


def test_a_million_rows_cost_one_page(qtbot: QtBot) -> None:
    shop = Shop()
    model = model_of(shop)
    with qtbot.waitSignal(model.loaded) as loaded:
        model.load(lambda _progress: array("q", range(MILLION)))
    assert loaded.args == [MILLION]
    assert model.rowCount() == MILLION
    assert shop.asked == []
    assert shown(model, 999_999) == "…"  # asked for, and answered by a data change
    assert shown(model, 999_999) == "Customer 999999"
    assert shown(model, 999_999, 1) == "1999998"
    assert shop.asked == [999_999 // PAGE]


def test_a_view_of_a_million_rows_reads_what_it_shows(qtbot: QtBot, theme: Theme) -> None:
    shop = Shop()
    model = model_of(shop)
    table = Table(theme, "customers", "Customers")
    qtbot.addWidget(table)
    table.setModel(model)
    started = time.perf_counter()
    model.load(lambda _progress: array("q", range(MILLION)))
    table.resize(700, 600)
    table.show()
    qtbot.waitExposed(table)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: (MILLION - 1) // PAGE in shop.asked)
    table.selectRow(500_000)
    table.scrollTo(model.index(500_000, 0))
    qtbot.waitUntil(lambda: 500_000 // PAGE in shop.asked)
    assert len(set(shop.asked)) <= 8
    assert time.perf_counter() - started < 5
    assert not model.canFetchMore(model.index(-1, -1))


def test_pages_that_are_not_looked_at_leave_the_cache() -> None:
    shop = Shop()
    model = model_of(shop)
    model.load(lambda _progress: range(PAGE * 100))
    for page in range(CACHED_PAGES + 5):
        shown(model, page * PAGE)
    shop.asked.clear()
    shown(model, (CACHED_PAGES + 4) * PAGE)
    assert shop.asked == []
    shown(model, 0)
    assert shop.asked == [0]


def test_wishes_of_a_fast_scroll_are_given_up() -> None:
    shop, held = Shop(), HeldRunner()
    model = model_of(shop, held)
    model.load(lambda _progress: range(PAGE * 100))
    held.let_go()
    for page in range(50):
        assert shown(model, page * PAGE) == "…"
    held.let_go()
    assert shop.asked == [46, 47, 48, 49]
    assert shown(model, 49 * PAGE) == f"Customer {49 * PAGE}"


def test_the_newest_query_wins_and_the_last_list_stays_meanwhile() -> None:
    shop, held = Shop(), HeldRunner()
    model = model_of(shop, held)
    model.load(lambda _progress: [1, 2, 3])
    held.let_go()
    model.load(lambda _progress: [4, 5])
    assert model.is_loading()
    model.load(lambda _progress: [6])
    assert model.count() == 3
    held.let_go()
    assert (model.count(), model.id_at(0)) == (1, 6)
    assert not model.is_loading()


def test_a_failed_query_keeps_the_last_list_and_is_told(qtbot: QtBot) -> None:
    model = model_of(Shop())
    model.load(lambda _progress: [1, 2, 3])
    with qtbot.waitSignal(model.failed) as failed:
        model.load(lambda _progress: [1 // 0])
    assert isinstance(failed.args[0], ZeroDivisionError)
    assert model.count() == 3


def test_a_failed_page_is_told_and_may_be_asked_for_again(qtbot: QtBot) -> None:
    calls: list[int] = []

    def rows(ids: Sequence[int]) -> dict[int, Row]:
        calls.append(1)
        if len(calls) == 1:
            raise OSError
        return {one: Row("Anna", 1) for one in ids}

    model = PagedTableModel(ImmediateRunner(), COLUMNS, rows)
    model.load(lambda _progress: [1])
    with qtbot.waitSignal(model.failed):
        shown(model, 0)
    shown(model, 0)
    assert shown(model, 0) == "Anna"


def test_a_row_that_was_deleted_meanwhile_shows_an_ellipsis() -> None:
    shop = Shop(gone={2})
    model = model_of(shop)
    model.load(lambda _progress: [1, 2, 3])
    shown(model, 0)
    assert [shown(model, row) for row in range(3)] == ["Customer 1", "…", "Customer 3"]


def test_refresh_reads_the_rows_anew_and_keeps_the_order() -> None:
    shop = Shop()
    model = model_of(shop)
    model.load(lambda _progress: [3, 1, 2])
    shown(model, 0)
    model.refresh()
    shown(model, 0)
    assert shop.asked == [0, 0]
    assert [model.id_at(row) for row in range(3)] == [3, 1, 2]


def test_rows_and_ids_are_found_in_both_directions() -> None:
    model = model_of(Shop())
    model.load(lambda _progress: array("q", range(MILLION)))
    assert model.row_of(765_432) == 765_432
    assert model.row_of(-5) is None
    assert model.id_at(MILLION) is None
    assert model.id_at(-1) is None


def test_sorting_is_the_callers_query(qtbot: QtBot) -> None:
    model = model_of(Shop())
    with qtbot.waitSignal(model.sort_requested) as asked:
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert asked.args == ["name", True]
    with qtbot.assertNotEmitted(model.sort_requested):
        model.sort(1, Qt.SortOrder.AscendingOrder)


def test_ids_above_32_bits_pass(qtbot: QtBot) -> None:
    model = model_of(Shop())
    model.load(lambda _progress: [2**40])
    assert model.id_at(0) == 2**40


def test_the_model_keeps_qts_rules(qtbot: QtBot, theme: Theme) -> None:
    model = model_of(Shop())
    tester = QAbstractItemModelTester(model)
    model.load(lambda _progress: range(600))
    model.load(lambda _progress: range(3))
    model.load(lambda _progress: [])
    assert tester.model() is model
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    runner = Tasks()
    yield runner
    runner.shut_down()


def test_with_real_threads_rows_arrive_in_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    shop = Shop()
    model = model_of(shop, tasks)
    threads: list[str] = []
    model.dataChanged.connect(lambda *_: threads.append(threading.current_thread().name))
    model.load(lambda _progress: array("q", range(MILLION)))
    qtbot.waitUntil(lambda: model.count() == MILLION)
    assert shown(model, 300) == "…"
    qtbot.waitUntil(lambda: shown(model, 300) == "Customer 300")
    assert threads == ["MainThread"]


def test_rows_in_sight_do_not_wait_for_ids_that_are_read_anew(qtbot: QtBot, tasks: Tasks) -> None:
    model, may_end = model_of(Shop(), tasks), threading.Event()

    def ids(progress: Progress) -> Sequence[int]:
        while not may_end.is_set():
            progress.check()
        return [7]

    model.load(lambda _progress: range(MILLION))
    qtbot.waitUntil(lambda: model.count() == MILLION)
    model.load(ids)
    qtbot.waitUntil(lambda: shown(model, 300) == "Customer 300")
    assert model.is_loading()
    may_end.set()
    qtbot.waitUntil(lambda: model.count() == 1)
