"""Paying out money: which lots pay, who may pay, taking a payout back, and a year's total."""

import pytest

from refdesk.services import accounts, customers, payouts
from refdesk.services.customer_state import block_customer
from refdesk.services.payouts import PayoutMade
from refdesk.storage import ledger
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day, give, minor

MONEY = """
name = "Money"
[[rule]]
id = "friend"
trigger = "every"
referrer = [{ kind = "money", percent = "10" }]
"""
LOCKED = MONEY + "[spending]\npayout_after_referrals = 2\n"


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    """Anna gets 10 % of what her friends pay, in money."""
    made = shops.open()
    made.programme(MONEY)
    made.add("Anna")
    return made


def friend_pays(shop: TestShop, name: str, amount: str, programme: int = 0) -> int:
    """A friend of Anna's, new or known, pays; the purchase."""
    if name in shop.names:
        return shop.buy(amount, customer=name).purchase
    code = customers.show_customer(shop.desk, shop.who("Anna")).codes[programme].code
    made = shop.buy(amount, code=code, name=name, phone=f"+7917{len(shop.names):07}")
    assert made.customer is not None
    shop.names[name] = made.customer
    return made.purchase


def pay(shop: TestShop, amount: str, **more: str) -> PayoutMade:
    return payouts.make_payout(shop.desk, shop.who("Anna"), minor(amount), **more)


def money(shop: TestShop) -> int:
    return shop.balance("Anna", "money")


def lots(shop: TestShop, unit: str = "money") -> dict[int, int]:
    """What is left in each of Anna's lots."""
    purse = ledger.purse_of(shop.desk.store, shop.who("Anna"), shop.desk.today())
    return {lot.id: lot.left for lot in purse.lots if lot.unit == unit}


# -- which lots pay ------------------------------------------------------------------------------


