"""Which sound belongs to what the counter shows, and when: once it has been painted.

Decisions:
- A verdict that a scan or a text has opened is heard at once. While somebody types an amount the
  verdict follows every key; it is heard only when it has become one that stops or asks, and has
  stayed so for a moment.
- A known customer and a saved purchase sound like a code that works: go on.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from refdesk.ui.pages.counter.layout import CounterLayout
from refdesk.ui.pages.counter.parts import single_shot
from refdesk.ui.sounds import Cue
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.verdict import Verdict

CUE_OF: Final[Mapping[str, Cue]] = {
    "ok": Cue.OK,
    "info": Cue.OK,
    "check": Cue.CHECK,
    "stop": Cue.STOP,
    "acc": Cue.BUSY,
}
"""By the kind of a verdict or of a strip."""

SETTLED_MS: Final = 500


class Cues(QObject):
    """Watches the verdict and the strips being painted; ``wanted`` gives the `Cue`."""

    wanted = Signal(object)

    def __init__(self, page: CounterLayout) -> None:
        super().__init__(page)
        self._page = page
        self._heard: Verdict | None = None
        self._is_opening = False
        self._said: dict[QWidget, Message | None] = {page.strip: None, page.result: None}
        self._settled = single_shot(self, SETTLED_MS, self._still_so)
        for part in (page.banner, page.strip, page.result):
            part.installEventFilter(self)

    def opened(self) -> None:
        """A scan or a text has opened a view: its verdict is heard, even if it was so before."""
        self._is_opening = True

    def busy(self) -> None:
        """A scan came that counts for nothing now."""
        self._soon(Cue.BUSY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of every paint."""
        if event.type() == QEvent.Type.Paint:
            if watched is self._page.banner:
                self._verdict_painted()
            elif isinstance(watched, Strip):
                self._strip_painted(watched)
        return False

    # -- inside ----------------------------------------------------------------------------

    def _verdict_painted(self) -> None:
        verdict = self._page.banner.verdict()
        if verdict is None:
            return
        if self._is_opening:
            self._is_opening = False
            self._settled.stop()
            self._heard = verdict
            self._soon(CUE_OF[verdict.kind])
        elif self._heard is None or verdict.kind != self._heard.kind:
            if verdict.kind in ("check", "stop"):
                self._settled.start()
            else:
                self._settled.stop()
                self._heard = verdict
        else:
            self._settled.stop()

    def _still_so(self) -> None:
        """A verdict that typing brought about has stayed."""
        verdict = self._page.banner.verdict()
        if verdict is not None and self._page.banner.isVisible():
            self._heard = verdict
            self.wanted.emit(CUE_OF[verdict.kind])

    def _strip_painted(self, strip: Strip) -> None:
        message = strip.message()
        if message is not None and message is not self._said[strip]:
            self._said[strip] = message
            self._soon(CUE_OF[message.kind])

    def _soon(self, cue: Cue) -> None:
        """Once the paint in hand is on the screen."""
        QTimer.singleShot(0, self, lambda: self.wanted.emit(cue))
