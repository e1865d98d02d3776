"""Sheets of cards: cards a second against a plain loop in the same run, and bytes a card."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import qrcode
from pytest_benchmark.fixture import BenchmarkFixture
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import load_design
from refdesk.cards.pdf import write_pdf
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from tests.unit.cards.samples import RUSSIAN, records

pytestmark = pytest.mark.bench

CARDS = 1000
PLAIN_CARDS = 200
TIMES_FASTER = 10
BYTES_A_CARD = 600


def print_cards(path: Path, cards: list[CardRecord], stock: Stock) -> None:
    write_pdf(path, cards, stock=stock, design=load_design("clear"))


def plain_loop(path: Path, cards: list[CardRecord], stock: Stock) -> None:
    """What anybody writes first: a picture for each symbol, placed on a canvas."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, card in enumerate(cards):
        cell = number % stock.cells
        if number and not cell:
            canvas.showPage()
        left, top = stock.cell_origin(cell + 1)
        x, y = left * mm, A4[1] - (top + stock.cell_height) * mm
        picture = io.BytesIO()
        qrcode.make(card.code).save(picture)
        canvas.drawImage(ImageReader(picture), x + 50 * mm, y + 22 * mm, 30 * mm, 30 * mm)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(x + 5 * mm, y + 46 * mm, "Lagoon Car Wash")
        canvas.drawCentredString(x + 65 * mm, y + 19 * mm, card.shown_code)
        canvas.setFont("Helvetica-Bold", 30)
        canvas.drawString(x + 5 * mm, y + 28 * mm, "-10 %")
    canvas.save()


def seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_a_thousand_cards_are_ten_times_as_fast_as_a_plain_loop(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    stock, cards = load_stock("a4-10-85x54"), records(CARDS, RUSSIAN)
    path = tmp_path / "cards.pdf"
    print_cards(path, cards[:1], stock)
    plain = min(
        seconds(lambda: plain_loop(tmp_path / "plain.pdf", cards[:PLAIN_CARDS], stock))
        for _ in range(3)
    )
    benchmark(print_cards, path, cards, stock)
    assert benchmark.stats is not None
    ours = benchmark.stats.stats.min
    plain_a_second, ours_a_second = PLAIN_CARDS / plain, CARDS / ours
    benchmark.extra_info["plain loop, cards/s"] = round(plain_a_second)
    benchmark.extra_info["cards/s"] = round(ours_a_second)
    benchmark.extra_info["times"] = round(ours_a_second / plain_a_second, 1)
    assert ours_a_second >= TIMES_FASTER * plain_a_second


@pytest.mark.parametrize("stock", list_stocks()[:7], ids=lambda stock: stock.name)
def test_a_card_takes_at_most_600_bytes_on_any_stock(tmp_path: Path, stock: Stock) -> None:
    path = tmp_path / "cards.pdf"
    print_cards(path, records(CARDS, RUSSIAN), stock)
    assert path.stat().st_size <= BYTES_A_CARD * CARDS
