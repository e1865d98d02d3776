"""One card as an SVG picture: text as outlines of the same faces, so that it looks alike anywhere.

Nothing is fetched and nothing runs when it is opened: pictures lie inside, and what people typed
appears as outlines and, escaped, as labels for those who cannot see them.
"""

import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from refdesk.cards.elements import WHITE
from refdesk.cards.fonts import Face, Faces, load_faces
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
from refdesk.cards.units import to_mm

_UNITS: Final = 1000
"""To an em, in outlines."""


def card_svg(
    primitives: Iterable[Primitive], size: CellSize, faces: Faces | None = None, title: str = ""
) -> str:
    """Return one card on white, cut at its edges, as an SVG document in mm."""
    width, height = _number(size.width), _number(size.height)
    drawing = _Drawing(faces or load_faces())
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
            f' viewBox="0 0 {width} {height}" overflow="hidden">\n',
            f"<title>{_escaped(title)}</title>\n" if title else "",
            f'<rect width="{width}" height="{height}" fill="{WHITE}"/>\n',
            *map(drawing.draw, primitives),
            "</svg>\n",
        )
    )


def sides_svg(
    sides: Sequence[Iterable[Primitive]],
    size: CellSize,
    faces: Faces | None = None,
    title: str = "",
    *,
    gap: float = 0.0,
    ground: str = WHITE,
) -> str:
    """Return the sides of a card one under another, each cut at its edges, as one SVG document in
    mm; ``ground`` is seen in the ``gap`` between them."""
    width, height = _number(size.width), _number(size.height)
    whole = _number(len(sides) * size.height + (len(sides) - 1) * gap)
    drawing = _Drawing(faces or load_faces())
    drawn = [
        f'<svg y="{_number(place * (size.height + gap))}" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" overflow="hidden">\n'
        f'<rect width="{width}" height="{height}" fill="{WHITE}"/>\n'
        f"{''.join(map(drawing.draw, primitives))}</svg>\n"
        for place, primitives in enumerate(sides)
    ]
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{whole}mm"'
            f' viewBox="0 0 {width} {whole}" overflow="hidden">\n',
            f"<title>{_escaped(title)}</title>\n" if title else "",
            f'<rect width="{width}" height="{whole}" fill="{ground}"/>\n',
            *drawn,
            "</svg>\n",
        )
    )


class _Drawing:
    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._clips = 0

    def draw(self, primitive: Primitive) -> str:
        match primitive:
            case Text():
                return self._text(primitive)
            case Qr():
                return _symbol(primitive)
            case Box():
                return f"<rect{_place(primitive)}{_round(primitive.radius)}{_look(primitive)}/>\n"
            case Ellipse():
                return _ellipse(primitive)
            case Line():
                return "".join(map(_bar, dashes(primitive)))
            case PictureBox():
                return self._picture(primitive)

    def _text(self, text: Text) -> str:
        face = self._faces[text.font, text.weight]
        x = text.x
        if text.align != "left":
            width = face.width(text.text, text.size_pt)
            x -= width / 2 if text.align == "center" else width
        shapes, left = [], 0.0
        for one, signs in face.runs(text.text):
            for char in signs:
                shapes.append(_glyph(one, char, round(left * _UNITS)))
                left += one.advances[char]
        em = _number(to_mm(text.size_pt) / _UNITS, 6)
        place = f"translate({_number(x)} {_number(text.y)}) scale({em} -{em})"
        label = quoteattr(_legal(text.text))
        return (
            f'<path transform="{place}" fill="{text.colour}" role="img" aria-label={label}'
            f' d="{"".join(shapes)}"/>\n'
        )

    def _picture(self, box: PictureBox) -> str:
        picture = box.picture
        data = b64encode(picture.data).decode()
        wide, high = picture.width_px, picture.height_px
        shown = " ".join(map(_number, box.crop or (0, 0, wide, high)))
        drawn = (
            f'<svg{_place(box)} viewBox="{shown}" preserveAspectRatio="none">'
            f'<image width="{wide}" height="{high}" preserveAspectRatio="none"'
            f' href="data:image/png;base64,{data}"/></svg>\n'
        )
        if box.radius <= 0:
            return drawn
        self._clips += 1
        edge = f"<rect{_place(box)}{_round(box.radius)}/>"
        return (
            f'<clipPath id="c{self._clips}">{edge}</clipPath>\n'
            f'<g clip-path="url(#c{self._clips})">{drawn}</g>\n'
        )


@lru_cache(maxsize=16)
def _font(face: Face) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(face.data), lazy=True)


@lru_cache(maxsize=4096)
def _glyph(face: Face, char: str, left: int) -> str:
    """Return a sign's outline so far from the line's start."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    font = _font(face)
    glyphs, scale = font.getGlyphSet(), _UNITS / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda value: _number(value, 1))
    name = font.getGlyphName(face.glyph_ids[char])
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, scale, left, 0)))
    path: str = pen.getCommands()
    return path


def _symbol(qr: Qr) -> str:
    """Return a symbol as one path, so that no seam shows between its modules."""
    runs = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(qr.matrix)
        for start, length in _dark_runs(row)
    )
    module = _number(qr.module_mm, 6)
    place = f"translate({_number(qr.x)} {_number(qr.y)}) scale({module})"
    return f'<path transform="{place}" fill="{qr.colour}" d="{runs}"/>\n'


def _dark_runs(row: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            yield start, length
        start += length


def _ellipse(shape: Ellipse) -> str:
    across, down = shape.width / 2, shape.height / 2
    centre = f' cx="{_number(shape.x + across)}" cy="{_number(shape.y + down)}"'
    return f'<ellipse{centre} rx="{_number(across)}" ry="{_number(down)}"{_look(shape)}/>\n'


def _bar(line: Line) -> str:
    half = line.thickness / 2
    across, down = (0.0, half) if line.y1 == line.y2 else (half, 0.0)
    bar = Box(
        line.x1 - across,
        line.y1 - down,
        line.x2 - line.x1 + 2 * across,
        line.y2 - line.y1 + 2 * down,
        line.colour,
        0.0,
    )
    return f"<rect{_place(bar)}{_look(bar)}/>\n"


def _place(box: Box | PictureBox) -> str:
    figures = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return "".join(f' {name}="{_number(figure)}"' for name, figure in figures.items())


def _round(radius: float) -> str:
    return f' rx="{_number(radius)}"' if radius > 0 else ""


def _look(shape: Box | Ellipse) -> str:
    look = f' fill="{shape.colour or "none"}"'
    if shape.stroke:
        look += f' stroke="{shape.stroke}" stroke-width="{_number(shape.thickness)}"'
    return look


def _number(value: float, digits: int = 4) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _escaped(text: str) -> str:
    return quoteattr(_legal(text))[1:-1]


def _legal(text: str) -> str:
    """Leave out what no XML may hold: controls, halves of signs, what is no sign at all."""
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
