"""Every kind of element looks the same in the window, on paper and as a picture."""

from io import BytesIO

import pytest
from PIL import Image
from resvg_py import svg_to_bytes

from refdesk.cards.card_image import card_png
from refdesk.cards.compose import compose
from refdesk.cards.design import Design
from refdesk.cards.painter import CardPainter
from refdesk.cards.qr import decode_image
from refdesk.cards.stocks import CellSize
from refdesk.cards.svg_drawing import card_svg
from tests.unit.cards.kinds import illustrated, kinds
from tests.unit.cards.reading import zbar_texts
from tests.unit.cards.test_painter import as_pillow, difference

SIZE = CellSize(85, 54)
WIDTH = 680
DPI = WIDTH / SIZE.width * 25.4
KINDS = kinds()


def on_paper(design: Design) -> Image.Image:
    return Image.open(BytesIO(card_png(compose(design, illustrated(), SIZE), SIZE, WIDTH)))


def in_window(design: Design) -> Image.Image:
    return as_pillow(CardPainter().image(compose(design, illustrated(), SIZE), SIZE, DPI)).copy()


def as_svg(design: Design) -> Image.Image:
    svg = card_svg(compose(design, illustrated(), SIZE), SIZE)
    return Image.open(BytesIO(svg_to_bytes(svg_string=svg, width=WIDTH, dpi=96))).convert("RGB")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", KINDS)
def test_painter_and_pdf_draw_every_kind_alike(name: str) -> None:
    mean, most = difference(in_window(KINDS[name]), on_paper(KINDS[name]))
    assert mean < 3.5
    assert most < 96


@pytest.mark.parametrize("name", KINDS)
def test_svg_and_pdf_draw_every_kind_alike(name: str) -> None:
    mean, most = difference(as_svg(KINDS[name]), on_paper(KINDS[name]))
    assert mean < 3.5
    assert most < 96


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_leaves_a_trace(name: str) -> None:
    assert len(set(on_paper(KINDS[name]).convert("L").get_flattened_data())) > 1


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("draw", [on_paper, in_window, as_svg])
def test_a_coloured_symbol_reads_back_from_each(draw: object) -> None:
    assert callable(draw)
    picture = draw(KINDS["all on the front"])
    assert decode_image(picture) == ("7K4M9XQT2A",)
    assert zbar_texts([picture]) == [["7K4M9XQT2A"]]
