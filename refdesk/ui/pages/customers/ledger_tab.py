"""Ledger: every entry, newest first; held amounts in brackets, what was voided struck through.

The arithmetic of the chosen entry stands under the table, where there is room for all of it.
"""

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from refdesk.domain.customer import short_name
from refdesk.domain.ledger import EXPIRED, HELD
from refdesk.domain.records import EntryLine
from refdesk.domain.terms import POINTS, STAMPS
from refdesk.services.customer_view import CustomerView, LedgerLine, view_ledger
from refdesk.services.desk import Desk
from refdesk.ui.error_texts import reading_message
from refdesk.ui.page import Context
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import rule
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Strip
from refdesk.ui.widgets.table import PADDING, Table
from refdesk.words.catalogue import Words
from refdesk.words.names import entry_name, entry_reason
from refdesk.words.why import why_lines

ROW = 56
WHY_HIGH = 68
_DATE, _ENTRY, _CHANGE, _BALANCE = range(4)
Index = QModelIndex | QPersistentModelIndex


class LedgerTab(QWidget):
    """The entries of one person in a table."""

    def __init__(self, context: Context, desk: Desk, view: CustomerView) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._view = view
        theme = context.theme
        self._column = tight(QVBoxLayout(self), theme.px(8))
        self._strip = Strip(theme, "ledger_strip")
        self._strip.hide()
        self._body: QWidget = Label(theme, "…", tone="muted").centred()
        self._column.addWidget(self._strip)
        self._column.addWidget(self._body, 1)
        self._read()

    def _read(self) -> None:
        desk, customer = self._desk, self._view.details.customer.id
        self._context.tasks.run(
            lambda: view_ledger(desk, customer), owner=self, done=self._show, failed=self._trouble
        )

    def _show(self, lines: list[LedgerLine]) -> None:
        theme, words = self._context.theme, self._context.words
        self._strip.hide()
        if not lines:
            sentence = words.text("Points earned and spent will stand here")
            self._put(EmptyState(theme, "ledger_empty", "scroll-text", sentence))
            return
        shown = [row_of(words, line, self._view) for line in lines]
        table = _LedgerTable(theme, words, shown)
        box = QWidget()
        column = tight(QVBoxLayout(box))
        column.addWidget(table, 1)
        column.addWidget(rule(theme))
        self._why = named(Label(theme, "", "small").wrapped(), "ledger_why")
        pad = theme.px(PADDING)
        self._why.setContentsMargins(pad, theme.px(8), pad, 0)
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._why.setMinimumHeight(theme.px(WHY_HIGH))
        column.addWidget(self._why)
        table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_why(shown[now.row()])
        )
        table.setCurrentIndex(table.model().index(0, 0))
        note = words.text("Nothing is erased: a void is a new entry")
        foot = Label(theme, note, "small", tone="muted").wrapped()
        foot.setContentsMargins(theme.px(PADDING), theme.px(8), theme.px(PADDING), theme.px(8))
        column.addWidget(foot)
        self._put(box)

    def _show_why(self, row: "LedgerRow") -> None:
        """All that is known of an entry, under the table: it is never cut."""
        self._why.setText("\n".join(part for part in (row.line, row.why) if part))

    def _put(self, body: QWidget) -> None:
        self._column.replaceWidget(self._body, body)
        self._column.setStretchFactor(body, 1)
        self._body.deleteLater()
        self._body = body

    def _trouble(self, error: Exception) -> None:
        words = self._context.words
        again = Button(
            self._context.theme, "ledger_again", words.text("Try again"),
            Look(icon="refresh-cw", height=44),
        )  # fmt: skip
        again.clicked.connect(self._read)
        self._strip.show_message(reading_message(words, error), [again])


# -- an entry in words -----------------------------------------------------------------------------


class LedgerRow(NamedTuple):
    """One entry as it is shown."""

    day: str
    title: str
    line: str
    change: str
    balance: str
    is_held: bool
    is_undone: bool
    why: str = ""


def row_of(words: Words, line: LedgerLine, view: CustomerView) -> LedgerRow:
    """An entry in words: what, from where, how much, and what was there after it."""
    entry = line.entry
    is_held, is_undone = entry.state == HELD, line.undone_on is not None
    change = _amount(words, entry.unit, entry.change)
    if is_held:
        change = f"({_plain(words, entry.unit, entry.change)})"
    return LedgerRow(
        day=words.date(entry.on, today=view.today),
        title=_title(words, line, view.details.customer.id),
        line=_line(words, line, view.today),
        change=change,
        balance=_plain(words, entry.unit, line.balance),
        is_held=is_held,
        is_undone=is_undone,
        why=_why(words, entry),
    )


def _why(words: Words, entry: EntryLine) -> str:
    """G09: the arithmetic behind an entry."""
    steps = "; ".join(why_lines(words, entry.why))
    return words.text("Why: {steps}", steps=steps) if steps else ""


def _plain(words: Words, unit: str, amount: int) -> str:
    return words.number(amount) if unit in (POINTS, STAMPS) else words.money(amount)


