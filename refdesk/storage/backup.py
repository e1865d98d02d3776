"""Copies of the database that can be trusted: made whole, read back, named by their contents.

A copy is made by SQLite's backup interface in one step (pages=-1), so that it is consistent beside
other tills, then synced, checked and renamed; a half-made one never has the final name. Beside it
stands its SHA-256, as `sha256sum` writes it: SQLite's own check sees less than half of all flipped
bits, the sum sees every one.
"""

import os
import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from refdesk.storage.audit import Anchor
from refdesk.storage.audit_keys import copy_key
from refdesk.storage.engine import APPLICATION_ID, Store, schema_version
from refdesk.storage.errors import DAMAGED, FOREIGN, FULL, MISSING, NEWER, StorageError

_SIDE_FILES = ("-wal", "-shm", "-journal")


def copy_database(store: Store, target: Path) -> None:
    """Write a consistent copy of an open database, or leave no trace of one.

    Raises StorageError when the target cannot be written or the copy does not check out.
    """
    half = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(half)) as copy:
            store.db.connection().backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
            _change_keys(copy)
        verify_file(half)
        _sync(half)
        checksum_file(target).unlink(missing_ok=True)
        half.replace(target)
        checksum_file(target).write_text(f"{file_sha256(target)}  {target.name}\n", "utf-8")
        _sync(checksum_file(target))
        _sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(_disk_reason(error), str(error)) from error
    finally:
        _forget(half)


def _change_keys(copy: sqlite3.Connection) -> None:
    """Put into a copy keys that follow from those of the day: whoever has yesterday's backup has
    no key of yesterday (4c). What is recorded once the copy was put back tells of it."""
    if not _has_keys(copy):
        return
    copy.execute("PRAGMA secure_delete = 1")
    copy.execute("PRAGMA journal_mode = MEMORY")
    held = copy.execute("SELECT id, key FROM day_key WHERE is_copy = 0").fetchall()
    copy.executemany(
        "UPDATE day_key SET key = ?, is_copy = 1,"
        " since = (SELECT audit_seq FROM till WHERE till.id = till_id) WHERE id = ?",
        [(copy_key(bytes.fromhex(key)).hex(), id_) for id_, key in held],
    )
    copy.commit()
    copy.execute("PRAGMA journal_mode = DELETE")


def _has_keys(copy: sqlite3.Connection) -> bool:
    is_there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'day_key'"
    if copy.execute(is_there).fetchone() is None:
        return False
    return copy.execute("SELECT 1 FROM day_key").fetchone() is not None


class CopyFacts(NamedTuple):
    """Whose copy a file is, where the audit chains end in it, and whether they have day keys."""

    shop_uid: str
    anchors: tuple[Anchor, ...]
    has_key: bool


def copy_facts(path: Path) -> CopyFacts | None:
    """What a copy says of itself, or None where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            uid = db.execute("SELECT uid FROM shop").fetchone()
            tills = db.execute(
                "SELECT name, audit_seq, audit_mac FROM till WHERE audit_seq > 0 ORDER BY id"
            ).fetchall()
            has_key = _has_keys(db)
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return CopyFacts(str(uid[0]) if uid else "", tuple(Anchor(*till) for till in tills), has_key)


def _forget(half: Path) -> None:
    # where even that does not go, why the copy failed is what counts
    with suppress(OSError):
        half.unlink(missing_ok=True)


def checksum_file(path: Path) -> Path:
    """Where the SHA-256 of a copy is kept."""
    return path.with_name(path.name + ".sha256")


def noted_sha256(path: Path) -> str:
    """The SHA-256 that a copy had when it was made; read from the copy where nothing is noted.

    Only `verify_copy` finds out whether the file is still the same.
    """
    beside = checksum_file(path)
    if not beside.is_file():
        return file_sha256(path)
    return beside.read_text("utf-8", "replace").partition(" ")[0].strip()


def verify_copy(path: Path) -> None:
    """Check a copy as `verify_file` does, and against its SHA-256 where that came along."""
    verify_file(path)
    if checksum_file(path).is_file() and noted_sha256(path) != file_sha256(path):
        raise StorageError(DAMAGED, f"{path.name}: another SHA-256 than when it was made")


def verify_file(path: Path) -> None:
    """Check that a file is a sound RefDesk database that this program can read.

    Raises StorageError ``missing``, ``foreign``, ``newer`` or ``damaged``.
    """
    if not path.is_file():
        raise StorageError(MISSING, str(path))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StorageError(FOREIGN, str(path))
            if db.execute("PRAGMA user_version").fetchone()[0] > schema_version():
                raise StorageError(NEWER, str(path))
            _check_length(path)
            if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise StorageError(DAMAGED, str(path))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # a damaged schema can name things in bytes that are no text
        raise StorageError(DAMAGED, str(error)) from error


def _check_length(path: Path) -> None:
    """A file that lost less than a page reads as if the rest were zeros."""
    with path.open("rb") as stream:
        header = stream.read(32)
    page = int.from_bytes(header[16:18], "big")
    size, pages = path.stat().st_size, int.from_bytes(header[28:32], "big")
    page = 65_536 if page == 1 else page
    if size % page or size < page * pages:
        raise StorageError(DAMAGED, f"{path.name}: cut short")


def replace_database(source: Path, target: Path) -> None:
    """Put a verified copy in the place of a database, old or new and never a mixture."""
    verify_copy(source)
    half = target.with_name(target.name + ".restore")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(source.read_bytes())
        verify_file(half)
        _sync(half)
        for ending in _SIDE_FILES:
            # a journal of the old file would be played into the new one
            target.with_name(target.name + ending).unlink(missing_ok=True)
        half.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise StorageError(_disk_reason(error), str(error)) from error
    finally:
        _forget(half)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file, old or new and never a mixture. Raises StorageError."""
    half = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(data)
        _sync(half)
        half.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageError(_disk_reason(error), str(error)) from error
    finally:
        _forget(half)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _disk_reason(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    number = getattr(error, "errno", None)
    return FULL if code == sqlite3.SQLITE_FULL or number == 28 else MISSING


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
