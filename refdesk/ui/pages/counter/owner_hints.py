"""What the owner alone is told at the waiting counter: that the shop has no audit key yet (4c).

A shop that was set up with an earlier release has none, and its settings are opened seldom. It is
said under the scan box until the key is made or the owner wants to hear no more of it; another
message goes first.
"""

from PySide6.QtCore import QObject, Signal

from refdesk.services.record import forget_first_key
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.asking import Asking
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message


class OwnerHints(QObject):
    """``key_wanted`` leads to where the audit key is made."""

    key_wanted = Signal()

    def __init__(self, page: CounterLayout, context: Context, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._asking = asking
        self._lacks_key = False
        self._shown: Message | None = None
        page.keys_changed.connect(self.show)

    def set_day(self, day: CounterDay) -> None:
        """The shop was read, for whoever is at the till now."""
        self._lacks_key = day.lacks_key
        if not self._lacks_key:
            self._take_away()
        self.show()

    def show(self) -> None:
        """Say it where the counter waits and nothing else is said."""
        waits = self._page.screen_shown is Screen.IDLE and self._page.strip.isHidden()
        if not self._lacks_key or not waits:
            return
        theme, words = self._context.theme, self._context.words
        title = words.text("This shop has no audit key yet")
        line = words.text("It proves later that nobody changed the record. It takes a minute")
        self._shown = Message("acc", title, line, icon="shield-check")
        make = Button(theme, "hint_make_key", words.text("Make the key…"), Look(height=44))
        make.clicked.connect(self.key_wanted)
        off = Button(theme, "hint_no_key", words.text("Do not remind"), Look("quiet", height=44))
        off.clicked.connect(self._put_off)
        self._page.say(self._shown, [make, off])

    def _put_off(self) -> None:
        def done(_nothing: None) -> None:
            self._lacks_key = False
            self._take_away()

        self._asking.run(forget_first_key, done)

    def _take_away(self) -> None:
        strip = self._page.strip
        if self._shown is not None and not strip.isHidden() and strip.message() == self._shown:
            self._page.say_nothing()
            self._page.box.take_focus()
