"""Programmes, their frozen versions, and what the shop sells."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from refdesk.domain.customer import fold
from refdesk.domain.records import Service, Version
from refdesk.domain.terms import Terms
from refdesk.domain.terms_file import parse_terms
from refdesk.storage.engine import Store
from refdesk.storage.tables import ProgrammeRow, ServiceRow, VersionRow


@lru_cache(maxsize=512)
def _terms(text: str, decimals: int) -> Terms:
    # versions are frozen, so a text is parsed once
    return parse_terms(text, decimals)


def insert_programme(
    store: Store, name: str, terms: str, at: datetime, preset: str | None = None,
    status: str = "active",
) -> int:  # fmt: skip
    """Add a programme with its first version; returns the version's id."""
    programme = store.insert(
        ProgrammeRow, name=name, name_folded=fold(name), preset=preset, status=status,
        created_at=at,
    )  # fmt: skip
    return store.insert(VersionRow, programme=programme, number=1, terms=terms, created_at=at)


def insert_version(store: Store, programme: int, terms: str, at: datetime) -> int:
    """Add the next version of a programme; returns its id."""
    number = len(versions_of(store, programme)) + 1
    return store.insert(VersionRow, programme=programme, number=number, terms=terms, created_at=at)


def replace_terms(store: Store, version: int, terms: str) -> None:
    """Write a draft's terms over: nothing rests on them yet."""
    store.change(VersionRow, version, terms=terms)


def rename_programme(store: Store, programme: int, name: str) -> None:
    """Give a programme another name."""
    store.change(ProgrammeRow, programme, name=name, name_folded=fold(name))


def version_since(store: Store, version: int) -> datetime:
    """When a version was made."""
    since: datetime = store.find(VersionRow, id=version).created_at
    return since


def set_programme_status(store: Store, programme: int, status: str) -> None:
    """Pause, resume or end a programme."""
    store.run(ProgrammeRow.update(status=status).where(ProgrammeRow.id == programme))


def spend_budget(store: Store, programme: int, by: int, budget: int | None) -> bool:
    """Add to what a programme has given, unless that passes its budget; says whether it fits."""
    statement = "UPDATE programme SET budget_spent = budget_spent + ? WHERE id = ?"
    if budget is None:
        return store.touch(statement, (by, programme)) == 1
    fits = f"{statement} AND budget_spent + ? <= ?"
    return store.touch(fits, (by, programme, by, budget)) == 1


def give_budget_back(store: Store, programme: int, by: int) -> None:
    """R64: a reversal gives back what was spent."""
    store.run(
        ProgrammeRow.update(budget_spent=ProgrammeRow.budget_spent - by).where(
            ProgrammeRow.id == programme
        )
    )


def _version(row: Any, programme: Any, decimals: int) -> Version:
    return Version(
        id=row.id,
        number=row.number,
        programme=programme.id,
        name=programme.name,
        status=programme.status,
        terms=_terms(row.terms, decimals),
        budget_spent=programme.budget_spent,
        preset=programme.preset,
    )


def get_version(store: Store, version: int, decimals: int) -> Version:
    """One version with its programme's present state."""
    row = store.find(VersionRow, id=version)
    return _version(row, store.find(ProgrammeRow, id=row.programme_id), decimals)


def current_versions(store: Store, decimals: int) -> list[Version]:
    """The newest version of every programme, in the order in which they were added."""
    newest = {row.programme_id: row for row in store.find_all(VersionRow)}
    return [
        _version(newest[programme.id], programme, decimals)
        for programme in store.find_all(ProgrammeRow)
    ]


def running_versions(store: Store, decimals: int) -> list[Version]:
    """The newest version of every active programme; a till asks at each purchase."""
    return [
        _version(store.find_all(VersionRow, programme=one.id)[-1], one, decimals)
        for one in store.find_all(ProgrammeRow, status="active")
    ]


def versions_of(store: Store, programme: int) -> list[int]:
    """The ids of all versions of a programme."""
    return [row.id for row in store.find_all(VersionRow, programme=programme)]


def version_terms_text(store: Store, version: int) -> str:
    """The terms file of a version as it was saved."""
    text: str = store.scalar(VersionRow.select(VersionRow.terms).where(VersionRow.id == version))
    return text


# -- what the shop sells -----------------------------------------------------------------------


def save_service(store: Store, name: str, group: str, price: int | None, margin: int | None) -> int:
    """Add a service or change the one of this name."""
    folded = fold(name)
    values = {"name": name, "group": group, "price": price, "margin": margin, "is_active": True}
    if store.run(ServiceRow.update(**values).where(ServiceRow.name_folded == folded)):
        found: int = store.scalar(
            ServiceRow.select(ServiceRow.id).where(ServiceRow.name_folded == folded)
        )
        return found
    return store.insert(ServiceRow, name_folded=folded, **values)


def list_services(store: Store) -> list[Service]:
    """What the shop sells, in the order in which it was added."""
    rows = store.all(ServiceRow.select().where(ServiceRow.is_active == 1).order_by(ServiceRow.id))
    return [_service(row) for row in rows]


def find_service(store: Store, name: str) -> Service | None:
    """A service by its name, whatever the case."""
    row = store.find(ServiceRow, name_folded=fold(name))
    return _service(row) if row else None


def _service(row: Any) -> Service:
    return Service(row.id, row.name, row.group, row.price, row.margin)
