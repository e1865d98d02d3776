"""Own purchases: which version's rules work, statuses at the till, and their order (R05, R53)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from refdesk.domain.bill import Counts, Standing
from refdesk.domain.quote import quote
from refdesk.domain.terms import Terms
from tests.support.quotes import (
    ANNA,
    MOSCOW,
    bill,
    buyer,
    given_to,
    line,
    lot,
    own,
    owning,
    preset,
    shown,
    source,
    terms,
    values,
)
from tests.support.refusals import refused

WASH = preset("car-wash")
OWN_POINTS = '[[rule]]\nid = "r"\ntrigger = "every"\nbuyer = { kind = "points", percent = "5" }\n'


def points(more: str = "") -> Terms:
    """Five per cent of every own purchase in points."""
    return terms(f"{more}\n{OWN_POINTS}")


def own_points(given: Terms | str, *, price: str = "100.00", **more: Any) -> list[int]:
    """The points that a purchase gives its buyer by a running programme."""
    made = points(given) if isinstance(given, str) else given
    of_source = {key: more.pop(key) for key in ("status", "fired", "budget_left", "own_uses",
                                                "first_fired_on") if key in more}  # fmt: skip
    quoted = quote(bill(price), owning(own(made, **of_source), **more))
    return [one.value for one in given_to(quoted, "buyer")]


def test_r53_own_purchases_are_rewarded_by_the_current_version_without_a_code() -> None:
    made = quote(bill("100.00"), owning(own(points(), number=31)))
    assert values(made) == [("buyer", 0, "points", 5)]
    [effect] = made.effects
    assert (effect.version, effect.rule, effect.customer) == (31, "r", 2)
    assert made.fired == ((31, "r"),)


def test_r53_a_code_changes_nothing_about_own_purchases() -> None:
    made = quote(bill("1000.00"), owning(own(points()), code=shown(WASH)))
    assert values(made) == [
        ("referral", 0, "percent_off", 10_000), ("buyer", 0, "points", 45),
        ("referrer", 1, "points", 100),
    ]  # fmt: skip


def test_r53_the_halves_of_one_rule_are_judged_apart() -> None:
    both = terms('[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "10" }\n'
                 'buyer = { kind = "points", amount = 7 }')  # fmt: skip
    claim = source(both, ANNA, version=11)
    used = own(both, fired={"r": 1})
    made = quote(bill("100.00"), owning(used, who=buyer(referrer=ANNA), standing=claim))
    assert values(made) == [("referral", 0, "percent_off", 1_000)]
    used_claim = replace(claim, fired={"r": 1})
    now = owning(own(both), who=buyer(referrer=ANNA), standing=used_claim)
    assert values(quote(bill("100.00"), now)) == [("buyer", 0, "points", 7)]


def test_r53_a_shown_version_gives_nothing_for_own_purchases_by_itself() -> None:
    both = terms('[[rule]]\nid = "r"\nreferral = { kind = "percent_off", percent = "10" }\n'
                 'buyer = { kind = "points", amount = 7 }')  # fmt: skip
    assert values(quote(bill("100.00"), owning(code=shown(both)))) == [
        ("referral", 0, "percent_off", 1_000)
    ]


def test_rules_for_own_purchases_do_not_save_a_code_that_does_not_work() -> None:
    given = terms('[[rule]]\nid = "friend"\nnew_only = true\n'
                  'referrer = [{ kind = "points", amount = 100 }]\n' + OWN_POINTS)  # fmt: skip
    with refused("not_new_customer"):
        quote(bill("100.00"), owning(own(given), code=shown(given), who=buyer(paid_purchases=1)))


def test_r54_a_code_of_a_programme_without_rules_for_friends_makes_a_claim() -> None:
    made = quote(bill("100.00"), owning(own(points()), code=shown(points())))
    assert (made.verdict, made.makes_claim) == ("ok_new", True)
    assert values(made) == [("buyer", 0, "points", 5)]
    again = quote(bill("100.00"), owning(code=shown(source(points(), ANNA)),
                                         who=buyer(referrer=ANNA, paid_purchases=1)))  # fmt: skip
    assert (again.verdict, again.makes_claim) == ("ok_again", False)


def test_r33_such_a_code_claims_none_of_the_shops_regulars() -> None:
    with refused("not_new_customer"):
        quote(bill("100.00"), owning(code=shown(points()), who=buyer(paid_purchases=1)))
    with refused("identity_needed"):
        quote(bill("100.00"), owning(code=shown(points()), who=buyer(None, has_identity=False)))


@pytest.mark.parametrize("more", [
    'valid_to = 2026-11-17', 'valid_from = 2026-11-19', 'tills = ["2"]',
    'hours = ["10:00-12:00"]', 'days = ["sun"]', 'customers = ["employee"]',
])  # fmt: skip
def test_r53_conditions_bind_own_purchases_in_silence(more: str) -> None:
    assert own_points(more) == []


@pytest.mark.parametrize("status", ["paused", "ended", "draft"])
def test_r53_a_programme_that_does_not_run_gives_nothing_more(status: str) -> None:
    assert own_points(points(), status=status) == []


def test_r66_hours_are_the_local_clock() -> None:
    late = datetime(2026, 11, 18, 16, 0, tzinfo=MOSCOW)
    assert own_points('hours = ["10:00-16:00"]') == [5]
    assert own_points('hours = ["10:00-16:00"]', local=late) == []


def test_own_rules_look_at_services_and_the_minimum() -> None:
    given = terms(OWN_POINTS + 'minimum = "200.00"\nexcluded_groups = ["goods"]\n')
    now = owning(own(given))
    assert values(quote(bill("199.99", line("500.00", "Soap", "goods")), now)) == []
    assert values(quote(bill("200.00", line("500.00", "Soap", "goods")), now)) == [
        ("buyer", 0, "points", 10)
    ]


@pytest.mark.parametrize("trigger, fired, works", [
    ('trigger = "first"', 0, True), ('trigger = "first"', 1, False),
    ('trigger = "first_n"\nn = 3', 2, True), ('trigger = "first_n"\nn = 3', 3, False),
    ('trigger = "every"', 99, True),
])  # fmt: skip
def test_triggers_count_what_the_own_half_has_done(trigger: str, fired: int, works: bool) -> None:
    given = terms(f'[[rule]]\nid = "r"\n{trigger}\nbuyer = {{ kind = "points", amount = 9 }}')
    assert bool(own_points(given, fired={"r": fired})) is works


@pytest.mark.parametrize("first_on, works", [
    (date(2026, 10, 19), True), (date(2026, 10, 18), False),
])  # fmt: skip
def test_within_days_counts_from_the_first_own_purchase(first_on: date, works: bool) -> None:
    given = terms('[[rule]]\nid = "r"\ntrigger = "within_days"\nwithin_days = 30\n'
                  'buyer = { kind = "points", amount = 9 }')  # fmt: skip
    assert bool(own_points(given, first_fired_on={"r": first_on})) is works


def test_r33_new_customers_only_are_new_until_the_rule_has_had_its_turns() -> None:
    given = terms('[[rule]]\nid = "r"\ntrigger = "first_n"\nn = 3\nnew_only = true\n'
                  'buyer = { kind = "points", amount = 9 }')  # fmt: skip
    assert own_points(given, who=buyer(paid_purchases=0)) == [9]
    assert own_points(given, who=buyer(paid_purchases=1), fired={"r": 1}) == [9]
    assert own_points(given, who=buyer(paid_purchases=1)) == []


def test_r64_uses_by_the_buyer_stop_an_own_rule() -> None:
    given = terms(OWN_POINTS + "limits = { per_customer = { month = 2, life = 5 } }")
    assert own_points(given, own_uses={"r": Counts(month=1, life=4)}) == [5]
    assert own_points(given, own_uses={"r": Counts(month=2, life=2)}) == []
    assert own_points(given, fired={"r": 5}) == []


def test_r64_uses_by_the_buyer_bind_a_standing_claim_too() -> None:
    given = terms('[[rule]]\nid = "r"\ntrigger = "every"\n'
                  'referral = { kind = "percent_off", percent = "10" }\n'
                  'limits = { per_customer = { year = 2 } }')  # fmt: skip
    for year, off in ((1, 1_000), (2, 0)):
        claim = source(given, ANNA, own_uses={"r": Counts(year=year, life=9)})
        now = owning(who=buyer(referrer=ANNA), standing=claim)
        assert quote(bill("100.00"), now).discount == off


def test_r64_a_spent_budget_stops_own_rules_and_its_last_part_cuts_them() -> None:
    given = points('budget = "1000.00"')
    assert own_points(given, budget_left=0) == []
    assert own_points(given, budget_left=350) == [3]


def test_r64_one_budget_stands_for_all_versions_of_its_programme() -> None:
    friend = '[[rule]]\nid = "friend"\nreferral = { kind = "amount_off", amount = "30.00" }\n'
    given = terms(f'budget = "1000.00"\n{friend}{OWN_POINTS}')
    code = shown(source(given, ANNA, version=5, programme=3, budget_left=3_200))
    now = owning(own(given, programme=3, budget_left=3_200), code=code)
    made = quote(bill("1000.00"), now)
    assert values(made) == [("referral", 0, "amount_off", 3_000), ("buyer", 0, "points", 2)]
    assert sum(one.cost for one in made.effects) == 3_200


def test_nobody_earns_nothing_and_somebody_about_to_be_added_does() -> None:
    assert own_points(points(), who=buyer(None, has_identity=False)) == []
    assert own_points(points(), who=buyer(None)) == [5]


def test_somebody_blocked_earns_nothing_for_his_own_purchases() -> None:
    assert own_points(points(), who=buyer(is_blocked=True)) == []


# -- statuses ------------------------------------------------------------------------------------

STATUSES = terms("""
    [spending]
    share = "10"
    [[rule]]
    id = "own"
    trigger = "every"
    buyer = { kind = "points", percent = "1" }
    [[rule]]
    id = "price"
    trigger = "every"
    buyer = { kind = "points", amount = 1 }
    [[status]]
    name = "Bronze"
    spend = "10000.00"
    override = { own = { buyer = { kind = "points", percent = "3" } } }
    [[status]]
    name = "Gold"
    spend = "50000.00"
    referrals = 4
    share = "30"
    override = { price = { buyer = { kind = "percent_off", percent = "5" } } }
