"""The data cannot be opened: what is known in one sentence, and the ways on (ui.md, section 9).

Never an empty shop over one that exists: the ways are a backup, a copy for somebody who can help,
and another try.
"""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from refdesk.storage.errors import (
    BUSY,
    DAMAGED,
    FOREIGN,
    FULL,
    LOCKED,
    MISSING,
    NETWORK_SHARE,
    NEWER,
    READ_ONLY,
    StorageError,
)
from refdesk.ui import files, shop_opening
from refdesk.ui.error_texts import problem_of
from refdesk.ui.opener import Opener
from refdesk.ui.page import Context, KeyHint, Page
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.options import Option, OptionRow
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.catalogue import N_

_SENTENCES = {
    MISSING: (
        N_("The shop’s data are not in their folder"),
        N_("The file was moved or deleted. A backup brings the shop back"),
    ),
    DAMAGED: (
        N_("The shop’s data are damaged"),
        N_("Nothing was changed. A backup brings the shop back as it was then"),
    ),
    FOREIGN: (
        N_("The file in the data folder is not RefDesk’s"),
        N_("Nothing was changed. A backup brings the shop back"),
    ),
    NEWER: (
        N_("The data are from a newer version of RefDesk"),
        N_("Nothing was changed. Install the newer version on this computer"),
    ),
    LOCKED: (
        N_("The data folder is in use by another program"),
        N_("Close the other program, then try again"),
    ),
    NETWORK_SHARE: (
        N_("The data folder is on a network share"),
        N_("Two computers would spoil the data there. Move the folder to this computer’s disk"),
    ),
    READ_ONLY: (
        N_("The data folder cannot be written"),
        N_("Check the rights of the folder, then try again"),
    ),
    FULL: (N_("The disk is full"), N_("Free some space, then try again")),
    BUSY: (N_("Another program is writing the data"), N_("Wait a moment, then try again")),
}
_OTHER = (N_("The shop’s data cannot be opened"), N_("Nothing was changed. Try again"))
_A_BACKUP_HELPS = (MISSING, DAMAGED, FOREIGN, NEWER)
_A_COPY_HELPS = (DAMAGED, FOREIGN, NEWER)


class TroublePage(Page):
    """``retry_wanted``, and ``restore_wanted`` with the path of a backup."""

    retry_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(self, context: Context, opener: Opener, trouble: StorageError) -> None:
        super().__init__()
        self._context = context
        self._opener = opener
        self._reason = trouble.reason
        self._newest: Path | None = None
        named(self, "trouble_page")
        self.setProperty("look", "page")
        theme, words = context.theme, context.words
        pad = theme.px(48)
        outer = tight(QHBoxLayout(self), 0, (pad, pad, pad, pad))
        column = tight(QVBoxLayout(), theme.px(12))
        outer.addStretch(1)
        outer.addLayout(column, 8)
        outer.addStretch(1)
        title, line = _SENTENCES.get(trouble.reason, _OTHER)
        column.addStretch(1)
        head = tight(QHBoxLayout(), theme.px(20))
        head.addWidget(IconLabel(theme, "octagon-x", 56, "stop_ink"))
        said = tight(QVBoxLayout(), theme.px(4))
        said.addWidget(Label(theme, words.text_of(title), "page", bold=True).wrapped())
        said.addWidget(Label(theme, words.text_of(line)).wrapped())
        head.addLayout(said, 1)
        column.addLayout(head)
        folder = words.text("Data folder: {folder}", folder=str(opener.folder))
        where = Label(theme, folder, "small", tone="muted").wrapped()
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(where)
        column.addSpacing(theme.px(12))
        self._ways = tight(QVBoxLayout(), theme.px(12))
        column.addLayout(self._ways)
        self._strip = Strip(theme, "trouble_strip")
        self._strip.hide()
        column.addWidget(self._strip)
        column.addStretch(2)
        self._build_ways()

    @property
    def title(self) -> str:
        return self._context.words.text("The data cannot be opened")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        return (KeyHint("Tab", text("Next way")), KeyHint("Enter", text("Take this way")))

    def on_shown(self) -> None:
        ways = self.ways()
        if ways:
            ways[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def ways(self) -> list[OptionRow]:
        """The ways on, the best first."""
        found = (self._ways.itemAt(at) for at in range(self._ways.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [one for one in widgets if isinstance(one, OptionRow)]

    # -- the ways --------------------------------------------------------------------------

    def _build_ways(self) -> None:
        text = self._context.words.text
        retry = Option(text("Try again"), text("Opens the data once more"), "refresh-cw")
        if self._reason in _A_COPY_HELPS:
            copy = Option(
                text("Save a copy…"),
                text("Puts the file as it is into a folder, for somebody who can help"),
                "save",
            )
            self._add("trouble_copy", copy).clicked.connect(self._save_copy)
        if self._reason in _A_BACKUP_HELPS:
            other = Option(
                text("Restore another backup…"), text("From a stick or a folder"), "folder-search"
            )
            self._add("trouble_other", other).clicked.connect(self._choose)
            self._context.tasks.run_long(
                lambda _progress: self._look_for_backup(), owner=self, done=self._offer
            )
        row = self._add("trouble_retry", retry, first=self._reason not in _A_BACKUP_HELPS)
        row.clicked.connect(self.retry_wanted)

    def _add(
        self, name: str, option: Option, *, first: bool = False, primary: bool = False
    ) -> OptionRow:
        row = OptionRow(self._context.theme, name, option, primary=primary)
        row.setAutoDefault(True)
        row.setDefault(False)
        self._ways.insertWidget(0 if first else self._ways.count(), row)
        return row

    def _look_for_backup(self) -> tuple[Path, datetime] | None:
        file = shop_opening.newest_good_backup(self._opener.folder)
        if file is None:
            return None
        from refdesk.services.backup_names import made_or_changed_at

        return file, made_or_changed_at(file).astimezone()

    def _offer(self, found: tuple[Path, datetime] | None) -> None:
        """The newest backup that is whole stands first, with its time."""
        words = self._context.words
        if found is None:
            said = words.text("No whole backup is in the data folder")
            self._strip.show_message(Message("check", said))
            return
        self._newest, at = found
        today = self._opener.now().astimezone().date()
        date = words.date(at.date(), today=today)
        title = words.text(
            "Restore the newest good backup: {date}, {time}", date=date, time=words.time(at)
        )
        line = words.text("What stands in the folder now is kept beside it")
        option = Option(title, line, "archive-restore")
        primary = self._reason != NEWER
        row = self._add("trouble_restore", option, first=primary, primary=primary)
        row.clicked.connect(self._restore_newest)
        if primary:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore_newest(self) -> None:
        self.restore_wanted.emit(self._newest)

    def _choose(self) -> None:
        path = files.ask_backup(self, self._context.words, self._opener.folder)
        if path is not None:
            self.restore_wanted.emit(path)

    def _save_copy(self) -> None:
        target = files.ask_folder(self, self._context.words)
        if target is None:
            return
        self._context.tasks.run_long(
            lambda _progress: shop_opening.save_copy(self._opener, target),
            owner=self,
            done=self._is_copied,
            failed=self._not_copied,
        )

    def _is_copied(self, copy: Path) -> None:
        said = self._context.words.text("The copy is in {folder}", folder=str(copy))
        self._strip.show_message(Message("ok", said))

    def _not_copied(self, error: Exception) -> None:
        words = self._context.words
        said = words.text("No copy was made")
        self._strip.show_message(Message("stop", said, problem_of(words, error)))
