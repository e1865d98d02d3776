"""The rail at the left: pages at the top, the person and the lock at the bottom."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.boxes import box_of, paint_box
from refdesk.ui.widgets.labels import draw_key_cap, key_cap_size

WIDTH = 96
_ITEM = 64
_LOW_ITEM = 60
_ICON = 24


class RailButton(QPushButton):
    """An icon over a word, or over a key cap."""

    def __init__(self, theme: Theme, name: str, text: str, icon: str, *, key: str = "") -> None:
        """With a ``key`` its cap stands where the word would; the word is still spoken."""
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._caption = text
        self._key = key
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_ITEM))
        named(self, name, text)
        self.setToolTip(text if key else "")

    def set_caption(self, text: str) -> None:
        """Change the word."""
        self._caption = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH - 8), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self._theme, self.rect(), box_of(self, "rail"))
        self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        theme = self._theme
        ink = "accent_ink" if self.isChecked() else "muted"
        group = theme.px(_ICON + 4 + (20 if self._key else 16))
        top = (self.height() - group) // 2
        at = QPoint((self.width() - theme.px(_ICON)) // 2, top)
        theme.draw_icon(painter, at, self._icon, token=ink, size=_ICON)
        below = top + theme.px(_ICON + 4)
        if self._key:
            left = (self.width() - key_cap_size(theme, self._key).width()) // 2
            draw_key_cap(painter, theme, QPoint(left, below), self._key)
            return
        painter.setFont(theme.font("key", bold=self.isChecked()))
        painter.setPen(theme.colour(ink))
        room = QRect(2, below - 2, self.width() - 4, theme.px(20))
        shown = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)


class Rail(QFrame):
    """Only the pages that the person may open."""

    page_chosen = Signal(str)
    person_chosen = Signal()
    lock_chosen = Signal()

    def __init__(self, theme: Theme, lock_text: str) -> None:
        super().__init__()
        self._theme = theme
        self._pages: dict[str, RailButton] = {}
        self._low = False
        self.setObjectName("rail")
        self.setProperty("look", "rail")
        self.setFixedWidth(theme.px(WIDTH))
        self._column = tight(QVBoxLayout(self), theme.px(4), (theme.px(4), theme.px(8)) * 2)
        self._column.addStretch(1)
        self._person = RailButton(theme, "rail_person", "", "circle-user-round")
        self._person.clicked.connect(self.person_chosen)
        self._person.hide()
        self._lock = RailButton(theme, "rail_lock", lock_text, "lock", key="F12")
        self._lock.clicked.connect(self.lock_chosen)
        self._column.addWidget(self._person)
        self._column.addWidget(self._lock)

    def add_page(self, key: str, title: str, icon: str) -> None:
        """Add a page under those that are there."""
        button = RailButton(self._theme, f"rail_{key}", title, icon)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(key))
        self._column.insertWidget(len(self._pages), button)
        self._pages[key] = button
        self.set_low(self._low)

    def clear_pages(self) -> None:
        """Take all pages away."""
        for button in self._pages.values():
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._pages.clear()

    def mark(self, key: str) -> None:
        """Show which page is in front; a key that is not here marks none."""
        for name, button in self._pages.items():
            button.setChecked(name == key)

    def set_person(self, name: str) -> None:
        """Show who is at the till; an empty name shows nobody."""
        self._person.set_caption(name)
        self._person.setVisible(bool(name))

    def set_low(self, low: bool) -> None:
        """Use less height where the window is low."""
        self._low = low
        for button in (*self._pages.values(), self._person, self._lock):
            button.setFixedHeight(self._theme.px(_LOW_ITEM if low else _ITEM))

    def _choose(self, key: str) -> None:
        # A click toggles the button at once; the window decides which page is in front.
        self._pages[key].setChecked(not self._pages[key].isChecked())
        self.page_chosen.emit(key)
