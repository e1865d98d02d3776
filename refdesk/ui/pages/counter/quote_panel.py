"""The panel at the right: what happens at Enter, and the buttons that make it happen."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.pages.counter.parts import IconRow, Link, ScrollColumn
from refdesk.ui.pages.counter.quote_texts import QuoteText
from refdesk.ui.pages.counter.tender import TenderRows
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import KeyValueRow, Panel, rule

MOST_LINES, MOST_LINES_TIGHT = 7, 4
MOST_PEOPLE = 5
MOST_FACTS = 6
LONG_SUM = 11


class MainAction(NamedTuple):
    """The action that Enter does: its words and icon."""

    text: str
    icon: str


class QuotePanel(Panel):
    """Lines, the sum to pay in 40 px, why this sum, who gets what, and the main action.

    The sum and the main action stay in view at every size; who gets what gives way to them.
    """

    main_pressed = Signal()
    card_pressed = Signal()
    without_pressed = Signal()

    def __init__(self, context: Context, name: str, main: MainAction) -> None:
        super().__init__(context.theme, name)
        self._context = context
        self._most_lines = MOST_LINES
        theme, words = context.theme, context.words
        self.head = tight(QVBoxLayout(), theme.px(8))
        self.column.addLayout(self.head)
        self._hint = Label(theme, "", tone="muted").wrapped()
        self.column.addWidget(self._hint)
        self.tender = TenderRows(context, f"{name}_tender")
        self.column.addWidget(self.tender)
        self._lines = [KeyValueRow(theme, f"{name}_line_{i}", "") for i in range(MOST_LINES)]
        for row in self._lines:
            self.column.addWidget(row)
        self._rules = (rule(theme), rule(theme))
        self.column.addWidget(self._rules[0])
        self.column.addLayout(self._sum_row(name))
        self.column.addWidget(self._rules[1])
        self._below = QStackedWidget()
        self._below.addWidget(self._gains(name))
        self._below.addWidget(self._reasons(name))
        below = ScrollColumn(f"{name}_below", self._below)
        below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.column.addWidget(below, 1)
        self.main_button = Button(
            theme, f"{name}_main", main.text, Look("primary", main.icon, "Enter", 64)
        )
        self.main_button.clicked.connect(self.main_pressed)
        self.column.addWidget(self.main_button)
        self._more = tight(QHBoxLayout(), theme.px(8))
        self._more_buttons: list[Button] = []
        self.column.addLayout(self._more)
        self.show_nothing(words.text("Enter the amount"))

    def add_card_button(self, text: str) -> Button:
        """A second button: the main action, then the card."""
        look = Look(icon="printer", key="F8", small=True)
        button = Button(self._context.theme, f"{self.objectName()}_card", text, look)
        button.clicked.connect(self.card_pressed)
        self._more.addWidget(button, 1)
        self._more_buttons.append(button)
        return button

    def add_without_button(self, text: str) -> Button:
        """A third button: the same purchase without the code."""
        look = Look(key="F9", small=True)
        button = Button(self._context.theme, f"{self.objectName()}_without", text, look)
        button.clicked.connect(self.without_pressed)
        self._more.addWidget(button, 1)
        self._more_buttons.append(button)
        return button

    # -- content ---------------------------------------------------------------------------

    def show_quote(self, text: QuoteText) -> None:
        """Show what would happen."""
        self._hint.hide()
        self._fill_lines(text.lines)
        self._show_sum(text.to_pay)
        self._why_button.setEnabled(True)
        shown = text.people[:MOST_PEOPLE]
        for row, gain in zip(self._people, shown, strict=False):
            row.show_fact(gain.icon, gain.title, gain.line)
        for index, row in enumerate(self._people):
            row.setVisible(index < len(shown))
        for fact, values in zip(self._facts, text.facts, strict=False):
            fact.set_label(values[0])
            fact.set_value(values[1])
        for index, fact in enumerate(self._facts):
            fact.setVisible(index < len(text.facts))
        self._why.setText("\n".join(text.why))

    def show_nothing(self, hint: str) -> None:
        """No quote: say what is missing for one."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._fill_lines(())
        self._show_sum("\N{EN DASH}")
        for row in (*self._people, *self._facts):
            row.hide()
        self._why_button.setEnabled(False)
        self._why.setText("")
        self._below.setCurrentIndex(0)

    def set_main(self, main: MainAction) -> None:
        """Let the main button say something else."""
        self.main_button.set_caption(main.text)
        self.main_button.set_icon_name(main.icon)

    def set_tight(self, tight: bool) -> None:
        """Show fewer lines of the bill, where its fields stand above them in a low window."""
        self._most_lines = MOST_LINES_TIGHT if tight else MOST_LINES

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low."""
        self.column.setSpacing(self._context.theme.px(4 if low else 8))
        self.main_button.setFixedHeight(self._context.theme.px(56 if low else 64))
        for line in self._rules:
            line.setVisible(not low)
        for row in (*self._lines, *self._facts):
            row.set_low(low)

    def to_pay(self) -> str:
        """The sum that is shown."""
        return self._figure.text()

    def people_shown(self) -> list[tuple[str, str]]:
        """Who gets what, as shown."""
        return [row.texts() for row in self._people if not row.isHidden()]

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus, in its order."""
        return [*self.tender.tab_stops(), self._why_button, self.main_button, *self._more_buttons]

    def toggle_why(self) -> None:
        """Show the arithmetic in the place of who gets what, or go back."""
        self._below.setCurrentIndex(1 - self._below.currentIndex())

    def why_text(self) -> str:
        """The arithmetic."""
        return self._why.text()

    # -- building --------------------------------------------------------------------------

    def _sum_row(self, name: str) -> QHBoxLayout:
        theme, words = self._context.theme, self._context.words
        row = tight(QHBoxLayout(), theme.px(8))
        left = tight(QVBoxLayout())
        left.addStretch(1)
        left.addWidget(Label(theme, words.text("To pay"), "title", bold=True))
        self._why_button = Link(theme, f"{name}_why", words.text("Why this sum"))
        self._why_button.clicked.connect(self.toggle_why)
        left.addWidget(self._why_button)
        left.addStretch(1)
        row.addLayout(left)
        self._figure = named(Label(theme, "", "figure", bold=True).right(), f"{name}_to_pay")
        row.addWidget(self._figure, 1)
        return row

    def _gains(self, name: str) -> QWidget:
        theme = self._context.theme
        page = QWidget()
        column = tight(QVBoxLayout(page), theme.px(4))
        self._facts = [KeyValueRow(theme, f"{name}_fact_{i}", "") for i in range(MOST_FACTS)]
        self._people = [IconRow(theme, f"{name}_person_{i}") for i in range(MOST_PEOPLE)]
        for row in (*self._facts, *self._people):
            column.addWidget(row)
        column.addStretch(1)
        return page

    def _reasons(self, name: str) -> QWidget:
        theme = self._context.theme
        page = QWidget()
        column = tight(QVBoxLayout(page))
        self._why = named(Label(theme, "", "small").wrapped(), f"{name}_why_text")
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._why)
        column.addStretch(1)
        return page

    def _fill_lines(self, lines: tuple[tuple[str, str], ...]) -> None:
        most = self._most_lines
        shown = lines[:most]
        if len(lines) > most:
            rest = len(lines) - most + 1
            words = self._context.words
            more = words.plural("and {n} line more", "and {n} lines more", rest)
            shown = (*lines[: most - 1], (more, ""))
        for row, (label, value) in zip(self._lines, shown, strict=False):
            row.set_label(label)
            row.set_value(value)
        for index, row in enumerate(self._lines):
            row.setVisible(index < len(shown))

    def _show_sum(self, text: str) -> None:
        role = "page" if len(text) > LONG_SUM else "figure"
        self._figure.setFont(self._context.theme.font(role, bold=True))
        self._figure.setText(text)
