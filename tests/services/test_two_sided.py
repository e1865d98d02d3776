"""The two-sided story on a real file: join, bring a friend, be credited, undo, see it all."""

import pytest

from refdesk.domain.records import EntryLine
from refdesk.services import accounts, customers, programmes
from tests.support.refusals import refused
from tests.support.shops import TestShop, day, minor


def entries(shop: TestShop, name: str) -> list[EntryLine]:
    return accounts.list_entries(shop.desk, shop.who(name))


def test_a_friend_pays_less_and_the_referrer_gets_points(wash: TestShop) -> None:
    code = wash.add("Anna Petrova")
    paid = wash.buy(("Full wash", "1500.00"), code=code, phone="+79160000099", name="Boris")
    assert (paid.total, paid.discount, paid.to_pay) == (150_000, 15_000, 135_000)
    assert (paid.verdict, paid.repeated) == ("ok_new", False)
    assert len(paid.codes) == 1
    assert [(one.side, one.customer, one.value) for one in paid.effects] == [
        ("referral", paid.customer, 15_000), ("referrer", wash.who("Anna Petrova"), 100),
    ]  # fmt: skip
    assert wash.balance("Anna Petrova") == 100
    assert wash.problems() == []


def test_r30_the_newcomer_is_bound_and_effective(wash: TestShop) -> None:
    code = wash.add("Anna")
    paid = wash.buy("1500", code=code, phone="+79160000099")
    assert paid.customer is not None
    shown = customers.show_customer(wash.desk, paid.customer)
    assert shown.referrer is not None
    assert shown.referrer.name == "Anna"
    assert shown.referral is not None
    assert (shown.referral.effective, shown.referral.was_new) == (paid.purchase, True)
    assert customers.show_customer(wash.desk, wash.who("Anna")).effective_referrals == 1


def test_r54_the_second_purchase_gives_nothing_more(wash: TestShop) -> None:
    code = wash.add("Anna")
    paid = wash.buy("1500", code=code, phone="+79160000099")
    again = wash.buy("1500", phone="+79160000099")
    assert (again.customer, again.discount, again.effects) == (paid.customer, 0, ())
    with refused("not_new_customer"):
        wash.buy("1500", code=code, phone="+79160000099")
    assert wash.balance("Anna") == 100


def test_r66_points_expire_180_days_after_and_are_kept_through_that_day(wash: TestShop) -> None:
    wash.buy("1500", code=wash.add("Anna"), phone="+79160000099")
    [lot] = accounts.get_balance(wash.desk, wash.who("Anna")).lots
    assert (lot.left, lot.state, lot.available_on, lot.expires_on) == (
        100, "available", day("2026-11-18"), day("2027-05-17"),
    )  # fmt: skip
    wash.clock.forward(days=180)
    assert wash.balance("Anna") == 100
    wash.clock.forward(days=1)
    assert wash.balance("Anna") == 0
    assert entries(wash, "Anna")[0].state == "expired"


def test_r18_r70_a_void_takes_everything_back(wash: TestShop) -> None:
    paid = wash.buy("1500", code=wash.add("Anna"), phone="+79160000099")
    undone = wash.void(paid.purchase)
    assert undone.money_back == 135_000
    assert [(one.side, one.value) for one in undone.effects] == [
        ("referral", -15_000), ("referrer", -100),
    ]  # fmt: skip
    assert wash.balance("Anna") == 0
    assert [(one.kind, one.change, one.balance) for one in entries(wash, "Anna")] == [
        ("earn", 100, 100), ("take_back", -100, 0),
    ]  # fmt: skip
    assert entries(wash, "Anna")[1].undoes == entries(wash, "Anna")[0].id
    assert entries(wash, "Anna")[0].state == "cancelled"
    assert wash.problems() == []


def test_r16_after_a_void_the_referral_is_pending_and_may_qualify_once_more(
    wash: TestShop,
) -> None:
    code = wash.add("Anna")
    first = wash.buy("1500", code=code, phone="+79160000099")
    wash.void(first.purchase)
    shown = customers.show_customer(wash.desk, wash.who("Anna"))
    assert (shown.effective_referrals, len(shown.referrals)) == (0, 1)
    again = wash.buy("1000", phone="+79160000099")
    assert (again.discount, wash.balance("Anna")) == (10_000, 100)
    once_more = wash.buy("1000", phone="+79160000099")
    assert once_more.discount == 0
    assert wash.problems() == []


def test_r10_a_purchase_is_voided_once(wash: TestShop) -> None:
    paid = wash.buy("1500", code=wash.add("Anna"), phone="+79160000099")
    wash.void(paid.purchase)
    with refused("already_voided"):
        wash.void(paid.purchase)
    with refused("purchase_unknown"):
        wash.void(999)
    assert wash.balance("Anna") == 0


def test_r54_enrolling_with_a_code_is_a_claim_and_the_first_purchase_works_by_itself(
    wash: TestShop,
) -> None:
    code = wash.add("Anna")
    wash.add("Boris", code=code)
    assert wash.balance("Anna") == 0
    paid = wash.buy("1500", customer="Boris")
    assert (paid.discount, wash.balance("Anna")) == (15_000, 100)
    assert wash.problems() == []


