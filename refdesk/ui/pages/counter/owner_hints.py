"""What the owner alone is told at the waiting counter, with the way to it; another message goes
first.

- That figures of the staff stand out (4b): the review lies in the settings, where nobody looks
  without a reason. It is counted once when he comes, beside the counter, and says no names: the
  screen is everybody's. It is said until he goes there or not now, and again when he comes the next
  time and has not looked at it.
- That the shop has no audit key (4c): one that was set up with an earlier release has none. It is
  said until the key is made or the owner wants to hear no more of it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.services.desk import Desk
from refdesk.services.record import forget_first_key
from refdesk.services.review import list_findings
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.asking import Asking
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message


class OwnerHints(QObject):
    """``key_wanted`` leads to where the audit key is made, ``review_wanted`` to the review."""

    key_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, page: CounterLayout, context: Context, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._asking = asking
        self._lacks_key = False
        self._to_review = 0
        self._counted_for: Desk | None = None
        self._shown: Message | None = None
        page.keys_changed.connect(self.show)

    def set_day(self, day: CounterDay) -> None:
        """The shop was read, for whoever is at the till now."""
        self._lacks_key = day.lacks_key
        if self._asking.desk is not self._counted_for:
            self._to_review = 0
            self._count()
        if not self._lacks_key and not self._to_review:
            self._take_away()
        self.show()

    def show(self) -> None:
        """Say it where the counter waits and nothing else is said; it goes before a verdict, also
        where it came while that was looked up."""
        if self._page.screen_shown is not Screen.IDLE:
            self._withdraw()
            return
        if not self._page.strip.isHidden():
            return
        if self._to_review:
            self._show_review()
        elif self._lacks_key:
            self._show_key()

    # -- the audit key ---------------------------------------------------------------------

    def _show_key(self) -> None:
        words = self._context.words
        title = words.text("This shop has no audit key yet")
        line = words.text("It proves later that nobody changed the record. It takes a minute")
        make = self._button("hint_make_key", words.text("Make the key…"), self.key_wanted.emit)
        off = self._button("hint_no_key", words.text("Do not remind"), self._put_off, quiet=True)
        self._say(Message("acc", title, line, icon="shield-check"), make, off)

    def _put_off(self) -> None:
        def done(_nothing: None) -> None:
            self._lacks_key = False
            self._take_away()

        self._asking.run(forget_first_key, done)

    # -- the review ------------------------------------------------------------------------

    def _count(self) -> None:
        """Count beside the counter what the owner has not looked at; for others there is none."""
        desk = self._counted_for = self._asking.desk
        if desk.actor.role != "owner" or desk.actor.staff is None:
            return

        def count(progress: Progress) -> int:
            try:
                found = list_findings(desk, progress=progress)
                return sum(not one.is_reviewed for one in found)
            finally:
                desk.store.close()  # the connection of the pool's thread

        def done(number: int) -> None:
            if desk is self._asking.desk:
                self._to_review = number
                self.show()

        self._context.tasks.run_long(count, owner=self, done=done, failed=self._not_counted)

    def _not_counted(self, error: Exception) -> None:
        """Trouble with the data is told where somebody waits for them."""
        if not isinstance(error, (StorageError, DomainError)):
            raise error

    def _show_review(self) -> None:
        words = self._context.words
        title = words.text(
            "Figures of the staff to look at: {count}", count=words.number(self._to_review)
        )
        line = words.text("Figures of the last 90 days that stand out. There may be a good reason")
        look = self._button("hint_review", words.text("Show"), self._open_review)
        later = self._button("hint_later", words.text("Not now"), self._leave_review, quiet=True)
        self._say(Message("acc", title, line, icon="search"), look, later)

    def _open_review(self) -> None:
        self._leave_review()
        self.review_wanted.emit()

    def _leave_review(self) -> None:
        self._to_review = 0
        self._take_away()
        self.show()

    # -- inside ----------------------------------------------------------------------------

    def _button(
        self, name: str, text: str, run: Callable[[], None], *, quiet: bool = False
    ) -> Button:
        look = Look("quiet" if quiet else "default", height=44)
        button = Button(self._context.theme, name, text, look)
        button.clicked.connect(run)
        return button

    def _say(self, message: Message, *buttons: Button) -> None:
        self._shown = message
        self._page.say(message, buttons)

    def _take_away(self) -> None:
        if self._withdraw():
            self._page.box.take_focus()

    def _withdraw(self) -> bool:
        """Take it away, if it is what stands there."""
        strip = self._page.strip
        stands = self._shown is not None and not strip.isHidden() and strip.message() == self._shown
        if stands:
            self._page.say_nothing()
        return stands
