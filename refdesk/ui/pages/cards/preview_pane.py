"""The sheet as it will be printed, with its number, the first free place, and work on its way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from refdesk.cards.design import SIDES
from refdesk.cards.imposition import Side
from refdesk.cards.stocks import Stock
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.sheet import SheetPlan
from refdesk.ui.pages.cards.sheet_view import SheetView
from refdesk.ui.pages.studio.layer_rows import side_name
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import IconButton, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.states import ProgressPlace


class PreviewPane(Panel):
    """``sheet_wanted`` asks for another sheet by its number, ``side_wanted`` for its other side."""

    sheet_wanted = Signal(int)
    side_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "cards_preview", spacing=8)
        self._context = context
        self._number = 1
        self._sheets = 0
        theme, words = context.theme, context.words
        self.view = SheetView(context, "cards_sheet")
        self._count = ElidingLabel(theme, "", bold=True)
        self._count.setObjectName("cards_count")
        self._sheet = Label(theme, "", "small", tone="muted")
        self._sheet.setObjectName("cards_sheet_number")
        quiet = Look("quiet", height=44)
        self._before = IconButton(
            theme, "sheet_before", words.text("Previous sheet"),
            quiet._replace(icon="chevron-left"),
        )  # fmt: skip
        self._after = IconButton(
            theme, "sheet_after", words.text("Next sheet"), quiet._replace(icon="chevron-right")
        )
        self._before.clicked.connect(lambda: self.turn(-1))
        self._after.clicked.connect(lambda: self.turn(1))
        self.sides = Segments(theme, "sheet_side", "", height=40)
        self.sides.setAccessibleName(words.text("Side of the sheet"))
        self.sides.set_options([(side, side_name(words, side)) for side in SIDES])
        self.sides.choose("front")
        self.sides.hide()
        self.sides.chosen_changed.connect(lambda _side: self.side_wanted.emit())
        self._help = Label(theme, "", "small", tone="muted").wrapped()
        self._help.setObjectName("cards_help")
        self._help.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.progress = ProgressPlace(theme, "cards_progress", words)
        self._foot = QStackedWidget()
        self._foot.addWidget(self._help)
        self._foot.addWidget(self.progress)
        self._foot.setFixedHeight(theme.px(72))
        head = tight(QHBoxLayout(), theme.px(4))
        head.addWidget(self._count, 1)
        head.addWidget(self._sheet)
        head.addWidget(self._before)
        head.addWidget(self._after)
        self.column.addLayout(head)
        self.column.addWidget(self.sides)
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self._foot)
        self._show_number()

    @property
    def number(self) -> int:
        """The sheet that is shown."""
        return self._number

    def side(self) -> Side:
        """The side of the sheets that is shown."""
        return "back" if self.sides.chosen() == "back" else "front"

    def show_empty(self, stock: Stock, first: int) -> None:
        """Nothing is chosen: the sheet alone."""
        self._number, self._sheets = 1, 0
        self.view.show_stock(stock, first)
        self._count.setText("")
        self._show_number()

    def show_plan(self, plan: SheetPlan) -> None:
        """Show a sheet with its cards."""
        words = self._context.words
        self._number, self._sheets = plan.number, plan.sheets
        self.view.show_plan(plan)
        self.sides.setVisible(plan.imposition.flip is not None)
        cards = words.plural("{n} card", "{n} cards", plan.total)
        sheets = words.plural("{n} sheet", "{n} sheets", plan.sheets)
        self._count.setText(words.text("{cards}: {sheets}", cards=cards, sheets=sheets))
        self._show_number()

    def show_help(self, text: str) -> None:
        """What can be done on the sheet."""
        self._help.setText(text)

    def show_progress(self, *, on: bool) -> None:
        """Put the progress in the place of the help."""
        self._foot.setCurrentWidget(self.progress if on else self._help)

    def turn(self, step: int) -> None:
        """Ask for the next sheet, or the one before."""
        wanted = self._number + step
        if 1 <= wanted <= self._sheets:
            self.sheet_wanted.emit(wanted)

    def _show_number(self) -> None:
        words, several = self._context.words, self._sheets > 1
        text = words.text(
            "Sheet {number} of {count}", number=words.number(self._number),
            count=words.number(self._sheets),
        )  # fmt: skip
        self._sheet.setText(text if several else "")
        self._before.setVisible(several)
        self._after.setVisible(several)
        self._before.setEnabled(self._number > 1)
        self._after.setEnabled(self._number < self._sheets)
