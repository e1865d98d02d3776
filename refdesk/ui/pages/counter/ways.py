"""What can be done after a refusal: large choices, the first of which is Enter."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.counter.parts import Note, SayBox, clear_rows
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.options import Option, OptionRow
from refdesk.ui.widgets.rows import Panel


class Way(NamedTuple):
    """A way on: its key, words, icon and deed."""

    key: str
    title: str
    line: str
    icon: str
    run: Callable[[], None]


class WaysPanel(Panel):
    """Ways on, one under the other; the first is filled and is what Enter does."""

    def __init__(self, context: Context, name: str, *, compact: bool) -> None:
        """``compact`` leaves no room for the second lines and shows the sentence to say here."""
        super().__init__(context.theme, name, spacing=8 if compact else 12)
        self._context = context
        self._compact = compact
        theme, words = context.theme, context.words
        self.column.addWidget(Label(theme, words.text("What you can do"), "title", bold=True))
        self._rows: QVBoxLayout = tight(QVBoxLayout(), theme.px(8 if compact else 12))
        self.column.addLayout(self._rows)
        self.column.addStretch(1)
        self.say_box = SayBox(theme, f"{name}_say", words.text("Say to the customer"))
        self.say_box.hide()
        self.column.addWidget(self.say_box)
        self._note = Note(theme)
        self._note.hide()
        self.column.addWidget(self._note)
        self._ways: tuple[Way, ...] = ()

    def show_ways(self, ways: Sequence[Way], *, note: str = "", sentence: str = "") -> None:
        """Show what can be done, the main way first."""
        self._ways = tuple(ways)
        clear_rows(self._rows)
        for index, way in enumerate(ways):
            line = way.line if not self._compact or index == 0 else ""
            key = way.key if index else "Enter"
            option = Option(way.title, line, way.icon, key)
            name = f"{self.objectName()}_way_{index}"
            height = 56 if self._compact else 72
            row = OptionRow(self._context.theme, name, option, primary=index == 0, height=height)
            row.clicked.connect(way.run)
            self._rows.addWidget(row)
        self._note.set_text(note)
        self._note.setVisible(bool(note) and not self._compact)
        self.say_box.say(sentence if self._compact else "")

    def ways(self) -> tuple[Way, ...]:
        """What is offered now."""
        return self._ways

    def rows(self) -> list[QWidget]:
        """The choices as widgets."""
        found = [self._rows.itemAt(index) for index in range(self._rows.count())]
        widgets = [item.widget() for item in found if item is not None]
        return [widget for widget in widgets if widget is not None]

    def main(self) -> Way | None:
        """What Enter does."""
        return self._ways[0] if self._ways else None
