"""Consent: on which text, when and how it was given; and erasing the person (R51)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.records import Consent
from refdesk.services.customer_view import CustomerView
from refdesk.services.customers import NewCustomer, edit_customer
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Strip

MAX_HOW = 120


class ConsentTab(QWidget):
    """``changed`` tells that a consent was recorded, ``erase_wanted`` asks to erase the person."""

    changed = Signal()
    erase_wanted = Signal()

    def __init__(
        self, context: Context, desk: Desk, view: CustomerView, *, may_erase: bool
    ) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._view = view
        theme = context.theme
        self._column = tight(QVBoxLayout(self), theme.px(8))
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._strip = Strip(theme, "consent_strip")
        self._strip.hide()
        self._column.addWidget(self._strip)
        for place, consent in enumerate(view.consents):
            if place:
                self._column.addWidget(rule(theme))
            self._column.addWidget(self._row(consent))
        if not view.details.has_consent:
            self._add_form()
        self._column.addStretch(1)
        if may_erase:
            self._add_erasing()

    def _row(self, consent: Consent) -> QWidget:
        theme, words, view = self._context.theme, self._context.words, self._view
        stands = consent.withdrawn_at is None
        box = QWidget()
        row = tight(QHBoxLayout(box), theme.px(12))
        icon, token = ("shield-check", "ok_ink") if stands else ("shield-x", "muted")
        row.addWidget(IconLabel(theme, icon, 24, token))
        column = tight(QVBoxLayout())
        day = words.date(consent.at.astimezone(view.shop.zone).date(), today=view.today)
        title = words.text("Agreed to be kept in the customer list: {date}", date=day)
        column.addWidget(Label(theme, title, bold=True).wrapped())
        text = words.text(
            "Text version {version} · {how}", version=consent.version, how=consent.how
        )
        column.addWidget(Label(theme, text, "small", tone="muted").wrapped())
        if consent.withdrawn_at is not None:
            day = words.date(consent.withdrawn_at.date(), today=view.today)
            gone = words.text("Taken back: {date}", date=day)
            column.addWidget(Label(theme, gone, "small", tone="muted").wrapped())
        row.addLayout(column, 1)
        return box

    def _add_form(self) -> None:
        theme, words = self._context.theme, self._context.words
        line = words.text("Ask, then record how it was given")
        self._column.addWidget(
            EmptyState(theme, "no_consent", "shield-alert", words.text("No consent yet"), line)
        )
        how = TextField(theme, "consent_how")
        how.setMaxLength(MAX_HOW)
        how.setText(words.text("Said at the till"))
        self._field = LabelledField(theme, words.text("How it was given"), how)
        record = Button(
            theme,
            "consent_record",
            words.text("Record consent"),
            Look(icon="shield-check", height=40),
        )
        record.clicked.connect(lambda: self._record(how.text()))
        how.returnPressed.connect(record.click)
        self._column.addWidget(self._field)
        row = tight(QHBoxLayout())
        row.addWidget(record)
        row.addStretch(1)
        self._column.addLayout(row)

    def _add_erasing(self) -> None:
        theme, words = self._context.theme, self._context.words
        self._column.addWidget(rule(theme))
        line = words.text(
            "At the person’s wish: name, phone, plate, notes and consent are removed for good."
        )
        self._column.addWidget(Label(theme, line, "small", tone="muted").wrapped())
        erase = Button(
            theme, "customer_erase", words.text("Erase this person…"),
            Look("danger", icon="trash", height=40),
        )  # fmt: skip
        erase.clicked.connect(self.erase_wanted)
        row = tight(QHBoxLayout())
        row.addWidget(erase)
        row.addStretch(1)
        self._column.addLayout(row)

    def _record(self, how: str) -> None:
        if not how.strip():
            self._field.set_problem(self._context.words.text("Say how in a few words"))
            self._field.control().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk, person = self._desk, self._view.details.customer
        new = NewCustomer(name=person.name, consent=how.strip())
        self._context.tasks.run(
            lambda: edit_customer(desk, person.id, new), owner=self,
            done=lambda _person: self.changed.emit(), failed=self._trouble,
        )  # fmt: skip

    def _trouble(self, error: Exception) -> None:
        self._strip.show_message(message_of(self._context.words, error))
