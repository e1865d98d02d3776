"""What gives way on the Cards page when there is not the height for everything."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from refdesk.ui.pages.cards.who_pane import RUN, WhoPane
from refdesk.ui.widgets.strips import Strip


class RoomKeeper(QObject):
    """Hides what is chosen once a session (sheets and design) while a run's forms need its place,
    and in a low window while a strip speaks of a run.
    """

    def __init__(self, strip: Strip, who: WhoPane, options: QWidget) -> None:
        super().__init__(who)
        self._strip = strip
        self._who = who
        self._options = options
        self._low = False
        self._is_spread = False
        strip.installEventFilter(self)
        who.spread.connect(self._on_spread)

    def set_low(self, low: bool) -> None:
        """Whether the window is low."""
        self._low = low
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The strip comes and goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._fit()
        return super().eventFilter(watched, event)

    def _on_spread(self, is_spread: bool) -> None:
        self._is_spread = is_spread
        self._fit()

    def refit(self) -> None:
        """The options have come back to this place, or gone."""
        self._fit()

    def _fit(self) -> None:
        if self._options.parentWidget() is not self._who.parentWidget():
            return  # they stand elsewhere
        is_said = not self._strip.isHidden() and self._who.kind() == RUN
        self._options.setHidden(self._is_spread or (self._low and is_said))
