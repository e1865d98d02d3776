"""G09: every step of the arithmetic as a sentence with its figures."""

import pytest

from refdesk.domain.bill import Effect, Step
from refdesk.words.catalogue import Words
from refdesk.words.why import LINES, step_line, why_lines
from tests.unit.words.code_base import first_words

STEPS: dict[str, tuple[dict[str, object], str]] = {
    "percent_off": (
        {"percent": 1000, "base": 150000, "value": 15000},
        "10 % of 1 500 ₽ = 150 ₽ off",
    ),
    "amount_off": ({"amount": 20000, "value": 15000}, "200 ₽ off by the terms"),
    "cut_to_cap": ({"cap": 30000}, "The terms allow at most 300 ₽"),
    "cut_to_bill": ({"base": 15000}, "No more than the bill: 150 ₽"),
    "cut_to_limit": ({"limit": 10000}, "Limit of one purchase: 100 ₽"),
    "cut_to_budget": ({"left": 5000}, "The programme’s budget has 50 ₽ left"),
    "cut_credits": ({"period": "month", "limit": 10}, "Limit of credits reached: 10 a month"),
    "percent_of": (
        {"kind": "points", "percent": 500, "base": 99999, "value": 49},
        "5 % of 999,99 ₽ = 49 points",
    ),
    "per_sum": (
        {"kind": "points", "per": 5000, "amount": 1, "times": 4, "base": 21000, "value": 4},
        "1 point for every 50 ₽: 210 ₽ has 4, that is 4 points",
    ),
    "fixed": ({"kind": "store_credit", "value": 20000}, "200 ₽ by the terms"),
    "withdrawable": (
        {"percent": 7000, "money": 7000, "credit": 3000},
        "70 % may be paid out: 70 ₽; store credit: 30 ₽",
    ),
    "manual_discount": ({"value": 1000}, "Discount by hand: 10 ₽"),
    "cash_rounding": ({"value": -50}, "Cash rounding: −0,50 ₽"),
    "paid_with": ({"unit": "points", "spent": 256, "value": 25600}, "256 points pay 256 ₽"),
    "stamps_left": ({"missing": 2}, "2 more to a free visit"),
    "stamps_pay": ({"spent": 5, "value": 60000}, "5 stamps pay 600 ₽"),
    "gift_card_pays": (
        {"card": "…QT2", "value": 60000, "left": 40000},
        "Gift card …QT2 pays 600 ₽, 400 ₽ is left on it",
    ),
    "kept_from_before": ({"gift": "Free wash"}, "Kept from an earlier purchase: Free wash"),
    "coupon_brings": ({"gift": "Free wash"}, "The coupon brings: Free wash"),
    "by_status": ({"status": "Silver"}, "By the status Silver"),
    "pool_percent": (
        {"percent": 2000, "base": 123456, "value": 24691},
        "To share: 20 % of 1 234,56 ₽ = 246,91 ₽",
    ),
    "pool_sum": ({"value": 50000}, "To share: 500 ₽ by the terms"),
    "pool_friend": ({"percent": 5000, "value": 12346}, "The friend’s part, 50 %: 123,46 ₽"),
    "pool_referrer": ({"percent": 5000, "value": 12345}, "The referrer’s part, 50 %: 123,45 ₽"),
    "carry_percent": (
        {"kind": "points", "percent": 300, "base": 200000},
        "3 % of 2 000 ₽, with what was left before",
    ),
    "carry_per": (
        {"kind": "points", "per": 5000, "amount": 1, "base": 3000},
        "1 point for every 50 ₽ of 30 ₽, with what was left before",
    ),
    "carried": (
        {"kind": "points", "before": 6000, "value": 1, "after": 2000},
        "60 % of a point left before; now 1 point, and 20 % of a point is kept",
    ),
    "kept": ({}, "Kept for a later purchase"),
    "referrer_waits": ({}, "The referrer is blocked: the benefit waits for him"),
    "undone": ({"value": -100, "benefit": "points"}, "Undone: −100 points"),
    "gift_card_sold": ({"card": "…VB5", "value": 50000}, "Gift card …VB5: 500 ₽"),
    "adjusted": (
        {"value": 5, "unit": "points", "reason": "forgot the card"},
        "Corrected by hand: forgot the card",
    ),
    "owed": (
        {"value": 3, "unit": "stamps"}, "More than there was, so this is owed: 3 stamps",
    ),
    "nothing_paid": ({}, "Nothing was paid in money, so nothing is earned"),
    "referrer_blocked": ({}, "The referrer is blocked: the benefit stays with the shop"),
    "referrer_erased": ({}, "The referrer is erased: the benefit stays with the shop"),
}  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_every_step_of_the_code_base_has_a_line() -> None:
    assert first_words("Step", folder="refdesk") <= set(LINES)
    assert set(STEPS) == set(LINES)


@pytest.mark.parametrize("code", sorted(STEPS))
def test_a_step_is_a_sentence_in_both_languages(code: str, english: Words, russian: Words) -> None:
    params, line = STEPS[code]
    step = Step(code, params)
    assert plain(step_line(english, step)) == line
    assert step_line(russian, step) != step_line(english, step) or code in (
        "paid_with",
        "stamps_pay",
    )


def test_a_saved_step_reads_as_the_step_itself(english: Words) -> None:
    step = Step("fixed", {"kind": "points", "value": 100})
    effect = Effect("referrer", 1, "points", 100, 0, why=(step,))
    saved = [{"code": "fixed", "kind": "points", "value": 100}]
    assert why_lines(english, effect) == why_lines(english, saved) == ["100 points by the terms"]


def test_store_credit_spent_is_said_once(english: Words) -> None:
    step = Step("paid_with", {"unit": "store_credit", "spent": 5000, "value": 5000})
    assert plain(step_line(english, step)) == "50 ₽ of store credit spent"


def test_a_kept_discount_has_no_name_of_its_own(english: Words) -> None:
    assert (
        step_line(english, Step("kept_from_before")) == "A discount kept from an earlier purchase"
    )


def test_g11_of_money_less_than_the_smallest_coin_is_kept(english: Words) -> None:
    step = Step("carried", {"kind": "store_credit", "before": 6000, "value": 150, "after": 2000})
    assert plain(step_line(english, step)) == "1,50 ₽; what is left of the smallest coin is kept"


def test_a_step_from_a_newer_program_stands_for_itself(english: Words) -> None:
    assert step_line(english, {"code": "moon_phase"}) == "moon_phase"
