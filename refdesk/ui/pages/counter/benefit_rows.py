"""What a customer has kept for a purchase: gifts and discounts as rows to tick (R62)."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from refdesk.domain import terms as t
from refdesk.domain.discounts import EXCLUSIVE
from refdesk.domain.records import EntitlementLine
from refdesk.services.counter import Quoted
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.parts import RowList
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, spoken, tight
from refdesk.ui.widgets.boxes import box_of, paint_box
from refdesk.ui.widgets.labels import IconLabel, Label
from refdesk.words.benefit_text import benefit_short
from refdesk.words.catalogue import Words

DOT = " \N{MIDDLE DOT} "
LEAST_ROWS = 1
"""So many rows are seen, whatever else there is."""


class BenefitRow(QPushButton):
    """A tick, what it is, a quieter line, and at the right what kind; disabled, why not."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setMinimumHeight(theme.px(56))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        named(self, name)
        self._mark = IconLabel(theme, "square", 24)
        self._title = Label(theme, "", bold=True).wrapped()
        self._line = Label(theme, "", "small", tone="muted").wrapped()
        self._kind = Label(theme, "", bold=True).right()
        row = tight(QHBoxLayout(self), theme.px(12), (theme.px(12), theme.px(4)) * 2)
        row.addWidget(self._mark)
        column = tight(QVBoxLayout())
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addWidget(self._kind)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._show_mark)
        self._show_mark()

    def say(self, title: str, line: str, kind: str = "") -> None:
        """Say what it is."""
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self._kind.setText(kind)
        self.setAccessibleName(spoken(title, line, kind))
        self.updateGeometry()

    def set_dense(self, dense: bool) -> None:
        """Use less height."""
        theme = self._theme
        self.setMinimumHeight(theme.px(48 if dense else 56))
        across, down = theme.px(12), theme.px(1 if dense else 4)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(across, down, across, down)

    def set_usable(self, usable: bool) -> None:
        """Whether it may be ticked; one that may not keeps its reason in the line."""
        self.setEnabled(usable)
        self._title.set_tone("" if usable else "muted")
        self._kind.set_tone("" if usable else "muted")
        self._show_mark()

    def texts(self) -> tuple[str, str]:
        """What it is, and the quieter line."""
        return self._title.text(), self._line.text()

    def sizeHint(self) -> QSize:
        """The size of the content."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint().expandedTo(self.minimumSize())

    def minimumSizeHint(self) -> QSize:
        """The least size of the content."""
        layout = self.layout()
        assert layout is not None
        return layout.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; its words are labels."""
        painter = QPainter(self)
        paint_box(painter, self._theme, self.rect(), box_of(self, "option"))
        painter.end()

    def _show_mark(self) -> None:
        if not self.isEnabled():
            self._mark.set_icon("circle-minus", "muted")
        elif self.isChecked():
            self._mark.set_icon("square-check-big", "accent_ink")
        else:
            self._mark.set_icon("square", "strong")


