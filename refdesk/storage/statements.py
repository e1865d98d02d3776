"""Statements that are made once: inserting a row, and finding rows by equal columns.

Building SQL from peewee's classes costs several times what SQLite needs to execute it, which a
queue at the till would feel. The statement depends only on the row and the names of its columns,
so it is built once and kept; values still go through the row's own fields.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import Field, ForeignKeyField


@dataclass(frozen=True)
class Statement:
    """SQL with ``?`` for each value, and what turns given values into the database's."""

    sql: str
    fields: tuple[Field, ...]
    defaults: tuple[tuple[Field, Any], ...] = ()

    def values(self, given: Sequence[Any]) -> list[Any]:
        """The values to bind, in the statement's order."""
        bound = [field.db_value(value) for field, value in zip(self.fields, given, strict=True)]
        for field, default in self.defaults:
            bound.append(field.db_value(default() if callable(default) else default))
        return bound


def _quoted(name: str) -> str:
    return f'"{name}"'


@cache
def insert_statement(row: Any, names: tuple[str, ...]) -> Statement:
    """INSERT of one row with these fields given and the row's defaults for the others."""
    meta = row._meta
    fields = tuple(meta.combined[name] for name in names)
    given = {field.name for field in fields}
    defaults = tuple(
        (field, default) for field, default in meta.defaults.items() if field.name not in given
    )
    columns = [field.column_name for field in (*fields, *(field for field, _ in defaults))]
    listed, places = ", ".join(map(_quoted, columns)), ", ".join("?" * len(columns))
    return Statement(
        f"INSERT INTO {_quoted(meta.table_name)} ({listed}) VALUES ({places})",  # noqa: S608 - names of our own columns
        fields,
        defaults,
    )


@cache
def change_statement(row: Any, names: tuple[str, ...]) -> Statement:
    """UPDATE of these fields of the row with an id; the id is the last value."""
    meta = row._meta
    fields = tuple(meta.combined[name] for name in names)
    changes = ", ".join(f"{_quoted(field.column_name)} = ?" for field in fields)
    return Statement(
        f'UPDATE {_quoted(meta.table_name)} SET {changes} WHERE "id" = ?',  # noqa: S608 - names of our own columns
        (*fields, meta.combined["id"]),
    )


@dataclass(frozen=True)
class Finder:
    """A SELECT of whole rows and what makes a record of one."""

    statement: Statement
    record: Callable[[Sequence[Any]], Any]


@cache
def find_statement(
    row: Any, names: tuple[str, ...], nulls: tuple[str, ...], above_zero: str, order: str
) -> Finder:
    """SELECT of the rows whose fields of these names are equal to values, or NULL, or above 0.

    Records have the row's fields by name, and a link's id as ``<name>_id``.
    """
    meta = row._meta
    wanted = tuple(meta.combined[name] for name in names)
    columns = ", ".join(_quoted(field.column_name) for field in meta.sorted_fields)
    tests = [f"{_quoted(field.column_name)} = ?" for field in wanted]
    tests += [f"{_quoted(meta.combined[name].column_name)} IS NULL" for name in nulls]
    tests += [f"{_quoted(meta.combined[above_zero].column_name)} > 0"] if above_zero else []
    parts = [f"SELECT {columns} FROM {_quoted(meta.table_name)}"]  # noqa: S608 - names of our own columns
    parts += ["WHERE " + " AND ".join(tests)] if tests else []
    parts += [f"ORDER BY {_quoted(order)}"] if order else []
    return Finder(Statement(" ".join(parts), wanted), _record_of(row))


@cache
def _record_of(row: Any) -> Callable[[Sequence[Any]], Any]:
    fields = row._meta.sorted_fields
    names = [
        field.object_id_name if isinstance(field, ForeignKeyField) else field.name
        for field in fields
    ]
    make: Any = namedtuple(row.__name__, names)  # type: ignore[misc]
    convert = [field.python_value for field in fields]
    return lambda values: make._make(
        [one(value) for one, value in zip(convert, values, strict=True)]
    )
