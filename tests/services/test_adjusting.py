"""Corrections by hand (R10, R14): who may, what they do to lots and debts."""

import pytest

from refdesk.domain.bill import Step
from refdesk.services import accounts, payouts
from refdesk.services.adjusting import Adjusted, adjust
from tests.support.refusals import refused
from tests.support.shops import TestShop, day


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    wash.add("Anna")
    return wash


def correct(shop: TestShop, by: int, unit: str = "points", **more: str) -> Adjusted:
    return adjust(shop.desk, shop.who("Anna"), unit, by, reason=more.pop("reason", "gift"), **more)


@pytest.mark.parametrize("unit", ["points", "money", "store_credit", "stamps"])
def test_r10_a_correction_is_a_new_entry_with_its_reason(shop: TestShop, unit: str) -> None:
    made = correct(shop, 500, unit, reason="  the till was down ")
    assert shop.balance("Anna", unit) == 500
    (entry,) = accounts.list_entries(shop.desk, shop.who("Anna"))
    assert (entry.kind, entry.change, entry.reason) == ("adjust", 500, "the till was down")
    (effect,) = made.effects
    assert (effect.benefit, effect.value, effect.available_on) == (unit, 500, day("2026-11-18"))
    params = {"value": 500, "unit": unit, "reason": "the till was down"}
    assert effect.why == (Step("adjusted", params),)
    assert shop.problems() == []


def test_r11_a_correction_downwards_takes_what_expires_first(shop: TestShop) -> None:
    shop.give("Anna", 50, expires_on=day("2027-06-01"))
    shop.give("Anna", 40, expires_on=day("2027-05-01"))
    correct(shop, -60)
    lots = accounts.get_balance(shop.desk, shop.who("Anna")).lots
    assert [(lot.left, lot.expires_on) for lot in lots] == [(30, day("2027-06-01"))]
    assert shop.problems() == []


def test_r14_what_is_not_there_is_owed_and_repaid_by_the_next_earning(shop: TestShop) -> None:
    shop.give("Anna", 50)
    (effect,) = correct(shop, -80).effects
    assert shop.balance("Anna") == -30
    assert effect.why[1] == Step("owed", {"value": 30, "unit": "points"})
    correct(shop, 100)
    assert shop.balance("Anna") == 70
    assert shop.problems() == []


def test_r14_where_nobody_may_owe_no_more_is_taken_than_there_is(shop: TestShop) -> None:
    shop.set("negative_balance", "stop")
    shop.give("Anna", 50)
    before = shop.counts()
    with refused("points_insufficient", asked=80, max=50, unit="points"):
        correct(shop, -80)
    assert (shop.counts(), shop.balance("Anna")) == (before, 50)
    correct(shop, -50)
    assert shop.balance("Anna") == 0


def test_4a_a_manager_corrects_and_never_his_own_account(shop: TestShop) -> None:
    cashier = shop.hire("Rita", "cashier")
    own = shop.hire("Anna", "manager", customer="Anna", pin="5038")
    other = shop.hire("Max", "manager", pin="6149")
    for actor, approver, code in (
        (cashier, None, "not_allowed"), (own, None, "second_person_needed"),
        (own, cashier, "second_person_needed"), (cashier, own, "second_person_needed"),
        (own, own, "second_person_needed"),
    ):  # fmt: skip
        with shop.acting(actor, approver), refused(code):
            correct(shop, 10)
    for actor, approver in ((other, None), (cashier, other), (own, other)):
        with shop.acting(actor, approver):
            correct(shop, 10)
    assert shop.balance("Anna") == 30


@pytest.mark.parametrize("by, unit, reason, code", [
    (0, "points", "x", "bad_amount"), (10**9, "points", "x", "bad_amount"),
    (-(10**11), "money", "x", "bad_amount"), (5, "gift_card", "x", "bad_unit"),
    (5, "points", "  ", "bad_reason"), (5, "points", "x" * 201, "bad_reason"),
])  # fmt: skip
def test_what_a_correction_cannot_be(
    shop: TestShop, by: int, unit: str, reason: str, code: str
) -> None:
    with refused(code):
        correct(shop, by, unit, reason=reason)
    with refused("customer_unknown"):
        adjust(shop.desk, 99, "points", 5, reason="x")


def test_the_same_key_corrects_once(shop: TestShop) -> None:
    first, again = (correct(shop, 10, key="a") for _ in range(2))
    assert (first.effects, again.effects, again.repeated) == (first.effects, first.effects, True)
    assert shop.balance("Anna") == 10
    with refused("key_reused"):
        correct(shop, 11, key="a")
    with refused("bad_key"):
        correct(shop, 11, key="k" * 65)


def test_r50_corrections_count_as_given_and_losses_do_not(shop: TestShop) -> None:
    shop.set("point_value", "2.00")
    for by, unit in ((100, "points"), (-30, "points"), (500, "money"), (3, "stamps")):
        correct(shop, by, unit)
    assert payouts.yearly_total(shop.desk, shop.who("Anna"), 2026) == 14_500
    shop.set("negative_balance", "stop")
    shop.buy("100", code=shop.code("Anna"), phone="+79170000001")
    spent = shop.buy("1000", customer=shop.code("Anna"), spend_points=170).purchase
    assert spent
    shop.void(1)
    assert payouts.yearly_total(shop.desk, shop.who("Anna"), 2026) == 14_500
