"""Choosing customers: search and tick; who is ticked stays above whom the search finds."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from refdesk.domain.customer import mask_phone
from refdesk.domain.records import CustomerLine
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.services.look_up import find_matches
from refdesk.ui.error_texts import reading_message
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.shared import masked_code, shown_name
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.strips import Strip

SEARCH_AFTER_MS = 120


class CustomerPicker(QWidget):
    """``changed`` follows every tick."""

    changed = Signal()

    def __init__(self, context: Context, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._context = context
        self._desk = desk
        self._chosen: dict[int, CustomerLine] = {}
        self._found: list[CustomerLine] = []
        self._searching: Task | None = None
        self._rows: list[CheckBox] = []
        self._build(name)

    # -- what the page does ----------------------------------------------------------------

    def ids(self) -> tuple[int, ...]:
        """The ticked customers, in the order in which they were ticked."""
        return tuple(self._chosen)

    def choose(self, customer: int, *, only: bool = False) -> None:
        """Tick a customer; with ``only`` nobody else stays ticked."""
        desk = self._desk

        def done(lines: Sequence[CustomerLine]) -> None:
            if only:
                self._chosen.clear()
            self._chosen |= {line.id: line for line in lines}
            self._show()
            self.changed.emit()

        self._context.tasks.run(
            lambda: customers.customer_lines(desk, [customer]), owner=self, done=done,
            failed=self._on_trouble,
        )  # fmt: skip

    def clear(self) -> None:
        """Tick nobody."""
        self._chosen.clear()
        self.field.clear()
        self._show()
        self.changed.emit()

    def take_focus(self) -> None:
        """Put the focus into the search field."""
        self.field.setFocus(Qt.FocusReason.TabFocusReason)

    # -- building --------------------------------------------------------------------------

    def _build(self, name: str) -> None:
        theme, words = self._context.theme, self._context.words
        self.field = TextField(theme, f"{name}_search", icon="search")
        self.field.setPlaceholderText(words.text("Name, phone or code"))
        self.field.setAccessibleName(words.text("Search customers"))
        self.field.setMaxLength(128)
        self._strip = Strip(theme, f"{name}_strip")
        self._strip.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.returnPressed.connect(self._take_first)
        self.field.installEventFilter(self)
        self._scroll = QScrollArea()
        self._scroll.setProperty("look", "plain")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        column = tight(QVBoxLayout(self), theme.px(8))
        column.addWidget(self.field)
        column.addWidget(self._strip)
        column.addWidget(self._scroll, 1)
        self._show()

    def _show(self) -> None:
        """Rows anew: the ticked first, then who was found besides."""
        theme, words = self._context.theme, self._context.words
        list_of = QWidget()
        column = tight(QVBoxLayout(list_of))
        self._rows = []
        found = [one for one in self._found if one.id not in self._chosen]
        for line in (*self._chosen.values(), *found):
            row = self._row(line)
            self._rows.append(row)
            column.addWidget(row)
        if self._is_answered() and not self._found:
            nobody = words.text("Nobody: “{text}”", text=self.field.text().strip())
            column.addWidget(Label(theme, nobody, tone="muted").wrapped())
        elif not self._rows:
            hint = words.text("Type a name or a phone, or scan a card")
            column.addWidget(Label(theme, hint, tone="muted").wrapped())
        column.addStretch(1)
        self._scroll.setWidget(list_of)
        list_of.setAutoFillBackground(False)  # Qt sets it

    def _row(self, line: CustomerLine) -> CheckBox:
        words = self._context.words
        code = masked_code(line.code) if line.code else words.text("no code yet")
        phone = mask_phone(line.phone) if line.phone else line.plate
        text = " · ".join(part for part in (shown_name(words, line), phone, code) if part)
        row = CheckBox(self._context.theme, f"pick_{line.id}", text)
        row.setChecked(line.id in self._chosen)
        row.toggled.connect(lambda on: self._on_tick(line, on=on))
        return row

    # -- searching and ticking -------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search field into the list."""
        is_press = event.type() == QEvent.Type.KeyPress and watched is self.field
        if is_press and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            if self._rows:
                self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _is_answered(self) -> bool:
        return bool(self.field.text().strip()) and not self._timer.isActive()

    def _search(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
        desk, text = self._desk, self.field.text().strip()
        self._searching = self._context.tasks.run(
            lambda: find_matches(desk, text), owner=self, done=self._on_found,
            failed=self._on_trouble, urgent=True,
        )  # fmt: skip

    def _on_found(self, lines: list[CustomerLine]) -> None:
        self._searching = None
        self._strip.hide()
        self._found = lines
        self._show()

    def _take_first(self) -> None:
        """Enter ticks the first who was found and empties the field."""
        if self._timer.isActive():
            self._timer.stop()
            self._search()
            return
        for line in self._found:
            if line.id not in self._chosen:
                self._chosen[line.id] = line
                self._found = []
                self.field.clear()
                self._timer.stop()
                self._show()
                self.changed.emit()
                return

    def _on_tick(self, line: CustomerLine, *, on: bool) -> None:
        """Take somebody in or out; the row stays where it is until the next search."""
        if on:
            self._chosen[line.id] = line
        else:
            self._chosen.pop(line.id, None)
        self.changed.emit()

    def _on_trouble(self, error: Exception) -> None:
        self._strip.show_message(reading_message(self._context.words, error))