def _amount(words: Words, unit: str, amount: int) -> str:
    text = _plain(words, unit, amount)
    return f"+{text}" if amount > 0 else text


def _title(words: Words, line: LedgerLine, customer: int) -> str:
    entry, origin = line.entry, line.origin
    if entry.kind == "earn" and origin.buyer not in (None, customer):
        nobody = words.text("Erased") if origin.is_erased else words.text("No name")
        name = short_name(origin.buyer_name) or nobody
        if entry.state == HELD:
            return words.text("On hold: referral {name}", name=name)
        return words.text("Referral {name}", name=name)
    if entry.kind == "earn":
        if entry.state == HELD:
            return words.text("On hold: earned on a purchase")
        return words.text("Earned on a purchase")
    if entry.kind == "spend":
        return words.text("Spent on a purchase")
    if entry.undoes is not None and entry.change < 0:
        return words.text("Undone: taken back")
    if entry.undoes is not None:
        return words.text("Undone: returned")
    return entry_name(words, entry.kind)


def _line(words: Words, line: LedgerLine, today: date) -> str:
    entry, origin = line.entry, line.origin
    if line.undone_on is not None:
        day = words.date(line.undone_on, today=today)
        return words.text("Voided on {date}", date=day)
    parts = [words.text("expired")] if entry.state == EXPIRED else []
    if entry.purchase is not None:
        parts.append(words.text("Purchase {number}", number=f"B{entry.purchase}"))
    if entry.state == HELD and origin.available_on is not None:
        day = words.date(origin.available_on, today=today)
        parts.append(words.text("counts from {date}", date=day))
    parts += [part for part in (entry_reason(words, entry.reason), origin.staff_name) if part]
    return " · ".join(parts)


# -- the table -------------------------------------------------------------------------------------


class LedgerModel(QAbstractTableModel):
    """The rows in words; ``row_at`` gives one to the delegate."""

    def __init__(self, words: Words, rows: list[LedgerRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._titles = (
            words.text("Date"), words.text("Entry"), words.text("Change"), words.text("Balance"),
        )  # fmt: skip

    def row_at(self, row: int) -> LedgerRow:
        """The row of a place."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.day, row.title, row.change, row.balance)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, row.line) if part)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> int:
    right = column in (_CHANGE, _BALANCE)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value


class _LedgerTable(Table):
    """Rows of two lines; nothing in them can be pressed."""

    def __init__(self, theme: Theme, words: Words, rows: list[LedgerRow]) -> None:
        super().__init__(theme, "ledger_table", words.text("Ledger"))
        model = LedgerModel(words, rows, self)
        self.setModel(model)
        self.setItemDelegate(_LedgerDelegate(theme, model, self))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionResizeMode(_ENTRY, QHeaderView.ResizeMode.Stretch)
        bold = QFontMetrics(theme.font("small", bold=True))
        small, body = QFontMetrics(theme.font("small")), QFontMetrics(theme.font("body", bold=True))
        content = {
            _DATE: max(small.horizontalAdvance(row.day) for row in rows),
            _CHANGE: max(body.horizontalAdvance(row.change) for row in rows),
            _BALANCE: max(body.horizontalAdvance(row.balance) for row in rows),
        }
        for column, widest in content.items():
            title = str(model.headerData(column, Qt.Orientation.Horizontal))
            pads = theme.px(2 * PADDING + 4)
            wide = max(widest, bold.horizontalAdvance(title)) + pads
            header.resizeSection(column, wide)


class _LedgerDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: LedgerModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, row = self._theme, self._model.row_at(index.row())
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("accent_soft"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        pad = theme.px(PADDING)
        inside = option.rect.adjusted(pad, 0, -pad, -1)
        if index.column() == _ENTRY:
            self._entry(painter, inside, row)
        else:
            self._cell(painter, inside, row, index.column())
        painter.restore()

    def _entry(self, painter: QPainter, inside: QRect, row: LedgerRow) -> None:
        theme = self._theme
        font = theme.font("body")
        font.setStrikeOut(row.is_undone)
        half = inside.height() // 2
        top = QRect(inside.left(), inside.top() + theme.px(3), inside.width(), half)
        low = QRect(inside.left(), inside.top() + half, inside.width(), half - theme.px(3))
        if not row.line:
            top = inside
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        self._elided(painter, top, row.title, Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        self._elided(painter, low, row.line, Qt.AlignmentFlag.AlignVCenter)

    def _cell(self, painter: QPainter, inside: QRect, row: LedgerRow, column: int) -> None:
        theme = self._theme
        muted = column == _DATE or (column == _CHANGE and row.is_held)
        font = theme.font("small" if column == _DATE else "body", bold=column == _CHANGE)
        font.setStrikeOut(column == _CHANGE and row.is_undone)
        painter.setFont(font)
        painter.setPen(theme.colour("muted" if muted else "text"))
        text = {_DATE: row.day, _CHANGE: row.change, _BALANCE: row.balance}[column]
        painter.drawText(inside, _alignment(column), text)

    def _elided(self, painter: QPainter, rect: QRect, text: str, flag: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, (Qt.AlignmentFlag.AlignLeft | flag).value, shown)
