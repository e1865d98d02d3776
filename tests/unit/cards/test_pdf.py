"""The printed sheets: every symbol read back, every text found again, nothing left behind."""

import ctypes
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import load_design
from refdesk.cards.fonts import ONEST, REGULAR, load_faces
from refdesk.cards.pdf import Printed, SheetOptions, count_pages, render_page, write_pdf
from refdesk.cards.qr import decode_image, decode_page
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.cards.units import to_points
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Cancelled, Progress
from tests.unit.cards.reading import zbar_texts
from tests.unit.cards.samples import ENGLISH, HOSTILE, LONG, NAMED, RUSSIAN, record, records

SHEET = "a4-10-85x54"
CODE = re.compile(r"\b([0-9A-Z]{5})-([0-9A-Z]{5})\b")


def print_cards(
    path: Path,
    cards: list[CardRecord],
    stock: Stock | None = None,
    options: SheetOptions | None = None,
) -> Printed:
    stock = stock or load_stock(SHEET)
    return write_pdf(path, cards, stock=stock, design=load_design("clear"), options=options)


def page_text(path: Path, page: int = 1, box: tuple[float, ...] | None = None) -> str:
    """The page's text, all of it or that inside a box of left, bottom, right, top in pt."""
    with pypdfium2.PdfDocument(path) as document:
        words = document[page - 1].get_textpage()
        text = words.get_text_bounded(*box) if box else words.get_text_range()
    return str(text).replace("\r\n", "\n")


def cell_picture(picture: Image.Image, stock: Stock, cell: int, dpi: int) -> Image.Image:
    x, y = stock.cell_origin(cell)
    edges = (x, y, x + stock.cell_width, y + stock.cell_height)
    return picture.crop(tuple(round(edge * dpi / 25.4) for edge in edges))  # type: ignore[arg-type]


def cell_text(path: Path, page: int, stock: Stock, cell: int) -> str:
    x, y = stock.cell_origin(cell)
    left, right = to_points(x), to_points(x + stock.cell_width)
    top = to_points(stock.page_height - y)
    return page_text(path, page, (left, top - to_points(stock.cell_height), right, top))


def only_code(text: str) -> str:
    (found,) = CODE.findall(text)
    return "".join(found)


# -- what is printed reads back ----------------------------------------------------------------


@pytest.mark.parametrize("dpi", [300, 150])
@pytest.mark.parametrize("stock", list_stocks()[:7], ids=lambda stock: stock.name)
def test_every_symbol_reads_back_as_the_code_beside_it(
    tmp_path: Path, stock: Stock, dpi: int
) -> None:
    path = tmp_path / "cards.pdf"
    cards = records(stock.cells + 2, RUSSIAN, seed=dpi)
    print_cards(path, cards, stock)
    left = iter(cards)
    for page in range(1, count_pages(path) + 1):
        picture = render_page(path, page, dpi)
        pictures = []
        printed = []
        for cell, card in zip(range(1, stock.cells + 1), left, strict=False):
            pictures.append(cell_picture(picture, stock, cell, dpi))
            printed.append(only_code(cell_text(path, page, stock, cell)))
            assert printed[-1] == card.code
        assert [decode_image(picture) for picture in pictures] == [(code,) for code in printed]
        assert zbar_texts(pictures) == [[code] for code in printed]
        assert sorted(decode_page(path, page, dpi=dpi)) == sorted(printed)
    assert next(left, None) is None


