"""The bundle that every use-case receives: the open shop, who acts, at which till, and when."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from refdesk.domain.business_day import business_date, local
from refdesk.domain.clock import OK, clock_state
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop, Stamp
from refdesk.storage import shop as shops
from refdesk.storage.audit import append_audit
from refdesk.storage.engine import Store
from refdesk.storage.merging import is_gone, merged_into

ROLES = ("cashier", "manager", "owner")


@dataclass
class Seal:
    """The mark of the PIN that somebody is at the till with; empty where none was asked.

    All that he does until he signs in anew shares it, so that a PIN which he changes himself is
    known everywhere at once.
    """

    mark: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts. ``staff`` is None for the owner of a shop where no staff is set up; ``seal`` tells
    a PIN that another person has changed since he signed in."""

    staff: int | None = None
    name: str = ""
    role: str = "owner"
    customer: int | None = None
    seal: Seal = field(default_factory=Seal, repr=False, hash=False)


def seal_of(pin_hash: str | None) -> str:
    """A mark of a PIN as it is kept: another one stands for another PIN."""
    return hashlib.sha256((pin_hash or "").encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Desk:
    """One open shop at one till. ``now`` gives aware UTC, ``randbelow`` is `secrets.randbelow`;
    ``erased_again`` counts whom an older database had brought back when it was opened (R51)."""

    store: Store
    folder: Path
    till: str
    actor: Actor
    now: Callable[[], datetime]
    randbelow: Callable[[int], int]
    approver: Actor | None = None
    erased_again: int = 0

    def shop(self) -> Shop:
        """The shop with its settings. Raises DomainError ``no_shop``."""
        shop = shops.find_shop(self.store)
        if shop is None:
            raise DomainError("no_shop")
        return shop

    def today(self) -> date:
        """The business date of this moment (R40)."""
        shop = self.shop()
        return business_date(self.now(), shop.zone, shop.settings.business_day_start)

    def local_now(self) -> datetime:
        """This moment by the shop's clock."""
        return local(self.now(), self.shop().zone)

    def stamp(
        self,
        shop: Shop,
        *,
        opens_shift: bool = True,
        minds_clock: bool = True,
        minds_person: bool = True,
    ) -> Stamp:
        """When, where and by whom; inside a write transaction, because it may open a shift.

        Raises DomainError ``clock_suspect`` (R46), unless the caller does not mind the clock; then
        what a suspect one shows is noted and counts for nothing. Raises ``signed_out`` for who was
        let go meanwhile, unless what is noted has to be noted whoever it was.
        """
        if minds_person:
            self.refuse_signed_out()
        at = self.now()
        is_trusted = clock_state(at, shops.newest_recording(self.store)) == OK
        if minds_clock and not is_trusted:
            self.refuse_suspect_clock(shop)
        staff = self.actor.staff
        on = business_date(at, shop.zone, shop.settings.business_day_start)
        stamp = Stamp(at, on, 0, staff, None, is_trusted)
        till = shops.till_id(self.store, self.till, stamp)
        shift = shops.open_shift(self.store, till, staff, at) if opens_shift else None
        return replace(stamp, till=till, shift=shift)

    def refuse_signed_out(self) -> None:
        """Stop who was let go, or was given another role or PIN, since he signed in (4a); a PIN
        that he has changed himself goes with him.

        Raises DomainError ``signed_out`` (``name``, ``why``: ``ended``, ``role``, ``pin``), and
        ``pin_wrong`` for who stands by.
        """
        why = self._changed(self.actor)
        if why:
            self.deny("signed_out", "", name=self.actor.name, why=why)
        if self.approver is not None and self._changed(self.approver):
            raise DomainError("pin_wrong", left=None)

    def _changed(self, person: Actor) -> str:
        if person.staff is None:
            return ""
        now = shops.staff_by_id(self.store, person.staff)
        if now is None or not now.is_active:
            return "ended"
        if now.role != person.role:
            return "role"
        mark = person.seal.mark
        return "pin" if mark and mark != seal_of(now.pin_hash) else ""

    def refuse_suspect_clock(self, shop: Shop) -> None:
        """Raise DomainError ``clock_suspect`` until a manager has confirmed the clock (R46)."""
        now, newest = self.now(), shops.newest_recording(self.store)
        state = clock_state(now, newest)
        if state != OK:
            shown = local(now, shop.zone).date()
            raise DomainError("clock_suspect", date=shown, now=now, newest=newest, state=state)

    def audit(self, stamp: Stamp, action: str, **details: object) -> None:
        """Add a link to this till's audit chain, in the caller's transaction."""
        append_audit(self.store, stamp, action, **details)

    def require(self, role: str, deed: str = "") -> None:
        """Raise DomainError ``not_allowed`` unless the actor or who approves has the role.

        ``deed`` is what was to be done, for the audit of the denial. Raises ``signed_out`` too.
        """
        self.refuse_signed_out()
        people = [self.actor, *([self.approver] if self.approver else [])]
        if not any(ROLES.index(one.role) >= ROLES.index(role) for one in people):
            self.deny("not_allowed", deed, role=role)

    def deny(self, code: str, deed: str, **params: object) -> NoReturn:
        """Refuse a person a deed; the audit gets it and his role, nothing of a customer (P15).

        The link is written after the transaction in hand is undone. A look (a quote while a bill
        is typed) is denied without one: the deed itself would be.
        """

        def note() -> None:
            shop = self.shop()
            with self.store.write():
                stamp = self.stamp(shop, opens_shift=False, minds_clock=False, minds_person=False)
                self.audit(stamp, "denied", deed=deed, refusal=code, role=self.actor.role)

        self.store.when_undone(note)
        raise DomainError(code, **params)

    def account_of(self, person: Actor) -> int | None:
        """The customer account of somebody at the desk (R38), also where it was merged since he
        signed in (R39)."""
        if person.customer is None:
            return None
        return merged_into(self.store, person.customer) or person.customer

    def refuse_gone(self, customer: int) -> None:
        """Raise DomainError ``customer_unknown`` for a record that another till has merged or
        erased since it was read (R39, R51); inside the write transaction."""
        if is_gone(self.store, customer):
            raise DomainError("customer_unknown")

    @property
    def manager_allows(self) -> bool:
        """Whether a manager or the owner stands by with his own PIN; his role alone is not it."""
        return self.approver is not None and self.approver.role != "cashier"

    def acting(self, actor: Actor, approver: Actor | None = None) -> "Desk":
        """The same desk with another person at it."""
        return replace(self, actor=actor, approver=approver)
