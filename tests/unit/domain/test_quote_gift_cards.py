"""R73: gift cards as a tender, and what selling one does."""

from datetime import date
from typing import Any

import pytest

from refdesk.domain.bill import Counts, GiftCard, ShopRules
from refdesk.domain.ledger import Draw
from refdesk.domain.quote import quote
from tests.support.quotes import (
    BORIS,
    bill,
    buyer,
    facts,
    gift_card,
    line,
    lot,
    own,
    preset,
    shown,
    source,
    stamps,
    terms,
    with_lots,
)
from tests.support.refusals import refused

WASH = preset("car-wash")
EVERY = terms('[[rule]]\nid = "r"\ntrigger = "every"\nbuyer = { kind = "points", percent = "10" }')
CARD_SOLD = line("1000.00", "Gift card", "gift_card")


def paying(*cards: GiftCard, **more: Any) -> Any:
    """The facts with these gift cards shown."""
    return facts(more.pop("code", None), more.pop("who", None), gift_cards=cards, **more)


def test_r73_a_gift_card_pays_and_keeps_the_rest() -> None:
    made = quote(bill("600.00"), paying(gift_card("1000.00")))
    assert (made.to_pay, made.discount) == (0, 0)
    [tender] = made.effects
    assert (tender.side, tender.benefit, tender.value, tender.spent) == (
        "buyer", "gift_card", 60_000, 60_000,
    )  # fmt: skip
    assert (tender.state, tender.uses, tender.cost, tender.programme) == ("spent", 70, 0, None)
    assert (tender.lines, tender.price, tender.customer) == ((0,), 60_000, BORIS)
    assert tender.why[0].params == {"card": "…QT2", "value": 60_000, "left": 40_000}
    assert made.draws["gift_card:70"] == (Draw(970, 60_000),)


def test_r73_what_it_does_not_cover_is_left_to_pay() -> None:
    assert quote(bill("1500.00"), paying(gift_card("1000.00"))).to_pay == 50_000


def test_r73_several_pay_in_the_order_in_which_they_are_shown() -> None:
    first, second = gift_card("100.00", code=1), gift_card("500.00", code=2)
    made = quote(bill("300.00"), paying(first, second))
    assert [(one.uses, one.value) for one in made.effects] == [(1, 10_000), (2, 20_000)]
    assert set(made.draws) == {"gift_card:1", "gift_card:2"}


def test_r73_one_that_nothing_is_left_for_is_not_touched() -> None:
    made = quote(bill("100.00"), paying(gift_card("100.00", code=1), gift_card("5.00", code=2)))
    assert [one.uses for one in made.effects] == [1]


def test_the_same_card_shown_twice_pays_once() -> None:
    card = gift_card("100.00")
    assert quote(bill("300.00"), paying(card, card)).to_pay == 20_000


def test_r05_it_comes_after_points_and_before_the_cash_rounding() -> None:
    now = with_lots([lot(100)], shop=ShopRules(cash_step=100, cash_mode="down"))
    made = quote(bill("300.50", spend_points=100), paying(
        gift_card("150.20"), who=now.buyer, shop=now.shop))  # fmt: skip
    assert [(one.benefit, one.value) for one in made.effects] == [
        ("points", 10_000), ("gift_card", 15_020), ("rounding", -30),
    ]  # fmt: skip
    assert made.to_pay == 5_000


def test_r80_nothing_is_rounded_where_nothing_is_left_in_cash() -> None:
    shop = ShopRules(cash_step=100, cash_mode="nearest")
    made = quote(bill("300.50"), paying(gift_card("500.00"), shop=shop))
    assert [one.benefit for one in made.effects] == ["gift_card"]


def test_r03_r09_a_tender_reduces_no_base() -> None:
    now = paying(gift_card("1000.00"), own=(own(EVERY),), code=shown(WASH))
    made = quote(bill("1000.00"), now)
    assert made.line_bases == (90_000,)
    assert [(one.benefit, one.value) for one in made.effects] == [
        ("percent_off", 10_000), ("gift_card", 90_000), ("points", 90), ("points", 100),
    ]  # fmt: skip


