"""Scanners that hold Alt and type each symbol's number on the number pad.

Windows makes the symbol of it and sends it on as a key without a place on the keyboard; other
systems send the digits alone. The digits are read here on all of them, and the symbol that the
system sends after them is known as their echo.
"""

from typing import NamedTuple

MOST_DIGITS = 4
ECHO_MS = 60
ENDS = "\r\n\t"


class _Made(NamedTuple):
    symbol: str
    at_ms: int


class AltDigits:
    """Collects digits while Alt is held."""

    def __init__(self) -> None:
        self._digits = ""
        self._made: _Made | None = None

    def press(self, digit: str) -> None:
        """A digit on the number pad, Alt held."""
        self._digits += digit

    def begin(self) -> None:
        """Alt goes down."""
        self._digits = ""

    def release(self, at_ms: int) -> str:
        """Alt goes up: the symbol of its digits, empty where there is none."""
        digits, self._digits = self._digits, ""
        if not digits or len(digits) > MOST_DIGITS:
            return ""
        symbol = chr(int(digits))
        self._made = _Made(symbol, at_ms) if symbol.isprintable() else None
        return symbol

    def is_echo(self, text: str, at_ms: int) -> bool:
        """Whether the system sends the symbol that was just made here; told once."""
        made = self._made
        if made is None or not 0 <= at_ms - made.at_ms <= ECHO_MS:
            return False
        self._made = None
        return text == made.symbol
