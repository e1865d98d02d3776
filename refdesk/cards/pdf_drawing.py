"""Primitives as PDF operators, in points from a card's top left corner, y upwards."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from refdesk.cards.elements import BLACK, Rect
from refdesk.cards.fonts import Faces
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
from refdesk.cards.qr import Matrix
from refdesk.cards.units import to_points

if TYPE_CHECKING:
    from refdesk.cards.pdf_document import PdfDocument

# The share of a radius at which a Bezier's handles make it a quarter of a circle.
_ROUND: Final = 0.5523
_FINDER: Final = 7
_KEPT: Final = 512
_RUNS: Final = re.compile(b"\x01+")


class PdfDrawing:
    """Draws primitives for a document."""

    def __init__(self, document: "PdfDocument", faces: Faces) -> None:
        self._document = document
        self._faces = faces
        self._fonts = cache(lambda font, weight: document.add_font(faces[font, weight]))
        self._finders = cache(self._add_finders)
        # What stays the same on all cards between things that do not is drawn once.
        self._text = lru_cache(_KEPT)(self._draw_text)

    def draw(self, primitives: Iterable[Primitive]) -> str:
        """Return the operators of a card; they leave colour and line width as they were."""
        return "".join(map(self._draw, primitives))

    def _draw(self, primitive: Primitive) -> str:
        match primitive:
            case Qr():
                return _inked(
                    primitive.colour, _symbol(primitive, self._finders(len(primitive.matrix)))
                )
            case Text():
                return _inked(primitive.colour, self._text(primitive))
            case Box() | Ellipse():
                return _shape(primitive)
            case Line():
                return _inked(primitive.colour, "".join(map(_bar, dashes(primitive))))
            case PictureBox():
                return self._picture(primitive)

    def _add_finders(self, side: int) -> str:
        """Return what draws the corner patterns of a symbol, the same in all of one size."""
        box = (-1, -1, side + 1, side + 1)
        return self._document.add_form(f"Finders{side}", _finders(side), box)

    def _draw_text(self, text: Text) -> str:
        face = self._faces[text.font, text.weight]
        x = text.x
        if text.align != "left":
            width = face.width(text.text, text.size_pt)
            x -= width / 2 if text.align == "center" else width
        size = pdf_number(text.size_pt)
        shown = "".join(
            self._fonts(one.font, one.weight).show(signs, size)
            for one, signs in face.runs(text.text)
        )
        return f"BT {_at(x, text.y)} Td{shown} ET\n"

    def _picture(self, box: PictureBox) -> str:
        """Return a picture as it fills its rectangle; what is cropped lies outside and is cut."""
        picture = box.picture
        crop = box.crop or Rect(0.0, 0.0, picture.width_px, picture.height_px)
        across, down = box.width / crop.width, box.height / crop.height
        x, y = box.x - crop.x * across, box.y - crop.y * down
        width, height = to_points(picture.width_px * across), to_points(picture.height_px * down)
        left, top = _at(x, y + picture.height_px * down).split()
        place = f"{pdf_number(width)} 0 0 {pdf_number(height)} {left} {top} cm"
        name = self._document.add_picture(picture)
        clip = _rounded(box, box.radius, box.radius) + "W n\n"
        return f"q {clip}{place} /{name} Do Q\n"


def clip_to(rect: Rect) -> str:
    """Return what keeps all that follows inside a rectangle in mm from the card's corner."""
    return _rectangle(*rect) + "W n\n"


def pdf_number(value: float) -> str:
    """Return a number with at most three decimals (0.001 pt is 0.4 micrometres)."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _at(x: float, y: float) -> str:
    return f"{pdf_number(to_points(x))} {pdf_number(-to_points(y))}"


def _inked(colour: str, operators: str) -> str:
    """Set the colour around operators; black is what a page starts with."""
    return operators if colour == BLACK else f"{_ink(colour)} rg\n{operators}0 g\n"


@lru_cache(maxsize=256)
def _ink(colour: str) -> str:
    return " ".join(pdf_number(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))


@lru_cache(_KEPT)
def _shape(shape: Box | Ellipse) -> str:
    """Return a shape's fill and its outline, each where it has a colour."""
    if isinstance(shape, Box):
        path = _rounded(shape, shape.radius, shape.radius)
    else:
        path = _rounded(shape, shape.width / 2, shape.height / 2)
    drawn = _inked(shape.colour, path + "f\n") if shape.colour else ""
    if shape.stroke:
        width = pdf_number(to_points(shape.thickness))
        drawn += f"q {_ink(shape.stroke)} RG {width} w\n{path}S Q\n"
    return drawn


