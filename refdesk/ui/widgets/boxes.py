"""The outline and fill of everything that can be pressed, painted from tokens.

Painted here and not by the style sheet: it is quicker, follows the theme by itself and keeps
Qt's style options, a slow import, out of the start.
"""

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from refdesk.ui.theme.theme import Theme

# kind -> fill, fill under the pointer, fill when pressed, line; empty is none
_KINDS: dict[str, tuple[str, str, str, str]] = {
    "default": ("surface", "hover", "sunken", "strong"),
    "primary": ("accent", "accent_h", "accent_p", ""),
    "quiet": ("", "hover", "sunken", ""),
    "danger": ("surface", "hover", "sunken", "stop_ink"),
    "segment": ("surface", "hover", "sunken", "strong"),
    "chip": ("surface", "hover", "sunken", "strong"),
    "option": ("surface", "hover", "sunken", "strong"),
    "tab": ("", "hover", "sunken", ""),
    "rail": ("", "hover", "sunken", ""),
    "key": ("surface", "hover", "sunken", "strong"),
    "keyop": ("sunken", "hover", "surface", "strong"),
    "pin": ("surface", "surface", "surface", "strong"),
    "pinop": ("sunken", "sunken", "sunken", "strong"),
}
_BARE = ("quiet", "tab", "rail")
_RADII = {"chip": 20}


class Box(NamedTuple):
    """How a box is drawn: tokens of fill, line and a second line within (empty is none); the
    width of the line and the radius are px at scale 1."""

    fill: str
    line: str
    width: int = 1
    radius: int = 6
    inner: str = ""


def box_of(button: QAbstractButton, kind: str) -> Box:
    """The box of a button of a kind in its present state."""
    radius = _RADII.get(kind, 6)
    fill, hover, pressed, line = _KINDS[kind]
    if not button.isEnabled():
        bare = kind in _BARE
        return Box("" if bare else "bg", "" if bare else "border", 1, radius)
    if button.isDown():
        fill = pressed
    elif button.underMouse():
        fill = hover
    chosen = button.isChecked() and kind not in ("primary", "tab")
    if chosen:
        fill, line = "accent_soft", "accent"
    if button.hasFocus():
        if kind == "primary":
            # The dark ring alone would hardly differ from the fill; the light one inside does.
            return Box(fill, "text", 3, radius, inner="on_accent")
        return Box(fill, "accent", 3, radius)
    return Box(fill, line, 2 if chosen else 1, radius)


def paint_box(painter: QPainter, theme: Theme, rect: QRect, box: Box) -> None:
    """Draw a box inside a rectangle; its line lies within."""
    if not box.fill and not box.line:
        return
    width = theme.px(box.width) if box.line else 0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(box.line), width) if box.line else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(box.fill) if box.fill else Qt.BrushStyle.NoBrush)
    half = width / 2
    inner = rect.toRectF().adjusted(half, half, -half, -half)
    radius = min(theme.px(box.radius), rect.height() / 2) - half / 2
    painter.drawRoundedRect(inner, radius, radius)
    if box.inner:
        painter.setPen(QPen(theme.colour(box.inner), theme.px(1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = half + theme.px(1) / 2
        painter.drawRoundedRect(inner.adjusted(inset, inset, -inset, -inset), radius, radius)
