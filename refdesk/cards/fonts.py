"""The typeface of printed cards: cut once, measured once, the same for both renderers.

Onest comes as one variable font. A PDF needs static outlines, so the two weights that designs use
are cut out of it at first use and kept in a cache folder; where none can be written they are cut
anew in each process, which costs a second or two. Measuring is a plain sum of advance widths, and
neither renderer kerns, so that a line is as wide on the screen as on paper.
"""

import contextlib
import logging
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias

from refdesk.cards.units import to_mm

# It tells every table and glyph it touches; none of that belongs in the program's log.
logging.getLogger("fontTools").setLevel(logging.WARNING)

REGULAR: Final = 400
SEMIBOLD: Final = 600
WEIGHTS: Final = (REGULAR, SEMIBOLD)

_STYLE_NAMES: Final = {REGULAR: "Onest-Regular", SEMIBOLD: "Onest-SemiBold"}
_WHOLE_FILE_SUM: Final = 0xB1B0AFBA
_SHAPING_TABLES: Final = ("GPOS", "GSUB", "GDEF", "STAT")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One weight of the typeface.

    ``data`` is a whole TrueType file. By character: ``glyph_ids`` in that file, ``advances`` and
    ``bearings`` (the empty strip left of the ink) in em. ``ascent``, ``descent`` (below 0) and
    ``cap_height`` are in em.
    """

    weight: int
    name: str
    data: bytes = field(repr=False)
    glyph_ids: Mapping[str, int] = field(repr=False)
    advances: Mapping[str, float] = field(repr=False)
    bearings: Mapping[str, float] = field(repr=False)
    ascent: float
    descent: float
    cap_height: float

    def width(self, text: str, size_pt: float) -> float:
        """Return the advance width in mm of one line of printable text."""
        return to_mm(sum(map(self.advances.__getitem__, text)) * size_pt)

    def bearing(self, text: str, size_pt: float) -> float:
        """Return how far in mm the ink of a line starts to the right of its origin."""
        return to_mm(self.bearings[text[0]] * size_pt) if text else 0.0


Faces: TypeAlias = Mapping[int, Face]


@cache
def load_faces(folder: Path | None = None) -> Faces:
    """Return the faces by weight, keeping their files in ``folder``.

    None stands for the user's own cache folder.
    """
    if folder is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("RefDesk", appauthor=False) / "fonts"
    return {weight: _load_face(weight, folder) for weight in WEIGHTS}


def _load_face(weight: int, folder: Path) -> Face:
    source = _variable_font().read_bytes()
    # The checksum of the source is in the name: a newer font never meets an older cut.
    kept = folder / f"onest-{zlib.crc32(source):08x}-{weight}.ttf"
    data = _read_whole(kept)
    if data is None:
        data = _cut_weight(source, weight)
        with contextlib.suppress(OSError):
            _write_atomically(kept, data)
    return _read_face(weight, data)


def _read_whole(path: Path) -> bytes | None:
    """Return a kept font file unless it is missing or, after a power cut, not all there.

    The words of a TrueType file add up to one constant: its ``head`` table makes them.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None
    words = struct.unpack(f">{len(data) // 4}I", data[: len(data) // 4 * 4])
    return data if sum(words) & 0xFFFFFFFF == _WHOLE_FILE_SUM else None


def _variable_font() -> Path:
    import fontpkg_onest

    return Path(fontpkg_onest.ROOT) / "files" / "Onest[wght].ttf"


def _cut_weight(source: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font: Any = TTFont(BytesIO(source), recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    for tag in _SHAPING_TABLES:
        if tag in font:
            del font[tag]
    cut = BytesIO()
    font.save(cut)
    return cut.getvalue()


def _write_atomically(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _read_face(weight: int, data: bytes) -> Face:
    from fontTools.ttLib import TTFont

    font: Any = TTFont(BytesIO(data), lazy=True)
    em, lines, metrics = font["head"].unitsPerEm, font["hhea"], font["hmtx"].metrics
    names = {chr(point): name for point, name in font.getBestCmap().items()}
    return Face(
        weight=weight,
        name=_STYLE_NAMES[weight],
        data=data,
        glyph_ids={char: font.getGlyphID(name) for char, name in names.items()},
        advances={char: metrics[name][0] / em for char, name in names.items()},
        bearings={char: metrics[name][1] / em for char, name in names.items()},
        ascent=lines.ascent / em,
        descent=lines.descent / em,
        cap_height=font["OS/2"].sCapHeight / em,
    )
