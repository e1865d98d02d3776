"""R77: a merge re-points accounts, not entries; what a person has is one purse from then on."""

from collections.abc import Iterator

import pytest

from refdesk.services import accounts, adjusting, payouts
from refdesk.services.customer_view import view_customer, view_ledger
from refdesk.services.merging import merge_customers
from refdesk.services.overview import overview
from refdesk.services.undoing import Refund, refund_purchase
from refdesk.services.upkeep import run_upkeep
from refdesk.storage import ledger
from tests.support.shops import Shops, TestShop, day, give

LEDGER = ("entry", "lot_move", "effect", "undo", "refusal")
"""The rows that nothing may change."""

OWN = """
name = "Own"
[[rule]]
id = "own"
trigger = "every"
carry_over = true
buyer = { kind = "points", per = "50.00", amount = 1 }
[spending]
expires_inactive_days = 30
"""


@pytest.fixture
def shop(wash: TestShop) -> Iterator[TestShop]:
    """Anna and Boris, who are one person; nothing is wrong before and after."""
    for name in ("Anna", "Boris"):
        wash.add(name)
    yield wash
    assert wash.problems() == []


def merge(shop: TestShop, keep: str = "Anna", other: str = "Boris") -> None:
    merge_customers(shop.desk, shop.who(keep), shop.who(other))


def rows(shop: TestShop) -> dict[str, list[tuple[object, ...]]]:
    return {table: shop.desk.store.sql(f"SELECT * FROM {table} ORDER BY id") for table in LEDGER}


def own_accounts(shop: TestShop, name: str) -> list[tuple[object, ...]]:
    return shop.desk.store.sql(
        "SELECT unit, balance, came_from_id FROM account WHERE customer_id = ? ORDER BY id",
        (shop.who(name),),
    )


def test_r77_accounts_are_repointed_and_no_row_of_the_ledger_changes(shop: TestShop) -> None:
    shop.give("Anna", 100)
    shop.give("Boris", 50)
    give(shop.desk, shop.who("Boris"), "store_credit", 700)
    shop.buy("100", customer=shop.code("Boris"), spend_points=10)
    before = rows(shop)
    merge(shop)
    assert rows(shop) == before
    assert own_accounts(shop, "Anna") == [
        ("points", 100, None),
        ("points", 40, shop.who("Boris")),
        ("store_credit", 700, shop.who("Boris")),
    ]
    assert own_accounts(shop, "Boris") == []


def test_r39_balances_add_up_in_every_unit_and_every_list(shop: TestShop) -> None:
    for unit in ("points", "money", "store_credit", "stamps"):
        give(shop.desk, shop.who("Anna"), unit, 100)
        give(shop.desk, shop.who("Boris"), unit, 23)
    give(shop.desk, shop.who("Boris"), "points", 7, available_on=day("2026-12-01"))
    merge(shop)
    balance = accounts.get_balance(shop.desk, shop.who("Anna"))
    assert set(balance.spendable.values()) == {123}
    assert (balance.held, balance.owed) == ({"points": 7}, {})
    (line,) = overview(shop.desk, [shop.who("Anna")])
    assert (line.spendable, line.line.points) == (balance.spendable, 123)
    (person,) = payouts.list_payable(shop.desk)
    assert (person.customer, person.payable.available) == (shop.who("Anna"), 123)


def test_r11_both_accounts_pay_in_the_order_of_their_lots(shop: TestShop) -> None:
    shop.give("Anna", 50, expires_on=day("2026-12-20"))
    shop.give("Boris", 40, expires_on=day("2026-12-01"))
    shop.give("Anna", 30)
    merge(shop)
    made = shop.buy("1000", customer=shop.code("Anna"), spend_points=70)
    left = {lot.left for lot in accounts.get_balance(shop.desk, shop.who("Anna")).lots}
    assert (made.to_pay, left) == (93_000, {20, 30})
    shop.void(made.purchase)
    lots = accounts.get_balance(shop.desk, shop.who("Anna")).lots
    assert sorted((lot.left, lot.expires_on) for lot in lots if lot.expires_on) == [
        (40, day("2026-12-01")), (50, day("2026-12-20")),
    ]  # fmt: skip


