"""Runs of blanks and gift cards, and putting them into use (R29, R73, R74)."""

import pytest

from refdesk.services import (
    codes,
    customers,
    payouts,
    print_runs,
    programmes,
    run_confirming,
    undoing,
)
from refdesk.services.activation import Activated, activate_code
from refdesk.services.card_swap import replace_code
from refdesk.services.print_runs import NewRun, RunMade
from refdesk.words.catalogue import load_words
from tests.support.refusals import refused
from tests.support.shops import TestShop, minor


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    wash.add("Anna")
    return wash


def run_of(
    shop: TestShop, kind: str, *, count: int = 2, value: str = "", **more: object
) -> RunMade:
    new = NewRun(count, kind=kind, value=minor(value) if value else None, **more)  # type: ignore[arg-type]
    made = print_runs.create_run(shop.desk, new)
    run_confirming.confirm_run(shop.desk, made.run.id)
    return made


def activate(shop: TestShop, code: str, who: str = "", paid: str = "", key: str = "") -> Activated:
    person = customers.get_customer(shop.desk, shop.who(who)) if who else None
    amount = minor(paid) if paid else None
    return activate_code(shop.desk, code, customer=person, paid=amount, key=key)


# -- blanks --------------------------------------------------------------------------------------


def test_r74_a_blank_is_its_customers_code_from_activation(shop: TestShop) -> None:
    code, other = run_of(shop, "blank").codes
    with refused("code_not_activated"):
        shop.buy("1000", code=code, phone="+79170000001")
    shown = activate(shop, code, "Anna").shown
    assert (shown.code.kind, shown.code.owner, shown.state) == (
        "personal", shop.who("Anna"), "live",
    )  # fmt: skip
    shop.buy("1000", code=code, phone="+79170000001")
    assert shop.balance("Anna") == 100
    assert codes.show_code(shop.desk, other).state == "printed"
    assert customers.get_who(shop.desk, code).customer.id == shop.who("Anna")
    assert shop.problems() == []


def test_r29_a_card_of_a_run_that_is_not_confirmed_is_not_activated(shop: TestShop) -> None:
    made = print_runs.create_run(shop.desk, NewRun(2, kind="blank"))
    with refused("code_not_activated", run=f"R{made.run.id}"):
        activate(shop, made.codes[0], "Anna")
    run_confirming.confirm_run(shop.desk, made.run.id, [made.codes[1]])
    activate(shop, made.codes[0], "Anna")
    with refused("code_voided"):
        activate(shop, made.codes[1], "Anna")


def test_r29_coupons_work_from_the_confirmation_of_their_run(shop: TestShop) -> None:
    made = print_runs.create_run(shop.desk, NewRun(2, holders=(shop.who("Anna"),)))
    with refused("code_not_activated"):
        shop.buy("1000", code=made.codes[0], phone="+79170000001")
    run_confirming.confirm_run(shop.desk, made.run.id)
    shop.buy("1000", code=made.codes[0], phone="+79170000001")
    # R74: who holds the stack is who brought the friend
    assert shop.balance("Anna") == 100
    with refused("code_used_up"):
        shop.buy("1000", code=made.codes[0], phone="+79170000002")


def test_what_is_not_activated(shop: TestShop) -> None:
    code, other = run_of(shop, "blank").codes
    with refused("customer_unknown"):
        activate(shop, code)
    activate(shop, code, "Anna")
    for text in (code, shop.code("Anna")):
        with refused("nothing_to_activate"):
            activate(shop, text, "Anna")
    codes.block_code(shop.desk, other, "lost")
    with refused("code_blocked"):
        activate(shop, other, "Anna")
    with refused("code_unknown"):
        activate(shop, "22222-22222", "Anna")


# -- gift cards ----------------------------------------------------------------------------------


