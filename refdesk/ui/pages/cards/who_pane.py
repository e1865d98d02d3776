"""For whom: these customers, everybody with a code, or a print run."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.records import Version
from refdesk.services import programmes
from refdesk.services.desk import Desk
from refdesk.services.print_runs import Selection
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.picker import CustomerPicker
from refdesk.ui.pages.cards.runs_pane import RunsPane, may_run
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import ComboBox, Segments
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel

PEOPLE, EVERYBODY, RUN = "people", "everybody", "run"


class WhoPane(Panel):
    """``changed`` follows every choice. A cashier prints cards of customers only."""

    changed = Signal()

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__(context.theme, "cards_who", spacing=12)
        self._context = context
        self._desk = desk
        self._build()

    # -- what the page does ----------------------------------------------------------------

    def kind(self) -> str:
        """What is printed: people, everybody or run."""
        return self.kinds.chosen() or PEOPLE

    def selection(self) -> Selection | None:
        """The cards to print, or None while nothing is chosen."""
        programme = str(self.programme.currentData() or "")
        match self.kind():
            case "people":
                people = self.people.ids()
                return Selection(customers=people, programme=programme) if people else None
            case "everybody":
                return Selection(everybody=True, programme=programme)
        run = self.runs.run()
        return Selection(run=run.id) if run is not None else None

    def choose_kind(self, kind: str) -> None:
        """Choose what is printed."""
        self.kinds.choose(kind)

    def show_customer(self, customer: int) -> None:
        """Tick one customer and nobody else."""
        self.kinds.choose(PEOPLE)
        self.people.choose(customer, only=True)

    def reload(self) -> None:
        """Read programmes and runs anew."""
        desk = self._desk
        self._context.tasks.run(
            lambda: programmes.inviting(programmes.list_programmes(desk)), owner=self,
            done=self._on_programmes,
        )  # fmt: skip
        self.runs.reload()

    def show_total(self, text: str) -> None:
        """Say how many everybody is."""
        self._everybody.setText(text)

    def take_focus(self) -> None:
        """Put the focus where the choice is made."""
        if self.kind() == PEOPLE:
            self.people.take_focus()
        elif self.kind() == RUN:
            self.runs.take_focus()
        else:
            for button in self.kinds.buttons():
                if button.isChecked():
                    button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self._context.theme, self._context.words
        self.kinds = Segments(theme, "cards_kind", words.text("More"), height=44)
        options = [(PEOPLE, words.text("Customers"))]
        if may_run(self._desk):
            options += [(EVERYBODY, words.text("Everybody")), (RUN, words.text("Print run"))]
        self.kinds.set_options(options)
        self.programme = ComboBox(theme, "cards_programme")
        self.programme.setMinimumWidth(theme.px(200))
        self._programme_field = LabelledField(
            theme, words.text("Programme"), self.programme, reserve=False
        )
        self._programme_field.hide()
        self.people = CustomerPicker(self._context, self._desk, "cards_people")
        self._everybody = Label(theme, "").wrapped()
        self._everybody.setObjectName("cards_everybody")
        self._everybody.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.runs = RunsPane(self._context, self._desk)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {
            PEOPLE: self.people, EVERYBODY: _topped(self._everybody), RUN: self.runs,
        }  # fmt: skip
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.column.addWidget(Label(theme, words.text("For whom"), "title", bold=True))
        self.column.addWidget(self.kinds)
        self.kinds.setVisible(len(options) > 1)
        self.column.addWidget(self._programme_field)
        self.column.addWidget(self._stack, 1)
        self.kinds.choose(PEOPLE)
        self.kinds.chosen_changed.connect(self._on_kind)
        self.programme.currentIndexChanged.connect(self.changed)
        self.people.changed.connect(self.changed)
        self.runs.changed.connect(self._on_run)

    def _on_kind(self, kind: object) -> None:
        self._stack.setCurrentWidget(self._pages[str(kind)])
        self._programme_field.setVisible(kind != RUN and self.programme.count() > 1)
        self.changed.emit()

    def _on_run(self) -> None:
        if self.kind() == RUN:
            self.changed.emit()

    def _on_programmes(self, versions: list[Version]) -> None:
        words, before = self._context.words, self.programme.currentData()
        self.programme.blockSignals(True)
        self.programme.clear()
        for version in versions:
            self.programme.addItem(version.terms.titled(words.language), f"P{version.programme}")
        self.programme.setCurrentIndex(max(self.programme.findData(before), 0))
        self.programme.blockSignals(False)
        self._programme_field.setVisible(self.kind() != RUN and len(versions) > 1)
        if self.programme.currentData() != before:
            self.changed.emit()


def _topped(label: Label) -> QWidget:
    box = QWidget()
    column = tight(QVBoxLayout(box))
    column.addWidget(label)
    column.addStretch(1)
    return box
