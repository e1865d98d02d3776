"""What terms say of a moment, a service and a standing."""

from datetime import datetime

import pytest

from refdesk.domain.terms import Override, PeriodLimit, Terms
from tests.support.quotes import MOSCOW, terms

RULE = '[[rule]]\nid = "r"\nreferrer = [{ kind = "points", amount = 1 }]\n'


def opened(line: str) -> Terms:
    return terms(f"{line}\n{RULE}")


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026 by the shop's clock; the 16th is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize("day, clock, is_open", [
    (16, "10:00", True), (16, "15:59", True), (16, "16:00", False), (16, "09:59", False),
    (19, "12:00", True), (20, "12:00", False), (22, "12:00", False),
])  # fmt: skip
def test_r66_hours_are_from_inclusive_to_exclusive(day: int, clock: str, is_open: bool) -> None:
    made = opened('days = ["mon", "tue", "wed", "thu"]\nhours = ["10:00-16:00"]')
    assert made.is_open_at(at(day, clock)) is is_open


@pytest.mark.parametrize("day, clock, is_open", [
    (20, "21:59", False), (20, "22:00", True), (20, "23:59", True),
    (21, "00:00", True), (21, "01:59", True), (21, "02:00", False), (21, "22:30", False),
    (20, "01:00", False),
])  # fmt: skip
def test_r66_a_span_over_midnight_belongs_to_its_first_day(
    day: int, clock: str, is_open: bool
) -> None:
    friday_night = opened('days = ["fri"]\nhours = ["22:00-02:00"]')
    assert friday_night.is_open_at(at(day, clock)) is is_open


def test_r66_several_spans_and_a_whole_day() -> None:
    lunch_and_evening = opened('hours = ["12:00-13:00", "18:00-24:00"]')
    clocks = ("11:59", "12:00", "13:00", "18:00", "23:59")
    assert [lunch_and_evening.is_open_at(at(16, clock)) for clock in clocks] == [
        False, True, False, True, True,
    ]  # fmt: skip
    assert opened('hours = ["00:00-24:00"]').is_open_at(at(16, "00:00"))


def test_days_without_hours_and_neither() -> None:
    weekend = opened('days = ["sat", "sun"]')
    assert [weekend.is_open_at(at(day, "03:00")) for day in (20, 21, 22, 23)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert opened("").is_open_at(at(16, "03:00"))


def test_a_rule_covers_what_it_names_and_does_not_exclude() -> None:
    rule = terms('[[rule]]\nid = "r"\nservices = ["Full wash", "Express"]\n'
                 'excluded_services = ["Express"]\nexcluded_groups = ["goods"]\n'
                 'buyer = { kind = "points", amount = 1 }').rules[0]  # fmt: skip
    assert rule.covers("Full wash", "service")
    assert not rule.covers("Express", "service")
    assert not rule.covers("Full wash", "goods")
    assert not rule.covers("Interior", "service")
    assert not rule.covers(None, "service")


def test_a_rule_that_names_no_service_covers_all_but_the_excluded() -> None:
    rule = terms('[[rule]]\nid = "r"\nexcluded_services = ["Express"]\n'
                 'buyer = { kind = "points", amount = 1 }').rules[0]  # fmt: skip
    assert rule.covers(None, "service")
    assert rule.covers("Interior", "goods")
    assert not rule.covers("Express", "service")


def test_r53_the_rate_is_that_of_the_highest_count_reached() -> None:
    rule = terms(
        '[[rule]]\nid = "r"\nreferrer = [{ kind = "points", amount = 1 }]\nby_referrals = ['
        '{ from = 3, referrer = [{ kind = "points", amount = 3 }] },'
        '{ from = 10, referrer = [{ kind = "points", amount = 10 }] }]'
    ).rules[0]
    amounts = [rule.at_standing(count).referrer[0].amount for count in (0, 2, 3, 9, 10, 99)]
    assert amounts == [1, 1, 3, 3, 10, 10]


def test_an_override_replaces_only_the_sides_it_names() -> None:
    rule = terms('[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "5" }\n'
                 'referrer = [{ kind = "points", amount = 1 }]').rules[0]  # fmt: skip
    assert rule.overridden(Override()) == rule
    assert rule.overridden(Override(referrer=())).referrer == ()
    assert rule.overridden(Override(referrer=())).referral == rule.referral


def test_r55_a_rule_asks_about_the_person_when_it_counts_or_pays_him() -> None:
    asks = [
        'new_only = true\nreferral = { kind = "percent_off", percent = "5" }',
        'referrer = [{ kind = "points", amount = 1 }]',
        'limits = { per_customer = { life = 1 } }\nbuyer = { kind = "points", amount = 1 }',
    ]
    for text in asks:
        assert terms(f'[[rule]]\nid = "r"\n{text}').rules[0].asks_about_person
    plain = terms('codes = "campaign"\n[[rule]]\nid = "r"\ntrigger = "every"\n'
                  'referral = { kind = "percent_off", percent = "5" }')  # fmt: skip
    assert not plain.rules[0].asks_about_person


def test_r64_a_limit_of_zeros_is_none() -> None:
    assert not PeriodLimit()
    assert PeriodLimit(month=3)


def test_a_missing_rule_is_said() -> None:
    with pytest.raises(KeyError):
        opened("").rule("other")
