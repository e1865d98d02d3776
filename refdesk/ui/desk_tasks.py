"""Background work of the window, with one place that hears of storage trouble.

A page that shows the trouble itself passes ``failed``; for the rest the window's banner speaks.
That somebody has to sign in anew is no page's concern: the window hears of it alone.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.storage.errors import StorageError
from refdesk.ui.tasks import Task, Tasks

Trouble = Callable[[StorageError, Callable[[], None]], None]
"""Is given the trouble and what tries the work again."""


class DeskTasks(Tasks):
    """Like `Tasks`; a `StorageError` that nobody handles goes to ``on_trouble``, a refusal
    ``signed_out`` of any work to ``on_signed_out``."""

    def __init__(
        self,
        on_trouble: Trouble,
        *,
        on_thread_exit: Callable[[], None],
        on_signed_out: Callable[[DomainError], None],
    ) -> None:
        super().__init__(on_thread_exit=on_thread_exit)
        self._on_trouble = on_trouble
        self._on_signed_out = on_signed_out

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
            work,
            owner=owner,
            done=done,
            failed=self._watched(failed or self._teller(again)),
            urgent=urgent,
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
            work,
            owner=owner,
            done=done,
            failed=self._watched(failed or self._teller(again)),
            progress=progress,
        )

    def run_patient(
        self,
        work: Callable[[Progress], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        def again() -> None:
            self.run_patient(work, owner=owner, done=done)

        return super().run_patient(
            work, owner=owner, done=done, failed=self._watched(failed or self._teller(again))
        )

    def _watched(self, failed: Callable[[Exception], None]) -> Callable[[Exception], None]:
        def told(error: Exception) -> None:
            if isinstance(error, DomainError) and error.code == "signed_out":
                self._on_signed_out(error)
            else:
                failed(error)

        return told

    def _teller(self, again: Callable[[], None]) -> Callable[[Exception], None]:
        def tell(error: Exception) -> None:
            if not isinstance(error, StorageError):
                raise error
            self._on_trouble(error, again)

        return tell
