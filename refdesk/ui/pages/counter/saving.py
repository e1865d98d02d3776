"""What is saved at the counter and undone again: results, reasons, and leave by PIN."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.records import StaffMember
from refdesk.services.clock import confirm_clock
from refdesk.services.counter import Quoted, Request
from refdesk.services.desk import Actor, Desk
from refdesk.services.refusals import open_codes
from refdesk.services.run_confirming import confirm_run
from refdesk.services.staff import list_staff, sign_in
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.action_texts import what_it_is
from refdesk.ui.pages.counter.approvals import (
    Answer,
    ApprovalDialog,
    Ask,
    approvers,
    second_people,
)
from refdesk.ui.pages.counter.earlier import newest_undoable
from refdesk.ui.pages.counter.quote_texts import Tell, done_text
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.recorder import Done, Recorder, Trouble
from refdesk.ui.widgets.base import laid_out_once
from refdesk.ui.widgets.strips import Message, ResultStrip
from refdesk.words.catalogue import N_
from refdesk.words.reasons import refusal_text
from refdesk.words.verdicts import verdict_text


class Leave(NamedTuple):
    """What a person's PIN may lift: the dialog's words, whose PIN it is, and whether with why.

    ``confirms_clock``: it says that the computer's clock is right, which holds from then on (R46).
    ``by_role``: a manager who is at the till himself needs no PIN for it.
    """

    title: str
    line: str
    by_manager: bool = True
    needs_reason: bool = False
    confirms_clock: bool = False
    by_role: bool = False


LEAVES: Final[Mapping[str, Leave]] = {
    "second_person_needed": Leave(
        N_("Own card of the person at the till"),
        N_("A second person allows this purchase with their PIN"),
        by_manager=False,
    ),
    "identity_needed": Leave(
        N_("A code without a phone or a plate"),
        N_("A manager allows it with their PIN. It is written down, with the reason."),
        needs_reason=True,
    ),
    "till_paused": Leave(
        N_("Many wrong codes today"),
        N_("A manager opens codes at this till with their PIN. It is written down."),
    ),
    "clock_suspect": Leave(
        N_("Check the clock of this computer"),
        N_("If it is wrong, set the clock first. A manager’s PIN confirms it and is written down."),
        confirms_clock=True,
        by_role=True,
    ),
    "code_not_activated": Leave(
        N_("The cards of this print run came out"),
        N_("With a manager’s PIN, for all its cards. It is written down."),
        by_role=True,
    ),
}
"""Refusals that somebody's PIN lifts (R28, R29, R38, R46, R55)."""


def leave_for(error: DomainError | None) -> Leave | None:
    """Whose PIN would help, if anybody's; a pause that ends by itself is waited for."""
    if error is None or "until" in error.params:
        return None
    if error.code == "code_not_activated" and "run" not in error.params:
        return None  # it waits for a customer, not for what the printer did
    return LEAVES.get(error.code)


def lift(desk: Desk, error: DomainError) -> None:
    """What leave that was given does besides, before a code is looked up again."""
    if error.code == "till_paused":
        open_codes(desk)
    elif error.code == "code_not_activated":
        confirm_run(desk, int(str(error.params["run"]).removeprefix("R")))


