"""On what: stock, design where there are several, and crop marks where paper is cut by hand.

The shop's own stocks and designs stand below those that come with the program.
"""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.cards.stocks import Stock
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.services.sheet_setup import DEFAULT_DESIGN, DEFAULT_STOCK
from refdesk.services.studio import list_designs, list_stocks, load_stock
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import CheckBox, ComboBox
from refdesk.ui.widgets.fields import LabelledField


class OptionsPane(QWidget):
    """``changed`` follows every choice; another stock brings its own crop marks."""

    changed = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        self._desk, self._language = desk, words.language
        self.stock = ComboBox(theme, "cards_stock", height=48)
        self.stock.setMinimumWidth(theme.px(240))
        self.design = ComboBox(theme, "cards_design", height=48)
        self.design.setMinimumWidth(theme.px(240))
        self._fill(DEFAULT_STOCK, DEFAULT_DESIGN)
        self.marks = CheckBox(theme, "cards_marks", words.text("Crop marks for cutting by hand"))
        stocks = LabelledField(theme, words.text("Sheets"), self.stock, reserve=False)
        looks = LabelledField(theme, words.text("Design"), self.design, reserve=False)
        looks.setVisible(self.design.count() > 1)
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(stocks)
        column.addWidget(looks)
        column.addWidget(self.marks)
        self._on_stock()
        self.stock.currentIndexChanged.connect(self._on_stock)
        self.design.currentIndexChanged.connect(self.changed)
        self.marks.clicked.connect(self.changed)

    def reload(self) -> None:
        """Show what was added or taken away since; what is chosen stays while it is there."""
        stock, design = str(self.stock.currentData()), self.chosen_design()
        for box in (self.stock, self.design):
            box.blockSignals(True)
        self._fill(stock, design)
        for box in (self.stock, self.design):
            box.blockSignals(False)
        if (self.stock.currentData(), self.chosen_design()) != (stock, design):
            self._on_stock()

    def chosen_stock(self) -> Stock:
        """The stock that is chosen; where it was taken away meanwhile, the usual one."""
        try:
            return load_stock(self._desk, str(self.stock.currentData()))
        except DomainError:
            return load_stock(self._desk, DEFAULT_STOCK)

    def chosen_design(self) -> str:
        """The name of the design."""
        return str(self.design.currentData())

    def wants_marks(self) -> bool:
        """Whether crop marks are printed."""
        return self.marks.isChecked()

    def _fill(self, stock: str, design: str) -> None:
        stocks = [(one.title, one.name) for one in list_stocks(self._desk)]
        designs = [(one.title, one.name) for one in list_designs(self._desk)]
        self._offer(self.stock, stocks, stock, DEFAULT_STOCK)
        self._offer(self.design, designs, design, DEFAULT_DESIGN)

    def _offer(
        self,
        box: ComboBox,
        choices: Iterable[tuple[Mapping[str, str], str]],
        chosen: str,
        usual: str,
    ) -> None:
        box.clear()
        for title, name in choices:
            box.addItem(title.get(self._language) or title["en"], name)
        at = box.findData(chosen)
        box.setCurrentIndex(at if at >= 0 else box.findData(usual))

    def _on_stock(self) -> None:
        stock = self.chosen_stock()
        self.marks.setChecked(stock.crop_marks)
        self.marks.setVisible(not stock.roll)
        self.changed.emit()
