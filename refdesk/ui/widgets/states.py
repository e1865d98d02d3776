"""What stands where there is nothing yet, or where something is on its way."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.words.catalogue import Words

SHOW_AFTER_MS = 300
DETAILS_AFTER_MS = 2_000


class EmptyState(QWidget):
    """An icon, one sentence about what will be here, and one button that fills it."""

    def __init__(self, theme: Theme, name: str, icon: str, sentence: str, line: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._column = tight(QVBoxLayout(self), theme.px(8), (theme.px(12),) * 4)
        self._column.addStretch(1)
        self._column.addWidget(
            IconLabel(theme, icon, 32, "muted"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        self._column.addWidget(Label(theme, sentence, bold=True).wrapped().centred())
        if line:
            self._column.addWidget(Label(theme, line, "small", tone="muted").wrapped().centred())
        self._column.addStretch(1)

    def add_action(self, button: Button) -> None:
        """Put a button under the words."""
        place = self._column.count() - 1
        self._column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignHCenter)


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class ProgressPlace(QWidget):
    """A bar in place of what is on its way; its room is kept while nothing is shown.

    Nothing before 0.3 s, then the bar; from 2 s also how many are done, the time that is left
    and Stop, when the work can be stopped. Values come from the work by ``report``.
    """

    stop_requested = Signal()

    def __init__(
        self, theme: Theme, name: str, words: Words, *, clock: Callable[[], int] = _clock_ms
    ) -> None:
        """``clock`` gives milliseconds."""
        super().__init__()
        self._words = words
        self._clock = clock
        self._started = 0
        self._can_stop = False
        named(self, name, words.text("Progress"))
        self._title = Label(theme, "", "small", bold=True)
        self._left = Label(theme, "", "small", tone="muted").right()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words.text("Progress"))
        self._stop = Button(theme, f"{name}_stop", words.text("Stop"), Look(height=40))
        self._stop.clicked.connect(self.stop_requested)
        top = tight(QHBoxLayout(), theme.px(16))
        top.addWidget(self._title, 1)
        top.addWidget(self._left)
        row = tight(QHBoxLayout(), theme.px(16))
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self._parts = (self._title, self._left, self._bar, self._stop)
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addLayout(top)
        column.addLayout(row)
        for part in self._parts:
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
            part.hide()
        self._show_bar = self._single_shot(SHOW_AFTER_MS, self._appear)
        self._show_details = self._single_shot(DETAILS_AFTER_MS, self._tell_more)

    def start(self, title: str, *, can_stop: bool = False) -> None:
        """Begin to wait for work; the bar appears by itself if the work takes long."""
        self._started = self._clock()
        self._can_stop = can_stop
        self._title.setText(title)
        self._left.setText("")
        self._bar.setRange(0, 0)
        self._show_bar.start()
        self._show_details.start()

    def report(self, done: int, total: int | None) -> None:
        """Take the state of the work: ``done`` of ``total`` (None: not known)."""
        if not total:
            self._bar.setRange(0, 0)
            return
        # The bar counts in 32 bits; a share of a thousand is finer than its pixels.
        self._bar.setRange(0, 1000)
        self._bar.setValue(min(done * 1000 // total, 1000))
        self._left.setText(self._remaining(done, total))

    def finish(self) -> None:
        """The work is over: show nothing."""
        self._show_bar.stop()
        self._show_details.stop()
        for part in self._parts:
            part.hide()

    def is_shown(self) -> bool:
        """Whether the bar can be seen."""
        return not self._bar.isHidden()

    def _single_shot(self, after_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        return timer

    def _appear(self) -> None:
        self._title.show()
        self._bar.show()

    def _tell_more(self) -> None:
        self._left.show()
        self._stop.setVisible(self._can_stop)

    def _remaining(self, done: int, total: int) -> str:
        words = self._words
        counted = words.text(
            "{done} of {total}", done=words.number(done), total=words.number(total)
        )
        if done <= 0:
            return counted
        elapsed = self._clock() - self._started
        seconds = max(elapsed * (total - done) // done // 1000, 0)
        if seconds >= 60:
            minutes = -(-seconds // 60)
            left = words.plural("{n} minute left", "{n} minutes left", minutes)
        else:
            left = words.plural("{n} second left", "{n} seconds left", seconds)
        return f"{counted} · {left}"
