"""The right side: what has to be looked at before the shift is closed, with what may be done."""

from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain import shifts as s
from refdesk.domain.shifts import Point
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.parts import clear_rows
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label, Tag
from refdesk.ui.widgets.rows import FactRow, Panel, rule
from refdesk.words.shift_text import point_line, point_title

_ICONS = {
    s.DISCOUNT: "ticket-percent",
    s.BY_HAND: "ticket-percent",
    s.CODE: "ticket-percent",
    s.RUN: "printer",
    s.DAYS: "calendar-clock",
    s.VOID: "ban",
    s.REFUND: "undo-2",
    s.CANCELLED: "ban",
}


class PointsPanel(Panel):
    """``reason_wanted`` gives the point, ``confirm_wanted`` the run whose cards came out."""

    reason_wanted = Signal(object)
    confirm_wanted = Signal(object)

    def __init__(self, context: Context, *, may_confirm: bool) -> None:
        """``may_confirm``: a manager says that printed cards came out (R29)."""
        super().__init__(context.theme, "shift_points", padding=0, spacing=0)
        self._context = context
        self._may_confirm = may_confirm
        theme, words = context.theme, context.words
        pad = theme.px(16)
        self._head = tight(QHBoxLayout(), theme.px(8), (pad, pad, pad, pad))
        self.column.addLayout(self._head)
        self.column.addWidget(rule(theme))
        inside = QWidget()
        self._rows = tight(QVBoxLayout(inside))
        self.column.addWidget(scrolled(inside), 1)
        foot = tight(QHBoxLayout(), theme.px(12), (pad, theme.px(8), pad, theme.px(12)))
        foot.addWidget(IconLabel(theme, "info", 20, "muted"))
        text = words.text(
            "Open points go to the manager’s list. After closing, only a manager can void this"
            " shift’s purchases."
        )
        self._foot = Label(theme, text, "small", tone="muted").wrapped()
        foot.addWidget(self._foot, 1)
        self.column.addLayout(foot)

    def show_points(self, points: tuple[Point, ...], zone: tzinfo) -> None:
        """Show the points, those that wait first."""
        theme, words = self._context.theme, self._context.words
        self._show_head(sum(point.is_open for point in points))
        clear_rows(self._rows)
        if not points:
            empty = Label(theme, words.text("Nothing to look at"), tone="muted")
            pad = theme.px(16)
            empty.setContentsMargins(pad, pad, pad, pad)
            self._rows.addWidget(empty)
        for point in sorted(points, key=lambda one: not one.is_open):
            self._rows.addWidget(self._row(point, zone))
            self._rows.addWidget(rule(theme))
        self._rows.addStretch(1)

    def _show_head(self, waiting: int) -> None:
        theme, words = self._context.theme, self._context.words
        clear_rows(self._head)
        title = words.text("Look at these first")
        self._head.addWidget(Label(theme, title, "title", bold=True), 1)
        if waiting:
            text = words.text("{count} open", count=words.number(waiting))
            self._head.addWidget(Tag(theme, text, "check", "triangle-alert"))
        else:
            self._head.addWidget(Tag(theme, words.text("Nothing is open"), "ok", "check"))

    def _row(self, point: Point, zone: tzinfo) -> QWidget:
        theme, words = self._context.theme, self._context.words
        made = QWidget()
        row = tight(QHBoxLayout(made), theme.px(12), (theme.px(16), theme.px(8)) * 2)
        icon = _ICONS.get(point.kind, "triangle-alert")
        fact = FactRow(
            theme, f"point_{point.key}", icon, point_title(words, point),
            point_line(words, point, zone), token="check_ink" if point.is_open else "text",
        )  # fmt: skip
        row.addWidget(fact, 1)
        row.addWidget(self._action(point))
        return made

    def _action(self, point: Point) -> QWidget:
        theme, words = self._context.theme, self._context.words
        if not point.is_open:
            return Tag(theme, words.text("Has a reason"), "ok", "check")
        if point.kind == s.RUN and self._may_confirm:
            button = Button(theme, f"confirm_{point.key}", words.text("Confirm…"), Look(height=44))
            button.clicked.connect(lambda: self.confirm_wanted.emit(point.subject))
            return button
        look = Look(height=44)
        button = Button(theme, f"reason_{point.key}", words.text("Give reason…"), look)
        button.clicked.connect(lambda: self.reason_wanted.emit(point))
        return button
