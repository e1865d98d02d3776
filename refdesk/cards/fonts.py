"""The typefaces of printed cards: cut once, measured once, the same for all renderers.

Each comes as one variable font. A PDF needs static outlines, so the two weights that designs use
are cut out of it at first use and kept in a cache folder; where none can be written they are cut
anew in each process, which costs a second or two. Measuring is a plain sum of advance widths, and
no renderer kerns, so that a line is as wide on the screen as on paper. Onest has every sign that
is printed; another face takes from it the signs that it lacks itself (R48).
"""

import contextlib
import logging
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias

from refdesk.cards.units import to_mm

# It tells every table and glyph it touches; none of that belongs in the program's log.
logging.getLogger("fontTools").setLevel(logging.WARNING)

REGULAR: Final = 400
SEMIBOLD: Final = 600
WEIGHTS: Final = (REGULAR, SEMIBOLD)

ONEST: Final = "onest"
FONTS: Final = (ONEST, "cormorant", "oswald", "bitter")
"""The typefaces by the names of their packages; the first has every sign that is printed."""

_STYLE_NAMES: Final = {REGULAR: "Regular", SEMIBOLD: "SemiBold"}
_WHOLE_FILE_SUM: Final = 0xB1B0AFBA
_SHAPING_TABLES: Final = ("GPOS", "GSUB", "GDEF", "STAT")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One weight of a typeface.

    ``data`` is a whole TrueType file. By character: ``glyph_ids`` in that file, ``advances`` and
    ``bearings`` (the empty strip left of the ink) in em, with those of ``fallback`` for the signs
    that only it has. ``ascent``, ``descent`` (below 0) and ``cap_height`` are in em.
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
    font: str = ONEST
    fallback: "Face | None" = field(default=None, repr=False)

    def width(self, text: str, size_pt: float) -> float:
        """Return the advance width in mm of one line of printable text."""
        return to_mm(sum(map(self.advances.__getitem__, text)) * size_pt)

    def bearing(self, text: str, size_pt: float) -> float:
        """Return how far in mm the ink of a line starts to the right of its origin."""
        return to_mm(self.bearings[text[0]] * size_pt) if text else 0.0

    def best_for(self, text: str) -> "Face":
        """Return the face to set a text in: a word is not patched together of two faces' letters,
        so one letter that this face lacks hands the text to the one that has all."""
        if self.fallback is None or self._has_all(text):
            return self
        lacks_letter = any(char.isalpha() and char not in self.glyph_ids for char in text)
        return self.fallback if lacks_letter else self

    def runs(self, text: str) -> Iterator[tuple["Face", str]]:
        """Yield a line in pieces, each with the face that has its signs."""
        if self.fallback is None or self._has_all(text):
            yield self, text
            return
        for is_own, signs in groupby(text, self.glyph_ids.__contains__):
            yield self if is_own else self.fallback, "".join(signs)

    def _has_all(self, text: str) -> bool:
        return all(map(self.glyph_ids.__contains__, text))


Faces: TypeAlias = Mapping[tuple[str, int], Face]
"""Faces by the name of the typeface and the weight."""


class _LazyFaces(Faces):
    """All faces, each cut and read when it is first asked for; for any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[tuple[str, int], Face] = {}
        self._lock = Lock()

    def __getitem__(self, key: tuple[str, int]) -> Face:
        face = self._loaded.get(key)
        if face is None:
            font, weight = key
            if font not in FONTS or weight not in WEIGHTS:
                raise KeyError(key)
            fallback = None if font == ONEST else self[ONEST, weight]
            with self._lock:
                face = self._loaded.get(key) or _load_face(font, weight, self._folder, fallback)
                self._loaded[key] = face
        return face

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((font, weight) for font in FONTS for weight in WEIGHTS)

    def __len__(self) -> int:
        return len(FONTS) * len(WEIGHTS)


@cache
def load_faces(folder: Path | None = None) -> Faces:
    """Return the faces, keeping their files in ``folder``; each is loaded when it is needed.

    None stands for the user's own cache folder.
    """
    if folder is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("RefDesk", appauthor=False) / "fonts"
    return _LazyFaces(folder)


def _load_face(font: str, weight: int, folder: Path, fallback: Face | None = None) -> Face:
    source = _variable_font(font).read_bytes()
    # The checksum of the source is in the name: a newer font never meets an older cut.
    kept = folder / f"{font}-{zlib.crc32(source):08x}-{weight}.ttf"
    data = _read_whole(kept)
    if data is None:
        data = _cut_weight(source, weight)
        with contextlib.suppress(OSError):
            _write_atomically(kept, data)
    return _read_face(font, weight, data, fallback)


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


def _variable_font(font: str) -> Path:
    package = import_module(f"fontpkg_{font}")
    return Path(package.ROOT) / "files" / f"{font.capitalize()}[wght].ttf"


def _cut_weight(source: bytes, weight: int) -> bytes:
    """Return one weight as a font file of its own.

    What only shaping needs is dropped first: most of a font's signs are for it, and each would be
    cut out too, in several times the time.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font: Any = TTFont(BytesIO(source), recalcTimestamp=False)
    for tag in _SHAPING_TABLES:
        if tag in font:
            del font[tag]
    subsetter = Subsetter(Options(layout_features=[], name_IDs=["*"], notdef_outline=True))
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
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


def _read_face(font: str, weight: int, data: bytes, fallback: Face | None) -> Face:
    from fontTools.ttLib import TTFont

    file: Any = TTFont(BytesIO(data), lazy=True)
    em, lines, metrics = file["head"].unitsPerEm, file["hhea"], file["hmtx"].metrics
    names = {chr(point): name for point, name in file.getBestCmap().items()}
    advances, bearings = (
        {char: metrics[name][figure] / em for char, name in names.items()} for figure in (0, 1)
    )
    return Face(
        weight=weight,
        name=f"{font.capitalize()}-{_STYLE_NAMES[weight]}",
        data=data,
        glyph_ids={char: file.getGlyphID(name) for char, name in names.items()},
        advances={**fallback.advances, **advances} if fallback else advances,
        bearings={**fallback.bearings, **bearings} if fallback else bearings,
        ascent=lines.ascent / em,
        descent=lines.descent / em,
        cap_height=file["OS/2"].sCapHeight / em,
        font=font,
        fallback=fallback,
    )
