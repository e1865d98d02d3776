"""A new code for a customer: how it is split where that is picked, or a word; or a printed card."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_percent
from refdesk.domain.records import Customer, Version
from refdesk.domain.terms import WHOLE
from refdesk.services.activation import activate_code
from refdesk.services.desk import Desk
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.shared import message_of
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label

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
        self.word.setVisible(may_name)
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
    """Give a printed blank card to the customer: scan it here, or type its code (R74)."""

    given = Signal()

    def __init__(self, context: Context, desk: Desk, person: Customer) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._person = person
        theme, words = context.theme, context.words
        named(self, "give_blank")
        self.code = TextField(theme, "blank_code", height=40)
        self._field = LabelledField(theme, words.text("Give a printed blank card"), self.code)
        self._field.set_help(words.text("Scan the card now, or type its code"))
        give = Button(theme, "blank_give", words.text("Give"), Look(icon="id-card", height=40))
        give.clicked.connect(self._go)
        self.code.returnPressed.connect(self._go)
        self.code.textEdited.connect(self._field.clear_message)
        row = tight(QHBoxLayout(self), theme.px(8))
        row.addWidget(self._field, 1)
        row.addWidget(give, 0, Qt.AlignmentFlag.AlignVCenter)

    def take(self, text: str) -> None:
        """A card was scanned: it is this customer's from now on."""
        self.code.setText(text)
        self._go()

    def _go(self) -> None:
        desk, person, text = self._desk, self._person, self.code.text().strip()
        if not text:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._context.tasks.run(
            lambda: activate_code(desk, text, customer=person), owner=self,
            done=lambda _done: self.given.emit(), failed=self._refused,
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, (DomainError, StorageError)):
            raise error
        message = message_of(self._context.words, error)
        self._field.set_problem(". ".join(part for part in (message.title, message.line) if part))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()
