"""Backups: made now, listed, put back; and the check of the whole shop."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from refdesk.domain.progress import Progress
from refdesk.services import backups, record
from refdesk.services.backup_names import made_or_changed_at
from refdesk.services.desk import Desk
from refdesk.ui import files, shop_opening
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.audit_key import KeyCheckPane, NewKeyPane
from refdesk.ui.pages.settings.restore import RestorePane
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.scrolled import reveal
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.ui.widgets.strips import Message
from refdesk.words.problem_text import problem_texts
from refdesk.words.record_text import problem_lines, proved_line

SHOWN = 30
MOST_TOLD = 5


class Found(NamedTuple):
    """A backup file as the list shows it; ``size`` in bytes."""

    file: Path
    made_at: datetime
    size: int


class BackupsSection(Section):
    """``made`` gives the moment of a new backup, ``restore_wanted`` the file to put back."""

    made = Signal(object)
    restore_wanted = Signal(object)

    def __init__(self, context: Context, desk: Desk) -> None:
        words, theme = context.words, context.theme
        super().__init__(context, desk, "backups", words.text("Backups and check"))
        top = self.panel("backups_now")
        self._back_up = self.button(
            "backup_now", words.text("Back up now"), Look("primary", "hard-drive")
        )
        self._back_up.clicked.connect(self._make)
        self._check = self.button("check_now", words.text("Check now"), Look(icon="shield-check"))
        self._check.clicked.connect(self._check_plainly)
        self.put_left(top, self._back_up, self._check)
        self._progress = ProgressPlace(theme, "backup_progress", words)
        self._progress.hide()
        self._progress.stop_requested.connect(self._stop_checking)
        top.column.addWidget(self._progress)
        self._is_busy = False
        self._checking: Task | None = None
        self._restore: RestorePane | None = None
        self._key_pane: KeyCheckPane | NewKeyPane | None = None
        self._has_key = True
        self._build_key_panel()
        self._zone: tzinfo | None = None
        below = self.panel("backups_panel", words.text("Restore"))
        other = self.button("restore_file", words.text("From a file…"), Look(icon="folder-search"))
        other.clicked.connect(self._choose)
        self.put_left(below, other)
        self._rows = Rows(self, "backup_rows", words.text("No backup yet"))
        below.column.addWidget(self._rows)

    def _build_key_panel(self) -> None:
        words = self.context.words
        panel = self.panel("audit_key_now", words.text("Audit key"))
        self._key_line = Label(self.context.theme, "", tone="muted").wrapped()
        panel.column.addWidget(self._key_line)
        self._with_key = self.button(
            "check_with_key", words.text("Check with the key…"), Look(icon="shield-check")
        )
        self._with_key.clicked.connect(self._ask_key)
        self._make_key = self.button("make_key", "", Look(icon="file-down"))
        self._make_key.clicked.connect(self._begin_new_key)
        self.put_left(panel, self._with_key, self._make_key)
        self._say_key(has_key=True)

    def _say_key(self, *, has_key: bool) -> None:
        words = self.context.words
        self._has_key = has_key
        if has_key:
            said = words.text(
                "Your sheet proves every line of the record; the check alone those of today."
            )
            self._make_key.set_caption(words.text("New key…"))
        else:
            said = words.text(
                "This shop has none yet: who has the data file could change the record unseen."
                " Make it and print the sheet."
            )
            self._make_key.set_caption(words.text("Make the key…"))
        self._key_line.setText(said)
        self._with_key.setVisible(has_key)

    def read(self) -> None:
        self.work(lambda: record.has_key(self.desk), lambda has: self._say_key(has_key=has))

        def read() -> tuple[list[Found], datetime]:
            names = shop_opening.backup_files(self.desk.folder)[:SHOWN]
            zone = self.desk.shop().zone
            found = []
            for file in names:
                at = made_or_changed_at(file).astimezone(zone)
                found.append(Found(file, at, file.stat().st_size))
            return found, self.desk.local_now()

        self.work(read, lambda both: self._show(*both))

    # -- the list --------------------------------------------------------------------------

    def _show(self, found: list[Found], now: datetime) -> None:
        self._zone = now.tzinfo
        self._rows.show_rows([self._row(one, now) for one in found])

    def _row(self, one: Found, now: datetime) -> QWidget:
        words = self.context.words
        button = self.button(f"restore_{one.file.stem}", words.text("Restore…"))
        button.clicked.connect(lambda: self._begin_restore(one.file))
        at = words.time(one.made_at)
        if one.made_at.date() == now.date():
            title = words.text("Today {time}", time=at)
        else:
            date = words.date(one.made_at.date(), today=now.date())
            title = words.text("{date}, {time}", date=date, time=at)
        size = words.text("{size} MB", size=words.number(max(one.size // 1_000_000, 1)))
        line = words.text("{file} · {size}", file=one.file.name, size=size)
        return row(self, f"backup_{one.file.stem}", title, line, buttons=[button])

    # -- backup and check ------------------------------------------------------------------

    def _make(self) -> None:
        words = self.context.words
        if self._begin(words.text("Backing up")):
            self._run_long(lambda _progress: backups.create_backup(self.desk), self._is_made)

    def _is_made(self, made: backups.Backup) -> None:
        self._end()
        words = self.context.words
        local = words.time(made.made_at.astimezone(self._zone))
        self.done(words.text("Backed up and read back, {time}", time=local), str(made.file))
        self.made.emit(made.made_at)
        self.read()

    def _check_plainly(self) -> None:
        self._check_now()

    def _check_now(self, keys: tuple[str, ...] = ()) -> None:
        title = self.context.words.text("Checking every balance and record")
        if self._begin(title, can_stop=True):
            self._checking = self._run_long(
                lambda progress: backups.check_everything(self.desk, keys=keys, progress=progress),
                lambda found: self._is_checked(found, with_key=bool(keys)),
            )

    def _stop_checking(self) -> None:
        if self._checking is not None and self._is_busy:
            self._checking.cancel()
            self._end()
            words = self.context.words
            title = words.text("Stopped: not everything was checked")
            self.strip.show_message(Message("check", title, words.text("Nothing was changed")))

    def _is_checked(self, found: backups.Checked, *, with_key: bool) -> None:
        self._end()
        words, told = self.context.words, found.record
        if not found.problems:
            line = proved_line(words, told.checked, told.unchecked, with_key=with_key)
            self.done(words.text("Everything is in order"), line)
            return
        title = words.plural("{n} problem found", "{n} problems found", len(found.problems))
        advice = words.text("Copy the details for somebody who can help")
        listed = "\n".join([*problem_texts(words, found.problems[:MOST_TOLD]), advice])
        details = "\n".join(problem_lines(words, found.problems))
        copy = self.button("check_copy", words.text("Copy details"), Look(icon="copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self.strip.show_message(Message("stop", title, listed), [copy])

    # -- the audit key -----------------------------------------------------------------------

    def is_unsaved(self) -> bool:
        """Whether a key is shown that nobody has kept yet."""
        return isinstance(self._key_pane, NewKeyPane) and self._key_pane.keeps_key

    def shows_key(self) -> bool:
        return self.is_unsaved()

    def may_leave(self) -> bool:
        if isinstance(self._key_pane, NewKeyPane) and self._key_pane.keeps_key:
            self._key_pane.hold()
            return False
        return True

    def takes_scans(self) -> bool:
        """The sheet's symbol may be scanned while its key is asked for."""
        return isinstance(self._key_pane, KeyCheckPane)

    def take_scan(self, text: str) -> None:
        if isinstance(self._key_pane, KeyCheckPane):
            self._key_pane.take_scan(text)

    def _ask_key(self) -> None:
        if self.may_leave():
            pane = KeyCheckPane(self.context)
            pane.given.connect(self._check_with)
            self._show_key_pane(pane)

    def _check_with(self, keys: tuple[str, ...]) -> None:
        self._drop_key_pane()
        self._check.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check_now(keys)

    def begin_first_key(self) -> None:
        """Make the key of a shop that has none; who leads here knows that."""
        self._say_key(has_key=False)
        self._begin_new_key()

    def _begin_new_key(self) -> None:
        if self.may_leave():
            pane = NewKeyPane(self.context, self.desk, is_first=not self._has_key)
            pane.made.connect(self.read)
            self._show_key_pane(pane)

    def _show_key_pane(self, pane: KeyCheckPane | NewKeyPane) -> None:
        self._drop_key_pane()
        self._key_pane = pane
        pane.left.connect(self._drop_key_pane)
        self.column.insertWidget(1, pane)
        pane.take_focus()
        reveal(pane)
        self.opened.emit()

    def _drop_key_pane(self) -> None:
        if self._key_pane is not None:
            self._key_pane.hide()
            self._key_pane.deleteLater()
            self._key_pane = None
            self._make_key.setFocus(Qt.FocusReason.OtherFocusReason)
            self.opened.emit()

    def _begin(self, title: str, *, can_stop: bool = False) -> bool:
        """Whether the work may begin; the buttons stay enabled, so that the focus stays too."""
        if self._is_busy:
            return False
        self._is_busy = True
        self.strip.hide()
        self._progress.show()
        self._progress.start(title, can_stop=can_stop)
        return True

    def _end(self) -> None:
        self._is_busy = False
        self._checking = None
        self._progress.finish()
        self._progress.hide()

    def _run_long(self, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> Task:
        """Work beside the counter, on a connection of its own."""

        def job(progress: Progress) -> object:
            try:
                return work(progress)
            finally:
                self.desk.store.close()

        def failed(error: Exception) -> None:
            self._end()
            self.refused(error)

        return self.context.tasks.run_long(
            job, owner=self, done=done, failed=failed, progress=self._progress.report
        )

    # -- restore ---------------------------------------------------------------------------

    def _choose(self) -> None:
        file = files.ask_backup(self, self.context.words, self.desk.folder)
        if file is not None:
            self._begin_restore(file)

    def _begin_restore(self, file: Path) -> None:
        if not self.may_leave():
            return
        self._drop_restore()
        self._restore = RestorePane(self.context, self.desk, file, self._zone)
        self._restore.left.connect(self._drop_restore)
        self._restore.allowed.connect(self.restore_wanted)
        self.column.insertWidget(1, self._restore)
        self._restore.take_focus()
        reveal(self._restore)
        self.opened.emit()

    def _drop_restore(self) -> None:
        if self._restore is not None:
            self._restore.hide()
            self._restore.deleteLater()
            self._restore = None
            self.opened.emit()

    # -- Esc -------------------------------------------------------------------------------

    def can_close(self) -> bool:
        return self._restore is not None or self._key_pane is not None

    def close_opened(self) -> None:
        """A key that nobody has kept yet says so, and stays."""
        if self._restore is not None:
            self._drop_restore()
        elif self.may_leave():
            self._drop_key_pane()
