"""A table of up to millions of rows: all ids, and the few pages of rows that are looked at.

Ids come at once from a worker (8 bytes a row); rows come in pages of 64 when a view asks for
them, and the last pages stay in a small cache. Order and filter are the caller's query.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from refdesk.domain.progress import Progress
from refdesk.ui.tasks import Task, Tasks

PAGE = 64
CACHED_PAGES = 96
WANTED_PAGES = 4
"""Pages asked for and not yet come; older wishes of a fast scroll are given up."""

Index = QModelIndex | QPersistentModelIndex
ELLIPSIS = "…"


@dataclass(frozen=True)
class Column:
    """A column: its title, how a row is shown in it, and what sorting by it is called.

    ``sort_key`` is handed to the caller's query; empty means that the column does not sort.
    """

    key: str
    title: str
    show: Callable[[Any], str]
    is_number: bool = False
    sort_key: str = ""


class PagedTableModel(QAbstractTableModel):
    """Rows by page. ``fetch_rows`` gives rows by id and runs in the database lane.

    ``loaded`` tells the number of rows, ``failed`` the exception of a query, ``sort_requested``
    a sort key and whether descending; the caller then loads its query anew.
    """

    loaded = Signal(object)
    failed = Signal(object)
    sort_requested = Signal(str, bool)

    def __init__(
        self,
        tasks: Tasks,
        columns: Sequence[Column],
        fetch_rows: Callable[[Sequence[int]], Mapping[int, Any]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._columns = tuple(columns)
        self._fetch_rows = fetch_rows
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, Mapping[int, Any]] = OrderedDict()
        self._wanted: OrderedDict[int, Task] = OrderedDict()
        self._loading: Task | None = None

    # -- what the caller does --------------------------------------------------------------

    def load(self, query: Callable[[Progress], Sequence[int]]) -> None:
        """Show what a query of ids gives; it runs in the database lane, the newest call wins.

        The query may be begun more than once, where its ``Progress`` has ended it. Until ids have
        come the last list stays; on failure too.
        """
        self.stop()
        self._loading = self._tasks.run_patient(
            query, owner=self, done=self._take_ids, failed=self._on_failure
        )

    def stop(self) -> None:
        """Have no ids brought that are on their way; the last list stays."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def refresh(self) -> None:
        """Fetch the rows anew, for instance after a change; ids and order stay."""
        self._drop_pages()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def is_loading(self) -> bool:
        """Whether a query of ids is on its way."""
        return self._loading is not None

    def count(self) -> int:
        """The number of rows."""
        return len(self._ids)

    def id_at(self, row: int) -> int | None:
        """The id of a row, or None outside the table."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, wanted: int) -> int | None:
        """The row of an id, or None when the list does not have it."""
        try:
            return self._ids.index(wanted)
        except ValueError:
            return None

    def record_at(self, row: int) -> Any:
        """The record of a row, or None while its page has not come (it is asked for then)."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return page.get(self._ids[row])

    def columns(self) -> tuple[Column, ...]:
        """The columns in their order."""
        return self._columns

    # -- Qt --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        record = self.record_at(index.row())
        return ELLIPSIS if record is None else column.show(record)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the caller for the other order; nothing is sorted here."""
        if 0 <= column < len(self._columns) and self._columns[column].sort_key:
            descending = order == Qt.SortOrder.DescendingOrder
            self.sort_requested.emit(self._columns[column].sort_key, descending)

    # -- pages -----------------------------------------------------------------------------

    def _take_ids(self, ids: Sequence[int]) -> None:
        self._loading = None
        self.beginResetModel()
        self._drop_pages()
        self._ids = ids
        self.endResetModel()
        self.loaded.emit(len(ids))

    def _on_failure(self, error: Exception) -> None:
        self._loading = None
        self.failed.emit(error)

    def _drop_pages(self) -> None:
        self._pages.clear()
        for task in self._wanted.values():
            task.cancel()
        self._wanted.clear()

    def _ask(self, number: int) -> None:
        if number in self._wanted:
            return
        while len(self._wanted) >= WANTED_PAGES:
            self._wanted.popitem(last=False)[1].cancel()
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        # An immediate runner answers inside the call: what it leaves must not look asked for.
        answered: list[bool] = []

        def done(rows: Mapping[int, Any]) -> None:
            answered.append(True)
            self._take_page(number, rows)

        def failed(error: Exception) -> None:
            answered.append(True)
            self._wanted.pop(number, None)
            self.failed.emit(error)

        task = self._tasks.run(
            lambda: self._fetch_rows(ids), owner=self, done=done, failed=failed, urgent=True
        )
        if not answered:
            self._wanted[number] = task

    def _take_page(self, number: int, rows: Mapping[int, Any]) -> None:
        self._wanted.pop(number, None)
        self._pages[number] = rows
        while len(self._pages) > CACHED_PAGES:
            self._pages.popitem(last=False)
        first = number * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value
