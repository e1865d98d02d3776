"""Pictures in a PDF: pixels packed, and beside them how far they let through what lies under."""

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFStream

from refdesk.cards.pictures import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

_JPEG_QUALITY: Final = 92
# A drawing has few colours and packs well without loss; a photo has many, and loses nothing seen.
_FEW_COLOURS: Final = 4096


@dataclass(frozen=True, slots=True)
class _Pixels:
    """Packed pixels: ``space`` is Gray or RGB, ``packing`` Flate or DCT (JPEG)."""

    width: int
    height: int
    space: str
    packing: str
    data: bytes
    mask: "_Pixels | None" = None


def add_image(document: PDFDocument, picture: Picture) -> object:
    """Add a picture to a document and return the reference to it.

    The same picture gives the same bytes.
    """
    return document.Reference(_stream(document, _pixels_of(picture)))


def _stream(document: PDFDocument, pixels: _Pixels) -> PDFStream:
    entries = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": pixels.width,
        "Height": pixels.height,
        "ColorSpace": f"/Device{pixels.space}",
        "BitsPerComponent": 8,
        "Filter": f"/{pixels.packing}Decode",
    }
    if pixels.mask is not None:
        entries["SMask"] = document.Reference(_stream(document, pixels.mask))
    return PDFStream(PDFDictionary(entries), pixels.data)


def _pixels_of(picture: Picture) -> _Pixels:
    from PIL import Image

    with Image.open(BytesIO(picture.data)) as image:
        mask = None
        if picture.has_alpha:
            mask = _packed(image.convert("RGBA").getchannel("A"))
        return _packed(image.convert("RGB"), mask)


def _packed(image: "Image", mask: _Pixels | None = None) -> _Pixels:
    space = "RGB" if image.mode == "RGB" else "Gray"
    if space == "RGB" and mask is None and image.getcolors(_FEW_COLOURS) is None:
        packed = BytesIO()
        image.save(packed, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return _Pixels(image.width, image.height, space, "DCT", packed.getvalue())
    data = zlib.compress(image.tobytes(), 9)
    return _Pixels(image.width, image.height, space, "Flate", data, mask)
