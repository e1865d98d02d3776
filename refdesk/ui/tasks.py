"""Work off the window's thread. This is the only file that starts threads.

One lane serves the database, one call after the other; a second lane of a few threads serves
PDF, import and backup. What is asked of the database begins once the window has drawn itself:
side by side the two threads would take turns at running Python, and both take twice as long. A
long read in that lane is put off where somebody waits for urgent work. A device whose system
library may never answer lives aside, in a thread of its own that nobody waits for long. One
long-lived object brings results back to the window's thread; a result whose owner is gone, or that
was cancelled, is dropped.
"""

import itertools
import queue
import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMetaObject,
    QObject,
    Qt,
    Signal,
)

from refdesk.domain.progress import Cancelled, Progress


class Lane(Enum):
    """Where work waits for its turn."""

    DATABASE = auto()
    POOL = auto()


POOL_THREADS = 2
_BELOW_DRAWING = Qt.EventPriority.LowEventPriority.value - 1
ASIDE_S = 1.0
"""How long the end of the program waits for something that lives aside."""


class Device(Protocol):
    """Something that lives in a thread of its own and is ended there."""

    def end(self) -> None:
        """Give back what it holds."""


class Task(Progress):
    """A piece of work on its way. It is the ``Progress`` that long work reports to."""

    def __init__(
        self,
        owner: QObject,
        deliver: Callable[["_Parcel"], None],
        *,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> None:
        super().__init__()
        self._owner = owner
        self._deliver = deliver
        self._progress = progress

    def cancel(self) -> None:
        """Nobody wants the result any more: work not begun is skipped, long work stops soon."""
        self.cancelled = True

    def is_wanted(self) -> bool:
        """Whether the result still has somebody to go to."""
        return not self.cancelled and shiboken6.isValid(self._owner)

    def report(self, done: int, total: int | None) -> None:
        """Pass the state of the work to the window's thread."""
        progress = self._progress
        if progress is not None:
            self._deliver(_Parcel(self, lambda: progress(done, total)))


class _InTurn(Progress):
    """Of a long read: it ends where nobody wants it, and for now where urgent work waits."""

    def __init__(self, task: Task, lane: "_Worker") -> None:
        super().__init__()
        self._task = task
        self._lane = lane

    def check(self) -> None:
        if self._lane.is_urgent() or not self._task.is_wanted():
            raise Cancelled


class _Parcel:
    """What is to be done in the window's thread, for a task."""

    def __init__(self, task: Task, act: Callable[[], None]) -> None:
        self.task = task
        self.act = act


class _Courier(QObject):
    """Lives as long as the program in the window's thread and owns the signal of results."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, parcel: _Parcel) -> None:
        if parcel.task.is_wanted():
            parcel.act()


class _Worker:
    """A few threads that take work from one queue, urgent work first."""

    def __init__(self, threads: int, name: str, on_exit: Callable[[], None] | None) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._order = itertools.count()
        self._count = threads
        self._name = name
        self._on_exit = on_exit
        self._threads: list[threading.Thread] = []

    def put(self, job: Callable[[], None], *, urgent: bool) -> None:
        """Add work; threads start with the first piece."""
        if len(self._threads) < self._count:
            number = len(self._threads) + 1
            thread = threading.Thread(target=self._run, name=f"{self._name}-{number}")
            self._threads.append(thread)
            thread.start()
        self._queue.put((0 if urgent else 1, next(self._order), job))

    def is_urgent(self) -> bool:
        """Whether urgent work waits; asked by the work of a lane that has one thread."""
        waiting = self._queue.queue
        return bool(waiting) and waiting[0][0] == 0

    def stop(self) -> None:
        """Let every thread finish what was put before, then end."""
        for _ in self._threads:
            self._queue.put((2, next(self._order), None))
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _run(self) -> None:
        try:
            while (job := self._queue.get()[2]) is not None:
                job()
        finally:
            if self._on_exit is not None:
                self._on_exit()


class _AfterDrawing(QObject):
    """Acts once the window has laid itself out and drawn what changed.

    Qt posts both to itself, the drawing with a low priority; what is posted below that comes last.
    A timer of no delay would come between the two.
    """

    def __init__(self, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._is_posted = False

    def ask(self) -> None:
        """Act soon, once for all who ask before."""
        if not self._is_posted:
            self._is_posted = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _BELOW_DRAWING)

    def customEvent(self, _event: QEvent) -> None:
        self._is_posted = False
        self._act()


class _Aside:
    """A thread that begins something and then serves Qt's events for it until the end."""

    def __init__(self, begin: Callable[[], Device | None], begun: Callable[[bool], None]) -> None:
        self._begin = begin
        self._begun = begun
        self._loop: QEventLoop | None = None
        self._is_over = False
        # a daemon: a library that never answers must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name="aside", daemon=True)
        self._thread.start()

    def stop(self) -> bool:
        """End it; False where it does not answer in time."""
        self._is_over = True
        loop = self._loop
        if loop is not None and self._thread.is_alive():
            QMetaObject.invokeMethod(loop, "quit", Qt.ConnectionType.QueuedConnection)
        self._thread.join(ASIDE_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        device = self._begin()
        if device is None:
            self._begun(False)
            return
        loop = self._loop = QEventLoop()
        if not self._is_over:
            self._begun(True)
            loop.exec()
        device.end()
        self._loop = None
        shiboken6.delete(loop)


class Tasks:
    """Runs work and brings its result to a callback in the window's thread.

    ``failed`` gets the exception; without it the exception goes to `sys.excepthook` as a bug.
    """

    def __init__(self, *, on_thread_exit: Callable[[], None] | None = None) -> None:
        """``on_thread_exit`` runs in each thread as it ends (to close its connection)."""
        self._courier = _Courier()
        self._workers = {
            Lane.DATABASE: _Worker(1, "database", on_thread_exit),
            Lane.POOL: _Worker(POOL_THREADS, "pool", on_thread_exit),
        }
        self._open: set[Task] = set()
        self._asked: list[tuple[Callable[[], None], bool]] = []
        self._after_drawing = _AfterDrawing(self._begin_asked, self._courier)
        self._asides: list[_Aside] = []
        self._is_over = False
        self.is_stuck = False
        """Whether something that lives aside did not answer at the end."""

    def run(
        self,
        work: Callable[[], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        urgent: bool = False,
    ) -> Task:
        """Run short database work; ``urgent`` goes before what waits (a quote, a search)."""
        task = Task(owner, self._deliver)
        self._submit(Lane.DATABASE, self._job(task, work, done, failed), urgent)
        return task

    def run_long(
        self,
        work: Callable[[Progress], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Task:
        """Run long work beside the window; it is given the task as its ``Progress``."""
        task = Task(owner, self._deliver, progress=progress)
        self._submit(Lane.POOL, self._job(task, lambda: work(task), done, failed), False)
        return task

    def run_patient(
        self,
        work: Callable[[Progress], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Run a long read of the database; urgent work ends it, and then it begins anew."""
        task = Task(owner, self._deliver)
        lane = self._workers[Lane.DATABASE]
        turn = _InTurn(task, lane)
        job = self._job(task, lambda: work(turn), done, failed, again=lane)
        self._submit(Lane.DATABASE, job, False)
        return task

    def stay_aside(
        self,
        begin: Callable[[], Device | None],
        *,
        owner: QObject,
        done: Callable[[bool], None],
    ) -> None:
        """Begin a device in a thread of its own, which serves Qt's events for it from then on.

        ``done`` is told in the window's thread whether there is such a device; never, where its
        library does not answer.
        """
        task = Task(owner, self._deliver)

        def begun(is_there: bool) -> None:
            self._deliver(_Parcel(task, lambda: done(is_there)))

        self._asides.append(_Aside(begin, begun))

    def has_work(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._open)

    def shut_down(self) -> None:
        """Cancel what can be cancelled and wait until the threads have ended; what comes back or
        is asked after that is dropped, so that no thread begins which nobody would end."""
        self._begin_asked()
        for task in list(self._open):
            task.cancel()
        for worker in self._workers.values():
            worker.stop()
        while self._asides:
            self.is_stuck |= not self._asides.pop().stop()
        self._is_over = True
        QCoreApplication.removePostedEvents(self._courier)

    # -- inside ----------------------------------------------------------------------------

    def _submit(self, lane: Lane, job: Callable[[], None], urgent: bool) -> None:
        if self._is_over:
            job()  # which nobody wants any more
            return
        if lane is Lane.POOL:
            self._workers[lane].put(job, urgent=urgent)
            return
        self._asked.append((job, urgent))
        self._after_drawing.ask()

    def _begin_asked(self) -> None:
        asked, self._asked = self._asked, []
        for job, urgent in asked:
            self._workers[Lane.DATABASE].put(job, urgent=urgent)

    def _deliver(self, parcel: _Parcel) -> None:
        self._courier.arrived.emit(parcel)

    def _job(
        self,
        task: Task,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        again: _Worker | None = None,
    ) -> Callable[[], None]:
        """``again`` is where work goes that was ended: it is skipped there if nobody wants it."""
        self._open.add(task)
        if self._is_over:
            task.cancel()

        def job() -> None:
            is_put_off = False
            try:
                if task.is_wanted():
                    self._deliver(_Parcel(task, _outcome(work, done, failed)))
            except Cancelled:
                if again is not None:
                    is_put_off = True
                    again.put(job, urgent=False)
            finally:
                if not is_put_off:
                    self._open.discard(task)

        return job


class ImmediateRunner(Tasks):
    """For tests: the same, but work runs at once in the calling thread."""

    def stay_aside(
        self,
        begin: Callable[[], Device | None],
        *,
        owner: QObject,
        done: Callable[[bool], None],
    ) -> None:
        done(begin() is not None)

    def _submit(self, lane: Lane, job: Callable[[], None], urgent: bool) -> None:
        job()

    def _deliver(self, parcel: _Parcel) -> None:
        if parcel.task.is_wanted():
            parcel.act()


def _outcome(
    work: Callable[[], Any],
    done: Callable[[Any], None],
    failed: Callable[[Exception], None] | None,
) -> Callable[[], None]:
    """Do the work here and return what is to be done with its outcome over there. Raises
    ``Cancelled`` as the work does."""
    try:
        result = work()
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - handed over, never lost
        return _failure(error, failed)
    return lambda: done(result)


def _failure(error: Exception, failed: Callable[[Exception], None] | None) -> Callable[[], None]:
    def act() -> None:
        if failed is None:
            raise error
        failed(error)

    return act