def test_r73_a_gift_card_is_live_from_its_sale_which_earns_nothing(shop: TestShop) -> None:
    shop.programme(
        'name = "Own"\ncodes = "none"\n[[rule]]\nid = "own"\ntrigger = "every"\n'
        'buyer = { kind = "points", percent = "5" }\n'
    )
    code, _ = run_of(shop, "gift_card", value="500").codes
    assert len(code) == 13
    with refused("code_not_activated"):
        shop.buy("300", gift_cards=(code,))
    made = activate(shop, code, "Anna", "500")
    assert made.receipt is not None
    assert (made.receipt.to_pay, made.receipt.discount, made.receipt.customer) == (
        50_000, 0, shop.who("Anna"),
    )  # fmt: skip
    (effect,) = made.receipt.effects
    assert (effect.benefit, effect.value, effect.state) == ("gift_card", 50_000, "available")
    assert shop.balance("Anna") == 0
    assert (made.shown.state, codes.code_value(shop.desk, made.shown.code)) == ("live", 50_000)
    assert payouts.yearly_total(shop.desk, shop.who("Anna"), 2026) == 0
    assert shop.problems() == []


def test_r73_a_gift_card_is_used_in_parts(shop: TestShop) -> None:
    code, _ = run_of(shop, "gift_card", value="500").codes
    activate(shop, code)
    assert shop.buy("300", gift_cards=(code,)).to_pay == 0
    assert codes.code_value(shop.desk, codes.show_code(shop.desk, code).code) == 20_000
    assert shop.buy("300", gift_cards=(code,)).to_pay == 10_000
    with refused("code_used_up"):
        shop.buy("300", gift_cards=(code,))
    assert shop.problems() == []


def test_r73_the_sale_is_refunded_up_to_the_unused_value(shop: TestShop) -> None:
    code, _ = run_of(shop, "gift_card", value="500").codes
    sale = activate(shop, code).receipt
    assert sale is not None
    used = shop.buy("300", gift_cards=(code,)).purchase
    with refused("refund_exceeds_purchase", max=20_000):
        shop.void(sale.purchase)
    undoing.refund_purchase(shop.desk, sale.purchase, undoing.Refund("unused part", 20_000))
    assert codes.code_value(shop.desk, codes.show_code(shop.desk, code).code) == 0
    shop.void(used)
    assert codes.code_value(shop.desk, codes.show_code(shop.desk, code).code) == 30_000
    assert shop.problems() == []


def test_r73_a_card_whose_sale_went_back_is_sold_again(shop: TestShop) -> None:
    code, _ = run_of(shop, "gift_card", value="500").codes
    sale = activate(shop, code).receipt
    assert sale is not None
    shop.void(sale.purchase)
    assert codes.show_code(shop.desk, code).state == "printed"
    activate(shop, code)
    assert shop.buy("500", gift_cards=(code,)).to_pay == 0
    assert shop.problems() == []


def test_r73_a_card_is_sold_for_its_value_or_where_it_has_none_for_what_is_paid(
    shop: TestShop,
) -> None:
    code, _ = run_of(shop, "gift_card", value="500").codes
    with refused("sum_changed", expected=40_000, to_pay=50_000):
        activate(shop, code, paid="400")
    free, other = run_of(shop, "gift_card").codes
    with refused("bad_amount"):
        activate(shop, free)
    assert activate(shop, free, paid="750").receipt is not None
    assert codes.code_value(shop.desk, codes.show_code(shop.desk, free).code) == 75_000
    assert other


def test_the_same_key_sells_a_card_once(shop: TestShop) -> None:
    code, _ = run_of(shop, "gift_card", value="500").codes
    first = activate(shop, code, key="k").receipt
    assert first is not None
    again = activate(shop, code, key="k").receipt
    assert again is not None
    assert (again.purchase, again.repeated) == (first.purchase, True)
    with refused("nothing_to_activate"):
        activate(shop, code)
    assert shop.count("purchase") == 1


