"""Every programme with its state, its figures and what can be done with it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.records import Version
from refdesk.services.programme_gallery import ProgrammeLine
from refdesk.ui.page import Context
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label, Tag
from refdesk.ui.widgets.rows import Panel, rule
from refdesk.words.catalogue import Words
from refdesk.words.names import programme_state_name
from refdesk.words.terms_text import describe_terms

MOST_SENTENCES = 3
"""So much of the terms is said in the list; the editor has them all."""


class StateLook(NamedTuple):
    """How a state is shown: the kind of its tag and the icon."""

    kind: str
    icon: str


STATES = {
    "active": StateLook("ok", "circle-check"),
    "paused": StateLook("check", "pause"),
    "ended": StateLook("", "ban"),
    "draft": StateLook("acc", "pencil"),
}


def state_tag(context: Context, version: Version, text: str = "") -> Tag:
    """A programme's state as a tag; ``text`` in place of the state's name."""
    look = STATES[version.status]
    return Tag(
        context.theme, text or programme_state_name(context.words, version.status),
        look.kind, look.icon,
    )  # fmt: skip


class ProgrammeList(QWidget):
    """``opened`` gives a programme's id; ``status_wanted`` its printed id and what to do."""

    opened = Signal(int)
    new_wanted = Signal()
    status_wanted = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme, words = context.theme, context.words
        named(self, "programmes_list", words.text("Programmes"))
        column = tight(QVBoxLayout(self), theme.px(16))
        head = tight(QHBoxLayout(), theme.px(16))
        head.addWidget(Label(theme, words.text("Programmes"), "page", bold=True))
        head.addStretch(1)
        self.new_button = Button(
            theme, "programme_new", words.text("New programme"),
            Look("primary", icon="plus", key="Ctrl+N"),
        )  # fmt: skip
        self.new_button.clicked.connect(self.new_wanted)
        head.addWidget(self.new_button)
        column.addLayout(head)
        self._rows = QWidget()
        self._rows_column = tight(QVBoxLayout(self._rows), theme.px(12))
        self._rows_column.addStretch(1)
        column.addWidget(scrolled(self._rows), 1)
        self._opens: list[Button] = []

    def show_lines(self, lines: Sequence[ProgrammeLine]) -> None:
        """Show these programmes; the focus stays where it was, by name."""
        focused = QApplication.focusWidget()
        name = focused.objectName() if focused and self.isAncestorOf(focused) else ""
        while self._rows_column.count() > 1:
            item = self._rows_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._opens = []
        for at, line in enumerate(lines):
            self._rows_column.insertWidget(at, self._row(line))
        again = self._rows.findChildren(QWidget, name) if name else []
        if again:
            again[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self, programme: int | None = None) -> None:
        """Put the focus on a programme, else on the first."""
        wanted = [one for one in self._opens if one.objectName() == f"open_p{programme}"]
        target = (wanted or self._opens or [self.new_button])[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Go to the next programme or to the one before."""
        focused = QApplication.focusWidget()
        rows = [one.parentWidget() for one in self._opens]
        inside = [n for n, row in enumerate(rows) if row and focused and row.isAncestorOf(focused)]
        at = inside[0] if inside else -by
        if self._opens:
            following = max(0, min(len(self._opens) - 1, at + by))
            self._opens[following].setFocus(Qt.FocusReason.TabFocusReason)

    # -- a row -----------------------------------------------------------------------------

    def _row(self, line: ProgrammeLine) -> QWidget:
        theme, words = self._context.theme, self._context.words
        version = line.version
        panel = Panel(theme, f"programme_{version.programme}", spacing=12)
        top = tight(QHBoxLayout(), theme.px(12))
        title = Label(theme, version.terms.titled(words.language), "title", bold=True).wrapped()
        top.addWidget(title, 1)
        top.addWidget(state_tag(self._context, version))
        panel.column.addLayout(top)
        said = " ".join(describe_terms(words, version.terms)[:MOST_SENTENCES])
        panel.column.addWidget(Label(theme, said, tone="muted").wrapped())
        panel.column.addWidget(rule(theme))
        bottom = tight(QHBoxLayout(), theme.px(24))
        for name, value in figures(words, line):
            bottom.addLayout(self._figure(name, value))
        bottom.addStretch(1)
        buttons = tight(QHBoxLayout(), theme.px(8))
        for button in self._buttons(version):
            buttons.addWidget(button)
        bottom.addLayout(buttons)
        panel.column.addLayout(bottom)
        return panel

    def _figure(self, name: str, value: str) -> QVBoxLayout:
        theme = self._context.theme
        column = tight(QVBoxLayout())
        column.addWidget(Label(theme, value, bold=True))
        column.addWidget(Label(theme, name, "small", tone="muted"))
        return column

    def _buttons(self, version: Version) -> list[Button]:
        words, wanted = self._context.words, f"p{version.programme}"
        found = []
        for action, text in actions(words, version.status):
            button = Button(self._context.theme, f"{action}_{wanted}", text, Look(height=40))
            button.clicked.connect(
                lambda _on=False, action=action: self.status_wanted.emit(version, action)
            )
            found.append(button)
        opens = Button(
            self._context.theme, f"open_{wanted}", words.text("Open"),
            Look(height=40, icon="chevron-right", trailing=True),
        )  # fmt: skip
        title = version.terms.titled(words.language)
        opens.setAccessibleDescription(title)
        opens.clicked.connect(lambda: self.opened.emit(version.programme))
        self._opens.append(opens)
        return [*found, opens]


def actions(words: Words, status: str) -> list[tuple[str, str]]:
    """What can be done with a programme in a state."""
    end = ("end", words.text("End…"))
    return {
        "active": [("pause", words.text("Pause")), end],
        "paused": [("resume", words.text("Resume")), end],
        "draft": [("resume", words.text("Start")), end],
    }.get(status, [])


def figures(words: Words, line: ProgrammeLine) -> list[tuple[str, str]]:
    """The key figures of a programme, each a name with its value."""
    version = line.version
    found = [
        (words.text("version"), words.number(version.number)),
        (words.text("referrals brought"), words.number(line.brought)),
        (words.text("given so far"), words.money(version.budget_spent)),
    ]
    if version.budget_left is not None:
        found.append((words.text("budget left"), words.money(version.budget_left)))
    return found
