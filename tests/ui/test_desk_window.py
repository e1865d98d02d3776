"""Where a scan leads in the window of a shop (R26)."""

from functools import partial

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from refdesk.ui.desk_window import DeskWindow
from refdesk.ui.main_window import PageEntry
from refdesk.ui.page import Context
from tests.ui.note_page import NotePage, page_of

PAGES = ("counter", "customers", "cards", "settings")


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> DeskWindow:
    entries = [
        PageEntry(name, name.title(), "users", number, partial(NotePage, context.theme, name))
        for number, name in enumerate(PAGES, 1)
    ]
    main = DeskWindow(context, "Lagoon Car Wash")
    main.set_entries(entries, "Lagoon Car Wash")
    qtbot.addWidget(main)
    main.show_page("counter")
    main.show()
    qtbot.waitExposed(main)
    return main


@pytest.mark.parametrize(
    "front, taker",
    [("counter", "counter"), ("customers", "customers"), ("cards", "cards"),
     ("settings", "counter")],
)  # fmt: skip
def test_r26_a_scan_goes_to_the_page_that_takes_it(
    window: DeskWindow, front: str, taker: str
) -> None:
    window.show_page(front)
    window.on_scan("7K4M9XQT2A")
    assert window.current_key() == taker
    assert page_of(window, taker).notes[-1] == "scan 7K4M9XQT2A"


def test_a_scan_into_a_dialog_leaves_the_page_behind_it(window: DeskWindow, qtbot: QtBot) -> None:
    window.show_page("settings")
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitExposed(dialog)
    with qtbot.waitSignal(window.scan_refused):
        window.on_scan("7K4M9XQT2A")
    assert window.current_key() == "settings"
    dialog.close()
