"""The picture of a sheet: paper is white in every theme, a click chooses a place."""

from collections.abc import Set as AbstractSet

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from refdesk.cards.imposition import spot_of
from refdesk.cards.painter import CardPainter
from refdesk.cards.stocks import Stock, load_stock
from refdesk.services.sheet_setup import DEFAULT_STOCK
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.sheet import SheetPlan, draw_sheet
from refdesk.ui.theme.tokens import LIGHT
from refdesk.ui.widgets.base import named

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CHOOSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEAST = 200


class SheetView(QWidget):
    """A sheet, scaled to fit. ``place_chosen`` gives a place, counted from 1 along the rows.

    Arrows move over the places, Space and Enter choose.
    """

    place_chosen = Signal(int)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self._stock: Stock = load_stock(DEFAULT_STOCK)
        self._plan: SheetPlan | None = None
        self._painter: CardPainter | None = None
        self._first = 1
        self._skipped: AbstractSet[int] = frozenset()
        self._spoiled: AbstractSet[str] = frozenset()
        self._cursor = 1
        self._picture: tuple[object, QPixmap] | None = None
        named(self, name, context.words.text("Sheet"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tell_place()

    # -- what is shown ---------------------------------------------------------------------

    def show_stock(self, stock: Stock, first: int, skipped: AbstractSet[int] = frozenset()) -> None:
        """Show an empty sheet whose first free place is ``first``, without those ``skipped``."""
        self._stock, self._first, self._skipped = stock, first, skipped
        self._plan = None
        self._cursor = min(self._cursor, stock.cells)
        self._picture = None
        self._tell_place()
        self.update()

    def show_plan(self, plan: SheetPlan) -> None:
        """Show a sheet with its cards."""
        if self._painter is None:
            self._painter = CardPainter(plan.faces, quick=True)
        self._stock, self._plan = plan.stock, plan
        is_first = plan.number == 1
        self._first = plan.imposition.options.start if is_first else 1
        self._skipped = plan.order.skipped if is_first else frozenset()
        self._picture = None
        self._tell_place()
        self.update()

    def plan(self) -> SheetPlan | None:
        """The sheet that is shown."""
        return self._plan

    def show_spoiled(self, codes: AbstractSet[str]) -> None:
        """Cross out the cards with these codes."""
        self._spoiled = codes
        self._tell_place()
        self.update()

    def place_rect(self, place: int) -> QRectF:
        """Where a place lies in the widget."""
        scale, left, top = self._fit()
        if self._plan is not None:
            spot = self._plan.imposition.spot(place, self._plan.side)
        else:
            spot = spot_of(self._stock, place)
        return QRectF(
            left + spot.x * scale, top + spot.y * scale, spot.width * scale, spot.height * scale
        )

    def sizeHint(self) -> QSize:
        """A page of some size; it takes what it gets."""
        px = self._context.theme.px
        return QSize(px(LEAST), px(LEAST * 7 // 5))

    def minimumSizeHint(self) -> QSize:
        """Still to be hit by a finger."""
        px = self._context.theme.px
        return QSize(px(LEAST), px(LEAST))

    # -- choosing --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the place under the pointer."""
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = place
            self._choose()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a place can be pressed."""
        over = self._place_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Space and Enter choose."""
        if event.key() in _CHOOSES:
            self._choose()
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        row, column = divmod(self._cursor - 1, self._stock.columns)
        column = min(max(column + step[0], 0), self._stock.columns - 1)
        row = min(max(row + step[1], 0), self._stock.rows - 1)
        self._cursor = row * self._stock.columns + column + 1
        self._tell_place()
        self.update()

    def _choose(self) -> None:
        self._tell_place()
        self.update()
        self.place_chosen.emit(self._cursor)

    def _place_at(self, point: QPointF | QPoint) -> int | None:
        at = QPointF(point)
        for place in range(1, self._stock.cells + 1):
            if self.place_rect(place).contains(at):
                return place
        return None

    def _tell_place(self) -> None:
        words, place = self._context.words, self._cursor
        text = words.text(
            "Place {place} of {count}", place=words.number(place),
            count=words.number(self._stock.cells),
        )  # fmt: skip
        self.setAccessibleDescription(text)

    # -- drawing ---------------------------------------------------------------------------

    def _fit(self) -> tuple[float, float, float]:
        """Pixels a mm, and the page's corner."""
        room = self._context.theme.px(4)
        stock = self._stock
        scale = min(
            (self.width() - 2 * room) / stock.page_width,
            (self.height() - 2 * room) / stock.page_height,
        )
        left = (self.width() - stock.page_width * scale) / 2
        return scale, left, (self.height() - stock.page_height * scale) / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper, places and cards, then what is chosen."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, left, top = self._fit()
        page = QRectF(left, top, self._stock.page_width * scale, self._stock.page_height * scale)
        painter.setPen(QPen(theme.colour("strong"), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(page)
        self._draw_places(painter)
        if self._plan is not None:
            painter.drawPixmap(page.topLeft(), self._cards(scale))
        self._draw_spoiled(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(LIGHT["accent"]), theme.px(3)))
            painter.drawRect(self.place_rect(self._cursor))
        painter.end()

    def _draw_places(self, painter: QPainter) -> None:
        """Outline the places; those that are used up already are crossed."""
        for place in range(1, self._stock.cells + 1):
            rect = self.place_rect(place)
            used = place < self._first or place in self._skipped
            painter.setPen(QPen(QColor(LIGHT["border"]), 1))
            painter.setBrush(QColor(LIGHT["sunken"]) if used else Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
            if used:
                painter.setPen(QPen(QColor(LIGHT["strong"]), 1))
                painter.drawLine(rect.bottomLeft(), rect.topRight())

    def _draw_spoiled(self, painter: QPainter) -> None:
        if self._plan is None:
            return
        pen = QPen(QColor(LIGHT["stop"]), self._context.theme.px(3))
        for place, code in self._plan.codes.items():
            if code in self._spoiled:
                rect = self.place_rect(place)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect)
                painter.drawLine(rect.topLeft(), rect.bottomRight())
                painter.drawLine(rect.bottomLeft(), rect.topRight())

    def _cards(self, scale: float) -> QPixmap:
        """The cards as a picture, drawn once for each sheet and size."""
        assert self._plan is not None
        assert self._painter is not None
        ratio = self.devicePixelRatioF()
        key = (id(self._plan), round(scale * 1000), ratio)
        if self._picture is None or self._picture[0] != key:
            width = round(self._stock.page_width * scale * ratio) + 1
            height = round(self._stock.page_height * scale * ratio) + 1
            pixmap = QPixmap(width, height)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            draw_sheet(painter, self._painter, self._plan, scale * ratio)
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            self._picture = (key, pixmap)
        return self._picture[1]
