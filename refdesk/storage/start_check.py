"""The check of a start (P22): the file's structure and the tails of the audit chains.

Table by table: where SQLite keeps no WAL, a reader holds up whoever wants to write, and here a
writer waits for one table at most. Between tables it tells how far it is and may be stopped.
"""

import sqlite3
from collections.abc import Callable

from refdesk.storage.audit_check import broken_links
from refdesk.storage.engine import Store
from refdesk.storage.errors import DAMAGED, StorageError
from refdesk.storage.integrity import Problem, table_names

TAIL = 200
"""So many links of each audit chain."""


class StartCheck:
    """One check; `stop` may be called from another thread."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None
        self._is_stopped = False

    def run(self, store: Store, report: Callable[[int, int | None], None]) -> list[Problem]:
        """Every problem found; none of a check that was stopped. Raises StorageError.

        ``report`` is told how many of how many tables are done.
        """
        self._connection = store.db.connection()
        try:
            return self._look(store, report)
        except StorageError as trouble:
            if self._is_stopped:
                return []
            if trouble.reason == DAMAGED:  # so bad that the check itself could not go on
                return [("file_damaged", trouble.detail)]
            raise
        finally:
            self._connection = None

    def stop(self) -> None:
        """End the check soon: the window closes."""
        self._is_stopped = True
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    def _look(self, store: Store, report: Callable[[int, int | None], None]) -> list[Problem]:
        problems: list[Problem] = []
        tables = table_names(store)
        for done, table in enumerate(tables):
            if self._is_stopped:
                return []
            report(done, len(tables))
            said = store.sql("SELECT * FROM pragma_quick_check(?)", (table,))
            problems += [("file_damaged", str(row[0])) for row in said if row[0] != "ok"]
        problems += [
            ("audit_broken", f"till {till}, {seq}") for till, seq in broken_links(store, last=TAIL)
        ]
        return problems
