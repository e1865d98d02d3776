"""Designs: how a card looks, as data in ``designs/*.toml``.

A design has layouts for families of printed pieces, wide and tall. A layout is drawn for its
nominal size and holds for others of the same shape: its frames hang on the card's edges, and
everything is scaled by the side that is tighter, small type excepted, which has to stay readable.
A shop's own designs lie in a folder of the same kind of files.
"""

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from refdesk.cards.design_file import SHRINK_TO, SMALLEST_PT, parse_design
from refdesk.cards.elements import (
    BLACK,
    BLEED,
    FAMILIES,
    SIDES,
    WHITE,
    BoxElement,
    ColumnElement,
    ColumnItem,
    Design,
    Element,
    EllipseElement,
    Frame,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    Rect,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
    with_bleed,
)
from refdesk.cards.template import FIELDS
from refdesk.domain.errors import DomainError
from refdesk.resources import resource_path

__all__ = [
    "BLACK",
    "BLEED",
    "FAMILIES",
    "FIELDS",
    "SHRINK_TO",
    "SIDES",
    "SMALLEST_PT",
    "WHITE",
    "BoxElement",
    "ColumnElement",
    "ColumnItem",
    "Design",
    "Element",
    "EllipseElement",
    "Frame",
    "ImageElement",
    "Layout",
    "LineElement",
    "QrElement",
    "Rect",
    "RuleItem",
    "TextElement",
    "TextItem",
    "TextStyle",
    "is_own",
    "list_designs",
    "load_design",
    "parse_design",
    "with_bleed",
]

_log = logging.getLogger(__name__)


def list_designs(folder: Path | None = None) -> tuple[Design, ...]:
    """Return all designs by name, the shop's own ones in ``folder`` after the others.

    An own file that cannot be read is left out, and the log says why.
    """
    designs = {path.stem: _built_in(path.stem) for path in _files(None)}
    for path in _files(folder) if folder else ():
        try:
            designs[path.stem] = _read(path)
        except (DomainError, OSError) as reason:
            _log.warning("design %s left out: %s", path.name, reason)
    return tuple(designs.values())


def load_design(name: str, folder: Path | None = None) -> Design:
    """Return a design, the shop's own in ``folder`` rather than a built-in one of that name.

    Raises DomainError ``design_unknown``, ``bad_design``.
    """
    if folder is not None and is_own(name, folder):
        return _read(folder / f"{name}.toml")
    if name not in {path.stem for path in _files(None)}:
        raise DomainError("design_unknown", name=name)
    return _built_in(name)


def is_own(name: str, folder: Path) -> bool:
    """Tell whether ``folder`` has an own design of that name."""
    return any(path.stem == name for path in _files(folder))


def _files(folder: Path | None) -> Iterator[Path]:
    return iter(sorted((folder or resource_path("designs")).glob("*.toml")))


def _read(path: Path) -> Design:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DomainError("bad_design", design=path.stem, field="") from None
    return parse_design(path.stem, text)


@cache
def _built_in(name: str) -> Design:
    return _read(resource_path("designs") / f"{name}.toml")
