"""The design view of the Cards page: gallery, editor, saving, leaving, and what it prints."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from refdesk.cards.raster import render_page
from refdesk.services import studio
from refdesk.services.desk import Actor, Desk
from refdesk.services.print_runs import NewRun, create_run
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.studio.editor import StudioEditor
from refdesk.ui.widgets.buttons import Button
from refdesk.words.catalogue import load_words
from tests.support.hostile_pictures import png
from tests.ui.cards_window import Answers, cards_page, click, shown_codes
from tests.ui.customers_shop import LongWords, People, part, press, show_in_window, texts
from tests.ui.show import nameless
from tests.ui.test_cards_sheet import codes_in

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def make_page(
    qtbot: QtBot, desk: Desk, people: People, answers: Answers
) -> Callable[..., CardsPage]:
    def make(context: Context, *, size: tuple[int, int] = (1366, 768)) -> CardsPage:
        page = cards_page(context, desk, answers)
        return show_in_window(qtbot, context, page, size=size)

    return make


@pytest.fixture
def page(context: Context, make_page: Callable[..., CardsPage]) -> CardsPage:
    return make_page(context)


def editor_of(page: CardsPage) -> StudioEditor:
    assert page.studio.editor is not None
    return page.studio.editor


def change(page: CardsPage) -> None:
    """Delete the topmost element of the card, by keys."""
    editor_of(page).take_focus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Delete)
    assert editor_of(page).is_changed


def back_to(qtbot: QtBot, page: CardsPage) -> None:
    """Have the keyboard in the page's window again, once a dialog is gone."""
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())


def save_as(page: CardsPage, title: str) -> None:
    click(page, "cards_save_as")
    dialog = page.studio.keeping.dialog
    assert dialog is not None
    dialog.field.setText(title)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)


# -- the view ----------------------------------------------------------------------------------


def test_the_page_begins_with_the_design_and_a_thumbnail_of_each(page: CardsPage) -> None:
    assert page.view() == "design"
    names = [one.name for one in studio.list_designs(page._desk)]
    assert page.studio.gallery.list.count() == len(names) >= 6
    assert set(page.studio.gallery.pictures) == set(names)
    assert editor_of(page).design.name == "clear"
    assert editor_of(page).canvas.hasFocus()


def test_a_cashier_sees_the_sheets_alone(
    qtbot: QtBot, context: Context, desk: Desk, people: People
) -> None:
    page = CardsPage(context, desk.acting(Actor(None, "Olga", "cashier")))
    show_in_window(qtbot, context, page)
    assert page.view() == "sheets"
    assert not page.head.views.isVisible()
    assert not page.panel.own_stock.isVisible()
    press(Qt.Key.Key_Tab, CTRL)
    assert page.view() == "sheets"


def test_views_and_panes_are_changed_by_keys(page: CardsPage) -> None:
    press(Qt.Key.Key_Tab, CTRL)
    assert page.view() == "sheets"
    assert page.who.people.field.hasFocus()
    press(Qt.Key.Key_Tab, CTRL)
    assert page.view() == "design"
    assert editor_of(page).canvas.hasFocus()
    for _ in range(3):
        press(Qt.Key.Key_F6)
    assert page.studio.gallery.list.hasFocus()
    press(Qt.Key.Key_F6)
    assert page.panel.isAncestorOf(page.window().focusWidget())
    press(Qt.Key.Key_F8)
    assert page.view() == "sheets"
    assert page.who.people.field.hasFocus()


def test_the_card_of_the_first_chosen_customer_is_shown(page: CardsPage, people: People) -> None:
    assert editor_of(page).studio.record.fields["name"] == "Anna Petrova"
    page.on_scan(people.anna_code)
    assert page.view() == "design"
    assert editor_of(page).studio.record.code == people.anna_code
    assert page.print_button.caption() == "Print 1 card…"


