"""R78: contests on a real shop: standings, frozen rules, prizes booked once."""

import pytest

from refdesk.domain.terms_file import parse_terms
from refdesk.services import contest, programmes
from refdesk.services.customer_state import block_customer
from tests.support.months import at, bring, kept, purse, purses, refund
from tests.support.shops import Shops, TestShop

GAME = """
name = "Game"
{more}
[[rule]]
id = "friend"
trigger = "every"
referrer = [{{ kind = "points", amount = 1 }}]
[contest]
period = "{period}"
measure = "{measure}"
{price}
prizes = [
    {{ place = 1, kind = "store_credit", amount = "{prize}" }},
    {{ place = 2, kind = "gift", gift = "Wax", cost = "300" }},
]
"""


def game(period: str = "month", measure: str = "effective_referrals", **more: str) -> str:
    price = 'token_price = "1000"' if measure == "tokens" else ""
    values = {"more": "", "prize": "1000", **more}
    return GAME.format(period=period, measure=measure, price=price, **values)


def names(shop: TestShop) -> dict[int, str]:
    return {number: name for name, number in shop.names.items()}


def table(shop: TestShop) -> list[tuple[str, int]]:
    """Who stands where in the contests that run."""
    found = contest.list_standings(shop.desk)
    return [
        (names(shop)[winner.customer.id], winner.place.score)
        for standing in found for winner in standing.winners
    ]  # fmt: skip


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    made = shops.open()
    at(made, "2026-12-01")
    return made


def test_r78_effective_referrals_of_the_period_stand_in_order(shop: TestShop) -> None:
    shop.programme(game())
    anna, boris = shop.add("Anna"), shop.add("Boris")
    bring(shop, boris, "B1", "100")
    bring(shop, anna, "A1", "100")
    shop.add("A2", code=anna)
    bring(shop, anna, "A3", "100")
    assert table(shop) == [("Anna", 2), ("Boris", 1)]
    shop.buy("50", customer="A2")
    assert table(shop) == [("Anna", 3), ("Boris", 1)]
    last = bring(shop, boris, "B2", "100")
    bring(shop, boris, "B3", "100")
    # three each: Anna got there first
    assert table(shop) == [("Anna", 3), ("Boris", 3)]
    shop.void(last.purchase)
    assert table(shop) == [("Anna", 3), ("Boris", 2)]
    assert shop.problems() == []


def test_r78_prizes_are_booked_once_when_the_period_is_over(shop: TestShop) -> None:
    shop.programme(game())
    anna, boris = shop.add("Anna"), shop.add("Boris")
    for number in (1, 2):
        bring(shop, anna, f"A{number}", "100")
    bring(shop, boris, "B1", "100")
    at(shop, "2026-12-31", hour=23)
    assert contest.book_finished(shop.desk) == 0
    at(shop, "2027-01-01")
    assert contest.book_finished(shop.desk) == 2
    assert contest.book_finished(shop.desk) == 0
    assert purses(shop) == {
        "Anna": {"points": 2, "store_credit": 1000_00}, "Boris": {"points": 1, "kept": ["Wax"]},
    }  # fmt: skip
    # what is undone later moves no prize, and nobody gets a place twice
    shop.void(1)
    assert contest.book_finished(shop.desk) == 0
    assert purse(shop, "Anna") == {"points": 1, "store_credit": 1000_00}
    assert shop.buy("10", customer=boris, use=kept(shop, "Boris")).to_pay == 10_00
    [standing] = contest.list_standings(shop.desk, shop.desk.today().replace(2026, 12, 5),
                                        shop.desk.today().replace(2026, 12, 5))  # fmt: skip
    assert [winner.is_given for winner in standing.winners] == [True, True]
    assert standing.is_over
    assert shop.problems() == []


def test_r43_a_late_upkeep_books_every_period_that_was_missed(shop: TestShop) -> None:
    shop.programme(game())
    anna = shop.add("Anna")
    bring(shop, anna, "A1", "100")
    at(shop, "2027-01-15")
    bring(shop, anna, "A2", "100")
    at(shop, "2027-03-10")
    # December and January; February had nobody
    assert contest.book_finished(shop.desk) == 2
    assert purse(shop, "Anna") == {"points": 2, "store_credit": 2000_00}
    assert contest.book_finished(shop.desk) == 0
    bring(shop, anna, "A3", "100")
    at(shop, "2027-04-01")
    assert contest.book_finished(shop.desk) == 1
    assert purse(shop, "Anna") == {"points": 3, "store_credit": 3000_00}
    assert shop.problems() == []


def test_r78_tokens_are_full_sums_of_what_friends_really_paid(shop: TestShop) -> None:
    shop.programme(game(measure="tokens"))
    anna, boris = shop.add("Anna"), shop.add("Boris")
    bring(shop, boris, "B1", "1999.99")
    bring(shop, anna, "A1", "1500")
    assert table(shop) == [("Boris", 1), ("Anna", 1)]
    paid = shop.buy("1500", customer="A1")
    assert table(shop) == [("Anna", 3), ("Boris", 1)]
    refund(shop, paid.purchase, "500.01")
    assert table(shop) == [("Anna", 2), ("Boris", 1)]
    refund(shop, paid.purchase, "999.99")
    # Boris has had his token longer
    assert table(shop) == [("Boris", 1), ("Anna", 1)]
    assert shop.problems() == []


def test_r78_the_paid_base_counts_from_the_first_effective_purchase(shop: TestShop) -> None:
    shop.programme(game(period="quarter", measure="paid_base").replace(
        'trigger = "every"', 'trigger = "every"\nminimum = "500"'
    ))  # fmt: skip
    anna = shop.add("Anna")
    shop.add("A1", code=anna)
    shop.buy("400", customer="A1")
    assert table(shop) == []
    shop.buy("600", customer="A1")
    shop.buy("70.50", customer="A1")
    assert table(shop) == [("Anna", 670_50)]


