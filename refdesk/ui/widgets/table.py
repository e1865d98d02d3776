"""The table of the back office: fixed rows, a line under each, one sort arrow, no zebra."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named

ROW = 40
TOUCH_ROW = 48
HEADER = 36
PADDING = 12


class RowDelegate(QStyledItemDelegate):
    """Draws a cell: its text with 12 px at both sides, a line below, the first cell bold when
    its row is selected."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        theme = self._theme
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.fillRect(option.rect, theme.colour("accent_soft" if selected else "hover"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setFont(theme.font("body", bold=selected and index.column() == 0))
        painter.setPen(theme.colour("muted" if option.text == "…" else "text"))
        pad = theme.px(PADDING)
        inside = option.rect.adjusted(pad, 0, -pad, -1)
        shown = painter.fontMetrics().elidedText(
            option.text, Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, int(option.displayAlignment), shown)
        painter.restore()


class SortHeader(QHeaderView):
    """Column titles; the one that sorts has a chevron after its words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFont(theme.font("small", bold=True))
        self.setFixedHeight(theme.px(HEADER))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(48))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        theme, model = self._theme, self.model()
        side = Qt.Orientation.Horizontal
        title = str(model.headerData(logical, side) or "")
        alignment = model.headerData(logical, side, Qt.ItemDataRole.TextAlignmentRole)
        painter.save()
        painter.fillRect(rect, theme.colour("sunken"))
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("text"))
        pad = theme.px(PADDING)
        inside = rect.adjusted(pad, 0, -pad, 0)
        sorts = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical
        if sorts:
            inside.setRight(inside.right() - theme.px(18))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(alignment or Qt.AlignmentFlag.AlignVCenter), shown)
        if sorts:
            to_right = bool(int(alignment or 0) & Qt.AlignmentFlag.AlignRight.value)
            wide = inside.width() if to_right else metrics.horizontalAdvance(shown)
            at = QPoint(inside.left() + wide + theme.px(4), rect.center().y() - theme.px(7))
            down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            name = "chevron-down" if down else "chevron-up"
            theme.draw_icon(painter, at, name, token="text", size=16)
        painter.restore()


class Table(QTableView):
    """A table for a paged model; whole rows are selected, one at a time."""

    def __init__(self, theme: Theme, name: str, spoken: str, *, touch: bool = False) -> None:
        """``touch`` makes rows 48 high instead of 40."""
        super().__init__()
        named(self, name, spoken)
        self.setFont(theme.font("body"))
        self.setHorizontalHeader(SortHeader(theme, self))
        self.setItemDelegate(RowDelegate(theme, self))
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.px(ROW))
        rows.setDefaultSectionSize(theme.px(TOUCH_ROW if touch else ROW))
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setStretchLastSection(False)
