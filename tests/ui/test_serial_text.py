"""Bytes of a serial scanner, in pieces of any size, are the scans that were made."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.ui.serial_text import LOST_END_MS, SILENCE_MS, Ending, SerialReader, as_scan, decode

CODE = "7K4M9XQT2A"
SENT = {
    Ending.CR: b"\r",
    Ending.LF: b"\n",
    Ending.CRLF: b"\r\n",
    Ending.TAB: b"\t",
    Ending.GS: b"\x1d",
}


def texts(reader: SerialReader, *pieces: bytes) -> list[str]:
    return [one.text for piece in pieces for one in reader.feed(piece)]


@pytest.mark.parametrize("ending", SENT)
def test_each_ending_ends_a_scan(ending: Ending) -> None:
    reader = SerialReader(ending)
    assert texts(reader, CODE.encode() + SENT[ending]) == [CODE]
    assert not reader.is_waiting()
    assert texts(reader, CODE.encode() + SENT[ending]) == [CODE]


@pytest.mark.parametrize("ending", SENT)
def test_item_53_two_codes_in_one_piece_are_two(ending: Ending) -> None:
    end = SENT[ending]
    assert texts(SerialReader(ending), b"AAAAAAAAAA" + end + b"BBBBBBBBBB" + end) == [
        "AAAAAAAAAA", "BBBBBBBBBB",
    ]  # fmt: skip


def test_silence_ends_a_scan_where_it_was_chosen() -> None:
    reader = SerialReader(Ending.SILENCE)
    assert reader.silence_ms == SILENCE_MS
    assert texts(reader, CODE.encode()) == []
    assert reader.is_waiting()
    [one] = reader.silence()
    assert (one.text, one.ended) == (CODE, False)
    assert reader.silence() == []


def test_a_wrong_choice_of_the_ending_loses_nothing() -> None:
    reader = SerialReader(Ending.GS)
    assert texts(reader, CODE.encode() + b"\r\n") == [CODE]
    assert texts(reader, CODE.encode() + b"\t") == []
    assert reader.silence_ms == LOST_END_MS
    [one] = reader.silence()
    assert (one.text, one.ended) == (CODE, False)


def test_item_54_control_symbols_are_dropped_and_an_aim_prefix_stays() -> None:
    assert texts(SerialReader(), b"\x02]Q17K4M9\x1dXQT2A\x03\r") == ["]Q1" + CODE]


def test_item_56_commands_as_control_symbols_are_nothing() -> None:
    assert texts(SerialReader(), b"\x0f\x1b\x00\x7f\r", b"\r\n\r\n") == []


def test_item_55_a_persons_card_is_one_text() -> None:
    reader = SerialReader()
    card = b"BEGIN:VCARD\r\nN:Ivanov\r\nTEL:+79160003107\r\nEND:VCARD\r\n"
    assert texts(reader, card[:20], card[20:]) == []
    [one] = reader.silence()
    assert one.text == "BEGIN:VCARDN:IvanovTEL:+79160003107END:VCARD"
    assert texts(reader, CODE.encode() + b"\r") == [CODE]


def test_item_55_a_flood_is_counted_but_not_kept() -> None:
    reader = SerialReader()
    [one] = [*reader.feed(b"A" * 4096), *reader.feed(b"\r")]
    assert (len(one.text), one.symbols) == (512, 4096)
    assert texts(reader, CODE.encode() + b"\r") == [CODE]


@pytest.mark.parametrize(
    "raw, text",
    [
        ("ЛЁТО26".encode(), "ЛЁТО26"),
        ("ЛЁТО26".encode("cp1251"), "ЛЁТО26"),
        (b"7K4M\x98\xff", "7K4Mя"),
        ("🚗7K4M".encode(), "🚗7K4M"),
        (b"\xed\xa0\x80", "н\xa0Ђ"),  # a lone surrogate is no UTF-8
    ],
)
def test_item_61_bytes_of_any_kind_are_a_text(raw: bytes, text: str) -> None:
    assert decode(raw) == text


def test_a_scanner_that_went_away_leaves_no_half_scan() -> None:
    reader = SerialReader()
    reader.feed(b"7K4M9")
    reader.forget()
    assert texts(reader, b"XQT2A\r") == ["XQT2A"]


def test_a_scan_by_cable_has_no_times_of_keys() -> None:
    [one] = SerialReader().feed(CODE.encode() + b"\r")
    scan = as_scan(one)
    assert (scan.text, scan.symbols, scan.by_cable, scan.ended_by_key) == (CODE, 10, True, True)


@given(
    codes=st.lists(
        st.text(st.characters(min_codepoint=33, max_codepoint=0x44F), min_size=1, max_size=40)
        .filter(lambda text: not text.upper().startswith("BEGIN:") and text.strip())
        .filter(lambda text: not any(0x7F <= ord(symbol) <= 0xA0 for symbol in text)),
        max_size=5,
    ),
    cuts=st.lists(st.integers(min_value=0, max_value=400), max_size=20),
)
def test_pieces_make_no_difference(codes: list[str], cuts: list[int]) -> None:
    whole = b"".join(code.encode() + b"\r\n" for code in codes)
    at = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    pieces = [whole[start:end] for start, end in pairwise(at)]
    assert texts(SerialReader(Ending.CRLF), *pieces) == codes
