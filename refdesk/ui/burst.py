"""When a run of keys is a scanner and not a person. Plain Python, told by times; no Qt.

A scanner types at least ``min_symbols`` symbols with no gap above ``max_gap_ms`` between keys and
ends with Enter, Tab or ``silence_ms`` of silence. Until that many symbols have come nobody can
know, so the first ones reach the focused field and are taken back; the rest are kept from it.
Enter and Tab within ``swallow_ms`` after a scan belong to it (CR and LF).

Decisions:
- Once it is known to be a scan, only its end key, silence or a key that no scanner types ends it: a
  scanner that hesitates within the silence must not leave its second half in a field, where its
  Enter would press a button.
- A scan that no end key ended is never dropped for the key that comes after it.
- The Enter of a short barcode, of three symbols or more, is nobody's: it would record what stands.
"""

from enum import Enum, auto
from typing import NamedTuple

_SHORT = 3
LONGEST = 512
"""Symbols above this are counted but not kept; a code of ours has at most 64."""


class Key(Enum):
    """What a key press is to the detector."""

    SYMBOL = auto()
    END = auto()  # Enter or Tab
    QUIET = auto()  # Shift and other modifiers: neither symbol nor break
    CONTROL = auto()  # a control symbol, such as Ctrl+] for GS: dropped inside a scan
    OTHER = auto()  # any other key: it breaks a run


class Answer(Enum):
    """What becomes of a key press."""

    FIRST = auto()  # goes on to the field; the field's state is to be kept before it
    PASS = auto()  # goes on to the field
    TAKE_BACK = auto()  # it is a scanner: put the field back, keep this key from it
    KEEP = auto()  # part of a scan: keep it from everything
    DONE = auto()  # the end of a scan: keep it, the scan is ready


class BurstLimits(NamedTuple):
    """The limits; Settings may change them after "Test scanner". Times in milliseconds."""

    min_symbols: int = 6
    max_gap_ms: int = 35
    silence_ms: int = 80
    swallow_ms: int = 250
    prefix: str = ""
    suffix: str = ""


DEFAULT_LIMITS = BurstLimits()


class Scan(NamedTuple):
    """A finished scan with what "Test scanner" shows of it.

    ``by_cable`` tells that it came by a serial port, where keys and their times are none.
    """

    text: str
    symbols: int
    longest_gap_ms: int
    duration_ms: int
    ended_by_key: bool
    by_cable: bool = False


class BurstDetector:
    """Feeds on key presses with their times and says what becomes of each."""

    def __init__(self, limits: BurstLimits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._symbols: list[str] = []
        self._count = 0
        self._first_at = 0
        self._last_at = 0
        self._longest_gap = 0
        self._finished_at: int | None = None
        self._scan: Scan | None = None

    def press(self, key: Key, at_ms: int, symbol: str = "") -> Answer:
        """Take a key press; ``at_ms`` never goes back by more than the clock's own jumps."""
        self.settle(at_ms)
        if key is Key.QUIET:
            if self._count and self._belongs(at_ms):
                self._last_at = at_ms
            return Answer.PASS
        if key is Key.END:
            return self._end(at_ms)
        if key is Key.SYMBOL:
            return self._symbol(at_ms, symbol)
        if key is Key.CONTROL and self.is_running(at_ms):
            keep = self.is_fast_run(at_ms)
            self._last_at = at_ms
            return Answer.KEEP if keep else Answer.PASS
        if self._is_known():
            self._finish(self._last_at, ended_by_key=False)
        self._forget()
        return Answer.PASS

    def settle(self, at_ms: int) -> bool:
        """Before a key: whether it ended a scan by coming after more than the silence.

        A busy window may be given the keys of two scans before any timer of its own.
        """
        if not self._is_known() or self._belongs(at_ms):
            return False
        self._finish(self._last_at, ended_by_key=False)
        return True

    def is_running(self, at_ms: int) -> bool:
        """Whether a symbol at this time goes on with a run."""
        return self._count > 0 and self._belongs(at_ms)

    def is_fast_run(self, at_ms: int) -> bool:
        """Whether keys come too fast for a person: shortcuts are off and Space presses nothing."""
        return self._count >= 2 and self._belongs(at_ms)

    def swallows_end(self, at_ms: int) -> bool:
        """Whether Enter or Tab at this time still belongs to the last scan."""
        if self._finished_at is None:
            return False
        return 0 <= at_ms - self._finished_at <= self.limits.swallow_ms

    def silence(self) -> bool:
        """No key came for ``silence_ms``: whether that ended a scan."""
        if self._count < self.limits.min_symbols:
            self._forget()
            return False
        self._finish(self._last_at, ended_by_key=False)
        return True

    def take(self) -> Scan | None:
        """The scan that is ready, once."""
        scan, self._scan = self._scan, None
        return scan

    # -- inside ----------------------------------------------------------------------------

    def _is_known(self) -> bool:
        return self._count >= self.limits.min_symbols

    def _belongs(self, at_ms: int) -> bool:
        """Whether a key at this time goes on with the run: soon, or before a scan's silence."""
        limits = self.limits
        longest = limits.max_gap_ms
        if self._is_known():
            longest = max(longest, limits.silence_ms)
        return 0 <= at_ms - self._last_at <= longest

    def _symbol(self, at_ms: int, symbol: str) -> Answer:
        if not self._count or not self._belongs(at_ms):
            self._forget()
            self._first_at = at_ms
        else:
            self._longest_gap = max(self._longest_gap, at_ms - self._last_at)
        self._count += 1
        self._last_at = at_ms
        if len(self._symbols) < LONGEST:
            self._symbols.append(symbol)
        if self._count == 1:
            return Answer.FIRST
        if self._count < self.limits.min_symbols:
            return Answer.PASS
        return Answer.TAKE_BACK if self._count == self.limits.min_symbols else Answer.KEEP

    def _end(self, at_ms: int) -> Answer:
        if self._is_known() and self._belongs(at_ms):
            self._finish(at_ms, ended_by_key=True)
            return Answer.DONE
        too_fast = self._count >= _SHORT and self._belongs(at_ms)
        if self.swallows_end(at_ms) or too_fast:
            self._forget()
            return Answer.KEEP
        self._forget()
        return Answer.PASS

    def _finish(self, at_ms: int, *, ended_by_key: bool) -> None:
        limits = self.limits
        text = "".join(self._symbols).removeprefix(limits.prefix).removesuffix(limits.suffix)
        self._scan = Scan(
            text=text,
            symbols=self._count,
            longest_gap_ms=self._longest_gap,
            duration_ms=self._last_at - self._first_at,
            ended_by_key=ended_by_key,
        )
        self._finished_at = at_ms
        self._forget()

    def _forget(self) -> None:
        self._symbols.clear()
        self._count = 0
        self._longest_gap = 0
