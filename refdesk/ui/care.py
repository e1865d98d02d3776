"""What the window does for the shop's data beside the work: status, trouble, restore, the end."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from refdesk.domain.business_day import business_date
from refdesk.storage.errors import DAMAGED, MOVED, StorageError
from refdesk.ui import shop_opening
from refdesk.ui.backup_text import moment_of
from refdesk.ui.devices import backup_device, printer_device, scanner_device
from refdesk.ui.folder_watch import FolderWatch
from refdesk.ui.shop_opening import PutBack
from refdesk.ui.status_bar import Device
from refdesk.ui.widgets.buttons import Button, Look

if TYPE_CHECKING:
    from refdesk.domain.progress import Progress
    from refdesk.domain.records import Shop
    from refdesk.services.desk import Desk
    from refdesk.storage.start_check import StartCheck
    from refdesk.ui.desk_window import DeskWindow
    from refdesk.ui.folder_hold import FolderHold
    from refdesk.ui.opener import Opener
    from refdesk.ui.session import Session
    from refdesk.ui.tasks import Task
    from refdesk.ui.widgets.strips import Message

STATUS_EVERY_MS = 60_000

Banner = Callable[[], tuple["Message", list[Button]]]
"""Makes what stands above every page, in the words and the look of the window at present."""


class Care(QObject):
    """Keeps the status bar true, shows trouble, restores backups and makes one at the end."""

    def __init__(self, host: "Session", opener: "Opener", hold: "FolderHold") -> None:
        super().__init__()
        self._host = host
        self._opener = opener
        self._hold = hold
        self._last_scan: datetime | None = None
        self._last_backup: datetime | None = None
        self._is_printing_well = True
        self._trouble = ""
        self._banner: Banner | None = None
        self._is_closing = False
        self._check: StartCheck | None = None
        self._upkeep: Task | None = None
        self._kept_up_on: date | None = None
        self._alone = threading.Lock()
        """Upkeep and a restore do not work at once."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_at_backups)
        self._timer.timeout.connect(self.keep_up)
        self._timer.setInterval(STATUS_EVERY_MS)
        self._watch = FolderWatch()
        self._watch.setParent(self)
        self._watch.stirred.connect(self._look_at_folder)

    # -- status ----------------------------------------------------------------------------

    def begin(self, last_backup: datetime | None) -> None:
        """The shop is open: watch over it."""
        self._last_backup = last_backup
        self._kept_up_on = None
        self._watch.watch(self._opener.folder)
        self._timer.start()

    def note_scan(self) -> None:
        """A card was scanned."""
        self._last_scan = self._local(self._opener.now())
        self.show_devices()

    def note_printer(self, *, is_well: bool) -> None:
        """The receipt printer has printed, or has not; another one is taken to be well."""
        self._is_printing_well = is_well
        self.show_devices()

    def note_backup(self, at: datetime) -> None:
        """A backup was made at this moment."""
        self._last_backup = at
        self.show_devices()

    def show_devices(self) -> None:
        """Say in the status bar how scanner and backups stand."""
        if self._host.shop is not None:
            self._host.window.set_devices(self.devices())

    def devices(self) -> list[Device]:
        """The devices of the status bar; none before a shop is open."""
        if self._host.shop is None:
            return []
        words = self._host.context.words
        last = self._local(self._last_backup) if self._last_backup else None
        now = self._local(self._opener.now())
        scanner = scanner_device(words, self._last_scan, self._host.context.scanner.serial.state)
        devices = [scanner, backup_device(words, last, now)]
        return devices if self._is_printing_well else [*devices, printer_device(words)]

    def _local(self, at: datetime) -> datetime:
        shop = self._host.shop
        return at.astimezone(shop.zone if shop else None)

    def _look_at_backups(self) -> None:
        """Once a minute: the newest backup, and so whether the data can be read at all."""
        desk = self._host.open_desk
        if desk is not None and not self._is_closing:
            self._host.context.tasks.run(
                lambda: shop_opening.look_at_data(desk), owner=self, done=self._readable
            )

    def _look_at_folder(self) -> None:
        """Something stirred in the folder: the data have gone or come back, or else it is nothing
        to ask the database about."""
        desk = self._host.open_desk
        if desk is None or not self._timer.isActive():
            return
        if self._trouble == MOVED or not desk.store.path.is_file():
            self._look_at_backups()

    def _readable(self, last_backup: datetime | None) -> None:
        self._last_backup = last_backup
        if self._trouble not in ("", DAMAGED):
            self.clear_trouble()
        self.show_devices()

    # -- upkeep ----------------------------------------------------------------------------

    def keep_up(self) -> None:
        """Behind the counter, book what time has brought: after the start's check, and when the
        business day changes. While the clock is suspect it is put off."""
        desk, shop = self._host.open_desk, self._host.shop
        if desk is None or shop is None or self._is_closing or self._upkeep is not None:
            return
        today = business_date(self._opener.now(), shop.zone, shop.settings.business_day_start)
        if self._kept_up_on == today:
            return

        def work(task: "Progress") -> date | None:
            with self._alone:
                return shop_opening.keep_up(desk, task)

        self._upkeep = self._host.context.tasks.run_long(
            work, owner=self, done=self._kept_up, failed=self._not_kept_up
        )

    def _kept_up(self, on: date | None) -> None:
        self._upkeep = None
        if on is not None:
            self._kept_up_on = on

    def _not_kept_up(self, error: Exception) -> None:
        self._upkeep = None
        if not isinstance(error, StorageError):
            raise error
        self.tell_trouble(error, self.keep_up)

    def _stop_upkeep(self) -> None:
        if self._upkeep is not None:
            self._upkeep.cancel()
            self._upkeep = None

    # -- trouble ---------------------------------------------------------------------------

    def tell_trouble(self, error: StorageError, again: Callable[[], None]) -> None:
        """Say above every page what could not be done, with a way to try it again."""
        from refdesk.ui.error_texts import message_of

        def banner() -> tuple["Message", list[Button]]:
            words = self._host.context.words
            retry = self._button("banner_retry", words.text("Try again"), "refresh-cw")
            retry.clicked.connect(self.clear_trouble)
            retry.clicked.connect(again)
            return message_of(words, error), [retry]

        self._trouble = error.reason
        self._show(banner)

    def clear_trouble(self) -> None:
        """Take the banner away."""
        self._trouble, self._banner = "", None
        self._host.window.clear_banner()

    def settle_in(self, window: "DeskWindow") -> None:
        """A window takes the place of the one before: devices and banner stand there too."""
        window.set_devices(self.devices())
        if self._banner is not None:
            window.show_banner(*self._banner())

    def _show(self, banner: Banner) -> None:
        message, buttons = banner()
        self._banner = banner
        self._host.window.show_banner(message, buttons)

    def check(
        self,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
        progress: Callable[[int, int | None], None] | None = None,
    ) -> None:
        """Look at the data off the window's thread (P22)."""
        from refdesk.storage.start_check import StartCheck

        desk = self._host.open_desk
        if desk is None:
            return
        check = self._check = StartCheck()
        self._host.context.tasks.run_long(
            lambda task: shop_opening.check_at_start(desk, check, task),
            owner=self,
            done=lambda _none: done(),
            failed=failed,
            progress=progress,
        )

    def check_beside(self) -> None:
        """Look at the data while the counter works, then bring them up to date."""
        self.check(self.keep_up, self._found_damage)

    def stop_check(self) -> None:
        """The window closes, or the data are replaced: a check that still runs is no use, and
        upkeep goes on another time."""
        if self._check is not None:
            self._check.stop()
        self._stop_upkeep()

    def _found_damage(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self.tell_trouble(error, self.check_beside)

    def say(self, message: "Message") -> None:
        """Say something above every page, until it is closed; trouble that stands is not hidden."""
        if not self._trouble:
            self._say(lambda: message)
            self._banner = None  # a remark, which another window need not repeat

    def tell_undone(self, message: "Message", again: Callable[[], None]) -> None:
        """Say above every page, the sign-in too, what did not come out after its page was left,
        with a way to try it again; trouble that stands is not hidden."""

        def banner() -> tuple["Message", list[Button]]:
            words = self._host.context.words
            retry = self._button("banner_retry", words.text("Try again"), "rotate-cw")
            close = self._button("banner_close", words.text("Close"), "x")
            for button in (retry, close):
                button.clicked.connect(self.clear_trouble)
            retry.clicked.connect(again)
            return message, [retry, close]

        if not self._trouble:
            self._show(banner)

    def _say(self, message: Callable[[], "Message"]) -> None:
        def banner() -> tuple["Message", list[Button]]:
            close = self._button("banner_close", self._host.context.words.text("Close"), "x")
            close.clicked.connect(self.clear_trouble)
            return message(), [close]

        self._trouble = ""  # this stands in its place, and does not go when the data can be read
        self._show(banner)

    def _button(self, name: str, text: str, icon: str) -> Button:
        return Button(self._host.context.theme, name, text, Look(icon=icon))

    # -- restore ---------------------------------------------------------------------------

    def restore(self, file: Path) -> None:
        """Put a backup in the place of the shop, then open that."""
        words = self._host.context.words
        back = self._host.remember_view()
        desk = self._host.open_desk
        self._timer.stop()
        self.stop_check()
        self._host.wait("", words.text("Restoring the backup"))

        def failed(error: Exception) -> None:
            if self._host.shop is not None:
                self._timer.start()
            back()
            self._not_restored(error)

        def put_back() -> PutBack:
            with self._alone:
                return shop_opening.put_back(file, self._opener, self._hold, desk)

        self._host.context.tasks.run(
            put_back,
            owner=self,
            done=lambda found: self._is_restored(file, found),
            failed=failed,
        )

    def _is_restored(self, file: Path, found: PutBack) -> None:
        before = self._host.shop
        self._host.forget_shop()
        self._host.open_shop()
        self._say(lambda: self._restored_message(file, found, self._host.shop or before))

    def _restored_message(self, file: Path, found: PutBack, shop: "Shop | None") -> "Message":
        from refdesk.ui.widgets.strips import Message
        from refdesk.words.erasing_text import erased_again_line
        from refdesk.words.record_text import SHOWN_SUM, anchor_line, new_key_advice

        words = self._host.context.words
        made = moment_of(words, file, shop.zone if shop else None)
        lines = [anchor_line(words, till, seq, mac[:SHOWN_SUM]) for till, seq, mac in found.anchors]
        if found.kept is not None:
            kept = words.text("What stood before is kept as {file}", file=found.kept.name)
            lines.insert(0, kept)
        if found.erased_again:
            lines.insert(0, erased_again_line(words, found.erased_again))
        if found.has_key:
            lines.append(new_key_advice(words))
        said = words.text("Restored from {file}", file=file.name)
        if made:
            said = words.text("The backup of {moment} is restored", moment=made)
        return Message("ok", said, "\n".join(lines))

    def _not_restored(self, error: Exception) -> None:
        from refdesk.ui.error_texts import message_of

        def message() -> "Message":
            words = self._host.context.words
            told = message_of(words, error)
            title = words.text("Not restored. {reason}", reason=told.title)
            return told._replace(kind="stop", title=title)

        self._say(message)

    # -- the end ---------------------------------------------------------------------------

    def close(self) -> None:
        """Close the window; first a backup, when something changed since the last one."""
        if self._is_closing:
            return
        desk = self._host.open_desk
        if desk is None or self._host.shop is None:
            self._host.window.finish()
            return
        self._is_closing = True
        self._timer.stop()
        self.stop_check()
        self._host.wait("", self._host.context.words.text("Backing up before closing"))
        self._back_up(desk)

    def _back_up(self, desk: "Desk") -> None:
        def back_up() -> None:
            from refdesk.services.closing import back_up_changes

            back_up_changes(desk)

        self._host.context.tasks.run_long(
            lambda _progress: back_up(),
            owner=self,
            done=lambda _none: self._host.window.finish(),
            failed=lambda error: self._no_backup(error, desk),
        )

    def _no_backup(self, error: Exception, desk: "Desk") -> None:
        from refdesk.ui.error_texts import message_of

        words = self._host.context.words
        message = message_of(words, error)
        retry = self._button("banner_retry", words.text("Try again"), "refresh-cw")
        retry.clicked.connect(self.clear_trouble)
        retry.clicked.connect(lambda: self._back_up(desk))
        leave = self._button("banner_leave", words.text("Close without a backup"), "x")
        leave.clicked.connect(self._host.window.finish)
        title = words.text("No backup was made. {reason}", reason=message.title)
        self._host.window.show_banner(message._replace(title=title), [retry, leave])
