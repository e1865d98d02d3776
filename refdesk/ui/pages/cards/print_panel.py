"""For whom, on what and how: the choices of a print, and what can be done with them."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from refdesk.cards.design import Design
from refdesk.cards.imposition import MOST_COPIES, Flip, Order, can_turn
from refdesk.cards.stocks import Stock, list_stocks, load_stock
from refdesk.services.sheet_setup import DEFAULT_DESIGN, DEFAULT_STOCK
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.sheet_view import SheetView
from refdesk.ui.pages.studio.controls import PaneCombo
from refdesk.ui.pages.studio.form import Labelled
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.labels import ElidingLabel
from refdesk.ui.widgets.states import ProgressPlace
from refdesk.ui.widgets.value_fields import NumberField

HEIGHT: Final = 36
SHEET: Final = 132
_BOTTOM: Final = Qt.AlignmentFlag.AlignBottom


class PrintPanel(QWidget):
    """``changed`` follows every choice; another stock brings its own crop marks.

    ``whom_wanted`` gives what was chosen in "For whom", ``design_wanted`` a design by its name,
    ``place_wanted`` the first free place. The buttons are the page's to connect.
    """

    changed = Signal()
    whom_wanted = Signal(str)
    design_wanted = Signal(str)
    place_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._stocks: Mapping[str, Stock] = {one.name: one for one in list_stocks()}
        self._build()
        self.set_stocks(list_stocks())
        self.stock.show_data(DEFAULT_STOCK)
        self._on_stock()
        self._connect()

    # -- what is chosen --------------------------------------------------------------------

    def chosen_stock(self) -> Stock:
        """The stock that is chosen."""
        return self._stocks.get(str(self.stock.currentData())) or load_stock(DEFAULT_STOCK)

    def wants_marks(self) -> bool:
        """Whether crop marks are printed."""
        return self.marks.isChecked() and not self.chosen_stock().roll

    def start(self) -> int:
        """The first free place, from 1; what is no place of the sheet counts as the first."""
        return self._within(self.first, self.chosen_stock().cells)

    def copies(self) -> int:
        """How often each card is printed."""
        return self._within(self.copies_field, MOST_COPIES)

    def flip(self) -> Flip | None:
        """The edge that sheets are turned at; None for one side."""
        match self.sides.currentData():
            case "long" if can_turn(self.chosen_stock()):
                return "long"
            case "short" if can_turn(self.chosen_stock()):
                return "short"
        return None

    def order(self) -> Order:
        """Along the rows, or so that the piles are in order after cutting."""
        return "piles" if self.order_box.currentData() == "piles" else "rows"

    # -- what is offered -------------------------------------------------------------------

    def set_stocks(self, stocks: Sequence[Stock]) -> None:
        """Offer these stocks; the chosen one stays while it is there."""
        before = self.stock.currentData()
        self._stocks = {one.name: one for one in stocks}
        language = self._context.words.language
        self.stock.set_options(
            [(one.name, one.title.get(language) or one.title["en"]) for one in stocks]
        )
        self.stock.show_data(before if before in self._stocks else DEFAULT_STOCK)

    def choose_stock(self, name: str) -> None:
        """Choose a stock by its name."""
        self.stock.show_data(name)
        self._on_stock()
        self.changed.emit()

    def set_designs(self, designs: Sequence[Design]) -> None:
        """Offer these designs."""
        language = self._context.words.language
        chosen = str(self.design.currentData() or DEFAULT_DESIGN)
        self.design.set_options(
            [(one.name, one.title.get(language) or one.title["en"]) for one in designs]
        )
        names = {one.name for one in designs}
        self.design.show_data(chosen if chosen in names else DEFAULT_DESIGN)

    def set_whom(self, options: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer for whom cards can be printed."""
        self.whom.set_options(options)
        self.whom.show_data(chosen)

    def set_start(self, place: int) -> None:
        """Show the first free place."""
        if self.first.number() != place:
            self.first.blockSignals(True)
            self.first.set_number(place)
            self.first.blockSignals(False)
        self.first.set_bad(False)

    def show_info(self, text: str) -> None:
        """How many sheets, and what of the first one is used up."""
        self.info.setText(text)

    def set_place(self, place: str, *, narrow: bool) -> None:
        """Stand under the canvas (``design``) or beside the sheet (``sheets``)."""
        in_design = place == "design"
        self._whom_box.setVisible(in_design)
        self._design_box.setVisible(not in_design)
        self.sheet.setVisible(in_design and not narrow)
        self.one_button.setVisible(in_design)
        high = self._column.sizeHint().height()
        self.sheet.setFixedHeight(high)
        self.setMinimumHeight(high)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        text = words.text
        self.sheet = SheetView(self._context, "cards_small_sheet")
        self.sheet.setFixedWidth(theme.px(SHEET))
        self.sheet.setToolTip(text("Press the first free place of a part-used sheet"))
        self.whom = PaneCombo(theme, "cards_whom")
        self.design = PaneCombo(theme, "cards_design")
        self.stock = PaneCombo(theme, "cards_stock")
        self.first = self._number("cards_start", 1)
        self.copies_field = self._number("cards_copies", 1)
        self.sides = PaneCombo(theme, "cards_sides", self._side_options())
        self.order_box = PaneCombo(theme, "cards_order", [
            ("rows", text("In rows")), ("piles", text("In piles after cutting")),
        ])  # fmt: skip
        self.marks = CheckBox(theme, "cards_marks", text("Crop marks"))
        self.marks.setFixedHeight(theme.px(HEIGHT))
        self.info = ElidingLabel(theme, "", "small", tone="muted")
        self.info.setObjectName("cards_sheets")
        self.own_stock = IconButton(
            theme, "cards_own_stock", text("Own stock…"), Look(icon="ruler", height=HEIGHT)
        )
        self._whom_box = self._labelled(text("For whom"), self.whom)
        self._design_box = self._labelled(text("Design"), self.design)
        self._lay_out()

    def _lay_out(self) -> None:
        theme, words = self._context.theme, self._context.words
        text, gap = words.text, theme.px(8)
        first_row = tight(QHBoxLayout(), gap)
        first_row.addWidget(self._whom_box, 4)
        first_row.addWidget(self._design_box, 4)
        stock_row = tight(QHBoxLayout(), theme.px(4))
        stock_row.addWidget(self._labelled(text("Stock"), self.stock), 1)
        stock_row.addWidget(self.own_stock, 0, _BOTTOM)
        first_row.addLayout(stock_row, 6)
        second_row = tight(QHBoxLayout(), gap)
        spoken = text("First free place of the sheet")
        second_row.addWidget(self._labelled(text("Start at"), self.first, spoken), 2)
        second_row.addWidget(self._labelled(text("Copies"), self.copies_field), 2)
        second_row.addWidget(self._labelled(text("Sides"), self.sides), 6)
        second_row.addWidget(self._labelled(text("Order"), self.order_box), 4)
        third_row = tight(QHBoxLayout(), gap)
        third_row.addWidget(self.marks)
        third_row.addWidget(self.info, 1)
        column = tight(QVBoxLayout(), theme.px(4))
        column.addLayout(first_row)
        column.addLayout(second_row)
        self.progress = ProgressPlace(theme, "cards_panel_progress", words)
        deeds = QWidget()
        below = tight(QVBoxLayout(deeds), theme.px(4))
        below.addLayout(third_row)
        below.addLayout(self._buttons())
        self._foot = QStackedWidget()
        self._foot.addWidget(deeds)
        self._foot.addWidget(self.progress)
        column.addWidget(self._foot)
        whole = tight(QHBoxLayout(self), theme.px(16))
        whole.addWidget(self.sheet)
        whole.addLayout(column, 1)
        self._column = column

    def _buttons(self) -> QHBoxLayout:
        theme, text = self._context.theme, self._context.words.text
        look = Look(height=40, small=True)
        self.test_button = Button(
            theme, "cards_test", text("Test sheet…"), look._replace(icon="scale")
        )
        self.export_button = Button(
            theme, "cards_export", text("Export PDF…"), look._replace(icon="file-down")
        )
        self.one_button = Button(
            theme, "cards_one", text("One customer"), look._replace(kind="quiet", key="F8")
        )
        self.more_button = Button(
            theme, "cards_more", text("More"), look._replace(icon="chevron-down", trailing=True)
        )
        row = tight(QHBoxLayout(), theme.px(8))
        for button in (self.test_button, self.export_button, self.one_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.more_button)
        return row

    def show_progress(self, *, on: bool) -> None:
        """Have the progress in the place of the deeds."""
        self._foot.setCurrentIndex(1 if on else 0)

    def open_menu(self, menu: QMenu) -> None:
        """Open a menu at the button for more."""
        menu.setFont(self._context.theme.font("body"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _labelled(self, label: str, control: QWidget, spoken: str = "") -> Labelled:
        """A control with its name, which gives no height away."""
        box = Labelled(self._context.theme, label, control, spoken)
        box.setMinimumHeight(box.sizeHint().height())
        return box

    def _number(self, name: str, value: int) -> NumberField:
        field = NumberField(self._context.theme, name, self._context.words, height=HEIGHT)
        field.setMaxLength(4)
        field.setMinimumWidth(self._context.theme.px(56))
        field.set_number(value)
        return field

    def _side_options(self) -> list[tuple[str, str]]:
        text = self._context.words.text
        return [
            ("front", text("Front only")),
            ("long", text("Both, long edge")),
            ("short", text("Both, short edge")),
        ]

    def _connect(self) -> None:
        self.stock.currentIndexChanged.connect(lambda _row: self._on_stock_index())
        self.whom.chosen.connect(self.whom_wanted)
        self.design.chosen.connect(self.design_wanted)
        self.sides.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.order_box.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.marks.clicked.connect(self.changed)
        self.first.number_changed.connect(self._on_first)
        self.copies_field.number_changed.connect(self._on_copies)

    # -- inside ----------------------------------------------------------------------------

    def _on_stock_index(self) -> None:
        self._on_stock()
        self.changed.emit()

    def _on_stock(self) -> None:
        stock = self.chosen_stock()
        self.stock.setToolTip(self.stock.currentText())  # a long name is cut
        self.marks.setChecked(stock.crop_marks)
        self.marks.setVisible(not stock.roll)
        self.sides.setEnabled(can_turn(stock))
        self.set_start(min(self.first.number() or 1, stock.cells) or 1)

    def _on_first(self, _number: object) -> None:
        is_good = self._is_good(self.first, self.chosen_stock().cells)
        self.first.set_bad(not is_good)
        if is_good:
            self.place_wanted.emit(self.start())

    def _on_copies(self, _number: object) -> None:
        is_good = self._is_good(self.copies_field, MOST_COPIES)
        self.copies_field.set_bad(not is_good)
        if is_good:
            self.changed.emit()

    @staticmethod
    def _is_good(field: NumberField, most: int) -> bool:
        number = field.number()
        return number is not None and 1 <= number <= most

    def _within(self, field: NumberField, most: int) -> int:
        number = field.number()
        return number if number is not None and 1 <= number <= most else 1
