"""Customers that match: the list under the scan box, and the page of several matches."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from refdesk.domain.customer import mask_phone, short_name
from refdesk.domain.records import CustomerLine
from refdesk.services.customers import MOST_MATCHES
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.words.catalogue import Words
from refdesk.words.names import points

ROW = 48
Index = QModelIndex | QPersistentModelIndex


class MatchModel(QAbstractListModel):
    """A few customers with what tells them apart."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._lines: tuple[CustomerLine, ...] = ()

    def show_lines(self, lines: Sequence[CustomerLine]) -> None:
        """Show other customers."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> CustomerLine:
        """The customer of a row."""
        return self._lines[row]

    def texts(self, row: int) -> tuple[str, str, str]:
        """Name, phone and points of a row as shared screens show them (R49)."""
        line, words = self._lines[row], self._words
        name = short_name(line.name) or words.text("Customer without a name")
        phone = mask_phone(line.phone) if line.phone else line.plate
        return name, phone, points(words, line.points) if line.points else ""

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(text for text in self.texts(index.row()) if text)
        return None


class _Rows(QStyledItemDelegate):
    """Name, phone and points on one line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = context.theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        name, phone, count = cast(MatchModel, index.model()).texts(index.row())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if selected or hovered:
            painter.fillRect(option.rect, theme.colour("accent_soft" if selected else "hover"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        pad = theme.px(16)
        inside = option.rect.adjusted(pad, 0, -pad, 0)
        width = inside.width()
        parts = (
            (QRect(inside.left(), inside.top(), width * 5 // 10, inside.height()), name, "text"),
            (QRect(inside.left() + width * 5 // 10, inside.top(), width * 3 // 10,
                   inside.height()), phone, "muted"),
            (QRect(inside.left() + width * 8 // 10, inside.top(), width - width * 8 // 10,
                   inside.height()), count, "text"),
        )  # fmt: skip
        for place, (rect, text, ink) in enumerate(parts):
            painter.setFont(theme.font("body", bold=place == 0 or (place == 2 and selected)))
            painter.setPen(theme.colour(ink))
            side = Qt.AlignmentFlag.AlignRight if place == 2 else Qt.AlignmentFlag.AlignLeft
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, rect.width()
            )
            painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class MatchList(QListView):
    """Up to eight customers; up and down move, Enter takes. ``chosen`` gives the customer's id,
    ``typed`` the press of a key that writes or deletes."""

    chosen = Signal(int)
    typed = Signal(object)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._theme = context.theme
        named(self, name, context.words.text("Customers that match"))
        self.matches = MatchModel(context.words)
        self.setModel(self.matches)
        self.setItemDelegate(_Rows(context, self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(self.matches.line(index.row()).id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed is no search among the rows: it narrows down what was asked."""
        is_text = bool(event.text()) and event.text().isprintable()
        if is_text or event.key() == Qt.Key.Key_Backspace:
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def show_lines(self, lines: Sequence[CustomerLine]) -> None:
        """Show other customers; none is chosen."""
        self.matches.show_lines(lines)
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def count(self) -> int:
        """How many are shown."""
        return self.matches.rowCount()

    def step(self, step: int) -> None:
        """Choose the next or the one before."""
        now = self.currentIndex().row() if self.currentIndex().isValid() else -1
        if self.count():
            row = 0 if now < 0 and step > 0 else (now + step) % self.count()
            self.setCurrentIndex(self.matches.index(row, 0))

    def current(self) -> CustomerLine | None:
        """The customer that is chosen."""
        index = self.currentIndex()
        return self.matches.line(index.row()) if index.isValid() else None

    def rows_height(self) -> int:
        """How high it is with all rows in view."""
        return self.count() * self._theme.px(ROW) + self._theme.px(2)


class Suggestions(QWidget):
    """The list that hangs under the scan box while somebody types; it never takes the focus."""

    chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._box: QWidget | None = None
        theme, words = context.theme, context.words
        named(self, "suggestions")
        panel = Panel(theme, "suggestions_panel", padding=1, spacing=0, look="dialog")
        self.list = MatchList(context, "suggestions_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.chosen.connect(self.chosen)
        more = words.text("There may be more: type on to narrow it down")
        self._more = Label(theme, more, "small", tone="muted")
        self._more.setContentsMargins(*(theme.px(16), theme.px(8)) * 2)
        panel.column.addWidget(self.list, 1)
        panel.column.addWidget(self._more)
        tight(QVBoxLayout(self)).addWidget(panel)
        self.hide()

    def show_under(self, box: QWidget, lines: Sequence[CustomerLine]) -> None:
        """Hang under a widget of the same page; nothing to show hides it."""
        if not lines:
            self.hide()
            return
        self.list.show_lines(lines)
        self._more.setVisible(len(lines) >= MOST_MATCHES)
        if self._box is None:
            self._box = box
            box.installEventFilter(self)
        self._hang(box)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box has got another size, and its place with it."""
        if event.type() == QEvent.Type.Resize and self._box is not None and not self.isHidden():
            self._hang(self._box)
        return False

    def _hang(self, box: QWidget) -> None:
        parent = self.parentWidget()
        assert parent is not None
        at = box.mapTo(parent, box.rect().bottomLeft())
        extra = 0 if self._more.isHidden() else self._more.sizeHint().height()
        tall = self.list.rows_height() + extra + self._context.theme.px(6)
        room = parent.height() - at.y() - self._context.theme.px(8)
        self.setGeometry(at.x(), at.y() + self._context.theme.px(4), box.width(), min(tall, room))


class MatchesView(QWidget):
    """Several customers match: choose one, or type more."""

    chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        named(self, "matches_view")
        column = tight(QVBoxLayout(self))
        panel = Panel(theme, "matches_panel", padding=1, spacing=0)
        title = Label(theme, words.text("Who is it?"), "title", bold=True)
        title.setContentsMargins(*(theme.px(16), theme.px(10)) * 2)
        panel.column.addWidget(title)
        self.list = MatchList(context, "matches_list")
        self.list.chosen.connect(self.chosen)
        panel.column.addWidget(self.list, 1)
        column.addWidget(panel)

    def show_lines(self, lines: Sequence[CustomerLine]) -> None:
        """Show the customers with the first one chosen."""
        self.list.show_lines(lines)
        self.list.step(1)
