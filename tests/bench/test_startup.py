"""How long a start takes until the scan box takes keys, as a multiple of a bare Qt window's.

Both are processes of their own and take turns, so that what else the machine does hits both, and
the quickest of several runs count. The budget is held against processor time: a start waits for
nothing but the processor, and a busy machine stretches time on the wall at random. Both are told.
Compiled code is kept in a folder of the test, as an installation keeps it beside the sources.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from refdesk.bootstrap import Opener
from refdesk.services.shop import ShopDraft, create_shop
from tests.bench.big_shop import big_shop

pytestmark = pytest.mark.bench

ROOT = Path(__file__).resolve().parents[2]
PROBE = ROOT / "tests" / "bench" / "startup_probe.py"
MOST = 2.0
"""The budget: this many bare starts."""
ROUNDS = 9


class Moment(NamedTuple):
    """Seconds from the start of a process on: on the wall, and of the processor."""

    wall: float
    used: float


def start(what: str, compiled: Path) -> dict[str, Moment]:
    """Start the probe; when it said each of its lines."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(compiled),
        "QT_QPA_PLATFORM": "offscreen",
    }
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(PROBE), what],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = ((line.split(), time.perf_counter() - begun) for line in process.stdout)
        return {said: Moment(wall, float(used)) for (said, used), wall in lines}


def compare(folder: Path, compiled: Path, benchmark: BenchmarkFixture) -> float:
    """Start both in turns; how many bare starts the quickest of ours takes until keys work."""
    for what in ("bare", str(folder)):  # compiles, and remembers that this shop opens at once
        start(what, compiled)
    runs = [(start("bare", compiled), start(str(folder), compiled)) for _ in range(ROUNDS)]
    benchmark(lambda: None)  # the figures are in the extra information
    bare = [one["keys"] for one, _ in runs]
    for name in ("keys", "counter"):
        ours = [one[name] for _, one in runs]
        for how in ("wall", "used"):
            figure = _times(ours, bare, how)
            benchmark.extra_info[f"{name}, {how}, times bare"] = round(figure, 2)
            print(f"{name}, {how}: {figure:.2f} times a bare start")
    return _times([one["keys"] for _, one in runs], bare, "used")


def _times(ours: list[Moment], bare: list[Moment], how: str) -> float:
    quickest: float = min(getattr(one, how) for one in ours)
    return quickest / float(min(getattr(one, how) for one in bare))


def test_an_empty_shop_takes_keys_within_two_bare_starts(
    tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    folder = tmp_path / "shop"
    desk = Opener(folder).create()
    create_shop(desk, ShopDraft("Lagoon", language="en"))
    desk.store.close()
    assert compare(folder, tmp_path / "compiled", benchmark) <= MOST


def test_a_shop_of_a_million_customers_takes_keys_within_two_bare_starts(
    tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    desk = big_shop(tmp_path / "shop", 1_000_000)
    # the shop has a time of its own, which today's clock need not be near to
    desk.store.sql("UPDATE till SET recorded_at = NULL")
    desk.store.close()
    assert compare(tmp_path / "shop", tmp_path / "compiled", benchmark) <= MOST
