"""How each verdict and each refusal of the counter comes about in a real shop.

A case is a person's way there: services set the scene, keys and scans do the rest. `CASES` has one
for every row of the design's table of verdicts and for every refusal that can meet a till.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import NamedTuple

from PySide6.QtCore import Qt

from refdesk.domain.bill import Line
from refdesk.domain.codes import make_code
from refdesk.services.accounts import get_balance
from refdesk.services.card_swap import replace_code
from refdesk.services.codes import block_code
from refdesk.services.counter import Request, record_purchase
from refdesk.services.customer_state import block_customer
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.print_runs import NewRun, create_run
from refdesk.services.programmes import add_programme, set_status
from refdesk.services.run_confirming import confirm_run
from refdesk.services.shop import set_setting
from refdesk.services.staff import add_staff, sign_in
from tests.ui.counter_shop import CONSENT, give_points
from tests.ui.counter_till import Till
from tests.ui.verdict_scenes import (
    MARINAS,
    NEW_PHONE,
    STATUS,
    WAX,
    buy,
    code_of,
    coupon,
    form,
    marina,
    programme,
)

ANNAS = "9160003107"
F6, F7 = Qt.Key.Key_F6, Qt.Key.Key_F7


class Case(NamedTuple):
    """What is expected: the verdict's key, and the refusal's code where it is one."""

    key: str
    code: str
    go: Callable[[Till], None]


CASES: dict[str, Case] = {}


def case(key: str, code: str = "") -> Callable[[Callable[[Till], None]], Callable[[Till], None]]:
    """Keep a way to a verdict under the name of its function."""

    def keep(go: Callable[[Till], None]) -> Callable[[Till], None]:
        CASES[go.__name__] = Case(key, code, go)
        return go

    return keep


# -- codes that work -------------------------------------------------------------------------------


@case("ok_new")
def a_friends_card(till: Till) -> None:
    till.scan(till.shop.anna_code)


@case("ok_again")
def a_standing_discount(till: Till) -> None:
    code = code_of(till, rule=('trigger = "every"', "new_only = false"))
    buy(till, code=code, phone=MARINAS)
    form(till, code, MARINAS)


@case("ok_shop")
def a_word_of_the_shop(till: Till) -> None:
    programme(till, 'codes = "campaign"', 'word = "LAGOON"', 'budget = "50000.00"')
    till.type("lagoon")
    till.enter()


@case("info_known")
def a_regular(till: Till) -> None:
    buy(till, customer=f"C{till.shop.marina}")
    till.type(MARINAS)
    till.enter()


@case("info_own")
def an_own_card_opened(till: Till) -> None:
    form(till, till.shop.anna_code, ANNAS)
    till.enter()


@case("info_new")
def a_new_number(till: Till) -> None:
    till.type("8" + NEW_PHONE)
    till.enter()


@case("check_many")
def several_names(till: Till) -> None:
    give_points(till.shop, 3)
    till.type("Friend")
    till.enter()


@case("check_typo", "code_unknown")
def a_slip(till: Till) -> None:
    code = till.shop.anna_code
    till.type(("3" if code[0] != "3" else "4") + code[1:])
    till.enter()


@case("check_minimum", "below_minimum")
def a_bill_too_small(till: Till) -> None:
    form(till, code_of(till, rule=('minimum = "500.00"',)), amount="400")


@case("check_service", "service_excluded")
def a_service_left_out(till: Till) -> None:
    services = till.shop.services
    form(till, code_of(till, rule=(f'services = ["{services["Full wash"]}"]',)), amount="400")
    segments = till.page.newcomer.services
    express = [one for one in segments.buttons() if one.text() == services["Express"]]
    express[0].click()
    till.settle()


@case("check_service", "till_excluded")
def another_till(till: Till) -> None:
    till.scan(code_of(till, 'tills = ["2", "3"]'))


@case("check_better")
def a_better_discount(till: Till) -> None:
    low = code_of(till, 'stacking = "best_of"', rule=('trigger = "every"', "new_only = false"))
    add_programme(till.shop.desk, terms_text=STATUS)
    buy(till, code=low, phone=MARINAS)
    form(till, low, MARINAS)


@case("check_old_card")
def an_old_card(till: Till) -> None:
    replace_code(till.shop.desk, till.shop.anna_code)
    till.scan(till.shop.anna_code)


@case("check_identity", "identity_needed")
def nobody_named(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.press(F6)
    till.type("1000")
    till.enter()


@case("check_consent")
def no_consent(till: Till) -> None:
    form(till, till.shop.anna_code)
    till.page.newcomer.consent.setChecked(False)
    till.settle()
    till.enter()


@case("check_changed", "sum_changed")
def another_sum(till: Till) -> None:
    give_points(till.shop, 3)
    marina(till)
    till.press(F7)
    till.type("100")
    set_setting(till.shop.desk, "point_value", "2.00")
    till.enter()


@case("check_second", "second_person_needed")
def the_cashiers_own_card(till: Till) -> None:
    add_staff(till.shop.desk, "Nina", "cashier", "6402", customer=till.shop.anna)
    nina = sign_in(till.shop.desk, "Nina", "6402")
    till.take_over(till.shop.desk.acting(nina))
    form(till, till.shop.anna_code)


@case("check_cap")
def a_limit_that_cuts(till: Till) -> None:
    code = code_of(
        till, rule=("[rule.limits]", "per_referrer = { month = 1 }"),
        benefit='[[rule.referrer]]\nkind = "points"\namount = 100',
    )  # fmt: skip
    buy(till, code=code, phone="+79000000001", consent=CONSENT)
    form(till, code)


@case("check_clock", "clock_suspect")
def a_clock_ten_years_back(till: Till) -> None:
    till.shop.clock.now -= timedelta(days=3652)
    till.scan(till.shop.anna_code)


# -- codes that do not -----------------------------------------------------------------------------


@case("stop_unknown", "code_unknown")
def nobodys_code(till: Till) -> None:
    till.scan(make_code(Random(3).randrange))


@case("stop_unknown")
def nobodys_name(till: Till) -> None:
    till.type("Zinaida")
    till.enter()


@case("stop_foreign", "code_unknown")
def a_link(till: Till) -> None:
    till.scan("https://example.com/promo/abc")


@case("stop_foreign", "code_unknown")
def a_products_barcode(till: Till) -> None:
    till.scan("4600000000017")


@case("stop_customer", "not_new_customer")
def no_newcomer(till: Till) -> None:
    buy(till, customer=f"C{till.shop.marina}")
    form(till, till.shop.anna_code, MARINAS)


@case("stop_customer", "customer_excluded")
def not_for_these_people(till: Till) -> None:
    programme(
        till, 'codes = "campaign"', 'word = "LAGOON"', 'customers = ["employee"]',
        'budget = "50000.00"',
    )  # fmt: skip
    form_of_word(till, "lagoon", MARINAS)


def form_of_word(till: Till, word: str, phone: str) -> None:
    till.type(word)
    till.enter()
    till.type(phone)
    till.press(F6)
    till.type("1000")


@case("stop_self", "own_code")
def an_own_code(till: Till) -> None:
    form(till, till.shop.anna_code, ANNAS)


@case("stop_bound", "already_referred")
def invited_by_another(till: Till) -> None:
    desk = till.shop.desk
    oleg = add_customer(desk, NewCustomer("Oleg Petrov", phones=("+79160007777",), consent=CONSENT))
    add_customer(
        desk,
        NewCustomer("Rita Orlova", phones=("+79160008888",), consent=CONSENT, code=oleg.codes[0]),
    )
    till.shop.clock.pass_time(days=3)
    form(till, till.shop.anna_code, "9160008888")


@case("stop_circle", "referral_cycle")
def each_others_friend(till: Till) -> None:
    desk = till.shop.desk
    rita = add_customer(
        desk,
        NewCustomer(
            "Rita Orlova", phones=("+79160008888",), consent=CONSENT, code=till.shop.anna_code
        ),
    )
    form(till, rita.codes[0], ANNAS)


@case("stop_expired", "code_expired")
def a_card_of_last_month(till: Till) -> None:
    code = code_of(till, "code_life_days = 10")
    till.shop.clock.pass_time(days=15)
    till.scan(code)


@case("stop_early", "code_not_yet_valid")
def a_card_from_monday_on(till: Till) -> None:
    till.scan(code_of(till, "valid_from = 2026-11-23"))


@case("stop_used", "code_used_up")
def a_coupon_used(till: Till) -> None:
    code = coupon(till)
    at_two = replace(till.shop.at_till(), till="2")
    till.shop.buy(60_000, desk=at_two, code=code, customer=f"C{till.shop.marina}")
    till.shop.clock.pass_time(days=3)
    till.scan(code)


@case("stop_cap", "code_used_up")
def a_code_at_its_limit(till: Till) -> None:
    code = code_of(till, rule=("new_only = false", "limits.per_code = { life = 2 }"))
    for number in range(2):
        buy(till, code=code, phone=f"+7900000000{number}", consent=CONSENT)
    till.scan(code)


@case("stop_cap", "limit_per_period")
def a_code_at_its_months_limit(till: Till) -> None:
    code = code_of(till, rule=("limits.per_code = { month = 2 }",))
    for number in range(2):
        buy(till, code=code, phone=f"+7900000000{number}", consent=CONSENT)
    form(till, code)


@case("stop_cap", "limit_per_customer")
def a_customer_at_his_limit(till: Till) -> None:
    programme(
        till, 'codes = "campaign"', 'word = "LAGOON"', 'budget = "50000.00"',
        rule=('trigger = "every"', "new_only = false", "limits.per_customer = { month = 1 }"),
    )  # fmt: skip
    buy(till, code="LAGOON", customer=f"C{till.shop.marina}")
    form_of_word(till, "lagoon", MARINAS)


@case("stop_blocked", "code_blocked")
def a_lost_card(till: Till) -> None:
    block_code(till.shop.desk, till.shop.anna_code, "lost card")
    till.shop.clock.pass_time(days=3)
    till.scan(till.shop.anna_code)


@case("stop_blocked", "code_blocked")
def a_stolen_card(till: Till) -> None:
    block_code(till.shop.desk, till.shop.anna_code, "stolen: from the car")
    till.shop.clock.pass_time(days=3)
    till.scan(till.shop.anna_code)


@case("stop_blocked", "code_blocked")
def a_blocked_owners_card(till: Till) -> None:
    block_customer(till.shop.desk, till.shop.anna, "abuse")
    till.scan(till.shop.anna_code)


@case("stop_paused", "programme_paused")
def a_paused_programme(till: Till) -> None:
    code = code_of(till)
    set_status(till.shop.desk, "Own terms", "pause")
    till.scan(code)


@case("stop_ended", "programme_ended")
def an_ended_programme(till: Till) -> None:
    code = code_of(till)
    set_status(till.shop.desk, "Own terms", "end")
    till.scan(code)


@case("stop_hours", "outside_hours")
def another_hour(till: Till) -> None:
    till.scan(code_of(till, 'days = ["mon", "tue", "wed"]', 'hours = ["10:00-16:00"]'))


@case("stop_budget", "budget_spent")
def an_empty_budget(till: Till) -> None:
    code = code_of(till, 'budget = "60.00"')
    buy(till, code=code, phone="+79000000001", consent=CONSENT)
    form(till, code)


@case("stop_inactive", "code_not_activated")
def a_card_not_out_yet(till: Till) -> None:
    programme(till, 'codes = "coupon"', rule=("new_only = false",))
    made = create_run(till.shop.desk, NewRun(programme="Own terms", count=2))
    till.scan(made.codes[0])


@case("stop_inactive", "code_not_activated")
def a_blank_that_is_nobodys_yet(till: Till) -> None:
    programme(till)
    made = create_run(till.shop.desk, NewRun(programme="Own terms", count=2, kind="blank"))
    confirm_run(till.shop.desk, made.run.id)
    till.scan(made.codes[0])


@case("stop_blocked", "code_voided")
def a_spoiled_card(till: Till) -> None:
    programme(till, 'codes = "coupon"', rule=("new_only = false",))
    made = create_run(till.shop.desk, NewRun(programme="Own terms", count=2))
    confirm_run(till.shop.desk, made.run.id, [made.codes[0]])
    till.scan(made.codes[0])


@case("stop_wait", "till_paused")
def five_wrong_codes(till: Till) -> None:
    random = Random(3)
    for _ in range(6):
        till.scan(make_code(random.randrange))


@case("stop_points", "points_insufficient")
def too_many_points(till: Till) -> None:
    give_points(till.shop, 1)
    marina(till)
    till.press(F7)
    till.type("300")
    till.enter()


@case("stop_points", "points_share_exceeded")
def too_large_a_share(till: Till) -> None:
    give_points(till.shop, 3)
    marina(till, "400")
    till.press(F7)
    till.type("300")
    till.enter()


@case("stop_hold", "hold_not_over")
def points_on_hold(till: Till) -> None:
    programme(
        till, 'codes = "none"', rule=('trigger = "every"', "hold_days = 14", "new_only = false"),
        benefit='buyer = { kind = "points", percent = "10" }',
    )  # fmt: skip
    buy(till, customer=f"C{till.shop.marina}")
    marina(till)
    till.press(F7)


@case("stop_points", "entitlement_unavailable")
def a_gift_used_at_another_till(till: Till) -> None:
    add_programme(till.shop.desk, terms_text=WAX)
    buy(till, customer=f"C{till.shop.marina}")
    marina(till)
    [row] = till.page.customer.benefits.rows().values()
    row.setFocus()
    till.press(Qt.Key.Key_Space)
    [gift] = get_balance(till.desk, till.shop.marina).entitlements
    request = Request(
        lines=(Line(60_000),), customer=f"C{till.shop.marina}", use=(gift.id,), proof="phone"
    )
    record_purchase(till.shop.at_till(), request)
    till.enter()
    till.enter()
