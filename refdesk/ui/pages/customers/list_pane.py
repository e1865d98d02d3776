"""The list: a search of ids in the order asked for, rows by page, and what stands when it is empty.

Everybody may search; without a search only the owner sees the list (reliability.md 4a).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QWidget

from refdesk.domain.customer import mask_phone
from refdesk.domain.progress import Progress
from refdesk.domain.records import CustomerLine
from refdesk.services import customers
from refdesk.services.customers import MOST_MATCHES, is_enough
from refdesk.services.desk import Desk
from refdesk.services.look_ups import count_look_up
from refdesk.ui.error_texts import reading_message
from refdesk.ui.models.paged_table_model import Column, PagedTableModel
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.shared import masked_code, shown_day, shown_name
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.states import SHOW_AFTER_MS, EmptyState
from refdesk.ui.widgets.strips import Strip
from refdesk.ui.widgets.table import PADDING, Table

SEARCH_AFTER_MS = 120
NAME_WIDTH = 140
NAME_LEAST = 120
GIVES_WAY = ("code", "referrals", "purchases")
"""Columns that leave, in this order, while the names have less than `NAME_LEAST`."""
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Order(NamedTuple):
    """An order of the list: what it is called in the search, and whether it is turned round."""

    key: str = "newest"
    turned: bool = False


_DOWNWARDS = ("last", "purchases")
"""Orders whose usual direction is from the largest down."""


class CustomerList(Panel):
    """The table with its footer.

    ``chosen`` gives the id of the row that has the selection, or None; ``opened`` the id of one
    that was opened by Enter or a double click; ``add_requested`` and ``clear_requested`` come
    from the buttons of an empty list.
    """

    chosen = Signal(object)
    opened = Signal(int)
    clicked = Signal(int)
    add_requested = Signal()
    clear_requested = Signal()

    def __init__(self, context: Context, desk: Desk, *, browses: bool) -> None:
        """``browses`` shows everybody where nothing is searched for."""
        super().__init__(context.theme, "customer_list", padding=0, spacing=0)
        self._context = context
        self._desk = desk
        self._browses = browses
        self._query = ""
        self._order = Order()
        self._took_ms = 0
        self._is_searching = False
        self._widths: dict[int, int] = {}
        self._year_width = 0
        self._has_more = False
        self._today: date | None = None
        self._wanted: int | None = None
        self.model = PagedTableModel(context.tasks, self._columns(), self._fetch, self)
        self.table = Table(context.theme, "customers_table", context.words.text("Customers"))
        self._waiting = _single_shot(self, SEARCH_AFTER_MS, self.reload)
        self._slow = _single_shot(self, SHOW_AFTER_MS, self._tell_searching)
        self._build()
        self._connect()

    # -- what the page does ----------------------------------------------------------------

    def query(self) -> str:
        """What is searched for."""
        return self._query

    def search(self, text: str, *, at_once: bool = False) -> None:
        """Show whom a text finds, after a short rest of the keyboard."""
        self._query = text.strip()
        if at_once:
            self._waiting.stop()
            self.reload()
        else:
            self._waiting.start()

    def reload(self) -> None:
        """Search anew with what stands; the selected person stays selected if he is found."""
        query, order, desk = self._query, self._order, self._desk
        if self._wanted is None:
            self._wanted = self.current_id()
        self._slow.start()
        self._is_searching = True

        def ids(progress: Progress) -> Sequence[int]:
            began = time.monotonic_ns()
            self._today = desk.today()
            found = self._find(query, order, progress)
            self._took_ms = (time.monotonic_ns() - began) // 1_000_000
            return found

        self.model.load(ids)

    def stop(self) -> None:
        """Search no further; `reload` does it anew."""
        self._waiting.stop()
        self.model.stop()

    def is_waiting(self) -> bool:
        """Whether what was typed is still to be searched for, or on its way."""
        return self._waiting.isActive() or self._is_searching

    def current_id(self) -> int | None:
        """The id of the selected row."""
        return self.model.id_at(self.table.currentIndex().row())

    def select(self, customer: int) -> bool:
        """Select a person; False when he is not in the list that stands."""
        row = self.model.row_of(customer)
        if row is None:
            return False
        self.table.setCurrentIndex(self.model.index(row, 0))
        self._keep(customer)
        return True

    def select_when_loaded(self, customer: int | None) -> None:
        """Select a person once the list that is on its way has come."""
        self._wanted = customer

    def _keep(self, customer: int | None) -> None:
        """Whoever is selected while a list is on its way is selected in that one too."""
        if self._is_searching and customer is not None:
            self._wanted = customer

    def next_order(self) -> None:
        """Sort by the next of the orders, for the keyboard: newest, name, last, purchases."""
        keys = ["newest", *(one.sort_key for one in self.model.columns() if one.sort_key)]
        following = keys[(keys.index(self._order.key) + 1) % len(keys)]
        self._set_order(Order(following))

    def order(self) -> Order:
        """The order that stands."""
        return self._order

    # -- building --------------------------------------------------------------------------

    def _columns(self) -> tuple[Column, ...]:
        words = self._context.words
        number = words.number
        return (
            Column("name", words.text("Name"), lambda one: shown_name(words, one), sort_key="name"),
            Column("phone", words.text("Phone"), _phone),
            Column("code", words.text("Code"), lambda one: masked_code(one.code)),
            Column("purchases", words.text("Purchases"), lambda one: number(one.purchases),
                   is_number=True, sort_key="purchases"),
            Column("last", words.text("Last"), self._last, sort_key="last"),
            Column("referrals", words.text("Referrals"), lambda one: number(one.referrals),
                   is_number=True),
            Column("points", words.text("Points"), lambda one: number(one.points),
                   is_number=True),
        )  # fmt: skip

    def _build(self) -> None:
        theme = self._context.theme
        self.table.setModel(self.model)
        self._measure()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._empty: EmptyState | None = None
        self.strip = Strip(theme, "customers_list_strip")
        self.strip.hide()
        self._count = Label(theme, "", "small", tone="muted")
        self._count.setObjectName("customers_count")
        self._place = ElidingLabel(theme, "", "small", tone="muted")
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._place.setObjectName("customers_position")
        footer = QWidget()
        footer.setFixedHeight(theme.px(36))
        row = tight(QHBoxLayout(footer), theme.px(16), (theme.px(PADDING), 0) * 2)
        row.addWidget(self._count)
        row.addWidget(self._place, 1)
        # The panel draws its line and round corners: what lies inside leaves room for them.
        one = theme.px(1)
        self.column.setContentsMargins(one, one, one, one)
        self.column.addWidget(self.strip)
        self.column.addWidget(self._pages, 1)
        self.column.addWidget(rule(theme))
        self.column.addWidget(footer)

    def _measure(self) -> None:
        """Measure each column but the name's; a day with its year and without."""
        theme = self._context.theme
        words = self._context.words
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        body = QFontMetrics(theme.font("body"))
        bold = QFontMetrics(theme.font("small", bold=True))
        longest = {
            "phone": mask_phone("+79000000000"),
            "code": masked_code("WWWWWWWWWW"),
            "last": words.date(date(2000, 9, 28), today=date(2000, 1, 1)),
            "points": words.number(100_000),
        }
        year = body.horizontalAdvance(words.date(date(2000, 9, 28)))
        self._year_width = year - body.horizontalAdvance(longest["last"])
        for place, column in enumerate(self.model.columns()):
            if column.key == "name":
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
                continue
            arrow = theme.px(20) if column.sort_key else 0
            title = bold.horizontalAdvance(column.title) + arrow
            content = body.horizontalAdvance(longest.get(column.key, ""))
            width = max(title, content) + theme.px(2 * PADDING + 4)
            self._widths[place] = width
            header.resizeSection(place, width)

    def _fit_columns(self) -> None:
        """Keep room for the names first, then for years; a day without its end has a tooltip."""
        theme, header = self._context.theme, self.table.horizontalHeader()
        least = theme.px(NAME_LEAST)
        places = {one.key: place for place, one in enumerate(self.model.columns())}
        rest = self.table.viewport().width() - sum(self._widths.values())
        for key in GIVES_WAY:
            place = places[key]
            self.table.setColumnHidden(place, rest < least)
            rest += self._widths[place] if rest < least else 0
        last = places["last"]
        more = self._year_width if rest - self._year_width >= theme.px(NAME_WIDTH) else 0
        if header.sectionSize(last) != self._widths[last] + more:
            header.resizeSection(last, self._widths[last] + more)

    def _connect(self) -> None:
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_trouble)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.horizontalHeader().sectionClicked.connect(self._on_header)
        self.table.activated.connect(self._on_opened)
        self.table.clicked.connect(lambda index: self._tell(self.clicked.emit, index))
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)

    # -- reading, in the database lane -----------------------------------------------------

    def _find(self, query: str, order: Order, progress: Progress) -> Sequence[int]:
        desk = self._desk
        self._has_more = False
        if self._browses:
            found = customers.search_customers(desk, query, sort=order.key, progress=progress)
            if order.turned:
                found.reverse()
            return found
        if not is_enough(query):
            return []
        most = MOST_MATCHES + 1
        found = customers.search_customers(desk, query, limit=most, progress=progress)
        count_look_up(desk)
        self._has_more = len(found) > MOST_MATCHES
        return found[:MOST_MATCHES]

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, CustomerLine]:
        return {line.id: line for line in customers.customer_lines(self._desk, ids)}

    # -- what came -------------------------------------------------------------------------

    def _on_loaded(self, count: int) -> None:
        self._is_searching = False
        self._slow.stop()
        self.strip.hide()
        wanted, self._wanted = self._wanted, None
        if count == 0:
            self._show_empty()
        else:
            self._pages.setCurrentWidget(self.table)
            row = self.model.row_of(wanted) if wanted is not None else None
            if row is None and (self._query or wanted is not None):
                row = 0
            if row is not None:
                self.table.doItemsLayout()  # which makes room to scroll in
                self.table.setCurrentIndex(self.model.index(row, 0))
        self._tell_count()
        self._on_row()

    def _on_trouble(self, error: Exception) -> None:
        self._is_searching = False
        self._slow.stop()
        words = self._context.words
        again = Button(
            self._context.theme, "customers_again", words.text("Try again"),
            Look(icon="refresh-cw", height=44),
        )  # fmt: skip
        again.clicked.connect(self._again)
        self.strip.show_message(reading_message(words, error), [again])
        self._tell_count()

    def _again(self) -> None:
        self.strip.hide()
        self.model.refresh()
        self.reload()

    def _tell_count(self) -> None:
        words, count = self._context.words, self.model.count()
        if self._has_more:
            text = words.text("The first {most} matches: type more to see others",
                              most=words.number(MOST_MATCHES))  # fmt: skip
        elif self._query:
            text = words.plural(
                "{n} customer, found in {ms} ms", "{n} customers, found in {ms} ms", count,
                ms=words.number(self._took_ms),
            )  # fmt: skip
        else:
            text = words.plural("{n} customer", "{n} customers", count)
        self._count.setText(text if count else "")

    def _tell_searching(self) -> None:
        self._count.setText("…")

    def _on_row(self) -> None:
        words, row = self._context.words, self.table.currentIndex().row()
        count = self.model.count()
        text = ""
        if 0 <= row < count:
            text = words.text(
                "Row {row} of {count}", row=words.number(row + 1), count=words.number(count)
            )
        self._place.setText(text)
        customer = self.model.id_at(row)
        self._keep(customer)
        self.chosen.emit(customer)

    def _last(self, line: CustomerLine) -> str:
        return shown_day(self._context.words, line.last_on, self._today or date.max)

    # -- empty -----------------------------------------------------------------------------

    def _show_empty(self) -> None:
        theme, words = self._context.theme, self._context.words
        add = Button(
            theme,
            "customers_empty_add",
            words.text("New customer"),
            Look(icon="user-plus", key="F4"),
        )
        add.clicked.connect(self.add_requested)
        if not self._query and self._browses:
            line = words.text("The first purchase adds one")
            empty = EmptyState(theme, "no_customers", "users", words.text("No customers yet"), line)
            empty.add_action(add)
        elif not self._browses and not is_enough(self._query):
            empty = EmptyState(
                theme, "type_to_search", "search", words.text("Type a name, a phone or a code"),
                words.text("Two letters or three digits are enough. A scanned card works too"),
            )  # fmt: skip
            add.deleteLater()
        else:
            text = words.text("Nobody: “{text}”", text=self._query)
            empty = EmptyState(theme, "nobody_found", "user-search", text)
            empty.add_action(add)
            clear = Button(theme, "customers_clear", words.text("Clear search"), Look("quiet"))
            clear.clicked.connect(self.clear_requested)
            empty.add_action(clear)
        self._replace_empty(empty)

    def _replace_empty(self, empty: EmptyState) -> None:
        if self._empty is not None:
            self._pages.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = named(empty, empty.objectName())
        self._pages.addWidget(empty)
        self._pages.setCurrentWidget(empty)

    # -- keys and the mouse ----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens the selected row; another width shares the room anew."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit_columns)
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _OPENS:
            self._on_opened(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def move_by_key(self, event: QKeyEvent) -> bool:
        """Move the selection by a key that was pressed in the search field."""
        if event.key() not in _MOVES or not self.model.count():
            return False
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
            return True
        page = max(1, self.table.viewport().height() // self.table.rowHeight(0) - 1)
        steps = dict(zip(_MOVES, (-1, 1, -page, page), strict=True))
        row = self.table.currentIndex().row() + steps[Qt.Key(event.key())]
        row = min(max(row, 0), self.model.count() - 1)
        self.table.setCurrentIndex(self.model.index(row, 0))
        return True

    def _on_opened(self, index: QModelIndex) -> None:
        self._tell(self.opened.emit, index)

    def _tell(self, emit: Callable[[int], None], index: QModelIndex) -> None:
        customer = self.model.id_at(index.row())
        if customer is not None:
            emit(customer)

    def _on_header(self, place: int) -> None:
        """Sort by a column, the other way round, and at the third press as at first."""
        key = self.model.columns()[place].sort_key
        if not key:
            self._show_order()
        elif key != self._order.key:
            self._set_order(Order(key))
        else:
            self._set_order(Order() if self._order.turned else Order(key, turned=True))

    def _set_order(self, order: Order) -> None:
        self._order = order
        self._show_order()
        self.reload()

    def _show_order(self) -> None:
        keys = [one.sort_key for one in self.model.columns()]
        place = keys.index(self._order.key) if self._order.key in keys else -1
        downwards = (self._order.key in _DOWNWARDS) is not self._order.turned
        way = Qt.SortOrder.DescendingOrder if downwards else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(place, way)


def _phone(line: CustomerLine) -> str:
    return mask_phone(line.phone) if line.phone else line.plate


def _single_shot(parent: QObject, after_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(act)
    return timer
