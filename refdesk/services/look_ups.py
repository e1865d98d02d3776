"""How often each cashier looks people up without their card (reliability.md 4a).

The counts of the latest days are a note beside the settings, one for each person.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from refdesk.services.desk import Desk
from refdesk.storage import shop as shops
from refdesk.storage.errors import StorageError

DAYS_KEPT = 62


def count_look_up(desk: Desk) -> None:
    """Count one look-up of a cashier; a disk that cannot be written on stops no look-up."""
    if desk.actor.role != "cashier" or desk.actor.staff is None:
        return
    with suppress(StorageError):
        today = desk.today().isoformat()
        with desk.store.write():
            counts = _read(desk, desk.actor.staff)
            counts[today] = counts.get(today, 0) + 1
            latest = dict(sorted(counts.items())[-DAYS_KEPT:])
            shops.set_setting(desk.store, _note(desk.actor.staff), json.dumps(latest))


def look_ups_of(desk: Desk, staff: int) -> Mapping[date, int]:
    """How many look-ups a cashier made on each of the latest days."""
    return {date.fromisoformat(day): count for day, count in _read(desk, staff).items()}


def _read(desk: Desk, staff: int) -> dict[str, int]:
    found: dict[str, int] = json.loads(shops.find_setting(desk.store, _note(staff)) or "{}")
    return found


def _note(staff: int) -> str:
    return f"look_ups_{staff}"
