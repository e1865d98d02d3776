"""F1: the keys of the screen that was in front, and those that work everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from refdesk.ui.page import Context, Density, KeyHint, Page
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import KeyCap, Label
from refdesk.ui.widgets.rows import Panel


class HelpPage(Page):
    """Two lists of keys; Esc and Close go back."""

    def __init__(
        self,
        context: Context,
        screen: str,
        of_screen: Sequence[KeyHint],
        everywhere: Sequence[KeyHint],
    ) -> None:
        super().__init__()
        self._words = context.words
        self.setObjectName("help_page")
        theme, words = context.theme, context.words
        self._theme = theme
        column = self._column = tight(QVBoxLayout(self), theme.px(16))
        head = tight(QHBoxLayout(), theme.px(16))
        head.addWidget(Label(theme, words.text("Keys"), "page", bold=True), 1)
        self.close_button = Button(
            theme, "help_close", words.text("Close"), Look(icon="x", key="Esc")
        )
        head.addWidget(self.close_button)
        column.addLayout(head)
        lists = tight(QHBoxLayout(), theme.px(16))
        top = Qt.AlignmentFlag.AlignTop
        if of_screen:
            lists.addWidget(_panel(context, "help_screen", screen, of_screen), 1, top)
        lists.addWidget(
            _panel(context, "help_everywhere", words.text("Everywhere"), everywhere), 1, top
        )
        column.addLayout(lists)
        column.addStretch(1)

    @property
    def title(self) -> str:
        return self._words.text("Keys")

    def on_density(self, density: Density) -> None:
        """Its edges are those of the page that it stands over."""
        pad = self._theme.px(16 if density.low or density.narrow else 24)
        self._column.setContentsMargins(pad, pad, pad, pad)

    def on_shown(self) -> None:
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _panel(context: Context, name: str, title: str, hints: Sequence[KeyHint]) -> Panel:
    theme = context.theme
    panel = Panel(theme, name, padding=16, spacing=12)
    panel.column.addWidget(Label(theme, title, "title", bold=True))
    grid = tight(QGridLayout(), theme.px(8))
    grid.setHorizontalSpacing(theme.px(16))
    for row, hint in enumerate(hints):
        grid.addWidget(KeyCap(theme, hint.key), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(theme, hint.text).wrapped(), row, 1)
    grid.setColumnStretch(1, 1)
    panel.column.addLayout(grid)
    return panel
