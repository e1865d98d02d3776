"""Promo codes: the check symbol, how they are shown, and every way they are read."""

import secrets
import time
from itertools import cycle

import pytest

from refdesk.domain.codes import (
    ALPHABET,
    Reading,
    check_symbol,
    group_code,
    is_well_formed,
    make_code,
    mask_code,
    neighbours,
    normalise_word,
    readings,
)
from refdesk.domain.errors import DomainError

CODE = "7K4M9XQT2A"
LONG = "7K4M9XQT2ABC" + check_symbol("7K4M9XQT2ABC")
STRAIGHT = (Reading(CODE),)


# -- making and showing --------------------------------------------------------------------


def test_r22_the_alphabet_is_31_symbols_without_look_alikes() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("01ILO") & set(ALPHABET)


def test_r75_the_printed_example_is_well_formed() -> None:
    assert check_symbol("7K4M9XQT2") == "A"
    assert is_well_formed(CODE)


@pytest.mark.parametrize(
    "code", ["", "7K4M9XQT2", "7k4m9xqt2a", "7K4M9-XQT2A", "7K4M9XQT2B", "SUMMER2026", CODE * 2]
)
def test_r22_anything_else_is_not(code: str) -> None:
    assert not is_well_formed(code)


def test_a_foreign_symbol_has_no_check() -> None:
    with pytest.raises(ValueError, match="alphabet"):
        check_symbol("7K4M0")


def test_r23_a_new_code_is_well_formed_in_both_lengths() -> None:
    for length in (9, 12):
        code = make_code(secrets.randbelow, length)
        assert len(code) == length + 1
        assert is_well_formed(code)
    assert len(make_code(secrets.randbelow)) == 10


def test_r23_every_symbol_comes_from_the_given_source() -> None:
    values = cycle(range(31))
    assert make_code(lambda below: next(values) % below) == "23456789A" + check_symbol("23456789A")


@pytest.mark.parametrize("length", [0, 8, 10, 13])
def test_r23_no_other_length_is_made(length: int) -> None:
    with pytest.raises(ValueError, match="9 or 12"):
        make_code(secrets.randbelow, length)


def test_r23_codes_are_shown_in_groups() -> None:
    assert group_code(CODE) == "7K4M9-XQT2A"
    assert group_code(CODE, "WASH") == "WASH-7K4M9-XQT2A"
    assert group_code(LONG) == f"{LONG[:5]}-{LONG[5:9]}-{LONG[9:]}"


def test_r23_a_word_is_shown_as_it_is() -> None:
    assert group_code("SUMMER") == "SUMMER"
    assert group_code("SUMMER2026", "WASH") == "SUMMER2026"


def test_r28_a_mask_leaves_the_last_three() -> None:
    assert mask_code(CODE) == "…T2A"
    assert mask_code("SUMMER") == "…MER"
    assert mask_code("ABC") == mask_code("") == "…"


# -- words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, word",
    [
        ("Summer", "SUMMER"),
        (" summer sale ", "SUMMERSALE"),
        ("лето-2026", "ЛЕТО2026"),
        ("ёлка26", "ЕЛКА26"),
        ("ＳＵＭＭＥＲ", "SUMMER"),
        ("straße", "STRASSE"),
        ("नमस्ते", "नमस्ते"),
        ("1234567890ABCDEF", "1234567890ABCDEF"),
    ],
)
def test_r23_a_word_is_kept_in_capitals_of_its_script(text: str, word: str) -> None:
    assert normalise_word(text) == word


@pytest.mark.parametrize(
    "text",
    ["", "SALE1", "A" * 17, "SUM_MER", "SUMMER!", "123456", "😀😀😀😀😀😀", "\ud800SUMMER", "%" * 6]
    + ["A" * 5_000_000, "\u0301SUMMER"],
)
def test_r23_what_is_not_6_to_16_letters_or_digits_is_no_word(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        normalise_word(text)
    assert refusal.value.code == "bad_word"
    assert refusal.value.params == {"text": text[:64]}


def test_r26_a_word_that_would_pass_for_a_code_is_refused() -> None:
    with pytest.raises(DomainError):
        normalise_word("7k4m9-xqt2a")


# -- reading -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("7K4M9XQT2A", "7K4M9-XQT2A", "7k4m9 xqt2a", "  7K4M9 - XQT2A  ", "7K4M9.XQT2A"),
        *("7K4M9–XQT2A", "7K4M9—XQT2A", "7K4M9−XQT2A", "7K4M9\u2011XQT2A", "7K4M9\u00adXQT2A"),
        *(
            "７Ｋ４Ｍ９－ＸＱＴ２Ａ",
            "7K4M9\u00a0XQT2A",
            "\u202e7K4M9XQT2A\u202c",
            "\ufeff7K4M9XQT2A",
        ),
        *("7K4M9XQT2A\r", "7K4M9XQT2A\r\n", "7K4M9XQT2A\t", "\x1d7K4M9XQT2A", "]Q17K4M9XQT2A"),
        *("\x1d]Q17K4M9XQT2A\r", "]d27k4m9xqt2a", "WASH-7K4M9-XQT2A", "wash7k4m9xqt2a"),
        *("]Q1WASH-7K4M9-XQT2A", "WASH 7K4M9 XQT2A"),
        *("7К4М9ХQТ2А", "7к4м9хqт2а", "7Κ4Μ9ΧQΤ2Α"),
    ],
)
def test_r24_typing_and_scanning_habits_do_not_matter(text: str) -> None:
    assert readings(text, "WASH") == STRAIGHT


