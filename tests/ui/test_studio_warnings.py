"""What is to be mended: told in words as one works, and a press leads there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from refdesk.cards.check import CODES
from refdesk.cards.check import Warning as DesignWarning
from refdesk.cards.design import Rect, TextElement
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.edits import Pick
from refdesk.words.catalogue import load_words
from refdesk.words.design_text import warning_text
from tests.ui.studio_card import BOX, COLUMN, QR, TEXT, a_design, drag, open_editor

LEFT = Qt.MouseButton.LeftButton
FIGURES = {"module": 0.34, "least": 0.4, "ratio": 2.1, "other": None, "picture": "photo"}


def test_a_sound_design_has_nothing_to_mend(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    assert editor.studio.warnings == ()
    assert editor.pane.warnings.shown_text() == "Nothing to mend"
    assert not editor.pane.warnings.isEnabled()


def test_warnings_come_and_go_as_the_hand_rests_and_the_card_stands_still(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    view = editor.canvas.view()
    drag(editor, (10, 7), (2, 7))
    with qtbot.waitSignal(editor.studio.checked, timeout=5_000):
        pass
    line = editor.pane.warnings
    assert line.shown_text() == "Name of the shop · It reaches over the edge of the card"
    assert editor.layers.rows()[1].warned
    assert editor.canvas.view() == view
    with qtbot.waitSignal(editor.studio.checked, timeout=5_000):
        editor.studio.undo()
    assert not line.isEnabled()
    assert not editor.layers.rows()[1].warned


def test_a_press_chooses_what_is_to_be_mended_and_then_the_next(
    qtbot: QtBot, context: Context
) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(TEXT))
    editor.studio.set_rect(Rect(5, 4, 6, 6))
    editor.studio.select(Pick(QR))
    editor.studio.set_rect(Rect(60, 4, 10, 10))
    editor.studio.select(None)
    editor.studio.check_now()
    codes = {(warning.code, warning.element) for warning in editor.studio.warnings}
    assert codes == {("text_cut", TEXT), ("qr_small", QR)}
    line = editor.pane.warnings
    QTest.mouseClick(line, LEFT)
    assert editor.studio.pick == Pick(TEXT)
    QTest.mouseClick(line, LEFT)
    assert editor.studio.pick == Pick(QR)
    assert line.shown_text() == "QR code · Too small to scan: 0,34 mm a module, at least 0,4"


def test_what_is_wrong_on_the_other_side_is_named_and_reached(
    qtbot: QtBot, context: Context
) -> None:
    design = a_design()
    text = design.layouts[0].back[0]
    assert isinstance(text, TextElement)
    pale = replace(text, text="Hello", style=replace(text.style, colour="#eeeeee"))
    layout = replace(design.layouts[0], back=(pale,))
    editor = open_editor(qtbot, context, replace(design, layouts=(layout,)))
    line = editor.pane.warnings
    assert line.shown_text() == "Reverse · Hard to read: contrast 1,2, at least 4,5"
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.side == "back"
    assert editor.studio.pick == Pick(0)


def test_a_text_over_the_symbol_makes_it_hard_to_scan(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(COLUMN))
    editor.studio.reorder(up=True)
    editor.studio.reorder(up=True)
    editor.studio.set_rect(Rect(50, 10, 30, 22))
    editor.studio.select(Pick(QR - 1))
    editor.studio.check_now()
    message = editor.properties.qr.strip.message()
    assert message is not None
    assert (message.kind, message.title) == ("check", "Hard to scan")
    assert message.line == "Something lies on the symbol"


def test_a_hidden_element_is_not_told_of(qtbot: QtBot, context: Context) -> None:
    editor = open_editor(qtbot, context)
    editor.studio.select(Pick(TEXT))
    editor.studio.set_rect(Rect(-50, 4, 60, 6))
    editor.studio.set_hidden(TEXT, hidden=True)
    editor.studio.select(Pick(BOX))
    editor.studio.check_now()
    assert editor.studio.warnings == ()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("code", CODES)
def test_every_warning_has_words_of_a_line(code: str, language: str) -> None:
    text = warning_text(load_words(language), DesignWarning(code, "front", 0, FIGURES))
    assert text
    assert "{" not in text
    assert len(text) <= 64
