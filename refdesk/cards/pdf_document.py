"""Pages of operators in a PDF document of `reportlab`, in the file as soon as they are full.

The library would keep every page until the file is saved, and then hold the file twice over. Here
a page is deflated and written at once, and all that is kept of it is where it stands; its
dictionary holds no more than a viewer asks for: what all pages have in common (their size, fonts
and forms) stands in the file once, at its end. Everything here knows `reportlab`, whose import is
slow, and is itself imported where a file is written.
"""

import hashlib
import zlib
from array import array
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO, Final

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFFormXObject,
    PDFIndirectObject,
    PDFPages,
    PDFResourceDictionary,
    PDFString,
)
from reportlab.pdfbase.ttfonts import TTFont

from refdesk.cards.fonts import Face
from refdesk.cards.imposition import Flip
from refdesk.cards.pdf_pictures import add_image
from refdesk.cards.pictures import Picture

# PrintScaling is of PDF 1.6, Duplex and PickTrayByPDFSize of 1.7.
_VERSION: Final = (1, 7)
# Four bytes above 127 tell whoever passes the file on that it is no text.
_HEADER: Final = b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n" % _VERSION
_NOT_USED: Final = b"0000000000 65535 f \n"
_MADE_BY: Final = {"Creator": "RefDesk", "Producer": "ReportLab PDF Library"}
# A viewer that fits pages to its paper would move every card off its cell.
_PREFERENCES: Final = {"PrintScaling": "/None", "PickTrayByPDFSize": "true"}
_DUPLEX: Final = {
    None: "/Simplex",
    "long": "/DuplexFlipLongEdge",
    "short": "/DuplexFlipShortEdge",
}


class PdfDocument:
    """A document of equal pages, ``width`` by ``height`` in pt, written to ``stream`` as they come.

    Without a stream it is kept in memory. ``duplex`` is the edge at which the printer is asked to
    turn sheets; None asks for one side. The same content makes the same bytes: the file tells no
    time.
    """

    def __init__(
        self,
        width: float,
        height: float,
        title: str,
        *,
        stream: BinaryIO | None = None,
        duplex: Flip | None = None,
    ) -> None:
        self._file = _File(stream or BytesIO())
        document = self._document = PDFDocument(compression=1, invariant=1, pdfVersion=_VERSION)
        # What cannot be written as UTF-16 is half of a sign.
        told = {"Title": title.encode(errors="replace").decode(), **_MADE_BY}
        self._info = PDFDictionary({key: PDFString(text) for key, text in told.items()})
        preferences = {**_PREFERENCES, "Duplex": _DUPLEX[duplex]}
        document.Catalog.ViewerPreferences = PDFDictionary(preferences)
        self._resources = PDFResourceDictionary()
        self._pictures: set[str] = set()
        self._resources.basicFonts()
        self._shared: dict[str, bytes] = {}
        self._pages = _Pages()
        # Pages inherit what the tree above them has.
        self._pages.__Defaults__ = self._pages.__Defaults__ | {
            "MediaBox": PDFArray([0, 0, width, height]),
            "Resources": document.Reference(self._resources),
        }
        document.Pages = document.Catalog.Pages = self._pages
        self._parent = document.Reference(self._pages).format(document)

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

    def add_picture(self, picture: Picture) -> str:
        """Return the name of a picture that fills the unit square; the file gets it once."""
        name = f"P{picture.digest}"
        if name not in self._pictures:
            self._pictures.add(name)
            self._resources.XObject[name] = add_image(self._document, picture)
        return name

    def add_page(self, operators: Iterable[str], shared: str = "") -> None:
        """Write a page; ``shared`` are operators before the others that other pages begin with too:
        the file gets them once. Raises OSError.
        """
        content = self._add_content("".join(operators))
        if shared:
            if shared not in self._shared:
                self._shared[shared] = self._add_content(shared)
            content = b"[%b %b]" % (self._shared[shared], content)
        page = self._new_number()
        self._file.add(page, b"<</Type/Page/Parent %b/Contents %b>>" % (self._parent, content))
        self._pages.numbers.append(page)

    def _add_content(self, operators: str) -> bytes:
        """Write operators and return the reference to them."""
        packed, number = zlib.compress(operators.encode()), self._new_number()
        head = b"<</Filter/FlateDecode/Length %d>>" % len(packed)
        self._file.add(number, b"%b\nstream\n%b\nendstream" % (head, packed))
        return b"%d 0 R" % number

    def finish(self) -> None:
        """Write what pages have in common and close the file; nothing can be added afterwards.

        Raises OSError.
        """
        document = self._document
        for font in document.delayedFonts:
            font.addObjects(document)
        document.Catalog.Outlines = None
        root, info = document.Reference(document.Catalog), document.Reference(self._info)
        number = 0
        # Objects may ask for others while they are written.
        while number < document.objectcounter:
            number += 1
            name = document.numberToId.get(number)
            if name is not None:
                found = PDFIndirectObject(name, document.idToObject[name])
                self._file.add_whole(number, found.format(document))
        self._file.close(root.format(document), info.format(document), document.objectcounter)

    def save(self, stream: BinaryIO) -> None:
        """Finish a document that was kept in memory, and write it; raises OSError."""
        self.finish()
        self._file.copy_to(stream)

    def _new_number(self) -> int:
        """Return the number of an object that the library does not know of."""
        number: int = self._document.objectcounter + 1
        self._document.objectcounter = number
        return number


