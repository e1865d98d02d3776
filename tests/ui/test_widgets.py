"""What the widgets take, tell and show."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from refdesk.ui.page import Context
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import CheckBox, Chips, Segments
from refdesk.ui.widgets.keypad import Keypad
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label
from refdesk.ui.widgets.scan_box import ScanBox
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.ui.widgets.strips import Message, ResultStrip, Strip
from refdesk.ui.widgets.value_fields import MoneyField
from refdesk.ui.widgets.verdict import Verdict, VerdictBanner
from refdesk.words.catalogue import Words
from tests.ui.gallery import Gallery
from tests.ui.keys import Clock
from tests.ui.show import beside, shown

NBSP = "\N{NO-BREAK SPACE}"


# -- buttons and choices ---------------------------------------------------------------------


def test_a_button_is_as_wide_as_its_words_and_has_no_mnemonic(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "wash", "Wash & wax", Look(icon="gift", key="Enter"))
    qtbot.addWidget(button)
    assert button.accessibleName() == "Wash & wax"
    assert button.shortcut().isEmpty()
    words = QFontMetrics(theme.font("body", bold=True)).horizontalAdvance("Wash & wax")
    assert button.minimumSizeHint().width() > words + theme.px(20)


def test_enter_presses_a_deed_once_and_leaves_a_choice_alone(qtbot: QtBot, theme: Theme) -> None:
    deed = Button(theme, "deed", "Back up now")
    choice = Button(theme, "choice", "Cashier", Look("segment"))
    frame = beside(qtbot, deed, choice)
    pressed: list[str] = []
    deed.clicked.connect(lambda: pressed.append("deed"))
    choice.clicked.connect(lambda: pressed.append("choice"))
    for button in (deed, choice):
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["deed"]
    deed.setEnabled(False)
    QTest.keyClick(deed, Qt.Key.Key_Return)
    assert pressed == ["deed"], frame


def test_what_is_set_as_the_text_of_a_button_is_what_it_shows(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "erase", "Erase")
    qtbot.addWidget(button)
    narrow = button.sizeHint().width()
    button.setText("Erasing & shredding…")
    assert button.caption() == "Erasing & shredding…"
    assert button.sizeHint().width() > narrow


@pytest.mark.parametrize("height", [44, 48, 56, 64])
def test_buttons_of_the_counter_are_targets_of_44(qtbot: QtBot, theme: Theme, height: int) -> None:
    button = Button(theme, "ok", "+", Look(height=height))
    qtbot.addWidget(button)
    assert button.minimumSizeHint().width() >= 44
    assert button.height() == height


def segments(theme: Theme) -> Segments:
    row = Segments(theme, "service", "More")
    row.set_options([(key, f"Service {key}") for key in "abcdef"])
    return row


def test_four_segments_are_shown_and_the_rest_is_under_more(qtbot: QtBot, theme: Theme) -> None:
    row = segments(theme)
    shown(qtbot, row)
    assert [button.caption() for button in row.buttons()] == [
        "Service a", "Service b", "Service c", "Service d", "More",
    ]  # fmt: skip
    with qtbot.waitSignal(row.chosen_changed) as told:
        row.choose("f")
    assert told.args == ["f"]
    assert row.buttons()[-1].caption() == "Service f"
    assert row.buttons()[-1].isChecked()
    row.choose("a")
    assert row.buttons()[-1].caption() == "More"


def test_segments_that_do_not_fit_are_under_more(qtbot: QtBot, theme: Theme) -> None:
    row, holder = segments(theme), QWidget()
    row.setParent(holder)
    shown(qtbot, holder)
    row.resize(360, 56)
    captions = [button.caption() for button in row.buttons()]
    assert captions == ["Service a", "Service b", "More"]
    assert row.minimumSizeHint().width() <= 360
    row.resize(900, 56)
    assert [button.caption() for button in row.buttons()][3:] == ["Service d", "More"]


def test_segments_answer_to_digits_arrows_and_clicks(qtbot: QtBot, theme: Theme) -> None:
    row = segments(theme)
    shown(qtbot, row)
    first = row.buttons()[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_3)
    assert row.chosen() == "c"
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert row.chosen() == "d"
    QTest.keyClick(row.buttons()[3], Qt.Key.Key_Right)
    assert row.chosen() == "a"
    QTest.keyClick(row.buttons()[0], Qt.Key.Key_Left)
    assert row.chosen() == "d"
    QTest.mouseClick(row.buttons()[1], Qt.MouseButton.LeftButton)
    assert row.chosen() == "b"
    QTest.mouseClick(row.buttons()[1], Qt.MouseButton.LeftButton)
    assert row.buttons()[1].isChecked()


def test_a_choice_that_is_gone_is_dropped(qtbot: QtBot, theme: Theme) -> None:
    row = segments(theme)
    qtbot.addWidget(row)
    row.choose("b")
    row.set_options([("a", "A"), ("c", "C")])
    assert row.chosen() is None
    row.choose("nothing")
    assert row.chosen() is None


def test_chips_show_counts_in_their_spoken_names(qtbot: QtBot, theme: Theme) -> None:
    chips = Chips(theme, "filters")
    qtbot.addWidget(chips)
    chips.set_options([("all", "All"), ("referrers", "Referrers")])
    chips.set_count("all", "48 213")
    assert chips.buttons()[0].accessibleName() == "All 48 213"


def test_a_long_text_of_a_check_box_wraps_and_its_whole_row_answers(
    qtbot: QtBot, theme: Theme
) -> None:
    box = CheckBox(theme, "consent", "Есть согласие на хранение и обработку данных в базе " * 3)
    shown(qtbot, box)
    box.resize(300, box.heightForWidth(300))
    assert box.heightForWidth(300) > 2 * 24
    assert box.sizeHint().height() >= 44
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(290, box.height() // 2))
    assert box.isChecked()


# -- keypad ----------------------------------------------------------------------------------


def test_the_keypad_types_into_the_focused_field_and_never_takes_the_focus(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    field, keypad = MoneyField(theme, "amount", words), Keypad(theme, "keypad", words)
    frame = beside(qtbot, field, keypad)
    field.setFocus()
    edited: list[str] = []
    field.textEdited.connect(edited.append)
    for key in ("1", "5", "00", "back"):
        QTest.mouseClick(keypad.key(key), Qt.MouseButton.LeftButton)
    assert field.text() == "150"
    assert edited == ["1", "15", "150", "1500", "150"]
    assert field.hasFocus()
    assert frame.isVisible()


def test_the_keypad_of_a_pin_has_clear_and_hides_which_key_was_pressed(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    field, keypad = QLineEdit(), Keypad(theme, "pin", words, order="pin")
    frame = beside(qtbot, field, keypad)
    field.setFocus()
    with qtbot.waitSignal(keypad.pressed) as told:
        QTest.mouseClick(keypad.key("7"), Qt.MouseButton.LeftButton)
    assert told.args == ["7"]
    key = keypad.key("4")
    before = key.grab().toImage()
    key.setDown(True)
    assert key.grab().toImage() == before
    QTest.mouseClick(keypad.key("clear"), Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert frame.isVisible()


def test_keys_of_the_keypad_are_at_least_80_by_56(qtbot: QtBot, theme: Theme, words: Words) -> None:
    keypad = Keypad(theme, "keypad", words)
    keypad.set_low(True)
    shown(qtbot, keypad)
    for key in ("7", "00", "back"):
        assert keypad.key(key).width() >= 80
        assert keypad.key(key).height() >= 56


# -- verdict, strips, labels -----------------------------------------------------------------


def test_a_verdict_says_the_same_by_icon_words_and_colour(qtbot: QtBot, theme: Theme) -> None:
    banner = VerdictBanner(theme, "verdict")
    banner.resize(900, 104)
    shown(qtbot, banner)
    for kind in ("ok", "check", "stop", "info"):
        banner.show_verdict(Verdict(kind, "Title", "Line", "−10 %", "first purchase"))
        image = banner.grab().toImage()
        assert image.pixelColor(12, 20).name() == theme.tokens[kind].lower()
        assert banner.accessibleName() == "Title. Line. −10 %. first purchase"
    banner.show_verdict(Verdict("ok", "Code works, invited by Olga V.", "Line"))
    assert banner.accessibleName() == "Code works, invited by Olga V. Line"


def test_a_long_title_of_a_verdict_wraps_and_is_never_cut(qtbot: QtBot, theme: Theme) -> None:
    banner = VerdictBanner(theme, "verdict")
    shown(qtbot, banner)
    banner.show_verdict(Verdict("stop", "Скидки нет: взаимное приглашение " * 4, figure="900 ₽"))
    assert banner.heightForWidth(800) > 104
    banner.resize(800, banner.heightForWidth(800))
    for label in banner.findChildren(QLabel):
        drawn = label.fontMetrics().tightBoundingRect("Ёф−900 ₽").height()
        assert label.height() >= (
            label.heightForWidth(label.width()) if label.wordWrap() else drawn
        )


def test_a_strip_has_at_most_two_buttons(qtbot: QtBot, theme: Theme) -> None:
    strip = Strip(theme, "strip")
    qtbot.addWidget(strip)
    buttons = [Button(theme, f"b{n}", "Go") for n in range(3)]
    with pytest.raises(ValueError, match="two"):
        strip.show_message(Message("ok", "Saved"), buttons)
    strip.show_message(Message("check", "Old backup", "4 days"), buttons[:2])
    assert strip.actions_shown() == buttons[:2]
    strip.show_message(Message("ok", "Backed up"))
    assert strip.actions_shown() == []
    assert strip.accessibleName() == "Backed up"
    buttons[2].deleteLater()


def test_the_result_strip_offers_undo_then_repeat(qtbot: QtBot, theme: Theme, words: Words) -> None:
    strip = ResultStrip(theme, "result", words)
    shown(qtbot, strip)
    strip.show_done("12:41", "Redeemed")
    with qtbot.waitSignal(strip.undo_requested):
        QTest.mouseClick(strip.actions_shown()[0], Qt.MouseButton.LeftButton)
    strip.show_undone("Undone")
    with qtbot.waitSignal(strip.redo_requested):
        QTest.mouseClick(strip.actions_shown()[0], Qt.MouseButton.LeftButton)
    strip.show_done("12:41", "Paid out", can_undo=False)
    assert strip.actions_shown() == []


def test_data_that_does_not_fit_has_a_tooltip(qtbot: QtBot, theme: Theme) -> None:
    label = ElidingLabel(theme, "Константин Константинопольский")
    shown(qtbot, label)
    label.resize(90, 24)
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text() == "Константин Константинопольский"
    label.resize(900, 24)
    assert (label.text(), label.toolTip()) == (label.full_text(), "")


def test_labels_show_data_as_plain_text(qtbot: QtBot, theme: Theme) -> None:
    label = Label(theme, "<b>Anna</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


# -- progress and scan box -------------------------------------------------------------------


def test_progress_shows_nothing_before_three_tenths_of_a_second(
    qtbot: QtBot, theme: Theme, words: Words, clock: Clock
) -> None:
    place = ProgressPlace(theme, "progress", words, clock=lambda: clock.now)
    shown(qtbot, place)
    height = place.sizeHint().height()
    place.start("Import", can_stop=True)
    assert not place.is_shown()
    qtbot.waitUntil(place.is_shown)
    assert place.sizeHint().height() == height
    clock.pass_ms(10_000)
    place.report(10, 40)
    texts = [label.text() for label in place.findChildren(QLabel)]
    assert "10 of 40 · 30 seconds left" in texts
    place.finish()
    assert not place.is_shown()


def test_the_scan_box_is_big_waiting_and_slim_with_what_it_understood(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    box = ScanBox(theme, "scan", words)
    shown(qtbot, box)
    assert box.field.height() == 80
    assert box.find_button.isVisible()
    box.show_understood("WASH-7K4M-9XQT-2", "A new scan replaces this one")
    assert box.field.height() == 56
    assert box.clear_button.isVisible()
    assert not box.find_button.isVisible()
    box.set_low(True)
    box.show_waiting()
    assert (box.field.height(), box.text()) == (72, "")


def test_enter_and_find_submit_what_is_typed_and_nothing_else(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    box = ScanBox(theme, "scan", words)
    shown(qtbot, box)
    with qtbot.assertNotEmitted(box.submitted):
        QTest.mouseClick(box.find_button, Qt.MouseButton.LeftButton)
    box.take_focus()
    with qtbot.waitSignal(box.edited):
        QTest.keyClicks(box.field, "45")
    with qtbot.waitSignal(box.submitted) as told:
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert told.args == ["45"]


# -- all together ----------------------------------------------------------------------------


def visible(widget: QWidget) -> bool:
    return widget.isVisible() and not isinstance(widget, QScrollBar)


@pytest.mark.parametrize("russian", [False, True], ids=["en", "ru"])
@pytest.mark.parametrize("scale", [100, 150])
def test_no_text_of_any_widget_is_cut(
    qtbot: QtBot, context: Context, scale: int, russian: bool
) -> None:
    context.theme.set_scale(scale)
    sheet = Gallery(context, russian=russian).sheet()
    shown(qtbot, sheet)
    width = context.theme.px(860)
    sheet.resize(width, sheet.heightForWidth(width))
    QApplication.processEvents()
    for label in filter(visible, sheet.findChildren(QLabel)):
        assert label.width() >= label.minimumSizeHint().width(), label.text()
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in filter(visible, sheet.findChildren(Button)):
        assert button.width() >= button.sizeHint().width(), button.caption()


def test_every_widget_that_takes_the_focus_has_a_name_and_a_spoken_name(
    qtbot: QtBot, context: Context
) -> None:
    gallery = Gallery(context, russian=False)
    sheet = gallery.sheet()
    shown(qtbot, sheet)
    found = 0
    for widget in filter(visible, sheet.findChildren(QWidget)):
        inside = isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or inside:
            continue
        found += 1
        assert widget.objectName(), widget
        assert widget.accessibleName() or isinstance(widget, QComboBox), widget.objectName()
        if isinstance(widget, QAbstractButton) and widget.isEnabled():
            assert widget.height() >= 40, widget.objectName()
    assert found > 20


def test_an_icon_of_what_cannot_be_used_is_as_quiet_as_its_words(
    qtbot: QtBot, theme: Theme
) -> None:
    icon = IconLabel(theme, "key-round", 24, "text")
    qtbot.addWidget(icon)

    def inks() -> set[str]:
        picture = icon.grab().toImage()
        return {
            picture.pixelColor(x, y).name()
            for x in range(picture.width()) for y in range(picture.height())
        }  # fmt: skip

    muted, text = theme.colour("muted").name(), theme.colour("text").name()
    assert (text in inks(), muted in inks()) == (True, False)
    icon.setEnabled(False)
    assert (text in inks(), muted in inks()) == (False, True)
