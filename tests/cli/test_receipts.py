"""Coupons on receipt paper from the command line."""

from pathlib import Path

import pypdfium2
import pytest

from refdesk.cards.qr import decode_image, decode_page
from refdesk.cards.units import to_points
from tests.cli.terminal import Terminal
from tests.support.paper_roll import print_out
from tests.support.receipt_till import ASKS_STATUS, tcp_printer
from tests.unit.cards.test_pdf import page_text


def bare(code: str) -> str:
    return code.replace("-", "")


def test_a_coupon_is_written_as_a_pdf(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Marina Danilova")
    file = tmp_path / "coupon.pdf"
    done = shop.json("cards", "receipt", code, "--out", str(file))
    assert (done["file"], done["printer"]) == (str(file), None)
    assert done["code"] == "…" + code[-3:]
    assert code not in done.out
    assert decode_page(file, 1) == (bare(code),)
    text = " ".join(page_text(file).replace("\xa0", " ").split())
    for part in ("Lagoon", "−10 %", code, "For you, Marina D.: 100 points", "Show at the till"):
        assert part in text
    with pypdfium2.PdfDocument(file) as document:
        assert document[0].get_width() == pytest.approx(to_points(80), abs=0.01)
    shop.json("cards", "receipt", code, "--out", str(file), "--width", "58")
    with pypdfium2.PdfDocument(file) as document:
        assert document[0].get_width() == pytest.approx(to_points(58), abs=0.01)


def test_a_receipt_speaks_the_shops_language(shop: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "coupon.pdf"
    russian = ["--data", str(tmp_path / "ru")]
    shop.json(*russian, "init", "--shop", "Лагуна", "--language", "ru", "--preset", "car-wash")
    added = shop.json(*russian, "customer", "add", "--name", "Марина Данилова")
    shop.json(*russian, "--lang", "en", "cards", "receipt", added["codes"][0], "--out", str(file))
    text = " ".join(page_text(file).replace("\xa0", " ").split())
    assert "Вам, Марина Д.: 100 баллов" in text


@pytest.mark.parametrize("name", ["coupon.bin", "coupon.escpos", "coupon.prn", "coupon"])
def test_any_other_file_holds_a_printers_bytes(name: str, shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    file = tmp_path / name
    done = shop.json("cards", "receipt", code, "--out", str(file), "--width", "58")
    assert done["file"] == str(file)
    out = print_out(file.read_bytes())
    assert (out.picture.width, out.cuts) == (384, 1)
    assert decode_image(out.picture) == (bare(code),)


def test_the_printers_own_symbol_and_dots_may_be_asked_for(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    file = tmp_path / "coupon.bin"
    shop.json("cards", "receipt", code, "--out", str(file), "--dots", "512", "--own-qr")
    out = print_out(file.read_bytes())
    assert out.picture.width == 512
    assert [one.text for one in out.symbols] == [bare(code)]


def test_a_coupon_goes_to_a_printer_and_into_a_file(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    file = tmp_path / "coupon.pdf"
    with tcp_printer() as printer:
        done = shop.json("cards", "receipt", code, "--to", str(printer.address), "--out", str(file))
        alone = shop.json("cards", "receipt", code, "--to", str(printer.address))
    assert (done["file"], done["printer"]) == (str(file), str(printer.address))
    assert (alone["file"], alone["printer"]) == (None, str(printer.address))
    jobs = printer.received.split(ASKS_STATUS)[1:]
    assert [decode_image(print_out(job).picture) for job in jobs] == [(bare(code),)] * 2
    assert decode_page(file, 1) == (bare(code),)


def test_a_printer_that_is_off_is_refused_in_words(shop: Terminal) -> None:
    _, code = shop.add("Anna")
    nobody = ["cards", "receipt", code, "--to", "tcp://127.0.0.1:1"]
    refused = shop.refused(*nobody)
    assert refused["refused"] == "printer_off"
    assert "does not answer" in refused["message"]
    assert "tcp://127.0.0.1:1" in refused["message"]
    missing = shop.refused("cards", "receipt", code, "--to", "/dev/usb/lp99")
    assert missing["refused"] == "printer_missing"
    russian = shop.run("--lang", "ru", *nobody)
    assert russian.code == 1
    assert "Traceback" not in russian.err
    assert "не отвечает" in russian.err


def test_what_cannot_be_a_receipt_is_refused(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    out = ["--out", str(tmp_path / "x.pdf")]
    receipt = ["cards", "receipt"]
    assert shop.refused(*receipt, "23456-789AB", *out)["refused"] == "code_unknown"
    assert shop.refused(*receipt, code, code=2)["refused"] == "bad_usage"
    assert shop.refused(*receipt, code, *out, "--width", "57", code=2)["refused"] == "bad_paper"
    assert shop.refused(*receipt, code, *out, "--dots", "20", code=2)["refused"] == "bad_paper"
    assert shop.refused(*receipt, code, "--to", "http://x/", code=2)["refused"] == "bad_printer"
    nowhere = ["--out", str(tmp_path / "none" / "x.pdf")]
    assert shop.refused(*receipt, code, *nowhere, code=3)["refused"] == "storage"
    shop.json("code", "block", code, "--reason", "lost")
    assert shop.refused(*receipt, code, *out)["refused"] == "code_blocked"
    run = shop.json("run", "create", "--programme", "P1", "--count", "1")
    assert shop.refused(*receipt, run["codes"][0], *out)["refused"] == "code_not_activated"
    assert list(tmp_path.glob("x.pdf")) == []
