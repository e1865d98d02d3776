"""The Customers page: search and list at the left, one person or the form at the right.

Under 1200 px the person lies over the list. The window calls `new_customer` for F4 from anywhere
and `focus_search` for F3; `select_customer` shows somebody, also before the page was first shown.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from refdesk.services.customer_view import (
    CustomerView,
    log_browsing,
    may_browse,
    owner_of_code,
    view_customer,
)
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of, reading_message
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.customers.deeds import Deeds
from refdesk.ui.pages.customers.details import CustomerDetails, sees_phones
from refdesk.ui.pages.customers.form import CustomerForm
from refdesk.ui.pages.customers.leaving import ask_about_leaving, ask_about_scan
from refdesk.ui.pages.customers.list_pane import CustomerList
from refdesk.ui.pages.customers.lists import Lists
from refdesk.ui.pages.customers.shared import has_focus, shown_name
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message, Strip

SIDE_WIDTH = 496
SEARCH_WIDTH = 460


class CustomersPage(Page):
    """``card_wanted`` and ``purchase_wanted`` give a customer, ``receipt_wanted`` a `Selection`."""

    card_wanted = Signal(int)
    receipt_wanted = Signal(object)
    purchase_wanted = Signal(int)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("customers_page")
        self._context = context
        self._desk = desk
        self._browses = may_browse(desk)
        self._density = Density()
        self._is_open = False
        self._was_shown = False
        self._reading: Task | None = None
        self._shown: int | None = None
        self._after_form: Callable[[], None] | None = None
        self._form: CustomerForm | None = None
        self._build()
        self._connect()
        self._arrange()

    # -- what the window does --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Customers")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        if self._form_is_open():
            return (
                KeyHint("Enter", text("Save")),
                KeyHint("Esc", text("Cancel"), self._escape),
                KeyHint("Ctrl+S", text("Save"), self._save_form, in_status=False),
            )
        return (
            KeyHint("F3", text("Search"), self.focus_search),
            KeyHint("↑ ↓", text("Move")),
            KeyHint("Enter", text("Open")),
            KeyHint("F6", text("List / details"), self._next_pane),
            KeyHint("Ctrl+Tab", text("Next tab"), lambda: self._move_tab(1)),
            KeyHint("F8", text("Print card"), self._want_card),
            *self.details.receipt_keys(),
            KeyHint("F4", text("New customer"), self.new_customer),
            KeyHint("Esc", text("Back"), self._escape, in_status=False),
            KeyHint("Shift+F6", text("Details / list"), self._next_pane, in_status=False),
            KeyHint("Ctrl+Shift+Tab", text("Previous tab"), lambda: self._move_tab(-1),
                    in_status=False),
            KeyHint("Ctrl+F", text("Search"), self.focus_search, in_status=False),
            KeyHint("F9", text("Sort the list"), self._next_order, in_status=False),
        )  # fmt: skip

    def on_shown(self) -> None:
        if not self._was_shown:
            self._was_shown = True
            if self._browses:
                self._log_browsing()
            self.list.reload()
        else:
            self.refresh()
        if self._form is not None and self._form_is_open():
            self._form.take_focus()
        else:
            self.focus_search()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the list any more: reading it would be in the way of the next scan."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.list.stop()

    def on_density(self, density: Density) -> None:
        self._density = density
        self._arrange()

    def on_scan(self, text: str) -> None:
        """A card selects its customer; an unsaved form keeps the scan waiting (ui.md 5)."""
        if self._form is not None and self._form_is_open() and self._form.is_touched():
            self._ask_about_scan(text)
            return
        desk = self._desk
        self._context.tasks.run(
            lambda: owner_of_code(desk, text), owner=self,
            done=lambda one: self._on_scanned(text, one), failed=self._on_trouble, urgent=True,
        )  # fmt: skip

    def is_unsaved(self) -> bool:
        form = self._form
        return form is not None and self._form_is_open() and form.is_touched()

    def may_leave(self) -> bool:
        if not self.is_unsaved():
            return True
        self._ask_about_leaving()
        return False

    def select_customer(self, customer: int) -> None:
        """Show one person: his row selected where the list has it, his details in any case."""
        self._close_form()
        self.strip.hide()
        self._open_details()
        if not self.list.select(customer):
            self.list.select_when_loaded(customer)
        self._show(customer)

    def new_customer(self) -> None:
        """Open the form for somebody new."""
        if self._form_is_open():
            self._the_form().take_focus()
            return
        self._the_form().start_new(self.list.query())
        self._open_form()

    def focus_search(self) -> None:
        """Put the focus into the search field."""
        if self._form_is_open():
            return
        if self._density.narrow and self._is_open:
            self._close_details()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def offer_receipts(self, on: bool) -> None:
        """Offer coupons on receipts, where the till has a printer for them."""
        self.details.offer_receipts(on)
        self.keys_changed.emit()

    def refresh(self) -> None:
        """Read the list and the shown person anew."""
        self.list.model.refresh()
        self.list.reload()
        self.lists.reload()
        if self._shown is not None:
            self._show(self._shown)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._context.theme
        self._column = tight(QVBoxLayout(self), theme.px(16))
        self._column.addLayout(self._top())
        self.strip = Strip(theme, "customers_strip")
        self.strip.hide()
        self._column.addWidget(self.strip)
        self.list = CustomerList(self._context, self._desk, browses=self._browses)
        self.details = CustomerDetails(self._context, self._desk)
        self.deeds = Deeds(self._context, self._desk, self)
        self._side = QStackedWidget()
        self._side.addWidget(self.details)
        self._body = tight(QHBoxLayout(), theme.px(16))
        self.lists = Lists(self._context, self._desk, self.list)
        self._body.addWidget(self.lists, 1)
        self._body.addWidget(self._side)
        self._column.addLayout(self._body, 1)

    def _top(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self.search = TextField(theme, "customers_search", icon="search")
        self.search.setPlaceholderText(words.text("Name, phone, plate or code"))
        self.search.setAccessibleName(words.text("Search customers"))
        self.search.setMaxLength(128)
        self.search.setMaximumWidth(theme.px(SEARCH_WIDTH))
        self.search.installEventFilter(self)
        self.add_button = Button(
            theme, "customers_add", words.text("New customer"),
            Look("primary", icon="user-plus", key="F4"),
        )  # fmt: skip
        row = tight(QHBoxLayout(), theme.px(16))
        row.addWidget(Label(theme, self.title, "page", bold=True))
        row.addWidget(self.search, 1)
        row.addStretch(0)
        row.addWidget(self.add_button)
        row.setAlignment(self.add_button, Qt.AlignmentFlag.AlignRight)
        return row

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._on_search_enter)
        self.add_button.clicked.connect(self.new_customer)
        people, details = self.list, self.details
        people.chosen.connect(self._on_chosen)
        people.opened.connect(self._on_opened)
        people.clicked.connect(self._on_clicked)
        people.add_requested.connect(self.new_customer)
        people.clear_requested.connect(self._clear_search)
        details.card_wanted.connect(self.card_wanted)
        details.receipt_wanted.connect(self.receipt_wanted)
        details.purchase_wanted.connect(self.purchase_wanted)
        details.person_wanted.connect(self.select_customer)
        details.edit_wanted.connect(self._edit)
        details.close_wanted.connect(self._escape)
        details.again_wanted.connect(self.refresh)
        details.changed.connect(self.refresh)
        details.deed_wanted.connect(self._do)
        details.slip_wanted.connect(self.deeds.slips.offer)
        details.cancel_wanted.connect(self.deeds.cancel_payout)
        self.deeds.done.connect(self.refresh)
        self.deeds.erasing.erased.connect(self._on_erased)
        self.lists.to_pay.pay_wanted.connect(self.deeds.pay_out)
        self.lists.to_pay.person_wanted.connect(self.select_customer)
        self.deeds.said.connect(self.strip.show_message)

    def _the_form(self) -> CustomerForm:
        """The form, made when it is first needed."""
        if self._form is None:
            form = CustomerForm(self._context, self._desk, self._context.words.region)
            form.saved.connect(self._on_saved)
            form.person_wanted.connect(self.select_customer)
            form.cancelled.connect(self._cancel_form)
            self._side.addWidget(form)
            self._form = form
        return self._form

    def _arrange(self) -> None:
        """Side by side, or one over the other where there is no room."""
        theme, narrow = self._context.theme, self._density.narrow
        # the form has a filled button of its own
        self.add_button.set_kind("default" if self._form_is_open() else "primary")
        pad = theme.px(16 if self._density.low or narrow else 24)
        self._column.setContentsMargins(pad, pad, pad, theme.px(16) if narrow else pad)
        self._column.setSpacing(theme.px(12 if self._density.low else 16))
        covers = narrow and (self._is_open or self._form_is_open())
        self.lists.setVisible(not covers)
        self._side.setVisible(not narrow or covers)
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(theme.px(SIDE_WIDTH))
        self.details.set_can_close(narrow)

    # -- searching and choosing ------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field move in the list."""
        if (
            watched is self.search
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self.list.move_by_key(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        self.lists.show_everybody()
        self.strip.hide()
        self.list.search(text)

    def _on_search_enter(self) -> None:
        """Enter searches at once; when nothing is left to search, it opens the selected row."""
        if self.list.is_waiting():
            self.list.search(self.search.text(), at_once=True)
            return
        customer = self.list.current_id()
        if customer is not None:
            self._on_opened(customer)

    def _clear_search(self) -> None:
        self.search.clear()
        self.list.search("", at_once=True)
        self.focus_search()

    def _on_chosen(self, customer: int | None) -> None:
        if customer is None:
            if self.list.model.count() and self._shown is not None:
                return
            self._show_nobody()
        elif customer != self._shown:
            self._show(customer)

    def _on_opened(self, customer: int) -> None:
        self._open_details()
        if customer != self._shown:
            self._show(customer)
        self.details.take_focus()

    def _on_clicked(self, customer: int) -> None:
        if self._density.narrow:
            self._on_opened(customer)

    def _on_scanned(self, text: str, customer: int | None) -> None:
        words = self._context.words
        if customer is None and self.details.takes_card(text):
            return
        if customer is None:
            title = words.text("No customer has this code")
            line = words.text("Scan a personal card, or search by phone or name")
            self.strip.show_message(Message("check", title, line))
            return
        self.select_customer(customer)

    def _on_trouble(self, error: Exception) -> None:
        self.strip.show_message(message_of(self._context.words, error))

    def _log_browsing(self) -> None:
        desk = self._desk
        self._context.tasks.run(
            lambda: log_browsing(desk), owner=self, done=lambda _none: None,
            failed=self._on_trouble,
        )  # fmt: skip

    # -- one person ------------------------------------------------------------------------

    def _show(self, customer: int) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if customer != self._shown:
            self.details.show_loading(self._known_name(customer))
        self._shown = customer
        desk = self._desk
        self._reading = self._context.tasks.run(
            lambda: view_customer(desk, customer), owner=self.details,
            done=self._on_view, failed=self._on_view_trouble, urgent=True,
        )  # fmt: skip

    def _known_name(self, customer: int) -> str:
        row = self.list.model.row_of(customer)
        line = self.list.model.record_at(row) if row is not None else None
        return shown_name(self._context.words, line) if line is not None else "…"

    def _on_view(self, view: CustomerView) -> None:
        self._reading = None
        self.details.show_view(view)

    def _on_view_trouble(self, error: Exception) -> None:
        self._reading = None
        self.details.show_trouble(reading_message(self._context.words, error))

    def _do(self, key: str) -> None:
        view = self.details.view()
        if view is not None:
            self.deeds.do(key, view)

    def _show_nobody(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._shown = None
        self.details.show_nobody()

    def _on_erased(self, customer: int) -> None:
        """Nobody is shown any more, and the list is read without the one who is erased."""
        if self._shown == customer:
            self._show_nobody()
            self._close_details()
        self._clear_search()  # it may be his name
        self.refresh()

    def _open_details(self) -> None:
        self._is_open = True
        self._arrange()

    def _close_details(self) -> None:
        self._is_open = False
        self._arrange()

    # -- the form --------------------------------------------------------------------------

    def _form_is_open(self) -> bool:
        return self._form is not None and self._side.currentWidget() is self._form

    def _open_form(self) -> None:
        form = self._the_form()
        self.strip.hide()
        self._side.setCurrentWidget(form)
        self._arrange()
        form.take_focus()
        self.keys_changed.emit()

    def _close_form(self) -> None:
        if self._form_is_open():
            self._side.setCurrentWidget(self.details)
            self._arrange()
            self.keys_changed.emit()

    def _edit(self) -> None:
        view = self.details.view()
        if view is not None:
            details = view.details
            self._the_form().start_edit(
                details.customer, has_consent=details.has_consent,
                sees_phones=sees_phones(self._desk),
            )  # fmt: skip
            self._open_form()

    def _save_form(self) -> None:
        if self._form is not None:
            self._form.save()

    def _cancel_form(self) -> None:
        self._close_form()
        if self._shown is None:
            self._close_details()
        self.focus_search()

    def _on_saved(self, customer: int) -> None:
        self._close_form()
        self._open_details()
        self._shown = None
        self.list.select_when_loaded(customer)
        self.list.reload()
        self._show(customer)
        text = self._context.words.text("Saved")
        self.strip.show_message(Message("ok", text))
        self.details.take_focus()

    def _ask_about_scan(self, text: str) -> None:
        def switch() -> None:
            self._close_form()
            self.on_scan(text)

        ask_about_scan(self._context, self._the_form(), text, switch)

    def _ask_about_leaving(self) -> None:
        ask_about_leaving(self._context, self._the_form(), self._cancel_form)

    # -- keys ------------------------------------------------------------------------------

    def _escape(self) -> None:
        """One step back: the form, the details over the list, the search."""
        if self._form_is_open():
            self._cancel_form()
        elif self._density.narrow and self._is_open:
            self._close_details()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.search.text():
            self._clear_search()
        else:
            self.strip.hide()
            self.focus_search()

    def _next_pane(self) -> None:
        if has_focus(self.details):
            if self._density.narrow:
                self._close_details()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._shown is not None:
            self._open_details()
            self.details.take_focus()

    def _move_tab(self, step: int) -> None:
        if self._shown is not None:
            self._open_details()
            self.details.tabs.move_on(step)

    def _want_card(self) -> None:
        if self._shown is not None:
            self.card_wanted.emit(self._shown)

    def _next_order(self) -> None:
        if self._browses:
            self.list.next_order()
