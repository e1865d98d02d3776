"""Does it pay (G10): three figures of the shop, what is left, and the first figure that loses.

Everything follows each keystroke but the smallest bill that pays: it takes a search, so it is
looked for beside the window once nothing has been typed for a moment.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.economics import Assumptions, Profit, break_even_bill, check_profit
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_percent, parse_percent
from refdesk.domain.terms import Terms
from refdesk.services.programme_bench import Workbench
from refdesk.ui.page import Context
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import KeyValueRow, Panel
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.value_fields import MoneyField, NumberField
from refdesk.words.catalogue import MINUS
from refdesk.words.profit_text import break_even_lines, loss_text

MOST_VISITS = 1000
QUIET_MS = 300
"""So long after the last key the smallest bill is looked for."""


class ProfitPanel(Panel):
    """``asked`` comes when a figure of the shop is another."""

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "profit_panel", spacing=8)
        self._context = context
        theme, words = context.theme, context.words
        self.column.addWidget(Label(theme, words.text("Does it pay?"), "title", bold=True))
        self.margin = TextField(theme, "profit_margin", height=40)
        self.margin.set_unit("%")
        self.margin.setFont(theme.font("body", bold=True))
        self.margin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bill = MoneyField(theme, "profit_bill", words, height=40)
        self.visits = NumberField(theme, "profit_visits", words, height=40)
        given = tight(QHBoxLayout(), theme.px(8))
        for text, field in (
            (words.text("Margin"), self.margin),
            (words.text("Average bill"), self.bill),
            (words.text("Visits a year"), self.visits),
        ):
            given.addLayout(self._labelled(text, field), 1)
            field.textChanged.connect(lambda _text: self.asked.emit())
        self.column.addLayout(given)
        self._hint = Label(theme, "", "small", tone="muted").wrapped()
        self.column.addWidget(self._hint)
        self.gross = KeyValueRow(
            theme, "profit_gross", words.text("Gross profit on a first purchase")
        )
        self.cost = KeyValueRow(theme, "profit_cost", words.text("What the programme gives for it"))
        self.year = KeyValueRow(theme, "profit_year", words.text("Left of the first year"))
        self.least = KeyValueRow(theme, "profit_least", words.text("Smallest first bill that pays"))
        for row in (self.gross, self.cost, self.year, self.least):
            row.set_low(True)
            self.column.addWidget(row)
        self.strip = Strip(theme, "profit_strip")
        self.column.addWidget(self.strip)
        self._reckoned: tuple[Terms, Assumptions] | None = None
        self._profit: Profit | None = None
        self._task: Task | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._look_for_bill)

    def start(self, bench: Workbench) -> None:
        """Begin with the shop's own figures."""
        words, assumed = self._context.words, bench.assumed
        self.margin.setText(format_percent(assumed.margin))
        self.bill.set_amount(assumed.average_bill)
        self.visits.set_number(assumed.visits_a_year)
        self._hint.setText(
            "" if bench.knows_margin
            else words.text("The services have no margin yet: half of the bill is assumed")
        )  # fmt: skip
        self._hint.setVisible(not bench.knows_margin)

    def show_terms(self, terms: Terms | None, bench: Workbench) -> Profit | None:
        """Reckon; gives what came of it, or None where something is missing."""
        words = self._context.words
        try:
            margin = parse_percent(self.margin.text())
        except DomainError:
            margin = None
        bill, visits = self.bill.amount(), self.visits.number()
        self.margin.set_bad(margin is None)
        self.bill.set_bad(not bill)
        self.visits.set_bad(not visits or visits > MOST_VISITS)
        if terms is None or margin is None or not bill or not visits or visits > MOST_VISITS:
            self._say(Message("acc", words.text("It is reckoned once every figure is whole")))
            self._forget()
            return None
        services = bench.assumed.services
        if margin != bench.assumed.margin:
            services = {name: replace(one, margin=None) for name, one in services.items()}
        given = replace(
            bench.assumed, average_bill=bill, margin=margin, visits_a_year=visits,
            services=services,
        )  # fmt: skip
        asked = _what_matters(terms), given
        if asked != self._reckoned or self._profit is None:
            self._forget()
            self._reckoned = asked
            self._profit = check_profit(terms, given, finds_bill=False)
            self._quiet.start()
        self._show(self._profit)
        return self._profit

    # -- the smallest bill -----------------------------------------------------------------

    def _forget(self) -> None:
        """What was reckoned is of other terms."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._quiet.stop()
        self._reckoned = self._profit = None
        self.least.set_value("…")

    def _look_for_bill(self) -> None:
        if self._reckoned is None:
            return
        terms, given = self._reckoned
        self._task = self._context.tasks.run_long(
            lambda _progress: break_even_bill(terms, given), owner=self, done=self._show_least
        )

    def _show_least(self, bill: int | None) -> None:
        words = self._context.words
        self._task = None
        if bill is None:
            self.least.set_value(words.text("none"))
        else:
            self.least.set_value(words.money(bill) if bill > 1 else words.text("any"))

    # -- content ---------------------------------------------------------------------------

    def _show(self, profit: Profit) -> None:
        words = self._context.words
        self.gross.set_value(words.money(profit.first.gross))
        cost = words.money(profit.first.cost)
        self.cost.set_value(MINUS + cost if profit.first.cost else cost)
        self.year.set_value(words.money(profit.year.left))
        below = break_even_lines(words, profit)[0] if profit.break_even_margin else ""
        if profit.loss is not None:
            title, step = loss_text(words, profit.loss)
            self._say(Message("check", title, ". ".join(one for one in (step, below) if one)))
            return
        left = words.money(profit.first.left)
        title = words.text("Pays back on the first purchase, {sum} left", sum=left)
        self._say(Message("ok", title, below))

    def _say(self, message: Message) -> None:
        if self.strip.message() != message:
            self.strip.show_message(message)

    def _labelled(self, text: str, field: QWidget) -> QVBoxLayout:
        theme = self._context.theme
        column = tight(QVBoxLayout(), theme.px(4))
        label = Label(theme, text, "small")
        label.setBuddy(field)
        field.setAccessibleName(text)
        column.addWidget(label)
        column.addWidget(field)
        return column


def _what_matters(terms: Terms) -> Terms:
    """The terms without what no bill depends on: names, texts, the word, the contest."""
    return replace(terms, name="", title={}, terms_text={}, word=None, contest=None)
