"""The properties of QR codes, pictures, columns, and of the card itself."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.cards.compose import SMALLEST_MODULE
from refdesk.cards.design import (
    ColumnElement,
    ColumnItem,
    Element,
    ImageElement,
    QrElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.pictures import Picture
from refdesk.ui.page import Context
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.controls import HEIGHT, ColourAsker, PaneCombo, RowButton, ask_colour
from refdesk.ui.pages.studio.edits import Pick
from refdesk.ui.pages.studio.form import Form, FrameRow
from refdesk.ui.pages.studio.layer_rows import ICONS, kind_of, label_of
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.pages.studio.scene import module_of
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.design_text import figure, picture_name, warning_text

UsePicture = Callable[[str, Picture], None]
ChoosePicture = Callable[[UsePicture], None]
"""Asks for a picture and, when there is one, calls with its name in the folder and itself."""


class QrForm(Form):
    """A symbol: what it holds, how large, and whether it can be read."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        theme, text = context.theme, context.words.text
        holds = [("{code}", "{code}"), ("{link}", "{link}")]
        self.content = PaneCombo(theme, "studio_holds", holds)
        self.frame = FrameRow(self, square=True)
        levels = [
            ("M", text("M, {share}", share=context.words.percent(1_500))),
            ("Q", text("Q, {share}", share=context.words.percent(2_500))),
        ]
        self.level = PaneCombo(theme, "studio_level", levels)
        self.colour = self.colour_field("colour")
        self.panel = self.colour_field("panel", text("None"))
        margin = Label(theme, context.words.plural("{n} module", "{n} modules", 4), "small")
        margin.setFixedHeight(theme.px(HEIGHT))
        self.strip = Strip(theme, "studio_scan")
        self.strip.setMinimumHeight(theme.px(56))
        self.column.addWidget(self.labelled(text("Content"), self.content))
        self.column.addWidget(self.frame)
        self.row(
            self.labelled(text("Correction"), self.level),
            self.labelled(text("Blank margin"), margin),
        )
        self.column.addWidget(self.strip)
        self.row(
            self.labelled(text("Colour"), self.colour), self.labelled(text("Ground"), self.panel)
        )
        self.content.chosen.connect(lambda holds: self.put(text=holds))
        self.level.chosen.connect(lambda level: self.put(level=level))
        self.colour.colour_chosen.connect(lambda colour: self.put(colour=colour))
        self.panel.colour_chosen.connect(lambda colour: self.put(panel=colour or None))
        studio.checked.connect(self._judge)

    def refresh(self, thing: Element | ColumnItem) -> None:
        if isinstance(thing, QrElement):
            self.content.show_data(thing.text)
            self.frame.refresh()
            self.level.show_data(thing.level)
            self.colour.set_colour(thing.colour, self.colours())
            self.panel.set_colour(thing.panel, self.colours())
            self._judge()

    def _judge(self) -> None:
        """Say how well the symbol is read; the same is not said twice."""
        message = self._verdict()
        if message is not None and message != self.strip.message():
            self.strip.show_message(message)

    def _verdict(self) -> Message | None:
        words, pick = self.context.words, self.studio.pick
        if pick is None or not isinstance(self.studio.picked, QrElement):
            return None
        module = module_of(self.studio.scene, pick.element)
        if module is None:
            return Message("stop", words.text("No symbol"), words.text("It holds nothing"))
        shown = figure(words, round(module, 2))
        size = words.text("{module} mm a module", module=shown)
        if module < SMALLEST_MODULE:
            least = figure(words, SMALLEST_MODULE)
            line = words.text("{module} mm a module, at least {least}", module=shown, least=least)
            return Message("stop", words.text("Too small to scan"), line)
        for warning in self.studio.warnings:
            if (warning.side, warning.element) == (self.studio.side, pick.element):
                return Message("check", words.text("Hard to scan"), warning_text(words, warning))
        return Message("ok", words.text("Easy to scan"), size)


