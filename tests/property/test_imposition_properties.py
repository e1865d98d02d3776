"""G04: every card once, in its cell, with its own back behind it, and piles that are in order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.imposition import (
    FLIPS,
    Flip,
    Imposition,
    Page,
    SheetOptions,
    Side,
    Spot,
    can_turn,
    impose,
    mirrors_across,
    spot_of,
)
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.domain.errors import DomainError

SHEET = load_stock("a4-10-85x54")
FLAT = [stock for stock in list_stocks() if can_turn(stock)]


@st.composite
def stocks(draw: st.DrawFn) -> Stock:
    """Grids of any size anywhere on the page, portrait and landscape."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    width, height = draw(st.floats(20, 90)), draw(st.floats(20, 90))
    gap_x, gap_y = draw(st.floats(0, 12)), draw(st.floats(0, 12))
    left, top, right, bottom = (draw(st.floats(0, 30)) for _ in range(4))
    return replace(
        SHEET,
        columns=columns,
        rows=rows,
        cell_width=width,
        cell_height=height,
        left=left,
        top=top,
        pitch_x=width + gap_x,
        pitch_y=height + gap_y,
        page_width=left + columns * width + (columns - 1) * gap_x + right,
        page_height=top + rows * height + (rows - 1) * gap_y + bottom,
    )


@st.composite
def orders(draw: st.DrawFn) -> tuple[int, Stock, SheetOptions]:
    """Runs of cards on part-used sheets, with every option."""
    stock = draw(stocks())
    start = draw(st.integers(1, stock.cells))
    # One place at least stays free.
    skipped = draw(st.frozensets(st.integers(1, stock.cells))) - {start}
    options = SheetOptions(
        start=start,
        skipped=skipped,
        copies=draw(st.integers(1, 4)),
        collate=draw(st.booleans()),
        order=draw(st.sampled_from(("rows", "piles"))),
        duplex=draw(st.sampled_from((None, *FLIPS))),
    )
    return draw(st.integers(0, 60)), stock, options


def fronts(pages: Iterable[Page]) -> list[Page]:
    return [page for page in pages if page.side == "front"]


def wanted(count: int, options: SheetOptions) -> list[int]:
    """The cards as they should lie in a person's hand."""
    if options.collate:
        return list(range(count)) * options.copies
    return [card for card in range(count) for _ in range(options.copies)]


def stacked_and_cut(pages: list[Page], cells: int) -> list[list[int]]:
    """Lay the sheets one under another, cut through all of them: a pile for each cell."""
    piles: list[list[int]] = [[] for _ in range(cells)]
    for page in pages:
        for place in page.places:
            piles[place.cell - 1].append(place.card)
    return piles


@given(orders())
def test_g04_every_card_is_printed_as_often_as_it_was_asked(
    order: tuple[int, Stock, SheetOptions],
) -> None:
    count, stock, options = order
    sheets = fronts(impose(count, stock, options))
    printed = Counter(place.card for page in sheets for place in page.places)
    assert printed == dict.fromkeys(range(count), options.copies)


@given(orders())
def test_g04_no_place_is_taken_twice_and_none_that_is_used_or_skipped(
    order: tuple[int, Stock, SheetOptions],
) -> None:
    count, stock, options = order
    for page in impose(count, stock, options):
        cells = [place.cell for place in page.places]
        assert len(set(cells)) == len(cells)
        assert cells
        assert set(cells) <= set(range(1, stock.cells + 1))
        if page.sheet == 1:
            assert min(cells) >= options.start
            assert not options.skipped.intersection(cells)


@given(orders())
def test_sheets_are_no_more_than_needed_and_only_the_last_has_room_left(
    order: tuple[int, Stock, SheetOptions],
) -> None:
    count, stock, options = order
    plan = Imposition(count, stock, options)
    sheets = fronts(plan.pages())
    assert len(sheets) == plan.sheets
    free = [
        cell
        for cell in range(1, stock.cells + 1)
        if cell >= options.start and cell not in options.skipped
    ]
    for page in sheets:
        room = free if page.sheet == 1 else list(range(1, stock.cells + 1))
        cells = [place.cell for place in page.places]
        if page.sheet < plan.sheets:
            assert sorted(cells) == room
        else:
            # What is left of the last sheet can be used from its first free place on.
            assert sorted(cells) == room[: len(cells)]