def test_r12_what_was_bought_on_the_other_record_is_undone_on_its_own_lots(
    shop: TestShop,
) -> None:
    shop.give("Boris", 60, expires_on=day("2026-12-01"))
    shop.give("Anna", 5)
    made = shop.buy("1000", customer=shop.code("Boris"), spend_points=60)
    merge(shop)
    assert shop.balance("Anna") == 5
    refund_purchase(shop.desk, made.purchase, Refund("returned", 50_000))
    assert shop.balance("Anna") == 35
    undone = shop.void(made.purchase)
    assert {effect.customer for effect in undone.effects} == {shop.who("Anna")}
    assert shop.balance("Anna") == 65


def test_r13_what_the_other_record_earned_is_taken_back(shop: TestShop) -> None:
    made = shop.buy("1000", code=shop.code("Boris"), phone="+79170000001")
    assert shop.balance("Boris") == 100
    shop.give("Anna", 30)
    merge(shop)
    shop.buy("1000", customer=shop.code("Anna"), spend_points=110)
    shop.void(made.purchase)
    assert shop.balance("Anna") == -80
    shop.give("Anna", 100)
    assert shop.balance("Anna") == 20


@pytest.mark.parametrize("debtor, rich", [("Anna", "Boris"), ("Boris", "Anna")])
def test_r68_what_one_record_owes_the_other_one_pays_at_once(
    shop: TestShop, debtor: str, rich: str
) -> None:
    adjusting.adjust(shop.desk, shop.who(debtor), "points", -80, reason="count")
    shop.give(rich, 100)
    shop.give(rich, 15, available_on=day("2026-12-01"))
    merge(shop)
    balance = accounts.get_balance(shop.desk, shop.who("Anna"))
    assert (balance.spendable["points"], balance.owed) == (20, {})
    assert ledger.purse_of(shop.desk.store, shop.who("Anna"), shop.desk.today()).owed == {}


def test_r43_what_becomes_available_pays_a_debt_of_the_other_account(shop: TestShop) -> None:
    adjusting.adjust(shop.desk, shop.who("Anna"), "points", -80, reason="count")
    shop.give("Boris", 50, available_on=day("2026-11-20"), expires_on=day("2026-11-25"))
    merge(shop)
    assert shop.balance("Anna") == -80
    shop.clock.forward(days=3)
    assert shop.balance("Anna") == -30
    shop.clock.forward(days=7)
    assert shop.balance("Anna") == -30, "it paid before it could expire"
    run_upkeep(shop.desk)
    assert shop.balance("Anna") == -30


def test_r43_upkeep_expires_what_either_account_has(shop: TestShop) -> None:
    shop.give("Anna", 5, expires_on=day("2026-11-25"))
    shop.give("Boris", 6, expires_on=day("2026-11-25"))
    merge(shop)
    shop.clock.forward(days=10)
    assert shop.balance("Anna") == 0
    assert run_upkeep(shop.desk).expired == 2
    assert [row[1] for row in own_accounts(shop, "Anna")] == [0, 0]


def test_r67_what_had_gone_to_sleep_is_not_woken_by_the_other_records_purchases(
    shops: Shops,
) -> None:
    shop = shops.open()
    shop.programme(OWN)
    for name in ("Anna", "Boris"):
        shop.add(name)
        shop.buy("1000", customer=name)
    shop.clock.forward(days=29)
    shop.buy("500", customer="Boris")
    shop.clock.forward(days=5)
    assert [shop.balance(name) for name in ("Anna", "Boris")] == [0, 30]
    merge(shop)
    assert shop.balance("Anna") == 30
    shop.clock.forward(days=25)
    assert shop.balance("Anna") == 30
    shop.clock.forward(days=1)
    assert shop.balance("Anna") == 0
    assert shop.problems() == []


