"""The counter: its parts together, and what each key does (ui.md sections 4 to 7).

What a scan or a typed text does is in `scans`, what it shows in `showing`, the forms are in
`forms`, saving and undo in `saving`, trouble with the data in `asking`.

Decisions:
- Enter is the main action wherever the focus is; while the box holds a newly typed text, it looks
  that text up.
- Esc clears a form, as its button says; what was typed is short and the card is at hand.
"""

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from refdesk.domain.records import PromoCode
from refdesk.services.badges import BadgeSeen
from refdesk.services.desk import Desk
from refdesk.services.renewing import renew_card
from refdesk.storage.errors import StorageError
from refdesk.ui.page import Context, KeyHint
from refdesk.ui.pages.counter.after import After
from refdesk.ui.pages.counter.asking import Asking
from refdesk.ui.pages.counter.clock_guard import ClockGuard
from refdesk.ui.pages.counter.forms import Forms
from refdesk.ui.pages.counter.keys import hints_of
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.newcomer_view import Opening
from refdesk.ui.pages.counter.owner_hints import OwnerHints
from refdesk.ui.pages.counter.parts import single_shot
from refdesk.ui.pages.counter.past import Past
from refdesk.ui.pages.counter.reading import CounterDay, read_day
from refdesk.ui.pages.counter.recorder import Done, Trouble
from refdesk.ui.pages.counter.saving import Saving
from refdesk.ui.pages.counter.scans import Scans
from refdesk.ui.pages.counter.showing import Showing
from refdesk.ui.widgets.base import laid_out_once
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.strips import Message

IDLE_MS = 60_000


