"""Programmes: what runs, pausing, resuming and ending it, and adding a preset."""

from PySide6.QtWidgets import QWidget

from refdesk.domain.records import Version
from refdesk.services import programmes
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Rows, Section, row
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.labels import Tag
from refdesk.ui.widgets.strips import Message
from refdesk.words.names import programme_state_name
from refdesk.words.terms_text import describe_terms

_TAGS = {
    "active": ("ok", "check"),
    "paused": ("check", "pause"),
    "ended": ("", "ban"),
    "draft": ("", "pencil"),
}


class ProgrammesSection(Section):
    """The newest version of each programme, and what can be done with it."""

    def __init__(self, context: Context, desk: Desk) -> None:
        words, theme = context.words, context.theme
        super().__init__(context, desk, "programmes", words.text("Programmes"))
        panel = self.panel("programmes_panel")
        empty = words.text("No programme yet: codes start working when you add one")
        self._rows = Rows(self, "programme_rows", empty)
        panel.column.addWidget(self._rows)
        form = self.panel("programmes_form")
        self._preset = ComboBox(theme, "programme_preset")
        field = LabelledField(theme, words.text("Ready programme"), self._preset, reserve=False)
        form.column.addWidget(field)
        self._add = self.button("programme_add", words.text("Add programme"), Look("primary"))
        self._add.clicked.connect(self._add_preset)
        self.put_left(form, self._add)

    def read(self) -> None:
        def read() -> tuple[list[Version], list[programmes.Preset]]:
            found = programmes.list_programmes(self.desk)
            return found, programmes.list_presets(self.desk.shop().decimals)

        self.work(read, lambda both: self._show(*both))

    def _show(self, versions: list[Version], presets: list[programmes.Preset]) -> None:
        self._rows.show_rows([self._row(version) for version in versions])
        self._preset.clear()
        for preset in presets:
            title = preset.terms.title.get(self.context.words.language) or preset.terms.name
            self._preset.addItem(title, preset.name)

    def _row(self, version: Version) -> QWidget:
        words, theme = self.context.words, self.context.theme
        kind, icon = _TAGS[version.status]
        tag = Tag(theme, programme_state_name(words, version.status), kind, icon)
        title = version.terms.title.get(words.language) or version.name
        line = " ".join(describe_terms(words, version.terms))
        buttons = self._buttons(version, title)
        name = f"programme_{version.programme}"
        return row(self, name, title, line, tag=tag, buttons=buttons)

    def _buttons(self, version: Version, title: str) -> list[Button]:
        words, wanted = self.context.words, f"p{version.programme}"
        if version.status == "active":
            first = self.button(f"pause_{wanted}", words.text("Pause"))
            first.clicked.connect(lambda: self._set(wanted, "pause"))
        elif version.status == "paused":
            first = self.button(f"resume_{wanted}", words.text("Resume"))
            first.clicked.connect(lambda: self._set(wanted, "resume"))
        else:
            return []
        end = self.button(f"end_{wanted}", words.text("End…"))
        end.clicked.connect(lambda: self._ask_to_end(wanted, title))
        return [first, end]

    def _set(self, wanted: str, action: str) -> None:
        self.work(lambda: programmes.set_status(self.desk, wanted, action), self._is_set)

    def _is_set(self, version: Version) -> None:
        words = self.context.words
        said = {
            "active": words.text("The programme works again"),
            "paused": words.text("The programme is paused: its codes are refused"),
            "ended": words.text("The programme has ended"),
        }
        self.done(said[version.status])
        self.read()

    def _ask_to_end(self, wanted: str, title: str) -> None:
        """An end is for good: the strip names the programme and asks once."""
        words = self.context.words
        end = self.button(
            "programme_end_now", words.text("End programme"), Look("danger", height=44)
        )
        end.clicked.connect(lambda: self._set(wanted, "end"))
        keep = self.button("programme_keep", words.text("Keep"), Look(height=44))
        keep.clicked.connect(self.strip.hide)
        message = Message(
            "check",
            words.text("End for good: {programme}", programme=title),
            words.text("Its codes stop working. What customers have earned stays"),
        )
        self.strip.show_message(message, [end, keep])
        keep.setFocus()

    def _add_preset(self) -> None:
        preset = self._preset.currentData()
        if preset:
            self.work(lambda: programmes.add_programme(self.desk, preset=preset), self._is_added)

    def _is_added(self, version: Version) -> None:
        words = self.context.words
        title = version.terms.title.get(words.language) or version.name
        self.done(words.text("Added: {name}", name=title), words.text("It works at once"))
        self.read()
