"""Closing a shift on a million customers: balances are looked at, nobody is held up (I10)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from refdesk.domain.bill import Line
from refdesk.domain.progress import Progress
from refdesk.services.counter import Request, record_purchase
from refdesk.services.shifts import close_shift
from refdesk.storage.engine import Store
from tests.bench.big_shop import big_shop

CUSTOMERS, PURCHASES = 1_000_000, 50
MOST_HELD, MOST_APART = 1.0, 0.5
"""Seconds: of the lock on what is written, and of one part of the look between two reports."""


class Parts(Progress):
    """When each part of the look began."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[float] = []

    def report(self, done: int, total: int | None) -> None:
        self.begun.append(time.perf_counter())


@pytest.mark.bench
def test_i10_a_closing_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = big_shop(tmp_path, CUSTOMERS)
    for number in range(PURCHASES):
        record_purchase(desk, Request((Line(10_000 + number),), customer=f"C{number + 1}"))
    held: list[float] = []
    write = Store.write

    @contextmanager
    def timed(self: Store) -> Iterator[None]:
        with write(self):
            begun = time.perf_counter()
            yield
        held.append(time.perf_counter() - begun)

    monkeypatch.setattr(Store, "write", timed)
    parts, begun = Parts(), time.perf_counter()
    closed = close_shift(desk, progress=parts)
    whole = time.perf_counter() - begun
    apart = [b - a for a, b in zip(parts.begun, parts.begun[1:], strict=False)]
    desk.store.close()
    with capsys.disabled():
        print(f"\nclosing {whole:.1f} s, lock {max(held):.2f} s, longest part {max(apart):.2f} s")
    assert closed.open_points == ()
    assert closed.figures.purchases == PURCHASES
    assert max(held) <= MOST_HELD
    assert max(apart) <= MOST_APART
