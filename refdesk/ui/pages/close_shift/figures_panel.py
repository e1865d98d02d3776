"""The left side: the shift's figures, and the slips of cash payouts compared with the drawer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.shifts import Figures
from refdesk.services.shifts import ShiftView
from refdesk.ui.page import Context
from refdesk.ui.scrolled import scrolled
from refdesk.ui.widgets.base import laid_out_once, named, tight
from refdesk.ui.widgets.labels import IconLabel, Label, Tone
from refdesk.ui.widgets.rows import KeyValueRow, Panel, rule
from refdesk.ui.widgets.value_fields import MoneyField
from refdesk.words.shift_text import FigureRow, count_rows, slip_numbers, sum_rows

FIELD = 136
ROW, TOTAL = 32, "paid"


class FiguresPanel(Panel):
    """What was done in the shift, from the purchases down to what was paid."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "shift_figures")
        self._context = context
        theme, words = context.theme, context.words
        self.column.addWidget(Label(theme, words.text("This shift"), "title", bold=True))
        self._inside = QWidget()
        rows = tight(QVBoxLayout(self._inside))
        self._counts, self._sums = tight(QVBoxLayout()), tight(QVBoxLayout())
        rows.addLayout(self._counts)
        rows.addWidget(rule(theme))
        rows.addLayout(self._sums)
        rows.addStretch(1)
        self.column.addWidget(scrolled(self._inside), 1)
        self._total = tight(QVBoxLayout())  # the sum never scrolls out of sight
        self.column.addLayout(self._total)
        self._is_low = False
        self._made: dict[str, KeyValueRow] = {}

    def show_figures(self, figures: Figures) -> None:
        """Show the figures; what is 0 and rare is left out."""
        words = self._context.words
        # how many codes were used is told by the slip
        counts = [row for row in count_rows(words, figures) if row.name != "codes_used"]
        sums = sum_rows(words, figures)
        for name in {*self._made} - {row.name for row in (*counts, *sums)}:
            gone = self._made.pop(name)
            gone.hide()
            gone.deleteLater()
        with laid_out_once(self._inside):
            self._show_rows(self._counts, counts)
            self._show_rows(self._sums, [row for row in sums if not row.is_total])
            self._show_rows(self._total, [row for row in sums if row.is_total])

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low."""
        self._is_low = low
        self.set_padding(12 if low else 16)
        self.column.setSpacing(self._theme.px(4 if low else 8))
        self._sums.setContentsMargins(0, self._theme.px(2 if low else 0), 0, 0)
        for name, made in self._made.items():
            if name != TOTAL:
                made.setMinimumHeight(self._least_height())

    def roomy_height(self, width: int) -> int:
        """The height (px) at which nothing scrolls and nothing has to be closer together."""
        theme = self._theme
        inside = width - theme.px(2 * 16 + 2)
        rows = sum(max(theme.px(ROW), one.heightForWidth(inside)) for one in self._made.values())
        return rows + theme.px(2 * 16 + 2 * 8 + 2 + 1) + theme.line("title")

    def _show_rows(self, place: QVBoxLayout, rows: Sequence[FigureRow]) -> None:
        """Have these rows in a place; those that are there already only change their value."""
        for at, row in enumerate(rows):
            made = self._made.get(row.name) or self._make_row(row)
            made.set_value(row.value)
            if not row.is_total:
                made.setMinimumHeight(self._least_height())
            if place.indexOf(made) != at:
                place.insertWidget(at, made)

    def _least_height(self) -> int:
        theme = self._context.theme
        return theme.line("body") if self._is_low else theme.px(ROW)  # none is out of sight

    def _make_row(self, row: FigureRow) -> KeyValueRow:
        role = "title" if row.is_total else "body"
        made = KeyValueRow(self._context.theme, f"figure_{row.name}", row.caption, role=role)
        self._made[row.name] = made
        return made


class SlipsPanel(Panel):
    """Cash paid out: the slips that the program knows, and the sum of those in the drawer."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "shift_slips")
        self._context = context
        self._paid_out = 0
        self._has_slips = False
        theme, words = context.theme, context.words
        self.column.addWidget(Label(theme, words.text("Cash paid out"), "title", bold=True))
        self._known = KeyValueRow(theme, "slips_known", "")
        self.column.addWidget(self._known)
        self.field = MoneyField(theme, "slips_typed", words, height=48, allow_zero=True)
        self.field.setFixedWidth(theme.px(FIELD))
        self._label = Label(theme, words.text("Slips in the drawer")).wrapped()
        self._label.setBuddy(self.field)
        named(self.field, "slips_typed", words.text("Slips in the drawer"))
        self._icon = IconLabel(theme, "", 20, "ok_ink")
        self._said = Label(theme, "", "small").wrapped()
        self._told = QWidget()
        told = tight(QHBoxLayout(self._told), theme.px(6))
        told.addWidget(self._icon)
        told.addWidget(self._said, 1)
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(theme.px(16))
        self._rows.setColumnStretch(0, 1)
        self.column.addLayout(self._rows)
        self._is_low = False
        self._arrange()
        self.field.amount_changed.connect(self._compare)

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low: the figures above have use for it."""
        self._is_low = low
        self.set_padding(12 if low else 16)
        self._known.set_low(low)
        self._known.setHidden(low and not self._has_slips)
        self._arrange()

    def roomy_height(self) -> int:
        """The height (px) at which nothing has to be closer together."""
        theme = self._theme
        texts = theme.line("title") + theme.line("small")
        return texts + theme.px(2 * 16 + 2 + 3 * 8 + ROW + 48)

    def _arrange(self) -> None:
        """What came of the comparison stands under the field; where the window is low and nothing
        differs, beside it."""
        for part in (self._label, self.field, self._told):
            self._rows.removeWidget(part)
        beside = self._is_low and self.typed() in (None, self._paid_out)
        self._rows.setVerticalSpacing(self._theme.px(0 if beside else 8))
        self._rows.addWidget(self._label, 0, 0)
        self._rows.addWidget(self.field, 0, 1, 2 if beside else 1, 1)
        self._rows.addWidget(self._told, 1, 0, 1, 1 if beside else 2)

    def show_shift(self, view: ShiftView) -> None:
        """Show the slips; the field keeps what was typed."""
        words = self._context.words
        numbers = [one.id for one in view.payouts if one.cancelled_at is None]
        self._has_slips = bool(numbers)
        self._known.setHidden(self._is_low and not numbers)
        self._known.set_label(slip_numbers(words, numbers))
        self._known.set_value(words.money(view.figures.paid_out))
        self._paid_out = view.figures.paid_out
        if not numbers and self.field.is_empty():
            self.field.set_amount(0)
        self._compare()

    def typed(self) -> int | None:
        """The sum of the slips in the drawer, or None while nobody counted them."""
        return self.field.amount()

    def said(self) -> str:
        """Whether they match."""
        return self._said.text()

    def clear(self) -> None:
        """Begin anew, for another shift."""
        self.field.clear()

    def _compare(self, _amount: object = None) -> None:
        words, typed = self._context.words, self.typed()
        tone: Tone = "check"
        if typed is None:
            text, icon, tone = words.text("Count the slips"), "", "muted"
        elif typed == self._paid_out:
            text, icon, tone = words.text("Matches"), "check", "ok"
        elif typed < self._paid_out:
            amount = words.money(self._paid_out - typed)
            text, icon = words.text("Slips are missing: {amount}", amount=amount), "triangle-alert"
        else:
            amount = words.money(typed - self._paid_out)
            text = words.text("More slips than payouts: {amount}", amount=amount)
            icon = "triangle-alert"
        self._said.setText(text)
        self._said.set_tone(tone)
        self._icon.setVisible(bool(icon))
        self._icon.set_icon(icon, "ok_ink" if tone == "ok" else "check_ink")
        self._arrange()
        self.changed.emit()