class PictureForm(Form):
    """A picture: which one, and how it fills its frame."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour,
        choose: ChoosePicture | None = None,
    ) -> None:  # fmt: skip
        super().__init__(context, studio, colour_asker=colour_asker)
        theme, text = context.theme, context.words.text
        self._choose = choose
        self._names: tuple[str, ...] = ()
        self.picture = PaneCombo(theme, "studio_picture")
        self.choose_button = Button(
            theme, "studio_choose_picture", text("Choose a picture…"),
            Look(icon="image-plus", height=40),
        )  # fmt: skip
        if choose is None:
            self.choose_button.hide()
        self.choose_button.clicked.connect(self._ask)
        self.frame = FrameRow(self)
        fits = [("contain", text("Whole")), ("cover", text("Fills the frame"))]
        self.fit = PaneCombo(theme, "studio_fit", fits)
        self.radius = self.figure_field("radius", (0.0, 200.0))
        self.column.addWidget(self.labelled(text("Picture"), self.picture))
        self.column.addWidget(self.choose_button)
        self.column.addWidget(self.frame)
        self.row(
            self.labelled(text("Fit"), self.fit), self.labelled(text("Corners, mm"), self.radius)
        )
        self.picture.chosen.connect(lambda picture: self.put(picture=picture))
        self.fit.chosen.connect(lambda fit: self.put(fit=fit))
        self.radius.figure_changed.connect(lambda mm: self.put("radius", radius=mm))

    def set_pictures(self, names: Sequence[str]) -> None:
        """Offer the pictures that the shop has beside logo and photo."""
        self._names = tuple(names)

    def refresh(self, thing: Element | ColumnItem) -> None:
        if isinstance(thing, ImageElement):
            known = (*self._names, *self.studio.record.pictures, thing.picture)
            names = dict.fromkeys(("logo", "photo", *known))
            words = self.context.words
            self.picture.set_options([(name, picture_name(words, name)) for name in names])
            self.picture.show_data(thing.picture)
            self.frame.refresh()
            self.fit.show_data(thing.fit)
            self.radius.set_figure(thing.radius)

    def _ask(self) -> None:
        if self._choose is None:
            return
        pick, side = self.studio.pick, self.studio.side

        def use(name: str, picture: Picture) -> None:
            self.studio.add_picture(name, picture)
            if (self.studio.pick, self.studio.side) == (pick, side):
                self.put(picture=name)

        self._choose(use)


class ColumnForm(Form):
    """A column: where its texts gather, and each of them to be chosen."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        text = context.words.text
        self.frame = FrameRow(self)
        anchors = [("top", text("Top")), ("middle", text("Middle")), ("bottom", text("Bottom"))]
        self.anchor = PaneCombo(context.theme, "studio_anchor", anchors)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._list = QWidget()
        self._items = tight(QVBoxLayout(self._list))
        self.add = Button(
            context.theme, "studio_add_item", text("Add a text"), Look(icon="plus", height=40)
        )
        self.column.addWidget(self.frame)
        self.column.addWidget(self.labelled(text("Texts gather at"), self.anchor))
        self.column.addWidget(Label(context.theme, text("Texts"), "small", tone="muted"))
        self.column.addWidget(self._list)
        self.column.addWidget(self.add)
        self.anchor.chosen.connect(lambda anchor: self.put(anchor=anchor))
        self.add.clicked.connect(self._add)

    def refresh(self, thing: Element | ColumnItem) -> None:
        if isinstance(thing, ColumnElement):
            self.frame.refresh()
            self.anchor.show_data(thing.anchor)
            words = self.context.words
            shown = tuple((kind_of(item), label_of(item, words)) for item in thing.items)
            if shown != self._shown:
                self._shown = shown
                self._fill()

    def count(self) -> int:
        """How many items are listed."""
        return len(self._shown)

    def _fill(self) -> None:
        while self._items.count():
            entry = self._items.takeAt(0)
            old = entry.widget() if entry else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, (kind, label) in enumerate(self._shown):
            self._items.addWidget(self._button(number, kind, label))

    def _button(self, number: int, kind: str, label: str) -> RowButton:
        button = RowButton(self.context.theme, f"studio_item_{number}", label, ICONS[kind])
        button.clicked.connect(lambda: self._select(number))
        return button

    def _select(self, number: int) -> None:
        pick = self.studio.pick
        if pick is not None:
            self.studio.select(Pick(pick.element, number))

    def _add(self) -> None:
        pick, thing = self.studio.pick, self.studio.picked
        if pick is None or not isinstance(thing, ColumnElement):
            return
        styles = [item.style for item in thing.items if isinstance(item, TextItem)]
        item = TextItem(self.context.words.text("New text"), styles[-1] if styles else TextStyle())
        design, chosen = edits.add_item(self.studio.design, self.studio.spot, pick, item)
        self.studio.change(design)
        self.studio.select(chosen)


class SideForm(Form):
    """Nothing is chosen: the ground of the side."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        theme, text = context.theme, context.words.text
        self.ground = self.colour_field("ground", text("Paper as it is"))
        self.column.addWidget(self.labelled(text("Background"), self.ground))
        hint = Label(
            theme, text("Press something on the card to change it. Double-click edits a text"),
            "small", tone="muted",
        )  # fmt: skip
        self.column.addWidget(hint.wrapped())
        self.ground.colour_chosen.connect(lambda colour: studio.set_colour(colour or None))

    def show_side(self) -> None:
        """Show the ground of the side that is worked on."""
        studio = self.studio
        layout = studio.design.layouts[studio.spot.layout]
        self.ground.set_colour(layout.colour(studio.side), self.colours())
