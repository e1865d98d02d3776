"""Print runs: the list, and a new run with who hands its stacks out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.records import Run, Version
from refdesk.services import print_runs, programmes
from refdesk.services.desk import ROLES, Desk
from refdesk.services.print_runs import NewRun
from refdesk.ui.models.paged_table_model import Column, PagedTableModel
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.run_form import RunForm
from refdesk.ui.pages.customers.shared import message_of, reading_message
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import ElidingLabel
from refdesk.ui.widgets.states import EmptyState
from refdesk.ui.widgets.strips import Strip
from refdesk.ui.widgets.table import PADDING, Table


def may_run(desk: Desk) -> bool:
    """Whether the person at the desk may make and confirm runs."""
    return ROLES.index(desk.actor.role) >= ROLES.index("manager")


class RunsPane(QWidget):
    """``changed`` follows the choice of a run; ``confirm_wanted`` asks what came of it."""

    changed = Signal()
    confirm_wanted = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._runs: Mapping[int, Run] = {}
        self._programmes: Mapping[int, Version] = {}
        self._wanted: int | None = None
        self._form: RunForm | None = None
        self._build()

    # -- what the page does ----------------------------------------------------------------

    def run(self) -> Run | None:
        """The run that is chosen."""
        row = self.table.currentIndex().row()
        return self._runs.get(self.model.id_at(row) or 0)

    def reload(self, select: int | None = None) -> None:
        """Read the runs anew; the chosen one stays, or another is chosen."""
        chosen = self.run()
        self._wanted = select if select is not None else chosen.id if chosen else None
        desk = self._desk

        def ids() -> Sequence[int]:
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
        self._strip = Strip(theme, "runs_strip")
        self._strip.hide()
        self._about = ElidingLabel(theme, "", "small", tone="muted")
        self._about.setObjectName("run_about")
        self.confirm_button = Button(
            theme, "run_confirm", words.text("Sheets came out…"),
            Look(icon="circle-check", height=40),
        )  # fmt: skip
        self.new_button = Button(
            theme, "run_new", words.text("New run…"), Look(icon="plus", height=40)
        )
        self.confirm_button.clicked.connect(self.confirm_wanted)
        self.new_button.clicked.connect(self.open_form)
        self._empty = EmptyState(
            theme, "no_runs", "layers", words.text("Coupon cards are printed in runs"),
            words.text("Each run is cut into stacks for reception, a cafe, a master"),
        )  # fmt: skip
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self._empty)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(self.new_button)
        row.addWidget(self.confirm_button)
        row.addStretch(1)
        self._list = QWidget()
        column = tight(QVBoxLayout(self._list), theme.px(8))
        column.addWidget(self._strip)
        column.addWidget(self._lists, 1)
        column.addWidget(self._about)
        column.addLayout(row)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        tight(QVBoxLayout(self)).addWidget(self._stack)
        allowed = may_run(self._desk)
        self.new_button.setVisible(allowed)
        self.confirm_button.setVisible(False)
        self._set_widths()
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
            max(words.text("Not confirmed"), words.text("In use"), key=len),
        )  # fmt: skip
        for place, text in enumerate(widest):
            if not text:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
                continue
            title = self.model.columns()[place].title
            wide = max(body.horizontalAdvance(text), body.horizontalAdvance(title))
            header.resizeSection(place, wide + theme.px(2 * PADDING))

    def _programme(self, run: Run) -> str:
        version, language = self._programmes.get(run.programme), self._context.words.language
        return version.terms.titled(language) if version is not None else f"P{run.programme}"

    def _state(self, run: Run) -> str:
        words = self._context.words
        return words.text("Not confirmed") if run.confirmed_at is None else words.text("In use")

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
        unconfirmed = run is not None and run.confirmed_at is None
        self.confirm_button.setVisible(unconfirmed and may_run(self._desk))
        self._about.setText(self._stacks(run) if run is not None else "")
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
        if self._form is None:
            self._form = RunForm(self._context, self._desk)
            self._form.cancelled.connect(self.close_form)
            self._form.wanted.connect(self._create)
            self._stack.addWidget(self._form)
        running = [one for one in self._programmes.values() if _gives_coupons(one)]
        self._form.start(running)
        self._stack.setCurrentWidget(self._form)
        self._form.take_focus()

    def close_form(self) -> None:
        """Back to the list."""
        self._stack.setCurrentWidget(self._list)
        self.take_focus()

    def form_is_open(self) -> bool:
        """Whether the form stands in the place of the list."""
        return self._form is not None and self._stack.currentWidget() is self._form

    def _create(self, new: NewRun) -> None:
        desk, form = self._desk, self._form
        assert form is not None

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


def _gives_coupons(version: Version) -> bool:
    return version.status == "active" and version.terms.codes in ("personal", "coupon")
