"""A column that scrolls where a large scale leaves it no room."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_BESIDE = 64
"""Pixels at scale 1 that are shown beside what is revealed: the control above or below it."""


def scrolled(inside: QWidget) -> QScrollArea:
    """Put a widget into a plain area that scrolls up and down only."""
    area = QScrollArea()
    area.setProperty("look", "plain")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def reveal(widget: QWidget) -> None:
    """Scroll to what has just appeared in an area, as soon as it has its place there."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    around: list[QWidget] = []
    while above is not None and not isinstance(above, QScrollArea):
        around.append(above)
        above = above.parentWidget()
    inside = above.widget() if isinstance(above, QScrollArea) else None
    if not isinstance(above, QScrollArea) or inside is None or not widget.isVisible():
        return
    for one in around:  # from the inside out, each asks the next one for its room
        QCoreApplication.sendPostedEvents(one, QEvent.Type.LayoutRequest)
    top = widget.mapTo(inside, QPoint(0, 0)).y()
    bar, high = above.verticalScrollBar(), above.viewport().height()
    if top < bar.value() + _BESIDE and top + widget.height() + _BESIDE <= high:
        bar.setValue(0)  # with the title above it
    else:
        for edge in (top + widget.height(), top):
            above.ensureVisible(0, edge, 0, _BESIDE)