@pytest.mark.parametrize(
    "text, layout",
    [
        *(("7Л4Ь9ЧЙЕ2Ф", "ru"), ("7л4ь9-чйе2ф", "ru"), ("ъЙ17Л4Ь9ЧЙЕ2Ф", "ru")),
        *(("цфыр-7л4ь9-чйе2ф", "ru"), (".лңьұчйеәф", "kk"), (".ЛҢЬҰ-ЧЙЕӘФ", "kk")),
        *(("èk'?çxatéq", "fr"), ("èK'?çXATéQ", "fr"), ("7κ4μ9χ;τ2α", "el")),
        *(("ýkčmíxqtěa", "cs"), ("ýKčMíXQTěA", "cs"), ("ýkľmíxqtľa", None)),
        *(("&K$M(XQT@A", "en-US"), ('?Л;Ь(ЧЙЕ"Ф', "ru"), ('/K$M)XQT"A', "de")),
    ],
)
def test_r24_a_scan_under_another_layout_is_read_by_its_keys(text: str, layout: str | None) -> None:
    found = readings(text, "WASH")
    if layout is None:
        assert not any(is_well_formed(reading.code) for reading in found)
    else:
        assert found[0] == Reading(CODE, layout)


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/7K4M9XQT2A",
        "HTTPS://SHOP.EXAMPLE/C/7K4M9XQT2A",
        "http://shop.example/cards/7k4m9-xqt2a/",
        "https://shop.example/?c=7K4M9XQT2A",
        "https://shop.example/c?x=1&C=7K4M9-XQT2A#top",
        "https://shop.example?c=WASH-7K4M9-XQT2A",
        "https://shop.example/%37K4M9XQT2A",
        "]Q1https://shop.example/7K4M9XQT2A",
        "https://shop.example/" + "a/" * 220 + "7K4M9XQT2A",
    ],
)
def test_r25_a_link_gives_its_code(text: str) -> None:
    assert readings(text, "WASH")[0] == Reading(CODE)


def test_r25_a_link_scanned_under_the_russian_layout_gives_its_code() -> None:
    assert readings("реезыЖ..ырюкг.7Л4Ь9ЧЙЕ2Ф") == (Reading(CODE, "ru"),)
    assert readings("реезыЖ..ырюкг.,с=7Л4Ь9ЧЙЕ2Ф") == (Reading(CODE, "ru"),)


def test_r25_a_link_scanned_with_caps_lock_on_gives_its_code() -> None:
    assert readings("РЕЕЗЫж..ЫРюКГ.7л4ь9чйе2ф")[0] == Reading(CODE, "ru")


@pytest.mark.parametrize(
    "text",
    [
        *("javascript:7K4M9XQT2A", "file:///7K4M9XQT2A", "smb://host/7K4M9XQT2A", "https://"),
        *("WIFI:T:WPA;S:7K4M9XQT2A;;", "ftp://host/7K4M9XQT2A", "https:///"),
        *("%", "_______", "%%%%%%%%%%", "\\", "7K4M9_XQT2A%"),
        *("", " ", "-", "\x00", "\x0f\x1b", "]Q1", "]", "😀", "\ud800", "\u202e", "7K4M9", "0"),
        *("https://shop.example/" + "a" * 600 + "/7K4M9XQT2A", "7K4M9XQT2A" * 7),
        *("7K4M9XQT2A7K4M9XQT2A", "7K4M9XQT2A\r7K4M9XQT2A", "7K4M9XQT2A😀"),
    ],
)
def test_r26_what_holds_no_code_gives_nothing(text: str) -> None:
    assert readings(text) == ()


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE codes", "%_'--\\%_'--", "7K4M9_XQT2A", "A*?[a-z]{9}"]
)
def test_signs_that_mean_something_to_a_database_never_pass(text: str) -> None:
    assert all(reading.code.isalnum() for reading in readings(text))


