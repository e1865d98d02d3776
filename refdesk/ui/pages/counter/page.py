"""The counter: what a scan, a typed text and each key do (ui.md sections 4 to 7).

Decisions:
- Enter is the main action wherever the focus is; while the box holds a newly typed text, it looks
  that text up.
- In a touched form a scan waits until "Switch" or "Keep": a phone that somebody began to type an
  hour ago must not join a new card. A friend's card joins the form that a number opened, as long
  as nothing was typed into it.
- Esc clears a form, as its button says; what was typed is short and the card is at hand.
- What is typed while a scan is looked up goes into the form that comes of it.
"""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal

from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.services.look_up import Sighting
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context, KeyHint
from refdesk.ui.pages.counter.clock_guard import ClockGuard
from refdesk.ui.pages.counter.forms import Forms
from refdesk.ui.pages.counter.held_keys import HeldKeys
from refdesk.ui.pages.counter.keys import hints_of
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.newcomer_view import Opening
from refdesk.ui.pages.counter.parts import single_shot
from refdesk.ui.pages.counter.past import Past
from refdesk.ui.pages.counter.reading import (
    CounterDay,
    Known,
    Looked,
    look,
    proof_of_digits,
    read_customer,
    read_day,
)
from refdesk.ui.pages.counter.recorder import Done, Trouble
from refdesk.ui.pages.counter.saving import Saving, leave_for, lift
from refdesk.ui.pages.counter.sayings import refusal_verdict
from refdesk.ui.pages.counter.showing import Showing
from refdesk.ui.pages.counter.typing_help import TypingHelp
from refdesk.ui.pages.counter.waiting_scan import Waiting, waiting_strip
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.strips import Message
from refdesk.words.reasons import refusal_text
from refdesk.words.storage_text import storage_text
from refdesk.words.verdicts import verdict_text

TWICE_S = 2.0
IDLE_MS = 60_000


