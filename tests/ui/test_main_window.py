"""The frame: pages, keys, scans, room, trouble, and building it anew."""

import sys
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from refdesk.ui.main_window import SMALLEST, MainWindow
from refdesk.ui.page import Context, Density, KeyHint, sequences
from refdesk.ui.rail import RailButton
from refdesk.ui.status_bar import Device, Devices, KeyHints
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.strips import Message
from tests.ui.keys import Clock, scan, send
from tests.ui.note_page import NotePage, entries, page_of


@pytest.fixture
def built() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot, context: Context, built: list[str]) -> MainWindow:
    main = MainWindow(context, entries(context.theme, built), "Lagoon Car Wash")
    qtbot.addWidget(main)
    main.resize(1366, 768)
    main.show_page("counter")
    main.show()
    qtbot.waitExposed(main)
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)
    return main


def press(
    window: QWidget,
    key: Qt.Key | int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press a key as the system does, shortcuts first."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key(key), modifiers)


CONTROL = Qt.KeyboardModifier.ControlModifier


# -- pages -----------------------------------------------------------------------------------


def test_pages_are_built_when_they_are_first_shown(window: MainWindow, built: list[str]) -> None:
    assert built == ["counter"]
    window.show_page("customers")
    window.show_page("counter")
    window.show_page("customers")
    assert built == ["counter", "customers"]


def test_the_title_names_page_and_shop_and_training(window: MainWindow) -> None:
    assert window.windowTitle() == "Counter · Lagoon Car Wash · RefDesk"
    window.set_training(True)
    assert window.windowTitle().startswith("TRAINING")
    bar = window.findChild(QWidget, "training_bar")
    assert bar is not None
    assert bar.isVisible()


def test_a_page_that_is_not_for_this_role_is_not_there(window: MainWindow) -> None:
    assert not window.show_page("reports")
    assert window.findChild(RailButton, "rail_reports") is None


def test_a_page_with_changes_is_not_left(window: MainWindow) -> None:
    page_of(window).leavable = False
    assert not window.show_page("customers")
    assert not window.close()
    page_of(window).leavable = True
    assert window.show_page("customers")


def test_a_click_in_the_rail_shows_the_page(window: MainWindow) -> None:
    button = window.findChild(RailButton, "rail_customers")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current_key() == "customers"
    assert button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()


def test_a_screen_without_the_rail_takes_the_whole_window(window: MainWindow, theme: Theme) -> None:
    rail = window.findChild(QWidget, "rail")
    assert rail is not None
    window.show_screen(NotePage(theme, "pin"))
    assert not rail.isVisible()
    press(window, Qt.Key.Key_F2)
    assert window.windowTitle().startswith("Pin")
    window.show_page("counter")
    assert rail.isVisible()


# -- keys ------------------------------------------------------------------------------------


def test_ctrl_digits_show_pages_and_f2_the_counter(window: MainWindow) -> None:
    press(window, Qt.Key.Key_2, CONTROL)
    assert window.current_key() == "customers"
    press(window, Qt.Key.Key_6, CONTROL)
    assert window.current_key() == "settings"
    press(window, Qt.Key.Key_5, CONTROL)
    assert window.current_key() == "settings"
    press(window, Qt.Key.Key_F2)
    assert window.current_key() == "counter"
    page_of(window).notes.clear()
    press(window, Qt.Key.Key_F2)
    assert page_of(window).notes == ["shown"]


@pytest.mark.parametrize(
    "key,modifiers,signal",
    [
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "lock_requested"),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier, "new_customer_requested"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "search_requested"),
        (Qt.Key.Key_Z, CONTROL, "undo_requested"),
        (Qt.Key.Key_Y, CONTROL, "redo_requested"),
        (0x042F, CONTROL, "undo_requested"),  # Ctrl+Я, the same key under a Russian layout
        (0x041D, CONTROL, "redo_requested"),  # Ctrl+Н
    ],
)
def test_keys_of_the_frame_work_under_a_russian_layout_too(
    qtbot: QtBot, window: MainWindow, key: int, modifiers: Qt.KeyboardModifier, signal: str
) -> None:
    with qtbot.waitSignal(getattr(window, signal)):
        send_shortcut(window, key, modifiers)


