"""Drawings (SVG) as pictures: cleaned, then drawn in a process of their own.

A drawing is a program of a kind: it may hold scripts, links to other files and places in the
network, and figures that no renderer survives. What is not plain drawing is left out first. The
rest is drawn by ``svg_child``, in a process that may take only so long and so much memory; whatever
happens to it, the shop goes on.
"""

import base64
import binascii
import contextlib
import math
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from refdesk.cards.pictures import bad_picture
from refdesk.cards.units import MM_PER_INCH

DRAW_WORD: Final = "--draw-svg"
"""The argument that makes the program draw and do nothing else; two files and seconds follow."""

MOST_SVG_BYTES: Final = 10_000_000
MOST_ELEMENTS: Final = 50_000
MOST_DEPTH: Final = 200
MOST_RASTERS: Final = 16

_ATTEMPTS: Final = ((1600, 6), (500, 3))
"""The longer side in pixels, and how many seconds of the processor drawing may take."""

_PATIENCE: Final = 4
"""How much longer a computer may take that does other things as well."""

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS: Final = frozenset(
    f"{{{_SVG}}}{name}"
    for name in (
        "svg g a switch defs symbol use title desc style path rect circle ellipse line polyline"
        " polygon text tspan textPath linearGradient radialGradient stop clipPath mask pattern"
        " marker image filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow"
        " feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology"
        " feOffset feTile"
    ).split()
)
_HREFS: Final = ("href", f"{{{_XLINK}}}href")
_SPACE: Final = f"{{{_XML}}}space"
_IMAGE: Final = f"{{{_SVG}}}image"
_STYLE: Final = f"{{{_SVG}}}style"

