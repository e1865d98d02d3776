"""A large choice of two lines: a way on after a refusal, a person, a programme to begin with."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.boxes import box_of, paint_box
from refdesk.ui.widgets.labels import IconLabel, Label, Tone, draw_key_cap, key_cap_size


class Option(NamedTuple):
    """What one large choice says."""

    title: str
    line: str = ""
    icon: str = ""
    key: str = ""
    figure: str = ""
    caption: str = ""
    mark: Literal["none", "tick", "radio"] = "none"


class OptionRow(QPushButton):
    """An option as one big button; ``primary`` fills it, a mark makes it checkable."""

    def __init__(
        self, theme: Theme, name: str, option: Option, *, primary: bool = False, height: int = 72
    ) -> None:
        """``height`` is the least height in px at scale 1; wrapped text makes it taller."""
        super().__init__()
        self._theme = theme
        self._option = option
        self._primary = primary
        self._labels: list[Label] = []
        self._kind = "primary" if primary else "option"
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(option.mark != "none")
        self.setAutoDefault(False)
        self.setMinimumHeight(theme.px(height))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        named(self, name, ". ".join(part for part in (option.title, option.line) if part))
        self._build()
        self.toggled.connect(self._show_mark)

    def option(self) -> Option:
        """What the row says."""
        return self._option

    def sizeHint(self) -> QSize:
        """The size of the content."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint().expandedTo(self.minimumSize())

    def minimumSizeHint(self) -> QSize:
        """The least size of the content."""
        layout = self.layout()
        assert layout is not None
        return layout.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self._theme, self.rect(), box_of(self, self._kind))
        painter.end()

    def _build(self) -> None:
        theme, option = self._theme, self._option
        row = tight(QHBoxLayout(self), theme.px(16), (theme.px(16), theme.px(8)) * 2)
        ink = "on_accent" if self._primary else "text"
        if option.mark == "radio":
            self._radio = _RadioDot(theme, self)
            row.addWidget(self._radio)
        if option.icon:
            self._icon = IconLabel(theme, option.icon, 28, ink)
            row.addWidget(self._icon)
        row.addLayout(self._words(option.title, option.line, left=True), 1)
        if option.figure:
            row.addLayout(self._words(option.figure, option.caption, left=False))
        if option.mark == "tick":
            self._tick = IconLabel(theme, "", 24, "accent_ink")
            row.addWidget(self._tick)
        if option.key:
            row.addWidget(_PaintedKey(theme, option.key, on_accent=self._primary))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _words(self, title: str, line: str, *, left: bool) -> QVBoxLayout:
        theme = self._theme
        column = tight(QVBoxLayout())
        column.addStretch(1)
        tone: Tone = "on_accent" if self._primary else ""
        parts = [Label(theme, title, "title", bold=True, tone=tone)]
        if line:
            parts.append(Label(theme, line, "small", tone=tone))
        self._labels += parts
        for part in parts:
            column.addWidget(part.wrapped() if left else part.right())
        column.addStretch(1)
        return column

    def _show_mark(self, chosen: bool) -> None:
        option = self._option
        for label in self._labels:
            label.set_tone("accent_ink" if chosen else "")
        if option.mark == "tick":
            self._tick.set_icon("check" if chosen else "")
        if option.icon:
            self._icon.set_icon(option.icon, "accent_ink" if chosen else "text")
        self.update()


class _RadioDot(QWidget):
    """The ring and dot of a radio button, drawn for the option it stands in."""

    def __init__(self, theme: Theme, option: OptionRow) -> None:
        super().__init__(option)
        self._theme = theme
        self._option = option
        self.setFixedSize(theme.px(24), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring, and the dot when chosen."""
        painter = QPainter(self)
        draw_radio(painter, self._theme, QPoint(0, 0), chosen=self._option.isChecked())
        painter.end()


class _PaintedKey(QWidget):
    """A key cap inside an option."""

    def __init__(self, theme: Theme, key: str, *, on_accent: bool) -> None:
        super().__init__()
        self._theme = theme
        self._text = key
        self._on_accent = on_accent
        self.setFixedSize(key_cap_size(theme, key))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key cap."""
        painter = QPainter(self)
        draw_key_cap(painter, self._theme, QPoint(0, 0), self._text, on_accent=self._on_accent)
        painter.end()


def draw_radio(
    painter: QPainter, theme: Theme, at: QPoint, *, chosen: bool, disabled: bool = False
) -> None:
    """Draw a radio mark of 24 px with its upper left corner at a point."""
    side = theme.px(24)
    ring = QRectF(at.x() + 1, at.y() + 1, side - 2, side - 2)
    line = "border" if disabled else "accent" if chosen else "strong"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(line), 2))
    painter.setBrush(theme.colour("bg" if disabled else "surface"))
    painter.drawEllipse(ring)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("muted" if disabled else "accent"))
        inset = side / 4
        painter.drawEllipse(ring.adjusted(inset - 1, inset - 1, 1 - inset, 1 - inset))
    painter.restore()
