"""A key beside a scan is told from the code by the check symbol, and from nothing else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from refdesk.domain.codes import ALPHABET, check_symbol, group_code
from refdesk.domain.keyboards import from_us_keys
from refdesk.ui.strays import Parted, part

BODIES = st.one_of(*(st.text(ALPHABET, min_size=size, max_size=size) for size in (9, 12)))


def code_of(body: str) -> str:
    return body + check_symbol(body)


@given(BODIES)
def test_r22_a_code_by_itself_is_left_whole(body: str) -> None:
    code = code_of(body)
    for text in (code, group_code(code), f"]Q1{code}", f"https://shop.example/f/{code}"):
        assert part(text) == Parted(text)


@given(BODIES, st.sampled_from("01ILOЧ~;"))
def test_r22_a_key_before_or_after_a_code_is_parted_from_it(body: str, key: str) -> None:
    code = code_of(body)
    assume(not (key + code).isdecimal())
    assert part(key + code) == Parted(code, before=True)
    assert part(code + key) == Parted(code, after=True)
    assert part(f"{key}]Q1{code}") == Parted(f"]Q1{code}", before=True)


@pytest.mark.parametrize("layout", ["us", "ru", "ru with caps lock"])
@given(st.text(ALPHABET, min_size=7, max_size=7), st.sampled_from(["Q2", "D2", "d2"]))
def test_half_a_scan_with_what_the_scanner_tells_of_itself_is_left_whole(
    layout: str, body: str, kind: str
) -> None:
    half = code_of(kind.upper() + body)[2:]
    text = f"]{kind}{half}"
    if layout != "us":
        text = dict(from_us_keys(text))["ru"]
    if layout == "ru with caps lock":
        text = text.swapcase()
    assert part(text) == Parted(text)


@pytest.mark.parametrize(
    "text", ["", "X", "XSUMMER25", "4600000000000", "WIFI:T:WPA;S:Lagoon;;", "A" * 600]
)
def test_what_is_no_code_is_left_whole(text: str) -> None:
    assert part(text) == Parted(text)


@given(st.integers(0, 10**7))
def test_a_phone_or_an_old_card_of_digits_alone_keeps_each_of_them(number: int) -> None:
    for text in (f"7916{number:07}", f"4600160{number:07}"):
        assert part(text) == Parted(text)
