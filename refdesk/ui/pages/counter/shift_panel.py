"""The open shift's figures: a panel at the side, or one row where the window is narrow."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.counter.parts import clear_rows
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label, Tag
from refdesk.ui.widgets.rows import KeyValueRow, Panel, rule
from refdesk.words.catalogue import Words

SIDE = 320
UNKNOWN = "…"
OPEN, CLOSED = "lock-open", "lock"


class ShiftSide(QWidget):
    """Shift, its figures and its end, and the two buttons of the waiting screen."""

    new_pressed = Signal()
    close_pressed = Signal()
    keypad_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme, words = context.theme, context.words
        named(self, "shift_side")
        self.setFixedWidth(theme.px(SIDE))
        self._panel = Panel(theme, "shift_panel")
        self._head = tight(QHBoxLayout(), theme.px(8))
        self._below = tight(QHBoxLayout())
        self._panel.column.addLayout(self._head)
        self._panel.column.addLayout(self._below)
        self._counts = {
            "purchases": KeyValueRow(theme, "shift_purchases", words.text("Purchases"),
                                     UNKNOWN, role="title"),
            "new": KeyValueRow(theme, "shift_new", words.text("New by a code"),
                               UNKNOWN, role="title"),
            "refused": KeyValueRow(theme, "shift_refused", words.text("Codes refused"),
                                   UNKNOWN, role="title"),
        }  # fmt: skip
        self._sums = {
            "sales": KeyValueRow(theme, "shift_sales", words.text("Sales recorded"), UNKNOWN),
            "discounts": KeyValueRow(
                theme, "shift_discounts", words.text("Discounts given"), UNKNOWN
            ),
            "issued": KeyValueRow(theme, "shift_issued", words.text("Points issued"), UNKNOWN),
            "spent": KeyValueRow(theme, "shift_spent", words.text("Points spent"), UNKNOWN),
        }
        for row in self._counts.values():
            self._panel.column.addWidget(row)
        self._panel.column.addWidget(rule(theme))
        for row in self._sums.values():
            self._panel.column.addWidget(row)
        self.close_button = _close_button(context, "shift_close", Look(key="F10"))
        self.close_button.clicked.connect(self.close_pressed)
        self._panel.column.addWidget(self.close_button)
        column = tight(QVBoxLayout(self), theme.px(16))
        column.addWidget(self._panel)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self._show_head(words.text("Shift"), "")

    def show_day(self, day: CounterDay) -> None:
        """Show the figures."""
        words, view = self._context.words, day.view
        self.close_button.setVisible(view.shift is not None)
        if view.shift is None or view.since is None:
            waits = words.text("Opens with the first purchase")
            self._show_head(words.text("Shift"), waits, is_open=False)
        else:
            title = words.text("Shift {number}", number=words.number(view.shift))
            self._show_head(title, _since(words, view.since, day))
        self._counts["purchases"].set_value(words.number(view.purchases))
        self._counts["new"].set_value(words.number(view.new_by_code))
        self._counts["refused"].set_value(words.number(view.refused))
        self._sums["sales"].set_value(words.money(view.sales))
        self._sums["discounts"].set_value(words.money(-view.discounts))
        self._sums["issued"].set_value(words.number(view.points_issued))
        self._sums["spent"].set_value(words.number(view.points_spent))

    def _show_head(self, title: str, state: str, *, is_open: bool = True) -> None:
        """Both in one row, or the state below where its date is too long for that."""
        theme = self._context.theme
        clear_rows(self._head)
        clear_rows(self._below)
        shown = Label(theme, title, "title", bold=True)
        self._head.addWidget(shown, 1)
        if state:
            tag = Tag(theme, state, "ok", OPEN) if is_open else Tag(theme, state, "", CLOSED)
            wide = shown.sizeHint().width() + self._head.spacing() + tag.sizeHint().width()
            margins = self._panel.column.contentsMargins()
            fits = wide <= theme.px(SIDE) - margins.left() - margins.right() - theme.px(2)
            (self._head if fits else self._below).addWidget(tag)
            self._below.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(8))
        new = self.new_button = Button(
            theme, "new_customer", words.text("New"), Look(icon="user-plus", key="F4", height=56)
        )
        new.clicked.connect(self.new_pressed)
        self.keypad_button = Button(
            theme, "keypad_toggle", words.text("Keypad"),
            Look("segment", icon="grid-3x3", height=56),
        )  # fmt: skip
        self.keypad_button.clicked.connect(self.keypad_pressed)
        row.addWidget(new, 1)
        row.addWidget(self.keypad_button, 1)
        return row


class ShiftRow(Panel):
    """The same in one row under the list."""

    new_pressed = Signal()
    close_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "shift_row", padding=8)
        self._context = context
        theme, words = context.theme, context.words
        row = tight(QHBoxLayout(), theme.px(16), (theme.px(8), 0, 0, 0))
        self._lock = IconLabel(theme, CLOSED, 24, "muted")
        row.addWidget(self._lock)
        self._title = Label(theme, words.text("Shift"), bold=True)
        self._state = Label(theme, "", "small", tone="muted")
        row.addLayout(_column(self._title, self._state), 1)
        self._values: dict[str, Label] = {}
        captions = {
            "purchases": words.text("Purchases"),
            "new": words.text("New by a code"),
            "sales": words.text("Sales recorded"),
            "discounts": words.text("Discounts"),
        }
        for key, caption in captions.items():
            self._values[key] = Label(theme, UNKNOWN, bold=True)
            row.addLayout(_column(Label(theme, caption, "small", tone="muted"), self._values[key]))
        new = self.new_button = Button(
            theme, "new_customer_narrow", words.text("New"), Look(icon="user-plus", key="F4")
        )
        new.clicked.connect(self.new_pressed)
        look = Look(height=48, small=True)
        self.close_button = _close_button(context, "shift_close_narrow", look)
        self.close_button.setMinimumWidth(self.close_button.sizeHint().width() + theme.px(12))
        self.close_button.clicked.connect(self.close_pressed)
        buttons = tight(QHBoxLayout(), theme.px(8))
        buttons.addWidget(self.close_button)
        buttons.addWidget(new)
        row.addLayout(buttons)
        self.column.addLayout(row)

    def show_day(self, day: CounterDay) -> None:
        """Show the figures."""
        words, view = self._context.words, day.view
        self.close_button.setVisible(view.shift is not None)
        is_open = view.shift is not None
        self._lock.set_icon(OPEN if is_open else CLOSED, "ok_ink" if is_open else "muted")
        if view.shift is None or view.since is None:
            self._title.setText(words.text("Shift"))
            self._state.setText(words.text("Opens with the first purchase"))
        else:
            self._title.setText(words.text("Shift {number}", number=words.number(view.shift)))
            self._state.setText(_since(words, view.since, day))
        self._values["purchases"].setText(words.number(view.purchases))
        self._values["new"].setText(words.number(view.new_by_code))
        self._values["sales"].setText(words.money(view.sales))
        self._values["discounts"].setText(words.money(-view.discounts))


def _close_button(context: Context, name: str, look: Look) -> Button:
    """To the shift's end; there is nothing to close before the first purchase."""
    button = Button(context.theme, name, context.words.text("Close shift"), look)
    button.hide()
    return button


def _since(words: Words, since: datetime, day: CounterDay) -> str:
    """Since when a shift is open; with the date where it was left open on an earlier day."""
    opened = since.astimezone(day.shop.zone)
    if opened.date() == day.now.astimezone(day.shop.zone).date():
        return words.text("Open since {time}", time=words.time(opened))
    return words.text("Open since {date}", date=words.date(opened.date(), today=day.today))


def _column(*labels: Label) -> QVBoxLayout:
    column = tight(QVBoxLayout())
    column.addStretch(1)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column
