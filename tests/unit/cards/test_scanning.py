"""R25: what is printed scans, card by card, and still does when the print is poor.

Two decoders that share no code with the encoder, nor with each other, read every symbol.
"""

import io
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import load_design
from refdesk.cards.imposition import Imposition, Page, SheetOptions
from refdesk.cards.pdf import write_pdf
from refdesk.cards.qr import decode_image
from refdesk.cards.stocks import Stock, load_stock
from refdesk.cards.units import POINTS_PER_INCH, to_points
from tests.unit.cards.reading import zbar_texts
from tests.unit.cards.samples import RUSSIAN, records
from tests.unit.cards.two_sides import cell_box, cell_picture, two_sided

SHEET = load_stock("a4-10-85x54")
RUN = 500
GREY_INK, GREY_PAPER = 96, 240


class Printed:
    """A PDF that is open: its pages as pictures, and what its text says in each cell."""

    def __init__(self, path: Path, stock: Stock) -> None:
        self._document = pypdfium2.PdfDocument(path)
        self._stock = stock

    def picture(self, page: int, dpi: float) -> Image.Image:
        bitmap = self._document[page].render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("L")

    def codes(self, page: int, plan: Imposition, found: Page) -> list[str]:
        """The codes that stand in a page's cells, in the order of its places."""
        text = self._document[page].get_textpage()
        codes = []
        for place in found.places:
            left, top, right, bottom = cell_box(self._stock, place.cell, found.side, plan.flip)
            high = self._stock.page_height
            box = map(to_points, (left, high - bottom, right, high - top))
            words = str(text.get_text_bounded(*box)).split()
            (code,) = [word for word in words if len(word) == 11 and word[5] == "-"]
            codes.append(code.replace("-", ""))
        return codes


@pytest.mark.slow
def test_r25_every_symbol_of_a_run_with_two_sides_is_the_code_beside_it(tmp_path: Path) -> None:
    path, cards = tmp_path / "run.pdf", records(RUN, RUSSIAN)
    options = SheetOptions(start=3, duplex="long", order="piles")
    write_pdf(path, cards, stock=SHEET, design=two_sided(), options=options)
    plan, printed = Imposition(RUN, SHEET, options), Printed(path, SHEET)
    fronts: list[str] = []
    read = 0
    for number, page in enumerate(plan.pages()):
        codes = printed.codes(number, plan, page)
        assert codes == [cards[place.card].code for place in page.places]
        if page.side == "back":
            # The codes beside the symbols were those of the front just before.
            assert codes == fronts
            continue
        fronts = codes
        picture = printed.picture(number, 300)
        pictures = [
            cell_picture(picture, cell_box(SHEET, place.cell), 300) for place in page.places
        ]
        assert [decode_image(one) for one in pictures] == [(code,) for code in codes]
        assert zbar_texts(pictures) == [[code] for code in codes]
        read += len(pictures)
    assert read == RUN


# -- poor prints -------------------------------------------------------------------------------

TILE = 1000


def tile(values: bytes) -> Image.Image:
    return Image.frombytes("L", (TILE, TILE), values)


class Wear:
    """What happens to a print: grey ink, a crooked sheet, noise, and a photo sent on as JPEG."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        draw = self._random
        # 5 % of the whole range, around the middle.
        self._grain = tile(
            bytes(min(max(round(draw.gauss(128, 0.05 * 255)), 0), 255) for _ in range(TILE**2))
        )
        # One dot in twenty is ink where paper should be, or the reverse.
        self._hit = tile(bytes(255 * (draw.random() < 0.05) for _ in range(TILE**2)))
        self._dots = tile(bytes(draw.choice((GREY_INK, GREY_PAPER)) for _ in range(TILE**2)))

    def grainy(self, card: Image.Image) -> Image.Image:
        """Every dot is a little lighter or darker than it should be."""
        crooked = self._crooked(card)
        (grain,) = self._parts(crooked, self._grain)
        return as_jpeg(ImageChops.add(crooked, grain, offset=-128))

    def speckled(self, card: Image.Image) -> Image.Image:
        """Some dots are wrong; a scanner's lens does not see single ones."""
        crooked = self._crooked(card)
        hit, dots = self._parts(crooked, self._hit, self._dots)
        speckled = Image.composite(dots, crooked, hit)
        return as_jpeg(speckled.filter(ImageFilter.MedianFilter(3)))

    def _crooked(self, card: Image.Image) -> Image.Image:
        span = GREY_PAPER - GREY_INK
        grey = card.point(lambda value: GREY_INK + span * value // 255)
        return grey.rotate(3, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=GREY_PAPER)

    def _parts(self, card: Image.Image, *tiles: Image.Image) -> list[Image.Image]:
        """The same part of each tile, another one for each card."""
        width, height = card.size
        x, y = self._random.randrange(TILE - width), self._random.randrange(TILE - height)
        return [one.crop((x, y, x + width, y + height)) for one in tiles]


def as_jpeg(picture: Image.Image) -> Image.Image:
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=40)
    return Image.open(stored).convert("L")


def printed_at_150_dpi(path: Path, stock: Stock, cards: list[CardRecord]) -> list[Image.Image]:
    write_pdf(path, cards, stock=stock, design=load_design("clear"))
    plan, printed = Imposition(len(cards), stock), Printed(path, stock)
    return [
        cell_picture(picture, cell_box(stock, place.cell), 150)
        for number, page in enumerate(plan.pages())
        for picture in [printed.picture(number, 150)]
        for place in page.places
    ]


@pytest.mark.slow
def test_r25_at_least_99_of_100_poor_prints_read(tmp_path: Path) -> None:
    cards = records(100, RUSSIAN, seed=9)
    clean = printed_at_150_dpi(tmp_path / "x.pdf", SHEET, cards)
    wear = Wear(seed=1)
    for worn in ([*map(wear.grainy, clean)], [*map(wear.speckled, clean)]):
        both = zip(map(decode_image, worn), zbar_texts(worn), cards, strict=True)
        zxing, zbar = zip(
            *((one == (card.code,), other == [card.code]) for one, other, card in both),
            strict=True,
        )
        assert sum(zxing) >= 99
        assert sum(zbar) >= 99


def test_wear_spoils_what_is_printed_too_small(tmp_path: Path) -> None:
    """The control: the same wear is too much for a symbol of a fifth of the size."""
    cards = records(10, RUSSIAN, seed=9)
    clean = printed_at_150_dpi(tmp_path / "x.pdf", SHEET, cards)
    wear = Wear(seed=1)
    small = [wear.grainy(one.reduce(5)) for one in clean]
    read = [decode_image(one) == (card.code,) for one, card in zip(small, cards, strict=True)]
    assert sum(read) < 5
