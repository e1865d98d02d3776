"""Runs on the Cards page: a jam, printing parts again, stacks handed out (R29, G06)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from refdesk.cards.qr import decode_page
from refdesk.domain.errors import DomainError
from refdesk.services import stacks
from refdesk.services.codes import show_code
from refdesk.services.desk import Desk
from refdesk.services.print_runs import NewRun, RunMade, create_run, get_run, list_runs
from refdesk.services.run_confirming import confirm_run
from refdesk.storage.print_runs import cards_of
from refdesk.ui.page import Context
from refdesk.ui.pages.cards import reading_back
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.value_fields import MoneyField, NumberField
from refdesk.words.catalogue import load_words
from tests.ui.cards_window import Answers, cards_page, click, click_place, shown_codes
from tests.ui.customers_shop import LongWords, People, buy, part, press, show_in_window, texts


@pytest.fixture
def run(desk: Desk, people: People) -> RunMade:
    """Forty coupons in four stacks; Anna has the first."""
    new = NewRun(40, stacks=4, holders=(people.anna,), places=("", "Reception"))
    return create_run(desk, new)


@pytest.fixture
def page(
    qtbot: QtBot, context: Context, desk: Desk, people: People, run: RunMade, answers: Answers
) -> CardsPage:
    page = cards_page(context, desk, answers)
    page.show_view("sheets")
    show_in_window(qtbot, context, page)
    page.who.choose_kind("run")
    return page


def field(page: CardsPage, name: str) -> TextField:
    return part(page, TextField, name)


def save(page: CardsPage, answers: Answers) -> set[str]:
    """Save the sheet's cards; what is on the first page."""
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert answers.path is not None
    return set(decode_page(answers.path, 1))


# -- what came out -------------------------------------------------------------------------------


def test_r29_a_jammed_run_is_confirmed_up_to_a_card_and_its_rest_printed(
    page: CardsPage, desk: Desk, run: RunMade, answers: Answers
) -> None:
    save(page, answers)
    click(page, "cards_came_out")
    click(page, "sheets_spoiled")
    up_to = part(page, NumberField, "came_out_up_to")
    assert up_to.hasFocus()
    up_to.set_number(37)
    field(page, "came_out_spoiled").setText("3, 5-6")
    assert "What comes after card 37 is printed again" in texts(page.strip)
    assert part(page, Button, "spoiled_confirm").accessibleName() == "34 cards came out"
    QTest.keyClick(up_to, Qt.Key.Key_Return)
    assert "34 cards work from now on\n3 cards are left" in texts(page.strip)
    states = "".join(card.status[0] for card in cards_of(desk.store, 1))
    assert states == "ll" + "r" + "l" + "rr" + "l" * 31 + "ppp"
    click(page, "print_rest")
    assert field(page, "run_cards").text() == "38-40"
    assert list(shown_codes(page).values()) == list(run.codes[37:])
    assert save(page, answers) == set(run.codes[37:])
    assert [card.reprints for card in cards_of(desk.store, 1)] == [0] * 37 + [1] * 3
    click(page, "cards_came_out")
    click(page, "sheets_all")
    assert get_run(desk, 1).left == 0
    assert [card.code for card in cards_of(desk.store, 1)] == list(run.codes)


def test_r29_spoiled_cards_are_typed_clicked_and_scanned_into_one_list(
    page: CardsPage, run: RunMade
) -> None:
    click(page, "run_confirm")
    click(page, "sheets_spoiled")
    spoiled = field(page, "came_out_spoiled")
    spoiled.setText("2-4")
    click_place(page, 3)
    page.on_scan(run.codes[19])
    assert spoiled.text() == "2, 4, 20"
    assert "3 cards are spoiled" in texts(page.strip)
    spoiled.setText("2, 41")
    click(page, "spoiled_confirm")
    assert spoiled.is_bad()
    press(Qt.Key.Key_Escape)
    assert not page.strip.isVisible()
    assert not page.who.runs.form_is_open()


def test_r29_a_card_found_spoiled_later_is_retired_unless_somebody_uses_it(
    page: CardsPage, desk: Desk, run: RunMade
) -> None:
    click(page, "run_confirm")
    click(page, "sheets_all")
    buy(desk, code=run.codes[1], phone="+79170000001")
    click(page, "run_spoiled")
    assert not part(page, NumberField, "came_out_up_to").isVisible()
    assert not part(page, Button, "spoiled_confirm").isEnabled()
    page.on_scan(run.codes[1])
    click(page, "spoiled_confirm")
    assert "Card 2 is in use already" in texts(page.strip)
    field(page, "came_out_spoiled").setText("9")
    click(page, "spoiled_confirm")
    assert (get_run(desk, 1).spoiled, get_run(desk, 1).issued) == (1, 39)


