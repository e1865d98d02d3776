"""Coupons on receipts at the counter, where the till has a receipt printer: Shift+F8."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from refdesk.ui.page import KeyHint
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.recorder import Done
from refdesk.words.catalogue import Words

if TYPE_CHECKING:
    from refdesk.services.receipts import Receipt
    from refdesk.ui.pages.counter.page import CounterPage

KEY = "Shift+F8"


class CounterReceipts(QObject):
    """What F8 is for cards, for coupons; ``wanted`` gives a `Selection`.

    A purchase is recorded first and never waits for the printer.
    """

    wanted = Signal(object)

    def __init__(self, page: "CounterPage") -> None:
        super().__init__(page)
        self._page = page
        self._is_offered = False
        self._follows_saving = False
        page.customer.receipt_pressed.connect(self.print_now)
        page.forms.saved.connect(self._saved)
        page.saving.refused.connect(self._not_saved)
        page.saving.failed.connect(self._not_saved)

    def offer(self, on: bool) -> None:
        """Show or hide what prints coupons: whether the till has a printer for them."""
        self._is_offered = on
        self._page.customer.offer_receipts(on)
        self._page.keys_changed.emit()

    def hints(self, words: Words) -> list[KeyHint]:
        """The key beside F8 in the state that the counter is in."""
        if not self._is_offered:
            return []
        screen, view = self._page.screen_shown, self._page.newcomer
        if screen is Screen.NEWCOMER:
            can = view.offers_card() and not view.is_refused()
            text = words.text("With coupon")
            return [KeyHint(KEY, text, self.print_now, in_status=False)] if can else []
        if screen in (Screen.IDLE, Screen.CUSTOMER):
            return [KeyHint(KEY, words.text("Print coupon"), self.print_now)]
        return []

    def print_now(self) -> None:
        """The coupon of who is shown or was saved last; a newcomer's purchase is recorded first."""
        if not self._is_offered:
            return
        page = self._page
        known = page.customer.known()
        last = page.saving.recorder.last
        if page.screen_shown is Screen.CUSTOMER and known is not None:
            self._ask(customers=(known.person.id,))
        elif page.screen_shown is Screen.NEWCOMER and not page.newcomer.is_refused():
            self._follows_saving = True
            page.forms.record()
            # what was not complete was not recorded: the field that lacks something has the focus
            self._follows_saving &= page.saving.recorder.is_busy()
        elif page.screen_shown is Screen.IDLE and last is not None:
            self._print_made(last.receipt)

    # -- inside ----------------------------------------------------------------------------

    def _saved(self, done: Done) -> None:
        follows, self._follows_saving = self._follows_saving, False
        if follows:
            self._print_made(done.receipt)

    def _not_saved(self, _trouble: object) -> None:
        self._follows_saving = False

    def _print_made(self, receipt: "Receipt") -> None:
        """The coupon of who bought, or those of somebody without an account."""
        if receipt.customer is not None:
            self._ask(customers=(receipt.customer,))
        elif receipt.coupons:
            self._ask(coupons=receipt.coupons)

    def _ask(self, *, customers: tuple[int, ...] = (), coupons: tuple[str, ...] = ()) -> None:
        from refdesk.services.print_runs import Selection

        self.wanted.emit(Selection(customers=customers, coupons=coupons))
