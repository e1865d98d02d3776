"""A run's stacks: who has each, what became of its cards, handing out, printing again (G06)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.progress import Progress
from refdesk.domain.records import Run
from refdesk.services import stacks
from refdesk.services.desk import Desk
from refdesk.services.stacks import StackLine
from refdesk.ui.error_texts import message_of, reading_message
from refdesk.ui.models.paged_table_model import Column, PagedTableModel
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.hand_form import HandForm
from refdesk.ui.pages.cards.stack_texts import figures_text, handed_text, holder_text, stack_name
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.table import PADDING, Table


class StacksView(QWidget):
    """``closed`` leads back to the runs, ``changed`` tells that a stack has changed;
    ``print_wanted`` gives a run and the numbers of the cards to print again.
    """

    closed = Signal()
    changed = Signal()
    print_wanted = Signal(int, object)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("stacks_view")
        self._context = context
        self._desk = desk
        self._run: Run | None = None
        self._lines: Mapping[int, StackLine] = {}
        self._wanted = 1
        self._today = date.min
        self._build()

    # -- what the pane does ----------------------------------------------------------------

    def start(self, run: Run) -> None:
        """Show a run's stacks."""
        self._run = run
        self._wanted = 1
        self._pages.setCurrentWidget(self._list)
        self._strip.hide()
        self._title.setText(self._context.words.text("Stacks of run {run}", run=f"R{run.id}"))
        self.reload()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def reload(self) -> None:
        """Count anew; the chosen stack stays."""
        desk, run = self._desk, self._run
        if run is None:
            return

        def ids(_progress: Progress) -> Sequence[int]:
            self._today = desk.today()
            self._lines = {one.stack.number: one for one in stacks.list_stacks(desk, run.id)}
            return list(self._lines)

        self.model.load(ids)

    def line(self) -> StackLine | None:
        """The stack that is chosen."""
        return self._lines.get(self.model.id_at(self.table.currentIndex().row()) or 0)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.model = PagedTableModel(self._context.tasks, self._columns(), self._fetch, self)
        self.table = Table(theme, "stacks_table", words.text("Stacks"))
        self.table.setModel(self.model)
        self._strip = Strip(theme, "stacks_strip")
        self._strip.hide()
        self._title = Label(theme, "", bold=True)
        self._handed = ElidingLabel(theme, "", "small")
        self._handed.setObjectName("stack_handed")
        self._figures = Label(theme, "", "small", tone="muted").wrapped()
        self._figures.setObjectName("stack_figures")
        self.form = HandForm(self._context, self._desk)
        self._list = QWidget()
        column = tight(QVBoxLayout(self._list), theme.px(8))
        for widget in (self._strip, self._title):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self._handed)
        column.addWidget(self._figures)
        column.addLayout(self._buttons())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self.form)
        tight(QVBoxLayout(self)).addWidget(self._pages)
        self._set_widths()
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_reading_trouble)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self.table.doubleClicked.connect(lambda _index: self._open_form())
        self.form.handed.connect(self._hand)
        self.form.assigned.connect(self._assign)
        self.form.cancelled.connect(self._close_form)

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words

        def button(name: str, text: str, icon: str, act: Callable[[], object]) -> Button:
            made = Button(theme, name, text, Look(icon=icon, height=40))
            made.clicked.connect(act)
            return made

        self.hand_button = button(
            "stack_hand", words.text("Hand out…"), "hand-helping", self._open_form
        )
        self.back_button = button(
            "stack_take_back", words.text("Take it back"), "undo-2", self._take_back
        )
        self.print_button = button(
            "stack_print", words.text("Print again"), "printer", self._print_again
        )
        back = button("stacks_back", words.text("Runs"), "arrow-left", self.closed.emit)
        row = tight(QHBoxLayout(), theme.px(8))
        for one in (self.hand_button, self.back_button, self.print_button):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(back)
        return row

    def _columns(self) -> tuple[Column, ...]:
        words = self._context.words

        def count(key: str, title: str, number: Callable[[StackLine], int]) -> Column:
            return Column(key, title, lambda line: words.number(number(line)), is_number=True)

        return (
            Column("stack", words.text("Stack"), stack_name),
            Column("holder", words.text("Who or where"), lambda one: holder_text(words, one)),
            count("cards", words.text("Cards"), lambda line: line.cards),
            count("used", words.text("Used"), lambda line: line.figures.redeemed),
            count("brought", words.text("Brought"), lambda line: line.figures.brought),
        )

    def _set_widths(self) -> None:
        theme, words = self._context.theme, self._context.words
        header = self.table.horizontalHeader()
        body = QFontMetrics(theme.font("body", bold=True))
        number = words.number(5000)
        for place, text in enumerate(("R000-00", "", number, number, number)):
            if not text:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
                continue
            title = self.model.columns()[place].title
            wide = max(body.horizontalAdvance(text), body.horizontalAdvance(title))
            header.resizeSection(place, wide + theme.px(2 * PADDING))

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, StackLine]:
        return {one: self._lines[one] for one in ids if one in self._lines}

    # -- what is chosen --------------------------------------------------------------------

    def _on_loaded(self, count: int) -> None:
        row = self.model.row_of(self._wanted)
        if count:
            self.table.setCurrentIndex(self.model.index(row or 0, 0))
        self._on_row()

    def _on_row(self) -> None:
        words, line = self._context.words, self.line()
        self.print_button.setEnabled(line is not None)
        self.hand_button.setVisible(line is None or line.stack.handed_on is None)
        self.back_button.setVisible(line is not None and line.stack.handed_on is not None)
        if line is None:
            return
        self._wanted = line.stack.number
        self._handed.setText(handed_text(words, line, self._today))
        self._figures.setText(figures_text(words, line))

    def _open_form(self) -> None:
        line = self.line()
        if line is not None and line.stack.handed_on is None:
            self._strip.hide()
            self._pages.setCurrentWidget(self.form)
            self.form.start(line)

    def _close_form(self) -> None:
        self._pages.setCurrentWidget(self._list)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _print_again(self) -> None:
        line = self.line()
        if line is not None:
            numbers = range(line.stack.first, line.stack.last + 1)
            self.print_wanted.emit(line.run.id, tuple(numbers))

    # -- deeds -----------------------------------------------------------------------------

    def _hand(self, holder: int, place: str) -> None:
        line, desk = self.line(), self._desk
        if line is None:
            return
        run, number = line.run.id, line.stack.number
        self._write(lambda: stacks.hand_stack(desk, run, number, holder=holder, place=place))

    def _assign(self, holder: int, place: str) -> None:
        line, desk = self.line(), self._desk
        if line is None:
            return
        run, number = line.run.id, line.stack.number
        self._write(lambda: stacks.assign_stack(desk, run, number, holder=holder, place=place))

    def _take_back(self) -> None:
        line, desk = self.line(), self._desk
        if line is not None:
            run, number = line.run.id, line.stack.number
            self._write(lambda: stacks.take_back_stack(desk, run, number))

    def _write(self, work: Callable[[], object]) -> None:
        def done(_stack: object) -> None:
            self._close_form()
            self._strip.hide()
            self.reload()
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._tell(message_of(self._context.words, error))

        self.form.set_busy(busy=True)
        self._context.tasks.run(work, owner=self, done=done, failed=failed)

    def _tell(self, message: Message) -> None:
        if self._pages.currentWidget() is self.form:
            self.form.show_trouble(message)
        else:
            self._strip.show_message(message)

    def _on_reading_trouble(self, error: Exception) -> None:
        self._tell(reading_message(self._context.words, error))
