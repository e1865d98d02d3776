"""Who was erased, beside the database and its backups, so that no older backup brings him back.

A line is the HMAC of a record's number and the moment at which it was made, under a key that
follows from the shop's own: the list says nothing about anybody, and is of use only to who holds
the shop's database. The moment tells a person from another one who got the same number after an
older backup was put back.
"""

import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from refdesk.storage.backup import write_whole
from refdesk.storage.fields import InstantField

FILE_NAME = "refdesk-erased.txt"
_HEAD = (
    "# RefDesk: people who were erased, one line each. It says nothing about them.\n"
    "# Keep it beside the backups: a backup that is put back is rid of them again.\n"
)
_LINE = re.compile(r"[0-9a-f]{64}")
_INSTANT = InstantField()


def make_tombstone(shop_uid: str, customer: int, created_at: datetime) -> str:
    """What stands for a record of a shop."""
    key = sha256(f"refdesk erased people of {shop_uid}".encode()).digest()
    return hmac.new(key, f"{customer}/{_INSTANT.db_value(created_at)}".encode(), sha256).hexdigest()


def read_tombstones(folders: Iterable[Path]) -> frozenset[str]:
    """The lines of the lists in these folders. A list that cannot be read counts as none."""
    found: set[str] = set()
    for folder in folders:
        try:
            found.update(_LINE.findall((folder / FILE_NAME).read_text("ascii", "replace")))
        except OSError:
            continue
    return frozenset(found)


def write_tombstones(folder: Path, tombstones: Iterable[str]) -> None:
    """Write a folder's list anew, whole or not at all. Raises StorageError."""
    lines = "".join(f"{one}\n" for one in sorted(tombstones))
    write_whole(folder / FILE_NAME, f"{_HEAD}{lines}".encode("ascii"))


def digest_of(tombstones: Iterable[str]) -> str:
    """A sum over a list; empty for an empty one."""
    lines = "".join(sorted(tombstones))
    return sha256(lines.encode()).hexdigest() if lines else ""