def send_shortcut(window: MainWindow, key: int, modifiers: Qt.KeyboardModifier) -> None:
    """QTest takes only the keys of its list; a Cyrillic letter is found by its sequence."""
    if key < 0x0400 or key > 0x04FF:
        press(window, key, modifiers)
        return
    wanted = QKeySequence(modifiers.value | key)
    matching = []
    for shortcut in window.findChildren(QShortcut):
        sequences_of_it = shortcut.keys()
        if wanted in sequences_of_it:
            matching.append(shortcut)
    assert len(matching) == 1
    matching[0].activated.emit()


def test_the_letters_of_a_shortcut_are_those_of_its_key() -> None:
    names = [one.toString() for one in sequences("Ctrl+S")]
    assert names[0] == "Ctrl+S"
    assert {"Ctrl+Ы", "Ctrl+І"} <= set(names)
    assert [one.toString() for one in sequences("F8")] == ["F8"]
    assert [one.toString() for one in sequences("Enter")] == ["Return", "Enter"]
    letters = {name for key in "ZYPESFMDC" for name in map(str, _names(f"Ctrl+{key}"))}
    assert len(letters) == sum(len(_names(f"Ctrl+{key}")) for key in "ZYPESFMDC")


def _names(key: str) -> list[str]:
    return [one.toString() for one in sequences(key)]


def test_keys_of_the_page_go_before_those_of_the_frame(window: MainWindow, qtbot: QtBot) -> None:
    page, ran = page_of(window), []
    page.hints = (
        KeyHint("Enter", "Redeem", lambda: ran.append("redeem")),
        KeyHint("F8", "With card", lambda: ran.append("print")),
        KeyHint("F4", "New", lambda: ran.append("new")),
        KeyHint("Tab", "Next field"),
    )
    page.keys_changed.emit()
    with qtbot.assertNotEmitted(window.new_customer_requested):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F4, Qt.Key.Key_Enter):
            press(window, key)
    assert ran == ["redeem", "print", "new", "redeem"]
    window.show_page("customers")
    press(window, Qt.Key.Key_F8)
    press(window, Qt.Key.Key_Return)
    assert len(ran) == 4


def test_a_key_that_is_held_down_acts_once(window: MainWindow) -> None:
    assert not any(one.autoRepeat() for one in window.findChildren(QShortcut))


def test_typed_text_is_undone_before_the_last_action(window: MainWindow, qtbot: QtBot) -> None:
    field = page_of(window).field
    QTest.keyClicks(field, "Boris")
    with qtbot.assertNotEmitted(window.undo_requested):
        press(window, Qt.Key.Key_Z, CONTROL)
    assert field.text() == ""
    with qtbot.waitSignal(window.undo_requested):
        press(window, Qt.Key.Key_Z, CONTROL)


