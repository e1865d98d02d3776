"""Small pieces that several views of the counter share."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from refdesk.ui.page import Context
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, spoken, tight
from refdesk.ui.widgets.buttons import IconButton, Look
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.labels import ElidingLabel, IconLabel, Label, Tone


class Note(QWidget):
    """A quiet remark with an icon before it."""

    def __init__(self, theme: Theme, text: str = "", icon: str = "info") -> None:
        super().__init__()
        self._label = Label(theme, text, "small", tone="muted").wrapped()
        row = tight(QHBoxLayout(self), theme.px(12))
        row.addWidget(IconLabel(theme, icon, 20, "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._label.setText(text)

    def text(self) -> str:
        """What it says."""
        return self._label.text()


class IconRow(QWidget):
    """An icon with a bold line and a second, quieter one; both can change."""

    def __init__(self, theme: Theme, name: str, *, wraps: bool = False) -> None:
        """``wraps`` gives the bold line as many lines as it needs; else it elides."""
        super().__init__()
        named(self, name)
        self.setMinimumHeight(theme.px(48))
        self._icon = IconLabel(theme, "", 24)
        self._title = (
            Label(theme, "", bold=True).wrapped() if wraps else ElidingLabel(theme, "", bold=True)
        )
        self._line = Label(theme, "", "small", tone="muted").wrapped()
        row = tight(QHBoxLayout(self), theme.px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        column = tight(QVBoxLayout())
        column.addWidget(self._title)
        column.addWidget(self._line)
        row.addLayout(column, 1)

    def show_fact(self, icon: str, title: str, line: str, token: str = "text") -> None:
        """Say who or what it is."""
        self._icon.set_icon(icon, token)
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self.setAccessibleName(spoken(title, line))

    def texts(self) -> tuple[str, str]:
        """Both lines."""
        title = self._title
        shown = title.full_text() if isinstance(title, ElidingLabel) else title.text()
        return shown, self._line.text()


class AskedField(QWidget):
    """A short field beside its label, with a line of help or trouble below."""

    def __init__(self, theme: Theme, label: str, field: TextField) -> None:
        super().__init__()
        self._field = field
        title = Label(theme, label, "small", bold=True).wrapped()
        title.setBuddy(field)
        field.setAccessibleName(label)
        self._line = Label(theme, "", "small").wrapped()
        row = tight(QHBoxLayout(), theme.px(12))
        row.addWidget(title, 1)
        row.addWidget(field)
        column = tight(QVBoxLayout(self), theme.px(4))
        column.addLayout(row)
        column.addWidget(self._line)
        self.setFocusProxy(field)
        self.clear_message()

    def set_problem(self, text: str) -> None:
        """Say what does not do."""
        self._say(text, "stop")

    def set_help(self, text: str) -> None:
        """Say that it does."""
        self._say(text, "ok")

    def clear_message(self) -> None:
        """Say nothing."""
        self._say("", "")

    def message(self) -> str:
        """What is said."""
        return self._line.text()

    def _say(self, text: str, tone: Tone) -> None:
        self._line.setText(text)
        self._line.set_tone(tone)
        self._line.setVisible(bool(text))
        self._field.set_bad(tone == "stop")
        self._field.setAccessibleDescription(text)


class KeypadButton(IconButton):
    """Beside an amount, where there is no room: shows the keypad, and hides it again."""

    def __init__(self, context: Context, name: str, height: int) -> None:
        self._texts = (context.words.text("Keypad"), context.words.text("Hide the keypad"))
        super().__init__(context.theme, name, self._texts[0], Look(icon="grid-3x3", height=height))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_state(self, *, is_open: bool) -> None:
        """Tell what a press would do."""
        self.set_icon_name("x" if is_open else "grid-3x3")
        self.setAccessibleName(self._texts[is_open])
        self.setToolTip(self._texts[is_open])


class SayBox(QFrame):
    """A sentence to say to the customer."""

    def __init__(self, theme: Theme, name: str, caption: str) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("strip", "acc")
        self.setMinimumHeight(theme.px(72))
        self._sentence = Label(theme, "").wrapped()
        row = tight(QHBoxLayout(self), theme.px(16), (theme.px(16), theme.px(8)) * 2)
        row.addWidget(IconLabel(theme, "message-square-quote", 28, "accent"))
        column = tight(QVBoxLayout())
        column.addWidget(Label(theme, caption, "small", tone="muted"))
        column.addWidget(self._sentence)
        row.addLayout(column, 1)

    def say(self, sentence: str) -> None:
        """Suggest a sentence; an empty one hides the box."""
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))

    def sentence(self) -> str:
        """The sentence."""
        return self._sentence.text()


class Link(QPushButton):
    """A quiet action in words alone; it begins where the text above it begins."""

    def __init__(self, theme: Theme, name: str, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme.px(28))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        named(self, name, text)

    def sizeHint(self) -> QSize:
        """The text on one line."""
        metrics = QFontMetrics(self._theme.font("small", bold=True))
        wide = metrics.horizontalAdvance(self._text) + self._theme.px(4)
        return QSize(wide, self.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words; the focus as a line around, the pointer as a line below."""
        theme = self._theme
        painter = QPainter(self)
        font = theme.font("small", bold=True)
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if self.isEnabled() else "muted"))
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle, self._text)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            inside = self.rect().toRectF().adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inside, theme.px(4), theme.px(4))
        painter.end()


