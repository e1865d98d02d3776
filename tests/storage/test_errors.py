"""The reason of a driver's error, by its result code."""

import sqlite3

import peewee
import pytest

from refdesk.storage.errors import storage_error


def driver(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as the driver says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code, reason", [
    (sqlite3.SQLITE_BUSY, "busy"), (sqlite3.SQLITE_LOCKED, "busy"), (517, "busy"),
    (sqlite3.SQLITE_FULL, "full"), (sqlite3.SQLITE_READONLY, "read_only"), (264, "read_only"),
    (sqlite3.SQLITE_CORRUPT, "damaged"), (sqlite3.SQLITE_NOTADB, "damaged"), (267, "damaged"),
    (sqlite3.SQLITE_CANTOPEN, "missing"), (sqlite3.SQLITE_IOERR, "unreachable"),
    (sqlite3.SQLITE_ERROR, "unreachable"),
])  # fmt: skip
def test_a_result_code_has_a_reason_its_extended_forms_too(code: int, reason: str) -> None:
    assert storage_error(driver(code)).reason == reason


def test_the_code_is_found_behind_the_libraries_own_error() -> None:
    wrapped = peewee.OperationalError("disk is full")
    wrapped.__context__ = driver(sqlite3.SQLITE_FULL)
    trouble = storage_error(wrapped)
    assert (trouble.reason, str(trouble)) == ("full", "full: disk is full")


def test_an_error_without_a_code_is_unreachable() -> None:
    assert storage_error(peewee.OperationalError("?")).reason == "unreachable"
