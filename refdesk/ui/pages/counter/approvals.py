"""The dialogs of the counter: a reason for a void, and the PIN of a person who allows something.

One dialog asks for both where both are needed; dialogs are never stacked. The arrows up and down
change the person wherever the focus is, as they do where people sign in.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from refdesk.domain.records import StaffMember
from refdesk.services.badges import BadgeSeen
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label

WIDTH = 480
LONGEST_REASON, LONGEST_PIN = 200, 6


class Ask(NamedTuple):
    """What a dialog asks: its deed and words, whether for a reason, and whose PIN may do."""

    title: str
    line: str
    deed: str
    needs_reason: bool
    people: tuple[StaffMember, ...] = ()
    is_destructive: bool = False
    about: str = ""
    """Which one it is done to."""


class Answer(NamedTuple):
    """What was given; the PIN is never kept."""

    reason: str
    person: str
    pin: str


class ApprovalDialog(QDialog):
    """Asks for a reason, a PIN or both. ``given`` tells of the answer, once: the dialog stays open
    until the caller closes it, or takes another answer because that one did not do."""

    given = Signal(object)

    def __init__(self, context: Context, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._ask = ask
        self._is_given = False
        self._rows = 1 + bool(ask.about) + bool(ask.line)
        """How many rows stand above the fields."""
        theme, words = context.theme, context.words
        named(self, "approval_dialog", ask.title)
        self.setWindowTitle(ask.title)
        self.setModal(True)
        self.setMinimumWidth(theme.px(WIDTH))
        pad = theme.px(24)
        column = tight(QVBoxLayout(self), theme.px(12), (pad, pad, pad, pad))
        column.addWidget(Label(theme, ask.title, "title", bold=True).wrapped())
        if ask.about:
            about = Label(theme, ask.about, bold=True).wrapped()
            column.addWidget(named(about, "approval_about"))
        if ask.line:
            column.addWidget(Label(theme, ask.line, tone="muted").wrapped())
        self.reason = TextField(theme, "approval_reason")
        self.reason.setMaxLength(LONGEST_REASON)
        self._reason_field = LabelledField(theme, words.text("Reason"), self.reason)
        self._reason_field.setVisible(ask.needs_reason)
        column.addWidget(self._reason_field)
        column.addLayout(self._pin_row())
        column.addLayout(self._buttons())
        first = self.reason if ask.needs_reason else self.pin
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_field(self, field: QWidget) -> None:
        """Put one more field above the reason."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(self._rows, field)
        self._rows += 1

    def put_above_buttons(self, field: QWidget) -> None:
        """Put one more field below the reason."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, field)

    def take_another(self) -> None:
        """The answer did not do: let another one be given."""
        self._is_given = False

    def show_problem(self, text: str) -> None:
        """Say why it was not enough; the PIN is to be typed again."""
        self.take_another()
        self.pin.clear()
        field = self._pin_field if self._ask.people else self._reason_field
        field.set_problem(text)
        field.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_also(self, people: Sequence[StaffMember], text: str) -> None:
        """Ask for somebody's PIN after all, and say why."""
        if not self._ask.people:
            self._ask = self._ask._replace(people=tuple(people))
            for one in people:
                self.person.addItem(one.name)
            self._tell_of_arrows()
            self._person_field.show()
            self._pin_field.show()
        self.show_problem(text)

    def take_badge(self, seen: BadgeSeen) -> None:
        """A badge chooses who allows it; the PIN is still asked (R26)."""
        words, name = self._context.words, seen.member.name
        place = self.person.findText(name)
        if seen.refusal is not None:
            self.show_problem(problem_of(words, seen.refusal))
        elif not self._ask.people:
            self.show_problem(words.text("No PIN is asked for here. Finish this first"))
        elif place < 0:
            self.show_problem(words.text("{name} may not allow this", name=name))
        else:
            self.person.setCurrentIndex(place)
            self.pin.clear()
            self._pin_field.clear_message()
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self) -> str:
        """What is said."""
        field = self._pin_field if self._ask.people else self._reason_field
        return field.message()

    def submit(self) -> None:
        """Give the answer when all that is asked for is there; a second Enter gives no second."""
        if self._is_given:
            return
        words = self._context.words
        reason = self.reason.text().strip()
        if self._ask.needs_reason and not reason:
            self._reason_field.set_problem(words.text("Say in a few words why"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._ask.people and not self.pin.text():
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._is_given = True
        self.given.emit(Answer(reason, self.person.currentText(), self.pin.text()))

    def entered(self) -> None:
        """Enter in a field: the deed. A destructive one is never the default (ui.md section 3):
        once all is there, the focus goes to its button, and it is pressed there."""
        has_pin = not self._ask.people or bool(self.pin.text())
        if self._ask.is_destructive and has_pin and self.reason.text().strip():
            self.deed_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = (event.key() == Qt.Key.Key_Down) - (event.key() == Qt.Key.Key_Up)
        at = self.person.currentIndex() + step
        if step and self._ask.people and 0 <= at < self.person.count():
            self.person.setCurrentIndex(at)
        else:
            super().keyPressEvent(event)

    def _tell_of_arrows(self) -> None:
        if len(self._ask.people) > 1:
            self._pin_field.set_help(self._context.words.text("↑ ↓ another person"))

    def _pin_row(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self.person = ComboBox(theme, "approval_person")
        for one in self._ask.people:
            self.person.addItem(one.name)
        self.pin = TextField(theme, "approval_pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(LONGEST_PIN)
        self.pin.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self._person_field = LabelledField(theme, words.text("Who allows it"), self.person)
        self._pin_field = LabelledField(theme, words.text("PIN"), self.pin)
        self._tell_of_arrows()
        row = tight(QHBoxLayout(), theme.px(12))
        for part in (self._person_field, self._pin_field):
            part.setVisible(bool(self._ask.people))
            row.addWidget(part, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(8))
        row.addStretch(1)
        self.cancel_button = Button(theme, "approval_cancel", words.text("Cancel"), Look(key="Esc"))
        self.cancel_button.clicked.connect(self.reject)
        look = Look("danger") if self._ask.is_destructive else Look("primary", key="Enter")
        self.deed_button = Button(theme, "approval_deed", self._ask.deed, look)
        self.deed_button.clicked.connect(self.submit)
        self.reason.returnPressed.connect(self.entered)
        self.pin.returnPressed.connect(self.entered)
        row.addWidget(self.cancel_button)
        row.addWidget(self.deed_button)
        return row


def approvers(staff: Sequence[StaffMember], me: int | None) -> tuple[StaffMember, ...]:
    """Managers and owners with a PIN who are not at the till themselves."""
    return tuple(
        one for one in staff
        if one.has_pin and one.is_active and one.role != "cashier" and one.id != me
    )  # fmt: skip


def second_people(staff: Sequence[StaffMember], me: int | None) -> tuple[StaffMember, ...]:
    """Anybody else with a PIN (R38)."""
    return tuple(one for one in staff if one.has_pin and one.is_active and one.id != me)
