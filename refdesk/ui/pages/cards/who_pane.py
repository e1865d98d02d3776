"""For whom: these customers, everybody with a code, a print run, or coupons from the counter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from refdesk.domain.codes import mask_code
from refdesk.domain.records import Version
from refdesk.services import programmes
from refdesk.services.desk import Desk
from refdesk.services.print_runs import Selection
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.picker import CustomerPicker
from refdesk.ui.pages.cards.runs_pane import RunsPane, may_run
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.choices import ComboBox, Segments
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel

PEOPLE, EVERYBODY, RUN, COUPONS = "people", "everybody", "run", "coupons"


class WhoPane(Panel):
    """``changed`` follows every choice. A cashier prints cards of customers only, and the coupons
    that the counter has handed out to somebody without an account."""

    changed = Signal()
    spread = Signal(bool)
    """Tells when the runs need all the height."""

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__(context.theme, "cards_who", spacing=12)
        self._context = context
        self._desk = desk
        self._coupons: tuple[str, ...] = ()
        self._wanted = ""
        """The programme to choose once the list of them was read."""
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
            case "coupons":
                return Selection(coupons=self._coupons) if self._coupons else None
        return self.runs.selection()

    def choose_kind(self, kind: str) -> None:
        """Choose what is printed."""
        self.kinds.choose(kind)

    def show_customer(self, customer: int, programme: int = 0) -> None:
        """Tick one customer and nobody else, for his card of a programme if one is named."""
        self.kinds.choose(PEOPLE)
        self._wanted = f"P{programme}" if programme else ""
        place = self.programme.findData(self._wanted)
        if place >= 0:
            self.programme.setCurrentIndex(place)
        self.people.choose(customer, only=True)

    def show_run(self, run: int) -> None:
        """Choose one print run."""
        self.kinds.choose(RUN)
        self.runs.show_list()
        self.runs.reload(select=run)

    def show_coupons(self, codes: tuple[str, ...]) -> None:
        """Have these coupons for the next visit printed, and nothing else."""
        words, is_new = self._context.words, codes != self._coupons
        self._coupons = codes
        named = ", ".join(mask_code(code) for code in codes)
        self._coupons_label.setText(
            words.text("For the next visit, handed out at the counter: {codes}", codes=named)
        )
        self._set_kinds()
        if self.kind() == COUPONS and is_new:
            self.changed.emit()
        self.kinds.choose(COUPONS)

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
        self.programme = ComboBox(theme, "cards_programme")
        self.programme.setMinimumWidth(theme.px(200))
        self._programme_field = LabelledField(
            theme, words.text("Programme"), self.programme, reserve=False
        )
        self._programme_field.hide()
        self.people = CustomerPicker(self._context, self._desk, "cards_people")
        self._everybody = _text(theme, "cards_everybody")
        self._coupons_label = _text(theme, "cards_coupons")
        self.runs = RunsPane(self._context, self._desk)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {
            PEOPLE: self.people, EVERYBODY: _topped(self._everybody), RUN: self.runs,
            COUPONS: _topped(self._coupons_label),
        }  # fmt: skip
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._title = Label(theme, words.text("For whom"), "title", bold=True)
        self.column.addWidget(self._title)
        self.column.addWidget(self.kinds)
        self._set_kinds()
        self.column.addWidget(self._programme_field)
        self.column.addWidget(self._stack, 1)
        self.kinds.choose(PEOPLE)
        self.kinds.chosen_changed.connect(self._on_kind)
        self.programme.currentIndexChanged.connect(self.changed)
        self.people.changed.connect(self.changed)
        self.runs.changed.connect(self._on_run)
        self.runs.spread.connect(self.spread)

    def _set_kinds(self) -> None:
        words = self._context.words
        options = [(PEOPLE, words.text("Customers"))]
        if may_run(self._desk):
            options += [(EVERYBODY, words.text("Everybody")), (RUN, words.text("Print run"))]
        if self._coupons:
            title = words.plural("Coupon", "Coupons", len(self._coupons))
            options.append((COUPONS, title))
        self.kinds.set_options(options)
        self.kinds.setVisible(len(options) > 1)

    def _on_kind(self, kind: object) -> None:
        self._stack.setCurrentWidget(self._pages[str(kind)])
        self._programme_field.setVisible(self._has_programme())
        self._title.setVisible(kind != RUN)  # the runs have use for its height
        self.spread.emit(kind == RUN and self.runs.form_is_open())
        self.changed.emit()

    def _has_programme(self) -> bool:
        """Whether it is still to be said of which programme."""
        return self.kind() in (PEOPLE, EVERYBODY) and self.programme.count() > 1

    def _on_run(self) -> None:
        if self.kind() == RUN:
            self.changed.emit()

    def _on_programmes(self, versions: list[Version]) -> None:
        words, before = self._context.words, self.programme.currentData()
        self.programme.blockSignals(True)
        self.programme.clear()
        for version in versions:
            self.programme.addItem(version.terms.titled(words.language), f"P{version.programme}")
        chosen, self._wanted = self._wanted or before, ""
        self.programme.setCurrentIndex(max(self.programme.findData(chosen), 0))
        self.programme.blockSignals(False)
        self._programme_field.setVisible(self._has_programme())
        if self.programme.currentData() != before:
            self.changed.emit()


def _text(theme: Theme, name: str) -> Label:
    label = named(Label(theme, "").wrapped(), name)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


def _topped(label: Label) -> QWidget:
    box = QWidget()
    column = tight(QVBoxLayout(box))
    column.addWidget(label)
    column.addStretch(1)
    return box
