"""The file of a shop's own stocks: read with care, written whole."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from refdesk.cards.stock_file import (
    MOST_STOCKS,
    read_own_stocks,
    remove_own_stock,
    save_own_stock,
    stock_table,
)
from refdesk.cards.stocks import Stock, list_stocks, load_stock, parse_stock
from refdesk.domain.errors import DomainError
from tests.support.refusals import refused

BY_HAND = """
# measured on 3 March
["наши 5×2"]
title = "Наши карточки"
page = [210, 297]
columns = 2
rows = 5
cell = [85, 54]
origin = [15.3, 13.5]
pitch = [95, 54]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop" / "stocks.toml"


def mine(name: str = "mine", **changes: object) -> Stock:
    return replace(load_stock("a4-10-85x54"), name=name, **changes)  # type: ignore[arg-type]


def told(path: Path) -> list[tuple[str, object, object]]:
    faults = read_own_stocks(path).faults
    return [(one.code, one.params.get("stock"), one.params.get("field")) for one in faults]


@pytest.mark.parametrize("stock", list_stocks(), ids=lambda stock: stock.name)
def test_every_stock_reads_as_it_was_written(stock: Stock) -> None:
    assert parse_stock(stock.name, stock_table(stock)) == stock


def test_without_a_file_there_are_no_own_stocks(path: Path) -> None:
    assert read_own_stocks(path) == read_own_stocks(path.parent / "none.toml")
    assert list_stocks(path) == list_stocks()
    assert not path.parent.exists()


def test_a_stock_is_kept_beside_the_others_and_shown_last(path: Path) -> None:
    save_own_stock(path, mine("one"))
    kept = save_own_stock(path, mine("two", left=15.5, title={"en": "Two", "ru": "Два"}))
    assert kept.is_own
    assert [stock.name for stock in list_stocks(path)[-2:]] == ["one", "two"]
    assert load_stock("two", path) == kept
    assert load_stock("roll-62", path) == load_stock("roll-62")
    assert [one.name for one in path.parent.iterdir()] == ["stocks.toml"]
    remove_own_stock(path, "one")
    assert [stock.name for stock in read_own_stocks(path).stocks] == ["two"]
    with refused("stock_unknown", name="one"):
        remove_own_stock(path, "one")


def test_a_file_written_by_hand_needs_one_title(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("\ufeff" + BY_HAND, encoding="utf-8")
    (stock,) = read_own_stocks(path).stocks
    assert stock.title == {"en": "Наши карточки", "ru": "Наши карточки"}
    path.write_text(BY_HAND.replace('title = "Наши карточки"\n', ""), encoding="utf-8")
    assert read_own_stocks(path).stocks[0].title["en"] == "наши 5×2"


def test_what_is_wrong_is_told_and_the_rest_works(path: Path) -> None:
    path.parent.mkdir()
    wide = BY_HAND.replace("наши 5×2", "wide").replace("cell = [85", "cell = [110")
    built_in = BY_HAND.replace("наши 5×2", "roll-62")
    words = BY_HAND.replace("наши 5×2", "words").replace("columns = 2", "columns = 'two'")
    path.write_text(f"loose = 7\n{BY_HAND}{wide}{built_in}{words}", encoding="utf-8")
    assert [stock.name for stock in read_own_stocks(path).stocks] == ["наши 5×2"]
    assert told(path) == [
        ("bad_stock", "loose", "page"),
        ("bad_stock", "wide", "pitch"),
        ("bad_stock", "roll-62", "name"),
        ("bad_stock", "words", "columns"),
    ]
    assert load_stock("roll-62", path).dpi == 300
    save_own_stock(path, mine())
    assert set(tomllib.loads(path.read_text("utf-8"))) == {
        "loose", "наши 5×2", "wide", "roll-62", "words", "mine",
    }  # fmt: skip
    remove_own_stock(path, "wide")
    assert len(told(path)) == 3


@pytest.mark.parametrize(
    "data",
    [b"[", b"\xff\xfe\0", b"a = " + b"[" * 100_000, b"a = 1\na = 2", b"x = '" + b"y" * 1_000_001],
    ids=["cut", "bytes", "deep", "twice", "long"],
)  # fmt: skip
def test_a_broken_file_takes_nothing_down_and_is_never_written_over(
    path: Path, data: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    assert told(path) == [("bad_stock_file", None, None)]
    assert list_stocks(path) == list_stocks()
    with refused("stock_unknown"):
        load_stock("mine", path)
    for deed in (lambda: save_own_stock(path, mine()), lambda: remove_own_stock(path, "mine")):
        with refused("bad_stock_file", file="stocks.toml"):
            deed()
    assert path.read_bytes() == data


def test_a_folder_in_the_place_of_the_file_takes_nothing_down(path: Path) -> None:
    path.mkdir(parents=True)
    assert told(path) == [("bad_stock_file", None, None)]


@pytest.mark.parametrize("name", ["", " mine", "a\nb", "x" * 61, "\u202emine"])
def test_a_name_that_cannot_be_shown_is_refused(path: Path, name: str) -> None:
    with refused("bad_name", text=name):
        save_own_stock(path, mine(name))
    assert not path.exists()


def test_nonsense_is_refused_before_anything_is_written(path: Path) -> None:
    with refused("name_taken", name="cr80"):
        save_own_stock(path, mine("cr80"))
    nonsense = ((mine(columns=3), "page"), (mine(cell_width=float("nan")), "cell"),
                (mine(rows=0), "rows"), (mine(pitch_x=80.0), "pitch"))  # fmt: skip
    for stock, field in nonsense:
        with pytest.raises(DomainError) as refusal:
            save_own_stock(path, stock)
        assert refusal.value.params == {"stock": "mine", "field": field}
    assert not path.exists()


def test_there_is_an_end_to_own_stocks(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("".join(f"[s{n}]\n" for n in range(MOST_STOCKS)))
    with refused("bad_count", most=MOST_STOCKS):
        save_own_stock(path, mine())
