"""Who brought whom: self-referral on every path, circles, the first claim, coupons of a stack."""

import pytest

from refdesk.services import codes, customers, print_runs, programmes, run_confirming
from refdesk.services.desk import Actor
from tests.support.refusals import refused
from tests.support.shops import TestShop


def referrer_of(shop: TestShop, name: str) -> str | None:
    found = customers.show_customer(shop.desk, shop.who(name)).referrer
    return found.name if found else None


# -- R31: nobody brings himself --------------------------------------------------------------


def test_r31_ones_own_code_is_refused_whoever_one_says_to_be(wash: TestShop) -> None:
    code = wash.add("Anna", "+79161234567", plates=("A123BC77",), emails=("anna@example.org",))
    for who in ("Anna", code, "+79161234567", "A123BC77", "anna@example.org"):
        with refused("own_code"):
            wash.buy("1000", code=code, customer=who)
    assert wash.count("referral") == 0


def test_r31_ones_own_phone_or_plate_typed_at_the_till_is_refused(wash: TestShop) -> None:
    code = wash.add("Anna", "+79161234567", plates=("A123BC77",))
    for given in ({"phone": "8 916 123 45 67"}, {"plate": "а123вс77"},
                  {"phone": "+79169999999", "plate": "A123BC77"}):  # fmt: skip
        with refused("own_code"):
            wash.buy("1000", code=code, **given)
    assert (wash.count("referral"), wash.count("purchase")) == (0, 0)


def test_r31_ones_own_phone_beside_another_customer_is_refused(wash: TestShop) -> None:
    code = wash.add("Anna", "+79161234567")
    wash.add("Boris")
    with refused("own_code"):
        wash.buy("1000", code=code, customer="Boris", phone="+79161234567")
    with refused("own_code"):
        wash.buy("1000", code="+79161234567", phone="+79161234567")


