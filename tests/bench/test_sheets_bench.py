"""Sheets with two sides: cards a second against a plain loop, the preview's redraw, memory."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import qrcode
from PySide6.QtGui import QImage, QPainter
from pytest_benchmark.fixture import BenchmarkFixture
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.design import Design, list_designs
from refdesk.cards.fonts import load_faces
from refdesk.cards.imposition import Imposition, SheetOptions
from refdesk.cards.painter import CardPainter
from refdesk.cards.pdf import composer_for, render_page, write_pdf
from refdesk.cards.primitives import Box, Ellipse, Line, PictureBox, Primitive, Qr, Text
from refdesk.cards.stocks import load_stock
from refdesk.ui.pages.cards.sheet import PrintOrder, SheetPlan, draw_sheet
from tests.unit.cards.samples import RUSSIAN, record, records

# What this process itself takes: a machine that is busy otherwise changes no ratio.
pytestmark = [pytest.mark.bench, pytest.mark.benchmark(timer=time.process_time)]

SHEET = load_stock("a4-10-85x54")
BOTH = SheetOptions(duplex="long")
CARDS = 10_000
PLAIN_CARDS = 100
TIMES_FASTER = 10
PART_OF_A_PAGE = 1 / 4
MEMORY_RATIO = 1.05
SCREEN_DPI = 96.0


def richest() -> Design:
    """The default design that draws most on its two sides."""

    def drawn(design: Design) -> int:
        composer = composer_for(design, SHEET, BOTH)
        return sum(len(composer.compose(record(RUSSIAN), side)) for side in ("front", "back"))

    return max(list_designs(), key=drawn)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


# -- against a plain loop ----------------------------------------------------------------------


class PlainLoop:
    """What anybody writes first: each thing drawn on a canvas, a picture for each symbol.

    Where everything stands it is told beforehand, so that it has only to draw.
    """

    def __init__(self, design: Design, cards: list[CardRecord]) -> None:
        composer = Composer(design, SHEET.cell_size)
        self._codes = [card.code for card in cards]
        self._sides = {
            side: [composer.compose(card, side) for card in cards] for side in ("front", "back")
        }
        for face in load_faces().values():
            pdfmetrics.registerFont(TTFont(face.name, io.BytesIO(face.data)))
        self._names = {key: face.name for key, face in load_faces().items()}

    def write(self, path: Path) -> None:
        size = SHEET.page_width * mm, SHEET.page_height * mm
        canvas = Canvas(str(path), pagesize=size)
        for first in range(0, len(self._codes), SHEET.cells):
            for side, cards in self._sides.items():
                for cell, card in enumerate(cards[first : first + SHEET.cells], start=1):
                    x, y = SHEET.cell_origin(cell)
                    if side == "back":
                        x = SHEET.page_width - x - SHEET.cell_width
                    canvas.saveState()
                    canvas.translate(x * mm, (SHEET.page_height - y) * mm)
                    for primitive in card:
                        self._draw(canvas, primitive, self._codes[first + cell - 1])
                    canvas.restoreState()
                canvas.showPage()
        canvas.save()

    def _draw(self, canvas: Canvas, primitive: Primitive, code: str) -> None:
        match primitive:
            case Text():
                canvas.setFont(self._names[primitive.font, primitive.weight], primitive.size_pt)
                canvas.setFillColor(HexColor(primitive.colour))
                show = {"left": canvas.drawString, "center": canvas.drawCentredString}
                draw = show.get(primitive.align, canvas.drawRightString)
                draw(primitive.x * mm, -primitive.y * mm, primitive.text)
            case Qr():
                side = len(primitive.matrix) * primitive.module_mm * mm
                picture = io.BytesIO()
                qrcode.make(code, border=0).save(picture)
                place = primitive.x * mm, -primitive.y * mm - side
                canvas.drawImage(ImageReader(picture), *place, side, side)
            case Line():
                canvas.setStrokeColor(HexColor(primitive.colour))
                canvas.setLineWidth(primitive.thickness * mm)
                ends = primitive.x1, -primitive.y1, primitive.x2, -primitive.y2
                canvas.line(*(end * mm for end in ends))
            case Box() | Ellipse():
                if primitive.colour:
                    canvas.setFillColor(HexColor(primitive.colour))
                shape = canvas.rect if isinstance(primitive, Box) else canvas.ellipse
                low = -(primitive.y + primitive.height) * mm
                box = primitive.x * mm, low, primitive.width * mm, primitive.height * mm
                shape(*box, stroke=int(bool(primitive.stroke)), fill=int(bool(primitive.colour)))
            case PictureBox():
                picture = io.BytesIO(primitive.picture.data)
                low = -(primitive.y + primitive.height) * mm
                box = primitive.x * mm, low, primitive.width * mm, primitive.height * mm
                canvas.drawImage(ImageReader(picture), *box, mask="auto")


def test_ten_thousand_cards_on_both_sides_are_ten_times_as_fast_as_a_plain_loop(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    design, cards, path = richest(), records(CARDS, RUSSIAN), tmp_path / "cards.pdf"
    plain_loop = PlainLoop(design, cards[:PLAIN_CARDS])

    def ours() -> None:
        write_pdf(path, cards, stock=SHEET, design=design, options=BOTH)

    write_pdf(path, cards[:1], stock=SHEET, design=design, options=BOTH)
    plain = min(seconds(lambda: plain_loop.write(tmp_path / "plain.pdf")) for _ in range(5))
    benchmark.pedantic(ours, rounds=2, iterations=1)  # type: ignore[no-untyped-call]
    assert benchmark.stats is not None
    plain_a_second, ours_a_second = PLAIN_CARDS / plain, CARDS / benchmark.stats.stats.min
    benchmark.extra_info["design"] = design.name
    benchmark.extra_info["plain loop, cards/s"] = round(plain_a_second)
    benchmark.extra_info["cards/s"] = round(ours_a_second)
    benchmark.extra_info["times"] = round(ours_a_second / plain_a_second, 1)
    benchmark.extra_info["bytes a card"] = round(path.stat().st_size / CARDS)
    assert ours_a_second >= TIMES_FASTER * plain_a_second


# -- the preview -------------------------------------------------------------------------------


@pytest.mark.usefixtures("qapp")
def test_a_preview_is_redrawn_in_a_quarter_of_the_time_of_a_pdf_page(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    """A PDF's page takes writing it, and drawing it for the screen at the same size."""
    design, cards, path = richest(), records(SHEET.cells, RUSSIAN), tmp_path / "page.pdf"
    composer = composer_for(design, SHEET, BOTH)
    imposition = Imposition(len(cards), SHEET, BOTH)
    page = imposition.page(1)
    drawn = {place.cell: composer.compose(cards[place.card]) for place in page.places}
    plan = SheetPlan(PrintOrder(), imposition, page, drawn, faces=composer.faces)
    painter_of_cards, dots = CardPainter(composer.faces, quick=True), SCREEN_DPI / 25.4
    size = round(SHEET.page_width * dots), round(SHEET.page_height * dots)

    def redraw() -> None:
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        draw_sheet(painter, painter_of_cards, plan, dots)
        painter.end()

    def pdf_page() -> None:
        write_pdf(path, cards, stock=SHEET, design=design)
        render_page(path, 1, SCREEN_DPI)

    redraw()
    pdf_page()
    whole = min(seconds(pdf_page) for _ in range(7))
    benchmark.pedantic(redraw, rounds=20, iterations=1)  # type: ignore[no-untyped-call]
    assert benchmark.stats is not None
    benchmark.extra_info["PDF page, ms"] = round(1000 * whole, 1)
    benchmark.extra_info["part"] = round(benchmark.stats.stats.min / whole, 3)
    assert benchmark.stats.stats.min < PART_OF_A_PAGE * whole


