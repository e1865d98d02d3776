"""The gallery: every ready programme in its group, with an example sentence and its cost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.services.programme_gallery import Gallery, Offer
from refdesk.ui.page import Context
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.options import Option, OptionRow
from refdesk.words.catalogue import Words
from refdesk.words.terms_text import describe_terms

MOST_SENTENCES = 3


class GalleryPane(QWidget):
    """``started`` gives the name of the preset that is wanted."""

    started = Signal(str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme, words = context.theme, context.words
        named(self, "programmes_gallery", words.text("New programme"))
        self._group = QButtonGroup(self)
        self._chosen = ""
        column = tight(QVBoxLayout(self), theme.px(16))
        column.addWidget(Label(theme, words.text("New programme"), "page", bold=True))
        self._hint = Label(theme, "", tone="muted").wrapped()
        column.addWidget(self._hint)
        self._rows = QWidget()
        pad = theme.px(4)
        self._rows_column = tight(QVBoxLayout(self._rows), theme.px(12), (pad, pad, pad, pad))
        self._area = scrolled(self._rows)
        column.addWidget(self._area, 1)
        column.addLayout(self._bottom())
        self._options: dict[str, OptionRow] = {}

    def show_gallery(self, gallery: Gallery) -> None:
        """Show what can be started; built once, it is the same for the life of the window."""
        words, theme = self._context.words, self._context.theme
        bill = words.money(gallery.average_bill)
        self._hint.setText(
            words.text(
                "Every number can be changed before it starts. The costs on the right assume an "
                "average bill of {sum}.", sum=bill,
            )
        )  # fmt: skip
        if self._options:
            return
        for group, offers in gallery.groups:
            title = group.titled(words.language)
            self._rows_column.addWidget(Label(theme, title, "title", bold=True))
            for offer in offers:
                self._rows_column.addWidget(self._row(offer))
            self._rows_column.addSpacing(theme.px(12))
        self._rows_column.addStretch(1)
        next(iter(self._options.values())).setChecked(True)

    def take_focus(self) -> None:
        """Put the focus on the chosen preset."""
        row = self._options.get(self._chosen)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Take the chosen preset."""
        if self._chosen:
            self.started.emit(self._chosen)

    def _row(self, offer: Offer) -> OptionRow:
        name = offer.preset.name
        row = OptionRow(
            self._context.theme, f"gallery_{name}", option_of(self._context.words, offer)
        )
        row.toggled.connect(lambda on: self._choose(name, row) if on else None)
        self._group.addButton(row)
        self._options[name] = row
        return row

    def _choose(self, name: str, row: OptionRow) -> None:
        self._chosen = name
        self._area.ensureWidgetVisible(row)

    def _bottom(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        back = Button(theme, "gallery_back", words.text("Back"), Look(key="Esc"))
        back.clicked.connect(self.left)
        start = Button(
            theme, "gallery_start", words.text("Start with this"), Look("primary", key="Enter")
        )
        start.clicked.connect(self.start)
        row = tight(QHBoxLayout(), theme.px(16))
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(
            Label(theme, words.text("It opens as a draft: codes wait until you start it"),
                  "small", tone="muted").wrapped().right(), 2,
        )  # fmt: skip
        row.addWidget(start)
        return row


def option_of(words: Words, offer: Offer) -> Option:
    """A preset as a choice: its title, what it gives, what a new client costs."""
    terms = offer.preset.terms
    return Option(
        terms.titled(words.language),
        " ".join(describe_terms(words, terms)[:MOST_SENTENCES]),
        figure=words.money(offer.cost),
        caption=words.text("for a new customer"),
        mark="radio",
    )
