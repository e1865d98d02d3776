"""Tabs: underlined words in a row, of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import Segments

HEIGHT = 44


class Tabs(Segments):
    """Tabs of 44 px; a badge is a count. Left and right move, digits choose."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, "", height=HEIGHT, shown=1_000)
        tight(self._row)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Set (key, text) pairs."""
        super().set_options(options)
        self._row.addStretch(1)

    def set_badge(self, key: str, count: str) -> None:
        """Show a count after a tab's words; empty shows none."""
        self._buttons[key].set_count(count)

    def move_on(self, step: int) -> None:
        """Choose the next tab, or the one before, round and round; a focus here goes along."""
        keys = list(self._buttons)
        now = keys.index(self._chosen) if self._chosen in keys else 0
        chosen = keys[(now + step) % len(keys)]
        if any(button.hasFocus() for button in self._buttons.values()):
            self._buttons[chosen].setFocus(Qt.FocusReason.OtherFocusReason)
        self.choose(chosen)

    def _look(self, icon: str = "") -> Look:
        return Look("tab", icon=icon, height=self._height)

    def _segment(self, key: str, text: str) -> Button:
        button = super()._segment(key, text)
        self._row.setStretchFactor(button, 0)
        return button
