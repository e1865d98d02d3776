"""What comes after a saved purchase, as long as its strip stands: the mark, the line to say (G25),
and the customer's own code on the screen.

Decisions:
- Nothing here is waited for: a scan or a key of the box goes on as if it were not there.
- The same mark again takes it back.
- A newcomer's own code is the news of his purchase; a line for staff takes its place.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.marks import MARKS, Mark
from refdesk.domain.prompts import CARD
from refdesk.services.desk import Desk
from refdesk.services.invitations import Invitation, invitation_of
from refdesk.services.marks import Marked, mark_purchase
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context, KeyHint
from refdesk.ui.pages.counter.invitation import InvitationPanel
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.recorder import Done
from refdesk.ui.pages.counter.result import FACES, SHOW_KEY
from refdesk.ui.widgets.strips import Message
from refdesk.words.catalogue import Words, load_words
from refdesk.words.mark_text import mark_name, prompt_text
from refdesk.words.reasons import refusal_text

PRINT_KEY: Final = "F8"

if TYPE_CHECKING:
    from refdesk.services.receipts import Receipt
    from refdesk.ui.pages.counter.page import CounterPage


class After(QObject):
    """Offers what belongs to the purchase in the strip, and keeps what is chosen."""

    def __init__(self, page: "CounterPage", context: Context, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._desk = desk
        self._day: CounterDay | None = None
        self._wanted: Mark | None = None
        self.panel = InvitationPanel(context)
        self.panel.print_pressed.connect(page.print_card)
        self.panel.closed.connect(self._close)
        page.result.mark_pressed.connect(self.mark)
        page.result.show_pressed.connect(self.show_code)
        page.saving.shown.connect(self._offer)
        page.saving.undone.connect(self._close)

    def set_day(self, day: CounterDay) -> None:
        """How the shop is set."""
        self._day = day

    def hints(self, words: Words) -> list[KeyHint]:
        """The keys of what is offered now."""
        result = self._page.result
        found = []
        if result.offers_marks():
            found = [
                KeyHint(FACES[one][1], words.text("Mark: {mark}", mark=mark_name(words, one)),
                        partial(self.mark, one), in_status=False)
                for one in MARKS
            ]  # fmt: skip
        if result.offers_code():
            show = words.text("Show code")
            found.append(KeyHint(SHOW_KEY, show, self.show_code, in_status=False))
        return found

    # -- the mark --------------------------------------------------------------------------

    def _offer(self, done: Done) -> None:
        """A purchase stands in the strip."""
        self._close()
        self._wanted = None
        result, words = self._page.result, self._context.words
        if self._day is not None and self._day.shop.settings.satisfaction_mark:
            result.offer_marks()
        if done.receipt.codes:
            result.say(newcomer_line(words, done), with_code=True)
        self._page.keys_changed.emit()

    def mark(self, mark: Mark) -> None:
        """Keep a mark of the purchase in the strip; the same one again takes it back."""
        last = self._page.saving.recorder.last
        if last is None or not self._page.result.offers_marks():
            return
        before, self._wanted = self._wanted, None if mark == self._wanted else mark
        desk, purchase, wanted = self._desk, last.receipt.purchase, self._wanted
        self._page.result.show_mark(before)

        def failed(error: Exception) -> None:
            again = None
            if self._page.saving.recorder.last is last:  # else it is another purchase's turn
                self._wanted = before
                again = partial(self.mark, mark)
            self._trouble(error, again)

        self._context.tasks.run(
            lambda: mark_purchase(desk, purchase, wanted), owner=self, done=self._marked,
            failed=failed, urgent=True,
        )  # fmt: skip
        self._page.box.take_focus()

    def _marked(self, marked: Marked) -> None:
        last, result = self._page.saving.recorder.last, self._page.result
        if last is None or last.receipt.purchase != marked.purchase or result.isHidden():
            return
        words, prompt = self._context.words, marked.prompt
        result.show_mark(marked.mark)
        if prompt is not None:
            with_code = prompt.kind == CARD or prompt.referrals is not None
            result.say(prompt_text(words, prompt, key=PRINT_KEY), with_code=with_code)
        elif last.receipt.codes:
            result.say(newcomer_line(words, last), with_code=True)
        else:
            result.say("", with_code=False)
        self._page.keys_changed.emit()

    # -- the code on the screen ------------------------------------------------------------

    def show_code(self) -> None:
        """Show who bought his own code, or put it away again."""
        if self._page.is_showing(self.panel):
            self._close()
            return
        last, desk = self._page.saving.recorder.last, self._desk
        if last is None or last.receipt.customer is None or not self._page.result.offers_code():
            return
        customer = last.receipt.customer
        self._context.tasks.run(
            lambda: read_invitation(desk, customer), owner=self,
            done=lambda found: self._show(last.receipt, *found),
            failed=lambda error: self._trouble(error, self.show_code), urgent=True,
        )  # fmt: skip
        self._page.box.take_focus()

    def _show(self, receipt: "Receipt", invitation: Invitation, modules: tuple[bytes, ...]) -> None:
        last, screen = self._page.saving.recorder.last, self._page.screen_shown
        if last is None or last.receipt is not receipt or screen is not Screen.IDLE:
            return
        self.panel.show_invitation(invitation, modules)
        self._page.show_in_place_of_list(self.panel)

    def _close(self) -> None:
        self.panel.forget()
        if self._page.is_showing(self.panel):
            self._page.show_screen(Screen.IDLE)
            self._page.box.take_focus()

    def _trouble(self, error: Exception, again: Callable[[], None] | None) -> None:
        if isinstance(error, StorageError):
            self._page.asking.show_trouble(error, again)
        elif isinstance(error, DomainError):
            self._page.say(Message("check", *refusal_text(self._context.words, error)))
        else:
            raise error


def newcomer_line(words: Words, done: Done) -> str:
    """Who bought for the first time can invite from now on."""
    name = short_name(done.name)
    if name:
        return words.text("{name} can invite friends from now on", name=name)
    return words.text("The new customer can invite friends from now on")


def read_invitation(desk: Desk, customer: int) -> tuple[Invitation, tuple[bytes, ...]]:
    """Somebody's code in the shop's language, and its symbol."""
    from refdesk.cards.qr import qr_matrix

    shop = desk.shop()
    words = load_words(shop.language, currency=shop.currency, region=shop.region)
    invitation = invitation_of(desk, customer, words)
    return invitation, qr_matrix(invitation.code)
