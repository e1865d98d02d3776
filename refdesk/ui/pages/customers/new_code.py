"""A new code for a customer: how it is split where that is picked, or a word; or a printed card."""

import secrets
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_percent
from refdesk.domain.records import Customer, Version
from refdesk.domain.terms import WHOLE
from refdesk.services.activation import PrintedCard, activate_code, printed_card
from refdesk.services.desk import Desk
from refdesk.storage.errors import StorageError
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.value_fields import MoneyField

ME, FRIEND, HALF, PERCENT = "me", "friend", "half", "percent"
_SHARES = {ME: 0, FRIEND: WHOLE, HALF: WHOLE // 2}


class NewCode(QWidget):
    """``wanted`` gives the version, the friend's part in basis points or None, and a word."""

    wanted = Signal(object, object, str)

    def __init__(self, context: Context, versions: Sequence[Version], *, may_name: bool) -> None:
        """``may_name``: the person at the desk may give a word in the place of a random code."""
        super().__init__()
        self._context = context
        self._versions = tuple(versions)
        theme, words = context.theme, context.words
        named(self, "new_code_form")
        column = tight(QVBoxLayout(self), theme.px(8))
        self.programme = ComboBox(theme, "new_code_programme", height=40)
        self.programme.setAccessibleName(words.text("Programme"))
        self.programme.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for version in versions:
            self.programme.addItem(version.terms.titled(words.language))
        self._make_split()
        self.word = TextField(theme, "new_code_word", height=40)
        self.word.setMaxLength(16)
        self.word.setPlaceholderText(words.text("Own word instead of a random code"))
        self.word.setAccessibleName(words.text("Own word instead of a random code"))
        if not may_name:
            self.word.hide()
        row = tight(QHBoxLayout(), theme.px(8))
        self.button = Button(
            theme, "new_code", words.text("New code"), Look(icon="plus", height=40)
        )
        self.button.clicked.connect(self._go)
        row.addWidget(self.button)
        row.addStretch(1)
        column.addWidget(Label(theme, words.text("One more code"), bold=True))
        for part in (self.programme, self.split, self._percent_field, self.word):
            column.addWidget(part)
        column.addLayout(row)
        self.programme.currentIndexChanged.connect(self._show_split)
        self._show_split()

    def _make_split(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.split = Segments(theme, "new_code_split", "", height=40, shown=99)
        self.split.setAccessibleName(words.text("Who gets the benefit"))
        self.split.set_options([
            (ME, words.text("All mine")),
            (FRIEND, words.text("Friend")),
            (HALF, words.text("Half")),
            (PERCENT, "%"),
        ])  # fmt: skip
        self.split.choose(HALF)
        self.percent = TextField(theme, "new_code_percent", height=40)
        self.percent.set_unit("%")
        self._percent_field = LabelledField(
            theme, words.text("Percent to the friend"), self.percent, reserve=False
        )
        self.split.chosen_changed.connect(self._show_split)

    def _version(self) -> Version:
        return self._versions[max(self.programme.currentIndex(), 0)]

    def _picks(self) -> bool:
        return self._version().terms.split == "picked"

    def _show_split(self) -> None:
        self.split.setVisible(self._picks())
        self._percent_field.setVisible(self._picks() and self.split.chosen() == PERCENT)

    def share(self) -> int | None:
        """The friend's part in basis points; None where the programme does not let it be picked.

        Raises DomainError ``bad_percent``.
        """
        if not self._picks():
            return None
        chosen = self.split.chosen() or HALF
        if chosen == PERCENT:
            return parse_percent(self.percent.text().strip().rstrip("%").strip())
        return _SHARES[chosen]

    def _go(self) -> None:
        try:
            share = self.share()
        except DomainError:
            text = self._context.words.text("Write a number from 0 to 100")
            self._percent_field.set_problem(text)
            self.percent.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wanted.emit(self._version(), share, self.word.text().strip())


class GiveBlank(QWidget):
    """Put a printed card into use: a blank becomes the customer's, a gift card is sold to him
    (R73, R74). It is scanned here, or its code is typed."""

    given = Signal()

    def __init__(self, context: Context, desk: Desk, person: Customer) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._person = person
        self._key = secrets.token_hex(16)
        self._sold = ""
        """The gift card whose price is asked for."""
        theme, words = context.theme, context.words
        named(self, "give_blank")
        self.code = TextField(theme, "blank_code", height=40)
        self._field = LabelledField(theme, words.text("Give or sell a printed card"), self.code)
        self._field.set_help(words.text("Scan the card now, or type its code"))
        self.paid = MoneyField(theme, "blank_paid", words, height=40)
        self._paid_field = LabelledField(theme, words.text("Gift card: paid now"), self.paid)
        self._paid_field.hide()
        self.button = Button(
            theme, "blank_give", words.text("Give"), Look(icon="id-card", height=40)
        )
        self.button.clicked.connect(self._go)
        self.code.returnPressed.connect(self._go)
        self.paid.returnPressed.connect(self._go)
        self.code.textEdited.connect(self._another)
        column = tight(QVBoxLayout(self), theme.px(4))
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(self.button)
        row.addStretch(1)
        column.addWidget(self._field)
        column.addWidget(self._paid_field)
        column.addLayout(row)

    def take(self, text: str) -> None:
        """A card was scanned: say what becomes of it."""
        self.code.setText(text)
        self._another()
        self._go()

    def _another(self) -> None:
        self._sold = ""
        self._key = secrets.token_hex(16)
        self._field.clear_message()
        self._paid_field.hide()
        self.button.set_caption(self._context.words.text("Give"))

    def _go(self) -> None:
        text = self.code.text().strip()
        if not text:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._sold == text:
            self._sell(text)
        else:
            self._look(text)

    def _look(self, text: str) -> None:
        """A blank is given at once; of a gift card the price is asked for first."""
        desk, person = self._desk, self._person

        def work() -> PrintedCard | None:
            card = printed_card(desk, text)
            if card.code.kind == GIFT_CARD:
                return card
            activate_code(desk, text, customer=person)
            return None

        self._run(work, lambda card: self._ask_price(text, card))

    def _ask_price(self, text: str, card: object) -> None:
        if not isinstance(card, PrintedCard):
            self.given.emit()
            return
        self._sold = text
        self.paid.set_amount(card.value)
        self.paid.setReadOnly(card.value is not None)
        self._paid_field.show()
        self.button.set_caption(self._context.words.text("Sell the gift card"))
        self.paid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sell(self, text: str) -> None:
        desk, person, paid, key = self._desk, self._person, self.paid.amount(), self._key
        if not paid:
            self._paid_field.set_problem(self._context.words.text("Enter the amount"))
            return
        self._run(
            lambda: activate_code(desk, text, customer=person, paid=paid, key=key),
            lambda _done: self.given.emit(),
        )

    def _run(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._context.tasks.run(work, owner=self, done=done, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, (DomainError, StorageError)):
            raise error
        message = message_of(self._context.words, error)
        self._field.set_problem(". ".join(part for part in (message.title, message.line) if part))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()
