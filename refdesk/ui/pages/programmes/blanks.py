"""The controls of a sentence's blanks: figures, texts, choices, lists of choices, long texts."""

from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.money import decimals_of, format_percent, parse_amount, parse_percent
from refdesk.ui.pages.programmes.dates import write_date, write_hours
from refdesk.ui.pages.programmes.lines import Blank, raw_of
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, set_look
from refdesk.ui.widgets.boxes import Box, box_of, paint_box
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import TextField
from refdesk.words.catalogue import Words

HEIGHT = 40
FIGURES = ("money", "percent", "count")
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}


class BlankControl(Protocol):
    """What the form asks of every control of a blank."""

    edited: Any
    resized: Any

    def show_blank(self, blank: Blank) -> None:
        """Show the blank as the draft has it now."""

    def set_bad(self, bad: bool) -> None:
        """Outline it as one that does not do."""


def make_control(theme: Theme, words: Words, blank: Blank) -> QWidget:
    """The control of a blank."""
    control: QWidget
    if blank.kind == "choice":
        control = ChoiceBlank(theme, blank)
    elif blank.kind == "many":
        control = ManyBlank(theme, blank)
    elif blank.kind == "area":
        control = AreaBlank(theme, blank)
    else:
        control = FieldBlank(theme, words, blank)
    control.setAccessibleName(blank.label)
    return control


