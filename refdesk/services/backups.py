"""Backups: made, listed, verified and restored; checking a shop from end to end."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.storage import backup as storage
from refdesk.storage import shop as shops
from refdesk.storage.engine import FILE_NAME, open_store
from refdesk.storage.errors import StorageError
from refdesk.storage.integrity import Problem, all_problems
from refdesk.storage.lock import alone_in_folder

FOLDER = "backups"
LAST_BACKUP = "last_backup_at"


@dataclass(frozen=True)
class Backup:
    """One backup file and when it was made."""

    file: Path
    sha256: str
    made_at: datetime


def create_backup(desk: Desk, target: Path | None = None) -> Backup:
    """Copy the shop beside running tills, read the copy back, and name it by its moment.

    Raises StorageError when it cannot be written, DomainError ``bad_file`` where a file stands.
    """
    at = desk.now()
    path = target or _free_name(desk.folder / FOLDER, at)
    if path.exists():
        raise DomainError("bad_file", text=path.name)
    storage.copy_database(desk.store, path)
    shop = shops.find_shop(desk.store)
    if shop is not None:
        with desk.store.write():
            shops.set_setting(desk.store, LAST_BACKUP, at.isoformat())
            desk.audit(desk.stamp(shop, opens_shift=False, minds_clock=False), "backup_made")
    return Backup(path, storage.file_sha256(path), at)


def _free_name(folder: Path, at: datetime, prefix: str = "refdesk") -> Path:
    """A name of this second that no backup has yet."""
    base = at.astimezone(UTC).strftime(f"{prefix}-%Y%m%d-%H%M%S")
    names = (f"{base}.sqlite", *(f"{base}-{number}.sqlite" for number in range(2, 1000)))
    return next(folder / name for name in names if not (folder / name).exists())


def list_backups(desk: Desk) -> list[Backup]:
    """The backups of the data folder, newest first, with the sums noted when they were made."""
    files = (desk.folder / FOLDER).glob("*.sqlite")
    newest_first = sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [
        Backup(file, storage.noted_sha256(file), datetime.fromtimestamp(file.stat().st_mtime, UTC))
        for file in newest_first
    ]


def last_backup_at(desk: Desk) -> datetime | None:
    """When the last backup was made, if ever."""
    text = shops.find_setting(desk.store, LAST_BACKUP)
    return datetime.fromisoformat(text) if text else None


def verify_backup(file: Path) -> str:
    """Check that a backup can be restored; its SHA-256. Raises StorageError."""
    storage.verify_copy(file)
    return storage.file_sha256(file)


def restore_backup(file: Path, folder: Path, *, replace: bool = False) -> Path | None:
    """Put a backup in the place of a folder's shop, with the folder to itself.

    Where a shop exists it is backed up first; returns that backup's path. Raises DomainError
    ``shop_exists`` without ``replace``, StorageError for an unsound file or a folder in use.
    """
    storage.verify_copy(file)
    target = folder / FILE_NAME
    if target.exists() and not replace:
        raise DomainError("shop_exists")
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in_folder(folder):
        kept = _keep(target, folder) if target.exists() else None
        storage.replace_database(file, target)
    return kept


def _keep(target: Path, folder: Path) -> Path:
    """Back up what is about to be replaced, even where it no longer opens."""
    kept = _free_name(folder / FOLDER, datetime.now(UTC), "refdesk-before-restore")
    try:
        store = open_store(folder)
    except StorageError:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target, kept)
        return kept
    try:
        storage.copy_database(store, kept)
    finally:
        store.close()
    return kept


def check_shop(desk: Desk) -> list[Problem]:
    """Recompute everything that the tables promise; every problem found."""
    with desk.store.read():
        return list(all_problems(desk.store))
