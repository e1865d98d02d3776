"""A design with every kind of element in every way it can be drawn, on both sides, one by one."""

from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageDraw

from refdesk.cards.compose import CardRecord
from refdesk.cards.design import Design, Layout, parse_design
from refdesk.cards.pictures import Picture
from tests.unit.cards.samples import RUSSIAN

EVERYTHING = """
title = { en = "Everything", ru = "Всё" }

[[layout]]
nominal = [85, 54]
background.front = "#f3e9d2"
background.back = "#16324f"

[[layout.front]]
kind = "box"
name = "box"
left = -5
width = 30
top = -5
height = 20
colour = "#0b3f93"

[[layout.front]]
kind = "box"
name = "rounded outline"
left = 4
width = 30
top = 6
height = 12
colour = "#ffffff"
radius = 3
stroke = "#c0392b"
thickness = 1.2

[[layout.front]]
kind = "box"
name = "outline alone"
left = 3
right = 3
top = 3
bottom = 3
stroke = "#16324f"
thickness = 0.5

[[layout.front]]
kind = "ellipse"
name = "circle over the edge"
right = -12
width = 40
bottom = -12
height = 40
colour = "#e67e22"

[[layout.front]]
kind = "ellipse"
name = "ring"
left = 30
width = 26
top = 30
height = 14
stroke = "#0b3f93"
thickness = 2

[[layout.front]]
kind = "line"
name = "solid line"
left = 4
right = 40
top = 22
height = 1
colour = "#c0392b"
thickness = 0.8

[[layout.front]]
kind = "line"
name = "dashed line"
left = 40
width = 1
top = 4
bottom = 4
thickness = 0.6
dash = 2

[[layout.front]]
kind = "image"
name = "logo with holes"
left = 6
width = 20
top = 28
height = 20
picture = "logo"

[[layout.front]]
kind = "image"
name = "photo that covers, rounded"
left = 44
width = 16
top = 6
height = 24
picture = "photo"
fit = "cover"
radius = 4

[[layout.front]]
kind = "qr"
name = "coloured symbol on a panel"
right = 3
width = 20
top = 3
height = 20
colour = "#16324f"
panel = "#ffffff"
level = "M"

[[layout.front]]
kind = "text"
name = "text in capitals, on the right"
left = 30
right = 4
top = 40
height = 8
anchor = "bottom"
text = "только {shop} · {valid}"
size = 9
weight = 600
colour = "#16324f"
align = "right"
lines = 2
caps = true

[[layout.back]]
kind = "text"
name = "cormorant"
left = 5
right = 5
top = 3
height = 11
text = "{shop} → ✓"
font = "cormorant"
size = 24
colour = "#ffffff"

[[layout.back]]
kind = "text"
name = "oswald"
left = 5
right = 5
top = 15
height = 10
text = "{offer_title} → {offer} ✓"
font = "oswald"
size = 18
weight = 600
colour = "#ffd166"
align = "center"

[[layout.back]]
kind = "column"
name = "column in bitter"
anchor = "bottom"
left = 5
right = 30
top = 26
bottom = 4
item = [
    { text = "{reward_title}", font = "bitter", size = 8, colour = "#ffffff" },
    { text = "{reward}", font = "bitter", size = 14, weight = 600, colour = "#ffffff", before = 1 },
    { rule = 0.4, colour = "#ffd166", before = 1 },
    { text = "{terms}", size = 6.5, lines = 3, colour = "#ffffff", before = 1 },
]
"""

DESIGN = parse_design("everything", EVERYTHING)


def kinds() -> dict[str, Design]:
    """A design for each element alone, by what is special about it, and those with all of them."""
    (layout,) = DESIGN.layouts
    alone = {
        element.name: _with(replace(layout, front=(element,), front_colour=None))
        for element in (*layout.front, *layout.back)
        if element not in layout.back
    }
    on_dark = {
        element.name: _with(replace(layout, front=(element,), front_colour=layout.back_colour))
        for element in layout.back
    }
    backs = _with(replace(layout, front=layout.back, front_colour=layout.back_colour))
    return alone | on_dark | {"all on the front": DESIGN, "all on the back": backs}


def _with(layout: Layout) -> Design:
    return replace(DESIGN, layouts=(layout,))


def logo() -> Picture:
    """A ring on nothing, with a soft edge."""
    image = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 229, 229), fill=(192, 57, 43, 255))
    pen.ellipse((60, 60, 179, 179), fill=(11, 63, 147, 128))
    pen.rectangle((100, 100, 139, 139), fill=(0, 0, 0, 0))
    return _picture(image, "ring")


def photo(width: int = 400, height: int = 300) -> Picture:
    """Many colours, and nothing alike above and below, left and right."""
    image = Image.new("RGB", (width, height))
    image.putdata(
        [
            (255 * x // width, 255 * y // height, (x * 7 + y * 13) % 120)
            for y in range(height)
            for x in range(width)
        ]
    )
    return _picture(image, f"photo{width}x{height}")


def _picture(image: Image.Image, digest: str) -> Picture:
    data = BytesIO()
    image.save(data, "PNG")
    return Picture(image.width, image.height, image.mode == "RGBA", data.getvalue(), digest)


def illustrated(fields: dict[str, str] | None = None, code: str = "7K4M9XQT2A") -> CardRecord:
    """A card with a logo and a photo."""
    pictures = {"logo": logo(), "photo": photo()}
    return CardRecord(code, f"{code[:5]}-{code[5:]}", fields or RUSSIAN, pictures)
