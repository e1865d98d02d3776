"""The owner's audit key: made, and shown once (4c).

The shop keeps what follows from it for the day and nothing that leads back, so it is printed or
written down when it is made, and typed or scanned again where the record is checked.
"""

from collections.abc import Iterable

from refdesk.domain.audit_key import group_audit_key, make_audit_key, read_audit_key
from refdesk.domain.records import Stamp
from refdesk.services.desk import Desk
from refdesk.storage import audit
from refdesk.storage import shop as shops
from refdesk.storage.audit_keys import seed_of

_FORGOTTEN = "audit_key_put_off"
"""A note beside the settings: since when nobody is reminded of the key."""


def put_key(desk: Desk, stamp: Stamp) -> str:
    """Make a key inside the caller's transaction and start every till's chain under it; the key as
    it is printed, which can never be read again."""
    key = make_audit_key(desk.randbelow)
    audit.give_key(desk.store, stamp, seed_of(key))
    return group_audit_key(key)


def renew_key(desk: Desk) -> str:
    """Make the shop's first audit key, or another one in the place of a sheet that was lost or
    seen; the key as it is printed. Owner only.

    What was recorded under the key of before stays to be proved by that one. Raises DomainError
    ``not_allowed``.
    """
    desk.require("owner", "audit_key")
    shop = desk.shop()
    with desk.store.write():
        return put_key(desk, desk.stamp(shop, opens_shift=False, minds_clock=False))


def has_key(desk: Desk) -> bool:
    """Whether the shop ever had an audit key: one of an earlier release has none."""
    return audit.has_day_keys(desk.store)


def lacks_key(desk: Desk) -> bool:
    """Whether the person at the desk is to be told that the shop has no audit key: the owner, until
    he wants to hear no more of it."""
    if desk.actor.role != "owner" or has_key(desk):
        return False
    return shops.find_setting(desk.store, _FORGOTTEN) is None


def forget_first_key(desk: Desk) -> None:
    """The owner wants to be reminded no more that the shop has no audit key. Owner only."""
    desk.require("owner", "audit_key")
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        shops.set_setting(desk.store, _FORGOTTEN, stamp.on.isoformat())
        desk.audit(stamp, "audit_key_put_off")


def seeds_of(texts: Iterable[str]) -> tuple[bytes, ...]:
    """What the record is proved by, of keys as they were typed or scanned.

    Raises DomainError ``bad_audit_key``.
    """
    return tuple(seed_of(read_audit_key(text)) for text in texts)
