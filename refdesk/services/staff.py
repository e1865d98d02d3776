"""Staff members, their PINs and signing in (reliability.md 4a).

A PIN is 4 to 6 digits and not encryption; argon2id slows guessing, the counter of wrong PINs is in
the database and survives a restart.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from refdesk.domain.codes import group_code, make_code
from refdesk.domain.customer import clean_name, fold
from refdesk.domain.errors import DomainError
from refdesk.domain.records import StaffMember, Stamp
from refdesk.services.desk import ROLES, Actor, Desk, Seal, seal_of
from refdesk.storage import shop as shops
from refdesk.storage.badges import retire_badge

MAX_NAME = 80
PAUSE_AFTER, PAUSE = 5, timedelta(minutes=1)
LOCK_AFTER = 10


class PinGiven(NamedTuple):
    """Who has a new PIN, and the recovery code that takes the place of one that was used."""

    member: StaffMember
    recovery_code: str = ""


def check_pin(pin: str) -> None:
    """Refuse a weak PIN: not 4 to 6 digits, a run or a repeat. Raises DomainError ``bad_pin``."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6):
        raise DomainError("bad_pin", reason="digits")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise DomainError("bad_pin", reason="weak")


def put_owner(desk: Desk, stamp: Stamp, name: str, pin: str) -> str:
    """Add the owner inside the caller's transaction; returns his recovery code if he has a PIN."""
    _check_name(name)
    if not pin:
        _insert(desk, stamp, name, "owner")
        return ""
    check_pin(pin)
    recovery = make_code(desk.randbelow)
    _insert(desk, stamp, name, "owner", pin_hash=_hash(pin), recovery_hash=_hash(recovery))
    return group_code(recovery)


def add_staff(
    desk: Desk, name: str, role: str, pin: str, *, customer: int | None = None
) -> StaffMember:
    """Add a person who may sign in. Owner only.

    Raises DomainError ``not_allowed``, ``bad_name``, ``bad_role``, ``bad_pin``, ``name_taken``.
    """
    desk.require("owner", "add_staff")
    if role not in ROLES:
        raise DomainError("bad_role", text=role)
    _check_name(name)
    check_pin(pin)
    pin_hash = _hash(pin)
    shop = desk.shop()
    with desk.store.write():
        if shops.find_staff(desk.store, fold(name)) is not None:
            raise DomainError("name_taken", name=name)
        if customer is not None:
            desk.refuse_gone(customer)
        staff = _insert(desk, desk.stamp(shop), name, role, pin_hash=pin_hash, customer=customer)
    return StaffMember(staff, clean_name(name), role, True, customer)


def _check_name(name: str) -> None:
    if not 0 < len(clean_name(name)) <= MAX_NAME:
        raise DomainError("bad_name", text=name[:MAX_NAME])


def _insert(desk: Desk, stamp: Stamp, name: str, role: str, **more: object) -> int:
    clean = clean_name(name)
    staff = shops.insert_staff(desk.store, name=clean, name_folded=fold(clean), role=role, **more)
    desk.audit(stamp, "staff_added", staff=staff, role=role)
    return staff


def set_pin(desk: Desk, name: str, pin: str, *, recovery: str = "") -> PinGiven:
    """Give a staff member a new PIN: the owner for anybody, a manager for a cashier, anybody for
    himself.

    The owner's recovery code, used once, does it without a sign-in; the new one that replaces it
    is returned and can never be read again. Raises DomainError ``staff_unknown``, ``not_allowed``,
    ``bad_pin``, ``pin_wrong``.
    """
    row = shops.find_staff(desk.store, fold(name))
    if row is None:
        raise DomainError("staff_unknown", name=name)
    changes: dict[str, object] = {"wrong_pins": 0, "locked_until": None}
    fresh = ""
    if recovery:
        bare = recovery.replace("-", "").replace(" ", "").upper()
        if row.recovery_hash is None or not _matches(row.recovery_hash, bare):
            raise DomainError("pin_wrong")
        fresh = make_code(desk.randbelow)
        changes["recovery_hash"] = _hash(fresh)
    elif desk.actor.staff != row.id:
        desk.require("manager" if row.role == "cashier" else "owner", "set_pin")
    check_pin(pin)
    pin_hash = _hash(pin)
    shop = desk.shop()
    with desk.store.write():
        if recovery and shops.staff_by_id(desk.store, row.id).recovery_hash != row.recovery_hash:
            raise DomainError("pin_wrong")  # it was used meanwhile, and works once
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        shops.update_staff(desk.store, row.id, pin_hash=pin_hash, **changes)
        desk.audit(stamp, "pin_changed", staff=row.id)
    if desk.actor.staff == row.id:
        desk.actor.seal.mark = seal_of(pin_hash)  # he stays at the till
    member = StaffMember(row.id, row.name, row.role, True, row.customer, row.is_active)
    return PinGiven(member, group_code(fresh) if fresh else "")


