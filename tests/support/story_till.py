"""A till that somebody uses by keys and a scanner alone, in the window as the program starts it.

Each deed is a key press or a burst of a scanner in the window that has the keyboard. After each one
the till looks whether a person could go on: nothing is clipped, the focus can be seen, no dialog
has opened unasked. A mouse event ends the story.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image
from pypdfium2 import PdfDocument
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget

from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.widgets.labels import ElidingLabel
from tests.support.scanner_sim import CTRL, NONE, SHIFT, Device, Hand
from tests.ui.running import Running

SIZE: Final = (1024, 680)
"""A screen of 1024 by 768 less title bar and task bar (ui.md section 4)."""
PICTURES: Final = "REFDESK_PICTURES"
MOST_ESCAPES: Final = 2
"""A list of suggestions or a scan that waits, and what stands behind it."""
PAGE_SCALE: Final = 2
"""Pixels of a printed page's picture to a point."""
SECOND_MS: Final = 1_000
SHORT_MS: Final = 1_000
"""Timers that are shorter than this are waited for: a list that opens after some typing."""
MOUSE: Final = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)
_NAMES: Final = {"Enter": "Return", "Esc": "Escape"}
SCAN_CAP: Final = "[scan]"


class MouseTrap(QObject):
    """Remembers every mouse and touch event of the windows that it watches."""

    def __init__(self) -> None:
        super().__init__()
        self.caught: list[QEvent.Type] = []

    def watch(self, window: QWindow) -> None:
        """Watch a window; once more does no harm."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOUSE:
            self.caught.append(event.type())
        return False


@dataclass
class Tale:
    """What a story was told with: its pictures with the keys before each, and how many."""

    name: str
    language: str
    steps: list[dict[str, object]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Since the last picture, as a person reads them."""
    faults: list[str] = field(default_factory=list)
    """What a person could not have seen."""
    scans: int = 0
    presses: int = 0
    actions: int = 0
    """A scan, a text that is typed in one go, a key by itself."""


class FledError(Exception):
    """The person turns away in the middle of a story."""


