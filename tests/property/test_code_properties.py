"""Codes under any slip and any input."""

import random

from hypothesis import given
from hypothesis import strategies as st

from refdesk.domain import keyboards
from refdesk.domain.codes import (
    ALPHABET,
    Reading,
    check_symbol,
    group_code,
    is_well_formed,
    make_code,
    neighbours,
    normalise_word,
    readings,
)
from refdesk.domain.errors import DomainError

BODIES = st.sampled_from([9, 12]).flatmap(
    lambda size: st.text(ALPHABET, min_size=size, max_size=size)
)
CODES = BODIES.map(lambda body: body + check_symbol(body))
SEPARATORS = st.text(" -–—.\u00a0\u200b\u2011\t", max_size=3)
ANY_TEXT = st.text(st.characters(), max_size=80) | st.text(ALPHABET + "01ILO -", max_size=20)
LAYOUTS = {name: (plain, shift) for name, plain, shift in keyboards._LAYOUTS}


@given(CODES)
def test_r22_every_single_wrong_symbol_is_caught(code: str) -> None:
    for at, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            assert not is_well_formed(code[:at] + wrong + code[at + 1 :])


@given(CODES)
def test_r22_every_swap_of_two_is_caught(code: str) -> None:
    for first in range(len(code)):
        for second in range(first + 1, len(code)):
            if code[first] != code[second]:
                swapped = list(code)
                swapped[first], swapped[second] = code[second], code[first]
                assert not is_well_formed("".join(swapped))


@given(st.randoms(use_true_random=False), st.sampled_from([9, 12]))
def test_r23_made_codes_are_well_formed(source: random.Random, length: int) -> None:
    assert is_well_formed(make_code(source.randrange, length))


@given(CODES, st.sampled_from(["", "WASH", "А1"]))
def test_r24_what_is_shown_is_read_back(code: str, prefix: str) -> None:
    assert readings(group_code(code, prefix), prefix)[0] == Reading(code)
    assert readings(group_code(code, prefix).lower(), prefix)[0] == Reading(code)


@given(CODES, st.data())
def test_r24_separators_do_not_matter_anywhere(code: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(SEPARATORS) + symbol for symbol in code) + data.draw(SEPARATORS)
    if len(typed) <= 64:
        assert readings(typed)[0] == Reading(code)


@given(CODES, st.sampled_from(sorted(LAYOUTS)), st.booleans())
def test_r24_a_scan_is_read_under_every_layout(code: str, layout: str, is_upper: bool) -> None:
    level = 1 if is_upper else 0
    letters = dict(
        zip(
            keyboards._US_SHIFT if is_upper else keyboards._US_PLAIN,
            LAYOUTS[layout][level],
            strict=True,
        )
    )
    digits = dict(zip(keyboards._US_PLAIN, LAYOUTS[layout][0], strict=True))
    sent = code if is_upper else code.lower()
    typed = "".join((digits if symbol.isdigit() else letters)[symbol] for symbol in sent)
    if " " not in typed:
        assert code in {reading.code for reading in readings(typed)}


@given(ANY_TEXT, st.sampled_from(["", "WASH"]))
def test_r24_reading_never_raises_and_is_orderly(text: str, prefix: str) -> None:
    found = readings(text, prefix)
    assert len({reading.code for reading in found}) == len(found)
    kinds = [(not is_well_formed(each.code), each.layout is not None) for each in found]
    assert kinds == sorted(kinds)
    assert all(6 <= len(each.code) <= 16 for each in found)
    assert readings(text, prefix) == found


@given(ANY_TEXT)
def test_r24_a_reading_read_again_is_itself(text: str) -> None:
    for reading in readings(text):
        assert Reading(reading.code) in readings(reading.code)


@given(ANY_TEXT)
def test_r23_a_stored_word_is_stable_and_found_when_typed(text: str) -> None:
    try:
        word = normalise_word(text)
    except DomainError:
        return
    assert normalise_word(word) == word
    assert Reading(word) in readings(text)
    assert Reading(word) in readings(word.lower()) or word.lower().upper() != word


@given(CODES, st.data())
def test_r76_every_single_slip_has_its_code_among_the_neighbours(
    code: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(code) - 1))
    symbol = data.draw(st.sampled_from(ALPHABET + "01ILO"))
    slips = {
        code[:at] + symbol + code[at + 1 :],
        code[:at] + code[at + 1 :],
        code[:at] + symbol + code[at:],
        code[:at] + code[at : at + 2][::-1] + code[at + 2 :],
    }
    for typed in slips - {code}:
        assert code in neighbours(typed)
        assert typed not in neighbours(typed)


@given(ANY_TEXT)
def test_r76_neighbours_never_raise_and_are_well_formed(text: str) -> None:
    found = neighbours(text)
    assert len(set(found)) == len(found)
    assert all(is_well_formed(code) for code in found)
