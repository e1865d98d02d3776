"""Draw the contact sheets of the designs that come with the program: docs/designs/*.png."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from refdesk.cards.card_image import card_png
from refdesk.cards.compose import Composer
from refdesk.cards.design import list_designs
from refdesk.cards.elements import Design
from refdesk.cards.stocks import load_stock
from tests.unit.cards.samples import ENGLISH, RUSSIAN, record

FOLDER: Final = Path(__file__).parents[1] / "docs" / "designs"
ROWS: Final = (
    ("a4-10-85x54", "a4-12-50x90-cut"),
    ("roll-57x32", "roll-62", "receipt-80"),
    ("poster-a5", "tent-a6"),
)
LANGUAGES: Final = {"en": ENGLISH, "ru": RUSSIAN}
PIXELS_PER_MM: Final = 4.0
GAP: Final = 24
GROUND: Final = "#c9d1d8"
COLOURS: Final = 128
"""A flat design has few: a palette makes its picture a quarter as large."""


def main() -> None:
    """Write a sheet for each design and language."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for design in list_designs():
        for language, fields in LANGUAGES.items():
            rows = [[*_pieces(design, stocks, fields)] for stocks in ROWS]
            sheet = _stacked([_beside(row) for row in rows])
            path = FOLDER / f"{design.name}-{language}.png"
            sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
            print(path.relative_to(FOLDER.parents[1]))


def _pieces(
    design: Design, stocks: tuple[str, ...], fields: dict[str, str]
) -> Iterator[Image.Image]:
    """Yield both sides of a design on each stock."""
    for stock in map(load_stock, stocks):
        size = stock.cell_size
        composer = Composer(design, size, family=stock.family, mono=bool(stock.dpi))
        for side in ("front", "back") if composer.has_back else ("front",):
            drawn = composer.compose(record(fields, prefix="WASH-"), side)
            picture = card_png(drawn, size, round(size.width * PIXELS_PER_MM))
            yield Image.open(BytesIO(picture)).convert("RGB")


def _beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(one.height for one in pictures)), GROUND)
    left = 0
    for one in pictures:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    return sheet


def _stacked(rows: list[Image.Image]) -> Image.Image:
    height = sum(one.height for one in rows) + GAP * (len(rows) + 1)
    sheet = Image.new("RGB", (max(one.width for one in rows) + 2 * GAP, height), GROUND)
    top = GAP
    for one in rows:
        sheet.paste(one, (GAP, top))
        top += one.height + GAP
    return sheet


if __name__ == "__main__":
    main()