def test_r17_a_payout_takes_what_is_available_and_has_a_number(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    made = pay(shop, "60")
    assert (made.payout.id, made.payout.amount, made.payout.method) == (1, 6_000, "cash")
    assert made.payout.on == day("2026-11-18")
    assert money(shop) == 4_000
    entry = accounts.list_entries(shop.desk, shop.who("Anna"))[-1]
    assert (entry.kind, entry.change, entry.id) == ("payout", -6_000, made.payout.entry)
    assert shop.problems() == []


def test_more_than_the_balance_is_refused_and_leaves_nothing(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    before = shop.counts()
    with refused("payout_exceeds_balance", max=10_000, asked=10_001):
        pay(shop, "100.01")
    assert (shop.counts(), money(shop)) == (before, 10_000)


def test_r11_the_lot_that_expires_first_pays_first(shop: TestShop) -> None:
    anna = shop.who("Anna")
    for expires_on in (None, "2027-06-01", "2027-05-01"):
        give(shop.desk, anna, "money", 5_000, expires_on=expires_on and day(expires_on))
    never, june, may = lots(shop)
    pay(shop, "70")
    assert lots(shop) == {never: 5_000, june: 3_000}
    assert may not in lots(shop)


def test_r17_held_and_expired_money_is_not_paid_out(shop: TestShop) -> None:
    anna = shop.who("Anna")
    give(shop.desk, anna, "money", 5_000, available_on=day("2026-11-19"))
    give(shop.desk, anna, "money", 3_000, expires_on=day("2026-11-17"))
    with refused("payout_exceeds_balance", max=0):
        pay(shop, "1")
    shop.clock.forward(days=1)
    assert pay(shop, "50").payout.amount == 5_000


def test_r68_what_is_owed_is_paid_before_a_payout(shop: TestShop) -> None:
    first = friend_pays(shop, "Boris", "1000")
    pay(shop, "100")
    shop.void(first)
    assert money(shop) == -10_000
    friend_pays(shop, "Boris", "1500")
    assert money(shop) == 5_000
    with refused("payout_exceeds_balance", max=5_000):
        pay(shop, "50.01")
    pay(shop, "50")
    assert money(shop) == 0
    assert shop.problems() == []


def test_r17_reversing_what_was_paid_out_makes_a_debt(shop: TestShop) -> None:
    purchase = friend_pays(shop, "Boris", "1000")
    pay(shop, "100")
    shop.void(purchase)
    person = payouts.person_to_pay(shop.desk, shop.who("Anna"))
    assert (person.payable.available, person.payable.owed) == (-10_000, 10_000)
    with refused("payout_exceeds_balance", max=0):
        pay(shop, "1")


def test_r17_a_lot_that_left_with_a_payout_says_so(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    friend_pays(shop, "Boris", "500")
    pay(shop, "120")
    states = [one.state for one in accounts.list_entries(shop.desk, shop.who("Anna"))]
    assert states == ["paid_out", "available", "done"]


# -- locks ---------------------------------------------------------------------------------------


def test_a_payout_opens_after_so_many_effective_referrals(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(LOCKED)
    shop.add("Anna")
    friend_pays(shop, "Boris", "1000")
    with refused("payout_locked", limit=2, count=1):
        pay(shop, "10")
    with refused("payout_locked"):
        pay(shop, "1000")
    second = friend_pays(shop, "Clara", "1000")
    assert pay(shop, "150").payout.amount == 15_000
    shop.void(second)
    friend_pays(shop, "Boris", "2000")
    with refused("payout_locked", limit=2, count=1):
        pay(shop, "10")


def test_lots_that_are_not_unlocked_do_not_pay(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(LOCKED)
    shop.add("Anna")
    friend_pays(shop, "Boris", "1000")
    give(shop.desk, shop.who("Anna"), "money", 3_000)
    with refused("payout_locked", max=3_000):
        pay(shop, "30.01")
    with refused("payout_exceeds_balance", max=3_000):
        pay(shop, "130.01")
    pay(shop, "30")
    assert list(lots(shop).values()) == [10_000]
    found = payouts.person_to_pay(shop.desk, shop.who("Anna")).payable
    assert (found.withdrawable, found.locked, found.opens_after) == (0, 10_000, 2)


# -- who may pay ---------------------------------------------------------------------------------


def test_above_the_limit_a_manager_stands_by(shop: TestShop) -> None:
    give(shop.desk, shop.who("Anna"), "money", 100_000)
    cashier, manager = shop.hire("Rita", "cashier"), shop.hire("Max", "manager", pin="5038")
    second = shop.hire("Vera", "cashier", pin="6149")
    shop.set("payout_limit", "100.00")
    for actor in (cashier, manager, shop.desk.actor):
        with shop.acting(actor):
            pay(shop, "100")
            with refused("second_person_needed", minimum=10_000):
                pay(shop, "100.01")
    for actor, approver in ((cashier, second), (manager, manager)):
        with shop.acting(actor, approver), refused("second_person_needed"):
            pay(shop, "100.01")
    with shop.acting(cashier, manager):
        pay(shop, "100.01")
    with shop.acting(cashier):
        pay(shop, "300", method="credit")


def test_r38_nobody_pays_himself_alone(shop: TestShop) -> None:
    give(shop.desk, shop.who("Anna"), "money", 1_000)
    anna = shop.hire("Anna", "manager", customer="Anna")
    rita = shop.hire("Rita", "cashier", pin="5038")
    with shop.acting(anna), refused("second_person_needed"):
        pay(shop, "1")
    with shop.acting(anna, anna), refused("second_person_needed"):
        pay(shop, "1")
    with shop.acting(anna, rita):
        pay(shop, "1")


def test_a_blocked_person_is_paid_by_a_manager_only(shop: TestShop) -> None:
    give(shop.desk, shop.who("Anna"), "money", 1_000)
    block_customer(shop.desk, shop.who("Anna"), "a ring of friends")
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        pay(shop, "1")
    pay(shop, "1")


# -- once ----------------------------------------------------------------------------------------


def test_the_same_key_pays_once(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    first, again = (pay(shop, "60", key="till-1-7") for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True)
    assert first.payout == again.payout
    assert money(shop) == 4_000
    with refused("key_reused"):
        pay(shop, "61", key="till-1-7")
    with refused("bad_key"):
        pay(shop, "60", key="k" * 65)


@pytest.mark.parametrize("amount, method, code", [
    (0, "cash", "bad_amount"), (-1, "cash", "bad_amount"), (10**11, "cash", "bad_amount"),
    (100, "cheque", "bad_method"),
])  # fmt: skip
def test_what_a_payout_cannot_be(shop: TestShop, amount: int, method: str, code: str) -> None:
    with refused(code):
        payouts.make_payout(shop.desk, shop.who("Anna"), amount, method=method)
    with refused("customer_unknown"):
        payouts.make_payout(shop.desk, 99, 100)


# -- taking it back ------------------------------------------------------------------------------


def test_r12_a_cancelled_payout_returns_to_the_very_lots(shop: TestShop) -> None:
    anna = shop.who("Anna")
    for expires_on in ("2026-11-20", "2026-12-20"):
        give(shop.desk, anna, "money", 5_000, expires_on=day(expires_on))
    early, late = lots(shop)
    made = pay(shop, "70").payout
    assert lots(shop) == {late: 3_000}
    shop.clock.forward(days=5)
    cancelled = payouts.cancel_payout(shop.desk, made.id, "wrong person")
    assert (cancelled.reason, cancelled.cancelled_at) == ("wrong person", shop.clock.at)
    found = {lot.id: lot for lot in ledger.purse_of(shop.desk.store, anna, shop.desk.today()).lots}
    assert {lot: found[lot].left for lot in found} == {early: 5_000, late: 5_000}
    # where its last day has passed, 7 days of grace
    assert found[early].expires_on == day("2026-11-30")
    assert found[late].expires_on == day("2026-12-20")
    assert money(shop) == 10_000
    assert shop.problems() == []


def test_r12_grace_is_for_what_returns_alone(shop: TestShop) -> None:
    anna = shop.who("Anna")
    give(shop.desk, anna, "money", 5_000, expires_on=day("2026-11-20"))
    made = pay(shop, "20").payout
    shop.clock.forward(days=5)
    payouts.cancel_payout(shop.desk, made.id, "not collected")
    assert money(shop) == 2_000
    assert shop.problems() == []


def test_r10_a_payout_is_cancelled_once_by_a_manager_with_a_reason(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    made = pay(shop, "60").payout
    with refused("bad_reason"):
        payouts.cancel_payout(shop.desk, made.id, " ")
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        payouts.cancel_payout(shop.desk, made.id, "mistake")
    payouts.cancel_payout(shop.desk, made.id, "mistake")
    with refused("payout_cancelled"):
        payouts.cancel_payout(shop.desk, made.id, "again")
    with refused("payout_unknown"):
        payouts.cancel_payout(shop.desk, 9, "mistake")
    assert money(shop) == 10_000


def test_r68_a_cancelled_payout_first_pays_what_is_owed_since(shop: TestShop) -> None:
    purchase = friend_pays(shop, "Boris", "1000")
    made = pay(shop, "100").payout
    shop.void(purchase)
    payouts.cancel_payout(shop.desk, made.id, "money was brought back")
    assert (money(shop), lots(shop)) == (0, {})
    assert shop.problems() == []


# -- into store credit (R65) ---------------------------------------------------------------------


def test_r65_money_turns_into_store_credit_at_once(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    pay(shop, "60", method="credit")
    assert (money(shop), shop.balance("Anna", "store_credit")) == (4_000, 6_000)
    bought = shop.buy("1000", customer=shop.code("Anna"), spend_credit="max")
    assert bought.to_pay == 94_000
    assert shop.problems() == []


def test_r65_credit_lives_as_long_as_the_money_it_comes_from(shop: TestShop) -> None:
    anna = shop.who("Anna")
    for expires_on in ("2026-12-01", "2026-12-01", "2027-01-01", None):
        give(shop.desk, anna, "money", 1_000, expires_on=expires_on and day(expires_on))
    pay(shop, "35", method="credit")
    found = [
        (lot.left, lot.expires_on)
        for lot in ledger.purse_of(shop.desk.store, anna, shop.desk.today()).lots
        if lot.unit == "store_credit"
    ]
    assert found == [(2_000, day("2026-12-01")), (1_000, day("2027-01-01")), (500, None)]


def test_r65_a_cancelled_turn_gives_the_money_back_and_takes_the_credit(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    first, second = (pay(shop, amount, method="credit").payout for amount in ("60", "10"))
    payouts.cancel_payout(shop.desk, first.id, "wanted cash")
    assert (money(shop), shop.balance("Anna", "store_credit")) == (9_000, 1_000)
    assert second.cancelled_at is None
    assert shop.problems() == []


def test_r14_credit_that_was_spent_meanwhile_is_owed(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    made = pay(shop, "60", method="credit").payout
    shop.buy("1000", customer=shop.code("Anna"), spend_credit=4_000)
    payouts.cancel_payout(shop.desk, made.id, "wanted cash")
    assert (money(shop), shop.balance("Anna", "store_credit")) == (10_000, -4_000)
    assert shop.problems() == []


def test_r14_where_nobody_may_owe_spent_credit_is_not_turned_back(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")
    made = pay(shop, "60", method="credit").payout
    shop.buy("1000", customer=shop.code("Anna"), spend_credit=4_000)
    shop.set("negative_balance", "stop")
    with refused("points_insufficient", max=2_000, asked=6_000, unit="store_credit"):
        payouts.cancel_payout(shop.desk, made.id, "wanted cash")
    assert (money(shop), shop.balance("Anna", "store_credit")) == (4_000, 2_000)


# -- lists and a year's total (R50) --------------------------------------------------------------


def test_the_list_names_who_can_be_paid_and_what_holds_the_rest(shop: TestShop) -> None:
    for name in ("Boris", "Clara", "Dora"):
        shop.add(name)
    give(shop.desk, shop.who("Boris"), "money", 5_000, available_on=day("2026-12-01"))
    give(shop.desk, shop.who("Clara"), "points", 50)
    give(shop.desk, shop.who("Anna"), "money", 2_000)
    rows = {one.name: one.payable for one in payouts.list_payable(shop.desk)}
    assert list(rows) == ["Anna", "Boris"]
    assert (rows["Anna"].withdrawable, rows["Anna"].held) == (2_000, 0)
    assert (rows["Boris"].withdrawable, rows["Boris"].held) == (0, 5_000)
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed"):
        payouts.list_payable(shop.desk)


def test_the_register_lists_payouts_newest_first(shop: TestShop) -> None:
    shop.add("Boris")
    for name in ("Anna", "Boris"):
        give(shop.desk, shop.who(name), "money", 2_000)
        payouts.make_payout(shop.desk, shop.who(name), 1_000, method="outside")
    payouts.cancel_payout(shop.desk, 1, "mistake")
    found = payouts.list_payouts(shop.desk)
    assert [(one.id, one.name, one.reason) for one in found] == [
        (2, "Boris", ""), (1, "Anna", "mistake"),
    ]  # fmt: skip
    assert [one.id for one in payouts.list_payouts(shop.desk, shop.who("Anna"))] == [1]
    assert [one.id for one in payouts.list_payouts(shop.desk, limit=1)] == [2]


def test_r50_a_year_totals_every_programme_less_what_was_reversed(shop: TestShop) -> None:
    shop.programme(
        'name = "Points"\n[[rule]]\nid = "friend"\ntrigger = "every"\n'
        'referral = { kind = "percent_off", percent = "10" }\n'
        'referrer = [{ kind = "points", amount = 30 }]\n'
    )
    anna = shop.who("Anna")
    shop.set("point_value", "2.00")
    friend_pays(shop, "Boris", "1000")
    voided = friend_pays(shop, "Boris", "500")
    assert payouts.yearly_total(shop.desk, anna, 2026) == 15_000
    shop.void(voided)
    assert payouts.yearly_total(shop.desk, anna, 2026) == 10_000
    pay(shop, "50")
    pay(shop, "20", method="credit")
    assert payouts.yearly_total(shop.desk, anna, 2026) == 10_000
    assert payouts.yearly_total(shop.desk, anna, 2027) == 0
    assert payouts.yearly_total(shop.desk, shop.who("Boris"), 2026) == 0


def test_r50_a_reversal_counts_in_the_year_of_what_it_reverses(shop: TestShop) -> None:
    purchase = friend_pays(shop, "Boris", "1000")
    shop.clock.forward(days=60)
    friend_pays(shop, "Boris", "300")
    shop.void(purchase)
    totals = [payouts.yearly_total(shop.desk, shop.who("Anna"), year) for year in (2026, 2027)]
    assert totals == [0, 3_000]


def test_r50_a_total_above_the_owners_threshold_is_flagged(shop: TestShop) -> None:
    friend_pays(shop, "Boris", "1000")

    def is_flagged(threshold: str) -> bool:
        shop.set("yearly_threshold", threshold)
        return payouts.person_to_pay(shop.desk, shop.who("Anna")).is_over_threshold

    assert [is_flagged(one) for one in ("0", "99.99", "100", "100.01")] == [
        False, True, False, False,
    ]  # fmt: skip


# -- what the check says -------------------------------------------------------------------------


@pytest.mark.parametrize("change, problem", [
    ("UPDATE payout SET amount = 1", "payout_differs"),
    ("UPDATE payout SET cancelled_at = 1", "payout_return_differs"),
    ("UPDATE payout SET cancelled_at = NULL", "payout_return_differs"),
])  # fmt: skip
def test_i1_a_payout_that_does_not_add_up_is_found(
    shop: TestShop, change: str, problem: str
) -> None:
    friend_pays(shop, "Boris", "1000")
    for _ in range(2):
        pay(shop, "50")
    payouts.cancel_payout(shop.desk, 1, "mistake")
    assert shop.problems() == []
    number = 1 if "NULL" in change else 2
    shop.desk.store.sql(f"{change} WHERE id = {number}")
    assert (problem, f"payout O{number}") in shop.problems()
