"""The editor of a design as one widget: tools, canvas, properties and layers.

It knows no services and no disk. The page around it gives it a design, a stock's cell and a
record, listens to `design_changed` and `saved_changed`, and says `mark_saved` when a design is
kept. The page puts `side_switch` where its title stands, and what belongs below the canvas into
`set_below`.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import SIDES, Design
from refdesk.cards.pictures import Picture
from refdesk.cards.stocks import CellSize
from refdesk.ui.page import Context, Density, KeyHint
from refdesk.ui.pages.studio.canvas import Canvas
from refdesk.ui.pages.studio.canvas_pane import CanvasPane
from refdesk.ui.pages.studio.controls import ColourAsker, ask_colour
from refdesk.ui.pages.studio.forms import ChoosePicture
from refdesk.ui.pages.studio.layer_rows import side_name
from refdesk.ui.pages.studio.layers import LayerList
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.pages.studio.properties import PropertiesPane
from refdesk.ui.pages.studio.toolbar import Toolbar
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel, rule

RIGHT: Final = 288
LAYERS_LEAST: Final = 4 * 32


class StudioEditor(QWidget):
    """``design_changed`` follows every change; ``saved_changed`` whether there is something to
    save; ``side_changed`` gives the side that is shown."""

    design_changed = Signal()
    saved_changed = Signal(bool)
    side_changed = Signal(str)

    def __init__(
        self, context: Context, design: Design, record: CardRecord, *,
        choose_picture: ChoosePicture | None = None, colour_asker: ColourAsker = ask_colour,
    ) -> None:  # fmt: skip
        super().__init__()
        named(self, "studio_editor")
        self._context = context
        size = CellSize(*design.layouts[0].nominal)
        self.studio = Studio(design, record, size, design.layouts[0].family)
        self.pane = CanvasPane(context, self.studio)
        self.tools = Toolbar(context, self.studio, self.pane.canvas)
        self.properties = PropertiesPane(
            context, self.studio, choose_picture=choose_picture, colour_asker=colour_asker
        )
        self.layers = LayerList(context, self.studio)
        self.side_switch = self._make_switch()
        self._build()
        self._connect()
        self.on_density(Density())
        self.studio.check_now()

    # -- what the page does ----------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        """The card."""
        return self.pane.canvas

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self.studio.design

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.studio.is_changed

    @property
    def side(self) -> str:
        """``front`` or ``back``."""
        return self.studio.side

    def set_design(self, design: Design) -> None:
        """Work on another design; changes to the one before are forgotten."""
        self.studio.set_design(design)

    def mark_saved(self, design: Design | None = None) -> None:
        """The design is kept; ``design`` is the same under its new name or title, if it has one."""
        self.studio.mark_saved(design)

    def set_stock(self, size: CellSize, family: str) -> None:
        """Show the card as it is on a stock of this cell size and family."""
        self.studio.set_stock(size, family)

    def set_record(self, record: CardRecord) -> None:
        """Show the card of somebody, with the shop's pictures."""
        self.studio.set_record(record)

    def set_pictures(self, names: Sequence[str]) -> None:
        """Offer these pictures of the shop's folder beside logo and photo."""
        self.properties.set_pictures(names)

    def add_picture(self, name: str, picture: Picture) -> None:
        """A picture has come into the shop's folder."""
        self.studio.add_picture(name, picture)

    def set_below(self, below: QWidget) -> None:
        """Put something below the canvas, beside the properties."""
        self._middle.addWidget(below)

    def set_side(self, side: str) -> None:
        """Turn the card over."""
        self.studio.set_side(side)

    def keys(self) -> tuple[KeyHint, ...]:
        """The editor's keys; those without a deed work where the card has the focus."""
        text, studio = self._context.words.text, self.studio
        return (
            KeyHint("Ctrl+Z", text("Undo"), studio.undo),
            KeyHint("↑ ↓ ← →", text("Move 0.5 mm")),
            KeyHint("Del", text("Delete")),
            KeyHint("Ctrl+Y", text("Repeat"), studio.redo, in_status=False),
            KeyHint("Ctrl+D", text("Copy what is chosen"), studio.duplicate, in_status=False),
            KeyHint("Ctrl+0", text("Show the whole card"), self.canvas.fit, in_status=False),
            KeyHint("Ctrl++", text("Larger"), lambda: self.canvas.zoom_by(1), in_status=False),
            KeyHint("Ctrl+-", text("Smaller"), lambda: self.canvas.zoom_by(-1), in_status=False),
            KeyHint("Shift+Arrows", text("Move 5 mm"), in_status=False),
            KeyHint("Tab", text("Next element"), in_status=False),
            KeyHint("Enter", text("Edit the text"), in_status=False),
            KeyHint("Ctrl+Up", text("One layer up"), in_status=False),
            KeyHint("Ctrl+Down", text("One layer down"), in_status=False),
        )

    def take_focus(self) -> None:
        """Put the focus on the card."""
        self.canvas.setFocus()

    def next_pane(self, *, forward: bool = True) -> bool:
        """Go from card to properties to layers, or back; False where there is no further one.

        A page goes on to its own panes then (F6, Shift+F6).
        """
        panes = (self.canvas, self.properties, self.layers)
        now = QApplication.focusWidget()
        here = next((at for at, one in enumerate(panes) if _is_inside(now, one)), None)
        if here is None:
            there = 0 if forward else len(panes) - 1
        else:
            there = here + (1 if forward else -1)
        if not 0 <= there < len(panes):
            return False
        if self._tabbed and there > 0:
            self._show_tab("properties" if there == 1 else "layers")
        if there == 1:
            self.properties.focus_first()
        else:
            panes[there].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def on_density(self, density: Density) -> None:
        """Below 1200 px properties and layers stand behind tabs; also where the window is low."""
        self._set_tabbed(tabbed=density.narrow or density.low)

    # -- inside ----------------------------------------------------------------------------

    def _make_switch(self) -> Segments:
        text = self._context.words.text
        switch = Segments(self._context.theme, "studio_side", "", height=48)
        switch.setAccessibleName(text("Side of the card"))
        switch.set_options([(side, side_name(self._context.words, side)) for side in SIDES])
        switch.choose("front")
        return switch

    def _build(self) -> None:
        theme, text = self._context.theme, self._context.words.text
        gap = theme.px(12)
        self._middle = tight(QVBoxLayout(), gap)
        self._middle.addWidget(self.tools)
        self._middle.addWidget(self.pane, 1)
        right = Panel(theme, "studio_right", padding=12)
        right.setFixedWidth(theme.px(RIGHT))
        self._tabs = QWidget()
        tab_row = tight(QHBoxLayout(self._tabs))
        self._tab_buttons = {
            "properties": self._tab("properties", text("Properties")),
            "layers": self._tab("layers", text("Layers")),
        }
        for button in self._tab_buttons.values():
            tab_row.addWidget(button, 1)
        self._rule = rule(theme)
        self._layers_title = Label(theme, text("Layers"), "title", bold=True)
        self.layers.setMinimumHeight(theme.px(LAYERS_LEAST))
        right.column.addWidget(self._tabs)
        right.column.addWidget(self.properties, 100)
        right.column.addWidget(self._rule)
        right.column.addWidget(self._layers_title)
        right.column.addWidget(self.layers, 1)
        body = tight(QHBoxLayout(self), gap)
        body.addLayout(self._middle, 1)
        body.addWidget(right)

    def _tab(self, name: str, text: str) -> Button:
        button = Button(self._context.theme, f"studio_tab_{name}", text, Look("tab", height=40))
        button.clicked.connect(lambda: self._show_tab(name))
        return button

    def _connect(self) -> None:
        studio = self.studio
        studio.design_changed.connect(self._on_design)
        studio.saved_changed.connect(lambda: self.saved_changed.emit(studio.is_changed))
        self.side_switch.chosen_changed.connect(self._on_switch)
        self.canvas.text_wanted.connect(self._edit_text)
        self.properties.canvas_wanted.connect(self.take_focus)

    def _on_design(self) -> None:
        if self.side_switch.chosen() != self.studio.side:
            self.side_switch.choose(self.studio.side)
            self.side_changed.emit(self.studio.side)
        self.design_changed.emit()

    def _on_switch(self, side: object) -> None:
        if side != self.studio.side:
            self.studio.set_side(str(side))
            self.side_changed.emit(self.studio.side)

    def _edit_text(self) -> None:
        if self._tabbed:
            self._show_tab("properties")
        self.properties.focus_text()

    def _set_tabbed(self, *, tabbed: bool) -> None:
        self._tabbed = tabbed
        self._tabs.setVisible(tabbed)
        self._rule.setVisible(not tabbed)
        self._layers_title.setVisible(not tabbed)
        self.properties.set_free(free=tabbed)
        if tabbed:
            self._show_tab("properties")
        else:
            self.properties.show()
            self.layers.show()

    def _show_tab(self, name: str) -> None:
        for key, button in self._tab_buttons.items():
            button.setChecked(key == name)
        self.properties.setVisible(name == "properties")
        self.layers.setVisible(name == "layers")


def _is_inside(widget: QWidget | None, pane: QWidget) -> bool:
    return widget is not None and (widget is pane or pane.isAncestorOf(widget))
