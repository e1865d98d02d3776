"""What a look-up found, on the screen: the form or list that belongs to it, and the box's text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.customer import mask_phone, short_name
from refdesk.domain.errors import DomainError
from refdesk.services.look_up import Sighting
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.forms import Forms
from refdesk.ui.pages.counter.layout import CounterLayout, Screen
from refdesk.ui.pages.counter.newcomer_view import Opening
from refdesk.ui.pages.counter.reading import CounterDay, Known, Looked, is_digits
from refdesk.ui.pages.counter.refused_view import refused_facts, sentence_for
from refdesk.ui.pages.counter.sayings import (
    foreign_verdict,
    make_verdict,
    many_verdict,
    nobody_verdict,
    refusal_verdict,
)
from refdesk.ui.pages.counter.ways_on import PageDeeds, ways_of_page, ways_to_nobody
from refdesk.ui.widgets.base import laid_out_once
from refdesk.ui.widgets.verdict import Verdict

SECOND_MS = 1_000


class Showing(QObject):
    """Opens the view of what was found.

    ``opened`` comes after every change, ``over`` when the pause of codes has ended, ``wanted``
    gives a suggested code that was taken, ``refused`` that today's list has a refusal more,
    ``leave_wanted`` a text and its refusal that somebody's PIN may lift, ``renewal_wanted`` the
    code whose owner is to have a new card, ``search_wanted`` that a customer is to be found on his
    page, ``badge_shown`` whose badge it is: that is no matter of the counter.
    """

    opened = Signal()
    over = Signal()
    wanted = Signal(str)
    refused = Signal()
    leave_wanted = Signal(str, object)
    renewal_wanted = Signal(object)
    search_wanted = Signal()
    badge_shown = Signal(object)

    def __init__(
        self, page: CounterLayout, context: Context, forms: Forms, now: Callable[[], datetime]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._context = context
        self._forms = forms
        self._now = now
        self._day: CounterDay | None = None
        self._later: Callable[[], None] | None = None
        self._seen: Sighting | None = None
        self.box_text = ""
        """What the box shows of itself; anything else was typed."""
        self._countdown = QTimer(self)
        self._countdown.setInterval(SECOND_MS)
        self._countdown.timeout.connect(self._count_down)
        forms.customer_found.connect(self.open_customer)
        forms.code_dropped.connect(self.open_new)
        page.matches.list.typed.connect(page.box.type_on)

    def set_day(self, day: CounterDay) -> None:
        """The shop was read; what was found before that is shown now."""
        self._day = day
        later, self._later = self._later, None
        if later is not None:
            later()

    def show(self, text: str, looked: Looked) -> None:
        """Show what a text means."""
        if looked.sighting.badge is not None:
            self.badge_shown.emit(looked.sighting.badge)
            return
        if self._day is None:
            self._later = lambda: self.show(text, looked)
            return
        seen = self._seen = looked.sighting
        self._countdown.stop()
        match seen.kind:
            case "code":
                self.open_code(seen, None)
            case "gift_card":
                self._open_gift_card(seen)
            case "customer" if looked.known is not None:
                self.open_known(looked.known, text)
            case "new_phone":
                self.open_new(Opening(phone=seen.phone))
            case "matches":
                self._show_matches(seen)
            case _:
                self._show_refused(seen)

    def open_code(self, seen: Sighting, keep: Opening | None) -> None:
        """A code works."""
        assert seen.code is not None
        self._seen = seen
        prefix = self._day.shop.prefix if self._day else ""
        note = self._context.words.text("A new scan replaces it")
        with self._opening(group_code(seen.code.code, prefix), note):
            self._forms.open_code(seen, seen.code.code, keep)

    def open_known(self, known: Known, text: str) -> None:
        """A customer was found by a text."""
        words = self._context.words
        phones = known.person.of_kind("phone")
        if known.proof == "code":
            shown, how = mask_code(text), words.text("Found by card")
        elif is_digits(text) and phones:
            shown, how = mask_phone(phones[0].value), words.text("Found by phone")
        else:
            shown, how = short_name(known.person.name), words.text("Found by name")
        with self._opening(shown, how):
            self._forms.open_customer(known)

    def open_customer(self, known: Known, keep: Opening, own_card: bool) -> None:
        """A form turned out to be a known customer's."""
        words = self._context.words
        how = words.text("Own card") if own_card else words.text("Without a code")
        with self._opening(short_name(known.person.name), how):
            self._forms.open_customer(known, own_card=own_card, keep=keep)

    def open_new(self, opening: Opening) -> None:
        """A purchase without a code."""
        words = self._context.words
        shown = mask_phone(opening.phone) if opening.phone else words.text("Without a code")
        with self._opening(shown, words.text("A friend’s card can still be scanned")):
            self._forms.open_new(opening)

    def _open_gift_card(self, seen: Sighting) -> None:
        assert seen.gift_card is not None
        with self._opening(seen.gift_card.mask, self._context.words.text("Gift card")):
            self._forms.open_gift_card(seen)

    def leave(self) -> None:
        """Nothing is shown any more."""
        self._countdown.stop()
        self._seen = None
        self.box_text = ""

    def take_suggestion(self) -> None:
        """Take the code that is one slip away from what was typed (R76)."""
        if self._seen is not None and self._seen.suggestion:
            self.wanted.emit(self._seen.suggestion)

    # -- lists and refusals ----------------------------------------------------------------

    def _show_matches(self, seen: Sighting) -> None:
        words = self._context.words
        verdict = many_verdict(words, len(seen.matches))
        with self._opening(seen.text, ""):
            self._forms.close()
            self._page.matches.show_lines(seen.matches)
            self._page.show_screen(Screen.MATCHES, verdict)
            self._page.matches.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refused(self, seen: Sighting) -> None:
        assert self._day is not None
        words = self._context.words
        shown = mask_code(seen.code.code) if seen.code is not None else seen.text
        error = seen.refusal or DomainError("code_unknown")
        deeds = PageDeeds(
            lambda: self.open_new(Opening()), self._page.box.take_focus, self.take_suggestion,
            partial(self.leave_wanted.emit, seen.text, error),
            partial(self.renewal_wanted.emit, seen.code), self.search_wanted.emit,
        )  # fmt: skip
        ways = ways_of_page(deeds, words, error, suggestion=seen.suggestion)
        sentence = sentence_for(words, error)
        if seen.suggestion:
            sentence = words.text("“One moment, I will look at the code again.”")
        elif seen.kind == "nobody":
            ways = ways_to_nobody(deeds, words)
            sentence = words.text("“What is your phone number?”")
        is_recorded = seen.refusal is not None and error.code != "clock_suspect"
        is_paused = error.code == "till_paused"
        note = words.text("Scan another card to try again")
        if is_paused or seen.kind == "nobody":
            note = words.text("Type a phone or a name")
        with self._opening(shown, note):
            self._forms.close()
            self._page.refused.show_refusal(
                refused_facts(words, seen, self._day), ways, sentence=sentence,
                note=words.text("This refusal is already in today’s list.") if is_recorded else "",
            )  # fmt: skip
            self._page.show_screen(Screen.REFUSED, self._verdict(seen, error))
            self._page.box.take_focus()
        if is_paused and self._time_left():
            self._countdown.start()
        if is_recorded:
            self.refused.emit()

    def _verdict(self, seen: Sighting, error: DomainError) -> Verdict:
        words = self._context.words
        if seen.kind == "typo":
            return make_verdict(words, "check_typo", code=seen.suggestion)
        if seen.kind == "nobody":
            return nobody_verdict(words)
        if seen.verdict == "stop_foreign":
            return foreign_verdict(words)
        if error.code == "till_paused" and self._time_left():
            return make_verdict(words, "stop_wait", figure=self._time_left())
        return refusal_verdict(words, error)

    # -- the pause of codes (R28) ----------------------------------------------------------

    def _time_left(self) -> str:
        """How long codes are still paused, as minutes and seconds; empty where they are not."""
        refusal = self._seen.refusal if self._seen is not None else None
        until = refusal.params.get("until") if refusal is not None else None
        if not isinstance(until, datetime):
            return ""
        seconds = max(0, round((until - self._now()).total_seconds()))
        return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""

    def _count_down(self) -> None:
        left = self._time_left()
        if self._page.screen_shown is not Screen.REFUSED:
            self._countdown.stop()
        elif left:
            self._page.banner.set_figure(left)
        else:
            self._countdown.stop()
            self.over.emit()

    @contextmanager
    def _opening(self, shown: str, note: str) -> Iterator[None]:
        """Say in the box what was understood, let a view open, and lay all of it out once."""
        with laid_out_once(self._page):
            self._page.result.hide()
            self._page.box.show_understood(shown, note)
            self.box_text = shown.strip()
            yield
            self.opened.emit()
