"""Referrals as a tree: who brought him, whom he brought, and whom those brought in turn, each
with its state and what it gave him (G26). A branch is read when it is opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.customer import short_name
from refdesk.domain.records import Referral
from refdesk.services.customer_view import Branch, CustomerView, view_branch
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import reading_message
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.shared import shown_day, shown_name
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tag
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.words.names import unit_amount

SHOWN = 200
INDENT = 24


class ReferralsTab(QWidget):
    """The tree, newest first; a name opens that person (``person_wanted``)."""

    person_wanted = Signal(int)

    def __init__(self, context: Context, desk: Desk, view: CustomerView) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._count = 0
        self._rows: dict[int, QVBoxLayout] = {}
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
        tree = QWidget()
        self._roots = tight(QVBoxLayout(tree))
        column.addWidget(tree)
        self._fill(self._roots, Branch(referrals, view.earned, view.brought), 1)
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
        if referrer.state == "erased":
            return box
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

    def _fill(self, column: QVBoxLayout, branch: Branch, level: int) -> None:
        """Put the referrals of one person under each other."""
        for referral in branch.referrals:
            column.addWidget(rule(self._context.theme))
            below = QWidget()
            under = tight(QVBoxLayout(below))
            below.hide()
            column.addWidget(self._row(referral, branch, level, below))
            column.addWidget(below)
            self._rows[referral.customer] = under

    def _row(self, referral: Referral, branch: Branch, level: int, below: QWidget) -> QWidget:
        theme, words = self._context.theme, self._context.words
        box = QWidget()
        box.setObjectName(f"referral_{referral.customer}")
        box.setMinimumHeight(theme.px(44))
        row = tight(QHBoxLayout(box), theme.px(4))
        row.addSpacing(theme.px(INDENT * (level - 1)))
        nobody = words.text("Erased") if referral.is_erased else words.text("No name")
        name = short_name(referral.name) or nobody
        more = branch.has_more.get(referral.customer, 0)
        opener = IconButton(
            theme, f"branch_{referral.customer}", words.text("Whom {name} brought", name=name),
            Look("quiet", icon="chevron-right", height=32),
        )  # fmt: skip
        policy = opener.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        opener.setSizePolicy(policy)
        opener.clicked.connect(lambda: self._toggle(referral, opener, below, level))
        row.addWidget(opener)
        opener.setVisible(bool(more))
        link = Button(theme, f"open_{referral.customer}", name, Look("quiet", height=40))
        link.setAccessibleName(words.text("Open {name}", name=name))
        link.clicked.connect(lambda: self.person_wanted.emit(referral.customer))
        link.setEnabled(not referral.is_erased)  # grey: there is nobody to go to (R51)
        row.addWidget(link)
        said = shown_day(words, referral.claimed_on, self._view.today)
        if more:
            said = words.plural("{n} referral", "{n} referrals", more)
        row.addWidget(ElidingLabel(theme, said, "small", tone="muted"), 1)
        row.addWidget(self._state(referral))
        value = Label(theme, self._value(referral, branch), bold=True).right()
        value.setMinimumWidth(theme.px(80))
        row.addWidget(value)
        return box

    def _toggle(self, referral: Referral, opener: IconButton, below: QWidget, level: int) -> None:
        """Open a branch, reading it the first time, or close it."""
        is_open = not below.isHidden()
        opener.set_icon_name("chevron-right" if is_open else "chevron-down")
        below.setVisible(not is_open)
        under = self._rows[referral.customer]
        if is_open or under.count():
            return
        theme, words, desk = self._context.theme, self._context.words, self._desk
        owner = self._view.details.customer.id
        loading = Label(theme, "…", tone="muted")
        under.addWidget(loading)

        def done(branch: Branch) -> None:
            loading.deleteLater()
            self._fill(under, branch, level + 1)

        def failed(error: Exception) -> None:
            message = reading_message(words, error)
            loading.setText(". ".join(part for part in (message.title, message.line) if part))

        self._context.tasks.run(
            lambda: view_branch(desk, owner, referral.customer), owner=self, done=done,
            failed=failed,
        )  # fmt: skip

    def _state(self, referral: Referral) -> Tag:
        theme, words = self._context.theme, self._context.words
        if referral.effective is not None:
            return Tag(theme, words.text("Effective"), "ok", "check")
        return Tag(theme, words.text("Pending"), "check", "hourglass")

    def _value(self, referral: Referral, branch: Branch) -> str:
        words = self._context.words
        earned = branch.earned.get(referral.customer, {})
        amounts = [unit_amount(words, unit, sum_) for unit, sum_ in earned.items() if sum_]
        return ", ".join(amounts) or words.number(0)
