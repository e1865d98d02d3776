"""A card of a run that was scanned: what it is, and what to do when it is lost or stolen (G16)."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from refdesk.domain.card_loss import STOLEN
from refdesk.domain.records import RunCard
from refdesk.services import codes, run_confirming
from refdesk.services.card_swap import replace_code
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.names import code_kind_name, code_state_name


class Found(NamedTuple):
    """A card and how its code stands today."""

    card: RunCard
    state: str


def find_card(desk: Desk, text: str) -> Found | None:
    """The card of a run that a text is on, or None."""
    card = run_confirming.find_card(desk, text)
    return None if card is None else Found(card, codes.show_code(desk, card.code).state)


class FoundCard(QObject):
    """Speaks in the page's strip. ``changed`` tells that the card was swapped or blocked."""

    changed = Signal()

    def __init__(self, context: Context, desk: Desk, strip: Strip) -> None:
        super().__init__(strip)
        self._context = context
        self._desk = desk
        self._strip = strip

    def show_card(self, found: Found) -> None:
        """Say which card it is and how it stands."""
        words, card = self._context.words, found.card
        title = words.text("Card {card} of run {run}", card=words.number(card.position),
                           run=f"R{card.run}")  # fmt: skip
        kind, state = code_kind_name(words, card.kind), code_state_name(words, found.state)
        line = words.text("{kind}: {state}", kind=kind, state=state)
        if found.state not in ("printed", "live"):
            self._strip.show_message(Message("check", title, line, icon="id-card"))
            return
        swap = self._button("card_swap", words.text("Replace"), "replace")
        swap.setAccessibleName(words.text("Replace a lost or worn card"))
        block = self._button("card_block", words.text("Block…"), "ban")
        swap.clicked.connect(lambda: self._swap(card))
        block.clicked.connect(lambda: self._ask_why(card))
        self._strip.show_message(Message("acc", title, line, icon="id-card"), [swap, block])

    def _ask_why(self, card: RunCard) -> None:
        words, lost_text = self._context.words, self._context.words.text("Card is lost")
        lost = self._button("card_lost", words.text("Lost"), "")
        stolen = self._button("card_stolen", words.text("Stolen"), "shield-alert")
        lost.clicked.connect(lambda: self._block(card, lost_text))
        stolen.clicked.connect(lambda: self._block(card, STOLEN))
        title = words.text("Is card {card} lost or stolen?", card=words.number(card.position))
        line = words.text("It is refused from now on; a stolen one alerts at the counter")
        self._strip.show_message(Message("check", title, line, icon="ban"), [lost, stolen])

    def _swap(self, card: RunCard) -> None:
        desk, words = self._desk, self._context.words
        done = words.text("Card {card} has a new code", card=words.number(card.position))
        line = words.text("Print it now: the old card leads to the new one")
        self._write(lambda: replace_code(desk, card.code), Message("ok", done, line))

    def _block(self, card: RunCard, reason: str) -> None:
        desk, words = self._desk, self._context.words
        done = words.text("Card {card} is blocked", card=words.number(card.position))
        self._write(lambda: codes.block_code(desk, card.code, reason), Message("ok", done))

    def _write(self, work: Callable[[], object], said: Message) -> None:
        def done(_result: object) -> None:
            self.changed.emit()
            self._strip.show_message(said)

        self._context.tasks.run(work, owner=self, done=done, failed=self._trouble)

    def _trouble(self, error: Exception) -> None:
        self._strip.show_message(message_of(self._context.words, error))

    def _button(self, name: str, text: str, icon: str) -> Button:
        return Button(self._context.theme, name, text, Look(icon=icon, height=44))