def end_staff(desk: Desk, name: str) -> StaffMember:
    """Let somebody sign in no more; what he did keeps his name. Owner only.

    Raises DomainError ``staff_unknown``, ``not_allowed``, and ``last_owner`` for the only owner.
    """
    desk.require("owner", "end_staff")
    shop = desk.shop()
    with desk.store.write():
        member = get_member(desk, name)
        members = shops.list_staff(desk.store)
        others = [one for one in members if one.role == "owner" and one.is_active]
        if [one.id for one in others] == [member.id]:
            raise DomainError("last_owner", name=member.name)
        if member.is_active:
            stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
            shops.update_staff(desk.store, member.id, is_active=False)
            desk.audit(stamp, "staff_ended", staff=member.id)
    return replace(member, is_active=False)


def take_back(desk: Desk, name: str, pin: str, *, role: str = "") -> StaffMember:
    """Let somebody who has left sign in again with a new PIN; as another one if ``role`` says so.
    Owner only.

    What he did before stays his. The badge that he had stays out of use. Raises DomainError
    ``not_allowed``, ``staff_unknown``, ``bad_role``, ``bad_pin``, and ``staff_here`` for who has
    not left.
    """
    desk.require("owner", "take_back")
    if role and role not in ROLES:
        raise DomainError("bad_role", text=role)
    check_pin(pin)
    pin_hash = _hash(pin)
    shop = desk.shop()
    with desk.store.write():
        member = get_member(desk, name)
        if member.is_active:
            raise DomainError("staff_here", name=member.name)
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        back = replace(member, role=role or member.role, has_pin=True, is_active=True)
        shops.update_staff(
            desk.store, back.id, is_active=True, role=back.role, pin_hash=pin_hash, wrong_pins=0,
            locked_until=None,
        )  # fmt: skip
        retire_badge(desk.store, back.id, stamp.at)
        desk.audit(stamp, "staff_taken_back", staff=back.id, role=back.role)
    return back


def get_member(desk: Desk, name: str) -> StaffMember:
    """Who has a name, also where he has left. Raises DomainError ``staff_unknown``."""
    found = [one for one in shops.list_staff(desk.store) if fold(one.name) == fold(name)]
    if not found:
        raise DomainError("staff_unknown", name=name)
    return found[0]


def list_staff(desk: Desk) -> list[StaffMember]:
    """Everybody who may sign in, and who could."""
    return shops.list_staff(desk.store)


def sign_in(desk: Desk, name: str, pin: str) -> Actor:
    """Check a PIN and return who acts from now on.

    Raises DomainError ``pin_wrong`` (``left``: tries left before a pause) and ``pin_locked``
    (``until``, None = a manager must give a new PIN).
    """
    row = shops.find_staff(desk.store, fold(name))
    if row is None or not row.is_active or row.pin_hash is None:
        raise DomainError("pin_wrong", left=None)
    if row.wrong_pins >= LOCK_AFTER:
        raise DomainError("pin_locked", until=None)
    # a pause that would last longer was set by a clock that stood elsewhere (P12)
    if row.locked_until is not None and timedelta(0) < row.locked_until - desk.now() <= PAUSE:
        raise DomainError("pin_locked", until=row.locked_until)
    if _matches(row.pin_hash, pin):
        if row.wrong_pins:
            with desk.store.write():
                shops.update_staff(desk.store, row.id, wrong_pins=0, locked_until=None)
        return Actor(row.id, row.name, row.role, row.customer, Seal(seal_of(row.pin_hash)))
    left = PAUSE_AFTER - _count_wrong_pin(desk, row.id) % PAUSE_AFTER
    raise DomainError("pin_wrong", left=left % PAUSE_AFTER)


def prove_pin(desk: Desk, pin: str) -> None:
    """That whoever is at the till is still the one who signed in; where he has no PIN, nothing is
    asked. Raises what `sign_in` raises."""
    mine = [one for one in list_staff(desk) if one.id == desk.actor.staff and one.has_pin]
    if mine:
        sign_in(desk, mine[0].name, pin)


def _count_wrong_pin(desk: Desk, staff: int) -> int:
    """Count a wrong PIN; how many in a row that makes, those of other tills meanwhile too."""
    shop = desk.shop()
    with desk.store.write():
        wrong: int = shops.staff_by_id(desk.store, staff).wrong_pins + 1
        changes: dict[str, object] = {"wrong_pins": wrong}
        if wrong % PAUSE_AFTER == 0:
            changes["locked_until"] = desk.now() + PAUSE
        shops.update_staff(desk.store, staff, **changes)
        desk.audit(
            desk.stamp(shop, opens_shift=False, minds_clock=False, minds_person=False),
            "pin_wrong",
            staff=staff,
            count=wrong,
        )
    return wrong


def _hash(secret: str) -> str:
    from argon2 import PasswordHasher

    # the small profile of libraries.md: many tills are weak, the lock-out does the guarding
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(secret)


def _matches(stored: str, secret: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(stored, secret)
    except (VerificationError, InvalidHashError):
        return False
