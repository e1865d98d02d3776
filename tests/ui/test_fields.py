"""What the fields take and tell."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from refdesk.ui.theme.theme import Mode, Theme
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.scan_box import ScanBox
from refdesk.ui.widgets.value_fields import MoneyField, NumberField, PhoneField
from refdesk.words.catalogue import Words
from tests.ui.show import beside, shown

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "typed,minor",
    [
        ("1000", 100_000),
        ("1 000", 100_000),
        (f"1{NBSP}000", 100_000),
        ("1000,50", 100_050),
        ("1000.50", 100_050),
        ("", None),
        ("0", None),
        ("ten", None),
        ("1,000.50", None),
        ("-5", None),
    ],
)
def test_money_is_read_as_people_write_it(
    qtbot: QtBot, theme: Theme, words: Words, typed: str, minor: int | None
) -> None:
    field = MoneyField(theme, "amount", words)
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.amount() == minor


def test_money_is_told_once_per_sum_and_written_out_on_leaving(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    field, other = MoneyField(theme, "amount", words), QLineEdit()
    frame = beside(qtbot, field, other)
    told: list[int | None] = []
    field.amount_changed.connect(told.append)
    field.setFocus()
    QTest.keyClicks(field, "1000")
    assert told == [100, 1_000, 10_000, 100_000]
    other.setFocus()
    qtbot.waitUntil(lambda: field.text() != "1000")
    assert field.text().replace(NBSP, " ") == "1 000"
    assert field.amount() == 100_000
    assert len(told) == 4
    field.clear()
    assert told[-1] is None
    assert frame.isVisible()


def test_money_written_by_the_program_can_be_read_back(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    field = MoneyField(theme, "amount", words, allow_zero=True)
    qtbot.addWidget(field)
    for minor in (0, 1, 5, 99, 100, 100_050, 123_456_789):
        field.set_amount(minor)
        assert field.amount() == minor


def test_a_currency_without_decimals_has_none(qtbot: QtBot, theme: Theme) -> None:
    field = MoneyField(theme, "amount", Words("en", currency="JPY"))
    qtbot.addWidget(field)
    field.setText("1500")
    assert field.amount() == 1_500
    field.setText("1500,5")
    assert field.amount() is None


def test_a_number_field_takes_whole_numbers(qtbot: QtBot, theme: Theme, words: Words) -> None:
    field = NumberField(theme, "points", words)
    qtbot.addWidget(field)
    field.set_number(1_200)
    assert field.number() == 1_200
    field.setText("0")
    assert field.number() == 0
    field.setText("1.5")
    assert field.number() is None


def test_a_phone_is_written_in_the_usual_form_on_leaving(qtbot: QtBot, theme: Theme) -> None:
    field, other = PhoneField(theme, "phone"), QLineEdit()
    frame = beside(qtbot, field, other)
    field.setFocus()
    QTest.keyClicks(field, "8 916 000 12 34")
    assert field.e164() == "+79160001234"
    other.setFocus()
    qtbot.waitUntil(lambda: field.text() == "+7 916 000-12-34")
    field.setText("12")
    field.setFocus()
    other.setFocus()
    assert field.text() == "12"
    assert field.e164() is None

    # -- fields ----------------------------------------------------------------------------------
    assert frame.isVisible()


def test_focus_by_keyboard_selects_all_and_by_mouse_does_not(qtbot: QtBot, theme: Theme) -> None:
    field, other = TextField(theme, "name"), QLineEdit()
    frame = beside(qtbot, field, other)
    field.setText("Boris")
    other.setFocus()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert field.selectedText() == "Boris"
    other.setFocus()
    field.deselect()
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    assert field.selectedText() == ""
    assert frame.isVisible()


def undo_is_left_to_the_window(field: QLineEdit) -> bool:
    control = Qt.KeyboardModifier.ControlModifier
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
    event.setAccepted(False)
    QApplication.sendEvent(field, event)
    return not event.isAccepted()


def test_ctrl_z_undoes_typing_and_is_the_windows_in_an_empty_field(
    qtbot: QtBot, theme: Theme
) -> None:
    field = TextField(theme, "name")
    shown(qtbot, field)
    assert undo_is_left_to_the_window(field)
    QTest.keyClicks(field, "Boris")
    assert not undo_is_left_to_the_window(field)
    field.clear()
    assert undo_is_left_to_the_window(field)


def test_a_message_below_a_field_moves_nothing(qtbot: QtBot, theme: Theme) -> None:
    control = TextField(theme, "phone")
    field = LabelledField(theme, "Phone", control)
    shown(qtbot, field)
    field.resize(400, field.sizeHint().height())
    before = field.sizeHint().height()
    field.set_problem("This cannot be a phone")
    assert field.sizeHint().height() == before
    assert control.is_bad()
    assert control.accessibleDescription() == "This cannot be a phone"
    field.set_help("Optional")
    assert not control.is_bad()
    assert field.message() == "Optional"
    assert (control.accessibleName(), field.label.buddy()) == ("Phone", control)


def test_a_field_keeps_its_font_through_a_change_of_theme(qtbot: QtBot, theme: Theme) -> None:
    box = ScanBox(theme, "scan", Words("en"))
    shown(qtbot, box)
    box.show_understood("WASH-7K4M")
    size = box.field.font().pixelSize()
    theme.set_mode(Mode.DARK)
    QApplication.processEvents()
    assert box.field.font().pixelSize() == size == 20
