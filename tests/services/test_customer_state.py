"""Blocking people, letting them go, and changing who brought them (R30-R32, R35)."""

import pytest

from refdesk.services import accounts, customers
from refdesk.services.customer_state import block_customer, change_referrer, unblock_customer
from refdesk.storage import ledger
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    for name in ("Anna", "Boris", "Clara"):
        wash.add(name)
    return wash


def claimed(shop: TestShop, name: str, by: str) -> int:
    """A newcomer brought by somebody, who has paid; his id."""
    made = shop.buy("1000", code=shop.code(by), name=name, phone=f"+7917{len(shop.names):07}")
    assert made.customer is not None
    shop.names[name] = made.customer
    return made.customer


def referrer_of(shop: TestShop, name: str) -> int | None:
    referral = customers.show_customer(shop.desk, shop.who(name)).referral
    return referral.referrer if referral else None


# -- blocked -------------------------------------------------------------------------------------


def test_a_manager_blocks_and_lets_go_with_a_reason(shop: TestShop) -> None:
    anna = shop.who("Anna")
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        block_customer(shop.desk, anna, "a ring of friends")
    with refused("bad_reason"):
        block_customer(shop.desk, anna, "")
    with refused("customer_unknown"):
        block_customer(shop.desk, 99, "a ring of friends")
    blocked = block_customer(shop.desk, anna, "a ring of friends")
    assert (blocked.state, blocked.note) == ("blocked", "2026-11-18: a ring of friends")
    free = unblock_customer(shop.desk, anna, "was a mistake")
    assert free.state == "active"
    assert free.note.splitlines()[1] == "2026-11-18: was a mistake"


def test_r35_the_code_of_a_blocked_person_is_refused_until_he_is_free(shop: TestShop) -> None:
    block_customer(shop.desk, shop.who("Anna"), "a ring of friends")
    with refused("code_blocked"):
        shop.buy("1000", code=shop.code("Anna"), phone="+79170000001")
    unblock_customer(shop.desk, shop.who("Anna"), "was a mistake")
    shop.buy("1000", code=shop.code("Anna"), phone="+79170000001")
    assert shop.balance("Anna") == 100


def test_r35_what_waited_is_available_from_the_day_he_is_free(shop: TestShop) -> None:
    anna = shop.who("Anna")
    shop.give("Anna", 40, available_on=day("2026-11-20"), expires_on=day("2026-12-20"), waits=True)
    shop.give("Anna", 30, available_on=day("2027-01-15"), waits=True)
    shop.give("Anna", 5)
    block_customer(shop.desk, anna, "a ring of friends")
    shop.clock.forward(days=40)
    assert shop.balance("Anna") == 5
    unblock_customer(shop.desk, anna, "was a mistake")
    assert shop.balance("Anna") == 45
    lots = {lot.left: lot for lot in ledger.purse_of(shop.desk.store, anna, shop.desk.today()).lots}
    assert (lots[40].available_on, lots[40].expires_on) == (day("2026-12-28"), day("2027-01-27"))
    assert (lots[30].available_on, lots[30].expires_on) == (day("2027-01-15"), None)
    assert accounts.get_balance(shop.desk, anna).held == {"points": 30}
    assert shop.problems() == []


WAITS = """
name = "Waits"
blocked_referrer = "waits"
[[rule]]
id = "friend"
referral = { kind = "percent_off", percent = "10" }
referrer = [{ kind = "points", amount = 50 }, { kind = "gift", gift = "Wax", cost = "300" }]
hold_days = 2
[spending]
expires_days = 30
"""


