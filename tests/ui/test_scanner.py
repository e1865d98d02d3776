"""The scanner in a real window, whatever has the focus and whatever the layout."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from refdesk.ui.keycodes import key_number, us_key_number, us_symbol
from refdesk.ui.page import Context
from refdesk.ui.scanner import Scanner, event_time
from refdesk.ui.widgets.choices import ComboBox, Segments
from tests.ui.keys import Clock, press_symbol, scan, send

CODE = "7K4M9XQT2A"


class Window:
    """A window with one widget, and what was scanned in it."""

    def __init__(self, qtbot: QtBot, context: Context, clock: Clock, widget: QWidget) -> None:
        self.widget = widget
        self.clock = clock
        self.frame = QWidget()
        QVBoxLayout(self.frame).addWidget(widget)
        qtbot.addWidget(self.frame)
        self.frame.show()
        qtbot.waitExposed(self.frame)
        self.frame.activateWindow()
        focus = widget.buttons()[0] if isinstance(widget, Segments) else widget
        focus.setFocus()
        qtbot.waitUntil(focus.hasFocus)
        context.scanner.watch(self.frame.windowHandle())
        self.heard: list[str] = []
        context.scanner.scanned.connect(self.heard.append)

    def scan(self, text: str = CODE, **kwargs: object) -> None:
        scan(self.widget, self.clock, text, **kwargs)  # type: ignore[arg-type]


Opened = Callable[[QWidget], Window]


@pytest.fixture
def opened(qtbot: QtBot, context: Context, clock: Clock) -> Opened:
    kept: list[Window] = []

    def open_window(widget: QWidget) -> Window:
        kept.append(Window(qtbot, context, clock, widget))
        return kept[-1]

    return open_window


@pytest.mark.parametrize("layout", ["us", "ru"])
def test_r26_a_scan_is_heard_under_any_layout_and_types_nothing(
    opened: Opened, layout: str
) -> None:
    window = opened(QLineEdit("Boris"))
    window.scan("https://sh96.example/?c=" + CODE, layout=layout)
    assert window.heard == ["https://sh96.example/?c=" + CODE]
    assert isinstance(window.widget, QLineEdit)
    assert window.widget.text() == "Boris"


def test_the_field_gets_back_its_cursor_and_selection(opened: Opened) -> None:
    field = QLineEdit("Boris Kotov")
    window = opened(field)
    field.setSelection(2, 5)
    window.scan()
    assert (field.text(), field.selectionStart(), field.selectedText()) == (
        "Boris Kotov", 2, "ris K",
    )  # fmt: skip
    field.setCursorPosition(3)
    window.scan()
    assert (field.text(), field.cursorPosition()) == ("Boris Kotov", 3)


def test_without_key_codes_the_text_is_taken_as_it_came(opened: Opened) -> None:
    window = opened(QLineEdit())
    window.scan(physical=False)
    assert window.heard == [CODE]


def test_the_ending_enter_presses_no_button(opened: Opened) -> None:
    button = QPushButton("Delete everything")
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    button.setDefault(True)
    window = opened(button)
    window.scan("AB CD EFG")
    assert window.heard == ["AB CD EFG"]
    assert pressed == []


def test_tab_ends_a_scan_and_does_not_move_the_focus(opened: Opened) -> None:
    field = QLineEdit()
    window = opened(field)
    second = QLineEdit()
    layout = window.frame.layout()
    assert layout is not None
    layout.addWidget(second)
    window.scan(end=Qt.Key.Key_Tab)
    assert window.heard == [CODE]
    assert field.hasFocus()


def test_lf_after_cr_is_swallowed_and_a_later_enter_is_not(opened: Opened, clock: Clock) -> None:
    field = QLineEdit()
    entered: list[bool] = []
    field.returnPressed.connect(lambda: entered.append(True))
    window = opened(field)
    window.scan()
    clock.pass_ms(8)
    send(field, Qt.Key.Key_Enter, "\n")
    assert entered == []
    clock.pass_ms(300)
    send(field, Qt.Key.Key_Return, "\r")
    assert entered == [True]


def test_a_scan_without_an_end_key_is_ended_by_silence(
    opened: Opened, qtbot: QtBot, context: Context
) -> None:
    window = opened(QLineEdit())
    with qtbot.waitSignal(context.scanner.scanned, timeout=2_000):
        window.scan(end=None)
    assert window.heard == [CODE]


def test_typing_by_hand_reaches_the_field(opened: Opened, clock: Clock) -> None:
    field = QLineEdit()
    window = opened(field)
    for symbol in "Marina45":
        clock.pass_ms(120)
        press_symbol(field, symbol)
    clock.pass_ms(120)
    send(field, Qt.Key.Key_Return, "\r")
    assert field.text() == "Marina45"
    assert window.heard == []


def test_typing_after_a_scan_goes_on_where_it_was(opened: Opened, clock: Clock) -> None:
    field = QLineEdit()
    window = opened(field)
    press_symbol(field, "M")
    window.scan()
    clock.pass_ms(500)
    press_symbol(field, "a")
    assert field.text() == "Ma"


def test_two_scans_are_two(opened: Opened) -> None:
    window = opened(QLineEdit())
    window.scan("AAAAAAAAAA")
    window.scan("BBBBBBBBBB")
    assert window.heard == ["AAAAAAAAAA", "BBBBBBBBBB"]


def test_r26_scans_without_an_end_key_are_two_though_the_window_was_busy(opened: Opened) -> None:
    field = QLineEdit("Boris")
    window = opened(field)
    window.scan("AAAAAAAAAA", end=None)
    window.scan("BBBBBBBBBB")
    assert window.heard == ["AAAAAAAAAA", "BBBBBBBBBB"]
    assert field.text() == "Boris"


def test_control_symbols_of_the_scanner_are_dropped(opened: Opened, clock: Clock) -> None:
    field = QLineEdit()
    window = opened(field)
    clock.pass_ms(1_000)
    for symbol in CODE[:7]:
        clock.pass_ms(8)
        press_symbol(field, symbol)
    send(
        field, Qt.Key.Key_BracketRight, "\x1d", modifiers=Qt.KeyboardModifier.ControlModifier,
        scan_code=35,
    )  # fmt: skip
    for symbol in CODE[7:]:
        clock.pass_ms(8)
        press_symbol(field, symbol)
    send(field, Qt.Key.Key_Return, "\r")
    assert window.heard == [CODE]
    assert field.text() == ""


def test_shortcuts_are_off_during_a_burst(opened: Opened, clock: Clock) -> None:
    button = QPushButton("Go")
    window = opened(button)
    QShortcut(Qt.Key.Key_Return, window.frame)
    assert send(button, Qt.Key.Key_Return, "\r")
    clock.pass_ms(1_000)
    for symbol in CODE:
        clock.pass_ms(8)
        press_symbol(button, symbol)
    clock.pass_ms(8)
    assert not send(button, Qt.Key.Key_Return, "\r")
    clock.pass_ms(8)
    assert not send(button, Qt.Key.Key_Return, "\n")
    clock.pass_ms(400)
    assert send(button, Qt.Key.Key_Return, "\r")


def test_a_key_held_down_is_not_a_scanner(opened: Opened, clock: Clock) -> None:
    field = QLineEdit()
    window = opened(field)
    handle = window.frame.windowHandle()
    for _ in range(20):
        clock.pass_ms(30)
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, 38, 0, 0, "a", True
        )
        QCoreApplication.sendEvent(handle, event)
    send(field, Qt.Key.Key_Return, "\r")
    assert window.heard == []
    assert field.text() == "a" * 20


def test_other_widgets_keep_their_state(opened: Opened, context: Context) -> None:
    spin = QSpinBox()
    spin.setValue(5)
    opened(spin).scan("1234567890")
    assert spin.value() == 5
    combo = QComboBox()
    combo.addItems(["Boris", "7", "Karl"])
    opened(combo).scan("7K4M9XQT2A")
    assert combo.currentText() == "Boris"
    editor = QPlainTextEdit("a note")
    opened(editor).scan()
    assert editor.toPlainText() == "a note"
    rows = QListWidget()
    rows.addItems(["Boris", "7777", "Karl"])
    rows.setCurrentRow(0)
    opened(rows).scan()
    assert rows.currentRow() == 0
    box = QCheckBox("Agreed")
    opened(box).scan("AB CD EFG")
    assert not box.isChecked()


def test_who_follows_what_is_typed_is_told_when_a_scan_is_taken_back(opened: Opened) -> None:
    line = QLineEdit("150")
    followed = ["150"]
    line.textEdited.connect(followed.append)
    opened(line).scan("4600000000017")
    assert line.text() == "150"
    assert len(followed) > 2
    assert followed[-1] == "150"


def test_a_list_that_is_closed_starts_nothing_for_the_first_symbols_of_a_scan(
    opened: Opened, context: Context
) -> None:
    combo = ComboBox(context.theme, "rounding")
    combo.addItems(["Boris", "7", "Karl"])
    chosen: list[int] = []
    combo.activated.connect(chosen.append)
    combo.currentIndexChanged.connect(chosen.append)
    opened(combo).scan("7K4M9XQT2A")
    assert chosen == []
    send(combo, Qt.Key.Key_Down)
    assert chosen == [1, 1]


def test_a_digit_of_a_scan_chooses_no_segment(opened: Opened, context: Context) -> None:
    segments = Segments(context.theme, "service", "More")
    segments.set_options([("a", "Express"), ("b", "Full wash"), ("c", "Interior")])
    segments.choose("a")
    window = opened(segments)
    window.scan("2345678901")
    assert window.heard == ["2345678901"]
    assert segments.chosen() == "a"


def test_a_scan_over_64_symbols_is_told_whole_for_the_page_to_refuse(opened: Opened) -> None:
    window = opened(QLineEdit())
    window.scan("A" * 90)
    assert window.heard == ["A" * 90]


def test_a_field_that_went_away_during_the_scan_does_no_harm(opened: Opened, clock: Clock) -> None:
    field = QLineEdit()
    window = opened(field)
    clock.pass_ms(1_000)
    for number, symbol in enumerate(CODE):
        clock.pass_ms(8)
        press_symbol(window.frame, symbol)
        if number == 3:
            field.setParent(None)
            field.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    send(window.frame, Qt.Key.Key_Return, "\r")
    assert window.heard == [CODE]


def test_key_numbers_and_symbols_agree_in_both_directions() -> None:
    for symbol in "abcXYZ0189-=/?:;!@#$%^&*()_+[]{}\\|'\"`~<>., ":
        number, shift = us_key_number(symbol)
        assert us_symbol(number, shift=shift) == symbol
    assert us_symbol(79, shift=False) == "1"
    assert us_symbol(1, shift=False) is None


def test_key_numbers_by_platform() -> None:
    assert key_number(24, "xcb") == 16
    assert key_number(16, "windows") == 16
    assert key_number(1, "cocoa") == 0
    assert key_number(0, "xcb") == 0


def test_the_time_of_a_key_is_the_events_own_when_it_has_one() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert event_time(event) > 0
    event.setTimestamp(12_345)
    assert event_time(event) == 12_345


def test_every_window_that_gets_the_focus_is_heard(qtbot: QtBot, clock: Clock) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    scanner = Scanner(clock=lambda _event: clock.now, platform="xcb")
    scanner.start(app)
    heard: list[str] = []
    scanner.scanned.connect(heard.append)
    for _ in range(2):
        field = QLineEdit()
        qtbot.addWidget(field)
        field.show()
        field.activateWindow()
        qtbot.waitUntil(field.hasFocus)
        scan(field, clock, CODE)
    assert heard == [CODE, CODE]