# -- memory ------------------------------------------------------------------------------------


class Endless:
    """As many cards as are wanted, each made when it is asked for."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._few = records(400, RUSSIAN)

    def __len__(self) -> int:
        return self._count

    def in_order(self, cards: Iterable[int]) -> Iterator[CardRecord]:
        for card in cards:
            few = self._few[card % len(self._few)]
            yield CardRecord(few.code, few.shown_code, {**few.fields, "name": f"Анна {card}"})


PEAK_OF_A_RUN = """
import re, sys
from pathlib import Path
from refdesk.cards.imposition import SheetOptions
from refdesk.cards.pdf import write_pdf
from refdesk.cards.stocks import load_stock
from tests.bench.test_sheets_bench import Endless, richest

stock, order = load_stock(sys.argv[2]), sys.argv[4]
options = SheetOptions(order=order, duplex=None if stock.roll else "long")
cards = Endless(int(sys.argv[3]))
write_pdf(Path(sys.argv[1]), cards, stock=stock, design=richest(), options=options)
# What the system calls the most a process used begins with what its parent had.
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.parametrize(
    "stock, order",
    [
        ("a4-10-85x54", "piles"),
        ("a4-1-85x54", "rows"),
        ("roll-62", "rows"),
    ],
)
def test_memory_stays_flat_however_many_cards_there_are(
    tmp_path: Path, stock: str, order: str
) -> None:
    peaks = []
    # The first one has the typefaces to cut, which takes more than all cards.
    for count in (1, 1000, 10_000):
        given = [str(tmp_path / "x.pdf"), stock, str(count), order]
        command = [sys.executable, "-c", PEAK_OF_A_RUN, *given]
        ran = subprocess.run(command, capture_output=True, check=True, env=os.environ, text=True)
        peaks.append(int(ran.stdout))
    assert peaks[2] <= MEMORY_RATIO * peaks[1]
