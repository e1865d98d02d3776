"""The window shows what the paper gets: painter and PDF side by side."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QGuiApplication, QImage

from refdesk.cards.compose import compose
from refdesk.cards.design import Design, load_design, parse_design
from refdesk.cards.painter import CardPainter
from refdesk.cards.pdf import render_page, write_pdf
from refdesk.cards.qr import decode_image
from refdesk.cards.stocks import Stock, parse_stocks
from tests.unit.cards.reading import zbar_texts
from tests.unit.cards.samples import NAMED, record
from tests.unit.cards.test_design import GOOD as BOXES

# 8 dots a millimetre: cells begin on whole dots, so pixels may be compared.
DPI = 203.2
STOCKS = parse_stocks(
    "\n".join(
        f"[{name}]\ntitle = {{ en = 'x', ru = 'x' }}\ncolumns = 1\nrows = 1\n"
        f"page = [{w}, {h}]\ncell = [{w}, {h}]\norigin = [0, 0]"
        for name, w, h in (("wide", 85, 54), ("tall", 62, 100))
    )
)


def as_pillow(image: QImage) -> Image.Image:
    size = (image.width(), image.height())
    raw = bytes(image.constBits())
    return Image.frombuffer("RGB", size, raw, "raw", "BGRX", image.bytesPerLine(), 1)


def difference(window: Image.Image, paper: Image.Image) -> tuple[float, int]:
    """The mean and the greatest difference in 256 greys.

    Qt and PDFium round sizes and smooth edges differently; seen from a little further off, two
    drawings of the same things are alike.
    """
    coarse = [picture.convert("L").resize(window.size).reduce(4) for picture in (window, paper)]
    apart = ImageChops.difference(*coarse)
    return ImageStat.Stat(apart).mean[0], max(
        grey for grey, count in enumerate(apart.histogram()) if count
    )


def painted(stock: Stock, design: Design, fields: dict[str, str]) -> Image.Image:
    primitives = compose(design, record(fields), stock.cell_size)
    return as_pillow(CardPainter().image(primitives, stock.cell_size, DPI))


def on_paper(path: Path, stock: Stock, design: Design, fields: dict[str, str]) -> Image.Image:
    write_pdf(path, [record(fields)], stock=stock, design=design)
    return render_page(path, 1, DPI)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("fields", NAMED.values(), ids=NAMED)
@pytest.mark.parametrize("stock", STOCKS.values(), ids=STOCKS)
@pytest.mark.parametrize("design", ["clear", "boxes"])
def test_painter_and_pdf_draw_the_same_card(
    tmp_path: Path, stock: Stock, fields: dict[str, str], design: str
) -> None:
    look = parse_design(design, BOXES) if design == "boxes" else load_design(design)
    window, paper = painted(stock, look, fields), on_paper(tmp_path / "x.pdf", stock, look, fields)
    assert all(abs(a - b) <= 1 for a, b in zip(window.size, paper.size, strict=True))
    mean, most = difference(window, paper)
    assert mean < 3.0
    assert most < 96


@pytest.mark.usefixtures("qapp")
def test_the_comparison_sees_one_line_in_another_place(tmp_path: Path) -> None:
    stock, look = STOCKS["wide"], load_design("clear")
    moved = NAMED["english"] | {"offer_note": ""}
    window = painted(stock, look, NAMED["english"])
    assert difference(window, on_paper(tmp_path / "x.pdf", stock, look, moved))[1] >= 96


@pytest.mark.usefixtures("qapp")
def test_a_painted_symbol_reads_back() -> None:
    picture = painted(STOCKS["wide"], load_design("clear"), NAMED["russian"])
    assert decode_image(picture) == ("7K4M9XQT2A",)
    assert zbar_texts([picture]) == [["7K4M9XQT2A"]]


def test_cards_print_without_qt() -> None:
    script = (
        "import sys, tempfile, pathlib\n"
        "from tests.unit.cards.samples import ENGLISH, records\n"
        "from refdesk.cards.pdf import write_pdf\n"
        "from refdesk.cards.stocks import load_stock\n"
        "from refdesk.cards.design import load_design\n"
        "path = pathlib.Path(tempfile.mkdtemp()) / 'x.pdf'\n"
        "write_pdf(path, records(2, ENGLISH), stock=load_stock('roll-62'),"
        " design=load_design('clear'))\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


@pytest.mark.usefixtures("qapp")
def test_a_painter_leaves_the_device_as_it_was() -> None:
    assert QGuiApplication.instance() is not None
    stock, design = STOCKS["wide"], load_design("clear")
    primitives = compose(design, record(NAMED["english"]), stock.cell_size)
    cards = CardPainter()
    once = as_pillow(cards.image(primitives, stock.cell_size, DPI))
    again = as_pillow(cards.image(primitives, stock.cell_size, DPI))
    assert once.tobytes() == again.tobytes()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("dpi", [60.0, 96.0, DPI])
@pytest.mark.parametrize("fields", NAMED.values(), ids=NAMED)
def test_a_quick_painter_draws_the_same_card(fields: dict[str, str], dpi: float) -> None:
    stock = STOCKS["wide"]
    primitives = compose(load_design("clear"), record(fields), stock.cell_size)
    quick, careful = (
        as_pillow(CardPainter(quick=quick).image(primitives, stock.cell_size, dpi))
        for quick in (True, False)
    )
    mean, most = difference(quick, careful)
    assert mean < 3.0
    assert most < 96
