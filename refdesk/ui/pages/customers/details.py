"""One person: name and state, what can be done, and tabs; a tab is built when it is opened."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from refdesk.services.customer_view import CustomerView
from refdesk.services.desk import ROLES, Desk
from refdesk.ui.page import Context, KeyHint
from refdesk.ui.pages.customers.codes_tab import CodesTab
from refdesk.ui.pages.customers.consent_tab import ConsentTab
from refdesk.ui.pages.customers.deeds import (
    BLOCK,
    CORRECT,
    ERASE,
    PAY,
    REFERRER,
    UNBLOCK,
    may_erase,
    may_manage,
)
from refdesk.ui.pages.customers.ledger_tab import LedgerTab
from refdesk.ui.pages.customers.overview_tab import OverviewTab
from refdesk.ui.pages.customers.referrals_tab import ReferralsTab
from refdesk.ui.pages.customers.shared import has_focus, shown_name
from refdesk.ui.pages.customers.tabs import Tabs
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.labels import ElidingLabel, Label, Tag
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Message, Strip

OVERVIEW, REFERRALS, LEDGER, CARDS, CONSENT = (
    "overview", "referrals", "ledger", "cards", "consent",
)  # fmt: skip


def sees_phones(desk: Desk) -> bool:
    """Whether the person at the desk may see whole phones: managers and the owner."""
    return ROLES.index(desk.actor.role) >= ROLES.index("manager")


class CustomerDetails(Panel):
    """The panel of one person.

    ``card_wanted`` and ``purchase_wanted`` give his id, ``receipt_wanted`` a `Selection`,
    ``edit_wanted`` asks for the form, ``deed_wanted`` names what is to be done to him,
    ``slip_wanted`` and ``cancel_wanted`` give a payout,
    ``person_wanted`` names somebody else to go to, ``changed`` tells that something was saved.
    """

    card_wanted = Signal(int)
    receipt_wanted = Signal(object)
    purchase_wanted = Signal(int)
    person_wanted = Signal(int)
    deed_wanted = Signal(str)
    slip_wanted = Signal(object)
    cancel_wanted = Signal(object)
    edit_wanted = Signal()
    close_wanted = Signal()
    again_wanted = Signal()
    changed = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__(context.theme, "customer_details", padding=0, spacing=0)
        self._context = context
        self._desk = desk
        self._view: CustomerView | None = None
        self._tab: QWidget | None = None
        self._can_close = False
        self._build()
        self.show_nobody()

    # -- what is shown ---------------------------------------------------------------------

    def view(self) -> CustomerView | None:
        """The person that is shown, once he was read."""
        return self._view

    def show_nobody(self) -> None:
        """Nobody is chosen."""
        theme, words = self._context.theme, self._context.words
        self._view = None
        self._show_head(is_shown=False)
        self.strip.hide()
        sentence = words.text("Choose a customer in the list")
        self._put(EmptyState(theme, "nobody_chosen", "user", sentence))

    def _show_head(self, *, is_shown: bool) -> None:
        """Name, tabs and the line below them, which belong to somebody."""
        for part in (self._head, self.tabs, self._rule):
            part.setVisible(is_shown)

    def show_loading(self, name: str) -> None:
        """Name and tabs at once, the rest when it has come."""
        self._view = None
        self.strip.hide()
        self._name.setText(name)
        self._show_head(is_shown=True)
        self._set_usable(usable=False)
        self._put(Label(self._context.theme, "…", tone="muted").centred())

    def show_view(self, view: CustomerView) -> None:
        """Show a person; the tab that was open stays open."""
        self._view = view
        self.strip.hide()
        self._name.setText(shown_name(self._context.words, view.details.customer))
        self._show_head(is_shown=True)
        self._show_tags(view)
        found = view.to_pay.payable
        has_money = found.withdrawable > 0 or found.locked > 0
        self._pay.setVisible(has_money)
        # three buttons share the row, in Russian too, when their icons give way
        self._print.set_icon_name("" if has_money else "printer")
        self._purchase.set_icon_name("" if has_money else "scan-line")
        self._set_usable(usable=True)
        self._pay.setEnabled(found.withdrawable > 0)
        count = len(view.details.referrals)
        number = self._context.words.number(count) if count else ""
        self.tabs.set_badge(REFERRALS, number)
        self._open_tab()

    def show_trouble(self, message: Message) -> None:
        """The person could not be read: say so, with Try again."""
        words = self._context.words
        again = Button(
            self._context.theme, "details_again", words.text("Try again"),
            Look(icon="refresh-cw", height=44),
        )  # fmt: skip
        again.clicked.connect(self.again_wanted)
        self.strip.show_message(message, [again])
        self._put(QWidget())

    def takes_card(self, text: str) -> bool:
        """Give a scanned printed card to the person whose cards are shown."""
        if not isinstance(self._tab, CodesTab) or self._tab.blank is None:
            return False
        self._tab.blank.take(text)
        return True

    def set_can_close(self, can_close: bool) -> None:
        """Show Close where the panel covers the list."""
        self._can_close = can_close
        self._close.setVisible(can_close)

    def take_focus(self) -> None:
        """Put the focus on the open tab."""
        for button in self.tabs.buttons():
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        one = theme.px(1)
        self.column.setContentsMargins(one, one, one, one)
        self._head = QWidget()
        head = tight(QVBoxLayout(self._head), theme.px(8), (16, 12, 16, 8))
        head.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(8))
        head.addLayout(self._title_row())
        head.addLayout(self._action_row())
        self.tabs = Tabs(theme, "customer_tab")
        self.tabs.setAccessibleName(words.text("About the customer"))
        self.tabs.set_options([
            (OVERVIEW, words.text("Overview")),
            (REFERRALS, words.text("Referrals")),
            (LEDGER, words.text("Ledger")),
            (CARDS, words.text("Cards")),
            (CONSENT, words.text("Consent")),
        ])  # fmt: skip
        self.tabs.choose(OVERVIEW)
        self.tabs.chosen_changed.connect(self._open_tab)
        self.strip = Strip(theme, "details_strip")
        self._body = QScrollArea()
        self._body.setProperty("look", "plain")
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tabs = tight(QHBoxLayout(), 0, (theme.px(8), 0, theme.px(8), 0))
        tabs.addWidget(self.tabs)
        self.column.addWidget(self._head)
        self.column.addLayout(tabs)
        self._rule = rule(theme)
        self.column.addWidget(self._rule)
        self.column.addWidget(self.strip)
        self.column.addWidget(self._body, 1)

    def _title_row(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self._name = ElidingLabel(theme, "", "title", bold=True)
        self._name.setObjectName("customer_name")
        self._tags = tight(QHBoxLayout(), theme.px(8))
        self._edit = IconButton(
            theme, "customer_edit", words.text("Edit"), Look("quiet", icon="pencil", height=44)
        )
        self._edit.clicked.connect(self.edit_wanted)
        self._more = IconButton(
            theme, "customer_more", words.text("More"), Look("quiet", icon="ellipsis", height=44)
        )
        self._more.clicked.connect(self._open_more)
        if not may_manage(self._desk.actor):
            self._more.hide()
        self._close = IconButton(
            theme, "customer_close", words.text("Close"), Look("quiet", icon="x", height=44)
        )
        self._close.clicked.connect(self.close_wanted)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(self._name, 1)
        row.addLayout(self._tags)
        row.addWidget(self._edit)
        row.addWidget(self._more)
        row.addWidget(self._close)
        return row

    def _action_row(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self._print = Button(
            theme, "customer_print", words.text("Print card"),
            Look(icon="printer", height=44, small=True),
        )  # fmt: skip
        self._print.clicked.connect(lambda: self._tell(self.card_wanted.emit))
        look = Look(icon="receipt-text", height=44)
        self._coupon = IconButton(theme, "customer_coupon", words.text("Print coupon"), look)
        self._coupon.clicked.connect(self.print_coupon)
        self._coupon.hide()
        self._purchase = Button(
            theme, "customer_purchase", words.text("Record purchase"),
            Look(icon="scan-line", height=44, small=True),
        )  # fmt: skip
        self._purchase.clicked.connect(lambda: self._tell(self.purchase_wanted.emit))
        self._pay = Button(
            theme, "customer_pay", words.text("Pay out…"), Look(height=44, small=True)
        )
        self._pay.clicked.connect(lambda: self.deed_wanted.emit(PAY))
        self._pay.hide()
        row = tight(QHBoxLayout(), theme.px(8))
        for button in (self._print, self._coupon, self._purchase, self._pay):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def offer_receipts(self, on: bool) -> None:
        """Offer a coupon on a receipt beside the card, where the till has a printer for it."""
        self._coupon.setVisible(on)

    def receipt_keys(self) -> tuple[KeyHint, ...]:
        """The key of what `offer_receipts` offers."""
        if self._coupon.isHidden():
            return ()
        text = self._context.words.text("Print coupon")
        return (KeyHint("Shift+F8", text, self.print_coupon, in_status=False),)

    def print_coupon(self) -> None:
        """Ask for the coupon of who is shown."""
        from refdesk.services.print_runs import Selection

        self._tell(lambda customer: self.receipt_wanted.emit(Selection(customers=(customer,))))

    def deeds(self) -> list[tuple[str, str]]:
        """What a manager may do to the person that is shown: keys and words."""
        words, view = self._context.words, self._view
        if view is None or not may_manage(self._desk.actor):
            return []
        is_blocked = view.details.customer.state == "blocked"
        first = (UNBLOCK, words.text("Unblock…")) if is_blocked else (BLOCK, words.text("Block…"))
        return [
            (CORRECT, words.text("Correct a balance…")),
            (REFERRER, words.text("Change the referrer…")),
            first,
        ]

    def _choose_deed(self, key: str, _checked: bool = False) -> None:
        self.deed_wanted.emit(key)

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("customer_deeds")
        menu.setFont(self._context.theme.font("body"))
        for key, text in self.deeds():
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(partial(self._choose_deed, key))
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _tell(self, emit: Callable[[int], None]) -> None:
        if self._view is not None:
            emit(self._view.details.customer.id)

    def _set_usable(self, *, usable: bool) -> None:
        buttons = (self._print, self._coupon, self._purchase, self._pay)
        for button in (self._edit, *buttons, self._more):
            button.setEnabled(usable)

    def _show_tags(self, view: CustomerView) -> None:
        theme, words = self._context.theme, self._context.words
        while (item := self._tags.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        details = view.details
        if details.customer.state == "blocked":
            self._tags.addWidget(Tag(theme, words.text("Blocked"), "stop", "ban"))
        if details.referrals:
            self._tags.addWidget(Tag(theme, words.text("Referrer"), "acc", "handshake"))
        if details.has_consent:
            self._tags.addWidget(Tag(theme, words.text("Consent given"), "ok", "shield-check"))
        else:
            self._tags.addWidget(Tag(theme, words.text("No consent"), "check", "shield-alert"))

    # -- tabs ------------------------------------------------------------------------------

    def _open_tab(self) -> None:
        view = self._view
        if view is not None:
            self._put(self._make_tab(view))

    def _make_tab(self, view: CustomerView) -> QWidget:
        context, desk = self._context, self._desk
        match self.tabs.chosen():
            case "referrals":
                referrals = ReferralsTab(context, desk, view)
                referrals.person_wanted.connect(self.person_wanted)
                return referrals
            case "ledger":
                return LedgerTab(context, desk, view)
            case "cards":
                codes = CodesTab(context, desk, view)
                codes.card_wanted.connect(self.card_wanted)
                codes.changed.connect(self.changed)
                return codes
            case "consent":
                consent = ConsentTab(context, desk, view, may_erase=may_erase(desk.actor))
                consent.changed.connect(self.changed)
                consent.erase_wanted.connect(lambda: self.deed_wanted.emit(ERASE))
                return consent
        overview = OverviewTab(context, desk, view, sees_phones=sees_phones(desk))
        overview.person_wanted.connect(self.person_wanted)
        overview.slip_wanted.connect(self.slip_wanted)
        overview.cancel_wanted.connect(self.cancel_wanted)
        return overview

    def _put(self, tab: QWidget) -> None:
        had_focus = self._tab is not None and has_focus(self._tab)
        self._tab = tab
        self._body.setWidget(tab)
        tab.setAutoFillBackground(False)  # Qt sets it
        self._body.viewport().setAutoFillBackground(False)
        if had_focus:
            self.take_focus()
