"""Stocks: the shipped table, and what a table may not say."""

import pytest

from refdesk.cards.stocks import Stock, list_stocks, load_stock, parse_stocks
from refdesk.domain.errors import DomainError

GOOD = """
[plain]
title = { en = "Plain", ru = "Простой" }
page = [210, 297]
columns = 2
rows = 5
cell = [85, 54]
origin = [15, 13.5]
pitch = [95, 54]
"""


def test_the_four_usual_stocks_come_first() -> None:
    names = [stock.name for stock in list_stocks()]
    assert names[:4] == ["a4-10-85x54", "letter-10-3.5x2", "a4-1-85x54", "roll-62"]


@pytest.mark.parametrize("stock", list_stocks(), ids=lambda stock: stock.name)
def test_every_cell_lies_on_the_page_and_apart_from_the_others(stock: Stock) -> None:
    boxes = []
    for cell in range(1, stock.cells + 1):
        x, y = stock.cell_origin(cell)
        assert x >= 0
        assert y >= 0
        assert x + stock.cell_width <= stock.page_width + 0.01
        assert y + stock.cell_height <= stock.page_height + 0.01
        boxes.append((round(x, 3), round(y, 3)))
    assert len(set(boxes)) == stock.cells


def test_cells_are_counted_along_the_rows() -> None:
    stock = load_stock("a4-10-85x54")
    assert stock.cell_origin(1) == (15.0, 13.5)
    assert stock.cell_origin(2) == (110.0, 13.5)
    assert stock.cell_origin(3) == (15.0, 67.5)
    assert stock.cell_origin(10) == (110.0, 229.5)


def test_the_single_card_is_centred_and_marked() -> None:
    stock = load_stock("a4-1-85x54")
    assert stock.crop_marks
    assert 2 * stock.left + stock.cell_width == pytest.approx(stock.page_width)
    assert 2 * stock.top + stock.cell_height == pytest.approx(stock.page_height)


def test_the_roll_prints_in_whole_dots() -> None:
    stock = load_stock("roll-62")
    assert stock.roll
    assert stock.cell_size.dot == pytest.approx(25.4 / 300)
    assert load_stock("a4-10-85x54").cell_size.dot == 0.0


def test_an_unknown_stock_is_refused_by_name() -> None:
    with pytest.raises(DomainError) as refusal:
        load_stock("a5-99")
    assert refusal.value.code == "stock_unknown"
    assert refusal.value.params == {"name": "a5-99"}


def test_a_pitch_may_be_left_out_where_cells_touch() -> None:
    stock = parse_stocks(GOOD.replace("pitch = [95, 54]\n", ""))["plain"]
    assert (stock.pitch_x, stock.pitch_y) == (85.0, 54.0)


@pytest.mark.parametrize(
    "old, new, field",
    [
        ("pitch = [95, 54]", "pitch = [80, 54]", "pitch"),
        ("pitch = [95, 54]", "pitch = [95, 53]", "pitch"),
        ("origin = [15, 13.5]", "origin = [35, 13.5]", "page"),
        ("origin = [15, 13.5]", "origin = [15, 30]", "page"),
        ("origin = [15, 13.5]", "origin = [-1, 13.5]", "origin"),
        ("cell = [85, 54]", "cell = [0, 54]", "cell"),
        ("cell = [85, 54]", "cell = 85", "cell"),
        ("columns = 2", "columns = 0", "columns"),
        ("rows = 5", "rows = 4.5", "rows"),
        ("page = [210, 297]", "", "page"),
        ("page = [210, 297]", "page = [true, 297]", "page"),
        ("page = [210, 297]", "page = [210, 297]\nbleed = 3", "bleed"),
        ("page = [210, 297]", "page = [210, 297]\nroll = 1", "roll"),
        ("page = [210, 297]", "page = [210, 297]\ndpi = -1", "dpi"),
        ("page = [210, 297]", "page = [210, 297]\ncorner_radius = 'x'", "corner_radius"),
        (', ru = "Простой"', "", "title"),
        ('"Простой"', "7", "title"),
    ],
)
def test_a_stock_out_of_reason_is_refused_with_its_field(old: str, new: str, field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_stocks(GOOD.replace(old, new))
    assert refusal.value.code == "bad_stock"
    assert refusal.value.params == {"stock": "plain", "field": field}
