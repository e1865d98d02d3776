"""Does it pay (G10): what a new client costs, break-even, the worst case, the first loss."""

from dataclasses import replace
from time import process_time

import pytest

from refdesk.domain.economics import (
    Assumptions,
    Figures,
    Loss,
    Sold,
    break_even_bill,
    check_profit,
)
from refdesk.domain.terms import Terms
from refdesk.services.presets import list_presets
from tests.support.quotes import preset, terms

SHOP = Assumptions(average_bill=950_00, margin=4500, visits_a_year=12)

EDITOR = """
[[rule]]
id = "friend"
minimum = "500"
referral = { kind = "percent_off", percent = "10", cap = "300" }
referrer = [{ kind = "points", amount = 100 }, { kind = "points", amount = 20 }]
hold_days = 14
"""


def test_g10_the_example_of_the_editor() -> None:
    made = check_profit(terms(EDITOR), SHOP)
    # 45 % of 950; 95 off, 100 and 20 points
    assert made.first == Figures(gross=427_50, cost=215_00)
    assert (made.first.left, made.cost_per_client) == (212_50, 215_00)
    # 215 of 950 is 22.631…, rounded up
    assert made.break_even_margin == 2264
    assert made.later == Figures(427_50, 0)
    assert made.year == Figures(12 * 427_50, 215_00)
    assert (made.break_even_visit, made.loss) == (1, None)


def test_g10_the_smallest_bill_that_pays() -> None:
    # 45 % of a bill is 10 % of it and 120 points from 342.85 on; below 500 nothing is given
    made = check_profit(terms(EDITOR), SHOP)
    assert made.break_even_bill == 1
    plain = terms(EDITOR.replace('minimum = "500"\n', ""))
    assert check_profit(plain, SHOP).break_even_bill == break_even_bill(plain, SHOP) == 342_85
    assert check_profit(plain, SHOP, finds_bill=False).break_even_bill is None


def test_g10_the_first_losing_figure_is_named() -> None:
    made = check_profit(preset("spa"), SHOP)
    # 285 off and 500 in credit of 427.50
    assert made.first == Figures(427_50, 785_00)
    assert made.loss == Loss("first_purchase_loses", {
        "gross": 427_50, "cost": 785_00, "loss": 357_50, "visits": 12, "visit": 2,
        "service": None,
    })  # fmt: skip
    assert (made.break_even_visit, made.break_even_margin) == (2, 8264)
    # 30 % off leaves 15 % of a bill to pay the 500
    assert made.break_even_bill == 3333_32


def test_g10_a_client_who_never_pays_for_himself_has_no_break_even() -> None:
    dear = terms(
        '[[rule]]\nid = "a"\ntrigger = "every"\nreferrer = [{ kind = "money", percent = "50" }]'
    )
    made = check_profit(dear, SHOP)
    assert (made.break_even_visit, made.break_even_bill) == (None, None)
    assert (made.first.left, made.year.left) == (-47_50, -12 * 47_50)


def test_g10_later_purchases_and_the_year_may_lose_where_the_first_does_not() -> None:
    later = terms("""
        codes = "none"
        [[rule]]
        id = "second"
        trigger = "nth_visit"
        n = 2
    """)
    made = check_profit(later, SHOP)
    # every second visit is free: 6 of 12; after the first 6 of 11 cost 950
    assert made.first == Figures(427_50, 0)
    assert made.later == Figures(427_50, 518_19)
    assert made.year == Figures(5130_00, 5700_00)
    assert made.loss is not None
    assert made.loss.code == "later_purchase_loses"


def test_g10_own_points_grow_with_the_status_that_is_reached() -> None:
    made = check_profit(preset("salon"), replace(SHOP, average_bill=3000_00, visits_a_year=6))
    # 3000 x 4 = 12 000 is Bronze from the fifth visit on: 90 points each
    assert (made.first.cost, made.year.cost) == (0, 180_00)
    # at its dearest 15 % of a bill
    assert made.worst == Figures(1350_00, 450_00)


