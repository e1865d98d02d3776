"""Buttons: text, icon and the key that does the same, inside one outline."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named
from refdesk.ui.widgets.boxes import box_of, paint_box
from refdesk.ui.widgets.labels import draw_key_cap, key_cap_size

Kind = Literal[
    "default",
    "primary",
    "quiet",
    "danger",
    "segment",
    "chip",
    "tab",
    "key",
    "keyop",
    "pin",
    "pinop",
]

_INKS = {"primary": "on_accent", "quiet": "accent", "danger": "stop_ink"}
_CHOICES = ("segment", "chip", "tab")
_KEYPAD = ("key", "keyop", "pin", "pinop")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Look(NamedTuple):
    """How a button looks; ``height`` in px at scale 1.

    Heights: 32 and 40 back office, 48 default, 56 counter, 64 the main action. ``small`` is for
    two buttons that share a narrow row. ``trailing`` puts the icon after the text.
    """

    kind: Kind = "default"
    icon: str = ""
    key: str = ""
    height: int = 48
    small: bool = False
    trailing: bool = False


DEFAULT = Look()
GAP = 8
ICON = 20


class Button(QPushButton):
    """A push button that draws its icon, text and key cap as one centred group.

    A checkable one (segment, chip, tab) shows a tick when it is chosen, so that colour is never
    the only sign. It is never narrower than its content.
    """

    def __init__(self, theme: Theme, name: str, text: str, look: Look = DEFAULT) -> None:
        super().__init__()
        self._theme = theme
        self._look = look
        self._caption = ""
        self._count = ""
        self._key_works = True
        self._measured: dict[bool, list[tuple[str, int]]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(look.kind in _CHOICES)
        self.setAutoDefault(False)
        self.setFixedHeight(theme.px(look.height))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.toggled.connect(lambda _on: self.updateGeometry())
        named(self, name)
        self.set_caption(text)

    # -- content ---------------------------------------------------------------------------

    def caption(self) -> str:
        """The text of the button as written."""
        return self._caption

    def set_caption(self, text: str) -> None:
        """Set the text; ``&`` is a plain sign, there are no Alt mnemonics."""
        if text == self._caption and text:
            return
        self._caption = text
        self._measured.clear()
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """The same as `set_caption`: Qt's own text is not what is drawn."""
        self.set_caption(text)

    def set_count(self, count: str) -> None:
        """Set a figure after the text, such as the size of a filtered list."""
        self._count = count
        self._measured.clear()
        self.setAccessibleName(f"{self._caption} {count}".strip())
        self.updateGeometry()
        self.update()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        if icon == self._look.icon:
            return
        self._look = self._look._replace(icon=icon)
        self._measured.clear()
        self.updateGeometry()
        self.update()

    def set_key_works(self, works: bool) -> None:
        """Show the cap only while the key presses this button; the button keeps its size."""
        self._key_works = works
        self.update()

    def key_shown(self) -> str:
        """The key whose cap is shown, if one is."""
        return self._look.key if self._key_works else ""

    def set_kind(self, kind: Kind) -> None:
        """Fill the button or not: only one on a screen is filled."""
        self._look = self._look._replace(kind=kind)
        self._measured.clear()
        self.update()

    def look(self) -> Look:
        """How the button looks."""
        return self._look

    # -- size ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """The content with its padding; a segment keeps room for its tick."""
        width = self._content_width(chosen=self.isCheckable() and self._look.kind == "segment")
        return QSize(max(width + 2 * self._padding(), self._least_width()), self.height())

    def minimumSizeHint(self) -> QSize:
        """Never less than the content."""
        return self.sizeHint()

    def _least_width(self) -> int:
        return self._theme.px(44 if self._look.height >= 40 else 32)

    def _padding(self) -> int:
        look = self._look
        if not self._caption:
            return self._theme.px(10)
        if look.kind == "chip":
            return self._theme.px(14)
        if look.small or look.height <= 32:
            return self._theme.px(8)
        return self._theme.px(12 if look.height < 48 or look.kind in _CHOICES else 16)

    def _text_font(self, *, chosen: bool) -> QFont:
        look = self._look
        role = "body"
        if look.kind in _KEYPAD:
            return self._theme.font("page" if len(self._caption) <= 2 else "body", bold=False)
        if look.height >= 64:
            role = "title"
        elif look.height <= 32 or look.small or look.kind == "chip":
            role = "small"
        return self._theme.font(role, bold=chosen or look.kind not in _CHOICES)

    def _icon_name(self, *, chosen: bool) -> str:
        return "check" if chosen and self._look.kind != "tab" else self._look.icon

    def _icon_size(self) -> int:
        if (self._look.height >= 64 and self._look.kind == "primary") or self._look.kind in _KEYPAD:
            return 28
        if not self._caption:
            return 24
        return 18 if self._look.kind == "chip" else ICON

    def _pieces(self, *, chosen: bool) -> list[tuple[str, int]]:
        """What is drawn from left to right with its widths in px; measured once."""
        if chosen not in self._measured:
            self._measured[chosen] = self._measure(chosen=chosen)
        return self._measured[chosen]

    def _measure(self, *, chosen: bool) -> list[tuple[str, int]]:
        theme = self._theme
        pieces: list[tuple[str, int]] = []
        if self._caption:
            metrics = QFontMetrics(self._text_font(chosen=chosen))
            pieces.append(("text", metrics.horizontalAdvance(self._caption)))
        if self._count:
            metrics = QFontMetrics(theme.font("small", bold=chosen))
            pieces.append(("count", metrics.horizontalAdvance(self._count)))
        if self._icon_name(chosen=chosen):
            piece = ("icon", theme.px(self._icon_size()))
            pieces.insert(len(pieces) if self._look.trailing and not chosen else 0, piece)
        if self._look.key:
            pieces.append(("key", key_cap_size(theme, self._look.key).width()))
        return pieces

    def _content_width(self, *, chosen: bool) -> int:
        pieces = self._pieces(chosen=chosen or self.isChecked())
        return sum(width for _, width in pieces) + self._theme.px(GAP) * max(len(pieces) - 1, 0)

    # -- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a deed, as Space does; a choice leaves it to the form it is part of.

        Where a page has an Enter of its own, that one comes first and this is never asked.
        """
        presses = event.key() in _ENTER and self._look.kind not in (*_CHOICES, *_KEYPAD)
        if presses and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    # -- painting --------------------------------------------------------------------------

    def ink(self) -> str:
        """The token of text and icon in the present state."""
        if not self.isEnabled():
            return "muted"
        if self._look.kind in _CHOICES:
            idle = "muted" if self._look.kind == "tab" else "text"
            return "accent_ink" if self.isChecked() else idle
        return _INKS.get(self._look.kind, "text")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw outline and fill, then the content in the middle."""
        painter = QPainter(self)
        paint_box(painter, self._theme, self.rect(), box_of(self, self._look.kind))
        if self._look.kind == "tab" and self.isChecked():
            tall = self._theme.px(3)
            line = self.rect().adjusted(0, self.height() - tall, 0, 0)
            painter.fillRect(line, self._theme.colour("accent"))
        self._draw_content(painter)
        painter.end()

    def _draw_content(self, painter: QPainter) -> None:
        chosen = self.isCheckable() and self.isChecked()
        pieces = self._pieces(chosen=chosen)
        x = (self.width() - self._content_width(chosen=chosen)) // 2
        if pieces and pieces[-1][0] == "key" and not self._key_works:
            x += (pieces[-1][1] + self._theme.px(GAP)) // 2
            pieces = pieces[:-1]
        for piece, width in pieces:
            self._draw_piece(painter, piece, QRect(x, 0, width, self.height()), chosen=chosen)
            x += width + self._theme.px(GAP)

    def _draw_piece(self, painter: QPainter, piece: str, rect: QRect, *, chosen: bool) -> None:
        theme, ink = self._theme, self.ink()
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if piece == "icon":
            size = self._icon_size()
            at = QPoint(rect.left(), (self.height() - theme.px(size)) // 2)
            name = self._icon_name(chosen=chosen)
            theme.draw_icon(painter, at, name, token=ink, size=size)
        elif piece == "key":
            at = QPoint(rect.left(), (self.height() - theme.px(20)) // 2)
            draw_key_cap(
                painter,
                theme,
                at,
                self._look.key,
                on_accent=self._look.kind == "primary",
                disabled=not self.isEnabled(),
            )
        elif piece == "count":
            painter.setFont(theme.font("small", bold=chosen))
            painter.setPen(theme.colour(ink if chosen else "muted"))
            painter.drawText(rect, middle | Qt.TextFlag.TextDontClip, self._count)
        else:
            painter.setFont(self._text_font(chosen=chosen))
            painter.setPen(theme.colour(ink))
            painter.drawText(rect, middle | Qt.TextFlag.TextDontClip, self._caption)


class IconButton(Button):
    """A button with an icon alone (+, −, backspace, ⋯); the spoken name is also its tooltip."""

    def __init__(self, theme: Theme, name: str, spoken: str, look: Look) -> None:
        super().__init__(theme, name, "", look)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setFixedWidth(theme.px(max(44, look.height)))