@pytest.mark.parametrize("code", ["7K4M9XQT2AB3C", "SUMMER", "https://a.example/c/7K4M9XQT2A"])
@pytest.mark.parametrize("name", ["a4-10-85x54", "roll-62", "a4-10-90x50"])
def test_words_long_codes_and_links_read_back(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / "cards.pdf"
    print_cards(path, [CardRecord(code, "7K4M9-XQT2A", HOSTILE)], load_stock(name))
    for dpi in (300, 200, 150):
        picture = render_page(path, 1, dpi)
        assert decode_image(picture) == (code,)
        assert zbar_texts([picture]) == [[code]]


def test_symbols_read_back_from_under_the_most_hostile_texts(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    cards = [record(fields, code=f"7K4M9XQT2{n}") for n, fields in enumerate(NAMED.values())]
    stock = load_stock(SHEET)
    print_cards(path, cards, stock)
    for dpi in (300, 150):
        page = render_page(path, 1, dpi)
        pictures = [cell_picture(page, stock, n + 1, dpi) for n in range(len(cards))]
        assert [decode_image(picture) for picture in pictures] == [(card.code,) for card in cards]
        assert zbar_texts(pictures) == [[card.code] for card in cards]


def test_text_comes_out_as_it_went_in(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    cards = [record(RUSSIAN), record(ENGLISH), record(HOSTILE), record(LONG)]
    printed = print_cards(path, cards, options=SheetOptions(duplex="long"))
    text = page_text(path, 1) + page_text(path, 2)
    # On posters, in stacks, and for those without a friend.
    elsewhere = {"headline", "stack", "free_title", "free_text"}
    for fields in (RUSSIAN, ENGLISH):
        for name, value in fields.items():
            # A text may take several lines, and no-break spaces come out as plain ones.
            if name not in elsewhere:
                assert " ".join(value.split()) in " ".join(text.split())
    assert "Иванов & Сыновья %s {0} ?" in text
    assert "<b>X</b>" in text
    assert "Қазақша ұзақ сөз" in text
    assert {"🙂", "★", "\ud800"} <= set(printed.replaced)


def test_latin_and_cyrillic_letters_of_one_shape_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    print_cards(path, [record({"shop": "AВЕKМ", "name": "АBEКM"})])
    assert "AВЕKМ" in page_text(path)
    assert "АBEКM" in page_text(path)


def test_a_file_may_hold_more_signs_than_one_font_of_a_pdf_has_room_for(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    signs = "".join(filter(str.isalpha, load_faces()[ONEST, REGULAR].advances))
    names = [signs[at : at + 20] for at in range(0, len(signs), 20)]
    assert len(signs) > 300
    names += [f"{name[:9]}{names[0][:9]}" for name in names]
    printed = print_cards(path, [record({"name": name}) for name in names])
    text = "".join(page_text(path, page) for page in range(1, printed.sheets + 1))
    assert not printed.replaced
    assert [name for name in names if name not in text] == []


# -- the sheet ---------------------------------------------------------------------------------


def test_a_part_used_sheet_begins_at_its_first_free_cell(tmp_path: Path) -> None:
    path, stock, cards = tmp_path / "cards.pdf", load_stock(SHEET), records(9, ENGLISH)
    printed = print_cards(path, cards, options=SheetOptions(start=4))
    assert printed == Printed(cards=9, sheets=2)
    picture = render_page(path, 1, 150)
    for cell in (1, 2, 3):
        assert cell_picture(picture, stock, cell, 150).getextrema() == ((255, 255),) * 3
    codes = [cell_text(path, 1, stock, cell) for cell in range(4, 11)]
    codes += [cell_text(path, 2, stock, cell) for cell in (1, 2)]
    assert [only_code(text) for text in codes] == [card.code for card in cards]
    assert not cell_text(path, 2, stock, 3).strip()


@pytest.mark.parametrize(
    "stock, start", [(SHEET, 0), (SHEET, 11), (SHEET, -1), ("roll-62", 2), ("a4-1-85x54", 2)]
)
def test_a_start_off_the_sheet_is_refused(tmp_path: Path, stock: str, start: int) -> None:
    with pytest.raises(DomainError) as refusal:
        print_cards(
            tmp_path / "cards.pdf",
            records(1, ENGLISH),
            load_stock(stock),
            SheetOptions(start=start),
        )
    assert refusal.value.code == "bad_start"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("limit, cards, sheets", [(1, 1, 1), (10, 10, 1), (99, 12, 2)])
def test_a_limit_ends_the_run(tmp_path: Path, limit: int, cards: int, sheets: int) -> None:
    path = tmp_path / "cards.pdf"
    printed = print_cards(path, records(12, ENGLISH), options=SheetOptions(limit=limit))
    assert printed == Printed(cards=cards, sheets=sheets)
    assert count_pages(path) == sheets


def test_a_limit_below_zero_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="bad_limit"):
        print_cards(tmp_path / "x.pdf", records(1, ENGLISH), options=SheetOptions(limit=-1))


@pytest.mark.parametrize("stock", list_stocks()[:7], ids=lambda stock: stock.name)
def test_a_page_has_the_size_of_its_stock(tmp_path: Path, stock: Stock) -> None:
    print_cards(tmp_path / "cards.pdf", records(1, ENGLISH), stock)
    with pypdfium2.PdfDocument(tmp_path / "cards.pdf") as document:
        width, height = document[0].get_size()
    assert width == pytest.approx(to_points(stock.page_width), abs=0.01)
    assert height == pytest.approx(to_points(stock.page_height), abs=0.01)


def dark_outside_cells(path: Path, stock: Stock) -> int:
    picture = render_page(path, 1, 150).convert("L")
    for cell in range(1, stock.cells + 1):
        x, y = stock.cell_origin(cell)
        edges = (x, y, x + stock.cell_width, y + stock.cell_height)
        picture.paste(255, tuple(round(edge * 150 / 25.4) for edge in edges))  # type: ignore[arg-type]
    return sum(picture.histogram()[:200])


@pytest.mark.parametrize(
    "stock, asked, has_marks",
    [
        ("a4-1-85x54", None, True),
        ("a4-1-85x54", False, False),
        (SHEET, None, False),
        (SHEET, True, True),
        ("a4-10-90x50", True, True),
        ("roll-62", True, False),
    ],
)
def test_crop_marks_stand_outside_the_cards(
    tmp_path: Path, stock: str, asked: bool | None, has_marks: bool
) -> None:
    path, kind = tmp_path / "cards.pdf", load_stock(stock)
    print_cards(path, records(3, ENGLISH), kind, SheetOptions(crop_marks=asked))
    assert (dark_outside_cells(path, kind) > 0) is has_marks
    assert decode_page(path, 1)


# -- the file ----------------------------------------------------------------------------------


def page_objects(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfObject]:
    for page in document:
        yield from page.get_objects(max_depth=5)


def test_sheets_are_vector_with_their_fonts_embedded(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    print_cards(path, [record(RUSSIAN), record(ENGLISH), record(HOSTILE)])
    kinds = set()
    fonts = set()
    sizes = set()
    with pypdfium2.PdfDocument(path) as document:
        for found in page_objects(document):
            kinds.add(found.type)
            if found.type == pdfium.FPDF_PAGEOBJ_TEXT:
                font = pdfium.FPDFTextObj_GetFont(found.raw)
                assert pdfium.FPDFFont_GetIsEmbedded(font) == 1
                name = ctypes.create_string_buffer(100)
                pdfium.FPDFFont_GetBaseFontName(font, name, 100)
                fonts.add(name.value.decode())
                size = ctypes.c_size_t()
                pdfium.FPDFFont_GetFontData(font, None, 0, size)
                sizes.add(size.value)
    # The whole faces have some 70 kB each.
    assert max(sizes) < 20_000
    assert fonts == {"Onest-Regular", "Onest-SemiBold"}
    # A form holds objects, which are looked at in their turn.
    assert kinds - {pdfium.FPDF_PAGEOBJ_FORM} == {
        pdfium.FPDF_PAGEOBJ_TEXT,
        pdfium.FPDF_PAGEOBJ_PATH,
    }


@pytest.mark.parametrize(
    "title, told",
    [
        ("Карточки (R57) \\ «1»", "Карточки (R57) \\ «1»"),
        ("Cards 🙂", "Cards 🙂"),
        ("R57 \ud800", "R57 ?"),
        ("", ""),
    ],
)
def test_a_viewer_is_asked_not_to_scale_and_told_the_title(
    tmp_path: Path, title: str, told: str
) -> None:
    path = tmp_path / "cards.pdf"
    print_cards(path, records(1, ENGLISH), options=SheetOptions(title=title))
    with pypdfium2.PdfDocument(path) as document:
        assert not pdfium.FPDF_VIEWERREF_GetPrintScaling(document.raw)
        assert document.get_metadata_value("Title") == told


def test_the_same_cards_make_the_same_bytes(tmp_path: Path) -> None:
    contents = set()
    for name in ("one.pdf", "two.pdf"):
        print_cards(tmp_path / name, [*records(30, RUSSIAN), record(HOSTILE)])
        contents.add((tmp_path / name).read_bytes())
    assert len(contents) == 1


@pytest.mark.slow
def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.unit.cards.samples import HOSTILE, RUSSIAN, record, records\n"
        "from tests.unit.cards.test_pdf import print_cards\n"
        "print_cards(Path(sys.argv[1]), [*records(12, RUSSIAN), record(HOSTILE)])\n"
    )
    here, there = tmp_path / "here.pdf", tmp_path / "there.pdf"
    print_cards(here, [*records(12, RUSSIAN), record(HOSTILE)])
    subprocess.run([sys.executable, "-c", script, str(there)], check=True, timeout=120)
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (here, there)}
    assert len(digests) == 1


def test_cards_that_differ_in_everything_are_drawn_each_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    cards = [record({"shop": f"Shop {n}"}, code=f"7K4M9XQT{n}") for n in range(10, 16)]
    cards[3:3] = [record(ENGLISH, code="ABCDEFGHJK"), record({}, code="ABCDEFGHJM")]
    print_cards(path, cards)
    for cell, card in enumerate(cards, start=1):
        text = cell_text(path, 1, load_stock(SHEET), cell)
        assert only_code(text) == card.code
        assert card.fields.get("shop", "") in text
        assert ("Shop" in text) is card.fields.get("shop", "").startswith("Shop")


def test_cards_that_are_alike_in_everything_are_all_drawn(tmp_path: Path) -> None:
    path, stock = tmp_path / "cards.pdf", load_stock(SHEET)
    print_cards(path, [record(RUSSIAN)] * 3)
    page = render_page(path, 1, 150)
    pictures = [cell_picture(page, stock, cell, 150) for cell in (1, 2, 3)]
    assert zbar_texts(pictures) == [["7K4M9XQT2A"]] * 3


def test_faces_may_be_kept_in_a_folder_of_the_callers_choice(tmp_path: Path) -> None:
    options = SheetOptions(faces=load_faces(tmp_path / "faces"))
    print_cards(tmp_path / "own.pdf", records(3, ENGLISH), options=options)
    print_cards(tmp_path / "usual.pdf", records(3, ENGLISH))
    assert (tmp_path / "own.pdf").read_bytes() == (tmp_path / "usual.pdf").read_bytes()


# -- all or nothing ----------------------------------------------------------------------------


class Watch(Progress):
    """Notes what is reported and cancels after a number of reports."""

    def __init__(self, cancel_after: int = 1000) -> None:
        super().__init__()
        self.reports: list[tuple[int, int | None]] = []
        self._cancel_after = cancel_after

    def report(self, done: int, total: int | None) -> None:
        self.reports.append((done, total))
        self.cancelled = len(self.reports) >= self._cancel_after


def print_watched(path: Path, cards: list[CardRecord], watch: Watch) -> Printed:
    stock, design = load_stock(SHEET), load_design("clear")
    return write_pdf(path, cards, stock=stock, design=design, progress=watch)


def test_progress_is_told_after_each_sheet(tmp_path: Path) -> None:
    watch = Watch()
    print_watched(tmp_path / "cards.pdf", records(23, ENGLISH), watch)
    assert watch.reports == [(10, 23), (20, 23), (23, 23)]


@pytest.mark.parametrize("cancel_after", [1, 3])
def test_a_cancelled_run_leaves_nothing_behind(tmp_path: Path, cancel_after: int) -> None:
    with pytest.raises(Cancelled):
        print_watched(tmp_path / "cards.pdf", records(23, ENGLISH), Watch(cancel_after))
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    path.write_bytes(b"older")
    with pytest.raises(DomainError, match="bad_code"):
        print_cards(path, [*records(12, ENGLISH), CardRecord("", "", {})])
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    path.write_bytes(b"older")
    print_cards(path, records(1, ENGLISH))
    assert count_pages(path) == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("limit", [None, 0])
def test_nothing_to_print_is_refused(tmp_path: Path, limit: int | None) -> None:
    cards = [] if limit is None else records(3, ENGLISH)
    with pytest.raises(DomainError) as refusal:
        print_cards(tmp_path / "cards.pdf", cards, options=SheetOptions(limit=limit))
    assert refusal.value.code == "nothing_to_print"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cards"):
        print_cards(tmp_path / "no" / "cards.pdf", records(1, ENGLISH))
