"""The dialogs of the Cards page: a printer set right, own stocks, pictures to send, posters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.cards.calibration import Calibration
from refdesk.cards.qr import decode_image, decode_page
from refdesk.cards.raster import count_pages, render_page
from refdesk.services import studio
from refdesk.services.calibrating import FILE
from refdesk.services.desk import Desk
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.calibration_dialog import CalibrationDialog
from refdesk.ui.pages.cards.dialog import CardsDialog
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.cards.share_dialogs import PictureDialog, PosterDialog
from refdesk.ui.pages.cards.stock_dialog import StockDialog
from refdesk.ui.widgets.buttons import Button
from refdesk.words.catalogue import load_words
from tests.ui.cards_window import Answers, cards_page, click
from tests.ui.customers_shop import People, part, press, show_in_window, texts
from tests.ui.show import nameless

STOCK = "a4-10-85x54"


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, people: People, answers: Answers) -> CardsPage:
    page = cards_page(context, desk, answers)
    return show_in_window(qtbot, context, page)


def dialog_of(page: CardsPage) -> CardsDialog:
    assert page.extras.dialog is not None
    return page.extras.dialog


def push(dialog: CardsDialog, name: str) -> None:
    button = part(dialog, Button, name)
    assert button.isEnabled()
    button.click()


def choose_more(page: CardsPage, text: str) -> None:
    menu = page.extras.menu()
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.deleteLater()


def type_figure(dialog: QWidget, name: str, text: str) -> None:
    from refdesk.ui.pages.studio.controls import FigureField

    field = part(dialog, FigureField, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


# -- a printer ---------------------------------------------------------------------------------


def test_g05_a_printer_is_measured_and_made_up_for_in_files(
    page: CardsPage, desk: Desk, people: People, answers: Answers, tmp_path: Path
) -> None:
    click(page, "cards_test")
    dialog = dialog_of(page)
    assert isinstance(dialog, CalibrationDialog)
    assert "Nothing is kept" in texts(dialog)
    push(dialog, "ruler_save")
    assert answers.path is not None
    assert count_pages(answers.path) == 1
    type_figure(dialog, "measured_left", "17")
    type_figure(dialog, "measured_right", "13")
    push(dialog, "calibration_keep")
    assert "Kept" in texts(dialog.strip)
    kept = studio.calibration_of(desk, FILE, STOCK)
    assert (kept.dx, kept.dy) == (-2.0, 0.0)
    push(dialog, "trial_save")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    page.on_scan(people.anna_code)
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    answers.path = after
    page.save_button.click()
    studio.save_calibration(desk, FILE, STOCK, Calibration())
    answers.path = before
    page.save_button.click()
    lefts = []
    for path in (before, after):
        dark = render_page(path, 1, 254).convert("L").point(lambda grey: 255 * (grey < 128))
        box = dark.getbbox()
        assert box is not None
        lefts.append(box[0])
    assert lefts[0] - lefts[1] == pytest.approx(20, abs=1)


def test_g05_figures_out_of_reason_are_refused_in_words(page: CardsPage, desk: Desk) -> None:
    click(page, "cards_test")
    dialog = dialog_of(page)
    type_figure(dialog, "measured_left", "90")
    push(dialog, "calibration_keep")
    assert dialog.strip.isVisible()
    assert "5" in texts(dialog.strip)
    assert studio.calibration_of(desk, FILE, STOCK) == Calibration()


def test_g05_the_pages_are_printed_both_sides(page: CardsPage, answers: Answers) -> None:
    page.panel.sides.setCurrentIndex(page.panel.sides.findData("long"))
    click(page, "cards_test")
    dialog = dialog_of(page)
    assert isinstance(dialog, CalibrationDialog)
    assert dialog.both.isChecked()
    assert dialog.figures["back_left"].isVisible()
    push(dialog, "ruler_print")
    assert count_pages(answers.printed) == 2
    assert "Sent to the printer" in texts(dialog.strip)
    push(dialog, "calibration_keep")
    assert "Kept" in texts(dialog.strip)


# -- own stocks --------------------------------------------------------------------------------


def test_an_own_stock_is_made_chosen_and_removed(page: CardsPage, desk: Desk) -> None:
    click(page, "cards_own_stock")
    dialog = dialog_of(page)
    assert isinstance(dialog, StockDialog)
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.name, "Our 9x5")
    for name, value in (("cell_width", "90"), ("cell_height", "50"), ("pitch_y", "50")):
        type_figure(dialog, f"stock_{name}", value)
    assert "10 cards on the sheet" in texts(dialog)
    push(dialog, "stock_save")
    assert page.panel.chosen_stock().name == "Our 9x5"
    assert studio.load_stock(desk, "Our 9x5").cell_width == 90.0
    page.extras.open_stock()
    dialog = dialog_of(page)
    push(dialog, "stock_remove")
    assert page.panel.chosen_stock().name == STOCK
    assert not any(one.is_own for one in studio.list_stocks(desk))


@pytest.mark.parametrize(
    "field, value, told",
    [
        ("left", "80", "edge of the page"),
        ("pitch_x", "40", "over one another"),
        ("cell_width", "5", "11.6 mm"),
        ("columns", "0", "columns"),
        ("corner_radius", "40", "rounder"),
        ("dpi", "9", "dots an inch"),
    ],
)
def test_nonsense_is_told_as_it_is_typed(
    page: CardsPage, field: str, value: str, told: str
) -> None:
    page.extras.open_stock()
    dialog = dialog_of(page)
    assert isinstance(dialog, StockDialog)
    QTest.keyClicks(dialog.name, "Mine")
    type_figure(dialog, f"stock_{field}", value)
    assert told in texts(dialog)
    assert not dialog.save_button.isEnabled()


# -- what is sent ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["card.png", "card.svg"])
def test_a_card_is_sent_as_a_picture_with_the_offer_as_text(
    page: CardsPage, people: People, answers: Answers, tmp_path: Path, name: str
) -> None:
    page.on_scan(people.anna_code)
    choose_more(page, "Picture for a messenger…")
    dialog = dialog_of(page)
    assert isinstance(dialog, PictureDialog)
    said = dialog.text.toPlainText().replace("\xa0", " ")
    assert "For your friend: −10 %" in said
    assert people.anna_code[:5] in said
    push(dialog, "picture_copy")
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    answers.path = tmp_path / name
    push(dialog, "picture_save")
    assert name in texts(dialog.strip)
    if name.endswith(".png"):
        with Image.open(answers.path) as picture:
            assert picture.width == 1080
            assert decode_image(picture) == (people.anna_code,)


def test_without_a_card_somebody_is_searched_first(page: CardsPage) -> None:
    choose_more(page, "Picture for a messenger…")
    assert page.extras.dialog is None
    assert page.who.people.field.hasFocus()


def test_a_poster_of_the_programme_is_saved_and_printed(page: CardsPage, answers: Answers) -> None:
    choose_more(page, "Poster or table tent…")
    dialog = dialog_of(page)
    assert isinstance(dialog, PosterDialog)
    assert not dialog.word.isVisible()
    push(dialog, "poster_save")
    assert answers.path is not None
    assert decode_page(answers.path, 1, dpi=100) == ()
    dialog.stock.setCurrentIndex(dialog.stock.findData("tent-a6"))
    push(dialog, "poster_print")
    assert count_pages(answers.printed) == 1
    assert "Sent to the printer" in texts(dialog.strip)


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Desk]:
    desk = Opener(tmp_path / "campaign").create()
    create_shop(desk, ShopDraft("Lagoon", language="en", presets=("campaign-word",)))
    yield desk
    desk.store.close()


def test_a_campaign_word_is_on_the_poster_or_left_out(
    qtbot: QtBot, context: Context, campaign: Desk, answers: Answers
) -> None:
    page = cards_page(context, campaign, answers)
    show_in_window(qtbot, context, page)
    page.extras.open_poster()
    dialog = dialog_of(page)
    assert isinstance(dialog, PosterDialog)
    assert dialog.word.isVisible()
    push(dialog, "poster_save")
    assert answers.path is not None
    assert len(decode_page(answers.path, 1, dpi=100)) == 1
    push(dialog, "poster_print")
    assert len(decode_page(answers.printed, 1, dpi=100)) == 1
    dialog.word.setChecked(False)
    push(dialog, "poster_save")
    assert decode_page(answers.path, 1, dpi=100) == ()


# -- room --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("which", ["calibration", "stock", "picture", "poster"])
def test_every_dialog_fits_the_smallest_screen_and_has_spoken_names(
    qtbot: QtBot, context: Context, desk: Desk, people: People, which: str, language: str
) -> None:
    page = CardsPage(context._replace(words=load_words(language)), desk)
    show_in_window(qtbot, context, page, size=(1024, 680))
    page.on_scan(people.anna_code)
    getattr(page.extras, f"open_{which}")()
    dialog = dialog_of(page)
    qtbot.waitExposed(dialog)
    assert dialog.width() <= 1024
    assert dialog.height() <= 680
    assert nameless(dialog) == []
    press(Qt.Key.Key_Escape)
