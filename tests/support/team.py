"""Who stands at the till, and what he may do there: an oracle of roles, shifts and PINs (4a, R38).

It is kept by hand beside the shop and asks the program nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

UNDO_TIME = timedelta(minutes=15)
PAUSE, PAUSE_AFTER, LOCK_AFTER = timedelta(minutes=1), 5, 10
NOT_ALLOWED, SECOND_PERSON = "not_allowed", "second_person_needed"


@dataclass
class Member:
    """Somebody who signs in; ``account`` is his own as a customer, by its number."""

    name: str
    role: str
    account: int | None = None
    is_let_go: bool = False
    wrong_pins: int = 0
    paused_until: datetime | None = None

    def answers(self, now: datetime) -> str:
        """What signing in is refused with before the PIN is looked at."""
        if self.is_let_go:
            return "pin_wrong"
        is_paused = self.paused_until is not None and self.paused_until > now
        return "pin_locked" if self.wrong_pins >= LOCK_AFTER or is_paused else ""

    def types(self, now: datetime, *, is_right: bool) -> str:
        """A PIN is typed: what it is refused with."""
        refused = self.answers(now)
        if refused:
            return refused
        if is_right:
            self.wrong_pins, self.paused_until = 0, None
            return ""
        self.wrong_pins += 1
        if self.wrong_pins % PAUSE_AFTER == 0:
            self.paused_until = now + PAUSE
        return "pin_wrong"


@dataclass
class Kept:
    """A shift: whose, what was recorded and paid out in it, and what its closing said."""

    number: int
    who: str
    bills: list[int] = field(default_factory=list)
    payouts: list[int] = field(default_factory=list)
    closed_as: tuple[int, int, int] | None = None


@dataclass
class Team:
    """The people of one till. ``at`` acts and ``second`` stands by; the owner of a shop without a
    PIN has the name ""."""

    members: dict[str, Member]
    at: str = ""
    second: str = ""
    open: dict[str, Kept] = field(default_factory=dict)
    closed: dict[int, Kept] = field(default_factory=dict)
    bills: dict[int, tuple[Kept, datetime]] = field(default_factory=dict)
    denials: int = 0

    def roles(self) -> set[str]:
        """The roles of who acts and who stands by."""
        names = [self.at, *([self.second] if self.second else [])]
        return {self.role(name) for name in names}

    def role(self, name: str) -> str:
        return self.members[name].role if name else "owner"

    def account(self, name: str) -> int | None:
        return self.members[name].account if name else None

    @property
    def has_manager(self) -> bool:
        return bool(self.roles() & {"manager", "owner"})

    @property
    def has_second(self) -> bool:
        return bool(self.second) and self.second != self.at

    # -- what is denied ------------------------------------------------------------------------

    def denies_manager(self) -> str:
        """What only a manager does."""
        return "" if self.has_manager else NOT_ALLOWED

    def denies_undo(self, bill: int, now: datetime) -> str:
        """One's own, soon, in the same shift; else a manager."""
        if self.has_manager:
            return ""
        kept, at = self.bills[bill]
        is_own = self.open.get(self.at) is kept
        return "" if is_own and now - at <= UNDO_TIME else NOT_ALLOWED

    def denies_adjusting(self, who: int) -> str:
        """A manager, and not on his own account."""
        people = [self.at, *([self.second] if self.second else [])]
        managers = [name for name in people if self.role(name) != "cashier"]
        if not managers:
            return NOT_ALLOWED
        is_own = all(self.account(name) == who for name in managers)
        return SECOND_PERSON if is_own else ""

    def denies_serving(self, *people: int | None) -> str:
        """Nobody serves himself or lets his own card bring somebody (R38)."""
        own = self.account(self.at)
        return SECOND_PERSON if own is not None and own in people and not self.has_second else ""

    def denies_paying(self, who: int, *, is_blocked: bool) -> str:
        """Nobody pays himself; who is blocked is paid by a manager."""
        if is_blocked and not self.has_manager:
            return NOT_ALLOWED
        return self.denies_serving(who)

    def denies_closing(self, whose: str) -> str:
        """Another person's shift is a manager's to close."""
        return "" if whose == self.at or self.has_manager else NOT_ALLOWED
