"""Cards: every code of a person with its state; print its card, replace it when it is lost, block
it with a reason; give him a new code or a printed blank card."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.card_loss import is_stolen
from refdesk.domain.records import PromoCode, Version
from refdesk.services import codes
from refdesk.services.card_place import CardPlace, card_place
from refdesk.services.card_swap import replace_code
from refdesk.services.customer_view import CustomerView
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.block_form import BlockForm
from refdesk.ui.pages.customers.deeds import may_manage
from refdesk.ui.pages.customers.new_code import GiveBlank, NewCode
from refdesk.ui.pages.customers.shared import masked_code, shown_day
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, Label, Tag
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Strip
from refdesk.words.card_text import block_reason
from refdesk.words.names import code_state_name

_TAGS = {
    "live": ("ok", "check"),
    "printed": ("", "printer"),
    "blocked": ("stop", "ban"),
    "expired": ("stop", "calendar-x"),
}


class CodesTab(QWidget):
    """``card_wanted`` gives the person's id; ``changed`` tells that a code was blocked or made."""

    card_wanted = Signal(int)
    changed = Signal()

    def __init__(self, context: Context, desk: Desk, view: CustomerView) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._view = view
        self._form: QWidget | None = None
        theme, words = context.theme, context.words
        self._column = tight(QVBoxLayout(self), theme.px(8))
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._strip = Strip(theme, "codes_strip")
        self._strip.hide()
        self._column.addWidget(self._strip)
        codes_shown = view.details.codes[::-1]
        if not codes_shown and not self._missing():
            sentence = words.text("A code comes with a programme that invites friends")
            self._column.addWidget(EmptyState(theme, "no_codes", "id-card", sentence), 1)
            self.blank: GiveBlank | None = None
            return
        for place, code in enumerate(codes_shown):
            if place:
                self._column.addWidget(rule(theme))
            self._column.addWidget(self._row(code))
        offered = self._offered()
        if offered:
            self._column.addWidget(rule(theme))
            form = NewCode(context, offered, may_name=may_manage(desk.actor))
            form.wanted.connect(self._issue)
            self._column.addWidget(form)
        self._column.addWidget(rule(theme))
        self.blank = GiveBlank(context, desk, view.details.customer)
        self.blank.given.connect(self.changed)
        self._column.addWidget(self.blank)
        self._column.addStretch(1)

    def _missing(self) -> list[Version]:
        """The programmes that invite and of which he has no code that works."""
        view = self._view
        have = {
            view.versions[code.version].programme
            for code in view.details.codes
            if code.state(view.today) == "live"
        }
        return [one for one in view.inviting if one.programme not in have]

    def _offered(self) -> list[Version]:
        """Of which programmes he may get one more code: of all by a manager, who may give a word;
        else of those that he has none of, and of those whose split is picked."""
        missing = self._missing()
        rest = [one for one in self._view.inviting if one not in missing]
        if not may_manage(self._desk.actor):
            rest = [one for one in rest if one.terms.split == "picked"]
        return [*missing, *rest]

    # -- rows ------------------------------------------------------------------------------

    def _row(self, code: PromoCode) -> QWidget:
        theme, words, view = self._context.theme, self._context.words, self._view
        state = code.state(view.today)
        box = QWidget()
        box.setObjectName(f"code_{code.id}")
        column = tight(QVBoxLayout(box), theme.px(4))
        top = tight(QHBoxLayout(), theme.px(8))
        shown = Label(theme, masked_code(code.code), bold=True)
        shown.setFont(theme.font("body", code=True))
        top.addWidget(shown)
        kind, icon = _TAGS.get(state, ("", "ban"))
        top.addWidget(Tag(theme, code_state_name(words, state), kind, icon))
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(ElidingLabel(theme, self._about(code), "small", tone="muted"))
        if code.status == "blocked" and is_stolen(code.reason):
            column.addWidget(self._theft(code))
        if state == "live":
            column.addLayout(self._buttons(code, box))
        elif state == "blocked" and code.replaced_by is None and may_manage(self._desk.actor):
            column.addWidget(self._swap_button(code), 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _theft(self, code: PromoCode) -> QWidget:
        """How often a stolen card was shown since, once that is known."""
        words, view, desk = self._context.words, self._view, self._desk
        line = ElidingLabel(self._context.theme, "", "small", tone="stop")
        line.setObjectName(f"theft_{code.id}")

        def done(place: CardPlace) -> None:
            if not place.shown_at:
                line.setText(words.text("Not shown at a till since"))
                return
            last = max(place.shown_at).astimezone(view.shop.zone)
            day = shown_day(words, last.date(), view.today)
            times = words.plural("Shown at a till {n} time", "Shown at a till {n} times",
                                 len(place.shown_at))  # fmt: skip
            line.setText(words.text("{times}, last: {day}, {time}", times=times, day=day,
                                    time=words.time(last)))  # fmt: skip

        self._context.tasks.run(lambda: card_place(desk, code), owner=line, done=done)
        return line

    def _about(self, code: PromoCode) -> str:
        words, view = self._context.words, self._view
        parts = [view.versions[code.version].terms.titled(words.language)]
        if code.issued_at is not None:
            issued = code.issued_at.astimezone(view.shop.zone).date()
            day = words.date(issued, today=view.today)
            parts.append(words.text("issued {date}", date=day))
        if code.valid_to is not None:
            day = words.date(code.valid_to, today=view.today)
            parts.append(words.text("until {date}", date=day))
        if code.friend_share is not None:
            share = words.percent(code.friend_share)
            parts.append(words.text("{percent} to the friend", percent=share))
        if code.replaced_by is not None:
            parts.append(words.text("replaced by a new card"))
        if code.reason:
            parts.append(block_reason(words, code.reason))
        return " · ".join(parts)

    def _buttons(self, code: PromoCode, box: QWidget) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(8))
        card = Button(
            theme,
            f"print_{code.id}",
            words.text("Print card"),
            Look(icon="printer", height=40, small=True),
        )
        card.clicked.connect(lambda: self.card_wanted.emit(self._view.details.customer.id))
        block = Button(
            theme,
            f"block_{code.id}",
            words.text("Block…"),
            Look("danger", icon="ban", height=40, small=True),
        )
        block.clicked.connect(lambda: self._ask_reason(code, box))
        row.addWidget(card)
        row.addWidget(self._swap_button(code))
        row.addWidget(block)
        row.addStretch(1)
        return row

    def _swap_button(self, code: PromoCode) -> Button:
        words = self._context.words
        look = Look(icon="replace", height=40, small=True)
        swap = Button(self._context.theme, f"replace_{code.id}", words.text("Replace"), look)
        swap.setAccessibleName(words.text("Replace a lost or worn card"))
        swap.clicked.connect(lambda: self._replace(code))
        return swap

    # -- blocking and issuing --------------------------------------------------------------

    def _ask_reason(self, code: PromoCode, box: QWidget) -> None:
        """Put the form for the reason under the code."""
        self._close_form()
        desk, form = self._desk, BlockForm(self._context, code)
        form.blocked.connect(
            lambda reason: self._run(lambda: codes.block_code(desk, code.code, reason))
        )
        form.replaced.connect(
            lambda reason: self._run(lambda: replace_code(desk, code.code, reason))
        )
        form.cancelled.connect(self._close_form)
        self._form = form
        self._column.insertWidget(self._column.indexOf(box) + 1, form)
        form.show()
        form.take_focus()

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def _issue(self, version: Version, share: int | None, word: str) -> None:
        desk, person = self._desk, self._view.details.customer
        self._run(
            lambda: codes.issue_personal(desk, person, version, friend_share=share, word=word)
        )

    def _replace(self, code: PromoCode) -> None:
        """Swap the card (G16): the old one stands for the new one from now on."""
        desk = self._desk
        self._run(lambda: replace_code(desk, code.code))

    def _run(self, work: Callable[[], object]) -> None:
        self._context.tasks.run(
            work, owner=self, done=lambda _result: self.changed.emit(), failed=self._trouble
        )

    def _trouble(self, error: Exception) -> None:
        self._strip.show_message(message_of(self._context.words, error))
