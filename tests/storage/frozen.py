"""Shops as earlier releases left them, frozen as SQL in ``files`` (P11)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from refdesk.storage.engine import FILE_NAME

_FILES = Path(__file__).parent / "files"


def thaw(schema: int, folder: Path) -> Path:
    """Lay down a shop of an older ``schema`` in a new folder, and return that folder."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        db.executescript((_FILES / f"schema_{schema}.sql").read_text("utf-8"))
    return folder
