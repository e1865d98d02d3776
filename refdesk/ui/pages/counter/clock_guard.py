"""A clock that cannot be right is said while nobody buys anything, not only when somebody does.

Under the scan box of the waiting counter stands what the computer shows and a way to confirm it
(R46, ui.md section 4). Looking up people works all the same, and another message goes first.
"""

from PySide6.QtCore import QObject, Signal

from refdesk.domain.errors import DomainError
from refdesk.services.clock import ClockView
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.saving import LEAVES, Saving
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message
from refdesk.words.reasons import refusal_text

SUSPECT = "clock_suspect"


class ClockGuard(QObject):
    """``confirmed`` comes when a manager has said that the time is right."""

    confirmed = Signal()

    def __init__(self, page: CounterLayout, context: Context, saving: Saving) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._saving = saving
        self._clock: ClockView | None = None
        self._shown: Message | None = None
        page.keys_changed.connect(self.show)

    def set_day(self, day: CounterDay) -> None:
        """The shop was read, and the clock with it."""
        self._clock = day.clock
        if not day.clock.is_suspect and self._stands():
            self._page.say_nothing()
        self.show()

    def show(self) -> None:
        """Say it where the counter waits and nothing else is said."""
        waits = self._page.screen_shown is Screen.IDLE and self._page.strip.isHidden()
        if self._clock is None or not self._clock.is_suspect or not waits:
            return
        words = self._context.words
        error = DomainError(SUSPECT, date=self._clock.today, now=self._clock.now)
        self._shown = Message("check", *refusal_text(words, error), icon="clock")
        look = Look(height=44)
        confirm = Button(self._context.theme, "confirm_clock", words.text("Time is right"), look)
        confirm.clicked.connect(self._confirm)
        self._page.say(self._shown, [confirm])

    def _stands(self) -> bool:
        return not self._page.strip.isHidden() and self._page.strip.message() == self._shown

    def _confirm(self) -> None:
        def confirmed(_desk: Desk, _reason: str) -> None:
            self.confirmed.emit()

        self._saving.ask_leave(LEAVES[SUSPECT], confirmed)
