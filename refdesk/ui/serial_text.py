"""What a scanner on a serial port sends, cut into scans. Plain Python, told by bytes; no Qt.

Decisions:
- Bytes come in pieces of any size; a text is decoded when it is whole, as UTF-8 or else CP1251.
- Carriage return and line feed end a scan whatever was chosen, for no code has them in it. What is
  left without an end is a scan after a silence: a wrong choice in the settings loses nothing.
- A card of a person ("BEGIN:VCARD") has many lines and is one text until the silence.
- Control symbols are dropped, as in a scan that is typed; what is longer than any text is counted
  but not kept.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from refdesk.ui.burst import LONGEST, Scan

SILENCE_MS = 100
"""The silence that ends a scan, where silence was chosen."""
LOST_END_MS = 400
"""The silence after which a scan is over though its end did not come."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LINES = b"\r\n"
_BEGIN = b"BEGIN:"


class Ending(StrEnum):
    """What the scanner sends after a code."""

    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    GS = "gs"
    SILENCE = "silence"


_ENDS = {Ending.TAB: _LINES + b"\t", Ending.GS: _LINES + b"\x1d"}


class SerialScan(NamedTuple):
    """A text that came whole; ``ended`` tells whether its end came too."""

    text: str
    symbols: int
    ended: bool


class SerialReader:
    """Takes bytes and gives scans."""

    def __init__(self, ending: Ending = Ending.CR) -> None:
        self.ending = ending
        self._ends = frozenset(_ENDS.get(ending, _LINES))
        self._bytes = bytearray()
        self._count = 0

    @property
    def silence_ms(self) -> int:
        """After how long a silence `silence` is due."""
        return SILENCE_MS if self.ending is Ending.SILENCE else LOST_END_MS

    def feed(self, data: bytes) -> list[SerialScan]:
        """Take a piece of any size; give what is whole."""
        found = []
        for byte in data:
            if byte in self._ends and not self._is_card():
                found += self._cut(ended=True)
                continue
            self._count += 1
            if len(self._bytes) < LONGEST:
                self._bytes.append(byte)
        return found

    def silence(self) -> list[SerialScan]:
        """Nothing came for `silence_ms`: what is left is a scan."""
        return self._cut(ended=False)

    def is_waiting(self) -> bool:
        """Whether there is the beginning of a scan."""
        return self._count > 0

    def forget(self) -> None:
        """The scanner went away: half a scan is none."""
        self._bytes.clear()
        self._count = 0

    def _is_card(self) -> bool:
        return self._bytes[: len(_BEGIN)].upper() == _BEGIN

    def _cut(self, *, ended: bool) -> list[SerialScan]:
        raw, count = bytes(self._bytes), self._count
        self.forget()
        text = _CONTROL.sub("", decode(raw))
        if not text.strip():
            return []
        return [SerialScan(text, max(len(text), count if count > LONGEST else 0), ended)]


def decode(raw: bytes) -> str:
    """Bytes as UTF-8, or as CP1251 where they are none; what is neither is left out."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="ignore")


def as_scan(one: SerialScan) -> Scan:
    """The same as a scan that is typed tells of itself; it has no keys, so no times of them."""
    return Scan(one.text, one.symbols, 0, 0, one.ended, by_cable=True)
