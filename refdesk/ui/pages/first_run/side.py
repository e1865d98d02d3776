"""The column at the left of the first run: the steps and where the data stay."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import frame, named, tight
from refdesk.ui.widgets.labels import IconLabel, Label

_DONE, _NOW, _LATER = "done", "now", "later"
_INKS = {
    _DONE: ("ok_soft", "ok_ink", "ok_ink"),
    _NOW: ("accent", "accent", "on_accent"),
    _LATER: ("surface", "strong", "muted"),
}


class _StepMark(QWidget):
    """A number in a circle; a tick once the step is done."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self._state = _LATER
        self.setFixedSize(theme.px(36), theme.px(36))

    def set_state(self, state: str) -> None:
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        fill, line, ink = _INKS[self._state]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(line), 2))
        painter.setBrush(theme.colour(fill))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        if self._state == _DONE:
            at = theme.icon_rect(self.rect(), 20).topLeft()
            theme.draw_icon(painter, at, "check", token=ink, size=20, stroke=3)
        else:
            painter.setPen(theme.colour(ink))
            painter.setFont(theme.font("body", bold=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class StepList(QWidget):
    """The steps by name, the present one marked."""

    def __init__(self, context: Context, names: Sequence[str]) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        self._theme = theme
        self._steps: list[tuple[_StepMark, Label]] = []
        side = frame("rail", self)
        named(side, "first_run_side")
        tight(QVBoxLayout(self)).addWidget(side)
        column = tight(QVBoxLayout(side), theme.px(20), (theme.px(24), theme.px(32)) * 2)
        column.addLayout(self._brand())
        column.addSpacing(theme.px(12))
        for number, name in enumerate(names, start=1):
            mark, label = _StepMark(theme, number), Label(theme, name, tone="muted").wrapped()
            row = tight(QHBoxLayout(), theme.px(12))
            row.addWidget(mark)
            row.addWidget(label, 1)
            column.addLayout(row)
            self._steps.append((mark, label))
        column.addStretch(1)
        foot = tight(QHBoxLayout(), theme.px(12))
        top = Qt.AlignmentFlag.AlignTop
        foot.addWidget(IconLabel(theme, "hard-drive", 20, "muted"), 0, top)
        said = words.text("Everything stays on this computer. No internet is needed.")
        foot.addWidget(Label(theme, said, "small", tone="muted").wrapped(), 1)
        column.addLayout(foot)

    def mark(self, step: int) -> None:
        """Show which step is the present one."""
        for at, (mark, label) in enumerate(self._steps):
            mark.set_state(_DONE if at < step else _NOW if at == step else _LATER)
            label.set_tone("" if at == step else "muted")
            label.setFont(self._theme.font("body", bold=at == step))

    def _brand(self) -> QHBoxLayout:
        row = tight(QHBoxLayout(), self._theme.px(12))
        row.addWidget(IconLabel(self._theme, "scan-line", 32, "accent"))
        row.addWidget(Label(self._theme, "RefDesk", "title", bold=True), 1)
        return row
