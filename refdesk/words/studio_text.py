"""What is said about pictures and own stocks that cannot be used, and what they are called."""

from collections.abc import Mapping
from typing import Final

from refdesk.domain.errors import DomainError
from refdesk.words.catalogue import N_, Words

FAMILY_NAMES: Final[Mapping[str, str]] = {
    "card": N_("Cards"),
    "label": N_("Labels"),
    "poster": N_("Posters"),
    "tent": N_("Table tents"),
    "receipt": N_("Receipts"),
}

_STOCK_FAULTS: Final[Mapping[str, str]] = {
    "page": N_("the cells reach over the edge of the page, or the page has no size"),
    "cell": N_("a cell needs a width and a height of 11.6 mm or more, or no scanner reads it"),
    "origin": N_("the first cell needs its distances from the left and the top edge"),
    "pitch": N_("the cells lie over one another"),
    "columns": N_("there must be from 1 to 1,000 columns"),
    "rows": N_("there must be from 1 to 1,000 rows"),
    "corner_radius": N_("the corners are rounder than the cell has room for"),
    "dpi": N_("a printer has from 72 to 2,400 dots an inch, or 0 where they do not matter"),
    "fold": N_("a tent has its two faces one under the other, so rows go in pairs without a gap"),
    "family": N_("it can be card, label, poster, tent or receipt"),
    "title": N_("it needs a title"),
    "name": N_("the name belongs to a stock that comes with the program, or is no name"),
}
_STOCK_FAULT: Final = N_("{field} is not understood")

_PICTURE_FAULTS: Final[Mapping[str, str]] = {
    "missing": N_("the file is not there"),
    "no_file": N_("this is not a file"),
    "unreadable": N_("the file cannot be read"),
    "empty": N_("the file is empty"),
    "too_long": N_("the file is too long"),
    "other_kind": N_("this is not a PNG, JPEG or SVG"),
    "broken": N_("the file is damaged or not complete"),
    "too_large": N_("the picture has too many dots"),
    "too_complicated": N_("the drawing is too complicated"),
    "no_size": N_("the drawing does not say how large it is"),
}
_PICTURE_STEPS: Final[Mapping[str, str]] = {
    "missing": N_("Look at the file’s name"),
    "no_file": N_("Choose a file"),
    "unreadable": N_("Copy the file to this computer, then try again"),
    "other_kind": N_("Save the picture as a PNG, then try again"),
    "too_large": N_("Save the picture smaller, 2,000 dots are enough, then try again"),
    "too_long": N_("Save the picture smaller, 2,000 dots are enough, then try again"),
    "too_complicated": N_("Save the drawing as a PNG, then try again"),
    "no_size": N_("Save the drawing as a PNG, then try again"),
}
_PICTURE_STEP: Final = N_("Save the picture anew, or choose another one")

STUDIO_REFUSALS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "bad_stock": (
        (N_("Stock {stock}: {wanted}"), N_("This stock cannot be used")),
        (N_("Measure the sheet, change the figures and try again"),),
    ),
    "bad_stock_file": (
        (
            N_("The file of your own stocks cannot be read: {file}"),
            N_("The file of your own stocks cannot be read"),
        ),
        (N_("Mend the file or move it away; the program’s own stocks work all the same"),),
    ),
    "bad_picture": (
        (N_("{file}: {wanted}"), N_("This picture cannot be used")),
        ("{wanted_step}", _PICTURE_STEP),
    ),
    "bad_measure": (
        (N_("This is not a measure: {text}"), N_("This is not a measure")),
        (N_("Write millimetres, a size like 85x54"),),
    ),
    "picture_unknown": (
        (N_("No such picture: {name}"), N_("No such picture")),
        (N_("Look at the list of pictures"),),
    ),
}
"""Candidates for the title and for the next step, the fullest first."""


def studio_values(words: Words, error: DomainError) -> dict[str, str]:
    """What is wrong with a stock or a picture, in words."""
    reason = str(error.params.get("reason", ""))
    if error.code == "bad_stock":
        field = str(error.params.get("field", ""))
        return {"wanted": words.text_of(_STOCK_FAULTS.get(field, _STOCK_FAULT), field=field)}
    if error.code == "bad_picture" and reason in _PICTURE_FAULTS:
        step = _PICTURE_STEPS.get(reason, _PICTURE_STEP)
        return {
            "wanted": words.text_of(_PICTURE_FAULTS[reason]),
            "wanted_step": words.text_of(step),
        }
    return {}


def family_name(words: Words, family: str) -> str:
    """What the things of a family are called."""
    return words.text_of(FAMILY_NAMES[family])
