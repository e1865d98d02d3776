"""The live quote: asked anew with each keystroke, answered off the window's thread.

Keystrokes within `DELAY_MS` are one question, and only the answer to the latest question counts.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from refdesk.services.counter import Quoted, Request
from refdesk.services.desk import Desk
from refdesk.ui.pages.counter.reading import Refused, quote_or_refusal
from refdesk.ui.tasks import Task, Tasks

DELAY_MS = 30


class LiveQuote(QObject):
    """Asks for a quote and tells of the answer to the latest question.

    ``answered`` gives the `Quoted`, ``refused`` the `Refused`, ``failed`` an exception.
    """

    answered = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._ask: Callable[[], tuple[Desk, Request] | None] = lambda: None
        self._task: Task | None = None
        self._asked: Request | None = None
        self._quoted: Quoted | None = None
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._go)

    def ask(self, question: Callable[[], tuple[Desk, Request] | None]) -> None:
        """Ask soon; what was known before no longer counts from now on."""
        self._ask = question
        self._drop()
        self._timer.start()

    def stop(self) -> None:
        """Nothing is asked any more."""
        self._drop()
        self._timer.stop()

    def quoted(self, request: Request) -> Quoted | None:
        """The answer to this very request, once it is there."""
        return self._quoted if self._quoted is not None and request == self._asked else None

    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._timer.isActive() or self._task is not None

    def _drop(self) -> None:
        self._turn += 1
        self._quoted = None
        self._asked = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _go(self) -> None:
        question = self._ask()
        if question is None:
            return
        desk, request = question
        self._turn += 1
        turn = self._turn
        self._asked = request
        task = self._tasks.run(
            lambda: quote_or_refusal(desk, request),
            owner=self,
            done=lambda answer: self._take(turn, answer),
            failed=lambda error: self._fail(turn, error),
            urgent=True,
        )
        # work may have been done at once
        if turn == self._turn and self._quoted is None and self._asked is not None:
            self._task = task

    def _take(self, turn: int, answer: Quoted | Refused) -> None:
        if turn != self._turn:
            return
        self._task = None
        if isinstance(answer, Refused):
            self._turn += 1
            self.refused.emit(answer)
            return
        self._quoted = answer
        self.answered.emit(answer)

    def _fail(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self._task = None
        self._turn += 1
        self.failed.emit(error)
