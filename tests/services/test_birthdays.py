"""Birthdays: once a calendar year, whenever upkeep comes by (R44)."""

import pytest

from refdesk.services import accounts, customers
from refdesk.services.customer_state import block_customer, unblock_customer
from refdesk.services.customers import NewCustomer
from refdesk.services.programmes import set_status
from refdesk.services.upkeep import run_upkeep
from tests.support.shops import TestShop, day

TERMS = """
name = "Birthday"
{more}
[spending]
expires_days = 14
[[rule]]
id = "b"
trigger = "birthday"
{around}
buyer = {{ kind = "points", amount = 300 }}
"""


def programme(shop: TestShop, *, around: int = 0, more: str = "") -> int:
    days = f"within_days = {around}" if around else ""
    return shop.programme(TERMS.format(around=days, more=more))


def born(shop: TestShop, name: str, on: str) -> None:
    shop.add(name, birthday=day(on))


def on(shop: TestShop, text: str) -> None:
    """It is noon of a day."""
    shop.clock.at += day(text) - shop.desk.today()


def given(shop: TestShop) -> int:
    return run_upkeep(shop.desk).birthdays


def test_r44_points_on_the_day_itself(wash: TestShop) -> None:
    programme(wash)
    born(wash, "Anna", "1990-12-25")
    on(wash, "2026-12-24")
    assert given(wash) == 0
    on(wash, "2026-12-25")
    assert (given(wash), wash.balance("Anna")) == (1, 300)
    assert (given(wash), wash.balance("Anna")) == (0, 300)
    [lot] = accounts.get_balance(wash.desk, wash.who("Anna")).lots
    assert (lot.available_on, lot.expires_on) == (day("2026-12-25"), day("2027-01-08"))
    on(wash, "2026-12-26")
    assert given(wash) == 0
    on(wash, "2027-12-25")
    assert (given(wash), wash.balance("Anna")) == (1, 300)  # last year's have expired
    assert wash.problems() == []


def test_r43_after_a_week_off_it_is_as_if_upkeep_had_come_every_day(wash: TestShop) -> None:
    programme(wash)
    born(wash, "Anna", "1990-12-25")
    run_upkeep(wash.desk)
    on(wash, "2027-01-02")
    assert (given(wash), wash.balance("Anna")) == (1, 300)
    [lot] = accounts.get_balance(wash.desk, wash.who("Anna")).lots
    assert (lot.available_on, lot.expires_on) == (day("2026-12-25"), day("2027-01-08"))
    assert given(wash) == 0
    assert wash.problems() == []


def test_r44_within_some_days_around_it_from_the_first_of_them(wash: TestShop) -> None:
    programme(wash, around=3)
    born(wash, "Anna", "1990-12-25")
    on(wash, "2026-12-21")
    assert given(wash) == 0
    on(wash, "2026-12-22")
    assert given(wash) == 1
    for text in ("2026-12-25", "2026-12-28", "2026-12-29"):
        on(wash, text)
        assert given(wash) == 0


def test_r44_not_within_thirty_days_of_registering(wash: TestShop) -> None:
    programme(wash, around=3)
    born(wash, "Anna", "1990-12-14")  # 30 days after 18 November are 18 December
    born(wash, "Boris", "1990-12-15")
    for text in ("2026-12-11", "2026-12-17", "2026-12-18"):
        on(wash, text)
        assert given(wash) == (1 if text == "2026-12-18" else 0)
    assert (wash.balance("Anna"), wash.balance("Boris")) == (0, 300)


@pytest.mark.parametrize("kept", ["2027-02-28", "2028-02-29"])
def test_r44_the_29_of_february(wash: TestShop, kept: str) -> None:
    programme(wash)
    born(wash, "Anna", "1992-02-29")
    found = []
    on(wash, f"{kept[:4]}-02-26")
    run_upkeep(wash.desk)
    for _ in range(4):
        wash.clock.forward(days=1)
        if given(wash):
            found.append(str(wash.desk.today()))
    assert found == [kept]


def test_r44_once_a_calendar_year_whatever_is_edited(wash: TestShop) -> None:
    programme(wash, around=5)
    born(wash, "Anna", "1990-01-02")
    on(wash, "2026-12-28")
    assert given(wash) == 1  # for 2 January
    for birthday in ("1990-12-30", "1990-12-29"):
        customers.edit_customer(
            wash.desk, wash.who("Anna"), NewCustomer("Anna", birthday=day(birthday))
        )
        on(wash, "2026-12-29")
        assert given(wash) == 0
    on(wash, "2027-12-24")
    assert given(wash) == 1
    assert wash.count("occasion") == 2


def test_r44_around_the_new_year_one_birthday_is_given_to_once(wash: TestShop) -> None:
    programme(wash, around=5)
    born(wash, "Anna", "1990-01-02")
    for text, count in (("2026-12-28", 1), ("2027-01-01", 0), ("2027-01-07", 0),
                        ("2027-12-28", 1), ("2028-01-01", 0)):  # fmt: skip
        on(wash, text)
        assert given(wash) == count, text


def test_r53_a_birthday_follows_the_terms_that_are_current_and_running(wash: TestShop) -> None:
    number = programme(wash)
    born(wash, "Anna", "1990-12-25")
    set_status(wash.desk, f"P{number}", "pause")
    on(wash, "2026-12-25")
    assert given(wash) == 0
    set_status(wash.desk, f"P{number}", "resume")
    assert given(wash) == 1


def test_r44_only_for_whom_and_while_the_terms_say(wash: TestShop) -> None:
    programme(wash, more='customers = ["client"]\nvalid_to = 2027-06-30')
    born(wash, "Anna", "1990-12-25")
    wash.add("Boris", birthday=day("1990-12-25"), kind="employee")
    on(wash, "2026-12-25")
    assert given(wash) == 1
    on(wash, "2027-12-25")
    assert given(wash) == 0


def test_r44_a_blocked_person_gets_nothing_until_he_is_free(wash: TestShop) -> None:
    programme(wash, around=3)
    born(wash, "Anna", "1990-12-25")
    block_customer(wash.desk, wash.who("Anna"), "a ring")
    on(wash, "2026-12-25")
    assert given(wash) == 0
    unblock_customer(wash.desk, wash.who("Anna"), "a mistake")
    on(wash, "2026-12-26")
    assert given(wash) == 1


def test_r64_a_budget_ends_birthdays_too(wash: TestShop) -> None:
    programme(wash, more='budget = "500.00"')
    born(wash, "Anna", "1990-12-25")
    born(wash, "Boris", "1990-12-25")
    on(wash, "2026-12-25")
    given(wash)
    assert wash.balance("Anna") + wash.balance("Boris") == 500
    assert given(wash) == 0
    assert wash.problems() == []


def test_r44_a_birthday_that_is_written_down_today_counts_today(wash: TestShop) -> None:
    programme(wash)
    wash.add("Anna")
    on(wash, "2026-12-25")
    assert given(wash) == 0
    customers.edit_customer(
        wash.desk, wash.who("Anna"), NewCustomer("Anna", birthday=day("1990-12-25"))
    )
    on(wash, "2026-12-26")
    assert given(wash) == 1
