"""The whole reward engine beside the plainest programme, in the same run.

Baselines: for `quote` the quote of one level and one discount on the same bill; for `redeem` the
same visit at a shop of the same million customers with that plain programme.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refdesk.domain.bill import Bill, Facts, Line
from refdesk.domain.quote import quote
from refdesk.services import counter
from refdesk.services.desk import Desk
from tests.bench.rich_shop import (
    OWN,
    RICH,
    SIMPLE,
    STAMPS,
    newcomer,
    regular,
    rich_shop,
    simple_shop,
)
from tests.support.quotes import (
    ANNA,
    BORIS,
    CLARA,
    DMITRY,
    buyer,
    facts,
    lot,
    own,
    shown,
    source,
    terms,
)
from tests.support.quotes import stamps as stamp_lot

ROUNDS, WARM_UP = 60, 10
CUSTOMERS = 1_000_000
BILL = Bill((Line(150_000, "Wash"), Line(60_000, "Polish")), spend_points=30)


def _simple_facts() -> Facts:
    brought = source(terms(SIMPLE), ANNA)
    who = buyer(DMITRY + 1, lots=(lot(50), lot(100, number=2)), proof="code")
    return facts(shown(brought), who, spending={1: brought})


def _rich_facts() -> Facts:
    brought = source(terms(RICH), ANNA, BORIS, CLARA, DMITRY)
    points = own(terms(OWN), number=11, spend="1000.00")
    card = own(terms(STAMPS), number=12)
    lots = (lot(50), lot(100, number=2, version=11), stamp_lot(5, version=12, number=3))
    who = buyer(DMITRY + 1, lots=lots, proof="code")
    running = {1: brought, 11: points, 12: card}
    return facts(shown(brought), who, own=(points, card), spending=running)


@pytest.mark.bench
def test_quoting_everything_beside_quoting_the_plainest(benchmark: Any) -> None:
    simple, rich = _simple_facts(), _rich_facts()
    times: dict[str, list[float]] = {"simple": [], "rich": []}
    for _ in range(2_000):
        for name, known in (("simple", simple), ("rich", rich)):
            start = time.perf_counter()
            quote(BILL, known)
            times[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(found) for name, found in times.items()}
    ratio = middle["rich"] / middle["simple"]
    benchmark.extra_info |= {
        "ratio_to_simple": round(ratio, 2),
        "simple_us": round(middle["simple"] * 1e6),
        "rich_us": round(middle["rich"] * 1e6),
        "effects": len(quote(BILL, rich).effects),
    }
    print(benchmark.extra_info)
    benchmark.pedantic(quote, args=(BILL, rich), rounds=200)
    assert ratio <= 6


@pytest.mark.bench
@pytest.mark.parametrize("visit", [newcomer, regular])
def test_redeeming_everything_beside_redeeming_the_plainest(
    tmp_path: Path, benchmark: Any, visit: Callable[[Desk, int], counter.Request]
) -> None:
    numbers = range(1, WARM_UP + ROUNDS + 1)
    later = range(WARM_UP + ROUNDS + 1, WARM_UP + ROUNDS + 100)
    desks = {
        "simple": simple_shop(tmp_path / "simple", CUSTOMERS),
        "rich": rich_shop(tmp_path / "rich", CUSTOMERS, range(1, later.stop)),
    }
    times: dict[str, list[float]] = {"simple": [], "rich": []}
    effects: dict[str, int] = {}
    for number in numbers:
        # interleaved, so that whatever else the machine does falls on both alike
        for name, desk in desks.items():
            request = visit(desk, number)
            start = time.perf_counter()
            made = counter.record_purchase(desk, request, key=f"bench-{number}")
            times[name].append(time.perf_counter() - start)
            effects[name] = len(made.effects)
    middle = {name: statistics.median(found[WARM_UP:]) for name, found in times.items()}
    ratio = middle["rich"] / middle["simple"]
    benchmark.extra_info |= {
        "ratio_to_simple": round(ratio, 2),
        "effects": effects,
        "simple_ms": round(middle["simple"] * 1000, 1),
        "rich_ms": round(middle["rich"] * 1000, 1),
        "slowest_ms": round(max(times["rich"][WARM_UP:]) * 1000, 1),
    }
    print(benchmark.extra_info)
    following = iter(later)
    rich = desks["rich"]
    benchmark.pedantic(
        lambda number: counter.record_purchase(rich, visit(rich, number), key=f"bench-{number}"),
        setup=lambda: ((next(following),), {}), rounds=20,
    )  # fmt: skip
    assert ratio <= 2