def _symbol(qr: Qr, finders: str) -> str:
    """Return a symbol as one path, so that no seam shows between its modules.

    The corner patterns touch nothing else: ``finders`` draws them.
    """
    module = f"{to_points(qr.module_mm):.4f}"
    place = f"{module} 0 0 -{module} {_at(qr.x, qr.y)}"
    return f"q {place} cm\n{finders}{_runs(qr.matrix)}f Q\n"


def _finders(side: int) -> str:
    """Return the three corner patterns, squares in squares for the even-odd rule, in modules."""
    far = side - _FINDER
    corners = ((0, 0), (far, 0), (0, far))
    squares = [(x + k, y + k, _FINDER - 2 * k) for x, y in corners for k in range(3)]
    return "".join(f"{x} {y} {size} {size} re\n" for x, y, size in squares) + "f*\n"


def _runs(matrix: Matrix) -> str:
    """Return the dark modules outside the corner patterns as rectangles, in modules."""
    side = len(matrix)
    far = side - _FINDER
    out: list[str] = []
    for y, row in enumerate(matrix):
        start = _FINDER if y < _FINDER or y >= far else 0
        end = far if y < _FINDER else side
        runs = map(re.Match.span, _RUNS.finditer(row, start, end))
        out += map(_rectangles_of(y).__getitem__, runs)
    return "".join(out)


class _Rectangles(dict[tuple[int, int], str]):
    """The operators of each run of modules that a row has had, by its start and its end."""

    def __init__(self, y: int) -> None:
        super().__init__()
        self._y = y

    def __missing__(self, run: tuple[int, int]) -> str:
        left, right = run
        drawn = self[run] = f"{left} {self._y} {right - left} 1 re\n"
        return drawn


@cache
def _rectangles_of(y: int) -> _Rectangles:
    return _Rectangles(y)


def _bar(line: Line) -> str:
    """Return a line as a filled rectangle: it needs no width, cap or stroke colour."""
    half = line.thickness / 2
    if line.y1 == line.y2:
        return _rectangle(line.x1, line.y1 - half, line.x2 - line.x1, line.thickness) + "f\n"
    return _rectangle(line.x1 - half, line.y1, line.thickness, line.y2 - line.y1) + "f\n"


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    size = f"{pdf_number(to_points(width))} {pdf_number(to_points(height))}"
    return f"{_at(x, y + height)} {size} re\n"


def _rounded(box: Box | Ellipse | PictureBox, across: float, down: float) -> str:
    """Return the path of a rectangle whose corners are quarters of an ellipse."""
    across, down = min(across, box.width / 2), min(down, box.height / 2)
    if min(across, down) <= 0:
        return _rectangle(box.x, box.y, box.width, box.height)
    left, top = box.x, box.y
    right, bottom = left + box.width, top + box.height
    near_x, near_y = across * (1 - _ROUND), down * (1 - _ROUND)
    corners = (
        ((right, top + down), (right - near_x, top), (right, top + near_y)),
        ((right - across, bottom), (right, bottom - near_y), (right - near_x, bottom)),
        ((left, bottom - down), (left + near_x, bottom), (left, bottom - near_y)),
        ((left + across, top), (left, top + near_y), (left + near_x, top)),
    )
    starts = (
        (right - across, top),
        (right, bottom - down),
        (left + across, bottom),
        (left, top + down),
    )
    path = f"{_at(left + across, top)} m\n"
    for start, (end, first, second) in zip(starts, corners, strict=True):
        path += f"{_at(*start)} l {_at(*first)} {_at(*second)} {_at(*end)} c\n"
    return path + "h\n"
