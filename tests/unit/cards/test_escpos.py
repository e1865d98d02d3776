"""What a receipt printer is sent, obeyed by a printer of the tests' own."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from refdesk.cards.compose import CardRecord
from refdesk.cards.escpos import encode_receipt
from refdesk.cards.qr import QUIET_ZONE, decode_image
from refdesk.cards.receipt import draw_receipt, lay_out
from refdesk.cards.receipt_paper import receipt_paper
from tests.support.paper_roll import print_out
from tests.unit.cards import samples

RECEIPT = samples.record(samples.RUSSIAN)


@pytest.mark.parametrize("width,dots", [(58, None), (80, None), (80, 512), (58, 420)])
def test_the_paper_shows_the_strip_dot_for_dot(width: int, dots: int | None) -> None:
    strip = lay_out(RECEIPT, receipt_paper(width, dots))
    out = print_out(encode_receipt(strip))
    assert (out.resets, out.cuts, out.symbols) == (1, 1, [])
    printed = out.picture.crop((0, 0, strip.paper.dots, out.picture.height))
    assert ImageChops.difference(printed, draw_receipt(strip).convert("L")).getbbox() is None
    assert decode_image(printed) == (RECEIPT.code,)
    spare = out.picture.crop((strip.paper.dots, 0, out.picture.width, out.picture.height))
    assert not spare.width or set(spare.get_flattened_data()) == {255}


@pytest.mark.parametrize("width", [58, 80])
def test_a_printer_that_draws_symbols_gets_a_command(width: int) -> None:
    paper = receipt_paper(width, own_qr=True)
    strip = lay_out(RECEIPT, paper)
    out = print_out(encode_receipt(strip))
    (symbol,) = out.symbols
    assert (symbol.text, symbol.model, symbol.level) == (RECEIPT.code, 2, "Q")
    assert symbol.centred
    assert 4 <= symbol.dots <= 8
    assert symbol.dots == round(strip.symbol.module_mm * paper.density)
    place = out.parts.index(symbol)
    side = len(strip.symbol.matrix) * symbol.dots
    assert out.picture.height == strip.rows - side
    quiet = QUIET_ZONE * symbol.dots
    before, after = out.parts[place - 1], out.parts[place + 1]
    assert isinstance(before, Image.Image)
    assert isinstance(after, Image.Image)
    above = before.crop((0, before.height - quiet, before.width, before.height))
    below = after.crop((0, 0, after.width, quiet))
    assert {*above.get_flattened_data(), *below.get_flattened_data()} == {255}


def test_a_long_receipt_goes_in_pieces_and_none_is_lost() -> None:
    strip = lay_out(samples.record(samples.LONG), receipt_paper(80))
    out = print_out(encode_receipt(strip))
    assert len(out.parts) > 1
    assert out.picture.height == strip.rows
    assert decode_image(out.picture) == ("7K4M9XQT2A",)


def test_narrow_paper_comes_out_to_where_it_is_torn() -> None:
    fed = [print_out(encode_receipt(lay_out(RECEIPT, receipt_paper(width)))).fed
           for width in (58, 80)]  # fmt: skip
    assert fed[0] > fed[1] == 0


def test_the_same_coupon_is_the_same_job() -> None:
    strip = lay_out(RECEIPT, receipt_paper(58))
    assert encode_receipt(strip) == encode_receipt(strip)


def test_no_code_stands_in_what_a_strip_tells_of_itself() -> None:
    strip = lay_out(CardRecord("7K4M9XQT2A", "7K4M9-XQT2A", samples.ENGLISH), receipt_paper(58))
    assert "7K4M9" not in repr(strip)


def test_the_library_is_silent_and_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "import logging\n"
        "from refdesk.cards.escpos import encode_receipt\n"
        "from refdesk.cards.receipt import lay_out\n"
        "from refdesk.cards.receipt_paper import receipt_paper\n"
        "from refdesk.cards.compose import CardRecord\n"
        "import sys\n"
        "assert 'escpos' not in sys.modules\n"
        "encode_receipt(lay_out(CardRecord('7K4M9XQT2A', '', {}), receipt_paper(80)))\n"
        "assert logging.getLogger().handlers == []\n"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=env
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_logs_of_the_program_go_on_as_before() -> None:
    before = logging.getLogger().handlers[:]
    encode_receipt(lay_out(RECEIPT, receipt_paper(58)))
    assert logging.getLogger().handlers == before
