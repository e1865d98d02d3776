"""The six designs that come with the program, on every family of paper and in both languages."""

from io import BytesIO

import pytest
from PIL import Image

from refdesk.cards import check
from refdesk.cards.card_image import card_png
from refdesk.cards.check import check_design
from refdesk.cards.compose import Composer
from refdesk.cards.design import list_designs
from refdesk.cards.elements import FAMILIES, Design
from refdesk.cards.primitives import Qr
from refdesk.cards.qr import decode_image
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.cards.units import MM_PER_INCH
from tests.unit.cards import golden
from tests.unit.cards.reading import zbar_texts
from tests.unit.cards.samples import ENGLISH, NAMED, RUSSIAN, record

FOLDER = golden.FOLDER.parent / "designs"
DESIGNS = list_designs()
SHOWN = (
    "a4-10-85x54", "a4-12-50x90-cut", "roll-57x32", "roll-62", "poster-a5", "tent-a6",
    "receipt-80",
)  # fmt: skip
"""A stock for each layout that an owner meets first."""

LANGUAGES = {"en": ENGLISH, "ru": RUSSIAN}
SPOILT = {
    check.QR_SMALL, check.QR_EMPTY, check.QR_COVERED, check.QR_CONTRAST, check.QR_LIGHT,
    check.QUIET, check.CONTRAST, check.OFF_CARD, check.UNSAFE,
}  # fmt: skip

every_design = pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def composer(design: Design, stock: Stock) -> Composer:
    return Composer(design, stock.cell_size, family=stock.family, mono=bool(stock.dpi))


def sides(made: Composer) -> tuple[str, ...]:
    return ("front", "back") if made.has_back else ("front",)


def test_there_are_six_designs_with_a_title_in_both_languages_for_every_family() -> None:
    assert {design.name for design in DESIGNS} == {
        "clear", "wave", "grip", "frame", "lilac", "kraft"
    }  # fmt: skip
    for design in DESIGNS:
        assert set(design.title) == {"en", "ru"}
        assert {layout.family for layout in design.layouts} == set(FAMILIES)


@every_design
@every_language
@pytest.mark.parametrize("name", SHOWN)
def test_golden_designs(design: Design, name: str, language: str, is_updating_golden: bool) -> None:
    stock = load_stock(name)
    made = composer(design, stock)
    for side in sides(made):
        drawn = golden.as_json(made.compose(record(LANGUAGES[language], prefix="WASH-"), side))
        path = FOLDER / f"{design.name}-{name}-{language}-{side}.json"
        if is_updating_golden:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        assert drawn == path.read_text(encoding="utf-8")


@every_design
def test_every_design_fits_every_stock_whatever_the_texts(design: Design) -> None:
    for stock in list_stocks():
        made = composer(design, stock)
        for name, fields in NAMED.items():
            drawn = {
                side: made.compose(record(fields, prefix="WASH-"), side) for side in sides(made)
            }
            assert any(isinstance(one, Qr) for side in drawn.values() for one in side), (
                stock,
                name,
            )


@every_design
@every_language
def test_nothing_is_to_be_mended_on_a_design_as_it_comes(design: Design, language: str) -> None:
    """On the smallest papers a text may be cut; a symbol is never in danger."""
    card = record(LANGUAGES[language])
    for stock in list_stocks():
        unwanted = SPOILT | {check.CUT} if stock.name in SHOWN else SPOILT
        found = check_design(design, stock.cell_size, card, family=stock.family)
        assert [one for one in found if one.code in unwanted] == [], stock.name


@every_design
@pytest.mark.parametrize("dpi", [200, 300])
def test_every_design_scans(design: Design, dpi: int) -> None:
    card, pictures = record(RUSSIAN), []
    for stock in map(load_stock, SHOWN):
        made = composer(design, stock)
        width = round(stock.cell_width * dpi / MM_PER_INCH)
        # the side that bears the symbol
        drawn = next(
            drawn
            for drawn in (made.compose(card, side) for side in sides(made))
            if any(isinstance(one, Qr) for one in drawn)
        )
        pictures.append(Image.open(BytesIO(card_png(drawn, stock.cell_size, width))))
    assert [decode_image(picture) for picture in pictures] == [(card.code,)] * len(SHOWN)
    assert zbar_texts(pictures) == [[card.code]] * len(SHOWN)
