"""Panels, dividing lines and rows of a name with its value."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import frame, named, tight
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tone


class Panel(QFrame):
    """A white box with a thin line; put things into ``column``."""

    def __init__(
        self, theme: Theme, name: str, *, padding: int = 16, spacing: int = 8, look: str = "panel"
    ) -> None:
        """``padding`` and ``spacing`` in px at scale 1."""
        super().__init__()
        self.setProperty("look", look)
        named(self, name)
        self._theme = theme
        pad = theme.px(padding)
        self.column = tight(QVBoxLayout(self), theme.px(spacing), (pad, pad, pad, pad))

    def set_padding(self, padding: int) -> None:
        """Change the padding (px at scale 1)."""
        pad = self._theme.px(padding)
        self.column.setContentsMargins(pad, pad, pad, pad)


def rule(theme: Theme) -> QFrame:
    """A dividing line across."""
    line = frame("rule")
    line.setFixedHeight(theme.px(1))
    line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return line


class KeyValueRow(QWidget):
    """A name at the left and its value, bold, at the right edge."""

    def __init__(
        self, theme: Theme, name: str, label: str, value: str = "", *, role: str = "body"
    ) -> None:
        """``role`` is the type size of the value."""
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self._label = Label(theme, label).wrapped()
        self._value = Label(theme, value, role, bold=True).right()
        row = tight(QHBoxLayout(self), theme.px(16))
        row.addWidget(self._label, 1)
        row.addWidget(self._value)
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low."""
        self.setMinimumHeight(self._theme.px(28 if low else 32))

    def set_label(self, label: str) -> None:
        """Change the name."""
        self._label.setText(label)

    def set_value(self, value: str, tone: Tone = "") -> None:
        """Change the value, and its colour with it."""
        self._value.setText(value)
        self._value.set_tone(tone)

    def value(self) -> str:
        """The value as text."""
        return self._value.text()


class FactRow(QWidget):
    """An icon with a bold line and a second, quieter one; both elide with a tooltip."""

    def __init__(
        self, theme: Theme, name: str, icon: str, title: str, line: str = "", *, token: str = "text"
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumHeight(theme.px(48))
        row = tight(QHBoxLayout(self), theme.px(12))
        row.addWidget(IconLabel(theme, icon, 24, token))
        column = tight(QVBoxLayout())
        column.addStretch(1)
        column.addWidget(ElidingLabel(theme, title, bold=True))
        if line:
            column.addWidget(ElidingLabel(theme, line, "small", tone="muted"))
        column.addStretch(1)
        row.addLayout(column, 1)
