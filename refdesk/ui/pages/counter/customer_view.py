"""The form for a customer who is known: what he has, what he spends, and what Enter will do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from refdesk.domain import terms as t
from refdesk.domain.codes import mask_code
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.services.counter import Quoted, Request
from refdesk.ui.page import Context, Density
from refdesk.ui.pages.counter.amounts import AmountEntry
from refdesk.ui.pages.counter.benefit_rows import BenefitBlock
from refdesk.ui.pages.counter.history import LastPurchases
from refdesk.ui.pages.counter.parts import AskedField, ScrollColumn
from refdesk.ui.pages.counter.quote_panel import MainAction, QuotePanel
from refdesk.ui.pages.counter.reading import PROVING_DIGITS, CounterDay, Known, ends_a_phone
from refdesk.ui.pages.counter.sayings import missing_to_status
from refdesk.ui.pages.counter.spending import SpendBlock
from refdesk.ui.pages.counter.stamp_block import StampBlock
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.keypad import Keypad
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import KeyValueRow, Panel
from refdesk.words.names import points, unit_amount
from refdesk.words.reasons import refusal_text

LEFT, RIGHT = 352, 368
ROOMY = 2
"""So many kinds of what a customer has stand comfortably one under the other."""
SPENDING_REFUSALS = frozenset(
    {"points_insufficient", "points_share_exceeded", "hold_not_over", "proof_needed"}
    | {"not_combinable", "entitlement_unavailable", "limit_per_period"}
)
"""Refusals that are said beside what is spent and not in the verdict."""


class CustomerView(QWidget):
    """Left who he is, middle what he spends, right what happens and Enter."""

    changed = Signal()
    main_pressed = Signal()
    card_pressed = Signal()
    receipt_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offers_receipts = False
        self._known: Known | None = None
        self._day: CounterDay | None = None
        self._untouched: object = None
        self._barred = ""
        """The ticked discount that points and credit do not go with."""
        self._keypad_on = True
        self._density = Density()
        named(self, "customer_view")
        theme, words = context.theme, context.words
        self.entry = AmountEntry(context, "customer", height=48)
        self.panel = QuotePanel(
            context, "customer_quote", MainAction(words.text("Record purchase"), "check")
        )
        self.panel.main_pressed.connect(self.main_pressed)
        self._make_entry()
        self._left = self._make_left()
        self._middle = self._make_middle()
        self._body = tight(QHBoxLayout(self), theme.px(16))
        self._body.addWidget(self._left)
        self._body.addWidget(self._middle, 1)
        self._body.addWidget(self.panel)
        self._listen()
        self._arrange()

    # -- opening ---------------------------------------------------------------------------

    def set_day(self, day: CounterDay) -> None:
        """What the shop sells."""
        self._day = day
        self.entry.set_services(day.services)
        self.services.blockSignals(True)
        self.services.clear()
        self.services.addItem(self._context.words.text("Any service"), None)
        for service in day.services:
            self.services.addItem(service.name, str(service.id))
        self.services.blockSignals(False)
        self._service_field.setVisible(bool(day.services))

    def open(self, known: Known, *, amount: int | None = None, service: str | None = None) -> None:
        """Begin a purchase of a customer."""
        self._known = known
        self.entry.fill(amount, service)
        self.services.blockSignals(True)
        self.services.setCurrentIndex(max(self.services.findData(service), 0))
        self.services.blockSignals(False)
        self._last4.clear()
        self._last4_field.clear_message()
        self.amount_field.clear_message()
        for unit, block in self.blocks.items():
            block.reset()
            has_any = known.balance.spendable[unit] > 0 or bool(known.balance.held.get(unit))
            block.setVisible(has_any or unit == t.POINTS)
            self._limit(unit, 0)
        self._barred = ""
        self.panel.tender.clear()
        self.stamps.open(known.rewards.cards)
        today = self._day.today if self._day else known.person.registered_on
        self.benefits.open(known.balance.entitlements, today)
        self.panel.show_nothing(self._context.words.text("Enter the amount"))
        self._show_person(known)
        self._show_proof()
        self._arrange()
        self._untouched = self._state()

    def known(self) -> Known | None:
        """Whose purchase it is."""
        return self._known

    def is_touched(self) -> bool:
        """Whether anything differs from how it was opened."""
        return self._state() != self._untouched

    def _state(self) -> object:
        spent = tuple(block.value() for block in self.blocks.values())
        kept = self.benefits.use(), self.stamps.declines(), self.panel.tender.cards()
        return self.entry.state(), spent, kept, self._last4.text()

    # -- what is asked ---------------------------------------------------------------------

    def request(self, probe: int | None = None) -> Request | None:
        """The purchase of the form. None without an amount."""
        line = self.entry.line(probe)
        if line is None or self._known is None:
            return None
        return Request(
            lines=(line,),
            customer=f"C{self._known.person.id}",
            spend_points=self.blocks[t.POINTS].value() or 0,
            spend_credit=self.blocks[t.STORE_CREDIT].value() or 0,
            use=self.benefits.use(),
            keeps_stamps=self.stamps.declines(),
            gift_cards=self.panel.tender.cards(),
            proof=self.proof(),
        )

    def proof(self) -> str | None:
        """How presence was proved (R79), if it was."""
        if self._known is None:
            return None
        if self._known.proof is not None:
            return self._known.proof
        digits = self._last4.text().strip()
        matches = len(digits) == PROVING_DIGITS and ends_a_phone(self._known.person, digits)
        return "last4" if matches else None

    def missing(self) -> QLineEdit | None:
        """The first field without which Enter does nothing; says below it what is missing."""
        words = self._context.words
        if not self.entry.amount():
            self.amount_field.set_problem(words.text("Enter the amount"))
            return self.entry.field
        for block in self.blocks.values():
            if block.value() is None:
                block.set_problem(words.text("This is not a number"))
                return block.field
            if block.problem():
                return block.field
        if self._needs_proof() and self.proof() is None:
            if self._known is not None and self._known.person.of_kind("phone"):
                said = words.text("Ask for the last 4 digits of the phone")
                self._last4_field.set_problem(said)
                return self._last4
            self.blocks[t.POINTS].set_problem(words.text("Scan the customer’s card to spend"))
            return self.blocks[t.POINTS].field
        return None

    def _needs_proof(self) -> bool:
        settings = self._day.shop.settings if self._day else None
        spent = (self.blocks[t.POINTS].value() or 0) * (settings.point_value if settings else 1)
        spent += self.blocks[t.STORE_CREDIT].value() or 0
        if settings is None or not settings.proof_of_presence:
            return False
        return bool(self.benefits.use()) or (spent > 0 and spent >= settings.proof_from)

    # -- what is shown ---------------------------------------------------------------------

    def show_limits(self, quoted: Quoted) -> None:
        """Say how much may be spent in this purchase, and what of the rest goes with it."""
        spends = any(block.value() for block in self.blocks.values())
        self.benefits.show_quote(quoted, spends=spends)
        line = self.entry.line()
        self.stamps.show_quote(quoted, (line.service if line else None,))
        self._barred = self.benefits.barring(quoted)
        self._limit(t.POINTS, quoted.quote.max_points)
        self._limit(t.STORE_CREDIT, quoted.quote.max_credit)
        for block in self.blocks.values():
            block.set_problem("")

    def show_spending_refusal(self, error: DomainError) -> None:
        """Say beside what is spent why it does not do."""
        unit = error.params.get("unit", t.POINTS)
        block = self.blocks.get(str(unit), self.blocks[t.POINTS])
        most = error.params.get("max")
        if isinstance(most, int):
            self._limit(str(unit), most)
        title, step = refusal_text(self._context.words, error)
        block.set_problem(f"{title}. {step}")

    def balance(self) -> int:
        """Points that can be spent."""
        return self._known.balance.spendable[t.POINTS] if self._known else 0

    def focus_first(self) -> None:
        """Put the focus into the amount."""
        self.entry.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entry.field.selectAll()

    def focus_spending(self) -> bool:
        """Put the focus into the number of points, or of store credit where only that is; False
        where there is nothing to spend."""
        for block in self.blocks.values():
            if not block.isHidden() and block.field.isEnabled():
                block.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                block.field.selectAll()
                return True
        return False

    def _limit(self, unit: str, most: int) -> None:
        words, known = self._context.words, self._known
        if known is None:
            return
        available = known.balance.spendable[unit]
        held = known.balance.held.get(unit, 0)
        shown = points(words, most) if unit == t.POINTS else words.money(most)
        if available <= 0:
            amount = points(words, held) if unit == t.POINTS else words.money(held)
            hint = words.text("{amount} on hold", amount=amount) if held else ""
            hint = hint or words.text("Nothing to spend")
        elif self._barred:
            hint, most = words.text("Not together with {benefit}", benefit=self._barred), 0
        elif not self.entry.amount():
            hint = words.text("Enter the amount first")
        elif most < available:
            hint = words.text("Up to {amount} in this purchase", amount=shown)
        else:
            hint = words.text("Up to {amount}, all there is", amount=shown)
        self.blocks[unit].set_limit(max(most, 0), hint)
        self.blocks[unit].field.setEnabled(available > 0 and not self._barred)

    def _show_person(self, known: Known) -> None:
        words = self._context.words
        codes = [one for one in known.details.codes if one.status == "live"]
        self._code.set_value(mask_code(codes[-1].code) if codes else words.text("none"))
        self._print.setVisible(bool(codes))
        self._coupon.setVisible(bool(codes) and self._offers_receipts)
        self._referrals.set_value(words.number(len(known.details.referrals)))
        referrer = known.details.referrer
        if referrer is not None:
            self._referrer.set_value(short_name(referrer.name))
        self._show_standing(known)
        self._history.show_purchases(known.last, self._day)

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
            self._status.set_label(words.text("Status"))
            self._status.set_value(place.status.name if place.status else words.text("none yet"))
        ahead = missing_to_status(words, place) if place else ""
        self._ahead.setText(ahead)
        self._ahead.setVisible(bool(ahead))
        owed = [unit_amount(words, unit, amount)
                for unit, amount in known.balance.owed.items() if amount]  # fmt: skip
        self._owes.setVisible(bool(owed))
        self._owes.set_value(", ".join(owed), "stop")

    def _show_proof(self) -> None:
        known = self._known
        asks = known is not None and known.proof is None and bool(known.person.of_kind("phone"))
        asks = asks and self._needs_proof()
        self._last4_field.setVisible(asks)
        has_both = not self.blocks[t.STORE_CREDIT].isHidden()
        for unit, block in self.blocks.items():
            block.show_quick(not asks and not (has_both and unit == t.STORE_CREDIT))

    # -- size ------------------------------------------------------------------------------

    def on_density(self, density: Density) -> None:
        """Arrange for the window's size class."""
        self._density = density
        self.panel.set_low(density.low)
        self._arrange()

    def set_keypad(self, on: bool) -> None:
        """Show the keypad where there is room for it."""
        self._keypad_on = on
        self._arrange()

    def _arrange(self) -> None:
        """Three columns; in a narrow window who he is stands below what he spends, and where it
        is low too, the bill stands above it, so that sum and Enter stay in view."""
        theme, narrow = self._context.theme, self._density.narrow
        gap = theme.px(12 if self._density.low else 16)
        self._body.setSpacing(gap)
        self.panel.setFixedWidth(theme.px(RIGHT))
        if narrow:
            self._middle_column.insertWidget(1, self._left)
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._body.insertWidget(0, self._left)
            self._left.setFixedWidth(theme.px(LEFT))
        self._keypad.setVisible(self._keypad_fits())
        dense = self._is_full()
        self._spending.column.setSpacing(theme.px(8 if dense else 12))
        # in a narrow window the whole column scrolls, with who he is at its end
        self.benefits.give_way(dense and not narrow)
        self._spending.column.setStretchFactor(self.benefits, 100 if dense else 0)
        for block in self.blocks.values():
            block.set_dense(dense)
        self.stamps.set_dense(dense)
        self.benefits.set_dense(dense)
        if narrow and self._density.low:
            self._spending.column.insertWidget(0, self._bill)
        else:
            self.panel.head.addWidget(self._bill)
        self._referrals.setVisible(not narrow)
        self._referrer.setVisible(not narrow and self._has_referrer())
        self._history.setVisible(not (narrow and self._density.low))
        self._history.set_narrow(narrow)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes: from the bill to what is spent, to Enter."""
        spent = [stop for block in self.blocks.values() for stop in block.tab_stops()]
        entry = (self.services, self.entry.field, *self.entry.quick.buttons())
        kept = self.benefits.tab_stops()
        return [
            *entry,
            *self.stamps.tab_stops(),
            *spent,
            *kept,
            self._last4,
            *self.panel.tab_stops(),
            self._print,
            self._coupon,
        ]

    def _has_referrer(self) -> bool:
        return self._known is not None and self._known.details.referrer is not None

    def _is_full(self) -> bool:
        """Whether he has so much that it only fits close together (ui.md section 4: a form does not
        scroll)."""
        parts = (self.stamps, *self.blocks.values(), self.benefits)
        return sum(not part.isHidden() for part in parts) > ROOMY

    def _keypad_fits(self) -> bool:
        more = (self.blocks[t.STORE_CREDIT], self.stamps, self.benefits)
        is_crowded = any(not part.isHidden() for part in more)
        return self._keypad_on and not self._density.narrow and not is_crowded

    # -- building --------------------------------------------------------------------------

    def _make_entry(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.services = ComboBox(theme, "customer_services")
        self.services.setMinimumWidth(theme.px(96))
        self._service_field = LabelledField(
            theme, words.text("Service"), self.services, reserve=False
        )
        self.amount_field = LabelledField(
            theme, words.text("Amount"), self.entry.field, reserve=False
        )
        self.amount_field.setFixedWidth(theme.px(144))
        self._bill = QWidget()
        column = tight(QVBoxLayout(self._bill), theme.px(8))
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(self._service_field, 1)
        row.addWidget(self.amount_field)
        column.addLayout(row)
        column.addWidget(self.entry.quick)

    def _make_left(self) -> QWidget:
        theme, words = self._context.theme, self._context.words
        column_widget = QWidget()
        column = tight(QVBoxLayout(column_widget), theme.px(16))
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
        self._status = KeyValueRow(theme, "customer_status", "")
        self._ahead = named(Label(theme, "", "small", tone="muted").wrapped(), "customer_ahead")
        self._owes = KeyValueRow(theme, "customer_owes", words.text("Owes"))
        for part in (
            self._code, self._referrals, self._referrer, self._status, self._ahead, self._owes,
            self._print, self._coupon,
        ):  # fmt: skip
            own.column.addWidget(part)
        column.addWidget(own)
        self._history = LastPurchases(self._context)
        column.addWidget(self._history, 1)
        return column_widget

    def _make_middle(self) -> QWidget:
        theme, words = self._context.theme, self._context.words
        outer = QWidget()
        self._middle_column = tight(QVBoxLayout(outer), theme.px(12))
        panel = self._spending = Panel(theme, "customer_spending", spacing=12)
        self.stamps = StampBlock(self._context)
        self.benefits = BenefitBlock(self._context)
        panel.column.addWidget(self.stamps)
        self.blocks = {
            t.POINTS: SpendBlock(self._context, "spend_points", t.POINTS),
            t.STORE_CREDIT: SpendBlock(self._context, "spend_credit", t.STORE_CREDIT),
        }
        for block in self.blocks.values():
            panel.column.addWidget(block)
        panel.column.addWidget(self.benefits)
        self._last4 = TextField(theme, "customer_last4")
        self._last4.setMaxLength(PROVING_DIGITS)
        self._last4.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._last4.setFixedWidth(theme.px(104))
        self._last4.setFont(theme.font("title", bold=True))
        self._last4_field = AskedField(theme, words.text("Last 4 digits of the phone"), self._last4)
        panel.column.addWidget(self._last4_field)
        panel.column.addStretch(1)
        self._keypad = Keypad(theme, "customer_keypad", words)
        self._keypad.set_low(True)
        panel.column.addWidget(self._keypad)
        self._middle_column.addWidget(panel, 1)
        return ScrollColumn("customer_scroll", outer)

    def _listen(self) -> None:
        self.entry.field.textEdited.connect(self.amount_field.clear_message)
        self.entry.changed.connect(self.changed)
        self.panel.tender.changed.connect(self.changed)
        self.services.currentIndexChanged.connect(self._service_chosen)
        for block in self.blocks.values():
            block.changed.connect(self._spending_changed)
        self.stamps.changed.connect(self._spending_changed)
        self.benefits.changed.connect(self._spending_changed)
        self._last4.textChanged.connect(self._last4_typed)

    def _service_chosen(self) -> None:
        data = self.services.currentData()
        self.entry.choose_service(data if isinstance(data, str) else None)

    def _spending_changed(self) -> None:
        self._show_proof()
        self.changed.emit()

    def _last4_typed(self, text: str) -> None:
        words = self._context.words
        self._last4_field.clear_message()
        if len(text) == PROVING_DIGITS:
            if self.proof() is not None:
                matches = words.text("These are the digits of the phone")
                self._last4_field.set_help(matches)
            else:
                self._last4_field.set_problem(words.text("The phone in the list ends otherwise"))
        self.changed.emit()
