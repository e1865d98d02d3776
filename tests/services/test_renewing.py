"""A new card for whose card has run out; a manager does not make the old one work."""

import pytest

from refdesk.services import codes, customers, look_up, print_runs, programmes
from refdesk.services.renewing import renew_card
from refdesk.words.catalogue import load_words
from refdesk.words.reasons import refusal_text
from tests.support.refusals import refused
from tests.support.shops import TestShop

SHORT = """
name = "Short"
code_life_days = 30
{head}
[[rule]]
id = "r"
trigger = "first"
referral = {{ kind = "percent_off", percent = "10" }}
"""


def short_code(shop: TestShop, head: str = "") -> str:
    """Anna's code that works for 30 days, after they have passed."""
    shop.programme(SHORT.format(head=head))
    shop.add("Anna Lebedeva")
    code = customers.show_customer(shop.desk, shop.who("Anna Lebedeva")).codes[-1].code
    shop.clock.forward(days=31)
    return code


def short_programme(shop: TestShop) -> int:
    found = programmes.find_programme(shop.desk, "Short")
    assert found is not None
    return found.programme


def step(shop: TestShop, code: str) -> str:
    """What the till is told to do about a refused code."""
    seen = look_up.look_up(shop.desk, code)
    assert seen.refusal is not None
    assert seen.refusal.code == "code_expired"
    return refusal_text(load_words("en"), seen.refusal)[1]


def test_a_manager_who_stands_by_does_not_make_an_expired_code_work(wash: TestShop) -> None:
    code = short_code(wash)
    olga, vera = wash.hire("Olga", "cashier"), wash.hire("Vera", "manager")
    with wash.acting(olga, approver=vera), refused("code_expired"):
        wash.buy("1000", code=code, phone="+79170000001")
    assert "manager" not in step(wash, code)


def test_a_cashier_gives_the_owner_of_an_expired_card_a_new_one_once(wash: TestShop) -> None:
    code = short_code(wash)
    assert step(wash, code) == "Record without the code, or print a new card of: Anna L."
    old = codes.show_code(wash.desk, code).code
    with wash.acting(wash.hire("Olga", "cashier")):
        made = renew_card(wash.desk, old)
        assert (made.customer, made.programme) == (wash.who("Anna Lebedeva"), short_programme(wash))
        assert renew_card(wash.desk, old) == made
        shown = customers.show_customer(wash.desk, wash.who("Anna Lebedeva")).codes
        fresh = [one for one in shown if one.version == old.version and one.id != old.id]
        assert [one.state(wash.desk.today()) for one in fresh] == ["live"]
        bought = wash.buy("1000", code=fresh[0].code, phone="+79170000001")
        assert bought.discount == 10_000
        with refused("code_expired"):
            wash.buy("1000", code=code, phone="+79170000002")


def test_r57_the_new_card_keeps_the_split_that_was_picked(wash: TestShop) -> None:
    wash.programme(
        'name = "Split"\ncode_life_days = 30\nsplit = "picked"\n[[rule]]\nid = "r"\n'
        'trigger = "first"\npool = { percent = "20" }\n'
    )
    wash.add("Anna")
    version = next(
        one for one in programmes.list_programmes(wash.desk) if one.terms.name == "Split"
    )
    anna = customers.get_customer(wash.desk, wash.who("Anna"))
    wash.clock.forward(days=31)
    code = codes.issue_personal(wash.desk, anna, version, friend_share=2500)
    wash.clock.forward(days=31)
    renew_card(wash.desk, codes.show_code(wash.desk, code).code)
    newest = customers.show_customer(wash.desk, anna.id).codes[-1]
    assert (newest.friend_share, newest.state(wash.desk.today())) == (2500, "live")


def test_a_card_whose_days_are_over_is_printed_for_nobody(wash: TestShop) -> None:
    code = short_code(wash)
    old = codes.show_code(wash.desk, code).code
    anna = wash.who("Anna Lebedeva")
    short = print_runs.Selection(customers=(anna,), programme="Short")
    assert print_runs.card_ids(wash.desk, short) == []
    renew_card(wash.desk, old)
    (printed,) = print_runs.card_ids(wash.desk, short)
    assert printed == customers.show_customer(wash.desk, anna).codes[-1].id


@pytest.mark.parametrize("deed", ["end", "pause"])
def test_a_programme_that_gives_no_codes_gives_no_new_card(wash: TestShop, deed: str) -> None:
    code = short_code(wash)
    programmes.set_status(wash.desk, "Short", deed)
    assert step(wash, code) == "Record the purchase without the code"
    with refused("code_expired"):
        renew_card(wash.desk, codes.show_code(wash.desk, code).code)


def test_a_season_that_is_over_gives_no_new_card(wash: TestShop) -> None:
    code = short_code(wash, head="valid_to = 2026-11-30")
    assert step(wash, code) == "Record the purchase without the code"


def test_a_coupon_that_has_run_out_is_nobodys_and_gets_no_new_one(wash: TestShop) -> None:
    wash.programme(SHORT.format(head='codes = "coupon"'))
    version = next(
        one for one in programmes.list_programmes(wash.desk) if one.terms.name == "Short"
    )
    code = codes.issue_coupon(wash.desk, version)
    wash.clock.forward(days=31)
    assert step(wash, code) == "Record the purchase without the code"


def test_r38_a_scan_tells_that_the_card_is_of_whoever_is_at_the_till(wash: TestShop) -> None:
    code = wash.add("Ivan")
    other = wash.add("Boris")
    ivan, maria = wash.hire("Ivan K.", "cashier", customer="Ivan"), wash.hire("Maria", "manager")
    with wash.acting(ivan):
        assert look_up.look_up(wash.desk, code).needs_second
        assert not look_up.look_up(wash.desk, other).needs_second
        assert wash.count("refusal") == 0
    with wash.acting(ivan, approver=maria):
        assert not look_up.look_up(wash.desk, code).needs_second
    with wash.acting(maria):
        assert not look_up.look_up(wash.desk, code).needs_second
