"""Backups: made, listed, verified and restored; checking a shop from end to end."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.services.backup_names import free_name, named_heads
from refdesk.services.desk import Desk
from refdesk.services.erased_list import BACKUPS, copy_list, list_folders
from refdesk.services.record import seeds_of
from refdesk.storage import backup as storage
from refdesk.storage import shop as shops
from refdesk.storage.audit import Anchor, read_heads
from refdesk.storage.audit_check import RecordCheck, check_record, mac_at
from refdesk.storage.engine import FILE_NAME, open_store
from refdesk.storage.errors import StorageError
from refdesk.storage.integrity import Problem, all_problems
from refdesk.storage.lock import alone_in_folder

FOLDER = BACKUPS
LAST_BACKUP = "last_backup_at"
ANCHOR_LOST = "audit_anchor_lost"


@dataclass(frozen=True)
class Backup:
    """One backup file, when it was made, and where the audit chains stood then (4c)."""

    file: Path
    sha256: str
    made_at: datetime
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What the check of a shop found, and how far the record of the tills could be proved."""

    problems: tuple[Problem, ...]
    record: RecordCheck


def create_backup(desk: Desk, target: Path | None = None) -> Backup:
    """Copy the shop beside running tills, read the copy back, and name it by its moment.

    A copy at a place of one's own choice takes all customers with it, as an export does: that is
    the owner's (4a). Raises StorageError when it cannot be written, DomainError ``not_allowed``,
    ``bad_file`` where a file stands and ``signed_out`` for who was let go.
    """
    if target is not None:
        desk.require("owner", "copy_shop")
    desk.refuse_signed_out()
    at = desk.now()
    heads = read_heads(desk.store)
    path = target or free_name(desk.folder / FOLDER, at, heads)
    if path.exists():
        raise DomainError("bad_file", text=path.name)
    storage.copy_database(desk.store, path)
    copy_list(list_folders(desk.folder), path.parent)
    shop = shops.find_shop(desk.store)
    if shop is not None:
        with desk.store.write():
            shops.set_setting(desk.store, LAST_BACKUP, at.isoformat())
            desk.audit(desk.stamp(shop, opens_shift=False, minds_clock=False), "backup_made")
    anchors = tuple(Anchor(head.name, head.seq, head.mac) for head in heads)
    return Backup(path, storage.file_sha256(path), at, anchors)


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


def allow_restore(desk: Desk) -> None:
    """Raise DomainError ``not_allowed`` for who may not put a backup in this shop's place (4a): the
    owner may. A folder without a shop that opens has nobody to ask."""
    desk.require("owner", "restore")


def restore_backup(file: Path, folder: Path, *, replace: bool = False) -> Path | None:
    """Put a backup in the place of a folder's shop, with the folder to itself.

    Where a shop exists it is backed up first; returns that backup's path. Raises DomainError
    ``shop_exists`` without ``replace``, StorageError for an unsound file or a folder in use. Who
    was erased since is erased again when the folder is opened next (R51), also by the list that
    stands beside the file.
    """
    storage.verify_copy(file)
    target = folder / FILE_NAME
    if target.exists() and not replace:
        raise DomainError("shop_exists")
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in_folder(folder):
        kept = _keep(target, folder) if target.exists() else None
        copy_list((file.parent, *list_folders(folder)), folder)
        storage.replace_database(file, target)
    return kept


def _keep(target: Path, folder: Path) -> Path:
    """Back up what is about to be replaced, even where it no longer opens."""
    at, prefix = datetime.now(UTC), "refdesk-before-restore"
    try:
        store = open_store(folder)
    except StorageError:
        kept = free_name(folder / FOLDER, at, prefix=prefix)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target, kept)
        return kept
    try:
        kept = free_name(folder / FOLDER, at, read_heads(store), prefix)
        storage.copy_database(store, kept)
    finally:
        store.close()
    return kept


def copy_anchors(file: Path) -> tuple[Anchor, ...]:
    """Where the audit chains end in a backup: for the report of a restore (4c)."""
    facts = storage.copy_facts(file)
    return facts.anchors if facts is not None else ()


def copy_has_key(file: Path) -> bool:
    """Whether the record in a backup goes on with a key that lies in it (4c)."""
    facts = storage.copy_facts(file)
    return facts is not None and facts.has_key


# -- checking ----------------------------------------------------------------------------------


def check_shop(desk: Desk) -> list[Problem]:
    """Recompute everything that the tables promise; every problem found."""
    return list(check_everything(desk).problems)


def check_everything(
    desk: Desk,
    *,
    keys: Sequence[str] = (),
    anchors: Sequence[Anchor] = (),
    progress: Progress | None = None,
) -> Checked:
    """Recompute everything that the tables promise, and prove the record of the tills.

    ``keys`` are the owner's audit keys as typed or scanned: with them every line is proved, without
    only those of the day (4c). ``anchors`` stand on shift reports, their sums as far as printed.
    Raises DomainError ``bad_audit_key``, and ``Cancelled`` where ``progress`` says so.
    """
    seeds = seeds_of(keys)
    problems = list(all_problems(desk.store, progress))
    try:
        record = check_record(desk.store, seeds, progress)
    except ValueError as unreadable:  # a key that is none any more
        record = RecordCheck([("audit_broken", str(unreadable))])
    problems += record.problems
    problems += _lost_by_name(desk, record)
    tills = {head.name: head.till for head in read_heads(desk.store)}
    for one in anchors:
        found = mac_at(desk.store, tills.get(one.till, 0), one.seq)
        if found is None or not found.startswith(one.mac.lower()):
            problems.append((ANCHOR_LOST, f"till {one.till}, {one.seq}"))
    return Checked(tuple(problems), record)


def _lost_by_name(desk: Desk, record: RecordCheck) -> Iterator[Problem]:
    """Lines that stood when a backup of this shop was made and are gone, by the backup's name.

    One that was made before an older state was put back is of a branch that was left.
    """
    shop = shops.find_shop(desk.store)
    names = {head.till: head.name for head in read_heads(desk.store)}
    for one in named_heads(desk.folder / FOLDER):
        till = names.get(one.till, "")
        found = mac_at(desk.store, one.till, one.seq)
        if found is not None and found.startswith(one.mac):
            continue
        left = any(
            back.till == till and back.seq <= one.seq
            and (back.at is None or one.made_at is None or back.at >= one.made_at)
            for back in record.restored
        )  # fmt: skip
        facts = None if left else storage.copy_facts(one.file)
        if shop is not None and facts is not None and facts.shop_uid == shop.uid:
            yield ANCHOR_LOST, f"till {till or one.till}, {one.seq} ({one.file.name})"
