"""What cards are printed on and how they look: stocks, designs and the shop's pictures."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch, positive
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from refdesk.cards.stocks import Stock

_PAGES: Final = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "letter": (215.9, 279.4),
}
_NUMBER: Final = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?")
_BETWEEN: Final = re.compile(r"\s*[xX×*хХ]\s*")


# -- stocks ------------------------------------------------------------------------------------


def declare_stocks(branch: Branch) -> None:
    """``stock list|add|remove``."""
    words = branch.words
    branch.verb("list", _list_stocks, words.text("every stock"))
    add = branch.verb("add", _add_stock, words.text("keep an own stock by its measures in mm"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--page", metavar="WxH", required=True, help=words.text("or A4, A5, Letter …"))
    add.add_argument("--cell", metavar="WxH", required=True, help=words.text("one card"))
    add.add_argument("--columns", metavar="N", type=positive, default=1)
    add.add_argument("--rows", metavar="N", type=positive, default=1)
    _declare_places(add, branch)
    add.add_argument(
        "--family", choices=("card", "label", "poster", "tent", "receipt"), default="card"
    )
    add.add_argument("--title", metavar="TEXT", default="", help=words.text("as it is shown"))
    add.add_argument("--dpi", metavar="N", type=positive, default=0,
                     help=words.text("dots an inch of a thermal printer"))  # fmt: skip
    add.add_argument("--roll", action="store_true", help=words.text("labels one after another"))
    add.add_argument("--fold", action="store_true", help=words.text("two rows make a tent"))
    add.add_argument("--crop-marks", action="store_true", help=words.text("paper is cut by hand"))
    remove = branch.verb("remove", _remove_stock, words.text("take an own stock away"))
    remove.add_argument("name", metavar="NAME")


def _declare_places(add: argparse.ArgumentParser, branch: Branch) -> None:
    words = branch.words
    middle = words.text("of the first cell; without it the cells stand in the middle")
    touching = words.text("from one cell to the next; without it they touch")
    corners = words.text("of the corners")
    options = {"--left": middle, "--top": middle, "--pitch-x": touching, "--pitch-y": touching}
    for option, text in {**options, "--radius": corners}.items():
        add.add_argument(option, metavar="MM", help=text)


def _list_stocks(call: Call) -> None:
    from refdesk.cards.stock_file import FILE_NAME
    from refdesk.cards.stocks import list_stocks
    from refdesk.words.studio_text import family_name

    words = call.words
    rows = [
        (
            _stock_fields(call, one),
            (
                one.name,
                _titled(call, one.title),
                family_name(words, one.family),
                words.text("own") if one.is_own else "",
            ),
        )
        for one in list_stocks(call.opener.folder / FILE_NAME)
    ]
    call.out.rows(rows, (words.text("name"), words.text("title"), words.text("family"), ""))
    _tell_faults(call)


def _add_stock(call: Call) -> None:
    from refdesk.services import studio

    kept = studio.save_stock(call.desk(), _measured(call))
    call.out.result(_stock_fields(call, kept), [kept.name])


def _measured(call: Call) -> "Stock":
    """A stock by the measures that were given; cells stand in the middle where nothing is said."""
    from refdesk.cards.stocks import Stock

    given = call.options
    page = _PAGES.get(given.page.strip().lower()) or _size(given.page)
    cell = _size(given.cell)
    pitch_x = cell[0] if given.pitch_x is None else _measure(given.pitch_x)
    pitch_y = cell[1] if given.pitch_y is None else _measure(given.pitch_y)
    left = (page[0] - (given.columns - 1) * pitch_x - cell[0]) / 2
    top = (page[1] - (given.rows - 1) * pitch_y - cell[1]) / 2
    title = given.title.strip() or given.name
    return Stock(
        name=given.name,
        title={"en": title, "ru": title},
        page_width=page[0],
        page_height=page[1],
        columns=given.columns,
        rows=given.rows,
        cell_width=cell[0],
        cell_height=cell[1],
        left=round(max(left, 0.0), 3) if given.left is None else _measure(given.left),
        top=round(max(top, 0.0), 3) if given.top is None else _measure(given.top),
        pitch_x=pitch_x,
        pitch_y=pitch_y,
        corner_radius=0.0 if given.radius is None else _measure(given.radius),
        crop_marks=given.crop_marks,
        roll=given.roll,
        dpi=given.dpi,
        family=given.family,
        fold=given.fold,
    )


def _size(text: str) -> tuple[float, float]:
    parts = _BETWEEN.split(text.strip())
    if len(parts) != 2:
        raise DomainError("bad_measure", text=text)
    return _measure(parts[0]), _measure(parts[1])


def _measure(text: str) -> float:
    """A length in mm, with a point or a comma."""
    if not _NUMBER.fullmatch(text.strip()):
        raise DomainError("bad_measure", text=text)
    return float(text.strip().replace(",", "."))


def _remove_stock(call: Call) -> None:
    from refdesk.services import studio

    name = call.options.name
    studio.delete_stock(call.desk(), name)
    call.out.result({"stock": name}, [call.words.text("{name} is taken away", name=name)])


def _stock_fields(call: Call, stock: "Stock") -> dict[str, object]:
    return {
        "stock": stock.name,
        "title": _titled(call, stock.title),
        "family": stock.family,
        "cells": stock.cells,
        "page": [stock.page_width, stock.page_height],
        "cell": [stock.cell_width, stock.cell_height],
        "own": stock.is_own,
    }


# -- designs -----------------------------------------------------------------------------------


def declare_designs(branch: Branch) -> None:
    """``design list|add|remove|picture``."""
    words = branch.words
    branch.verb("list", _list_designs, words.text("every design"))
    add = branch.verb("add", _add_design, words.text("keep a design of a file as an own one"))
    add.add_argument("file", metavar="FILE.toml")
    add.add_argument("--title", metavar="TEXT", default="", help=words.text("as it is shown"))
    remove = branch.verb("remove", _remove_design, words.text("take an own design away"))
    remove.add_argument("name", metavar="NAME")
    picture = branch.verb(
        "picture", _picture, words.text("the shop’s logo, photo or another picture for designs")
    )
    picture.add_argument("name", metavar="NAME", help=words.text("logo, photo, or another name"))
    what = picture.add_mutually_exclusive_group(required=True)
    what.add_argument("file", metavar="FILE", nargs="?", help=words.text("PNG, JPEG or SVG"))
    what.add_argument("--remove", action="store_true", help=words.text("take the picture away"))


def _list_designs(call: Call) -> None:
    from refdesk.cards.design import is_own, list_designs
    from refdesk.services.studio import DESIGNS
    from refdesk.words.studio_text import family_name

    words, folder = call.words, call.opener.folder / DESIGNS
    rows = []
    for one in list_designs(folder):
        families = list(dict.fromkeys(layout.family for layout in one.layouts))
        sides = 2 if any(layout.has_back for layout in one.layouts) else 1
        own = is_own(one.name, folder)
        fields = {
            "design": one.name, "title": _titled(call, one.title), "families": families,
            "sides": sides, "own": own,
        }  # fmt: skip
        named = ", ".join(family_name(words, family) for family in families)
        shown = words.text("own") if own else ""
        rows.append((fields, (one.name, _titled(call, one.title), named, str(sides), shown)))
    heads = (words.text("name"), words.text("title"), words.text("families"), words.text("sides"))
    call.out.rows(rows, (*heads, ""))
    _tell_faults(call)


def _add_design(call: Call) -> None:
    from refdesk.cards.design_file import parse_design
    from refdesk.services import studio

    path = Path(call.options.file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise DomainError("bad_file", text=str(path)) from None
    made = parse_design(path.stem, text)
    title = call.options.title or _titled(call, made.title)
    kept = studio.save_design_as(call.desk(), made, title)
    call.out.result({"design": kept.name, "title": title, "own": True}, [kept.name])


def _remove_design(call: Call) -> None:
    from refdesk.services import studio

    name = call.options.name
    studio.delete_design(call.desk(), name)
    call.out.result({"design": name}, [call.words.text("{name} is taken away", name=name)])


def _picture(call: Call) -> None:
    from refdesk.services import studio

    given, desk, words = call.options, call.desk(), call.words
    if given.remove:
        studio.remove_picture(desk, given.name)
        line = words.text("{name} is taken away", name=given.name)
        call.out.result({"picture": given.name, "size": None}, [line])
        return
    kept = studio.set_picture(desk, given.name, Path(given.file))
    size = [kept.width_px, kept.height_px]
    call.out.result(
        {"picture": given.name, "size": size},
        [words.text("{name}: {width} × {height} dots", name=given.name, width=size[0],
                    height=size[1])],
    )  # fmt: skip


# -- both --------------------------------------------------------------------------------------


def _titled(call: Call, titles: Mapping[str, str]) -> str:
    return titles.get(call.words.language) or titles["en"]


def _tell_faults(call: Call) -> None:
    """Say on the side what of the shop's own files is left out of the list."""
    from refdesk.services.studio import faults_in
    from refdesk.words.reasons import refusal_text

    for fault in faults_in(call.opener.folder):
        call.out.message(". ".join(refusal_text(call.words, fault)) + ".")
