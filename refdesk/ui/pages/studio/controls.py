"""Small controls of the properties pane: figures in mm and pt, colours, short lists."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QComboBox,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from refdesk.ui.page import Context
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named
from refdesk.ui.widgets.boxes import box_of, paint_box
from refdesk.ui.widgets.buttons import IconButton
from refdesk.ui.widgets.choices import ComboBox
from refdesk.ui.widgets.fields import TextField
from refdesk.words.catalogue import MINUS, Words
from refdesk.words.design_text import figure

HEIGHT: Final = 36
FAST: Final = 10
SWATCHES: Final = ("#000000", "#ffffff", "#14212c", "#6b7986", "#a8211b", "#f4b92f", "#17683b")
"""Colours that are always offered, before those of the design."""

_STEPS: Final = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: FAST,
    Qt.Key.Key_PageDown: -FAST,
}

ColourAsker = Callable[[QWidget, str], str | None]


def ask_colour(parent: QWidget, colour: str) -> str | None:
    """Ask for any colour; None when cancelled."""
    from PySide6.QtWidgets import QColorDialog

    chosen = QColorDialog.getColor(QColor(colour), parent)
    return chosen.name() if chosen.isValid() else None


class FigureField(TextField):
    """A measure; ``figure_changed`` gives each new one that lies between the limits.

    Up and Down change it by a step, PageUp and PageDown by ten. Digits may stand after a point or
    a comma. What is no measure is marked, and gone when the field is left.
    """

    figure_changed = Signal(float)

    def __init__(
        self, theme: Theme, name: str, words: Words, *,
        limits: tuple[float, float] = (-900.0, 900.0), step: float = 0.5,
    ) -> None:  # fmt: skip
        super().__init__(theme, name, height=HEIGHT)
        self._words = words
        self._limits = limits
        self._step = step
        self._known = 0.0
        self.setFont(theme.font("small"))
        self.setTextMargins(-theme.px(4), 0, -theme.px(4), 0)
        self.setMaxLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(48))
        self.textEdited.connect(self._on_typing)

    def figure(self) -> float | None:
        """The measure, or None for what is none or out of the limits."""
        text = self.text().strip().replace(",", ".").replace(MINUS, "-")
        try:
            value = round(float(text), 3)
        except ValueError:
            return None
        return value if self._limits[0] <= value <= self._limits[1] else None

    def set_figure(self, value: float) -> None:
        """Show a measure; one that stands there already is left as it is written."""
        self._known = value
        if not self.hasFocus() or self.figure() != round(value, 3):
            self.setText(figure(self._words, value))
            self.setCursorPosition(0)
        self.set_bad(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        now = self.figure()
        least, most = self._limits
        value = (self._known if now is None else now) + steps * self._step
        value = round(min(max(value, least), most), 3)
        self.setText(figure(self._words, value))
        self._on_typing()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setText(figure(self._words, self._known))
        self.set_bad(False)

    def _on_typing(self) -> None:
        value = self.figure()
        self.set_bad(value is None)
        if value is not None and value != self._known:
            self._known = value
            self.figure_changed.emit(value)


class PaneCombo(ComboBox):
    """A short list for a narrow pane; ``chosen`` tells what a person chose, by its data."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, options: Sequence[tuple[str, str]] = ()) -> None:
        """``options`` are (data, text)."""
        super().__init__(theme, name, height=HEIGHT)
        self.setFont(theme.font("small"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_options(options)
        self.activated.connect(lambda _row: self.chosen.emit(str(self.currentData())))

    def minimumSizeHint(self) -> QSize:
        """Narrower than the longest entry; the open list shows it whole."""
        return QSize(self._theme.px(88), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, its text cut to the room there is, and the chevron."""
        theme = self._theme
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        pad, side = theme.px(11), theme.px(18)
        room = self.rect().adjusted(pad, 0, -(side + theme.px(12)), 0)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text" if self.isEnabled() else "muted"))
        shown = painter.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        at = QPoint(self.width() - side - theme.px(8), (self.height() - side) // 2)
        theme.draw_icon(painter, at, "chevron-down", token="text", size=18)
        painter.end()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Set (data, text) pairs."""
        if [(self.itemData(row), self.itemText(row)) for row in range(self.count())] == [*options]:
            return
        self.clear()
        for data, text in options:
            self.addItem(text, data)
        metrics = QFontMetrics(self._theme.font("body"))
        wide = max((metrics.horizontalAdvance(text) for _, text in options), default=0)
        self.view().setMinimumWidth(wide + self._theme.px(32))

    def show_data(self, data: str) -> None:
        """Show the entry with this data; one that is not in the list is shown by itself."""
        row = self.findData(data)
        if row < 0 and data:
            self.addItem(data, data)
            row = self.count() - 1
        if row != self.currentIndex():
            self.setCurrentIndex(row)


class ColourField(QPushButton):
    """A swatch with the colour's sign; a press opens swatches and "Another colour…".

    ``colour_chosen`` gives ``#rrggbb``, or "" for none where that may be.
    """

    colour_chosen = Signal(str)

    def __init__(
        self, context: Context, name: str, *, none_text: str = "",
        asker: ColourAsker = ask_colour,
    ) -> None:  # fmt: skip
        """``none_text`` says what no colour is, where there may be none."""
        super().__init__()
        self._context = context
        self._none_text = none_text
        self._asker = asker
        self._colour: str | None = "#000000"
        self._offered: tuple[str, ...] = ()
        named(self, name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setFixedHeight(context.theme.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(context.theme.px(88))
        self.clicked.connect(self._open)

    def colour(self) -> str | None:
        """The colour, or None for none."""
        return self._colour

    def set_colour(self, colour: str | None, offered: Sequence[str] = ()) -> None:
        """Show a colour; ``offered`` are those that the design has already."""
        self._colour = colour
        self._offered = tuple(offered)
        self.setAccessibleDescription(self._shown())
        self.update()

    def menu_of_colours(self) -> QMenu:
        """The menu that a press opens."""
        words, theme = self._context.words, self._context.theme
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(theme.font("body"))
        if self._none_text:
            menu.addAction(self._none_text).triggered.connect(lambda: self._choose(""))
        for colour in dict.fromkeys((*SWATCHES, *self._offered)):
            action = menu.addAction(QIcon(self._swatch(colour)), colour)
            action.triggered.connect(lambda _=False, chosen=colour: self._choose(chosen))
        menu.addAction(words.text("Another colour…")).triggered.connect(self._ask)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and Down open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the outline, the swatch and its sign."""
        theme = self._context.theme
        painter = QPainter(self)
        paint_box(painter, theme, self.rect(), box_of(self, "default"))
        pad, side = theme.px(8), theme.px(20)
        left = pad
        if self._colour is not None:
            top = (self.height() - side) // 2
            painter.drawPixmap(QPoint(pad, top), self._swatch(self._colour))
            left += side + theme.px(6)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text"))
        room = QRect(left, 0, self.width() - left - theme.px(4), self.height())
        shown = painter.fontMetrics().elidedText(
            self._shown(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _shown(self) -> str:
        return self._none_text if self._colour is None else self._colour

    def _swatch(self, colour: str) -> QPixmap:
        theme, ratio = self._context.theme, self.devicePixelRatioF()
        side = theme.px(20)
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(colour))
        painter = QPainter(pixmap)
        painter.setPen(theme.colour("strong"))
        painter.drawRect(0, 0, side - 1, side - 1)
        painter.end()
        return pixmap

    def _open(self) -> None:
        self.menu_of_colours().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _ask(self) -> None:
        chosen = self._asker(self, self._colour or "#000000")
        if chosen is not None:
            self._choose(chosen)

    def _choose(self, colour: str) -> None:
        self.set_colour(colour or None, self._offered)
        self.colour_chosen.emit(colour)


class RowButton(QPushButton):
    """A row to press: icon, then text that ends in "…" where there is no room."""

    def __init__(self, theme: Theme, name: str, text: str, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._caption = text
        self._icon_name = icon
        named(self, name, text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setFixedHeight(theme.px(32))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and text."""
        theme = self._theme
        painter = QPainter(self)
        paint_box(painter, theme, self.rect(), box_of(self, "quiet"))
        at = QPoint(theme.px(8), (self.height() - theme.px(16)) // 2)
        theme.draw_icon(painter, at, self._icon_name, token="text", size=16)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(theme.px(32), 0, -theme.px(4), 0)
        shown = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class PlainIconButton(IconButton):
    """An icon alone without an outline; ``token`` is its colour."""

    token = "text"

    def ink(self) -> str:
        return self.token if self.isEnabled() else "muted"
