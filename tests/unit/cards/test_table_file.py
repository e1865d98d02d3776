"""Tables as files: guarded for spreadsheets (R47), whole on paper (R48)."""

import csv
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from refdesk.cards.table_file import TableFile, write_table
from tests.support.refusals import refused

DANGEROUS = ("=1+1", "+7 916", "-2", "@SUM(A1)", "\tx", "\rx")


def table(*rows: tuple[str | int | Decimal, ...]) -> TableFile:
    return TableFile("Contests", "Sparkle", ("who", "score"), rows)


@pytest.mark.parametrize("text", DANGEROUS)
def test_r47_a_text_that_begins_like_a_formula_is_guarded(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out.csv"
    write_table(out, table((text, 1)))
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [["who", "score"], [f"'{text}", "1"]]


def test_r47_numbers_stay_numbers_and_letters_are_marked_as_utf_8(tmp_path: Path) -> None:
    out = tmp_path / "out.CSV"
    write_table(out, table(("Жанна, “Q”", Decimal("-12.50")), ("plain", -3)))
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[1:] == [["Жанна, “Q”", "-12.50"], ["plain", "-3"]]


def test_an_ending_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with refused("bad_file", text="out.xlsx", formats=".csv, .pdf"):
        write_table(tmp_path / "out.xlsx", table(("a", 1)))
    assert list(tmp_path.iterdir()) == []


def test_r48_a_long_table_has_its_heads_on_every_page_and_loses_no_row(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    long = "Константинопольская-Вознесенская Александра Владимировна " * 3
    rows = tuple((f"{number}. {long}", f"{number} tokens") for number in range(1, 81))
    write_table(out, TableFile("Contests", "Sparkle", ("who", "score"), rows, (4, 1),
                               frozenset({1})))  # fmt: skip
    with pypdfium2.PdfDocument(out) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 1
    assert all("who" in text and "Contests" in text for text in texts)
    whole = "\n".join(texts)
    assert all(f"{number} tokens" in whole for number in range(1, 81))
    assert f"{len(texts)} / {len(texts)}" in texts[-1]
