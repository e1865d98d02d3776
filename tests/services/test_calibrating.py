"""Setting a printer right: the pages, what was measured, and example cards for the studio."""

from dataclasses import replace
from pathlib import Path

import pytest

from refdesk.cards.calibration import Calibration, Corners
from refdesk.cards.design import load_design
from refdesk.cards.raster import count_pages
from refdesk.services import calibrating, examples, studio
from refdesk.services.calibrating import FILE, Measured
from refdesk.services.print_runs import Selection, card_ids
from refdesk.words.catalogue import load_words
from tests.support.refusals import refused
from tests.support.shops import TestShop
from tests.unit.cards.test_pdf import page_text

STOCK = "a4-10-85x54"


def test_g05_both_pages_are_written_for_one_side_or_both(wash: TestShop, tmp_path: Path) -> None:
    out, words = tmp_path / "page.pdf", load_words("ru")
    assert calibrating.save_ruler_page(wash.desk, STOCK, out, words) == 1
    assert "Печатайте в масштабе 100 %" in page_text(out).replace("\xa0", " ")
    assert calibrating.save_ruler_page(wash.desk, STOCK, out, words, flip="long") == 2
    assert "Оборот" in page_text(out, 2)
    assert calibrating.save_trial_page(wash.desk, STOCK, out, words, flip="short") == 2
    assert count_pages(out) == 2
    with refused("stock_unknown"):
        calibrating.save_ruler_page(wash.desk, "none", out, words)


def test_g05_what_was_measured_is_kept_and_forgotten(wash: TestShop) -> None:
    marks = calibrating.marks_of(studio.load_stock(wash.desk, STOCK))
    front = Corners(marks.inset_x + 1.0, marks.inset_y, marks.inset_x - 1.0, marks.inset_y)
    measured = Measured(marks.across, marks.down, front)
    made = calibrating.keep_measures(wash.desk, FILE, STOCK, measured)
    assert (made.dx, made.dy) == (-1.0, 0.0)
    assert studio.calibration_of(wash.desk, FILE, STOCK) == made
    calibrating.forget(wash.desk, FILE, STOCK)
    assert studio.calibration_of(wash.desk, FILE, STOCK) == Calibration()
    with refused("bad_calibration"):
        calibrating.keep_measures(wash.desk, FILE, STOCK, replace(measured, across=0.0))


@pytest.mark.parametrize("language, name", [("en", "Anna Petrova"), ("ru", "Анна Петрова")])
def test_an_example_stands_in_where_nobody_is_chosen(
    wash: TestShop, language: str, name: str
) -> None:
    words = load_words(language)
    assert examples.card_to_show(wash.desk, (), words).fields["name"] == name
    code = wash.add("Boris Kim")
    ids = card_ids(wash.desk, Selection(everybody=True))
    assert examples.card_to_show(wash.desk, ids, words).code == code


def test_an_own_design_is_renamed_and_a_built_in_one_is_not(wash: TestShop) -> None:
    desk = wash.desk
    kept = studio.save_design_as(desk, load_design("clear"), "Winter")
    assert studio.rename_design(desk, kept.name, " Cold   winter ").title["ru"] == "Cold winter"
    assert studio.rename_design(desk, kept.name, "Cold winter").name == "winter"
    with refused("name_taken"):
        studio.rename_design(desk, kept.name, "Wave")
    with refused("design_unknown"):
        studio.rename_design(desk, "clear", "Mine")
    with refused("bad_name"):
        studio.rename_design(desk, kept.name, "  ")
