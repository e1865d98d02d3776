"""A known customer's latest purchases, beside his form."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.domain import terms as t
from refdesk.domain.records import Action
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.sayings import DOT
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.ui.widgets.rows import Panel
from refdesk.words.catalogue import MINUS, Words
from refdesk.words.mark_text import mark_name

ROWS, ROWS_NARROW = 5, 3
ROW = 52
"""Two lines and a gap, so that a date belongs to the line above it."""


class LastPurchases(Panel):
    """The latest purchases, the newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "customer_history", spacing=0)
        theme, words = context.theme, context.words
        self._count = 0
        self._narrow = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)
        self.setMinimumHeight(theme.px(32 + 28 + ROW))
        self.column.addWidget(Label(theme, words.text("Last purchases"), bold=True))
        self._none = Label(theme, words.text("No purchases yet"), "small", tone="muted")
        self.column.addWidget(self._none)
        self._rows = [_PurchaseRow(context, index) for index in range(ROWS)]
        for row in self._rows:
            self.column.addWidget(row)
        self.column.addStretch(1)

    def show_purchases(self, last: tuple[Action, ...], day: CounterDay | None) -> None:
        """Show what was bought."""
        self._count = len(last)
        self._none.setVisible(not last)
        for row, action in zip(self._rows, last, strict=False):
            row.show_purchase(action, day)
        self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """Show fewer where the panel stands below the form."""
        self._narrow = narrow
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as there is room for: a row is never cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = self._theme
        room = (self.height() - theme.px(32 + 28)) // theme.px(ROW)
        most = min(ROWS_NARROW if self._narrow else ROWS, max(room, 1), self._count)
        for index, row in enumerate(self._rows):
            row.setVisible(index < most)


class _PurchaseRow(QWidget):
    """One of the latest purchases: service and date, sum and what it did to the points.

    Two short lines, so that a service's name stays whole in every language.
    """

    def __init__(self, context: Context, index: int) -> None:
        super().__init__()
        theme = context.theme
        self._words: Words = context.words
        named(self, f"customer_last_{index}")
        self.setFixedHeight(theme.px(ROW))
        self._what = ElidingLabel(theme, "")
        self._date = ElidingLabel(theme, "", "small", tone="muted")
        self._sum = Label(theme, "").right()
        self._points = Label(theme, "", "small", tone="muted").right()
        row = tight(QHBoxLayout(self), theme.px(12))
        left, right = tight(QVBoxLayout()), tight(QVBoxLayout())
        left.addWidget(self._what)
        left.addWidget(self._date)
        left.addStretch(1)
        right.addWidget(self._sum)
        right.addWidget(self._points)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right)

    def show_purchase(self, action: Action, day: CounterDay | None) -> None:
        """Show a purchase."""
        words = self._words
        local = action.at.astimezone(day.shop.zone) if day else action.at
        on = words.date(local.date(), today=day.today if day else None)
        said = mark_name(words, action.mark) if action.mark else ""
        self._date.setText(DOT.join(part for part in (on, said) if part))
        what = ", ".join(action.services) or words.text("Purchase")
        self._what.setText(words.text("Void: {what}", what=what) if action.is_void else what)
        self._sum.setText(words.money(action.to_pay))
        self._points.setText("" if action.is_void else points_change(words, action))


def points_change(words: Words, action: Action) -> str:
    """What a purchase did to the buyer's points: ``+60``, ``−300``, or nothing."""
    change = 0
    for effect in action.effects:
        if effect["benefit"] != t.POINTS or effect["side"] == "referrer":
            continue
        value, spent = effect["value"], effect["spent"]
        if isinstance(value, int) and isinstance(spent, int):
            change += -spent if effect["state"] == "spent" else value
    if not change:
        return ""
    return f"+{words.number(change)}" if change > 0 else f"{MINUS}{words.number(-change)}"
