"""What keeps the counter quick, counted: a clock would tell of the machine, not of the program."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.ui.pages.counter.action_row import ActionRow
from refdesk.ui.theme.theme import Mode, Theme
from refdesk.ui.widgets import base, verdict
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.rows import Panel
from tests.ui.counter_till import Till


class Count(QObject):
    """Counts the events of one kind that a widget gets."""

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        super().__init__(widget)
        self.seen = 0
        self._kind = kind
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen += event.type() == self._kind
        return False


def test_a_new_action_rewrites_no_row_of_the_list(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.page.refresh()
    before = till.page.earlier.rows_shown()
    written: list[str] = []
    monkeypatch.setattr(
        ActionRow, "setAccessibleName", lambda row, _text: written.append(row.objectName())
    )
    till.shop.buy(70_000, customer=f"C{till.shop.marina}")
    till.page.refresh()
    after = till.page.earlier.rows_shown()
    assert written == ["action_0"]
    assert after[1:] == before
    assert [row.objectName() for row in after] == [f"action_{index}" for index in range(5)]
    assert after[0].texts()[2] != before[0].texts()[2]


def test_a_list_that_grows_and_shrinks_shows_what_is_done(till: Till) -> None:
    for amount in range(1, 12):
        till.shop.buy(amount * 10_000, customer=f"C{till.shop.marina}")
    till.page.refresh()
    earlier = till.page.earlier
    till.bot.waitUntil(lambda: len(earlier.rows_shown()) == 11)
    newest = earlier.rows_shown()[0].key[1]
    day = till.page._day
    assert day is not None
    earlier.show_day(day, till.desk.actor, without=newest)
    assert len(earlier.rows_shown()) == 10
    assert all(row.key[1] != newest for row in earlier.rows_shown())
    earlier.show_day(day, till.desk.actor)
    assert [row.key[1] for row in earlier.rows_shown()] == [
        line.action.id for line in day.view.lines
    ]


def test_a_verdict_of_the_same_kind_keeps_its_look(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.scan(till.shop.anna_code)
    till.page.to_idle()
    chosen_anew: list[QWidget] = []
    for module in (base, verdict):
        monkeypatch.setattr(module, "repolish", chosen_anew.append)
    till.scan(till.shop.anna_code)
    assert till.verdict()[0] == "ok"
    assert not [one for one in chosen_anew if till.page.banner.isAncestorOf(one)]
    assert len(chosen_anew) <= 4


def test_a_page_is_put_together_without_choosing_its_looks_again_and_again(
    qapp: QApplication, qtbot: QtBot
) -> None:
    worn = qapp.styleSheet()
    qapp.setStyleSheet("")
    try:
        theme = Theme(qapp, mode=Mode.LIGHT)
        button = Button(theme, "deep", "Deep")
        count = Count(button, QEvent.Type.StyleChange)
        inner: QWidget = button
        for depth in range(20):
            panel = Panel(theme, f"panel_{depth}")
            panel.column.addWidget(inner)
            inner = panel
        assert count.seen == 0
        window = QWidget()
        qtbot.addWidget(window)
        theme.dress(window)
        inner.setParent(window)
        assert count.seen == 1
        theme.set_mode(Mode.DARK)
        assert window.styleSheet() == theme.sheet
        assert qapp.styleSheet() == ""
    finally:
        qapp.setStyleSheet(worn)


def test_the_texts_of_a_button_are_measured_once(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = till.page.side.new_button
    measured: list[bool] = []
    measure = Button._measure

    def count(one: Button, *, chosen: bool) -> list[tuple[str, int]]:
        if one is button:
            measured.append(chosen)
        return measure(one, chosen=chosen)

    button.sizeHint()
    monkeypatch.setattr(Button, "_measure", count)
    button.set_caption(button.caption())
    button.grab()
    assert measured == []
    button.set_caption("Another")
    button.grab()
    assert measured == [False]
