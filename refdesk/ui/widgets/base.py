"""Small helpers that every widget shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QWidget

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", bound=QLayout)

_ENDS = (".", "?", "…")


def named(widget: W, name: str, accessible: str = "") -> W:
    """Give a widget its object name and, where it has no text of its own, its spoken name."""
    widget.setObjectName(name)
    if accessible:
        widget.setAccessibleName(accessible)
    return widget


def spoken(*parts: str) -> str:
    """Texts that stand apart on the screen, as sentences in a row for a screen reader."""
    *firsts, last = [part for part in parts if part] or [""]
    return "".join(f"{one} " if one.endswith(_ENDS) else f"{one}. " for one in firsts) + last


def set_look(widget: QWidget, prop: str, value: object) -> None:
    """Set a property that the style sheet selects by, and have the widget drawn by it."""
    if widget.property(prop) == value:
        return
    widget.setProperty(prop, value)
    repolish(widget)
    widget.update()


def repolish(widget: QWidget) -> None:
    """Have the style sheet choose its rules for a widget anew."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # It is polished when it is first shown; earlier, Qt would keep today's font.
    # Polishing gives a widget the font back that it had when it was first polished.
    font = widget.font()
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    if widget.font() != font:
        widget.setFont(font)


@contextmanager
def laid_out_once(widget: QWidget) -> Iterator[None]:
    """Lay a widget out after several changes together, not after each of them.

    Qt lays out everything above a widget at once when it is shown.
    """
    layout = widget.layout()
    if layout is None or not layout.isEnabled():
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.activate()


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
