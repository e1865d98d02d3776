"""The form of a new print run: how many cards of what, in how many stacks, handed out by whom."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.records import Version
from refdesk.services.desk import Desk
from refdesk.services.print_runs import KINDS, MAX_RUN, MAX_STACKS, NewRun, may_be_run
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.picker import CustomerPicker
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox, Segments
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.value_fields import MoneyField, NumberField

COUPON, BLANK, _ = KINDS
NOBODY, PLACES, PEOPLE = "nobody", "places", "people"
USUAL_COUNT = 100


class RunForm(QWidget):
    """``wanted`` gives what is to be made, once it can be."""

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("run_form")
        self._context = context
        self._desk = desk
        self._programmes: Sequence[Version] = ()
        self._build()

    def start(self, programmes: Sequence[Version]) -> None:
        """A fresh form; ``programmes`` are those of the shop."""
        self.strip.hide()
        self._programmes = programmes
        self.kinds.choose(COUPON)
        self._on_kind(COUPON)
        self.value.set_amount(None)
        self.count.set_number(USUAL_COUNT)
        self.stacks.set_number(1)
        self.places.clear()
        self.people.clear()
        self.holders.choose(NOBODY)
        for field in (self._count_field, self._stacks_field, self._value_field):
            field.clear_message()
        self.set_busy(busy=False)

    def take_focus(self) -> None:
        """Put the focus on how many."""
        self.count.setFocus(Qt.FocusReason.TabFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        """While the run is being made nothing can be pressed twice."""
        self._make.setEnabled(not busy)

    def show_trouble(self, message: Message) -> None:
        """Say why the run was not made; the form stays."""
        self.strip.show_message(message)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.strip = Strip(theme, "run_form_strip")
        self.strip.hide()
        self.kinds = Segments(theme, "run_kind", words.text("More"), height=44)
        self.kinds.set_options([
            (COUPON, words.text("Coupons")),
            (BLANK, words.text("Blank cards")),
            (GIFT_CARD, words.text("Gift cards")),
        ])  # fmt: skip
        self.kinds.chosen_changed.connect(self._on_kind)
        fields = self._fields()
        self._make_holders()
        holders = LabelledField(
            theme, words.text("Who hands the stacks out?"), self.holders, reserve=False
        )
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(self.strip)
        column.addWidget(self.kinds)
        column.addLayout(fields)
        column.addWidget(holders)
        column.addWidget(self.places, 1)
        column.addWidget(self.people, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        column.addLayout(self._buttons())
        self._on_holders(NOBODY)

    def _fields(self) -> QGridLayout:
        theme, words = self._context.theme, self._context.words
        self.programme = ComboBox(theme, "run_programme")
        self.programme.setMinimumWidth(theme.px(200))
        self._programme_field = LabelledField(
            theme, words.text("Programme"), self.programme, reserve=False
        )
        self.count = NumberField(theme, "run_count", words)
        self.stacks = NumberField(theme, "run_stacks", words)
        self.value = MoneyField(theme, "run_value", words, height=48)
        self.value.setPlaceholderText(words.text("any"))
        self._count_field = LabelledField(theme, words.text("Cards"), self.count)
        self._stacks_field = LabelledField(theme, words.text("Stacks"), self.stacks)
        self._value_field = LabelledField(theme, words.text("Each sold for"), self.value)
        grid = tight(QGridLayout(), theme.px(12))
        grid.addWidget(self._programme_field, 0, 0, 1, 3)
        grid.addWidget(self._count_field, 1, 0)
        grid.addWidget(self._stacks_field, 1, 1)
        grid.addWidget(self._value_field, 1, 2)
        for field in (self.count, self.stacks, self.value):
            field.returnPressed.connect(self._submit)
        return grid

    def _make_holders(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.holders = Segments(theme, "run_holders", words.text("More"), height=44)
        self.holders.set_options([
            (NOBODY, words.text("Nobody")),
            (PLACES, words.text("Places")),
            (PEOPLE, words.text("Customers")),
        ])  # fmt: skip
        self.holders.chosen_changed.connect(self._on_holders)
        self.places = named(QPlainTextEdit(), "run_places", words.text("Places, one a line"))
        self.places.setFont(theme.font("body"))
        self.places.setPlaceholderText(words.text("Places, one a line: reception, Cafe Breeze"))
        self.places.setTabChangesFocus(True)
        self.people = CustomerPicker(self._context, self._desk, "run_people")

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        cancel = Button(theme, "run_cancel", words.text("Cancel"), Look(height=40))
        cancel.clicked.connect(self.cancelled)
        self._make = Button(theme, "run_make", words.text("Make the run"), Look(height=40))
        self._make.clicked.connect(self._submit)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(self._make)
        row.addWidget(cancel)
        row.addStretch(1)
        return row

    def _on_kind(self, kind: object) -> None:
        """Offer the programmes that may have such a run; a gift card is of none in truth (R73)."""
        words = self._context.words
        fitting = [one for one in self._programmes if may_be_run(one, str(kind))]
        self.programme.clear()
        for version in fitting:
            self.programme.addItem(version.terms.titled(words.language), f"P{version.programme}")
        self._programme_field.setVisible(len(fitting) > 1 and kind != GIFT_CARD)
        self._value_field.setVisible(kind == GIFT_CARD)

    def _on_holders(self, kind: object) -> None:
        self.places.setVisible(kind == PLACES)
        self.people.setVisible(kind == PEOPLE)
        self._rest.setVisible(kind not in (PLACES, PEOPLE))

    # -- making ----------------------------------------------------------------------------

    def _submit(self) -> None:
        """Say what does not do beside its field, or tell what is wanted."""
        words = self._context.words
        count, stacks = self.count.number() or 0, self.stacks.number() or 0
        most = min(MAX_STACKS, count)
        if not 1 <= count <= MAX_RUN:
            text = words.text("From 1 to {most}", most=words.number(MAX_RUN))
            self._count_field.set_problem(text)
            return
        self._count_field.clear_message()
        places, people = self._holders()
        stacks = max(stacks, len(places), len(people))
        if not 1 <= stacks <= most:
            text = words.text("From 1 to {most}", most=words.number(most))
            self._stacks_field.set_problem(text)
            return
        self._stacks_field.clear_message()
        kind, value = str(self.kinds.chosen() or COUPON), None
        if kind == GIFT_CARD and not self.value.is_empty():
            value = self.value.amount()
            if value is None:
                self._value_field.set_problem(words.text("A sum, or nothing for any sum"))
                return
        self._value_field.clear_message()
        programme = self.programme.currentData() or ""
        self.wanted.emit(NewRun(count, programme, stacks, people, places, kind, value))

    def _holders(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The places or the customers, whichever is asked for; each has a stack."""
        match self.holders.chosen():
            case "places":
                lines = (line.strip() for line in self.places.toPlainText().splitlines())
                return tuple(line for line in lines if line), ()
            case "people":
                return (), self.people.ids()
        return (), ()
