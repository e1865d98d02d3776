"""Two thousand mixed scans through the real window, counted in the database at the end."""

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from tests.ui.test_scan_mix import play

pytestmark = pytest.mark.bench

SCANS = 2_000


def test_two_thousand_mixed_scans_are_neither_lost_nor_doubled_nor_redeemed_half(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    begun = time.perf_counter()
    tally = play(qtbot, qapp, tmp_path / "shop", SCANS, seed=11)
    benchmark(lambda: None)  # the figures are in the extra information
    benchmark.extra_info |= {
        "scans": tally.scans,
        "redeemed": len(tally.redeemed),
        "seconds": round(time.perf_counter() - begun),
        **tally.kinds,
    }
    print(benchmark.extra_info)
    assert tally.scans >= SCANS
