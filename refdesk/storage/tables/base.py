"""What all rows share."""

from typing import Any

from peewee import SQL, Check, ForeignKeyField, Model, Node


def one_of(column: str, *values: str) -> Any:
    """A check that a column has one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({listed})")


ZERO: list[Node] = [SQL("DEFAULT 0")]
NO_LIST: list[Node] = [SQL("DEFAULT '[]'")]
"""What a column that came after the first release holds where nothing is given."""


class Row(Model):
    """Common ground: strict columns, table names as given; every row but a lot has its ``id``."""

    id: Any

    class Meta:
        legacy_table_names = False
        strict_tables = True


def link(row: Any, *, null: bool = False, index: bool = True) -> Any:
    """A link to another row, whose id stands in ``<name>_id``; nothing is deleted through it."""
    return ForeignKeyField(row, null=null, index=index, backref="+", on_delete="RESTRICT")
