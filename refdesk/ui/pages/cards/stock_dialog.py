"""Own stocks: a sheet by its measures, its picture as it would be, and what makes no sense."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.cards.stock_file import stock_table
from refdesk.cards.stocks import FAMILIES, Stock, parse_stock
from refdesk.domain.errors import DomainError
from refdesk.services import studio
from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.dialog import CardsDialog
from refdesk.ui.pages.cards.sheet_view import SheetView
from refdesk.ui.pages.studio.controls import FigureField, PaneCombo
from refdesk.ui.pages.studio.form import Labelled
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message
from refdesk.words.reasons import refusal_text
from refdesk.words.studio_text import family_name

MOST: Final = 2_000.0
PICTURE: Final = (220, 280)


class StockDialog(CardsDialog):
    """``saved`` gives the name of the stock that is kept, ``removed`` tells of one that is gone."""

    saved = Signal(str)
    removed = Signal()

    def __init__(
        self, context: Context, desk: Desk, like: Stock, own: Sequence[Stock], parent: QWidget
    ) -> None:
        """``like`` gives the figures to begin with."""
        text = context.words.text
        super().__init__(
            context, "stock_dialog", text("Own stock"), parent, width=720,
            line=text("Measure your sheet with a ruler; all figures are millimetres"),
        )  # fmt: skip
        self._desk = desk
        self._own = {one.name: one for one in own}
        self.fields: dict[str, FigureField] = {}
        self._build(like)
        self.show_stock(like)

    # -- building --------------------------------------------------------------------------

    def _build(self, like: Stock) -> None:
        theme, words = self.context.theme, self.context.words
        text = words.text
        self.name = TextField(theme, "stock_name", height=36)
        self.name.setMaxLength(60)
        families = [(one, family_name(words, one)) for one in FAMILIES]
        self.family = PaneCombo(theme, "stock_family", families)
        self.marks = CheckBox(theme, "stock_marks", text("Crop marks"))
        self.roll = CheckBox(theme, "stock_roll", text("A roll of labels"))
        grid = self._grid()
        left = tight(QVBoxLayout(), theme.px(8))
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(Labelled(theme, text("Name"), self.name), 3)
        head.addWidget(Labelled(theme, text("What it is for"), self.family), 2)
        left.addLayout(head)
        left.addLayout(grid)
        flags = tight(QHBoxLayout(), theme.px(16))
        flags.addWidget(self.marks)
        flags.addWidget(self.roll)
        flags.addStretch(1)
        left.addLayout(flags)
        left.addStretch(1)
        self.picture = SheetView(self.context, "stock_picture")
        self.picture.setMinimumSize(theme.px(PICTURE[0]), theme.px(PICTURE[1]))
        self._told = Label(theme, "", "small").wrapped()
        self._told.setObjectName("stock_told")
        self._told.setMinimumHeight(3 * theme.line("small"))
        right = tight(QVBoxLayout(), theme.px(8))
        right.addWidget(self.picture, 1)
        right.addWidget(self._told)
        body = tight(QHBoxLayout(), theme.px(16))
        body.addLayout(left, 3)
        body.addLayout(right, 2)
        self.column.addLayout(body, 1)
        self._finish(like)

    def _finish(self, like: Stock) -> None:
        """The buttons, and what follows what."""
        text = self.context.words.text
        self.save_button = self.button("stock_save", text("Save the stock"), "save", kind="primary")
        self.remove_button = self.button("stock_remove", text("Remove"), "trash")
        self.remove_button.setVisible(like.name in self._own)
        self.add_buttons([self.remove_button, self.save_button])
        self.save_button.clicked.connect(self._save)
        self.remove_button.clicked.connect(lambda: self._remove(like.name))
        self.name.textChanged.connect(lambda _text: self._refresh())
        for signal in (self.family.chosen, self.marks.clicked, self.roll.clicked):
            signal.connect(lambda *_: self._refresh())

    def _grid(self) -> QGridLayout:
        theme, text = self.context.theme, self.context.words.text
        asked = (
            ("page_width", text("Sheet width")), ("page_height", text("Sheet height")),
            ("columns", text("Columns")), ("rows", text("Rows")),
            ("cell_width", text("Card width")), ("cell_height", text("Card height")),
            ("left", text("Left edge to first card")), ("top", text("Top edge to first card")),
            ("pitch_x", text("Card to next, across")), ("pitch_y", text("Card to next, down")),
            ("corner_radius", text("Rounded corners")), ("dpi", text("Dots an inch, or 0")),
        )  # fmt: skip
        grid = tight(QGridLayout(), theme.px(8))
        for place, (name, label) in enumerate(asked):
            step = 1.0 if name in ("columns", "rows", "dpi") else 0.5
            field = FigureField(
                theme, f"stock_{name}", self.context.words, limits=(0.0, MOST), step=step
            )
            self.fields[name] = field
            field.figure_changed.connect(lambda _value: self._refresh())
            grid.addWidget(Labelled(theme, label, field), place // 2, place % 2)
        return grid

    # -- the stock -------------------------------------------------------------------------

    def show_stock(self, stock: Stock) -> None:
        """Put a stock's figures into the form; a built-in one needs another name."""
        self.name.setText(stock.name if stock.is_own else "")
        for name, field in self.fields.items():
            field.set_figure(float(getattr(stock, name)))
        self.family.show_data(stock.family)
        self.marks.setChecked(stock.crop_marks)
        self.roll.setChecked(stock.roll)
        self._refresh()

    def stock(self) -> Stock:
        """The stock as it is typed. Raises DomainError ``bad_stock`` with the ``field``."""
        name = self.name.text().strip() or self.context.words.text("Own stock")
        mm = {one: field.figure() or 0.0 for one, field in self.fields.items()}
        family = str(self.family.currentData())
        made = Stock(
            name=name, title={"en": name, "ru": name},
            page_width=mm["page_width"], page_height=mm["page_height"],
            columns=round(mm["columns"]), rows=round(mm["rows"]),
            cell_width=mm["cell_width"], cell_height=mm["cell_height"],
            left=mm["left"], top=mm["top"], pitch_x=mm["pitch_x"], pitch_y=mm["pitch_y"],
            corner_radius=mm["corner_radius"], crop_marks=self.marks.isChecked(),
            roll=self.roll.isChecked(), dpi=round(mm["dpi"]), family=family,
            fold=family == "tent",
        )  # fmt: skip
        return parse_stock(name, stock_table(made), is_own=True)

    def _refresh(self) -> None:
        """Follow every figure: the picture, or why there can be none."""
        words = self.context.words
        try:
            stock = self.stock()
        except DomainError as refused:
            self._told.setText(". ".join(refusal_text(words, refused)))
            self._told.set_tone("stop")
            self.save_button.setEnabled(False)
            return
        self.picture.show_stock(stock, 1)
        cards = words.plural("{n} card on the sheet", "{n} cards on the sheet", stock.cells)
        is_named = bool(self.name.text().strip())
        self._told.setText(cards if is_named else words.text("{cards}. Give it a name",
                                                             cards=cards))  # fmt: skip
        self._told.set_tone("muted")
        self.save_button.setEnabled(is_named)

    def _save(self) -> None:
        try:
            stock = self.stock()
        except DomainError as refused:
            self.show_trouble(refused)
            return
        desk = self._desk

        def done(kept: Stock) -> None:
            self.saved.emit(kept.name)
            self.accept()

        self.context.tasks.run(
            lambda: studio.save_stock(desk, stock), owner=self, done=done,
            failed=self.show_trouble,
        )  # fmt: skip

    def _remove(self, name: str) -> None:
        desk = self._desk

        def done(_nothing: object) -> None:
            self.removed.emit()
            self.accept()

        self.context.tasks.run(
            lambda: studio.delete_stock(desk, name), owner=self, done=done,
            failed=self.show_trouble,
        )  # fmt: skip

    def show_message(self, message: Message) -> None:
        """Say it above the form."""
        super().show_message(message)
