"""How far long work is, on standard error; silent where nobody watches."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from refdesk.domain.progress import Progress

if TYPE_CHECKING:
    from refdesk.cli.call import Call

EVERY_SECONDS = 0.3


class TerminalProgress(Progress):
    """One line that is written over; on a file or a pipe nothing is written at all."""

    def __init__(self, call: "Call", what: str) -> None:
        super().__init__()
        self._words = call.words
        self._what = what
        self._is_watched = sys.stderr.isatty()
        self._next = time.monotonic() + EVERY_SECONDS
        self._has_written = False

    def report(self, done: int, total: int | None) -> None:
        """Show the count, not more often than it can be read."""
        if not self._is_watched or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_SECONDS
        self._has_written = True
        count = self._words.number(done)
        shown = count if total is None else f"{count} / {self._words.number(total)}"
        print(f"\r{self._what}: {shown} ", end="", file=sys.stderr, flush=True)

    def finish(self) -> None:
        """End the line, if one was begun."""
        if self._has_written:
            self._has_written = False
            print(file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.finish()
