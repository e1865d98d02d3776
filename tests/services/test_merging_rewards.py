"""What programmes gave once, and what they count, follows a merge (R36, R44, R45, R62-R64, R78)."""

import pytest

from refdesk.services import accounts, contest, customers, print_runs
from refdesk.services.merging import merge_customers
from refdesk.services.rewards import rewards_of
from refdesk.services.upkeep import run_upkeep
from refdesk.storage import customers as people
from tests.support.months import at, bring, kept, purse
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day

FRIENDS = """
name = "Friends"
[[rule]]
id = "friend"
referrer = [ { kind = "points", amount = 10 } ]
[[rule]]
id = "three"
trigger = "milestone"
n = 3
referrer = [ { kind = "points", amount = 500 } ]
[[rule]]
id = "one"
trigger = "milestone"
n = 1
referrer = [ { kind = "gift", gift = "Wax", cost = "50.00" } ]
"""

ONCE = """
name = "Once"
[[rule]]
id = "welcome"
trigger = "joining"
buyer = { kind = "points", amount = 200 }
[[rule]]
id = "born"
trigger = "birthday"
buyer = { kind = "points", amount = 50 }
"""

GAME = """
name = "Game"
[[rule]]
id = "friend"
referrer = [{ kind = "points", amount = 1 }]
[contest]
period = "month"
measure = "effective_referrals"
prizes = [ { place = 1, kind = "store_credit", amount = "1000" } ]
"""


def merge(shop: TestShop, keep: str = "Anna", other: str = "Boris") -> None:
    merge_customers(shop.desk, shop.who(keep), shop.who(other))


# -- milestones ----------------------------------------------------------------------------------


