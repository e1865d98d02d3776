"""The worked example beside the form; it follows every keystroke."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.bill import Line
from refdesk.domain.errors import DomainError
from refdesk.domain.terms import Terms
from refdesk.domain.worked_example import work_example
from refdesk.services.programme_bench import Workbench
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.example_rows import Row, example_rows
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.value_fields import MoneyField

USUAL_BILL = 1000
"""The bill it begins with, in whole units of the currency."""


class ExampleRow(QWidget):
    """An icon, who gets what with the reason below, and the figure."""

    def __init__(self, context: Context, number: int) -> None:
        super().__init__()
        theme = context.theme
        named(self, f"example_row_{number}")
        row = tight(QHBoxLayout(self), theme.px(12), (0, theme.px(4), 0, theme.px(4)))
        self._icon = IconLabel(theme, "", 24)
        self.title = Label(theme, "", bold=True).wrapped()
        self.line = Label(theme, "", "small", tone="muted").wrapped()
        self.figure = Label(theme, "", "title", bold=True).right()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = tight(QVBoxLayout())
        column.addWidget(self.title)
        column.addWidget(self.line)
        row.addLayout(column, 1)
        row.addWidget(self.figure)

    def show_row(self, row: Row) -> None:
        """Write one person's part."""
        self._icon.set_icon(row.icon)
        self.title.setText(row.title)
        self.line.setText(row.line)
        self.line.setVisible(bool(row.line))
        self.figure.setText(row.figure)


class ExamplePanel(Panel):
    """``asked`` comes when the bill or the service is another."""

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "example_panel", spacing=4)
        self._context = context
        theme, words = context.theme, context.words
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(Label(theme, words.text("Worked example"), "title", bold=True), 1)
        caption = Label(theme, words.text("Bill"), "small")
        self.bill = MoneyField(theme, "example_bill", words, height=40)
        self.bill.setFixedWidth(theme.px(120))
        self.bill.setAccessibleName(words.text("Bill of the example"))
        caption.setBuddy(self.bill)
        self.service = ComboBox(theme, "example_service", height=40)
        self.service.setAccessibleName(words.text("Service of the example"))
        head.addWidget(caption)
        head.addWidget(self.bill)
        self.column.addLayout(head)
        self.column.addWidget(self.service, 0, Qt.AlignmentFlag.AlignRight)
        self._rows: list[ExampleRow] = []
        self._note = Label(theme, "", tone="check").wrapped()
        self._note.hide()
        self.column.addWidget(self._note)
        self.bill.amount_changed.connect(lambda _minor: self.asked.emit())
        self.service.activated.connect(lambda _at: self.asked.emit())

    def start(self, bench: Workbench) -> None:
        """Begin with a shop's services and a usual bill."""
        words = self._context.words
        self.service.clear()
        self.service.addItem(words.text("any service"), None)
        for one in bench.services:
            self.service.addItem(one.name, one.name)
        if self.bill.is_empty():
            self.bill.set_amount(USUAL_BILL * 10**bench.shop.decimals)

    def show_terms(self, terms: Terms | None, bench: Workbench) -> None:
        """Reckon the example; without terms that can be, say that it waits."""
        words = self._context.words
        bill = self.bill.amount()
        if terms is None or not bill:
            self._say(words.text("The example waits until the terms are whole"))
            return
        asks = _asks_for_service(terms)
        self.service.setVisible(asks and bool(bench.services))
        name = self.service.currentData() if asks else None
        groups = {one.name: one.group for one in bench.services}
        line = Line(bill, name, groups.get(str(name), "service"))
        try:
            made = work_example(terms, line, bench.rules, bench.moment)
        except DomainError as refused:
            from refdesk.words.reasons import refusal_text

            self._show_rows(())
            self._say(". ".join(refusal_text(words, refused)))
            return
        self._say("")
        self._show_rows(example_rows(words, terms, made, bench.moment.today))

    def rows(self) -> list[ExampleRow]:
        """The rows that are shown."""
        return [row for row in self._rows if not row.isHidden()]

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _show_rows(self, rows: Sequence[Row]) -> None:
        while len(self._rows) < len(rows):
            made = ExampleRow(self._context, len(self._rows) + 1)
            self.column.addWidget(made)
            self._rows.append(made)
        for at, shown in enumerate(self._rows):
            if at < len(rows):
                shown.show_row(rows[at])
            shown.setVisible(at < len(rows))


def _asks_for_service(terms: Terms) -> bool:
    """Whether it matters to the terms what is bought."""
    return any(
        rule.services or rule.excluded_services or rule.excluded_groups or rule.by_service
        or rule.hold_days_by_service
        for rule in terms.rules
    )  # fmt: skip