def test_f1_lists_the_keys_of_the_screen_and_goes_back(window: MainWindow) -> None:
    page = page_of(window)
    page.hints = (KeyHint("F8", "Print the card", lambda: None, in_status=False),)
    page.keys_changed.emit()
    press(window, Qt.Key.Key_F1)
    shown = window.findChild(QWidget, "help_page")
    assert shown is not None
    texts = {label.text() for label in shown.findChildren(QLabel)}
    assert {"F8", "Print the card", "F12", "Lock, change person", "Ctrl+6"} <= texts
    edges = shown.contentsRect() - shown.layout().contentsMargins()  # type: ignore[union-attr]
    assert (edges.left(), edges.top()) in {(16, 16), (24, 24)}
    page.notes.clear()
    press(window, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert page.notes == ["shown"]
    press(window, Qt.Key.Key_F1)
    press(window, Qt.Key.Key_F1)
    assert page.isVisible()


def test_the_status_bar_shows_the_keys_that_fit(window: MainWindow) -> None:
    page = page_of(window)
    page.hints = tuple(KeyHint(f"F{n}", "Считать карту клиента") for n in range(1, 13))
    page.keys_changed.emit()
    QApplication.processEvents()
    hints = window.findChild(KeyHints, "status_keys")
    assert hints is not None
    assert 3 < len(hints.shown()) < 12
    assert "F12" in hints.accessibleName()


# -- scans -----------------------------------------------------------------------------------


def test_r26_a_scan_goes_to_the_page_in_front(window: MainWindow, clock: Clock) -> None:
    scan(window, clock, "7K4M9XQT2A")
    assert page_of(window).notes[-1] == "scan 7K4M9XQT2A"
    window.show_page("customers")
    scan(window, clock, "7K4M9XQT2A")
    assert page_of(window, "customers").notes[-1] == "scan 7K4M9XQT2A"
    press(window, Qt.Key.Key_F1)
    scan(window, clock, "BBBBBBBBBB")
    assert page_of(window, "customers").notes[-1] == "scan BBBBBBBBBB"
    assert page_of(window, "customers").isVisible()


def test_a_dialog_gets_a_scan_only_if_it_takes_scans(
    window: MainWindow, qtbot: QtBot, context: Context
) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitExposed(dialog)
    with qtbot.waitSignal(window.scan_refused) as refused:
        context.scanner.scanned.emit("7K4M9XQT2A")
    assert refused.args == ["7K4M9XQT2A"]
    assert not any("scan" in note for note in page_of(window).notes)
    dialog.close()


# -- room, banner, devices -------------------------------------------------------------------


@pytest.mark.parametrize(
    "size,density",
    [
        ((1366, 768), Density(False, False)),
        ((1366, 700), Density(True, False)),
        ((1024, 768), Density(False, True)),
        (SMALLEST, Density(True, True)),
    ],
)
def test_pages_are_told_how_much_room_there_is(
    window: MainWindow, size: tuple[int, int], density: Density
) -> None:
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert window.density == density


def test_the_frame_fits_the_smallest_window_in_every_scale(qtbot: QtBot, context: Context) -> None:
    context.theme.set_scale(130)
    main = MainWindow(context, entries(context.theme, []), "Lagoon")
    qtbot.addWidget(main)
    main.show_page("counter")
    main.resize(*SMALLEST)
    main.show()
    qtbot.waitExposed(main)
    assert (main.width(), main.height()) == SMALLEST
    assert main.density == Density(low=True, narrow=True)


def devices() -> Sequence[Device]:
    return (
        Device("scanner", "scan-qr-code", "Scanner ready"),
        Device("printer", "printer", "Printer is off", "check"),
        Device("backup", "hard-drive", "Backup today 09:00"),
    )


def test_devices_stand_worst_first_and_merge_in_a_narrow_window(window: MainWindow) -> None:
    shown = window.findChild(Devices, "status_devices")
    assert shown is not None
    window.set_devices(devices())
    assert [one.name for one in shown.shown()] == ["printer", "scanner", "backup"]
    window.resize(1024, 768)
    QApplication.processEvents()
    assert [one.text for one in shown.shown()] == ["Printer is off"]
    window.set_devices([one for one in devices() if one.level == "ok"])
    assert [one.text for one in shown.shown()] == ["Devices ready"]


def test_storage_trouble_stands_above_every_page_until_it_is_over(
    window: MainWindow, theme: Theme
) -> None:
    again = Button(theme, "again", "Try again")
    message = Message("stop", "Not saved: the disk is full", "Nothing was given")
    window.show_banner(message, [again])
    banner = window.findChild(QWidget, "storage_banner")
    assert banner is not None
    assert banner.isVisible()
    window.show_page("customers")
    assert banner.isVisible()
    assert again.isVisible()
    assert window.density.low  # 768 px less the banner leave less than 740
    window.clear_banner()
    assert not banner.isVisible()
    assert not window.density.low


def test_every_control_of_the_frame_can_be_reached_and_is_named(window: MainWindow) -> None:
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()


def test_void_calls_through_the_frame_do_not_wear_out(window: MainWindow) -> None:
    for _ in range(2_000):
        window.clear_banner()
        window.set_person("Olga")
    assert sys.getrefcount(None) > 1_000


def test_keys_reach_the_field_of_the_page(window: MainWindow) -> None:
    field = page_of(window).field
    send(field, Qt.Key.Key_A, "a", scan_code=38)
    assert isinstance(field, QLineEdit)
    assert field.text() == "a"
