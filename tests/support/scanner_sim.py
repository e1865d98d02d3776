"""Scanners that type into the real window as the ones on a counter do, well and badly.

A `Device` turns a code into key strokes: its pace with jitter, the keyboard layout of the computer,
its ending and its AIM prefix. A `Hand` presses them in the window, by a clock of its own, so that
the pace is exact however busy the machine is; silence alone takes real time.
"""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest

from refdesk.ui.keycodes import X11_OFFSET, us_key_number

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier

FASTEST_MS, SLOWEST_MS = 2, 30
LAYOUTS = ("us", "ru", "ru without key codes", "look-alikes", "caps")
ENDINGS = ("enter", "tab", "cr lf", "gs", "none")
SILENT = ("gs", "none")
"""Endings after which only silence tells that it was all."""

_RUSSIAN = dict(
    zip(
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOPASDFGHJKLZXCVBNM",
        "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ",
        strict=True,
    )
)
_LOOK_ALIKES = dict(zip("ABCEHKMPTXY", "АВСЕНКМРТХУ", strict=True))
_END_KEYS = {
    "enter": (Qt.Key.Key_Return,),
    "tab": (Qt.Key.Key_Tab,),
    "cr lf": (Qt.Key.Key_Return, Qt.Key.Key_Enter),
    "gs": (),
    "none": (),
}


class Stroke(NamedTuple):
    """A key that goes down so many ms after the one before."""

    gap_ms: int
    key: int
    text: str = ""
    modifiers: Qt.KeyboardModifier = NONE
    scan_code: int = 0


@dataclass(frozen=True)
class Device:
    """One scanner with the computer that it types into."""

    pace_ms: int = 8
    jitter_ms: int = 0
    layout: str = "us"
    ending: str = "enter"
    aim: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether only silence ends its scans."""
        return self.ending in SILENT

    def strokes(self, code: str, chance: Random) -> list[Stroke]:
        """The keys of a scan."""
        keys = [self._symbol(symbol, self._gap(chance)) for symbol in self.aim + code]
        if self.ending == "gs":
            code_of_key = us_key_number("]")[0] + X11_OFFSET
            gap = self._gap(chance)
            keys.append(Stroke(gap, Qt.Key.Key_BracketRight, "\x1d", CTRL, code_of_key))
        return keys + [Stroke(self._gap(chance), key) for key in _END_KEYS[self.ending]]

    def _gap(self, chance: Random) -> int:
        gap = self.pace_ms + chance.randint(-self.jitter_ms, self.jitter_ms)
        return min(max(gap, FASTEST_MS), SLOWEST_MS)

    def _symbol(self, symbol: str, gap: int) -> Stroke:
        number, shift = us_key_number(symbol)
        typed, scan_code = symbol, number + X11_OFFSET
        if self.layout in ("ru", "ru without key codes"):
            typed = _RUSSIAN.get(symbol, symbol)
        elif self.layout == "look-alikes":
            typed = _LOOK_ALIKES.get(symbol, symbol)
        elif self.layout == "caps":
            typed = symbol.swapcase()
        if self.layout not in ("us", "ru"):
            scan_code = 0
        return Stroke(gap, ord(typed.upper()), typed, SHIFT if shift else NONE, scan_code)


def any_device(chance: Random) -> Device:
    """A scanner as one may stand on any counter."""
    pace = chance.randint(FASTEST_MS, SLOWEST_MS)
    return Device(
        pace,
        chance.randint(0, 10),
        chance.choice(LAYOUTS),
        chance.choice(ENDINGS),
        chance.choice(("", "", "]Q1", "]d2")),
    )


class Hand:
    """Presses keys in a window; ``now`` is the clock of the keys, in ms."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.now = 1_000_000

    def wait(self, milliseconds: int) -> None:
        """Let time pass between two keys."""
        self.now += milliseconds

    def scan(self, window: QWindow, device: Device, code: str, *, symbols: int = 0) -> None:
        """Scan a code, or only its first ``symbols`` symbols when the scanner fails."""
        strokes = device.strokes(code, self.chance)
        for stroke in strokes[: len(device.aim) + symbols] if symbols else strokes:
            self.stroke(window, stroke)

    def type(self, window: QWindow, text: str) -> None:
        """Type a text at the uneven pace of a person."""
        for symbol in text:
            self.press(window, ord(symbol.upper()), symbol)

    def press(self, window: QWindow, key: int, text: str = "") -> None:
        """Press one key as a person does."""
        self.stroke(window, Stroke(self.chance.randint(60, 300), key, text))

    def stroke(self, window: QWindow, stroke: Stroke) -> None:
        """Press one key after its gap."""
        self.now += stroke.gap_ms
        if not stroke.text:  # shortcuts have their turn, as the platform gives it
            QTest.keyClick(window, Qt.Key(stroke.key), stroke.modifiers)
            return
        for kind in (
            QEvent.Type.ShortcutOverride,
            QEvent.Type.KeyPress,
            QEvent.Type.KeyRelease,
        ):
            event = QKeyEvent(
                kind, stroke.key, stroke.modifiers, stroke.scan_code, 0, 0, stroke.text
            )
            # as Qt sends them: a widget that takes a key need not say so
            event.setAccepted(kind != QEvent.Type.ShortcutOverride)
            QCoreApplication.sendEvent(window, event)
