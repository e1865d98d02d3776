"""Which cards of a run came out, and which are spoiled: typed, scanned or clicked (R29)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refdesk.domain.card_numbers import parse_numbers, ranges_text
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Run
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.value_fields import NumberField


class CameOutForm(QWidget):
    """``changed`` follows every change, ``submitted`` an Enter; ``opened`` and ``closed`` tell who
    gives it room.
    """

    changed = Signal()
    submitted = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("came_out_form")
        self._context = context
        self._run: Run | None = None
        self._build()

    # -- what is said ----------------------------------------------------------------------

    def start(self, run: Run) -> None:
        """Ask about a run; of a confirmed one only what was found spoiled since."""
        words = self._context.words
        self._run = run
        self._title.setText(words.text("Run {run}: what came out", run=f"R{run.id}"))
        self.up_to.set_number(run.count)
        self._up_to_field.set_help(words.text("After a paper jam: the last good card"))
        self._up_to_field.setVisible(run.confirmed_at is None)
        self.spoiled.clear()
        self._spoiled_field.set_help(words.text("Numbers like 3, 7-9; or scan or click the cards"))
        self.opened.emit()
        field = self.up_to if run.confirmed_at is None else self.spoiled
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def stop(self) -> None:
        """Ask no more."""
        if self._run is not None:
            self._run = None
            self.closed.emit()

    def last(self) -> int | None:
        """Up to which card they came out; None while that is no card of the run."""
        run = self._run
        if run is None or run.confirmed_at is not None:
            return run.count if run is not None else None
        number = self.up_to.number()
        return number if number is not None and 0 <= number <= run.count else None

    def numbers(self) -> tuple[int, ...] | None:
        """The numbers of the spoiled cards; None while they are not understood."""
        if self._run is None:
            return ()
        try:
            return parse_numbers(self.spoiled.text(), self._run.count)
        except DomainError:
            return None

    def toggle(self, number: int) -> None:
        """Name a card as spoiled, or take that back."""
        numbers = set(self.numbers() or ())
        self.spoiled.setText(ranges_text(numbers ^ {number}))

    def check(self) -> bool:
        """Whether all is understood; says beside its field what is not."""
        words, run = self._context.words, self._run
        if run is None:
            return False
        most = words.number(run.count)
        if self.last() is None:
            self._up_to_field.set_problem(words.text("From 0 to {most}", most=most))
            return False
        if self.numbers() is None:
            text = words.text("Write them like 3, 7-9, from 1 to {most}", most=most)
            self._spoiled_field.set_problem(text)
            return False
        return True

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self._title = Label(theme, "", bold=True)
        self.up_to = NumberField(theme, "came_out_up_to", words)
        self._up_to_field = LabelledField(theme, words.text("Came out up to card"), self.up_to)
        self.spoiled = TextField(theme, "came_out_spoiled")
        self._spoiled_field = LabelledField(theme, words.text("Spoiled cards"), self.spoiled)
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(self._title)
        column.addWidget(self._up_to_field)
        column.addWidget(self._spoiled_field)
        column.addStretch(1)
        for field, holder in (
            (self.up_to, self._up_to_field), (self.spoiled, self._spoiled_field),
        ):  # fmt: skip
            field.textChanged.connect(holder.clear_message)
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self.submitted)
