"""Pages of a finished PDF as pictures, drawn by PDFium: for previews and for reading back."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from refdesk.cards.units import POINTS_PER_INCH

if TYPE_CHECKING:
    from PIL.Image import Image

PdfSource: TypeAlias = Path | bytes


def count_pages(source: PdfSource) -> int:
    """Return how many pages a PDF has."""
    from pypdfium2 import PdfDocument

    with PdfDocument(source) as document:
        return len(document)


def render_page(source: PdfSource, page: int, dpi: float) -> "Image":
    """Return page ``page`` (from 1) of a PDF file or its bytes as an RGB picture.

    Raises ValueError for what cannot be read as a PDF or has no such page.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(source) as document:
            bitmap = document[page - 1].render(scale=dpi / POINTS_PER_INCH)
            image: Image = bitmap.to_pil().convert("RGB")
    except (PdfiumError, IndexError) as unreadable:
        raise ValueError(str(unreadable)) from unreadable
    return image