@pytest.mark.parametrize("text", ["7K4M9XQT2A" * 500_000, "\x00" * 5_000_000, "https://a/" * 9**6])
def test_five_megabytes_are_put_aside_at_once(text: str) -> None:
    start = time.perf_counter()
    assert readings(text) == ()
    assert neighbours(text) == ()
    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize("text", ["7K4M9XQT2O", "7K4M0XQT2A", "OK4M9XQT2A", "7K4M9XQT21"])
def test_r24_symbols_outside_the_alphabet_are_not_guessed(text: str) -> None:
    assert not any(is_well_formed(reading.code) for reading in readings(text))


def test_r24_a_word_is_read_as_typed_and_by_its_keys() -> None:
    assert readings("summer")[0] == Reading("SUMMER")
    assert Reading("SUMMER", "ru") in readings("ыгььук")
    assert readings("ыгььук")[0] == Reading("ЫГЬЬУК")
    assert Reading("СКИДКА", "en-US") in readings("crblrf")
    assert readings("]Q1SUMMER") == readings("SUMMER")


def test_r24_a_word_in_look_alike_letters_is_read_in_latin_too() -> None:
    assert readings("НАРРУ1")[:2] == (Reading("НАРРУ1"), Reading("HAPPY1"))


def test_r24_a_mark_that_joins_a_letter_is_counted_with_it() -> None:
    assert readings("0000K\u00b8") == ()
    assert readings("00000K\u00b8")[0] == Reading("00000\u0136")


def test_r24_a_campaign_link_gives_its_word() -> None:
    assert readings("https://shop.example/summer")[0] == Reading("SUMMER")


def test_r24_codes_come_first_and_straight_before_rescued() -> None:
    found = readings("7Л4Ь9ЧЙЕ2Ф")
    assert found[0] == Reading(CODE, "ru")
    assert found[1] == Reading("7Л4Ь9ЧЙЕ2Ф")
    assert len({reading.code for reading in found}) == len(found)


def test_r23_a_stored_value_code_is_read_with_its_dashes() -> None:
    assert readings(group_code(LONG).lower()) == (Reading(LONG),)


def test_r23_a_cyrillic_shop_prefix_may_be_typed_in_its_own_letters() -> None:
    assert readings("МОЙ-7K4M9-XQT2A", "мой")[0] == Reading(CODE)
    assert Reading(CODE, "ru") in readings("МОЙ7Л4Ь9ЧЙЕ2Ф", "МОЙ")


def test_r23_a_strange_prefix_is_not_dropped() -> None:
    assert not any(is_well_formed(each.code) for each in readings("SPA-7K4M9-XQT2A", "WASH"))


# -- near misses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        *("7K4M9XQT3A", "7K4M9XQT2B", "8K4M9XQT2A"),
        *("7K4M9XQT20", "OK4M9XQT2A", "7K4M9-XQT2!"),
        *("7K4M9XQTA", "K4M9XQT2A", "7K4M9XQT2", "7K4M9 XQT2"),
        *("7K4M9XQTT2A", "77K4M9XQT2A", "7K4M9XQT2AA", "7K4M9XQTI2A"),
        *("K74M9XQT2A", "7K4M9XQTA2", "7K4M9-XQ2TA", "7к4м9хqт3а"),
    ],
)
def test_r76_one_slip_away_the_code_is_found(typed: str) -> None:
    found = neighbours(typed)
    assert CODE in found
    assert len(set(found)) == len(found)
    assert all(is_well_formed(code) for code in found)
    assert neighbours(typed) == found


@pytest.mark.parametrize(
    "typed", [LONG[:-1], LONG + "7", LONG[1] + LONG[0] + LONG[2:], "O" + LONG[1:]]
)
def test_r76_stored_value_codes_have_neighbours_of_their_own_length(typed: str) -> None:
    assert LONG in neighbours(typed)


@pytest.mark.parametrize(
    "typed", ["", "7K4M9XQT", "7K4M9XQ", "O04M9XQT2A", CODE * 2, "😀\ud800", "7K4M9XQT2A" * 5]
)
def test_r76_two_slips_away_nothing_is_hinted(typed: str) -> None:
    assert neighbours(typed) == ()


def test_r76_a_right_code_is_no_near_miss() -> None:
    assert neighbours(CODE) == ()


def test_r76_the_shop_prefix_is_left_out() -> None:
    assert neighbours("WASH-7K4M9-XQT3A", "WASH") == neighbours("7K4M9XQT3A")
