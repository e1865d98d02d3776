"""The studio's tools: what can be added, undo and redo, and the zoom."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu

from refdesk.ui.page import Context
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.canvas import Canvas
from refdesk.ui.pages.studio.controls import PlainIconButton
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.rows import Panel

_HEIGHT: Final = 40


class _Tool(NamedTuple):
    """Something that can be added."""

    name: str
    text: str
    icon: str
    add: Callable[[], None]


class _PlainButton(Button):
    """A button without an outline, in the colour of the text."""

    def ink(self) -> str:
        return "text" if self.isEnabled() else "muted"


class Toolbar(Panel):
    """One row; where it is too narrow for the names of the tools, they stand under "Add"."""

    def __init__(self, context: Context, studio: Studio, canvas: Canvas) -> None:
        super().__init__(context.theme, "studio_tools", padding=4)
        self._context = context
        self._studio = studio
        self._canvas = canvas
        self._adding = [self._button(tool) for tool in (*self._tools(), self._shape_tool())]
        plus = Look("quiet", icon="plus", height=_HEIGHT)
        self.add_button = _PlainButton(context.theme, "studio_add", context.words.text("Add"), plus)
        self.add_button.clicked.connect(lambda: self._open(self.menu_of_all(), self.add_button))
        self._build()
        studio.design_changed.connect(self._refresh)
        studio.pick_changed.connect(self._refresh)
        canvas.zoom_changed.connect(self._show_zoom)
        self._refresh()
        self._show_zoom(canvas.zoom)

    def menu_of_all(self) -> QMenu:
        """Everything that can be added."""
        return self._menu((*self._tools(), *self._shapes()))

    def menu_of_shapes(self) -> QMenu:
        """The shapes that can be added."""
        return self._menu(self._shapes())

    def minimumSizeHint(self) -> QSize:
        """As narrow as with "Add" alone."""
        hint = super().minimumSizeHint()
        return QSize(self._wide([self.add_button]), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    # -- inside ----------------------------------------------------------------------------

    def _build(self) -> None:
        theme, text = self._context.theme, self._context.words.text
        look = Look("quiet", height=_HEIGHT)
        self.undo_button = PlainIconButton(
            theme, "studio_undo", text("Undo"), look._replace(icon="undo-2")
        )
        self.redo_button = PlainIconButton(
            theme, "studio_redo", text("Repeat"), look._replace(icon="redo-2")
        )
        self.smaller = PlainIconButton(
            theme, "studio_zoom_out", text("Smaller"), look._replace(icon="zoom-out")
        )
        self.larger = PlainIconButton(
            theme, "studio_zoom_in", text("Larger"), look._replace(icon="zoom-in")
        )
        self.zoom = _PlainButton(theme, "studio_zoom", "", Look("quiet", height=32))
        self.zoom.setToolTip(text("Show the whole card: Ctrl+0"))
        self.zoom.setMinimumWidth(theme.px(64))
        row = tight(QHBoxLayout(), 0)
        for button in (*self._adding, self.add_button):
            row.addWidget(button)
        row.addStretch(1)
        self._tail = [self.undo_button, self.redo_button, self.smaller, self.zoom, self.larger]
        for button in self._tail:
            row.addWidget(button)
        self.column.addLayout(row)
        self.undo_button.clicked.connect(self._studio.undo)
        self.redo_button.clicked.connect(self._studio.redo)
        self.smaller.clicked.connect(lambda: self._canvas.zoom_by(-1))
        self.larger.clicked.connect(lambda: self._canvas.zoom_by(1))
        self.zoom.clicked.connect(self._canvas.fit)

    def _tools(self) -> tuple[_Tool, ...]:
        text, studio = self._context.words.text, self._studio
        new_text = text("New text")
        return (
            _Tool(
                "text", text("Text"), "type",
                lambda: studio.add(lambda design, spot: edits.new_text(design, spot, new_text)),
            ),
            _Tool("qr", text("QR code"), "qr-code", lambda: studio.add(edits.new_qr)),
            _Tool("picture", text("Picture"), "image", lambda: studio.add(edits.new_picture)),
        )  # fmt: skip

    def _shapes(self) -> tuple[_Tool, ...]:
        text, studio = self._context.words.text, self._studio
        return (
            _Tool("box", text("Rectangle"), "square", lambda: studio.add(edits.new_box)),
            _Tool("ellipse", text("Ellipse"), "circle", lambda: studio.add(edits.new_ellipse)),
            _Tool("line", text("Line"), "minus", lambda: studio.add(edits.new_line)),
        )

    def _shape_tool(self) -> _Tool:
        text = self._context.words.text("Shape")
        return _Tool("shape", text, "square", self._open_shapes)

    def _open_shapes(self) -> None:
        self._open(self.menu_of_shapes(), self._adding[-1])

    def _button(self, tool: _Tool) -> Button:
        look = Look("quiet", icon=tool.icon, height=_HEIGHT)
        button = _PlainButton(self._context.theme, f"studio_add_{tool.name}", tool.text, look)
        button.clicked.connect(lambda: self._run(tool))
        return button

    def _run(self, tool: _Tool) -> None:
        tool.add()
        if tool.name != "shape":
            self._canvas.setFocus()

    def _menu(self, tools: tuple[_Tool, ...]) -> QMenu:
        theme = self._context.theme
        menu = QMenu(self)
        menu.setFont(theme.font("body"))
        ratio = self.devicePixelRatioF()
        for tool in tools:
            icon = QIcon(theme.pixmap(tool.icon, "text", 20, ratio))
            action = menu.addAction(icon, tool.text)
            action.triggered.connect(lambda _=False, chosen=tool: self._run(chosen))
        return menu

    def _open(self, menu: QMenu, below: Button) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def _wide(self, adding: list[Button]) -> int:
        sides = 2 * self._context.theme.px(6)
        return sum(one.minimumSizeHint().width() for one in (*adding, *self._tail)) + sides

    def _fit(self, width: int) -> None:
        roomy = self._wide(self._adding) <= width
        for button in self._adding:
            button.setVisible(roomy)
        self.add_button.setVisible(not roomy)

    def _refresh(self) -> None:
        self.undo_button.setEnabled(self._studio.can_undo)
        self.redo_button.setEnabled(self._studio.can_redo)

    def _show_zoom(self, zoom: float) -> None:
        words = self._context.words
        caption = words.percent(round(zoom * 100) * 100)
        self.zoom.set_caption(caption)
        self.zoom.setAccessibleName(words.text("Zoom {zoom}, show the whole card", zoom=caption))
