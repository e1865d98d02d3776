"""Background work of the window, with one place that hears of storage trouble.

A page that shows the trouble itself passes ``failed``; for the rest the window's banner speaks.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from refdesk.domain.progress import Progress
from refdesk.storage.errors import StorageError
from refdesk.ui.tasks import Task, Tasks

Trouble = Callable[[StorageError, Callable[[], None]], None]
"""Is given the trouble and what tries the work again."""


class DeskTasks(Tasks):
    """Like `Tasks`; a `StorageError` that nobody handles goes to ``on_trouble``."""

    def __init__(self, on_trouble: Trouble, *, on_thread_exit: Callable[[], None]) -> None:
        super().__init__(on_thread_exit=on_thread_exit)
        self._on_trouble = on_trouble

    def run(
        self,
        work: Callable[[], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        urgent: bool = False,
    ) -> Task:
        def again() -> None:
            self.run(work, owner=owner, done=done, urgent=urgent)

        return super().run(
            work, owner=owner, done=done, failed=failed or self._teller(again), urgent=urgent
        )

    def run_long(
        self,
        work: Callable[[Progress], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Task:
        def again() -> None:
            self.run_long(work, owner=owner, done=done, progress=progress)

        return super().run_long(
            work, owner=owner, done=done, failed=failed or self._teller(again), progress=progress
        )

    def _teller(self, again: Callable[[], None]) -> Callable[[Exception], None]:
        def tell(error: Exception) -> None:
            if not isinstance(error, StorageError):
                raise error
            self._on_trouble(error, again)

        return tell