_RASTER: Final = re.compile(r"\s*data:image/(?:png|jpe?g)[^,]{0,80};base64,", re.IGNORECASE)
_LINK_OUT: Final = re.compile(r"url\((?!\s*['\"]?#)[^)]*\)?", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AT_RULE: Final = re.compile(r"@[^;{]*(?:;|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}?|\Z)")

_LENGTH: Final = re.compile(r"\s*\+?(\d*\.?\d+(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
_PX: Final = {
    None: 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0,
    "mm": 96 / MM_PER_INCH, "cm": 960 / MM_PER_INCH,
}  # fmt: skip

SafeRaster = Callable[[bytes], bytes]
"""Makes a PNG that can be trusted of a PNG or JPEG; raises DomainError ``bad_picture``."""


def draw_svg(data: bytes, safe_raster: SafeRaster) -> bytes:
    """Return the drawing as a PNG; raises DomainError ``bad_picture``."""
    root = clean_svg(data, safe_raster)
    width, height = _natural_size(root)
    for longest, seconds in _ATTEMPTS:
        scale = longest / max(width, height)
        root.set("width", f"{max(width * scale, 1):.3f}")
        root.set("height", f"{max(height * scale, 1):.3f}")
        drawn = _draw_apart(ElementTree.tostring(root), seconds)
        if drawn is not None:
            return drawn
    raise bad_picture("too_complicated")


# -- cleaning ------------------------------------------------------------------------------------


def clean_svg(data: bytes, safe_raster: SafeRaster) -> ElementTree.Element:
    """Return a drawing's tree with plain drawing in it and nothing else.

    Raises DomainError ``bad_picture``.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    if len(data) > MOST_SVG_BYTES:
        raise bad_picture("too_long")
    cleaner = _Cleaner(safe_raster)
    parser = DefusedXMLParser(target=cleaner)
    try:
        parser.feed(data)
        root = parser.close()
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError):
        raise bad_picture("broken") from None
    if not isinstance(root, ElementTree.Element):
        raise bad_picture("other_kind")
    return root


class _Cleaner:
    """Builds a tree of what is allowed while the text is read, and counts what is not."""

    def __init__(self, safe_raster: SafeRaster) -> None:
        self._safe_raster = safe_raster
        self._builder = ElementTree.TreeBuilder()
        self._depth = self._dropped = self._elements = self._rasters = 0
        self._css: list[str] | None = None
        self._has_root = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _named(tag)
        self._depth += 1
        self._elements += 1
        if self._elements > MOST_ELEMENTS or self._depth > MOST_DEPTH:
            raise bad_picture("too_complicated")
        if self._depth == 1 and tag != f"{{{_SVG}}}svg":
            raise bad_picture("other_kind")
        if self._dropped or tag not in _ELEMENTS:
            self._dropped += 1
            return
        self._has_root = True
        self._css = [] if tag == _STYLE else None
        self._builder.start(tag, self._attributes(tag, attributes))

    def data(self, text: str) -> None:
        if self._dropped:
            return
        if self._css is not None:
            self._css.append(text)
        elif self._has_root:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._dropped:
            self._dropped -= 1
            return
        if self._css is not None:
            self._builder.data(clean_css("".join(self._css)))
            self._css = None
        self._builder.end(_named(tag))

    def close(self) -> ElementTree.Element | None:
        return self._builder.close() if self._has_root else None

    def _attributes(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        kept = {}
        for name, value in given.items():
            if name in _HREFS:
                link = self._link(tag, value)
                if link:
                    kept[name] = link
            elif name == _SPACE or not (name.startswith(("{", "on", "On", "ON")) or ":" in name):
                kept[name] = clean_css(value) if name == "style" else _LINK_OUT.sub("none", value)
        return kept

    def _link(self, tag: str, target: str) -> str:
        """Return a link to a part of the drawing, or a raster that lies in it."""
        if tag != _IMAGE:
            return target.strip() if target.strip().startswith("#") else ""
        found = _RASTER.match(target)
        if not found:
            return ""
        self._rasters += 1
        if self._rasters > MOST_RASTERS:
            raise bad_picture("too_complicated")
        try:
            data = base64.b64decode("".join(target[found.end() :].split()), validate=True)
        except (binascii.Error, ValueError):
            return ""
        return "data:image/png;base64," + base64.b64encode(self._safe_raster(data)).decode()


def _named(tag: str) -> str:
    """Return an element's whole name; one of no namespace is meant as a drawing's."""
    return tag if tag.startswith("{") else f"{{{_SVG}}}{tag}"


def clean_css(text: str) -> str:
    """Return a style without rules and links that lead out of the drawing."""
    plain = _AT_RULE.sub("", _COMMENT.sub("", text).replace("\\", ""))
    return _LINK_OUT.sub("none", plain)


def _natural_size(root: ElementTree.Element) -> tuple[float, float]:
    """Return the drawing's own width and height, and see that it has a box of view."""
    box = [_number(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    has_box = len(box) == 4 and all(map(math.isfinite, box)) and box[2] > 0 and box[3] > 0
    width, height = _length(root.get("width")), _length(root.get("height"))
    if not has_box:
        if not (width and height):
            raise bad_picture("no_size")
        root.set("viewBox", f"0 0 {width:.6g} {height:.6g}")
    elif not (width and height):
        width, height = box[2], box[3]
    return width, height


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _length(text: str | None) -> float:
    """Return an absolute length in pixels; 0 for none, for a share and for nonsense."""
    found = _LENGTH.fullmatch(text or "")
    length = float(found[1]) * _PX[found[2]] if found else 0.0
    return length if 0 < length < 1e7 else 0.0


# -- drawing -------------------------------------------------------------------------------------


def _draw_apart(svg: bytes, seconds: int) -> bytes | None:
    """Draw in a process of its own; None where that has no good end in time."""
    with tempfile.TemporaryDirectory(prefix="refdesk-") as folder:
        source, target = Path(folder, "drawing.svg"), Path(folder, "drawing.png")
        source.write_bytes(svg)
        with contextlib.suppress(subprocess.SubprocessError, FileNotFoundError):
            subprocess.run(  # noqa: S603 - this program itself, and files of its own
                [*_program(), DRAW_WORD, str(source), str(target), str(seconds)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=seconds * _PATIENCE,
                check=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return target.read_bytes()
    return None


def _program() -> list[str]:
    """Return how this program starts itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "refdesk"]
