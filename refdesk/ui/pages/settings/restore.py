"""Putting a backup in the place of the shop: the owner's PIN and the shop's name, typed."""

from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from refdesk.domain.customer import fold
from refdesk.domain.errors import DomainError
from refdesk.services import backups, staff
from refdesk.services.desk import Desk
from refdesk.ui.backup_text import moment_of
from refdesk.ui.error_texts import message_of, problem_of
from refdesk.ui.page import Context
from refdesk.ui.pages.sign_in.pin import PinField
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.strips import Strip

_NAME_DIFFERS = "name_differs"


class RestorePane(Panel):
    """``allowed`` gives the file once name, PIN and the file itself are right."""

    allowed = Signal(object)
    left = Signal()

    def __init__(
        self, context: Context, desk: Desk, file: Path, zone: tzinfo | None = None
    ) -> None:
        """``zone`` is the shop's, where it is known already."""
        super().__init__(context.theme, "restore_pane", padding=16, spacing=12)
        self._context = context
        self._desk = desk
        self._file = file
        self._is_busy = False
        theme, words = context.theme, context.words
        made = moment_of(words, file, zone)
        title = words.text("Restore {file}", file=file.name)
        if made:
            title = words.text("Restore the backup of {moment}", moment=made)
        self.column.addWidget(Label(theme, title, "title", bold=True).wrapped())
        if made:
            self.column.addWidget(Label(theme, file.name, "small", tone="muted").wrapped())
        said = words.text(
            "Whatever was recorded after this backup will be gone from the program. The present"
            " state is backed up first, and the window opens anew."
        )
        self.column.addWidget(Label(theme, said).wrapped())
        self._name = TextField(theme, "restore_name")
        self._pin = PinField(theme, "restore_pin")
        self._name_field = LabelledField(theme, words.text("The shop’s name, typed"), self._name)
        self._pin_field = LabelledField(theme, words.text("Your PIN"), self._pin)
        fields = tight(QHBoxLayout(), theme.px(16))
        fields.addWidget(self._name_field, 1)
        fields.addWidget(self._pin_field, 1)
        self.column.addLayout(fields)
        self._strip = Strip(theme, "restore_strip")
        self._strip.hide()
        self.column.addWidget(self._strip)
        self.column.addLayout(self._buttons())
        self._name.returnPressed.connect(self._submit)
        self._pin.returnPressed.connect(self._submit)

    def take_focus(self) -> None:
        """Put the focus where typing begins."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        cancel = Button(theme, "restore_cancel", words.text("Cancel"), Look(key="Esc"))
        cancel.clicked.connect(self.left)
        restore = words.text("Restore this backup")
        go = Button(theme, "restore_go", restore, Look("danger", icon="archive-restore"))
        go.clicked.connect(self._submit)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(cancel)
        row.addStretch(1)
        row.addWidget(go)
        return row

    def _submit(self) -> None:
        if self._is_busy:
            return  # a second Enter would restore once more
        self._is_busy = True
        self._name_field.clear_message()
        self._pin_field.clear_message()
        self._strip.hide()
        name, pin = self._name.text(), self._pin.text()
        self._context.tasks.run(
            lambda: self._prove(name, pin),
            owner=self,
            done=lambda _none: self.allowed.emit(self._file),
            failed=self._refused,
        )

    def _prove(self, name: str, pin: str) -> None:
        backups.allow_restore(self._desk)
        if fold(name) != fold(self._desk.shop().name):
            raise DomainError(_NAME_DIFFERS)
        staff.prove_pin(self._desk, pin)
        backups.verify_backup(self._file)

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        words = self._context.words
        code = error.code if isinstance(error, DomainError) else ""
        if code == _NAME_DIFFERS:
            self._name_field.set_problem(words.text("This is not the shop’s name"))
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        elif code in ("pin_wrong", "pin_locked"):
            self._pin.clear()
            self._pin_field.set_problem(problem_of(words, error))
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._strip.show_message(message_of(words, error))
