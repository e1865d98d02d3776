"""The clock guard: nothing is recorded, expired or dated by a clock that cannot be right (R46)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from refdesk.domain.clock import clock_state
from refdesk.services import accounts, backups, catalogue, codes, print_runs, programmes, staff
from refdesk.services.adjusting import adjust
from refdesk.services.card_swap import replace_code
from refdesk.services.clock import confirm_clock, look_at_clock
from refdesk.services.customer_state import block_customer
from refdesk.services.desk import Actor
from refdesk.services.imports import PastCustomer, import_history
from refdesk.services.payouts import cancel_payout, make_payout
from tests.support.refusals import refused
from tests.support.shops import START, Shops, TestShop, give


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.mark.parametrize("off, state", [
    (timedelta(0), "ok"), (-minutes(5), "ok"), (-minutes(5) - timedelta(microseconds=1), "behind"),
    (-days(400), "behind"), (days(60), "ok"), (days(60) + timedelta(microseconds=1), "ahead"),
    (days(20_000), "ahead"),
])  # fmt: skip
def test_r46_the_two_limits(off: timedelta, state: str) -> None:
    assert clock_state(START + off, START) == state


def test_r46_an_empty_shop_is_never_suspect(wash: TestShop) -> None:
    assert clock_state(datetime(1970, 1, 1, tzinfo=UTC), None) == "ok"
    assert look_at_clock(wash.desk).newest == START


WRONG = (START - days(3), START + days(400), datetime(1970, 1, 1, tzinfo=UTC),
         datetime(2038, 2, 1, tzinfo=UTC))  # fmt: skip
"""Three days back, a year on, the beginning of time, and beyond 32 bits (P12)."""


def pay_out(shop: TestShop) -> None:
    """Pay out and take it back."""
    made = make_payout(shop.desk, shop.who("Anna"), 1_000)
    cancel_payout(shop.desk, made.payout.id, "mistake")


RECORDS: dict[str, Callable[[TestShop], object]] = {
    "purchase": lambda shop: shop.buy("1000", customer="Anna"),
    "redemption": lambda shop: shop.buy("1000", code=shop.code("Anna"), phone="+79170000009"),
    "quote": lambda shop: shop.quote("1000", customer="Anna"),
    "void": lambda shop: shop.void(1),
    "customer": lambda shop: shop.add("Boris"),
    "programme": lambda shop: programmes.add_programme(shop.desk, preset="spa"),
    "code": lambda shop: codes.issue_coupon(shop.desk, programmes.get_programme(shop.desk, "P1")),
    "run": lambda shop: print_runs.create_run(shop.desk, print_runs.NewRun(2, programme="P1")),
    "service": lambda shop: catalogue.add_service(shop.desk, "Wax"),
    "setting": lambda shop: shop.set("grace_days", "3"),
    "staff": lambda shop: staff.add_staff(shop.desk, "Kira", "cashier", "4927"),
    "payout": pay_out,
    "correction": lambda shop: adjust(shop.desk, shop.who("Anna"), "points", 5, reason="gift"),
    "block": lambda shop: block_customer(shop.desk, shop.who("Anna"), "a ring"),
    "swap": lambda shop: replace_code(shop.desk, shop.code("Anna")),
}


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    """A shop with a purchase of today."""
    wash.add("Anna")
    wash.give("Anna", 40, expires_on=START.date() + days(10))
    give(wash.desk, wash.who("Anna"), "money", 1_000)
    wash.buy("1000", customer="Anna")
    return wash


@pytest.mark.parametrize("at", WRONG)
@pytest.mark.parametrize("what", RECORDS)
def test_p12_nothing_is_recorded_under_a_suspect_clock(
    shop: TestShop, what: str, at: datetime
) -> None:
    before = shop.counts()
    shop.clock.wrong(at)
    with refused("clock_suspect", now=at, newest=START):
        RECORDS[what](shop)
    assert shop.counts() == before
    shop.clock.wrong(START + minutes(1))
    RECORDS[what](shop)
    assert shop.problems() == []


def test_r46_a_few_minutes_and_a_few_weeks_are_nothing_to_ask_about(shop: TestShop) -> None:
    shop.clock.wrong(START - minutes(5))
    shop.buy("1000", customer="Anna")
    shop.clock.wrong(START + days(60))
    shop.buy("1000", customer="Anna")
    with refused("clock_suspect"):
        shop.clock.wrong(START + days(60) - minutes(6))
        shop.buy("1000", customer="Anna")


def test_r46_small_steps_back_do_not_add_up_unseen(shop: TestShop) -> None:
    shop.clock.wrong(START - minutes(4))
    shop.buy("1000", customer="Anna")
    shop.clock.wrong(START - minutes(8))
    with refused("clock_suspect", newest=START):
        shop.buy("1000", customer="Anna")


def test_r46_any_till_counts(shop: TestShop) -> None:
    shop.clock.wrong(START + days(30))
    shop.at_till("2").buy("1000", customer="Anna")
    shop.clock.wrong(START + days(29))
    with refused("clock_suspect", state="behind"):
        shop.buy("1000", customer="Anna")


def test_r46_what_must_work_moves_nothing(shops: Shops) -> None:
    shop = shops.open("car-wash", pin="4927")
    shop.desk = shop.desk.acting(staff.sign_in(shop.desk, "Olga", "4927"))
    shop.add("Anna")
    shop.clock.wrong(datetime(2100, 1, 1, tzinfo=UTC))
    staff.sign_in(shop.desk, "Olga", "4927")
    with refused("pin_wrong"):
        staff.sign_in(shop.desk, "Olga", "1111")
    backups.create_backup(shop.desk)
    assert accounts.get_balance(shop.desk, shop.who("Anna")).spendable["points"] == 0
    with refused("clock_suspect", newest=START):
        shop.buy("1000", code=shop.code("Anna"), phone="+79170000001")
    view = look_at_clock(shop.desk)
    assert (view.state, view.newest, view.is_suspect) == ("ahead", START, True)


def test_p12_a_pause_set_by_a_wrong_clock_does_not_last_until_it(shops: Shops) -> None:
    shop = shops.open("car-wash", pin="4927")
    shop.clock.wrong(datetime(2038, 2, 1, tzinfo=UTC))
    for _ in range(5):
        with refused("pin_wrong"):
            staff.sign_in(shop.desk, "Olga", "1111")
    with refused("pin_locked"):
        staff.sign_in(shop.desk, "Olga", "4927")
    shop.clock.wrong(START + minutes(1))
    assert staff.sign_in(shop.desk, "Olga", "4927").name == "Olga"


def test_r46_imported_facts_count_by_when_they_were_entered(wash: TestShop) -> None:
    bills = ((START.date() - days(3000), 100_00),)
    import_history(wash.desk, [PastCustomer("Anna", bills)])
    assert look_at_clock(wash.desk).newest == START
    wash.buy("1000")


# -- confirming ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", WRONG)
def test_r46_once_a_manager_has_confirmed_recording_goes_on_from_there(
    shop: TestShop, at: datetime
) -> None:
    shop.clock.wrong(at)
    view = confirm_clock(shop.desk)
    assert (view.state, view.newest, view.confirmed_at) == ("ok", at, at)
    shop.clock.wrong(at + days(1))
    shop.buy("1000", customer="Anna")
    shop.at_till("2").buy("1000", customer="Anna")
    # the same limits hold from there, whatever was recorded before
    shop.clock.wrong(at + days(1) - minutes(6))
    with refused("clock_suspect", newest=at + days(1)):
        shop.buy("1000", customer="Anna")
    shop.clock.wrong(at + days(62))
    with refused("clock_suspect", newest=at + days(1)):
        shop.buy("1000", customer="Anna")
    assert shop.problems() == []


def test_r46_a_confirmation_is_a_manager_s(shop: TestShop) -> None:
    shop.clock.wrong(START + days(90))
    cashier = Actor(None, "Kira", "cashier")
    with shop.acting(cashier), refused("not_allowed", role="manager"):
        confirm_clock(shop.desk)
    assert look_at_clock(shop.desk).is_suspect
    with shop.acting(cashier, Actor(None, "Max", "manager")):
        assert not confirm_clock(shop.desk).is_suspect


def test_r46_where_nothing_is_suspect_nothing_changes(shop: TestShop) -> None:
    before = shop.counts()
    shop.clock.wrong(START + days(1))
    view = confirm_clock(shop.desk)
    assert (view.state, view.newest, view.confirmed_at) == ("ok", START, None)
    assert shop.counts() == before


def test_r46_the_audit_knows_what_was_confirmed(shop: TestShop) -> None:
    shop.clock.wrong(START - days(3))
    confirm_clock(shop.desk)
    [(action, details)] = shop.desk.store.sql(
        "SELECT action, details FROM audit ORDER BY id DESC LIMIT 1"
    )
    assert action == "clock_confirmed"
    assert '"state":"behind"' in details
    assert START.isoformat() in details


def test_r46_an_order_of_refusals_under_a_suspect_clock(shop: TestShop) -> None:
    shop.buy("1000", key="k1")
    shop.clock.wrong(START + days(400))
    with refused("clock_suspect"):
        shop.buy("2000", key="k1")
    assert shop.buy("1000", key="k1").repeated
    with shop.acting(Actor(None, "Kira", "cashier")):
        with refused("not_allowed"):
            shop.buy("1000", manual_discount=100, reason="r")
        with refused("clock_suspect"):
            shop.buy("1000", code="SUMMER")
