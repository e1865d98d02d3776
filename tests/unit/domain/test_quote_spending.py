"""Paying with points and store credit: how much may be, with which lots, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from refdesk.domain.bill import Facts, Quote, ShopRules
from refdesk.domain.ledger import Draw, Lot
from refdesk.domain.quote import quote
from tests.support.quotes import (
    ANNA,
    TODAY,
    bill,
    buyer,
    facts,
    given_to,
    line,
    lot,
    preset,
    shown,
    source,
    terms,
    with_lots,
)
from tests.support.refusals import refused

WASH = preset("car-wash")
SPA = preset("spa")
GOODS = line("1000.00", "Soap", "goods")
THIRTY = terms('spending = { share = "30" }\n[[rule]]\nid = "r"\n'
               'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip


def of_version(version: int, left: int, **more: object) -> Lot:
    return lot(left, version=version, **more)  # type: ignore[arg-type]


def spent(made: Quote) -> dict[str, tuple[int, int]]:
    """By unit: how many were spent and what they paid."""
    return {one.benefit: (one.spent, one.value) for one in made.effects if one.state == "spent"}


# -- R07, R08, R60, R61 ------------------------------------------------------------------------


def test_r61_thirty_percent_of_855_is_256_points() -> None:
    # worked example 5
    given = {7: source(THIRTY, version=7)}
    now = with_lots([of_version(7, 1_000)], spending=given)
    made = quote(bill("855.00"), now)
    assert (made.max_points, spent(made)) == (256, {})
    assert spent(quote(bill("855.00", spend_points="max"), now)) == {"points": (256, 25_600)}
    assert spent(quote(bill("855.00", spend_points=256), now)) == {"points": (256, 25_600)}
    last = quote(bill("855.00", spend_points=257), now)
    assert spent(last) == {"points": (257, 25_650)}
    assert last.to_pay == 85_500 - 25_650
    with refused("points_share_exceeded", unit="points", max=256):
        quote(bill("855.00", spend_points=258), now)


def test_r08_the_share_counts_after_discounts() -> None:
    given = {1: source(WASH)}
    now = with_lots([of_version(1, 1_000)], spending=given, code=shown(source(WASH, ANNA)))
    made = quote(bill("1000.00"), now)
    assert made.max_points == 450


def test_r07_points_pay_no_more_than_the_bill() -> None:
    now = with_lots([lot(1_000)])
    made = quote(bill("99.50", spend_points="max"), now)
    assert (made.to_pay, spent(made)) == (50, {"points": (99, 9_900)})
    assert quote(bill("99.50", spend_points=100), now).to_pay == 0
    with refused("points_share_exceeded", max=99):
        quote(bill("99.50", spend_points=101), now)


def test_r60_lots_without_a_programme_have_the_shops_share() -> None:
    shop = ShopRules(points_share=2_000)
    assert quote(bill("1000.00"), with_lots([lot(900)], shop=shop)).max_points == 200


def test_r60_each_version_pays_its_share_and_all_together_the_largest() -> None:
    given = {7: source(THIRTY, version=7), 1: source(WASH)}
    lots = [of_version(7, 400, number=1), of_version(1, 400, number=2)]
    now = with_lots(lots, spending=given)
    made = quote(bill("1000.00", spend_points="max"), now)
    assert spent(made) == {"points": (500, 50_000)}
    assert made.draws["points"] == (Draw(1, 300), Draw(2, 200))


def test_r60_the_lot_that_expires_first_does_not_pay_more_than_its_terms_allow() -> None:
    given = {7: source(THIRTY, version=7)}
    soon = of_version(7, 500, number=1, expires_on=date(2026, 12, 1))
    now = with_lots([soon, lot(500, number=2)], spending=given)
    made = quote(bill("1000.00", spend_points=600), now)
    assert made.draws["points"] == (Draw(1, 300), Draw(2, 300))
    with refused("points_share_exceeded", max=800):
        quote(bill("1000.00", spend_points=801), now)


def test_r60_points_and_store_credit_count_together() -> None:
    given = {1: source(WASH)}
    lots = [of_version(1, 400, number=1), of_version(1, 40_000, number=2, unit="store_credit")]
    now = with_lots(lots, spending=given)
    made = quote(bill("1000.00", spend_points=300, spend_credit="max"), now)
    assert spent(made) == {"points": (300, 30_000), "store_credit": (20_000, 20_000)}
    assert made.to_pay == 50_000
    with refused("points_share_exceeded", unit="store_credit", max=20_000):
        quote(bill("1000.00", spend_points=300, spend_credit=20_001), now)


def test_r61_a_point_of_another_value_pays_as_the_setting_says() -> None:
    now = with_lots([lot(1_000)], shop=ShopRules(point_value=50))
    made = quote(bill("100.00", spend_points=30), now)
    assert (made.to_pay, made.max_points) == (8_500, 200)
    dear = with_lots([lot(1_000)], shop=ShopRules(point_value=7_000))
    assert quote(bill("100.00", spend_points="max"), dear).to_pay == 3_000
    assert quote(bill("100.00", spend_points=2), dear).to_pay == 0


def test_r61_more_than_is_available_is_refused_never_cut() -> None:
    now = with_lots([lot(60)])
    with refused("points_insufficient", unit="points", max=60):
        quote(bill("1000.00", spend_points=61), now)
    with refused("points_insufficient", unit="store_credit", max=0):
        quote(bill("1000.00", spend_credit=1), now)


def test_r60_of_too_little_the_most_is_what_the_bill_really_takes() -> None:
    now = with_lots([of_version(7, 600)], spending={7: source(THIRTY, version=7)})
    with refused("points_insufficient", max=300, have=600, asked=700):
        quote(bill("1000.00", spend_points=700), now)
    with refused("points_share_exceeded", max=300):
        quote(bill("1000.00", spend_points=600), now)
    assert quote(bill("1000.00", spend_points=300), now).to_pay == 70_000


def test_r66_what_is_held_cannot_be_spent_yet() -> None:
    held = lot(100, available_on=date(2026, 12, 5))
    with refused("hold_not_over", available_on=date(2026, 12, 5)):
        quote(bill("1000.00", spend_points=10), with_lots([held]))
    assert quote(bill("1000.00", spend_points="max"), with_lots([held])).to_pay == 100_000


def test_r41_what_has_expired_cannot_be_spent() -> None:
    with refused("points_insufficient"):
        quote(bill("10", spend_points=1), with_lots([lot(5, expires_on=date(2026, 11, 17))]))
    assert quote(bill("10", spend_points=1), with_lots([lot(5, expires_on=TODAY)])).to_pay == 900


def test_r68_a_debt_takes_the_first_of_what_is_available() -> None:
    now = with_lots([lot(50, number=1), lot(50, number=2)], owed={"points": 70})
    made = quote(bill("1000.00", spend_points="max"), now)
    assert made.draws["points"] == (Draw(2, 30),)
    with refused("points_insufficient", max=30):
        quote(bill("1000.00", spend_points=31), now)


# -- R59: lines that may not be paid ----------------------------------------------------------


def test_r59_excluded_lines_are_not_paid_with_the_rules_credit() -> None:
    given = {1: source(SPA)}
    own = of_version(1, 500_000, unit="store_credit", rule="friend")
    now = with_lots([own], spending=given)
    made = quote(bill(line("1000.00", "Massage"), GOODS, spend_credit="max"), now)
    assert made.to_pay == 150_000
    assert made.line_bases == (50_000, 100_000)
    with refused("points_share_exceeded", max=0):
        quote(bill(GOODS, spend_credit=1), now)


def test_r59_another_lot_that_pays_everything_leaves_excluded_lines_to_itself() -> None:
    given = {1: source(SPA)}
    own = of_version(1, 50_000, number=1, unit="store_credit", rule="friend")
    free = lot(10, number=2)
    now = with_lots([own, free], spending=given)
    made = quote(bill(line("1000.00", "Massage"), GOODS, spend_credit=50_000), now)
    assert made.line_bases == (50_000, 100_000)


@pytest.mark.parametrize("group, most", [("deposit", 0), ("service", 100), ("goods", 100)])
def test_deposits_are_not_paid_with_points(group: str, most: int) -> None:
    assert quote(bill(line("100", "X", group)), with_lots([lot(500)])).max_points == most


# -- R03: what was paid with a balance earns nothing ------------------------------------------


def paying(points: int) -> Facts:
    given = terms('[[rule]]\nid = "r"\ntrigger = "every"\n'
                  'referrer = [{ kind = "points", percent = "10" }]')  # fmt: skip
    who = buyer(referrer=ANNA, lots=(lot(1_000),), proof="code")
    return facts(None, who, standing=source(given, ANNA))


@pytest.mark.parametrize("points, earned", [(0, 100), (500, 50), (999, 0), (1_000, 0)])
def test_r03_what_is_paid_with_points_earns_nothing(points: int, earned: int) -> None:
    made = quote(bill("1000.00", spend_points=points), paying(points))
    assert [one.value for one in given_to(made, "referrer", 1)] == [earned]


def test_r03_a_bill_fully_paid_with_points_gives_not_even_the_fixed_sum() -> None:
    who = buyer(lots=(lot(1_000),), proof="code", referrer=ANNA)
    made = quote(bill("100", spend_points=90), facts(shown(source(WASH, ANNA)), who))
    assert [one.value for one in given_to(made, "referrer", 1)] == [0]
    assert given_to(made, "referrer", 1)[0].why[-1].code == "nothing_paid"


# -- R79 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("proof_from, points, asked", [
    (0, 1, True), (10_000, 99, False), (10_000, 100, True), (None, 500, False),
])  # fmt: skip
def test_r79_spending_needs_proof_from_the_shops_sum_on(
    proof_from: int | None, points: int, asked: bool
) -> None:
    now = with_lots([lot(500)], proof=None, shop=ShopRules(proof_from=proof_from))
    if asked:
        with refused("proof_needed"):
            quote(bill("1000", spend_points=points), now)
        now = replace(now, buyer=replace(now.buyer or buyer(), proof="last_four"))
    assert spent(quote(bill("1000", spend_points=points), now))


def test_r79_spending_nothing_needs_no_proof() -> None:
    assert quote(bill("1000", spend_points="max"), with_lots([], proof=None)).to_pay == 100_000


def test_r62_what_a_purchase_gives_can_be_spent_from_the_next_one_on() -> None:
    given = terms('[[rule]]\nid = "r"\nreferral = { kind = "points", amount = 100 }\n'
                  'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip
    with refused("points_insufficient"):
        quote(bill("1000", spend_points=1), facts(shown(given), buyer(proof="code")))


# -- R35, R64: what may not pay today ----------------------------------------------------------


def debits(today: int) -> Facts:
    """Two lots: one of a programme that may be spent twice a day, one of none."""
    given = terms('spending = { debits_per_day = 2 }\n[[rule]]\nid = "r"\n'
                  'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip
    lots = [of_version(7, 100, number=1), lot(30, number=2)]
    return with_lots(lots, spending={7: source(given, version=7, debits_today=today)})


def test_r64_debits_a_day_refuse_what_that_programme_gave() -> None:
    assert quote(bill("1000.00", spend_points=130), debits(1)).to_pay == 87_000
    tomorrow = date(2026, 11, 19)
    with refused("limit_per_period", period="day", count=2, limit=2, spend_on=tomorrow):
        quote(bill("1000.00", spend_points=31), debits(2))


def test_r64_what_others_gave_still_pays() -> None:
    made = quote(bill("1000.00", spend_points="max"), debits(2))
    assert (made.max_points, made.draws["points"]) == (30, (Draw(2, 30),))
    assert quote(bill("1000.00", spend_points=30), debits(2)).to_pay == 97_000


def test_r35_a_waiting_lot_pays_nothing() -> None:
    with refused("points_insufficient", max=0):
        quote(bill("1000.00", spend_points=1), with_lots([lot(100, waits=True)]))


def test_r60_lots_that_cannot_pay_today_do_not_widen_what_the_others_may() -> None:
    given = {7: source(THIRTY, version=7), 8: source(THIRTY, version=8)}
    lots = [
        of_version(7, 900, number=1),
        of_version(8, 900, number=2),
        lot(900, number=3, expires_on=date(2026, 11, 1)),
        lot(900, number=4, unit="money"),
    ]
    # the expired lot and the money would pay the whole bill by the shop's own share
    assert quote(bill("1000.00"), with_lots(lots, spending=given)).max_points == 300


def test_r70_what_pays_names_the_lines_it_paid_and_their_price() -> None:
    given = {1: source(SPA)}
    own = of_version(1, 50_000, unit="store_credit", rule="friend")
    made = quote(bill(line("1000.00", "Massage"), GOODS, spend_credit=10_000),
                 with_lots([own], spending=given))  # fmt: skip
    [paid] = [one for one in made.effects if one.state == "spent"]
    assert (paid.lines, paid.price) == ((0,), 100_000)
