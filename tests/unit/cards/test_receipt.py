"""Coupons on receipt paper: nothing cut off, nothing over the symbol, every dot black or white."""

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from refdesk.cards.compose import CardRecord
from refdesk.cards.fonts import ONEST, load_faces
from refdesk.cards.primitives import Box, Qr, Text
from refdesk.cards.qr import QUIET_ZONE, decode_image, decode_page
from refdesk.cards.receipt import LEAST_DOTS, REWARD_LINE, Strip, draw_receipt, lay_out
from refdesk.cards.receipt import write_receipt as write
from refdesk.cards.receipt_paper import Paper, receipt_paper
from refdesk.cards.units import to_mm, to_points
from tests.support.refusals import refused
from tests.unit.cards import golden, samples
from tests.unit.cards.reading import zbar_texts
from tests.unit.cards.test_pdf import page_text

PAPERS = [receipt_paper(58), receipt_paper(80), receipt_paper(80, 512), receipt_paper(58, 432)]
NAMED = {name: samples.record(fields) for name, fields in samples.NAMED.items()}
FULL = samples.record(
    {**samples.RUSSIAN, REWARD_LINE: "Для вас, Анна П.: 100 баллов"}, prefix="МОЙКА-"
)


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def texts_of(strip: Strip) -> list[Text]:
    return [one for one in strip.primitives if isinstance(one, Text)]


def span_of(text: Text) -> tuple[float, float, float, float]:
    """Left, right, highest and lowest of a line, in mm, by the figures of its face."""
    face = load_faces()[ONEST, text.weight]
    half = face.width(text.text, text.size_pt) / 2
    up, down = face.ascent * text.size_pt, face.descent * text.size_pt
    return text.x - half, text.x + half, text.y - to_mm(up), text.y - to_mm(down)


# -- paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "width,dots,across,dpi",
    [
        (58, None, 48.0, 203), (80, None, 72.0, 203), (80, 512, 72.2, 180), (80, 504, 71.1, 180),
        (58, 432, 54.0, 203), (80, 640, 80.0, 203), (80, 546, 68.2, 203), (80, 832, 70.4, 300),
        (58, 360, 50.8, 180),
    ],
)  # fmt: skip
def test_the_density_follows_from_the_dots(
    width: int, dots: int | None, across: float, dpi: int
) -> None:
    paper = receipt_paper(width, dots)
    assert paper.print_width == pytest.approx(across, abs=0.06)
    assert paper.density * 25.4 == pytest.approx(dpi, abs=0.3)
    assert paper.print_width + 2 * paper.margin == pytest.approx(width)


@pytest.mark.parametrize("width,dots", [(57, None), (0, None), (58, 900), (80, 90), (80, 9000)])
def test_paper_that_no_printer_has_is_refused(width: int, dots: int | None) -> None:
    with refused("bad_paper"):
        receipt_paper(width, dots)


# -- what is on the strip --------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("name", sorted(NAMED))
def test_r48_no_text_leaves_the_paper_or_touches_another_or_the_symbol(
    name: str, paper: Paper
) -> None:
    strip = lay_out(NAMED[name], paper)
    spans = [span_of(text) for text in texts_of(strip)]
    quiet = QUIET_ZONE * strip.symbol.module_mm
    side = len(strip.symbol.matrix) * strip.symbol.module_mm
    top, bottom = strip.symbol.y - quiet, strip.symbol.y + side + quiet
    for left, right, high, low in spans:
        assert left >= 0
        assert right <= paper.print_width
        assert high >= 0
        assert low <= strip.height
    # leading is tighter than a face's full height, so lines are compared by their middles
    middles = [(high + low) / 2 for _, _, high, low in spans]
    assert all(after > before for before, after in pairwise(middles))
    assert all(text.y <= top + 0.5 or text.y - to_mm(text.size_pt * 0.75) >= bottom - 0.5
               for text in texts_of(strip))  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("code", ["7K4M9XQT2A", "7K4M9XQT2A55Z", "HTTPS://R.EXAMPLE/7K4M9XQT2A"])
def test_r25_a_module_is_whole_dots_and_at_least_four(paper: Paper, code: str) -> None:
    strip = lay_out(CardRecord(code, code, samples.ENGLISH), paper)
    dots = strip.symbol.module_mm * paper.density
    assert dots == pytest.approx(round(dots), abs=1e-6)
    assert dots >= LEAST_DOTS
    for place in (strip.symbol.x, strip.symbol.y):
        assert place * paper.density == pytest.approx(round(place * paper.density), abs=0.01)
    assert strip.symbol.x >= QUIET_ZONE * strip.symbol.module_mm
    quiet_end = strip.symbol.x + (len(strip.symbol.matrix) + QUIET_ZONE) * strip.symbol.module_mm
    assert quiet_end <= paper.print_width + 0.001


def test_a_code_too_dense_for_the_paper_is_refused() -> None:
    with refused("qr_too_small"):
        lay_out(CardRecord("x" * 120, "x", {}), receipt_paper(58, 210))


