"""The audit key as it is shown the one time: its symbol, its text and what it is for (4c)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.symbol import SymbolView

_SIDE = 148
"""Four px for each module of the symbol, at scale 1."""


class AuditKeyPanel(Panel):
    """Shows a key; saving and ticking it off is up to who shows the panel."""

    def __init__(self, context: Context, key: str) -> None:
        from refdesk.cards.qr import qr_matrix  # read already, where the key was made

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
        symbol = SymbolView(theme, "audit_key_symbol", spoken, side=_SIDE)
        symbol.setFixedHeight(symbol.width())
        symbol.show_modules(qr_matrix(key))
        row.addWidget(symbol, 0, Qt.AlignmentFlag.AlignTop)