class CounterPage(CounterLayout):
    """The screen that till staff use all day.

    ``card_wanted`` gives a customer whose card is to be printed, ``coupons_wanted`` bare codes to
    print, ``keypad_changed`` whether it is shown, ``day_read`` that today's list is fresh.
    """

    card_wanted = Signal(int)
    coupons_wanted = Signal(object)
    keypad_changed = Signal(bool)
    day_read, shift_end_wanted = Signal(), Signal()

    def __init__(
        self,
        context: Context,
        desk: Desk,
        *,
        keypad: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock`` gives seconds, to tell a card that was read twice."""
        super().__init__(context)
        self._desk = desk
        self._clock = clock
        self._day: CounterDay | None = None
        self._look_task: Task | None = None
        self._waiting: Waiting | None = None
        self._last_scan = ("", float("-inf"))
        self._noted_shift: int | None = -1
        self._keypad = keypad
        self.saving = Saving(context, desk, self.result, self)
        self.forms = Forms(self, context, desk, self.saving)
        self.past = Past(context, desk, self, self.saving)
        self.showing = Showing(self, context, self.forms, desk.now)
        self._clock_guard = ClockGuard(self, context, self.saving)
        self._typing = TypingHelp(context.tasks, desk, self.box, self.suggestions)
        self._idle = single_shot(self, IDLE_MS, self._leave_untouched)
        self._held = HeldKeys(self)
        self.set_keypad(keypad)
        self._listen()

    # -- for the window --------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("Counter")

    def keys(self) -> tuple[KeyHint, ...]:
        return hints_of(self, self._context.words)

    def on_shown(self) -> None:
        self.window().windowHandle().installEventFilter(self)
        self.refresh()
        if not self.forms.is_touched():
            if self.screen_shown is Screen.NEWCOMER:
                self.to_idle()  # whose card it was is long gone
            self.box.take_focus()

    def may_leave(self) -> bool:
        return not self.saving.recorder.is_busy()

    def set_desk(self, desk: Desk) -> None:
        """Another person is at the till."""
        self._desk = desk
        self.forms.set_desk(desk)
        self.saving.set_desk(desk)
        self.past.set_desk(desk)
        self._typing.set_desk(desk)
        self.to_idle()
        self.refresh()

    def refresh(self) -> None:
        """Read today's list and figures anew."""
        desk = self._desk
        self._run(lambda: read_day(desk), self._show_day, self.refresh)

    def start_newcomer(self) -> None:
        """F4: a purchase without a code."""
        if self._day is not None and self._may_replace_form():
            self.showing.open_new(Opening())

    def open_customer(self, customer: int) -> None:
        """Show a customer who was chosen elsewhere; his presence is not proved by that."""
        if self._may_replace_form():
            self._open_customer_by_id(customer, "")

    def undo_last(self) -> None:
        """Ctrl+Z, where no form is open."""
        if self.screen_shown is Screen.IDLE:
            self.saving.undo_last()

    def repeat_last(self) -> None:
        """Ctrl+Y, where no form is open."""
        if self.screen_shown is Screen.IDLE:
            self.saving.repeat_last()

    # -- scans and typing ------------------------------------------------------------------

    def on_scan(self, text: str) -> None:
        last, at = self._last_scan
        now = self._clock()
        self._last_scan = (text, now)
        self._typing.stop()
        if text == last and now - at <= TWICE_S:
            title, step = verdict_text(self._context.words, "info_twice")
            self._note(Message("acc", title, step, icon="repeat"))
            return
        self._take(text)

    def submit(self, text: str) -> None:
        """Look up a text that somebody typed."""
        self._typing.stop()
        if text.strip():
            self._take(text.strip())

    def _take(self, text: str) -> None:
        if self.saving.recorder.is_busy():
            self._wait(Waiting(text))
        elif self.forms.takes_code():
            self._look_up(text, partial(self._join, text))
        else:
            self._look_up(text, partial(self._show_looked, text))

    def _look_up(self, text: str, use: Callable[[Looked], None]) -> None:
        if self._look_task is not None:
            self._look_task.cancel()
        self.say_nothing()
        self._waiting = None
        if not self.forms.is_touched():
            self._held.begin()
        desk = self._desk

        def done(looked: Looked) -> None:
            self._look_task = None
            use(looked)
            self._note_layout(looked.sighting)

        self._look_task = self._run(
            lambda: look(desk, text), done, lambda: self._look_up(text, use)
        )

    def _join(self, text: str, looked: Looked) -> None:
        """A card that was scanned into the untouched form of a newcomer without a code."""
        if looked.sighting.kind == "code" and not self.forms.is_touched():
            self.showing.open_code(looked.sighting, self.forms.entered())
        else:
            self._show_looked(text, looked)

    def _show_looked(self, text: str, looked: Looked) -> None:
        """Show what a scan means; a gift card pays in the form that is open, anything else waits
        while that holds something unsaved."""
        seen = looked.sighting
        if seen.gift_card is not None and self.forms.is_open():
            self._pay_with(seen)
        elif self.forms.is_touched():
            self._wait(Waiting(text, looked))
        else:
            self.showing.show(text, looked)

    def _pay_with(self, seen: Sighting) -> None:
        self._held.end(self.box.field)
        if seen.refusal is not None:
            self.say(Message("check", *refusal_text(self._context.words, seen.refusal)))
        elif not self.forms.add_gift_card(seen):
            words = self._context.words
            self.say(Message("acc", words.text("This gift card pays already"), ""))

    def _wait(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._held.end(self.box.field)
        self.say(*waiting_strip(self._context, waiting, self.switch_scan, self.keep_form))
        self.keys_changed.emit()

    def switch_scan(self) -> None:
        """Leave the form for the scan that waits."""
        waiting, self._waiting = self._waiting, None
        self.say_nothing()
        if waiting is None:
            return
        if waiting.looked is not None:
            self.showing.show(waiting.text, waiting.looked)
        else:
            self._look_up(waiting.text, partial(self.showing.show, waiting.text))

    def keep_form(self) -> None:
        """Stay in the form; the scan is forgotten."""
        self._waiting = None
        self.say_nothing()
        self.keys_changed.emit()

    def has_waiting_scan(self) -> bool:
        """Whether a scan waits for "Switch" or "Keep"."""
        return self._waiting is not None

    # -- keys ------------------------------------------------------------------------------

    def enter(self) -> None:
        """The main action of what is shown."""
        if self._held.is_holding():
            return  # nobody has seen yet what it would do
        if self._waiting is not None:
            self.switch_scan()
        elif self._has_new_text():
            self._enter_text()
        elif self.screen_shown is Screen.MATCHES:
            line = self.matches.list.current()
            if line is not None:
                self._open_customer_by_id(line.id, self.showing.box_text)
        elif self.screen_shown is Screen.REFUSED:
            way = self.refused.ways.main()
            if way is not None:
                way.run()
        elif self.forms.is_open():
            self.forms.main()

    def _has_new_text(self) -> bool:
        text = self.box.text().strip()
        return bool(text) and text != self.showing.box_text and self.box.field.hasFocus()

    def _enter_text(self) -> None:
        line = self._typing.chosen()
        text = self.box.text()
        if line is None:
            self.submit(text)
            return
        self._typing.stop()
        if self._may_replace_form():
            self._open_customer_by_id(line.id, text)

    def escape(self) -> None:
        """One step back; on a clean form, clear it."""
        if self._waiting is not None:
            self.keep_form()
        elif self._typing.is_open():
            self._typing.stop()
        else:
            self.to_idle()

    def to_box(self) -> None:
        """F2: to the scan box; a form stays."""
        self.box.take_focus()

    def print_card(self) -> None:
        """F8: the card of who is shown, or of who was saved last."""
        last = self.saving.recorder.last
        if self.forms.is_open():
            self.forms.print_card()
        elif last is not None:
            self.forms.print_made(last.receipt)

    def toggle_keypad(self) -> None:
        """Show or hide the keypad of the forms."""
        self._keypad = not self._keypad
        self.set_keypad(self._keypad)
        self.keypad_changed.emit(self._keypad)

    def _open_customer_by_id(self, customer: int, text: str) -> None:
        """Open a customer who was chosen from a list after a text was typed."""
        desk = self._desk

        def read() -> Known:
            known = read_customer(desk, customer)
            return known.proved(proof_of_digits(known.person, text))

        self._held.begin()
        self._run(read, lambda known: self.showing.open_known(known, text))

    # -- to and from the waiting screen ----------------------------------------------------

    def to_idle(self) -> None:
        """Back to waiting for a scan."""
        self._idle.stop()
        self._held.drop()
        self.showing.leave()
        self.forms.close()
        self._typing.stop()
        self._waiting = None
        self.say_nothing()
        self.box.show_waiting()
        self.show_screen(Screen.IDLE)
        self.box.take_focus()
        self.keys_changed.emit()

    def _after_opening(self) -> None:
        self._held.end(self.box.field)
        self._typing.stop()
        self._idle.start()
        self._show_list()
        self.keys_changed.emit()

    def _leave_untouched(self) -> None:
        """60 s without a key: an untouched form goes, a touched one stays."""
        if self.screen_shown is not Screen.IDLE and not self.forms.is_touched():
            self.to_idle()

    def _may_replace_form(self) -> bool:
        """Whether a form may be left; a touched one asks to be cleared first."""
        if not self.forms.is_touched():
            return True
        words = self._context.words
        title = words.text("This form is not saved yet")
        self.say(Message("check", title, words.text("Save it, or clear it: Esc")))
        return False

    def _saved(self, _done: Done) -> None:
        self.to_idle()
        self.refresh()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._take(waiting.text)

    # -- the day ---------------------------------------------------------------------------

    def _show_day(self, day: CounterDay) -> None:
        self._day = day
        for part in (self.forms, self.saving, self.past, self._clock_guard):
            part.set_day(day)
        for panel in (self.side, self.shift_row):
            panel.show_day(day)
        self._show_list()
        self.showing.set_day(day)
        self.day_read.emit()

    def _show_list(self) -> None:
        if self._day is None:
            return
        last = self.saving.recorder.last
        in_strip = last.receipt.purchase if last and not self.result.isHidden() else None
        self.earlier.show_day(self._day, self._desk.actor, without=in_strip)

    def _note_layout(self, seen: Sighting) -> None:
        """R24: once a shift, say that the scanner types under another keyboard layout."""
        shift = self._day.view.shift if self._day else None
        if seen.layout is None or self._noted_shift == shift or self._waiting is not None:
            return
        self._noted_shift = shift
        words = self._context.words
        title = words.text("Read in the {layout} keyboard layout", layout=seen.layout.upper())
        line = words.text("It was understood. Set the scanner to its own layout to be safe.")
        self._note(Message("acc", title, line, icon="keyboard"))

    def _note(self, message: Message) -> None:
        """Remark on something by the way: beside the code in the box while a verdict is shown."""
        if self.screen_shown is Screen.IDLE:
            self.say(message)
        else:
            self.box.field.set_note(message.title)

    # -- trouble ---------------------------------------------------------------------------

    def _run(
        self,
        work: Callable[[], object],
        done: Callable[..., None],
        again: Callable[[], None] | None = None,
    ) -> Task:
        def failed(error: Exception) -> None:
            self._held.end(self.box.field)
            if isinstance(error, StorageError):
                self._show_trouble(error, again)
            elif isinstance(error, DomainError):
                self.show_verdict(refusal_verdict(self._context.words, error))
            else:
                raise error

        return self._context.tasks.run(work, owner=self, done=done, failed=failed, urgent=True)

    def _show_trouble(self, error: StorageError, again: Callable[[], None] | None) -> None:
        """What was not done, and Try again; the form is kept."""
        words = self._context.words
        actions = []
        if again is not None:
            look = Look(height=44)
            button = Button(self._context.theme, "try_again", words.text("Try again"), look)
            button.clicked.connect(self.say_nothing)
            button.clicked.connect(again)
            actions.append(button)
        title, line = storage_text(words, error)
        self.say(Message("stop", title, line), actions)

    def _not_saved(self, trouble: Trouble) -> None:
        assert isinstance(trouble.error, StorageError)
        again = self.forms.main if self.forms.is_open() and not trouble.purchase else None
        self._show_trouble(trouble.error, again)

    # -- inside ----------------------------------------------------------------------------

    def _listen(self) -> None:
        self.box.submitted.connect(lambda _text: self.enter())
        self.box.clear_requested.connect(self.to_idle)
        self._typing.failed.connect(self._typing_failed)
        self.suggestions.chosen.connect(lambda one: self._open_customer_by_id(one, self.box.text()))
        self.matches.chosen.connect(
            lambda one: self._open_customer_by_id(one, self.showing.box_text)
        )
        self.earlier.undo_wanted.connect(self.saving.undo)
        self.earlier.void_wanted.connect(self.saving.void)
        self.side.keypad_pressed.connect(self.toggle_keypad)
        for panel in (self.side, self.shift_row):
            panel.new_pressed.connect(self.start_newcomer)
        for again in (self.saving.undone, self.past.refunded, self._clock_guard.confirmed):
            again.connect(self.refresh)
        for deed in (self.saving, self.past):
            deed.failed.connect(self._not_saved)
            deed.said.connect(self.say)
        self.forms.saved.connect(self._saved)
        self.forms.card_wanted.connect(self.card_wanted)
        self.forms.coupons_wanted.connect(self.coupons_wanted)
        self.forms.trouble.connect(lambda error: self._show_trouble(error, self.forms.ask_again))
        self.forms.another_code.connect(self.to_box)
        self.forms.changed.connect(self.keys_changed)
        self.showing.opened.connect(self._after_opening)
        self.showing.over.connect(self.to_idle)
        self.showing.wanted.connect(self._take)
        self.showing.refused.connect(self.refresh)
        self.showing.leave_wanted.connect(self._ask_leave)

    def _ask_leave(self, text: str, error: DomainError) -> None:
        """Ask a manager to open codes, and look the text up again."""
        leave = leave_for(error)
        if leave is not None:

            def give(desk: Desk, _reason: str) -> None:
                self._run(lambda: lift(desk, error), lambda _done: self._take(text))

            self.saving.ask_leave(leave, give)

    def _typing_failed(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self._show_trouble(error, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Each key puts off the return to the waiting screen."""
        if event.type() == QEvent.Type.KeyPress and self._idle.isActive():
            self._idle.start()
        return False

    def event(self, event: QEvent) -> bool:
        """Coming back to the window, the box is ready for the next scan."""
        if event.type() == QEvent.Type.WindowActivate and self.screen_shown is Screen.IDLE:
            self.box.take_focus()
        return super().event(event)
