"""Choosing: check boxes, radio buttons, segments, chips and drop-down lists."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListView,
    QMenu,
    QRadioButton,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.options import draw_radio

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MARK = 24
_LEAST = 44


if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    # a widget has one Qt class: a second one beside it crashes
    _Button = object


class _MarkedText(_Button):
    """What check box and radio button share: a mark of 24 px, then text that wraps.

    It stands before the Qt class, so that its layout is the one that counts; `_prepare` comes
    after that class has been set up.
    """

    _theme: Theme
    _words: str
    _heights: dict[int, int]

    def _prepare(self, theme: Theme, name: str, text: str) -> None:
        self._theme = theme
        self._words = text
        self._heights = {}
        self.setText(text.replace("&", "&&"))
        self.setMinimumHeight(theme.px(_LEAST))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        named(self, name, text)

    def sizeHint(self) -> QSize:
        """The text on one line."""
        metrics = QFontMetrics(self._theme.font("body"))
        wide = metrics.horizontalAdvance(self._words) + self._text_left() + 4
        return QSize(wide, self._theme.px(_LEAST))

    def minimumSizeHint(self) -> QSize:
        """Some room for wrapped text."""
        return QSize(min(self.sizeHint().width(), self._theme.px(160)), self._theme.px(_LEAST))

    def hasHeightForWidth(self) -> bool:
        """The text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped text; layouts ask for the same widths again and again."""
        if width not in self._heights:
            self._heights[width] = self._height_of_words(width)
        return self._heights[width]

    def _height_of_words(self, width: int) -> int:
        room = QRect(0, 0, max(width - self._text_left(), 40), 10_000)
        metrics = QFontMetrics(self._theme.font("body"))
        tall = metrics.boundingRect(room, _WRAP, self._words).height()
        return max(tall + self._theme.px(8), self._theme.px(_LEAST))

    def hitButton(self, pos: QPoint) -> bool:
        """The whole row answers."""
        return self.rect().contains(pos)

    def _text_left(self) -> int:
        return self._theme.px(_MARK + 12)

    def _draw_words(self, painter: QPainter, size: QSize, *, enabled: bool) -> None:
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.colour("text" if enabled else "muted"))
        left = self._text_left()
        painter.drawText(QRect(left, 0, size.width() - left, size.height()), _WRAP, self._words)

    def _draw_focus(self, painter: QPainter, mark: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("accent"), self._theme.px(3)))
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(mark).adjusted(-2.5, -2.5, 2.5, 2.5), radius, radius)


class CheckBox(_MarkedText, QCheckBox):
    """A box of 24 px with a tick; its whole row of 44 px answers."""

    def __init__(self, theme: Theme, name: str, text: str) -> None:
        QCheckBox.__init__(self)
        self._prepare(theme, name, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick and the text."""
        theme = self._theme
        painter = QPainter(self)
        side = theme.px(_MARK)
        mark = QRect(3, (self.height() - side) // 2, side, side)
        on, enabled = self.isChecked(), self.isEnabled()
        self._draw_words(painter, self.size(), enabled=enabled)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = "border" if not enabled else "accent" if on else "strong"
        painter.setPen(QPen(theme.colour(line), 2))
        filled = "accent" if on and enabled else "surface" if enabled else "bg"
        painter.setBrush(theme.colour(filled))
        radius = theme.px(4)
        painter.drawRoundedRect(QRectF(mark).adjusted(1, 1, -1, -1), radius, radius)
        if on:
            ink = "on_accent" if enabled else "muted"
            at = theme.icon_rect(mark, 18).topLeft()
            theme.draw_icon(painter, at, "check", token=ink, size=18, stroke=3)
        if self.hasFocus():
            self._draw_focus(painter, mark)
        painter.end()


class RadioButton(_MarkedText, QRadioButton):
    """One of several; its whole row of 44 px answers."""

    def __init__(self, theme: Theme, name: str, text: str) -> None:
        QRadioButton.__init__(self)
        self._prepare(theme, name, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring, its dot and the text."""
        painter = QPainter(self)
        side = self._theme.px(_MARK)
        mark = QRect(3, (self.height() - side) // 2, side, side)
        self._draw_words(painter, self.size(), enabled=self.isEnabled())
        draw_radio(
            painter,
            self._theme,
            mark.topLeft(),
            chosen=self.isChecked(),
            disabled=not self.isEnabled(),
        )
        if self.hasFocus():
            self._draw_focus(painter, mark)
        painter.end()


class ComboBox(QComboBox):
    """A drop-down list with a chevron; ``height`` in px at scale 1."""

    def __init__(self, theme: Theme, name: str, *, height: int = 48) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setFixedHeight(theme.px(height))
        view = QListView()
        view.setFont(theme.font("body"))
        self.setView(view)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        named(self, name)

    def sizeHint(self) -> QSize:
        """Room for the longest entry and the chevron."""
        metrics = QFontMetrics(self.font())
        widest = max(
            (metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0
        )
        return QSize(widest + self._theme.px(24 + 40), self.height())

    def minimumSizeHint(self) -> QSize:
        """The same as the size hint: an entry is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A symbol chooses in the open list only: here it may be the first one of a scan, and a
        choice may be a deed."""
        text = event.text()
        if not text.strip() or not text.isprintable():
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the list's field, then the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._theme.px(20)
        at = QPoint(self.width() - side - self._theme.px(12), (self.height() - side) // 2)
        ink = "text" if self.isEnabled() else "muted"
        self._theme.draw_icon(painter, at, "chevron-down", token=ink, size=20)
        painter.end()


SHOWN = 4


class Segments(QWidget):
    """A row of segments of which one is chosen; what is over ``shown`` stands under "More", and so
    does what the row is too narrow for, where it has a text for "More".

    Keys: 1 to 4 choose, left and right move. The choice is the key of the option, not its place.
    """

    chosen_changed = Signal(object)

    def __init__(
        self, theme: Theme, name: str, more_text: str, *, height: int = 56, shown: int = SHOWN
    ) -> None:
        super().__init__()
        self._theme = theme
        self._height = height
        self._most = self._shown = shown
        self._more_text = more_text
        self._options: list[tuple[str, str]] = []
        self._buttons: dict[str, Button] = {}
        self._more: Button | None = None
        self._chosen: str | None = None
        self._row = tight(QHBoxLayout(self), theme.px(8))
        named(self, name)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Set (key, text) pairs, the most used first. A choice that is gone is dropped."""
        self._options = list(options)
        if self._chosen not in dict(options):
            self._chosen = None
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self._buttons = {key: self._segment(key, text) for key, text in options[: self._most]}
        self._more = self._more_button() if self._may_need_more() else None
        self._fit(self.width())

    def chosen(self) -> str | None:
        """The key of the chosen option."""
        return self._chosen

    def choose(self, key: str | None) -> None:
        """Choose an option by its key, or none; tells of it when it is another."""
        if key is not None and key not in dict(self._options):
            return
        changed = key != self._chosen
        self._chosen = key
        self._show()
        if changed:
            self.chosen_changed.emit(key)

    def buttons(self) -> list[Button]:
        """The segments that are shown, "More" last."""
        made = [*self._buttons.values(), *([self._more] if self._more else [])]
        return [button for button in made if not button.isHidden()]

    def minimumSizeHint(self) -> QSize:
        """Room for one segment and "More"."""
        hint = super().minimumSizeHint()
        if self._more is None:
            return hint
        least = [self._more, *list(self._buttons.values())[:1]]
        return QSize(self._width_of(least), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many segments as fit stand in the row."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _may_need_more(self) -> bool:
        return bool(self._more_text) and len(self._options) > 1

    def _width_of(self, buttons: Sequence[Button]) -> int:
        gaps = self._row.spacing() * max(0, len(buttons) - 1)
        return sum(button.minimumSizeHint().width() for button in buttons) + gaps

    def _fit(self, width: int) -> None:
        """Hide the last segments that the width has no room for; they are under "More" then."""
        made = list(self._buttons.values())
        self._shown = self._most
        if self._more is not None:
            for count in range(len(made), 0, -1):
                more = [self._more] if count < len(self._options) else []
                self._shown = count
                if self._width_of([*made[:count], *more]) <= width:
                    break
            self._more.setVisible(self._shown < len(self._options))
        for place, button in enumerate(made):
            button.setVisible(place < self._shown)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose by place, arrows move to the neighbour."""
        keys = list(self._buttons)[: self._shown]
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(keys):
            self.choose(keys[digit])
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        now = keys.index(self._chosen) if self._chosen in keys else -step
        following = keys[(now + step) % len(keys)]
        self.choose(following)
        self._buttons[following].setFocus(Qt.FocusReason.OtherFocusReason)

    def scan_snapshot(self) -> str | None:
        """What a scan that begins here must leave unchanged."""
        return self._chosen

    def scan_restore(self, snapshot: object) -> None:
        """Undo what the first keys of a scan chose."""
        self.choose(snapshot if isinstance(snapshot, str) else None)

    def _segment(self, key: str, text: str) -> Button:
        button = _Segment(self._theme, f"{self.objectName()}_{key}", text, self._look())
        button.clicked.connect(lambda: self.choose(key))
        self._row.addWidget(button, 1)
        return button

    def _look(self, icon: str = "") -> Look:
        return Look("segment", icon=icon, height=self._height, trailing=True)

    def _more_button(self) -> Button:
        name = f"{self.objectName()}_more"
        button = _Segment(self._theme, name, self._more_text, self._look("chevron-down"))
        button.clicked.connect(self._open_more)
        self._row.addWidget(button)
        return button

    def _open_more(self) -> None:
        assert self._more is not None
        menu = QMenu(self)
        menu.setFont(self._theme.font("body"))
        for key, text in self._options[self._shown :]:
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=key: self.choose(chosen))
        self._show()
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _show(self) -> None:
        for key, button in self._buttons.items():
            button.setChecked(key == self._chosen)
        if self._more is not None:
            hidden = dict(self._options[self._shown :])
            under_more = self._chosen is not None and self._chosen in hidden
            self._more.setChecked(under_more)
            text = hidden[self._chosen] if under_more and self._chosen else self._more_text
            self._more.set_caption(text)


class _Segment(Button):
    """A segment leaves digits and arrows to its row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; other keys are the row's."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def scan_snapshot(self) -> object:
        """See `Segments`."""
        return _row_of(self).scan_snapshot()

    def scan_restore(self, snapshot: object) -> None:
        """See `Segments`."""
        _row_of(self).scan_restore(snapshot)


def _row_of(segment: _Segment) -> Segments:
    row = segment.parentWidget()
    assert isinstance(row, Segments)
    return row


class Chips(Segments):
    """Filters above a list: chips of 40 px, as many as there are, with counts."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, "", height=40, shown=1_000)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Set (key, text) pairs."""
        super().set_options(options)
        self._row.addStretch(1)

    def set_count(self, key: str, count: str) -> None:
        """Show how many a chip stands for."""
        self._buttons[key].set_count(count)

    def _look(self, icon: str = "") -> Look:
        return Look("chip", icon=icon, height=self._height)

    def _segment(self, key: str, text: str) -> Button:
        button = super()._segment(key, text)
        self._row.setStretchFactor(button, 0)
        return button
