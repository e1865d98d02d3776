"""Primitives on a QPainter, for previews and for printing without a file.

Text is drawn as outlines of the same cut faces, at the same advances as in the PDF: Qt neither
picks another font nor kerns, so what the window shows is what the paper gets.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGlyphRun, QImage, QPainter, QPainterPath, QPen, QRawFont

from refdesk.cards.elements import Rect, with_bleed
from refdesk.cards.fonts import Face, Faces, load_faces
from refdesk.cards.pictures import Picture
from refdesk.cards.primitives import (
    Box,
    Ellipse,
    Line,
    PictureBox,
    Primitive,
    Qr,
    Text,
    dashes,
)
from refdesk.cards.stocks import CellSize
from refdesk.cards.units import MM_PER_INCH, to_mm

# Outlines are taken at one size and scaled: drawn as text, Qt leaves glyphs above 64 pixels out.
_OUTLINE_PIXELS: Final = 256.0
_LARGEST_KEPT: Final = 60.0
# As many pictures as a shop's design may have, in the sizes of a card and of a preview.
_KEPT_PICTURES: Final = 12
# As many lines as some sheets have, and as many sizes of type as a few of them.
_KEPT_LINES: Final = 2048
_KEPT_SIZES: Final = 128
_KEPT_SYMBOLS: Final = 512


class CardPainter:
    """Draws cards; needs a QGuiApplication, and is used in the thread that made it.

    A ``quick`` one is for pictures that are drawn again and again at one size, as previews are: it
    keeps the letters it has drawn, and sets them to a quarter of a pixel.
    """

    def __init__(self, faces: Faces | None = None, *, quick: bool = False) -> None:
        self._faces = faces or load_faces()
        self._quick = quick
        self._lines = lru_cache(_KEPT_LINES)(self._glyph_runs)
        self._sizes = lru_cache(_KEPT_SIZES)(self._sized)
        self._symbols = lru_cache(_KEPT_SYMBOLS)(_symbol)
        self._fonts: dict[tuple[str, int], QRawFont] = {}
        self._outlines: dict[tuple[str, int, str], QPainterPath] = {}
        self._scaled = lru_cache(_KEPT_PICTURES)(_scaled)

    def draw(
        self,
        painter: QPainter,
        primitives: Iterable[Primitive],
        *,
        x: float,
        y: float,
        dots_per_mm: float,
        clip: Rect | None = None,
    ) -> None:
        """Draw a card with its top left corner at ``x``, ``y``, in mm of the paint device.

        Nothing is drawn outside ``clip``, in mm from the card's corner.
        """
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(x * dots_per_mm, y * dots_per_mm)
        if clip is not None:
            painter.setClipRect(_rect(clip, dots_per_mm), Qt.ClipOperation.IntersectClip)
        for primitive in primitives:
            match primitive:
                case Text():
                    self._text(painter, primitive, dots_per_mm)
                case Qr():
                    colour = QColor(primitive.colour)
                    symbol = self._symbols if self._quick else _symbol
                    painter.fillPath(symbol(primitive, dots_per_mm), colour)
                case Box() | Ellipse():
                    _shape(painter, primitive, dots_per_mm)
                case Line():
                    for dash in dashes(primitive):
                        painter.fillRect(_bar(dash, dots_per_mm), QColor(primitive.colour))
                case PictureBox():
                    self._picture(painter, primitive, dots_per_mm)
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
        clip = with_bleed(size, 0.0)
        self.draw(painter, primitives, x=0.0, y=0.0, dots_per_mm=dots_per_mm, clip=clip)
        painter.end()
        return image

    def _text(self, painter: QPainter, text: Text, dots_per_mm: float) -> None:
        face = self._faces[text.font, text.weight]
        x = text.x
        if text.align != "left":
            width = face.width(text.text, text.size_pt)
            x -= width / 2 if text.align == "center" else width
        pixels = to_mm(text.size_pt) * dots_per_mm
        if self._quick and pixels < _LARGEST_KEPT:
            painter.setPen(QColor(text.colour))
            for run in self._lines(text.text, text.font, text.weight, pixels):
                painter.drawGlyphRun(QPointF(x, text.y) * dots_per_mm, run)
            return
        scale = pixels / _OUTLINE_PIXELS
        line, left = QPainterPath(), 0.0
        line.setFillRule(Qt.FillRule.WindingFill)
        for one, signs in face.runs(text.text):
            for char in signs:
                line.addPath(self._glyph(one, char).translated(left, 0.0))
                left += one.advances[char] * _OUTLINE_PIXELS
        painter.save()
        painter.translate(x * dots_per_mm, text.y * dots_per_mm)
        painter.scale(scale, scale)
        painter.fillPath(line, QColor(text.colour))
        painter.restore()

    def _glyph_runs(
        self, text: str, font: str, weight: int, pixels: float
    ) -> tuple[QGlyphRun, ...]:
        """Return a line as letters that Qt keeps, at the same advances as everywhere."""
        left, found = 0.0, []
        for face, signs in self._faces[font, weight].runs(text):
            places = []
            for char in signs:
                places.append(QPointF(left, 0.0))
                left += face.advances[char] * pixels
            run = QGlyphRun()
            run.setRawFont(self._sizes(face, pixels))
            run.setGlyphIndexes([face.glyph_ids[char] for char in signs])
            run.setPositions(places)
            found.append(run)
        return tuple(found)

    def _sized(self, face: Face, pixels: float) -> QRawFont:
        font = QRawFont(self._font(face))
        font.setPixelSize(pixels)
        return font

    def _glyph(self, face: Face, char: str) -> QPainterPath:
        key = face.font, face.weight, char
        outline = self._outlines.get(key)
        if outline is None:
            outline = self._font(face).pathForGlyph(face.glyph_ids[char])
            self._outlines[key] = outline
        return outline

    def _font(self, face: Face) -> QRawFont:
        key = face.font, face.weight
        if key not in self._fonts:
            hinting = QFont.HintingPreference.PreferNoHinting
            self._fonts[key] = QRawFont(QByteArray(face.data), _OUTLINE_PIXELS, hinting)
        return self._fonts[key]

    def _picture(self, painter: QPainter, box: PictureBox, dots_per_mm: float) -> None:
        target = _rect(box, dots_per_mm)
        image = self._scaled(box.picture, box.crop, ceil(target.width()), ceil(target.height()))
        painter.save()
        if box.radius > 0:
            outline = QPainterPath()
            radius = box.radius * dots_per_mm
            outline.addRoundedRect(target, radius, radius)
            painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        painter.drawImage(target, image)
        painter.restore()


def _scaled(picture: Picture, crop: Rect | None, width: int, height: int) -> QImage:
    """Return a picture, or its part, as small as it is drawn: made so once and with care, it needs
    no care each time. One that is drawn larger than it is stays as it is."""
    image = QImage.fromData(picture.data)
    if crop is not None:
        shown = QRectF(*crop).toAlignedRect()
        image = image.copy(shown.intersected(image.rect()))
    if width >= image.width() or height >= image.height():
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(width, height), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def _rect(rect: Rect | Box | Ellipse | PictureBox, dots_per_mm: float) -> QRectF:
    corner = QPointF(rect.x, rect.y) * dots_per_mm
    return QRectF(corner.x(), corner.y(), rect.width * dots_per_mm, rect.height * dots_per_mm)


def _shape(painter: QPainter, shape: Box | Ellipse, dots_per_mm: float) -> None:
    path = QPainterPath()
    rect = _rect(shape, dots_per_mm)
    if isinstance(shape, Box):
        path.addRoundedRect(rect, shape.radius * dots_per_mm, shape.radius * dots_per_mm)
    else:
        path.addEllipse(rect)
    if shape.colour:
        painter.fillPath(path, QColor(shape.colour))
    if shape.stroke:
        pen = QPen(QColor(shape.stroke), shape.thickness * dots_per_mm)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.strokePath(path, pen)


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
