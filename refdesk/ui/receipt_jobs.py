"""Coupons and slips to the till's receipt printer, beside the counter.

A printer may take seconds, or not answer at all: nobody waits for it, and a job that did not come
out is offered again in the strip that tells so (ui.md section 9).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.preferences import ReceiptChoice
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message
from refdesk.words.catalogue import Words, load_words

if TYPE_CHECKING:  # the window comes first; what prints comes when it is asked to
    from refdesk.cards.receipt_paper import Paper
    from refdesk.cards.receipt_printer import ReceiptPrinter
    from refdesk.services.desk import Desk
    from refdesk.services.print_runs import Selection
    from refdesk.ui.care import Care

Job = Callable[[ReceiptChoice], str]
"""Prints by a till's receipt printer, and says what came out."""

Say = Callable[[Message, Sequence[Button]], None]
"""Shows a message with its buttons in the strip of a page."""


class ReceiptJobs(QObject):
    """Prints for one person's pages; ``choice`` gives the till's receipt printer as it is now."""

    def __init__(
        self, context: Context, desk: "Desk", choice: Callable[[], ReceiptChoice], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._choice = choice
        self.care: Care | None = None
        """Tells of what did not come out once its page is left; it outlasts every page."""

    def is_set_up(self) -> bool:
        """Whether this till has a receipt printer."""
        return bool(self._choice().address)

    def note_printer(self, *, is_well: bool) -> None:
        """Let the status bar tell how the printer does."""
        if self.care is not None:
            self.care.note_printer(is_well=is_well)

    def print_cards(self, selection: "Selection", page: QWidget, say: Say) -> None:
        """Print the coupons of a selection, and say on a page what came of it."""
        words, desk = self._context.words, self._desk

        def job(choice: ReceiptChoice) -> str:
            count = print_coupons(desk, choice, selection)
            return words.plural("{n} coupon is printed", "{n} coupons are printed", count)

        self._send(job, page, say, words.text("The coupon goes to the printer"))

    def print_shift(self, shift: int, page: QWidget, say: Say) -> None:
        """Print the slip of a shift, and say on a page what came of it."""
        words, desk = self._context.words, self._desk

        def job(choice: ReceiptChoice) -> str:
            print_shift_slip(desk, choice, shift)
            return words.text("The slip is printed")

        self._send(job, page, say, words.text("The slip goes to the printer"))

    def print_closed(self, shift: int, page: QWidget, say: Say) -> None:
        """Print the slip of a shift that was closed just now. Its page is left at once, so that
        what does not come out is told above whatever stands then."""
        care = self.care
        if care is None:
            self.print_shift(shift, page, say)
        else:
            self._print_behind(care, shift, lambda: None)

    def _print_behind(self, care: "Care", shift: int, told_done: Callable[[], None]) -> None:
        words, desk, choice = self._context.words, self._desk, self._choice()

        def work(_progress: Progress) -> None:
            try:
                print_shift_slip(desk, choice, shift)
            finally:
                desk.store.close()

        def said() -> None:
            care.say(Message("ok", words.text("The slip is printed"), "", icon="receipt-text"))

        def done() -> None:
            care.note_printer(is_well=True)
            told_done()

        def failed(error: Exception) -> None:
            care.note_printer(is_well=False)
            why = message_of(words, told(error, choice))
            number = words.number(shift)
            title = words.text("The slip of shift {number} is not printed", number=number)
            line = ". ".join(part for part in (why.title, why.line) if part)
            message = Message("check", title, line, icon="printer")
            care.tell_undone(message, lambda: self._print_behind(care, shift, said))

        self._context.tasks.run_long(work, owner=care, done=lambda _nothing: done(), failed=failed)

    def _send(self, job: Job, page: QWidget, say: Say, title: str) -> None:
        """Print beside the page; what did not come out may be tried again."""
        words, desk, choice = self._context.words, self._desk, self._choice()

        def work(_progress: Progress) -> str:
            try:
                return job(choice)
            finally:
                desk.store.close()

        def done(printed: str) -> None:
            self.note_printer(is_well=True)
            say(Message("ok", printed, "", icon="receipt-text"), [])

        def failed(error: Exception) -> None:
            self.note_printer(is_well=False)
            look = Look(icon="rotate-cw", height=44)
            again = Button(self._context.theme, "receipt_again", words.text("Try again"), look)
            again.clicked.connect(lambda: self._send(job, page, say, title))
            say(message_of(words, told(error, choice)), [again])

        say(Message("acc", title, "", icon="printer"), [])
        self._context.tasks.run_long(work, owner=page, done=done, failed=failed)


def print_coupons(desk: "Desk", choice: ReceiptChoice, selection: "Selection") -> int:
    """Print in the language of the shop's cards; raises what `print_receipts` raises."""
    from refdesk.services.receipt_printing import print_receipts

    printer, words, paper = _means(desk, choice)
    return print_receipts(desk, selection, printer, words, paper=paper)


def print_shift_slip(desk: "Desk", choice: ReceiptChoice, shift: int) -> None:
    """Print a shift's slip in the language of the shop; raises what `send_shift` raises."""
    from refdesk.services.shift_slips import send_shift

    printer, words, paper = _means(desk, choice)
    send_shift(desk, shift, printer, words, paper=paper)


def print_test(desk: "Desk", choice: ReceiptChoice) -> None:
    """Print a test receipt; raises what `print_trial` raises."""
    from refdesk.services.receipt_printing import print_trial

    printer, words, paper = _means(desk, choice)
    print_trial(desk, printer, words, paper=paper)


def _means(desk: "Desk", choice: ReceiptChoice) -> tuple["ReceiptPrinter", Words, "Paper"]:
    from refdesk.cards.receipt_paper import receipt_paper
    from refdesk.cards.receipt_printer import parse_printer

    shop = desk.shop()
    words = load_words(shop.language, currency=shop.currency, region=shop.region)
    paper = receipt_paper(choice.width, choice.dots or None, own_qr=choice.own_qr)
    return parse_printer(choice.address), words, paper


def told(error: Exception, choice: ReceiptChoice) -> Exception:
    """The error as it is told: a file that cannot be written is one that cannot be used."""
    return DomainError("bad_file", text=choice.address) if isinstance(error, OSError) else error
