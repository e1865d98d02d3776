"""Overview: what may be spent, who he is, how he came, and the latest purchases."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.domain.customer import mask_phone
from refdesk.domain.payouts import Payout
from refdesk.domain.records import Action, PromoCode
from refdesk.domain.terms import GIFT, MONEY, POINTS, STAMPS, STORE_CREDIT
from refdesk.services.customer_view import CustomerView, reveal_code
from refdesk.services.desk import Desk
from refdesk.services.rewards import Place
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.benefit_rows import kept_line
from refdesk.ui.pages.counter.sayings import DOT, missing_to_status
from refdesk.ui.pages.customers.deeds import may_manage
from refdesk.ui.pages.customers.shared import masked_code, shown_day, shown_name
from refdesk.ui.widgets.base import frame, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tag, Tone
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.strips import Strip
from refdesk.ui.widgets.value_fields import format_phone
from refdesk.words.benefit_text import benefit_short
from refdesk.words.mark_text import mark_name
from refdesk.words.names import method_name, missing_stamps, unit_amount

LATEST = 4
_OTHER_UNITS = (STORE_CREDIT, MONEY, STAMPS)


class OverviewTab(QWidget):
    """``person_wanted`` names the referrer, to go to him; ``slip_wanted`` and ``cancel_wanted``
    give a payout."""

    person_wanted = Signal(int)
    slip_wanted = Signal(object)
    cancel_wanted = Signal(object)

    def __init__(
        self, context: Context, desk: Desk, view: CustomerView, *, sees_phones: bool
    ) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._view = view
        self._sees_phones = sees_phones
        theme = context.theme
        self._column = tight(QVBoxLayout(self), theme.px(12))
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._strip = Strip(theme, "overview_strip")
        self._strip.hide()
        self._column.addWidget(self._strip)
        self._column.addLayout(self._tiles())
        self._column.addLayout(self._facts())
        self._add_rewards()
        self._add_payouts()
        self._column.addWidget(rule(theme))
        self._column.addLayout(self._latest())
        self._column.addStretch(1)

    # -- figures ---------------------------------------------------------------------------

    def _tiles(self) -> QHBoxLayout:
        words, balance = self._context.words, self._view.balance
        number = words.number
        owed = balance.owed.get(POINTS, 0)
        spendable = max(balance.spendable[POINTS], 0)
        row = tight(QHBoxLayout(), self._context.theme.px(8))
        row.addWidget(self._tile("to_spend", number(spendable), words.text("points to spend")), 1)
        held = balance.held.get(POINTS, 0)
        row.addWidget(self._tile("held", number(held), words.text("points on hold")), 1)
        if owed:
            tile = self._tile("owed", number(owed), words.text("points owed"), "stop")
            row.addWidget(tile, 1)
        count = number(len(self._view.details.referrals))
        row.addWidget(self._tile("referrals", count, words.text("referrals")), 1)
        return row

    def _tile(self, name: str, figure: str, caption: str, tone: Tone = "") -> QWidget:
        theme = self._context.theme
        tile = frame("sunk")
        tile.setObjectName(f"tile_{name}")
        tile.setAccessibleName(f"{figure} {caption}")
        pad = theme.px(12)
        column = tight(QVBoxLayout(tile), 0, (pad, theme.px(6), pad, theme.px(6)))
        column.addWidget(Label(theme, figure, "title", bold=True, tone=tone))
        column.addWidget(Label(theme, caption, "small", tone=tone or "muted").wrapped())
        column.addStretch(1)
        return tile

    # -- facts -----------------------------------------------------------------------------

    def _facts(self) -> QVBoxLayout:
        words, view = self._context.words, self._view
        column = tight(QVBoxLayout())
        for place, phone in enumerate(view.details.customer.of_kind("phone")):
            title = words.text("Phone") if place == 0 else words.text("Another phone")
            column.addWidget(self._phone_row(f"fact_phone_{place}", title, phone.value))
        for plate in view.details.customer.of_kind("plate"):
            column.addWidget(self._row("fact_plate", words.text("Plate"), plate.shown))
        code = own_code(view)
        if code is not None:
            column.addWidget(self._code_row(code))
        else:
            column.addWidget(self._row("fact_code", words.text("Own code"), words.text("none")))
        column.addWidget(self._came_row())
        column.addWidget(self._row("fact_purchases", words.text("Purchases"), self._purchases()))
        for unit in _OTHER_UNITS:
            self._add_balance(column, unit)
        self._add_year(column)
        if view.details.customer.state == "blocked":
            why = view.details.customer.note.splitlines()[-1:] or [words.text("no reason noted")]
            column.addWidget(self._row("fact_blocked", words.text("Blocked"), why[0], tone="stop"))
        return column

    def _add_year(self, column: QVBoxLayout) -> None:
        """R50: what he was given this year, flagged above the owner's threshold."""
        words, given = self._context.words, self._view.to_pay
        if not given.year_total:
            return
        sum_ = words.money(given.year_total)
        if given.is_over_threshold:
            text = words.text("{sum}, above the shop’s limit", sum=sum_)
            column.addWidget(
                self._row("fact_year", words.text("Given this year"), text, tone="check")
            )
        else:
            column.addWidget(self._row("fact_year", words.text("Given this year"), sum_))

    def _add_rewards(self) -> None:
        """Statuses with what is missing to the next one, stamp cards, and what is kept."""
        theme, words, view = self._context.theme, self._context.words, self._view
        rows = [self._place_row(index, one) for index, one in enumerate(view.rewards.places)]
        for index, card in enumerate(view.rewards.cards):
            have, visit = words.number(card.have), words.number(card.visit)
            text = words.text("{have} of {visit}", have=have, visit=visit)
            text = DOT.join((text, missing_stamps(words, card.missing)))
            rows.append(self._row(f"fact_card_{index}", words.text("Stamp card"), text))
        for one in view.balance.entitlements:
            kind = words.text("Gift") if one.benefit.kind == GIFT else words.text("Discount")
            parts = (benefit_short(words, one.benefit), kept_line(words, one, view.today))
            text = DOT.join(part for part in parts if part)
            rows.append(self._row(f"fact_kept_{one.id}", kind, text))
        if rows:
            self._column.addWidget(rule(theme))
            column = tight(QVBoxLayout())
            for row in rows:
                column.addWidget(row)
            self._column.addLayout(column)

    def _place_row(self, index: int, place: Place) -> QWidget:
        words = self._context.words
        now = place.status.name if place.status else words.text("none yet")
        ahead = missing_to_status(words, place)
        text = DOT.join(part for part in (now, ahead) if part)
        return self._row(f"fact_status_{index}", words.text("Status"), text)

    def _add_payouts(self) -> None:
        """The latest payouts, each with its slip and a way to take it back."""
        theme, words, view = self._context.theme, self._context.words, self._view
        if not view.payouts:
            return
        self._column.addWidget(rule(theme))
        self._column.addWidget(Label(theme, words.text("Payouts"), bold=True))
        for payout in view.payouts[:LATEST]:
            self._column.addWidget(self._payout_row(payout))

    def _payout_row(self, payout: Payout) -> QWidget:
        theme, words = self._context.theme, self._context.words
        widget = QWidget()
        widget.setObjectName(f"payout_{payout.id}")
        row = tight(QHBoxLayout(widget), theme.px(4))
        number, how = f"O{payout.id}", method_name(words, payout.method)
        day = shown_day(words, payout.on, self._view.today)
        label = ElidingLabel(theme, DOT.join((number, day, how)))
        font = label.font()
        font.setStrikeOut(payout.cancelled_at is not None)
        label.setFont(font)
        row.addWidget(label, 1)
        row.addWidget(Label(theme, words.money(payout.amount), bold=True))
        if payout.cancelled_at is not None:
            row.addWidget(Tag(theme, words.text("Cancelled"), "", "ban"))
            return widget
        slip = Button(theme, f"slip_{payout.id}", words.text("Slip…"), Look("quiet", height=32))
        slip.setAccessibleName(words.text("Slip of payout {number}", number=number))
        slip.clicked.connect(lambda: self.slip_wanted.emit(payout))
        row.addWidget(slip)
        if may_manage(self._desk.actor):
            cancel = Button(
                theme, f"cancel_{payout.id}", words.text("Cancel…"), Look("quiet", height=32)
            )
            cancel.setAccessibleName(words.text("Cancel payout {number}", number=number))
            cancel.clicked.connect(lambda: self.cancel_wanted.emit(payout))
            row.addWidget(cancel)
        return widget

    def _row(
        self, name: str, label: str, value: str, button: Button | None = None, *, tone: Tone = ""
    ) -> QWidget:
        theme = self._context.theme
        widget = QWidget()
        widget.setObjectName(name)
        widget.setMinimumHeight(theme.px(28))
        row = tight(QHBoxLayout(widget), theme.px(8))
        row.addWidget(Label(theme, label))
        shown = ElidingLabel(theme, value, bold=True, tone=tone)
        shown.setObjectName(f"{name}_value")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(shown, 1)
        if button is not None:
            row.addWidget(button)
        return widget

    def _show_button(self, name: str, spoken: str) -> Button:
        theme, words = self._context.theme, self._context.words
        button = Button(theme, name, words.text("Show"), Look("quiet", icon="eye", height=32))
        button.setAccessibleName(spoken)
        return button

    def _phone_row(self, name: str, label: str, e164: str) -> QWidget:
        if not self._sees_phones:
            return self._row(name, label, mask_phone(e164))
        spoken = self._context.words.text("Show the phone")
        button = self._show_button(f"{name}_show", spoken)
        row = self._row(name, label, mask_phone(e164), button)

        def show() -> None:
            _set_value(row, format_phone(e164))
            button.hide()

        button.clicked.connect(show)

        return row

    def _code_row(self, code: PromoCode) -> QWidget:
        words = self._context.words
        button = self._show_button("fact_code_show", words.text("Show the code"))
        row = self._row(
            "fact_code", words.text("Own code"), self._until(masked_code(code.code), code), button
        )

        def shown(text: object) -> None:
            _set_value(row, str(text))
            button.hide()

        def show() -> None:
            desk = self._desk
            self._context.tasks.run(
                lambda: reveal_code(desk, code.id), owner=row, done=shown, failed=self._tell_trouble
            )

        button.clicked.connect(show)
        return row

    def _until(self, text: str, code: PromoCode) -> str:
        words, today = self._context.words, self._view.today
        if code.valid_to is None:
            return text
        day = words.date(code.valid_to, today=today)
        return words.text("{code}, until {date}", code=text, date=day)

    def _came_row(self) -> QWidget:
        words, view = self._context.words, self._view
        day = shown_day(words, view.details.customer.registered_on, view.today)
        referrer = view.details.referrer
        if referrer is None:
            text = words.text("{date}, without a code", date=day)
            return self._row("fact_came", words.text("Came to us"), text)
        name = shown_name(words, referrer)
        text = words.text("{date}, invited by {referrer}", date=day, referrer=name)
        if referrer.state == "erased":
            return self._row("fact_came", words.text("Came to us"), text)
        button = Button(
            self._context.theme, "fact_came_open", words.text("Open"),
            Look("quiet", icon="user", height=32),
        )  # fmt: skip
        button.setAccessibleName(words.text("Open {name}", name=name))
        button.clicked.connect(lambda: self.person_wanted.emit(referrer.id))
        return self._row("fact_came", words.text("Came to us"), text, button)

    def _purchases(self) -> str:
        words, person = self._context.words, self._view.details.customer
        count = words.number(person.purchases)
        if person.last_on is None:
            return count
        day = shown_day(words, person.last_on, self._view.today)
        return words.text("{count}, latest {date}", count=count, date=day)

    def _add_balance(self, column: QVBoxLayout, unit: str) -> None:
        """A row for an account other than points, where there is something on it."""
        words, balance = self._context.words, self._view.balance
        amount, held = balance.spendable.get(unit, 0), balance.held.get(unit, 0)
        if unit == STAMPS and self._view.rewards.cards and amount >= 0:
            return  # its card says it
        if not amount and not held:
            return
        title = {
            STORE_CREDIT: words.text("Store credit"),
            MONEY: words.text("Money to pay out"),
            STAMPS: words.text("Stamps"),
        }[unit]
        text = words.number(amount) if unit == STAMPS else words.money(amount)
        if held:
            on_hold = words.number(held) if unit == STAMPS else words.money(held)
            text = words.text("{amount}, on hold {held}", amount=text, held=on_hold)
        if amount < 0:
            text = words.text("owes {balance}", balance=unit_amount(words, unit, -amount))
        column.addWidget(self._row(f"fact_{unit}", title, text, tone="stop" if amount < 0 else ""))

    def _tell_trouble(self, error: Exception) -> None:
        self._strip.show_message(message_of(self._context.words, error))

    # -- latest ----------------------------------------------------------------------------

    def _latest(self) -> QVBoxLayout:
        theme, words = self._context.theme, self._context.words
        column = tight(QVBoxLayout())
        column.addWidget(Label(theme, words.text("Latest"), bold=True))
        actions = self._view.latest[:LATEST]
        if not actions:
            empty = words.text("Purchases will stand here")
            column.addWidget(Label(theme, empty, tone="muted").wrapped())
        for place, action in enumerate(actions):
            if place:
                column.addWidget(rule(theme))
            column.addWidget(self._latest_row(action))
        return column

    def _latest_row(self, action: Action) -> QWidget:
        theme, words = self._context.theme, self._context.words
        widget = QWidget()
        widget.setObjectName(f"latest_{action.id}")
        widget.setMinimumHeight(theme.px(40))
        row = tight(QHBoxLayout(widget), theme.px(8))
        icon, token = ("check", "text")
        if action.is_void:
            icon, token = ("ban", "muted")
        elif action.kind == "redemption":
            icon, token = ("ticket-check", "ok_ink")
        row.addWidget(IconLabel(theme, icon, 20, token))
        label = ElidingLabel(theme, self._action_text(action))
        font = label.font()
        font.setStrikeOut(action.is_void)
        label.setFont(font)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(label, 1)
        row.addWidget(Label(theme, self._when(action), "small", tone="muted"))
        if action.is_void:
            label.setAccessibleName(words.text("Voided: {what}", what=self._action_text(action)))
        return widget

    def _action_text(self, action: Action) -> str:
        words = self._context.words
        sum_paid = words.money(action.to_pay)
        services = ", ".join(action.services)
        if not services:
            return words.text("Purchase: {sum}", sum=sum_paid)
        return words.text("{services}: {sum}", services=services, sum=sum_paid)

    def _when(self, action: Action) -> str:
        words, view = self._context.words, self._view
        local = action.at.astimezone(view.shop.zone)
        today = local.date() == view.today
        when = (
            words.text("today {time}", time=words.time(local))
            if today
            else words.date(local.date(), today=view.today)
        )
        said = mark_name(words, action.mark) if action.mark else ""
        return DOT.join(part for part in (said, when) if part)


def own_code(view: CustomerView) -> PromoCode | None:
    """The newest of a person's codes that work."""
    live = [code for code in view.details.codes if code.state(view.today) == "live"]
    return live[-1] if live else None


def _set_value(row: QWidget, text: str) -> None:
    value = row.findChild(ElidingLabel, f"{row.objectName()}_value")
    assert isinstance(value, ElidingLabel)
    value.setText(text)
