"""A QR symbol on the screen, for the camera of a telephone or a scanner."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named

QUIET_ZONE = 4
LEAST_SIDE = 4 * 29
"""In px: 4 a module for a code of ours, which a camera over the counter still reads."""


class SymbolView(QWidget):
    """Dark on white whatever the theme, in whole pixels, with its margin (R25)."""

    def __init__(self, theme: Theme, name: str, spoken: str, *, side: int) -> None:
        """``side`` of the symbol with its margin, in px at scale 1."""
        super().__init__()
        self._modules: tuple[bytes, ...] = ()
        self._side = theme.px(side)
        named(self, name, spoken)
        self.setMinimumHeight(LEAST_SIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.set_room(self._side)

    def show_modules(self, modules: tuple[bytes, ...]) -> None:
        """Show a symbol, row by row, 1 is dark; or none."""
        self._modules = modules
        self.update()

    def set_room(self, room: int) -> None:
        """As large as the room allows, up to its side."""
        self.setFixedWidth(max(min(room, self._side), LEAST_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the symbol at the top left."""
        painter = QPainter(self)
        draw_modules(painter, QRectF(self.rect()), self._modules)
        painter.end()


def draw_modules(painter: QPainter, at: QRectF, modules: tuple[bytes, ...]) -> None:
    """Draw a symbol in black on white with its margin, as large as goes into a place in whole
    steps, at its top left."""
    count = len(modules) + 2 * QUIET_ZONE
    module = int(min(at.width(), at.height()) // count)
    white = QRectF(at.x(), at.y(), module * count, module * count)
    painter.fillRect(white, Qt.GlobalColor.white)
    left, top = at.x() + module * QUIET_ZONE, at.y() + module * QUIET_ZONE
    for y, row in enumerate(modules):
        for x, is_dark in enumerate(row):
            if is_dark:
                place = QRectF(left + x * module, top + y * module, module, module)
                painter.fillRect(place, Qt.GlobalColor.black)
