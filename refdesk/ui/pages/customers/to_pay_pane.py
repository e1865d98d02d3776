"""Who is to be paid out: how much, what is locked and why, and what was given this year (R50)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.customer import short_name
from refdesk.services.desk import Desk
from refdesk.services.payouts import PersonToPay, list_payable
from refdesk.ui.error_texts import reading_message
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.parts import clear_rows
from refdesk.ui.pages.customers.deed_dialog import locked_texts
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tone
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Strip

DOT = " \N{MIDDLE DOT} "


class ToPayPane(Panel):
    """The list in the place of the customers' one. ``pay_wanted`` gives a `PersonToPay`,
    ``person_wanted`` an id."""

    pay_wanted = Signal(object)
    person_wanted = Signal(int)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__(context.theme, "to_pay", padding=1, spacing=0)
        self._context = context
        self._desk = desk
        theme, words = context.theme, context.words
        self.strip = Strip(theme, "to_pay_strip")
        self.strip.hide()
        self.column.addWidget(self.strip)
        inner = QWidget()
        self._rows = tight(QVBoxLayout(inner))
        area = scrolled(inner)
        named(area, "to_pay_scroll", words.text("To pay out"))
        self.column.addWidget(area, 1)
        self.column.addWidget(rule(theme))
        self._foot = Label(theme, "", "small", tone="muted")
        self._foot.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.column.addWidget(self._foot)

    def reload(self) -> None:
        """Read who has money."""
        desk = self._desk
        self._context.tasks.run(
            lambda: list_payable(desk), owner=self, done=self._show, failed=self._trouble
        )

    def buttons(self) -> list[Button]:
        """Every button of the list, from the top."""
        return self.findChildren(Button)

    def _show(self, people: list[PersonToPay]) -> None:
        theme, words = self._context.theme, self._context.words
        self.strip.hide()
        clear_rows(self._rows)
        people = sorted(people, key=lambda one: -one.payable.withdrawable)
        for person in people:
            self._rows.addWidget(self._row(person))
            self._rows.addWidget(rule(theme))
        if not people:
            sentence = words.text("Nobody has money to be paid out")
            self._rows.addWidget(EmptyState(theme, "nobody_to_pay", "hand-coins", sentence))
        self._rows.addStretch(1)
        total = sum(max(one.payable.withdrawable, 0) for one in people)
        self._foot.setText(words.text("To pay out now: {sum}", sum=words.money(total)))

    def _row(self, person: PersonToPay) -> QWidget:
        theme, words = self._context.theme, self._context.words
        box = named(QWidget(), f"to_pay_{person.customer}")
        box.setMinimumHeight(theme.px(64))
        row = tight(QHBoxLayout(box), theme.px(12), (theme.px(12), 0, theme.px(12), 0))
        can = person.payable.withdrawable > 0
        icon, token = ("ban", "stop_ink") if person.is_blocked else (
            ("hand-coins", "ok_ink") if can else ("lock", "muted"))  # fmt: skip
        row.addWidget(IconLabel(theme, icon, 24, token))
        column = tight(QVBoxLayout())
        column.addStretch(1)
        name = short_name(person.name) or words.text("No name")
        column.addWidget(ElidingLabel(theme, name, bold=True))
        year = words.text("given this year {sum}", sum=words.money(person.year_total))
        if person.is_over_threshold:
            year = words.text("{given}, above the shop’s limit", given=year)
        parts = [*locked_texts(words, person), year]
        tone: Tone = "check" if person.is_over_threshold else "muted"
        column.addWidget(ElidingLabel(theme, DOT.join(parts), "small", tone=tone))
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addWidget(Label(theme, words.money(person.payable.withdrawable), bold=True).right())
        show = Button(
            theme, f"show_{person.customer}", words.text("Open"), Look("quiet", height=44)
        )
        show.setAccessibleName(words.text("Open {name}", name=name))
        show.clicked.connect(lambda: self.person_wanted.emit(person.customer))
        pay = Button(
            theme, f"pay_{person.customer}", words.text("Pay out…"),
            Look(icon="hand-coins", height=44),
        )  # fmt: skip
        pay.setAccessibleName(words.text("Pay out to {name}", name=name))
        pay.setEnabled(can)
        pay.clicked.connect(lambda: self.pay_wanted.emit(person))
        row.addWidget(show)
        row.addWidget(pay)
        return box

    def _trouble(self, error: Exception) -> None:
        self.strip.show_message(reading_message(self._context.words, error))
