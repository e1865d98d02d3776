"""Printing coupons: which codes, what they say, what is noted."""

from datetime import date
from pathlib import Path

from refdesk.cards.qr import decode_image, decode_page
from refdesk.cards.receipt_paper import receipt_paper
from refdesk.cards.receipt_printer import FilePrinter
from refdesk.services import codes, print_runs, programmes
from refdesk.services.card_swap import replace_code
from refdesk.services.receipt_printing import (
    print_receipt,
    print_receipts,
    print_trial,
)
from refdesk.words.catalogue import load_words
from tests.support.paper_roll import print_out
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop
from tests.unit.cards.test_pdf import page_text

PAPER = receipt_paper(80)
WORDS = load_words("en")
SHORT = """
name = "Short"
code_life_days = 10
[[rule]]
id = "friend"
trigger = "every"
referrer = [{ kind = "points", percent = "10" }]
"""


def read(path: Path) -> str:
    return " ".join(page_text(path).replace("\xa0", " ").split())


def test_the_owners_line_has_his_short_name(wash: TestShop, tmp_path: Path) -> None:
    code, out = wash.add("Marina Danilova"), tmp_path / "r.pdf"
    printed = print_receipt(wash.desk, code, WORDS, paper=PAPER, out=out)
    assert printed.mask == "…" + code[-3:]
    assert "For you, Marina D.: 100 points" in read(out)
    assert "Danilova" not in read(out)


def test_a_coupon_that_belongs_to_nobody_promises_him_nothing(
    wash: TestShop, tmp_path: Path
) -> None:
    out = tmp_path / "r.pdf"
    code = codes.issue_coupon(wash.desk, programmes.get_programme(wash.desk, "P1"))
    print_receipt(wash.desk, code, WORDS, paper=PAPER, out=out)
    text = read(out)
    assert "For you" in text
    assert "For you:" not in text
    assert "points" not in text.partition("Show at the till")[0]


def test_a_card_of_a_run_waits_until_the_run_is_confirmed(wash: TestShop, tmp_path: Path) -> None:
    run = print_runs.create_run(wash.desk, print_runs.NewRun(1, "P1"))
    with refused("code_not_activated"):
        print_receipt(wash.desk, run.codes[0], WORDS, paper=PAPER, out=tmp_path / "r.pdf")


def test_only_a_code_that_works_is_printed(wash: TestShop, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    code = wash.add("Anna")
    with refused("code_unknown"):
        print_receipt(wash.desk, "23456789AB", WORDS, paper=PAPER, out=out)
    codes.block_code(wash.desk, code, "lost")
    with refused("code_blocked"):
        print_receipt(wash.desk, code, WORDS, paper=PAPER, out=out)
    assert not out.exists()


def test_g16_a_swapped_cards_code_prints_the_new_one(wash: TestShop, tmp_path: Path) -> None:
    old, out = wash.add("Anna"), tmp_path / "r.pdf"
    new = replace_code(wash.desk, old).code
    print_receipt(wash.desk, old, WORDS, paper=PAPER, out=out)
    assert decode_page(out, 1) == (new,)


def test_a_customers_receipt_has_the_code_of_his_card(wash: TestShop, tmp_path: Path) -> None:
    code, printer = wash.add("Anna"), FilePrinter(tmp_path / "job.bin")
    anna = print_runs.Selection(customers=(wash.who("Anna"),))
    assert print_receipts(wash.desk, anna, printer, WORDS, paper=PAPER) == 1
    assert decode_image(print_out(printer.path.read_bytes()).picture) == (code,)
    codes.block_code(wash.desk, code, "lost")
    with refused("nothing_to_print"):
        print_receipts(wash.desk, anna, printer, WORDS, paper=PAPER)


def test_several_coupons_are_one_job_and_each_is_cut(wash: TestShop, tmp_path: Path) -> None:
    people, printer = ("Anna", "Boris", "Clara"), FilePrinter(tmp_path / "job.bin")
    made = {wash.add(name) for name in people}
    chosen = print_runs.Selection(customers=tuple(wash.who(name) for name in people))
    before = wash.count("audit")
    assert print_receipts(wash.desk, chosen, printer, WORDS, paper=PAPER) == 3
    out = print_out(printer.path.read_bytes())
    assert out.cuts == 3
    assert set(decode_image(out.picture)) == made
    assert wash.count("audit") == before + 1


def test_r29_what_was_printed_is_noted_and_what_was_not_is_not(
    wash: TestShop, tmp_path: Path
) -> None:
    code = wash.add("Anna")
    before = wash.count("audit")
    with refused("printer_missing"):
        print_receipt(
            wash.desk, code, WORDS, paper=PAPER, printer=FilePrinter(Path("/dev/refdesk-none"))
        )
    assert wash.count("audit") == before
    print_receipt(wash.desk, code, WORDS, paper=PAPER, out=tmp_path / "r.pdf")
    assert wash.count("audit") == before + 1
    assert wash.problems() == []


def test_a_test_receipt_holds_no_code_and_notes_nothing(wash: TestShop, tmp_path: Path) -> None:
    before, printer = wash.count("audit"), FilePrinter(tmp_path / "job.bin")
    print_trial(wash.desk, printer, WORDS, paper=receipt_paper(58))
    picture = print_out(printer.path.read_bytes()).picture
    assert decode_image(picture) == ("TEST",)
    assert picture.width == 384
    assert set(picture.crop((0, 0, 384, 2)).get_flattened_data()) == {0}
    assert wash.count("audit") == before


def test_a_code_that_outlived_its_days_is_told_with_the_last_one(
    shops: Shops, tmp_path: Path
) -> None:
    shop, out = shops.open(), tmp_path / "r.pdf"
    shop.programme(SHORT)
    code = shop.add("Anna")
    print_receipt(shop.desk, code, WORDS, paper=PAPER, out=out)
    assert "works until 28 Nov 2026" in read(out)
    shop.clock.forward(days=11)
    with refused("code_expired", valid_to=date(2026, 11, 28)):
        print_receipt(shop.desk, code, WORDS, paper=PAPER, out=out)
