"""Referrals: who brought him, whom he brought, what state each is in and what it gave."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.customer import short_name
from refdesk.domain.records import Referral
from refdesk.services.customer_view import CustomerView
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.shared import shown_day, shown_name
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tag
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.words.names import unit_amount

SHOWN = 200


class ReferralsTab(QWidget):
    """The list, newest first; a name opens that person (``person_wanted``)."""

    person_wanted = Signal(int)

    def __init__(self, context: Context, view: CustomerView) -> None:
        super().__init__()
        self._context = context
        self._view = view
        theme, words = context.theme, context.words
        column = tight(QVBoxLayout(self), 0)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.addWidget(self._came())
        referrals = view.details.referrals
        if not referrals:
            sentence = words.text("Friends who come with this code will stand here")
            column.addWidget(EmptyState(theme, "no_referrals", "user-plus", sentence), 1)
            return
        column.addSpacing(theme.px(8))
        column.addWidget(self._figures())
        for referral in referrals:
            column.addWidget(rule(theme))
            column.addWidget(self._row(referral))
        if len(referrals) >= SHOWN:
            newest = words.text("The newest {count} are shown", count=words.number(SHOWN))
            column.addWidget(Label(theme, newest, "small", tone="muted"))
        column.addStretch(1)

    def _came(self) -> QWidget:
        theme, words, view = self._context.theme, self._context.words, self._view
        box = QWidget()
        row = tight(QHBoxLayout(box), theme.px(8))
        row.addWidget(IconLabel(theme, "user", 20, "muted"))
        day = shown_day(words, view.details.customer.registered_on, view.today)
        referrer = view.details.referrer
        if referrer is None:
            row.addWidget(Label(theme, words.text("Came without a code: {date}", date=day)), 1)
            return box
        name = shown_name(words, referrer)
        row.addWidget(
            Label(theme, words.text("Invited by {referrer}: {date}", referrer=name, date=day)), 1
        )
        button = Button(theme, "referrer_open", words.text("Open"), Look("quiet", height=32))
        button.setAccessibleName(words.text("Open {name}", name=name))
        button.clicked.connect(lambda: self.person_wanted.emit(referrer.id))
        row.addWidget(button)
        return box

    def _figures(self) -> QWidget:
        theme, words, view = self._context.theme, self._context.words, self._view
        count = len(view.details.referrals)
        text = words.plural(
            "{n} referral, effective: {effective}", "{n} referrals, effective: {effective}", count,
            effective=words.number(view.details.effective_referrals),
        )  # fmt: skip
        label = Label(theme, text, "small", tone="muted")
        label.setObjectName("referral_figures")
        label.setContentsMargins(0, 0, 0, theme.px(8))
        return label

    def _row(self, referral: Referral) -> QWidget:
        theme, words = self._context.theme, self._context.words
        box = QWidget()
        box.setObjectName(f"referral_{referral.customer}")
        box.setMinimumHeight(theme.px(44))
        row = tight(QHBoxLayout(box), theme.px(8))
        name = short_name(referral.name) or words.text("No name")
        link = Button(theme, f"open_{referral.customer}", name, Look("quiet", height=40))
        link.setAccessibleName(words.text("Open {name}", name=name))
        link.clicked.connect(lambda: self.person_wanted.emit(referral.customer))
        row.addWidget(link)
        day = shown_day(words, referral.claimed_on, self._view.today)
        row.addWidget(ElidingLabel(theme, day, "small", tone="muted"), 1)
        row.addWidget(self._state(referral))
        value = Label(theme, self._value(referral), bold=True).right()
        value.setMinimumWidth(theme.px(96))
        row.addWidget(value)
        return box

    def _state(self, referral: Referral) -> Tag:
        theme, words = self._context.theme, self._context.words
        if referral.effective is not None:
            return Tag(theme, words.text("Effective"), "ok", "check")
        return Tag(theme, words.text("Pending"), "check", "hourglass")

    def _value(self, referral: Referral) -> str:
        words = self._context.words
        earned = self._view.earned.get(referral.customer, {})
        amounts = [unit_amount(words, unit, sum_) for unit, sum_ in earned.items() if sum_]
        return ", ".join(amounts) or words.number(0)
