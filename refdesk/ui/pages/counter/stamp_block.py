"""A stamp card at the till: its boxes, the count in words, and the visit that is free (R63)."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.bill import Effect
from refdesk.domain.stamps import count_after
from refdesk.services.counter import Quoted
from refdesk.services.rewards import StampCard
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.benefit_rows import BenefitRow
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import ElidingLabel, Label
from refdesk.words.catalogue import Words
from refdesk.words.names import missing_stamps

SIDE, LOW_SIDE, GAP = 40, 28, 4
A_ROW = 10
MOST_BOXES = 20


class StampBoxes(QWidget):
    """A box for each visit of a card: ticked, numbered, and the last one with a gift."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._visit = 0
        self._have = 0
        self._more = 0
        self._side = SIDE
        named(self, name)

    def set_dense(self, dense: bool) -> None:
        """Use less height."""
        self._side = LOW_SIDE if dense else SIDE
        self._fit()

    def _fit(self) -> None:
        rows, theme = -(-self._visit // A_ROW) if self._visit else 0, self._theme
        self.setFixedHeight(rows * theme.px(self._side) + max(rows - 1, 0) * theme.px(GAP))

    def show_card(self, card: StampCard, spoken: str) -> None:
        """Show how full a card is."""
        self._visit, self._have, self._more = card.visit, card.have, 0
        self._fit()
        self.setVisible(0 < card.visit <= MOST_BOXES)
        self.setAccessibleName(spoken)
        self.update()

    def show_more(self, more: int, spoken: str) -> None:
        """Outline the stamps that the purchase would add."""
        self._more = more
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as ten boxes."""
        return QSize(self._theme.px(A_ROW * (SIDE + GAP) - GAP), self.height())

    def minimumSizeHint(self) -> QSize:
        """Boxes may become narrower."""
        return QSize(self._theme.px(A_ROW * 24), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the boxes."""
        theme = self._theme
        gap, high = theme.px(GAP), theme.px(self._side)
        a_row = min(self._visit, A_ROW)
        if not a_row:
            return
        wide = min(theme.px(SIDE), (self.width() - (a_row - 1) * gap) // a_row)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self._visit):
            row, place = divmod(index, A_ROW)
            box = QRectF(place * (wide + gap), row * (high + gap), wide, high)
            self._draw(painter, box, index)
        painter.end()

    def _draw(self, painter: QPainter, box: QRectF, index: int) -> None:
        theme = self._theme
        full, last = index < self._have, index == self._visit - 1
        coming = not full and index < self._have + self._more
        width = theme.px(2 if full or coming else 1)
        painter.setPen(QPen(theme.colour("accent" if full or coming else "strong"), width))
        painter.setBrush(theme.colour("accent_soft" if full else "surface"))
        half = width / 2
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), theme.px(6), theme.px(6))
        icon = "gift" if last else "check" if full else "plus" if coming else ""
        if icon:
            at = theme.icon_rect(box.toRect(), 20).topLeft()
            token = "accent_ink" if full else "accent" if coming else "text"
            theme.draw_icon(painter, QPoint(at.x(), at.y()), icon, token=token, size=20)
            return
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index + 1))