class ScrollColumn(QScrollArea):
    """A form column: it scrolls only where the window is too low for it (large UI scale)."""

    def __init__(self, name: str, content: QWidget) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)


class RowList(ScrollColumn):
    """Rows in a column, as high as they are; where room is short they scroll by themselves, so that
    the form around them stays where it is."""

    def __init__(self, name: str, rows: QWidget, least: int) -> None:
        """``least`` rows are always seen."""
        super().__init__(name, rows)
        layout = rows.layout()
        assert layout is not None
        self._rows = layout
        self._least = least
        self._gives_way = False
        rows.installEventFilter(self)
        self._fit()

    def give_way(self, on: bool) -> None:
        """Whether other parts of the form go before the rows after the least."""
        self._gives_way = on
        self._fit()

    def sizeHint(self) -> QSize:
        """All rows, or the least."""
        width = super().sizeHint().width()
        return QSize(width, self._height(self._least) if self._gives_way else self._whole())

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`, and no wider than the form."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other rows have another height."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setMaximumHeight(self._whole())
        self.updateGeometry()

    def _whole(self) -> int:
        layout = self._rows
        high = layout.heightForWidth(self.viewport().width()) if layout.hasHeightForWidth() else 0
        return max(high, layout.sizeHint().height())

    def _height(self, rows: int) -> int:
        layout = self._rows
        shown = min(rows, layout.count())
        items = [layout.itemAt(at) for at in range(shown)]
        heights = [item.sizeHint().height() for item in items if item is not None]
        return min(sum(heights) + max(shown - 1, 0) * layout.spacing(), self._whole())


def show_in_column(widget: QWidget) -> None:
    """Scroll the columns that a widget stands in, so that it is seen whole."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, ScrollColumn):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def next_stop(stops: Sequence[QWidget], now: QWidget | None, *, forward: bool) -> QWidget | None:
    """The stop that Tab goes to from the one that has the focus; None at the end of the row."""
    usable = [one for one in stops if one is now or can_take_focus(one)]
    if not usable:
        return None
    if now not in usable:
        return usable[0] if forward else usable[-1]
    place = usable.index(now) + (1 if forward else -1)
    return usable[place] if 0 <= place < len(usable) else None


def can_take_focus(widget: QWidget) -> bool:
    """Whether Tab can stop at a widget now."""
    by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return widget.isVisible() and widget.isEnabled() and bool(by_tab)


def single_shot(parent: QObject, after_ms: int, act: Callable[[], None]) -> QTimer:
    """A timer that acts once after it was started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(act)
    return timer


def clear_rows(column: QVBoxLayout | QHBoxLayout) -> None:
    """Drop every widget of a layout."""
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
