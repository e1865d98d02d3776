"""The list of layers: the topmost first, an eye that hides, a column's paragraphs indented.

Up and Down choose, Space hides or shows, Del deletes, Alt or Ctrl with Up and Down reorder.
"""

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from refdesk.ui.page import Context
from refdesk.ui.pages.studio.layer_rows import ICONS, LayerRow, layer_rows
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.widgets.base import named

ROW: Final = 32
EYE: Final = 32
INDENT: Final = 20
_Index = QModelIndex | QPersistentModelIndex
_REORDER: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
_SHOWN: Final = Qt.ItemDataRole.DisplayRole
_SPOKEN: Final = Qt.ItemDataRole.AccessibleTextRole


class LayerModel(QAbstractListModel):
    """The rows of the side that is worked on."""

    def __init__(self, context: Context, studio: Studio) -> None:
        super().__init__()
        self._words = context.words
        self._studio = studio
        self.rows = layer_rows(studio, self._words)

    def refresh(self) -> bool:
        """Read the rows anew; tells whether they are others."""
        rows = layer_rows(self._studio, self._words)
        if rows == self.rows:
            return False
        same_picks = [row.pick for row in rows] == [row.pick for row in self.rows]
        if same_picks:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return True
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = _SHOWN) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role in (_SHOWN, Qt.ItemDataRole.ToolTipRole):
            return row.label
        if role == _SPOKEN:
            text = self._words.text
            return text("{layer}, hidden", layer=row.label) if row.hidden else row.label
        return None


class LayerDelegate(QStyledItemDelegate):
    """Draws a row: icon, label, a sign where something is to be mended, and the eye."""

    def __init__(self, context: Context, layers: "LayerList") -> None:
        super().__init__(layers)
        self._theme = context.theme
        self._layers = layers

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, row = self._theme, self._layers.rows()[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if selected or hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(option.rect, theme.px(6), theme.px(6))
        left = self._icon(painter, option.rect, row)
        right = option.rect.right() - theme.px(EYE if row.pick.item is None else 4)
        if row.warned:
            right -= theme.px(22)
            at = QPoint(right, option.rect.top() + theme.px((ROW - 18) // 2))
            theme.draw_icon(painter, at, "triangle-alert", token="check_ink", size=18)
        painter.setFont(theme.font("small" if row.pick.item is not None else "body", bold=selected))
        painter.setPen(theme.colour("muted" if row.hidden else "text"))
        room = QRect(left, option.rect.top(), right - left - theme.px(4), option.rect.height())
        shown = painter.fontMetrics().elidedText(
            row.label, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        if row.pick.item is None:
            self._eye(painter, option.rect, row)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A press on the eye hides or shows."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and self._layers.eye_rect(index).contains(event.position().toPoint())
        ):
            self._layers.toggle(index.row())
            return True
        return super().editorEvent(event, model, option, index)

    def _icon(self, painter: QPainter, rect: QRect, row: LayerRow) -> int:
        theme = self._theme
        left = rect.left() + theme.px(8 + (INDENT if row.pick.item is not None else 0))
        side = 18 if row.pick.item is None else 16
        at = QPoint(left, rect.top() + (rect.height() - theme.px(side)) // 2)
        token = "muted" if row.hidden else "text"
        theme.draw_icon(painter, at, ICONS[row.kind], token=token, size=side)
        return left + theme.px(side + 8)

    def _eye(self, painter: QPainter, rect: QRect, row: LayerRow) -> None:
        theme = self._theme
        side = theme.px(18)
        at = QPoint(
            rect.right() - theme.px(EYE) + (theme.px(EYE) - side) // 2,
            rect.top() + (rect.height() - side) // 2,
        )
        theme.draw_icon(painter, at, "eye-off" if row.hidden else "eye", token="muted", size=18)


class LayerList(QListView):
    """The rows of a studio; what is chosen here is chosen on the canvas, and the other way."""

    def __init__(self, context: Context, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._model = LayerModel(context, studio)
        self._following = False
        named(self, "studio_layers", context.words.text("Layers"))
        self.setModel(self._model)
        self.setItemDelegate(LayerDelegate(context, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._on_current)
        studio.design_changed.connect(self._follow)
        studio.pick_changed.connect(self._follow)
        studio.checked.connect(self._follow)
        self._follow()

    def rows(self) -> tuple[LayerRow, ...]:
        """The rows that are shown."""
        return self._model.rows

    def eye_rect(self, index: _Index) -> QRect:
        """Where the eye of a row is."""
        rect = self.visualRect(self._model.index(index.row()))
        if self.rows()[index.row()].pick.item is not None:
            return QRect()
        wide = rect.height()
        return QRect(rect.right() - wide + 1, rect.top(), wide, rect.height())

    def toggle(self, row: int) -> None:
        """Hide a row's element or show it again."""
        one = self.rows()[row]
        self._studio.set_hidden(one.pick.element, hidden=not one.hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, moves = event.key(), event.modifiers() & _REORDER
        if moves and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._studio.reorder(up=key == Qt.Key.Key_Up)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._studio.delete()
        elif key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._following and index.isValid():
            self._studio.select(self.rows()[index.row()].pick)

    def _follow(self) -> None:
        """Show the rows and the choice of the studio."""
        self._following = True
        self._model.refresh()
        picks = [row.pick for row in self.rows()]
        chosen = self._studio.pick
        if chosen in picks:
            index = self._model.index(picks.index(chosen))
            if index != self.currentIndex() or not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
                self.scrollTo(index)
        else:
            self.selectionModel().clear()
        self._following = False
