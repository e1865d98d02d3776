"""Badges of staff: codes of the one namespace that name a person (R26)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from refdesk.storage.engine import Store
from refdesk.storage.tables import BadgeRow


class Badge(NamedTuple):
    """Whose badge a code is, and since when it is no longer in use."""

    id: int
    staff: int
    code: str
    retired_at: datetime | None


def insert_badge(store: Store, staff: int, code: str, at: datetime) -> int:
    """Give a person a badge; the one before is retired."""
    retire_badge(store, staff, at)
    return store.insert(BadgeRow, staff=staff, code=code, made_at=at)


def retire_badge(store: Store, staff: int, at: datetime) -> bool:
    """Put a person's badge out of use; whether there was one."""
    live = store.find(BadgeRow, staff=staff, retired_at=None)
    if live is not None:
        store.change(BadgeRow, live.id, retired_at=at)
    return live is not None


def find_badge(store: Store, codes: Sequence[str]) -> Badge | None:
    """The badge among these readings of a text, in use or not."""
    for code in codes:
        row = store.find(BadgeRow, code=code)
        if row is not None:
            return Badge(row.id, row.staff_id, row.code, row.retired_at)
    return None


def taken_by_badges(store: Store, codes: Iterable[str]) -> set[str]:
    """Which of these codes are badges."""
    query = BadgeRow.select(BadgeRow.code).where(BadgeRow.code.in_(list(codes)))
    return {row.code for row in store.all(query)}


def badges_since(store: Store) -> Mapping[int, datetime]:
    """When the badge in use of each staff member was made."""
    return {row.staff_id: row.made_at for row in store.find_all(BadgeRow, retired_at=None)}
