"""The two forms of the counter at work: live quotes, the verdict that follows them, and Enter.

Decisions:
- What a live quote refuses is shown and not recorded; it is recorded when staff goes on without
  the code (quietly) or when recording finds it.
- Before an amount is there, a quote with a large sum tells whether the person may use the code.
- A customer whose presence is not proved yet is quoted as if it were, so that the sum can be
  seen; recording needs the proof (R79).
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer
from refdesk.services.counter import Quoted, Receipt, Request
from refdesk.services.desk import Desk
from refdesk.services.look_up import Sighting
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.form_refusals import (
    insist,
    missing_consent,
    show_customer_refusal,
    show_hold,
    show_newcomer_refusal,
    to_field,
)
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.newcomer_view import Opening
from refdesk.ui.pages.counter.quote_panel import QuotePanel
from refdesk.ui.pages.counter.quote_texts import Tell, customer_text, quote_text
from refdesk.ui.pages.counter.quoting import LiveQuote
from refdesk.ui.pages.counter.reading import (
    CounterDay,
    Known,
    Refused,
    go_without,
    read_customer,
)
from refdesk.ui.pages.counter.recorder import Done, Trouble
from refdesk.ui.pages.counter.saving import Leave, Saving, leave_for
from refdesk.ui.pages.counter.sayings import (
    code_verdict,
    footnote,
    gift_card_verdict,
    known_verdict,
    make_verdict,
    quoted_verdict,
    refusal_verdict,
)
from refdesk.ui.pages.counter.tender import Tendered
from refdesk.ui.widgets.verdict import Verdict

PROBE = 10_000_000
"""A sum in minor units that no minimum is above in practice, for asking without an amount."""

_PREVIEW = "preview"


class Forms(QObject):
    """Opens a form, keeps its quote fresh and records it.

    ``saved`` gives the `Done`, ``card_wanted`` a customer's id, ``trouble`` a `StorageError`,
    ``another_code`` asks for the scan box, ``customer_found`` for the form of a `Known` with what
    was entered (an `Opening`) and whether by his own card, ``code_dropped`` for one without a
    code; ``changed`` tells that keys do something else now.
    """

    saved = Signal(object)
    card_wanted = Signal(int)
    coupons_wanted = Signal(object)
    trouble = Signal(object)
    another_code = Signal()
    customer_found = Signal(object, object, bool)
    code_dropped = Signal(object)
    changed = Signal()

    def __init__(self, page: CounterLayout, context: Context, desk: Desk, saving: Saving) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._shop_desk = desk
        self._desk = desk
        self._saving = saving
        self._day: CounterDay | None = None
        self._seen: Sighting | None = None
        self._person: Customer | None = None
        self._verdict = Verdict("info", "")
        self._refusal: DomainError | None = None
        self._sum_changed = False
        self._with_card = False
        self._reason = ""
        """Why a manager allowed what is asked."""
        self.live = LiveQuote(context.tasks, self)
        self._listen()

    def set_day(self, day: CounterDay) -> None:
        """What the shop sells and how it is set."""
        before, self._day = self._day, day
        if before is None or before.services != day.services or before.shop != day.shop:
            self._page.newcomer.set_day(day)
            self._page.customer.set_day(day)

    # -- opening ---------------------------------------------------------------------------

    def open_code(self, seen: Sighting, typed: str, keep: Opening | None = None) -> None:
        """A code works: who is it, and how much? ``keep`` is what was entered before it."""
        assert self._day is not None
        assert seen.version is not None
        referrer = short_name(seen.referrer.name) if seen.referrer else ""
        opening = (keep or Opening())._replace(code=typed, referrer=referrer)
        view = self._page.newcomer
        asks = any(rule.asks_about_person for rule in seen.version.terms.rules)
        view.needs_identity = asks and seen.brings is None
        self._open_newcomer(opening, code_verdict(self._context.words, seen, self._day), seen)
        view.set_footnote(footnote(self._context.words, self._day, referrer))

    def open_new(self, opening: Opening) -> None:
        """A purchase without a code, of somebody new or of nobody known."""
        words = self._context.words
        step = words.text("Scan a friend’s card now, or save without a code")
        if opening.phone:
            verdict = make_verdict(words, "info_new")
        else:
            title = words.text("Purchase without a code")
            verdict = Verdict("info", title, step, icon="user-plus")
        self._page.newcomer.needs_identity = False
        self._open_newcomer(opening, verdict, None)
        assert self._day is not None
        self._page.newcomer.set_footnote(footnote(words, self._day))

    def open_gift_card(self, seen: Sighting) -> None:
        """A gift card alone: how much is on it, and a purchase that it pays (R73)."""
        assert seen.gift_card is not None
        self.open_new(Opening())
        self._verdict = gift_card_verdict(self._context.words, seen.gift_card)
        self._page.show_verdict(self._verdict)
        self.add_gift_card(seen)
        self.focus_amount()

    def add_gift_card(self, seen: Sighting) -> bool:
        """Let a gift card pay in the form that is shown; False where it does already."""
        assert seen.gift_card is not None
        assert seen.code is not None
        card = seen.gift_card
        return self._panel().tender.add(Tendered(seen.code.code, card.mask, card.left))

    def open_customer(
        self, known: Known, *, own_card: bool = False, keep: Opening | None = None
    ) -> None:
        """A purchase of a known customer."""
        assert self._day is not None
        kept = keep or Opening()
        self._begin(None)
        self._verdict = known_verdict(self._context.words, known, self._day, own_card=own_card)
        self._page.customer.open(known, amount=kept.amount, service=kept.service)
        self._page.show_screen(Screen.CUSTOMER, self._verdict)
        self._page.customer.focus_first()
        self._ask()

    def close(self) -> None:
        """The form is left: nothing is asked any more."""
        self.live.stop()
        self._seen = None
        self._refusal = None

    def is_open(self) -> bool:
        """Whether a form is shown."""
        return self._page.screen_shown in (Screen.NEWCOMER, Screen.CUSTOMER)

    def is_touched(self) -> bool:
        """Whether the form that is shown holds something that would be lost."""
        if self._page.screen_shown is Screen.NEWCOMER:
            return self._page.newcomer.is_touched()
        return self._page.screen_shown is Screen.CUSTOMER and self._page.customer.is_touched()

    def takes_code(self) -> bool:
        """Whether a friend's card may still join the form that is shown."""
        view = self._page.newcomer
        return self._page.screen_shown is Screen.NEWCOMER and not view.opening.code

    def entered(self) -> Opening:
        """What was entered into the newcomer's form, for another form to go on with."""
        view = self._page.newcomer
        return Opening(
            phone=view.phone.text().strip(), name=view.name.text().strip(),
            amount=view.entry.amount() if view.entry.is_by_hand() or view.entry.service else None,
            service=view.entry.service,
        )  # fmt: skip

    def refusal(self) -> DomainError | None:
        """What the latest quote refused, if it did."""
        return self._refusal

    def leave(self) -> Leave | None:
        """Whose PIN would help, if anybody's; of an own card it is asked for first (R38)."""
        refused = self._refusal
        is_early = refused is None or refused.code == "identity_needed"
        if is_early and self._seen is not None and self._seen.needs_second:
            refused = DomainError("second_person_needed")
        return leave_for(refused)

    # -- deeds -----------------------------------------------------------------------------

    def main(self) -> None:
        """What Enter does: record, or the first way on after a refusal."""
        view = self._page.newcomer
        if self._page.screen_shown is Screen.NEWCOMER and view.is_refused():
            way = view.ways.main()
            if way is not None:
                way.run()
            return
        self.record()

    def record(self, *, with_card: bool = False) -> None:
        """Record the purchase of the form; nothing happens before its quote is there."""
        if self._saving.recorder.is_busy() or not self.is_open() or not self._is_complete():
            return
        request = self._request()
        quoted = self.live.quoted(self._preview(request)) if request else None
        if request is None or quoted is None:
            if not self.live.is_waiting() and self._refusal is None:
                self._ask()
            return
        self._with_card = with_card
        name = quoted.customer.name if quoted.customer else request.name
        told = replace(request, expect=quoted.quote.to_pay)
        self._saving.record(self._desk, told, quoted, name)

    def print_card(self) -> None:
        """F8: a newcomer's purchase with his card, a known customer's card alone."""
        if self._page.screen_shown is Screen.NEWCOMER:
            if not self._page.newcomer.is_refused():
                self.record(with_card=True)
            return
        known = self._page.customer.known()
        if known is not None:
            self.card_wanted.emit(known.person.id)

    def print_made(self, receipt: Receipt) -> None:
        """The card of who bought, or the coupons of somebody without an account."""
        if receipt.customer is not None:
            self.card_wanted.emit(receipt.customer)
        elif receipt.coupons:
            self.coupons_wanted.emit(receipt.coupons)

    def go_without_code(self) -> None:
        """F9: the same purchase without the code, or without the phone that may not be kept; a
        refusal is written down."""
        view = self._page.newcomer
        if self._page.screen_shown is Screen.NEWCOMER and view.leaves_phone_out():
            view.leave_phone_out()
            return
        if self._page.screen_shown is not Screen.NEWCOMER or not view.opening.code:
            return
        keep = self.entered()
        if view.lacks_consent():
            keep = keep._replace(phone="", name="")
        request = view.request(PROBE)
        if request is None:
            return
        desk, records = self._desk, self._refusal is not None

        def done(known: Known | None) -> None:
            if known is not None:
                self.customer_found.emit(known, keep, False)
            else:
                self.code_dropped.emit(keep)

        self._work(lambda: go_without(desk, request, records=records), done)

    def own_card(self) -> None:
        """Open the page of who owns the scanned card, or of whose phone was typed; either proves
        his presence (R79)."""
        if self._page.screen_shown is not Screen.NEWCOMER:
            return
        has_code = bool(self._page.newcomer.opening.code)
        referrer = self._seen.referrer if self._seen is not None else None
        person = referrer if has_code else self._person
        if person is None:
            return
        desk, customer, keep = self._desk, person.id, self.entered()
        proof = "code" if has_code else "phone"
        self._work(
            lambda: read_customer(desk, customer, proof=proof, found_by=proof),
            lambda known: self.customer_found.emit(known, keep, has_code),
        )

    def has_phone(self) -> bool:
        """Whether a phone is written that can be corrected."""
        return bool(self._page.newcomer.phone.text())

    def ask_leave(self) -> None:
        """Ask a second person (R38) or a manager (R55) for his PIN."""
        leave = self.leave()
        if leave is not None:
            self._saving.ask_leave(leave, self._take_leave)

    def to_box(self) -> None:
        """F2: to the scan box; the form stays."""
        self.another_code.emit()

    def focus_phone(self) -> None:
        """F5."""
        if self._page.screen_shown is Screen.NEWCOMER:
            to_field(self._page.newcomer.phone)

    def focus_amount(self) -> None:
        """F6."""
        view = self._page.customer if self._page.screen_shown is Screen.CUSTOMER else None
        to_field(view.entry.field if view else self._page.newcomer.entry.field)

    def focus_service(self) -> None:
        """Shift+F6: to the services of a newcomer's form; digits choose."""
        if self._page.screen_shown is Screen.NEWCOMER:
            self._page.newcomer.focus_service()

    def focus_points(self) -> None:
        """F7: to what is spent; in a newcomer's form, this is the referrer's own card."""
        if self._page.screen_shown is not Screen.CUSTOMER:
            self.own_card()
        elif not self._page.customer.focus_spending() and self._day is not None:
            show_hold(self._page, self._context.words, self._day.today)

    def ask_again(self) -> None:
        """Ask for the quote once more, after trouble."""
        self._ask()

    # -- the quote -------------------------------------------------------------------------

    def _ask(self) -> None:
        if self.is_open():
            self.live.ask(self._question)

    def _question(self) -> tuple[Desk, Request] | None:
        request = self._request(PROBE)
        return (self._desk, self._preview(request)) if request is not None else None

    def _request(self, probe: int | None = None) -> Request | None:
        is_customer = self._page.screen_shown is Screen.CUSTOMER
        view = self._page.customer if is_customer else self._page.newcomer
        request = view.request(probe)
        return replace(request, reason=self._reason) if request and self._reason else request

    def _preview(self, request: Request) -> Request:
        is_customer = self._page.screen_shown is Screen.CUSTOMER
        return replace(request, proof=_PREVIEW) if is_customer and not request.proof else request

    def _answered(self, quoted: Quoted) -> None:
        self._refusal = None
        if self._page.screen_shown is Screen.CUSTOMER:
            self._show_customer_quote(quoted)
        elif self._page.screen_shown is Screen.NEWCOMER:
            self._show_newcomer_quote(quoted)
        self.changed.emit()

    def _show_newcomer_quote(self, quoted: Quoted) -> None:
        view, words = self._page.newcomer, self._context.words
        request = view.request()
        self._person = quoted.customer
        view.show_person(quoted.customer, asked=True)
        view.show_form()
        self._show(quoted_verdict(words, quoted, self._verdict))
        if request is None:
            view.panel.show_nothing(words.text("Enter the amount"))
            return
        view.panel.show_quote(quote_text(self._tell(), quoted, request))

    def _show_customer_quote(self, quoted: Quoted) -> None:
        view, words = self._page.customer, self._context.words
        request = view.request()
        self._show(self._verdict)
        if request is None:
            view.panel.show_nothing(words.text("Enter the amount"))
            view.stamps.show_no_quote()
            return
        view.show_limits(quoted)
        text = customer_text(self._tell(), quoted, request, view.balance())
        view.panel.show_quote(text)

    def _show(self, verdict: Verdict) -> None:
        """Show a verdict; that the sum has changed stays until it is accepted."""
        if self._sum_changed:
            self._sum_changed = False
            return
        self._page.show_verdict(verdict)

    def _refused(self, refused: Refused) -> None:
        self._refusal, self._person = refused.error, refused.buyer
        words = self._context.words
        if self._page.screen_shown is Screen.CUSTOMER:
            show_customer_refusal(self._page, words, refused.error, self._verdict)
        elif self._page.screen_shown is Screen.NEWCOMER:
            show_newcomer_refusal(self._page, self, words, refused, self._verdict)
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        words = self._context.words
        self._panel().show_nothing(words.text("No sum can be said now"))
        self.trouble.emit(error)

    # -- recording -------------------------------------------------------------------------

    def _is_complete(self) -> bool:
        """Whether nothing is missing; else the focus goes to what is."""
        if self._page.screen_shown is Screen.CUSTOMER:
            missing: QWidget | None = self._page.customer.missing()
        else:
            missing = self._page.newcomer.missing()
        if missing is None and self._page.screen_shown is Screen.NEWCOMER:
            missing = missing_consent(self._page, self._context.words)
        if missing is not None:
            insist(self._page, self._context.words, self._refusal, missing)
            to_field(missing)
            self.changed.emit()
        return missing is None

    def _saved(self, done: Done) -> None:
        with_card, self._with_card = self._with_card, False
        self._desk, self._reason = self._shop_desk, ""
        self.saved.emit(done)
        if with_card:
            self.print_made(done.receipt)

    def _not_saved(self, trouble: Trouble) -> None:
        """A refusal while recording: nothing was written, the form stays (and is asked anew)."""
        error = trouble.error
        assert isinstance(error, DomainError)
        if not self.is_open():
            return
        if error.code == "sum_changed" and "to_pay" in error.params:
            self._sum_changed = True
            self._page.show_verdict(refusal_verdict(self._context.words, error))
        self._ask()

    def _take_leave(self, desk: Desk, reason: str) -> None:
        self._desk, self._reason = desk, reason
        self._page.newcomer.needs_identity &= not desk.manager_allows
        if self._seen is not None and self._seen.needs_second and self._day is not None:
            self._seen = replace(self._seen, needs_second=False)
            self._verdict = code_verdict(self._context.words, self._seen, self._day)
            self._page.show_verdict(self._verdict)
        self._ask()

    # -- inside ----------------------------------------------------------------------------

    def _listen(self) -> None:
        newcomer, customer = self._page.newcomer, self._page.customer
        newcomer.changed.connect(self._edited)
        newcomer.main_pressed.connect(self.main)
        newcomer.card_pressed.connect(self.print_card)
        newcomer.without_pressed.connect(self.go_without_code)
        newcomer.own_card_pressed.connect(self.own_card)
        customer.changed.connect(self._edited)
        customer.main_pressed.connect(self.main)
        customer.card_pressed.connect(self.print_card)
        self.live.answered.connect(self._answered)
        self.live.refused.connect(self._refused)
        self.live.failed.connect(self._failed)
        self._saving.saved.connect(self._saved)
        self._saving.refused.connect(self._not_saved)

    def _edited(self) -> None:
        self._sum_changed = False
        self._ask()

    def _open_newcomer(self, opening: Opening, verdict: Verdict, seen: Sighting | None) -> None:
        self._begin(seen)
        self._verdict = verdict
        self._page.newcomer.open(opening)
        self._page.show_screen(Screen.NEWCOMER, verdict)
        self._page.newcomer.focus_first()
        self._ask()

    def _begin(self, seen: Sighting | None) -> None:
        self.live.stop()
        self._seen = seen
        self._person = None
        self._refusal = None
        self._sum_changed = False
        self._desk, self._reason = self._shop_desk, ""
        self._saving.recorder.new_purchase()

    def _tell(self) -> Tell:
        assert self._day is not None
        return Tell(self._context.words, self._day.today, self._day.invites)

    def _panel(self) -> QuotePanel:
        is_customer = self._page.screen_shown is Screen.CUSTOMER
        return self._page.customer.panel if is_customer else self._page.newcomer.panel

    def _work(self, work: Callable[[], object], done: Callable[[Known], None]) -> None:
        self._context.tasks.run(work, owner=self, done=done, failed=self._failed, urgent=True)
