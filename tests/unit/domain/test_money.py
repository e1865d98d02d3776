"""Amounts, percents and their roundings."""

import time
from functools import partial

import pytest
from babel.numbers import get_currency_precision, list_currencies

from refdesk.domain.errors import DomainError
from refdesk.domain.money import (
    decimals_of,
    format_amount,
    format_percent,
    parse_amount,
    parse_percent,
    percent_floor,
    points_floor,
    round_cash,
    spread,
)

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


@pytest.mark.parametrize(
    "text, minor",
    [
        ("1000", 100_000),
        ("1 000", 100_000),
        (f"1{NBSP}000,50", 100_050),
        (f"1{NARROW}234{NARROW}567.5", 123_456_750),
        (f"12{THIN}345", 1_234_500),
        ("1000.50", 100_050),
        ("0,01", 1),
        (" 15 ", 1_500),
        (f"{NBSP}15{NBSP}", 1_500),
        ("007", 700),
        ("999999999.99", 99_999_999_999),
    ],
)
def test_r01_an_amount_is_read_into_minor_units(text: str, minor: int) -> None:
    assert parse_amount(text, 2) == minor


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "0", "0.00", "-1", "−1", "-0", "+5", "1000000000", "1000000000000", "0.001"),
        *("NaN", "nan", "inf", "-inf", "1e5", "1E5", "1e309", "1_000", "0x10", "½", "²"),
        *("1.500,00", "1,500.00", "1,500", "1.500", "1 00", "10 00,5", "1 0000", "1  000"),
        *(".5", "5.", ",", ".", "1,,5", "1.2.3", "12 ₽", "$5", "1 000 ,5", "5\n6", "a", "1\x00"),
        *("١٢", "１２", "\ud800", "😀", "=1", "'5", "1" * 33),
    ],
)
def test_what_is_not_plainly_an_amount_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_amount(text, 2)
    assert refusal.value.code == "bad_amount"
    assert refusal.value.params["text"] == text[:32]


def test_an_amount_has_no_more_decimals_than_its_currency() -> None:
    assert parse_amount("1,000", 3) == 1_000
    assert parse_amount("1000", 0) == 1_000
    with pytest.raises(DomainError):
        parse_amount("1000.00", 0)
    with pytest.raises(DomainError):
        parse_amount("1.0000", 3)


def test_zero_is_an_amount_only_where_it_is_asked_for() -> None:
    assert parse_amount("0", 2, allow_zero=True) == 0
    assert parse_amount("0,00", 2, allow_zero=True) == 0
    with pytest.raises(DomainError):
        parse_amount("-0", 2, allow_zero=True)


@pytest.mark.parametrize(
    "text", ["9" * 5_000, "1 " * 2_500_000, " " * 5_000_000, "0." + "0" * 9999]
)
def test_a_huge_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    for read in (partial(parse_amount, decimals=2), parse_percent):
        with pytest.raises(DomainError) as refusal:
            read(text)
        assert len(str(refusal.value.params["text"])) <= 32
    assert time.perf_counter() - start < 0.5


def test_the_machine_form_of_an_amount() -> None:
    assert format_amount(15_000, 2) == "150.00"
    assert format_amount(5, 2) == "0.05"
    assert format_amount(-5, 2) == "-0.05"
    assert format_amount(-150, 0) == "-150"
    assert format_amount(1_234, 3) == "1.234"
    assert format_amount(0, 2) == "0.00"


def test_decimals_agree_with_what_people_read() -> None:
    known = sorted(list_currencies())
    assert {each: decimals_of(each) for each in known} == {
        each: get_currency_precision(each) for each in known
    }
    assert decimals_of("XXX") == 2


@pytest.mark.parametrize(
    "text, bp",
    [
        ("2.5", 250),
        ("2,50", 250),
        ("10", 1_000),
        ("10 %", 1_000),
        (f"10{NBSP}%", 1_000),
        ("5%", 500),
        ("0", 0),
        ("100", 10_000),
        ("100.00", 10_000),
        ("0.05", 5),
    ],
)
def test_r56_a_percent_is_read_into_basis_points(text: str, bp: int) -> None:
    assert parse_percent(text) == bp


@pytest.mark.parametrize(
    "text", ["", "%", "101", "100.01", "-1", "2.555", "NaN", "1e1", "5%%", "% 5", "٥", "ten"]
)
def test_what_is_not_a_percent_of_0_to_100_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_percent(text)
    assert refusal.value.code == "bad_amount"
    assert refusal.value.params == {"text": text, "kind": "percent"}


def test_the_highest_percent_may_be_told() -> None:
    assert parse_percent("250", highest=100_000) == 25_000
    with pytest.raises(DomainError):
        parse_percent("60", highest=5_000)


def test_the_machine_form_of_a_percent_has_no_needless_zeros() -> None:
    assert [format_percent(bp) for bp in (250, 1_000, 5, 0, 10_000, -250, 10)] == [
        *("2.5", "10", "0.05", "0", "100", "-2.5", "0.1"),
    ]


def test_r34_the_three_level_example_floors_each_share() -> None:
    assert [percent_floor(99_999, bp) for bp in (500, 200, 100)] == [4_999, 1_999, 999]


def test_r56_points_are_floored_once_over_percent_and_point_value() -> None:
    assert points_floor(99_999, 1_000, 100) == 99
    assert points_floor(99_999, 1_000, 50) == 199
    assert points_floor(999, 1_000, 100) == 0


def test_r04_a_bill_discount_is_spread_by_largest_remainder() -> None:
    assert spread(1_000, [3_333, 3_333, 3_334]) == (333, 333, 334)


def test_r04_equal_remainders_go_to_the_earlier_line() -> None:
    assert spread(2, [1, 1, 1]) == (1, 1, 0)
    assert spread(1, [5, 5]) == (1, 0)


def test_r04_a_line_of_nothing_gets_nothing() -> None:
    assert spread(7, [0, 3, 0, 4]) == (0, 3, 0, 4)
    assert spread(0, [0, 0]) == (0, 0)
    assert spread(0, []) == ()


@pytest.mark.parametrize("total, weights", [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1])])
def test_r04_what_cannot_be_shared_is_a_mistake_of_the_caller(
    total: int, weights: list[int]
) -> None:
    with pytest.raises(ValueError, match="weights"):
        spread(total, weights)


@pytest.mark.parametrize(
    "minor, step, mode, rounded",
    [
        (12_345, 100, "none", 12_345),
        (12_345, 100, "down", 12_300),
        (12_350, 100, "nearest", 12_400),
        (12_349, 100, "nearest", 12_300),
        (12_374, 50, "nearest", 12_350),
        (12_375, 50, "nearest", 12_400),
        (12_342, 5, "nearest", 12_340),
        (12_343, 5, "nearest", 12_345),
        (12_349, 10, "down", 12_340),
        (-12_375, 50, "nearest", -12_400),
        (-12_399, 100, "down", -12_300),
        (12_345, 1, "nearest", 12_345),
        (12_345, 0, "down", 12_345),
        (0, 100, "nearest", 0),
    ],
)
def test_r80_cash_is_rounded_down_or_to_the_nearest_step(
    minor: int, step: int, mode: str, rounded: int
) -> None:
    assert round_cash(minor, step, mode) == rounded


def test_r80_an_unknown_way_of_rounding_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="up"):
        round_cash(1, 5, "up")
