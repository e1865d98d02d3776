"""Properties and layers: what is typed, chosen and pressed there changes the design."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from refdesk.cards.design import (
    BoxElement,
    ColumnElement,
    ImageElement,
    LineElement,
    QrElement,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.pictures import Picture
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.controls import ColourField, FigureField, PaneCombo, RowButton
from refdesk.ui.pages.studio.editor import StudioEditor
from refdesk.ui.pages.studio.edits import Pick
from refdesk.words.catalogue import load_words
from tests.ui.customers_shop import part
from tests.ui.keys import send
from tests.ui.show import shown
from tests.ui.studio_card import (
    BOX,
    COLUMN,
    ELLIPSE,
    LINE,
    LOGO,
    QR,
    RECORD,
    TEXT,
    a_design,
    click,
    open_editor,
    rect,
)

T = TypeVar("T")
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


def type_into(field: FigureField, text: str) -> None:
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, text)


def choose(combo: PaneCombo, data: str) -> None:
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def choose_colour(field: ColourField, name: str) -> None:
    menu = field.menu_of_colours()
    next(action for action in menu.actions() if action.text() == name).trigger()
    menu.deleteLater()


def chosen(editor: StudioEditor, kind: type[T]) -> T:
    thing = editor.studio.picked
    assert isinstance(thing, kind)
    return thing


# -- properties --------------------------------------------------------------------------------


def test_figures_typed_with_a_comma_or_a_point_place_the_element(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(BOX))
    frame = editor.properties.shape.frame
    type_into(frame.left, "6,5")
    type_into(frame.top, "41.25")
    type_into(frame.width_field, "20")
    assert frame.height_field is not None
    type_into(frame.height_field, "8")
    assert editor.studio.rect(BOX) == (6.5, 41.25, 20, 8)


def test_arrows_in_a_figure_step_and_what_is_no_figure_goes_back(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(BOX))
    left = editor.properties.shape.frame.left
    left.setFocus()
    QTest.keyClick(left, Qt.Key.Key_Up)
    QTest.keyClick(left, Qt.Key.Key_PageUp)
    assert rect(editor, BOX).x == 9.5
    left.selectAll()
    QTest.keyClicks(left, "abc")
    assert left.is_bad()
    editor.canvas.setFocus()
    assert left.text() == "9,5"
    assert not left.is_bad()
    assert rect(editor, BOX).x == 9.5


def test_typing_in_one_field_is_one_step(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(TEXT))
    content = editor.properties.text.content
    content.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(content, "Come and see")
    assert chosen(editor, TextElement).text == "Come and see"
    editor.canvas.setFocus()
    editor.studio.undo()
    assert editor.design == a_design()
    assert content.text() == "{shop}"


@pytest.mark.parametrize(
    "typed, told",
    [
        ("Hi {nobody}", "No card has a place {nobody}"),
        ("Hi {shop", "A brace lacks its other one"),
        ("Hi shop}", "A brace lacks its other one"),
    ],
)
def test_a_text_that_no_card_can_fill_is_told_of_and_not_taken(
    qtbot: QtBot, context: Context, typed: str, told: str
) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(TEXT))
    form = editor.properties.text
    form.content.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(form.content, typed)
    assert form.note.text() == told
    assert form.content.is_bad()
    assert "{nobody}" not in chosen(editor, TextElement).text
    editor.canvas.setFocus()
    assert not form.content.is_bad()
    assert form.content.text() == chosen(editor, TextElement).text


def test_a_place_is_put_in_from_the_menu(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(TEXT))
    form = editor.properties.text
    form.content.setFocus()
    form.content.end(False)
    menu = form.menu_of_places()
    entry = next(action for action in menu.actions() if action.text().endswith("{valid}"))
    assert entry.text().startswith("How long the code works")
    entry.trigger()
    assert chosen(editor, TextElement).text == "{shop}{valid}"


def test_the_style_of_a_text(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(TEXT))
    form = editor.properties.text
    type_into(form.size_field, "20")
    type_into(form.lines, "3")
    choose(form.font_box, "oswald")
    choose(form.weight, "600")
    choose(form.align, "center")
    choose_colour(form.colour, "#a8211b")
    QTest.mouseClick(form.caps, LEFT)
    assert chosen(editor, TextElement).style == TextStyle(
        font="oswald", size_pt=20.0, least_pt=12.0, weight=600, colour="#a8211b",
        align="center", lines=3, caps=True,
    )  # fmt: skip


def test_a_paragraph_of_a_column_has_a_gap_and_the_column_lists_it(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(COLUMN))
    items = [part(editor, RowButton, f"studio_item_{place}") for place in range(3)]
    assert [one.accessibleName() for one in items] == [
        "The friend’s benefit", "Dividing line", "The card owner’s benefit",
    ]  # fmt: skip
    QTest.mouseClick(items[2], LEFT)
    assert editor.studio.pick == Pick(COLUMN, 2)
    type_into(editor.properties.text.gap, "2.5")
    assert chosen(editor, TextItem).before == 2.5
    assert not editor.properties.text.frame.isVisible()


def test_a_text_is_added_to_a_column(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(COLUMN))
    choose(editor.properties.col.anchor, "bottom")
    QTest.mouseClick(editor.properties.col.add, LEFT)
    assert editor.studio.pick == Pick(COLUMN, 3)
    assert chosen(editor, TextItem).text == "New text"
    column = editor.studio.elements[COLUMN]
    assert isinstance(column, ColumnElement)
    assert column.anchor == "bottom"


def test_a_symbol_has_one_size_a_level_and_a_ground(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(QR))
    form = editor.properties.qr
    type_into(form.frame.width_field, "24")
    assert rect(editor, QR) == (51, 4, 24, 24)
    choose(form.level, "M")
    choose(form.content, "{link}")
    choose_colour(form.panel, "None")
    symbol = editor.studio.picked
    assert isinstance(symbol, QrElement)
    assert (symbol.level, symbol.text, symbol.panel) == ("M", "{link}", None)


def test_the_symbol_is_judged_as_it_gets_smaller(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(QR))
    form = editor.properties.qr
    message = form.strip.message()
    assert message is not None
    assert (message.kind, message.title) == ("ok", "Easy to scan")
    assert message.line == "1,03 mm a module"
    type_into(form.frame.width_field, "10")
    message = form.strip.message()
    assert message is not None
    assert (message.kind, message.title) == ("stop", "Too small to scan")
    assert message.line == "0,34 mm a module, at least 0,4"


def test_a_shape_may_have_no_fill_and_an_outline(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(BOX))
    form = editor.properties.shape
    choose_colour(form.fill, "None")
    choose_colour(form.stroke, "#000000")
    type_into(form.thickness, "0.6")
    type_into(form.radius, "2")
    box = editor.studio.picked
    assert isinstance(box, BoxElement)
    assert (box.colour, box.stroke, box.thickness, box.radius) == (None, "#000000", 0.6, 2)
    click(editor, 20, 45)
    assert editor.studio.pick is None
    editor.studio.select(Pick(ELLIPSE))
    assert not form.radius.isVisible()


def test_a_line_and_a_dividing_line(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(LINE))
    type_into(editor.properties.line.dash, "1.5")
    line = editor.studio.picked
    assert isinstance(line, LineElement)
    assert line.dash == 1.5
    editor.studio.select(Pick(COLUMN, 1))
    type_into(editor.properties.rule.thickness, "0.7")
    choose_colour(editor.properties.rule.colour, "#0f5aa0")
    assert chosen(editor, RuleItem) == RuleItem(0.7, "#0f5aa0", 1.0)


def test_any_colour_is_asked_for(qtbot: QtBot, context: Context) -> None:
    asked = []

    def answer(_parent: object, colour: str) -> str:
        asked.append(colour)
        return "#123456"

    editor = StudioEditor(context, a_design(), RECORD, colour_asker=answer)
    shown(qtbot, editor)
    choose_colour(editor.properties.side.ground, "Another colour…")
    layout = editor.design.layouts[0]
    assert (asked, layout.front_colour, layout.back_colour) == (["#ffffff"], "#123456", "#ffffff")
    choose_colour(editor.properties.side.ground, "Paper as it is")
    assert editor.design.layouts[0].front_colour is None


def test_a_picture_is_chosen_for_the_place_that_asked(qtbot: QtBot, context: Context) -> None:
    calls: list[Callable[[str, Picture], None]] = []
    editor = StudioEditor(context, a_design(), RECORD, choose_picture=calls.append)
    shown(qtbot, editor)
    editor.studio.select(Pick(LOGO))
    form = editor.properties.picture
    QTest.mouseClick(form.choose_button, LEFT)
    calls[0]("wash.png", a_picture())
    picture = editor.studio.picked
    assert isinstance(picture, ImageElement)
    assert picture.picture == "wash.png"
    assert editor.studio.scene.parts[LOGO].primitives
    QTest.mouseClick(form.choose_button, LEFT)
    editor.studio.select(Pick(BOX))
    calls[1]("late.png", a_picture())
    assert editor.studio.elements[LOGO] == picture
    editor.studio.select(Pick(LOGO))
    choose(form.picture, "late.png")
    choose(form.fit, "cover")
    picture = editor.studio.picked
    assert isinstance(picture, ImageElement)
    assert (picture.picture, picture.fit) == ("late.png", "cover")


def a_picture() -> Picture:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (20, 20), "#a8211b").save(file, "PNG")
    return Picture(20, 20, has_alpha=False, data=file.getvalue(), digest="red")


def test_copy_and_delete_in_the_head(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    assert not editor.properties.copy_button.isVisible()
    editor.studio.select(Pick(BOX))
    QTest.mouseClick(editor.properties.copy_button, LEFT)
    assert rect(editor, BOX + 1) == (6, 42, 30, 10)
    QTest.mouseClick(editor.properties.delete_button, LEFT)
    assert editor.design == a_design()
    assert editor.canvas.hasFocus()


def test_every_control_has_a_spoken_name(qtbot: QtBot, context: Context) -> None:
    from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

    for language in ("en", "ru"):
        spoken = context._replace(words=load_words(language))
        editor = open_editor(qtbot, spoken)
        for kind in (QLineEdit, QComboBox, QPushButton):
            for control in editor.findChildren(kind):
                if control.objectName().startswith("studio"):
                    assert control.accessibleName(), control.objectName()


# -- layers ------------------------------------------------------------------------------------


def test_layers_list_the_topmost_first_and_paragraphs_under_their_column(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    labels = [(row.label, row.pick.item) for row in editor.layers.rows()]
    assert labels == [
        ("QR code", None), ("Name of the shop", None), ("Column of texts", None),
        ("The friend’s benefit", 0), ("Dividing line", 1), ("The card owner’s benefit", 2),
        ("Logo", None), ("Line", None), ("Ellipse", None), ("Rectangle", None),
    ]  # fmt: skip


def test_list_and_canvas_choose_the_same(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 10, 7)
    assert editor.layers.currentIndex().row() == 1
    editor.layers.setFocus()
    send(editor.layers, Qt.Key.Key_Down)
    assert editor.studio.pick == Pick(COLUMN)
    send(editor.layers, Qt.Key.Key_Down)
    assert editor.studio.pick == Pick(COLUMN, 0)
    editor.studio.select(None)
    assert not editor.layers.selectionModel().hasSelection()


def test_the_eye_hides_and_shows(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    index = editor.layers.model().index(1, 0)
    eye = editor.layers.eye_rect(index).center()
    QTest.mouseClick(editor.layers.viewport(), LEFT, pos=eye)
    assert editor.studio.elements[TEXT].hidden
    assert not editor.studio.scene.parts[TEXT].primitives
    spoken = editor.layers.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Name of the shop, hidden"
    editor.layers.setFocus()
    editor.layers.setCurrentIndex(index)
    send(editor.layers, Qt.Key.Key_Space, " ")
    assert not editor.studio.elements[TEXT].hidden


def test_layers_are_reordered_and_deleted_by_keys(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.layers.setFocus()
    editor.studio.select(Pick(COLUMN, 0))
    send(editor.layers, Qt.Key.Key_Down, modifiers=ALT)
    assert editor.studio.pick == Pick(COLUMN, 1)
    column = editor.studio.elements[COLUMN]
    assert isinstance(column, ColumnElement)
    assert isinstance(column.items[0], RuleItem)
    editor.studio.select(Pick(BOX))
    send(editor.layers, Qt.Key.Key_Up, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert editor.studio.pick == Pick(BOX + 1)
    send(editor.layers, Qt.Key.Key_Delete)
    assert a_design().layouts[0].front[BOX] not in editor.studio.elements
