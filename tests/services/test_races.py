"""Eight tills at one moment: a single-use code pays once, no balance goes below zero (H3)."""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from refdesk.bootstrap import Opener, utc_now
from refdesk.services import codes, customers, print_runs, programmes, run_confirming
from refdesk.services.activation import activate_code
from refdesk.services.print_runs import NewRun
from refdesk.storage.engine import FILE_NAME
from tests.support.races import JOURNALS, PROCESSES, Race, Rules, open_tills, run
from tests.support.shops import Clock, Shops, TestShop, give

pytestmark = pytest.mark.slow

SIZE = int(os.environ.get("REFDESK_RACES", "25"))
"""Items of each race. As promised (P3, P4) it is 200, which CI sets."""

FEW = 20
"""Items of a race whose way is that of another one."""

PROMISED_SECONDS = 1.0
CONTROLS = {"coupon": 8, "points": 10, "payout": 12, "gift_card": 10}
"""So many items are enough for somebody to lose without guards."""

FEW_FRIENDS = 4
"""Items of the control with a budget, which is as small."""


@dataclass
class Outcome:
    """The shop after its race, what came of each item, and how long each attempt took."""

    shop: TestShop
    items: list[Counter[str]]
    seconds: list[float]

    @property
    def winners(self) -> Counter[int]:
        """How many items were done how often."""
        return Counter(one["done"] for one in self.items)

    @property
    def reasons(self) -> set[str]:
        return {reason for one in self.items for reason in one}

    @property
    def slow(self) -> float:
        """The seconds that 99 of 100 attempts keep below."""
        return sorted(self.seconds)[len(self.seconds) * 99 // 100]


Outcomes = dict[str, Outcome]


@pytest.fixture(scope="module")
def at_once(shop_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shops]:
    made = Shops(shop_templates, lambda: tmp_path_factory.mktemp("race"))
    yield made
    made.close()


def opened(shops: Shops) -> TestShop:
    """A shop by the computer's clock, because other processes have no other; it is filled without
    waiting for the disk."""
    shop = shops.open("car-wash")
    shop.clock.at = utc_now()
    shop.desk.store.sql("PRAGMA synchronous = OFF")
    open_tills(shop.desk)
    return shop


def coupons(shop: TestShop, count: int) -> Race:
    version = programmes.get_programme(shop.desk, "P1")
    made = [(codes.issue_coupon(shop.desk, version), number) for number in range(count)]
    return Race(shop.folder, "coupon", made)


def purses(shop: TestShop, count: int) -> Race:
    """Customers with 100 points each."""
    made = []
    for number in range(count):
        made.append(shop.add(f"Rich {number}"))
        shop.give(f"Rich {number}", 100)
    return Race(shop.folder, "points", made)


def moneybags(shop: TestShop, count: int, attempt: str = "payout") -> Race:
    """Customers who may be paid 100.00 each."""
    made = []
    for number in range(count):
        name = f"{attempt} {number}"
        shop.add(name)
        give(shop.desk, shop.who(name), "money", 10_000)
        made.append(shop.who(name))
    return Race(shop.folder, attempt, made)


def turned_moneybags(shop: TestShop, count: int) -> Race:
    """The same people; half of the tills turn the money into store credit."""
    return moneybags(shop, count, "turned")


def gift_cards(shop: TestShop, count: int) -> Race:
    """Gift cards that were sold for 100.00 each."""
    made = print_runs.create_run(shop.desk, NewRun(count, kind="gift_card", value=10_000))
    run_confirming.confirm_run(shop.desk, made.run.id)
    for code in made.codes:
        activate_code(shop.desk, code)
    return Race(shop.folder, "gift_card", made.codes)


def small_budget(shop: TestShop, count: int) -> Race:
    """Two friends for each item; the programme's budget is enough for one and a half."""
    shop.programme(
        f'name = "Small"\nbudget = "{count * 150}"\n[[rule]]\nid = "friend"\n'
        'referral = { kind = "amount_off", amount = "100" }\n'
        'referrer = [{ kind = "store_credit", amount = "0.01" }]'
    )
    shop.add("Anna")
    code = customers.show_customer(shop.desk, shop.who("Anna")).codes[1].code
    return Race(shop.folder, "budget", [(code, number) for number in range(count)])


@pytest.fixture(scope="module")
def starts(at_once: Shops) -> list[Race]:
    """The shops before the races, filled once for all of them."""
    fillers: list[tuple[Callable[[TestShop, int], Race], int]] = [
        (coupons, SIZE), (purses, SIZE), (gift_cards, SIZE), (small_budget, SIZE),
        (moneybags, FEW), (turned_moneybags, FEW),
    ]  # fmt: skip
    races = []
    for fill, count in fillers:
        shop = opened(at_once)
        races.append(fill(shop, count))
        shop.desk.store.close()
    return races


def raced(races: list[Race], rules: Rules) -> Outcomes:
    """Run them, and open what is left."""
    outcomes = {}
    for race, result in zip(races, run(races, rules), strict=True):
        opener = Opener(race.folder)
        shop = TestShop(opener.open(), Clock(utc_now()), opener)
        outcomes[race.attempt] = Outcome(shop, result.items, result.seconds)
    return outcomes


@pytest.fixture(scope="module", params=JOURNALS)
def guarded(
    request: pytest.FixtureRequest, starts: list[Race], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcomes]:
    """Races of the program as it is."""
    journal = str(request.param)
    races = [one.copied(tmp_path_factory.mktemp(one.attempt), journal) for one in starts]
    outcomes = raced(races, Rules(journal=journal))
    yield outcomes
    for one in outcomes.values():
        one.shop.desk.store.close()


@pytest.fixture(scope="module")
def unguarded(
    at_once: Shops, starts: list[Race], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcomes]:
    """The same with the guards taken off: a race that nobody can lose proves nothing."""
    races = [
        one.copied(tmp_path_factory.mktemp(one.attempt), "truncate", CONTROLS[one.attempt])
        for one in starts if one.attempt in CONTROLS
    ]  # fmt: skip
    shop = opened(at_once)
    races.append(small_budget(shop, FEW_FRIENDS))
    shop.desk.store.close()
    for one in races:
        if one.attempt in ("coupon", "budget"):
            drop_unique(one.folder, "code_use", "code_id", "number")
    outcomes = raced(races, Rules(is_guarded=False))
    yield outcomes
    for one_race in outcomes.values():
        one_race.shop.desk.store.close()


def drop_unique(folder: Path, table: str, *columns: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        found = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
        for (name,) in db.execute(found, (table,)).fetchall():
            if tuple(row[2] for row in db.execute(f"PRAGMA index_info({name})")) == columns:
                db.execute(f"DROP INDEX {name}")


def balances(shop: TestShop) -> list[int]:
    return [balance for (balance,) in shop.desk.store.sql("SELECT balance FROM account")]


def test_p3_a_single_use_code_pays_once_of_eight(guarded: Outcomes) -> None:
    race = guarded["coupon"]
    assert race.winners == {1: SIZE}
    assert race.reasons == {"done", "code_used_up"}
    assert race.shop.count("purchase") == race.shop.count("code_use") == SIZE
    assert race.shop.count("refusal") == SIZE * (PROCESSES - 1)
    assert race.shop.problems() == []


@pytest.mark.parametrize("attempt", ["coupon", "points", "budget", "gift_card"])
def test_p3_nobody_waits_longer_than_promised(
    guarded: Outcomes, attempt: str, record_property: Callable[[str, object], None]
) -> None:
    """99 of 100 attempts, all eight at one moment; in an ordinary run it is only told."""
    slow = guarded[attempt].slow
    record_property(f"p99 {attempt}", f"{slow:.3f} s")
    print(f"{attempt}: p99 {slow:.3f} s of {len(guarded[attempt].seconds)}")
    if SIZE >= 200:
        assert slow <= PROMISED_SECONDS


def test_p4_of_eight_who_spend_60_of_100_one_does(guarded: Outcomes) -> None:
    race = guarded["points"]
    assert race.winners == {1: SIZE}
    assert race.reasons == {"done", "points_insufficient"}
    assert balances(race.shop) == [40] * SIZE
    assert race.shop.problems() == []


def test_p4_a_budget_is_never_exceeded(guarded: Outcomes) -> None:
    race = guarded["budget"]
    budget = SIZE * 15_000
    spent = programmes.get_programme(race.shop.desk, "Small").budget_spent
    assert (sum(one["done"] for one in race.items), spent) == (-(-budget // 10_001), budget)
    assert race.reasons == {"done", "budget_spent"}
    assert race.shop.problems() == []


def test_p4_of_eight_tills_that_pay_out_60_of_100_one_does(guarded: Outcomes) -> None:
    race = guarded["payout"]
    assert race.winners == {1: FEW}
    assert race.reasons == {"done", "payout_exceeds_balance"}
    assert balances(race.shop) == [4_000] * FEW
    assert race.shop.count("payout") == FEW
    assert race.shop.problems() == []


def test_r65_money_is_paid_out_or_turned_into_credit_and_never_both(
    guarded: Outcomes,
) -> None:
    race = guarded["turned"]
    assert race.winners == {1: FEW}
    left = race.shop.desk.store.sql("SELECT SUM(balance) FROM account WHERE unit = 'money'")
    assert left == [(FEW * 4_000,)]
    assert race.shop.problems() == []


def test_p4_a_gift_card_of_100_pays_100_of_eight_purchases_of_60(
    guarded: Outcomes,
) -> None:
    race = guarded["gift_card"]
    assert race.winners == {2: SIZE}  # one whole, one in part
    assert race.reasons == {"done", "code_used_up"}
    assert balances(race.shop) == [0] * SIZE
    paid = race.shop.desk.store.sql("SELECT SUM(change) FROM entry WHERE change < 0")
    assert paid == [(-SIZE * 10_000,)]
    assert race.shop.problems() == []


def test_p3_the_control_without_guards_pays_several_times(unguarded: Outcomes) -> None:
    race = unguarded["coupon"]
    assert max(race.winners) > 1
    assert "code_uses_differ" in [code for code, _ in race.shop.problems()]


def test_p4_the_control_without_guards_overdraws(unguarded: Outcomes) -> None:
    race = unguarded["points"]
    assert max(race.winners) > 1
    assert min(balances(race.shop)) < 0


def test_p4_the_control_without_guards_pays_out_more_than_there_is(
    unguarded: Outcomes,
) -> None:
    race = unguarded["payout"]
    assert max(race.winners) > 1
    assert min(balances(race.shop)) < 0


def test_p4_the_control_without_guards_exceeds_the_budget(unguarded: Outcomes) -> None:
    race = unguarded["budget"]
    assert programmes.get_programme(race.shop.desk, "Small").budget_spent > FEW_FRIENDS * 15_000
    assert sum(one["done"] for one in race.items) > 6


def test_p4_the_control_without_guards_overdraws_a_gift_card(
    unguarded: Outcomes,
) -> None:
    race = unguarded["gift_card"]
    assert max(race.winners) > 2
    assert min(balances(race.shop)) < 0