@given(orders())
def test_a_page_can_be_asked_for_alone(order: tuple[int, Stock, SheetOptions]) -> None:
    plan = Imposition(*order)
    assert [plan.page(page.sheet, page.side) for page in plan.pages()] == list(plan.pages())
    assert plan.page(plan.sheets + 1).places == plan.page(0).places == ()


@given(orders())
def test_in_rows_the_cards_follow_along_the_rows_sheet_after_sheet(
    order: tuple[int, Stock, SheetOptions],
) -> None:
    count, stock, options = order
    options = replace(options, order="rows")
    sheets = fronts(impose(count, stock, options))
    read = [place.card for page in sheets for place in sorted(page.places)]
    assert read == wanted(count, options)


@given(orders())
def test_g04_piles_are_in_order_and_so_are_the_piles_one_under_another(
    order: tuple[int, Stock, SheetOptions],
) -> None:
    count, stock, options = order
    options = replace(options, order="piles")
    piles = stacked_and_cut(fronts(impose(count, stock, options)), stock.cells)
    assert [card for pile in piles for card in pile] == wanted(count, options)


# -- the back ----------------------------------------------------------------------------------


def on_page(spot: Spot, u: float, v: float) -> tuple[float, float]:
    """Where a point of a card, from its own top left corner, is on the page."""
    if spot.turned:
        return spot.x + spot.width - u, spot.y + spot.height - v
    return spot.x + u, spot.y + v


def through_paper(stock: Stock, flip: Flip, point: tuple[float, float]) -> tuple[float, float]:
    """Where a point of the back lies on the front, when the sheet was turned at that edge."""
    x, y = point
    if mirrors_across(stock, flip):
        return stock.page_width - x, y
    return x, stock.page_height - y


def assert_back_is_behind(stock: Stock, flip: Flip, cell: int, bleed: float) -> None:
    front = spot_of(stock, cell, bleed, flip, "front")
    back = spot_of(stock, cell, bleed, flip, "back")
    width, height = stock.cell_width, stock.cell_height
    left, top, right, bottom = front.bleed
    # Corners of the front with its bleed. A finished card is turned like the page of a book.
    for u in (-left, 0.0, width, width + right):
        for v in (-top, 0.0, height, height + bottom):
            behind = through_paper(stock, flip, on_page(back, width - u, v))
            assert behind == pytest.approx(on_page(front, u, v), abs=1e-6)
    assert back.bleed == pytest.approx((right, top, left, bottom), abs=1e-3)


@given(stocks(), st.sampled_from(FLIPS), st.floats(0, 5))
def test_g04_the_back_is_behind_its_own_front_on_every_cell(
    stock: Stock, flip: Flip, bleed: float
) -> None:
    for cell in range(1, stock.cells + 1):
        assert_back_is_behind(stock, flip, cell, bleed)


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("stock", FLAT, ids=lambda stock: stock.name)
def test_g04_the_back_is_behind_its_own_front_on_the_stocks_we_know(
    stock: Stock, flip: Flip
) -> None:
    for cell in range(1, stock.cells + 1):
        assert_back_is_behind(stock, flip, cell, 3.0)


@given(orders())
def test_g04_a_back_page_holds_the_cards_of_its_front_in_the_same_cells(
    order: tuple[int, Stock, SheetOptions],
) -> None:
    count, stock, options = order
    pages = list(impose(count, stock, replace(options, duplex="long")))
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        assert (front.sheet, front.side, back.side) == (back.sheet, "front", "back")
        assert [place[:2] for place in front.places] == [place[:2] for place in back.places]
        assert {place.face for place in back.places} == {"back"}


def test_a_sheet_turned_at_its_long_edge_mirrors_coordinates_not_columns() -> None:
    """An off-centre sheet: 15 mm left, 20 mm right of its cards."""
    stock = replace(SHEET, page_width=215.0)
    back = spot_of(stock, 1, 0.0, "long", "back")
    assert (back.x, back.y, back.turned) == (115.0, 13.5, False)
    turned = spot_of(stock, 1, 0.0, "short", "back")
    assert (turned.x, turned.y, turned.turned) == (15.0, 229.5, True)


def test_a_page_that_is_wider_than_high_has_its_long_edges_above_and_below() -> None:
    stock = replace(SHEET, page_width=297.0, page_height=283.5)
    back = spot_of(stock, 1, 0.0, "long", "back")
    assert (back.x, back.y, back.turned) == (15.0, 216.0, True)