def test_r36_friends_of_both_records_reach_a_milestone_together(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(FRIENDS)
    anna, boris = shop.add("Anna"), shop.add("Boris")
    for number, code in enumerate((anna, anna, boris)):
        bring(shop, code, f"Friend {number}", "100")
    assert [shop.balance(name) for name in ("Anna", "Boris")] == [20, 10]
    merge(shop)
    assert shop.balance("Anna") == 30, "no purchase has reached it (R71)"
    bring(shop, boris, "Friend 4", "100")
    assert shop.balance("Anna") == 540
    bring(shop, anna, "Friend 5", "100")
    assert shop.balance("Anna") == 550
    assert shop.problems() == []


@pytest.mark.parametrize("keep, other", [("Anna", "Boris"), ("Boris", "Anna")])
def test_r36_what_a_milestone_gave_to_one_record_is_not_given_again(
    shops: Shops, keep: str, other: str
) -> None:
    shop = shops.open()
    shop.programme(FRIENDS)
    code = shop.add("Anna")
    shop.add("Boris")
    bring(shop, code, "Friend", "100")
    merge(shop, keep, other)
    bring(shop, shop.code(keep), "Another", "100")
    assert purse(shop, keep) == {"points": 20, "kept": ["Wax"]}
    assert shop.problems() == []


def test_r71_what_a_milestone_gave_to_both_stands_until_the_count_falls_below(
    shops: Shops,
) -> None:
    shop = shops.open()
    shop.programme(FRIENDS)
    anna, boris = shop.add("Anna"), shop.add("Boris")
    first = bring(shop, anna, "Friend 1", "100")
    second = bring(shop, boris, "Friend 2", "100")
    merge(shop)
    assert purse(shop, "Anna") == {"points": 20, "kept": ["Wax", "Wax"]}
    shop.void(first.purchase)
    assert purse(shop, "Anna") == {"points": 10, "kept": ["Wax", "Wax"]}
    assert shop.problems() == []
    shop.void(second.purchase)
    assert purse(shop, "Anna") == {}
    assert shop.problems() == []
    bring(shop, boris, "Friend 3", "100")
    assert purse(shop, "Anna") == {"points": 10, "kept": ["Wax"]}
    assert shop.problems() == []


# -- once a person ---------------------------------------------------------------------------------


def test_r44_a_birthday_is_kept_once_for_the_person(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(ONCE)
    shop.add("Anna")
    shop.add("Boris", birthday=day("1990-12-25"))
    at(shop, "2026-12-25")
    run_upkeep(shop.desk)
    assert [shop.balance(name) for name in ("Anna", "Boris")] == [200, 250]
    merge(shop)
    run_upkeep(shop.desk)
    assert shop.balance("Anna") == 450
    keys = shop.desk.store.sql("SELECT occasion_key FROM occasion WHERE kind = 'birthday'")
    assert keys == [(f"P1/born/birthday/C{shop.who('Anna')}/2026",)]
    at(shop, "2027-12-25")
    run_upkeep(shop.desk)
    assert shop.balance("Anna") == 500
    assert shop.problems() == []


def test_r62_what_is_kept_for_either_is_used_by_the_person(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(FRIENDS)
    shop.add("Anna")
    code = shop.add("Boris")
    bring(shop, code, "Friend", "100")
    merge(shop)
    (gift,) = kept(shop, "Anna")
    made = shop.buy("100", customer=shop.code("Anna"), use=(gift,))
    assert kept(shop, "Anna") == ()
    shop.void(made.purchase)
    assert kept(shop, "Anna") == (gift,)
    assert shop.problems() == []


# -- what is counted -------------------------------------------------------------------------------


def test_r64_a_limit_of_each_card_stays_that_cards(shops: Shops) -> None:
    shop = shops.open("strictly-capped")
    anna, boris = shop.add("Anna"), shop.add("Boris")
    for number, code in enumerate((anna, anna, boris)):
        bring(shop, code, f"Friend {number}", "900")
    merge(shop)
    assert shop.balance("Anna", "store_credit") == 60_000
    assert people.count_effective(shop.desk.store, shop.who("Anna")) == 3
    for number, code in enumerate((anna, boris, boris)):
        bring(shop, code, f"More {number}", "900")
    with refused("limit_per_period", limit=3):
        bring(shop, anna, "One too many", "900")
    assert shop.problems() == []


PER_REFERRER = """
name = "Capped"
[[rule]]
id = "friend"
referrer = [ { kind = "points", amount = 10 } ]
limits.per_referrer = { month = 3 }
"""


def test_r64_a_limit_of_credits_counts_those_of_both_records(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(PER_REFERRER)
    anna, boris = shop.add("Anna"), shop.add("Boris")
    for number, code in enumerate((anna, anna, boris)):
        bring(shop, code, f"Friend {number}", "900")
    merge(shop)
    bring(shop, boris, "One too many", "900")
    assert shop.balance("Anna") == 30
    assert shop.problems() == []


def test_r64_the_uses_of_a_word_are_the_persons(full: TestShop) -> None:
    for name in ("Anna", "Boris"):
        full.add(name)
    full.buy("1000", customer="Boris", code="SUMMER")
    merge(full)
    with refused("limit_per_customer"):
        full.buy("1000", customer="Anna", code="SUMMER")
    assert full.problems() == []


def test_r45_a_status_looks_at_the_spend_and_friends_of_both(shops: Shops) -> None:
    shop = shops.open("salon")
    for name in ("Anna", "Boris"):
        shop.add(name)
        shop.buy("6000", customer=name)
    assert [rewards_of(shop.desk, shop.who(name)).places[0].status
            for name in ("Anna", "Boris")] == [None, None]  # fmt: skip
    merge(shop)
    (place,) = rewards_of(shop.desk, shop.who("Anna")).places
    assert place.standing.spend == 1_200_000
    assert place.status is not None
    assert place.status.spend == 1_000_000
    assert shop.problems() == []


def test_r63_stamps_of_both_cards_pay_for_a_visit(shops: Shops) -> None:
    shop = shops.open("stamp-card")
    for name in ("Anna", "Boris"):
        shop.add(name)
    for name in ("Anna", "Anna", "Anna", "Boris", "Boris"):
        shop.buy("700", customer=name)
    merge(shop)
    assert rewards_of(shop.desk, shop.who("Anna")).cards[0].have == 5
    made = shop.buy("700", customer="Anna")
    assert made.to_pay == 0
    shop.void(made.purchase)
    assert shop.balance("Anna", "stamps") == 5
    assert shop.problems() == []


def test_r78_friends_of_both_records_count_in_a_contest(shops: Shops) -> None:
    shop = shops.open()
    at(shop, "2026-12-01")
    shop.programme(GAME)
    anna, boris, clara = shop.add("Anna"), shop.add("Boris"), shop.add("Clara")
    for number, code in enumerate((anna, boris, clara, clara, anna)):
        bring(shop, code, f"Friend {number}", "100")
    merge(shop)
    (standing,) = contest.list_standings(shop.desk)
    assert [(one.customer.name, one.place.score) for one in standing.winners] == [
        ("Anna", 3), ("Clara", 2),
    ]  # fmt: skip
    at(shop, "2027-01-02")
    run_upkeep(shop.desk)
    assert shop.balance("Anna", "store_credit") == 100_000
    merge(shop, "Clara", "Anna")
    run_upkeep(shop.desk)
    assert shop.balance("Clara", "store_credit") == 100_000
    assert shop.problems() == []


def test_r74_the_stacks_of_both_records_are_the_persons(shops: Shops) -> None:
    shop = shops.open("partner-stack")
    for name in ("Anna", "Boris"):
        shop.add(name, kind="ambassador")
    run = print_runs.create_run(
        shop.desk,
        print_runs.NewRun(2, programme="P1", stacks=2,
                          holders=(shop.who("Anna"), shop.who("Boris"))),
    )  # fmt: skip
    merge(shop)
    holders = shop.desk.store.sql("SELECT holder_id FROM stack")
    assert holders == [(shop.who("Anna"),)] * 2
    assert len(run.codes) == 2
    assert shop.problems() == []


def test_r53_a_claim_keeps_the_version_it_was_made_under(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(FRIENDS)
    code = shop.add("Anna")
    shop.add("Clara", code=code)
    before = customers.show_customer(shop.desk, shop.who("Clara")).referral
    shop.add("Dora")
    merge(shop, "Dora", "Clara")
    after = customers.show_customer(shop.desk, shop.who("Dora")).referral
    assert before is not None
    assert after is not None
    assert (after.version, after.code, after.claimed_on) == (
        before.version, before.code, before.claimed_on,
    )  # fmt: skip
    shop.buy("100", customer="Dora")
    assert shop.balance("Anna") == 10
    assert accounts.get_balance(shop.desk, shop.who("Dora")).entitlements == ()
