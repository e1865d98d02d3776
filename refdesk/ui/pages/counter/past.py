"""What can be done with a purchase of today's list besides undoing it: see why, refund a part."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import StaffMember
from refdesk.services.desk import Desk
from refdesk.services.explain import Explained, Refundable, explain_purchase, refundable
from refdesk.services.undoing import Refund
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.action_texts import what_it_is
from refdesk.ui.pages.counter.approvals import Answer, approvers
from refdesk.ui.pages.counter.layout import CounterLayout
from refdesk.ui.pages.counter.quote_texts import why_of
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.recorder import Refunded, Trouble
from refdesk.ui.pages.counter.refunding import RefundDialog, refund_text
from refdesk.ui.pages.counter.saving import Saving
from refdesk.ui.widgets.strips import Message
from refdesk.words.catalogue import Words
from refdesk.words.reasons import refusal_text


class Past(QObject):
    """``refunded`` tells that a part went back, ``said`` a `Message`, ``failed`` a `Trouble`."""

    refunded = Signal()
    said = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, desk: Desk, page: CounterLayout, saving: Saving) -> None:
        super().__init__(page)
        self._context = context
        self._desk = desk
        self._page = page
        self._saving = saving
        self._day: CounterDay | None = None
        self._name = ""
        saving.recorder.refunded.connect(self._was_refunded)
        page.earlier.why_wanted.connect(self.explain)
        page.earlier.refund_wanted.connect(self.refund)

    def set_day(self, day: CounterDay) -> None:
        """Today's list, to know whose purchases they are."""
        self._day = day

    def explain(self, purchase: int) -> None:
        """Show why a purchase's sums are what they are (G09)."""
        desk = self._desk
        self._context.tasks.run(
            lambda: explain_purchase(desk, purchase),
            owner=self,
            done=lambda found: self._page.earlier.show_why(
                purchase, explained_lines(self._context.words, found)
            ),
            failed=self._trouble,
        )

    def refund(self, purchase: int) -> None:
        """Ask how much goes back and why; a manager's PIN where this person may not."""
        desk = self._desk
        self._context.tasks.run(
            lambda: refundable(desk, purchase),
            owner=self,
            done=lambda can: self._ask(purchase, can),
            failed=self._trouble,
        )

    def _ask(self, purchase: int, can: Refundable) -> None:
        line = next((one for one in (self._day.view.lines if self._day else ())
                     if one.action.id == purchase and one.action.kind != "undo"), None)  # fmt: skip
        self._name = line.action.name if line is not None else ""
        if line is not None and line.may_undo:
            self._open(purchase, can, ())
            return

        def with_managers(staff: Sequence[StaffMember]) -> None:
            people = approvers(staff, self._desk.actor.staff)
            if people:
                self._open(purchase, can, people)
            else:
                self._saving.tell_nobody()

        self._saving.with_staff(with_managers)

    def _open(self, purchase: int, can: Refundable, people: tuple[StaffMember, ...]) -> None:
        about = what_it_is(self._context.words, self._day, purchase)
        dialog = RefundDialog(self._context, can, people, self._page, about=about)
        saving = self._saving

        def go(desk: Desk, refund: Refund) -> None:
            saving.close_dialog()
            saving.recorder.refund(desk, purchase, refund)

        def given(refund: Refund, answer: Answer) -> None:
            if people:
                saving.check_pin(answer, lambda actor: go(saving.with_leave(actor), refund))
            else:
                go(self._desk, refund)

        dialog.refund_given.connect(given)
        saving.open_dialog(dialog)

    def _was_refunded(self, refunded: Refunded) -> None:
        title, line = refund_text(self._context.words, refunded, self._name)
        self._page.result.show_message(Message("ok", title, line, icon="undo-2"))
        self.refunded.emit()

    def _trouble(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.said.emit(Message("check", *refusal_text(self._context.words, error)))
        elif isinstance(error, StorageError):
            self.failed.emit(Trouble(error, -1))
        else:
            raise error


def explained_lines(words: Words, found: Explained) -> list[str]:
    """Why a recorded purchase is what it is, and what was undone of it since."""
    names = {customer: short_name(name) for customer, name in found.names.items()}
    lines = why_of(words, found.effects, names)
    if any(one.why for one in found.undone):
        lines += [words.text("Undone since: {what}", what=line)
                  for line in why_of(words, found.undone, names)]  # fmt: skip
    return lines