# -- folded cards ------------------------------------------------------------------------------


@pytest.mark.parametrize("has_back", [True, False])
def test_a_tent_takes_both_its_cells_and_its_upper_face_stands_on_its_head(
    has_back: bool,
) -> None:
    stock = folded(columns=2, rows=4)
    plan = Imposition(5, stock, SheetOptions(start=2), has_back=has_back)
    pages = list(plan.pages())
    upper: Side = "back" if has_back else "front"
    assert plan.sheets == 2
    assert [tuple(place) for place in pages[0].places] == [
        (2, 0, upper), (4, 0, "front"), (5, 1, upper), (7, 1, "front"),
        (6, 2, upper), (8, 2, "front"),
    ]  # fmt: skip
    turned = [plan.spot(place.cell).turned for place in pages[0].places]
    assert turned == [True, False] * 3


@pytest.mark.parametrize("start, upper_cells", [(1, [1, 2]), (2, [2]), (3, [1, 2]), (4, [2])])
def test_either_half_of_a_tent_names_it_as_the_first_free_one(
    start: int, upper_cells: list[int]
) -> None:
    page = Imposition(9, folded(columns=2, rows=2), SheetOptions(start=start)).page(1)
    assert [place.cell for place in page.places[::2]] == upper_cells
    assert [place.cell for place in page.places[1::2]] == [cell + 2 for cell in upper_cells]


def folded(*, columns: int, rows: int) -> Stock:
    return replace(SHEET, columns=columns, rows=rows, cell_height=50.0, pitch_y=50.0, fold=True)


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, options",
    [
        ("bad_start", SheetOptions(start=0)),
        ("bad_start", SheetOptions(start=11)),
        ("bad_skip", SheetOptions(skipped=frozenset({11}))),
        ("bad_skip", SheetOptions(skipped=frozenset({0}))),
        ("bad_skip", SheetOptions(start=9, skipped=frozenset({9, 10}))),
        ("bad_copies", SheetOptions(copies=0)),
        ("bad_copies", SheetOptions(copies=1001)),
        ("bad_limit", SheetOptions(limit=-1)),
    ],
)
def test_what_no_sheet_can_hold_is_refused(code: str, options: SheetOptions) -> None:
    with pytest.raises(DomainError) as refusal:
        Imposition(3, SHEET, options)
    assert refusal.value.code == code


def test_a_roll_has_no_second_side() -> None:
    with pytest.raises(DomainError, match="bad_duplex"):
        Imposition(3, load_stock("roll-62"), SheetOptions(duplex="long"))


def test_cards_without_a_back_are_printed_on_one_side() -> None:
    plan = Imposition(12, SHEET, SheetOptions(duplex="long"), has_back=False)
    assert {page.side for page in plan.pages()} == {"front"}
    assert plan.sides == ("front",)


def test_bleed_is_half_the_gap_between_cards_and_up_to_3_mm_at_the_edge() -> None:
    assert spot_of(SHEET, 1, 3.0).bleed == (3.0, 3.0, 3.0, 0.0)
    assert spot_of(SHEET, 4, 3.0).bleed == (3.0, 0.0, 3.0, 0.0)
    close = replace(SHEET, pitch_x=87.0)
    assert spot_of(close, 2, 3.0).bleed == (1.0, 3.0, 3.0, 0.0)
    assert spot_of(load_stock("roll-62"), 1, 3.0).bleed == (0.0, 0.0, 0.0, 0.0)
    assert spot_of(SHEET, 1).bleed == (0.0, 0.0, 0.0, 0.0)


@given(stocks(), st.floats(0, 3))
def test_no_bleed_reaches_another_card_or_over_the_page(stock: Stock, most: float) -> None:
    areas = []
    for cell in range(1, stock.cells + 1):
        x, y, width, height, _, bleed = spot_of(stock, cell, most)
        left, top, right, bottom = bleed
        areas.append((x - left, y - top, x + width + right, y + height + bottom))
        assert min(areas[-1][:2]) >= -0.001
        assert areas[-1][2] <= stock.page_width + 0.001
        assert areas[-1][3] <= stock.page_height + 0.001
    for number, one in enumerate(areas):
        for other in areas[:number]:
            over_x = min(one[2], other[2]) - max(one[0], other[0])
            over_y = min(one[3], other[3]) - max(one[1], other[1])
            assert min(over_x, over_y) <= 0.002
