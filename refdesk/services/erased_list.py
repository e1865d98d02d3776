"""The list of erased people beside a database and its backups: where it stands, and whether the
database agrees with it (R51). What is done where it does not is in `erasing`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from refdesk.storage.engine import Store
from refdesk.storage.shop import find_setting
from refdesk.storage.tombstones import digest_of, read_tombstones, write_tombstones

BACKUPS: Final = "backups"
ERASED_LIST: Final = "erased_list"
"""The note in the database that has the sum of the list it agrees with."""
PENDING: Final = "-"
"""Stands in the sum's place as long as something is still to be done."""


def list_folders(folder: Path) -> tuple[Path, Path]:
    """Where the list of a data folder stands: beside the database and beside its backups."""
    return folder, folder / BACKUPS


def is_settled(store: Store, folder: Path) -> bool:
    """Whether the database agrees with the list; quick, because every start asks."""
    listed = read_tombstones(list_folders(folder))
    return (find_setting(store, ERASED_LIST) or "") == digest_of(listed)


def copy_list(sources: Sequence[Path], target: Path) -> None:
    """Let the list stand in another folder too, beside whatever stands in that one's already.

    Raises StorageError.
    """
    known = read_tombstones([target])
    listed = read_tombstones(sources) | known
    if listed != known:
        write_tombstones(target, listed)