def test_r78_the_rules_are_frozen_at_the_start_of_the_period(shop: TestShop) -> None:
    programme = shop.programme(game())
    anna = shop.add("Anna")
    bring(shop, anna, "A1", "100")
    at(shop, "2026-12-20")
    programmes.revise(shop.desk, f"P{programme}", parse_terms(game(prize="9999"), 2))
    bring(shop, anna, "A2", "100")
    at(shop, "2027-01-01")
    # the programme began within December: its first version's prize
    assert contest.book_finished(shop.desk) == 1
    assert purse(shop, "Anna") == {"points": 2, "store_credit": 1000_00}
    bring(shop, anna, "A3", "100")
    at(shop, "2027-02-01")
    assert contest.book_finished(shop.desk) == 1
    assert purse(shop, "Anna") == {"points": 3, "store_credit": 1000_00 + 9999_00}


def test_r78_a_contest_that_begins_with_a_revision_begins_with_the_next_period(
    shop: TestShop,
) -> None:
    plain = game().split("[contest]", maxsplit=1)[0]
    programme = shop.programme(plain)
    anna = shop.add("Anna")
    programmes.revise(shop.desk, f"P{programme}", parse_terms(game(), 2))
    bring(shop, anna, "A1", "100")
    assert table(shop) == []
    at(shop, "2027-01-02")
    assert contest.book_finished(shop.desk) == 0
    bring(shop, anna, "A2", "100")
    assert table(shop) == [("Anna", 1)]
    at(shop, "2027-02-02")
    assert contest.book_finished(shop.desk) == 1


@pytest.mark.parametrize("waits", [False, True])
def test_r35_a_blocked_referrer_has_a_place_only_where_his_benefits_wait(
    shop: TestShop, *, waits: bool
) -> None:
    shop.programme(game(more='blocked_referrer = "waits"' if waits else ""))
    anna, boris = shop.add("Anna"), shop.add("Boris")
    for number in (1, 2):
        bring(shop, anna, f"A{number}", "100")
    bring(shop, boris, "B1", "100")
    block_customer(shop.desk, shop.who("Anna"), "a quarrel")
    at(shop, "2027-01-01")
    assert contest.book_finished(shop.desk) == (2 if waits else 1)
    if waits:
        assert purse(shop, "Boris") == {"points": 1, "kept": ["Wax"]}
        assert purse(shop, "Anna")["held"] == {"store_credit": 1000_00}
    else:
        assert purse(shop, "Boris") == {"points": 1, "store_credit": 1000_00}
    assert shop.problems() == []


def test_r64_a_prize_that_the_budget_has_no_room_for_is_not_given(shop: TestShop) -> None:
    shop.programme(game(more='budget = "1200"'))
    anna, boris = shop.add("Anna"), shop.add("Boris")
    bring(shop, anna, "A1", "100")
    bring(shop, anna, "A2", "100")
    bring(shop, boris, "B1", "100")
    at(shop, "2027-01-01")
    contest.book_finished(shop.desk)
    # 3 points and the prize of 1000 leave 197 of the budget: the gift costs 300
    assert purses(shop) == {"Anna": {"points": 2, "store_credit": 1000_00}, "Boris": {"points": 1}}
    assert shop.problems() == []


def test_r53_a_paused_programmes_prizes_wait_until_it_goes_on(shop: TestShop) -> None:
    shop.programme(game())
    bring(shop, shop.add("Anna"), "A1", "100")
    programmes.set_status(shop.desk, "Game", "pause")
    at(shop, "2027-01-01")
    assert contest.book_finished(shop.desk) == 0
    programmes.set_status(shop.desk, "Game", "resume")
    assert contest.book_finished(shop.desk) == 1


def test_the_four_levels_contest_gives_its_prizes(shops: Shops) -> None:
    shop = shops.open("four-levels")
    at(shop, "2026-12-02")
    anna, boris = shop.add("Anna"), shop.add("Boris")
    bring(shop, boris, "B1", "4000")
    bring(shop, anna, "A1", "2500")
    shop.buy("2600", customer="A1")
    # five tokens and four: 3000 and 2000, with 5 % of 5100 and of 4000, 70 % of it in money
    assert table(shop) == [("Anna", 5), ("Boris", 4)]
    at(shop, "2027-01-01")
    assert contest.book_finished(shop.desk) == 2
    assert purses(shop) == {
        "Anna": {"money": 178_50, "store_credit": 76_50 + 3000_00},
        "Boris": {"money": 140_00, "store_credit": 60_00 + 2000_00},
    }
    assert shop.problems() == []


def test_r78_the_last_contests_of_a_programme_stand_newest_first(shop: TestShop) -> None:
    number = shop.programme(game())
    assert [one.winners for one in contest.recent_standings(shop.desk, number)] == [()]
    anna = shop.add("Anna")
    bring(shop, anna, "A1", "100")
    at(shop, "2027-03-02")
    bring(shop, anna, "A2", "100")
    found = contest.recent_standings(shop.desk, number, most=3)
    assert [one.period.first.isoformat() for one in found] == [
        "2027-03-01", "2027-02-01", "2027-01-01",
    ]  # fmt: skip
    assert [one.is_over for one in found] == [False, True, True]
    assert [len(one.winners) for one in found] == [1, 0, 0]
    december = contest.recent_standings(shop.desk, number)[-1]
    assert december.winners[0].customer.name == "Anna"
    assert contest.recent_standings(shop.desk, 99) == []
