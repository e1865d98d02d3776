"""The widget that the first keys of a scan reach, and how it is put back to what it was."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import shiboken6
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

if TYPE_CHECKING:  # Qt makes a class when it is first named; a start needs none of these
    from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPlainTextEdit


@runtime_checkable
class Restorable(Protocol):
    """A widget with a state of its own that the first keys of a scan may change."""

    def scan_snapshot(self) -> object:
        """The state before the scan."""

    def scan_restore(self, snapshot: object) -> None:
        """Return to that state."""


class Snapshot(NamedTuple):
    """The focused widget and how to put it back."""

    widget: QWidget
    put_back: Callable[[], None]

    @staticmethod
    def of_focus() -> "Snapshot | None":
        """What has the focus now; None where keys change nothing."""
        widget = QApplication.focusWidget()
        put_back = _restorer(widget) if widget is not None else None
        return Snapshot(widget, put_back) if widget is not None and put_back is not None else None

    def restore(self) -> None:
        """Put the widget back, if it is still there."""
        if shiboken6.isValid(self.widget):
            self.put_back()


def _restorer(widget: QWidget) -> Callable[[], None] | None:
    """How to put a widget back to what it is now; None where keys change nothing."""
    if isinstance(widget, Restorable):
        state = widget.scan_snapshot()
        return lambda: widget.scan_restore(state)
    if isinstance(widget, QLineEdit):
        return _line_restorer(widget)
    from PySide6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QComboBox, QPlainTextEdit

    if isinstance(widget, QAbstractSpinBox):
        return _line_restorer(widget.lineEdit())
    if isinstance(widget, QComboBox):
        return _combo_restorer(widget)
    if isinstance(widget, QPlainTextEdit):
        return _document_restorer(widget)
    if isinstance(widget, QAbstractItemView):
        return _view_restorer(widget)
    return None


def _line_restorer(line: QLineEdit) -> Callable[[], None]:
    text, cursor = line.text(), line.cursorPosition()
    start, length = line.selectionStart(), line.selectionLength()

    def put_back() -> None:
        if line.text() != text:
            line.setText(text)
            line.textEdited.emit(text)  # who follows what is typed has followed the first symbols
        line.setCursorPosition(cursor)
        if start >= 0:
            line.setSelection(start, length)

    return put_back


def _combo_restorer(combo: "QComboBox") -> Callable[[], None]:
    editor = combo.lineEdit()
    if combo.isEditable() and editor is not None:
        return _line_restorer(editor)
    index = combo.currentIndex()
    return lambda: combo.setCurrentIndex(index)


def _document_restorer(editor: "QPlainTextEdit") -> Callable[[], None]:
    text, cursor = editor.toPlainText(), editor.textCursor()
    anchor, position = cursor.anchor(), cursor.position()

    def put_back() -> None:
        if editor.toPlainText() != text:
            editor.setPlainText(text)
        again = editor.textCursor()
        again.setPosition(anchor)
        again.setPosition(position, again.MoveMode.KeepAnchor)
        editor.setTextCursor(again)

    return put_back


def _view_restorer(view: "QAbstractItemView") -> Callable[[], None]:
    from PySide6.QtCore import QPersistentModelIndex

    index = QPersistentModelIndex(view.currentIndex())

    def put_back() -> None:
        if index.isValid():
            view.setCurrentIndex(index.model().index(index.row(), index.column(), index.parent()))

    return put_back