""")


@pytest.mark.parametrize("spend, points_by_status", [("9999.99", 10), ("10000.00", 30)])
def test_r45_a_status_brings_its_own_rate(spend: str, points_by_status: int) -> None:
    made = quote(bill("1000.00"), owning(own(STATUSES, spend=spend)))
    assert [one.value for one in given_to(made, "buyer")] == [points_by_status, 1]


def test_r05_the_status_percent_comes_after_the_promo_code() -> None:
    # worked example 5: 1 000.00, -10 % code: 900.00, status 5 %: 855.00, 30 % of it: 256 points
    rich = buyer(lots=(lot(1_000, version=11, rule="own"),), proof="code")
    now = owning(own(STATUSES, spend="50000.00"), who=rich, code=shown(WASH))
    made = quote(bill("1000.00"), now)
    assert [(one.side, one.benefit, one.value, one.base) for one in made.effects[:2]] == [
        ("referral", "percent_off", 10_000, 100_000), ("buyer", "percent_off", 4_500, 90_000),
    ]  # fmt: skip
    assert (made.to_pay, made.max_points) == (85_500, 256)
    all_of_them = quote(bill("1000.00", spend_points="max"), now)
    assert all_of_them.to_pay == 85_500 - 25_600
    with refused("points_share_exceeded", max=256):
        quote(bill("1000.00", spend_points=258), now)


def test_g09_the_status_says_that_it_was_it() -> None:
    made = quote(bill("1000.00"), owning(own(STATUSES, spend="50000.00")))
    [off] = [one for one in made.effects if one.benefit == "percent_off"]
    assert [(step.code, step.params.get("status")) for step in off.why] == [
        ("by_status", "Gold"), ("percent_off", None),
    ]  # fmt: skip
    assert (off.lines, off.price, off.cost) == ((0,), 95_000, 5_000)


def test_r08_r60_the_status_at_the_sale_decides_how_much_points_pay() -> None:
    rich = buyer(lots=(lot(1_000, version=11),), proof="code")
    for standing, most in ((Standing(), 100), (Standing(1_000_000), 100), (Standing(0, 4), 285)):
        programme = own(STATUSES, buyer_standing=standing)
        assert quote(bill("1000.00"), owning(programme, who=rich)).max_points == most


def test_r60_the_share_is_of_the_lots_version_even_when_another_is_current() -> None:
    old = source(STATUSES, version=4, buyer_standing=Standing(5_000_000))
    rich = buyer(lots=(lot(1_000, version=4),), proof="code")
    made = quote(bill("1000.00"), owning(own(points()), who=rich, spending={4: old}))
    assert made.max_points == 300


def test_r03_own_points_count_on_what_was_really_paid() -> None:
    rich = buyer(lots=(lot(1_000),), proof="code")
    made = quote(bill("1000.00", spend_points=400), owning(own(points()), who=rich))
    [earned] = [one for one in made.effects if one.state == "available"]
    assert (earned.value, earned.base, earned.lines, earned.price) == (30, 60_000, (0,), 100_000)
