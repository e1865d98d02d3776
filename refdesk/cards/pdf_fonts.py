"""The faces inside a PDF: only the signs in use, and a way back from each to its character.

Every character gets its own number in the order of first use, even where two share an outline
(Latin A and Cyrillic А do), so that text copied out of the file is the text that was put in.
"""

import hashlib
from io import BytesIO
from typing import Any, Final

from refdesk.cards.fonts import SEMIBOLD, Face
from refdesk.cards.pdf_file import PdfFile, pdf_number

_DROPPED_TABLES: Final = ["OS/2", "name", "cmap", "GPOS", "GSUB", "GDEF", "STAT", "gasp"]
_PER_SECTION: Final = 100
_CMAP_HEAD: Final = (
    "/CIDInit/ProcSet findresource begin 12 dict begin begincmap"
    "/CMapName/RefDesk def/CMapType 2 def "
    "1 begincodespacerange<0000><FFFF>endcodespacerange\n"
)
_CMAP_TAIL: Final = "endcmap CMapName currentdict/CMap defineresource pop end end"


class _Numbers(dict[str, str]):
    """Characters to their numbers as four hexadecimal digits, given out at first sight."""

    def __missing__(self, char: str) -> str:
        number = self[char] = f"{len(self) + 1:04X}"
        return number


class PdfFont:
    """One face of one document."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.resource = f"F{face.weight}"
        self._numbers = _Numbers()

    @property
    def is_used(self) -> bool:
        """Whether anything was encoded."""
        return bool(self._numbers)

    def encode(self, text: str) -> str:
        """Return printable text as the operand of a text operator."""
        return f"<{''.join(map(self._numbers.__getitem__, text))}>"

    def write(self, file: PdfFile, number: int) -> None:
        """Write the font with the characters encoded so far as object ``number``."""
        chars = list(self._numbers)
        data, glyph_ids = _subset(self.face, chars)
        program = file.add_stream(data, b"/Length1 %d" % len(data))
        glyph_map = b"".join(glyph.to_bytes(2) for glyph in (0, *glyph_ids))
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.blake2b(data, digest_size=6).digest())
        name = f"{tag}+{self.face.name}"
        widths = " ".join(pdf_number(self.face.advances[char] * 1000) for char in chars)
        descendant = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {self._write_descriptor(file, name, program)} 0 R/DW 0"
            f"/W[1[{widths}]]/CIDToGIDMap {file.add_stream(glyph_map)} 0 R>>".encode()
        )
        to_unicode = file.add_stream(_unicode_map(chars).encode())
        file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>".encode(),
            number,
        )

    def _write_descriptor(self, file: PdfFile, name: str, program: int) -> int:
        face = self.face
        box = " ".join(pdf_number(edge * 1000) for edge in face.box)
        return file.add(
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/ItalicAngle 0/FontBBox[{box}]"
            f"/Ascent {pdf_number(face.ascent * 1000)}/Descent {pdf_number(face.descent * 1000)}"
            f"/CapHeight {pdf_number(face.cap_height * 1000)}"
            f"/StemV {120 if face.weight == SEMIBOLD else 80}/FontFile2 {program} 0 R>>".encode()
        )


def _subset(face: Face, chars: list[str]) -> tuple[bytes, list[int]]:
    """Return a font file with the outlines of ``chars`` alone, and their places in it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options: Any = subset.Options(notdef_outline=True, layout_features=[], name_IDs=[])
    options.drop_tables += _DROPPED_TABLES
    font: Any = TTFont(BytesIO(face.data), recalcTimestamp=False)
    names = [face.glyph_names[char] for char in chars]
    subsetter = subset.Subsetter(options)
    subsetter.populate(glyphs=names)
    subsetter.subset(font)
    data = BytesIO()
    font.save(data)
    return data.getvalue(), [font.getGlyphID(name) for name in names]


def _unicode_map(chars: list[str]) -> str:
    lines = [
        f"<{number:04X}><{char.encode('utf-16-be').hex().upper()}>"
        for number, char in enumerate(chars, start=1)
    ]
    sections = [lines[at : at + _PER_SECTION] for at in range(0, len(lines), _PER_SECTION)]
    body = "".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in sections
    )
    return _CMAP_HEAD + body + _CMAP_TAIL
