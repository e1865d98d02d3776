"""The audit key in the settings: checking with it, and making one (4c). It is never shown back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from refdesk.domain.audit_key import LONGEST, read_audit_key
from refdesk.domain.errors import DomainError
from refdesk.services import record, staff
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of, problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.first_run.recovery import RecoveryStep
from refdesk.ui.pages.first_run.sheet import Sheet, made_ready
from refdesk.ui.pages.sign_in.pin import PinField
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.strips import Message, Strip


class KeyCheckPane(Panel):
    """``given`` has the keys once one is there, typed or scanned; ``left`` is the way back."""

    given = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "key_check_pane", padding=16, spacing=12)
        self._context = context
        self._keys: list[str] = []
        theme, words = context.theme, context.words
        title = words.text("Check the whole record with the audit key")
        self.column.addWidget(Label(theme, title, "title", bold=True).wrapped())
        said = words.text("Scan the QR code of your sheet, or type what stands above it.")
        self.column.addWidget(Label(theme, said).wrapped())
        self._field = TextField(theme, "key_check_key")
        self._field.setMaxLength(LONGEST)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.returnPressed.connect(self._submit)
        self._labelled = LabelledField(theme, words.text("Audit key"), self._field)
        self.column.addWidget(self._labelled)
        shown = CheckBox(theme, "key_check_shown", words.text("Show what is typed"))
        shown.toggled.connect(self._show_typed)
        self.column.addWidget(shown)
        self.column.addLayout(self._buttons())

    def take_focus(self) -> None:
        """Put the focus where typing begins."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self._field.setEchoMode(mode.Normal if shown else mode.Password)
        self.take_focus()

    def take_scan(self, text: str) -> None:
        """The symbol of a sheet was scanned: it is a key or it is said that it is none."""
        self._field.setText(text)
        self._submit()

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        cancel = Button(theme, "key_check_cancel", words.text("Cancel"), Look(key="Esc"))
        cancel.clicked.connect(self.left)
        go = Button(
            theme, "key_check_go", words.text("Check every line"),
            Look("primary", icon="shield-check", key="Enter"),
        )  # fmt: skip
        go.clicked.connect(self._submit)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(cancel)
        row.addStretch(1)
        row.addWidget(go)
        return row

    def _submit(self) -> None:
        self._labelled.clear_message()
        text = self._field.text()
        try:
            key = read_audit_key(text)
        except DomainError as refused:
            self._labelled.set_problem(problem_of(self._context.words, refused))
            self.take_focus()  # what was typed stays, to be mended
            self._field.deselect()
            return
        self._field.clear()
        self.given.emit((key,))


class NewKeyPane(Panel):
    """Makes a key when the owner's PIN is right, and shows it until it is ticked off.

    ``left`` is the way back, ``made`` tells that a key was made.
    """

    made = Signal()
    left = Signal()

    def __init__(self, context: Context, desk: Desk, *, is_first: bool) -> None:
        super().__init__(context.theme, "new_key_pane", padding=16, spacing=12)
        self._context = context
        self._desk = desk
        self._is_busy = False
        self._done: Button | None = None
        self._step: RecoveryStep | None = None
        theme, words = context.theme, context.words
        title = words.text("Make the audit key") if is_first else words.text("Make a new audit key")
        self.column.addWidget(Label(theme, title, "title", bold=True).wrapped())
        said = words.text(
            "It is shown once, to be saved and printed. With it you prove later that nobody changed"
            " the record of the tills."
        )
        if not is_first:
            said = words.text(
                "It is shown once, to be saved and printed. Keep the old sheet too: what was"
                " recorded until now is proved by that one."
            )
        self._said = Label(theme, said).wrapped()
        self.column.addWidget(self._said)
        self._pin = PinField(theme, "new_key_pin")
        self._pin.returnPressed.connect(self._submit)
        self._pin_field = LabelledField(theme, words.text("Your PIN"), self._pin)
        self.column.addWidget(self._pin_field)
        if desk.actor.staff is None:
            self._pin_field.hide()
        self._strip = Strip(theme, "new_key_strip")
        self._strip.hide()
        self.column.addWidget(self._strip)
        self._cancel = Button(theme, "new_key_cancel", words.text("Cancel"), Look(key="Esc"))
        self._cancel.clicked.connect(self._give_up)
        self._go = Button(
            theme,
            "new_key_go",
            words.text("Make and show it"),
            Look("primary", icon="shield-check"),
        )
        self._go.clicked.connect(self._submit)
        self._row = tight(QHBoxLayout(), theme.px(8))
        self._row.addWidget(self._cancel)
        self._row.addStretch(1)
        self._row.addWidget(self._go)
        self.column.addLayout(self._row)

    @property
    def keeps_key(self) -> bool:
        """Whether a key is shown, or just being made, that would be lost on the way back."""
        return self._is_busy and not (self._done is not None and self._done.isEnabled())

    def hold(self) -> None:
        """Say at the key why one cannot go on yet."""
        words = self._context.words
        title = words.text("The audit key is not saved yet")
        line = words.text("Save or print the sheet and tick the box. It is not shown again.")
        self._strip.show_message(Message("check", title, line))
        if self._step is not None:
            self._step.take_focus()

    def _give_up(self) -> None:
        if not self.keeps_key:
            self.left.emit()

    def take_focus(self) -> None:
        """Put the focus where typing begins."""
        first = self._go if self._pin_field.isHidden() else self._pin
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._pin_field.clear_message()
        self._strip.hide()
        pin = self._pin.text()
        self._context.tasks.run(
            lambda: self._make(pin), owner=self, done=self._show, failed=self._refused
        )

    def _make(self, pin: str) -> Sheet:
        staff.prove_pin(self._desk, pin)
        return made_ready(Sheet(self._desk.shop().name, audit_key=record.renew_key(self._desk)))

    def _show(self, sheet: Sheet) -> None:
        theme, words = self._context.theme, self._context.words
        self._pin.clear()
        step = self._step = RecoveryStep(self._context, sheet)
        self._done = Button(theme, "new_key_done", words.text("Done"), Look("primary"))
        self._done.setEnabled(False)
        self._done.clicked.connect(self.left)
        step.written_down.connect(self._is_kept)
        # over the strip, so that what is said stands beside the box to be ticked
        self.column.insertWidget(self.column.count() - 2, step)
        self._strip.hide()
        self._row.addWidget(self._done)
        for shown in (step, self._done):
            shown.show()
        step.take_focus()
        for part in (self._said, self._pin_field, self._cancel, self._go):
            part.hide()
        self.made.emit()

    def _is_kept(self, is_kept: bool) -> None:
        if self._done is not None:
            self._done.setEnabled(is_kept)
        if is_kept:
            self._strip.hide()

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        self._strip.hide()
        words = self._context.words
        if isinstance(error, DomainError) and error.code in ("pin_wrong", "pin_locked"):
            self._pin.clear()
            self._pin_field.set_problem(problem_of(words, error))
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._strip.show_message(message_of(words, error))
