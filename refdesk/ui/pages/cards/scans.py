"""What a card that is scanned on the Cards page leads to."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from refdesk.services.customer_view import owner_of_code
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.confirming import Confirming
from refdesk.ui.pages.cards.found_card import Found, FoundCard, find_card
from refdesk.ui.pages.cards.runs_pane import may_run
from refdesk.ui.pages.cards.who_pane import PEOPLE, RUN, WhoPane
from refdesk.ui.widgets.strips import Message, Strip


class Scans(QObject):
    """Ticks a scanned card, or crosses it out while spoiled cards are looked for; one of a run is
    shown there. ``sheets_wanted`` comes before that."""

    sheets_wanted = Signal()

    def __init__(
        self,
        context: Context,
        desk: Desk,
        strip: Strip,
        *,
        who: WhoPane,
        confirming: Confirming,
        on_trouble: Callable[[Exception], None],
    ) -> None:
        super().__init__(strip)
        self._context = context
        self._desk = desk
        self._strip = strip
        self._who = who
        self._confirming = confirming
        self._on_trouble = on_trouble
        self.card = FoundCard(context, desk, strip)

    def scan(self, text: str) -> None:
        """Look for what was scanned."""
        if self._confirming.is_marking():
            self._confirming.scan(text)
            return
        desk = self._desk
        self._context.tasks.run(
            lambda: (owner_of_code(desk, text), find_card(desk, text)), owner=self,
            done=lambda found: self._found(*found),
            failed=self._on_trouble, urgent=True,
        )  # fmt: skip

    def _found(self, customer: int | None, found: Found | None) -> None:
        if customer is not None:
            self._strip.hide()
            self._who.choose_kind(PEOPLE)
            self._who.people.choose(customer)
        elif found is not None and may_run(self._desk):
            self.sheets_wanted.emit()
            self._who.choose_kind(RUN)
            self._who.runs.show_card(found.card)
            self.card.show_card(found)
        else:
            text = self._context.words.text("No customer has this code")
            self._strip.show_message(Message("check", text))
