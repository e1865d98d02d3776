"""What the counter looks like: what stays in its place, and what fits where it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from refdesk.ui.page import Context
from tests.ui.counter_till import Till
from tests.ui.keys import Clock

F6 = Qt.Key.Key_F6
SMALL, LARGE = (1024, 680), (1366, 768)
MARINAS = "9160004512"


@pytest.fixture
def till(qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path) -> Iterator[Till]:
    till = Till(qtbot, context, clock, tmp_path)
    yield till
    till.close()


def resize(till: Till, size: tuple[int, int]) -> None:
    """Another size of the window, and what comes of it."""
    till.window.resize(*size)
    till.bot.waitUntil(lambda: till.window.size().toTuple() == size)


# -- another size ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(SMALL, LARGE), (LARGE, SMALL)])
@pytest.mark.parametrize("is_new", [True, False])
def test_the_focus_stays_in_its_field_when_the_window_gets_another_size(
    till: Till, sizes: tuple[tuple[int, int], tuple[int, int]], is_new: bool
) -> None:
    resize(till, sizes[0])
    till.type("9000001234" if is_new else MARINAS)
    till.enter()
    till.press(F6)
    field: QWidget = till.page.newcomer.entry.field if is_new else till.page.customer.entry.field
    assert till.focus() is field
    till.type("10")
    resize(till, sizes[1])
    till.bot.waitUntil(lambda: till.focus() is field)
    till.type("00")
    assert field.property("text").replace("\u00a0", "").startswith("1000")
