"""The canvas with what its lines mean, and what is to be mended."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from refdesk.cards.elements import BLEED
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.canvas import Canvas
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.pages.studio.overlay import DASHES
from refdesk.ui.pages.studio.warning_line import WarningLine
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import frame, tight
from refdesk.ui.widgets.labels import Label
from refdesk.words.design_text import figure

LEAST: Final = (240, 160)


class CanvasPane(QWidget):
    """The card on its ground; where it is larger than that, it scrolls."""

    def __init__(self, context: Context, studio: Studio) -> None:
        super().__init__()
        theme = context.theme
        self._theme = theme
        self.canvas = Canvas(context, studio)
        self.warnings = WarningLine(context, studio)
        self._area = _Area(self.canvas)
        self._area.setMinimumSize(theme.px(LEAST[0]), theme.px(LEAST[1]))
        self._legend = _legend(context)
        ground = frame("sunk", self)
        inside = tight(QVBoxLayout(ground))
        inside.addWidget(self._area, 1)
        foot = tight(QHBoxLayout(), theme.px(16), (theme.px(12), 0, theme.px(8), theme.px(8)))
        foot.addWidget(self._legend)
        foot.addWidget(self.warnings, 1)
        inside.addLayout(foot)
        column = tight(QVBoxLayout(self))
        column.addWidget(ground)

    def minimumSizeHint(self) -> QSize:
        """Without the legend."""
        px = self._theme.px
        return QSize(px(LEAST[0]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The legend goes first where there is little room."""
        super().resizeEvent(event)
        need = self._legend.sizeHint().width() + self._theme.px(LEAST[0] + 48)
        self._legend.setVisible(event.size().width() >= need)


class _Area(QScrollArea):
    """Tells the canvas how much of it can be seen at once."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(canvas)
        self.viewport().setAutoFillBackground(False)
        canvas.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._canvas.set_room(self.maximumViewportSize())


class _LineSign(QWidget):
    """A short piece of a line, as the canvas draws it."""

    def __init__(self, theme: Theme, token: str, *, dashed: bool) -> None:
        super().__init__()
        self._theme = theme
        self._token = token
        self._dashed = dashed
        self.setFixedSize(theme.px(20), theme.px(20))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = QPen(self._theme.colour(self._token), 2)
        if self._dashed:
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        middle = self.height() // 2
        painter.drawLine(QPoint(0, middle), QPoint(self.width(), middle))
        painter.end()


def _legend(context: Context) -> QWidget:
    theme, words = context.theme, context.words
    bleed = words.text("Bleed {bleed} mm", bleed=figure(words, BLEED))
    legend = QWidget()
    legend.setObjectName("studio_legend")
    row = tight(QHBoxLayout(legend), theme.px(8))
    signs = (
        ("text", False, words.text("Cut")),
        ("stop_ink", True, bleed),
        ("accent", True, words.text("Safe area")),
    )
    for token, dashed, text in signs:
        row.addWidget(_LineSign(theme, token, dashed=dashed))
        row.addWidget(Label(theme, text, "small"))
        row.addSpacing(theme.px(4))
    return legend