def test_r35_where_the_programme_says_so_a_blocked_referrers_benefit_waits(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(WAITS)
    for name in ("Anna", "Boris"):
        shop.add(name)
    change_referrer(shop.desk, shop.who("Boris"), shop.who("Anna"), "said so by phone")
    for name in ("Anna", "Boris"):
        block_customer(shop.desk, shop.who(name), "a ring of friends")
    made = shop.buy("1000", code=shop.code("Boris"), phone="+79170000001")
    assert made.discount == 10_000
    shop.clock.forward(days=40)
    assert shop.balance("Boris") == 0
    (kept,) = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    assert kept.state(shop.desk.today()) == "waiting"
    for name in ("Anna", "Boris"):
        unblock_customer(shop.desk, shop.who(name), "was a mistake")
    assert shop.balance("Boris") == 50
    (kept,) = accounts.get_balance(shop.desk, shop.who("Anna")).entitlements
    assert (kept.state(shop.desk.today()), kept.expires_on) == ("available", day("2027-01-27"))
    shop.clock.forward(days=30)
    assert shop.balance("Boris") == 50
    shop.clock.forward(days=1)
    assert shop.balance("Boris") == 0
    assert shop.problems() == []


def test_r68_what_waited_pays_what_is_owed_first(shop: TestShop) -> None:
    anna = shop.who("Anna")
    claimed(shop, "Dora", "Anna")
    shop.buy("1000", customer=shop.code("Anna"), spend_points=100)
    shop.void(1)
    assert shop.balance("Anna") == -100
    shop.give("Anna", 130, waits=True)
    unblock_customer(shop.desk, anna, "was a mistake")
    assert (shop.balance("Anna"), shop.problems()) == (30, [])


# -- who brought him -------------------------------------------------------------------------------


def test_r30_a_change_of_referrer_moves_no_past_benefit(shop: TestShop) -> None:
    dora = claimed(shop, "Dora", "Anna")
    made = change_referrer(shop.desk, dora, shop.who("Boris"), "Boris had sent her")
    assert (made.referrer, made.claimed_on) == (shop.who("Boris"), day("2026-11-18"))
    assert (shop.balance("Anna"), shop.balance("Boris")) == (100, 0)
    found = customers.show_customer(shop.desk, dora)
    assert found.referrer is not None
    assert found.referrer.name == "Boris"
    assert found.customer.note == "2026-11-18: Boris had sent her"
    counts = [customers.show_customer(shop.desk, shop.who(name)).effective_referrals
              for name in ("Anna", "Boris")]  # fmt: skip
    assert counts == [0, 1]
    assert shop.problems() == []


def test_r30_a_change_needs_a_manager_and_a_reason(shop: TestShop) -> None:
    dora = claimed(shop, "Dora", "Anna")
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        change_referrer(shop.desk, dora, shop.who("Boris"), "asked for it")
    with refused("bad_reason"):
        change_referrer(shop.desk, dora, shop.who("Boris"), " ")
    assert referrer_of(shop, "Dora") == shop.who("Anna")


def test_r31_nobody_becomes_his_own_referrer(shop: TestShop) -> None:
    with refused("own_code"):
        change_referrer(shop.desk, shop.who("Anna"), shop.who("Anna"), "asked for it")


def test_r32_a_change_that_closes_a_circle_is_refused(shop: TestShop) -> None:
    dora = claimed(shop, "Dora", "Anna")
    eva = claimed(shop, "Eva", "Dora")
    for referrer in (dora, eva):
        with refused("referral_cycle"):
            change_referrer(shop.desk, shop.who("Anna"), referrer, "asked for it")
    change_referrer(shop.desk, eva, shop.who("Anna"), "asked for it")
    assert referrer_of(shop, "Eva") == shop.who("Anna")


def test_r38_nobody_gives_himself_a_referral_alone(shop: TestShop) -> None:
    dora = claimed(shop, "Dora", "Anna")
    boris = shop.hire("Boris", "manager", customer="Boris")
    with shop.acting(boris), refused("second_person_needed"):
        change_referrer(shop.desk, dora, shop.who("Boris"), "asked for it")
    with shop.acting(boris, shop.hire("Rita", "cashier", pin="5038")):
        change_referrer(shop.desk, dora, shop.who("Boris"), "asked for it")


def test_r30_somebody_whom_nobody_brought_is_claimed_now(shop: TestShop) -> None:
    made = change_referrer(shop.desk, shop.who("Clara"), shop.who("Anna"), "said so by phone")
    assert (made.was_new, made.claimed_on) == (True, day("2026-11-18"))
    shop.buy("1000", customer="Clara")
    assert shop.balance("Anna") == 100
    block_customer(shop.desk, shop.who("Anna"), "a ring of friends")
    with refused("code_blocked"):
        change_referrer(shop.desk, shop.who("Boris"), shop.who("Anna"), "asked for it")


def test_with_codes_of_several_programmes_it_must_be_said_which(full: TestShop) -> None:
    full.add("Anna")
    full.add("Boris")
    with refused("bad_programme"):
        change_referrer(full.desk, full.who("Boris"), full.who("Anna"), "said so by phone")
