"""What is scanned or typed: looked up, then shown, joined to a form, or kept waiting.

Decisions:
- In a touched form a scan waits until "Switch" or "Keep": a phone that somebody began to type an
  hour ago must not join a new card. A friend's card joins the form that a number opened, as long
  as nothing was typed into it.
- What is typed while a scan is looked up goes into the form that comes of it.
- The last card counts. One that another follows so soon that nobody can have looked at it is named
  beside the new one, and offered once the form of that is done with: at most three of them.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from refdesk.domain.codes import mask_code
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.services.look_up import Sighting
from refdesk.storage.errors import StorageError
from refdesk.ui.pages.counter.asking import Asking
from refdesk.ui.pages.counter.forms import Forms
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.passed_scans import PassedScans
from refdesk.ui.pages.counter.reading import (
    CounterDay,
    Known,
    Looked,
    look,
    proof_of_digits,
    read_customer,
)
from refdesk.ui.pages.counter.saving import Saving, leave_for, lift
from refdesk.ui.pages.counter.showing import Showing
from refdesk.ui.pages.counter.typing_help import TypingHelp
from refdesk.ui.pages.counter.waiting_scan import Waiting, passed_strip, waiting_strip
from refdesk.ui.widgets.strips import Message
from refdesk.words.reasons import refusal_text
from refdesk.words.verdicts import verdict_text

TWICE_S = 2.0
_FORMS = ("code", "gift_card", "customer")
"""What opens a form: anything else is not worth coming back to."""


class Scans(QObject):
    """Takes a text to what it means. ``keys_changed`` tells that Enter and Esc do something else,
    ``read_twice`` that a scan counted for nothing.

    ``clock`` gives seconds, to tell a card that was read twice.
    """

    keys_changed = Signal()
    read_twice = Signal()

    def __init__(
        self,
        page: CounterLayout,
        asking: Asking,
        *,
        forms: Forms,
        saving: Saving,
        showing: Showing,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._asking = asking
        self._forms = forms
        self._saving = saving
        self._showing = showing
        self.clock = clock
        self._words = asking.context.words
        self._shift: int | None = None
        self._noted_shift: int | None = -1
        self._turn = 0
        """Counts what is looked up; only the latest decides the screen."""
        self._waiting: Waiting | None = None
        self._last_scan = ("", float("-inf"))
        self._opening = ""
        """The scan that was looked up, if it can open a form."""
        self._passed = PassedScans()
        tasks = asking.context.tasks
        self._typing = TypingHelp(tasks, asking.desk, page.box, page.suggestions)
        self._typing.failed.connect(self._typing_failed)
        page.suggestions.chosen.connect(lambda one: self.open_customer(one, page.box.text()))
        page.matches.chosen.connect(lambda one: self.open_customer(one, showing.box_text))
        showing.wanted.connect(self.take)
        showing.leave_wanted.connect(self._ask_leave)

    def set_day(self, day: CounterDay) -> None:
        """Which shift it is, for what is said once in it."""
        self._shift = day.view.shift

    # -- a text comes ----------------------------------------------------------------------

    def on_scan(self, text: str) -> None:
        """A scanner read a text; the same one within 2 s counts once."""
        last, at = self._last_scan
        now = self.clock()
        self._last_scan = (text, now)
        self._typing.stop()
        if text == last and now - at <= TWICE_S:
            title, step = verdict_text(self._words, "info_twice")
            self._note(Message("acc", title, step, icon="repeat"))
            self.read_twice.emit()
            return
        self._passed.came(text)
        self.take(text, is_scan=True)

    def has_new_text(self) -> bool:
        """Whether the box holds a text that was typed and not looked up yet."""
        box = self._page.box
        text = box.text().strip()
        return bool(text) and text != self._showing.box_text and box.field.hasFocus()

    def enter_text(self) -> None:
        """Open the customer that the arrows chose, else look up what was typed."""
        line = self._typing.chosen()
        text = self._page.box.text()
        if line is None:
            self.submit(text)
            return
        self._typing.stop()
        if self.may_replace_form():
            self.open_customer(line.id, text)

    def submit(self, text: str) -> None:
        """Look up a text that somebody typed."""
        self._typing.stop()
        if text.strip():
            self.take(text.strip())

    def take(self, text: str, *, is_scan: bool = False) -> None:
        """Look a text up and go where it leads."""
        if self._waiting is not None and self._waiting.text != text and self._forms.is_touched():
            self._passed.add(self._waiting.text)
        if self._saving.recorder.is_busy():
            self._wait(Waiting(text, is_scan=is_scan))
        elif self._forms.takes_code():
            self._look_up(text, partial(self._join, text), is_scan=is_scan)
        else:
            self._look_up(text, partial(self._show_looked, text), is_scan=is_scan)

    def open_customer(self, customer: int, text: str) -> None:
        """Open a customer who was chosen from a list after a text was typed."""

        def read(desk: Desk) -> Known:
            known = read_customer(desk, customer)
            return known.proved(proof_of_digits(known.person, text))

        self._asking.held.begin()
        self._asking.run(read, lambda known: self._showing.open_known(known, text))

    def may_replace_form(self) -> bool:
        """Whether a form may be left; a touched one asks to be cleared first."""
        if not self._forms.is_touched():
            return True
        words = self._words
        title = words.text("This form is not saved yet")
        self._page.say(Message("check", title, words.text("Save it, or clear it: Esc")))
        return False

    # -- what it means ---------------------------------------------------------------------

    def _look_up(self, text: str, use: Callable[[Looked], None], *, is_scan: bool = False) -> None:
        self._turn += 1
        turn = self._turn
        self._page.say_nothing()
        self._waiting = None
        if not self._forms.is_touched():
            self._asking.held.begin()

        def done(looked: Looked) -> None:
            seen = looked.sighting
            opens = is_scan and seen.kind in _FORMS and seen.refusal is None
            if turn != self._turn:
                if opens:
                    self._passed.add(text)
                return
            self._opening = text if opens else ""
            use(looked)
            self._note_layout(seen)
            if is_scan:
                self._note_passed()

        def is_over() -> bool:
            if turn != self._turn:
                self._passed.add(text)
            return turn != self._turn

        again = partial(self._look_up, text, use, is_scan=is_scan)
        self._asking.run(
            lambda desk: look(desk, text, scanned=is_scan), done, again, is_over=is_over
        )

    def _join(self, text: str, looked: Looked) -> None:
        """A card that was scanned into the untouched form of a newcomer without a code."""
        if looked.sighting.kind == "code" and not self._forms.is_touched():
            self._showing.open_code(looked.sighting, self._forms.entered())
            self._passed.note_shown(self._opening, self.clock())
        else:
            self._show_looked(text, looked)

    def _show_looked(self, text: str, looked: Looked) -> None:
        """Show what a scan means; a gift card pays in the form that is open, anything else waits
        while that holds something unsaved."""
        seen = looked.sighting
        if seen.gift_card is not None and self._forms.is_open():
            self._pay_with(seen)
        elif self._forms.is_touched() and (seen.badge is None or seen.badge.changes_person):
            self._wait(Waiting(text, looked))
        else:
            self._passed.note_replaced(self.clock())
            self._showing.show(text, looked)
            self._passed.note_shown(self._opening, self.clock())

    def _pay_with(self, seen: Sighting) -> None:
        self._asking.held.end(self._page.box.field)
        if seen.refusal is not None:
            self._page.say(Message("check", *refusal_text(self._words, seen.refusal)))
        elif not self._forms.add_gift_card(seen):
            self._page.say(Message("acc", self._words.text("This gift card pays already"), ""))

    def _ask_leave(self, text: str, error: DomainError) -> None:
        """Ask a manager to open codes, and look the text up again."""
        leave = leave_for(error)
        if leave is not None:

            def give(desk: Desk, _reason: str) -> None:
                self._asking.run(lambda _desk: lift(desk, error), lambda _done: self.take(text))

            self._saving.ask_leave(leave, give)

    # -- a scan that waits -----------------------------------------------------------------

    def has_waiting(self) -> bool:
        """Whether a scan waits for "Switch" or "Keep"."""
        return self._waiting is not None

    def _wait(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._asking.held.end(self._page.box.field)
        strip = waiting_strip(
            self._asking.context, waiting, self.switch_scan, self.keep_form,
            before=self._passed.latest(),
        )  # fmt: skip
        self._page.say(*strip)
        self.keys_changed.emit()

    def offer_passed(self) -> None:
        """Name the card that another one followed at once, now that there is room for it."""
        text = self._passed.take_oldest()
        if not text:
            return
        self._waiting = Waiting(text)
        context = self._asking.context
        self._page.say(*passed_strip(context, text, self.switch_scan, self.forget_passed))
        self.keys_changed.emit()

    def forget_passed(self) -> None:
        """The card that was named is of no use; the next one, if there is one, is named."""
        self.pop_waiting()
        self._page.say_nothing()
        self.keys_changed.emit()
        self.offer_passed()

    def switch_scan(self) -> None:
        """Leave the form, or the waiting screen, for the scan that waits."""
        waiting = self.pop_waiting()
        self._page.say_nothing()
        if waiting is None:
            return
        if waiting.looked is not None:
            self._showing.show(waiting.text, waiting.looked)
        else:
            use = partial(self._showing.show, waiting.text)
            self._look_up(waiting.text, use, is_scan=waiting.is_scan)

    def keep_form(self) -> None:
        """Stay in the form; the scan, and any that it followed at once, is forgotten."""
        if self._page.screen_shown is Screen.IDLE:
            self.forget_passed()
            return
        self._passed.clear()
        self.pop_waiting()
        self._page.say_nothing()
        self.keys_changed.emit()

    def pop_waiting(self) -> Waiting | None:
        """The scan that waits, for whoever takes it on; it waits no more."""
        waiting, self._waiting = self._waiting, None
        return waiting

    # -- suggestions -----------------------------------------------------------------------

    def is_suggesting(self) -> bool:
        """Whether suggestions are shown."""
        return self._typing.is_open()

    def stop_suggesting(self) -> None:
        """No suggestions until the next key."""
        self._typing.stop()

    def forget(self) -> None:
        """Nobody waits any more: for suggestions, for a form, for "Switch"."""
        self._typing.stop()
        self._asking.held.drop()
        self._passed.note_cleared()
        self._waiting = None

    def _typing_failed(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self._asking.show_trouble(error, None)

    # -- remarks ---------------------------------------------------------------------------

    def _note_passed(self) -> None:
        """Name the card that this one followed at once."""
        before = self._passed.latest()
        if before and self._waiting is None and self._page.screen_shown is not Screen.IDLE:
            code = mask_code(before.strip())
            self._page.box.field.set_note(self._words.text("Scanned before it: {code}", code=code))

    def _note_layout(self, seen: Sighting) -> None:
        """R24: once a shift, say that the scanner types under another keyboard layout."""
        if seen.layout is None or self._noted_shift == self._shift or self._waiting is not None:
            return
        self._noted_shift = self._shift
        words = self._words
        title = words.text("Read in the {layout} keyboard layout", layout=seen.layout.upper())
        line = words.text("It was understood. Set the scanner to its own layout to be safe.")
        self._note(Message("acc", title, line, icon="keyboard"))

    def _note(self, message: Message) -> None:
        """Remark on something by the way: beside the code in the box while a verdict is shown."""
        if self._page.screen_shown is Screen.IDLE:
            self._page.say(message)
        else:
            self._page.box.field.set_note(message.title)
