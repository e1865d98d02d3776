"""Keys of calls: the same call again is answered with what it did, and does nothing."""

from collections.abc import Mapping
from typing import Any

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Shop
from refdesk.services.desk import Desk
from refdesk.storage import operations

MAX_KEY = 64


def check_key(key: str) -> None:
    """Raise DomainError ``bad_key`` for a key of more than `MAX_KEY` symbols."""
    if len(key) > MAX_KEY:
        raise DomainError("bad_key")


def find_saved(desk: Desk, shop: Shop, key: str, parameters: Mapping[str, object]) -> Any:
    """The saved result of the same call under a key, or None; without a key always None.

    Raises DomainError ``key_reused`` for another call, ``clock_suspect`` before it.
    """
    if not key:
        return None
    try:
        return operations.find_result(desk.store, key, parameters)
    except DomainError:
        desk.refuse_suspect_clock(shop)
        raise
