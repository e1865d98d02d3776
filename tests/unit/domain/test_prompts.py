"""G25: when staff is given a line to say, and which one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from refdesk.domain.prompts import CARD, NEAR, QUIET_DAYS, Asked, Goal, Prompt, prompt_for
from refdesk.domain.statuses import Ahead
from refdesk.domain.terms import Benefit, Status

TODAY = date(2026, 11, 18)
GUEST = Asked(today=TODAY, paid=100_000, visits=5, can_invite=True)
WAX = Benefit("gift", gift="Free wax", cost=10_000)


def silver(*, spend: int | None = None, referrals: int | None = None) -> Ahead:
    return Ahead(Status("Silver"), spend, referrals)


def test_g25_who_never_sent_anybody_is_offered_a_card() -> None:
    assert prompt_for(GUEST) == Prompt(CARD)


def test_g25_who_has_sent_friends_needs_no_card() -> None:
    assert prompt_for(replace(GUEST, brought=1)) is None


def test_g25_without_a_code_nothing_is_asked_for_that_needs_one() -> None:
    far = replace(GUEST, can_invite=False, ahead=(silver(referrals=1),), goals=(Goal(1, WAX),))
    assert prompt_for(far) is None


def test_g25_a_status_two_referrals_away_is_said_before_the_card() -> None:
    told = prompt_for(replace(GUEST, ahead=(silver(referrals=2, spend=10_000_000),)))
    assert told == Prompt("status", 2, None, name="Silver")


def test_g25_a_status_that_takes_three_bills_more_is_near_without_a_code_too() -> None:
    asked = replace(GUEST, can_invite=False, ahead=(silver(spend=300_000),))
    assert prompt_for(asked) == Prompt("status", None, 300_000, name="Silver")
    assert prompt_for(replace(asked, ahead=(silver(spend=300_001),))) is None


def test_g25_both_ways_to_a_status_are_said_where_both_are_near() -> None:
    told = prompt_for(replace(GUEST, ahead=(silver(spend=50_000, referrals=1),)))
    assert told == Prompt("status", 1, 50_000, name="Silver")


def test_g25_the_nearest_reward_is_said() -> None:
    asked = replace(
        GUEST, brought=4, effective=4, ahead=(silver(referrals=2),), goals=(Goal(5, WAX),)
    )
    assert prompt_for(asked) == Prompt("milestone", 1, benefit=WAX)


def test_g25_a_status_goes_before_a_milestone_at_the_same_distance() -> None:
    asked = replace(GUEST, brought=1, ahead=(silver(referrals=2),), goals=(Goal(2, WAX),))
    told = prompt_for(asked)
    assert told is not None
    assert told.kind == "status"


@pytest.mark.parametrize("brought", [0, NEAR])
def test_g25_what_is_far_away_is_not_said(brought: int) -> None:
    goals = (Goal(brought + NEAR + 1, WAX),)
    told = prompt_for(replace(GUEST, brought=brought, effective=brought, goals=goals))
    assert told == (None if brought else Prompt(CARD))


def test_g25_a_milestone_that_is_passed_is_not_said() -> None:
    assert prompt_for(replace(GUEST, brought=3, effective=3, goals=(Goal(3, WAX),))) is None


def test_g25_the_first_visit_has_its_own_news() -> None:
    assert prompt_for(replace(GUEST, visits=1)) is None


def test_g25_employees_and_who_is_blocked_are_left_alone() -> None:
    assert prompt_for(replace(GUEST, is_left_alone=True)) is None


def test_g25_a_free_visit_makes_no_sum_near() -> None:
    assert prompt_for(replace(GUEST, paid=0, brought=1, ahead=(silver(spend=1),))) is None


@pytest.mark.parametrize("days, speaks", [(0, False), (QUIET_DAYS - 1, False), (QUIET_DAYS, True)])
def test_g25_the_same_customer_hears_it_once_in_thirty_days(days: int, speaks: bool) -> None:
    asked = replace(GUEST, said_on=TODAY - timedelta(days=days))
    assert (prompt_for(asked) is not None) is speaks
