"""A program that ends while it brings a file up to date, at each statement in turn (P11)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from refdesk.storage.engine import FILE_NAME, create_store, open_store
from tests.storage.frozen import old_columns, rows_of, schema

_CHANGES_NOTHING = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "ROLLBACK", "select")


def _end_at(patch: pytest.MonkeyPatch, last: int) -> None:
    """Let the program end at its n-th statement that changes the file."""
    execute: Any = SqliteDatabase.execute_sql
    done = 0

    def execute_sql(self: Any, sql: str, params: Sequence[Any] | None = None) -> Any:
        nonlocal done
        if not sql.startswith(_CHANGES_NOTHING):
            done += 1
            if done == last:
                raise RuntimeError("killed")
        return execute(self, sql, params)

    patch.setattr(SqliteDatabase, "execute_sql", execute_sql)


def left_by_kills(old: Path, fresh: Path) -> list[str]:
    """What is left of a shop's file, ``old`` or ``new``, after an end at each statement; the last
    one is that of a program that was let alone. Every row is there each time."""
    create_store(fresh).close()
    schemas = {frozenset(schema(old)): "old", frozenset(schema(fresh)): "new"}
    columns = old_columns(old)
    before, whole = rows_of(old, columns), (old / FILE_NAME).read_bytes()
    found, is_killed = list[str](), True
    while is_killed:
        (old / FILE_NAME).write_bytes(whole)
        with pytest.MonkeyPatch.context() as patch:
            _end_at(patch, len(found) + 1)
            try:
                open_store(old).close()
            except RuntimeError:
                pass
            else:
                is_killed = False
        assert rows_of(old, columns) == before
        found.append(schemas[frozenset(schema(old))])
    return found
