"""Opening a shop's database with the durability it was promised (reliability.md, section 2).

SQLite runs WAL + FULL only where the library has the WAL-reset fault mended, else TRUNCATE + FULL;
the setting is read back, because a refused pragma is silent. One connection a thread.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from typing import Any

import peewee
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from refdesk.domain.progress import Cancelled, Progress
from refdesk.storage.errors import DAMAGED, FOREIGN, MISSING, NEWER, StorageError, storage_error
from refdesk.storage.schema import create_schema
from refdesk.storage.statements import change_statement, find_statement, insert_statement

APPLICATION_ID = 0x52664431
"""Marks the file as RefDesk's ("RfD1") in SQLite's header."""

BUSY_SECONDS = 10
ASK_EVERY = 10_000
"""Steps of SQLite's machine between two looks whether a long read is still wanted: about 1 ms."""
_MAGIC, _HEADER_BYTES = b"SQLite format 3\0", 100
MIGRATIONS = Path(__file__).parent / "migrations"
FILE_NAME = "refdesk.sqlite"


def journal_mode(version: Sequence[int]) -> str:
    """The journal mode that is safe with this SQLite: ``wal`` or ``truncate``."""
    version = tuple(version)
    mended = (
        (version >= (3, 51, 3) and version != (3, 52, 0))
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )
    return "wal" if mended else "truncate"


class _Write(local):
    """The write transaction of a thread, and what is to be done when it comes to nothing."""

    is_open = False
    wipes_log = False
    when_undone: tuple[Callable[[], None], ...] = ()


