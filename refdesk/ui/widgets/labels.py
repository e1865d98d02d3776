"""Plain text, icons, key caps and tags."""

from functools import cache
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from refdesk.ui.theme.fonts import SIZES, make_font
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import set_look, tight

Tone = Literal["", "muted", "accent", "accent_ink", "on_accent", "ok", "check", "stop"]


class Label(QLabel):
    """Plain text in one role; titles, prices and verdicts wrap (``wrap``) and never elide."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        *,
        bold: bool = False,
        tone: Tone = "",
    ) -> None:
        super().__init__()
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, bold=bold))
        self.setMinimumHeight(theme.line(role))
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)

    def wrapped(self) -> "Label":
        """Let the text take as many lines as it needs."""
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        return self

    def right(self) -> "Label":
        """Stand at the right edge."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self

    def centred(self) -> "Label":
        """Stand in the middle."""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return self

    def set_tone(self, tone: Tone) -> None:
        """Change the colour of the text."""
        set_look(self, "tone", tone)


class ElidingLabel(Label):
    """One line of data that ends in "…" when there is no room; the tooltip has all of it."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        *,
        bold: bool = False,
        tone: Tone = "",
    ) -> None:
        self._full = ""
        super().__init__(theme, "", role, bold=bold, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Set the whole text; what is shown of it depends on the width."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def full_text(self) -> str:
        """The text without the cut."""
        return self._full

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self._full)
        return QSize(wide + 2, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """May shrink to a few letters."""
        return QSize(min(self.sizeHint().width(), self._theme.px(48)), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew for the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._full, Qt.TextElideMode.ElideRight, max(self.width(), 1)
        )
        super().setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


class IconLabel(QWidget):
    """An icon in a token's colour, drawn when painted so that it follows the theme."""

    def __init__(self, theme: Theme, icon: str, size: int = 24, token: str = "text") -> None:
        """``size`` in px at scale 1."""
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._token = token
        self._size = size
        self.setFixedSize(theme.px(size), theme.px(size))

    def set_icon(self, icon: str, token: str = "") -> None:
        """Show another icon, perhaps in another colour; an empty name shows nothing."""
        self._icon = icon
        self._token = token or self._token
        self.update()

    def icon(self) -> str:
        """The name of the icon."""
        return self._icon

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        if not self._icon:
            return
        painter = QPainter(self)
        at = self._theme.icon_rect(self.rect(), self._size).topLeft()
        token = self._token if self.isEnabled() else "muted"
        self._theme.draw_icon(painter, at, self._icon, token=token, size=self._size)
        painter.end()


def key_cap_size(theme: Theme, key: str) -> QSize:
    """The size of a key cap with this text."""
    return QSize(_width_of_key(key, theme.px(SIZES["key"][0])) + theme.px(14), theme.px(20))


@cache
def _width_of_key(key: str, size: int) -> int:
    return QFontMetrics(make_font(size, bold=True)).horizontalAdvance(key)


def draw_key_cap(
    painter: QPainter,
    theme: Theme,
    at: QPoint,
    key: str,
    *,
    on_accent: bool = False,
    disabled: bool = False,
) -> None:
    """Draw a key cap with its upper left corner at a point."""
    rect = QRect(at, key_cap_size(theme, key))
    ink = "muted" if disabled else "on_accent" if on_accent else "text"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if disabled:
        line = "border"
    else:
        line = "on_accent" if on_accent else "strong"
    painter.setPen(theme.colour(line))
    fill = Qt.GlobalColor.transparent if on_accent or disabled else theme.colour("surface")
    painter.setBrush(fill)
    radius = theme.px(4)
    painter.drawRoundedRect(rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(theme.colour(ink))
    painter.setFont(theme.font("key", bold=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class KeyCap(QLabel):
    """The name of a key in a small outlined box."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__(key)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "key")
        self.setFont(theme.font("key", bold=True))
        self.setFixedHeight(theme.px(20))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Tag(QFrame):
    """A state in a word with its icon: "Available", "On hold to 5 Dec"."""

    def __init__(self, theme: Theme, text: str, kind: str = "", icon: str = "") -> None:
        """``kind`` is ok, check, stop, acc or empty for a neutral one."""
        super().__init__()
        self._theme = theme
        ink, tone = _TAG_INKS.get(kind, ("text", ""))
        self.setProperty("tag", kind)
        row = tight(QHBoxLayout(self), theme.px(6), (theme.px(8), theme.px(2)) * 2)
        if icon:
            row.addWidget(IconLabel(theme, icon, 16, ink))
        row.addWidget(Label(theme, text, "small", tone=tone))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


_TAG_INKS: dict[str, tuple[str, Tone]] = {
    "ok": ("ok_ink", "ok"),
    "check": ("check_ink", "check"),
    "stop": ("stop_ink", "stop"),
    "acc": ("accent_ink", "accent_ink"),
}
