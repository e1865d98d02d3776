"""Keyboard layouts: every key is mapped, and texts come back by position."""

import pytest

from refdesk.domain import keyboards
from refdesk.domain.codes import ALPHABET
from refdesk.domain.keyboards import as_us_keys, fold_lookalikes, from_us_keys, unshifted

ROWS = {name: (plain, shift) for name, plain, shift in keyboards._LAYOUTS}


@pytest.mark.parametrize("name", ROWS)
def test_a_layout_names_the_same_47_keys_on_both_levels(name: str) -> None:
    assert [len(level) for level in ROWS[name]] == [47, 47]


@pytest.mark.parametrize("name", ROWS)
def test_r24_every_symbol_of_a_code_survives_every_layout(name: str) -> None:
    keys = dict(zip(keyboards._US_PLAIN, ROWS[name][0], strict=True))
    typed = "".join(keys[symbol] for symbol in ALPHABET.lower())
    assert dict([(name, typed), *as_us_keys(typed)])[name] == ALPHABET.lower()


def test_r24_a_link_scanned_under_the_russian_layout_comes_back() -> None:
    assert dict(as_us_keys("реезыЖ..ырюкг.с,с=7Л"))["ru"] == "https://sh.ru/c?c=7K"


def test_a_decomposed_letter_is_the_same_key() -> None:
    assert dict(as_us_keys("и\u0306"))["ru"] == "q"


def test_a_layout_without_one_of_the_letters_is_left_out() -> None:
    assert as_us_keys("ЖZ") == ()
    assert {name for name, _ in as_us_keys("ї")} == {"uk"}


def test_a_text_that_no_layout_changes_has_no_other_reading() -> None:
    assert as_us_keys("") == ()
    assert as_us_keys("😀\ud800") == ()


def test_the_reverse_finds_the_russian_word_typed_under_the_english_layout() -> None:
    assert dict(from_us_keys("CRBLRF"))["ru"] == "СКИДКА"
    assert dict(from_us_keys("k.,jdm"))["ru"] == "любовь"
    assert from_us_keys("СКИДКА") == ()


def test_shift_held_down_is_undone() -> None:
    assert unshifted("&K$M(XQT@A") == "7k4m9xqt2a"
    assert unshifted("?:") == "/;"


def test_r24_look_alike_letters_become_latin_ones_and_nothing_else() -> None:
    assert fold_lookalikes("АВЕКМНОРСТУХ") == "ABEKMHOPCTYX"
    assert fold_lookalikes("аве") == "abe"
    assert fold_lookalikes("ΑΒΕΖΗΚΜΝΡΤΥΧ") == "ABEZHKMNPTYX"
    assert fold_lookalikes("ЗЧБД0O1I") == "ЗЧБД0O1I"
