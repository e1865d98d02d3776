"""Trying a programme (G10): one bill's example, on made-up people and on real ones."""

import pytest

from refdesk.services import programme_try, programmes
from refdesk.services.programme_try import Given, Trial, try_programme
from refdesk.storage.history import insert_past_purchases
from tests.support.months import add, at, bring
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day, minor


def trying(
    shop: TestShop, amount: str, programme: str = "P1", *, service: str | None = None,
    friend_of: str = "",
) -> Trial:  # fmt: skip
    return try_programme(shop.desk, programme, minor(amount), service=service, friend_of=friend_of)


def said(trial: Trial) -> list[tuple[str, int, str, int, int | None]]:
    """Each effect as side, level, benefit, value and person."""
    return [(one.side, one.level, one.benefit, one.value, one.customer) for one in trial.effects]


def test_g10_a_made_up_friend_and_referrer_write_nothing(shops: Shops) -> None:
    wash = shops.open("car-wash")
    before = wash.counts()
    made = trying(wash, "1000", service="Full wash")
    assert said(made) == [
        ("referral", 0, "percent_off", 100_00, None), ("referrer", 1, "points", 100, None),
    ]  # fmt: skip
    # a full wash leaves 55 %
    assert (made.quote.to_pay, made.cost, made.gross, made.left) == (
        900_00, 200_00, 550_00, 350_00,
    )  # fmt: skip
    assert made.profit is not None
    assert wash.counts() == before


def test_g10_every_level_is_there_though_nobody_is(shops: Shops) -> None:
    game = shops.open("four-levels")
    made = trying(game, "1000")
    credit = [one for one in said(made) if one[2] == "store_credit"]
    assert [one[3] for one in credit] == [15_00, 9_00, 6_00, 3_00]
    assert made.cost == 110_00


def test_g10_a_real_referrer_has_his_rate_his_line_and_his_limits(shops: Shops) -> None:
    bank = shops.open("bank")
    anna = bank.add("Anna")
    for number in range(10):
        bring(bank, anna, f"Friend {number}", "100")
    before = bank.counts()
    assert trying(bank, "1000").cost == 1100_00
    special = trying(bank, "1000", friend_of=anna)
    assert ("referrer", 1, "money", 750_00, bank.who("Anna")) in said(special)
    assert special.cost == 1350_00
    assert bank.counts() == before
    with refused("customer_unknown"):
        trying(bank, "1000", friend_of="nobody")


def test_g10_a_referrers_spent_limit_shows(shops: Shops) -> None:
    gifts = shops.open("gift-in-kind")
    anna = gifts.add("Anna")
    for number in range(6):
        bring(gifts, anna, f"Friend {number}", "100")
    assert trying(gifts, "1000").cost == 600_00
    assert trying(gifts, "1000", friend_of=anna).cost == 300_00


def test_g10_times_and_states_do_not_matter_conditions_do(shops: Shops) -> None:
    shop = shops.open("campaign-word")
    at(shop, "2026-11-22", hour=20)  # a Sunday evening
    programmes.set_status(shop.desk, "P1", "pause")
    assert trying(shop, "1000").quote.to_pay == 850_00
    spa = shops.open("spa")
    with refused("service_excluded"):
        trying(spa, "1500", service="Home care product")
    with refused("service_unknown"):
        trying(spa, "1500", service="Wax")
    with refused("bad_programme"):
        trying(spa, "1500", programme="P9")


def test_g10_own_rules_and_joining_are_in_the_example(shops: Shops) -> None:
    shop = shops.open("joining-bonus", "stamp-card")
    made = trying(shop, "1000")
    assert (said(made), made.cost) == ([("buyer", 0, "points", 200, None)], 200_00)
    assert said(trying(shop, "1000", programme="P2")) == [("buyer", 0, "stamps", 1, None)]


def test_g10_a_draft_can_be_tried(shops: Shops) -> None:
    shop = shops.open()
    programmes.add_programme(shop.desk, preset="car-wash", draft=True)
    assert trying(shop, "1000").cost == 200_00


# -- what is assumed ------------------------------------------------------------------------------


def test_g10_without_a_margin_there_is_no_profit_to_reckon(shops: Shops) -> None:
    shop = shops.open("strictly-capped")
    made = trying(shop, "1000")
    assert (made.cost, made.gross, made.left, made.profit) == (400_00, None, None, None)
    given = try_programme(shop.desk, "P1", minor("1000"), given=Given(margin=5000))
    assert (given.gross, given.left) == (500_00, 100_00)
    assert given.assumed is not None
    # nothing is known of this shop: a bill of 1000, twelve times a year
    assert (given.assumed.average_bill, given.assumed.visits_a_year) == (1000_00, 12)


def test_g10_the_catalogue_stands_in_for_a_past(shops: Shops) -> None:
    wash = shops.open("car-wash")
    made = trying(wash, "1000")
    assert made.assumed is not None
    # 600, 1000 and 1500; 60, 55 and 50 %
    assert (made.assumed.average_bill, made.assumed.margin) == (1033_33, 5500)


@pytest.fixture
def busy(shops: Shops) -> TestShop:
    """Ten customers who came four times each since June, for 500."""
    wash = shops.open("car-wash")
    with wash.desk.store.write():
        stamp = wash.desk.stamp(wash.desk.shop(), opens_shift=False)
    for number in range(10):
        add(wash, f"Regular {number}")
        days = [day(f"2026-{month:02}-05") for month in (6, 7, 8, 9)]
        with wash.desk.store.write():
            insert_past_purchases(
                wash.desk.store, stamp, wash.who(f"Regular {number}"),
                [(on, stamp.at, 500_00) for on in days],
            )  # fmt: skip
    return wash


def test_g10_the_shops_own_past_is_assumed_where_there_is_enough(busy: TestShop) -> None:
    made = trying(busy, "1000")
    assert made.assumed is not None
    assert (made.assumed.average_bill, made.assumed.visits_a_year) == (500_00, 4)
    given = Given(average_bill=700_00, margin=3000, visits_a_year=2)
    asked = try_programme(busy.desk, "P1", minor("1000"), given=given).assumed
    assert asked is not None
    assert (asked.average_bill, asked.margin, asked.visits_a_year) == (700_00, 3000, 2)


def test_g10_other_running_programmes_stand_in_the_worst_case(shops: Shops) -> None:
    both = shops.open("car-wash", "campaign-word")
    made = trying(both, "1000")
    assert made.assumed is not None
    assert [one.name for one in made.assumed.others] == ["SUMMER −15 %"]
    programmes.set_status(both.desk, "P2", "pause")
    alone = programme_try.try_terms(both.desk, made.version.terms, Given(), programme=1)
    assert alone is not None
    assert made.profit is not None
    assert alone.worst.cost < made.profit.worst.cost