def test_g10_occasions_of_joining_and_birthdays_are_counted_once() -> None:
    joining = check_profit(preset("joining-bonus"), SHOP)
    assert (joining.first.cost, joining.year.cost) == (200_00, 200_00)
    birthday = terms("""
        codes = "none"
        [[rule]]
        id = "cake"
        trigger = "birthday"
        buyer = { kind = "gift", gift = "Cake", cost = "90" }
    """)
    assert check_profit(birthday, SHOP).year.cost == 90_00


def test_g10_a_kept_discount_costs_when_it_is_used() -> None:
    coupon = terms("""
        codes = "none"
        [[rule]]
        id = "next"
        trigger = "next_visit"
        buyer = { kind = "percent_off", percent = "10" }
    """)
    made = check_profit(coupon, SHOP)
    assert (made.first.cost, made.later.cost) == (0, 95_00)


def test_g10_a_table_of_services_is_reckoned_with_the_services_own_margin() -> None:
    services = {
        "Shared hosting": Sold("service", 300_00, 6000),
        "Domain name": Sold("service", 500_00, 500),
    }
    made = check_profit(preset("hosting"), replace(SHOP, services=services))
    # 950 of shared hosting at its margin of 60 %, of which 20 % goes
    assert made.first == Figures(570_00, 190_00)
    # the domain leaves 25 of 500 and costs 50
    assert (made.worst_service, made.worst) == ("Domain name", Figures(25_00, 50_00))
    assert made.loss is not None
    assert (made.loss.code, made.loss.params["service"]) == ("worst_case_loses", "Domain name")


def test_g10_the_worst_case_stacks_all_that_runs() -> None:
    others = (preset("salon"), preset("campaign-word"), preset("joining-bonus"))
    made = check_profit(preset("car-wash"), replace(SHOP, others=others))
    # 10 % of 950, 15 % of 855, 100 points, and 15 % of 726.75 in points
    assert made.worst == Figures(427_50, 95_00 + 128_25 + 100_00 + 109_00)
    assert made.loss is not None
    assert made.loss.code == "worst_case_loses"
    # alone it pays
    assert check_profit(preset("car-wash"), SHOP).loss is None


def test_g10_a_best_of_discount_does_not_add_up() -> None:
    best = replace(preset("car-wash"), stacking="best_of")
    made = check_profit(best, replace(SHOP, others=(preset("campaign-word"),)))
    # the word's 142.50 beats the friend's 95; the referrer gets his 100 points all the same
    assert made.worst == Figures(427_50, 142_50 + 100_00)


def test_g10_times_seasons_and_budgets_do_not_hide_a_cost() -> None:
    tight = replace(preset("campaign-word"), budget=1_00, hours=((0, 1),))
    assert check_profit(tight, SHOP).first.cost == 142_50


@pytest.mark.parametrize("margin", [0, 10_000])
def test_g10_no_margin_and_all_of_it_are_reckoned(margin: int) -> None:
    made = check_profit(preset("car-wash"), replace(SHOP, margin=margin))
    assert made.first.gross == 950_00 * margin // 10_000
    assert (made.loss is None) == (margin > 0)


def quickest(asked: Terms, shop: Assumptions) -> float:
    """Milliseconds of the processor for the quickest of three checks."""
    times = []
    for _ in range(3):
        begin = process_time()
        check_profit(asked, shop, finds_bill=False)
        times.append(1000 * (process_time() - begin))
    return min(times)


def test_g10_a_check_follows_every_keystroke() -> None:
    every = [one.terms for one in list_presets()]
    services = {f"Service {number}": Sold("service", 500_00, 4000) for number in range(10)}
    full = replace(SHOP, visits_a_year=52, services=services, others=tuple(every[:4]))
    assert max(quickest(asked, full) for asked in every) < 100
