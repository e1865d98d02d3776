"""The properties of rectangles, ellipses, lines and a column's dividing lines."""

from refdesk.cards.design import (
    BoxElement,
    ColumnItem,
    Element,
    EllipseElement,
    LineElement,
    RuleItem,
)
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.controls import ColourAsker, ask_colour
from refdesk.ui.pages.studio.form import STROKES_MM, Form, FrameRow
from refdesk.ui.pages.studio.model import Studio


class ShapeForm(Form):
    """A rectangle or an ellipse: fill, outline, and the rectangle's corners."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        text = context.words.text
        none = text("None")
        self.frame = FrameRow(self)
        self.fill = self.colour_field("fill", none)
        self.stroke = self.colour_field("stroke", none)
        self.thickness = self.figure_field("thickness", STROKES_MM, 0.1)
        self.radius = self.figure_field("radius", (0.0, 200.0))
        self._radius_box = self.labelled(text("Corners, mm"), self.radius)
        self.column.addWidget(self.frame)
        self.row(
            self.labelled(text("Fill"), self.fill), self.labelled(text("Outline"), self.stroke)
        )
        self.row(self.labelled(text("Thickness, mm"), self.thickness), self._radius_box)
        self.fill.colour_chosen.connect(lambda colour: self.put(colour=colour or None))
        self.stroke.colour_chosen.connect(lambda colour: self.put(stroke=colour or None))
        self.thickness.figure_changed.connect(lambda mm: self.put("thickness", thickness=mm))
        self.radius.figure_changed.connect(lambda mm: self.put("radius", radius=mm))

    def refresh(self, thing: Element | ColumnItem) -> None:
        if not isinstance(thing, BoxElement | EllipseElement):
            return
        self.frame.refresh()
        self.fill.set_colour(thing.colour, self.colours())
        self.stroke.set_colour(thing.stroke, self.colours())
        self.thickness.set_figure(thing.thickness)
        is_box = isinstance(thing, BoxElement)
        self._radius_box.setVisible(is_box)
        if isinstance(thing, BoxElement):
            self.radius.set_figure(thing.radius)


class LineForm(Form):
    """A line: it runs along the longer side of its frame."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        text = context.words.text
        self.frame = FrameRow(self)
        self.colour = self.colour_field("colour")
        self.thickness = self.figure_field("thickness", STROKES_MM, 0.1)
        self.dash = self.figure_field("dash", (0.0, 50.0))
        self.column.addWidget(self.frame)
        self.row(
            self.labelled(text("Thickness, mm"), self.thickness),
            self.labelled(text("Dashes, mm"), self.dash, text("Dashes, mm; 0 is a solid line")),
        )
        self.row(self.labelled(text("Colour"), self.colour))
        self.colour.colour_chosen.connect(lambda colour: self.put(colour=colour))
        self.thickness.figure_changed.connect(lambda mm: self.put("thickness", thickness=mm))
        self.dash.figure_changed.connect(lambda mm: self.put("dash", dash=mm))

    def refresh(self, thing: Element | ColumnItem) -> None:
        if isinstance(thing, LineElement):
            self.frame.refresh()
            self.colour.set_colour(thing.colour, self.colours())
            self.thickness.set_figure(thing.thickness)
            self.dash.set_figure(thing.dash)


class RuleForm(Form):
    """A dividing line of a column."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__(context, studio, colour_asker=colour_asker)
        text = context.words.text
        self.colour = self.colour_field("colour")
        self.thickness = self.figure_field("thickness", STROKES_MM, 0.1)
        self.gap = self.figure_field("gap", (0.0, 100.0))
        self.row(
            self.labelled(text("Thickness, mm"), self.thickness),
            self.labelled(text("Gap above, mm"), self.gap),
        )
        self.row(self.labelled(text("Colour"), self.colour))
        self.colour.colour_chosen.connect(lambda colour: self.put(colour=colour))
        self.thickness.figure_changed.connect(lambda mm: self.put("thickness", thickness=mm))
        self.gap.figure_changed.connect(lambda mm: self.put("gap", before=mm))

    def refresh(self, thing: Element | ColumnItem) -> None:
        if isinstance(thing, RuleItem):
            self.colour.set_colour(thing.colour, self.colours())
            self.thickness.set_figure(thing.thickness)
            self.gap.set_figure(thing.before)
