"""Who a known customer is, beside his form: code, referrals, status, debts, latest purchases."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.domain.codes import mask_code
from refdesk.domain.customer import short_name
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.history import LastPurchases
from refdesk.ui.pages.counter.reading import CounterDay, Known
from refdesk.ui.pages.counter.sayings import missing_to_status
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import KeyValueRow, Panel
from refdesk.words.names import unit_amount


class CustomerSide(QWidget):
    """A column at the left; in a narrow window it stands below what is spent."""

    card_pressed = Signal()
    receipt_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offers_receipts = False
        self._narrow = False
        self._has_referrer = False
        theme = context.theme
        self._column = tight(QVBoxLayout(self), theme.px(16))
        self._own = self._make_own()
        self.history = LastPurchases(context)
        self._column.addWidget(self._own)
        self._column.addWidget(self.history, 1)

    def _make_own(self) -> Panel:
        theme, words = self._context.theme, self._context.words
        own = Panel(theme, "customer_own")
        self._code = KeyValueRow(theme, "customer_code", words.text("Own code"), role="title")
        self._referrals = KeyValueRow(theme, "customer_referrals", words.text("Referrals"))
        self._referrer = KeyValueRow(theme, "customer_referrer", words.text("Invited by"))
        look = Look(icon="printer", key="F8")
        self._print = Button(theme, "customer_print", words.text("Print card"), look)
        self._print.clicked.connect(self.card_pressed)
        look = Look(icon="receipt-text", key="Shift+F8")
        self._coupon = Button(theme, "customer_coupon", words.text("Print coupon"), look)
        self._coupon.clicked.connect(self.receipt_pressed)
        self._coupon.hide()
        self._status = KeyValueRow(theme, "customer_status", words.text("Status"))
        self._ahead = named(Label(theme, "", "small", tone="muted").wrapped(), "customer_ahead")
        self.owes = KeyValueRow(theme, "customer_owes", words.text("Owes"))
        for part in (
            self._code, self._referrals, self._referrer, self._status, self._ahead, self.owes,
            self._print, self._coupon,
        ):  # fmt: skip
            own.column.addWidget(part)
        own.column.addStretch(1)  # higher than its rows where the purchases have no room
        return own

    def show_customer(self, known: Known, day: CounterDay | None) -> None:
        """Show somebody."""
        words = self._context.words
        codes = [one for one in known.details.codes if one.status == "live"]
        self._code.set_value(mask_code(codes[-1].code) if codes else words.text("none"))
        self._print.setVisible(bool(codes))
        self._coupon.setVisible(bool(codes) and self._offers_receipts)
        self._referrals.set_value(words.number(len(known.details.referrals)))
        referrer = known.details.referrer
        self._has_referrer = referrer is not None
        if referrer is not None:
            is_erased = referrer.state == "erased"
            self._referrer.set_value(
                words.text("Erased") if is_erased else short_name(referrer.name)
            )
        self._show_standing(known)
        self.history.show_purchases(known.last, day)
        self.set_narrow(self._narrow)

    def offer_receipts(self, on: bool) -> None:
        """Offer a coupon on a receipt beside the card, where the till has a printer for it."""
        self._offers_receipts = on
        self._coupon.setVisible(on and not self._print.isHidden())

    def _show_standing(self, known: Known) -> None:
        """His status with what is missing to the next one, and what he owes."""
        words = self._context.words
        place = next(iter(known.rewards.places), None)
        self._status.setVisible(place is not None)
        if place is not None:
            self._status.set_value(place.status.name if place.status else words.text("none yet"))
        ahead = missing_to_status(words, place) if place else ""
        self._ahead.setText(ahead)
        self._ahead.setVisible(bool(ahead))
        owed = [unit_amount(words, unit, amount)
                for unit, amount in known.balance.owed.items() if amount]  # fmt: skip
        self.owes.setVisible(bool(owed))
        self.owes.set_value(", ".join(owed), "stop")

    # -- size ------------------------------------------------------------------------------

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what the verdict tells as well, where there is little room."""
        self._narrow = narrow
        self._referrals.setVisible(not narrow)
        self._referrer.setVisible(not narrow and self._has_referrer)
        self.history.set_narrow(narrow)

    def fit(self, room: int) -> None:
        """Show what goes whole into a height: the person, then the purchases, or nothing."""
        own, gap = self._own.sizeHint().height(), self._column.spacing()
        both = own + gap + self.history.minimumHeight()
        self.setVisible(own <= room)
        self.history.setVisible(both <= room)
        # the purchases ask for no height, and without this Qt gives the panels less than they need
        self.setMinimumHeight(both if both <= room else own)

    def show_all(self) -> None:
        """There is room for everything."""
        self.setMinimumHeight(0)
        self.show()
        self.history.show()

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return [self._print, self._coupon]
