"""The frame: rail, pages, status bar, the keys that work everywhere, and where scans go."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refdesk.ui.page import Context, Density, KeyHint, Page, sequences
from refdesk.ui.rail import Rail
from refdesk.ui.status_bar import Device, StatusBar
from refdesk.ui.widgets.base import frame, tight
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.labels import IconLabel, Label

if TYPE_CHECKING:  # a banner is built when there is trouble, not at every start
    from refdesk.ui.widgets.strips import Message, Strip

SMALLEST = (1024, 680)
LOW_HEIGHT = 740
NARROW_WIDTH = 1200
COUNTER = "counter"
CUSTOMERS = "customers"
CARDS = "cards"
SLICE = 200
"""Pixels of a page's height that are drawn unseen in one turn."""


class PageEntry(NamedTuple):
    """A page of the rail; it is built behind the counter, or when it is first shown.

    ``digit`` is its place in Ctrl+1 to Ctrl+6, the same for every role. What is not ``on_rail``
    is only reached from other pages, and belongs to the counter.
    """

    key: str
    title: str
    icon: str
    digit: int
    build: Callable[[], Page]
    on_rail: bool = True


class MainWindow(QMainWindow):
    """One window for everything. Pages come in by ``entries``, only those the person may open.

    Wishes that belong to no page are signals: lock, undo and repeat of the own last action,
    search, a new customer, and a scan that came while a dialog was open (``scan_refused``).
    """

    page_shown = Signal(str)
    lock_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    search_requested = Signal()
    new_customer_requested = Signal()
    scan_refused = Signal(str)
    closing = Signal()

    def __init__(self, context: Context, entries: Sequence[PageEntry], title: str) -> None:
        """``title`` is the shop's name as the window shows it."""
        super().__init__()
        self._context = context
        self._title = title
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._built: dict[str, Page] = {}
        self._drawn: dict[str, int] = {}
        self._screen: Page | None = None
        self._help: Page | None = None
        self._key = ""
        self._training = False
        self._banner: Strip | None = None
        self._told: Message | None = None
        self._density = Density()
        self._shortcuts: dict[str, QShortcut] = {}
        self._runs: dict[str, Callable[[], None]] = {}
        self.setObjectName("main_window")
        self.setMinimumSize(*SMALLEST)
        self._build()
        context.theme.dress(self)
        self._everywhere = self._global_keys()
        self._set_keys(())
        context.scanner.scanned.connect(self.on_scan)
        context.theme.changed.connect(self.update)
        self._set_title("")

    # -- pages -----------------------------------------------------------------------------

    def set_entries(self, entries: Sequence[PageEntry], title: str) -> None:
        """Offer other pages, for another person or shop; the pages that stood go with their state.

        What is in front stays there until another page or screen is shown.
        """
        self._title = title
        for page in self._pages.values():
            self._remove(page)
        self._pages.clear()
        self._drop_built()
        self._key = ""
        self._entries = {entry.key: entry for entry in entries}
        self._rail.clear_pages()
        self._fill_rail()
        self._everywhere = self._global_keys()
        self._refresh_keys()

    def show_page(self, key: str) -> bool:
        """Bring a page of the rail to the front; False when it is not there or may not be left.

        A screen without the rail (PIN, first run) that was in front is dropped.
        """
        entry = self._entries.get(key)
        front = self.current_page()
        if entry is None or (front is not None and front.isVisible() and not front.may_leave()):
            return False
        self._close_help()
        self._drop_screen()
        if key not in self._pages:
            page = self._built.pop(key) if key in self._built else entry.build()
            self._pages[key] = self._adopt(page)
        self._key = key
        self._rail.setVisible(True)
        self._rail.mark(key if entry.on_rail else COUNTER)
        self._bring(self._pages[key])
        self.page_shown.emit(key)
        return True

    def lead_to(self, key: str) -> bool:
        """`show_page` as pages wish it: what ends late does not take a screen, such as the PIN's,
        away from above them."""
        return self._screen is None and self.show_page(key)

    def prepare(self, key: str) -> bool:
        """Go one step towards a page that nobody has opened yet: build it, take it in, let it
        prepare itself, then lay it out.

        False where the page is ready, or is none.
        """
        if key not in self._entries:
            return False
        if key in self._pages:
            page = self._pages[key]
            return key != self._key and (page.prepare() or self._lay_out_unseen(key))
        if key in self._built:
            self._pages[key] = self._adopt(self._built.pop(key))
        else:
            self._built[key] = self._entries[key].build()
        return True

    def show_screen(self, page: Page) -> None:
        """Show a page over the whole window, without the rail: PIN, first run, damaged data."""
        self._close_help()
        self._drop_screen()
        self._screen = self._adopt(page)
        self._rail.setVisible(False)
        self._bring(page)

    def current_page(self) -> Page | None:
        """The page or screen in front; under F1 the one behind it."""
        return self._screen or self._pages.get(self._key)

    def current_key(self) -> str:
        """The key of the rail's page in front, or of the last one."""
        return self._key

    def page(self, key: str) -> Page | None:
        """A page that was built already."""
        return self._pages.get(key)

    # -- what stands around the pages ------------------------------------------------------

    def show_banner(self, message: "Message", actions: Sequence[Button] = ()) -> None:
        """Tell of storage trouble above every page; it stays until `clear_banner`, and gives way
        while the page in front says the same."""
        if self._banner is None:
            from refdesk.ui.widgets.strips import Strip

            self._banner = Strip(self._context.theme, "storage_banner")
            tight(QVBoxLayout(self._banner_place)).addWidget(self._banner)
            self._place_banner()
        self._banner.show_message(message, actions)
        self._told = message
        self._fit_banner()

    def clear_banner(self) -> None:
        """The trouble is over."""
        self._told = None
        self._fit_banner()

    def _fit_banner(self) -> None:
        page = self.current_page()
        is_said = self._told is not None and page is not None and page.says(self._told)
        self._banner_place.setVisible(self._told is not None and not is_said)
        self._measure()

    def _place_banner(self) -> None:
        """Its edges stand above those of the pages; above it there is as much room in any window,
        for the size class depends on its height."""
        theme, layout = self._context.theme, self._banner_place.layout()
        if layout is not None:
            side = theme.px(16 if self._density.low or self._density.narrow else 24)
            layout.setContentsMargins(side, theme.px(16), side, 0)

    def set_training(self, on: bool) -> None:
        """Mark every screen as the training till (G30)."""
        self._training = on
        self._training_bar.setVisible(on)
        self._measure()
        page = self.current_page()
        self._set_title(page.title if page else "")

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Show the state of the devices."""
        self._status.devices.show_devices(devices)

    def set_person(self, name: str) -> None:
        """Show who is at the till."""
        self._rail.set_person(name)

    def is_unsaved(self, *, but: str = "") -> bool:
        """Whether something typed on any page would go with it; ``but`` one that is kept."""
        return any(page.is_unsaved() for key, page in self._pages.items() if key != but)

    def shows_key(self) -> bool:
        """Whether a page shows what can never be shown again."""
        return any(page.shows_key() for page in self._pages.values())

    @property
    def density(self) -> Density:
        """The size class of the window."""
        return self._density

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self._rail = Rail(theme, words.text("Lock"))
        self._fill_rail()
        self._rail.page_chosen.connect(self._choose)
        self._rail.lock_chosen.connect(self.lock_requested)
        self._rail.person_chosen.connect(self.lock_requested)
        self._rail.hide()
        self._stack = QStackedWidget()
        self._status = StatusBar(theme, words.text("Devices ready"))
        self._banner_place = QWidget()
        self._banner_place.hide()
        self._training_bar = self._build_training_bar()
        right = tight(QVBoxLayout())
        right.addWidget(self._banner_place)
        right.addWidget(self._stack, 1)
        body = tight(QHBoxLayout())
        body.addWidget(self._rail)
        body.addLayout(right, 1)
        central = QWidget()
        central.setProperty("look", "page")
        column = tight(QVBoxLayout(central))
        column.addWidget(self._training_bar)
        column.addLayout(body, 1)
        column.addWidget(self._status)
        self.setCentralWidget(central)

    def _fill_rail(self) -> None:
        for entry in self._entries.values():
            if entry.on_rail:
                self._rail.add_page(entry.key, entry.title, entry.icon)

    def _build_training_bar(self) -> QWidget:
        theme, words = self._context.theme, self._context.words
        bar = frame("training")
        bar.setObjectName("training_bar")
        bar.hide()
        row = tight(QHBoxLayout(bar), theme.px(12), (theme.px(16), theme.px(8)) * 2)
        row.addWidget(IconLabel(theme, "triangle-alert", 20, "on_check"))
        row.addWidget(Label(theme, words.text("Training till: nothing here is real"), bold=True), 1)
        return bar

    def _global_keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        keys = [
            KeyHint("F1", text("Keys and help"), self._toggle_help),
            KeyHint("F2", text("Counter, scan box"), lambda: self._choose(COUNTER)),
            KeyHint("F3", text("Search customers"), self._search),
            KeyHint("F4", text("New customer"), self.new_customer_requested.emit),
            KeyHint("Ctrl+Z", text("Undo the last action"), self.undo_requested.emit),
            KeyHint("Ctrl+Y", text("Repeat the undone action"), self.redo_requested.emit),
            KeyHint("F11", text("Full screen"), self._toggle_full_screen),
            KeyHint("F12", text("Lock, change person"), self.lock_requested.emit),
        ]
        keys += [
            KeyHint(f"Ctrl+{one.digit}", one.title, partial(self._choose, one.key))
            for one in self._entries.values()
            if one.on_rail
        ]
        return tuple(keys)

    # -- keys ------------------------------------------------------------------------------

    def _set_keys(self, hints: Sequence[KeyHint]) -> None:
        """Let the keys of the page in front work; they go before the keys of the frame."""
        self._status.keys.show_keys(hints)
        on_frame = self._screen is None
        usable = [one for one in self._everywhere if on_frame or one.key in ("F1", "F11")]
        self._runs = {one.key: one.run for one in (*usable, *hints) if one.run is not None}
        for key in self._runs:
            if key not in self._shortcuts:
                self._shortcuts[key] = self._shortcut(key)
        for key, shortcut in self._shortcuts.items():
            shortcut.setEnabled(key in self._runs)

    def _shortcut(self, key: str) -> QShortcut:
        shortcut = QShortcut(self)
        shortcut.setKeys(sequences(key))
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._run(key))
        return shortcut

    def _run(self, key: str) -> None:
        run = self._runs.get(key)
        if run is not None:
            run()

    def _refresh_keys(self) -> None:
        page = self.current_page()
        if self._help is not None:
            close = KeyHint("Esc", self._context.words.text("Close"), self._close_help)
            self._set_keys((close,))
        elif page is not None:
            self._set_keys(page.keys())

    def _choose(self, key: str) -> None:
        if self._help is None and self._screen is None and key == self._key:
            self._pages[key].on_shown()
        else:
            self.show_page(key)

    def _search(self) -> None:
        self._choose(CUSTOMERS)
        self.search_requested.emit()

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # -- help ------------------------------------------------------------------------------

    def _toggle_help(self) -> None:
        if self._help is not None:
            self._close_help()
            return
        from refdesk.ui.help_page import HelpPage

        page = self.current_page()
        title = page.title if page else ""
        everywhere = self._everywhere if self._screen is None else ()
        help_page = HelpPage(self._context, title, page.keys() if page else (), everywhere)
        help_page.close_button.clicked.connect(self._close_help)
        self._help = help_page
        self._stack.addWidget(help_page)
        help_page.on_density(self._density)
        self._stack.setCurrentWidget(help_page)
        help_page.on_shown()
        self._refresh_keys()

    def _close_help(self) -> None:
        if self._help is None:
            return
        self._remove(self._help)
        self._help = None
        page = self.current_page()
        if page is not None:
            self._bring(page)

    # -- inside ----------------------------------------------------------------------------

    def _lay_out_unseen(self, key: str) -> bool:
        """Have a page laid out and drawn, slice by slice, as it will be; False where it is."""
        page, drawn = self._pages[key], self._drawn.get(key, 0)
        if page.size() == self._stack.size() and drawn >= page.height():
            return False
        page.resize(self._stack.size())
        page.grab(QRect(0, drawn, page.width(), SLICE))  # the first time is the slow one
        self._drawn[key] = drawn + SLICE
        return True

    def _adopt(self, page: Page) -> Page:
        self._stack.addWidget(page)
        page.keys_changed.connect(self._refresh_keys)
        page.told.connect(self._fit_banner)
        page.on_density(self._density)
        return page

    def _bring(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)
        self._fit_banner()
        self._set_title(page.title)
        self._refresh_keys()
        page.on_shown()

    def _drop_screen(self) -> None:
        if self._screen is not None:
            screen, self._screen = self._screen, None
            self._remove(screen)

    def _remove(self, page: Page) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _drop_built(self) -> None:
        for page in self._built.values():
            page.deleteLater()
        self._built.clear()
        self._drawn.clear()

    def _set_title(self, page_title: str) -> None:
        parts = [page_title, self._title, "RefDesk"]
        if self._training:
            parts.insert(0, self._context.words.text("TRAINING"))
        self.setWindowTitle(" · ".join(part for part in parts if part))

    def on_scan(self, text: str) -> None:
        """A scan decides the screen (R26); an open dialog gets it only if it takes scans."""
        modal = QApplication.activeModalWidget()
        if modal is not None and modal is not self:
            takes = getattr(modal, "on_scan", None)
            if takes is None:
                self.scan_refused.emit(text)
            else:
                takes(text)
            return
        self._close_help()
        page = self.current_page()
        if page is not None:
            page.on_scan(text)

    def _measure(self) -> None:
        scale = self._context.theme.scale
        height = self.height()
        for above in (self._training_bar, self._banner_place):
            if not above.isHidden():
                height -= above.sizeHint().height()
        density = Density(
            low=height * 100 // scale < LOW_HEIGHT,
            narrow=self.width() * 100 // scale < NARROW_WIDTH,
        )
        if density == self._density:
            return
        self._density = density
        self._place_banner()
        self._rail.set_low(density.low)
        self._status.devices.set_narrow(density.narrow)
        for page in (*self._pages.values(), self._screen, self._help):
            if page is not None:
                page.on_density(density)

    # -- Qt --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._context.scanner.watch(self.windowHandle())

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.current_page()
        if page is not None and not page.may_leave():
            event.ignore()
            return
        self.closing.emit()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        super().closeEvent(event)
