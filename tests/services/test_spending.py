"""Points and credit at the till: proof, holds, debts, and undoing what was spent."""

from datetime import UTC, datetime, time

import pytest

from refdesk.services import accounts, customers
from refdesk.services.accounts import LotLine
from tests.support.refusals import refused
from tests.support.shops import TestShop, day


def lots(shop: TestShop, name: str) -> list[LotLine]:
    return list(accounts.get_balance(shop.desk, shop.who(name)).lots)


def owed(shop: TestShop, name: str) -> dict[str, int]:
    return dict(accounts.get_balance(shop.desk, shop.who(name)).owed)


def test_r61_points_pay_a_part_of_the_bill(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 300)
    paid = wash.buy("1000", customer=code, spend_points=120)
    assert (paid.to_pay, paid.discount, wash.balance("Anna")) == (88_000, 0, 180)
    assert [(one.benefit, one.spent, one.value, one.state) for one in paid.effects] == [
        ("points", 120, 12_000, "spent")
    ]
    assert wash.problems() == []


@pytest.mark.parametrize("who, proved", [
    ("code", True), ("phone", True), ("id", False), ("name", False), ("plate", False),
    ("email", False),
])  # fmt: skip
def test_r79_a_code_or_the_full_phone_proves_presence(
    wash: TestShop, who: str, proved: bool
) -> None:
    code = wash.add("Anna", "+79161234567", plates=("A123BC77",), emails=("a@example.org",))
    wash.give("Anna", 300)
    asked = {"code": code, "phone": "8 916 1234567", "id": f"C{wash.who('Anna')}",
             "name": "anna", "plate": "A123BC77", "email": "a@example.org"}[who]  # fmt: skip
    request = wash.request("1000", spend_points=10)
    from dataclasses import replace

    from refdesk.services.counter import record_purchase

    request = replace(request, customer=asked)
    if proved:
        assert record_purchase(wash.desk, request).to_pay == 99_000
        [row] = wash.desk.store.sql("SELECT proof FROM purchase")
        assert row == (who,)
    else:
        with refused("proof_needed"):
            record_purchase(wash.desk, request)


def test_r79_the_setting_and_its_sum_decide(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 300)
    wash.set("proof_from", "50.00")
    assert wash.buy("1000", customer="Anna", spend_points=49).to_pay == 95_100
    with refused("proof_needed"):
        wash.buy("1000", customer="Anna", spend_points=50)
    assert wash.buy("1000", customer="Anna", spend_points=50, proof="last_four").to_pay == 95_000
    wash.set("proof_of_presence", "off")
    assert wash.buy("1000", customer="Anna", spend_points=100).to_pay == 90_000


def test_r66_held_points_wait_for_their_day(wash: TestShop) -> None:
    wash.programme('name = "Held"\n[[rule]]\nid = "r"\nhold_days = 14\n'
                   'referrer = [{ kind = "points", amount = 500 }]')  # fmt: skip
    wash.add("Anna")
    from refdesk.services.customers import show_customer

    held = show_customer(wash.desk, wash.who("Anna")).codes[1].code
    wash.buy("1000", code=held, phone="+79170000001")
    balance = accounts.get_balance(wash.desk, wash.who("Anna"))
    assert (balance.spendable["points"], balance.held) == (0, {"points": 500})
    with refused("hold_not_over", available_on=day("2026-12-02")):
        wash.buy("1000", customer=held, spend_points=10)
    wash.clock.forward(days=14)
    assert wash.buy("1000", customer=held, spend_points=10).to_pay == 99_000
    assert wash.problems() == []


