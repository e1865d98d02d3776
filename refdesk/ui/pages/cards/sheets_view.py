"""The sheets view of the Cards page: people and runs beside the sheet as it will be printed."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.pages.cards.preview_pane import PreviewPane
from refdesk.ui.pages.cards.room import RoomKeeper
from refdesk.ui.pages.cards.who_pane import WhoPane
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.strips import Strip

LEFT_WIDTH = 528
_ANY_WIDTH = 16_777_215


class SheetsView(QWidget):
    """Below the people stand the choices of the print, while this view is in front."""

    def __init__(
        self, theme: Theme, who: WhoPane, preview: PreviewPane, options: QWidget, strip: Strip
    ) -> None:
        super().__init__()
        self._options = options
        self._width = theme.px(LEFT_WIDTH)
        self._left = tight(QVBoxLayout(), theme.px(12))
        self._left.addWidget(who, 1)
        self._left.addWidget(options)
        body = tight(QHBoxLayout(self), theme.px(16))
        body.addLayout(self._left)
        body.addWidget(preview, 1)
        who.setFixedWidth(self._width)
        self.room = RoomKeeper(strip, who, options)
        self.take()

    def take(self) -> None:
        """Take the choices of the print back."""
        self._left.addWidget(self._options)
        self._options.setFixedWidth(self._width)
        self._options.show()
        self.room.refit()

    def give(self) -> QWidget:
        """Give them away, as wide as may be."""
        self._options.setMinimumWidth(0)
        self._options.setMaximumWidth(_ANY_WIDTH)
        return self._options
