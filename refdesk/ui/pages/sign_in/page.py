"""PIN: who is at the counter, and that it is them (ui.md, mockup 11; reliability.md 4a)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, StaffMember
from refdesk.services import staff
from refdesk.services.badges import BadgeSeen
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import problem_of
from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.pages.sign_in.people import People
from refdesk.ui.pages.sign_in.pin import SHORTEST, PinEntry, digit_of
from refdesk.ui.pages.sign_in.reset import ResetPane
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import frame, named, spoken, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.keypad import Keypad
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label
from refdesk.ui.widgets.strips import Message, Strip

LANGUAGE_NAMES = (("en", "English"), ("ru", "Русский"))
KEYS_HIGH = (80, 56, 44)
"""Heights of a key of the keypad, px at scale 1."""
TIGHT = 600
"""Below this height of the page the whole keypad needs the least keys, px at scale 1."""
PIN_WIDTH = 360
_SECOND = 1000


class Left(NamedTuple):
    """What somebody left unsaved on the pages behind: the person's name, whether it is a key that
    cannot be shown again, and whether it would go with another language, which builds pages anew.
    """

    name: str = ""
    is_key: bool = False
    goes_with_language: bool = False


class SignInPage(Page):
    """``signed_in`` gives the actor, ``language_chosen`` another language for this till."""

    signed_in = Signal(object)
    language_chosen = Signal(object)

    def __init__(
        self,
        context: Context,
        desk: Desk,
        *,
        last: int | None = None,
        news: Message | None = None,
        left: Left | None = None,
    ) -> None:
        """``last`` is the id of who is likely to come: who was here last, or whose badge it is;
        ``news`` is what has just been done or why somebody has to sign in anew, ``left`` what
        that person left unsaved."""
        super().__init__()
        self._context = context
        self._desk = desk
        self._last = last
        left = left or Left()
        self._news = self._message(news, left)
        self._paused: dict[int, datetime | None] = {}
        self._is_busy = False
        self._is_low = False
        self._reset: ResetPane | None = None
        named(self, "sign_in_page")
        self.setProperty("look", "page")
        row = tight(QHBoxLayout(self))
        row.addLayout(self._build_left(), 1)
        self._languages.setVisible(not left.goes_with_language)
        edge = frame("rule")
        edge.setFixedWidth(context.theme.px(1))
        row.addWidget(edge)
        row.addWidget(self._build_right())
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self._show_state)
        self._read()

    # -- what the window asks --------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._context.words.text("PIN")

    def keys(self) -> tuple[KeyHint, ...]:
        text = self._context.words.text
        if self._reset is not None and self._reset.keeps_code:
            return (KeyHint("Enter", text("Open")),)
        if self._reset is not None:
            return (KeyHint("Enter", text("Set PIN")), KeyHint("Esc", text("Back"), self._leave))
        return (
            KeyHint("0–9", text("PIN")),
            KeyHint("↑ ↓", text("Choose person")),
            KeyHint("Enter", text("Open")),
            KeyHint("Esc", text("Clear"), self._clear),
        )

    def on_shown(self) -> None:
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_density(self, density: Density) -> None:
        theme = self._context.theme
        self._is_low = density.low
        self._fit_keys()
        self._side.setFixedWidth(theme.px(440 if density.narrow else 560))
        pad, top = theme.px(40 if density.narrow else 64), theme.px(32 if density.low else 56)
        self._left.setContentsMargins(pad, top, pad, top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_keys()

    def _fit_keys(self) -> None:
        """Lower keys in a low window, and the least ones where a notice stands above the page."""
        theme = self._context.theme
        high = KEYS_HIGH[1 if self._is_low else 0]
        if self.height() < theme.px(TIGHT):
            high = KEYS_HIGH[2]
        self._keypad.set_height(high)
        tall = 4 * high + 3 * 12
        self._keys.setMaximumHeight(theme.px(tall))
        self._pin_pane.setMaximumHeight(self._pin_pane.sizeHint().height() + theme.px(tall))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits reach the PIN wherever the focus is on this page."""
        digit = digit_of(event)
        if self._reset is None and digit:
            self._entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self._entry.type_digit(digit)
        else:
            super().keyPressEvent(event)

    # -- building --------------------------------------------------------------------------

    def _build_left(self) -> QVBoxLayout:
        theme, words = self._context.theme, self._context.words
        self._left = tight(QVBoxLayout(), theme.px(12))
        self._shop_name = ElidingLabel(theme, "", "page", bold=True)
        self._moment = Label(theme, "", tone="muted")
        head = tight(QVBoxLayout())
        head.addWidget(self._shop_name)
        head.addWidget(self._moment)
        self._left.addLayout(head)
        if self._news is not None:
            strip = Strip(theme, "sign_in_news")
            strip.setParent(self)  # it shows itself, and would be a window of its own
            strip.setMaximumWidth(theme.px(480))
            strip.show_message(self._news)
            self._left.addWidget(strip)
        else:
            self._left.addSpacing(theme.px(24))
        question = words.text("Who is at the counter?")
        self._left.addWidget(Label(theme, question, "small", bold=True))
        self._people = People(theme, words)
        self._people.setMaximumWidth(theme.px(484))
        self._people.chosen_changed.connect(self._person_chosen)
        self._left.addWidget(self._people, 1)
        languages = Segments(theme, "sign_in_language", "", height=44)
        languages.set_options(LANGUAGE_NAMES)
        languages.choose(words.language)
        languages.setMaximumWidth(theme.px(320))
        languages.setAccessibleName(words.text("Language"))
        languages.chosen_changed.connect(self.language_chosen)
        self._languages = languages
        self._left.addWidget(languages)
        return self._left

    def _build_right(self) -> QWidget:
        theme, words = self._context.theme, self._context.words
        self._side = frame("side")
        named(self._side, "sign_in_side")
        outer = tight(QVBoxLayout(self._side), 0, (theme.px(40), theme.px(16)) * 2)
        outer.addStretch(1)
        self._pin_pane = QWidget()
        self._pin_pane.setMaximumWidth(theme.px(PIN_WIDTH))
        column = tight(QVBoxLayout(self._pin_pane), theme.px(12))
        self._pin_title = Label(theme, "", "title", bold=True).wrapped().centred()
        self._entry = PinEntry(theme, "sign_in_pin", words.text("PIN"))
        self._entry.submitted.connect(self._submit)
        self._entry.moved.connect(self._people.step)
        self._entry.edited.connect(self._show_state)
        self._keypad = Keypad(theme, "sign_in_keypad", words, order="pin")
        self._keypad.key("clear").clicked.connect(self._entry.clear)
        look = Look("primary", key="Enter", height=64)
        self._open = Button(theme, "sign_in_open", words.text("Open"), look)
        self._open.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._open.clicked.connect(lambda: self._submit(self._entry.pin()))
        forgotten = words.text("Forgotten the PIN?")
        self._forgotten = Button(theme, "sign_in_forgotten", forgotten, Look("quiet", height=44))
        self._forgotten.clicked.connect(self._open_reset)
        for part in (self._pin_title, self._entry):
            column.addWidget(part)
        column.addLayout(self._build_told())
        self._keys = scrolled(self._keypad)  # at a large scale; the button stays in view
        column.addWidget(self._keys, 1)
        column.addWidget(self._open)
        column.addWidget(self._forgotten)
        middle = tight(QHBoxLayout())
        middle.addStretch(1)
        middle.addWidget(self._pin_pane, 100)
        middle.addStretch(1)
        self._middle = middle
        outer.addLayout(middle, 100)
        outer.addStretch(1)
        return self._side

    def _build_told(self) -> QHBoxLayout:
        """What is said of the PIN, in the middle with its icon."""
        theme = self._context.theme
        self._line = Label(theme, "", "small", tone="muted").wrapped()
        self._line.setObjectName("sign_in_said")
        self._line.setFixedHeight(2 * theme.line("small"))
        self._icon = IconLabel(theme, "octagon-x", 16, "stop_ink")
        self._icon.setObjectName("sign_in_said_icon")
        told = tight(QHBoxLayout(), theme.px(6))
        told.addStretch(1)
        told.addWidget(self._icon)
        told.addWidget(self._line)
        told.addStretch(1)
        return told

    def _message(self, news: Message | None, left: Left) -> Message | None:
        waits = self._waiting(left)
        if news is None or waits is None:
            return news or waits
        return news._replace(line=spoken(news.line, waits.title, waits.line))

    def _waiting(self, left: Left) -> Message | None:
        words = self._context.words
        if not left.name:
            return None
        if left.is_key:
            line = words.text(
                "It waits for {name}. After another person’s PIN it is gone: make a new one then",
                name=left.name,
            )
            return Message("check", words.text("The audit key is not saved yet"), line)
        line = words.text(
            "It waits for {name}. The PIN of another person clears it", name=left.name
        )
        return Message("check", words.text("A form is not saved yet"), line)

    # -- badges ----------------------------------------------------------------------------

    def on_badge(self, seen: BadgeSeen) -> bool:
        """A badge chooses the person; while a new PIN is given, who gives it."""
        if seen.refusal is not None:
            self._say(problem_of(self._context.words, seen.refusal), bad=True)
        elif self._reset is not None:
            self._reset.choose(seen.member.name)
        elif not self._people.choose_person(seen.member.id):
            self._last = seen.member.id
            self._read()  # somebody who came since the page was shown
        return True

    def on_scan(self, text: str) -> None:
        """Cards wait until somebody is at the till."""
        if self._reset is None:
            self._say(self._context.words.text("Sign in first, then scan the card again"))

    # -- people ----------------------------------------------------------------------------

    def _read(self) -> None:
        def read() -> tuple[Shop, list[StaffMember], datetime]:
            members = [one for one in staff.list_staff(self._desk) if one.has_pin and one.is_active]
            return self._desk.shop(), members, self._desk.local_now()

        self._context.tasks.run(read, owner=self, done=lambda found: self._show_people(*found))

    def _show_people(self, shop: Shop, members: list[StaffMember], now: datetime) -> None:
        words = self._context.words
        self._shop_name.setText(shop.name)
        day = words.date(now.date(), today=now.date())
        self._moment.setText(words.text("{date}, {time}", date=day, time=words.time(now)))
        self._people.set_people(members, self._last)

    def _person_chosen(self, member: StaffMember) -> None:
        self._pin_title.setText(self._context.words.text("PIN for {name}", name=member.name))
        self._entry.clear()
        self._say("")
        self._show_state()
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the PIN ---------------------------------------------------------------------------

    def _submit(self, pin: str) -> None:
        member = self._people.member()
        if member is None or self._is_busy or len(pin) < SHORTEST or self._wait_of(member) != 0:
            return
        self._is_busy = True
        self._context.tasks.run(
            lambda: staff.sign_in(self._desk, member.name, pin),
            owner=self,
            done=self.signed_in.emit,
            failed=lambda error: self._refused(member, error),
            urgent=True,
        )

    def _refused(self, member: StaffMember, error: Exception) -> None:
        self._is_busy = False
        self._entry.clear()
        words = self._context.words
        if isinstance(error, DomainError) and error.code == "pin_locked":
            until = error.params.get("until")
            self._paused[member.id] = until if isinstance(until, datetime) else None
        elif isinstance(error, DomainError) and error.code == "pin_wrong":
            self._tell_wrong(member, error.params.get("left"))
        else:
            self._say(problem_of(words, error), bad=True)
        self._show_state()

    def _tell_wrong(self, member: StaffMember, left: object) -> None:
        words = self._context.words
        if left == 0:
            # The pause began with this PIN; the next try is told until when exactly.
            self._paused[member.id] = self._desk.now() + staff.PAUSE
            return
        tries = left if isinstance(left, int) else 0
        self._say(
            words.plural(
                "Wrong PIN. {n} try left before a pause",
                "Wrong PIN. {n} tries left before a pause",
                tries,
            ),
            bad=True,
        )

    def _wait_of(self, member: StaffMember) -> int | None:
        """The seconds that a person has to wait; None when somebody has to give a new PIN."""
        if member.id not in self._paused:
            return 0
        until = self._paused[member.id]
        if until is None:
            return None
        left = -(-(until - self._desk.now()) // timedelta(seconds=1))
        if left > 0:
            return left
        del self._paused[member.id]
        self._say("")
        return 0

    def _show_state(self) -> None:
        """Say how things stand with the chosen person; once a second during a pause."""
        member = self._people.member()
        if member is None:
            return
        words = self._context.words
        wait = self._wait_of(member)
        if wait is None:
            self._say(self._locked_text(member), bad=True)
        elif wait:
            text = words.plural(
                "5 wrong PINs: wait {n} second", "5 wrong PINs: wait {n} seconds", wait
            )
            self._say(text, bad=True)
        elif not self._line.text() or self._entry.pin():
            self._say(words.text("After 5 wrong PINs there is a pause of one minute"))
        can_type = wait == 0
        self._keypad.setEnabled(can_type)
        self._open.setEnabled(can_type and len(self._entry.pin()) >= SHORTEST)
        if wait:
            self._tick.start()
        else:
            self._tick.stop()

    def _locked_text(self, member: StaffMember) -> str:
        words = self._context.words
        if member.role == "owner":
            return words.text("Locked after 10 wrong PINs. The recovery code sets a new one")
        return words.text("Locked after 10 wrong PINs. A manager or the owner gives a new one")

    def _say(self, text: str, *, bad: bool = False) -> None:
        self._line.setText(text)
        self._line.set_tone("stop" if bad else "muted")
        self._line.setFixedWidth(self._width_of(text))
        self._icon.setVisible(bad)
        self._entry.setAccessibleDescription(text)

    def _width_of(self, text: str) -> int:
        """As wide as the text, so that it stands in the middle with its icon."""
        widest = self._context.theme.px(PIN_WIDTH - 16 - 6)
        return min(self._line.fontMetrics().horizontalAdvance(text) + 2, widest)

    def _clear(self) -> None:
        self._entry.clear()
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- a forgotten PIN -------------------------------------------------------------------

    def _open_reset(self) -> None:
        member = self._people.member()
        if member is None:
            return
        self._reset = ResetPane(self._context, self._desk, member, self._people.members())
        self._reset.setMaximumWidth(self._context.theme.px(440))
        self._reset.left.connect(self._leave)
        self._reset.done.connect(self.signed_in)
        self._reset.kept.connect(self.keys_changed)
        self._pin_pane.hide()
        for part in (self._people, self._languages):
            part.setEnabled(False)
        self._middle.insertWidget(1, self._reset, 100)
        self.keys_changed.emit()
        self._reset.take_focus()

    def _leave(self) -> None:
        if self._reset is not None:
            self._reset.deleteLater()
            self._reset = None
        for part in (self._people, self._languages):
            part.setEnabled(True)
        self._pin_pane.show()
        self.keys_changed.emit()
        self._clear()
