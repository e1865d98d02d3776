"""The verdict: the one large filled colour of the screen."""

from typing import Literal, NamedTuple

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, repolish, set_look, spoken, tight
from refdesk.ui.widgets.labels import IconLabel, Label

VerdictKind = Literal["ok", "check", "stop", "info"]

ICONS: dict[str, str] = {
    "ok": "circle-check",
    "check": "triangle-alert",
    "stop": "octagon-x",
    "info": "user-check",
    "acc": "info",
}
_HEIGHT = 104
_LOW_HEIGHT = 88


class Verdict(NamedTuple):
    """What a verdict says: what is so, what to do now, and the one figure that matters."""

    kind: VerdictKind
    title: str
    line: str = ""
    figure: str = ""
    caption: str = ""
    icon: str = ""


class VerdictBanner(QFrame):
    """Icon 56, title 28 that wraps, one line 16, and at the right a figure of 40."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._verdict: Verdict | None = None
        self._low = False
        self._role = "page"
        named(self, name)
        self.setProperty("verdict", "info")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._icon = IconLabel(theme, "", 56)
        self._title = Label(theme, "", "page", bold=True).wrapped()
        self._line = Label(theme, "").wrapped()
        self._figure = Label(theme, "", "figure", bold=True).right()
        self._figure.setFixedHeight(theme.line("figure"))  # else it alone makes the banner higher
        self._caption = Label(theme, "").right()
        self._row = tight(QHBoxLayout(self), theme.px(24))
        self._row.addWidget(self._icon)
        self._row.addLayout(_column(theme.px(4), self._title, self._line), 1)
        self._row.addLayout(_column(0, self._figure, self._caption))
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low."""
        theme = self._theme
        self._low = low
        side, top = theme.px(24), theme.px(8 if low else 16) - theme.px(1)  # the line around it
        self._row.setContentsMargins(side, top, side, top)
        self.setMinimumHeight(theme.px(_LOW_HEIGHT if low else _HEIGHT))
        self._fit_title()

    def verdict(self) -> Verdict | None:
        """What is shown now."""
        return self._verdict

    def set_figure(self, figure: str) -> None:
        """Change the figure alone, as a countdown does; a screen reader is not told."""
        if self._verdict is not None:
            self._verdict = self._verdict._replace(figure=figure)
        self._figure.setText(figure)
        self._figure.setVisible(bool(figure))

    def show_verdict(self, verdict: Verdict) -> None:
        """Show a verdict and announce it to a screen reader."""
        self._verdict = verdict
        self._icon.set_icon(verdict.icon or ICONS[verdict.kind], f"on_{verdict.kind}")
        self._title.setText(verdict.title)
        for label, text in (
            (self._line, verdict.line),
            (self._figure, verdict.figure),
            (self._caption, verdict.caption),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        if verdict.kind != self.property("verdict"):
            set_look(self, "verdict", verdict.kind)
            for label in (self._title, self._line, self._figure, self._caption):
                repolish(label)
        self._fit_title()
        announce(self, spoken(verdict.title, verdict.line, verdict.figure, verdict.caption))
        self.setVisible(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for another title."""
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        """In a low window a title of two lines is smaller: the form below has no line to give."""
        theme = self._theme
        font = theme.font("page", bold=True)
        beside = [one.sizeHint().width() + self._row.spacing()
                  for one in (self._figure, self._caption) if one.text()]  # fmt: skip
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - max(beside, default=0)
        room -= self._icon.width() + self._row.spacing()
        is_long = QFontMetrics(font).horizontalAdvance(self._title.text()) > room
        role = "title" if self._low and is_long else "page"
        if role != self._role:
            self._role = role
            self._title.setFont(theme.font(role, bold=True))
            self._title.setMinimumHeight(theme.line(role))


def announce(widget: QWidget, text: str) -> None:
    """Give a widget its spoken text and have a screen reader say it."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # slow to load

    widget.setAccessibleName(text)
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


def _column(spacing: int, *labels: Label) -> QVBoxLayout:
    column = tight(QVBoxLayout(), spacing)
    column.addStretch(1)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column
