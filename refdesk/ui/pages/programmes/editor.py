"""One programme: its head with the state and what can be done, and its terms."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.records import Version
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.list_pane import actions, state_tag
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label, Tag
from refdesk.ui.widgets.rows import Panel
from refdesk.words.terms_text import describe_terms


class EditorPane(QWidget):
    """``status_wanted`` gives the version and what to do with its programme."""

    status_wanted = Signal(object, str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._version: Version | None = None
        self._tag: Tag | None = None
        self._buttons: list[Button] = []
        theme = context.theme
        named(self, "programme_editor")
        column = tight(QVBoxLayout(self), theme.px(16))
        self._head = tight(QHBoxLayout(), theme.px(16))
        self._title = Label(theme, "", "page", bold=True).wrapped()
        self._head.addWidget(self._title, 1)
        column.addLayout(self._head)
        self._terms = Panel(theme, "programme_terms", spacing=12)
        holder = QWidget()
        inside = tight(QVBoxLayout(holder))
        inside.addWidget(self._terms)
        inside.addStretch(1)
        column.addWidget(scrolled(holder), 1)

    def version(self) -> Version | None:
        """What is shown."""
        return self._version

    def show_version(self, version: Version) -> None:
        """Show a programme's newest version."""
        theme, words = self._context.theme, self._context.words
        self._version = version
        self._title.setText(version.terms.titled(words.language))
        for old in (self._tag, *self._buttons):
            if old is not None:
                self._head.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._tag = state_tag(self._context, version)
        self._head.insertWidget(1, self._tag)
        self._buttons = []
        for action, text in actions(words, version.status):
            button = Button(theme, f"editor_{action}", text, Look(height=48))
            button.clicked.connect(
                lambda _on=False, action=action: self.status_wanted.emit(version, action)
            )
            self._head.addWidget(button)
            self._buttons.append(button)
        while self._terms.column.count():
            item = self._terms.column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for sentence in describe_terms(words, version.terms):
            self._terms.column.addWidget(Label(theme, sentence).wrapped())

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