class StampBlock(QWidget):
    """The buyer's stamp cards; a full one pays by itself unless its tick is taken away."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._quiet = False
        named(self, "stamp_block")
        theme = context.theme
        column = tight(QVBoxLayout(self), theme.px(8))
        self._cards = [_CardRow(context, index) for index in range(2)]
        for row in self._cards:
            column.addWidget(row)
        self.reward = BenefitRow(theme, "stamp_reward")
        self.reward.toggled.connect(self._toggled)
        column.addWidget(self.reward)

    def open(self, cards: tuple[StampCard, ...]) -> None:
        """Show a customer's cards; nothing is declined yet."""
        for index, row in enumerate(self._cards):
            row.setVisible(index < len(cards))
            if index < len(cards):
                row.show_card(cards[index])
        self.setVisible(bool(cards))
        self._quiet = True
        self.reward.setChecked(True)
        self._quiet = False
        self.reward.hide()

    def has_cards(self) -> bool:
        """Whether there is a card to show."""
        return any(not row.isHidden() for row in self._cards)

    def set_dense(self, dense: bool) -> None:
        """Use less height beside much else."""
        for row in self._cards:
            row.set_dense(dense)
        self.reward.set_dense(dense)

    def declines(self) -> bool:
        """Whether a full card is kept for another visit."""
        return not self.reward.isHidden() and not self.reward.isChecked()

    def show_quote(self, quoted: Quoted, names: tuple[str | None, ...]) -> None:
        """Offer the free line, if this bill has one; ``names`` are the bill's services."""
        words = self._context.words
        for row in self._cards:
            row.show_effects(quoted.quote.effects)
        free = quoted.quote.free_line
        self.reward.setVisible(free is not None)
        if free is None:
            return
        service = names[free] if free < len(names) else None
        title = (
            words.text("{service} is free", service=service)
            if service
            else words.text("This visit is free")
        )
        line = words.text("The stamps pay for it. Take the tick away to keep them")
        self.reward.say(title, line if self.reward.isChecked() else words.text(
            "The stamps stay, and this visit gives one more"))  # fmt: skip

    def show_no_quote(self) -> None:
        """Nothing is bought yet: the cards as they are."""
        for row in self._cards:
            row.show_effects(())

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return [self.reward]

    def texts(self) -> list[tuple[str, str]]:
        """The count and the remark of each card that is shown."""
        return [row.texts() for row in self._cards if not row.isHidden()]

    def _toggled(self) -> None:
        if not self._quiet:
            self.changed.emit()


class _CardRow(QWidget):
    """One card: the count in words, what is missing, and the boxes."""

    def __init__(self, context: Context, index: int) -> None:
        super().__init__()
        theme = context.theme
        self._words: Words = context.words
        self._card: StampCard | None = None
        named(self, f"stamp_card_{index}")
        self._count = Label(theme, "", bold=True)
        self._left = ElidingLabel(theme, "", "small", tone="muted")
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._boxes = StampBoxes(theme, f"stamp_boxes_{index}")
        self._theme = theme
        self._column = tight(QVBoxLayout(self), theme.px(8))
        head = tight(QHBoxLayout(), theme.px(8))
        head.addWidget(self._count)
        head.addWidget(self._left, 1)
        self._column.addLayout(head)
        self._column.addWidget(self._boxes)

    def set_dense(self, dense: bool) -> None:
        self._column.setSpacing(self._theme.px(4 if dense else 8))
        self._boxes.set_dense(dense)

    def show_card(self, card: StampCard) -> None:
        self._card = card
        self._say(0, self._missing(card.missing))
        self._boxes.show_card(card, ", ".join(self.texts()))

    def show_effects(self, effects: Iterable[Effect]) -> None:
        """What the purchase would do to the card (live, before Enter)."""
        card = self._card
        if card is None:
            return
        more, left = 0, self._missing(card.missing)
        for one in effects:
            if (one.version, one.rule) != (card.version, card.rule.id):
                continue
            count = count_after(one)
            if one.spent:  # the boxes stand as they are, so the count of the next card would lie
                left = self._words.text("this visit is free")
            elif count is not None:
                more = max(count.have - card.have, 0)
                left = missing_stamps(self._words, count.missing)
        self._say(more, left)
        self._boxes.show_more(more, ", ".join(self.texts()))

    def _missing(self, missing: int) -> str:
        """What is missing before the purchase of the form; that may be the free visit, or not."""
        if not missing:
            return self._words.text("one visit is free")
        return missing_stamps(self._words, missing)

    def _say(self, more: int, left: str) -> None:
        words, card = self._words, self._card
        assert card is not None
        have, visit = words.number(card.have), words.number(card.visit)
        self._count.setText(
            words.text("Stamps: {have} + {more} of {visit}", have=have, more=words.number(more),
                       visit=visit)
            if more else words.text("Stamps: {have} of {visit}", have=have, visit=visit)
        )  # fmt: skip
        self._left.setText(left)

    def texts(self) -> tuple[str, str]:
        return self._count.text(), self._left.full_text()