def test_whom_to_print_for_is_chosen_below_the_card(
    page: CardsPage, desk: Desk, people: People
) -> None:
    run = create_run(desk, NewRun(count=25)).run
    page.on_shown()
    whom = page.panel.whom
    whom.setCurrentIndex(whom.findData(f"run {run.id}"))
    whom.activated.emit(whom.currentIndex())
    assert page.print_button.caption() == "Print 25 cards…"
    assert "3 sheets" in texts(page.panel)
    whom.setCurrentIndex(whom.findData("everybody"))
    whom.activated.emit(whom.currentIndex())
    assert page.print_button.caption() == "Print 3 cards…"
    whom.setCurrentIndex(whom.findData("people"))
    whom.activated.emit(whom.currentIndex())
    assert page.view() == "sheets"


def test_the_first_free_place_is_typed_or_pressed(page: CardsPage, people: People) -> None:
    page.on_scan(people.anna_code)
    page.panel.first.setFocus()
    page.panel.first.selectAll()
    QTest.keyClicks(page.panel.first, "4")
    assert shown_codes(page) == {4: people.anna_code}
    assert "Places 1 to 3" in texts(page.panel)
    QTest.keyClicks(page.panel.first, "99")
    assert page.panel.first.is_bad()
    assert shown_codes(page) == {4: people.anna_code}
    sheet = page.panel.sheet
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.place_rect(6).center().toPoint())
    assert shown_codes(page) == {6: people.anna_code}
    assert page.panel.first.number() == 6


# -- saving ------------------------------------------------------------------------------------


def test_a_built_in_design_is_saved_as_an_own_one(
    qtbot: QtBot, page: CardsPage, desk: Desk
) -> None:
    built_in = studio.load_design(desk, "clear")
    change(page)
    assert "Not saved" in texts(page.head)
    press(Qt.Key.Key_S, CTRL)
    dialog = page.studio.keeping.dialog
    assert dialog is not None
    assert dialog.field.text() == "Clear, ours"
    dialog.field.setText("Wave")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "Wave" in texts(dialog)
    dialog.field.setText("Winter")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert studio.is_own_design(desk, "winter")
    assert studio.load_design(desk, "clear") == built_in
    assert page.studio.name == "winter"
    assert not editor_of(page).is_changed
    assert "Saved" in texts(page.head)
    back_to(qtbot, page)
    change(page)
    press(Qt.Key.Key_S, CTRL)
    assert studio.load_design(desk, "winter").layouts == editor_of(page).design.layouts


def test_an_own_design_is_renamed_deleted_and_put_back(page: CardsPage, desk: Desk) -> None:
    save_as(page, "Winter")
    click(page, "design_rename")
    dialog = page.studio.keeping.dialog
    assert dialog is not None
    dialog.field.setText("Spring")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert studio.load_design(desk, "winter").title["en"] == "Spring"
    click(page, "design_delete")
    assert not studio.is_own_design(desk, "winter")
    assert page.studio.name == "clear"
    assert not part(page, Button, "design_delete").isVisible()
    click(page, "design_undelete")
    assert studio.is_own_design(desk, "winter")
    assert page.studio.name == "winter"


def test_another_design_asks_for_changes_first(page: CardsPage) -> None:
    change(page)
    page.studio.gallery.chosen.emit("wave")
    assert page.studio.is_asking()
    assert page.studio.gallery.name() == "clear"
    press(Qt.Key.Key_Escape)
    assert not page.studio.is_asking()
    assert page.studio.name == "clear"
    page.studio.gallery.chosen.emit("wave")
    click(page, "leaving_discard")
    assert page.studio.name == "wave"
    assert not editor_of(page).is_changed


def test_leaving_with_changes_asks(qtbot: QtBot, page: CardsPage, desk: Desk) -> None:
    assert page.may_leave()
    save_as(page, "Winter")
    back_to(qtbot, page)
    change(page)
    page.show_view("sheets")
    assert not page.may_leave()
    assert page.view() == "design"
    click(page, "leaving_save")
    assert page.may_leave()
    assert studio.load_design(desk, "winter") == editor_of(page).design


