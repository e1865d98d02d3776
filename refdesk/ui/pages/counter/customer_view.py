"""The form for a customer who is known: what he has, what he spends, and what Enter will do."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from refdesk.domain import terms as t
from refdesk.domain.errors import DomainError
from refdesk.services.counter import Quoted, Request
from refdesk.ui.page import Context, Density
from refdesk.ui.pages.counter.amounts import AmountEntry
from refdesk.ui.pages.counter.benefit_rows import BenefitBlock
from refdesk.ui.pages.counter.customer_side import CustomerSide
from refdesk.ui.pages.counter.parts import AskedField, KeypadButton, ScrollColumn
from refdesk.ui.pages.counter.quote_panel import MainAction, QuotePanel
from refdesk.ui.pages.counter.reading import PROVING_DIGITS, CounterDay, Known, ends_a_phone
from refdesk.ui.pages.counter.spending import SpendBlock
from refdesk.ui.pages.counter.stamp_block import StampBlock
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.keypad import LEAST, LOW, Keypad
from refdesk.ui.widgets.rows import Panel
from refdesk.words.names import points
from refdesk.words.reasons import refusal_text

LEFT, RIGHT, RIGHT_WIDER = 352, 368, 400
"""The bill is wider where a button stands in it."""
ROOMY = 2
"""So many kinds of what a customer has stand comfortably one under the other."""
SPENDING_REFUSALS = frozenset(
    {"points_insufficient", "points_share_exceeded", "hold_not_over", "proof_needed"}
    | {"not_combinable", "limit_per_period"}
)
"""Refusals that are said beside the number to spend and not in the verdict."""


class CustomerView(QWidget):
    """Left who he is, middle what he spends, right what happens and Enter."""

    changed = Signal()
    main_pressed = Signal()
    card_pressed = Signal()
    receipt_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._known: Known | None = None
        self._day: CounterDay | None = None
        self._untouched: object = None
        self._barred = ""
        """The ticked discount that points and credit do not go with."""
        self._keypad_on = True
        self._demands_keypad = False
        self._density = Density()
        named(self, "customer_view")
        theme, words = context.theme, context.words
        self.entry = AmountEntry(context, "customer", height=48)
        self.panel = QuotePanel(
            context, "customer_quote", MainAction(words.text("Record purchase"), "check")
        )
        self.panel.main_pressed.connect(self.main_pressed)
        self._make_entry()
        self._left = CustomerSide(context)
        self._left.card_pressed.connect(self.card_pressed)
        self._left.receipt_pressed.connect(self.receipt_pressed)
        self._middle = self._make_middle()
        self._body = tight(QHBoxLayout(self), theme.px(16))
        self._body.addWidget(self._left)
        self._body.addWidget(self._middle, 1)
        self._body.addWidget(self.panel)
        self._listen()
        self._arrange()
        self._spending.installEventFilter(self)

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
        self._demands_keypad &= self._density.narrow  # a wide window shows first what he has
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
        self._left.show_customer(known, self._day)
        self._show_proof()
        self._arrange()
        self._untouched = self._state()

    def known(self) -> Known | None:
        """Whose purchase it is."""
        return self._known

    def is_touched(self) -> bool:
        """Whether anything differs from how it was opened."""
        return self._state() != self._untouched

    def hold(self) -> None:
        """What stands in the form counts as entered by somebody: it does not go by itself."""
        self._untouched = None

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

    def last4_typed(self) -> str:
        """The digits said by the customer so far."""
        return self._last4.text()

    def type_last4(self, digits: str) -> None:
        """Write the digits that were said before."""
        self._last4.setText(digits)

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
        title, _step = refusal_text(self._context.words, error)  # the hint above says how much
        block.set_problem(title)

    def balance(self) -> int:
        """Points that can be spent."""
        return self._known.balance.spendable[t.POINTS] if self._known else 0

    def offer_receipts(self, on: bool) -> None:
        """Offer a coupon on a receipt beside the card."""
        self._left.offer_receipts(on)

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
        self._arrange()

    def set_keypad(self, on: bool) -> None:
        """Show the keypad where there is room for it."""
        self._keypad_on = on
        self._arrange()

    def _arrange(self) -> None:
        """Three columns; in a narrow window who he is stands below what he spends, as far as there
        is room. Where it is low too, the bill stands above it, so that sum and Enter stay in view;
        who has much of everything needs that place, and the bill goes without its usual sums."""
        theme, density = self._context.theme, self._density
        narrow, dense = density.narrow, self._is_full()
        self._body.setSpacing(theme.px(12 if density.low else 16))
        can_demand = self._can_demand_keypad()
        self.panel.setFixedWidth(theme.px(RIGHT_WIDER if can_demand else RIGHT))
        self.amount_field.setFixedWidth(theme.px(128 if can_demand else 144))
        if narrow:
            self._middle_column.insertWidget(1, self._left)
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._body.insertWidget(0, self._left)
            self._left.setFixedWidth(theme.px(LEFT))
        has_keypad = self._has_keypad()
        self._keypad.setVisible(has_keypad)
        self.keypad_button.setVisible(can_demand)
        self.keypad_button.show_state(is_open=has_keypad)
        both = all(not block.isHidden() for block in self.blocks.values())
        self._keypad.set_height(LEAST if density.low and both else LOW)
        dense = dense or (can_demand and has_keypad)
        self._spending.column.setSpacing(theme.px(8 if dense else 12))
        self.benefits.give_way(dense)
        self._spending.column.setStretchFactor(self.benefits, 100 if dense else 0)
        for block in self.blocks.values():
            block.set_dense(dense)
        self.stamps.set_dense(dense)
        self.benefits.set_dense(dense)
        is_tight = narrow and density.low and dense
        if narrow and density.low and not dense:
            self._spending.column.insertWidget(0, self._bill)
        else:
            self.panel.head.addWidget(self._bill)
        self.entry.set_room(not is_tight)
        self.panel.set_tight(is_tight)
        self.panel.set_low(density.low or dense)  # what he gets is as long as what he has
        self._left.set_narrow(narrow)
        self._middle_column.setStretchFactor(self._spending, 0 if narrow and not dense else 1)
        self._fold()

    def _fold(self) -> None:
        """The keypad that is asked for stands in the place of what is not typed. In a narrow
        window: show beside what is spent only what goes in whole."""
        narrow = self._density.narrow
        only_keypad = self._can_demand_keypad() and self._demands_keypad
        self.stamps.setVisible(self.stamps.has_cards() and not only_keypad)
        self.benefits.setVisible(self.benefits.has_any() and not only_keypad)
        if not narrow:
            self._left.show_all()
            return
        used = self._spending.sizeHint().height() + self._middle_column.spacing()
        self._left.fit(0 if only_keypad or self._is_full() else self.height() - used)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height has room for other parts."""
        super().resizeEvent(event)
        self._fold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is spent has got more or fewer rows, and what stands below it less or more room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return False

    def _demand_keypad(self) -> None:
        """Show or hide the keypad, in the place of what is not typed."""
        self._demands_keypad = not self._demands_keypad
        focused = self.focusWidget()
        self._arrange()
        if focused is None or not focused.isVisible():
            self.focus_first()

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes: from the bill to what is spent, to Enter."""
        spent = [stop for block in self.blocks.values() for stop in block.tab_stops()]
        quick = self.entry.quick.buttons()
        entry = (self.services, self.entry.field, self.keypad_button, *quick)
        kept = self.benefits.tab_stops()
        return [
            *entry,
            *self.stamps.tab_stops(),
            *spent,
            *kept,
            self._last4,
            *self.panel.tab_stops(),
            *self._left.tab_stops(),
        ]

    def _is_full(self) -> bool:
        """Whether he has so much that it only fits close together (ui.md section 4: a form does not
        scroll)."""
        parts = [not block.isHidden() for block in self.blocks.values()]
        return sum((*parts, self.stamps.has_cards(), self.benefits.has_any())) > ROOMY

    def _has_keypad(self) -> bool:
        return self._demands_keypad if self._can_demand_keypad() else self._keypad_on

    def _can_demand_keypad(self) -> bool:
        """Whether there is no room for it beside the rest, and a button shows it instead."""
        has_more = self.stamps.has_cards() or self.benefits.has_any()
        has_more = has_more or not self.blocks[t.STORE_CREDIT].isHidden()
        return self._density.narrow or (self._keypad_on and has_more)

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
        self.keypad_button = KeypadButton(self._context, "customer_keypad_button", 48)
        self.keypad_button.clicked.connect(self._demand_keypad)
        row.addWidget(self._service_field, 1)
        row.addWidget(self.amount_field)
        row.addWidget(self.keypad_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self.entry.quick)

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
