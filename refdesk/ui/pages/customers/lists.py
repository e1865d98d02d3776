"""What stands at the left of the page: every customer, or for a manager who is to be paid out."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.deeds import may_manage
from refdesk.ui.pages.customers.to_pay_pane import ToPayPane
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import Segments

EVERYBODY, TO_PAY = "everybody", "to_pay"


class Lists(QWidget):
    """One list in the place of the other; a cashier has the first alone."""

    def __init__(self, context: Context, desk: Desk, everybody: QWidget) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        self._everybody = everybody
        self.choice = Segments(theme, "customers_lists", "", height=40, shown=99)
        self.choice.setAccessibleName(words.text("Which list"))
        self.choice.set_options(
            [(EVERYBODY, words.text("All customers")), (TO_PAY, words.text("To pay out"))]
        )
        self.choice.choose(EVERYBODY)
        self.choice.chosen_changed.connect(self._show)
        self.to_pay = ToPayPane(context, desk)
        self.to_pay.hide()
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(self.choice)
        self.choice.setVisible(may_manage(desk.actor))
        column.addWidget(everybody, 1)
        column.addWidget(self.to_pay, 1)

    def reload(self) -> None:
        """Read anew who is to be paid out, where that is shown."""
        if self.choice.chosen() == TO_PAY:
            self.to_pay.reload()

    def show_everybody(self) -> None:
        """Back to the customers."""
        self.choice.choose(EVERYBODY)

    def _show(self, key: str | None) -> None:
        self._everybody.setVisible(key != TO_PAY)
        self.to_pay.setVisible(key == TO_PAY)
        self.reload()
