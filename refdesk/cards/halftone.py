"""Pictures for printers that know black and white only: greys become dots of the printer's own."""

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import Final

from refdesk.cards.elements import Rect
from refdesk.cards.pictures import Picture
from refdesk.cards.primitives import PictureBox

_KEPT: Final = 16


def in_dots(box: PictureBox, dot: float) -> PictureBox:
    """Return a picture on a card as black dots on white, each as large as a printer's.

    Where it lets light through it is white: so is the paper.
    """
    crop = box.crop or Rect(0.0, 0.0, box.picture.width_px, box.picture.height_px)
    size = (max(1, round(box.width / dot)), max(1, round(box.height / dot)))
    dots = _dots(box.picture, crop, size)
    return PictureBox(box.x, box.y, box.width, box.height, dots, None, box.radius)


@lru_cache(_KEPT)
def _dots(picture: Picture, crop: Rect, size: tuple[int, int]) -> Picture:
    from PIL import Image

    edges = (crop.x, crop.y, crop.x + crop.width, crop.y + crop.height)
    with Image.open(BytesIO(picture.data)) as image:
        whole = image.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        paper.alpha_composite(whole)
        grey = paper.convert("L").resize(size, Image.Resampling.BOX, box=edges)
    data = BytesIO()
    grey.convert("1").save(data, "PNG")
    digest = hashlib.sha256(data.getvalue()).hexdigest()
    return Picture(size[0], size[1], False, data.getvalue(), digest)
