"""Shops as earlier releases left them, frozen as SQL in ``files`` (P11)."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from refdesk.storage.engine import FILE_NAME, create_store, open_store

Rows = dict[str, list[tuple[Any, ...]]]

_FILES = Path(__file__).parent / "files"


def thaw(schema: int, folder: Path) -> Path:
    """Lay down a shop of an older ``schema`` in a new folder, and return that folder."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        db.executescript((_FILES / f"schema_{schema}.sql").read_text("utf-8"))
    return folder


def _tables(db: sqlite3.Connection) -> dict[str, list[str]]:
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'customer_search_%'"
    )
    return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for (name,) in names}


def rows_of(folder: Path, columns: dict[str, list[str]]) -> Rows:
    """What stands in these columns of a shop's tables."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        return {
            name: db.execute(f"SELECT {', '.join(wanted)} FROM {name} ORDER BY 1").fetchall()
            for name, wanted in columns.items()
            if name != "schema_migration"
        }


def old_columns(folder: Path) -> dict[str, list[str]]:
    """The columns of every table as they are now."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        return _tables(db)


def schema(folder: Path) -> set[tuple[str, str, str, str]]:
    """Everything that the file is made of, whatever the quotes and spaces."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        found = db.execute("SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_master")
        return {
            (kind, name, table, " ".join(sql.replace('"', "").split()))
            for kind, name, table, sql in found
        }


def brought_up_to_date(old: Path, fresh: Path) -> Rows:
    """Open an older shop with this release: its file becomes one like a new shop's in ``fresh``,
    and every row is kept. Returns those rows."""
    columns = old_columns(old)
    before = rows_of(old, columns)
    create_store(fresh).close()
    open_store(old).close()
    assert schema(old) == schema(fresh)
    assert rows_of(old, columns) == before
    return before