def test_r53_a_paused_programme_gives_nothing_and_goes_on_after(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.add("Boris", code=code)
    programmes.set_status(wash.desk, "P1", "pause")
    assert wash.buy("1500", customer="Boris").discount == 0
    with refused("programme_paused"):
        wash.buy("1500", code=code, phone="+79160000099")
    programmes.set_status(wash.desk, "P1", "resume")
    assert wash.buy("1500", customer="Boris").discount == 15_000


def test_r53_what_was_earned_before_the_end_stays_spendable(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.buy("1500", code=code, phone="+79160000099")
    programmes.set_status(wash.desk, "P1", "end")
    with refused("programme_ended"):
        wash.buy("1500", code=code, phone="+79160000098")
    paid = wash.buy("1000", customer=code, spend_points=50)
    assert paid.to_pay == 95_000


def test_r35_a_blocked_referrers_code_is_blocked_and_a_standing_claim_gives_him_nothing(
    wash: TestShop,
) -> None:
    code = wash.add("Anna")
    wash.add("Boris", code=code)
    with wash.desk.store.write():
        from refdesk.storage.customers import update_customer

        update_customer(wash.desk.store, wash.who("Anna"), state="blocked")
    with refused("code_blocked"):
        wash.buy("1500", code=code, phone="+79160000099")
    paid = wash.buy("1500", customer="Boris")
    assert (paid.discount, wash.balance("Anna")) == (15_000, 0)
    assert wash.problems() == []


def test_r74_the_referrers_full_phone_stands_for_his_code(wash: TestShop) -> None:
    wash.add("Anna", "+79161234567")
    paid = wash.buy("1500", code="8 (916) 123-45-67", phone="+79160000099")
    assert (paid.discount, wash.balance("Anna")) == (15_000, 100)
    with refused("code_unknown"):
        wash.buy("1500", code="+79161234568", phone="+79160000098")
    wash.set("phone_as_code", "off")
    with refused("code_unknown"):
        wash.buy("1500", code="+79161234567", phone="+79160000098")


def test_r24_a_code_is_read_however_it_was_typed(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.desk.store.sql("UPDATE shop SET prefix = 'WASH'")
    for number, text in enumerate((
        code.lower(), f"{code[:5]}-{code[5:]}", f" wash-{code[:5]}-{code[5:]} ",
        f"https://example.org/r/{code}",
    )):  # fmt: skip
        paid = wash.buy("100", code=text, phone=f"+791600009{number:02}")
        assert paid.discount == 1_000


def test_r40_a_purchase_after_midnight_belongs_to_the_day_before(wash: TestShop) -> None:
    wash.add("Anna")
    wash.clock.at = wash.clock.at.replace(hour=22, minute=30)  # 01:30 on the 19th in Moscow
    paid = wash.buy("100", customer="Anna")
    [row] = wash.desk.store.sql("SELECT business_date FROM purchase WHERE id = ?", (paid.purchase,))
    assert row == ("2026-11-18",)
    wash.clock.forward(hours=3)
    assert wash.desk.today() == day("2026-11-19")


def test_r40_r66_what_ends_today_works_until_the_business_day_ends(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.desk.store.sql("UPDATE promo_code SET valid_to = '2026-11-18'")
    wash.give("Anna", 300, expires_on=day("2026-11-18"))
    wash.clock.at = wash.clock.at.replace(hour=22, minute=30)  # 01:30 on the 19th in Moscow
    brought = wash.buy("1000", code=code, phone="+79170000001")
    assert brought.discount == 10_000
    (earned,) = [one for one in brought.effects if one.side == "referrer"]
    assert (earned.available_on, earned.expires_on) == (day("2026-11-18"), day("2027-05-17"))
    assert wash.buy("1000", customer=code, spend_points=100).to_pay == 90_000
    wash.clock.forward(hours=3)  # 04:30: the next business day
    with refused("code_expired"):
        wash.buy("1000", code=code, phone="+79170000002")
    with refused("points_insufficient", max=100):
        wash.buy("1000", customer=code, spend_points=101)


def test_a_purchase_of_nobody_is_recorded_without_a_customer(wash: TestShop) -> None:
    paid = wash.buy("100", ("Express", "600"))
    assert (paid.customer, paid.to_pay, paid.verdict) == (None, 70_000, "info_new")
    assert wash.count("customer") == 0
    wash.void(paid.purchase)
    assert wash.problems() == []


@pytest.mark.parametrize("expect, works", [("900.00", True), ("899.99", False)])
def test_another_sum_than_the_customer_was_told_writes_nothing(
    wash: TestShop, expect: str, works: bool
) -> None:
    code = wash.add("Anna")
    if works:
        assert wash.buy("1000", code=code, phone="+79160000099", expect=minor(expect)).purchase
        return
    with refused("sum_changed", expected=minor(expect), to_pay=90_000):
        wash.buy("1000", code=code, phone="+79160000099", expect=minor(expect))
    assert (wash.count("purchase"), wash.count("customer")) == (0, 1)


def test_quote_and_redeem_say_the_same(wash: TestShop) -> None:
    code = wash.add("Anna")
    before = wash.counts()
    said = wash.quote("1234.56", code=code, phone="+79160000099").quote
    assert wash.counts() == before
    paid = wash.buy("1234.56", code=code, phone="+79160000099")
    assert (said.to_pay, said.discount, said.verdict) == (paid.to_pay, paid.discount, paid.verdict)
    assert [(one.benefit, one.value) for one in said.effects] == [
        (one.benefit, one.value) for one in paid.effects
    ]
