"""A design with everything that makes sheets hard, and what the tests of sheets share.

Colour runs over the edges, shapes reach out of the card, both sides tell the card's code.
"""

from pathlib import Path

import pypdfium2
from PIL import Image

from refdesk.cards.design import Design, parse_design
from refdesk.cards.imposition import Flip, Side, spot_of
from refdesk.cards.stocks import Stock
from refdesk.cards.units import MM_PER_INCH, to_points

FRONT, BACK, ROUND = "#1d3c6e", "#f2d04a", "#c8402f"

_LAYOUT = """
[[layout]]
family = "card"
nominal = [{width}, {height}]
background.front = "{front}"
background.back = "{back}"

[[layout.front]]
kind = "ellipse"
left = -12.0
width = 24.0
top = -12.0
height = 24.0
colour = "{round}"

[[layout.front]]
kind = "text"
left = 4.0
width = 40.0
bottom = 4.0
height = 8.0
text = "{{offer}}"
size = 16.0
least = 8.0
colour = "#ffffff"

[[layout.front]]
kind = "qr"
right = 4.0
width = 30.0
top = 4.0
height = 30.0
text = "{{code}}"
panel = "#ffffff"

[[layout.front]]
kind = "text"
right = 4.0
width = 34.0
top = 37.0
height = 6.0
text = "{{code}}"
size = 9.0
least = 8.0
weight = 600
align = "center"
colour = "#ffffff"

[[layout.back]]
kind = "ellipse"
right = -10.0
width = 20.0
bottom = -10.0
height = 20.0
colour = "{round}"

[[layout.back]]
kind = "text"
left = 8.0
right = 8.0
top = 8.0
height = 8.0
text = "{{name}}"
size = 12.0
least = 8.0

[[layout.back]]
kind = "text"
left = 8.0
right = 8.0
top = 18.0
height = 8.0
text = "{{code}}"
size = 12.0
least = 8.0
weight = 600
"""


TWO_SIDED = 'title = { en = "Two", ru = "Две" }\n' + "".join(
    _LAYOUT.format(shape=shape, width=width, height=height, front=FRONT, back=BACK, round=ROUND)
    for shape, width, height in (("wide", 85.0, 54.0), ("tall", 54.0, 85.0))
)
"""The design as a file, for wide cards and for tall ones."""


def two_sided() -> Design:
    """The design."""
    return parse_design("two-sided", TWO_SIDED)


def page_text(path: Path, page: int, box: tuple[float, ...] | None = None) -> str:
    """The page's text, all of it or that inside a box of left, bottom, right, top in pt."""
    with pypdfium2.PdfDocument(path) as document:
        words = document[page - 1].get_textpage()
        text = words.get_text_bounded(*box) if box else words.get_text_range()
    return str(text).replace("\r\n", "\n")


def cell_box(
    stock: Stock, cell: int, side: Side = "front", flip: Flip | None = None
) -> tuple[float, float, float, float]:
    """Where a cell is on a side of the page, from left, top to right, bottom in mm."""
    spot = spot_of(stock, cell, 0.0, flip, side)
    return spot.x, spot.y, spot.x + spot.width, spot.y + spot.height


def cell_picture(
    picture: Image.Image, box: tuple[float, float, float, float], dpi: float
) -> Image.Image:
    """What a picture of the page shows inside a box in mm."""
    left, top, right, bottom = (round(edge * dpi / MM_PER_INCH) for edge in box)
    return picture.crop((left, top, right, bottom))


def cell_text(path: Path, page: int, stock: Stock, box: tuple[float, float, float, float]) -> str:
    """What the PDF's own text says inside a box in mm."""
    left, top, right, bottom = box
    height = stock.page_height
    edges = (left, height - bottom, right, height - top)
    return page_text(path, page, tuple(map(to_points, edges)))
