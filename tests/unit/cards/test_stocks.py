"""Stocks: the shipped table, and what a table may not say."""

import pytest

from refdesk.cards.imposition import Imposition
from refdesk.cards.stocks import FAMILIES, Stock, list_stocks, load_stock, parse_stocks
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


def test_there_is_paper_for_every_family() -> None:
    families = [stock.family for stock in list_stocks()]
    assert len(families) >= 45
    assert {family: families.count(family) for family in FAMILIES} == {
        "card": 19, "label": 25, "poster": 7, "tent": 4, "receipt": 2,
    }  # fmt: skip


def test_titles_tell_stocks_apart_in_both_languages() -> None:
    for language in ("en", "ru"):
        titles = [stock.title[language] for stock in list_stocks()]
        assert len(set(titles)) == len(titles)
        assert all(title == title.strip() and len(title) <= 56 for title in titles)


@pytest.mark.parametrize(
    "name, cells, right, bottom",
    [
        ("letter-8-3.5x2", 8, 12.7, 19.05),
        ("a4-8-85x54", 8, 17, 31.5),
        ("a4-10-85x54-32010", 10, 15.99, 12.99),
        ("a4-10-87x51", 10, 15.06, 22.58),
        ("a4-10-85x55", 10, 15, 12),
        ("a4-10-85x55-lp795", 10, 16, 11.5),
        ("a4-10-85x55-50400", 10, 16.5, 11.5),
        ("a4-10-86x54", 10, 17, 9.5),
        ("a4-10-90x50", 10, 15, 23),
        ("a4-12-50x90-cut", 12, 5, 14),
        ("a4-10-96x51", 10, 7, 21.5),
        ("a4-21-63.5x38", 21, 6.75, 14.8),
        ("a4-24-70x37", 24, 0, 0.5),
        ("letter-30-2.6x1", 30, 3.97, 12.7),
        ("letter-10-4x2", 10, 3.81, 12.7),
        ("tent-letter", 4, 0, 12.7),
    ],
)
def test_what_is_left_over_is_what_the_maker_leaves(
    name: str, cells: int, right: float, bottom: float
) -> None:
    stock = load_stock(name)
    x, y = stock.cell_origin(stock.cells)
    assert stock.cells == cells
    assert stock.page_width - x - stock.cell_width == pytest.approx(right, abs=0.02)
    assert stock.page_height - y - stock.cell_height == pytest.approx(bottom, abs=0.06)


def test_a_tent_has_two_faces_that_meet_at_the_fold() -> None:
    for stock in list_stocks():
        assert stock.fold is (stock.family == "tent")
        if stock.fold:
            cards = stock.cells // 2
            places = next(Imposition(cards, stock).pages()).places
            assert sorted(place.card for place in places) == sorted([*range(cards)] * 2)


def test_receipts_are_as_wide_as_printers_print() -> None:
    for name, dots in (("receipt-58", 384), ("receipt-80", 576)):
        size = load_stock(name).cell_size
        assert size.width / size.dot == pytest.approx(dots, abs=1)


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
        ("page = [210, 297]", "page = [210, 2001]", "page"),
        ("page = [210, 297]", "page = [210, nan]", "page"),
        ("page = [210, 297]", "page = [210, inf]", "page"),
        ("cell = [85, 54]", "cell = [85, 11]", "cell"),
        ("columns = 2", "columns = 1001", "columns"),
        ("rows = 5", "rows = 1000000000000", "rows"),
        ("rows = 5", "rows = 5\nfold = true", "fold"),
        ("rows = 5", "rows = 4\nfold = true\ncorner_radius = 28", "corner_radius"),
        ("pitch = [95, 54]", "pitch = [95, 55]\nfold = true", "fold"),
        ("page = [210, 297]", "page = [210, 297]\nfamily = 'badge'", "family"),
        ("page = [210, 297]", "page = [210, 297]\ndpi = 30", "dpi"),
        ("page = [210, 297]", "page = [210, 297]\ncorner_radius = -0.5", "corner_radius"),
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
        ('"Простой"', "'  '", "title"),
        ('"Простой"', f"'{'Я' * 61}'", "title"),
    ],
)
def test_a_stock_out_of_reason_is_refused_with_its_field(old: str, new: str, field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_stocks(GOOD.replace(old, new))
    assert refusal.value.code == "bad_stock"
    assert refusal.value.params == {"stock": "plain", "field": field}
