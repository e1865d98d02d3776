"""Normal forms settle after one pass and nothing but a refusal is raised."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.domain.customer import (
    clean_name,
    fold,
    mask_phone,
    normalise_email,
    normalise_phone,
    normalise_plate,
    search_tail,
    short_name,
)
from refdesk.domain.errors import DomainError

ANY_TEXT = st.text(st.characters(), max_size=40)
PHONE_TEXT = st.text("0123456789+-() .eE٣\u00a0", max_size=20)
PLATE_TEXT = st.text("АВЕКМНОРСТУХавекabekmh0123456789 -–", max_size=14)
EMAIL_TEXT = st.text("aAёЁ@.ẞſ\u0345ΐ-", max_size=14)


@given(ANY_TEXT)
def test_folding_settles_and_ignores_case_and_form(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
    assert fold(f"  {text} ") == folded


@given(st.text("абвгдеёжзийклмнопрстуўABCdéñö ", max_size=30))
def test_folding_ignores_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(ANY_TEXT)
def test_names_settle(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)
    assert "\n" not in short_name(text)


@pytest.mark.parametrize("normalise", [normalise_plate, normalise_email])
@given(text=ANY_TEXT | PLATE_TEXT | EMAIL_TEXT)
def test_r31_normal_forms_settle(normalise: Callable[[str], str], text: str) -> None:
    try:
        once = normalise(text)
    except DomainError:
        return
    assert normalise(once) == once


@given(ANY_TEXT | PHONE_TEXT)
def test_r31_phones_settle(text: str) -> None:
    try:
        phone = normalise_phone(text)
    except DomainError:
        return
    assert normalise_phone(phone.e164) == phone
    assert phone.e164.startswith("+")
    assert phone.e164[1:].isascii()
    assert phone.e164[1:].isdigit()


@given(st.integers(0, 9_999_999))
def test_a_phone_is_found_by_every_way_to_type_it(number: int) -> None:
    digits = f"916{number:07}"
    e164 = normalise_phone(digits).e164
    for query in (f"8{digits}", f"+7 {digits}", digits, digits[-4:], digits[-7:]):
        assert e164.endswith(search_tail(query))
        assert search_tail(query)
    assert mask_phone(e164) == f"…{digits[-4:-2]}-{digits[-2:]}"
