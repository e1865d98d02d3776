"""The gallery of designs: a picture of each, the shop's own ones last."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from refdesk.cards.compose import CardRecord, Composer
from refdesk.cards.design import Design
from refdesk.cards.painter import CardPainter
from refdesk.cards.stocks import CellSize
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.ui.page import Context
from refdesk.ui.pages.studio.controls import PlainIconButton
from refdesk.ui.tasks import Task
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Look
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel

WIDTH: Final = 188
PICTURE: Final = (140, 89)
CARD: Final = CellSize(85.0, 54.0)
_DPI_AT_ONE: Final = 25.4

_Index = QModelIndex | QPersistentModelIndex


class GalleryPane(Panel):
    """``chosen`` gives the name of a design somebody wants to work on; `rename_wanted` and
    `delete_wanted` are about the one that is chosen, which is an own one then."""

    chosen = Signal(str)
    rename_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, "cards_gallery", padding=8)
        self._context = context
        self._own: frozenset[str] = frozenset()
        self._designs: tuple[Design, ...] = ()
        self._record: CardRecord | None = None
        self._drawing: Task | None = None
        self.pictures: dict[str, QPixmap] = {}
        theme, text = context.theme, context.words.text
        self._title = Label(theme, text("Designs"), bold=True)
        look = Look("quiet", height=32)
        self.rename_button = PlainIconButton(
            theme, "design_rename", text("Rename…"), look._replace(icon="pencil")
        )
        self.delete_button = PlainIconButton(
            theme, "design_delete", text("Delete the design"), look._replace(icon="trash")
        )
        self.delete_button.token = "stop_ink"
        self.list = QListWidget()
        named(self.list, "cards_designs", text("Designs"))
        self.list.setItemDelegate(_Card(context, self))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("look", "plain")
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setTabKeyNavigation(False)
        head = tight(QHBoxLayout(), 0, (theme.px(4), 0, 0, 0))
        head.addWidget(self._title, 1)
        head.addWidget(self.rename_button)
        head.addWidget(self.delete_button)
        self.column.addLayout(head)
        self.column.addWidget(self.list, 1)
        self.list.itemClicked.connect(self._on_item)
        self.list.currentItemChanged.connect(lambda *_: self._on_moved())
        self.rename_button.clicked.connect(self.rename_wanted)
        self.delete_button.clicked.connect(self.delete_wanted)
        self._is_quiet = False
        self.set_across(across=False)
        self._show_deeds()

    # -- what the page does ----------------------------------------------------------------

    def show_designs(
        self, designs: Sequence[Design], own: frozenset[str], record: CardRecord, chosen: str
    ) -> None:
        """List the designs, and draw them one by one for a record."""
        self._designs, self._own, self._record = tuple(designs), own, record
        self._is_quiet = True
        self.list.clear()
        for design in designs:
            item = QListWidgetItem(self.title_of(design))
            item.setData(Qt.ItemDataRole.UserRole, design.name)
            item.setToolTip(self.title_of(design))
            self.list.addItem(item)
        self._is_quiet = False
        self.choose(chosen)
        self._draw_all()

    def choose(self, name: str) -> None:
        """Mark the design that is worked on."""
        self._is_quiet = True
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item)
        self._is_quiet = False
        self._show_deeds()

    def title_of(self, design: Design) -> str:
        """What a design is called in the window's language."""
        return design.title.get(self._context.words.language) or design.title["en"]

    def name(self) -> str:
        """The design that is marked."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def is_own(self, name: str) -> bool:
        """Whether a design is the shop's own."""
        return name in self._own

    def set_across(self, *, across: bool) -> None:
        """Stand beside the card, or lie below it."""
        theme = self._context.theme
        flow = QListView.Flow.LeftToRight if across else QListView.Flow.TopToBottom
        self.list.setFlow(flow)
        self.list.setWrapping(False)
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.list.setHorizontalScrollBarPolicy(on if across else off)
        self.list.setVerticalScrollBarPolicy(off if across else on)
        if across:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(theme.px(WIDTH))

    # -- pictures --------------------------------------------------------------------------

    def redraw(self, design: Design) -> None:
        """Draw one design anew, as it is now."""
        self._designs = tuple(design if one.name == design.name else one for one in self._designs)
        self._draw_from((design,))

    def _draw_all(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
        self._draw_from(self._designs)

    def _draw_from(self, designs: Sequence[Design]) -> None:
        """Draw the first of these in a worker, then the next: one by one."""
        record = self._record
        if not designs or record is None:
            return
        ratio = self.devicePixelRatioF()
        px = self._context.theme.px
        room = QSize(round(px(PICTURE[0]) * ratio), round(px(PICTURE[1]) * ratio))
        first, rest = designs[0], designs[1:]

        def done(image: QImage) -> None:
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(ratio)
            self.pictures[first.name] = picture
            self.list.viewport().update()
            self._draw_from(rest)

        def work(_progress: Progress) -> QImage:
            return draw_thumbnail(first, record, room)

        self._drawing = self._context.tasks.run_long(work, owner=self, done=done)

    # -- choosing --------------------------------------------------------------------------

    def _on_item(self, item: QListWidgetItem) -> None:
        self._emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_moved(self) -> None:
        if not self._is_quiet and self.list.hasFocus() and self.name():
            self._emit(self.name())

    def _emit(self, name: str) -> None:
        if not self._is_quiet:
            self._show_deeds()
            self.chosen.emit(name)

    def _show_deeds(self) -> None:
        own = self.is_own(self.name())
        self.rename_button.setVisible(own)
        self.delete_button.setVisible(own)


def draw_thumbnail(design: Design, record: CardRecord, room: QSize) -> QImage:
    """The front of a design's card, as large as the room allows; for a worker.

    A card that cannot be drawn for this record is drawn empty.
    """
    composer = Composer(design, CellSize(*design.layout_for(CARD).nominal))
    size = composer.size
    dots = min(room.width() / size.width, room.height() / size.height)
    try:
        primitives = composer.compose(record)
    except DomainError:
        primitives = composer.background()
    return CardPainter(composer.faces).image(primitives, size, dots * _DPI_AT_ONE)


class _Card(QStyledItemDelegate):
    """A picture on its ground, and below it the title; the chosen one has a tick."""

    def __init__(self, context: Context, pane: GalleryPane) -> None:
        super().__init__(pane)
        self._context = context
        self._pane = pane

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        px = self._context.theme.px
        return QSize(px(PICTURE[0] + 14), px(PICTURE[1] + 42))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._context.theme, self._context.theme.px
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        box = QRect(option.rect).adjusted(1, 1, -2, -px(4))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(QPen(theme.colour("accent"), 3 if focused else 2))
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(box, px(6), px(6))
        name = str(index.data(Qt.ItemDataRole.UserRole))
        place = QRect(box.left() + px(7), box.top() + px(6), px(PICTURE[0]), px(PICTURE[1]))
        picture = self._pane.pictures.get(name)
        if picture is None:  # still on its way
            painter.fillRect(place, theme.colour("sunken"))
        else:
            size = picture.deviceIndependentSize().toSize()
            corner = place.center() - QPoint(size.width() // 2, size.height() // 2)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPixmap(corner, picture)
            painter.drawRect(QRect(corner, size))
        line = QRect(place.left(), place.bottom() + px(4), place.width(), px(24))
        painter.setFont(theme.font("small", bold=is_chosen))
        painter.setPen(theme.colour("accent_ink" if is_chosen else "text"))
        room = line.adjusted(0, 0, -px(24), 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        if is_chosen:
            at = QPoint(line.right() - px(20), line.top() + px(3))
            theme.draw_icon(painter, at, "check", token="accent_ink", size=18)
        painter.restore()
