"""G04: sheets with two sides, part-used, in copies and in piles, as they come out of the PDF."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageOps

from refdesk.cards.calibration import Calibration
from refdesk.cards.card_source import CardSource
from refdesk.cards.compose import CardRecord
from refdesk.cards.imposition import FLIPS, Flip, Imposition, SheetOptions, Side
from refdesk.cards.pdf import Printed, count_pages, render_page, write_pdf
from refdesk.cards.stocks import Stock, load_stock
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Cancelled, Progress
from tests.unit.cards.samples import ENGLISH, records
from tests.unit.cards.two_sides import (
    BACK,
    FRONT,
    ROUND,
    cell_box,
    cell_picture,
    cell_text,
    page_text,
    two_sided,
)

SHEET = load_stock("a4-10-85x54")
# 15 mm left of the cards and 25 mm right of them, 13.5 mm above and 33.5 mm below.
OFF_CENTRE = replace(SHEET, page_width=220.0, page_height=317.0)
DPI = 127.0  # five dots a mm


def print_sheets(
    path: Path,
    cards: list[CardRecord] | CardSource,
    options: SheetOptions | None = None,
    stock: Stock = SHEET,
) -> Printed:
    return write_pdf(path, cards, stock=stock, design=two_sided(), options=options)


def codes_on(path: Path, stock: Stock, options: SheetOptions, count: int) -> dict[Side, list[str]]:
    """The codes that the text says in each cell, page after page, by side."""
    plan = Imposition(count, stock, options)
    found: dict[Side, list[str]] = {"front": [], "back": []}
    for number, page in enumerate(plan.pages(), start=1):
        for cell in range(1, stock.cells + 1):
            text = cell_text(path, number, stock, cell_box(stock, cell, page.side, plan.flip))
            found[page.side].append(code_in(text))
    return found


def code_in(text: str) -> str:
    return next((word.replace("-", "") for word in text.split() if word[5:6] == "-"), "")


def colour_at(picture: Image.Image, x: float, y: float) -> str:
    """The colour of a page at a point in mm."""
    red, green, blue = picture.getpixel((round(x * DPI / 25.4), round(y * DPI / 25.4)))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


# -- both sides --------------------------------------------------------------------------------


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("stock", [SHEET, OFF_CENTRE], ids=["centred", "off-centre"])
def test_g04_every_back_tells_the_code_of_the_front_before_it(
    tmp_path: Path, stock: Stock, flip: Flip
) -> None:
    path, cards = tmp_path / "x.pdf", records(17, ENGLISH)
    options = SheetOptions(start=4, duplex=flip)
    assert print_sheets(path, cards, options, stock) == Printed(17, 2, is_duplex=True)
    assert count_pages(path) == 4
    found = codes_on(path, stock, options, 17)
    codes = [card.code for card in cards]
    assert found["front"] == found["back"] == ["", "", "", *codes]


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("stock", [SHEET, OFF_CENTRE], ids=["centred", "off-centre"])
def test_g04_seen_through_the_paper_both_sides_have_ink_on_the_same_areas(
    tmp_path: Path, stock: Stock, flip: Flip
) -> None:
    path = tmp_path / "x.pdf"
    print_sheets(path, records(4, ENGLISH), SheetOptions(duplex=flip, start=2), stock)
    front, back = (render_page(path, page, DPI) for page in (1, 2))
    turned = ImageOps.mirror(back) if flip == "long" else ImageOps.flip(back)
    inked = [
        picture.convert("L").point(lambda grey: 255 if grey < 250 else 0)
        for picture in (front, turned)
    ]
    assert inked[0].getbbox() is not None
    boxes = [picture.getbbox() for picture in inked]
    assert boxes[0] == pytest.approx(boxes[1], abs=1)
    # Texts and symbols leave nothing white but the symbol's panel on the front.
    for cell in range(2, 6):
        for inside in (2.0, -2.0):
            x, y, right, bottom = cell_box(stock, cell)
            for point in ((x + inside, y + 10), (right - inside, bottom - 10)):
                dots = tuple(round(mm * DPI / 25.4) for mm in point)
                assert inked[0].getpixel(dots) == inked[1].getpixel(dots)  # type: ignore[arg-type]


@pytest.mark.parametrize("flip", FLIPS)
def test_a_back_is_the_right_way_up_when_the_card_is_turned_like_a_page(
    tmp_path: Path, flip: Flip
) -> None:
    path = tmp_path / "x.pdf"
    print_sheets(path, records(1, ENGLISH), SheetOptions(duplex=flip, bleed=0.0))
    picture = render_page(path, 2, DPI)
    x, y, right, bottom = cell_box(SHEET, 1, "back", flip)
    # The back has a round in its lower right corner.
    lower_right, upper_left = (right - 3, bottom - 3), (x + 3, y + 3)
    rounded, plain = (lower_right, upper_left) if flip == "long" else (upper_left, lower_right)
    assert colour_at(picture, *rounded) == ROUND
    assert colour_at(picture, *plain) == BACK


@pytest.mark.parametrize(
    "flip, wanted", [(None, b"Simplex"), ("long", b"DuplexFlipLongEdge"),
                     ("short", b"DuplexFlipShortEdge")],
)  # fmt: skip
def test_the_printer_is_asked_for_the_side_that_the_sheets_are_made_for(
    tmp_path: Path, flip: Flip | None, wanted: bytes
) -> None:
    path = tmp_path / "x.pdf"
    print_sheets(path, records(2, ENGLISH), SheetOptions(duplex=flip))
    assert b"/Duplex /" + wanted in path.read_bytes()
    with pypdfium2.PdfDocument(path) as document:
        assert not pdfium.FPDF_VIEWERREF_GetPrintScaling(document.raw)


def test_a_design_without_a_back_makes_no_second_side(tmp_path: Path) -> None:
    design = two_sided()
    fronts = tuple(replace(one, back=(), back_colour=None) for one in design.layouts)
    printed = write_pdf(
        tmp_path / "x.pdf",
        records(3, ENGLISH),
        stock=SHEET,
        design=replace(design, layouts=fronts),
        options=SheetOptions(duplex="long"),
    )
    assert printed == Printed(3, 1)
    assert count_pages(tmp_path / "x.pdf") == 1


# -- which card where --------------------------------------------------------------------------


def test_skipped_places_stay_white_on_the_first_sheet_alone(tmp_path: Path) -> None:
    path, cards = tmp_path / "x.pdf", records(15, ENGLISH)
    options = SheetOptions(start=2, skipped=frozenset({3, 10}), duplex="long", bleed=0.0)
    print_sheets(path, cards, options)
    found = codes_on(path, SHEET, options, 15)["front"]
    codes = [card.code for card in cards]
    assert found == ["", codes[0], "", *codes[1:7], "", *codes[7:], "", ""]
    for page, side in ((1, "front"), (2, "back")):
        picture = render_page(path, page, DPI)
        for cell in (1, 3, 10):
            box = cell_box(SHEET, cell, side, "long")  # type: ignore[arg-type]
            inner = (box[0] + 0.5, box[1] + 0.5, box[2] - 0.5, box[3] - 0.5)
            assert cell_picture(picture, inner, DPI).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("collate", [True, False])
def test_copies_come_set_after_set_or_card_after_card(tmp_path: Path, collate: bool) -> None:
    path, cards = tmp_path / "x.pdf", records(4, ENGLISH)
    options = SheetOptions(copies=3, collate=collate)
    assert print_sheets(path, cards, options) == Printed(12, 2)
    codes = [card.code for card in cards]
    wanted = codes * 3 if collate else [code for code in codes for _ in range(3)]
    assert codes_on(path, SHEET, options, 4)["front"][:12] == wanted


def test_g04_cut_piles_are_in_order(tmp_path: Path) -> None:
    path, cards = tmp_path / "x.pdf", records(33, ENGLISH)
    options = SheetOptions(order="piles", start=3, duplex="short")
    print_sheets(path, cards, options)
    found = codes_on(path, SHEET, options, 33)
    for side in ("front", "back"):
        pages = [found[side][at : at + 10] for at in range(0, 40, 10)]
        piles = [[page[cell] for page in pages if page[cell]] for cell in range(10)]
        assert [code for pile in piles for code in pile] == [card.code for card in cards]


def test_a_limit_counts_cards_and_not_their_copies(tmp_path: Path) -> None:
    options = SheetOptions(limit=4, copies=5)
    assert print_sheets(tmp_path / "x.pdf", records(9, ENGLISH), options) == Printed(20, 2)


class Counted:
    """Cards that are made when they are asked for."""

    def __init__(self, cards: list[CardRecord]) -> None:
        self._cards = cards
        self.read: list[int] = []

    def __len__(self) -> int:
        return len(self._cards)

    def in_order(self, cards: Iterator[int]) -> Iterator[CardRecord]:
        for card in cards:
            self.read.append(card)
            yield self._cards[card]


def test_a_card_is_read_once_for_both_its_sides_and_all_its_copies(tmp_path: Path) -> None:
    source = Counted(records(7, ENGLISH))
    options = SheetOptions(copies=2, collate=False, duplex="long", order="piles")
    print_sheets(tmp_path / "x.pdf", source, options)  # type: ignore[arg-type]
    # The first two are looked at beforehand for what all have in common.
    assert source.read[:2] == [0, 1]
    assert sorted(source.read[2:]) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6]


# -- colour over the edge, and marks -----------------------------------------------------------


def test_colour_runs_over_the_edge_where_there_is_room_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    print_sheets(path, records(1, ENGLISH), SheetOptions(duplex="long"))
    for page, side, colour in ((1, "front", FRONT), (2, "back", BACK)):
        picture = render_page(path, page, DPI)
        x, y, right, bottom = cell_box(SHEET, 1, side, "long")  # type: ignore[arg-type]
        middle = ((x + right) / 2, (y + bottom) / 2)
        assert colour_at(picture, right + 2.5, middle[1]) == colour
        assert colour_at(picture, middle[0], y - 2.5) == colour
        assert colour_at(picture, right + 3.5, middle[1]) == "#ffffff"
        assert colour_at(picture, middle[0], y - 3.5) == "#ffffff"
        # The card below begins where this one ends.
        assert colour_at(picture, middle[0], bottom + 0.5) == "#ffffff"
    front = render_page(path, 1, DPI)
    assert colour_at(front, 15 - 2.5, 13.5 - 2.5) == ROUND
    assert colour_at(front, 15 - 3.5, 13.5) == "#ffffff"


def test_without_bleed_nothing_leaves_the_card(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    print_sheets(path, records(1, ENGLISH), SheetOptions(bleed=0.0))
    box = render_page(path, 1, DPI).convert("L").point(lambda grey: 255 * (grey < 250)).getbbox()
    assert box == pytest.approx([edge * DPI / 25.4 for edge in cell_box(SHEET, 1)], abs=1)


@pytest.mark.parametrize("flip", FLIPS)
def test_crop_marks_of_both_sides_meet_in_the_paper_and_keep_clear_of_colour(
    tmp_path: Path, flip: Flip
) -> None:
    path = tmp_path / "x.pdf"
    marked = SheetOptions(duplex=flip, crop_marks=True)
    print_sheets(path, records(10, ENGLISH), marked, OFF_CENTRE)
    front, back = (render_page(path, page, 254).convert("L") for page in (1, 2))
    turned = ImageOps.mirror(back) if flip == "long" else ImageOps.flip(back)
    for picture in (front, turned):
        # Left of the grid, beside the line between the first two rows.
        mark = picture.crop((67, 665, 114, 685))
        assert min(mark.tobytes()) < 128
        # Between the mark and the colour over the edge.
        assert min(picture.crop((116, 665, 119, 685)).tobytes()) > 200
        # Above the grid, at the right edge of the second column.
        assert min(picture.crop((1940, 51, 1960, 97)).tobytes()) < 128


def test_calibration_moves_and_scales_each_side(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    calibration = Calibration(dx=1.0, dy=-2.0, scale_x=0.98, scale_y=1.02, back_dx=3.0, back_dy=0.5)
    options = SheetOptions(duplex="long", bleed=0.0, calibration=calibration)
    print_sheets(path, records(10, ENGLISH), options)
    for page, (dx, dy) in ((1, (1.0, -2.0)), (2, (4.0, -1.5))):
        ink = render_page(path, page, 254).convert("L").point(lambda grey: 255 * (grey < 250))
        # The grid is 15 mm from both sides and 13.5 mm from top and bottom.
        box = (15.0, 13.5, 195.0, 283.5)
        middle = (105.0, 148.5)
        edges = [
            (middle[at % 2] + (edge - middle[at % 2]) * (0.98, 1.02)[at % 2] + (dx, dy)[at % 2])
            for at, edge in enumerate(box)
        ]
        assert ink.getbbox() == pytest.approx([edge * 10 for edge in edges], abs=1.5)


# -- folded ------------------------------------------------------------------------------------


def test_a_tent_has_its_upper_face_on_its_head_and_a_line_to_fold_at(tmp_path: Path) -> None:
    stock = replace(
        SHEET, columns=1, rows=2, fold=True, cell_width=148.0, cell_height=105.0, left=31.0,
        top=40.0, pitch_x=148.0, pitch_y=105.0,
    )  # fmt: skip
    path, cards = tmp_path / "x.pdf", records(2, ENGLISH)
    assert print_sheets(path, cards, SheetOptions(bleed=0.0), stock) == Printed(2, 2)
    for page, card in enumerate(cards, start=1):
        for cell in (1, 2):
            assert code_in(cell_text(path, page, stock, cell_box(stock, cell))) == card.code
    picture = render_page(path, 1, DPI)
    # The back's round is at its lower right, on its head at the page's upper left.
    assert colour_at(picture, 31 + 3, 40 + 3) == ROUND
    assert colour_at(picture, 31 + 148 - 3, 40 + 105 - 6) == BACK
    assert colour_at(picture, 31 + 3, 40 + 105 + 3) == ROUND
    # The line across is under the colour; beside the card it is not.
    beside = picture.convert("L").crop((110, 722, 145, 729))
    assert min(beside.tobytes()) < 230
    assert max(beside.tobytes()) == 255


def test_a_tent_is_not_turned(tmp_path: Path) -> None:
    stock = replace(SHEET, rows=2, fold=True)
    with pytest.raises(DomainError, match="bad_duplex"):
        print_sheets(tmp_path / "x.pdf", records(1, ENGLISH), SheetOptions(duplex="long"), stock)
    assert list(tmp_path.iterdir()) == []


# -- the file ----------------------------------------------------------------------------------


def test_both_sides_of_the_same_cards_make_the_same_bytes(tmp_path: Path) -> None:
    options = SheetOptions(duplex="short", copies=2, order="piles", crop_marks=True)
    contents = set()
    for name in ("one.pdf", "two.pdf"):
        print_sheets(tmp_path / name, records(23, ENGLISH), options)
        contents.add((tmp_path / name).read_bytes())
    assert len(contents) == 1


def test_a_file_has_an_id_of_its_content(tmp_path: Path) -> None:
    ids = set()
    for count in (1, 2):
        path = tmp_path / f"{count}.pdf"
        print_sheets(path, records(count, ENGLISH))
        with pypdfium2.PdfDocument(path) as document:
            ids.add(document.get_identifier())
    assert len(ids) == 2


class Stops(Progress):
    """Is no longer wanted after a number of reports."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def report(self, done: int, total: int | None) -> None:
        self.left -= 1
        self.cancelled = self.left <= 0


def test_a_run_that_is_stopped_between_pages_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        write_pdf(
            tmp_path / "x.pdf",
            records(30, ENGLISH),
            stock=SHEET,
            design=two_sided(),
            options=SheetOptions(duplex="long"),
            progress=Stops(2),
        )
    assert list(tmp_path.iterdir()) == []


def test_what_is_read_by_people_and_programs_is_in_the_text(tmp_path: Path) -> None:
    path, cards = tmp_path / "x.pdf", records(1, ENGLISH)
    print_sheets(path, cards, SheetOptions(duplex="short"))
    assert cards[0].fields["name"] in page_text(path, 2)