class CounterPage(CounterLayout):
    """The screen that till staff use all day.

    ``card_wanted`` gives a customer whose card is to be printed, ``new_card_wanted`` one and the
    programme that he has a new card of, ``coupons_wanted`` bare codes to
    print, ``keypad_changed`` whether it is shown, ``day_read`` that today's list is fresh,
    ``badge_scanned`` whose badge was scanned; ``search_wanted`` leads to the customers.
    """

    card_wanted = Signal(int)
    new_card_wanted = Signal(int, int)
    coupons_wanted = Signal(object)
    keypad_changed = Signal(bool)
    badge_scanned = Signal(object)
    day_read, shift_end_wanted, search_wanted = Signal(), Signal(), Signal()

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
        self._day: CounterDay | None = None
        self._keypad = keypad
        self._left_at: QWidget | None = None
        self._asks = False
        """Whether the keys belong to the strip of a scan that waits."""
        self.asking = Asking(self, context, desk)
        self.saving = Saving(context, desk, self.result, self)
        self.forms = Forms(self, context, desk, self.saving)
        self.past = Past(context, desk, self, self.saving)
        self.after = After(self, context, desk)
        self.showing = Showing(self, context, self.forms, desk.now)
        self._clock_guard = ClockGuard(self, context, self.saving)
        self.hints = OwnerHints(self, context, self.asking)
        self.scans = Scans(
            self, self.asking, forms=self.forms, saving=self.saving, showing=self.showing,
            clock=clock,
        )  # fmt: skip
        self._idle = single_shot(self, IDLE_MS, self._leave_untouched)
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
        elif self._left_at is not None and shiboken6.isValid(self._left_at):
            self._focus_again(self._left_at)  # a touched form keeps its focus (ui.md section 5)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page comes: the form keeps its focus, which Qt gives away by then."""
        super().hideEvent(event)
        self._left_at = self.focusWidget()

    def tell(self, message: Message) -> bool:
        self.say(message)
        return True

    def is_unsaved(self) -> bool:
        return self.forms.is_touched()

    def is_waiting(self) -> bool:
        """Whether it stands in front and nobody is served."""
        is_empty = self.screen_shown is Screen.IDLE and not self.box.text()
        return self.isVisible() and is_empty and self.may_leave()

    def may_leave(self) -> bool:
        return not self.saving.recorder.is_busy()

    def refresh(self) -> None:
        """Read today's list and figures anew."""
        self.asking.run(read_day, self._show_day, self.refresh)

    def start_newcomer(self) -> None:
        """F4: a purchase without a code."""
        if self._day is not None and self.scans.may_replace_form():
            self.showing.open_new(Opening())

    def open_customer(self, customer: int) -> None:
        """Show a customer who was chosen elsewhere; his presence is not proved by that."""
        if self.scans.may_replace_form():
            self.scans.open_customer(customer, "")

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
        self.scans.on_scan(text)

    def submit(self, text: str) -> None:
        """Look up a text that somebody typed."""
        self.scans.submit(text)

    def has_waiting_scan(self) -> bool:
        """Whether a scan waits for "Switch" or "Keep"."""
        return self.scans.has_waiting()

    # -- keys ------------------------------------------------------------------------------

    def enter(self) -> None:
        """The main action of what is shown."""
        if self.asking.held.is_holding():
            return  # nobody has seen yet what it would do
        has_new_text = self.scans.has_new_text()
        if self.scans.has_waiting() and not (has_new_text and self.screen_shown is Screen.IDLE):
            self.scans.switch_scan()
        elif has_new_text:
            self.scans.enter_text()
        elif self.screen_shown is Screen.MATCHES:
            line = self.matches.list.current()
            if line is not None:
                self.scans.open_customer(line.id, self.showing.box_text)
        elif self.screen_shown is Screen.REFUSED:
            way = self.refused.ways.main()
            if way is not None:
                way.run()
        elif self.forms.is_open():
            self.forms.main()

    def escape(self) -> None:
        """One step back; on a clean form, clear it."""
        if self.scans.has_waiting():
            self.scans.keep_form()
        elif self.scans.is_suggesting():
            self.scans.stop_suggesting()
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

    # -- to and from the waiting screen ----------------------------------------------------

    def to_idle(self) -> None:
        """Back to waiting for a scan; one that nobody has looked at yet is named."""
        self._clear()
        self.scans.offer_passed()

    def _clear(self) -> None:
        self._idle.stop()
        self.scans.forget()
        self.showing.leave()
        self.forms.close()
        with laid_out_once(self):
            self.say_nothing()
            self.box.show_waiting()
            self.show_screen(Screen.IDLE)
        self.box.take_focus()
        self.keys_changed.emit()

    def _after_opening(self) -> None:
        self.asking.held.end(self.box.field)
        self.scans.stop_suggesting()
        self._idle.start()
        self._show_list()
        self.keys_changed.emit()

    def _renew(self, code: PromoCode) -> None:
        """A new card for whose card has run out: made, then put on the sheet to be printed."""
        self.asking.run(
            lambda desk: renew_card(desk, code), lambda made: self.new_card_wanted.emit(*made)
        )

    def _badge_shown(self, seen: BadgeSeen) -> None:
        """Who is at the till is the window's concern; a badge's code does not stay in the box."""
        self.asking.held.end(self.box.field)
        self.scans.stop_suggesting()
        if self.screen_shown is Screen.IDLE:
            self.box.show_waiting()
        self.badge_scanned.emit(seen)

    def _leave_untouched(self) -> None:
        """60 s without a key: an untouched form goes, a touched one stays."""
        if self.screen_shown is not Screen.IDLE and not self.forms.is_touched():
            self.to_idle()

    def _saved(self, _done: Done) -> None:
        waiting = self.scans.pop_waiting()
        self._clear()
        self.refresh()
        if waiting is not None:
            self.scans.take(waiting.text, is_scan=waiting.is_scan)
        else:
            self.scans.offer_passed()

    # -- the day ---------------------------------------------------------------------------

    def _show_day(self, day: CounterDay) -> None:
        self._day = day
        parts = (self.forms, self.saving, self.past, self.after, self.scans)
        for part in (*parts, self._clock_guard, self.hints):
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
        in_strip = last.receipt.purchase if last and self.result.tells_of_saved() else None
        self.earlier.show_day(self._day, self._desk.actor, without=in_strip)

    # -- trouble ---------------------------------------------------------------------------

    def _not_saved(self, trouble: Trouble) -> None:
        assert isinstance(trouble.error, StorageError)
        again = self.forms.main if self.forms.is_open() and not trouble.purchase else None
        self.asking.show_trouble(trouble.error, again)

    # -- inside ----------------------------------------------------------------------------

    def _listen(self) -> None:
        self.box.submitted.connect(lambda _text: self.enter())
        self.box.clear_requested.connect(self.to_idle)
        self.scans.keys_changed.connect(self.keys_changed)
        for told in (self.keys_changed, self.told):
            told.connect(self._tell_keys)
        self.earlier.undo_wanted.connect(self.saving.undo)
        self.earlier.void_wanted.connect(self.saving.void)
        self.side.keypad_pressed.connect(self.toggle_keypad)
        for panel in (self.side, self.shift_row):
            panel.new_pressed.connect(self.start_newcomer)
            panel.close_pressed.connect(self.shift_end_wanted)
        for again in (self.saving.undone, self.past.refunded, self._clock_guard.confirmed):
            again.connect(self.refresh)
        for deed in (self.saving, self.past):
            deed.failed.connect(self._not_saved)
            deed.said.connect(self.say)
        self.forms.saved.connect(self._saved)
        self.saving.shown.connect(lambda _done: self._show_list())
        self.forms.card_wanted.connect(self.card_wanted)
        self.forms.coupons_wanted.connect(self.coupons_wanted)
        self.forms.trouble.connect(
            lambda error: self.asking.show_trouble(error, self.forms.ask_again)
        )
        self.forms.another_code.connect(self.to_box)
        self.forms.changed.connect(self.keys_changed)
        self.showing.opened.connect(self._after_opening)
        self.showing.badge_shown.connect(self._badge_shown)
        self.showing.over.connect(self.to_idle)
        self.showing.refused.connect(self.refresh)
        self.showing.search_wanted.connect(self.search_wanted)
        self.showing.renewal_wanted.connect(self._renew)

    def _tell_keys(self) -> None:
        """While a scan waits, its strip has Enter and Esc, and a form has no keys at all."""
        asks = self.scans.has_waiting()
        if asks == self._asks:
            return
        self._asks = asks
        working = {hint.key for hint in self.keys()} - {"Enter", "Esc"}
        own = self.strip.actions_shown()
        for button in self.findChildren(Button):
            key = button.look().key
            if key and button not in own:
                button.set_key_works(not asks or key in working)

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
