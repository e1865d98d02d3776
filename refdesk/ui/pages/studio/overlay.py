"""What the canvas draws over the card: cut, bleed and safe lines, the choice and its handles.

A card may have any colour, in either theme: each line has a white one beneath it.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from refdesk.cards.design import ImageElement, Rect
from refdesk.cards.elements import with_bleed
from refdesk.cards.stocks import CellSize
from refdesk.ui.pages.studio.scene import Part, Scene
from refdesk.ui.pages.studio.snapping import SAFE, Lines
from refdesk.ui.pages.studio.viewport import HANDLE, Viewport, handles
from refdesk.ui.theme.theme import Theme
from refdesk.ui.theme.tokens import LIGHT

CUT: Final = "text"
BLEEDING: Final = "stop"
SAFE_LINE: Final = "accent"
DASHES: Final = (4.0, 3.0)


def line_pen(token: str, width: float = 1.0, *, dashed: bool = False) -> QPen:
    """A pen for paper, which is light in either theme."""
    pen = QPen(QColor(LIGHT[token]), width)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern(DASHES)
    return pen


def draw_card_lines(painter: QPainter, view: Viewport, size: CellSize) -> None:
    """Draw where the card is cut, how far it bleeds and what is safe."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _rect(painter, view.to_px(with_bleed(size)), line_pen(BLEEDING, dashed=True))
    _rect(painter, view.to_px(Rect(0, 0, size.width, size.height)), line_pen(CUT))
    if min(size.width, size.height) > 3 * SAFE:
        safe = Rect(SAFE, SAFE, size.width - 2 * SAFE, size.height - 2 * SAFE)
        _rect(painter, view.to_px(safe), line_pen(SAFE_LINE, dashed=True))


def draw_placeholders(painter: QPainter, theme: Theme, view: Viewport, scene: Scene) -> None:
    """Mark the place of what the card does not show for want of a picture; what lies beneath it
    is printed, and so it is seen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for part in scene.parts:
        if part.primitives or part.element.hidden or not isinstance(part.element, ImageElement):
            continue
        rect = view.to_px(part.frame)
        _rect(painter, rect, line_pen("muted", dashed=True))
        side = theme.px(24)
        if rect.width() > side and rect.height() > side:
            icon = theme.icon_rect(rect.toRect(), 24)
            painter.drawPixmap(icon.topLeft(), _icon(theme, painter))


def draw_choice(painter: QPainter, theme: Theme, view: Viewport, part: Part) -> None:
    """Draw the frame of what is chosen with its handles."""
    frame = view.to_px(part.frame)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _rect(painter, frame, line_pen(SAFE_LINE, 2.0))
    side = theme.px(HANDLE)
    painter.setBrush(QColor("#ffffff"))
    painter.setPen(line_pen(SAFE_LINE, 2.0))
    for _, middle in handles(part.element, frame, side):
        painter.drawRect(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))


def draw_resting(painter: QPainter, view: Viewport, size: CellSize, lines: Lines) -> None:
    """Draw the lines that a dragged edge rests on."""
    painter.setPen(line_pen(BLEEDING))
    whole = view.to_px(with_bleed(size))
    for x in lines.xs:
        at = round(view.left + x * view.scale) + 0.5
        painter.drawLine(QLineF(at, whole.top(), at, whole.bottom()))
    for y in lines.ys:
        at = round(view.top + y * view.scale) + 0.5
        painter.drawLine(QLineF(whole.left(), at, whole.right(), at))


def draw_other_frames(painter: QPainter, view: Viewport, frames: Sequence[Rect]) -> None:
    """Hint at the frame under the pointer."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for frame in frames:
        _rect(painter, view.to_px(frame), line_pen(SAFE_LINE))


def _rect(painter: QPainter, rect: QRectF, pen: QPen) -> None:
    """A rectangle on whole pixels: sharp, and it does not shimmer while it moves."""
    sharp = QRectF(
        round(rect.left()) + 0.5, round(rect.top()) + 0.5,
        round(rect.right()) - round(rect.left()), round(rect.bottom()) - round(rect.top()),
    )  # fmt: skip
    is_solid = pen.style() == Qt.PenStyle.SolidLine
    beneath = QPen(QColor("#ffffff"), pen.widthF() + (2.0 if is_solid else 0.0))
    beneath.setCosmetic(True)
    painter.setPen(beneath)
    painter.drawRect(sharp)
    painter.setPen(pen)
    painter.drawRect(sharp)


def _icon(theme: Theme, painter: QPainter) -> QPixmap:
    from refdesk.ui.theme.icons import icon_pixmap

    ratio = painter.device().devicePixelRatioF()
    return icon_pixmap("image", LIGHT["muted"], theme.px(24), ratio)
