"""Which screen stands: opening, trouble, first run, PIN, or the pages of whoever is at the till."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from refdesk.storage.errors import StorageError
from refdesk.ui import shop_opening
from refdesk.ui.app import Shell
from refdesk.ui.care import Care
from refdesk.ui.changing import Changing
from refdesk.ui.desk_tasks import DeskTasks
from refdesk.ui.desk_window import DeskWindow
from refdesk.ui.folder_hold import FolderHold
from refdesk.ui.idle import MINUTE_MS, IdleWatch
from refdesk.ui.main_window import COUNTER, PageEntry
from refdesk.ui.page import Context
from refdesk.ui.pages.opening.page import Early, OpeningPage, WaitingPage
from refdesk.ui.preferences import Preferences
from refdesk.ui.scanner import Scanner
from refdesk.ui.shop_opening import Opened
from refdesk.ui.sign_in_news import NO_NEWS, News, shift_over, signed_out
from refdesk.ui.sounds import Sounds
from refdesk.ui.theme.theme import Mode, Theme
from refdesk.words.catalogue import load_words

if TYPE_CHECKING:  # the services bring the database's library along; the window comes first
    from refdesk.domain.errors import DomainError
    from refdesk.domain.records import Shop
    from refdesk.services.desk import Actor, Desk
    from refdesk.services.shifts import ShiftView
    from refdesk.ui.opener import Opener
    from refdesk.ui.page_list import PageList
    from refdesk.ui.pages.counter.kept_form import KeptForm
    from refdesk.ui.pages.first_run.draft import Draft
    from refdesk.ui.pages.settings.page import SettingsPage

View = Callable[[DeskWindow], None]


class Session(QObject):
    """Leads from the start to the end of the window.

    A view fills a window with what stands at present; it is kept, so that a window that is built
    anew for another language or scale shows the same.
    """

    def __init__(
        self,
        app: QApplication,
        opener: "Opener",
        preferences: Preferences,
        hold: FolderHold,
        *,
        idle: IdleWatch | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._opener = opener
        self._preferences = preferences
        self._hold = hold
        self._desk: Desk | None = None
        self._shop: Shop | None = None
        self._owner: Actor | None = None
        self._actor: Actor | None = None
        self._needs_pin = False
        self._chosen: int | None = None
        self._news = NO_NEWS
        self._signs_owner_in = False
        self._ends_at_once = False
        self._draft: Draft | None = None
        self._key = COUNTER
        self._section = ""
        self._pages: PageList | None = None
        self._kept: KeptForm | None = None
        self._early = Early()
        self._view: View = self._show_opening
        self._idle = idle or IdleWatch()
        self._idle.expired.connect(self._lock_untouched)
        theme = Theme(app, mode=preferences.mode, scale=preferences.scale)
        self.care = Care(self, opener, hold)
        self._changing = Changing(self)
        self._changing.wanted.connect(self._change_person)
        tasks = DeskTasks(
            self.care.tell_trouble,
            on_thread_exit=self._close_connection,
            on_signed_out=self._signed_out,
        )
        self._context = Context(preferences.words(), theme, tasks, Scanner())
        self._context.scanner.scanned.connect(self.care.note_scan)
        self._context.scanner.serial.state_changed.connect(self.care.show_devices)
        self._context.scanner.scanned.connect(self._idle.touch)
        app.focusWindowChanged.connect(self._idle.watch)  # a dialog is a window of its own
        self._sounds = Sounds(tasks, preferences.sound)
        self.shell = Shell(app, self._context, self._make_window)
        parts = (theme, self._context.scanner, self.care, self._idle, self.shell, self._sounds)
        for part in parts:
            part.setParent(self)  # they have timers, which end in the thread that began them

    @property
    def window(self) -> DeskWindow:
        """The window that stands now."""
        window = self.shell.window
        assert isinstance(window, DeskWindow)
        return window

    @property
    def context(self) -> Context:
        """What pages are given at present."""
        return self._context

    @property
    def shop(self) -> "Shop | None":
        """The open shop, if one is open."""
        return self._shop

    @property
    def open_desk(self) -> "Desk | None":
        """The database that is open, if one is, whoever is at the till."""
        return self._desk

    @property
    def desk(self) -> "Desk":
        """The open shop with whoever is at the till."""
        assert self._desk is not None
        return self._desk.acting(self._actor) if self._actor else self._desk

    # -- from opening to the counter -------------------------------------------------------

    def start(self, trouble: StorageError | None = None) -> None:
        """Begin once the first frame is on the screen; with a trouble, at its page."""
        if trouble is None:
            # queued: the frame is on the screen before the work begins
            self.window.painted.connect(self.open_shop, Qt.ConnectionType.QueuedConnection)
        else:
            self._go(lambda window: self._show_trouble(window, trouble))

    def close_when_shown(self) -> None:
        """For a smoke test: end as soon as it is plain what the folder holds."""
        self._ends_at_once = True

    def run(self) -> int:
        """Serve the window until it is closed; return the exit code."""
        self._app.aboutToQuit.connect(self.care.stop_check)
        code = self.shell.run()
        if self._hold.is_held and self._shop is not None:
            shop_opening.mark_ended(self._opener.folder)
        self._preferences.save()
        self._hold.release()
        return code

    def open_shop(self) -> None:
        """Open the data folder's shop off the window's thread and go on with what it holds."""
        self._context.tasks.run(
            lambda: shop_opening.open_shop(self._opener, self._hold),
            owner=self,
            done=self._opened,
            failed=self._not_opened,
        )

    def _opened(self, opened: Opened) -> None:
        self._desk, self._shop = opened.desk, opened.shop
        if self._shop is None:
            self._begin_first_run()
            return
        self._owner, self._needs_pin = opened.owner, opened.needs_pin
        shop_opening.mark_open(self._opener.folder)
        self._use_words_of(self._shop)
        self._set_idle(self._shop)
        self.window.find_badge = self._changing.see
        self.care.begin(opened.last_backup)
        self._context.scanner.use(*self._preferences.scanner, self._context.tasks)
        if opened.was_cut_off:
            self._check_first()
        else:
            self._enter()
            self.care.check_beside()

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self._go(lambda window: self._show_trouble(window, error))

    def _check_first(self) -> None:
        """After an end that was no clean one, look at the data before the counter opens (P22)."""
        text = self._context.words.text
        line = text("The program was cut off last time. Nothing has to be done")
        self.wait(text("Checking the data"), text("Checking the data"), line)
        page = self.window.current_page()
        report = page.progress.report if isinstance(page, WaitingPage) else None
        self.care.check(self._enter, self._not_opened, report)

    def _enter(self) -> None:
        """Go to the counter, by way of the PIN where people have one."""
        self._remember()
        owner_is_here, self._signs_owner_in = self._signs_owner_in, False
        if self._needs_pin and not owner_is_here:
            self._go(self._show_sign_in)
            return
        self._actor = self._owner
        self._go(self._show_pages)

    def _begin_first_run(self) -> None:
        from refdesk.ui.pages.first_run.draft import Draft, computer_zone

        if self._draft is None:
            language = self._context.words.language
            self._draft = Draft(language=language, time_zone=computer_zone())
        self._go(self._show_first_run)

    def _first_run_done(self, desk: "Desk") -> None:
        """The shop is set up: its owner, who did it, is at the till."""
        self.wait("", self._context.words.text("Opening the shop"))
        self._draft = None
        self._signs_owner_in = True
        self._context.tasks.run(
            lambda: shop_opening.look_into(desk),
            owner=self,
            done=self._opened,
            failed=self._not_opened,
        )

    # -- people ----------------------------------------------------------------------------

    def lock(self) -> None:
        """Ask who is at the till (F12); where nobody has a PIN, show where one is given."""
        if self._view != self._show_pages:
            return
        if self._needs_pin:
            self._ask_pin()
        elif self._pages is not None:
            self._pages.open_settings("staff")

    def _lock_untouched(self) -> None:
        """Nobody touched the window for a while; where nobody has a PIN it stays as it is."""
        if self._needs_pin:
            self.lock()

    def _ask_pin(self, news: News = NO_NEWS, *, chosen: int | None = None) -> None:
        """Ask for the PIN of who is chosen, or at the till; the pages stay until another one's."""
        here = self._actor.staff if self._actor else None
        self._chosen, self._news = chosen or here, news
        modal = QApplication.activeModalWidget()
        if modal is not None:
            modal.close()
        self._go(self._show_sign_in)

    def _signed_out(self, error: "DomainError") -> None:
        """Who is at the till was let go, or has another role or PIN: nothing more is done (4a)."""
        if self._view == self._show_pages:
            self._ask_pin(signed_out(error))
        elif self._view == self._show_sign_in:  # locked meanwhile
            self._news = signed_out(error)

    def _shift_closed(self, closed: "ShiftView") -> None:
        """Whoever comes next signs in and sees it; where nobody does, it is told at the counter."""
        if not self._needs_pin and self._pages is not None:
            self._pages.say_at_counter(shift_over(closed))
        elif self._view in (self._show_pages, self._show_sign_in):
            self._ask_pin(shift_over(closed))

    def _change_person(self, staff: int) -> None:
        """Somebody's badge was scanned on a page."""
        if self._view == self._show_pages:
            self._needs_pin = True
            self._ask_pin(chosen=staff)

    def sign_in(self, actor: "Actor") -> None:
        """Open the pages of a person whose PIN was right; another person begins at the counter.

        His pages wait for him also where he was given a new PIN on the page that asks for it. Work
        that was refused because of a new PIN has left them half-way: they are made anew.
        """
        before = self._actor
        is_whole = not self._news.is_half_way
        if before is not None and is_whole and replace(actor, seal=before.seal) == before:
            before.seal.mark = actor.seal.mark
            actor = before
        if actor != before:
            self._key, self._section, self._kept = COUNTER, "", None
        self._actor = actor
        self._go(self._show_pages)

    # -- views -----------------------------------------------------------------------------

    def _go(self, view: View) -> None:
        self._view = view
        view(self.window)
        self.care.show_devices()
        if self._ends_at_once and view != self._show_opening:
            QTimer.singleShot(0, self.window.finish)

    def wait(self, title: str, progress: str = "", line: str = "") -> None:
        """Show that something has to finish first; ``progress`` is said when it takes long."""

        def view(window: DeskWindow) -> None:
            page = WaitingPage(self._context, title, line)
            page.progress.start(progress)
            window.show_screen(page)

        self._go(view)

    def remember_view(self) -> Callable[[], None]:
        """How to come back to what stands now."""
        view = self._view
        return lambda: self._go(view)

    def forget_shop(self) -> None:
        """Another database stands in the place of this one: nothing of the old one goes on."""
        self._desk = self._shop = self._owner = self._actor = None
        self._chosen, self._news, self._kept = None, NO_NEWS, None
        if self._pages is not None:
            self._pages.retire()
            self._pages = None
        self.window.find_badge = None
        self.window.owner_of_pages = None

    def _show_opening(self, window: DeskWindow) -> None:
        if not self._preferences.counter_first:
            page = WaitingPage(self._context, "")
            page.progress.start(self._context.words.text("Opening the shop"))
            window.show_screen(page)
            return
        from refdesk.ui.page_list import rail_of

        entries = [
            PageEntry(*item, lambda: OpeningPage(self._context))
            for item in rail_of(self._context.words, "owner")
        ]
        window.set_entries(entries, self._preferences.shop_name)
        window.show_page(COUNTER)

    def _show_trouble(self, window: DeskWindow, trouble: StorageError) -> None:
        from refdesk.ui.pages.trouble.page import TroublePage

        page = TroublePage(self._context, self._opener, trouble)
        page.retry_wanted.connect(self._try_again)
        page.restore_wanted.connect(self.care.restore)
        window.show_screen(page)

    def _try_again(self) -> None:
        self.wait("", self._context.words.text("Opening the shop"))
        self.open_shop()

    def _show_first_run(self, window: DeskWindow) -> None:
        from refdesk.ui.pages.first_run.page import FirstRunPage

        assert self._draft is not None
        page = FirstRunPage(self._context, self._opener, self._draft, self._desk)
        page.language_chosen.connect(self._speak)
        page.restore_wanted.connect(self.care.restore)
        page.quit_wanted.connect(window.close)
        page.finished.connect(self._first_run_done)
        window.show_screen(page)

    def _show_sign_in(self, window: DeskWindow) -> None:
        from refdesk.ui.pages.sign_in.page import Left, SignInPage

        assert self._desk is not None
        is_kept = self._kept is not None and self._kept.is_form
        waits = not self._news.is_half_way and (is_kept or window.is_unsaved())
        name = self._actor.name if self._actor and waits else ""
        left = Left(name, window.shows_key(), window.is_unsaved(but=COUNTER))
        news = self._news.tell(self._context.words)
        page = SignInPage(self._context, self._desk, last=self._chosen, news=news, left=left)
        page.signed_in.connect(self.sign_in)
        page.language_chosen.connect(self._choose_language)
        window.show_screen(page)

    def _show_pages(self, window: DeskWindow) -> None:
        from refdesk.ui.page_list import PageList

        assert self._actor is not None
        if window.owner_of_pages != self._actor:
            self._collect_early(window)
            key = self._key
            if self._pages is not None:
                self._pages.retire()
            self._pages = pages = PageList(
                self._context, self.desk, window, self._preferences, self._sounds
            )
            pages.section, pages.receipts.care = self._section, self.care
            pages.kept, self._kept = self._kept, None
            pages.settings_built.connect(self._connect_settings)
            pages.backup_made.connect(self.care.note_backup)
            pages.shift_closed.connect(self._shift_closed)
            window.set_entries(pages.entries(), self._shop_name())
            window.owner_of_pages = self._actor
            window.set_person(self._actor.name)
            self._key = key
        if not window.show_page(self._key):
            window.show_page(COUNTER)
        self._hand_over_early(window)

    def _collect_early(self, window: DeskWindow) -> None:
        page = window.current_page()
        if isinstance(page, OpeningPage):
            self._early = page.early()

    def _hand_over_early(self, window: DeskWindow) -> None:
        from refdesk.ui.page_list import hand_over

        early, self._early = self._early, Early()
        if early != Early():
            hand_over(window, early)

    # -- the window ------------------------------------------------------------------------

    def _make_window(self, context: Context) -> DeskWindow:
        self._context = context
        if self._pages is not None:
            self._kept, self._pages = self._pages.keep_form(), None
        window = DeskWindow(context, self._shop_name(), computer_stops=self._app.isSavingSession)
        window.lock_requested.connect(self.lock)
        window.close_requested.connect(self.care.close)
        window.page_shown.connect(self._note_page)
        window.badge_scanned.connect(self._changing.scanned)
        window.find_badge = self._changing.see if self._desk is not None else None
        window.appeared.connect(lambda: self._idle.watch(window.windowHandle()))
        self._view(window)
        self.care.settle_in(window)
        return window

    def _note_page(self, key: str) -> None:
        if self._view == self._show_pages:
            self._key = key

    def _use_words_of(self, shop: "Shop") -> None:
        """Speak the shop's language unless this till has its own."""
        language = self._preferences.language or shop.language
        words = load_words(language, currency=shop.currency, region=shop.region)
        if words != self._context.words:
            self.shell.set_words(words)

    def _set_idle(self, shop: "Shop") -> None:
        self._idle.set_limit(shop.settings.lock_minutes * MINUTE_MS)

    def _speak(self, language: str) -> None:
        now = self._context.words
        self.shell.set_words(load_words(language, currency=now.currency, region=now.region))

    def _choose_language(self, language: str) -> None:
        self._preferences.language = language
        self._speak(language or (self._shop.language if self._shop else language))
        self._remember()

    def _remember(self) -> None:
        self._preferences.remember(
            self._context.words, shop_name=self._shop_name(), counter_first=not self._needs_pin
        )

    def _shop_name(self) -> str:
        return self._shop.name if self._shop else self._preferences.shop_name

    # -- settings --------------------------------------------------------------------------

    def _connect_settings(self, page: "SettingsPage") -> None:
        page.mode_chosen.connect(self._choose_mode)
        page.scale_chosen.connect(self._choose_scale)
        page.language_chosen.connect(self._choose_language)
        page.shop_changed.connect(self._shop_changed)
        page.staff_changed.connect(self._staff_changed)
        page.backup_made.connect(self.care.note_backup)
        page.restore_wanted.connect(self.care.restore)
        page.section_shown.connect(self._note_section)

    def _note_section(self, section: str) -> None:
        self._section = section

    def _choose_mode(self, mode: Mode) -> None:
        self._preferences.mode = mode
        self.shell.set_mode(mode)

    def _choose_scale(self, scale: int) -> None:
        self._preferences.scale = scale
        self.shell.set_scale(scale)

    def _shop_changed(self, shop: "Shop") -> None:
        """Another name, language or setting: pages that stand still know the old one."""
        self._shop = shop
        self._set_idle(shop)
        before = self._context.words
        self._use_words_of(shop)
        self._remember()
        if self._context.words == before:
            if self._pages is not None:
                self._pages.kept = self._pages.keep_form()
            self.window.renew_pages(self._shop_name(), keep="settings")

    def _close_connection(self) -> None:
        """A worker ends: its connection goes with it."""
        if self._desk is not None:
            self._desk.store.close()

    def _staff_changed(self, needs_pin: bool) -> None:
        self._needs_pin = needs_pin
        self._remember()
