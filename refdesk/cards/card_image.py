"""One card as a picture for messengers: PNG drawn by PDFium, SVG of outlines. Neither needs Qt."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from refdesk.cards.elements import with_bleed
from refdesk.cards.fonts import Faces, load_faces
from refdesk.cards.new_file import replacing
from refdesk.cards.primitives import Primitive
from refdesk.cards.raster import render_page
from refdesk.cards.stocks import CellSize
from refdesk.cards.svg_drawing import card_svg, sides_svg
from refdesk.cards.units import MM_PER_INCH, to_points

WIDTH_PX: Final = 1080
"""What messengers show without making it smaller."""

GAP: Final = 2.0
"""Between the two sides of a card in one picture, in mm."""

GROUND: Final = "#d9dee3"
"""What is seen in the gap."""


def card_png(
    primitives: Iterable[Primitive],
    size: CellSize,
    width_px: int = WIDTH_PX,
    faces: Faces | None = None,
) -> bytes:
    """Return one card on white, ``width_px`` wide, as a PNG."""
    height_px = max(1, round(width_px * size.height / size.width))
    # A page is drawn on whole pixels, one more than are wanted where it does not come out even.
    page = render_page(_card_pdf(primitives, size, faces), 1, width_px / size.width * MM_PER_INCH)
    picture = BytesIO()
    page.crop((0, 0, width_px, height_px)).save(picture, "PNG")
    return picture.getvalue()


def write_card_png(
    path: Path,
    primitives: Iterable[Primitive],
    size: CellSize,
    width_px: int = WIDTH_PX,
    *,
    faces: Faces | None = None,
) -> None:
    """Write one card as a PNG; raises OSError, and nothing is left behind then."""
    with replacing(path) as stream:
        stream.write(card_png(primitives, size, width_px, faces))


def write_card_svg(
    path: Path,
    primitives: Iterable[Primitive],
    size: CellSize,
    *,
    title: str = "",
    faces: Faces | None = None,
) -> None:
    """Write one card as an SVG; raises OSError, and nothing is left behind then."""
    with replacing(path) as stream:
        stream.write(card_svg(primitives, size, faces, title).encode())


def write_sides(
    path: Path,
    sides: Sequence[Iterable[Primitive]],
    size: CellSize,
    *,
    title: str = "",
    faces: Faces | None = None,
) -> None:
    """Write the sides of a card one under another: an SVG where the file's name says so, else a
    PNG 1080 px wide; raises OSError, and nothing is left behind then."""
    if path.suffix.lower() == ".svg":
        data = sides_svg(sides, size, faces, title, gap=GAP, ground=GROUND).encode()
    else:
        data = _sides_png([card_png(side, size, faces=faces) for side in sides], size)
    with replacing(path) as stream:
        stream.write(data)


def _sides_png(sides: Sequence[bytes], size: CellSize) -> bytes:
    from PIL import Image

    if len(sides) == 1:
        return sides[0]
    gap = round(GAP / size.width * WIDTH_PX)
    pictures = [Image.open(BytesIO(side)).convert("RGB") for side in sides]
    high = pictures[0].height
    whole = Image.new("RGB", (WIDTH_PX, len(sides) * high + (len(sides) - 1) * gap), GROUND)
    for place, picture in enumerate(pictures):
        whole.paste(picture, (0, place * (high + gap)))
    stream = BytesIO()
    whole.save(stream, "PNG")
    return stream.getvalue()


def _card_pdf(primitives: Iterable[Primitive], size: CellSize, faces: Faces | None) -> bytes:
    # They import the PDF library, which is slow.
    from refdesk.cards.pdf_document import PdfDocument
    from refdesk.cards.pdf_drawing import PdfDrawing, clip_to, pdf_number

    stream = BytesIO()
    width, height = to_points(size.width), to_points(size.height)
    document = PdfDocument(width, height, "", stream=stream)
    drawing = PdfDrawing(document, faces or load_faces())
    place = f"1 0 0 1 0 {pdf_number(height)} cm\n"
    document.add_page((place, clip_to(with_bleed(size, 0.0)), drawing.draw(primitives)))
    document.finish()
    return stream.getvalue()