class BenefitBlock(QWidget):
    """Every gift and discount that the customer has kept, whether or not it can be used now."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._kept: tuple[EntitlementLine, ...] = ()
        self._today: date | None = None
        self._rows: dict[int, BenefitRow] = {}
        named(self, "benefit_block")
        theme = context.theme
        self._dense = False
        outer = tight(QVBoxLayout(self), theme.px(8))
        self._title = Label(theme, context.words.text("Other benefits"), bold=True)
        outer.addWidget(self._title)
        rows = QWidget()
        self._column = tight(QVBoxLayout(rows), theme.px(8))
        self._list = RowList("benefit_rows", rows, LEAST_ROWS)
        outer.addWidget(self._list, 100)
        outer.addStretch(1)

    def has_any(self) -> bool:
        """Whether something is kept."""
        return bool(self._kept)

    def open(self, kept: tuple[EntitlementLine, ...], today: date) -> None:
        """Show what somebody has kept; nothing of it is used yet."""
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._today = today
        self._kept = tuple(one for one in kept if one.state(today) in _SHOWN)
        for one in self._kept:
            row = BenefitRow(self._context.theme, f"benefit_{one.id}")
            row.set_dense(self._dense)
            row.toggled.connect(lambda _on: self.changed.emit())
            self._rows[one.id] = row
            self._column.addWidget(row)
            self._say(one, "")
        self.setVisible(bool(self._kept))

    def set_dense(self, dense: bool) -> None:
        """Use less height beside much else: what the rows are is plain from themselves."""
        self._dense = dense
        self._title.setVisible(not dense)
        self._column.setSpacing(self._context.theme.px(4 if dense else 8))
        for row in self._rows.values():
            row.set_dense(dense)

    def give_way(self, on: bool) -> None:
        """Let the rows scroll by themselves where the form is higher than its place."""
        self._list.give_way(on)

    def use(self) -> tuple[int, ...]:
        """What is ticked."""
        return tuple(id_ for id_, row in self._rows.items() if row.isChecked())

    def show_quote(self, quoted: Quoted, *, spends: bool) -> None:
        """Say of each whether it goes with this purchase; ``spends``: points or credit are."""
        chosen = self.use()
        has_discount = any(one.benefit.kind in t.DISCOUNTS for one in self._kept
                           if one.id in chosen)  # fmt: skip
        for one in self._kept:
            reason = ""
            is_discount = one.benefit.kind in t.DISCOUNTS
            if one.id in chosen:
                reason = ""
            elif one.id not in quoted.quote.usable:
                reason = "" if not self._is_available(one) else self._text_of(_NOT_HERE)
            elif is_discount and has_discount:
                reason = self._text_of(_ONE)
            elif spends and is_exclusive(one, quoted):
                reason = self._text_of(_NOT_WITH_POINTS)
            self._say(one, reason)

    def barring(self, quoted: Quoted) -> str:
        """The ticked discount that stands alone, in a word or two: points do not go with it."""
        chosen = self.use()
        for one in self._kept:
            if one.id in chosen and is_exclusive(one, quoted):
                return benefit_short(self._context.words, one.benefit)
        return ""

    def rows(self) -> Mapping[int, BenefitRow]:
        """The rows by the id of what they stand for."""
        return self._rows

    def tab_stops(self) -> list[QWidget]:
        """What can have the focus."""
        return list(self._rows.values())

    def _is_available(self, one: EntitlementLine) -> bool:
        return self._today is not None and one.state(self._today) == "available"

    def _text_of(self, key: str) -> str:
        words = self._context.words
        return {
            _NOT_HERE: words.text("Not for what is in this purchase"),
            _ONE: words.text("One kept discount a purchase"),
            _NOT_WITH_POINTS: words.text("Not together with points"),
        }[key]

    def _say(self, one: EntitlementLine, reason: str) -> None:
        words, row = self._context.words, self._rows[one.id]
        kind = words.text("Gift") if one.benefit.kind == t.GIFT else words.text("Discount")
        line = reason or kept_line(words, one, self._today)
        row.say(benefit_short(words, one.benefit), line, kind)
        row.set_usable(not reason and self._is_available(one))


_SHOWN = ("available", "held", "waiting")
_NOT_HERE, _ONE, _NOT_WITH_POINTS = "not_here", "one", "not_with_points"


def is_exclusive(one: EntitlementLine, quoted: Quoted) -> bool:
    """Whether a kept discount's terms let nothing stand beside it (R58)."""
    for kept in quoted.facts.buyer.entitlements if quoted.facts.buyer else ():
        if kept.id == one.id and kept.version is not None and kept.benefit.kind in t.DISCOUNTS:
            source = quoted.facts.spending.get(kept.version)
            return source is not None and source.terms.stacking == EXCLUSIVE
    return False


def kept_line(words: Words, one: EntitlementLine, today: date | None) -> str:
    """From which programme something is kept, from when, and until when."""
    parts = [one.programme_name or ""]
    state = one.state(today) if today else "available"
    if state == "waiting":
        parts.append(words.text("waits until the customer is unblocked"))
    elif state == "held":
        on = words.date(one.available_on, today=today)
        parts.append(words.text("from {date}", date=on))
    if one.expires_on is not None and state in ("available", "held"):
        on = words.date(one.expires_on, today=today)
        parts.append(words.text("until {date}", date=on))
    return DOT.join(part for part in parts if part)
