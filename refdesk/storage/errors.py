"""Trouble with the storage itself: nothing was written, and why in one word."""

import sqlite3

BUSY, FULL, READ_ONLY, DAMAGED, NEWER, MISSING, LOCKED, UNREACHABLE, NETWORK_SHARE, FOREIGN = (
    "busy", "full", "read_only", "damaged", "newer", "missing", "locked", "unreachable",
    "network_share", "foreign",
)  # fmt: skip

_BY_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: MISSING,
}


class StorageError(Exception):
    """The database could not do it; ``reason`` is one of the words of this module."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def storage_error(error: BaseException) -> StorageError:
    """Name the reason of a driver's error by its primary result code."""
    cause = error
    while not hasattr(cause, "sqlite_errorcode") and cause.__context__ is not None:
        cause = cause.__context__
    code = getattr(cause, "sqlite_errorcode", None)
    reason = _BY_CODE.get(code & 0xFF, UNREACHABLE) if code is not None else UNREACHABLE
    return StorageError(reason, str(error))
