"""What the elements other than texts become on a card: boxes, lines, pictures, symbols."""

from refdesk.cards.elements import (
    BoxElement,
    EllipseElement,
    ImageElement,
    LineElement,
    QrElement,
    Rect,
)
from refdesk.cards.pictures import Picture
from refdesk.cards.primitives import Box, Ellipse, Line, PictureBox, Qr, micrometres
from refdesk.cards.qr import QUIET_ZONE, qr_matrix


def box(element: BoxElement, rect: Rect, scale: float) -> Box:
    """Return a rectangle; its corners grow with the card, its outline does not."""
    radius = micrometres(element.radius * scale)
    outline = (element.stroke, element.thickness if element.stroke else 0.0)
    return Box(*_rounded(rect), element.colour, radius, *outline)


def ellipse(element: EllipseElement, rect: Rect) -> Ellipse:
    """Return an ellipse."""
    outline = (element.stroke, element.thickness if element.stroke else 0.0)
    return Ellipse(*_rounded(rect), element.colour, *outline)


def line(element: LineElement, rect: Rect) -> Line:
    """Return a line through the middle of its frame, along the longer side."""
    look = (element.thickness, element.colour, element.dash)
    if rect.width >= rect.height:
        y = micrometres(rect.y + rect.height / 2)
        start, end = micrometres(rect.x), micrometres(rect.x + rect.width)
        return Line(start, y, end, y, *look)
    x = micrometres(rect.x + rect.width / 2)
    start, end = micrometres(rect.y), micrometres(rect.y + rect.height)
    return Line(x, start, x, end, *look)


def picture_box(element: ImageElement, rect: Rect, picture: Picture, scale: float) -> PictureBox:
    """Return a picture whole in the middle of its frame, or so much of it as covers that."""
    across, down = rect.width / picture.width_px, rect.height / picture.height_px
    radius = micrometres(element.radius * scale)
    if element.fit == "contain":
        factor = min(across, down)
        width, height = picture.width_px * factor, picture.height_px * factor
        x, y = rect.x + (rect.width - width) / 2, rect.y + (rect.height - height) / 2
        return PictureBox(*_rounded((x, y, width, height)), picture, None, radius)
    factor = max(across, down)
    shown_width, shown_height = rect.width / factor, rect.height / factor
    left, top = (picture.width_px - shown_width) / 2, (picture.height_px - shown_height) / 2
    crop = _rounded((left, top, shown_width, shown_height))
    return PictureBox(*_rounded(rect), picture, crop, radius)


def symbol(element: QrElement, rect: Rect, text: str, dot: float) -> tuple[Qr, Box | None]:
    """Return a symbol as large as its frame, and the panel under it if it has one.

    On a printer whose ``dot`` matters a module is a whole number of dots. Raises DomainError
    ``bad_code``.
    """
    matrix = qr_matrix(text, element.level)
    modules = len(matrix)
    module = min(rect.width, rect.height) / (modules + 2 * QUIET_ZONE)
    if dot:
        module -= module % dot
    side = modules * module
    x, y = rect.x + (rect.width - side) / 2, rect.y + (rect.height - side) / 2
    qr = Qr(matrix, micrometres(x), micrometres(y), module, element.colour)
    if element.panel is None:
        return qr, None
    quiet = QUIET_ZONE * module
    around = (x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet)
    return qr, Box(*_rounded(around), element.panel, 0.0)


def _rounded(rect: tuple[float, float, float, float]) -> Rect:
    x, y, width, height = rect
    return Rect(micrometres(x), micrometres(y), micrometres(width), micrometres(height))
