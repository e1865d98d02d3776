"""The editor's head: the programme's name, its state, what is not saved, and the main action."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.records import Version
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.list_pane import STATES, actions
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tag
from refdesk.words.catalogue import Words

_ICONS = {"pause": "pause", "resume": "play"}


class EditorHead(QWidget):
    """``status_wanted`` gives pause, resume or end."""

    status_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[object, ...] = ()
        self._narrow = False
        self._tags: list[Tag] = []
        self._buttons: list[Button] = []
        theme, words = context.theme, context.words
        named(self, "editor_head")
        self._outer = tight(QVBoxLayout(self), theme.px(4))
        self._row = tight(QHBoxLayout(), theme.px(12))
        self._outer.addLayout(self._row)
        self.title = Label(theme, "", "page", bold=True).wrapped()
        self._column = column = tight(QVBoxLayout())
        column.addWidget(self.title)
        self._row.addLayout(column, 1)
        self._beside = tight(QHBoxLayout(), theme.px(12))
        self._row.addLayout(self._beside)
        self.save = Button(
            theme, "editor_save", words.text("Save"), Look("primary", icon="save", key="Ctrl+S")
        )
        self.save.clicked.connect(self.save_wanted)
        self._row.addWidget(self.save)
        self._reason = QWidget()
        # its room is kept: what is typed in the form below must not move under the hand
        policy = self._reason.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reason.setSizePolicy(policy)
        reason = tight(QHBoxLayout(self._reason), theme.px(6))
        reason.addWidget(IconLabel(theme, "octagon-x", 16, "stop_ink"))
        self.reason = ElidingLabel(theme, "", "small", tone="stop")
        reason.addWidget(self.reason, 1)
        self._below = tight(QHBoxLayout(), theme.px(8))
        below = tight(QHBoxLayout())
        below.addLayout(self._below)
        below.addStretch(1)
        column.addLayout(below)
        column.addWidget(self._reason)

    def show_state(self, version: Version, changes: int, problem: str) -> None:
        """Show a programme's state, how much is not saved, and why it cannot be."""
        words = self._context.words
        self.title.setText(version.terms.titled(words.language))
        self.save.set_caption(_save_caption(words, version))
        self.save.setEnabled(bool(changes) and not problem)
        self.save.setVisible(version.status != "ended")
        self.save.setAccessibleDescription(problem)
        waits = words.text("It cannot be saved yet. {reason}", reason=problem) if problem else ""
        self.reason.setText(waits)
        self._reason.setVisible(bool(waits))
        now = (version.status, version.number, changes)
        if now != self._shown:
            self._shown = now
            self._show_tags(version, changes)
            self._show_buttons(version)

    def _show_tags(self, version: Version, changes: int) -> None:
        theme, words = self._context.theme, self._context.words
        look = STATES[version.status]
        made = [Tag(theme, _state_text(words, version), look.kind, look.icon)]
        if changes:
            text = words.plural("{n} change not saved", "{n} changes not saved", changes)
            made.append(Tag(theme, text, "check", "pencil"))
        for old in self._tags:
            old.hide()
            old.deleteLater()
        self._tags = made
        self._place_tags()

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room, the state stands under the name."""
        self._narrow = narrow
        (self._outer if narrow else self._column).addWidget(self._reason)
        self._place_tags()

    def _place_tags(self) -> None:
        place = self._below if self._narrow else self._beside
        for tag in self._tags:
            place.addWidget(tag)

    def _show_buttons(self, version: Version) -> None:
        theme, words = self._context.theme, self._context.words
        wanted = [(key, text) for key, text in actions(words, version.status) if key in _ICONS]
        names = [f"editor_{key}" for key, _ in wanted]
        if names == [one.objectName() for one in self._buttons]:
            return
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for key, text in wanted:
            button = Button(theme, f"editor_{key}", text, Look(icon=_ICONS[key]))
            button.clicked.connect(lambda _on=False, key=key: self.status_wanted.emit(key))
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append(button)


def _state_text(words: Words, version: Version) -> str:
    number = words.number(version.number)
    return {
        "active": words.text("Active, version {number}", number=number),
        "paused": words.text("Paused, version {number}", number=number),
        "ended": words.text("Ended, version {number}", number=number),
        "draft": words.text("Draft, does not work yet"),
    }[version.status]


def _save_caption(words: Words, version: Version) -> str:
    if version.status == "draft":
        return words.text("Save the draft")
    return words.text("Save as version {number}", number=words.number(version.number + 1))