class FieldBlank(TextField):
    """A figure or a text; ``edited`` gives what a terms file would have. ↑ ↓ change a figure."""

    edited = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme, words: Words, blank: Blank) -> None:
        super().__init__(theme, blank.object_name, height=HEIGHT)
        self._words = words
        self._blank = blank
        self._decimals = decimals_of(words.currency)
        self._is_figure = blank.kind in FIGURES
        self._shows = False
        self._hint: tuple[str, QSize] = ("", QSize())
        self.setMaxLength(500)
        if self._is_figure:
            self.setFont(theme.font("body", bold=True))
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setPlaceholderText(blank.empty or "")
        self._show_unit()
        self.textChanged.connect(self._tell)

    def show_blank(self, blank: Blank) -> None:
        """The same blank with another value, and perhaps another form of its unit."""
        before = self._unit_shown()
        self._blank = blank
        self.show_value(blank.value)
        if self._unit_shown() != before:
            self._show_unit()
            self.resized.emit()

    def show_value(self, value: Any) -> None:
        """Write what the draft has, unless what stands here means just that."""
        if raw_of(self._blank, self.text(), self._decimals) == value and self.text():
            return
        self._shows = True
        self.setText(self._written(value))
        self._shows = False
        self._show_unit()

    def sizeHint(self) -> QSize:
        """As wide as its text, and never very narrow."""
        shown = f"{self.text()}\0{self._unit_shown()}"
        if self._hint[0] != shown:
            self._hint = (shown, self._size())
        return self._hint[1]

    def _size(self) -> QSize:
        metrics = QFontMetrics(self.font())
        text = self.text() or self.placeholderText()
        unit = metrics.horizontalAdvance(self._unit_shown()) + self._theme.px(8)
        needs = metrics.horizontalAdvance(text) + self._theme.px(32)
        needs += unit if self._unit_shown() else 0
        least = self._blank.wide or (72 if self._is_figure else 128)
        most = self._theme.px(480)
        return QSize(min(max(needs, self._theme.px(least)), most), self.height())

    def event(self, event: QEvent) -> bool:
        """Undo is the editor's: it takes back edits, not letters."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(one) for one in standard):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if self._is_figure and step is not None and not event.modifiers():
            self._move(step)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        raw = raw_of(self._blank, self.text(), self._decimals)
        written = self._written(raw)
        if written != self.text():
            self._shows = True
            self.setText(written)
            self._shows = False
            self.resized.emit()

    # -- inside ----------------------------------------------------------------------------

    def _written(self, value: Any) -> str:
        blank = self._blank
        if value is None:
            return ""
        if isinstance(value, date):
            return write_date(value)
        if isinstance(value, list):
            return write_hours(value)
        if isinstance(value, int) and blank.kind == "count":
            return str(value)
        try:
            if blank.kind == "money":
                return _grouped(
                    parse_amount(value, self._decimals, allow_zero=True), self._decimals
                )
            if blank.kind == "percent":
                return format_percent(parse_percent(value))
        except DomainError:
            return str(value)
        return str(value)

    def _move(self, step: int) -> None:
        """One more or less; ten units of money, ten times that with Page Up and Down."""
        kind = self._blank.kind
        unit = 10 * 10**self._decimals if kind == "money" else 100 if kind == "percent" else 1
        raw = raw_of(self._blank, self.text(), self._decimals)
        try:
            if kind == "money":
                now = parse_amount(str(raw or "0"), self._decimals, allow_zero=True)
                then = max(now + unit * step, 0)
                self.setText(_grouped(then, self._decimals) if self._may_be(then) else "")
            elif kind == "percent":
                now = parse_percent(str(raw or "0"))
                self.setText(format_percent(min(max(now + unit * step, 0), 10_000)))
            else:
                then = max(int(raw or 0) + step, 0)
                self.setText(str(then) if self._may_be(then) else "")
        except (DomainError, ValueError):
            return
        self.selectAll()

    def _may_be(self, figure: int) -> bool:
        """Nothing is written as an empty blank, where that has a meaning."""
        return figure > 0 or self._blank.empty is None

    def _tell(self) -> None:
        self._show_unit()
        if not self._shows:
            self.edited.emit(raw_of(self._blank, self.text(), self._decimals))
        self.resized.emit()

    def _unit_shown(self) -> str:
        if not self.text() and self.placeholderText():
            return ""
        units = {"money": self._words.currency_sign(), "percent": "%"}
        return units.get(self._blank.kind, self._blank.unit)

    def _show_unit(self) -> None:
        self.set_unit(self._unit_shown())


def _grouped(minor: int, decimals: int) -> str:
    """``1 500`` or ``0,50``: as a person writes a sum."""
    major, part = divmod(minor, 10**decimals)
    whole = f"{major:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{whole},{part:0{decimals}d}" if part else whole


class ChoiceBlank(ComboBox):
    """One of a few; as wide as what is chosen, the list as wide as its longest entry."""

    edited = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme, blank: Blank) -> None:
        super().__init__(theme, blank.object_name, height=HEIGHT)
        for value, text in blank.options:
            self.addItem(text, value)
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(text) for _, text in blank.options), default=0)
        self.view().setMinimumWidth(longest + theme.px(48))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda at: self.edited.emit(self.itemData(at)))
        self.currentIndexChanged.connect(lambda _at: self.resized.emit())

    def show_value(self, value: Any) -> None:
        """Choose what the draft has."""
        if self.currentIndex() >= 0 and self.currentData() == value:
            return
        for at in range(self.count()):
            if self.itemData(at) == value:
                self.setCurrentIndex(at)

    def show_blank(self, blank: Blank) -> None:
        """The same blank with another value."""
        self.show_value(blank.value)

    def set_bad(self, bad: bool) -> None:
        """Outline it as one that does not do."""
        set_look(self, "bad", "true" if bad else "false")

    def sizeHint(self) -> QSize:
        """As wide as the chosen entry."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self.currentText())
        return QSize(wide + self._theme.px(24 + 48), self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form and chooses nothing."""
        event.ignore()


class _StayingMenu(QMenu):
    """A menu of ticks that stays open while they are set."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)


class ManyBlank(QPushButton):
    """Any of several; ``edited`` gives their keys in order, or None for none of them."""

    edited = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme, blank: Blank) -> None:
        super().__init__()
        self._theme = theme
        self._blank = blank
        self._chosen: list[str] = []
        self._bad = False
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme.px(HEIGHT))
        self.clicked.connect(self._open)
        named(self, blank.object_name)

    def show_value(self, value: Any) -> None:
        """Show what the draft has."""
        chosen = [str(one) for one in value] if isinstance(value, list) else []
        if chosen == self._chosen and self.toolTip():
            return
        self._chosen = chosen
        self.setToolTip(self.shown())
        self.setAccessibleDescription(self.shown())
        self.update()
        self.resized.emit()

    def show_blank(self, blank: Blank) -> None:
        """The same blank with another value."""
        self.show_value(blank.value)

    def set_bad(self, bad: bool) -> None:
        """Outline it as one that does not do."""
        self._bad = bad
        self.update()

    def shown(self) -> str:
        """What is chosen, in words."""
        names = [text for key, text in self._blank.options if key in self._chosen]
        return ", ".join(names) or (self._blank.empty or "")

    def sizeHint(self) -> QSize:
        """As wide as what is chosen, within reason."""
        wide = QFontMetrics(self._theme.font("body")).horizontalAdvance(self.shown())
        return QSize(min(wide, self._theme.px(320)) + self._theme.px(24 + 36), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        box = box_of(self, "default")
        if self._bad:
            box = Box(box.fill, "stop_ink", 3 if self.hasFocus() else 2, box.radius)
        paint_box(painter, theme, self.rect(), box)
        side, pad = theme.px(20), theme.px(12)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self._chosen else "muted"))
        inside = self.rect().adjusted(pad, 0, -pad - side, 0)
        shown = painter.fontMetrics().elidedText(
            self.shown(), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)
        at = QPoint(self.width() - side - pad, (self.height() - side) // 2)
        theme.draw_icon(painter, at, "chevron-down", token="text", size=20)
        painter.end()

    def _open(self) -> None:
        menu = _StayingMenu(self)
        menu.setFont(self._theme.font("body"))
        for key, text in self._blank.options:
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self._chosen)
            action.triggered.connect(lambda on, key=key: self._set(str(key), on=on))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _set(self, key: str, *, on: bool) -> None:
        chosen = {*self._chosen, key} if on else set(self._chosen) - {key}
        keys = [str(one) for one, _ in self._blank.options if one in chosen]
        self.show_value(keys)
        self.edited.emit(keys or None)


class AreaBlank(QPlainTextEdit):
    """A text of several lines across the whole form."""

    edited = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme, blank: Blank) -> None:
        super().__init__()
        self._theme = theme
        self._shows = False
        self.setFont(theme.font("body"))
        self.setTabChangesFocus(True)
        self.setProperty("wide", True)
        self.setMinimumHeight(theme.px(112))
        self.textChanged.connect(self._tell)
        named(self, blank.object_name)

    def show_value(self, value: Any) -> None:
        """Write what the draft has."""
        if self.toPlainText() != (value or ""):
            self._shows = True
            self.setPlainText(value or "")
            self._shows = False

    def show_blank(self, blank: Blank) -> None:
        """The same blank with another value."""
        self.show_value(blank.value)

    def set_bad(self, bad: bool) -> None:
        """Outline it as one that does not do."""
        set_look(self, "bad", "true" if bad else "false")

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(self._theme.px(320), self._theme.px(112))

    def _tell(self) -> None:
        if not self._shows:
            self.edited.emit(self.toPlainText())
