"""The properties of what is chosen: its kind with Copy and Delete, and the form of that kind."""

from collections.abc import Sequence
from typing import Final

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
        named(self, "studio_properties")
        self.text = TextForm(context, studio, colour_asker=colour_asker)
        self.qr = QrForm(context, studio, colour_asker=colour_asker)
        self.picture = PictureForm(
            context, studio, colour_asker=colour_asker, choose=choose_picture
        )
        self.shape = ShapeForm(context, studio, colour_asker=colour_asker)
        self.line = LineForm(context, studio, colour_asker=colour_asker)
        self.rule = RuleForm(context, studio, colour_asker=colour_asker)
        self.col = ColumnForm(context, studio, colour_asker=colour_asker)
        self.side = SideForm(context, studio, colour_asker=colour_asker)
        self._forms: dict[str, Form] = {
            "text": self.text, "qr": self.qr, "image": self.picture, "box": self.shape,
            "ellipse": self.shape, "line": self.line, "rule": self.rule, "column": self.col,
        }  # fmt: skip
        self._shown: tuple[Form, int] | None = None
        self._is_free = False
        self._build()
        studio.design_changed.connect(self.refresh)
        studio.pick_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen as it is now."""
        words, thing = self._context.words, self._studio.picked
        shown: Form = self.side
        if thing is None:
            self._title.setText(side_name(words, self._studio.side))
            self.side.show_side()
        else:
            kind = kind_of(thing)
            self._title.setText(kind_name(words, kind))
            shown = self._forms[kind]
            shown.refresh(thing)
        for form in {*self._forms.values(), self.side}:
            if form.isHidden() is (form is shown):
                form.setVisible(form is shown)
        self.copy_button.setVisible(thing is not None)
        self.delete_button.setVisible(thing is not None)
        key = (shown, self.col.count()) if shown is self.col else (shown, 0)
        if key != self._shown:
            self._shown = key
            self._limit_height()

    def focus_text(self) -> None:
        """Edit the text of what is chosen; where it has none, go to its first property."""
        thing = self._studio.picked
        if thing is None:
            return
        form = self._forms[kind_of(thing)]
        if form is self.text:
            self.text.focus_text()
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
        self.picture.set_pictures(names)

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
        column = tight(QVBoxLayout(self._inside), 0, (0, 0, theme.px(2), theme.px(2)))
        for form in (*dict.fromkeys(self._forms.values()), self.side):
            column.addWidget(form)
        column.addStretch(1)
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