# -- printing again --------------------------------------------------------------------------------


def test_r29_any_numbers_are_printed_again(
    page: CardsPage, run: RunMade, answers: Answers, desk: Desk
) -> None:
    cards = field(page, "run_cards")
    cards.setText("39-41")
    assert cards.is_bad()
    assert "Write them like 3, 7-9, from 1 to 40" in texts(page.who)
    assert not page.print_button.isEnabled()
    cards.setText("7, 38-40")
    assert not cards.is_bad()
    assert part(page, Button, "cards_print").accessibleName() == "Print 4 cards…"
    assert save(page, answers) == {run.codes[6], *run.codes[37:]}
    create_run(desk, NewRun(5))
    page.who.runs.reload(select=2)
    assert cards.text() == ""


def test_r29_a_sheet_that_does_not_read_does_not_go_to_the_printer(
    page: CardsPage, desk: Desk, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_args: object) -> None:
        raise DomainError("symbols_unreadable", cards="3")

    monkeypatch.setattr(reading_back, "check_picture", unreadable)
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "The symbols of these cards do not read: 3" in texts(page.strip)
    assert [card.printed_at for card in cards_of(desk.store, 1)] == [None] * 40


def test_r29_sheets_that_read_go_to_the_printer_and_are_logged(
    page: CardsPage, desk: Desk, run: RunMade, answers: Answers
) -> None:
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert set(decode_page(answers.printed, 4)) == set(run.codes[30:])
    assert all(card.printed_at for card in cards_of(desk.store, 1))


# -- lost cards ----------------------------------------------------------------------------------


def test_g16_a_scanned_card_of_a_run_is_swapped_or_blocked(
    page: CardsPage, desk: Desk, run: RunMade, people: People
) -> None:
    confirm_run(desk, 1)
    page.who.choose_kind("people")
    page.on_scan(run.codes[11])
    assert page.who.kind() == "run"
    assert field(page, "run_cards").text() == "12"
    assert "Card 12 of run R1\ncoupon: works" in texts(page.strip)
    click(page, "card_swap")
    assert "Card 12 has a new code" in texts(page.strip)
    fresh = cards_of(desk.store, 1)[11].code
    assert list(shown_codes(page).values()) == [fresh]
    page.on_scan(fresh)
    click(page, "card_block")
    assert "Is card 12 lost or stolen?" in texts(page.strip)
    click(page, "card_stolen")
    shown = show_code(desk, fresh)
    assert (shown.state, shown.code.reason) == ("blocked", "stolen")
    page.on_scan(fresh)
    assert "coupon: blocked" in texts(page.strip)
    assert not page.strip.actions_shown()
    page.on_scan(people.anna_code)
    assert page.who.kind() == "people"


# -- stacks ----------------------------------------------------------------------------------------


def test_g06_a_stack_is_handed_out_and_shows_what_it_brings(
    page: CardsPage, desk: Desk, people: People, run: RunMade
) -> None:
    click(page, "run_stacks")
    said = texts(page.who)
    assert "Not handed out: its cards have not all come out" in said
    click(page, "stack_hand")
    click(page, "hand_now")
    assert "Not all cards of R1 have come out yet" in texts(page.who)
    press(Qt.Key.Key_Escape)
    confirm_run(desk, 1, ["2"])
    buy(desk, code=run.codes[0], phone="+79170000001")
    page.who.runs.reload()
    click(page, "run_stacks")
    click(page, "stack_hand")
    assert page.who.runs.stacks.form.people.ids() == (people.anna,)
    field(page, "hand_place").setText("Chair 1")
    press(Qt.Key.Key_Return)
    found = stacks.list_stacks(desk, 1)[0]
    assert (found.stack.handed_on, found.stack.place) == (desk.today(), "Chair 1")
    said = texts(page.who)
    assert "Handed out: today" in said
    assert "Cards 1 to 10 · spoiled: 1 · discounts: 100 ₽" in said
    model = page.who.runs.stacks.model
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row == ["R1-1", "Anna L., Chair 1", "9", "1", "1"]
    assert part(page, Button, "stack_take_back").isVisible()
    click(page, "stack_take_back")
    assert "Card 1 is in use already" in texts(page.who)


