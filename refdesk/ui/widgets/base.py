"""Small helpers that every widget shares."""

from typing import TypeVar

from PySide6.QtWidgets import QFrame, QLayout, QWidget

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", bound=QLayout)


def named(widget: W, name: str, accessible: str = "") -> W:
    """Give a widget its object name and, where it has no text of its own, its spoken name."""
    widget.setObjectName(name)
    if accessible:
        widget.setAccessibleName(accessible)
    return widget


def set_look(widget: QWidget, prop: str, value: object) -> None:
    """Set a property that the style sheet selects by, and have the widget drawn by it."""
    if widget.property(prop) == value:
        return
    widget.setProperty(prop, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def tight(layout: L, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> L:
    """Give a layout its spacing and margins (left, top, right, bottom) in px."""
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    return layout


def frame(look: str, parent: QWidget | None = None) -> QFrame:
    """A frame that the style sheet draws: panel, dialog, sunk, rule, rail, side or status."""
    widget = QFrame(parent)
    widget.setProperty("look", look)
    return widget
