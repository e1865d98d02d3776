"""Rows that are built a few at a time, while they are in sight."""

from functools import partial

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from refdesk.ui.pages.close_shift.gradual_rows import AT_ONCE, GradualRows
from refdesk.ui.theme.theme import Theme

NAMES = [f"row {number}" for number in range(AT_ONCE * 3 + 1)]


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme) -> GradualRows:
    made = GradualRows(theme)
    qtbot.addWidget(made)
    return made


def texts(rows: GradualRows) -> list[str]:
    """What the rows say, from the top."""
    found = [one for one in rows.findChildren(QLabel) if not one.isHidden() and one.text()]
    return [one.text() for one in sorted(found, key=lambda one: one.y())]


def let_rest(qtbot: QtBot, rows: GradualRows) -> None:
    """Wait until the rows have nothing in mind."""
    qtbot.waitUntil(lambda: not rows._timer.isActive())


def test_nothing_is_built_unseen_and_all_once_in_sight(qtbot: QtBot, rows: GradualRows) -> None:
    built: list[str] = []

    def make(name: str) -> QLabel:
        built.append(name)
        return QLabel(name)

    rows.show_rows([partial(make, name) for name in NAMES], "nothing")
    let_rest(qtbot, rows)
    assert built == []
    rows.show()
    qtbot.waitUntil(lambda: texts(rows) == NAMES)
    assert built == NAMES


def test_hidden_half_way_they_go_on_where_they_were(qtbot: QtBot, rows: GradualRows) -> None:
    built: list[str] = []

    def make(name: str) -> QLabel:
        built.append(name)
        if name == NAMES[AT_ONCE]:
            rows.hide()
        return QLabel(name)

    rows.show()
    rows.show_rows([partial(make, name) for name in NAMES], "nothing")
    qtbot.waitUntil(lambda: NAMES[AT_ONCE] in built)
    let_rest(qtbot, rows)
    assert built == NAMES[: AT_ONCE * 2]
    rows.show()
    qtbot.waitUntil(lambda: texts(rows) == NAMES)
    assert built == NAMES


def test_other_rows_stand_instead_of_those_before(qtbot: QtBot, rows: GradualRows) -> None:
    rows.show()
    rows.show_rows([partial(QLabel, name) for name in NAMES], "nothing")
    qtbot.waitUntil(lambda: len(texts(rows)) >= AT_ONCE)
    rows.show_rows([partial(QLabel, "another")], "nothing")
    qtbot.waitUntil(lambda: texts(rows) == ["another"])
    rows.show_rows([], "nothing")
    qtbot.waitUntil(lambda: texts(rows) == ["nothing"])
