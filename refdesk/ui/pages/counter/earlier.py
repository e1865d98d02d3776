"""Earlier today: the latest actions of this day, each with the way to undo it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from refdesk.domain.records import Action
from refdesk.services.day import LATEST, DayLine
from refdesk.services.desk import Actor
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.action_row import ActionRow, Key
from refdesk.ui.pages.counter.action_texts import ActionTexts, action_texts
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.states import EmptyState

AT_ONCE = 8
"""Rows that are built in one go: more than are seen, few enough for the window to answer."""


class EarlierList(Panel):
    """The day's list. ``undo_wanted``, ``void_wanted``, ``refund_wanted`` and ``why_wanted`` give
    the purchase's id."""

    undo_wanted = Signal(int)
    void_wanted = Signal(int)
    refund_wanted = Signal(int)
    why_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "earlier", padding=1, spacing=0)
        self._context = context
        theme, words = context.theme, context.words
        head = tight(QHBoxLayout(), theme.px(8), (theme.px(16), 0, theme.px(16), 0))
        title = Label(theme, words.text("Earlier today"), "title", bold=True)
        title.setMinimumHeight(theme.px(46))
        head.addWidget(title, 1)
        self._count = Label(theme, "", tone="muted").right()
        head.addWidget(self._count)
        self.column.addLayout(head)
        self.column.addWidget(rule(theme))
        self._rows: list[ActionRow] = []
        self._wanted: list[tuple[Key, ActionTexts]] = []
        self._narrow = False
        inner = QWidget()
        self._column = tight(QVBoxLayout(inner))
        self._empty = _first_day(context)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        area = QScrollArea()
        named(area, "earlier_scroll", words.text("Earlier today"))
        area.setProperty("look", "plain")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.column.addWidget(area, 1)

    def show_day(self, day: CounterDay, actor: Actor, *, without: int | None = None) -> None:
        """Show the day's actions but the one that stands in the result strip."""
        words = self._context.words
        lines = [one for one in day.view.lines if not _is_same(one.action, without)]
        self._empty.setVisible(not lines and without is None)
        said = words.plural("{n} action", "{n} actions", len(lines)) if lines else ""
        if len(day.view.lines) >= LATEST:
            said = words.text("latest {n}", n=words.number(LATEST))
        self._count.setText(said)
        self._wanted = [(_key(one), action_texts(words, one, day, actor)) for one in lines]
        self._show_rows()

    def show_why(self, purchase: int, lines: Sequence[str]) -> None:
        """Write the arithmetic under the row of a purchase."""
        for row in self.rows_shown():
            row.show_why(purchase, lines)

    def set_narrow(self, narrow: bool) -> None:
        """Shorten the buttons where there is no room."""
        self._narrow = narrow
        for row in self._rows:
            row.set_narrow(narrow)

    def rows_shown(self) -> list[ActionRow]:
        """The rows that are in use."""
        return [row for row in self._rows if not row.isHidden()]

    # -- inside ----------------------------------------------------------------------------

    def _show_rows(self) -> None:
        """Give each action its row. One that stands keeps its row: a new action on top moves the
        others down and changes none of them."""
        missing = len(self._wanted) - len(self._rows)
        self._rows += [self._new_row() for _ in range(min(missing, AT_ONCE))]
        if missing > AT_ONCE:
            QTimer.singleShot(0, self, self._show_rows)
        wanted = self._wanted[: len(self._rows)]
        standing = {row.key: row for row in self._rows}
        kept = [standing.get(key) for key, _ in wanted]
        free = [row for row in self._rows if row not in kept]
        rows = [row or free.pop() for row in kept]
        self._rows = [*rows, *free]
        for index, row in enumerate(self._rows):
            if self._column.indexOf(row) != index:
                self._column.insertWidget(index, row)
            row.set_index(index)
        for row, (key, texts) in zip(rows, wanted, strict=True):
            row.show_action(key, texts)
        for row in self._rows:
            row.setVisible(row in rows)

    def _new_row(self) -> ActionRow:
        row = ActionRow(self._context)
        row.set_narrow(self._narrow)
        row.undo_wanted.connect(self.undo_wanted)
        row.void_wanted.connect(self.void_wanted)
        row.refund_wanted.connect(self.refund_wanted)
        row.why_wanted.connect(self.why_wanted)
        return row


def _key(line: DayLine) -> Key:
    return line.action.kind, line.action.id


def _is_same(action: Action, without: int | None) -> bool:
    return action.id == without and action.kind in ("purchase", "redemption")


def _first_day(context: Context) -> EmptyState:
    words = context.words
    return EmptyState(
        context.theme,
        "earlier_empty",
        "scan-qr-code",
        words.text("Scan a card to begin"),
        words.text("What is done today stands here, with a way to undo it"),
    )


def newest_undoable(lines: Sequence[DayLine], actor: Actor) -> Action | None:
    """The last own action that can be undone without anybody's leave."""
    for line in lines:
        if line.may_undo and line.action.staff == actor.staff:
            return line.action
    return None
