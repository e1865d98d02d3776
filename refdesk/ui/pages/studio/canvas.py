"""The canvas: the card as it will be printed, to be changed by mouse and keys.

Arrows move by 0.5 mm, with Shift by 5; Tab goes from element to element and on out of the canvas;
Enter or a double click edits the text, Del deletes, Esc chooses nothing. In a drag Shift keeps it
straight or in proportion and Ctrl lets nothing draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from refdesk.cards.design import Design, QrElement, Rect
from refdesk.cards.elements import BLEED, with_bleed
from refdesk.cards.units import MM_PER_INCH
from refdesk.ui.page import Context
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.card_picture import CardPicture, Look
from refdesk.ui.pages.studio.dragging import Drag, Keys
from refdesk.ui.pages.studio.edits import Pick
from refdesk.ui.pages.studio.layer_rows import spoken_choice
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.pages.studio.overlay import (
    draw_card_lines,
    draw_choice,
    draw_other_frames,
    draw_placeholders,
    draw_resting,
)
from refdesk.ui.pages.studio.scene import Part
from refdesk.ui.pages.studio.snapping import Edges, Lines, lines_of
from refdesk.ui.pages.studio.viewport import CURSORS, GRIP, HANDLE, Viewport, handles
from refdesk.ui.widgets.base import named

NUDGE: Final = 0.5
FAR_NUDGE: Final = 5.0
MARGIN: Final = 16
REACH: Final = 6
"""How near in px a line draws what is dragged."""

THRESHOLD: Final = 3
MOST_PIXELS: Final = 16_000_000
ZOOMS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_TAB_KEYS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_TABS: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(slots=True)
class _Press:
    """A drag on its way: where it began, on what, and what it made so far."""

    at: QPointF
    design: Design
    element: int
    drag: Drag
    merge: str
    began: bool = False


class Canvas(QWidget):
    """``text_wanted`` asks to edit the text of what is chosen; ``zoom_changed`` follows the zoom,
    1.0 being the card's own size on this screen."""

    text_wanted = Signal()
    zoom_changed = Signal(float)

    def __init__(self, context: Context, studio: Studio) -> None:
        super().__init__()
        self._context = context
        self._studio = studio
        self._picture = CardPicture()
        self._zoom: float | None = None
        self._room = QSize()
        self._shown_size = studio.size
        self._press: _Press | None = None
        self._hover: int | None = None
        self._resting = Lines()
        named(self, "studio_canvas", context.words.text("Card"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        studio.design_changed.connect(self._on_design)
        studio.pick_changed.connect(self._on_pick)
        self._on_pick()

    # -- zoom ------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """How large the card is shown; 1.0 is its own size."""
        return self.view().scale / self._own_scale()

    def fit(self) -> None:
        """Show the whole card as large as there is room for it."""
        self._zoom = None
        self._resize()

    def zoom_by(self, steps: int) -> None:
        """Go to the next larger or smaller zoom."""
        now = self.zoom
        larger = [zoom for zoom in ZOOMS if zoom > now * 1.01 and self._is_small_enough(zoom)]
        smaller = [zoom for zoom in ZOOMS if zoom < now * 0.99]
        if steps > 0 and larger:
            self._zoom = larger[0]
        elif steps < 0 and smaller:
            self._zoom = smaller[-1]
        self._resize()

    def _is_small_enough(self, zoom: float) -> bool:
        """A poster at eight times its size would take more memory than it is worth."""
        dots = zoom * self._own_scale() * self.devicePixelRatioF()
        card = with_bleed(self._studio.size)
        return card.width * card.height * dots * dots <= MOST_PIXELS

    def set_room(self, room: QSize) -> None:
        """Tell how much room there is without scrolling."""
        if room != self._room:
            self._room = room
            self._resize()

    def view(self) -> Viewport:
        """Where the card lies now."""
        size = self._studio.size
        across, down = size.width + 2 * BLEED, size.height + 2 * BLEED
        if self._zoom is None:
            margin = 2 * self._context.theme.px(MARGIN)
            room = self._room if self._room.isValid() else self.size()
            scale = min((room.width() - margin) / across, (room.height() - margin) / down)
            scale = max(scale, 0.2)
        else:
            scale = self._zoom * self._own_scale()
        left = (self.width() - size.width * scale) / 2
        top = (self.height() - size.height * scale) / 2
        return Viewport(scale, round(left), round(top))

    def _own_scale(self) -> float:
        return self.logicalDpiX() / MM_PER_INCH

    def _resize(self) -> None:
        """Take as much room as the card needs, which scrolls where there is less."""
        if self._zoom is None:
            self.setMinimumSize(0, 0)
        else:
            size, scale = self._studio.size, self._zoom * self._own_scale()
            margin = 2 * self._context.theme.px(MARGIN)
            self.setMinimumSize(
                round((size.width + 2 * BLEED) * scale) + margin,
                round((size.height + 2 * BLEED) * scale) + margin,
            )
        self.update()
        self.zoom_changed.emit(self.zoom)

    # -- the mouse -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        edges = self._edges_at(event.position())
        if edges is None:
            element = self._hit(event.position())
            chosen = self._studio.pick
            if chosen is None or chosen.element != element:
                self._studio.select(None if element is None else Pick(element))
        pick = self._studio.pick
        if pick is not None:
            self._press = self._begin(event.position(), pick.element, edges)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            self._point_at(event.position())
            return
        away = event.position() - self._press.at
        if not self._press.began and away.manhattanLength() < THRESHOLD:
            return
        self._press.began = True
        scale = self.view().scale
        self._drag_by(self._press, away.x() / scale, away.y() / scale, event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._press is not None:
            self._end_drag()
            self._point_at(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the text under the pointer; in a column, that paragraph."""
        self._end_drag()
        element = self._hit(event.position())
        if element is None:
            return
        _, y = self.view().to_mm(event.position())
        self._studio.select(self._studio.scene.item_at(element, y))
        self.text_wanted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; else scroll."""
        if event.modifiers() & _CONTROL:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def _begin(self, at: QPointF, element: int, edges: Edges | None) -> _Press:
        studio = self._studio
        one = studio.elements[element]
        drag = Drag(
            start=studio.rect(element),
            lines=lines_of(studio.size, studio.scene.frames_but(element)),
            reach=REACH / self.view().scale,
            edges=edges,
            keeps_ratio=isinstance(one, QrElement),
        )
        return _Press(at, studio.design, element, drag, studio.gesture())

    def _drag_by(self, press: _Press, dx: float, dy: float, modifiers: Qt.KeyboardModifier) -> None:
        studio = self._studio
        keys = Keys(bool(modifiers & _SHIFT), bool(modifiers & _CONTROL))
        rect, self._resting = press.drag.to(dx, dy, keys)
        if press.drag.edges is None:
            start = press.drag.start
            by = (rect.x - start.x, rect.y - start.y)
            changed = edits.move(press.design, studio.spot, press.element, by)
        else:
            changed = edits.set_rect(press.design, studio.spot, press.element, rect)
        studio.change(changed, press.merge)

    def _end_drag(self, *, keep: bool = True) -> None:
        press, self._press = self._press, None
        self._resting = Lines()
        if press is not None and not keep:
            self._studio.change(press.design, press.merge)
        self._studio.seal()
        self.update()

    def _point_at(self, at: QPointF) -> None:
        """Show by the pointer's shape what a press would do."""
        edges = self._edges_at(at)
        element = None if edges else self._hit(at)
        if edges:
            self.setCursor(CURSORS[edges])
        elif element is not None:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        self._set_hover(element)

    def _set_hover(self, element: int | None) -> None:
        if element != self._hover:
            self._hover = element
            self.update()

    def _hit(self, at: QPointF) -> int | None:
        x, y = self.view().to_mm(at)
        pick = self._studio.pick
        return self._studio.scene.hit(x, y, pick.element if pick else None)

    def _edges_at(self, at: QPointF) -> Edges | None:
        part = self._chosen_part()
        if part is None:
            return None
        px = self._context.theme.px
        frame = self.view().to_px(part.frame)
        for edges, middle in handles(part.element, frame, px(HANDLE)):
            away = at - middle
            if max(abs(away.x()), abs(away.y())) <= px(GRIP):
                return edges
        return None

    def _chosen_part(self) -> Part | None:
        pick = self._studio.pick
        return self._studio.scene.parts[pick.element] if pick is not None else None

    # -- keys ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc is the canvas's own while something is chosen, and so is Tab while there is more."""
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            mine = event.key() == Qt.Key.Key_Escape and self._studio.pick is not None
            if mine or event.key() in (*_DELETE, *_ARROWS):
                event.accept()
                return True
        handled = super().event(event)
        if event.key() in _TAB_KEYS and event.type() == QEvent.Type.KeyPress:
            event.accept()  # a step inside does not go on to the scroll area as one more Tab
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._studio.pick is None or not self._deed(key, event.modifiers()):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A run of arrow keys is one step until the key is let go."""
        super().keyReleaseEvent(event)
        if event.key() in _ARROWS and not event.isAutoRepeat():
            self._studio.seal()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the elements, and after the last one on to the next control."""
        order = self._tab_order()
        pick = self._studio.pick
        now = pick.element if pick else None
        if now not in order:
            place = 0 if forward else len(order) - 1
        else:
            place = order.index(now) + (1 if forward else -1)
        if not 0 <= place < len(order):
            return super().focusNextPrevChild(forward)
        self._studio.select(Pick(order[place]))
        return True

    def _tab_order(self) -> Sequence[int]:
        """As in the list of layers: the topmost first."""
        elements = self._studio.elements
        return [place for place in reversed(range(len(elements))) if not elements[place].hidden]

    def _deed(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        studio = self._studio
        if key in _ARROWS:
            self._arrow(key, modifiers)
        elif key == Qt.Key.Key_Escape and self._press is not None:
            self._end_drag(keep=False)
        elif key == Qt.Key.Key_Escape:
            studio.select(None)
        elif key in _DELETE:
            studio.delete()
        elif key in _ENTER:
            self.text_wanted.emit()
        else:
            return False
        return True

    def _arrow(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        x, y = _ARROWS[key]
        if modifiers & _CONTROL:
            if y:
                self._studio.reorder(up=y < 0)
            return
        step = FAR_NUDGE if modifiers & _SHIFT else NUDGE
        self._studio.nudge(x * step, y * step)

    # -- painting --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is None:
            self.zoom_changed.emit(self.zoom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, its lines and what is chosen."""
        view, scene, theme = self.view(), self._studio.scene, self._context.theme
        painter = QPainter(self)
        corner = view.to_px(Rect(-BLEED, -BLEED, 0, 0)).topLeft()
        part = self._chosen_part()
        look = Look(view.scale, self.devicePixelRatioF())
        self._picture.draw(painter, corner, scene, look, part.index if part else None)
        draw_placeholders(painter, theme, view, scene)
        draw_card_lines(painter, view, scene.size)
        if self._hover is not None and self._press is None and self._hover < len(scene.parts):
            draw_other_frames(painter, view, [scene.parts[self._hover].frame])
        if self._press is not None and self._press.began:
            draw_resting(painter, view, scene.size, self._resting)
        if part is not None:
            draw_choice(painter, theme, view, part)
        if self.hasFocus():
            self._draw_focus(painter)
        painter.end()

    def _draw_focus(self, painter: QPainter) -> None:
        wide = self._context.theme.px(3)
        seen = self.visibleRegion().boundingRect().toRectF()
        painter.setPen(QPen(self._context.theme.colour("accent"), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(seen.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))

    # -- the model -------------------------------------------------------------------------

    def _on_design(self) -> None:
        if self._hover is not None and self._hover >= len(self._studio.elements):
            self._hover = None
        if self._studio.size != self._shown_size:
            self._shown_size = self._studio.size
            self.fit()
        self._on_pick()

    def _on_pick(self) -> None:
        self.setAccessibleDescription(spoken_choice(self._studio, self._context.words))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by Tab, the first element is chosen, so that arrows have something to move."""
        super().focusInEvent(event)
        if event.reason() in _TABS and self._studio.pick is None:
            forward = event.reason() == Qt.FocusReason.TabFocusReason
            self.focusNextPrevChild(forward)
