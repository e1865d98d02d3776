"""Spending points or store credit: minus and plus, slider, quick amounts and a number, in step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from refdesk.domain import terms as t
from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, IconButton, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.ui.widgets.value_fields import MoneyField, NumberField
from refdesk.words.catalogue import Words
from refdesk.words.names import unit_amount

FINEST = 1_000
"""A slider counts in 32 bits and has few pixels: it moves in this many steps at most."""


class SpendBlock(QWidget):
    """How much of one balance is spent. Points are counts, store credit is minor units."""

    changed = Signal()

    def __init__(self, context: Context, name: str, unit: str) -> None:
        super().__init__()
        self._context = context
        self._unit = unit
        self._most = 0
        self._has_room = True
        self._quiet = False
        named(self, name)
        theme, words = context.theme, context.words
        self.field: MoneyField | NumberField = self._make_field(name)
        title = words.text("Spend points") if unit == t.POINTS else words.text("Spend store credit")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        named(self._slider, f"{name}_slider", title)
        self._slider.setFixedHeight(theme.px(44))
        self._slider.valueChanged.connect(self._slid)
        minus = Look(icon="minus", height=44)
        self._minus = IconButton(theme, f"{name}_minus", words.text("A step less"), minus)
        self._plus = IconButton(
            theme, f"{name}_plus", words.text("A step more"), Look(icon="plus", height=44)
        )
        self._minus.clicked.connect(lambda: self._step(-1))
        self._plus.clicked.connect(lambda: self._step(1))
        self._all = Button(theme, f"{name}_all", words.text("All"), Look(height=44))
        self._all.clicked.connect(lambda: self._set_quietly(self._most))
        self._all.hide()
        self._is_dense = False
        self.quick = Segments(theme, f"{name}_quick", "", height=44, shown=99)
        self.quick.chosen_changed.connect(self._quick_chosen)
        self._hint = Label(theme, "", "small", tone="muted").right()
        self._hint.setWordWrap(True)
        self._problem_icon = IconLabel(theme, "octagon-x", 16, "stop_ink")
        self._problem = Label(theme, "", "small", tone="stop").wrapped()
        self._build(Label(theme, title, bold=True))
        self.set_problem("")

    # -- value -----------------------------------------------------------------------------

    def value(self) -> int | None:
        """How much is asked for; None while the text is no number."""
        field = self.field
        number = field.amount() if isinstance(field, MoneyField) else field.number()
        return 0 if number is None and not field.text().strip() else number

    def set_value(self, value: int) -> None:
        """Ask for so much, everywhere in step; tells of it when it is another."""
        before = self.value()
        self._write(value)
        self._follow(value)
        if value != before:
            self.changed.emit()

    def reset(self) -> None:
        """Ask for nothing; tells nobody."""
        self._quiet = True
        self._write(0)
        self._quiet = False
        self._follow(0)
        self.set_problem("")
        self.set_limit(0, "")

    def set_limit(self, most: int, hint: str) -> None:
        """What may be spent in this purchase, and why no more."""
        self._hint.setText(hint)
        if most != self._most:
            self._most = most
            self._offer()
        for part in (self._slider, self._minus, self._plus, self._all):
            part.setEnabled(most > 0)
        self.show_quick(self._has_room)
        self._follow(self.value() or 0)

    def show_quick(self, room: bool) -> None:
        """Whether there is a place for quick amounts; with nothing to spend there are none."""
        self._has_room = room
        self.quick.setVisible(room and self._most > 0 and not self._is_dense)

    def set_dense(self, dense: bool) -> None:
        """Use less height beside much else: of the quick amounts only "All" stays."""
        self._is_dense = dense
        self._all.setVisible(dense)
        self._column.setSpacing(self._context.theme.px(4 if dense else 8))
        self.show_quick(self._has_room)

    def most(self) -> int:
        """What may be spent in this purchase."""
        return self._most

    def set_problem(self, text: str) -> None:
        """Say why this does not do; an empty text takes it away."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._problem_icon.setVisible(bool(text))
        self.field.set_bad(bool(text))
        self.field.setAccessibleDescription(text)

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus, in its order."""
        quick = self.quick.buttons()
        return [self._minus, self._slider, self._plus, self.field, self._all, *quick]

    def problem(self) -> str:
        """What is said."""
        return self._problem.text()

    # -- inside ----------------------------------------------------------------------------

    def _make_field(self, name: str) -> MoneyField | NumberField:
        theme, words = self._context.theme, self._context.words
        field: MoneyField | NumberField
        if self._unit == t.POINTS:
            field = NumberField(theme, f"{name}_field", words)
            field.number_changed.connect(lambda _value: self._typed())
            field.setAccessibleName(words.text("Points to spend"))
        else:
            field = MoneyField(theme, f"{name}_field", words, height=48, allow_zero=True)
            field.amount_changed.connect(lambda _value: self._typed())
            field.setAccessibleName(words.text("Store credit to spend"))
        field.setFixedWidth(theme.px(104 if self._unit == t.POINTS else 144))
        return field

    def _build(self, title: Label) -> None:
        theme = self._context.theme
        column = self._column = tight(QVBoxLayout(self), theme.px(8))
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(title)
        head.addWidget(self._hint, 1)
        row = tight(QHBoxLayout(), theme.px(8))
        row.addWidget(self._minus)
        row.addWidget(self._slider, 1)
        row.addWidget(self._plus)
        row.addWidget(self.field)
        row.addWidget(self._all)
        trouble = tight(QHBoxLayout(), theme.px(6))
        trouble.addWidget(self._problem_icon)
        trouble.addWidget(self._problem, 1)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.quick)
        column.addLayout(trouble)

    def _offer(self) -> None:
        """Quick amounts: nothing, a round part, half, and all."""
        words, most = self._context.words, self._most
        self._quiet = True
        parts = (0, *round_parts(most, self._smallest()))
        options = [(str(amount), self._bare(amount)) for amount in parts]
        if most:
            options.append((str(most), words.text("All {amount}", amount=self._bare(most))))
        self.quick.set_options(options)
        self._slider.setRange(0, min(most, FINEST))
        self._slider.setPageStep(max(self._slider.maximum() // 10, 1))
        self._quiet = False

    def _smallest(self) -> int:
        return 1 if self._unit == t.POINTS else 100

    def _bare(self, amount: int) -> str:
        words: Words = self._context.words
        if self._unit == t.POINTS:
            return words.number(amount)
        return unit_amount(words, self._unit, amount).replace(words.currency_sign(), "").strip()

    def _write(self, value: int) -> None:
        if isinstance(self.field, MoneyField):
            self.field.set_amount(value)
        else:
            self.field.set_number(value)

    def _follow(self, value: int) -> None:
        """Bring slider and quick amounts in step with the number."""
        was_quiet, self._quiet = self._quiet, True
        top = self._slider.maximum()
        self._slider.setValue(min(value * top // self._most, top) if self._most else 0)
        self.quick.choose(None)
        self.quick.choose(str(value))
        self._minus.setEnabled(value > 0)
        self._plus.setEnabled(value < self._most)
        self._quiet = was_quiet

    def _typed(self) -> None:
        if self._quiet:
            return
        self._follow(self.value() or 0)
        self.changed.emit()

    def _slid(self, place: int) -> None:
        if not self._quiet and self._slider.maximum():
            self._set_quietly(place * self._most // self._slider.maximum())

    def _quick_chosen(self, key: str | None) -> None:
        if not self._quiet and key is not None:
            self._set_quietly(int(key))

    def _step(self, direction: int) -> None:
        step = step_of(self._most, self._smallest())
        value = (self.value() or 0) + direction * step
        self._set_quietly(max(0, min(value, self._most)))

    def _set_quietly(self, value: int) -> None:
        """Write a value that came from slider or button, and tell of it once."""
        self._quiet = True
        self._write(value)
        self._quiet = False
        self._follow(value)
        self.changed.emit()


def step_of(most: int, smallest: int) -> int:
    """A step of plus and minus that fits the size of what may be spent: 10 of 600."""
    return max(10 ** (len(str(most)) - 2) if most >= 10 else 1, smallest)


def round_parts(most: int, smallest: int) -> list[int]:
    """About a sixth and a half of what may be spent, as round numbers."""
    step = max(10 ** (len(str(most)) - 1) // 2 if most >= 10 else 1, smallest)
    parts = [most // 6 // step * step or step, most // 2 // step * step]
    return [part for part in dict.fromkeys(parts) if 0 < part < most]
