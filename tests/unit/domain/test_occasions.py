"""What is given once, by no bill: joining, birthdays, prizes (R36, R44, R78)."""

from dataclasses import replace
from datetime import date

import pytest

from refdesk.domain.bill import Effect, Referrer, Source, Standing
from refdesk.domain.occasions import (
    birthday_key,
    birthday_year,
    occasion_effects,
    occasion_key,
    prize_effects,
    prize_key,
    rules_for,
)
from refdesk.domain.terms import Rule, Terms
from tests.support.quotes import ANNA, BORIS, CLARA, TODAY, people, preset, source, terms


def effects_of(made: Source, point_value: int = 100) -> tuple[Effect, ...]:
    """What the only rule gives Boris today."""
    return occasion_effects(made, made.terms.rules[0], BORIS, TODAY, point_value=point_value)


def figures(effects: tuple[Effect, ...]) -> list[tuple[str, int | None, str, int]]:
    return [(one.side, one.customer, one.benefit, one.value) for one in effects]


# -- joining --------------------------------------------------------------------------------------


def test_joining_bonus_gives_its_credit_on_the_day() -> None:
    made = source(preset("joining-bonus"))
    [rule] = rules_for(made, "joining", "client", TODAY)
    [credit] = occasion_effects(made, rule, BORIS, TODAY, point_value=100)
    assert (credit.side, credit.customer, credit.rule) == ("buyer", BORIS, rule.id)
    assert (credit.available_on, credit.state, credit.lines, credit.price) == (
        TODAY, "available", (), 0,
    )  # fmt: skip
    assert credit.value == 20_000 if credit.benefit == "store_credit" else credit.value == 200


JOINING = terms("""
    [[rule]]
    id = "hello"
    trigger = "joining"
    hold_days = 1
    buyer = { kind = "points", amount = 50 }
    referral = { kind = "gift", gift = "Coffee", cost = "90" }
    referrer = [{ kind = "points", amount = 20 }, { kind = "store_credit", amount = "5" }]
""")


def test_joining_with_a_code_gives_the_friend_more_and_the_levels_above() -> None:
    assert figures(effects_of(source(JOINING))) == [("buyer", BORIS, "points", 50)]
    effects = effects_of(source(JOINING, ANNA, CLARA))
    assert figures(effects) == [
        ("buyer", BORIS, "points", 50), ("referral", BORIS, "gift", 1),
        ("referrer", ANNA, "points", 20), ("referrer", CLARA, "store_credit", 500),
    ]  # fmt: skip
    assert [one.cost for one in effects] == [5_000, 9_000, 2_000, 500]
    assert {one.state for one in effects} == {"held"}


def test_r64_joining_is_within_the_budget_in_order() -> None:
    effects = effects_of(source(JOINING, ANNA, CLARA, budget_left=8_000))
    assert [one.value for one in effects] == [50, 0, 20, 500]


def test_r35_joining_gives_a_blocked_referrer_nothing() -> None:
    above = (replace(people(ANNA)[0], is_blocked=True),)
    effects = effects_of(source(JOINING, referrers=above))
    assert [one.value for one in effects] == [50, 1, 0]


def with_dates(made: Terms) -> Source:
    return source(replace(made, valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 30),
                          customers=("client",)))  # fmt: skip


@pytest.mark.parametrize("on, kind, status, count", [
    (date(2026, 11, 1), "client", "active", 1), (date(2026, 11, 30), "client", "active", 1),
    (date(2026, 10, 31), "client", "active", 0), (date(2026, 12, 1), "client", "active", 0),
    (TODAY, "employee", "active", 0), (TODAY, "client", "paused", 0),
    (TODAY, "client", "ended", 0),
])  # fmt: skip
def test_r53_only_a_running_programme_gives_on_occasions(
    on: date, kind: str, status: str, count: int
) -> None:
    made = replace(with_dates(JOINING), status=status)
    assert len(rules_for(made, "joining", kind, on)) == count
    assert rules_for(made, "birthday", kind, on) == ()


# -- R44: birthdays -------------------------------------------------------------------------------

LONG_AGO = date(2020, 1, 1)


def keeps(born: date, on: date, around: int | None = None, last: date | None = None) -> int | None:
    rule = Rule("b", "birthday", within_days=around)
    return birthday_year(rule, born, on=on, registered_on=LONG_AGO, last_given_on=last)