class _Pages(PDFPages):  # type: ignore[misc]
    """The tree above all pages, which tells them by their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = array("L")

    def check_format(self, document: PDFDocument) -> None:
        """Give the library the references it writes."""
        self.Kids = f"[{' '.join(f'{number} 0 R' for number in self.numbers)}]"
        self.Count = len(self.numbers)


class _File:
    """Objects written one after another, and where each begins."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._offsets = array("Q")
        self._length = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._write(_HEADER)

    def add(self, number: int, content: bytes) -> None:
        """Write the content of an object."""
        self.add_whole(number, b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def add_whole(self, number: int, written: bytes) -> None:
        """Write an object with all that is around it."""
        missing = number + 1 - len(self._offsets)
        if missing > 0:
            self._offsets.extend([0] * missing)
        self._offsets[number] = self._length
        self._write(written)

    def close(self, root: bytes, info: bytes, last: int) -> None:
        """Write the table of objects and what leads to it."""
        start, digest = self._length, self._digest.hexdigest().encode()
        self._write(b"xref\n0 %d\n" % (last + 1))
        for number in range(last + 1):
            offset = self._offsets[number] if number < len(self._offsets) else 0
            self._write(b"%010d 00000 n \n" % offset if offset else _NOT_USED)
        self._write(
            b"trailer\n<</Size %d/Root %b/Info %b/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (last + 1, root, info, digest, digest, start)
        )

    def copy_to(self, stream: BinaryIO) -> None:
        """Write all of it to another stream."""
        self._stream.seek(0)
        stream.write(self._stream.read())

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self._length += len(data)


class PdfFont:
    """One face of one document, of which the file gets the signs that were shown."""

    def __init__(self, document: PDFDocument, face: Face) -> None:
        self.face = face
        self._document = document
        # Characters get codes as they come: with codes of ASCII all of ASCII would be embedded.
        self._font = TTFont(face.name, BytesIO(face.data), asciiReadable=False)
        # The faces are cut out of one file and have its name.
        self._font.face.name = face.name.encode()
        self._shown: dict[str, tuple[str, str]] = {}

    def show(self, text: str, size: str) -> str:
        """Return the operators that show printable text at the place that is set, without kerning.

        A font of the file has room for 256 characters; text with more of them changes fonts.
        """
        shown = self._shown
        if not shown.keys() >= set(text):
            self._add(text)
        runs = groupby((shown[char] for char in text), itemgetter(0))
        return "".join(
            f"{name} {size} Tf<{''.join(code for _, code in codes)}>Tj" for name, codes in runs
        )

    def _add(self, text: str) -> None:
        """Give the signs of a text their fonts of the file and their codes, which they keep."""
        font, document = self._font, self._document
        for char in text:
            if char not in self._shown:
                ((subset, code),) = font.splitString(char, document)
                self._shown[char] = font.getSubsetInternalName(subset, document), code.hex()
