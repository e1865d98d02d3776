"""Every column of text has a decision about what erasing a person does to it (R51)."""

from pathlib import Path

from peewee import TextField

from refdesk.storage.fields import DayField
from refdesk.storage.tables import ALL_ROWS
from refdesk.storage.tables.personal import COLUMNS
from tests.storage.frozen import brought_up_to_date, thaw

WORDS = ("emptied", "deleted", "dashed", "mended", "kept: ", "mended: ")


def test_r51_every_column_of_text_is_decided_on() -> None:
    found = {
        (row._meta.table_name, column)
        for row in ALL_ROWS
        for column, field in row._meta.columns.items()
        if isinstance(field, TextField) and not isinstance(field, DayField)
    } | {("customer", "birthday")}
    assert found == {(table, column) for table, columns in COLUMNS.items() for column in columns}
    decisions = [one for columns in COLUMNS.values() for one in columns.values()]
    assert all(one.startswith(WORDS) for one in decisions)


def test_r51_a_persons_own_rows_have_no_other_days_than_these() -> None:
    """A birthday says something of a person; other days are of what was done."""
    days = {
        (row._meta.table_name, name)
        for row in ALL_ROWS
        for name, field in row._meta.columns.items()
        if isinstance(field, DayField) and row._meta.table_name in ("customer", "identity")
    }
    assert days == {
        ("customer", "birthday"), ("customer", "registered_on"), ("customer", "last_on"),
    }  # fmt: skip


def test_p11_a_file_of_before_has_the_triggers_of_a_new_one(tmp_path: Path) -> None:
    brought_up_to_date(thaw(8, tmp_path / "shop"), tmp_path / "new")
