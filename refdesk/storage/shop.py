"""The shop, its settings, its tills and shifts."""

import secrets
from datetime import date, datetime
from typing import Any

from refdesk.domain.records import Shop, StaffMember, Stamp
from refdesk.domain.settings import read_settings
from refdesk.storage.audit import begin_chain
from refdesk.storage.engine import Store
from refdesk.storage.tables import SettingRow, ShiftRow, ShopRow, StaffRow, TillRow


def insert_shop(store: Store, shop: Shop, at: datetime) -> None:
    """Write the one shop row."""
    store.insert(
        ShopRow,
        id=1,
        name=shop.name,
        currency=shop.currency,
        decimals=shop.decimals,
        time_zone=shop.time_zone,
        region=shop.region,
        language=shop.language,
        contact=shop.contact,
        prefix=shop.prefix,
        uid=secrets.token_hex(8),
        created_at=at,
    )


def find_shop(store: Store) -> Shop | None:
    """The shop with its settings, or None in an empty database."""
    row = store.find(ShopRow)
    if row is None:
        return None
    stored = {one.name: one.value for one in store.find_all(SettingRow)}
    return Shop(
        name=row.name,
        currency=row.currency,
        decimals=row.decimals,
        time_zone=row.time_zone,
        region=row.region,
        language=row.language,
        contact=row.contact,
        prefix=row.prefix,
        uid=row.uid,
        settings=read_settings(stored, row.decimals),
    )


def update_shop(store: Store, **changes: str) -> None:
    """Change the shop's name, language, contact or prefix."""
    store.run(ShopRow.update(**changes))


def set_setting(store: Store, name: str, value: str) -> None:
    """Store one setting's text."""
    store.run(
        SettingRow.insert(name=name, value=value).on_conflict(
            conflict_target=[SettingRow.name], update={SettingRow.value: value}
        )
    )


def find_setting(store: Store, name: str) -> str | None:
    """The stored text of a setting or of a note the program keeps for itself."""
    found = store.find(SettingRow, name=name)
    return found.value if found else None


# -- the clock and upkeep ----------------------------------------------------------------------


def newest_recording(store: Store) -> datetime | None:
    """The newest time at which any till recorded something since the clock was confirmed (R46);
    one row a till is looked at."""
    tills = store.find_all(TillRow)
    return max((one.recorded_at for one in tills if one.recorded_at is not None), default=None)


def clock_confirmed_at(store: Store) -> datetime | None:
    """What the clock showed when a manager confirmed it last."""
    at: datetime | None = store.find(ShopRow).clock_confirmed_at
    return at


def confirm_clock(store: Store, at: datetime, on: date) -> None:
    """Let recording go on from this moment, whatever was recorded before (R46)."""
    store.run(TillRow.update(recorded_at=at))
    store.change(ShopRow, 1, clock_confirmed_at=at)
    store.run(ShopRow.update(upkeep_on=on).where(ShopRow.upkeep_on > on))


def upkeep_on(store: Store) -> date | None:
    """The business date up to which upkeep is booked, or None before the first time."""
    on: date | None = store.find(ShopRow).upkeep_on
    return on


def set_upkeep_on(store: Store, on: date) -> None:
    """Note that upkeep is booked up to a business date."""
    store.change(ShopRow, 1, upkeep_on=on)


# -- tills and shifts --------------------------------------------------------------------------


def till_id(store: Store, name: str, stamp: Stamp) -> int:
    """The till of a name; made at its first fact, with the key of its audit chain.

    ``stamp`` is that fact's, but for the till.
    """
    found = store.find(TillRow, name=name)
    if found is not None:
        till: int = found.id
        return till
    made = store.insert(TillRow, name=name, audit_key=secrets.token_hex(32))
    begin_chain(store, stamp, made)
    return made


def find_till(store: Store, name: str) -> Any:
    """The till's record, or None before its first fact."""
    return store.find(TillRow, name=name)


def count_wrong_code(store: Store, till: int, wrong: int, paused_until: datetime | None) -> None:
    """Remember the wrong codes in a row and a pause that survives a restart (R28)."""
    changes: dict[str, object] = {"wrong_codes": wrong}
    if paused_until is not None:
        changes |= {"paused_until": paused_until, "pauses": TillRow.pauses + 1}
    store.run(TillRow.update(**changes).where(TillRow.id == till))


def clear_wrong_codes(store: Store, till: int) -> None:
    """A right code clears the count (R76)."""
    store.change(TillRow, till, wrong_codes=0, pauses=0, paused_until=None)


def open_shift(store: Store, till: int, staff: int | None, at: datetime) -> int:
    """The open shift of a person at a till; opened by his first fact."""
    found = store.find(ShiftRow, till=till, staff=staff, closed_at=None)
    return found.id if found else store.insert(ShiftRow, till=till, staff=staff, opened_at=at)


def shift_of(store: Store, till: int, staff: int | None) -> Any:
    """The open shift's record of a person at a till, or None."""
    return store.find(ShiftRow, till=till, staff=staff, closed_at=None)


def current_shift(store: Store, stamp: Stamp) -> Any:
    """The open shift's record of this stamp's person and till, or None."""
    return shift_of(store, stamp.till, stamp.staff)


# -- staff -------------------------------------------------------------------------------------


def insert_staff(store: Store, **values: object) -> int:
    """Add a staff member; names are unique whatever their case."""
    return store.insert(StaffRow, **values)


def list_staff(store: Store) -> list[StaffMember]:
    """All staff members, in the order in which they were added."""
    return [_staff_member(row) for row in store.find_all(StaffRow)]


def find_staff(store: Store, name_folded: str) -> Any:
    """A staff member's record with the counters of his wrong PINs, or None."""
    return store.find(StaffRow, name_folded=name_folded)


def staff_by_id(store: Store, staff: int) -> Any:
    """A staff member's record by id, or None."""
    return store.find(StaffRow, id=staff)


def update_staff(store: Store, staff: int, **changes: object) -> None:
    """Change a staff member."""
    store.run(StaffRow.update(**changes).where(StaffRow.id == staff))


def _staff_member(row: Any) -> StaffMember:
    return StaffMember(
        row.id, row.name, row.role, row.pin_hash is not None, row.customer, row.is_active
    )