def test_r31_two_customers_on_one_bill_are_refused(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.add("Boris", "+79162222222", plates=("B222BB77",))
    wash.add("Clara", "+79163333333")
    for given in ({"customer": "Boris", "phone": "+79163333333"},
                  {"phone": "+79163333333", "plate": "B222BB77"}):  # fmt: skip
        with refused("identity_taken"):
            wash.buy("1000", code=code, **given)
    assert wash.count("purchase") == 0


def test_r31_enrolling_with_ones_own_phone_is_refused(wash: TestShop) -> None:
    code = wash.add("Anna", "+79161234567")
    with refused("identity_taken", kind="phone"):
        wash.add("Anna again", "8-916-123-45-67", code=code)
    assert wash.count("customer") == 1


def test_r31_an_edit_cannot_take_another_persons_identity(wash: TestShop) -> None:
    wash.add("Anna", "+79161234567")
    wash.add("Boris")
    with refused("identity_taken"):
        customers.edit_customer(
            wash.desk, wash.who("Boris"), customers.NewCustomer(phones=("+79161234567",))
        )


# -- R30, R32 -----------------------------------------------------------------------------------


def test_r30_the_first_claim_wins_and_stays(wash: TestShop) -> None:
    anna, clara = wash.add("Anna"), wash.add("Clara")
    wash.add("Boris", code=anna)
    with refused("already_referred", referrer="Anna"):
        wash.buy("1000", code=clara, customer="Boris")
    wash.buy("1000", customer="Boris")
    with refused("not_new_customer"):
        wash.buy("1000", code=clara, customer="Boris")
    assert (referrer_of(wash, "Boris"), wash.balance("Clara")) == ("Anna", 0)


def test_r54_a_refused_redemption_makes_no_claim(wash: TestShop) -> None:
    anna, clara = wash.add("Anna"), wash.add("Clara")
    wash.add("Boris")
    with refused("sum_changed"):
        wash.buy("1000", code=anna, customer="Boris", expect=1)
    wash.buy("1000", code=clara, customer="Boris")
    assert referrer_of(wash, "Boris") == "Clara"


def test_r30_a_claim_outlives_the_purchase_that_made_it(wash: TestShop) -> None:
    anna, clara = wash.add("Anna"), wash.add("Clara")
    wash.add("Boris")
    paid = wash.buy("1000", code=anna, customer="Boris")
    wash.void(paid.purchase)
    with refused("already_referred"):
        wash.buy("1000", code=clara, customer="Boris")


@pytest.mark.parametrize("again", [0, 1])
def test_r30_another_code_of_ones_referrer_changes_nothing_of_the_claim(
    wash: TestShop, again: int
) -> None:
    wash.programme(
        'name = "Every"\ncodes = "personal"\n[[rule]]\nid = "each"\ntrigger = "every"\n'
        'referral = { kind = "percent_off", percent = "5" }'
    )
    wash.programme(
        'name = "Each"\ncodes = "personal"\n[[rule]]\nid = "each"\ntrigger = "every"\n'
        'referral = { kind = "percent_off", percent = "6" }'
    )
    wash.add("Anna")
    own = [one.code for one in customers.show_customer(wash.desk, wash.who("Anna")).codes][1:]
    wash.add("Boris")
    wash.buy("1000", code=own[0], customer="Boris")
    first = customers.show_customer(wash.desk, wash.who("Boris")).referral
    assert first is not None
    assert (first.was_new, first.effective is not None) == (True, True)
    wash.clock.forward(days=3)
    assert wash.buy("1000", code=own[again], customer="Boris").discount > 0
    assert customers.show_customer(wash.desk, wash.who("Boris")).referral == first
    assert len(audited(wash, "referral_claimed")) == 1


def test_r32_no_circle_however_long(wash: TestShop) -> None:
    above = wash.add("P0")
    first = above
    for number in range(1, 6):
        above = wash.add(f"P{number}", code=above)
    with refused("referral_cycle"):
        wash.buy("1000", code=above, customer="P0")
    with refused("own_code"):
        wash.buy("1000", code=first, customer="P0")
    assert wash.problems() == []


def test_r33_an_old_customer_is_not_new(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.add("Boris")
    paid = wash.buy("1000", customer="Boris")
    with refused("not_new_customer"):
        wash.buy("1000", code=code, customer="Boris")
    wash.void(paid.purchase)
    assert wash.buy("1000", code=code, customer="Boris").discount == 10_000


def test_r33_whoever_was_brought_elsewhere_is_not_new_for_a_newcomers_word(wash: TestShop) -> None:
    wash.programme('name = "Hello"\ncodes = "campaign"\nword = "WELCOME"\n[[rule]]\nid = "w"\n'
                   'trigger = "every"\nnew_only = true\n'
                   'limits = { per_code = { life = 9 } }\n'
                   'referral = { kind = "percent_off", percent = "50" }')  # fmt: skip
    wash.add("Boris", code=wash.add("Anna"))
    wash.buy("1000", customer="Boris")
    with refused("not_new_customer"):
        wash.buy("1000", code="WELCOME", customer="Boris")


def test_r55_a_newcomer_without_an_identity_cannot_use_a_friends_code(wash: TestShop) -> None:
    code = wash.add("Anna")
    with refused("identity_needed"):
        wash.buy("1000", code=code, name="Boris")
    assert wash.count("customer") == 1


def audited(shop: TestShop, action: str) -> list[str]:
    """The details of every audit link of one action."""
    rows = shop.desk.store.sql(f"SELECT details FROM audit WHERE action = '{action}' ORDER BY id")
    return [row[0] for row in rows]


def test_r55_a_manager_allows_a_friends_code_without_an_identity(wash: TestShop) -> None:
    code = wash.add("Anna")
    cashier, manager = wash.hire("Ivan", "cashier"), wash.hire("Vera", "manager")
    with wash.acting(cashier, approver=manager):
        paid = wash.buy("1000", code=code, reason="forgot the phone")
    assert (paid.discount, paid.customer, paid.codes) == (10_000, None, ())
    assert wash.balance("Anna") == 100
    assert (wash.count("referral"), wash.count("customer")) == (0, 1)
    (waived,) = audited(wash, "identity_waived")
    assert f'"approver":{manager.staff}' in waived.replace(" ", "")
    assert wash.desk.store.sql("SELECT reason FROM purchase") == [("forgot the phone",)]
    assert wash.problems() == []
    wash.void(paid.purchase)
    assert wash.balance("Anna") == 0


def test_r55_a_name_alone_is_bound_when_a_manager_allows_the_code(wash: TestShop) -> None:
    code = wash.add("Anna")
    manager = wash.hire("Vera", "manager")
    with wash.acting(wash.hire("Ivan", "cashier"), approver=manager):
        paid = wash.buy("1000", code=code, name="Boris")
    assert paid.discount == 10_000
    assert wash.count("referral") == 1


def test_r55_a_cashier_or_the_role_alone_allows_nothing(wash: TestShop) -> None:
    code = wash.add("Anna")
    ivan, olga = wash.hire("Ivan", "cashier"), wash.hire("Olga", "cashier")
    vera = wash.hire("Vera", "manager")
    with wash.acting(ivan, approver=olga), refused("identity_needed"):
        wash.buy("1000", code=code)
    with wash.acting(vera), refused("identity_needed"):
        wash.buy("1000", code=code)
    with wash.acting(vera, approver=vera):
        assert wash.buy("1000", code=code).discount == 10_000
    with wash.acting(ivan, approver=vera):
        wash.buy("1000", code=code, phone="+79170000001")
    assert len(audited(wash, "identity_waived")) == 1


def test_r55_a_customer_without_an_identity_is_enrolled_by_a_manager(wash: TestShop) -> None:
    code = wash.add("Anna")
    new = customers.NewCustomer("Boris", code=code)
    with refused("identity_needed"):
        customers.add_customer(wash.desk, new)
    vera = wash.hire("Vera", "manager")
    with wash.acting(wash.hire("Ivan", "cashier"), approver=vera):
        customers.add_customer(wash.desk, new)
    assert wash.count("referral") == len(audited(wash, "identity_waived")) == 1


# -- coupons and stacks (R20, R74) ---------------------------------------------------------------


def stack(shop: TestShop, holder: str = "", count: int = 2) -> list[str]:
    """The codes of a confirmed run of coupons with one holder."""
    holders = (shop.who(holder),) if holder else ()
    run = print_runs.create_run(shop.desk, print_runs.NewRun(count=count, holders=holders))
    run_confirming.confirm_run(shop.desk, run.run.id, [])
    return list(run.codes)


def test_r74_a_coupon_of_a_stack_makes_the_holder_the_referrer(wash: TestShop) -> None:
    wash.add("Cafe", kind="ambassador")
    first, second = stack(wash, "Cafe")
    paid = wash.buy("1000", code=first, phone="+79170000001")
    assert (paid.discount, wash.balance("Cafe")) == (10_000, 100)
    with refused("code_used_up", limit=1):
        wash.buy("1000", code=first, phone="+79170000002")
    assert wash.buy("1000", code=second, phone="+79170000002").discount == 10_000
    assert wash.problems() == []


def test_r74_a_run_works_from_its_confirmation_and_spoiled_cards_never(wash: TestShop) -> None:
    run = print_runs.create_run(wash.desk, print_runs.NewRun(count=2))
    good, spoiled = run.codes
    with refused("code_not_activated"):
        wash.buy("1000", code=good, phone="+79170000001")
    run_confirming.confirm_run(wash.desk, run.run.id, [spoiled])
    with refused("code_voided"):
        wash.buy("1000", code=spoiled, phone="+79170000001")
    assert wash.buy("1000", code=good, phone="+79170000001").discount == 10_000


def test_r15_a_void_re_opens_a_coupon_and_its_next_use_is_a_new_one(wash: TestShop) -> None:
    [code, _] = stack(wash)
    paid = wash.buy("1000", code=code, phone="+79170000001")
    wash.void(paid.purchase)
    again = wash.buy("1000", code=code, phone="+79170000002")
    uses = wash.desk.store.sql("SELECT number, is_live, purchase_id FROM code_use ORDER BY id")
    assert uses == [(1, 0, paid.purchase), (2, 1, again.purchase)]
    assert wash.problems() == []


def test_r54_a_coupon_at_the_first_purchase_still_pays_who_brought_him(wash: TestShop) -> None:
    wash.add("Boris", code=wash.add("Anna"))
    [coupon, _] = stack(wash)
    paid = wash.buy("1000", code=coupon, customer="Boris")
    assert (paid.discount, wash.balance("Anna")) == (10_000, 100)
    assert wash.buy("1000", customer="Boris").discount == 0
    assert wash.problems() == []


def test_a_blocked_code_says_so(wash: TestShop) -> None:
    code = wash.add("Anna")
    codes.block_code(wash.desk, code, "lost card")
    with refused("code_blocked"):
        wash.buy("1000", code=code, phone="+79170000001")


def test_a_code_past_its_life_has_expired(wash: TestShop) -> None:
    wash.programme('name = "Short"\ncode_life_days = 30\n[[rule]]\nid = "r"\n'
                   'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip
    wash.add("Anna")
    short = customers.show_customer(wash.desk, wash.who("Anna")).codes[1].code
    wash.clock.forward(days=30)
    assert wash.quote("1000", code=short, phone="+79170000001").quote.verdict == "ok_new"
    wash.clock.forward(days=1)
    with refused("code_expired"):
        wash.buy("1000", code=short, phone="+79170000001")


# -- R38: a second person ----------------------------------------------------------------------


def test_r38_staff_do_not_serve_themselves_alone(wash: TestShop) -> None:
    code = wash.add("Ivan")
    wash.give("Ivan", 100)
    ivan = wash.hire("Ivan K.", "cashier", customer="Ivan")
    maria = wash.hire("Maria", "manager")
    with wash.acting(ivan), refused("second_person_needed"):
        wash.buy("1000", code=code, phone="+79170000001")
    with wash.acting(ivan), refused("second_person_needed"):
        wash.buy("1000", customer=code, spend_points=10)
    with wash.acting(ivan, approver=ivan), refused("second_person_needed"):
        wash.buy("1000", code=code, phone="+79170000001")
    with wash.acting(ivan, approver=maria):
        assert wash.buy("1000", code=code, phone="+79170000001").discount == 10_000
        assert wash.buy("1000", customer=code, spend_points=10).to_pay == 99_000
    with wash.acting(maria):
        assert wash.buy("1000", customer=code, spend_points=10).to_pay == 99_000


def test_r38_staff_do_not_enrol_whom_they_brought_alone(wash: TestShop) -> None:
    code = wash.add("Ivan")
    ivan = wash.hire("Ivan K.", "cashier", customer="Ivan")
    maria = wash.hire("Maria", "manager")
    with wash.acting(ivan), refused("second_person_needed"):
        wash.add("Boris", code=code)
    assert (wash.count("referral"), wash.count("customer")) == (0, 1)
    with wash.acting(ivan, approver=maria):
        wash.add("Boris", code=code)
    assert referrer_of(wash, "Boris") == "Ivan"


# -- what comes first ---------------------------------------------------------------------------


@pytest.mark.parametrize("more", [
    {"customer": "nobody at all"}, {"lines": ("Haircut", "10")}, {},
])  # fmt: skip
def test_what_is_wrong_with_the_code_is_said_first(wash: TestShop, more: dict[str, object]) -> None:
    code = wash.add("Anna")
    programmes.set_status(wash.desk, "P1", "pause")
    lines = [more.pop("lines")] if "lines" in more else ["10"]
    with refused("programme_paused"):
        wash.buy(*lines, code=code, **more)  # type: ignore[arg-type]


def test_an_unknown_customer_or_service_is_said_where_the_code_is_right(wash: TestShop) -> None:
    code = wash.add("Anna")
    with refused("customer_unknown"):
        wash.buy("10", code=code, customer="C999")
    with refused("service_unknown", service="Haircut"):
        wash.buy(("Haircut", "10"), code=code, phone="+79170000001")
    with refused("service_unknown"):
        wash.buy(("Haircut", "10"))
    with refused("own_code"):
        wash.buy(("Haircut", "10"), code=code, customer="Anna")


def test_a_manual_discount_is_a_managers(wash: TestShop) -> None:
    cashier = wash.hire("Ivan", "cashier")
    manager = Actor(None, "Olga", "manager")
    with wash.acting(cashier), refused("not_allowed", role="manager"):
        wash.buy("1000", manual_discount=10_000, reason="scratch")
    with wash.acting(cashier, approver=manager):
        paid = wash.buy("1000", manual_discount=10_000, reason="scratch")
    assert (paid.discount, paid.to_pay) == (10_000, 90_000)
    with refused("bad_reason"):
        wash.buy("1000", manual_discount=10_000)
    with refused("bad_amount"):
        wash.buy("1000", manual_discount=100_001, reason="too much")
