"""Showing widgets to a test."""

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def beside(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    for widget in widgets:
        column.addWidget(widget)
    return shown(qtbot, frame)


def nameless(page: QWidget) -> list[str]:
    """What can be seen and takes the focus, but has no name that a reader could speak."""
    return [
        widget.objectName() or type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not isinstance(widget, QLabel)
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]


def picture_of(widget: QWidget) -> Image.Image:
    """A widget as a camera sees it."""
    shot = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return Image.frombytes(
        "L", (shot.width(), shot.height()), bytes(shot.constBits()), "raw", "L", shot.bytesPerLine()
    )
