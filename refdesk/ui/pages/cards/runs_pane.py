"""Print runs: the list, which of a run's cards are printed, what came out, and their stacks."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.card_numbers import parse_numbers, ranges_text
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.domain.records import Run, RunCard, Version
from refdesk.services import print_runs, programmes
from refdesk.services.desk import ROLES, Desk
from refdesk.services.print_runs import NewRun, Selection
from refdesk.ui.error_texts import message_of, reading_message
from refdesk.ui.models.paged_table_model import Column, PagedTableModel
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.came_out_form import CameOutForm
from refdesk.ui.pages.cards.run_form import RunForm
from refdesk.ui.pages.cards.stacks_view import StacksView
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Strip
from refdesk.ui.widgets.table import HEADER, PADDING, ROW, Table


def may_run(desk: Desk) -> bool:
    """Whether the person at the desk may make and confirm runs."""
    return ROLES.index(desk.actor.role) >= ROLES.index("manager")


class RunsPane(QWidget):
    """``changed`` follows the choice of a run and of its cards; ``confirm_wanted`` asks what came
    of it. ``came_out`` is the form for that, which is given room here. ``spread`` tells whether
    a form or the stacks stand in the place of the list: they are higher than it.
    """

    changed = Signal()
    confirm_wanted = Signal()
    spread = Signal(bool)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._runs: Mapping[int, Run] = {}
        self._programmes: Mapping[int, Version] = {}
        self._wanted: int | None = None
        self._last: int | None = None
        self._build()

    # -- what the page does ----------------------------------------------------------------

    def run(self) -> Run | None:
        """The run that is chosen."""
        row = self.table.currentIndex().row()
        return self._runs.get(self.model.id_at(row) or 0)

    def all_runs(self) -> list[Run]:
        """All runs, the newest first."""
        return list(self._runs.values())

    def selection(self) -> Selection | None:
        """The cards of the chosen run that are to be printed; None without a run, and while the
        numbers of the cards are not understood."""
        run = self.run()
        if run is None:
            return None
        try:
            numbers = parse_numbers(self.cards.text(), run.count)
        except DomainError:
            return None
        return Selection(run=run.id, cards=numbers)

    def choose_cards(self, run: int, numbers: Sequence[int]) -> None:
        """Have these cards of a run printed; all of them without numbers."""
        self.show_list()
        row = self.model.row_of(run)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, 0))
        self.cards.setText(ranges_text(numbers))

    def choose_rest(self, run: Run) -> None:
        """Have printed what of a run has not come out yet."""
        desk = self._desk
        self._context.tasks.run(
            lambda: print_runs.run_cards(desk, run.id, Selection(run=run.id, rest=True)),
            owner=self, done=lambda cards: self._take_rest(run.id, cards), failed=self._on_trouble,
        )  # fmt: skip

    def _take_rest(self, run: int, cards: Sequence[RunCard]) -> None:
        self.choose_cards(run, [card.position for card in cards])

    def show_card(self, card: RunCard) -> None:
        """A card was scanned: have it printed alone, and say what became of it."""
        self.choose_cards(card.run, [card.position])

    def reload(self, select: int | None = None) -> None:
        """Read the runs anew; the chosen one stays, or another is chosen."""
        chosen = self.run()
        self._wanted = select if select is not None else chosen.id if chosen else None
        desk = self._desk

        def ids(_progress: Progress) -> Sequence[int]:
            runs = print_runs.list_runs(desk)
            self._programmes = {one.programme: one for one in programmes.list_programmes(desk)}
            self._runs = {run.id: run for run in runs}
            return [run.id for run in runs]

        self.model.load(ids)

    def take_focus(self) -> None:
        """Put the focus into the list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.model = PagedTableModel(self._context.tasks, self._columns(), self._fetch, self)
        self.table = Table(theme, "runs_table", words.text("Print runs"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.px(HEADER + ROW))
        self._strip = Strip(theme, "runs_strip")
        self._strip.hide()
        self._about = ElidingLabel(theme, "", "small", tone="muted")
        self._about.setObjectName("run_about")
        self.cards = TextField(theme, "run_cards", height=40)
        self.cards.setPlaceholderText(words.text("All, or numbers like 38-100"))
        self._empty = EmptyState(
            theme, "no_runs", "layers", words.text("Coupon cards are printed in runs"),
            words.text("Each run is cut into stacks for reception, a cafe, a master"),
        )  # fmt: skip
        self.came_out = CameOutForm(self._context)
        self._lay_out()
        self._set_widths()
        self._connect()

    @cached_property
    def stacks(self) -> StacksView:
        """The stacks of a run; the view is made when it is first wanted."""
        view = StacksView(self._context, self._desk)
        self._stack.addWidget(view)
        view.closed.connect(self.close_form)
        view.changed.connect(self.reload)
        view.print_wanted.connect(self.choose_cards)
        return view

    @cached_property
    def _form(self) -> RunForm:
        form = RunForm(self._context, self._desk)
        self._stack.addWidget(form)
        form.cancelled.connect(self.close_form)
        form.wanted.connect(self._create)
        return form

    def _lay_out(self) -> None:
        theme = self._context.theme
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self._empty)
        self._list = QWidget()
        column = tight(QVBoxLayout(self._list), theme.px(8))
        column.addWidget(self._strip)
        column.addWidget(self._lists, 1)
        column.addWidget(self._about)
        column.addWidget(self._cards_row())
        column.addLayout(self._buttons())
        self._stack = QStackedWidget()
        for widget in (self._list, self.came_out):
            self._stack.addWidget(widget)
        tight(QVBoxLayout(self)).addWidget(self._stack)
        self.new_button.setVisible(may_run(self._desk))
        for hidden in (
            self.confirm_button, self.spoiled_button, self.stacks_button, self._cards_field,
        ):  # fmt: skip
            hidden.setVisible(False)

    def _cards_row(self) -> QWidget:
        theme = self._context.theme
        self._cards_field = QWidget()
        row = tight(QHBoxLayout(self._cards_field), theme.px(12))
        label = Label(theme, self._context.words.text("Which cards"), "small", bold=True)
        label.setBuddy(self.cards)
        self.cards.setAccessibleName(label.text())
        row.addWidget(label)
        row.addWidget(self.cards, 1)
        return self._cards_field

    def _buttons(self) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        self.new_button = Button(
            theme, "run_new", words.text("New run…"), Look(icon="plus", height=40)
        )
        self.stacks_button = Button(
            theme, "run_stacks", words.text("Stacks"), Look(icon="layers", height=40)
        )
        self.confirm_button = Button(
            theme, "run_confirm", words.text("Sheets came out…"),
            Look(icon="circle-check", height=40),
        )  # fmt: skip
        self.spoiled_button = Button(
            theme, "run_spoiled", words.text("Found spoiled…"), Look(icon="circle-x", height=40)
        )
        row = tight(QHBoxLayout(), theme.px(8))
        for button in (
            self.new_button, self.stacks_button, self.confirm_button, self.spoiled_button,
        ):  # fmt: skip
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.open_form)
        self.stacks_button.clicked.connect(self.open_stacks)
        self.confirm_button.clicked.connect(self.confirm_wanted)
        self.spoiled_button.clicked.connect(self.confirm_wanted)
        self.cards.textChanged.connect(lambda _text: self._on_cards())
        self._stack.currentChanged.connect(lambda _page: self.spread.emit(self.form_is_open()))
        self.came_out.opened.connect(lambda: self._stack.setCurrentWidget(self.came_out))
        self.came_out.closed.connect(self._leave_form)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_trouble)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())

    def _columns(self) -> tuple[Column, ...]:
        words = self._context.words
        return (
            Column("run", words.text("Run"), lambda run: f"R{run.id}"),
            Column("programme", words.text("Programme"), self._programme),
            Column("cards", words.text("Cards"), lambda run: words.number(run.count),
                   is_number=True),
            Column("state", words.text("State"), self._state),
        )  # fmt: skip

    def _set_widths(self) -> None:
        theme, words = self._context.theme, self._context.words
        header = self.table.horizontalHeader()
        body = QFontMetrics(theme.font("body", bold=True))
        widest = (
            "R0000", "", words.number(5000),
            max(words.text("Not confirmed"), words.text("In use"),
                words.text("{count} left", count=words.number(5000)), key=len),
        )  # fmt: skip
        for place, text in enumerate(widest):
            if not text:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
                continue
            title = self.model.columns()[place].title
            wide = max(body.horizontalAdvance(text), body.horizontalAdvance(title))
            header.resizeSection(place, wide + theme.px(2 * PADDING))

    def _programme(self, run: Run) -> str:
        """What the cards are: whose offer is on them, or what they are sold for."""
        words = self._context.words
        if run.kind == GIFT_CARD:
            sold = words.text("any sum") if run.value is None else words.money(run.value)
            return words.text("Gift cards: {value}", value=sold)
        version = self._programmes.get(run.programme)
        title = version.terms.titled(words.language) if version else f"P{run.programme}"
        return words.text("Blank cards: {title}", title=title) if run.kind == "blank" else title

    def _state(self, run: Run) -> str:
        words = self._context.words
        if run.confirmed_at is not None:
            return words.text("In use")
        if run.issued:
            return words.text("{count} left", count=words.number(run.left))
        return words.text("Not confirmed")

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, Run]:
        return {one: self._runs[one] for one in ids if one in self._runs}

    # -- what came -------------------------------------------------------------------------

    def _on_loaded(self, count: int) -> None:
        self._strip.hide()
        self._lists.setCurrentWidget(self.table if count else self._empty)
        if count:
            row = self.model.row_of(self._wanted) if self._wanted is not None else None
            self.table.setCurrentIndex(self.model.index(row or 0, 0))
        self._on_row()

    def _on_trouble(self, error: Exception) -> None:
        self._strip.show_message(reading_message(self._context.words, error))

    def _on_row(self) -> None:
        run = self.run()
        allowed = run is not None and may_run(self._desk)
        is_out = run is not None and run.confirmed_at is not None
        self.confirm_button.setVisible(allowed and not is_out)
        self.spoiled_button.setVisible(allowed and is_out)
        self.stacks_button.setVisible(allowed)
        self._cards_field.setVisible(run is not None)
        if self.cards.text() and (run.id if run is not None else None) != self._last:
            self.cards.clear()  # another run has other numbers; that tells of the change too
        self._last = run.id if run is not None else None
        self._on_cards()

    def _on_cards(self) -> None:
        """Say when the numbers are not understood."""
        run = self.run()
        is_bad = run is not None and self.selection() is None
        self.cards.set_bad(is_bad)
        about = self._stacks(run) if run is not None else ""
        if run is not None and is_bad:
            most = self._context.words.number(run.count)
            about = self._context.words.text("Write them like 3, 7-9, from 1 to {most}", most=most)
        self._about.setText(about)
        self._about.set_tone("stop" if is_bad else "muted")
        self._about.setVisible(bool(about))
        self.changed.emit()

    def _stacks(self, run: Run) -> str:
        words = self._context.words
        if len(run.stacks) < 2 and not any(one.place or one.holder for one in run.stacks):
            return ""
        parts = []
        for stack in run.stacks:
            name = f"R{run.id}-{stack.number}"
            place = stack.place or (f"C{stack.holder}" if stack.holder else "")
            count = words.number(stack.count)
            parts.append(f"{name} {place}: {count}" if place else f"{name}: {count}")
        return " · ".join(parts)

    # -- a new run -------------------------------------------------------------------------

    def open_form(self) -> None:
        """Show the form of a new run in the place of the list."""
        self._form.start(list(self._programmes.values()))
        self._stack.setCurrentWidget(self._form)
        self._form.take_focus()

    def close_form(self) -> None:
        """Back to the list."""
        self.show_list()
        self.take_focus()

    def show_list(self) -> None:
        """The list of runs in its place."""
        self._stack.setCurrentWidget(self._list)

    def _leave_form(self) -> None:
        if self._stack.currentWidget() is self.came_out:
            self.close_form()

    def open_stacks(self) -> None:
        """Show the chosen run's stacks with what became of them."""
        run = self.run()
        if run is not None:
            self._stack.setCurrentWidget(self.stacks)
            self.stacks.start(run)

    def form_is_open(self) -> bool:
        """Whether a form or the stacks stand in the place of the list."""
        return self._stack.currentWidget() is not self._list

    def _create(self, new: NewRun) -> None:
        desk, form = self._desk, self._form

        def done(made: print_runs.RunMade) -> None:
            form.set_busy(busy=False)
            self.close_form()
            self.reload(select=made.run.id)

        def failed(error: Exception) -> None:
            form.set_busy(busy=False)
            form.show_trouble(message_of(self._context.words, error))

        form.set_busy(busy=True)
        self._context.tasks.run(
            lambda: print_runs.create_run(desk, new), owner=self, done=done, failed=failed
        )