def test_g16_a_gift_cards_value_moves_to_the_new_card(shop: TestShop) -> None:
    code, _ = run_of(shop, "gift_card", value="500").codes
    activate(shop, code)
    shop.buy("100", gift_cards=(code,))
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed", role="manager"):
        replace_code(shop.desk, code)
    swapped = replace_code(shop.desk, code)
    assert len(swapped.code) == 13
    assert codes.code_value(shop.desk, swapped.shown.code) == 40_000
    assert shop.buy("300", gift_cards=(swapped.code,)).to_pay == 0
    assert shop.buy("300", gift_cards=(code,)).to_pay == 20_000
    codes.block_code(shop.desk, code, "stolen")
    with refused("code_blocked"):
        shop.buy("300", gift_cards=(code,))
    assert shop.problems() == []


# -- runs ----------------------------------------------------------------------------------------


def test_what_a_run_cannot_be(shop: TestShop) -> None:
    for new, code in (
        (NewRun(2, kind="personal"), "bad_run_kind"), (NewRun(2, value=100), "bad_amount"),
        (NewRun(2, kind="gift_card", value=0), "bad_amount"),
        (NewRun(2, kind="gift_card", value=10**11), "bad_amount"),
    ):  # fmt: skip
        with refused(code):
            print_runs.create_run(shop.desk, new)


def test_a_run_of_gift_cards_is_of_any_programme_and_one_of_blanks_of_its_own(
    full: TestShop,
) -> None:
    with refused("bad_programme"):
        print_runs.create_run(full.desk, NewRun(2, kind="blank"))
    with refused("bad_programme"):
        print_runs.create_run(full.desk, NewRun(2, kind="blank", programme="P4"))
    made = print_runs.create_run(full.desk, NewRun(3, kind="gift_card", value=1_000, stacks=2))
    assert (made.run.kind, made.run.value) == ("gift_card", 1_000)
    assert [stack.count for stack in made.run.stacks] == [2, 1]


# -- what the cards say --------------------------------------------------------------------------


def said(shop: TestShop, kind: str, value: str = "", language: str = "en") -> dict[str, str]:
    """The texts of the first card of a run."""
    words = load_words(language)
    made = run_of(shop, kind, value=value)
    ids = print_runs.card_ids(shop.desk, print_runs.Selection(run=made.run.id))
    record, *_ = print_runs.card_records(shop.desk, shop.desk.shop(), ids, words)
    return {name: text.replace("\xa0", " ") for name, text in record.fields.items()}


def test_r73_a_gift_card_says_what_is_on_it_and_no_programmes_terms(shop: TestShop) -> None:
    fields = said(shop, "gift_card", "500")
    assert (fields["offer_title"], fields["offer"]) == ("Gift card", "500 ₽")
    assert not {"reward", "valid", "name", "offer_note"} & set(fields)
    assert "offer" not in said(shop, "gift_card")
    assert said(shop, "gift_card", "500", "ru")["offer_title"] == "Подарочная карта"


def test_r74_a_blank_speaks_to_a_friend_and_a_coupon_to_its_holder(shop: TestShop) -> None:
    blank, coupon = said(shop, "blank"), said(shop, "coupon")
    assert (blank["offer_title"], blank["reward_title"]) == ("For your friend", "For you")
    assert coupon["offer_title"] == "For you"
    assert "reward" not in coupon


def test_g07_the_split_stands_on_the_card_that_picks_it(shop: TestShop) -> None:
    number = shop.programme(
        'name = "Share"\nsplit = "picked"\n[[rule]]\nid = "friend"\npool = { percent = "20" }\n'
    )
    share = programmes.get_programme(shop.desk, f"P{number}")
    person = customers.get_customer(shop.desk, shop.who("Anna"))
    for part, offer, reward in (
        (3_000, "−6 %", "14 %"),
        (0, None, "20 %"),
        (10_000, "−20 %", None),
    ):
        code = codes.issue_personal(shop.desk, person, share, friend_share=part)
        found = codes.show_code(shop.desk, code).code
        record = print_runs.card_record(shop.desk.shop(), found, share, "Anna", load_words("en"))
        texts = {name: text.replace("\xa0", " ") for name, text in record.fields.items()}
        assert texts.get("offer") == offer
        assert (reward or "") in texts.get("reward", "")
        assert ("reward" in texts) == (reward is not None)
