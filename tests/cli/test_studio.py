"""Stocks, designs and pictures on the command line."""

from pathlib import Path

import pytest
from PIL import Image

from refdesk.cards.qr import decode_page
from refdesk.resources import resource_path
from tests.cli.terminal import Terminal
from tests.support.hostile_pictures import png

MINE = ("stock", "add", "наши 9×5", "--page", "A4", "--cell", "90x50", "--columns", "2",
        "--rows", "5")  # fmt: skip


def names(shop: Terminal, noun: str) -> dict[str, bool]:
    return {str(row[noun]): bool(row["own"]) for row in shop.json(noun, "list").objects}


def test_stocks_are_listed_with_their_measures(empty: Terminal) -> None:
    rows = empty.json("stock", "list").objects
    assert len(rows) >= 45
    assert rows[3] == {
        "stock": "roll-62", "title": "Label roll 62 mm, labels 62 × 100 mm (Brother DK-11202)",
        "family": "label", "cells": 1, "page": [62.0, 100.0], "cell": [62.0, 100.0], "own": False,
    }  # fmt: skip
    assert {row["family"] for row in rows} == {"card", "label", "poster", "tent", "receipt"}


def test_an_own_stock_is_added_printed_on_and_removed(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    made = shop.json(*MINE, "--left", "15,5", "--top", "23.5", "--title", "Наши карточки")
    assert (made["stock"], made["cells"], made["own"]) == ("наши 9×5", 10, True)
    assert names(shop, "stock")["наши 9×5"]
    assert not names(shop, "stock")["cr80"]
    file = tmp_path / "cards.pdf"
    shop.json("cards", "print", "--all", "--out", str(file), "--stock", "наши 9×5")
    assert decode_page(file, 1) == (code.replace("-", ""),)
    shop.json("stock", "remove", "наши 9×5")
    assert "наши 9×5" not in names(shop, "stock")
    every = ["cards", "print", "--all", "--out", str(file), "--stock", "наши 9×5"]
    assert shop.refused(*every)["refused"] == "stock_unknown"
    assert shop.refused("stock", "remove", "cr80")["refused"] == "stock_unknown"


def test_cells_stand_in_the_middle_where_nothing_is_said(shop: Terminal) -> None:
    shop.json("stock", "add", "middle", "--page", "100 X 70", "--cell", "40*30", "--columns", "2")
    text = (Path(str(shop.folder)) / "stocks.toml").read_text("utf-8")
    assert "10.0,\n    20.0,\n" in text


@pytest.mark.parametrize(
    "more, field",
    [
        (["--left", "40"], "page"),
        (["--rows", "9"], "page"),
        (["--pitch-x", "80"], "pitch"),
        (["--radius", "26"], "corner_radius"),
        (["--fold"], "fold"),
        (["--dpi", "9"], "dpi"),
        (["--columns", "2000"], "columns"),
    ],
)
def test_a_stock_that_makes_no_sense_is_refused_in_words(
    shop: Terminal, more: list[str], field: str
) -> None:
    told = shop.refused(*MINE, *more, code=2)
    assert (told["refused"], told["stock"], told["field"]) == ("bad_stock", "наши 9×5", field)
    assert str(told["message"]).startswith("Stock наши 9×5: ")
    assert not (Path(str(shop.folder)) / "stocks.toml").exists()


@pytest.mark.parametrize("size", ["90", "90x", "90x50x2", "9x-5", "1e3x9", "nanx9", "wide"])
def test_a_size_that_is_none_is_refused(shop: Terminal, size: str) -> None:
    told = shop.refused("stock", "add", "mine", "--page", "A4", "--cell", size, code=2)
    assert told["refused"] == "bad_measure"


def test_a_broken_file_is_told_beside_the_list(shop: Terminal) -> None:
    (Path(str(shop.folder)) / "stocks.toml").write_text("[mine")
    listed = shop.json("stock", "list")
    assert len(listed.objects) >= 45
    assert "stocks.toml" in listed.err
    assert shop.refused(*MINE, code=2)["refused"] == "bad_stock_file"


def test_designs_are_listed_added_and_removed(shop: Terminal, tmp_path: Path) -> None:
    shop.add("Anna")
    clear = next(row for row in shop.json("design", "list").objects if row["design"] == "clear")
    assert clear["families"][0] == "card"
    assert (clear["sides"], clear["own"]) == (2, False)
    file = tmp_path / "winter.toml"
    file.write_bytes((resource_path("designs") / "clear.toml").read_bytes())
    assert shop.refused("design", "add", str(file), code=1)["refused"] == "name_taken"
    made = shop.json("design", "add", str(file), "--title", "Зима 2027")
    assert made["design"] == "зима-2027"
    assert names(shop, "design")["зима-2027"]
    out = tmp_path / "cards.pdf"
    shop.json("cards", "print", "--all", "--out", str(out), "--design", "зима-2027")
    assert len(decode_page(out, 1)) == 1
    shop.json("design", "remove", "зима-2027")
    assert "зима-2027" not in names(shop, "design")
    file.write_text("title = 7")
    assert shop.refused("design", "add", str(file), code=2)["refused"] == "bad_design"
    assert shop.refused("design", "add", str(tmp_path), code=2)["refused"] == "bad_file"


def test_the_logo_is_set_and_taken_away(shop: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "our logo.png"
    file.write_bytes(png(Image.new("RGB", (3000, 1500), "red")))
    assert shop.json("design", "picture", "logo", str(file))["size"] == [2000, 1000]
    kept = Path(str(shop.folder)) / "designs" / "pictures" / "logo.png"
    assert kept.is_file()
    file.write_bytes(b"GIF89a")
    told = shop.refused("design", "picture", "logo", str(file), code=2)
    assert (told["refused"], told["reason"]) == ("bad_picture", "other_kind")
    assert str(told["message"]).startswith("our logo.png: this is not a PNG, JPEG or SVG. Save")
    assert shop.refused("design", "picture", "../logo", str(file), code=2)["refused"] == "bad_name"
    shop.json("design", "picture", "logo", "--remove")
    assert not kept.exists()
    assert shop.refused("design", "picture", "logo", "--remove")["refused"] == "picture_unknown"
