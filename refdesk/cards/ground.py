"""What lies where on a card: the boxes of what is drawn, and the colours under a box."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final, TypeAlias

from refdesk.cards.elements import WHITE, Rect
from refdesk.cards.fonts import Faces
from refdesk.cards.pictures import Picture
from refdesk.cards.primitives import Box, Ellipse, Line, PictureBox, Primitive, Qr, Text
from refdesk.cards.qr import QUIET_ZONE
from refdesk.cards.units import to_mm

PAPER: Final = WHITE
"""What cards without a background are printed on."""

_ACROSS: Final = (0.02, 0.18, 0.34, 0.5, 0.66, 0.82, 0.98)
_DOWN: Final = (0.05, 0.5, 0.95)
_THUMBNAIL: Final = 64
_OPAQUE: Final = 128
# How far some signs hang below the line in most faces, in em.
_TAIL: Final = 0.2
_TAILED: Final = frozenset("gjpqyQ,;()[]{}|/@§ğşçруфцщдЦЩДұҰҚқҢңҒ")

Filled: TypeAlias = Box | Ellipse | PictureBox


def ink_box(primitive: Primitive, faces: Faces) -> Rect:
    """Return the rectangle that a primitive inks; of a symbol without its quiet zone."""
    match primitive:
        case Text():
            face = faces[primitive.font, primitive.weight]
            width = face.width(primitive.text, primitive.size_pt)
            left = {"left": 0.0, "center": width / 2, "right": width}[primitive.align]
            em = to_mm(primitive.size_pt)
            rise = face.cap_height * em
            tail = 0.0 if _TAILED.isdisjoint(primitive.text) else _TAIL * em
            return Rect(primitive.x - left, primitive.y - rise, width, rise + tail)
        case Qr():
            side = len(primitive.matrix) * primitive.module_mm
            return Rect(primitive.x, primitive.y, side, side)
        case Line():
            half = primitive.thickness / 2
            grow_x, grow_y = (0.0, half) if primitive.y1 == primitive.y2 else (half, 0.0)
            return Rect(
                primitive.x1 - grow_x,
                primitive.y1 - grow_y,
                primitive.x2 - primitive.x1 + 2 * grow_x,
                primitive.y2 - primitive.y1 + 2 * grow_y,
            )
        case Box() | Ellipse():
            grow = primitive.thickness / 2 if primitive.stroke else 0.0
            return grown(_rect(primitive), grow)
        case PictureBox():
            return _rect(primitive)


def quiet_box(qr: Qr) -> Rect:
    """Return a symbol with its quiet zone."""
    side, quiet = len(qr.matrix) * qr.module_mm, QUIET_ZONE * qr.module_mm
    return grown(Rect(qr.x, qr.y, side, side), quiet)


def grown(rect: Rect, by: float) -> Rect:
    """Return a rectangle larger by so much on each side, or smaller."""
    return Rect(rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by)


def overlaps(one: Rect, other: Rect, slack: float = 0.01) -> bool:
    """Tell whether two rectangles have more in common than an edge."""
    return (
        one.x < other.x + other.width - slack
        and other.x < one.x + one.width - slack
        and one.y < other.y + other.height - slack
        and other.y < one.y + one.height - slack
    )


def lies_in(inner: Rect, outer: Rect, slack: float = 0.01) -> bool:
    """Tell whether a rectangle reaches nowhere out of another."""
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.x + inner.width <= outer.x + outer.width + slack
        and inner.y + inner.height <= outer.y + outer.height + slack
    )


def inks(primitive: Primitive, rect: Rect, faces: Faces) -> bool:
    """Tell whether a primitive draws inside a rectangle; an outline may run around it."""
    if not overlaps(ink_box(primitive, faces), rect):
        return False
    if not isinstance(primitive, Box | Ellipse):
        return True
    half = primitive.thickness / 2 if primitive.stroke else 0.0
    if not primitive.colour and not half:
        return False
    if isinstance(primitive, Ellipse) and not _meets_ellipse(grown(_rect(primitive), half), rect):
        return False
    # What is not filled may hold the rectangle inside its outline.
    return bool(primitive.colour) or not _holds(primitive, rect, -half)


def colours_under(rect: Rect, below: Sequence[Primitive]) -> frozenset[str]:
    """Return the colours that are seen inside a rectangle, of those drawn from the bottom up.

    Thin things (texts, outlines, dashes, modules) count for nothing here.
    """
    touching: list[Filled] = []
    for primitive in reversed(below):
        filled = _as_filled(primitive)
        if filled is None or not overlaps(_rect(filled), rect):
            continue
        touching.append(filled)
        if not isinstance(filled, PictureBox) and _holds(filled, rect, 0.0):
            break
    if not touching:
        return frozenset((PAPER,))
    first = touching[0]
    if not isinstance(first, PictureBox) and first.colour and _holds(first, rect, 0.0):
        return frozenset((first.colour,))
    return frozenset(_seen(x, y, touching) for x, y in _points(rect))


def _points(rect: Rect) -> Iterator[tuple[float, float]]:
    for down in _DOWN:
        for across in _ACROSS:
            yield rect.x + across * rect.width, rect.y + down * rect.height


def _seen(x: float, y: float, touching: Sequence[Filled]) -> str:
    for shape in touching:
        if isinstance(shape, PictureBox):
            colour = _pixel(shape, x, y)
            if colour:
                return colour
        elif shape.colour and _contains(shape, x, y, 0.0):
            return shape.colour
    return PAPER


def _as_filled(primitive: Primitive) -> Filled | None:
    match primitive:
        case Box() | Ellipse() if primitive.colour:
            return primitive
        case PictureBox():
            return primitive
        case Line() if not primitive.dash:
            left, top = min(primitive.x1, primitive.x2), min(primitive.y1, primitive.y2)
            width, height = primitive.x2 - primitive.x1, primitive.y2 - primitive.y1
            half = primitive.thickness / 2
            if height:
                left, width = left - half, primitive.thickness
            else:
                top, height = top - half, primitive.thickness
            return Box(left, top, width, height, primitive.colour, 0.0)
    return None


def _rect(shape: Filled) -> Rect:
    return Rect(shape.x, shape.y, shape.width, shape.height)


def _holds(shape: Box | Ellipse, rect: Rect, grow: float) -> bool:
    """Tell whether a shape, larger by ``grow``, has a rectangle inside: it is convex."""
    corners = (
        (x, y) for x in (rect.x, rect.x + rect.width) for y in (rect.y, rect.y + rect.height)
    )
    return all(_contains(shape, x, y, grow) for x, y in corners)


def _contains(shape: Box | Ellipse, x: float, y: float, grow: float) -> bool:
    rect = grown(_rect(shape), grow)
    if not (0 <= x - rect.x <= rect.width and 0 <= y - rect.y <= rect.height):
        return False
    if isinstance(shape, Ellipse):
        across, down = rect.width / 2, rect.height / 2
    else:
        across = down = max(0.0, min(shape.radius + grow, rect.width / 2, rect.height / 2))
    if across <= 0 or down <= 0:
        return True
    # Only in a corner is a point nearer to the edge than the corner's own centre.
    off_x = max(rect.x + across - x, x - (rect.x + rect.width - across), 0.0) / across
    off_y = max(rect.y + down - y, y - (rect.y + rect.height - down), 0.0) / down
    return off_x * off_x + off_y * off_y <= 1.0


def _meets_ellipse(around: Rect, rect: Rect) -> bool:
    """Tell whether the ellipse in a rectangle reaches into another one."""
    middle_x, middle_y = around.x + around.width / 2, around.y + around.height / 2
    near_x = min(max(middle_x, rect.x), rect.x + rect.width)
    near_y = min(max(middle_y, rect.y), rect.y + rect.height)
    off_x = (near_x - middle_x) / (around.width / 2 or 1.0)
    off_y = (near_y - middle_y) / (around.height / 2 or 1.0)
    return off_x * off_x + off_y * off_y < 1.0


def _pixel(box: PictureBox, x: float, y: float) -> str | None:
    """Return a picture's colour at a point of the card, or nothing where it lets light through."""
    if not (0 <= x - box.x <= box.width and 0 <= y - box.y <= box.height):
        return None
    picture = box.picture
    crop = box.crop or Rect(0.0, 0.0, picture.width_px, picture.height_px)
    column, row = (
        min(int(share * _THUMBNAIL), _THUMBNAIL - 1)
        for share in (
            (crop.x + (x - box.x) / box.width * crop.width) / picture.width_px,
            (crop.y + (y - box.y) / box.height * crop.height) / picture.height_px,
        )
    )
    start = 4 * (row * _THUMBNAIL + column)
    pixel = _thumbnail(picture)[start : start + 4]
    return f"#{pixel[:3].hex()}" if pixel[3] >= _OPAQUE else None


@lru_cache(maxsize=8)
def _thumbnail(picture: Picture) -> bytes:
    """Return a few pixels of a picture: red, green, blue and how little light they let through."""
    from PIL import Image

    with Image.open(BytesIO(picture.data)) as image:
        return image.convert("RGBA").resize((_THUMBNAIL, _THUMBNAIL)).tobytes()