def test_r58_an_exclusive_code_does_not_bar_a_tender() -> None:
    exclusive = terms('stacking = "exclusive"\n[[rule]]\nid = "r"\n'
                      'referral = { kind = "percent_off", percent = "10" }')  # fmt: skip
    assert quote(bill("100.00"), paying(gift_card("50.00"), code=shown(exclusive))).to_pay == 4_000


def test_it_pays_deposits_and_tips_but_no_other_gift_card() -> None:
    made = quote(
        bill("100.00", line("50.00", "Tip", "tip"), line("70.00", "Deposit", "deposit"), CARD_SOLD),
        paying(gift_card("5000.00")),
    )
    assert (made.to_pay, made.effects[0].lines) == (100_000, (0, 1, 2))


def test_r79_a_gift_card_is_its_own_proof() -> None:
    assert quote(bill("100.00"), paying(gift_card("100.00"), who=buyer(None))).to_pay == 0


# -- selling one -----------------------------------------------------------------------------------


def test_r73_a_gift_card_sold_takes_no_discount_and_earns_nothing() -> None:
    card = terms('[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 6')
    now = facts(shown(WASH), own=(own(EVERY), own(card, number=12)))
    with refused("service_excluded"):
        quote(bill(CARD_SOLD), now)
    made = quote(bill("500.00", CARD_SOLD, manual_discount=10_000), now)
    assert made.line_discounts == (14_000, 0)
    assert {one.base for one in made.effects if one.benefit in ("points", "stamps")} == {36_000}
    assert quote(bill(CARD_SOLD), facts(None, own=(own(EVERY),))).effects == ()


def test_r73_it_is_not_paid_with_points_or_stamps() -> None:
    card = terms('[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 2')
    who = buyer(lots=(lot(5_000), stamps(9, number=2)), proof="code")
    made = quote(bill(CARD_SOLD), facts(None, who, own=(own(card),), spending={11: own(card)}))
    assert (made.max_points, made.free_line) == (0, None)


def test_r73_a_manual_discount_on_a_gift_card_alone_is_none() -> None:
    made = quote(bill(CARD_SOLD, manual_discount=10_000), facts())
    assert (made.to_pay, made.effects) == (100_000, ())


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("card, code", [
    (gift_card("5", state="retired"), "code_voided"),
    (gift_card("5", state="spoiled"), "code_voided"),
    (gift_card("5", state="blocked"), "code_blocked"),
    (gift_card("5", state="printed"), "code_not_activated"),
    (GiftCard(70, "…QT2"), "code_not_activated"),
    (gift_card("5", expires_on=date(2026, 11, 17)), "code_expired"),
    (gift_card("0", expires_on=date(2026, 11, 17)), "code_expired"),
    (gift_card("5", state="expired"), "code_expired"),
    (gift_card("0"), "code_used_up"),
    (gift_card("0", state="used_up"), "code_used_up"),
])  # fmt: skip
def test_r73_a_card_that_cannot_pay_is_refused_by_its_state(card: GiftCard, code: str) -> None:
    with refused(code, mask="…QT2"):
        quote(bill("100.00"), paying(card))


def test_r66_a_gift_card_pays_through_its_last_day() -> None:
    assert quote(bill("5"), paying(gift_card("5", expires_on=date(2026, 11, 18)))).to_pay == 0


def test_of_two_codes_the_first_refusal_in_the_list_is_said() -> None:
    used = shown(source(WASH), kind="coupon", use_limit=1, uses=Counts(life=1))
    with refused("code_blocked"):
        quote(bill("100.00"), paying(gift_card("5", state="blocked"), code=used))
    with refused("code_used_up", limit=1):
        quote(bill("100.00"), paying(gift_card("5"), code=used))
    paused = shown(source(WASH, 1, status="paused"))
    with refused("code_used_up"):
        quote(bill("100.00"), paying(gift_card("0"), code=paused))
