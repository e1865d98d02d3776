"""A till killed in the middle: what it confirmed is there, what it did not can be sent again (H2).

A kill cannot tell a safe journal from an unsafe one (that takes a power cut); it does tell whether
a call that is sent again with its key happens once.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from refdesk.bootstrap import utc_now
from tests.architecture.source import ROOT
from tests.support.shops import Shops, TestShop
from tests.support.till_driver import operation

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("REFDESK_KILLS", "10"))


def killed_till(shop: TestShop, code: str, acks: Path, start: int, after: float,
                *options: str) -> None:  # fmt: skip
    """Run a till from an operation on and kill it some seconds after its first result."""
    command = [sys.executable, "-m", "tests.support.till_driver", str(shop.folder), str(acks),
               code, str(start), *options]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as till:
        assert till.stdout is not None
        assert till.stdout.readline(), "the till came to nothing"
        threading.Event().wait(after)
        till.send_signal(signal.SIGKILL)


def confirmed(acks: Path) -> dict[int, int]:
    """The purchases that the till confirmed, by operation; a half-written line is no result."""
    whole = acks.read_text("ascii").rpartition("\n")[0].splitlines()
    return {int(number): int(purchase) for number, purchase in map(str.split, whole)}


def purchases_of(shop: TestShop, number: int) -> int:
    """How often an operation was recorded: its total is its own."""
    [(count,)] = shop.desk.store.sql(
        "SELECT COUNT(*) FROM purchase WHERE total = ?", (100_000 + number,)
    )
    return int(count)


@pytest.fixture
def till(shops: Shops) -> TestShop:
    shop = shops.open("car-wash")
    shop.clock.at = utc_now()
    return shop


def test_p2_what_was_confirmed_survives_and_the_rest_is_sent_again_once(
    till: TestShop, tmp_path: Path
) -> None:
    code, acks, start = till.add("Anna"), tmp_path / "acks", 0
    chance = random.Random(7)
    for _ in range(KILLS):
        till.desk.store.close()
        killed_till(till, code, acks, start, chance.uniform(0.005, 0.25))
        till.reopened()
        done = confirmed(acks)
        assert sorted(done) == list(range(len(done)))
        for number, purchase in done.items():
            assert purchases_of(till, number) == 1
            assert operation(till.desk, code, number).purchase == purchase
        pending = len(done)
        assert operation(till.desk, code, pending).purchase
        assert purchases_of(till, pending) == 1
        with acks.open("a", encoding="ascii") as stream:
            again = operation(till.desk, code, pending)
            stream.write(f"{pending} {again.purchase}\n")
        start = pending + 1
        assert till.problems() == []
    assert till.count("purchase") == start


def test_p2_the_control_without_keys_books_twice(till: TestShop, tmp_path: Path) -> None:
    code, acks, start, doubled = till.add("Anna"), tmp_path / "acks", 1, 0
    till.give("Anna", 10**6)
    # the third of operations is a known customer's, which no other rule keeps from a second time
    till.desk.store.close()
    killed_till(till, code, acks, start, 0.2, "--no-keys")
    till.reopened()
    last = max(number for number in confirmed(acks) if number % 3 == 2)
    # the reply was lost: the till does not know that it was recorded, and sends it again
    operation(till.desk, code, last, with_key=False)
    doubled = purchases_of(till, last)
    assert doubled == 2
