"""Badges: a code that names a staff member wherever it is scanned (R26, reliability.md 4a).

Decisions:
- A badge opens nothing by itself: the PIN is still asked. It may therefore be kept readable, as
  cards are, and is masked wherever it is shown.
- A badge is no promo code: it neither counts as a wrong one nor clears the count of them (R76).
- One badge of a person is in use. A new one retires the one before, and a lost one is retired
  without another; who finds it and shows it is told so, and the audit keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from refdesk.domain.business_day import local
from refdesk.domain.codes import mask_code, readings
from refdesk.domain.errors import DomainError
from refdesk.domain.records import StaffMember
from refdesk.services.codes import fresh_codes
from refdesk.services.desk import Desk
from refdesk.services.staff import get_member
from refdesk.storage import badges as storage
from refdesk.storage import shop as shops
from refdesk.words.catalogue import Words
from refdesk.words.names import role_name


@dataclass(frozen=True)
class BadgeMade:
    """A new badge: whose, and its bare code, which is told here and on the card alone."""

    member: StaffMember
    code: str = field(repr=False)

    @property
    def mask(self) -> str:
        """The code as it is told back."""
        return mask_code(self.code)


@dataclass(frozen=True)
class BadgeSeen:
    """Whose badge was scanned, and why it is refused: ``badge_ended`` (has left), ``badge_lost``
    (replaced or lost); ``is_here`` for who is at the till already."""

    member: StaffMember
    refusal: DomainError | None = None
    is_here: bool = False

    @property
    def changes_person(self) -> bool:
        """Whether somebody else wants to be at the till; else there is only something to say."""
        return self.refusal is None and not self.is_here


def make_badge(desk: Desk, name: str) -> BadgeMade:
    """Give a person a badge; the one before works no more. Owner only.

    Raises DomainError ``not_allowed``, ``staff_unknown``, ``badge_ended`` for who has left,
    ``no_pin`` for who has none: a badge only names, the PIN lets in.
    """
    made = _drawn(desk, name)
    _put(desk, made)
    return made


def _drawn(desk: Desk, name: str) -> BadgeMade:
    """A badge that nobody knows of yet."""
    member = _member(desk, name)
    if not member.is_active:
        raise DomainError("badge_ended", name=member.name)
    if not member.has_pin:
        raise DomainError("no_pin", name=member.name)
    (code,) = fresh_codes(desk, 1)
    return BadgeMade(member, code)


def _put(desk: Desk, made: BadgeMade) -> None:
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        storage.insert_badge(desk.store, made.member.id, made.code, stamp.at)
        desk.audit(stamp, "badge_made", staff=made.member.id)


def lose_badge(desk: Desk, name: str) -> StaffMember:
    """Put a person's badge out of use. Owner only.

    Raises DomainError ``not_allowed``, ``staff_unknown``, ``badge_lost`` where there is none.
    """
    member = _member(desk, name)
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        if not storage.retire_badge(desk.store, member.id, stamp.at):
            raise DomainError("badge_lost", name=member.name)
        desk.audit(stamp, "badge_lost", staff=member.id)
    return member


def print_badge(desk: Desk, name: str, out: Path, words: Words) -> BadgeMade:
    """Make a badge and write it as a PDF of one card.

    It works once it is in the file: the one before is good as long as there is no other to print.
    Raises what `make_badge` raises; ``bad_file`` for another kind of file; OSError.
    """
    from refdesk.cards.badge import BadgeCard, write_badge

    if out.suffix.lower() != ".pdf":
        raise DomainError("bad_file", text=str(out))
    made = _drawn(desk, name)
    line = role_name(words, made.member.role)
    write_badge(out, BadgeCard(desk.shop().name, made.member.name, line, made.code))
    try:
        _put(desk, made)
    except BaseException:
        out.unlink(missing_ok=True)  # a card that would name nobody
        raise
    return made


def see_badge(desk: Desk, text: str) -> BadgeSeen | None:
    """Whose badge a scanned or typed text is, in use or not; None for anything else.

    That a badge was shown which is not in use is kept in the audit.
    """
    seen = find_badge(desk, text)
    if seen is not None and seen.refusal is not None:
        note_refused(desk, seen)
    return seen


def find_badge(desk: Desk, text: str) -> BadgeSeen | None:
    """Like `see_badge`, for a look that writes nothing."""
    candidates = [one.code for one in readings(text, desk.shop().prefix)]
    found = storage.find_badge(desk.store, candidates)
    if found is None:
        return None
    (member,) = [one for one in shops.list_staff(desk.store) if one.id == found.staff]
    if not member.is_active:
        return BadgeSeen(member, DomainError("badge_ended", name=member.name))
    if found.retired_at is not None:
        return BadgeSeen(member, DomainError("badge_lost", name=member.name))
    return BadgeSeen(member, is_here=member.id == desk.actor.staff)


def note_refused(desk: Desk, seen: BadgeSeen) -> None:
    """Keep in the audit that a badge was shown which is not in use."""
    shop = desk.shop()
    why = seen.refusal.code if seen.refusal else ""
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False, minds_person=False)
        desk.audit(stamp, "badge_refused", staff=seen.member.id, refusal=why)


def badges_since(desk: Desk) -> Mapping[int, date]:
    """On which day by the shop's clock each staff member's badge in use was made, by his id."""
    zone = desk.shop().zone
    made = storage.badges_since(desk.store)
    return {staff: local(at, zone).date() for staff, at in made.items()}


def _member(desk: Desk, name: str) -> StaffMember:
    desk.require("owner", "staff_badge")
    return get_member(desk, name)
