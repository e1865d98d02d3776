"""Backups: made now, listed, put back; and the check of the whole shop."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.progress import Progress
from refdesk.services import backups
from refdesk.services.desk import Desk
from refdesk.ui import files, shop_opening
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.restore import RestorePane
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.ui.widgets.strips import Message

SHOWN = 30


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
        self._check.clicked.connect(self._check_now)
        self.put_left(top, self._back_up, self._check)
        self._progress = ProgressPlace(theme, "backup_progress", words)
        self._progress.hide()
        top.column.addWidget(self._progress)
        self._is_busy = False
        self._restore: RestorePane | None = None
        self._zone: tzinfo | None = None
        below = self.panel("backups_panel", words.text("Restore"))
        other = self.button("restore_file", words.text("From a file…"), Look(icon="folder-search"))
        other.clicked.connect(self._choose)
        self.put_left(below, other)
        self._rows = Rows(self, "backup_rows", words.text("No backup yet"))
        below.column.addWidget(self._rows)

    def read(self) -> None:
        def read() -> tuple[list[Found], datetime]:
            names = shop_opening.backup_files(self.desk.folder)[:SHOWN]
            zone = self.desk.shop().zone
            found = [
                Found(file, datetime.fromtimestamp(stat.st_mtime, zone), stat.st_size)
                for file in names
                for stat in [file.stat()]
            ]
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
            self._run_long(lambda: backups.create_backup(self.desk), self._is_made)

    def _is_made(self, made: backups.Backup) -> None:
        self._end()
        words = self.context.words
        local = words.time(made.made_at.astimezone(self._zone))
        self.done(words.text("Backed up and read back, {time}", time=local), str(made.file))
        self.made.emit(made.made_at)
        self.read()

    def _check_now(self) -> None:
        if self._begin(self.context.words.text("Checking every balance and record")):
            self._run_long(lambda: backups.check_shop(self.desk), self._is_checked)

    def _is_checked(self, problems: list[tuple[str, str]]) -> None:
        self._end()
        words = self.context.words
        if not problems:
            self.done(words.text("Everything is in order"))
            return
        title = words.plural("{n} problem found", "{n} problems found", len(problems))
        listed = "; ".join(f"{code}: {subject}" for code, subject in problems[:5])
        self.strip.show_message(Message("stop", title, listed))

    def _begin(self, title: str) -> bool:
        """Whether the work may begin; the buttons stay enabled, so that the focus stays too."""
        if self._is_busy:
            return False
        self._is_busy = True
        self.strip.hide()
        self._progress.show()
        self._progress.start(title)
        return True

    def _end(self) -> None:
        self._is_busy = False
        self._progress.finish()
        self._progress.hide()

    def _run_long(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work beside the counter, on a connection of its own."""

        def job(_progress: Progress) -> object:
            try:
                return work()
            finally:
                self.desk.store.close()

        def failed(error: Exception) -> None:
            self._end()
            self.refused(error)

        self.context.tasks.run_long(job, owner=self, done=done, failed=failed)

    # -- restore ---------------------------------------------------------------------------

    def _choose(self) -> None:
        file = files.ask_backup(self, self.context.words, self.desk.folder)
        if file is not None:
            self._begin_restore(file)

    def _begin_restore(self, file: Path) -> None:
        self._drop_restore()
        self._restore = RestorePane(self.context, self.desk, file)
        self._restore.left.connect(self._drop_restore)
        self._restore.allowed.connect(self.restore_wanted)
        self.column.insertWidget(1, self._restore)
        self._restore.take_focus()

    def _drop_restore(self) -> None:
        if self._restore is not None:
            self._restore.hide()
            self._restore.deleteLater()
            self._restore = None
