"""What staff do to a customer's account, each with its dialog."""

import secrets
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.payouts import Payout
from refdesk.services.adjusting import adjust
from refdesk.services.customer_state import block_customer, change_referrer, unblock_customer
from refdesk.services.customer_view import CustomerView
from refdesk.services.customers import find_who
from refdesk.services.desk import Actor, Desk
from refdesk.services.payouts import PayoutMade, PersonToPay, cancel_payout, make_payout
from refdesk.services.staff import list_staff, sign_in
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.approvals import Answer, Ask, approvers, second_people
from refdesk.ui.pages.customers.deed_dialog import (
    ChoosePersonDialog,
    CorrectDialog,
    Correction,
    DeedDialog,
    PayDialog,
)
from refdesk.ui.pages.customers.erasing import Erasing
from refdesk.ui.pages.customers.shared import shown_name
from refdesk.ui.pages.customers.slips import Slips
from refdesk.ui.widgets.strips import Message
from refdesk.words.reasons import refusal_text

PAY, CORRECT, REFERRER, BLOCK, UNBLOCK, ERASE = (
    "pay", "correct", "referrer", "block", "unblock", "erase",
)  # fmt: skip
_NEED_SECOND = ("second_person_needed", "not_allowed")
KEY_BYTES = 16


class Deeds(QObject):
    """``done`` tells that something was written, ``said`` gives a `Message` and its buttons."""

    done = Signal()
    said = Signal(object, object)

    def __init__(self, context: Context, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._desk = desk
        self._page = page
        self.slips = Slips(context, desk, page)
        self.slips.said.connect(self.said)
        self.erasing = Erasing(context, desk, page)
        self.erasing.said.connect(self.said)
        self._dialog: DeedDialog | None = None

    def dialog(self) -> DeedDialog | None:
        """The dialog that is open."""
        return self._dialog

    # -- the deeds -------------------------------------------------------------------------

    def do(self, key: str, view: CustomerView) -> None:
        """Do what was chosen to the person that is shown."""
        if key == PAY:
            self.pay_out(view.to_pay)
            return
        if key == ERASE:
            self.erasing.ask(view)
            return
        run = {
            CORRECT: self.correct, REFERRER: self.change_referrer, BLOCK: self.block,
            UNBLOCK: self.unblock,
        }[key]  # fmt: skip
        person = view.details.customer
        run(person.id, shown_name(self._context.words, person))

    def block(self, customer: int, name: str) -> None:
        """Block a person, with a reason (R35)."""
        words = self._context.words
        ask = Ask(
            words.text("Block {name}", name=name),
            words.text("His code and what friends bring him stop. What he has stays his."),
            words.text("Block"), needs_reason=True, is_destructive=True,
        )  # fmt: skip
        self._with_reason(ask, lambda desk, why: block_customer(desk, customer, why),
                          words.text("Blocked: {name}", name=name))  # fmt: skip

    def unblock(self, customer: int, name: str) -> None:
        """Let a blocked person go."""
        words = self._context.words
        ask = Ask(
            words.text("Unblock {name}", name=name),
            words.text("What waited for it can be spent from today on"),
            words.text("Unblock"), needs_reason=True,
        )  # fmt: skip
        self._with_reason(ask, lambda desk, why: unblock_customer(desk, customer, why),
                          words.text("Unblocked: {name}", name=name))  # fmt: skip

    def cancel_payout(self, payout: Payout) -> None:
        """Take a payout back; the cash is in the till again."""
        words = self._context.words
        ask = Ask(
            words.text("Cancel payout O{id}", id=payout.id),
            words.text("{sum} comes back into the till and to the customer’s balance",
                       sum=words.money(payout.amount)),
            words.text("Cancel the payout"), needs_reason=True, is_destructive=True,
        )  # fmt: skip
        self._with_reason(ask, lambda desk, why: cancel_payout(desk, payout.id, why),
                          words.text("Payout O{id} is cancelled", id=payout.id))  # fmt: skip

    def correct(self, customer: int, name: str) -> None:
        """Correct a balance by hand (R10)."""
        words, key = self._context.words, secrets.token_hex(KEY_BYTES)
        dialog = CorrectDialog(self._context, name, self._page)

        def go(correction: Correction, answer: Answer) -> None:
            def work(desk: Desk) -> object:
                return adjust(desk, customer, correction.unit, correction.by,
                              reason=answer.reason, key=key)  # fmt: skip

            self._run(dialog, work, answer, lambda _made: self._tell(words.text("Corrected")))

        dialog.corrected.connect(go)
        self._open(dialog)

    def change_referrer(self, customer: int, name: str) -> None:
        """Say who brought a person, against the first claim (R30)."""
        words = self._context.words
        dialog = ChoosePersonDialog(self._context, name, self._page)

        def work(answer: Answer, desk: Desk) -> object:
            found = find_who(desk, desk.shop(), dialog.who.text().strip())
            if found is None:
                raise DomainError("customer_unknown")
            return change_referrer(desk, customer, found.customer.id, answer.reason)

        text = words.text("The referrer is changed")
        dialog.given.connect(
            lambda answer: self._run(
                dialog, partial(work, answer), answer, lambda _one: self._tell(text)
            )
        )
        self._open(dialog)

    def pay_out(self, person: PersonToPay) -> None:
        """Pay out money, with a numbered slip (R65)."""
        key = secrets.token_hex(KEY_BYTES)
        name = short_name(person.name)
        dialog = PayDialog(self._context, person, name, self._page)

        def go(amount: int, method: str, answer: Answer) -> None:
            def work(desk: Desk) -> PayoutMade:
                return make_payout(desk, person.customer, amount, method=method, key=key)

            self._run(dialog, work, answer, self._was_paid)

        dialog.paid.connect(go)
        self._open(dialog)

    # -- after a payout --------------------------------------------------------------------

    def _was_paid(self, made: object) -> None:
        assert isinstance(made, PayoutMade)
        words, payout = self._context.words, made.payout
        title = words.text("Paid out {sum} to {name}", sum=words.money(payout.amount),
                           name=short_name(payout.name))  # fmt: skip
        line = words.text("Payout O{id}. Have the slip signed.", id=payout.id)
        self.said.emit(Message("ok", title, line), self.slips.buttons(payout))

    # -- inside ----------------------------------------------------------------------------

    def _with_reason(self, ask: Ask, work: Callable[[Desk, str], object], text: str) -> None:
        dialog = DeedDialog(self._context, ask, self._page)
        dialog.given.connect(
            lambda answer: self._run(
                dialog, lambda desk: work(desk, answer.reason), answer,
                lambda _done: self._tell(text),
            )
        )  # fmt: skip
        self._open(dialog)

    def _tell(self, text: str) -> None:
        self.said.emit(Message("ok", text), [])

    def _open(self, dialog: DeedDialog) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._dialog = dialog
        dialog.finished.connect(lambda _code: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: DeedDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        dialog.deleteLater()

    def _run(
        self,
        dialog: DeedDialog,
        work: Callable[[Desk], object],
        answer: Answer,
        done: Callable[[object], None],
    ) -> None:
        """Do it as the person at the desk, with a second one's leave where his PIN was given."""
        desk = self._desk

        def job() -> object:
            if not answer.pin:
                return work(desk)
            return work(desk.acting(desk.actor, sign_in(desk, answer.person, answer.pin)))

        def finished(result: object) -> None:
            dialog.accept()
            self.done.emit()
            done(result)

        self._context.tasks.run(
            job, owner=dialog, done=finished, failed=lambda error: self._refused(dialog, error)
        )

    def _refused(self, dialog: DeedDialog, error: Exception) -> None:
        if isinstance(error, DomainError) and error.code in _NEED_SECOND:
            self._ask_second(dialog, error)
        elif isinstance(error, DomainError):
            dialog.refuse(error)
        else:
            message = message_of(self._context.words, error)
            dialog.reject()
            self.said.emit(message, [])

    def _ask_second(self, dialog: DeedDialog, error: DomainError) -> None:
        desk, words = self._desk, self._context.words
        title, step = refusal_text(words, error)
        needs_manager = error.code == "not_allowed" or "minimum" in error.params

        def ask(staff: object) -> None:
            assert isinstance(staff, list)
            me = desk.actor.staff
            people = approvers(staff, me) if needs_manager else second_people(staff, me)
            if people:
                dialog.ask_also(people, f"{title}. {step}")
            else:
                dialog.refuse(error)

        self._context.tasks.run(
            lambda: list(list_staff(desk)), owner=dialog, done=ask,
            failed=lambda trouble: self._refused(dialog, trouble),
        )  # fmt: skip


def may_erase(actor: Actor) -> bool:
    """Whether the person at the desk may erase a customer (4a)."""
    return actor.role == "owner"


def may_manage(actor: Actor) -> bool:
    """Whether the person at the desk may block, correct, change a referrer and cancel a payout."""
    return actor.role != "cashier"
