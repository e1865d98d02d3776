"""What the forms of the properties pane share: labelled rows, and the place of an element."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.cards.design import ColumnItem, Element, Rect
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.controls import ColourAsker, ColourField, FigureField, ask_colour
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SIDES_MM: Final = (0.0, 900.0)
STROKES_MM: Final = (0.05, 50.0)


class Labelled(QWidget):
    """A control with its name above it, as narrow panes have it."""

    def __init__(self, theme: Theme, label: str, control: QWidget, spoken: str = "") -> None:
        """``spoken`` is the whole name where the label is short."""
        super().__init__()
        title = Label(theme, label, "small", tone="muted")
        title.setBuddy(control)
        control.setAccessibleName(spoken or label)
        if spoken:
            title.setToolTip(spoken)
        column = tight(QVBoxLayout(self), theme.px(2))
        column.addWidget(title)
        column.addWidget(control)
        self.setFocusProxy(control)


class Form(QWidget):
    """The properties of one kind of thing. A subclass fills ``column`` and overrides `refresh`."""

    def __init__(
        self, context: Context, studio: Studio, *, colour_asker: ColourAsker = ask_colour
    ) -> None:
        super().__init__()
        self.context = context
        self.studio = studio
        self._asker = colour_asker
        self.column = tight(QVBoxLayout(self), context.theme.px(8))

    def refresh(self, thing: Element | ColumnItem) -> None:
        """Show what is chosen as it is now."""

    def row(self, *parts: QWidget, stretches: Sequence[int] = ()) -> None:
        """Put parts beside each other."""
        row = tight(QHBoxLayout(), self.context.theme.px(8))
        for place, part in enumerate(parts):
            row.addWidget(part, stretches[place] if stretches else 1)
        self.column.addLayout(row)

    def labelled(self, label: str, control: QWidget, spoken: str = "") -> Labelled:
        """A control with its name."""
        return Labelled(self.context.theme, label, control, spoken)

    def figure_field(
        self, name: str, limits: tuple[float, float] = SIDES_MM, step: float = 0.5
    ) -> FigureField:
        """A field for a measure."""
        return FigureField(
            self.context.theme, f"studio_{name}", self.context.words, limits=limits, step=step
        )

    def colour_field(self, name: str, none_text: str = "") -> ColourField:
        """A field for a colour."""
        return ColourField(self.context, f"studio_{name}", none_text=none_text, asker=self._asker)

    def put(self, merge: str = "", **changes: Any) -> None:
        """Change properties of what is chosen."""
        thing: DataclassInstance | None = self.studio.picked
        if thing is not None:
            self.studio.set_picked(replace(thing, **changes), merge)  # type: ignore[arg-type]

    def colours(self) -> tuple[str, ...]:
        """The colours that this side has already."""
        return colours_of(self.studio)


class FrameRow(QWidget):
    """Left, top, width and height in mm, or with ``square`` one size."""

    def __init__(self, form: Form, *, square: bool = False) -> None:
        super().__init__()
        self._studio = form.studio
        self._square = square
        text = form.context.words.text
        self.left = form.figure_field("left", (-900.0, 900.0))
        self.top = form.figure_field("top", (-900.0, 900.0))
        self.width_field = form.figure_field("size" if square else "width")
        parts = [
            form.labelled(text("Left"), self.left, text("Left, mm")),
            form.labelled(text("Top"), self.top, text("Top, mm")),
        ]
        self.height_field: FigureField | None = None
        if square:
            parts.append(form.labelled(text("Size"), self.width_field, text("Size, mm")))
        else:
            self.height_field = form.figure_field("height")
            self.height_field.figure_changed.connect(lambda mm: self._set("height", height=mm))
            parts.append(form.labelled(text("Width"), self.width_field, text("Width, mm")))
            parts.append(form.labelled(text("Height"), self.height_field, text("Height, mm")))
        row = tight(QHBoxLayout(self), form.context.theme.px(8))
        for part in parts:
            row.addWidget(part, 1)
        self.left.figure_changed.connect(lambda mm: self._set("left", x=mm))
        self.top.figure_changed.connect(lambda mm: self._set("top", y=mm))
        self.width_field.figure_changed.connect(self._on_width)

    def refresh(self) -> None:
        """Show where the chosen element lies."""
        rect = self._rect()
        if rect is None:
            return
        self.left.set_figure(rect.x)
        self.top.set_figure(rect.y)
        self.width_field.set_figure(min(rect.width, rect.height) if self._square else rect.width)
        if self.height_field is not None:
            self.height_field.set_figure(rect.height)

    def _on_width(self, mm: float) -> None:
        if self._square:
            self._set("size", width=mm, height=mm)
        else:
            self._set("width", width=mm)

    def _set(self, merge: str, **figures: float) -> None:
        rect = self._rect()
        if rect is not None:
            self._studio.set_rect(rect._replace(**figures), merge)

    def _rect(self) -> Rect | None:
        pick = self._studio.pick
        return self._studio.rect(pick.element) if pick is not None else None


def colours_of(studio: Studio) -> tuple[str, ...]:
    """The colours of a side, each once, in drawing order."""
    scene = studio.scene
    found = (
        colour
        for one in scene.primitives
        for colour in (getattr(one, "colour", None), getattr(one, "stroke", None))
    )
    return tuple(dict.fromkeys(colour for colour in found if colour))