class StoryTill:
    """Hands and eyes of who stands at the till."""

    VERBS: Final = frozenset(
        "scan keys press press_for mistyped say see see_no hear_other_language at_box took begin"
        " asking made without_data picture".split()
    )
    """All that a story may do."""

    def __init__(self, run: Running, tale: Tale, cards: dict[str, str]) -> None:
        self.run = run
        self.tale = tale
        self.cards = cards
        self.trap = MouseTrap()
        self.hand = Hand(Random(3))
        self.language = tale.language
        self.asked = False
        """Whether a dialog may stand now: one that the person asked for."""
        self._flee_at = 0
        self._is_held = False
        """Whether a dialog of the system holds the window: nobody can turn away from inside."""
        scanner = run.session.context.scanner
        scanner._clock = lambda _event: self.hand.now

    def seconds(self) -> float:
        """The time of the hands, for a card that is read twice."""
        return self.hand.now / SECOND_MS

    # -- hands -----------------------------------------------------------------------------

    def scan(self, card: str, *, ending: str = "enter", layout: str = "us") -> None:
        """Scan a card by whose it is, or any text."""
        self.hand.wait(3 * SECOND_MS)
        device = Device(8, 2, layout, ending)
        self.hand.scan(self._window(), device, self.cards.get(card, card))
        self.hand.wait(SECOND_MS)
        self.tale.scans += 1
        self._did(SCAN_CAP)

    def keys(self, text: str) -> None:
        """Type a text in one go."""
        self.hand.wait(SECOND_MS)
        self.hand.type(self._window(), text)
        self.tale.presses += len(text)
        self._did(text)

    def press(self, *names: str) -> None:
        """Press keys by the names they have in the program, such as ``F6`` or ``Ctrl+Z``."""
        for name in names:
            self.hand.wait(SECOND_MS)
            *held, last = name.split("+")
            modifiers = CTRL if "Ctrl" in held else SHIFT if "Shift" in held else NONE
            key: Qt.Key = getattr(Qt.Key, f"Key_{_NAMES.get(last, last)}")
            QTest.keyClick(self._window(), key, modifiers)
            self.tale.presses += 1
            self._did(name)

    def mistyped(self, card: str) -> str:
        """The text of a card with one wrong symbol."""
        code = self.cards[card]
        return code[:4] + ("2" if code[4] != "2" else "3") + code[5:]

    def press_for(self, name: str, dialog: Callable[["StoryTill"], None]) -> None:
        """Press a key that opens a dialog of the system, which holds the window until it closes."""
        ended: list[bool] = []

        def look() -> None:
            if QApplication.activeModalWidget() is None:
                QTimer.singleShot(50, look)
                return
            dialog(self)
            ended.append(True)

        self.asked = self._is_held = True
        QTimer.singleShot(50, look)
        self.press(name)
        self.run.wait(lambda: bool(ended))
        self._is_held = False
        self._come_back()

    def _did(self, cap: str) -> None:
        self.tale.actions += 1
        self.tale.keys.append(cap)
        self._settle()
        self._look()

    def _window(self) -> QWindow:
        """The window with the keyboard."""
        modal = QApplication.activeModalWidget()
        window = (self.run.window if modal is None else modal).windowHandle()
        self.trap.watch(window)
        return window

    # -- eyes ------------------------------------------------------------------------------

    def say(self, english: str, russian: str) -> str:
        """What a person says in the story's language."""
        return english if self.language == "en" else russian

    def hear_other_language(self) -> None:
        """From now on the window speaks the other language."""
        self.language = "ru" if self.language == "en" else "en"

    def see(self, english: str, russian: str = "") -> None:
        """Wait until a text stands on the screen."""
        text = self.say(english, russian or english)
        try:
            self.run.wait(lambda: text in self.screen_text())
        except Exception as late:
            raise AssertionError(f"{text!r} is not among:\n{self.screen_text()}") from late
        self._settle()
        self._look()

    def see_no(self, english: str, russian: str = "") -> None:
        """A text is not on the screen."""
        assert self.say(english, russian or english) not in self.screen_text()

    def screen_text(self) -> str:
        """Everything that can be read in the window in front, with plain spaces."""
        modal = QApplication.activeModalWidget()
        top = modal or self.run.window
        said = []
        for one in top.findChildren(QWidget):
            if one.isVisible():
                said += _words_of(one)
        return plain("\n".join(said))

    def at_box(self) -> None:
        """The box waits for the next card: empty, with the keyboard."""
        self.run.wait(self._is_at_box)

    def took(self, *, actions: int) -> None:
        """So many deeds since the story began or since `begin`."""
        assert self.tale.actions == actions, self.tale.actions

    def begin(self) -> None:
        """Count deeds from here."""
        self.tale.actions = self.tale.presses = self.tale.scans = 0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """A dialog stands that the person asked for."""
        self.asked = True
        yield
        self.run.wait(lambda: QApplication.activeModalWidget() is None)
        self._come_back()

    def flees_from(self, step: int, story: Callable[["StoryTill"], None]) -> bool:
        """Tell a story up to a picture and leave it by Esc; False once there is no further one
        before something is saved."""
        self._flee_at = step
        self.tale.steps.clear()
        try:
            story(self)
        except FledError:
            is_out = isinstance(self.run.window.current_page(), SignInPage)
            if is_out or self.tale.steps[-1]["caption"] == "Saved":
                return False
            self._flee()
            return len(self.tale.steps) == step
        return False

    def _flee(self) -> None:
        if QApplication.activeModalWidget() is not None:
            self.press("Esc")
            self._come_back()
        for _ in range(MOST_ESCAPES):
            if not self._is_at_box():
                self.press("Esc")
        self.at_box()

    def _is_at_box(self) -> bool:
        focused = QApplication.focusWidget()
        is_box = focused is not None and focused.objectName() == "scan_box_field"
        return is_box and isinstance(focused, QLineEdit) and not focused.text()

    def _come_back(self) -> None:
        """After a dialog a desktop gives the window the keyboard again."""
        self.asked = False
        self.run.window.activateWindow()
        self.run.wait(lambda: QApplication.focusWidget() is not None)
        self._settle()

    def made(self, english: str, russian: str) -> None:
        """A PDF lies in the person's own folder; its first page is the next picture."""
        document = PdfDocument(Path.home() / self.say(english, russian))
        page: Image.Image = document[0].render(scale=PAGE_SCALE).to_pil()
        document.close()
        path = self._next_picture("The page")
        if path is not None:
            page.save(path)

    @contextmanager
    def without_data(self) -> Iterator[None]:
        """The folder of the shop is away for a while."""
        folder = self.run.opener.folder
        away = folder.with_name("away")
        folder.rename(away)
        try:
            yield
        finally:
            away.rename(folder)

    # -- pictures --------------------------------------------------------------------------

    def picture(self, caption: str) -> None:
        """What the screen looks like now, with what was pressed for it."""
        self._settle()
        self._look()
        path = self._next_picture(caption)
        if 0 < self._flee_at <= len(self.tale.steps) and not self._is_held:
            raise FledError
        if path is not None:
            assert self._grab().save(str(path))

    def _next_picture(self, caption: str) -> Path | None:
        """Where the picture of a new step goes, where pictures are wanted."""
        tale = self.tale
        tale.steps.append({"caption": caption, "keys": list(tale.keys)})
        tale.keys.clear()
        folder = os.environ.get(PICTURES)
        if not folder:
            return None
        path = Path(folder, f"{tale.name}-{tale.language}", f"{len(tale.steps):02}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _grab(self) -> QPixmap:
        window = self.run.window
        if QGuiApplication.platformName() != "offscreen":
            return window.screen().grabWindow(0)
        shot = window.grab()
        modal = QApplication.activeModalWidget()
        if modal is not None:
            painter = QPainter(shot)
            at = QPoint(shot.width() - modal.width(), shot.height() - modal.height()) / 2
            painter.drawPixmap(at, modal.grab())
            painter.end()
        return shot

    def keep(self) -> None:
        """Write down what the story took, beside its pictures."""
        folder = os.environ.get(PICTURES)
        if folder:
            tale = self.tale
            kept = {
                "steps": tale.steps, "presses": tale.presses, "scans": tale.scans,
                "actions": tale.actions,
            }  # fmt: skip
            path = Path(folder, f"{tale.name}-{tale.language}", "story.json")
            path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    # -- whether a person could go on --------------------------------------------------------

    def _settle(self) -> None:
        self.run.wait(self._is_quiet)
        for _ in range(3):  # what came last is laid out and painted
            QApplication.processEvents()

    def _is_quiet(self) -> bool:
        QApplication.processEvents()
        timers = self.run.window.findChildren(QTimer)
        soon = any(t.isActive() and t.isSingleShot() and t.interval() < SHORT_MS for t in timers)
        return not soon and not self.run.session.context.tasks.has_work()

    def _look(self) -> None:
        assert not self.trap.caught, self.trap.caught
        modal = QApplication.activeModalWidget()
        assert self.asked or modal is None, modal
        if self.asked:
            return
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the keyboard"
        window = self.run.window
        assert focused.window() is window, focused
        if not is_in_sight(focused):
            self._fault(f"the focus is out of sight: {focused.objectName()}")
        for label in window.findChildren(QLabel):
            if is_cut_off(label):
                self._fault(f"cut off: {label.text()!r}")

    def _fault(self, text: str) -> None:
        if text not in self.tale.faults:
            self.tale.faults.append(text)


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    for space in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{EN SPACE}"):
        text = text.replace(space, " ")
    return text


def is_in_sight(widget: QWidget) -> bool:
    """Whether all of a widget can be seen, or as much as a list shows of it."""
    seen = widget.visibleRegion().boundingRect()
    return seen.width() >= widget.width() * 9 // 10 and seen.height() >= widget.height() * 9 // 10


def is_cut_off(label: QLabel) -> bool:
    """Whether the text of a label has too little room; data that elides says so itself."""
    if not label.isVisible() or not label.text() or isinstance(label, ElidingLabel):
        return False
    if not label.pixmap().isNull() or _scrolls(label):
        return False
    if label.wordWrap():
        is_cut = label.heightForWidth(label.width()) > label.height() + 1
    else:
        is_cut = label.sizeHint().width() > label.width() + 1
    return is_cut or not is_in_sight(label)


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None


def _words_of(widget: QWidget) -> list[str]:
    """What a widget shows or says of itself."""
    if isinstance(widget, QLineEdit):
        is_secret = widget.echoMode() is not QLineEdit.EchoMode.Normal
        return [] if is_secret else [widget.text() or widget.placeholderText()]
    if isinstance(widget, QLabel):
        return [widget.text()]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    text = getattr(widget, "text", None)
    said = [text()] if callable(text) and isinstance(text(), str) else []
    return [*said, widget.accessibleName(), widget.accessibleDescription()]
