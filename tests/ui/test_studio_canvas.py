"""The canvas by mouse and by keys: choosing, moving, sizing, and what a drag rests on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from refdesk.ui.page import Context
from refdesk.ui.pages.studio.edits import Pick, elements_at
from tests.ui.keys import send
from tests.ui.studio_card import (
    BOX,
    COLUMN,
    ELLIPSE,
    LINE,
    LOGO,
    QR,
    TEXT,
    a_design,
    click,
    double_click,
    drag,
    move_to,
    open_editor,
    point,
    rect,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize(
    "x, y, element",
    [
        (66, 19, QR), (10, 7, TEXT), (10, 17, COLUMN), (10, 45, BOX), (41, 45, ELLIPSE),
        (30, 12.5, LINE), (41, 18, LOGO),
    ],
)  # fmt: skip
def test_a_press_chooses_what_is_drawn_there(
    qtbot: QtBot, context: Context, x: float, y: float, element: int
) -> None:
    editor = open_editor(qtbot, context)
    click(editor, x, y)
    assert editor.studio.pick == Pick(element)


def test_the_corner_of_an_ellipse_is_not_the_ellipse(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 45.6, 49.6)
    assert editor.studio.pick is None


def test_the_topmost_of_two_is_chosen(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(BOX))
    editor.studio.duplicate()
    editor.studio.select(None)
    click(editor, 20, 45)
    assert editor.studio.pick == Pick(BOX + 1)


def test_a_press_beside_the_card_chooses_nothing(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 66, 19)
    click(editor, 52, 52)
    assert editor.studio.pick is None


def test_a_drag_moves_on_the_half_millimetre(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (37.3, 47.8))
    moved = rect(editor, BOX)
    assert (moved.width, moved.height) == (30, 10)
    assert moved.x * 2 == round(moved.x * 2)
    assert (abs(moved.x - 21.3) < 1.5, abs(moved.y - 42.8) < 1.5) == (True, True)


def test_a_drag_rests_on_the_safe_line_and_on_the_middle_of_the_card(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (19.3, 46.2))
    assert rect(editor, BOX)[:2] == (3, 41)
    drag(editor, (20, 45), (44.3, 45))
    assert rect(editor, BOX).x == 27.5


def test_with_ctrl_nothing_draws(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (19.3, 45), CONTROL)
    assert rect(editor, BOX).x not in (3, 3.5)
    assert abs(rect(editor, BOX).x - 3.3) < 0.2


def test_with_shift_a_drag_is_straight(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (32, 42), SHIFT)
    assert rect(editor, BOX).y == 40
    assert rect(editor, BOX).x > 10


def test_a_handle_moves_its_edge_and_the_frame_keeps_the_edges_it_hangs_on(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 10, 7)
    drag(editor, (50, 7), (45, 7))
    assert rect(editor, TEXT) == (5, 4, 40, 6)
    frame = editor.studio.elements[TEXT].frame
    assert (frame.left, frame.width, frame.right) == (5, None, 40)


def test_a_symbol_stays_square(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 66, 19)
    drag(editor, (51, 34), (56, 33))
    sized = rect(editor, QR)
    assert sized.width == sized.height < 30
    assert (sized.x + sized.width, sized.y) == (81, 4)
    assert editor.studio.elements[QR].frame.left is None


def test_with_shift_a_corner_keeps_the_proportion(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 20, 45)
    drag(editor, (34, 50), (46, 51), SHIFT)
    sized = editor.studio.rect(BOX)
    assert sized.width / sized.height == pytest.approx(3, abs=0.01)
    assert sized.width > 35


def test_a_drag_is_one_step_and_esc_takes_it_back(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (30, 40))
    editor.studio.undo()
    assert editor.design == a_design()
    assert not editor.studio.can_undo
    QTest.mousePress(editor.canvas, LEFT, pos=point(editor, 20, 45))
    move_to(editor, 30, 30)
    assert editor.design != a_design()
    send(editor, Qt.Key.Key_Escape)
    assert editor.design == a_design()
    assert editor.studio.pick == Pick(BOX)


def test_a_click_alone_changes_nothing(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    drag(editor, (20, 45), (20.2, 45.1))
    assert editor.design == a_design()
    assert not editor.is_changed


def test_arrows_move_by_half_a_millimetre_and_with_shift_by_five(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 20, 45)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        send(editor, key)
    assert rect(editor, BOX)[:2] == (5, 39.5)
    send(editor, Qt.Key.Key_Left, modifiers=SHIFT)
    send(editor, Qt.Key.Key_Down, modifiers=SHIFT)
    assert rect(editor, BOX)[:2] == (0, 44.5)


def test_tab_goes_through_the_elements_and_on_out_of_the_canvas(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    seen = []
    for _ in range(7):
        send(editor, Qt.Key.Key_Tab, "\t")
        seen.append(editor.studio.pick)
    assert seen == [Pick(place) for place in (QR, TEXT, COLUMN, LOGO, LINE, ELLIPSE, BOX)]
    assert editor.canvas.hasFocus()
    send(editor, Qt.Key.Key_Tab, "\t")
    assert not editor.canvas.hasFocus()
    editor.canvas.setFocus()
    send(editor, Qt.Key.Key_Backtab)
    assert editor.studio.pick == Pick(ELLIPSE)


def test_tab_leaves_out_what_is_hidden(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.set_hidden(TEXT, hidden=True)
    send(editor, Qt.Key.Key_Tab, "\t")
    send(editor, Qt.Key.Key_Tab, "\t")
    assert editor.studio.pick == Pick(COLUMN)


def test_del_deletes_and_esc_chooses_nothing(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 41, 45)
    send(editor, Qt.Key.Key_Delete)
    assert len(editor.studio.elements) == 6
    gone = a_design().layouts[0].front[ELLIPSE]
    assert gone not in editor.studio.elements
    send(editor, Qt.Key.Key_Escape)
    assert editor.studio.pick is None


def test_ctrl_up_brings_nearer_to_the_eye(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 20, 45)
    send(editor, Qt.Key.Key_Up, modifiers=CONTROL)
    assert editor.studio.pick == Pick(ELLIPSE)
    assert editor.studio.elements[ELLIPSE] == a_design().layouts[0].front[BOX]


def test_a_double_click_edits_the_text_all_of_it_chosen(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    double_click(editor, 10, 7)
    field = editor.properties.text.content
    assert field.hasFocus()
    assert field.selectedText() == "{shop}"
    QTest.keyClicks(field, "Hello")
    assert editor.studio.elements[TEXT].text == "Hello"  # type: ignore[union-attr]


@pytest.mark.parametrize("y, item", [(17, 0), (25, 2)])
def test_a_double_click_in_a_column_edits_that_paragraph(
    qtbot: QtBot, context: Context, y: float, item: int
) -> None:
    editor = open_editor(qtbot, context)
    double_click(editor, 9, y)
    assert editor.studio.pick == Pick(COLUMN, item)
    assert editor.properties.text.content.hasFocus()


def test_enter_edits_the_text_of_what_is_chosen(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 10, 7)
    send(editor, Qt.Key.Key_Return, "\r")
    assert editor.properties.text.content.hasFocus()


def test_the_pointer_shows_what_a_press_would_do(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 20, 45)
    shapes = []
    for x, y in ((34, 50), (34, 45), (20, 45), (52, 52)):
        QTest.mouseMove(editor.canvas, point(editor, x, y))
        shapes.append(editor.canvas.cursor().shape())
    assert shapes == [
        Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeHorCursor,
        Qt.CursorShape.SizeAllCursor, Qt.CursorShape.ArrowCursor,
    ]  # fmt: skip


def test_a_line_has_a_handle_at_each_end_only(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 30, 12.5)
    drag(editor, (45, 12.5), (40, 16))
    assert rect(editor, LINE) == (5, 12, 35, 1)


def test_zoom_goes_by_steps_and_back_to_the_whole_card(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    whole = editor.canvas.zoom
    editor.canvas.zoom_by(1)
    assert editor.canvas.zoom > whole
    for _ in range(6):
        editor.canvas.zoom_by(1)
    assert editor.canvas.minimumWidth() > editor.pane.width()
    click(editor, 10, 7)
    assert editor.studio.pick == Pick(TEXT)
    editor.canvas.fit()
    assert editor.canvas.zoom == pytest.approx(whole)


def test_what_is_chosen_is_spoken_with_its_place(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    click(editor, 20, 45)
    send(editor, Qt.Key.Key_Right)
    spoken = editor.canvas.accessibleDescription()
    assert spoken == (
        "Rectangle: 4,5 mm from the left, 40 mm from the top, 30 by 10 mm"
    )  # fmt: skip


def test_frames_hang_on_their_edges_on_a_larger_card(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    spot = editor.studio.spot
    wide = spot.size.__class__(90.0, 54.0)
    editor.set_stock(wide, "card")
    assert rect(editor, QR).x == 56
    click(editor, 71, 19)
    send(editor, Qt.Key.Key_Left)
    assert elements_at(editor.design, editor.studio.spot)[QR].frame.right == 4.5
