"""Text as people type it, made into text that the typeface can print.

A PDF shows an empty box for a sign its font has not, without a word. So every text is cleaned
first: control and invisible signs go, unknown ones become what a reader takes for the same or a
visible "?", and the signs that were replaced are reported.
"""

import unicodedata
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final, Literal

from refdesk.cards.fonts import ONEST, REGULAR, Face, Faces, load_faces

UNKNOWN: Final = "?"

_EQUIVALENTS: Final = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2015": "—",
    "\u2043": "-",
    "★": "*",
    "☆": "*",
    "✔": "✓",
    "➔": "→",
    "➜": "→",
}


def missing_glyphs(text: str, faces: Faces | None = None) -> tuple[str, ...]:
    """Return the signs of ``text``, each once and sorted, that are replaced in print."""
    return tuple(sorted(printable(text, faces)[1]))


def printable(text: str, faces: Faces | None = None) -> tuple[str, frozenset[str]]:
    """Return ``text`` as one printable line, and the signs that had to be replaced."""
    face = (faces or load_faces())[ONEST, REGULAR]
    if _plain_signs(face).issuperset(text) and "  " not in text and text == text.strip():
        return text, frozenset()
    known = face.advances.keys()
    replaced: set[str] = set()
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char == " " or (char in known and not _is_invisible(char)):
            out.append(char)
        elif char.isspace():
            out.append(" ")
        elif not _is_invisible(char):
            replaced.add(char)
            out.append(_stand_in(char, known))
    return _join_spaces("".join(out)), frozenset(replaced)


@cache
def _plain_signs(face: Face) -> frozenset[str]:
    """Return the signs that stay what they are, whatever stands beside them."""
    return frozenset(
        char
        for char in face.advances
        if not _is_invisible(char)
        and (char == " " or not char.isspace() or char == "\u00a0")
        and not unicodedata.category(char).startswith("M")
        and unicodedata.normalize("NFC", char) == char
    )


def _is_invisible(char: str) -> bool:
    """Tell whether a sign only steers: controls, direction marks, joiners, variation selectors."""
    return unicodedata.category(char) in {"Cc", "Cf"} or "\ufe00" <= char <= "\ufe0f"


def _stand_in(char: str, known: AbstractSet[str]) -> str:
    """Return the nearest printable text; a mark over a letter is left out."""
    if char in _EQUIVALENTS:
        return _EQUIVALENTS[char]
    if unicodedata.category(char).startswith("M"):
        return ""
    forms: tuple[Literal["NFKC"], Literal["NFKD"]] = ("NFKC", "NFKD")
    for form in forms:
        plain = "".join(
            part for part in unicodedata.normalize(form, char) if not unicodedata.combining(part)
        )
        if plain and all(part in known for part in plain):
            return plain
    return UNKNOWN


def _join_spaces(text: str) -> str:
    """Make runs of ordinary spaces one space; no-break spaces inside stay as they were set."""
    return " ".join(part for part in text.split(" ") if part).strip()
