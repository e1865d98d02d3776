"""On what: stock, design where there are several, and crop marks where paper is cut by hand."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.cards.design import list_designs
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.services.sheet_setup import DEFAULT_DESIGN, DEFAULT_STOCK
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import CheckBox, ComboBox
from refdesk.ui.widgets.fields import LabelledField


class OptionsPane(QWidget):
    """``changed`` follows every choice; another stock brings its own crop marks."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        self.stock = ComboBox(theme, "cards_stock", height=48)
        self.stock.setMinimumWidth(theme.px(240))
        for stock in list_stocks():
            self.stock.addItem(_titled(stock.title, words.language), stock.name)
        self.stock.setCurrentIndex(self.stock.findData(DEFAULT_STOCK))
        self.design = ComboBox(theme, "cards_design", height=48)
        self.design.setMinimumWidth(theme.px(240))
        designs = list_designs()
        for design in designs:
            self.design.addItem(_titled(design.title, words.language), design.name)
        self.design.setCurrentIndex(self.design.findData(DEFAULT_DESIGN))
        self.marks = CheckBox(theme, "cards_marks", words.text("Crop marks for cutting by hand"))
        stocks = LabelledField(theme, words.text("Sheets"), self.stock, reserve=False)
        looks = LabelledField(theme, words.text("Design"), self.design, reserve=False)
        looks.setVisible(len(designs) > 1)
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(stocks)
        column.addWidget(looks)
        column.addWidget(self.marks)
        self._on_stock()
        self.stock.currentIndexChanged.connect(self._on_stock)
        self.design.currentIndexChanged.connect(self.changed)
        self.marks.clicked.connect(self.changed)

    def chosen_stock(self) -> Stock:
        """The stock that is chosen."""
        return load_stock(str(self.stock.currentData()))

    def chosen_design(self) -> str:
        """The name of the design."""
        return str(self.design.currentData())

    def wants_marks(self) -> bool:
        """Whether crop marks are printed."""
        return self.marks.isChecked()

    def _on_stock(self) -> None:
        stock = self.chosen_stock()
        self.marks.setChecked(stock.crop_marks)
        self.marks.setVisible(not stock.roll)
        self.changed.emit()


def _titled(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language) or titles["en"]
