"""QR symbols: text to modules by `qrcode`, and from a picture back to text by `zxing-cpp`.

Encoder and decoder share no code, so a printed symbol that reads back is right.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from refdesk.cards.qr_table import SymbolTable, layout_of
from refdesk.cards.raster import PdfSource, render_page
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from PIL.Image import Image

Matrix: TypeAlias = tuple[bytes, ...]
"""Modules row by row; 1 is dark."""

QUIET_ZONE: Final = 4
"""Light modules around a symbol (R25)."""

LONGEST_TEXT: Final = 120
"""In bytes; a link with a code needs some 40, and anything longer is too dense for a card."""


def qr_matrix(text: str, level: str = "Q") -> Matrix:
    """Return the modules of ``text`` row by row, without the quiet zone; 1 is dark (R25).

    The smallest version at ``level`` (M or Q), raised where that needs no larger one: up to 10
    capitals and digits become version 1-H (21 modules a side), up to 16 version 1-Q. Anything but
    capitals, digits and ``$%*+-./:`` is packed as UTF-8. Raises DomainError ``bad_code`` for an
    empty text and for one above ``LONGEST_TEXT``.
    """
    if not 0 < len(text.encode()) <= LONGEST_TEXT:
        raise DomainError("bad_code", length=len(text))
    is_alphanumeric, length = layout_of(text)
    return _table(is_alphanumeric, length, level).matrix(text)


def decode_image(image: "Image") -> tuple[str, ...]:
    """Return the texts of all QR symbols in a picture, in no particular order."""
    from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

    only_qr = BarcodeFormats([BarcodeFormat.QRCode])
    return tuple(found.text for found in read_barcodes(image, formats=only_qr))


def decode_page(source: PdfSource, page: int, *, dpi: float = 300) -> tuple[str, ...]:
    """Return the texts of all QR symbols on page ``page`` (from 1) of a PDF.

    Raises ValueError for what is none.
    """
    return decode_image(render_page(source, page, dpi))


@lru_cache(maxsize=16)
def _table(is_alphanumeric: bool, length: int, level: str) -> SymbolTable:
    return SymbolTable(is_alphanumeric=is_alphanumeric, length=length, level=level)
