"""Print runs on the Cards page: made, printed, and what came of them."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from refdesk.cards.raster import render_page
from refdesk.domain.bill import Line
from refdesk.domain.codes import mask_code
from refdesk.services.counter import Request, record_purchase
from refdesk.services.desk import Desk
from refdesk.services.print_runs import NewRun, Selection, card_ids, create_run, list_runs
from refdesk.services.programmes import add_programme
from refdesk.services.undoing import void_purchase
from refdesk.storage.print_runs import cards_of
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.widgets.value_fields import NumberField
from tests.ui.cards_window import Answers, cards_page, click, click_place, shown_codes
from tests.ui.customers_shop import (
    People,
    part,
    press,
    show_in_window,
    texts,
)
from tests.ui.test_cards_sheet import codes_in

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, people: People, answers: Answers) -> CardsPage:
    page = cards_page(context, desk, answers)
    page.show_view("sheets")
    return show_in_window(qtbot, context, page)


# -- coupons for the next visit ----------------------------------------------------------------

NEXT_VISIT = """
name = "Come back"
codes = "none"
code_life_days = 30
[[rule]]
id = "next"
trigger = "next_visit"
new_only = false
buyer = { kind = "percent_off", percent = "10" }
"""


def test_a_coupon_of_the_counter_is_one_card_by_itself(
    page: CardsPage, desk: Desk, answers: Answers
) -> None:
    add_programme(desk, terms_text=NEXT_VISIT)
    bought = record_purchase(desk, Request((Line(50_000),)))
    [code] = bought.coupons
    page.show_coupons((code,))
    assert list(shown_codes(page).values()) == [code]
    assert mask_code(code) in texts(page.who)
    press(Qt.Key.Key_E, CTRL)
    assert answers.path is not None
    assert codes_in(render_page(answers.path, 1, dpi=200)) == {code}
    with pypdfium2.PdfDocument(answers.path) as document:
        text = document[0].get_textpage().get_text_range()
    assert "For your next visit" in text
    assert "works until" in text
    void_purchase(desk, bought.purchase, "mistake")
    page.on_shown()
    assert shown_codes(page) == {}


# -- runs --------------------------------------------------------------------------------------


@pytest.fixture
def run_page(page: CardsPage, desk: Desk) -> CardsPage:
    """The page with a run of 12 coupons chosen."""
    create_run(desk, NewRun(count=12))
    page.on_shown()
    page.who.choose_kind("run")
    return page


def test_a_new_run_is_made_with_its_places(page: CardsPage, desk: Desk) -> None:
    page.who.choose_kind("run")
    assert "Coupon cards are printed in runs" in texts(page.who)
    click(page, "run_new")
    count = part(page, NumberField, "run_count")
    assert count.hasFocus()
    count.set_number(0)
    click(page, "run_make")
    assert count.is_bad()
    count.set_number(30)
    page.who.runs._form.holders.choose("places")
    part(page, QPlainTextEdit, "run_places").setPlainText("Reception\n\nCafe Breeze\n")
    click(page, "run_make")
    made = list_runs(desk)[0]
    assert [(one.place, one.count) for one in made.stacks] == [
        ("Reception", 15),
        ("Cafe Breeze", 15),
    ]
    assert len(shown_codes(page)) == 10
    assert "R1-1 Reception: 15" in texts(page.who)


def test_a_stack_can_have_a_customer_who_hands_it_out(
    page: CardsPage, desk: Desk, people: People
) -> None:
    page.who.choose_kind("run")
    click(page, "run_new")
    form = page.who.runs._form
    assert form is not None
    form.holders.choose("people")
    form.people.choose(people.anna)
    form.count.set_number(5)
    press(Qt.Key.Key_Escape)
    assert list_runs(desk) == []
    click(page, "run_new")
    form.holders.choose("people")
    form.people.choose(people.anna)
    form.count.set_number(5)
    click(page, "run_make")
    assert [one.holder for one in list_runs(desk)[0].stacks] == [people.anna]


def test_r29_cards_of_a_run_work_once_it_is_said_that_they_came_out(
    run_page: CardsPage, desk: Desk, answers: Answers
) -> None:
    run = list_runs(desk)[0]
    assert {code.status for code in cards_of(desk.store, run.id)} == {"printed"}
    press(Qt.Key.Key_E, CTRL)
    assert answers.names == [f"Cards run R{run.id}.pdf"]
    assert {code.status for code in cards_of(desk.store, run.id)} == {"printed"}
    click(run_page, "cards_came_out")
    assert "Did the sheets of run R1 come out?" in texts(run_page.strip)
    click(run_page, "sheets_all")
    assert "12 cards work from now on" in texts(run_page.strip)
    assert {code.status for code in cards_of(desk.store, run.id)} == {"live"}
    assert not run_page.who.runs.confirm_button.isVisible()


def test_r29_spoiled_cards_are_clicked_or_scanned_and_never_work(
    run_page: CardsPage, desk: Desk
) -> None:
    run = list_runs(desk)[0]
    codes = [code.code for code in cards_of(desk.store, run.id)]
    click(run_page, "run_confirm")
    click(run_page, "sheets_spoiled")
    click_place(run_page, 3)
    click_place(run_page, 4)
    click_place(run_page, 4)
    run_page.on_scan(codes[11])
    run_page.preview.view.grab()
    assert "2 cards are spoiled" in texts(run_page.strip)
    run_page.on_scan("4606224066509")
    assert "That card is not of this run" in texts(run_page.strip)
    click(run_page, "spoiled_confirm")
    assert "10 cards work from now on" in texts(run_page.strip)
    live = [code.code for code in cards_of(desk.store, run.id) if not code.is_spoiled]
    assert live == [code for code in codes if code not in (codes[2], codes[11])]
    assert len(card_ids(desk, Selection(run=run.id))) == 10


def test_esc_leaves_the_question_about_spoiled_cards(run_page: CardsPage, desk: Desk) -> None:
    click(run_page, "run_confirm")
    click(run_page, "sheets_spoiled")
    click_place(run_page, 3)
    press(Qt.Key.Key_Escape)
    assert not run_page.strip.isVisible()
    assert list_runs(desk)[0].confirmed_at is None
    click_place(run_page, 3)
    assert "First free place: 3" in texts(run_page)


def test_another_choice_drops_the_question(run_page: CardsPage) -> None:
    click(run_page, "run_confirm")
    run_page.who.choose_kind("people")
    assert not run_page.strip.isVisible()
