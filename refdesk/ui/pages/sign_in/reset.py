"""A forgotten or locked PIN: who may give a new one gives it here."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.records import StaffMember
from refdesk.services import staff
from refdesk.services.desk import Actor, Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.first_run.recovery import RecoveryStep
from refdesk.ui.pages.first_run.sheet import Sheet
from refdesk.ui.pages.sign_in.pin import PinField
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label


class NewPin(NamedTuple):
    """What the form holds: by whom or by which recovery code, and the PIN."""

    pin: str
    recovery: str = ""
    approver: str = ""
    approver_pin: str = ""


class Given(NamedTuple):
    """Who acts now, and the next recovery code where one was used; the shop for its sheet."""

    actor: Actor
    recovery_code: str
    shop: str


def give_pin(desk: Desk, member: StaffMember, wanted: NewPin) -> Given:
    """Set the new PIN and sign in with it. Raises what `staff.sign_in` and `set_pin` raise."""
    acting = desk
    if wanted.approver:
        acting = desk.acting(staff.sign_in(desk, wanted.approver, wanted.approver_pin))
    given = staff.set_pin(acting, member.name, wanted.pin, recovery=wanted.recovery)
    actor = staff.sign_in(desk, member.name, wanted.pin)
    return Given(actor, given.recovery_code, desk.shop().name)


def approvers(members: Sequence[StaffMember], member: StaffMember) -> list[StaffMember]:
    """Who may give a person a new PIN; the owner needs the recovery code instead."""
    above = {"cashier": ("manager", "owner"), "manager": ("owner",), "owner": ()}[member.role]
    return [one for one in members if one.role in above and one.id != member.id]


class ResetPane(QWidget):
    """``done`` gives who acts now, ``left`` is the way back; ``kept`` comes before ``done`` when
    there is a new recovery code to keep first."""

    done = Signal(object)
    left = Signal()
    kept = Signal()

    def __init__(
        self, context: Context, desk: Desk, member: StaffMember, members: Sequence[StaffMember]
    ) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._member = member
        self._above = approvers(members, member)
        named(self, "pin_reset")
        theme, words = context.theme, context.words
        self._open: Button | None = None
        self._form = QWidget()
        self._whole = tight(QVBoxLayout(self))
        self._whole.addStretch(1)  # fields stand close, in the middle
        self._whole.addWidget(self._form)
        self._whole.addStretch(1)
        column = tight(QVBoxLayout(self._form), theme.px(4))
        title = words.text("New PIN for {name}", name=member.name)
        column.addWidget(Label(theme, title, "title", bold=True).wrapped())
        column.addWidget(Label(theme, self._explanation(), tone="muted").wrapped())
        column.addSpacing(theme.px(8))
        self._build_proof(column)
        self._pin = PinField(theme, "reset_pin")
        self._again = PinField(theme, "reset_pin_again")
        label = words.text("New PIN, 4 to 6 digits")
        self._pin_field = LabelledField(theme, label, self._pin)
        self._again_field = LabelledField(theme, words.text("The same PIN again"), self._again)
        column.addWidget(self._pin_field)
        column.addWidget(self._again_field)
        column.addLayout(self._buttons())
        for field in (self._proof, self._pin, self._again):
            field.returnPressed.connect(self._submit)

    def take_focus(self) -> None:
        """Put the focus where typing begins."""
        self._proof.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, name: str) -> None:
        """Choose who gives the PIN, by a badge; whoever may not is not in the list."""
        place = self._who.findText(name) if self._who is not None else -1
        if self._who is not None and place >= 0:
            self._who.setCurrentIndex(place)
            self.take_focus()

    @property
    def keeps_code(self) -> bool:
        """Whether a new recovery code is shown, which would be lost on the way back."""
        return self._open is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the shop once the new code is written down."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._open is not None and is_enter:
            self._open.click()
        else:
            super().keyPressEvent(event)

    def _explanation(self) -> str:
        words = self._context.words
        if self._above:
            return words.text("The person who gives the new PIN enters their own first")
        return words.text("The recovery code stands on the sheet of the first day. It works once")

    def _build_proof(self, column: QVBoxLayout) -> None:
        theme, words = self._context.theme, self._context.words
        self._who: ComboBox | None = None
        self._proof: TextField
        if self._above:
            self._who = ComboBox(theme, "reset_approver")
            for one in self._above:
                self._who.addItem(one.name)
            column.addWidget(LabelledField(theme, words.text("Who gives it"), self._who))
            self._proof = PinField(theme, "reset_approver_pin")
            self._proof_field = LabelledField(theme, words.text("Their PIN"), self._proof)
        else:
            self._proof = TextField(theme, "reset_recovery")
            self._proof.setMaxLength(40)
            self._proof_field = LabelledField(theme, words.text("Recovery code"), self._proof)
        column.addWidget(self._proof_field)

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        back = Button(theme, "reset_back", words.text("Back"), Look(key="Esc"))
        back.clicked.connect(self.left)
        save = Button(theme, "reset_save", words.text("Set PIN"), Look("primary", key="Enter"))
        save.clicked.connect(self._submit)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(back)
        row.addWidget(save, 1)
        return row

    def _submit(self) -> None:
        words = self._context.words
        for field in (self._proof_field, self._pin_field, self._again_field):
            field.clear_message()
        for line in (self._proof, self._pin):
            if not line.text():
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if self._again.text() != self._pin.text():
            if self._again.text():
                self._again_field.set_problem(words.text("The two PINs differ"))
            self._again.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wanted = self._wanted()
        self._context.tasks.run(
            lambda: give_pin(self._desk, self._member, wanted),
            owner=self,
            done=self._given,
            failed=self._refused,
        )

    def _given(self, given: Given) -> None:
        if not given.recovery_code:
            self.done.emit(given.actor)
            return
        theme, words = self._context.theme, self._context.words
        self._form.hide()
        step = RecoveryStep(self._context, Sheet(given.shop, given.recovery_code), narrow=True)
        self._open = Button(theme, "reset_open", words.text("Open"), Look("primary", key="Enter"))
        self._open.setEnabled(False)
        self._open.clicked.connect(lambda: self.done.emit(given.actor))
        step.written_down.connect(self._open.setEnabled)
        title = Label(theme, words.text("Your new recovery code"), "title", bold=True)
        self._whole.setSpacing(theme.px(12))
        for part in (title.wrapped(), step, self._open):
            self._whole.insertWidget(self._whole.count() - 1, part)
        self.kept.emit()
        step.take_focus()

    def _wanted(self) -> NewPin:
        if self._who is None:
            return NewPin(self._pin.text(), recovery=self._proof.text())
        return NewPin(
            self._pin.text(), approver=self._who.currentText(), approver_pin=self._proof.text()
        )

    def _refused(self, error: Exception) -> None:
        words = self._context.words
        code = getattr(error, "code", "")
        if code == "bad_pin":
            self._pin_field.set_problem(problem_of(words, error))
            self._pin.selectAll()
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if code == "pin_wrong" and self._who is None:
            self._proof_field.set_problem(words.text("This is not the recovery code"))
        else:
            self._proof_field.set_problem(problem_of(words, error))
        self._proof.selectAll()
        self._proof.setFocus(Qt.FocusReason.OtherFocusReason)
