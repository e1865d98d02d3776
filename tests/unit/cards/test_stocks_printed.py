"""Every stock is of use: what is printed on it with the usual design reads back."""

from pathlib import Path

import pytest

from refdesk.cards.compose import Composer
from refdesk.cards.design import Design, list_designs, load_design
from refdesk.cards.pdf import write_pdf
from refdesk.cards.primitives import Qr
from refdesk.cards.qr import decode_page
from refdesk.cards.stocks import Stock, list_stocks
from tests.unit.cards.samples import RUSSIAN, record, records

SMALLEST_MODULE = 0.4
"""In mm (R25)."""


@pytest.mark.slow
@pytest.mark.parametrize("stock", list_stocks(), ids=lambda stock: stock.name)
def test_what_is_printed_on_a_stock_reads_back(tmp_path: Path, stock: Stock) -> None:
    path = tmp_path / "cards.pdf"
    count = stock.cells // 2 if stock.fold else stock.cells
    cards = records(count, RUSSIAN)
    printed = write_pdf(path, cards, stock=stock, design=load_design("clear"))
    assert (printed.cards, printed.sheets) == (count, 1)
    found = decode_page(path, 1, dpi=stock.dpi or 300)
    assert set(found) == {card.code for card in cards}


@pytest.mark.parametrize("design", list_designs(), ids=lambda design: design.name)
def test_r25_every_design_has_a_symbol_that_scans_on_every_stock(design: Design) -> None:
    for stock in list_stocks():
        composer = Composer(design, stock.cell_size, family=stock.family, mono=stock.dpi > 0)
        for code in ("7K4M9XQT2A", "7K4M9XQT2AB3C"):
            sides = ("front", "back") if composer.has_back else ("front",)
            symbols = [
                one
                for side in sides
                for one in composer.compose(record(RUSSIAN, code), side)
                if isinstance(one, Qr)
            ]
            assert symbols, stock.name
            assert min(one.module_mm for one in symbols) >= SMALLEST_MODULE - 1e-9, stock.name
