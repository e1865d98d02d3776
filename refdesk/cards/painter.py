"""Primitives on a QPainter, for previews and for printing without a file.

Text is drawn as outlines of the same cut faces, at the same advances as in the PDF: Qt neither
picks another font nor kerns, so what the window shows is what the paper gets.
"""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QRawFont

from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.primitives import Box, Line, Primitive, Qr, Text
from refdesk.cards.stocks import CellSize
from refdesk.cards.units import MM_PER_INCH, to_mm

_BLACK: Final = QColor(0, 0, 0)
# Outlines are taken at one size and scaled: drawn as text, Qt leaves glyphs above 64 pixels out.
_OUTLINE_PIXELS: Final = 256.0


class CardPainter:
    """Draws cards; needs a QGuiApplication, and is used in the thread that made it."""

    def __init__(self, faces: Faces | None = None) -> None:
        self._faces = faces or load_faces()
        hinting = QFont.HintingPreference.PreferNoHinting
        self._fonts = {
            weight: QRawFont(QByteArray(face.data), _OUTLINE_PIXELS, hinting)
            for weight, face in self._faces.items()
        }
        self._outlines: dict[tuple[int, str], QPainterPath] = {}

    def draw(
        self,
        painter: QPainter,
        primitives: Iterable[Primitive],
        *,
        x: float,
        y: float,
        dots_per_mm: float,
    ) -> None:
        """Draw a card with its top left corner at ``x``, ``y``, in mm of the paint device."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(x * dots_per_mm, y * dots_per_mm)
        for primitive in primitives:
            match primitive:
                case Text():
                    self._text(painter, primitive, dots_per_mm)
                case Qr():
                    painter.fillPath(_symbol(primitive, dots_per_mm), _BLACK)
                case Box():
                    painter.fillPath(_outline(primitive, dots_per_mm), QColor(primitive.colour))
                case Line():
                    painter.fillRect(_bar(primitive, dots_per_mm), QColor(primitive.colour))
        painter.restore()

    def image(self, primitives: Iterable[Primitive], size: CellSize, dpi: float) -> QImage:
        """Return one card as a picture on white."""
        dots_per_mm = dpi / MM_PER_INCH
        image = QImage(
            round(size.width * dots_per_mm),
            round(size.height * dots_per_mm),
            QImage.Format.Format_RGB32,
        )
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self.draw(painter, primitives, x=0.0, y=0.0, dots_per_mm=dots_per_mm)
        painter.end()
        return image

    def _text(self, painter: QPainter, text: Text, dots_per_mm: float) -> None:
        face = self._faces[text.weight]
        x = text.x
        if text.align != "left":
            width = face.width(text.text, text.size_pt)
            x -= width / 2 if text.align == "center" else width
        scale = to_mm(text.size_pt) * dots_per_mm / _OUTLINE_PIXELS
        line, left = QPainterPath(), 0.0
        line.setFillRule(Qt.FillRule.WindingFill)
        for char in text.text:
            line.addPath(self._glyph(text.weight, char).translated(left, 0.0))
            left += face.advances[char] * _OUTLINE_PIXELS
        painter.save()
        painter.translate(x * dots_per_mm, text.y * dots_per_mm)
        painter.scale(scale, scale)
        painter.fillPath(line, QColor(text.colour))
        painter.restore()

    def _glyph(self, weight: int, char: str) -> QPainterPath:
        outline = self._outlines.get((weight, char))
        if outline is None:
            glyph = self._faces[weight].glyph_ids[char]
            outline = self._outlines[weight, char] = self._fonts[weight].pathForGlyph(glyph)
        return outline


def _symbol(qr: Qr, dots_per_mm: float) -> QPainterPath:
    """Return a symbol as one path, so that no seam shows between its modules."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    module = qr.module_mm * dots_per_mm
    left, top = qr.x * dots_per_mm, qr.y * dots_per_mm
    for row, modules in enumerate(qr.matrix):
        start = 0
        while start < len(modules):
            end = start
            while end < len(modules) and modules[end]:
                end += 1
            if end > start:
                path.addRect(
                    left + start * module, top + row * module, (end - start) * module, module
                )
            start = end + 1
    return path


def _bar(line: Line, dots_per_mm: float) -> QRectF:
    half = line.thickness / 2
    grow_x, grow_y = (0.0, half) if line.y1 == line.y2 else (half, 0.0)
    corner = QPointF(line.x1 - grow_x, line.y1 - grow_y) * dots_per_mm
    opposite = QPointF(line.x2 + grow_x, line.y2 + grow_y) * dots_per_mm
    return QRectF(corner, opposite)


def _outline(box: Box, dots_per_mm: float) -> QPainterPath:
    path = QPainterPath()
    corner = QPointF(box.x, box.y) * dots_per_mm
    rect = QRectF(corner.x(), corner.y(), box.width * dots_per_mm, box.height * dots_per_mm)
    path.addRoundedRect(rect, box.radius * dots_per_mm, box.radius * dots_per_mm)
    return path
