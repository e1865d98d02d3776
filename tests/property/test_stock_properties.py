"""Whatever figures a stock has: it is refused, or cards lie on its page and apart."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.imposition import Imposition, SheetOptions, can_turn, spot_of
from refdesk.cards.stock_file import stock_table
from refdesk.cards.stocks import FAMILIES, SMALLEST_CELL, Stock, parse_stock
from tests.support.refusals import refusal_of

lengths = st.one_of(
    st.floats(0, 320).map(lambda length: round(length, 2)),
    st.sampled_from([float("nan"), float("inf"), -1.0, 0.0, 1e7, 54.0, 85.0]),
)
pairs = st.tuples(lengths, lengths).map(list)
counts = st.one_of(st.integers(1, 4), st.integers(-1, 6), st.sampled_from([10**6, 10**18]))


def mostly(usual: list[float]) -> st.SearchStrategy[list[float]]:
    """What makes sense three times of four, so that what lies beside it is tried as well."""
    return st.one_of(st.just(usual), st.just(usual), st.just(usual), pairs)


tables = st.fixed_dictionaries(
    {
        "title": st.just({"en": "Mine", "ru": "Мой"}),
        "page": mostly([210.0, 297.0]),
        "columns": counts,
        "rows": counts,
        "cell": mostly([40.0, 30.0]),
        "origin": mostly([5.0, 5.0]),
    },
    optional={
        "pitch": mostly([42.0, 30.0]),
        "corner_radius": st.one_of(st.just(3.0), st.just(0.0), lengths),
        "dpi": st.sampled_from([0, 203, 300, 600, 72, 71, 2401, -1]),
        "roll": st.booleans(),
        "fold": st.booleans(),
        "family": st.sampled_from([*FAMILIES, "badge"]),
    },
)


@given(tables)
def test_a_stock_is_refused_or_its_cards_lie_on_the_page_and_apart(
    table: dict[str, object],
) -> None:
    made: list[Stock] = []
    assert refusal_of(lambda: made.append(parse_stock("mine", table))) in ("", "bad_stock")
    for stock in made:
        assert_sound(stock)


def assert_sound(stock: Stock) -> None:
    assert parse_stock("mine", stock_table(stock)) == stock
    assert min(stock.cell_width, stock.cell_height) >= SMALLEST_CELL
    sides = ("front", "back") if can_turn(stock) else ("front",)
    pages = Imposition(1, stock, SheetOptions(duplex="long" if len(sides) == 2 else None)).pages()
    assert [page.side for page in pages] == list(sides)
    boxes = []
    for cell in range(1, min(stock.cells, 40) + 1):
        x, y, width, height, *_ = spot_of(stock, cell)
        assert -0.01 <= x <= stock.page_width - width + 0.02
        assert -0.01 <= y <= stock.page_height - height + 0.02
        boxes.append((x, y, x + width, y + height))
    for one, other in combinations(boxes, 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert min(across, down) <= 0.02
