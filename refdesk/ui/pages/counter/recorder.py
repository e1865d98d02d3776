"""Recording a purchase, undoing it and repeating it: one effect, whatever is pressed twice.

The idempotency key is made for a purchase when it is first sent. A retry after storage trouble
sends it again, because the first try may have been saved; after a refusal nothing was saved and
the next try has a new key (R18).
"""

import secrets
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from refdesk.domain.errors import DomainError
from refdesk.services.counter import Quoted, Receipt, Request, record_purchase
from refdesk.services.desk import Desk
from refdesk.services.explain import names_of
from refdesk.services.receipts import Undone
from refdesk.services.undoing import Refund, refund_purchase, void_purchase
from refdesk.storage.errors import StorageError
from refdesk.ui.tasks import Tasks

KEY_BYTES = 16


class Done(NamedTuple):
    """What was recorded, with what is needed to tell of it and to repeat it."""

    request: Request
    quoted: Quoted
    name: str
    receipt: Receipt


class Trouble(NamedTuple):
    """What was not done, and why; ``purchase`` is 0 where it was a recording."""

    error: DomainError | StorageError
    purchase: int = 0


class Refunded(NamedTuple):
    """What a refund did, with the names of those whom it touched."""

    undone: Undone
    names: dict[int, str]


class Recorder(QObject):
    """Sends purchases and voids to the database lane, one at a time.

    ``recorded`` gives a `Done` after the commit, ``undone`` the purchase's id, ``refunded`` a
    `Refunded`, ``refused`` and ``failed`` a `Trouble`.
    """

    recorded = Signal(object)
    undone = Signal(int)
    refunded = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._busy = False
        self.key = ""
        """The key of the purchase in hand, once it was sent."""
        self.last: Done | None = None
        self._undone: Done | None = None

    def is_busy(self) -> bool:
        """Whether something is being written; keys that ask for more are ignored meanwhile."""
        return self._busy

    def new_purchase(self) -> None:
        """Another purchase begins: it gets a key of its own."""
        self.key = ""

    def record(
        self,
        desk: Desk,
        request: Request,
        quoted: Quoted,
        name: str,
        codes: tuple[str, ...] = (),
    ) -> None:
        """Record a purchase; ``quoted`` and ``name`` are for telling of it, and ``codes`` which the
        buyer got when it was recorded before."""
        if self._busy:
            return
        self._busy = True
        self.key = self.key or secrets.token_hex(KEY_BYTES)
        key = self.key

        def done(receipt: Receipt) -> None:
            self._busy = False
            self.key = ""
            self._undone = None
            told = replace(receipt, codes=receipt.codes or codes)
            self.last = Done(request, quoted, name, told)
            self.recorded.emit(self.last)

        self._tasks.run(
            lambda: record_purchase(desk, request, key=key),
            owner=self,
            done=done,
            failed=lambda error: self._fail(error, 0),
        )

    def undo(self, desk: Desk, purchase: int, reason: str) -> None:
        """Undo a whole purchase by new entries."""
        if self._busy:
            return
        self._busy = True
        key = secrets.token_hex(KEY_BYTES)

        def done(_undone: object) -> None:
            self._busy = False
            if self.last is not None and self.last.receipt.purchase == purchase:
                self._undone, self.last = self.last, None
            else:
                self._undone = None
            self.undone.emit(purchase)

        self._tasks.run(
            lambda: void_purchase(desk, purchase, reason, key=key),
            owner=self,
            done=done,
            failed=lambda error: self._fail(error, purchase),
        )

    def refund(self, desk: Desk, purchase: int, refund: Refund) -> None:
        """Undo a part of a purchase by new entries (R69)."""
        if self._busy:
            return
        self._busy = True
        key = secrets.token_hex(KEY_BYTES)

        def work() -> Refunded:
            undone = refund_purchase(desk, purchase, refund, key=key)
            return Refunded(undone, dict(names_of(desk, undone.effects)))

        def done(refunded: Refunded) -> None:
            self._busy = False
            self._undone = None
            if self.last is not None and self.last.receipt.purchase == purchase:
                self.last = None
            self.refunded.emit(refunded)

        self._tasks.run(
            work, owner=self, done=done, failed=lambda error: self._fail(error, purchase)
        )

    def can_repeat(self) -> bool:
        """Whether the last action was undone and can be done again."""
        return self._undone is not None and not self._busy

    def repeat(self, desk: Desk) -> None:
        """Do the undone purchase again, under a new key."""
        undone = self._undone
        if undone is None or self._busy:
            return
        self.key = ""
        self.record(desk, _again(undone), undone.quoted, undone.name, undone.receipt.codes)

    def _fail(self, error: Exception, purchase: int) -> None:
        self._busy = False
        if isinstance(error, DomainError):
            if not purchase:
                self.key = ""
            self.refused.emit(Trouble(error, purchase))
        elif isinstance(error, StorageError):
            self.failed.emit(Trouble(error, purchase))
        else:
            raise error


def _again(done: Done) -> Request:
    """The same purchase; a newcomer is in the list by now and is named by his number."""
    customer = done.receipt.customer
    if customer is None:
        return done.request
    buyer = done.quoted.facts.buyer
    return replace(
        done.request, customer=f"C{customer}", phone="", plate="", name="", consent="",
        proof=done.request.proof or (buyer.proof if buyer else None),
    )  # fmt: skip