def test_g06_a_stack_is_noted_for_somebody_and_printed_again(
    page: CardsPage, desk: Desk, people: People, run: RunMade
) -> None:
    click(page, "run_stacks")
    view = page.who.runs.stacks
    view.table.setCurrentIndex(view.model.index(1, 0))
    click(page, "stack_hand")
    form = view.form
    form.people.choose(people.vera)
    form.people.choose(people.boris)
    assert form.people.ids() == (people.boris,)
    click(page, "hand_keep")
    stack = stacks.get_stack(desk, 1, 2)
    assert (stack.holder, stack.place, stack.handed_on) == (people.boris, "Reception", None)
    assert view.line() is not None
    click(page, "stack_print")
    assert field(page, "run_cards").text() == "11-20"
    assert list(shown_codes(page).values()) == list(run.codes[10:20])


def test_g06_stacks_by_keyboard_alone(page: CardsPage) -> None:
    part(page, Button, "run_stacks").setFocus()
    press(Qt.Key.Key_Space)
    assert page.who.runs.stacks.table.hasFocus()
    press(Qt.Key.Key_Down)
    assert page.who.runs.stacks.line() is not None
    assert page.who.runs.stacks.line().stack.number == 2  # type: ignore[union-attr]
    press(Qt.Key.Key_Escape)
    assert page.who.runs.table.hasFocus()


# -- new runs --------------------------------------------------------------------------------------


def test_r73_runs_of_blanks_and_gift_cards_are_made(page: CardsPage, desk: Desk) -> None:
    click(page, "run_new")
    form = page.who.runs._form
    assert form is not None
    assert not part(page, MoneyField, "run_value").isVisible()
    form.kinds.choose("blank")
    form.kinds.chosen_changed.emit("blank")
    form.count.set_number(3)
    click(page, "run_make")
    click(page, "run_new")
    form.kinds.choose("gift_card")
    form.kinds.chosen_changed.emit("gift_card")
    value = part(page, MoneyField, "run_value")
    value.setText("none")
    click(page, "run_make")
    assert value.is_bad()
    value.set_amount(100_000)
    form.count.set_number(2)
    form.holders.choose("places")
    form.holders.chosen_changed.emit("places")
    part(page, QPlainTextEdit, "run_places").setPlainText("Reception\nDoor")
    click(page, "run_make")
    gift, blank, _ = list_runs(desk)
    assert (blank.kind, blank.count, blank.value) == ("blank", 3, None)
    assert (gift.kind, gift.value, [one.place for one in gift.stacks]) == (
        "gift_card", 100_000, ["Reception", "Door"],
    )  # fmt: skip
    table = page.who.runs.model
    table.index(0, 1).data()  # asks for the rows
    assert table.index(0, 1).data().replace("\xa0", " ") == "Gift cards: 1 000 ₽"


# -- fitting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru", "long"])
@pytest.mark.parametrize("state", ["runs", "stacks", "hand", "mark", "form"])
def test_it_all_fits_the_small_window(
    qtbot: QtBot, context: Context, desk: Desk, run: RunMade, state: str, language: str
) -> None:
    words = (
        LongWords("en", context.words.currency, "RU", context.words._texts)
        if language == "long"
        else load_words(language)
    )
    context = context._replace(words=words)
    page = CardsPage(context, desk)
    page.show_view("sheets")
    show_in_window(qtbot, context, page, size=(1024, 680))
    page.who.choose_kind("run")
    presses = {
        "runs": (), "stacks": ("run_stacks",), "hand": ("run_stacks", "stack_hand"),
        "mark": ("run_confirm", "sheets_spoiled"), "form": ("run_new",),
    }  # fmt: skip
    for name in presses[state]:
        click(page, name)
    assert page.window().width() == 1024
    for kind in (Button, TextField):
        for one in page.who.findChildren(kind):
            if one.isVisible():
                assert one.height() >= one.minimumHeight(), one.objectName()
                right = one.mapTo(page, one.rect().topRight()).x()
                assert right <= page.width(), one.objectName()
                lower = one.mapTo(page.who, one.rect().bottomLeft()).y()
                assert lower <= page.who.height(), one.objectName()
