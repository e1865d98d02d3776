"""From the last key of a scan to the painted verdict, and whether the window always answers.

A base of 1,000,000 customers and an empty one, which has only the cards that are scanned, take
turns in one run. The baseline is the empty one; the look at the data beside the counter, which
follows a start, is over.
"""

import gc
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from refdesk.ui.pages.counter.page import CounterPage
from tests.bench.big_shop import NOW, big_shop, code_of
from tests.bench.window_times import Counter, Wait, Watchdog
from tests.ui.running import running

pytestmark = pytest.mark.bench

EMPTY, LARGE = 500, 1_000_000
TURNS, WARM_UP, SCANS, STORIES = 3, 5, 100, 15
MOST_RATIO = 2.0
MOST_VERDICT_S = 0.150
PROMISED_GAP_S = 0.050
MOST_GAP_S, MOST_BUSY_S = 0.120, 0.080
"""Guards against worse, not yet the promise: showing a verdict and clearing the form take the
window's thread up to 65 ms. How many turns pass the promised 50 ms is among the figures."""


class Figures:
    """Times of one shop."""

    def __init__(self) -> None:
        self.verdicts: list[Wait] = []
        self.gaps: list[tuple[float, str]] = []
        self.busy: list[tuple[float, str]] = []

    def median(self, how: str) -> float:
        middle: float = statistics.median(getattr(one, how) for one in self.verdicts)
        return middle

    def p99(self, how: str) -> float:
        times: list[float] = sorted(getattr(one, how) for one in self.verdicts)
        return times[-1 - len(times) // 100]

    @property
    def longest_gap(self) -> tuple[float, str]:
        return max(self.gaps)


@contextmanager
def counter(qtbot: QtBot, app: QApplication, folder: Path) -> Iterator[Counter]:
    """The running window of a shop at its counter."""
    with running(qtbot, app, folder, clock=lambda: NOW) as run:
        page = run.wait_for(CounterPage)
        run.wait(lambda: page._day is not None)
        run.session.care.stop_check()
        gc.collect()
        gc.freeze()  # as a start of the program does
        watchdog = Watchdog()
        try:
            yield Counter(run, page, watchdog)
        finally:
            watchdog.stop()
            gc.unfreeze()


def take_turn(till: Counter, figures: Figures, first: int) -> None:
    """Scans that are put away again, then whole stories."""
    for number in range(first, first + WARM_UP):
        till.story(code_of(number), f"812{number:07}")
    first += WARM_UP
    till.watchdog.gaps.clear()
    till.watchdog.busy.clear()
    for number in range(first, first + SCANS):
        figures.verdicts.append(till.scan(code_of(number)))
        till.put_away()
    for number in range(first + SCANS, first + SCANS + STORIES):
        till.story(code_of(number), f"812{number:07}")
    figures.gaps += till.watchdog.gaps
    figures.busy += till.watchdog.busy


def test_a_verdict_is_painted_as_soon_on_a_million_customers_as_on_an_empty_shop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    shops = {"empty": Figures(), "large": Figures()}
    for name, size in (("empty", EMPTY), ("large", LARGE)):
        big_shop(tmp_path / name, size).store.close()
    for turn in range(TURNS):
        for name, figures in shops.items():
            with counter(qtbot, qapp, tmp_path / name) as till:
                take_turn(till, figures, 1 + turn * (WARM_UP + SCANS + STORIES))
    benchmark(lambda: None)  # the figures are in the extra information
    empty, large = shops["empty"], shops["large"]
    benchmark.extra_info |= {
        "baseline": "the same on an empty shop",
        "ratio_of_medians": round(large.median("wall") / empty.median("wall"), 2),
        "ratio_of_p99": round(large.p99("wall") / empty.p99("wall"), 2),
    }
    for name, figures in shops.items():
        gap, step = figures.longest_gap
        benchmark.extra_info |= {
            **{
                f"{name}_{how}_ms": (
                    round(figures.median(how) * 1000, 1),
                    round(figures.p99(how) * 1000, 1),
                )
                for how in Wait._fields
            },
            f"{name}_longest_gap_ms": round(gap * 1000, 1),
            f"{name}_longest_gap_in": step,
            f"{name}_over_promise": sum(gap > PROMISED_GAP_S for gap, _ in figures.gaps),
            f"{name}_longest_busy_ms": round(max(figures.busy)[0] * 1000, 1),
        }
    print(benchmark.extra_info, flush=True)
    for name, figures in shops.items():
        print(name, "gaps", [(round(gap * 1000), at) for gap, at in sorted(figures.gaps)[-8:]])
    assert large.median("wall") <= MOST_RATIO * empty.median("wall")
    assert large.p99("wall") <= MOST_RATIO * empty.p99("wall")
    assert max(empty.p99("own"), large.p99("own")) <= MOST_VERDICT_S
    assert max(empty.busy + large.busy)[0] <= MOST_BUSY_S
    assert max(empty.longest_gap, large.longest_gap)[0] <= MOST_GAP_S
