"""Cards as pictures and posters: what they hold, for whom, and what is refused."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from resvg_py import svg_to_bytes

from refdesk.cards.design import Frame, Layout, QrElement, load_design
from refdesk.cards.qr import decode_image, decode_page
from refdesk.cards.raster import count_pages
from refdesk.domain.codes import group_code
from refdesk.services import codes, pieces, programmes
from refdesk.services.studio import save_design_as
from refdesk.storage.tables import AuditRow
from refdesk.words.catalogue import load_words
from tests.support.refusals import refused
from tests.support.shops import TestShop
from tests.unit.cards.test_pdf import page_text

WORDS = load_words("en")


def said(path: Path) -> str:
    return " ".join(page_text(path).replace("\xa0", " ").split())


def svg_picture(path: Path, width: int = 1080) -> Image.Image:
    svg = path.read_text("utf-8")
    return Image.open(BytesIO(svg_to_bytes(svg_string=svg, width=width, dpi=96))).convert("RGB")


@pytest.mark.parametrize("design", ["clear", "wave", "grip", "frame", "lilac", "kraft"])
def test_a_card_is_a_picture_of_1080_dots_whose_symbol_reads(
    wash: TestShop, tmp_path: Path, design: str
) -> None:
    code, out = wash.add("Marina Danilova"), tmp_path / "card.png"
    pieces.card_image(wash.desk, code, out, WORDS, design=design)
    with Image.open(out) as picture:
        assert picture.width == 1080
        assert decode_image(picture) == (code,)


@pytest.mark.parametrize("design", ["clear", "wave", "grip", "frame", "lilac", "kraft"])
def test_the_drawing_of_a_card_reads_too(wash: TestShop, tmp_path: Path, design: str) -> None:
    code, out = wash.add("Marina Danilova"), tmp_path / "card.svg"
    pieces.card_image(wash.desk, code, out, WORDS, design=design)
    assert decode_image(svg_picture(out)) == (code,)


def test_the_offer_stands_beside_the_picture_as_text(wash: TestShop, tmp_path: Path) -> None:
    code = wash.add("Marina Danilova")
    made = pieces.card_image(wash.desk, code, tmp_path / "card.png", WORDS)
    lines = made.text.replace("\xa0", " ").split("\n")
    assert lines[0] == wash.desk.shop().name
    assert any(line.startswith("For your friend: −10 %") for line in lines)
    assert "For you: 100 points" in lines
    assert f"Code: {group_code(code, wash.desk.shop().prefix)}" in lines
    assert made.mask == "…" + code[-3:]
    newest = wash.desk.store.first(AuditRow.select().order_by(AuditRow.seq.desc()))
    assert (newest.action, newest.details["code"]) == ("card_pictured", made.mask)


def test_a_picture_of_another_kind_is_refused_and_nothing_is_left(
    wash: TestShop, tmp_path: Path
) -> None:
    code = wash.add("Anna")
    with refused("bad_file"):
        pieces.card_image(wash.desk, code, tmp_path / "card.gif", WORDS)
    with refused("design_unknown"):
        pieces.card_image(wash.desk, code, tmp_path / "card.png", WORDS, design="none")
    with refused("code_unknown"):
        pieces.card_image(wash.desk, "AAAAA-AAAAA", tmp_path / "card.png", WORDS)
    assert list(tmp_path.iterdir()) == []


def test_a_blocked_card_is_no_picture(wash: TestShop, tmp_path: Path) -> None:
    code = wash.add("Anna")
    codes.block_code(wash.desk, code, "lost")
    with refused("code_blocked"):
        pieces.card_image(wash.desk, code, tmp_path / "card.png", WORDS)


@pytest.mark.parametrize("stock", ["poster-a4", "poster-a5-on-a4", "tent-a6"])
def test_a_poster_holds_the_campaign_word(full: TestShop, tmp_path: Path, stock: str) -> None:
    version = next(
        one for one in programmes.list_programmes(full.desk) if one.terms.codes == "campaign"
    )
    out = tmp_path / "poster.pdf"
    made = pieces.poster(full.desk, f"P{version.programme}", out, WORDS, stock=stock)
    assert version.terms.word is not None
    assert set(decode_page(out, 1, dpi=150)) == {version.terms.word}
    assert made.cards == (2 if stock == "poster-a5-on-a4" else 1)
    assert count_pages(out) == 1
    assert version.terms.word in said(out)


@pytest.mark.parametrize("design", ["clear", "wave", "grip", "frame", "lilac", "kraft"])
def test_a_poster_of_personal_codes_has_none_and_speaks_of_none(
    wash: TestShop, tmp_path: Path, design: str
) -> None:
    out = tmp_path / "poster.pdf"
    pieces.poster(wash.desk, "P1", out, WORDS, design=design)
    assert decode_page(out, 1, dpi=150) == ()
    text = said(out)
    assert "−10 %" in text
    assert "this code" not in text
    assert "Card of" not in text


def test_an_own_design_prints_a_poster_without_a_code(wash: TestShop, tmp_path: Path) -> None:
    frame = Frame(5.0, 40.0, None, 5.0, 40.0, None)
    layout = Layout("poster", (138.0, 200.0), (QrElement(frame),))
    made = save_design_as(wash.desk, replace(load_design("clear"), layouts=(layout,)), "Mine")
    out = tmp_path / "poster.pdf"
    pieces.poster(wash.desk, "P1", out, WORDS, design=made.name)
    assert decode_page(out, 1) == ()


def test_a_poster_of_nothing_is_refused(wash: TestShop, tmp_path: Path) -> None:
    out = tmp_path / "poster.pdf"
    with refused("bad_programme"):
        pieces.poster(wash.desk, "P99", out, WORDS)
    with refused("stock_unknown"):
        pieces.poster(wash.desk, "P1", out, WORDS, stock="none")
    assert not out.exists()
