"""To whom a stack goes, or where: chosen before it is handed out, or when it is (G06)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.services.desk import Desk
from refdesk.services.print_runs import MAX_PLACE
from refdesk.services.stacks import StackLine
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.picker import CustomerPicker
from refdesk.ui.pages.cards.stack_texts import stack_name
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Message, Strip


class HandForm(QWidget):
    """``handed`` and ``assigned`` give the holder's id (0 is nobody) and the place."""

    handed = Signal(int, str)
    assigned = Signal(int, str)
    cancelled = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("hand_form")
        self._context = context
        self._desk = desk
        self._build()

    def start(self, line: StackLine) -> None:
        """Begin with who has the stack now."""
        words, stack = self._context.words, line.stack
        self.strip.hide()
        cards = words.plural("{n} card", "{n} cards", line.cards)
        title = words.text("Stack {stack}: {cards}", stack=stack_name(line), cards=cards)
        self._title.setText(title)
        self.people.clear()
        if stack.holder is not None:
            self.people.choose(stack.holder, only=True)
        self.place.setText(stack.place)
        self.set_busy(busy=False)
        self.place.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """While it is written nothing can be pressed twice."""
        self._hand.setEnabled(not busy)
        self._keep.setEnabled(not busy)

    def show_trouble(self, message: Message) -> None:
        """Say why it was not done; the form stays."""
        self.set_busy(busy=False)
        self.strip.show_message(message)

    # -- inside ----------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.strip = Strip(theme, "hand_strip")
        self.strip.hide()
        self._title = Label(theme, "", bold=True)
        self.place = TextField(theme, "hand_place")
        self.place.setMaxLength(MAX_PLACE)
        self.place.setPlaceholderText(words.text("reception, Cafe Breeze"))
        self.people = CustomerPicker(self._context, self._desk, "hand_people")
        self.people.changed.connect(self._keep_one)
        self._hand = self._button("hand_now", words.text("Hand out today"), "check")
        self._keep = self._button("hand_keep", words.text("Only note it"), "")
        cancel = self._button("hand_cancel", words.text("Cancel"), "")
        self._hand.clicked.connect(lambda: self.handed.emit(self._holder(), self.place.text()))
        self._keep.clicked.connect(lambda: self.assigned.emit(self._holder(), self.place.text()))
        cancel.clicked.connect(self.cancelled)
        self.place.returnPressed.connect(self._hand.click)
        row = tight(QHBoxLayout(), theme.px(8))
        for button in (self._hand, self._keep, cancel):
            row.addWidget(button)
        row.addStretch(1)
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(self.strip)
        column.addWidget(self._title)
        column.addWidget(LabelledField(theme, words.text("Where it lies"), self.place,
                                       reserve=False))  # fmt: skip
        column.addWidget(Label(theme, words.text("Who is paid for the friends"), "small",
                               bold=True))  # fmt: skip
        column.addWidget(self.people, 1)
        column.addLayout(row)

    def _button(self, name: str, text: str, icon: str) -> Button:
        return Button(self._context.theme, name, text, Look(icon=icon, height=40))

    def _holder(self) -> int:
        return next(iter(self.people.ids()), 0)

    def _keep_one(self) -> None:
        """A stack has one holder: the last one ticked."""
        ids = self.people.ids()
        if len(ids) > 1:
            self.people.choose(ids[-1], only=True)
