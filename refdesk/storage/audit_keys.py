"""How the keys of the audit chains follow from one another (4c); nothing here touches a file.

Every step leads forwards only: who holds a key can make the ones after it and none before it.
``seed`` is what the owner's sheet holds; it stands for the first key of every till.
"""

import hashlib
import hmac
from json.encoder import encode_basestring

TURNED, ENDED, GIVEN = "key_turned", "key_ended", "key_given"
TILL_ADDED, RESTORED = "till_added", "restored"
KEY_ACTIONS = frozenset((TURNED, ENDED, GIVEN, TILL_ADDED, RESTORED))
"""Links by which a verifier follows the keys. ``key_turned`` is the last one under the key of a
day, ``key_ended`` the last one under an owner's key, ``key_given`` the first one under the next;
``till_added`` gives another till its first key; ``restored`` is the first one under the key of a
copy that was put back."""


def seed_of(audit_key: str) -> bytes:
    """The seed of a bare audit key, as `audit_key.read_audit_key` gives it."""
    return hashlib.sha256(b"refdesk audit key\n" + audit_key.encode("ascii")).digest()


def sheet_of(seed: bytes) -> str:
    """What tells one owner's key from another and says nothing about either: 16 hex digits."""
    return hmac.digest(seed, b"sheet", "sha256").hex()[:16]


def first_key(seed: bytes, till: int) -> bytes:
    """The key with which a till begins when the owner's key is given: also that of a till that is
    added later, with the key of the first till in the place of the seed."""
    return hmac.digest(seed, f"till {till}".encode(), "sha256")


def next_key(key: bytes) -> bytes:
    """The key of the next day with work."""
    return hashlib.sha256(key).digest()


def copy_key(key: bytes) -> bytes:
    """The key that goes into a copy, so that a backup does not hold the key of its day."""
    return hmac.digest(key, b"copy", "sha256")


def link_text(seq: int, at: int, staff: int | None, action: str, details: str) -> str:
    """The canonical text of a link, ``at`` in microseconds and ``details`` as stored.

    It is what `fields.to_json` makes of these five in a list, in a fifth of the time. Raises
    TypeError for a text that is none.
    """
    who = "null" if staff is None else staff
    return f"[{seq},{at},{who},{encode_basestring(action)},{encode_basestring(details)}]"


def mac_of(key: bytes, previous: str, link: str) -> str:
    """The sum of a link over the one before it, in hexadecimal digits."""
    return hmac.digest(key, (previous + link).encode(), "sha256").hex()
