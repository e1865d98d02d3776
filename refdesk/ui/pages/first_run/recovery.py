"""The last step: what is shown once, to be written down or saved as a sheet."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.progress import Progress
from refdesk.ui import files
from refdesk.ui.page import Context
from refdesk.ui.pages.first_run.sheet import Sheet, sheet_name, write_sheet
from refdesk.ui.scrolled import reveal
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.strips import Message, Strip


def _line(theme: Theme, *, narrow: bool) -> QBoxLayout:
    return tight(QVBoxLayout() if narrow else QHBoxLayout(), theme.px(12))


class RecoveryStep(QWidget):
    """``written_down`` tells whether the box is ticked, and no file is still on its way."""

    written_down = Signal(bool)

    def __init__(self, context: Context, sheet: Sheet, *, narrow: bool = False) -> None:
        """``sheet`` has the recovery code, the audit key or both; ``narrow`` is for a pane beside
        others: smaller edges, one button above the other."""
        super().__init__()
        self._context = context
        self._sheet = sheet
        self._is_saving = False
        named(self, "first_run_recovery")
        theme, words = context.theme, context.words
        column = tight(QVBoxLayout(self), theme.px(12))
        if sheet.recovery_code:
            column.addWidget(self._code_panel(narrow=narrow))
        if sheet.audit_key:
            from refdesk.ui.pages.first_run.key_panel import AuditKeyPanel

            column.addWidget(AuditKeyPanel(context, sheet.audit_key))
        ticked = words.text("I have written it down")
        if sheet.audit_key:
            ticked = words.text("I have saved or printed the sheet")
        self.box = CheckBox(theme, "recovery_written", ticked)
        self.box.toggled.connect(self._tell)
        column.addLayout(self._keeping(narrow=narrow))
        self._strip = Strip(theme, "recovery_strip")  # below: nothing moves when it appears
        self._strip.hide()
        column.addWidget(self._strip)
        column.addStretch(1)

    def take_focus(self) -> None:
        """Put the focus on the box that has to be ticked."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self.box)

    def _code_panel(self, *, narrow: bool) -> Panel:
        theme, words = self._context.theme, self._context.words
        panel = Panel(theme, "recovery_panel", padding=16, spacing=4)
        panel.column.addWidget(Label(theme, words.text("Recovery code"), "small", bold=True))
        size = "title" if narrow else "figure"
        shown = Label(theme, self._sheet.recovery_code, size)
        shown.setFont(theme.font(size, code=True))
        shown.setObjectName("recovery_code")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = Button(
            theme, "recovery_copy", words.text("Copy the recovery code"), Look(icon="copy")
        )
        copy.clicked.connect(self._copy)
        row = _line(theme, narrow=narrow)
        row.addWidget(shown, 1)
        row.addWidget(copy)
        panel.column.addLayout(row)
        line = words.text("It sets a new PIN when the owner’s is forgotten. It is not shown again.")
        panel.column.addWidget(Label(theme, line, tone="muted").wrapped())
        return panel

    def _keeping(self, *, narrow: bool) -> QBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = _line(theme, narrow=narrow)
        save = Button(theme, "recovery_save", words.text("Save as PDF…"), Look(icon="file-down"))
        save.clicked.connect(self._save)
        row.addWidget(save)
        row.addWidget(self.box, 1)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sheet.recovery_code)
        self._strip.show_message(Message("ok", self._context.words.text("The code is copied")))

    def _tell(self) -> None:
        self.written_down.emit(self.box.isChecked() and not self._is_saving)

    def _save(self) -> None:
        words, sheet = self._context.words, self._sheet
        path = None if self._is_saving else files.ask_pdf(self, words, sheet_name(words, sheet))
        if path is None:
            return

        def work(_progress: Progress) -> bool:
            return write_sheet(path, words, sheet)

        def failed(error: Exception) -> None:
            self._is_saved(path, is_there=False)
            raise error

        self._is_saving = True
        self._tell()
        self._context.tasks.run_long(
            work, owner=self, done=lambda there: self._is_saved(path, is_there=there), failed=failed
        )

    def _is_saved(self, path: Path, *, is_there: bool) -> None:
        words = self._context.words
        self._is_saving = False
        self._tell()
        if is_there:
            said = words.text("Saved as {file}", file=path.name)
            self._strip.show_message(Message("ok", said))
        else:
            said = words.text("Not saved: {file} cannot be written", file=path.name)
            self._strip.show_message(Message("stop", said, words.text("Choose another folder")))
