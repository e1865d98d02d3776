"""The right side: what has to be looked at before the shift is closed, with what may be done."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain import shifts as s
from refdesk.domain.shifts import Point
from refdesk.ui.page import Context
from refdesk.ui.pages.close_shift.gradual_rows import GradualRows
from refdesk.ui.pages.counter.parts import clear_rows
from refdesk.ui.scrolled import scrolled
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label, Tag
from refdesk.ui.widgets.rows import Panel, rule
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


class PointsBox(Panel):
    """A box with a title, beside it how many points are open, and rows below.

    ``confirm_wanted`` gives the run whose cards came out.
    """

    confirm_wanted = Signal(int)

    def __init__(self, context: Context, name: str, *, may_confirm: bool) -> None:
        """``may_confirm``: a manager says that printed cards came out (R29)."""
        super().__init__(context.theme, name, padding=0, spacing=0)
        self._context = context
        self._may_confirm = may_confirm
        pad = context.theme.px(16)
        self._head = tight(QHBoxLayout(), context.theme.px(8), (pad, pad, pad, pad))
        self.column.addLayout(self._head)
        self.column.addWidget(rule(context.theme))
        self._rows = GradualRows(context.theme)
        self.column.addWidget(scrolled(self._rows), 1)

    def _show_head(self, title: str, waiting: int) -> None:
        theme, words = self._context.theme, self._context.words
        clear_rows(self._head)
        self._head.addWidget(Label(theme, title, "title", bold=True), 1)
        if waiting:
            text = words.text("{count} open", count=words.number(waiting))
            self._head.addWidget(Tag(theme, text, "check", "triangle-alert"))


class PointsPanel(PointsBox):
    """``reason_wanted`` gives the point, ``earlier_wanted`` leads to the shifts that are closed."""

    reason_wanted = Signal(object)
    earlier_wanted = Signal()

    def __init__(self, context: Context, *, may_confirm: bool) -> None:
        super().__init__(context, "shift_points", may_confirm=may_confirm)
        theme, words = context.theme, context.words
        pad = theme.px(16)
        self._shown: tuple[Point, ...] | None = None
        foot = tight(QHBoxLayout(), theme.px(12), (pad, theme.px(8), pad, theme.px(12)))
        foot.addWidget(IconLabel(theme, "info", 20, "muted"))
        text = words.text(
            "Open points go to the manager’s list. After closing, only a manager can void this"
            " shift’s purchases."
        )
        self._foot = Label(theme, text, "small", tone="muted").wrapped()
        foot.addWidget(self._foot, 1)
        self.earlier = Button(theme, "earlier_button", "", Look("quiet", height=44))
        self.earlier.clicked.connect(self.earlier_wanted)
        foot.addWidget(self.earlier)
        self.column.addLayout(foot)
        self.show_waiting(0)

    def show_points(self, points: tuple[Point, ...], zone: tzinfo) -> None:
        """Show the points, those that wait first; what is shown already stays."""
        if points == self._shown:
            return
        self._shown = points
        words = self._context.words
        waiting = sum(point.is_open for point in points)
        self._show_head(words.text("Look at these first"), waiting)
        if not waiting:
            tag = Tag(self._context.theme, words.text("Nothing is open"), "ok", "check")
            self._head.addWidget(tag)
        left = sorted(points, key=lambda one: not one.is_open)
        self._rows.show_rows(
            [partial(self._row, point, zone) for point in left],
            words.text("Nothing to look at"),
        )

    def show_waiting(self, count: int) -> None:
        """Say how many points of earlier shifts wait for a manager."""
        words = self._context.words
        self.earlier.set_caption(
            words.text("Earlier shifts, {count} open", count=words.number(count)) if count
            else words.text("Earlier shifts")
        )  # fmt: skip

    def _row(self, point: Point, zone: tzinfo) -> QWidget:
        theme, words = self._context.theme, self._context.words
        line = point_line(words, point, zone, may_confirm=self._may_confirm)
        said = point_title(words, point), line
        fact = WrappedFact(theme, f"point_{point.key}", point_icon(point), *said)
        fact.set_open(is_open=point.is_open)
        action = point_action(
            self._context, point, may_confirm=self._may_confirm,
            confirm=self.confirm_wanted.emit, reason=lambda: self.reason_wanted.emit(point),
        )  # fmt: skip
        return fact_row(theme, fact, action)


class WrappedFact(QWidget):
    """An icon with a bold line and a quieter one; both take as many lines as they need."""

    def __init__(self, theme: Theme, name: str, icon: str, title: str, line: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon, self._name = IconLabel(theme, icon, 24, "text"), icon
        row = tight(QHBoxLayout(self), theme.px(12))
        row.addWidget(self._icon)
        column = tight(QVBoxLayout())
        column.addStretch(1)
        column.addWidget(Label(theme, title, bold=True).wrapped())
        column.addWidget(Label(theme, line, "small", tone="muted").wrapped())
        column.addStretch(1)
        row.addLayout(column, 1)

    def set_open(self, *, is_open: bool) -> None:
        """Let the icon tell what still waits."""
        self._icon.set_icon(self._name, "check_ink" if is_open else "text")


def fact_row(theme: Theme, fact: QWidget, action: QWidget) -> QWidget:
    """A fact, and at its right what may be done about it."""
    made = QWidget()
    row = tight(QHBoxLayout(made), theme.px(12), (theme.px(16), theme.px(8)) * 2)
    row.addWidget(fact, 1)
    row.addWidget(action)
    return made


def point_icon(point: Point) -> str:
    """The icon of a point."""
    return _ICONS.get(point.kind, "triangle-alert")


def point_action(
    context: Context,
    point: Point,
    *,
    may_confirm: bool,
    confirm: Callable[[int], None],
    reason: Callable[[], None],
    prefix: str = "",
) -> QWidget:
    """What may be done about a point: confirm its run, give a reason; or that it has one."""
    theme, words = context.theme, context.words
    name = f"{prefix}{point.key}"
    if not point.is_open:
        return Tag(theme, words.text("Has a reason"), "ok", "check")
    if point.kind == s.RUN and may_confirm:
        button = Button(theme, f"confirm_{name}", words.text("Confirm…"), Look(height=44))
        button.clicked.connect(lambda: confirm(point.subject))
        return button
    button = Button(theme, f"reason_{name}", words.text("Give reason…"), Look(height=44))
    button.clicked.connect(reason)
    return button
