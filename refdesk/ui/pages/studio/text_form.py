"""The properties of a text: what it says, where it stands, how it is set."""

import re
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu

from refdesk.cards.design import (
    FIELDS,
    SMALLEST_PT,
    ColumnItem,
    Element,
    TextElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.fonts import FONTS, WEIGHTS, load_faces
from refdesk.cards.template import parse_template
from refdesk.domain.progress import Progress
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.controls import HEIGHT, ColourAsker, PaneCombo, ask_colour
from refdesk.ui.pages.studio.form import Form, FrameRow
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import IconButton, Look
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.words.design_text import field_name

SIZES_PT: Final = (SMALLEST_PT, 1000.0)
MOST_LINES: Final = 50
_PLACE: Final = re.compile(r"\{(\w+)\}")


class TextForm(Form):
    """A text alone, or a paragraph of a column: that one has a gap above in place of a frame."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        theme, text = context.theme, context.words.text
        self.content = TextField(theme, "studio_content", height=HEIGHT)
        self.content.textEdited.connect(self._on_typing)
        self.content.editingFinished.connect(self._on_left)
        self.insert = IconButton(
            theme, "studio_insert", text("Insert a place that is filled in for each card"),
            Look(icon="braces", height=HEIGHT),
        )  # fmt: skip
        self.insert.clicked.connect(self._open_places)
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(self.labelled(text("Content"), self.content), 1)
        head.addWidget(self.insert, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(head)
        self.note = Label(theme, "", "small", tone="muted").wrapped()
        self.note.setObjectName("studio_content_note")
        self.column.addWidget(self.note)
        self.frame = FrameRow(self)
        self.column.addWidget(self.frame)
        self.gap = self.figure_field("gap", (0.0, 100.0))
        self.gap.figure_changed.connect(lambda mm: self.put("gap", before=mm))
        self._gap_box = self.labelled(text("Gap above, mm"), self.gap)
        self.column.addWidget(self._gap_box)
        self._build_style(text)
        self._say("")

    def refresh(self, thing: Element | ColumnItem) -> None:
        if not isinstance(thing, TextElement | TextItem):
            return
        if self.content.text() != thing.text and not self._is_bad_typing():
            self.content.setText(thing.text)
        is_item = isinstance(thing, TextItem)
        self.frame.setVisible(not is_item)
        self._gap_box.setVisible(is_item)
        if isinstance(thing, TextItem):
            self.gap.set_figure(thing.before)
        else:
            self.frame.refresh()
        style = thing.style
        self.font_box.show_data(style.font)
        self.size_field.set_figure(style.size_pt)
        self.weight.show_data(str(style.weight))
        self.align.show_data(style.align)
        self.colour.set_colour(style.colour, self.colours())
        self.lines.set_figure(style.lines)
        self.caps.setChecked(style.caps)

    def focus_text(self) -> None:
        """Put the cursor into the text, all of it chosen."""
        self.content.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def menu_of_places(self) -> QMenu:
        """The places that may stand in a text."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(self.context.theme.font("small"))
        for field in FIELDS:
            sign = f"{{{field}}}"
            action = menu.addAction(f"{field_name(self.context.words, field)}\t{sign}")
            action.triggered.connect(lambda _=False, place=sign: self._insert(place))
        return menu

    # -- inside ----------------------------------------------------------------------------

    def _build_style(self, text: Any) -> None:
        theme = self.context.theme
        fonts = [(font, font.capitalize()) for font in FONTS]
        self.font_box = PaneCombo(theme, "studio_font", fonts)
        self.size_field = self.figure_field("size_pt", SIZES_PT)
        weights = [("400", text("Regular")), ("600", text("Semibold"))]
        self.weight = PaneCombo(theme, "studio_weight", weights)
        aligns = [
            ("left", text("Flush left")), ("center", text("Centred")),
            ("right", text("Flush right")),
        ]  # fmt: skip
        self.align = PaneCombo(theme, "studio_align", aligns)
        self.colour = self.colour_field("colour")
        self.lines = self.figure_field("lines", (1, MOST_LINES), 1)
        self.caps = CheckBox(theme, "studio_caps", text("Capitals"))
        self.row(
            self.labelled(text("Font"), self.font_box),
            self.labelled(text("Size, pt"), self.size_field),
        )
        self.row(
            self.labelled(text("Weight"), self.weight), self.labelled(text("Align"), self.align)
        )
        self.row(
            self.labelled(text("Colour"), self.colour),
            self.labelled(text("Lines at most"), self.lines),
        )
        self.column.addWidget(self.caps)
        self.font_box.chosen.connect(self._on_font)
        self.size_field.figure_changed.connect(self._on_size)
        self.weight.chosen.connect(lambda weight: self._style(weight=int(weight)))
        self.align.chosen.connect(lambda align: self._style(align=align))
        self.colour.colour_chosen.connect(lambda colour: self._style(colour=colour))
        self.lines.figure_changed.connect(lambda lines: self._style("lines", lines=round(lines)))
        self.caps.clicked.connect(lambda on: self._style(caps=on))

    def _style(self, merge: str = "", **changes: Any) -> None:
        style = self._now()
        if style is not None:
            self.put(merge, style=replace(style, **changes))

    def _now(self) -> TextStyle | None:
        thing = self.studio.picked
        return thing.style if isinstance(thing, TextElement | TextItem) else None

    def _on_font(self, font: str) -> None:
        """A typeface is cut when it is first wanted, which takes a second: not in the window."""
        pick = self.studio.pick

        def load(_progress: Progress) -> None:
            faces = load_faces()
            for weight in WEIGHTS:
                faces[font, weight]

        def done(_nothing: None) -> None:
            if self.studio.pick == pick:
                self._style(font=font)

        self.context.tasks.run_long(load, owner=self, done=done)

    def _on_size(self, size: float) -> None:
        """The size to which a text may shrink goes along with its size."""
        style = self._now()
        if style is not None:
            least = round(style.least_pt * size / style.size_pt, 1)
            least = min(max(least, min(SMALLEST_PT, size)), size)
            self._style("size", size_pt=size, least_pt=least)

    def _on_typing(self) -> None:
        words, typed = self.context.words, self.content.text()
        if not typed.strip():
            self._say(words.text("Write a text, or delete it"), bad=True)
            return
        try:
            parse_template(typed)
        except ValueError:
            self._say(_what_is_wrong(self.context, typed), bad=True)
            return
        self._say("")
        self.put("content", text=typed)

    def _on_left(self) -> None:
        """A text that cannot be printed goes back to the last one that can."""
        thing = self.studio.picked
        if self.content.is_bad() and isinstance(thing, TextElement | TextItem):
            self.content.setText(thing.text)
        self._say("")
        self.studio.seal()

    def _is_bad_typing(self) -> bool:
        return self.content.hasFocus() and self.content.is_bad()

    def _say(self, problem: str, *, bad: bool = False) -> None:
        hint = self.context.words.text("Text in {sign} is filled in for each card", sign="{ }")
        self.note.setText(problem or hint)
        self.note.set_tone("stop" if bad else "muted")
        self.content.set_bad(bad)
        self.content.setAccessibleDescription(problem)

    def _open_places(self) -> None:
        menu = self.menu_of_places()
        corner = self.insert.mapToGlobal(QPoint(self.insert.width(), self.insert.height()))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def _insert(self, place: str) -> None:
        self.content.insert(place)
        self._on_typing()
        self.content.setFocus(Qt.FocusReason.OtherFocusReason)


def _what_is_wrong(context: Context, typed: str) -> str:
    """What to tell of a template that does not do."""
    words = context.words
    for name in _PLACE.findall(typed):
        if name not in FIELDS:
            return words.text("No card has a place {place}", place=f"{{{name}}}")
    return words.text("A brace lacks its other one")
