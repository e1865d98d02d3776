"""Erasing a person: what goes and stays, his name typed, a reason, and the owner's PIN (ui.md)."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.customer import fold
from refdesk.domain.errors import DomainError
from refdesk.services.erasing import Losses
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.approvals import Answer, ApprovalDialog, Ask
from refdesk.ui.pages.customers.shared import shown_name
from refdesk.ui.pages.sign_in.pin import PinField
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.words.catalogue import Words
from refdesk.words.erasing_text import balance_lines

WIDTH = 560


class Given(NamedTuple):
    """The reason and the owner's PIN; the PIN is never kept."""

    reason: str
    pin: str


class EraseDialog(ApprovalDialog):
    """``confirmed`` gives what was `Given`; the dialog stays until the caller closes it."""

    confirmed = Signal(object)

    def __init__(
        self, context: Context, losses: Losses, parent: QWidget, *, asks_pin: bool
    ) -> None:
        words, theme, person = context.words, context.theme, losses.customer
        ask = Ask(
            words.text("Erase {name} for good", name=shown_name(words, person)),
            words.text(
                "Name, phone, plate, notes and consent are removed, and the cards stop working."
                " Purchases and sums stay without a name. A backup is made first."
            ),
            words.text("Erase"), needs_reason=True, is_destructive=True,
        )  # fmt: skip
        super().__init__(context, ask, parent)
        self.setObjectName("erase_dialog")
        self._is_busy = False
        self._wanted = wanted_text(losses)
        for text in _warnings(words, losses):
            self.add_field(Label(theme, text, "small", tone="check").wrapped())
        self.name = TextField(theme, "erase_name")
        label = words.text("Type “{name}”", name=self._wanted)
        self._name_field = LabelledField(theme, label, self.name)
        self.add_field(self._name_field)
        self.own_pin = PinField(theme, "erase_pin")
        self._own_pin_field = LabelledField(theme, words.text("Your PIN"), self.own_pin)
        self._own_pin_field.setVisible(asks_pin)
        self.put_above_buttons(self._own_pin_field)
        self.name.textEdited.connect(self._name_field.clear_message)
        self.own_pin.textEdited.connect(self._own_pin_field.clear_message)
        self.name.returnPressed.connect(self.entered)
        self.own_pin.returnPressed.connect(self.entered)
        self.given.connect(self._tell)
        self.setTabOrder(self.name, self.reason)
        self.setTabOrder(self.reason, self.own_pin)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """As high as its texts and messages are: Qt would cut them off on a small screen."""
        is_fitted = event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show)
        done = super().event(event)
        if is_fitted and (layout := self.layout()) is not None:
            width = self._context.theme.px(WIDTH)
            self.setFixedSize(width, layout.totalHeightForWidth(width))
        return done

    def submit(self) -> None:
        """Give the answer when the name is the person's and there is a reason."""
        if self._is_busy:
            return
        if fold(self.name.text()) != fold(self._wanted):
            self._name_field.set_problem(self._context.words.text("This is not the same"))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().submit()

    def reject(self) -> None:
        if not self._is_busy:
            super().reject()

    def set_busy(self, *, busy: bool) -> None:
        """While it is done nothing can be typed, and the dialog stays."""
        self._is_busy = busy
        words = self._context.words
        self.deed_button.setText(words.text("Erasing…") if busy else words.text("Erase"))
        for part in (self.name, self.reason, self.own_pin, self.deed_button, self.cancel_button):
            part.setEnabled(not busy)

    def refuse(self, error: DomainError) -> None:
        """Say at the field that is wrong why it does not do."""
        self.set_busy(busy=False)
        text = problem_of(self._context.words, error)
        if error.code in ("pin_wrong", "pin_locked"):
            self.take_another()
            self.own_pin.clear()
            self._own_pin_field.set_problem(text)
            self.own_pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_problem(text)

    def _tell(self, answer: Answer) -> None:
        self.confirmed.emit(Given(answer.reason, self.own_pin.text()))


def wanted_text(losses: Losses) -> str:
    """What is to be typed: the name, else the first phone or plate, else the number."""
    person = losses.customer
    shown = [one.shown for one in person.identities[:1]]
    return next(filter(None, (person.name, *shown)), f"C{person.id}")


def _warnings(words: Words, losses: Losses) -> list[str]:
    """What somebody loses who is still owed something, and who is without a referrer from now."""
    found = []
    balances = balance_lines(words, losses)
    if balances:
        text = ", ".join(balances)
        found.append(words.text("Still has: {balances}. Nobody can spend it any more.",
                                balances=text))  # fmt: skip
    if losses.friends:
        found.append(words.plural(
            "{n} invited friend stays; nothing more is earned by it",
            "{n} invited friends stay; nothing more is earned by them", len(losses.friends),
        ))  # fmt: skip
    return found