def test_r11_r12_worked_example_7(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.clock.forward(days=150)  # 17 April 2027
    wash.give("Anna", 50, expires_on=day("2027-06-01"))
    wash.give("Anna", 30)
    wash.give("Anna", 40, expires_on=day("2027-05-01"))
    paid = wash.buy("1000", customer=code, spend_points=70)
    assert [(one.left, one.expires_on) for one in lots(wash, "Anna")] == [
        (20, day("2027-06-01")), (30, None),
    ]  # fmt: skip
    wash.clock.forward(days=28)  # 15 May
    wash.void(paid.purchase)
    assert [(one.left, one.expires_on) for one in lots(wash, "Anna")] == [
        (50, day("2027-06-01")), (30, None), (40, day("2027-05-22")),
    ]  # fmt: skip
    wash.clock.forward(days=7)
    assert wash.balance("Anna") == 120
    wash.clock.forward(days=1)
    assert wash.balance("Anna") == 80
    assert wash.problems() == []


def test_r12_grace_is_for_what_returns_not_for_what_had_expired_beside_it(
    wash: TestShop,
) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 100, expires_on=day("2026-12-01"))
    paid = wash.buy("1000", customer=code, spend_points=30)
    wash.clock.forward(days=20)  # 8 December: 70 have expired
    assert wash.balance("Anna") == 0
    wash.void(paid.purchase)
    assert wash.balance("Anna") == 30
    wash.clock.forward(days=8)
    assert wash.balance("Anna") == 0
    assert wash.problems() == []


def test_r12_the_days_of_grace_are_the_programmes_or_the_shops(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.set("grace_days", "2")
    wash.give("Anna", 100, expires_on=day("2026-12-01"))
    paid = wash.buy("1000", customer=code, spend_points=30)
    wash.clock.forward(days=20)
    wash.void(paid.purchase)
    assert [one.expires_on for one in lots(wash, "Anna")] == [day("2026-12-10")]


@pytest.mark.parametrize("own, until", [
    ("grace_days = 4", "2026-12-12"), ("grace_days = 0", "2026-12-08"), ("", "2026-12-10"),
])  # fmt: skip
def test_r12_a_programme_with_days_of_grace_of_its_own_gives_these(
    wash: TestShop, own: str, until: str
) -> None:
    wash.set("grace_days", "2")
    wash.programme(
        f'name = "Own"\ncodes = "personal"\n[spending]\nexpires_days = 10\n{own}\n'
        '[[rule]]\nid = "friend"\nreferrer = [{ kind = "points", amount = 100 }]'
    )
    wash.add("Anna")
    code = customers.show_customer(wash.desk, wash.who("Anna")).codes[1].code
    brought(wash, code, 1)
    paid = wash.buy("1000", customer=code, spend_points=100)
    wash.clock.forward(days=20)  # 8 December: the points would have expired on 28 November
    wash.void(paid.purchase)
    assert [(one.left, one.expires_on) for one in lots(wash, "Anna")] == [(100, day(until))]
    wash.clock.at = datetime.combine(day(until), time(12), UTC)
    assert wash.balance("Anna") == 100
    wash.clock.forward(days=1)
    assert wash.balance("Anna") == 0


# -- R14, R68: debts -----------------------------------------------------------------------------


def brought(shop: TestShop, code: str, number: int) -> int:
    """A purchase of a newcomer."""
    return shop.buy("1000", code=code, phone=f"+79170000{number:03}").purchase


def test_r14_what_was_spent_already_is_owed_and_r68_repaid_by_the_next_earning(
    wash: TestShop,
) -> None:
    code = wash.add("Anna")
    first = brought(wash, code, 1)
    wash.buy("1000", customer=code, spend_points=70)
    wash.void(first)
    assert (wash.balance("Anna"), owed(wash, "Anna")) == (-70, {"points": 70})
    with refused("points_insufficient", max=0):
        wash.buy("1000", customer=code, spend_points=1)
    brought(wash, code, 2)
    assert (wash.balance("Anna"), owed(wash, "Anna")) == (30, {})
    assert [one.left for one in lots(wash, "Anna")] == [30]
    assert wash.problems() == []


def test_r68_what_is_taken_back_comes_from_other_lots_before_it_is_owed(wash: TestShop) -> None:
    code = wash.add("Anna")
    first = brought(wash, code, 1)
    brought(wash, code, 2)
    wash.buy("1000", customer=code, spend_points=70)
    wash.void(first)
    assert (wash.balance("Anna"), owed(wash, "Anna")) == (30, {})
    assert wash.problems() == []


def test_r68_what_returns_pays_the_oldest_debt_first(wash: TestShop) -> None:
    code = wash.add("Anna")
    first = brought(wash, code, 1)
    spent = wash.buy("1000", customer=code, spend_points=100)
    wash.void(first)
    assert owed(wash, "Anna") == {"points": 100}
    wash.void(spent.purchase)
    assert (wash.balance("Anna"), owed(wash, "Anna"), lots(wash, "Anna")) == (0, {}, [])
    assert wash.problems() == []


def test_r68_what_is_released_from_hold_pays_the_debt_too(wash: TestShop) -> None:
    code = wash.add("Anna")
    first = brought(wash, code, 1)
    wash.buy("1000", customer=code, spend_points=100)
    wash.void(first)
    wash.give("Anna", 150, available_on=day("2026-12-01"))
    assert wash.balance("Anna") == -100
    wash.clock.forward(days=13)
    assert wash.balance("Anna") == 50
    with refused("points_insufficient", max=50):
        wash.buy("1000", customer=code, spend_points=51)
    assert wash.buy("1000", customer=code, spend_points=50).to_pay == 95_000
    assert (wash.balance("Anna"), owed(wash, "Anna")) == (0, {})
    assert wash.problems() == []


def test_r14_a_shop_may_stop_at_zero_and_book_the_loss(wash: TestShop) -> None:
    wash.set("negative_balance", "stop")
    code = wash.add("Anna")
    first = brought(wash, code, 1)
    wash.buy("1000", customer=code, spend_points=70)
    wash.void(first)
    assert (wash.balance("Anna"), owed(wash, "Anna")) == (0, {})
    written_off = accounts.list_entries(wash.desk, wash.who("Anna"))[-1]
    assert (written_off.kind, written_off.change, written_off.reason) == (
        "adjust", 70, "loss_written_off",
    )  # fmt: skip
    brought(wash, code, 2)
    assert wash.balance("Anna") == 100
    assert wash.problems() == []


def test_r68_an_undo_first_returns_and_then_takes_back(wash: TestShop) -> None:
    anna = wash.add("Anna")
    wash.add("Boris", code=anna)
    wash.give("Boris", 100)
    wash.give("Anna", 5)
    paid = wash.buy("1000", customer=wash.code("Boris"), spend_points=100)
    assert (wash.balance("Anna"), wash.balance("Boris")) == (105, 0)
    wash.void(paid.purchase)
    assert (wash.balance("Anna"), wash.balance("Boris")) == (5, 100)
    assert wash.problems() == []


# -- R67 ---------------------------------------------------------------------------------------


def test_r67_a_purchase_keeps_points_awake_and_its_void_puts_them_to_sleep(
    wash: TestShop,
) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 100, inactive_days=30)
    wash.clock.forward(days=29)
    kept = wash.buy("1000", customer="Anna")
    wash.clock.forward(days=29)
    assert wash.balance("Anna") == 100
    assert wash.buy("1000", customer=code, spend_points=10).to_pay == 99_000
    wash.void(kept.purchase)
    assert wash.balance("Anna") == 90
    wash.clock.forward(days=31)
    assert wash.balance("Anna") == 0
    assert accounts.list_entries(wash.desk, wash.who("Anna"))[0].state == "expired"
    assert wash.problems() == []


