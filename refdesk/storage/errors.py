"""Trouble with the storage itself: nothing was written, and why in one word."""

import sqlite3

BUSY, FULL, READ_ONLY, DAMAGED, NEWER, MISSING, LOCKED, UNREACHABLE, NETWORK_SHARE, FOREIGN = (
    "busy", "full", "read_only", "damaged", "newer", "missing", "locked", "unreachable",
    "network_share", "foreign",
)  # fmt: skip
MOVED = "moved"
"""The file is not where it was opened: its folder was renamed, or a disk taken off."""

_BY_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: MISSING,
}

_BY_WHOLE_CODE = {sqlite3.SQLITE_READONLY_DBMOVED: MOVED}


class StorageError(Exception):
    """The database could not do it; ``reason`` is one of the words of this module."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def storage_error(error: BaseException) -> StorageError:
    """Name the reason of a driver's error by its result code, else by its primary one.

    A full disk ends the transaction by itself, and rolling it back is one more error: what came
    first tells the reason.
    """
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlite_errorcode", None)
        reason = _BY_WHOLE_CODE.get(code) or _BY_CODE.get(code & 0xFF) if code else None
        if reason is not None:
            return StorageError(reason, str(error))
        cause = cause.__context__
    return StorageError(UNREACHABLE, str(error))
