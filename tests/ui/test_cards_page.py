"""The Cards page: choosing, the sheet in sight, file and printer, and what came of a run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from refdesk.cards.raster import render_page
from refdesk.cards.stocks import list_stocks
from refdesk.services.desk import Actor, Desk
from refdesk.services.print_runs import NewRun, create_run
from refdesk.storage import codes as code_storage
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.cards.sheet_view import SheetView
from refdesk.ui.tasks import Tasks
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.choices import CheckBox, ComboBox
from refdesk.ui.widgets.labels import ElidingLabel
from refdesk.words.catalogue import load_words
from tests.ui.cards_window import Answers, cards_page, click_place, shown_codes
from tests.ui.customers_shop import (
    LongWords,
    People,
    fill,
    open_shop,
    part,
    press,
    show_in_window,
    texts,
    type_text,
)
from tests.ui.show import nameless
from tests.ui.test_cards_sheet import codes_in

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make_page(qtbot: QtBot, desk: Desk, answers: Answers) -> Callable[..., CardsPage]:
    def make(context: Context, *, at: Desk | None = None, width: int = 1366) -> CardsPage:
        page = cards_page(context, at or desk, answers)
        page.show_view("sheets")
        return show_in_window(qtbot, context, page, size=(width, 768 if width > 1024 else 680))

    return make


@pytest.fixture
def page(context: Context, people: People, make_page: Callable[..., CardsPage]) -> CardsPage:
    return make_page(context)


# -- choosing ----------------------------------------------------------------------------------


def test_with_nothing_chosen_the_reason_stands_beside_the_buttons(page: CardsPage) -> None:
    assert not page.save_button.isEnabled()
    assert not page.print_button.isEnabled()
    assert part(page, ElidingLabel, "cards_why_not").full_text() == "Choose a customer"
    press(Qt.Key.Key_P, CTRL)
    press(Qt.Key.Key_E, CTRL)


def test_customers_are_searched_and_ticked_by_the_keyboard(page: CardsPage, people: People) -> None:
    type_text("anna")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert shown_codes(page) == {1: people.anna_code}
    type_text("boris")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert len(shown_codes(page)) == 2
    assert page.print_button.caption() == "Print 2 cards…"
    press(Qt.Key.Key_Space)
    assert len(shown_codes(page)) == 1


def test_panes_and_search_are_reached_by_keys(page: CardsPage) -> None:
    press(Qt.Key.Key_F6)
    assert page.preview.view.hasFocus()
    press(Qt.Key.Key_F, CTRL)
    assert page.who.people.field.hasFocus()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6)
    assert page.who.people.field.hasFocus()


def test_the_page_shows_the_card_of_one_customer(page: CardsPage, people: People) -> None:
    page.show_customer(people.boris)
    page.show_customer(people.anna)
    assert shown_codes(page) == {1: people.anna_code}
    assert "1 card: 1 sheet" in texts(page)


def test_a_card_can_be_shown_before_the_page_was(
    context: Context, desk: Desk, people: People, qtbot: QtBot
) -> None:
    page = CardsPage(context, desk)
    page.show_customer(people.anna)
    show_in_window(qtbot, context, page)
    assert shown_codes(page) == {1: people.anna_code}


def test_a_scan_ticks_its_customer(page: CardsPage, people: People) -> None:
    page.on_scan(people.anna_code)
    assert page.who.people.ids() == (people.anna,)
    page.on_scan("4606224066509")
    assert "No customer has this code" in texts(page.strip)


def test_everybody_with_a_code_is_counted(page: CardsPage) -> None:
    page.who.choose_kind("everybody")
    assert len(shown_codes(page)) == 3
    assert "3 customers have a code that works" in texts(page)


def test_somebody_whose_code_is_blocked_has_no_card(
    page: CardsPage, desk: Desk, people: People
) -> None:
    code = code_storage.codes_of(desk.store, people.anna)[0]
    with desk.store.write():
        code_storage.update_code(desk.store, code.id, status="blocked")
    page.show_customer(people.anna)
    assert shown_codes(page) == {}
    assert part(page, ElidingLabel, "cards_why_not").full_text() == "No code that works yet"


def test_a_cashier_prints_cards_of_customers_only(
    context: Context, desk: Desk, people: People, make_page: Callable[..., CardsPage]
) -> None:
    page = make_page(context, at=desk.acting(Actor(None, "Olga", "cashier")))
    assert not page.who.kinds.isVisible()
    page.show_customer(people.anna)
    assert shown_codes(page) == {1: people.anna_code}


# -- the sheet ---------------------------------------------------------------------------------


def test_the_first_free_place_is_chosen_on_the_picture(page: CardsPage, people: People) -> None:
    page.show_customer(people.anna)
    click_place(page, 4)
    assert shown_codes(page) == {4: people.anna_code}
    assert "First free place: 4" in texts(page)
    page.preview.view.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Space)
    assert shown_codes(page) == {5: people.anna_code}
    assert "Place 5 of 10" in page.preview.view.accessibleDescription()
    page.preview.view.grab()


def test_a_smaller_stock_takes_its_own_places_and_marks(page: CardsPage, people: People) -> None:
    page.show_customer(people.anna)
    click_place(page, 7)
    stocks = part(page, ComboBox, "cards_stock")
    marks = part(page, CheckBox, "cards_marks")
    assert stocks.count() == len(list_stocks())
    stocks.setCurrentIndex(stocks.findData("a4-1-85x54"))
    assert shown_codes(page) == {1: people.anna_code}
    assert marks.isChecked()
    stocks.setCurrentIndex(stocks.findData("roll-62"))
    assert not marks.isVisible()
    order = page.order()
    assert order is not None
    assert (order.stock, order.crop_marks) == ("roll-62", False)


def test_sheets_are_turned_by_keys(page: CardsPage, desk: Desk) -> None:
    made = create_run(desk, NewRun(count=23))
    page.on_shown()
    page.who.choose_kind("run")
    assert "Sheet 1 of 3" in texts(page)
    press(Qt.Key.Key_PageDown)
    assert tuple(shown_codes(page).values()) == made.codes[10:20]
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown)
    assert "Sheet 3 of 3" in texts(page)
    press(Qt.Key.Key_PageUp)
    assert "Sheet 2 of 3" in texts(page)


# -- file and printer --------------------------------------------------------------------------


def test_a_pdf_is_saved_and_can_be_scanned(
    page: CardsPage, people: People, answers: Answers
) -> None:
    page.show_customer(people.anna)
    press(Qt.Key.Key_E, CTRL)
    assert answers.path is not None
    assert codes_in(render_page(answers.path, 1, 200)) == {people.anna_code}
    said = texts(page.strip)
    assert "Saved: 1 card, 1 sheet" in said
    assert "cards.pdf" in said
    assert part(page, Button, "cards_open_folder").isVisible()
    assert page.save_button.isEnabled()


def test_no_answer_saves_and_prints_nothing(
    page: CardsPage, people: People, answers: Answers
) -> None:
    answers.path, answers.accepts = None, False
    page.show_customer(people.anna)
    press(Qt.Key.Key_E, CTRL)
    press(Qt.Key.Key_P, CTRL)
    assert not page.strip.isVisible()
    assert not answers.printed.exists()


def test_a_folder_that_cannot_be_written_is_told_of(
    page: CardsPage, people: People, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "no such folder" / "cards.pdf"
    page.show_customer(people.anna)
    press(Qt.Key.Key_E, CTRL)
    assert "The file cannot be written there" in texts(page.strip)
    assert page.save_button.isEnabled()


def test_ctrl_p_prints_what_the_sheet_shows(
    page: CardsPage, people: People, answers: Answers
) -> None:
    page.show_customer(people.anna)
    click_place(page, 4)
    press(Qt.Key.Key_P, CTRL)
    assert codes_in(render_page(answers.printed, 1, 200)) == {people.anna_code}
    # The dialog's answer was a file, so a file is told of.
    assert "Saved: 1 card, 1 sheet" in texts(page.strip)
    assert "printed.pdf" in texts(page.strip)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told_of(
    page: CardsPage, people: People, answers: Answers, tmp_path: Path
) -> None:
    answers.printed = tmp_path / "no such folder" / "x.pdf"
    page.show_customer(people.anna)
    press(Qt.Key.Key_P, CTRL)
    assert "The printer does not answer" in texts(page.strip)


def test_file_and_printer_work_in_other_threads(
    qtbot: QtBot,
    context: Context,
    desk: Desk,
    people: People,
    answers: Answers,
    make_page: Callable[..., CardsPage],
) -> None:
    create_run(desk, NewRun(count=60))
    tasks = Tasks(on_thread_exit=desk.store.close)
    page = make_page(context._replace(tasks=tasks))
    page.who.choose_kind("run")
    qtbot.waitUntil(lambda: len(shown_codes(page)) == 10)
    page.print_button.click()
    qtbot.waitUntil(lambda: "printed.pdf" in texts(page.strip), timeout=20_000)
    assert len(codes_in(render_page(answers.printed, 6, 200))) == 10
    page.save_button.click()
    qtbot.waitUntil(lambda: "cards.pdf" in texts(page.strip), timeout=20_000)
    tasks.shut_down()


def test_a_sheet_that_is_not_ready_yet_is_said_to_be_on_its_way(
    qtbot: QtBot, context: Context, desk: Desk, people: People, make_page: Callable[..., CardsPage]
) -> None:
    tasks = Tasks(on_thread_exit=desk.store.close)
    page = make_page(context._replace(tasks=tasks))
    why = part(page, ElidingLabel, "cards_why_not")
    page.who.choose_kind("everybody")
    assert why.full_text() == "The sheet is being laid out"
    qtbot.waitUntil(page.save_button.isEnabled)
    assert why.full_text() == ""
    tasks.shut_down()


def test_a_stopped_file_leaves_nothing_behind(
    qtbot: QtBot,
    context: Context,
    desk: Desk,
    answers: Answers,
    people: People,
    make_page: Callable[..., CardsPage],
) -> None:
    create_run(desk, NewRun(count=3000))
    tasks = Tasks(on_thread_exit=desk.store.close)
    page = make_page(context._replace(tasks=tasks))
    page.who.choose_kind("run")
    qtbot.waitUntil(page.save_button.isEnabled)
    page.save_button.click()
    assert not page.save_button.isEnabled()
    page.preview.progress.stop_requested.emit()
    assert "Stopped: no cards were written" in texts(page.strip)
    tasks.shut_down()
    assert answers.path is not None
    assert list(answers.path.parent.glob("*.p*")) == []


# -- room and languages ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_fits_the_smallest_window_even_with_longer_words(
    context: Context, people: People, language: str, make_page: Callable[..., CardsPage]
) -> None:
    words = load_words(language)
    long = LongWords(words.language, words.currency, words.region, words._texts)
    page = make_page(context._replace(words=long), width=1024)
    page.show_customer(people.anna)
    for kind in ("everybody", "run", "people"):
        page.who.choose_kind(kind)
        assert page.minimumSizeHint().width() <= 1024 - 96, kind
    page.who.choose_kind("run")
    page.who.runs.open_form()
    assert page.minimumSizeHint().width() <= 1024 - 96
    assert page.window().size().width() == 1024
    assert page.window().size().height() == 680
    assert part(page, SheetView, "cards_sheet").height() >= 200


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_that_takes_the_focus_has_a_spoken_name(
    context: Context, people: People, language: str, make_page: Callable[..., CardsPage]
) -> None:
    page = make_page(context._replace(words=load_words(language)))
    for kind in ("people", "everybody", "run"):
        page.who.choose_kind(kind)
        assert nameless(page) == []


def test_cards_speak_the_language_of_the_shop(
    context: Context, tmp_path: Path, people: People, make_page: Callable[..., CardsPage]
) -> None:
    russian = open_shop(tmp_path / "russian", language="ru")
    there = fill(russian)
    page = make_page(context, at=russian)
    page.show_customer(there.anna)
    plan = page.preview.view.plan()
    assert plan is not None
    printed = " ".join(str(getattr(one, "text", "")) for one in plan.cells[1])
    assert "Для" in printed or "друг" in printed.lower()
    russian.store.close()