def test_r67_a_debt_is_taken_from_points_that_a_purchase_kept_awake(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 100, inactive_days=30)
    first = brought(wash, code, 1)
    wash.clock.forward(days=25)
    wash.buy("1000", customer="Anna")
    wash.clock.forward(days=25)
    wash.buy("1000", customer=code, spend_points=120)
    wash.void(first)
    assert (wash.balance("Anna"), owed(wash, "Anna")) == (-20, {"points": 20})
    assert wash.problems() == []


def test_r59_r60_lots_pay_only_as_their_own_terms_allow(full: TestShop) -> None:
    anna = full.add("Anna")
    for number in range(3):
        brought(full, anna, number)
    full.give("Anna", 400)
    paid = full.buy("1000", customer=anna, spend_points="max")
    assert paid.to_pay == 30_000
    entry = accounts.list_entries(full.desk, full.who("Anna"), "points")[-1]
    assert (entry.kind, entry.change) == ("spend", -700)
    paid = full.buy("100", phone="+79170000900")
    assert full.problems() == []


@pytest.mark.parametrize("asked", [-1, -100])
def test_a_negative_wish_is_bad_input(wash: TestShop, asked: int) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 100)
    with refused("bad_amount"):
        wash.buy("1000", customer=code, spend_points=asked)
    with refused("bad_amount"):
        wash.buy("1000", customer=code, spend_credit=asked)
