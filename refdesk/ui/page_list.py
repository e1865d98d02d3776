"""The pages of the rail by role, how each is built, and how they hand things to each other."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from refdesk.ui.main_window import CARDS, COUNTER, CUSTOMERS, PageEntry
from refdesk.ui.page import Context, Page
from refdesk.ui.pages.opening.page import Early
from refdesk.ui.preferences import Preferences, ReceiptChoice, ScannerChoice
from refdesk.ui.receipt_jobs import ReceiptJobs
from refdesk.ui.sign_in_news import News
from refdesk.words.catalogue import N_, Words

if TYPE_CHECKING:
    from refdesk.services.desk import Desk
    from refdesk.services.shifts import ShiftView
    from refdesk.ui.desk_window import DeskWindow
    from refdesk.ui.pages.cards.page import CardsPage
    from refdesk.ui.pages.counter.kept_form import KeptForm
    from refdesk.ui.pages.counter.page import CounterPage
    from refdesk.ui.pages.settings.section import Section
    from refdesk.ui.sounds import Level, Sounds

SETTINGS = "settings"
PROGRAMMES = "programmes"
CLOSE_SHIFT = "close_shift"


class RailItem(NamedTuple):
    """A place of the rail as `PageEntry` wants it."""

    key: str
    title: str
    icon: str
    digit: int


_ITEMS = (
    RailItem(COUNTER, N_("Counter"), "scan-line", 1),
    RailItem(CUSTOMERS, N_("Customers"), "users", 2),
    RailItem(PROGRAMMES, N_("Programmes"), "gift", 3),
    RailItem(CARDS, N_("Cards"), "id-card", 4),
    RailItem(SETTINGS, N_("Settings"), "settings", 6),
    RailItem(CLOSE_SHIFT, N_("Close shift"), "lock", 0),
)
_OPEN_TO = {
    "cashier": (COUNTER, CUSTOMERS),
    "manager": (COUNTER, CUSTOMERS, CARDS),
    "owner": (COUNTER, CUSTOMERS, PROGRAMMES, CARDS, SETTINGS),
}


def rail_of(words: Words, role: str) -> list[RailItem]:
    """What a role finds on the rail."""
    return [
        item._replace(title=words.text_of(item.title))
        for item in _ITEMS
        if item.key in _OPEN_TO[role]
    ]


class PageList(QObject):
    """Builds the pages of one person in one window, each when it is wanted, and wires them.

    ``settings_built`` gives the settings page, which is wired by who keeps the window;
    ``backup_made`` the moment of a backup that another page made, ``shift_closed`` the shift.
    """

    settings_built = Signal(object)
    backup_made = Signal(object)
    shift_closed = Signal(object)

    def __init__(
        self,
        context: Context,
        desk: "Desk",
        window: "DeskWindow",
        preferences: Preferences,
        sounds: "Sounds",
    ) -> None:
        super().__init__(window)
        self._context = context
        self._desk = desk
        self._window = window
        self._preferences = preferences
        self._sounds = sounds
        self.receipts = ReceiptJobs(context, desk, lambda: preferences.receipts, self)
        self._before_cards = COUNTER
        self.section = ""
        """The section with which the settings begin."""
        self.kept: KeptForm | None = None
        """What stood in the counter's form of the window before, until the counter is built."""
        window.undo_requested.connect(lambda: self._at_counter(undo=True))
        window.redo_requested.connect(lambda: self._at_counter(undo=False))
        window.search_requested.connect(self._search)
        window.new_customer_requested.connect(self._new_customer)

    def entries(self) -> list[PageEntry]:
        """The entries of the rail."""
        builders: dict[str, Callable[[], Page]] = {
            COUNTER: self._counter,
            CUSTOMERS: self._customers,
            PROGRAMMES: self._programmes,
            CARDS: self._cards,
            SETTINGS: self._settings,
            CLOSE_SHIFT: self._close_shift,
        }
        words, role = self._context.words, self._desk.actor.role
        shown = _OPEN_TO[role]
        # A cashier prints a customer's card too, coming from the counter or from the customer.
        wanted = [item for item in _ITEMS if item.key in (*shown, CARDS, CLOSE_SHIFT)]
        return [
            PageEntry(
                item.key, words.text_of(item.title), item.icon, item.digit, builders[item.key],
                on_rail=item.key in shown,
            )
            for item in wanted
        ]  # fmt: skip

    def keep_form(self) -> "KeptForm | None":
        """What stands in the counter's form, for the counter of a window that is built anew."""
        from refdesk.ui.pages.counter.kept_form import keep_form
        from refdesk.ui.pages.counter.page import CounterPage

        page = self._window.page(COUNTER)
        return keep_form(page) if isinstance(page, CounterPage) else self.kept

    def retire(self) -> None:
        """Another person's pages take over the window."""
        for signal in (
            self._window.undo_requested,
            self._window.redo_requested,
            self._window.search_requested,
            self._window.new_customer_requested,
        ):
            signal.disconnect()
        self.deleteLater()

    # -- building --------------------------------------------------------------------------

    def _counter(self) -> Page:
        from refdesk.ui.pages.counter.cues import Cues
        from refdesk.ui.pages.counter.kept_form import give_back
        from refdesk.ui.pages.counter.page import CounterPage
        from refdesk.ui.pages.counter.receipts import CounterReceipts

        page = CounterPage(self._context, self._desk, keypad=self._preferences.keypad)
        page.badge_scanned.connect(self._window.badge_scanned)
        page.card_wanted.connect(self._show_card)
        page.new_card_wanted.connect(self._show_card)
        page.coupons_wanted.connect(self._show_coupons)
        page.keypad_changed.connect(self._keep_keypad)
        page.shift_end_wanted.connect(lambda: self._window.lead_to(CLOSE_SHIFT))
        page.search_wanted.connect(self._find_customer)
        page.hints.key_wanted.connect(self._make_audit_key)
        page.hints.review_wanted.connect(lambda: self.open_settings("review"))
        page.receipts = receipts = CounterReceipts(page)
        receipts.wanted.connect(lambda cards: self.receipts.print_cards(cards, page, page.say))
        receipts.offer(self.receipts.is_set_up())
        cues = Cues(page)
        page.showing.opened.connect(cues.opened)
        page.scans.read_twice.connect(cues.busy)
        self._window.scan_refused.connect(cues.busy)
        cues.wanted.connect(self._sounds.play)
        self._sounds.load_soon()
        self._get_ready_behind(page)
        kept, self.kept = self.kept, None
        if kept is not None:
            give_back(page, kept)
        return page

    def _get_ready_behind(self, counter: "CounterPage") -> None:
        """Whenever the counter has read the day, whatever page is missing is built."""
        from refdesk.ui.getting_ready import GettingReady

        keys = [entry.key for entry in self.entries() if entry.key != COUNTER]
        ready = GettingReady(self._window, self._context, keys, counter.is_waiting, counter)
        counter.day_read.connect(ready.begin)

    def _customers(self) -> Page:
        from refdesk.ui.pages.customers.page import CustomersPage

        page = CustomersPage(self._context, self._desk)
        page.card_wanted.connect(self._show_card)
        page.receipt_wanted.connect(
            lambda cards: self.receipts.print_cards(cards, page, page.strip.show_message)
        )
        page.offer_receipts(self.receipts.is_set_up())
        page.purchase_wanted.connect(self._sell_to)
        page.deeds.erasing.backup_made.connect(self.backup_made)
        return page

    def _programmes(self) -> Page:
        from refdesk.ui.pages.programmes.page import ProgrammesPage

        return ProgrammesPage(self._context, self._desk)

    def _cards(self) -> Page:
        from refdesk.ui.pages.cards.page import CardsPage

        page = CardsPage(self._context, self._desk)
        page.back_wanted.connect(lambda: self._window.lead_to(self._before_cards))
        return page

    def _settings(self) -> Page:
        from refdesk.ui.pages.settings.page import SettingsPage

        page = SettingsPage(
            self._context, self._desk, language=self._preferences.language, section=self.section,
            receipts=self._preferences.receipts, sound=self._preferences.sound,
        )  # fmt: skip
        page.sound_chosen.connect(self._keep_sound)
        page.sound_tried.connect(self._sounds.try_out)
        page.receipts_chosen.connect(self._keep_receipts)
        page.scanner_chosen.connect(self._keep_scanner)
        self.settings_built.emit(page)
        return page

    def _close_shift(self) -> Page:
        from refdesk.ui.pages.close_shift.page import CloseShiftPage

        page = CloseShiftPage(self._context, self._desk)
        page.back_wanted.connect(lambda: self._window.lead_to(COUNTER))
        page.run_wanted.connect(self._show_run)
        page.receipts = self.receipts
        page.closed.connect(self._shift_closed)
        return page

    # -- from page to page -----------------------------------------------------------------

    def _shown_counter(self) -> "CounterPage | None":
        from refdesk.ui.pages.counter.page import CounterPage

        self._window.lead_to(COUNTER)
        page = self._window.page(COUNTER)
        in_front = page is not None and self._window.current_page() is page
        return page if in_front and isinstance(page, CounterPage) else None

    def _at_counter(self, *, undo: bool) -> None:
        page = self._shown_counter()
        if page is not None:
            (page.undo_last if undo else page.repeat_last)()

    def _search(self) -> None:
        from refdesk.ui.pages.customers.page import CustomersPage

        page = self._window.current_page()
        if isinstance(page, CustomersPage):
            page.focus_search()

    def _make_audit_key(self) -> None:
        from refdesk.ui.pages.settings.backups import BackupsSection

        section = self.open_settings("backups")
        if isinstance(section, BackupsSection):
            section.begin_first_key()

    def open_settings(self, key: str) -> "Section | None":
        """Show a section of the settings to who may see them."""
        from refdesk.ui.pages.settings.page import SettingsPage

        self._window.lead_to(SETTINGS)
        page = self._window.current_page()
        if not isinstance(page, SettingsPage):
            return None
        page.show_section(key)
        return page.section(key)

    def _find_customer(self) -> None:
        if self._window.lead_to(CUSTOMERS):
            self._search()

    def _new_customer(self) -> None:
        """F4: at the counter a purchase by somebody new, elsewhere the form of the base."""
        from refdesk.ui.pages.customers.page import CustomersPage

        if self._window.current_key() == COUNTER:
            counter = self._shown_counter()
            if counter is not None:
                counter.start_newcomer()
            return
        self._window.lead_to(CUSTOMERS)
        page = self._window.current_page()
        if isinstance(page, CustomersPage):
            page.new_customer()

    def _shown_cards(self) -> "CardsPage | None":
        """The page of cards in front; who does not find it on the rail goes back from there."""
        from refdesk.ui.pages.cards.page import CardsPage

        if self._window.current_key() != CARDS:
            self._before_cards = self._window.current_key()
        self._window.lead_to(CARDS)
        page = self._window.current_page()
        return page if isinstance(page, CardsPage) else None

    def _show_card(self, customer: int, programme: int = 0) -> None:
        page = self._shown_cards()
        if page is not None:
            page.show_customer(customer, programme)

    def _show_run(self, run: int) -> None:
        page = self._shown_cards()
        if page is not None:
            page.show_run(run)

    def _show_coupons(self, codes: tuple[str, ...]) -> None:
        page = self._shown_cards()
        if page is not None:
            page.show_coupons(codes)

    def _sell_to(self, customer: int) -> None:
        page = self._shown_counter()
        if page is not None:
            page.open_customer(customer)

    def _shift_closed(self, closed: "ShiftView") -> None:
        """The counter waits for the next shift, behind the page of the PIN where there is one."""
        self._window.lead_to(COUNTER)
        self.shift_closed.emit(closed)

    def say_at_counter(self, news: News) -> None:
        """Tell something under the scan box, until the next action."""
        counter, message = self._shown_counter(), news.tell(self._context.words)
        if counter is not None and message is not None:
            counter.say(message)

    def _keep_keypad(self, on: bool) -> None:
        self._preferences.keypad = on

    def _keep_sound(self, level: "Level") -> None:
        self._preferences.sound = level
        self._preferences.save()
        self._sounds.set_level(level)
        self._sounds.try_out()

    def _keep_scanner(self, choice: ScannerChoice) -> None:
        self._preferences.scanner = choice
        self._preferences.save()
        self._context.scanner.use(choice.serial, choice.limits, self._context.tasks)

    def _keep_receipts(self, choice: ReceiptChoice) -> None:
        """Remember the till's receipt printer; pages that stand offer it from now on, or cease."""
        from refdesk.ui.pages.counter.page import CounterPage
        from refdesk.ui.pages.customers.page import CustomersPage

        self._preferences.receipts = choice
        self.receipts.note_printer(is_well=True)
        self._preferences.save()
        counter, customers = self._window.page(COUNTER), self._window.page(CUSTOMERS)
        if isinstance(counter, CounterPage) and counter.receipts is not None:
            counter.receipts.offer(self.receipts.is_set_up())
        if isinstance(customers, CustomersPage):
            customers.offer_receipts(self.receipts.is_set_up())


def hand_over(window: "DeskWindow", early: Early) -> None:
    """Give the counter what was typed and scanned before it stood."""
    from refdesk.ui.pages.counter.page import CounterPage

    page = window.current_page()
    if not isinstance(page, CounterPage):
        return
    if early.scans:
        for text in early.scans:
            page.on_scan(text)
    elif early.submitted:
        page.submit(early.typed)
    elif early.typed:
        page.box.field.setText(early.typed)
