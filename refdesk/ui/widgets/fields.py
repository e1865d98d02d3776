"""Text fields with an icon or unit inside, and the label and help line around a field."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, set_look, tight
from refdesk.ui.widgets.labels import IconLabel, Label, Tone

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
ROOMY = 56
"""Fields of the counter are this high and have more padding."""


class TextField(QLineEdit):
    """A line of text; an icon may stand at the left, a unit or a note at the right.

    Heights: 56 at the counter, 48 in forms, 40 in sentences (px at scale 1). Focus by keyboard
    selects all. Ctrl+Z undoes typing while there is typed text and is left to the window else.
    """

    def __init__(self, theme: Theme, name: str, *, height: int = 48, icon: str = "") -> None:
        self._wanted_font: QFont | None = None
        super().__init__()
        self._theme = theme
        self._height = height
        self._icon = icon
        self._icon_token = "muted"
        self._unit = ""
        self._note = ""
        named(self, name)
        self.set_height(height)

    # -- look ------------------------------------------------------------------------------

    def set_height(self, height: int) -> None:
        """Change to another height (px at scale 1), with the type size that belongs to it."""
        self._height = height
        role = "page" if height >= 64 else "title" if height >= ROOMY else "body"
        self.setFont(self._theme.font(role))
        self.setFixedHeight(self._theme.px(height))
        set_look(self, "roomy", "true" if height >= ROOMY else "false")
        self._reserve()

    def set_icon(self, icon: str, token: str = "muted") -> None:
        """Show an icon at the left; its size follows the height."""
        self._icon = icon
        self._icon_token = token
        self._reserve()

    def set_unit(self, unit: str) -> None:
        """Show a unit inside, at the right of the text."""
        self._unit = unit
        self._reserve()

    def note(self) -> str:
        """The remark at the right end."""
        return self._note

    def set_note(self, note: str) -> None:
        """Show a secondary remark at the right end while there is room for it."""
        self._note = note
        self.update()

    def set_bad(self, bad: bool) -> None:
        """Outline the field as one whose content does not do."""
        set_look(self, "bad", "true" if bad else "false")

    def is_bad(self) -> bool:
        """Whether the content is marked as one that does not do."""
        return bool(self.property("bad") == "true")

    def icon_size(self) -> int:
        """The icon's size in px at scale 1."""
        return 40 if self._height >= 72 else 28 if self._height >= 64 else 20

    def setFont(self, font: QFont | str | Sequence[str]) -> None:
        self._wanted_font = QFont(font) if isinstance(font, QFont) else None
        super().setFont(font)

    # -- behaviour -------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window when there is no typed text to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (undo and not self._has_typing()) or (redo and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # With another style sheet Qt returns to the font of the first showing.
        wanted = self._wanted_font or self.font()
        if event.type() == QEvent.Type.StyleChange and self.font() != wanted:
            super().setFont(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD:
            self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon or self._unit or self._note:
            painter = QPainter(self)
            self._draw_extras(painter)
            painter.end()

    def _has_typing(self) -> bool:
        return bool(self.text()) and self.isUndoAvailable() and not self.isReadOnly()

    def _pad(self) -> int:
        return self._theme.px(16 if self._height >= ROOMY else 12)

    def _reserve(self) -> None:
        left = self._theme.px(self.icon_size() + 12) if self._icon else 0
        right = 0
        if self._unit:
            metrics = QFontMetrics(self.font())
            right = metrics.horizontalAdvance(self._unit) + self._theme.px(8)
        self.setTextMargins(left, 0, right, 0)
        self.update()

    def _draw_extras(self, painter: QPainter) -> None:
        theme, pad = self._theme, self._pad()
        if self._icon:
            size = self.icon_size()
            at = QPoint(pad, (self.height() - theme.px(size)) // 2)
            theme.draw_icon(painter, at, self._icon, token=self._icon_token, size=size)
        painter.setPen(theme.colour("muted"))
        inside = self.rect().adjusted(pad, 0, -pad, 0)
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self._unit:
            painter.setFont(self.font())
            painter.drawText(inside, at_right, self._unit)
        elif self._note and self._note_fits(inside):
            painter.setFont(theme.font("small"))
            painter.drawText(inside, at_right, self._note)

    def _note_fits(self, inside: QRect) -> bool:
        note = QFontMetrics(self._theme.font("small")).horizontalAdvance(self._note)
        typed = QFontMetrics(self.font()).horizontalAdvance(self.displayText())
        taken = typed + self.textMargins().left() + self._theme.px(24)
        return note + taken <= inside.width()


@runtime_checkable
class MarksBad(Protocol):
    """A control that can be outlined as wrong."""

    def set_bad(self, bad: bool) -> None:
        """Outline it or not."""


class LabelledField(QWidget):
    """A control with its label above and one line of help or trouble below.

    The room of that line is kept, so that nothing jumps when it appears; with ``reserve`` off
    the line takes room only while it says something.
    """

    def __init__(self, theme: Theme, label: str, control: QWidget, *, reserve: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._control = control
        self._reserve = reserve
        self._help = ""
        title = Label(theme, label, "small", bold=True)
        title.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        self.label = title
        self._icon = IconLabel(theme, "", 16)
        self._icon.setFixedHeight(theme.line("small"))
        self._line = Label(theme, "", "small", tone="muted").wrapped()
        self._below = QWidget()
        row = tight(QHBoxLayout(self._below), theme.px(6), (0, theme.px(4), 0, 0))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._line, 1)
        column = tight(QVBoxLayout(self))
        column.addWidget(title)
        column.addSpacing(theme.px(4))
        column.addWidget(control)
        column.addWidget(self._below)
        column.addStretch(1)
        self.setFocusProxy(control)
        self.clear_message()

    def set_reserve(self, reserve: bool) -> None:
        """Keep the room of the line while it says nothing, or not."""
        self._reserve = reserve
        self._below.setVisible(reserve or bool(self.message()))

    def has_line(self) -> bool:
        """Whether the line takes room now."""
        return not self._below.isHidden()

    def control(self) -> QWidget:
        """The control that stands inside."""
        return self._control

    def message(self) -> str:
        """The help or trouble that is shown now."""
        return self._line.text()

    def set_help(self, text: str, *, icon: str = "", tone: Tone = "muted") -> None:
        """Say something helpful below; it stays until another message."""
        self._help = text
        self._say(text, icon, tone)
        self._mark(bad=False)

    def set_problem(self, text: str) -> None:
        """Say what does not do, and outline the control."""
        self._say(text, "octagon-x", "stop")
        self._mark(bad=True)

    def clear_message(self) -> None:
        """Say nothing and take the outline away."""
        self._say("", "", "muted")
        self._mark(bad=False)

    def _say(self, text: str, icon: str, tone: Tone) -> None:
        self._line.setText(text)
        self._line.set_tone(tone)
        inks = {"ok": "ok_ink", "stop": "stop_ink", "check": "check_ink"}
        self._icon.set_icon(icon, inks.get(tone, "muted"))
        self._icon.setVisible(bool(icon))
        self._below.setVisible(self._reserve or bool(text))
        self._control.setAccessibleDescription(text)

    def _mark(self, *, bad: bool) -> None:
        if isinstance(self._control, MarksBad):
            self._control.set_bad(bad)