def test_a_design_that_is_not_saved_is_told_of_until_it_is_kept(
    qtbot: QtBot, page: CardsPage
) -> None:
    save_as(page, "Winter")
    back_to(qtbot, page)
    assert not page.is_unsaved()
    change(page)
    assert page.is_unsaved()
    page.show_view("sheets")
    assert page.is_unsaved()
    assert not page.may_leave()
    click(page, "leaving_save")
    assert not page.is_unsaved()


def test_what_is_not_saved_is_printed_as_it_is_seen(
    page: CardsPage, people: People, answers: Answers, qtbot: QtBot
) -> None:
    page.on_scan(people.anna_code)
    press(Qt.Key.Key_E, CTRL)
    assert answers.path is not None
    assert codes_in(render_page(answers.path, 1, 200)) == {people.anna_code}
    editor = editor_of(page)
    symbols = [place for place, one in enumerate(editor.studio.elements)
               if type(one).__name__ == "QrElement"]  # fmt: skip
    for place in symbols:
        editor.studio.set_hidden(place, hidden=True)
    order = page.order()
    assert order is not None
    assert order.drawn == editor.design
    press(Qt.Key.Key_E, CTRL)
    assert codes_in(render_page(answers.path, 1, 200)) == set()


def test_both_sides_are_seen_and_printed(page: CardsPage, people: People, answers: Answers) -> None:
    page.studio.choose("wave")
    page.on_scan(people.anna_code)
    sides = page.panel.sides
    sides.setCurrentIndex(sides.findData("long"))
    page.show_view("sheets")
    assert page.preview.sides.isVisible()
    page.preview.sides.choose("back")
    plan = page.preview.view.plan()
    assert plan is not None
    assert plan.side == "back"
    press(Qt.Key.Key_E, CTRL)
    assert answers.path is not None
    assert codes_in(render_page(answers.path, 2, 200)) == {people.anna_code}


# -- pictures ----------------------------------------------------------------------------------


def test_a_logo_comes_onto_the_card_and_a_hostile_file_does_not(
    page: CardsPage, desk: Desk, answers: Answers, tmp_path: Path
) -> None:
    editor = editor_of(page)
    part(editor.tools, Button, "studio_add_picture").click()
    hostile = tmp_path / "bomb.png"
    hostile.write_bytes(b"\x89PNG\r\n\x1a\nnothing of the kind")
    answers.picture = hostile
    click(page, "studio_choose_picture")
    assert "bomb.png" in texts(page.strip)
    assert studio.find_picture(desk, "logo") is None
    logo = tmp_path / "ours.png"
    logo.write_bytes(png(Image.new("RGB", (40, 20), "red")))
    answers.picture = logo
    click(page, "studio_choose_picture")
    assert not page.strip.isVisible()
    assert studio.find_picture(desk, "logo") is not None
    assert "logo" in editor.studio.record.pictures


# -- room and languages ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_design_fits_the_smallest_window_even_with_longer_words(
    context: Context, language: str, make_page: Callable[..., CardsPage]
) -> None:
    words = load_words(language)
    long = LongWords(words.language, words.currency, words.region, words._texts)
    page = make_page(context._replace(words=long), size=(1024, 680))
    assert page.head.minimumSizeHint().width() <= 1024 - 96 - 32
    assert editor_of(page).canvas.visibleRegion().boundingRect().height() >= 100
    click(page, "cards_tab_designs")
    assert page.studio.gallery.isVisible()
    assert not page.panel.isVisible()
    click(page, "cards_tab_print")
    assert page.panel.isVisible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_that_takes_the_focus_in_the_design_has_a_spoken_name(
    context: Context, language: str, make_page: Callable[..., CardsPage]
) -> None:
    page = make_page(context._replace(words=load_words(language)))
    assert nameless(page) == []