@pytest.mark.parametrize("born, on, around, year", [
    (date(1990, 11, 18), date(2026, 11, 18), None, 2026),
    (date(1990, 11, 18), date(2026, 11, 17), None, None),
    (date(1990, 11, 18), date(2026, 11, 19), None, None),
    (date(1990, 11, 18), date(2026, 11, 15), 3, 2026),
    (date(1990, 11, 18), date(2026, 11, 21), 3, 2026),
    (date(1990, 11, 18), date(2026, 11, 14), 3, None),
    (date(1990, 11, 18), date(2026, 11, 22), 3, None),
    (date(1992, 2, 29), date(2027, 2, 28), None, 2027),
    (date(1992, 2, 29), date(2027, 3, 1), None, None),
    (date(1992, 2, 29), date(2028, 2, 29), None, 2028),
    (date(1992, 2, 29), date(2028, 2, 28), None, None),
    (date(1990, 1, 2), date(2026, 12, 28), 5, 2027),
    (date(1990, 12, 30), date(2027, 1, 2), 5, 2026),
    (date(2026, 11, 18), date(2026, 11, 18), None, None),
])  # fmt: skip
def test_r44_the_day_itself_and_the_days_around_it(
    born: date, on: date, around: int | None, year: int | None
) -> None:
    assert keeps(born, on, around) == year


@pytest.mark.parametrize("registered, year", [
    (date(2026, 10, 19), 2026), (date(2026, 10, 20), None), (date(2026, 11, 18), None),
])  # fmt: skip
def test_r44_not_before_a_month_after_registration(registered: date, year: int | None) -> None:
    rule = Rule("b", "birthday")
    born = date(1990, 11, 18)
    assert birthday_year(rule, born, on=TODAY, registered_on=registered) == year


def test_r44_once_a_calendar_year_whatever_is_edited() -> None:
    given_on = date(2026, 3, 8)
    assert keeps(date(1990, 11, 18), TODAY, last=given_on) is None
    assert keeps(date(1990, 11, 18), TODAY, last=date(2025, 12, 31)) == 2026
    # kept in December for a birthday of January: that January gives no more
    assert birthday_key(1, "b", BORIS, 2027) == "P1/b/birthday/C2/2027"
    assert keeps(date(1990, 1, 2), date(2026, 12, 28), 5, last=date(2026, 1, 5)) is None


def test_r53_a_birthday_gives_by_the_status_of_the_day() -> None:
    given = terms("""
        [[rule]]
        id = "day"
        trigger = "birthday"
        buyer = { kind = "percent_off", percent = "10" }
        [[status]]
        name = "Gold"
        referrals = 2
        override = { day = { buyer = { kind = "gift", gift = "Wash" } } }
    """)
    assert figures(effects_of(source(given))) == [("buyer", BORIS, "percent_off", 1)]
    gold = source(given, buyer_standing=Standing(referrals=2))
    assert figures(effects_of(gold)) == [("buyer", BORIS, "gift", 1)]


def test_r64_a_birthday_is_a_credit_of_its_day() -> None:
    given = terms('spending = { credits_per_day = 1 }\n[[rule]]\nid = "day"\n'
                  'trigger = "birthday"\nbuyer = { kind = "points", amount = 9 }')  # fmt: skip
    assert [effects_of(source(given, own_credits_today=n))[0].value for n in (0, 1)] == [9, 0]


# -- R78: prizes ----------------------------------------------------------------------------------

CONTEST = terms("""
    spending = { withdrawable = "70" }
    blocked_referrer = "waits"
    [[rule]]
    id = "friend"
    referrer = [{ kind = "points", amount = 1 }]
    [contest]
    prizes = [
        { place = 1, kind = "gift", gift = "Detailing", cost = "4000.00" },
        { place = 2, kind = "money", amount = "99.99" },
    ]
""")


def prized(place: int, **more: bool) -> tuple[Effect, ...]:
    assert CONTEST.contest is not None
    prize = CONTEST.contest.prizes[place - 1]
    winner = replace(Referrer(ANNA, 0), is_blocked=more.get("is_blocked", False))
    return prize_effects(source(CONTEST), prize, winner, TODAY, point_value=100)


def test_r78_a_prize_is_a_benefit_of_its_winner() -> None:
    [gift] = prized(1)
    assert (gift.customer, gift.benefit, gift.value, gift.cost) == (ANNA, "gift", 1, 400_000)
    assert figures(prized(2)) == [
        ("referrer", ANNA, "money", 6_999), ("referrer", ANNA, "store_credit", 3_000),
    ]  # fmt: skip


def test_r35_a_blocked_winners_prize_waits_where_the_terms_say_so() -> None:
    assert [one.state for one in prized(1, is_blocked=True)] == ["waiting"]


def test_an_occasion_has_one_key() -> None:
    assert occasion_key(3, "five", "milestone", 12) == "P3/five/milestone/C12"
    assert prize_key(3, date(2026, 11, 1), 1) == "P3/contest/2026-11-01/1"
