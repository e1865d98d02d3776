"""Gift cards that pay in a form: shown beside the sum, each with a way to take it off (R73)."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui.page import Context
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import IconButton, Look
from refdesk.ui.widgets.labels import ElidingLabel, Label

MOST_CARDS = 3


class Tendered(NamedTuple):
    """A gift card that was shown: its code, how it is written, and what is left on it."""

    code: str
    mask: str
    left: int


class TenderRows(QWidget):
    """The cards of one form. ``changed`` tells that one was added or taken off."""

    changed = Signal()

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self._cards: tuple[Tendered, ...] = ()
        theme, words = context.theme, context.words
        named(self, name, words.text("Gift cards"))
        column = tight(QVBoxLayout(self), theme.px(4))
        self._rows: list[QWidget] = []
        self._texts: list[tuple[ElidingLabel, Label]] = []
        self._buttons: list[IconButton] = []
        for place in range(MOST_CARDS):
            row = self._make_row(f"{name}_{place}", place)
            self._rows.append(row)
            column.addWidget(row)
        self._show()

    def cards(self) -> tuple[str, ...]:
        """The codes, in the order in which they pay."""
        return tuple(one.code for one in self._cards)

    def tendered(self) -> tuple[Tendered, ...]:
        """The cards as they were shown."""
        return self._cards

    def add(self, card: Tendered) -> bool:
        """Let a card pay; False where it does already, or where there is no room for one more."""
        if card.code in self.cards() or len(self._cards) >= MOST_CARDS:
            return False
        self._cards = (*self._cards, card)
        self._show()
        self.changed.emit()
        return True

    def clear(self) -> None:
        """No card pays; tells nobody."""
        self._cards = ()
        self._show()

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return [button for button in self._buttons if not button.isHidden()]

    def _make_row(self, name: str, place: int) -> QWidget:
        theme, words = self._context.theme, self._context.words
        row = named(QWidget(), name)
        line = tight(QHBoxLayout(row), theme.px(8))
        title, left = ElidingLabel(theme, "", "small"), Label(theme, "", "small", tone="muted")
        off = IconButton(
            theme, f"{name}_off", words.text("Do not pay with this card"),
            Look("quiet", icon="x", height=44),
        )  # fmt: skip
        off.clicked.connect(lambda: self._take_off(place))
        line.addWidget(title, 1)
        line.addWidget(left.right())
        line.addWidget(off)
        self._texts.append((title, left))
        self._buttons.append(off)
        return row

    def _take_off(self, place: int) -> None:
        self._cards = (*self._cards[:place], *self._cards[place + 1 :])
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        words = self._context.words
        self.setVisible(bool(self._cards))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._cards))
            if place < len(self._cards):
                card, (title, left) = self._cards[place], self._texts[place]
                title.setText(words.text("Gift card {card}", card=card.mask))
                left.setText(words.text("{sum} on it", sum=words.money(card.left)))
