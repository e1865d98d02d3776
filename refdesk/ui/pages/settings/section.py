"""What every section of the settings has: a title, a strip, rows, and work with its refusals."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.services.desk import Desk
from refdesk.ui.error_texts import message_of
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label, Tag
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.ui.widgets.strips import Message, Strip


class Section(QWidget):
    """A section; put things into ``column``. `read` is called whenever it comes to the front.

    ``opened`` tells that something was opened which Esc closes again, or that it is closed.
    """

    opened = Signal()

    def __init__(self, context: Context, desk: Desk, name: str, title: str) -> None:
        super().__init__()
        self.context = context
        self.desk = desk
        named(self, f"settings_{name}")
        theme = context.theme
        outer = tight(QVBoxLayout(self), theme.px(16))
        self.title = title
        outer.addWidget(Label(theme, title, "page", bold=True))
        self.strip = Strip(theme, f"settings_{name}_strip")
        self.strip.hide()
        outer.addWidget(self.strip)
        self.column = tight(QVBoxLayout(), theme.px(16))
        outer.addLayout(self.column)
        outer.addStretch(1)

    def read(self) -> None:
        """Read what the section shows."""

    def save(self) -> None:
        """Ctrl+S, in a section that has something to save."""

    def can_save(self) -> bool:
        """Whether Ctrl+S does something here; what is saved as it is chosen needs none."""
        return type(self).save is not Section.save

    def can_close(self) -> bool:
        """Whether something is open here that Esc closes."""
        return False

    def close_opened(self) -> None:
        """Esc: close what was opened last."""

    def is_unsaved(self) -> bool:
        """Whether something stands here that another person's pages would not have."""
        return False

    def shows_key(self) -> bool:
        """Whether what stands here can never be shown again."""
        return False

    def may_leave(self) -> bool:
        """Whether something else may be shown now; what must be kept first is said in place."""
        return True

    def takes_scans(self) -> bool:
        """Whether the section waits for a scan."""
        return False

    def take_scan(self, text: str) -> None:
        """What it waited for was scanned."""

    def take_focus(self) -> None:
        """Put the focus into the first control."""
        part = self.nextInFocusChain()
        while part is not None and part is not self:
            usable = self.isAncestorOf(part) and part.isEnabled() and part.isVisibleTo(self)
            if usable and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            part = part.nextInFocusChain()

    def work(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do short database work; a refusal or trouble is said in the strip."""
        self.context.tasks.run(work, owner=self, done=done, failed=self.refused)

    def refused(self, error: Exception) -> None:
        """Say what did not do."""
        self.strip.show_message(message_of(self.context.words, error))

    def done(self, title: str, line: str = "") -> None:
        """Say what was done."""
        self.strip.show_message(Message("ok", title, line))

    def panel(self, name: str, title: str = "") -> Panel:
        """Add a white box to the section."""
        theme = self.context.theme
        panel = Panel(theme, name, padding=16, spacing=12)
        if title:
            panel.column.addWidget(Label(theme, title, "title", bold=True).wrapped())
        self.column.addWidget(panel)
        return panel

    def put_left(self, panel: Panel, *buttons: Button) -> None:
        """Put buttons side by side into a panel, no wider than they need."""
        line = tight(QHBoxLayout(), self.context.theme.px(8))
        for one in buttons:
            line.addWidget(one)
        line.addStretch(1)
        panel.column.addLayout(line)

    def button(self, name: str, text: str, look: Look | None = None) -> Button:
        """A button of the back office."""
        return Button(self.context.theme, name, text, look or Look(height=40))


class Rows(QWidget):
    """A list of rows in a panel, replaced whole when it is read again."""

    def __init__(self, section: Section, name: str, empty: str) -> None:
        super().__init__()
        self._theme = section.context.theme
        self._empty = empty
        named(self, name)
        self._column = tight(QVBoxLayout(self))

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        """Show rows with a line between them; the focus stays where it was, by name."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        name = focused.objectName() if focused is not None and inside else ""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not rows:
            self._column.addWidget(Label(self._theme, self._empty, tone="muted").wrapped())
        for at, row in enumerate(rows):
            if at:
                self._column.addWidget(rule(self._theme))
            self._column.addWidget(row)
        again = [row.findChild(QWidget, name) for row in rows] if name else []
        for widget in again:
            if widget is not None:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)


def row(
    section: Section,
    name: str,
    title: str,
    line: str,
    *,
    tag: Tag | None = None,
    buttons: Sequence[Button] = (),
) -> QWidget:
    """A name, below it a line, and at the right a state and buttons."""
    theme = section.context.theme
    widget = named(QWidget(), name)
    widget.setMinimumHeight(theme.px(56))
    across = tight(QHBoxLayout(widget), theme.px(12), (0, theme.px(8), 0, theme.px(8)))
    words = tight(QVBoxLayout())
    words.addWidget(Label(theme, title, bold=True).wrapped())
    if line:
        words.addWidget(Label(theme, line, "small", tone="muted").wrapped())
    across.addLayout(words, 1)
    if tag is not None:
        across.addWidget(tag)
    for button in buttons:
        across.addWidget(button)
    return widget