class Saving(QObject):
    """Records, undoes and repeats, and shows the result strip.

    ``saved`` gives a `Done`, ``shown`` the same once the strip tells of it, ``undone`` comes after
    an undo, ``refused`` and ``failed`` give the
    `Trouble` of a purchase of the form, ``said`` a `Message` about anything else.
    """

    saved = Signal(object)
    shown = Signal(object)
    undone = Signal()
    refused = Signal(object)
    failed = Signal(object)
    said = Signal(object)

    def __init__(self, context: Context, desk: Desk, strip: ResultStrip, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._desk = desk
        self._strip = strip
        self._page = page
        self._day: CounterDay | None = None
        self._dialog: ApprovalDialog | None = None
        self.recorder = Recorder(context.tasks, self)
        self.recorder.recorded.connect(self._recorded)
        self.recorder.undone.connect(self._was_undone)
        self.recorder.refused.connect(self._refused)
        self.recorder.failed.connect(self.failed)
        strip.undo_requested.connect(self.undo_last)
        strip.redo_requested.connect(self.repeat_last)

    def set_day(self, day: CounterDay) -> None:
        """Today's list, to know what may be undone."""
        self._day = day

    def dialog(self) -> ApprovalDialog | None:
        """The dialog that is open."""
        return self._dialog

    # -- saving ----------------------------------------------------------------------------

    def record(self, desk: Desk, request: Request, quoted: Quoted, name: str) -> None:
        """Record a purchase of a form."""
        self.recorder.record(desk, request, quoted, name)

    def undo_last(self) -> None:
        """Undo the last own action, the one in the strip or else the newest of the list."""
        last = self.recorder.last
        if last is not None:
            self.undo(last.receipt.purchase)
        elif self._day is not None:
            newest = newest_undoable(self._day.view.lines, self._desk.actor)
            if newest is not None:
                self.undo(newest.id)

    def undo(self, purchase: int) -> None:
        """Undo a recent own action at once."""
        self.recorder.undo(self._desk, purchase, self._context.words.text("Undone at the till"))

    def repeat_last(self) -> None:
        """Do again what was undone."""
        self.recorder.repeat(self._desk)

    # -- void with a reason ----------------------------------------------------------------

    def void(self, purchase: int) -> None:
        """Void an older action: a reason, and a manager's PIN where this person may not."""
        lines = self._day.view.lines if self._day else ()
        line = next((one for one in lines if one.action.id == purchase
                     and one.action.kind in ("purchase", "redemption")), None)  # fmt: skip
        if line is not None and line.may_undo:
            self._ask_void(purchase, ())
        else:
            self.with_staff(lambda staff: self._ask_void_by_manager(purchase, staff))

    def _ask_void_by_manager(self, purchase: int, staff: Sequence[StaffMember]) -> None:
        people = approvers(staff, self._desk.actor.staff)
        if people:
            self._ask_void(purchase, people)
        else:
            self.tell_nobody()

    def _ask_void(self, purchase: int, people: tuple[StaffMember, ...]) -> None:
        words = self._context.words
        ask = Ask(
            title=words.text("Void this purchase"),
            line=words.text("New entries take everything back. The purchase stays in the list."),
            deed=words.text("Void"),
            needs_reason=True,
            people=people,
            is_destructive=True,
            about=what_it_is(words, self._day, purchase),
        )

        def given(answer: Answer) -> None:
            def go(desk: Desk) -> None:
                self.close_dialog()
                self.recorder.undo(desk, purchase, answer.reason)

            if people:
                self.check_pin(answer, lambda actor: go(self.with_leave(actor)))
            else:
                go(self._desk)

        self._open(ask, given)

    # -- a second person -------------------------------------------------------------------

    def ask_leave(self, leave: Leave, give: "GiveLeave") -> None:
        """Ask for a second person's PIN, or a manager's with the reason; ``give`` gets the desk
        with his leave, and the reason."""
        words = self._context.words
        if leave.by_role and self._desk.actor.role != "cashier":
            if leave.confirms_clock:
                self._confirm_clock(self._desk, give)
            else:
                give(self._desk, "")
            return

        def ask(staff: Sequence[StaffMember]) -> None:
            me = self._desk.actor.staff
            people = approvers(staff, me) if leave.by_manager else second_people(staff, me)
            if not people:
                self.tell_nobody()
                return
            title, line = words.text_of(leave.title), words.text_of(leave.line)
            wish = Ask(title, line, words.text("Allow"), leave.needs_reason, people)
            if leave.confirms_clock:
                wish = wish._replace(about=self._time_shown(), deed=words.text("Time is right"))
            self._open(wish, given)

        def given(answer: Answer) -> None:
            def done(actor: Actor) -> None:
                self.close_dialog()
                desk = self.with_leave(actor)
                if leave.confirms_clock:
                    self._confirm_clock(desk, give)
                else:
                    give(desk, answer.reason)

            self.check_pin(answer, done)

        self.with_staff(ask)

    def _time_shown(self) -> str:
        """What a manager is asked to confirm."""
        if self._day is None:
            return ""
        words, now = self._context.words, self._desk.now().astimezone(self._day.shop.zone)
        date, time = words.date(now.date()), words.time(now)
        return words.text("The computer shows {date}, {time}", date=date, time=time)

    def _confirm_clock(self, desk: Desk, give: "GiveLeave") -> None:
        """A manager says that the clock is right; what was refused is asked again."""

        def confirmed(_view: object) -> None:
            self.said.emit(Message("ok", self._context.words.text("The time is confirmed"), ""))
            give(self._desk, "")

        self._context.tasks.run(
            lambda: confirm_clock(desk), owner=self, done=confirmed, failed=self._other_failure
        )

    # -- inside ----------------------------------------------------------------------------

    def with_leave(self, approver: Actor) -> Desk:
        """The desk with somebody who allows what is done."""
        return self._desk.acting(self._desk.actor, approver)

    def with_staff(self, use: Callable[[Sequence[StaffMember]], None]) -> None:
        """Read who works here, and go on with that."""
        desk = self._desk
        self._context.tasks.run(
            lambda: list_staff(desk), owner=self, done=use, failed=self._other_failure
        )

    def check_pin(self, answer: Answer, done: Callable[[Actor], None]) -> None:
        """Go on as the person whose PIN it is; a wrong one is said in the dialog."""
        desk = self._desk
        self._context.tasks.run(
            lambda: sign_in(desk, answer.person, answer.pin),
            owner=self,
            done=done,
            failed=self._wrong_pin,
        )

    def _wrong_pin(self, error: Exception) -> None:
        if isinstance(error, DomainError) and self._dialog is not None:
            parts = refusal_text(self._context.words, error)
            self._dialog.show_problem(". ".join(part for part in parts if part))
        else:
            self._other_failure(error)

    def _other_failure(self, error: Exception) -> None:
        from refdesk.storage.errors import StorageError

        self.close_dialog()
        if not isinstance(error, StorageError):
            raise error
        self.failed.emit(Trouble(error, -1))

    def tell_nobody(self) -> None:
        """Say that there is no one whose PIN would help."""
        words = self._context.words
        title = words.text("A manager’s PIN is needed")
        line = words.text("Nobody with a PIN can allow it at this till yet")
        self.said.emit(Message("check", title, line, icon="shield-alert"))

    def _open(self, ask: Ask, given: Callable[[Answer], None]) -> None:
        dialog = ApprovalDialog(self._context, ask, self._page)
        dialog.given.connect(given)
        self.open_dialog(dialog)

    def open_dialog(self, dialog: ApprovalDialog) -> None:
        """Open a dialog in the place of another one; dialogs are never stacked."""
        self.close_dialog()
        dialog.finished.connect(lambda _code: self._closed(dialog))
        self._dialog = dialog
        dialog.open()

    def close_dialog(self) -> None:
        """Close the dialog that is open, if one is."""
        if self._dialog is not None:
            self._dialog.accept()

    def _closed(self, dialog: ApprovalDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        dialog.deleteLater()

    # -- results ---------------------------------------------------------------------------

    def _recorded(self, done: Done) -> None:
        with laid_out_once(self._page):
            self.saved.emit(done)
            if self._day is not None:
                self._tell_of(done, self._day)

    def _tell_of(self, done: Done, day: CounterDay) -> None:
        tell = Tell(self._context.words, day.today, day.invites, day.shop.prefix)
        title, line = done_text(tell, done.receipt, done.quoted, done.name)
        now = self._context.words.time(self._desk.now().astimezone(day.shop.zone))
        self._strip.show_done(now, title, line)
        self.shown.emit(done)

    def _was_undone(self, _purchase: int) -> None:
        words = self._context.words
        title, _repeat = verdict_text(words, "done_undone")
        with laid_out_once(self._page):
            if self.recorder.can_repeat():
                line = words.text("To correct it, enter the purchase again")
                self._strip.show_undone(title, line)
            else:
                self._strip.show_message(Message("ok", title, "", icon="undo-2"))
            self.undone.emit()

    def _refused(self, trouble: Trouble) -> None:
        if not trouble.purchase:
            self.refused.emit(trouble)
            return
        error = trouble.error
        assert isinstance(error, DomainError)
        if error.code == "not_allowed":
            purchase = trouble.purchase
            self.with_staff(lambda staff: self._ask_void_by_manager(purchase, staff))
        else:
            self.said.emit(Message("check", *refusal_text(self._context.words, error)))


GiveLeave = Callable[[Desk, str], None]
