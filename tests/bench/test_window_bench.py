"""From the last key of a scan to the painted verdict, and whether the window always answers.

A base of 1,000,000 customers and an empty one, which has only the cards that are scanned, take
turns in one run. The baseline is the empty one; the look at the data beside the counter, which
follows a start, is over, and the pages are got ready.

The promise is that no turn of the window's loop takes over 50 ms in the whole story of a counter:
scan, verdict, typing with the live quote, Enter, undo, Esc, somebody without a code, a search, the
close of the shift, the settings, each opened for the first time too. A turn is counted in the
processor's time of the window's thread, and by the wall without the time in which the machine
ran something else. The host of a virtual machine may take the processor away without the system
inside knowing of whom: the turns meanwhile are told, but say nothing about this program. A control
tells how often the machine alone makes 30 ms of plain work long, in the same run.
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

from refdesk.ui.getting_ready import GettingReady
from refdesk.ui.pages.counter.page import CounterPage
from tests.bench.big_shop import NOW, big_shop, code_of
from tests.bench.window_times import Counter, Turn, Wait, Watchdog, bare_turns
from tests.ui.running import running

pytestmark = pytest.mark.bench

EMPTY, LARGE = 500, 1_000_000
TURNS, WARM_UP, SCANS, STORIES, ROUNDS = 3, 5, 100, 15, 3
CONTROL_FOR_S = 20
MOST_RATIO = 2.0
MOST_VERDICT_S = 0.150
PROMISED_GAP_S = 0.050
MOST_OVER, MOST_GAP_S = 0.001, 0.080
"""Other work on the machine stretches a turn: one in a thousand may take this long."""
KINDS = {
    "by_wall": ("wall", False),
    "by_wall_whole": ("wall", True),
    "of_processor": ("busy", False),
}


class Figures:
    """Times of one shop."""

    def __init__(self) -> None:
        self.verdicts: list[Wait] = []
        self.from_customers: list[Wait] = []
        self.turns: list[Turn] = []

    def median(self, how: str) -> float:
        middle: float = statistics.median(getattr(one, how) for one in self.verdicts)
        return middle

    def p99(self, how: str) -> float:
        times: list[float] = sorted(getattr(one, how) for one in self.verdicts)
        return times[-1 - len(times) // 100]

    def times(self, how: str, *, whole: bool = False) -> list[tuple[float, str]]:
        """How long turns were, and the step of each; ``whole``: only those the host let be."""
        return [(getattr(one, how), one.step) for one in self.turns if one.is_whole or not whole]


def told(turns: list[tuple[float, str]]) -> dict[str, object]:
    """How long turns of the loop were: those in which anything was done (over 1 ms)."""
    times = sorted(seconds for seconds, _ in turns if seconds > 0.001)
    longest, step = max(turns)
    return {
        "p99_ms": round(times[-1 - len(times) // 100] * 1000, 1),
        "longest_ms": round(longest * 1000, 1),
        "longest_in": step,
        "over_50_ms": sum(one > PROMISED_GAP_S for one in times),
        "turns": len(times),
    }


@contextmanager
def counter(qtbot: QtBot, app: QApplication, folder: Path) -> Iterator[Counter]:
    """The running window of a shop at its counter."""
    with running(qtbot, app, folder, clock=lambda: NOW) as run:
        page = run.wait_for(CounterPage)
        run.wait(lambda: page._day is not None)
        run.session.care.stop_check()
        ready = page.findChild(GettingReady)
        assert ready is not None
        run.wait(lambda: ready._is_loaded and not ready._timer.isActive())
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
    till.watchdog.turns.clear()
    for number in range(first, first + SCANS):
        figures.verdicts.append(till.scan(code_of(number)))
        till.put_away()
    for number in range(first + SCANS, first + SCANS + STORIES):
        till.story(code_of(number), f"812{number:07}")
    first += SCANS + STORIES
    for number in range(first, first + ROUNDS):
        figures.from_customers.append(till.scan_from_customers(code_of(number)))
        till.put_away()
        till.look_around()
    figures.turns += till.watchdog.turns


def test_a_verdict_is_painted_as_soon_on_a_million_customers_as_on_an_empty_shop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    shops = {"empty": Figures(), "large": Figures()}
    for name, size in (("empty", EMPTY), ("large", LARGE)):
        big_shop(tmp_path / name, size).store.close()
    control: list[tuple[float, str]] = []
    for turn in range(TURNS):
        for name, figures in shops.items():
            with counter(qtbot, qapp, tmp_path / name) as till:
                take_turn(till, figures, 1 + turn * (WARM_UP + SCANS + STORIES + ROUNDS))
        control += [(seconds, "control") for seconds in bare_turns(CONTROL_FOR_S)]
    benchmark(lambda: None)  # the figures are in the extra information
    empty, large = shops["empty"], shops["large"]
    benchmark.extra_info |= {
        "baseline": "the same on an empty shop",
        "ratio_of_medians": round(large.median("wall") / empty.median("wall"), 2),
        "ratio_of_p99": round(large.p99("wall") / empty.p99("wall"), 2),
        "control": told(control),
    }
    for name, figures in shops.items():
        benchmark.extra_info |= {
            **{
                f"{name}_{how}_ms": (
                    round(figures.median(how) * 1000, 1),
                    round(figures.p99(how) * 1000, 1),
                )
                for how in Wait._fields
            },
            f"{name}_from_customers_ms": [
                round(one.wall * 1000, 1) for one in figures.from_customers
            ],
            **{
                f"{name}_turns_{what}": told(figures.times(how, whole=whole))
                for what, (how, whole) in KINDS.items()
            },
        }
    print(benchmark.extra_info, flush=True)
    for name, figures in shops.items():
        for what, (how, whole) in KINDS.items():
            longest = sorted(figures.times(how, whole=whole))[-8:]
            print(name, what, [(round(one * 1000), at) for one, at in longest])
    assert large.median("wall") <= MOST_RATIO * empty.median("wall")
    assert large.p99("wall") <= MOST_RATIO * empty.p99("wall")
    assert max(empty.p99("own"), large.p99("own")) <= MOST_VERDICT_S
    assert max(one.own for one in large.from_customers) <= MOST_VERDICT_S
    for how, whole in (KINDS["of_processor"], KINDS["by_wall_whole"]):
        times = [one for one, _ in empty.times(how, whole=whole) + large.times(how, whole=whole)]
        assert sum(one > PROMISED_GAP_S for one in times) <= MOST_OVER * len(times)
    assert max(one.busy for one in empty.turns + large.turns) <= MOST_GAP_S
