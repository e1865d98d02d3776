"""The bar at the bottom: the keys of this screen at the left, the devices at the right."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from refdesk.ui.page import KeyHint
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import draw_key_cap, key_cap_size

HEIGHT = 36
_GAP = 16
_INSIDE = 8
_ICON = 20
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Level = Literal["ok", "check", "stop"]
_WORST_FIRST: tuple[Level, ...] = ("stop", "check", "ok")
_INKS: dict[Level, str] = {"ok": "ok_ink", "check": "check_ink", "stop": "stop_ink"}
_ALONE: dict[Level, str] = {"ok": "check", "check": "triangle-alert", "stop": "octagon-x"}


class Device(NamedTuple):
    """A device or service that the status bar tells of."""

    name: str
    icon: str
    text: str
    level: Level = "ok"


class KeyHints(QWidget):
    """As many keys as there is room for, each as a key cap with a word or two."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hints: tuple[KeyHint, ...] = ()
        self._fitting: list[tuple[KeyHint, QRect]] | None = None
        self.setObjectName("status_keys")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_keys(self, hints: Sequence[KeyHint]) -> None:
        """Show the keys of a screen."""
        before = [(hint.key, hint.text) for hint in self._hints]
        self._hints = tuple(hint for hint in hints if hint.in_status)
        if before == [(hint.key, hint.text) for hint in self._hints]:
            return
        self._fitting = None
        self.setAccessibleName(", ".join(f"{hint.key}: {hint.text}" for hint in self._hints))
        self.update()

    def shown(self) -> list[KeyHint]:
        """The keys that fit now."""
        return [hint for hint, _ in self._places()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting = None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        for hint, rect in self._places():
            cap = key_cap_size(theme, hint.key)
            at = QPoint(rect.left(), (self.height() - cap.height()) // 2)
            draw_key_cap(painter, theme, at, hint.key)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("muted"))
            words = rect.adjusted(cap.width() + theme.px(_INSIDE), 0, 1, 0)
            painter.drawText(words, _MIDDLE, hint.text)
        painter.end()

    def _places(self) -> list[tuple[KeyHint, QRect]]:
        if self._fitting is None:
            self._fitting = list(self._fit())
        return self._fitting

    def _fit(self) -> Iterator[tuple[KeyHint, QRect]]:
        theme = self._theme
        metrics = QFontMetrics(theme.font("small"))
        x = 0
        for hint in self._hints:
            width = key_cap_size(theme, hint.key).width() + theme.px(_INSIDE)
            width += metrics.horizontalAdvance(hint.text)
            if x + width > self.width():
                continue
            yield hint, QRect(x, 0, width, self.height())
            x += width + theme.px(_GAP)


class Devices(QWidget):
    """Devices, the worst first; in a narrow window one item that names the worst."""

    def __init__(self, theme: Theme, all_ready: str) -> None:
        """``all_ready`` is what a narrow window says when nothing is wrong."""
        super().__init__()
        self._theme = theme
        self._all_ready = all_ready
        self._devices: tuple[Device, ...] = ()
        self._narrow = False
        self.setObjectName("status_devices")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_devices(self, devices: Sequence[Device]) -> None:
        """Show the state of the devices."""
        self._devices = tuple(sorted(devices, key=lambda one: _WORST_FIRST.index(one.level)))
        self._refresh()

    def set_narrow(self, narrow: bool) -> None:
        """Merge all into one item, or show each."""
        self._narrow = narrow
        self._refresh()

    def shown(self) -> list[Device]:
        """The items as they are shown."""
        if not self._narrow or not self._devices:
            return list(self._devices)
        worst = self._devices[0]
        text = self._all_ready if worst.level == "ok" else worst.text
        return [Device("all", _ALONE[worst.level], text, worst.level)]

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("small"))
        icon, gap = self._theme.px(_ICON + 6), self._theme.px(_GAP)
        widths = [icon + metrics.horizontalAdvance(one.text) for one in self.shown()]
        return QSize(sum(widths) + gap * max(len(widths) - 1, 0) + 2, self._theme.px(HEIGHT) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.font("small"))
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        x = 0
        for device in self.shown():
            at = QPoint(x, (self.height() - theme.px(_ICON)) // 2)
            theme.draw_icon(painter, at, device.icon, token=_INKS[device.level], size=_ICON)
            x += theme.px(_ICON + 6)
            width = metrics.horizontalAdvance(device.text)
            painter.setPen(theme.colour("text"))
            painter.drawText(QRect(x, 0, width + 2, self.height()), _MIDDLE, device.text)
            x += width + theme.px(_GAP)
        painter.end()

    def _refresh(self) -> None:
        everything = ", ".join(device.text for device in self._devices)
        self.setToolTip(everything if self._narrow else "")
        self.setAccessibleName(everything)
        self.updateGeometry()
        self.update()


class StatusBar(QFrame):
    """Keys and devices in a bar of 36 px."""

    def __init__(self, theme: Theme, all_ready: str) -> None:
        super().__init__()
        named(self, "status_bar")
        self.setProperty("look", "status")
        self.setFixedHeight(theme.px(HEIGHT))
        self.keys = KeyHints(theme)
        self.devices = Devices(theme, all_ready)
        margins = (theme.px(_GAP), 1, theme.px(_GAP), 0)
        row = tight(QHBoxLayout(self), theme.px(_GAP), margins)
        row.addWidget(self.keys, 1)
        row.addWidget(self.devices)
