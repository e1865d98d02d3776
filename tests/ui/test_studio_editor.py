"""The editor as a whole: tools, undo by the window's keys, sides, sizes, what is to be saved."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.cards.design import EllipseElement, LineElement, QrElement, TextElement
from refdesk.cards.stocks import CellSize
from refdesk.ui.main_window import MainWindow, PageEntry
from refdesk.ui.page import Context, Density
from refdesk.ui.pages.studio.editor import StudioEditor
from refdesk.ui.pages.studio.edits import Pick
from refdesk.ui.widgets.buttons import Button
from refdesk.words.catalogue import load_words
from tests.ui.customers_shop import part
from tests.ui.keys import send
from tests.ui.show import shown
from tests.ui.studio_card import (
    BOX,
    QR,
    RECORD,
    TEXT,
    EditorPage,
    a_design,
    click,
    double_click,
    drag,
    open_editor,
    rect,
)

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def in_window(qtbot: QtBot, context: Context, size: tuple[int, int] = (1366, 768)) -> StudioEditor:
    """The editor on a page of the main window, whose keys work."""
    editor = StudioEditor(context, a_design(), RECORD)
    entry = PageEntry("cards", "Cards", "id-card", 4, lambda: EditorPage(editor))
    window = MainWindow(context, [entry], "Wash")
    window.resize(*size)
    shown(qtbot, window)
    window.show_page("cards")
    editor.take_focus()
    return editor


def test_ctrl_z_and_y_undo_and_repeat_under_a_russian_layout_too(
    qtbot: QtBot, context: Context
) -> None:
    editor = in_window(qtbot, context)
    drag(editor, (20, 45), (30, 40))
    moved = editor.design
    send(editor, ord("Я"), "я", modifiers=CONTROL)
    assert editor.design == a_design()
    send(editor, Qt.Key.Key_Y, modifiers=CONTROL)
    assert editor.design == moved


def test_ctrl_d_copies_and_ctrl_0_shows_the_whole_card(qtbot: QtBot, context: Context) -> None:
    editor = in_window(qtbot, context)
    click(editor, 20, 45)
    send(editor, Qt.Key.Key_D, modifiers=CONTROL)
    assert editor.studio.pick == Pick(BOX + 1)
    assert rect(editor, BOX + 1)[:2] == (6, 42)
    whole = editor.canvas.zoom
    send(editor, Qt.Key.Key_Plus, "+", modifiers=CONTROL)
    assert editor.canvas.zoom > whole
    send(editor, Qt.Key.Key_0, modifiers=CONTROL)
    assert editor.canvas.zoom == pytest.approx(whole)


def test_ctrl_z_in_a_field_takes_back_typing_first(qtbot: QtBot, context: Context) -> None:
    editor = in_window(qtbot, context)
    drag(editor, (20, 45), (30, 40))
    moved = editor.design
    double_click(editor, 10, 7)
    field = editor.properties.text.content
    QTest.keyClicks(field, "Hi")
    assert editor.design != moved
    send(editor, Qt.Key.Key_Z, modifiers=CONTROL)
    assert field.text() == "{shop}"
    assert editor.design == moved


def test_undo_returns_to_the_side_where_it_was_done(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (30, 40))
    editor.set_side("back")
    assert editor.side_switch.chosen() == "back"
    assert editor.studio.pick is None
    editor.studio.undo()
    assert editor.side == "front"
    assert editor.side_switch.chosen() == "front"
    assert editor.design == a_design()


def test_the_switch_turns_the_card_over(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    sides: list[str] = []
    editor.side_changed.connect(sides.append)
    editor.side_switch.buttons()[1].click()
    assert sides == ["back"]
    click(editor, 8, 6.5)
    assert editor.studio.pick == Pick(0)


@pytest.mark.parametrize(
    "name, kind",
    [("text", TextElement), ("qr", QrElement)],
)
def test_a_tool_adds_in_the_middle_and_chooses(
    qtbot: QtBot, context: Context, name: str, kind: type
) -> None:
    editor = open_editor(qtbot, context)
    QTest.mouseClick(part(editor, Button, f"studio_add_{name}"), LEFT)
    assert isinstance(editor.studio.picked, kind)
    place = editor.studio.rect(7)
    assert place.x + place.width / 2 == pytest.approx(42.5, abs=0.5)
    assert editor.canvas.hasFocus()


def test_new_things_on_a_poster_are_larger_and_do_not_lie_on_each_other(
    qtbot: QtBot, context: Context
) -> None:
    layout = replace(a_design().layouts[0], family="poster", nominal=(148.0, 210.0))
    editor = open_editor(qtbot, context, replace(a_design(), layouts=(layout,)))
    for _ in range(2):
        QTest.mouseClick(part(editor, Button, "studio_add_qr"), LEFT)
    first, second = editor.studio.rect(7), editor.studio.rect(8)
    assert first.width == pytest.approx(25 * 148 / 54, abs=0.01)
    assert (first.x, first.y) != (second.x, second.y)


def test_shapes_stand_in_a_menu(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    menu = editor.tools.menu_of_shapes()
    for action in menu.actions():
        action.trigger()
    menu.deleteLater()
    assert [type(one) for one in editor.studio.elements[8:]] == [EllipseElement, LineElement]


def test_the_tools_gather_under_add_where_there_is_no_room(qtbot: QtBot, context: Context) -> None:
    for language in ("en", "ru"):
        editor = StudioEditor(context._replace(words=load_words(language)), a_design(), RECORD)
        editor.resize(620, 560)
        shown(qtbot, editor)
        assert editor.tools.add_button.isVisible()
        menu = editor.tools.menu_of_all()
        assert len(menu.actions()) == 6
        menu.actions()[1].trigger()
        assert isinstance(editor.studio.picked, QrElement)
        editor.resize(1100, 560)
        QApplication.processEvents()
        assert not editor.tools.add_button.isVisible()


def test_in_a_narrow_window_properties_and_layers_are_tabs(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    assert editor.properties.isVisible()
    assert editor.layers.isVisible()
    editor.on_density(Density(narrow=True))
    assert editor.properties.isVisible()
    assert not editor.layers.isVisible()
    QTest.mouseClick(part(editor, Button, "studio_tab_layers"), LEFT)
    assert editor.layers.isVisible()
    assert not editor.properties.isVisible()
    double_click(editor, 10, 7)
    assert editor.properties.text.content.hasFocus()
    editor.on_density(Density())
    assert editor.layers.isVisible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_fits_a_small_window(qtbot: QtBot, context: Context, language: str) -> None:
    editor = in_window(qtbot, context._replace(words=load_words(language)), (1024, 680))
    editor.on_density(Density(low=True, narrow=True))
    QApplication.processEvents()
    assert editor.window().width() == 1024
    # beside the rail, the page's own margins and a strip of designs
    assert editor.minimumSizeHint().width() <= 1024 - 96 - 2 * 16 - 188
    assert editor.minimumSizeHint().height() <= 680 - 36 - 2 * 16 - 48 - 12


def test_saved_or_not_is_told_and_a_return_to_the_start_is_no_change(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    told: list[bool] = []
    editor.saved_changed.connect(told.append)
    click(editor, 20, 45)
    send(editor, Qt.Key.Key_Right)
    assert (told, editor.is_changed) == ([True], True)
    send(editor, Qt.Key.Key_Left)
    assert (told, editor.is_changed) == ([True, False], False)
    send(editor, Qt.Key.Key_Up)
    named = replace(editor.design, name="wash", title={"en": "Wash", "ru": "Мойка"})
    editor.mark_saved(named)
    assert editor.design == named
    assert told == [True, False, True, False]
    editor.studio.undo()
    assert editor.design.name == "wash"
    assert editor.is_changed


def test_another_design_begins_anew(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (30, 40))
    other = replace(a_design(), name="other")
    editor.set_design(other)
    assert editor.design == other
    assert not editor.studio.can_undo
    assert not editor.is_changed
    assert editor.studio.pick is None


def test_the_card_shows_the_customer_it_is_given(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    before = editor.studio.scene.parts[TEXT].primitives
    editor.set_record(replace(RECORD, fields={**RECORD.fields, "shop": "Another"}))
    after = editor.studio.scene.parts[TEXT].primitives
    assert before != after
    assert not editor.is_changed
    assert not editor.studio.can_undo


def test_another_stock_shows_the_layout_on_its_size(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(QR))
    editor.set_stock(CellSize(170.0, 108.0), "poster")
    assert editor.studio.pick is None
    assert rect(editor, QR) == (102, 8, 60, 60)
    click(editor, 130, 40)
    send(editor, Qt.Key.Key_Right)
    assert rect(editor, QR).x == 102.5


def test_a_thermal_stock_is_shown_in_black_and_white(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.set_stock(CellSize(85.0, 54.0, 25.4 / 203), "label")
    colours = {getattr(one, "colour", None) for one in editor.studio.scene.primitives}
    assert colours <= {"#000000", "#ffffff", None}


def test_a_drag_is_drawn_while_the_mouse_moves(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    before = editor.canvas.grab().toImage()
    drag(editor, (20, 45), (30, 30))
    assert editor.canvas.grab().toImage() != before
    editor.studio.undo()
    editor.studio.select(None)
    QTest.mouseMove(editor.canvas, editor.canvas.rect().topLeft())
    assert editor.canvas.grab().toImage() == before


def test_enter_on_a_symbol_goes_to_its_first_property(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 66, 19)
    send(editor, Qt.Key.Key_Return, "\r")
    assert editor.properties.qr.content.hasFocus()


@pytest.mark.parametrize("narrow", [False, True])
def test_panes_are_gone_through_and_out_of_the_editor(
    qtbot: QtBot, context: Context, narrow: bool
) -> None:
    editor = open_editor(qtbot, context)
    editor.on_density(Density(narrow=narrow))
    click(editor, 20, 45)
    assert editor.next_pane()
    assert editor.properties.shape.frame.left.hasFocus()
    assert editor.next_pane()
    assert editor.layers.hasFocus()
    assert not editor.next_pane()
    assert editor.next_pane(forward=False)
    assert editor.next_pane(forward=False)
    assert editor.canvas.hasFocus()
    assert not editor.next_pane(forward=False)
