"""The form of a new or changed customer, in the place of the details."""

import re
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from refdesk.domain.customer import mask_phone, short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer
from refdesk.services.customers import (
    MAX_NAME,
    CustomerAdded,
    NewCustomer,
    add_customer,
    edit_customer,
)
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.value_fields import PhoneField, format_phone
from refdesk.words.reasons import refusal_text

MAX_TEXT, MAX_HOW = 64, 120
_YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")
_FIELD_OF = {
    "bad_name": "name", "bad_phone": "phone", "bad_plate": "plate", "bad_email": "email",
    "bad_date": "birthday",
}  # fmt: skip


def parse_day(text: str) -> date:
    """A date as people write it: ``18.11.1990``, ``18/11/1990`` or ``1990-11-18``.

    Raises DomainError ``bad_date`` (``text``).
    """
    clean = text.strip()
    try:
        if match := _YEAR_FIRST.fullmatch(clean):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(clean):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as impossible:
        raise DomainError("bad_date", text=clean) from impossible
    raise DomainError("bad_date", text=clean)


class CustomerForm(Panel):
    """Fields with what does not do beside them.

    ``saved`` gives the id of the person, ``person_wanted`` that of somebody who is known already,
    ``cancelled`` that the form is to be closed. ``touched_changed`` follows the first change.
    """

    saved = Signal(int)
    person_wanted = Signal(int)
    cancelled = Signal()

    def __init__(self, context: Context, desk: Desk, region: str) -> None:
        """``region`` is the shop's country for phones."""
        super().__init__(context.theme, "customer_form", padding=0, spacing=0)
        self._context = context
        self._desk = desk
        self._customer: Customer | None = None
        self._first: tuple[object, ...] = ()
        self._is_saving = False
        self._make_fields(region)
        self._build()

    # -- what the page does ----------------------------------------------------------------

    def start_new(self, text: str = "") -> None:
        """An empty form; what was searched for goes where it belongs."""
        self._customer = None
        self._title.setText(self._context.words.text("New customer"))
        digits = sum(symbol.isdigit() for symbol in text)
        is_phone = digits >= 5 and not any(symbol.isalpha() for symbol in text)
        self._fill(name="" if is_phone else text, phone=text if is_phone else "")

    def start_edit(
        self, customer: Customer, *, has_consent: bool, sees_phones: bool = True
    ) -> None:
        """The form with what is known of a person.

        Who may not see whole phones gets empty fields: what is left empty stays as it is.
        """
        words = self._context.words
        self._customer = customer
        self._title.setText(words.text("Edit: {name}", name=short_name(customer.name)))
        phone = "".join(format_phone(one.value) for one in customer.of_kind("phone")[:1])
        day = customer.birthday
        if not sees_phones:
            self._fill(name=customer.name, has_consent=has_consent)
            if phone:
                masked = mask_phone(customer.of_kind("phone")[0].value)
                self._phone_field.set_help(words.text("{phone} stays", phone=masked))
            return
        self._fill(
            name=customer.name, phone=phone,
            plate="".join(one.shown for one in customer.of_kind("plate")[:1]),
            email="".join(one.shown for one in customer.of_kind("email")[:1]),
            birthday=f"{day:%d.%m.%Y}" if day else "", has_consent=has_consent,
        )  # fmt: skip
        if phone:
            self._phone_field.set_help(words.text("Another number is added, this one stays"))

    def is_touched(self) -> bool:
        """Whether anything was changed and not saved."""
        return self._values() != self._first

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from every field and from the check box; a button takes it for itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Save what stands; a second press while it is on its way does nothing."""
        if self._is_saving:
            return
        self._clear_messages()
        try:
            new = self._new_customer()
        except DomainError as refused:
            self._refuse(refused)
            return
        desk, customer = self._desk, self._customer
        self._set_saving(saving=True)

        def work() -> int:
            if customer is not None:
                return edit_customer(desk, customer.id, new).id
            added: CustomerAdded = add_customer(desk, new)
            return added.customer.id

        self._context.tasks.run(work, owner=self, done=self._on_saved, failed=self._on_trouble)

    def take_focus(self) -> None:
        """Put the focus into the first empty field of name and phone."""
        field = self.name if not self.name.text() or self.phone.text() else self.phone
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def show_leaving(self, message: Message, actions: list[Button]) -> None:
        """Ask in place what becomes of the changes."""
        self.strip.show_message(message, actions)

    # -- building --------------------------------------------------------------------------

    def _make_fields(self, region: str) -> None:
        theme, words = self._context.theme, self._context.words
        self.name = TextField(theme, "form_name")
        self.name.setMaxLength(MAX_NAME)
        self.phone = PhoneField(theme, "form_phone", region, height=48)
        self.plate = TextField(theme, "form_plate", icon="car")
        self.plate.setMaxLength(MAX_TEXT)
        self.email = TextField(theme, "form_email", icon="mail")
        self.email.setMaxLength(254)
        self.birthday = TextField(theme, "form_birthday", icon="cake")
        self.birthday.setMaxLength(MAX_TEXT)
        self.birthday.setPlaceholderText(words.text("day.month.year"))
        self.consent = CheckBox(
            theme, "form_consent", words.text("Agreed to be kept in our customer list")
        )
        self.how = TextField(theme, "form_how")
        self.how.setMaxLength(MAX_HOW)
        self._phone_field = LabelledField(theme, words.text("Phone"), self.phone)
        self._how_field = LabelledField(theme, words.text("How it was given"), self.how)
        self._fields = {
            "name": LabelledField(theme, words.text("Name"), self.name),
            "phone": self._phone_field,
            "plate": LabelledField(theme, words.text("Plate"), self.plate),
            "email": LabelledField(theme, words.text("E-mail"), self.email),
            "birthday": LabelledField(theme, words.text("Birthday"), self.birthday),
        }
        self.consent.toggled.connect(self._how_field.setEnabled)

    def _texts(self) -> tuple[TextField, ...]:
        return self.name, self.phone, self.plate, self.email, self.birthday, self.how

    def _build(self) -> None:
        theme = self._context.theme
        one = theme.px(1)
        self.column.setContentsMargins(one, one, one, one)
        self._title = Label(theme, "", "title", bold=True)
        self._title.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(8))
        self.strip = Strip(theme, "form_strip")
        self.strip.hide()
        body = QWidget()
        grid = tight(QGridLayout(body), theme.px(4))
        grid.setHorizontalSpacing(theme.px(12))
        grid.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        grid.addWidget(self._fields["name"], 0, 0)
        grid.addWidget(self._fields["phone"], 0, 1)
        grid.addWidget(self._fields["plate"], 1, 0)
        grid.addWidget(self._fields["email"], 1, 1)
        grid.addWidget(self._fields["birthday"], 2, 0)
        grid.addWidget(self.consent, 3, 0, 1, 2)
        grid.addWidget(self._how_field, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(5, 1)
        scroll = QScrollArea()
        scroll.setProperty("look", "plain")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        body.setAutoFillBackground(False)  # Qt sets it
        scroll.viewport().setAutoFillBackground(False)
        self.column.addWidget(self._title)
        self.column.addWidget(self.strip)
        self.column.addWidget(scroll, 1)
        self.column.addWidget(rule(theme))
        self.column.addLayout(self._buttons())
        self._in_order(scroll)

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self._cancel = Button(theme, "form_cancel", words.text("Cancel"), Look(key="Esc"))
        self._cancel.clicked.connect(self.cancelled)
        self._save = Button(
            theme, "form_save", words.text("Save"), Look("primary", icon="check", key="Enter")
        )
        self._save.clicked.connect(self.save)
        pad = theme.px(16)
        row = tight(QHBoxLayout(), theme.px(12), (pad, theme.px(12), pad, theme.px(12)))
        row.addWidget(self._cancel)
        row.addStretch(1)
        row.addWidget(self._save)
        return row

    def _in_order(self, first: QWidget) -> None:
        before: QWidget = first
        controls = (self.name, self.phone, self.plate, self.email, self.birthday, self.consent,
                    self.how, self._save, self._cancel)  # fmt: skip
        for control in controls:
            QWidget.setTabOrder(before, control)
            before = control

    # -- values ----------------------------------------------------------------------------

    def _fill(
        self, *, name: str = "", phone: str = "", plate: str = "", email: str = "",
        birthday: str = "", has_consent: bool = False,
    ) -> None:  # fmt: skip
        self._clear_messages()
        self._phone_field.clear_message()
        self._set_saving(saving=False)
        texts = (name, phone, plate, email, birthday, "")
        for field, text in zip(self._texts(), texts, strict=True):
            field.setText(text)
        self.consent.setChecked(has_consent)
        self.consent.setEnabled(not has_consent)
        self.how.setText(self._context.words.text("Said at the till"))
        self._how_field.setEnabled(False)
        self._how_field.setVisible(not has_consent)
        self._first = self._values()

    def _values(self) -> tuple[object, ...]:
        consent = self.consent.isChecked()
        return (
            self.name.text(), self.phone.e164() or self.phone.text(), self.plate.text(),
            self.email.text(), self.birthday.text(), consent, consent and self.how.text(),
        )  # fmt: skip

    def _new_customer(self) -> NewCustomer:
        birthday = parse_day(self.birthday.text()) if self.birthday.text().strip() else None
        gives = self.consent.isChecked() and self.consent.isEnabled()
        return NewCustomer(
            name=self.name.text(),
            phones=_given(self.phone.text()),
            plates=_given(self.plate.text()),
            emails=_given(self.email.text()),
            birthday=birthday,
            consent=(self.how.text().strip() or "-") if gives else "",
        )

    # -- what came -------------------------------------------------------------------------

    def _set_saving(self, *, saving: bool) -> None:
        self._is_saving = saving
        self._save.setEnabled(not saving)

    def _on_saved(self, customer: int) -> None:
        self._first = self._values()
        self._set_saving(saving=False)
        self.saved.emit(customer)

    def _on_trouble(self, error: Exception) -> None:
        self._set_saving(saving=False)
        if isinstance(error, DomainError):
            self._refuse(error)
            return
        words = self._context.words
        again = Button(
            self._context.theme, "form_again", words.text("Try again"),
            Look(icon="refresh-cw", height=44),
        )  # fmt: skip
        again.clicked.connect(self.save)
        self.strip.show_message(message_of(words, error), [again])

    def _refuse(self, refused: DomainError) -> None:
        """Say what does not do beside its field; somebody known already can be opened."""
        words = self._context.words
        title, _ = refusal_text(words, refused)
        if refused.code == "identity_taken":
            self._tell_known(refused, title)
            return
        key = _FIELD_OF.get(refused.code, "")
        if refused.code == "not_allowed":
            key = "phone"
        field = self._fields.get(key)
        if field is None:
            self.strip.show_message(message_of(words, refused))
            return
        if refused.code == "bad_name" and not self.name.text().strip():
            title = words.text("Write a name, a phone or a plate")
        field.set_problem(title)
        field.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_known(self, refused: DomainError, title: str) -> None:
        theme, words = self._context.theme, self._context.words
        name = short_name(str(refused.params.get("name", ""))) or words.text("No name")
        known = refused.params.get("customer")
        field = self._fields.get(str(refused.params.get("kind")))
        if field is not None:
            field.set_problem(words.text("Already in the list: {name}", name=name))
        actions = []
        if isinstance(known, int):
            customer = known
            text = words.text("Open {name}", name=name)
            button = Button(theme, "form_open_known", text, Look(icon="user", height=44))
            button.clicked.connect(lambda: self.person_wanted.emit(customer))
            actions.append(button)
        line = words.text("Open this person, or correct what is written")
        self.strip.show_message(Message("check", title, line), actions)

    def _clear_messages(self) -> None:
        self.strip.hide()
        for field in self._fields.values():
            if field.control().property("bad") == "true":
                field.clear_message()


def _given(text: str) -> tuple[str, ...]:
    return (text,) if text.strip() else ()