class Store:
    """One open database. Queries are built on `tables` and executed here."""

    def __init__(self, db: Any, path: Path) -> None:
        self.db = db
        self.path = path
        self._write = _Write()

    def all(self, query: Any) -> list[Any]:
        """Every row of a query."""
        with self._translated():
            return list(query.execute(self.db))

    def first(self, query: Any) -> Any:
        """The first row of a query, or None."""
        rows = self.all(query.limit(1))
        return rows[0] if rows else None

    def column(self, query: Any, progress: Progress | None = None) -> list[Any]:
        """The first column of every row, as stored: quick for a million ids.

        Row after row, because giving back a million rows at once stops every other thread. Raises
        ``Cancelled`` as ``progress`` does, which is asked between SQLite's steps; sorting is one.
        """
        with self._translated(), self._ended_by(progress):
            return [values[0] for values in self.db.execute(query)]

    @contextmanager
    def _ended_by(self, progress: Progress | None) -> Iterator[None]:
        if progress is None:
            yield
            return
        connection = self.db.connection()
        connection.set_progress_handler(lambda: _is_over(progress), ASK_EVERY)
        try:
            yield
        except (peewee.OperationalError, sqlite3.OperationalError):
            progress.check()
            raise
        finally:
            connection.set_progress_handler(None, 0)

    def scalar(self, query: Any) -> Any:
        """The first column of the first row, or None."""
        with self._translated():
            return query.scalar(self.db)

    def find(self, row: Any, **equal: Any) -> Any:
        """The one row whose fields have these values, or None; a light record."""
        found = self.find_all(row, order="", **equal)
        return found[0] if found else None

    def find_all(
        self, row: Any, *, order: str = "id", above_zero: str = "", **equal: Any
    ) -> list[Any]:
        """The rows whose fields have these values, as light records, in the order of a column."""
        names = tuple(name for name, value in equal.items() if value is not None)
        nulls = tuple(name for name, value in equal.items() if value is None)
        finder = find_statement(row, names, nulls, above_zero, order)
        values = finder.statement.values([equal[name] for name in names])
        return [finder.record(found) for found in self.sql(finder.statement.sql, values)]

    def insert(self, row: Any, **values: Any) -> int:
        """Insert one row and return its id."""
        statement = insert_statement(row, tuple(values))
        bound = statement.values(list(values.values()))
        with self._translated():
            cursor = self.db.execute_sql(statement.sql, bound)
            made: int = self.db.last_insert_id(cursor)
            return made

    def change(self, row: Any, id_: int, **values: Any) -> None:
        """Set fields of the row with an id."""
        statement = change_statement(row, tuple(values))
        self.sql(statement.sql, statement.values([*values.values(), id_]))

    def insert_many(self, row: Any, rows: Sequence[dict[str, Any]], chunk: int = 400) -> None:
        """Insert rows in chunks that stay below the driver's limit of variables."""
        with self._translated():
            for start in range(0, len(rows), chunk):
                row.insert_many(rows[start : start + chunk]).execute(self.db)

    def run(self, query: Any) -> int:
        """Execute an UPDATE or DELETE and return how many rows it touched."""
        with self._translated():
            touched: int = query.execute(self.db)
            return touched

    def sql(self, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Execute SQL that peewee cannot say; parameters only by placeholders."""
        with self._translated():
            cursor = self.db.execute_sql(statement, tuple(params))
            return list(cursor.fetchall()) if cursor.description else []

    def sql_named(self, statement: str, named: Mapping[str, object]) -> None:
        """Execute SQL whose placeholders have names."""
        with self._translated():
            self.db.execute_sql(statement, dict(named))

    def touch(self, statement: str, params: Sequence[object] = ()) -> int:
        """Execute an UPDATE or DELETE written as SQL and return how many rows it touched: for what
        a purchase does often, because peewee builds its SQL slower than SQLite executes it."""
        with self._translated():
            touched: int = self.db.execute_sql(statement, tuple(params)).rowcount
            return touched

    @contextmanager
    def write(self) -> Iterator[None]:
        """One write transaction, taken at once so that two tills queue instead of failing."""
        if self.db.transaction_depth():
            raise RuntimeError("a write transaction must be the outermost")
        self._write.is_open, self._write.when_undone = True, ()
        self._write.wipes_log = False
        try:
            with self._translated(), self.db.atomic("IMMEDIATE"):
                yield
            if self._write.wipes_log:
                self._empty_log()
        except BaseException:
            self._write.is_open = False
            waiting: tuple[Callable[[], None], ...] = self._write.when_undone
            for work in waiting:
                work()
            raise
        finally:
            self._write.is_open, self._write.when_undone = False, ()

    def wipe_log(self) -> None:
        """Let nothing of before stand in SQLite's log once the write transaction in hand is done: a
        key was overwritten in it (4c)."""
        self._write.wipes_log = True

    def _empty_log(self) -> None:
        """Take the log into the file and cut it off; where somebody reads, a later one does it.

        Without a log SQLite has cut off its journal itself. What was written stands whatever
        becomes of this.
        """
        with suppress(StorageError):
            self.sql("PRAGMA busy_timeout = 0")
            self.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        with suppress(StorageError):
            self.sql(f"PRAGMA busy_timeout = {int(self.db.timeout * 1000)}")

    def when_undone(self, work: Callable[[], None]) -> None:
        """Do something once the write transaction in hand has been undone; at once outside of one.

        Within a look at the data nothing is done: a look writes nothing.
        """
        if self._write.is_open:
            self._write.when_undone += (work,)
        elif not self.db.transaction_depth():
            work()

    @contextmanager
    def read(self) -> Iterator[None]:
        """One consistent view for several queries."""
        if self.db.transaction_depth():
            yield
            return
        with self._translated(), self.db.atomic():
            yield

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (peewee.OperationalError, peewee.DatabaseError, sqlite3.Error) as error:
            if isinstance(error, (peewee.IntegrityError, sqlite3.IntegrityError)):
                raise
            raise storage_error(error) from error
        except UnicodeDecodeError as error:
            # texts are written as UTF-8: other bytes come from a damaged file
            raise StorageError(DAMAGED, str(error)) from error

    def wait_at_most(self, seconds: float) -> None:
        """How long this and every later connection waits for another program's transaction."""
        with self._translated():
            self.db.timeout = seconds

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.db.is_closed():
            self.db.close()


def _is_over(progress: Progress) -> bool:
    try:
        progress.check()
    except Cancelled:
        return True
    return False


def open_store(folder: Path) -> Store:
    """Open the shop's database of a data folder.

    Raises StorageError ``missing``, ``foreign``, ``newer``, ``damaged`` and others; a database of
    an older program is copied and brought up to date first.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise StorageError(MISSING, str(path))
    _refuse_foreign(path)
    store = _connect(path)
    try:
        _check_identity(store)
        _migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def create_store(folder: Path) -> Store:
    """Create an empty database with the current schema; the folder must have none.

    Where that fails, nothing is left of it: an empty file would pass for another program's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    is_new = not path.exists()
    store = _connect(path)
    try:
        with store.write():
            create_schema(store.db)
            runner = Runner(store.db, str(MIGRATIONS))
            runner.up(fake=True)
            store.sql(f"PRAGMA application_id = {APPLICATION_ID}")
            store.sql(f"PRAGMA user_version = {schema_version()}")
    except BaseException:
        store.close()
        if is_new:
            for ending in ("", "-journal", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        raise
    return store


def schema_version(directory: Path = MIGRATIONS) -> int:
    """The version of a schema: 1 and one more for each numbered migration."""
    return 1 + len(list(directory.glob("[0-9]*.py")))


def _connect(path: Path) -> Store:
    mode = journal_mode(sqlite3.sqlite_version_info)
    db = SqliteDatabase(
        str(path),
        pragmas={
            "journal_mode": mode,
            "synchronous": "full",
            "foreign_keys": 1,
            "secure_delete": 1,
            "cache_size": -16_000,
            "temp_store": "memory",
        },
        timeout=BUSY_SECONDS,
        autoconnect=True,
    )
    store = Store(db, path)
    try:
        found = store.sql("PRAGMA journal_mode")[0][0], store.sql("PRAGMA synchronous")[0][0]
        if found != (mode, 2) or store.sql("PRAGMA foreign_keys")[0][0] != 1:
            raise StorageError(DAMAGED, f"durability settings refused: {found}")
    except BaseException:
        store.close()
        raise
    return store


def _refuse_foreign(path: Path) -> None:
    """Look into the file's header before any setting could change another program's file."""
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        raise StorageError(MISSING, str(error)) from error
    is_whole = len(header) == _HEADER_BYTES and header.startswith(_MAGIC)
    if is_whole and int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StorageError(FOREIGN, str(path))


def _check_identity(store: Store) -> None:
    if store.sql("PRAGMA application_id")[0][0] != APPLICATION_ID:
        raise StorageError(FOREIGN, str(store.path))
    if store.sql("PRAGMA user_version")[0][0] > schema_version():
        raise StorageError(NEWER, str(store.path))


def _migrate(store: Store, directory: Path = MIGRATIONS) -> None:
    """Bring an older file up to date: a copy of it first, then all or nothing.

    Of two processes that come here at once the later one waits and finds the work done; it would
    else copy what the other has changed over the copy of what was.
    """
    wanted = schema_version(directory)
    if store.sql("PRAGMA user_version")[0][0] >= wanted:
        return
    from refdesk.storage.backup import copy_database

    with _without_links(store), store.write():
        if store.sql("PRAGMA user_version")[0][0] >= wanted:
            return
        # a connection that writes cannot be copied from; another one still reads beside it
        reader = _connect(store.path)
        try:
            copy_database(reader, store.path.with_name(f"refdesk-before-v{wanted}.sqlite"))
        finally:
            reader.close()
        Runner(store.db, str(directory)).up()
        broken = store.sql("PRAGMA foreign_key_check")
        if broken:
            raise StorageError(DAMAGED, f"links that lead nowhere: {broken[:3]}")
        store.sql(f"PRAGMA user_version = {wanted}")


@contextmanager
def _without_links(store: Store) -> Iterator[None]:
    """Foreign keys are not watched over: a table that others refer to can be made anew only so.

    The setting is of no use within a transaction, so it stands around one.
    """
    store.sql("PRAGMA foreign_keys = 0")
    try:
        yield
    finally:
        store.sql("PRAGMA foreign_keys = 1")
