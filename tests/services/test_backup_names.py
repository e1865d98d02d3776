"""When a backup was made, by its name."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from refdesk.services.backup_names import made_at, made_or_changed_at

MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COPIED = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize("name", [
    "stick.sqlite", "refdesk-20261120-0930.sqlite", "refdesk-20269931-093000.sqlite",
    "refdesk-20261120-246100.sqlite",
])  # fmt: skip
def test_a_name_of_somebodys_own_tells_no_moment(name: str) -> None:
    assert made_at(name) is None


@pytest.mark.parametrize("name, at", [
    ("refdesk-20261120-093000-t1-57-3f9c2b1a4d5e.sqlite", MADE),
    ("refdesk-before-restore-20261120-093000.sqlite", MADE),
    ("stick.sqlite", COPIED),
])  # fmt: skip
def test_a_copied_backup_is_as_old_as_its_name_says(
    name: str, at: datetime, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.touch()
    os.utime(file, (COPIED.timestamp(), COPIED.timestamp()))
    assert made_or_changed_at(file) == at
