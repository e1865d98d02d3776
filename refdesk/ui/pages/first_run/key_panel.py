"""The audit key as it is shown the one time: its symbol, its text and what it is for (4c)."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.first_run.sheet import draw_symbol
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel

_SIDE = 148
"""Four px for each module of the symbol, at scale 1."""


class SymbolView(QWidget):
    """A QR symbol on white, whatever the colours of the window."""

    def __init__(self, theme: Theme, name: str, text: str, spoken: str) -> None:
        super().__init__()
        self._text = text
        self._side = theme.px(_SIDE)
        named(self, name, spoken)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        draw_symbol(painter, QRectF(self.rect()), self._text)
        painter.end()


class AuditKeyPanel(Panel):
    """Shows a key; saving and ticking it off is up to who shows the panel."""

    def __init__(self, context: Context, key: str) -> None:
        theme, words = context.theme, context.words
        super().__init__(theme, "audit_key_panel", padding=16, spacing=8)
        row = tight(QHBoxLayout(), theme.px(16))
        self.column.addLayout(row)
        texts = tight(QVBoxLayout(), theme.px(8))
        texts.addWidget(Label(theme, words.text("Audit key"), "small", bold=True))
        shown = Label(theme, key, "title").wrapped()
        shown.setFont(theme.font("title", code=True))
        shown.setObjectName("audit_key")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts.addWidget(shown)
        line = words.text(
            "It proves that nobody changed the record of the tills. The shop does not keep it, and"
            " it is not shown again."
        )
        texts.addWidget(Label(theme, line, tone="muted").wrapped())
        texts.addStretch(1)
        row.addLayout(texts, 1)
        spoken = words.text("The audit key as a QR code")
        row.addWidget(
            SymbolView(theme, "audit_key_symbol", key, spoken), 0, Qt.AlignmentFlag.AlignTop
        )
