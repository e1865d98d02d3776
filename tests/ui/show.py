"""Showing widgets to a test."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
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