def test_r67_the_last_purchase_on_either_record_keeps_awake(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(OWN)
    for name in ("Anna", "Boris"):
        shop.add(name)
        shop.buy("1000", customer=name)
    shop.clock.forward(days=20)
    shop.buy("500", customer="Boris")
    merge(shop)
    shop.clock.forward(days=20)
    assert shop.balance("Anna") == 50


def test_r72_what_is_carried_over_adds_up(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(OWN)
    for name in ("Anna", "Boris"):
        shop.add(name)
        shop.buy("30", customer=name)
    last = shop.buy("49", customer="Boris")
    assert [shop.balance(name) for name in ("Anna", "Boris")] == [0, 1]
    merge(shop)
    assert shop.balance("Anna") == 1
    shop.buy("11", customer="Anna")
    assert shop.balance("Anna") == 2, "30 + 29 + 11 of 50"
    shop.void(last.purchase)
    shop.buy("29", customer="Anna")
    assert shop.balance("Anna") == 2
    assert shop.problems() == []


def test_r17_payouts_of_either_record_are_his_and_can_be_cancelled(shop: TestShop) -> None:
    anna, boris = shop.who("Anna"), shop.who("Boris")
    for customer in (anna, boris):
        give(shop.desk, customer, "money", 10_000)
    first = payouts.make_payout(shop.desk, anna, 4_000)
    second = payouts.make_payout(shop.desk, boris, 3_000)
    turned = payouts.make_payout(shop.desk, boris, 2_000, method="credit")
    merge(shop)
    listed = payouts.list_payouts(shop.desk, anna)
    assert [one.id for one in listed] == [turned.payout.id, second.payout.id, first.payout.id]
    assert payouts.person_to_pay(shop.desk, anna).payable.available == 11_000
    third = payouts.make_payout(shop.desk, anna, 9_000)
    for made in (third, turned, second, first):
        payouts.cancel_payout(shop.desk, made.payout.id, "mistake")
    balance = accounts.get_balance(shop.desk, anna).spendable
    assert (balance["money"], balance["store_credit"]) == (20_000, 0)


def test_r50_the_year_counts_what_both_records_were_given(shop: TestShop) -> None:
    for number, name in enumerate(("Anna", "Boris")):
        shop.buy("1000", code=shop.code(name), phone=f"+7917000000{number}")
    adjusting.adjust(shop.desk, shop.who("Boris"), "points", 11, reason="count")
    merge(shop)
    assert payouts.yearly_total(shop.desk, shop.who("Anna"), 2026) == 21_100


def test_r39_the_page_shows_the_history_of_both(shop: TestShop) -> None:
    shop.give("Anna", 10)
    shop.buy("1000", customer="Anna")
    shop.clock.forward(days=1)
    made = shop.buy("700", code=shop.code("Boris"), phone="+79170000001", name="Clara")
    shop.buy("500", customer=shop.code("Boris"), spend_points=40)
    merge(shop)
    view = view_customer(shop.desk, shop.who("Anna"))
    assert [one.total for one in view.latest] == [50_000, 100_000]
    assert view.details.customer.purchases == 2
    assert view.details.customer.last_on == day("2026-11-19")
    assert view.earned == {made.customer: {"points": 100}}
    lines = view_ledger(shop.desk, shop.who("Anna"))
    assert [(one.entry.change, one.balance) for one in lines] == [(-40, 70), (100, 110), (10, 10)]


def test_r77_a_third_record_joins_the_same_purse(shop: TestShop) -> None:
    shop.add("Clara")
    for name, points in (("Anna", 10), ("Boris", 20), ("Clara", 30)):
        shop.give(name, points)
    merge(shop, "Anna", "Boris")
    shop.buy("100", customer=shop.code("Anna"), spend_points=25)
    merge(shop, "Clara", "Anna")
    assert shop.balance("Clara") == 35
    assert [row[2] for row in own_accounts(shop, "Clara")] == [
        shop.who("Anna"), shop.who("Boris"), None,
    ]  # fmt: skip
    shop.buy("100", customer=shop.code("Clara"), spend_points=35)
    assert shop.balance("Clara") == 0


def test_r77_a_merge_into_somebody_without_accounts_makes_none(shop: TestShop) -> None:
    shop.give("Boris", 10)
    merge(shop)
    shop.give("Anna", 5)
    assert own_accounts(shop, "Anna") == [("points", 15, shop.who("Boris"))]