@pytest.mark.parametrize("width,least", [(58, 0.8), (80, 0.8)])
def test_the_usual_code_has_large_modules(width: int, least: float) -> None:
    assert lay_out(FULL, receipt_paper(width)).symbol.module_mm >= least
    assert lay_out(FULL, receipt_paper(width, own_qr=True)).symbol.module_mm >= least


def test_a_short_coupon_is_a_short_strip() -> None:
    paper = receipt_paper(58)
    heights = [lay_out(NAMED[name], paper).height for name in ("nothing", "english", "long")]
    assert heights == sorted(heights)
    assert heights[0] < 0.6 * heights[1]


def test_a_part_with_no_texts_has_no_line_above_it() -> None:
    paper = receipt_paper(80)
    bare = lay_out(samples.record({"shop": "Lagoon", "offer": "−10 %"}), paper)
    full = lay_out(FULL, paper)
    dashes = [{one.y for one in strip.primitives if isinstance(one, Box)} for strip in (bare, full)]
    assert [len(rows) for rows in dashes] == [1, 2]


def test_all_is_black_and_the_symbol_is_one() -> None:
    strip = lay_out(FULL, receipt_paper(58))
    assert {one.colour for one in strip.primitives if isinstance(one, (Text, Box))} == {"#000000"}
    assert [one for one in strip.primitives if isinstance(one, Qr)] == [strip.symbol]


def test_what_no_font_has_is_told() -> None:
    assert lay_out(NAMED["english"], receipt_paper(58)).replaced == ()
    assert "★" in lay_out(NAMED["hostile"], receipt_paper(58)).replaced


@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize("name", sorted(NAMED))
def test_golden_primitives(name: str, width: int, is_updating_golden: bool) -> None:
    drawn = golden.as_json(lay_out(NAMED[name], receipt_paper(width)).primitives)
    path = golden.FOLDER / f"receipt-{width}-{name}.json"
    if is_updating_golden:
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


# -- the PDF ---------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS[:2], ids=str)
def test_the_pdf_is_as_large_as_the_strip_and_says_all(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "receipt.pdf"
    strip = lay_out(FULL, paper)
    write(path, strip)
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        size = document[0].get_size()
    assert size == pytest.approx((to_points(paper.width), to_points(strip.height)), abs=0.01)
    read = flat(page_text(path))
    shown = {**samples.RUSSIAN, REWARD_LINE: FULL.fields[REWARD_LINE], "code": FULL.shown_code}
    for name in ("shop", "contact", "offer_title", "offer", "offer_note", "show", "valid",
                 "terms", REWARD_LINE, "code"):  # fmt: skip
        assert flat(shown[name]) in read, name
    assert decode_page(path, 1, dpi=203) == (FULL.code,)


def test_the_same_coupon_is_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    for path in (first, second):
        write(path, lay_out(FULL, receipt_paper(80)))
    assert first.read_bytes() == second.read_bytes()
    assert b"+Onest" in first.read_bytes()


def test_a_folder_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        write(tmp_path / "none" / "r.pdf", lay_out(FULL, receipt_paper(80)))
    assert list(tmp_path.iterdir()) == []


# -- the printer's dots ----------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("name", sorted(NAMED))
def test_the_picture_has_the_printers_dots_and_reads_back(name: str, paper: Paper) -> None:
    strip = lay_out(NAMED[name], paper)
    picture = draw_receipt(strip)
    assert (picture.mode, picture.size) == ("1", (paper.dots, strip.rows))
    assert decode_image(picture.convert("L")) == (strip.code,)
    assert zbar_texts([_on_paper(picture)]) == [[strip.code]]


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_r25_every_module_is_a_clean_square_of_dots(paper: Paper) -> None:
    strip = lay_out(FULL, paper)
    picture, symbol = draw_receipt(strip), strip.symbol
    dots = round(symbol.module_mm * paper.density)
    left, top = round(symbol.x * paper.density), round(symbol.y * paper.density)
    for row, modules in enumerate(symbol.matrix):
        for column, is_dark in enumerate(modules):
            x, y = left + column * dots, top + row * dots
            square = picture.crop((x, y, x + dots, y + dots))
            assert set(square.get_flattened_data()) == {0 if is_dark else 255}, (row, column)
    side, quiet = len(symbol.matrix) * dots, QUIET_ZONE * dots
    around = picture.crop((left - quiet, top - quiet, left + side + quiet, top + side + quiet))
    around.paste(255, (quiet, quiet, quiet + side, quiet + side))
    assert set(around.get_flattened_data()) == {255}


def test_edges_reach_from_the_first_dot_to_the_last() -> None:
    paper = receipt_paper(80, 512)
    picture = draw_receipt(lay_out(FULL, paper, shows_edges=True))
    for row in (0, picture.height - 1):
        assert set(picture.crop((0, row, 512, row + 1)).get_flattened_data()) == {0}
    plain = draw_receipt(lay_out(FULL, paper))
    assert set(plain.crop((0, 0, 512, 8)).get_flattened_data()) == {255}


def _on_paper(picture: Image.Image) -> Image.Image:
    """The print with the paper's own white around it."""
    paper = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    paper.paste(picture, (40, 40))
    return paper
