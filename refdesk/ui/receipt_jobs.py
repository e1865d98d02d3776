"""Coupons to the till's receipt printer, beside the counter.

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

    def is_set_up(self) -> bool:
        """Whether this till has a receipt printer."""
        return bool(self._choice().address)

    def print_cards(self, selection: "Selection", page: QWidget, say: Say) -> None:
        """Print the coupons of a selection, and say on a page what came of it."""
        words, desk, choice = self._context.words, self._desk, self._choice()

        def work(_progress: Progress) -> int:
            try:
                return print_coupons(desk, choice, selection)
            finally:
                desk.store.close()

        def done(count: int) -> None:
            title = words.plural("{n} coupon is printed", "{n} coupons are printed", count)
            say(Message("ok", title, "", icon="receipt-text"), [])

        def failed(error: Exception) -> None:
            look = Look(icon="rotate-cw", height=44)
            again = Button(self._context.theme, "receipt_again", words.text("Try again"), look)
            again.clicked.connect(lambda: self.print_cards(selection, page, say))
            say(message_of(words, told(error, choice)), [again])

        say(Message("acc", words.text("The coupon goes to the printer"), "", icon="printer"), [])
        self._context.tasks.run_long(work, owner=page, done=done, failed=failed)


def print_coupons(desk: "Desk", choice: ReceiptChoice, selection: "Selection") -> int:
    """Print in the language of the shop's cards; raises what `print_receipts` raises."""
    from refdesk.services.receipt_printing import print_receipts

    printer, words, paper = _means(desk, choice)
    return print_receipts(desk, selection, printer, words, paper=paper)


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
