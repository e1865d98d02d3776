"""The properties of what is chosen: its kind with Copy and Delete, and the form of that kind."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.studio.controls import ColourAsker, PlainIconButton, ask_colour
from refdesk.ui.pages.studio.form import Form
from refdesk.ui.pages.studio.forms import ChoosePicture, ColumnForm, PictureForm, QrForm, SideForm
from refdesk.ui.pages.studio.layer_rows import kind_of, side_name
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.pages.studio.shape_forms import LineForm, RuleForm, ShapeForm
from refdesk.ui.pages.studio.text_form import TextForm
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.labels import Label
from refdesk.words.design_text import kind_name

F = TypeVar("F", bound=Form)

QWIDGETSIZE_MAX: Final = (1 << 24) - 1


def _takes_tab(control: QWidget) -> bool:
    return bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus) and not control.focusProxy()


class PropertiesPane(QWidget):
    """``canvas_wanted`` asks to go back to the card."""

    canvas_wanted = Signal()

    def __init__(
        self, context: Context, studio: Studio, *, choose_picture: ChoosePicture | None = None,
        colour_asker: ColourAsker = ask_colour,
    ) -> None:  # fmt: skip
        super().__init__()
        self._context = context
        self._studio = studio
        self._colour_asker = colour_asker
        self._choose_picture = choose_picture
        self._pictures: Sequence[str] = ()
        named(self, "studio_properties")
        self._made: list[Form] = []
        self._shown: tuple[Form, int] | None = None
        self._is_free = False
        self._build()
        studio.design_changed.connect(self.refresh)
        studio.pick_changed.connect(self.refresh)
        self.refresh()

    # -- the forms, each made when its kind is first chosen --------------------------------

    @cached_property
    def text(self) -> TextForm:
        """What a text says and how it looks."""
        return self._take_in(TextForm)

    @cached_property
    def qr(self) -> QrForm:
        """The QR code."""
        return self._take_in(QrForm)

    @cached_property
    def picture(self) -> PictureForm:
        """Which picture, and how it fits."""
        form = self._take_in(partial(PictureForm, choose=self._choose_picture))
        form.set_pictures(self._pictures)
        return form

    @cached_property
    def shape(self) -> ShapeForm:
        """A box or an ellipse."""
        return self._take_in(ShapeForm)

    @cached_property
    def line(self) -> LineForm:
        """A line."""
        return self._take_in(LineForm)

    @cached_property
    def rule(self) -> RuleForm:
        """A rule in a column."""
        return self._take_in(RuleForm)

    @cached_property
    def col(self) -> ColumnForm:
        """A column of texts."""
        return self._take_in(ColumnForm)

    @cached_property
    def side(self) -> SideForm:
        """The side, while nothing on it is chosen."""
        return self._take_in(SideForm)

    def _take_in(self, make: Callable[..., F]) -> F:
        form = make(self._context, self._studio, colour_asker=self._colour_asker)
        form.hide()
        self._column.insertWidget(len(self._made), form)
        self._made.append(form)
        return form

    def _form(self, kind: str) -> Form:
        match kind:
            case "text":
                return self.text
            case "qr":
                return self.qr
            case "image":
                return self.picture
            case "line":
                return self.line
            case "rule":
                return self.rule
            case "column":
                return self.col
        return self.shape

    # -- what is shown ---------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is chosen as it is now."""
        words, thing = self._context.words, self._studio.picked
        shown: Form
        if thing is None:
            self._title.setText(side_name(words, self._studio.side))
            self.side.show_side()
            shown = self.side
        else:
            kind = kind_of(thing)
            self._title.setText(kind_name(words, kind))
            shown = self._form(kind)
            shown.refresh(thing)
        for form in self._made:
            if form.isHidden() is (form is shown):
                form.setVisible(form is shown)
        self.copy_button.setVisible(thing is not None)
        self.delete_button.setVisible(thing is not None)
        key = (shown, shown.count() if isinstance(shown, ColumnForm) else 0)
        if key != self._shown:
            self._shown = key
            self._limit_height()

    def focus_text(self) -> None:
        """Edit the text of what is chosen; where it has none, go to its first property."""
        thing = self._studio.picked
        if thing is None:
            return
        form = self._form(kind_of(thing))
        if isinstance(form, TextForm):
            form.focus_text()
        else:
            self.focus_first()

    def focus_first(self) -> None:
        """Go to the first property of what is chosen."""
        for control in self._inside.findChildren(QWidget):
            if control.isVisible() and control.isEnabled() and _takes_tab(control):
                control.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def set_free(self, *, free: bool) -> None:
        """Take all the height there is, where nothing stands below."""
        self._is_free = free
        self._limit_height()

    def set_pictures(self, names: Sequence[str]) -> None:
        """Offer these pictures of the shop's folder."""
        self._pictures = names
        for form in self._made:
            if isinstance(form, PictureForm):
                form.set_pictures(names)

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self._title = Label(theme, "", "title", bold=True)
        self._title.setObjectName("studio_chosen")
        look = Look("quiet", height=32)
        self.copy_button = PlainIconButton(
            theme, "studio_copy", words.text("Copy"), look._replace(icon="copy")
        )
        self.delete_button = PlainIconButton(
            theme, "studio_delete", words.text("Delete"), look._replace(icon="trash")
        )
        self.delete_button.token = "stop_ink"
        self.copy_button.clicked.connect(self._studio.duplicate)
        self.delete_button.clicked.connect(self._delete)
        head = tight(QHBoxLayout(), theme.px(4))
        head.addWidget(self._title, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.delete_button)
        self._inside = QWidget()
        self._column = tight(QVBoxLayout(self._inside), 0, (0, 0, theme.px(2), theme.px(2)))
        self._column.addStretch(1)
        outer = tight(QVBoxLayout(self), theme.px(4))
        outer.addLayout(head)
        outer.addWidget(scrolled(self._inside), 1)

    def _limit_height(self) -> None:
        """Take no more height than the form needs: the list of layers has the rest."""
        if self._is_free:
            self.setMaximumHeight(QWIDGETSIZE_MAX)
            return
        self._inside.adjustSize()
        head = max(self._title.sizeHint().height(), self.delete_button.height())
        below = self._inside.sizeHint().height()
        self.setMaximumHeight(head + self._context.theme.px(8) + below)

    def _delete(self) -> None:
        self._studio.delete()
        self.canvas_wanted.emit()
