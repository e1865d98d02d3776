"""Pages of operators in a PDF document of `reportlab`, packed as soon as they are full.

The library keeps what it was given until the file is saved. So that many cards need little room,
a page is kept deflated, and its dictionary holds no more than a viewer asks for: what all pages
have in common (their size, fonts and forms) stands in the file once. Everything here knows
`reportlab`, whose import is slow, and is itself imported where a file is written.
"""

import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO, Final

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFFormXObject,
    PDFResourceDictionary,
    PDFStream,
)
from reportlab.pdfbase.ttfonts import TTFont

from refdesk.cards.fonts import Face

# PrintScaling is of PDF 1.6, PickTrayByPDFSize of 1.7.
_VERSION: Final = (1, 7)
_DEFLATED: Final = PDFDictionary({"Filter": "/FlateDecode"})
# A viewer that fits pages to its paper would move every card off its cell.
_PREFERENCES: Final = {"PrintScaling": "/None", "PickTrayByPDFSize": "true"}


class PdfDocument:
    """A document of equal pages, ``width`` by ``height`` in pt.

    The same content makes the same bytes: the file tells no time.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        document = self._document = PDFDocument(compression=1, invariant=1, pdfVersion=_VERSION)
        # What cannot be written as UTF-16 is half of a sign.
        document.setTitle(title.encode(errors="replace").decode())
        document.setCreator("RefDesk")
        document.setAuthor("")
        document.setSubject("")
        document.Catalog.ViewerPreferences = PDFDictionary(_PREFERENCES)
        self._resources = PDFResourceDictionary()
        self._resources.basicFonts()
        # Pages inherit what the tree above them has.
        pages = document.Pages
        pages.__Defaults__ = pages.__Defaults__ | {
            "MediaBox": PDFArray([0, 0, width, height]),
            "Resources": document.Reference(self._resources),
        }
        self._parent = self._refer(pages)

    def add_font(self, face: Face) -> "PdfFont":
        """Return a font to show text with; the file gets it when it is used."""
        return PdfFont(self._document, face)

    def add_form(self, name: str, operators: str, box: tuple[float, float, float, float]) -> str:
        """Add operators that draw inside ``box``; return what draws all of them by name."""
        form = PDFFormXObject(*box)
        form.setStreamList(operators)
        form.compression = 1
        form.Resources = self._document.Reference(self._resources)
        self._resources.XObject[name] = self._document.Reference(form, name)
        return f"/{name} Do\n"

    def add_page(self, operators: Iterable[str]) -> None:
        """Add a page.

        A page object of the library would say again what is inherited, in some 50 bytes more.
        """
        content = PDFStream(_DEFLATED, zlib.compress("".join(operators).encode()))
        page = f"<</Type/Page/Parent {self._parent}/Contents {self._refer(content)}>>"
        document = self._document
        document.Pages.addPage(document.Reference(page, document.thisPageName()))
        document.pageCounter += 1

    def _refer(self, found: object) -> str:
        """Return the reference to an object as it stands in the file."""
        reference: bytes = self._document.Reference(found).format(self._document)
        return reference.decode()

    def save(self, stream: BinaryIO) -> None:
        """Write the file; nothing can be added afterwards."""
        stream.write(self._document.GetPDFData(None))


class PdfFont:
    """One face of one document, of which the file gets the signs that were shown."""

    def __init__(self, document: PDFDocument, face: Face) -> None:
        self.face = face
        self._document = document
        # Characters get codes as they come: with codes of ASCII all of ASCII would be embedded.
        self._font = TTFont(face.name, BytesIO(face.data), asciiReadable=False)
        # The faces are cut out of one file and have its name.
        self._font.face.name = face.name.encode()

    def show(self, text: str, size: str) -> str:
        """Return the operators that show printable text at the place that is set, without kerning.

        A font of the file has room for 256 characters; text with more of them changes fonts.
        """
        font, document = self._font, self._document
        return "".join(
            f"{font.getSubsetInternalName(subset, document)} {size} Tf<{codes.hex()}>Tj"
            for subset, codes in font.splitString(text, document)
        )
