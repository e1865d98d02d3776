"""G05: the ruler page measures true, and the trial page shows each place with its number."""

from pathlib import Path

import pytest
from PIL import Image

from refdesk.cards.calibration import Calibration, ruler_marks
from refdesk.cards.calibration_pages import (
    PageWords,
    ruler_page,
    trial_page,
    write_ruler_page,
    write_trial_page,
)
from refdesk.cards.imposition import FLIPS, Flip, Side, can_turn
from refdesk.cards.pdf import count_pages, render_page
from refdesk.cards.primitives import Line, Text
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.domain.errors import DomainError
from tests.unit.cards.two_sides import cell_box, cell_text, page_text

SHEET = load_stock("a4-10-85x54")
WORDS = PageWords(
    title="Лист с линейками",
    stock="A4, 10 карточек",
    first_edge="Этим краем в принтер",
    front="Лицо",
    back="Оборот",
    notes=("Печатайте в масштабе 100 %",),
)
DPI = 254.0  # ten dots a mm


def dark(picture: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """What is dark inside a box in mm."""
    left, top, right, bottom = (round(edge * 10) for edge in box)
    grey = picture.convert("L").crop((left, top, right, bottom))
    return grey.point(lambda value: 255 if value < 128 else 0)


def extent(picture: Image.Image, box: tuple[float, float, float, float]) -> tuple[float, ...]:
    """From where to where something is dark inside a box, in mm of the page."""
    found = dark(picture, box).getbbox()
    assert found is not None
    left, top = box[:2]
    return left + found[0] / 10, top + found[1] / 10, left + found[2] / 10, top + found[3] / 10


def test_g05_rulers_are_100_mm_and_crosses_15_mm_from_the_edges(tmp_path: Path) -> None:
    path = tmp_path / "ruler.pdf"
    assert write_ruler_page(path, SHEET, WORDS, flip="long") == 2
    for page in (1, 2):
        picture = render_page(path, page, DPI)
        left, top, right, _ = extent(picture, (50.0, 34.0, 160.0, 37.5))
        assert (right - left, left) == pytest.approx((100.0, 55.0), abs=0.4)
        assert top == pytest.approx(35.0, abs=0.2)
        across, upper, _, lower = extent(picture, (34.0, 90.0, 36.4, 205.0))
        assert (lower - upper, upper) == pytest.approx((100.0, 98.5), abs=0.4)
        assert across == pytest.approx(35.0, abs=0.2)
        for x in (15.0, 195.0):
            for y in (15.0, 282.0):
                box = extent(picture, (x - 7, y - 0.6, x - 1, y + 0.6))
                assert (box[1] + box[3]) / 2 == pytest.approx(y, abs=0.15)
                box = extent(picture, (x - 0.6, y + 1, x + 0.6, y + 7))
                assert (box[0] + box[2]) / 2 == pytest.approx(x, abs=0.15)


def test_g05_the_page_says_which_edge_goes_first_and_which_side_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ruler.pdf"
    write_ruler_page(path, SHEET, WORDS, flip="short")
    front, back = page_text(path, 1), page_text(path, 2)
    for text in ("Лист с линейками", "A4, 10 карточек", "Печатайте в масштабе 100 %"):
        assert text in front
    assert "Этим краем в принтер" in front
    assert "Лицо" in front
    assert "Оборот" not in front
    assert "Оборот" in back
    # The arrow's tip is at the middle of the upper edge.
    arrow = extent(render_page(path, 1, DPI), (95.0, 2.0, 115.0, 18.0))
    assert arrow == pytest.approx((100.5, 8.0, 109.5, 17.0), abs=0.4)


@pytest.mark.parametrize("flip", FLIPS)
def test_g05_numbers_of_a_trial_page_stand_behind_themselves(tmp_path: Path, flip: Flip) -> None:
    path = tmp_path / "trial.pdf"
    assert write_trial_page(path, SHEET, WORDS, Calibration(), flip=flip) == 2
    sides: tuple[tuple[int, Side], ...] = ((1, "front"), (2, "back"))
    for page, side in sides:
        for cell in range(1, 11):
            text = cell_text(path, page, SHEET, cell_box(SHEET, cell, side, flip))
            assert text.split() == [str(cell), WORDS.back if side == "back" else WORDS.front]


def test_g05_a_trial_page_is_calibrated_and_a_ruler_page_is_not(tmp_path: Path) -> None:
    path = tmp_path / "trial.pdf"
    write_trial_page(path, SHEET, WORDS, Calibration(dx=2.0, dy=1.0, back_dx=-3.0), flip="long")
    for page, left in ((1, 17.0), (2, 14.0)):
        grey = render_page(path, page, DPI).convert("L").point(lambda value: 255 * (value < 200))
        box = grey.getbbox()
        assert box is not None
        assert (box[0] / 10, box[1] / 10) == pytest.approx((left, 14.5), abs=0.3)


@pytest.mark.parametrize("stock", list_stocks(), ids=lambda stock: stock.name)
def test_on_every_stock_nothing_leaves_the_page(stock: Stock) -> None:
    marks = ruler_marks(stock.page_width, stock.page_height)
    flip: Flip | None = "long" if can_turn(stock) else None
    for page in (ruler_page(stock, WORDS, flip=flip), trial_page(stock, WORDS, flip=flip)):
        assert page
        for drawn in page:
            if isinstance(drawn, Line):
                assert min(drawn.x1, drawn.x2, drawn.y1, drawn.y2) >= 0
                assert max(drawn.x1, drawn.x2) <= stock.page_width
                assert max(drawn.y1, drawn.y2) <= stock.page_height
            if isinstance(drawn, Text):
                assert 0 < drawn.x < stock.page_width
                assert 0 < drawn.y < stock.page_height
    assert marks.across <= stock.page_width
    assert marks.down <= stock.page_height


def test_both_pages_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    contents = set()
    for name in ("one.pdf", "two.pdf"):
        write_ruler_page(tmp_path / name, SHEET, WORDS, flip="long")
        contents.add((tmp_path / name).read_bytes())
    assert len(contents) == 1


def test_a_roll_has_one_side_to_measure(tmp_path: Path) -> None:
    roll, path = load_stock("roll-62"), tmp_path / "x.pdf"
    assert write_ruler_page(path, roll, WORDS) == 1
    assert count_pages(path) == 1
    with pytest.raises(DomainError, match="bad_duplex"):
        write_ruler_page(path, roll, WORDS, flip="long")
    with pytest.raises(DomainError, match="bad_duplex"):
        write_trial_page(path, roll, WORDS, Calibration(), flip="long")
