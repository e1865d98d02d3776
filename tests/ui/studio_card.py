"""What the tests of the card studio share: a small design, a card, and the mouse in millimetres."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import (
    BoxElement,
    ColumnElement,
    Design,
    Element,
    EllipseElement,
    Frame,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    Rect,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
)
from refdesk.cards.stocks import CellSize
from refdesk.ui.page import Context, KeyHint, Page
from refdesk.ui.pages.studio.editor import StudioEditor
from refdesk.ui.widgets.base import tight
from tests.ui.show import shown

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
CARD = CellSize(85.0, 54.0)
BOX, ELLIPSE, LINE, LOGO, COLUMN, TEXT, QR = range(7)

FIELDS = {
    "shop": "Lagoon Car Wash",
    "offer": "−10 %",
    "reward": "100 points",
    "valid": "works until 31 Dec 2026",
    "show": "Show at the till",
}
RECORD = CardRecord("7K4M9XQT2A", "WASH-7K4M-9XQT-2", FIELDS)


def at(left: float, top: float, width: float, height: float) -> Frame:
    return Frame(left, width, None, top, height, None)


def a_design() -> Design:
    """Each kind of element once; the symbol hangs on the right edge, the text on both."""
    front: tuple[Element, ...] = (
        BoxElement(at(4, 40, 30, 10), "#d9dfe5"),
        EllipseElement(at(36, 40, 10, 10), "#0f5aa0"),
        LineElement(at(5, 12, 40, 1), "#000000", 0.35),
        ImageElement(at(36, 14, 10, 8), "logo"),
        ColumnElement(
            at(5, 14, 30, 22), "top",
            (
                TextItem("{offer}", TextStyle(size_pt=20.0, least_pt=12.0, weight=600)),
                RuleItem(0.35, before=1.0),
                TextItem("{reward}", TextStyle(), before=1.0),
            ),
        ),
        TextElement(Frame(5, None, 35, 4, 6, None), "top", "{shop}", TextStyle(size_pt=12.0)),
        QrElement(Frame(None, 30, 4, 4, 30, None), panel="#ffffff"),
    )  # fmt: skip
    back = (TextElement(at(5, 5, 60, 8), "top", "Hello, {name}", TextStyle()),)
    layout = Layout("card", (85.0, 54.0), front, back, "#ffffff", "#ffffff")
    return Design("mine", {"en": "Mine", "ru": "Моя"}, (layout,))


class EditorPage(Page):
    """The editor as a page has it: its keys work through the window."""

    def __init__(self, editor: StudioEditor) -> None:
        super().__init__()
        self._editor = editor
        column = tight(QVBoxLayout(self))
        column.addWidget(editor.side_switch)
        column.addWidget(editor, 1)

    def keys(self) -> tuple[KeyHint, ...]:
        return self._editor.keys()


def open_editor(qtbot: QtBot, context: Context, design: Design | None = None) -> StudioEditor:
    """The editor in a window of a usual size."""
    editor = StudioEditor(context, design or a_design(), RECORD)
    editor.resize(1100, 640)
    shown(qtbot, editor)
    editor.take_focus()
    return editor


def point(editor: StudioEditor, x: float, y: float) -> QPoint:
    """A point of the card in the canvas."""
    view = editor.canvas.view()
    return QPointF(view.left + x * view.scale, view.top + y * view.scale).toPoint()


def click(editor: StudioEditor, x: float, y: float) -> None:
    QTest.mouseClick(editor.canvas, LEFT, pos=point(editor, x, y))


def double_click(editor: StudioEditor, x: float, y: float) -> None:
    QTest.mouseDClick(editor.canvas, LEFT, pos=point(editor, x, y))


def drag(
    editor: StudioEditor,
    start: tuple[float, float],
    end: tuple[float, float],
    keys: Qt.KeyboardModifier = NO_MODIFIER,
) -> None:
    """Press at a point of the card, go to another in three steps, and let go."""
    canvas = editor.canvas
    QTest.mousePress(canvas, LEFT, keys, point(editor, *start))
    for step in (0.3, 0.7, 1.0):
        x, y = (a + (b - a) * step for a, b in zip(start, end, strict=True))
        move_to(editor, x, y, keys)
    QTest.mouseRelease(canvas, LEFT, keys, point(editor, *end))


def move_to(
    editor: StudioEditor, x: float, y: float, keys: Qt.KeyboardModifier = NO_MODIFIER
) -> None:
    """Move the pressed mouse; held keys come with it, which QTest's own move leaves out."""
    local = QPointF(point(editor, x, y))
    event = QMouseEvent(
        QEvent.Type.MouseMove, local, editor.canvas.mapToGlobal(local), Qt.MouseButton.NoButton,
        LEFT, keys,
    )  # fmt: skip
    QCoreApplication.sendEvent(editor.canvas, event)


def rect(editor: StudioEditor, element: int) -> Rect:
    """Where an element lies, to a tenth of a millimetre."""
    return Rect(*(round(mm, 1) for mm in editor.studio.rect(element)))
