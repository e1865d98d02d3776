"""The dialogs of what is done to a customer's account: fields, a reason, and a second person."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.payouts import METHODS
from refdesk.domain.terms import MONEY, POINTS, STAMPS, STORE_CREDIT
from refdesk.services.payouts import PersonToPay
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.approvals import ApprovalDialog, Ask
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.value_fields import MoneyField
from refdesk.words.catalogue import MINUS, Words
from refdesk.words.names import method_name, unit_name
from refdesk.words.reasons import refusal_text

COUNTED = (POINTS, STAMPS)


class Correction(NamedTuple):
    """A balance, by how much it changes, below 0 to take away, and how much it says so."""

    unit: str
    by: int


class DeedDialog(ApprovalDialog):
    """A deed with a reason; what it refuses is said inside it."""

    def __init__(self, context: Context, ask: Ask, parent: QWidget) -> None:
        super().__init__(context, ask, parent)
        self._fields: list[LabelledField] = []

    def labelled(self, label: str, control: QWidget) -> LabelledField:
        """One more field above the reason."""
        field = LabelledField(self._context.theme, label, control)
        self._fields.append(field)
        self.add_field(field)
        return field

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        control = self._fields[0].control() if self._fields else self.reason
        control.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: DomainError) -> None:
        """Say why it does not do, at the field that can be changed."""
        text = ". ".join(part for part in refusal_text(self._context.words, error) if part)
        if self._ask.people:
            self.show_problem(text)
        elif self._fields:
            self.take_another()
            self._fields[-1].set_problem(text)
            self._fields[-1].control().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_problem(text)


class CorrectDialog(DeedDialog):
    """Correct a balance: which, by how much, and why. ``corrected`` gives the `Correction`."""

    corrected = Signal(object, object)

    def __init__(self, context: Context, name: str, parent: QWidget) -> None:
        words = context.words
        super().__init__(
            context,
            Ask(
                words.text("Correct a balance: {name}", name=name),
                words.text("A new entry is written; nothing is erased"),
                words.text("Correct"),
                needs_reason=True,
            ),
            parent,
        )
        self.unit = ComboBox(context.theme, "correct_unit")
        for unit in (POINTS, STORE_CREDIT, MONEY, STAMPS):
            self.unit.addItem(unit_name(words, unit), unit)
        self.by = TextField(context.theme, "correct_by")
        self.by.setPlaceholderText(words.text("100 adds, −100 takes away"))
        self.labelled(words.text("Balance"), self.unit)
        self._by_field = self.labelled(words.text("By how much"), self.by)
        self.by.textEdited.connect(self._by_field.clear_message)
        self.by.returnPressed.connect(self.submit)
        self.given.connect(lambda answer: self.corrected.emit(self.correction(), answer))
        self.by.setFocus()

    def correction(self) -> Correction | None:
        """What is asked for, or None while it is no amount."""
        words, text = self._context.words, self.by.text().strip().replace(MINUS, "-")
        is_less, plain = text.startswith("-"), text.lstrip("+-").replace("\u00a0", "").strip()
        unit = str(self.unit.currentData())
        if unit in COUNTED:
            compact = plain.replace(" ", "")
            amount = int(compact) if compact.isascii() and compact.isdigit() else None
        else:
            probe = MoneyField(self._context.theme, "correct_probe", words)
            probe.setText(plain)
            amount = probe.amount()
            probe.deleteLater()
        if not amount:
            return None
        return Correction(unit, -amount if is_less else amount)

    def submit(self) -> None:
        """Give the answer when there is an amount and a reason."""
        if self.correction() is None:
            text = self._context.words.text("Write a number, such as 100 or −100")
            self._by_field.set_problem(text)
            self.by.setFocus()
            return
        super().submit()


class PayDialog(DeedDialog):
    """Pay out money: how much and how. ``paid`` gives amount, method and the answer."""

    paid = Signal(int, str, object)

    def __init__(self, context: Context, person: PersonToPay, name: str, parent: QWidget) -> None:
        words, most = context.words, person.payable.withdrawable
        super().__init__(
            context,
            Ask(
                words.text("Pay out to {name}", name=name), pay_line(words, person),
                words.text("Pay out"), needs_reason=False,
            ),
            parent,
        )  # fmt: skip
        self._most = most
        self.amount = MoneyField(context.theme, "pay_amount", words, height=48)
        self.amount.set_amount(most)
        self.method = ComboBox(context.theme, "pay_method")
        for method in METHODS:
            self.method.addItem(method_name(words, method), method)
        self._amount_field = self.labelled(words.text("Amount"), self.amount)
        self.labelled(words.text("How"), self.method)
        if person.is_over_threshold:
            total = words.money(person.year_total)
            text = words.text("Given this year: {sum}. That is above the shop’s limit.", sum=total)
            self.add_field(Label(context.theme, text, "small", tone="check").wrapped())
        self.amount.textEdited.connect(self._amount_field.clear_message)
        self.amount.returnPressed.connect(self.submit)
        self.given.connect(self._tell)
        self.amount.setFocus()
        self.amount.selectAll()

    def submit(self) -> None:
        """Give the answer when there is an amount that can be paid."""
        words, amount = self._context.words, self.amount.amount()
        if not amount or amount > self._most:
            sum_ = words.money(self._most)
            text = words.text("At most {sum}", sum=sum_) if amount else words.text(
                "Enter the amount")  # fmt: skip
            self._amount_field.set_problem(text)
            self.amount.setFocus()
            return
        super().submit()

    def _tell(self, answer: object) -> None:
        self.paid.emit(self.amount.amount() or 0, str(self.method.currentData()), answer)


class ChoosePersonDialog(DeedDialog):
    """Change who brought a customer: the new referrer by phone, code or number."""

    def __init__(self, context: Context, name: str, parent: QWidget) -> None:
        words = context.words
        super().__init__(
            context,
            Ask(
                words.text("Change the referrer of {name}", name=name),
                words.text("From the next purchase on. What was given before stays as it is."),
                words.text("Change the referrer"),
                needs_reason=True,
            ),
            parent,
        )
        self.who = TextField(context.theme, "referrer_who")
        field = self.labelled(words.text("Phone or code of the new referrer"), self.who)
        self.who.textEdited.connect(field.clear_message)
        self.who.setFocus()

    def on_scan(self, text: str) -> None:
        """A scanned card names the referrer."""
        self.who.setText(text)
        self.reason.setFocus()


def pay_line(words: Words, person: PersonToPay) -> str:
    """What can be paid out now, and why the rest cannot."""
    found = person.payable
    parts = [words.text("Up to {sum}", sum=words.money(found.withdrawable))]
    parts += locked_texts(words, person)
    return ". ".join(parts)


def locked_texts(words: Words, person: PersonToPay) -> Sequence[str]:
    """Why a part of somebody's money cannot be paid out yet."""
    found = person.payable
    parts = []
    if found.locked and found.opens_after is not None:
        parts.append(
            words.text(
                "{sum} locked: {count} of {needed} referrals", sum=words.money(found.locked),
                count=words.number(found.referrals), needed=words.number(found.opens_after),
            )
        )  # fmt: skip
    if found.held:
        parts.append(words.text("{sum} on hold", sum=words.money(found.held)))
    if found.owed:
        parts.append(words.text("owes {sum}", sum=words.money(found.owed)))
    if person.is_blocked:
        parts.append(words.text("blocked: a manager pays"))
    return parts
