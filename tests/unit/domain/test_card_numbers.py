"""Numbers of cards as people write them, and reasons that say a card is stolen."""

import pytest

from refdesk.domain.card_loss import is_stolen, normalise_reason, stolen_details
from refdesk.domain.card_numbers import is_numbers, parse_numbers, ranges_text
from tests.support.refusals import refused


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("", ()),
        ("12", (12,)),
        ("3, 7-9", (3, 7, 8, 9)),
        ("9 3;3\N{EN DASH}4,", (3, 4, 9)),
        ("7 - 9", (7, 8, 9)),
        ("100", (100,)),
    ],
)
def test_numbers_and_ranges_are_read(text: str, numbers: tuple[int, ...]) -> None:
    assert parse_numbers(text, 100) == numbers


@pytest.mark.parametrize(
    "text", ["0", "101", "9-7", "x", "3-", "1-2-3", "1.5", "1-200", "9" * 3000]
)
def test_what_is_no_number_of_a_card_is_refused(text: str) -> None:
    with refused("bad_cards", most=100):
        parse_numbers(text, 100)


def test_numbers_are_told_from_codes() -> None:
    assert [is_numbers(text) for text in ("12", "3, 7-9", " 1 ")] == [True] * 3
    codes = ("7K4M9-XQT2A", "23456-67892", "2345667892", "SUMMER", "", "12x")
    assert [is_numbers(text) for text in codes] == [False] * 6


def test_ranges_are_as_short_as_can_be_and_read_back() -> None:
    assert ranges_text([9, 3, 7, 8, 3]) == "3, 7-9"
    assert ranges_text([]) == ""
    assert parse_numbers(ranges_text(range(38, 101)), 100) == tuple(range(38, 101))


@pytest.mark.parametrize(
    "reason, kept",
    [
        ("stolen", "stolen"),
        (" Stolen ", "stolen"),
        ("stolen, from the car", "stolen: from the car"),
        ("STOLEN: bag", "stolen: bag"),
        ("украдена из машины", "stolen: из машины"),
        ("Украли", "stolen"),
        (" Card is lost ", "Card is lost"),
        ("the stolen one", "the stolen one"),
        ("", ""),
    ],
)
def test_g16_a_theft_is_told_by_the_first_word(reason: str, kept: str) -> None:
    assert normalise_reason(reason) == kept
    assert normalise_reason(kept) == kept
    assert is_stolen(kept) == kept.startswith("stolen")


def test_g16_details_of_a_theft_stay() -> None:
    assert stolen_details("stolen: bag") == "bag"
    assert stolen_details("stolen") == ""
    assert stolen_details("Card is lost") is None
