"""The card studio's own files: designs, pictures and stocks of the shop, and its printers.

They lie in the folder of the shop's data: ``designs/*.toml``, ``designs/pictures/*``,
``stocks.toml`` and ``printers.toml``. Each is written whole or not at all, one writer at a time,
and every change leaves a trace; people may write them by hand, so that nothing in them is believed
before it is read.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from refdesk.cards import calibration_file, design, design_file, stock_file, stocks
from refdesk.cards.calibration import Calibration
from refdesk.cards.elements import Design, ImageElement
from refdesk.cards.pictures import PICTURE_SUFFIX, Picture, load_picture, write_picture
from refdesk.cards.stocks import Stock
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk

DESIGNS: Final = "designs"
PICTURES: Final = "pictures"
MOST_DESIGNS: Final = 500
MOST_TITLE: Final = 60

SHOP_PICTURES: Final = ("logo", "photo")
"""Pictures that a design may name without knowing their files."""

_SUFFIXES: Final = (PICTURE_SUFFIX, ".jpg", ".jpeg", ".svg")
_PICTURE_NAME: Final = re.compile(r"\w[\w .-]{0,59}")
_NOT_IN_NAMES: Final = re.compile(r"[\W_]+")
_LONGEST_SLUG: Final = 50
_KEPT_PICTURES: Final = 16

_log = logging.getLogger(__name__)


# -- designs -----------------------------------------------------------------------------------


def own_designs_folder(desk: Desk) -> Path:
    """Where the shop's own designs lie; it may not be there yet."""
    return desk.folder / DESIGNS


def list_designs(desk: Desk) -> tuple[Design, ...]:
    """All designs, the shop's own after the others; what cannot be read is left out."""
    return design.list_designs(own_designs_folder(desk))


def load_design(desk: Desk, name: str) -> Design:
    """One design. Raises DomainError ``design_unknown``, ``bad_design``; OSError."""
    return design.load_design(name, own_designs_folder(desk))


def is_own_design(desk: Desk, name: str) -> bool:
    """Whether a design is the shop's own."""
    return design.is_own(name, own_designs_folder(desk))


def save_design(desk: Desk, made: Design) -> Design:
    """Keep an own design under its name, in the place of the one before.

    Raises DomainError ``not_allowed``, ``name_taken`` for the name of a built-in design,
    ``bad_name``, ``bad_design``, ``bad_count``; OSError.
    """
    desk.require("manager", "save_design")
    folder = own_designs_folder(desk)
    if _is_built_in(made.name):
        raise DomainError("name_taken", name=made.name)
    with _changing(desk, "design_saved", design=made.name):
        others = sum(path.stem != made.name for path in folder.glob("*.toml"))
        if others >= MOST_DESIGNS:
            raise DomainError("bad_count", text=str(others + 1), most=MOST_DESIGNS)
        path = design_file.save_design(folder, made)
    return load_design(desk, path.stem)


def save_design_as(desk: Desk, made: Design, title: str) -> Design:
    """Keep a design as an own one of that title, in any words; its name is made of them.

    Raises DomainError ``name_taken`` where another design has the title, and what `save_design`
    raises.
    """
    designs = list_designs(desk)
    title = _free_title(title, designs)
    taken = {path.stem.casefold() for path in own_designs_folder(desk).glob("*")}
    name = _free_name(title, taken | {each.name.casefold() for each in designs})
    return save_design(desk, replace(made, name=name, title=_titles(title)))


def rename_design(desk: Desk, name: str, title: str) -> Design:
    """Give an own design another title; its file keeps its name.

    Raises DomainError ``design_unknown``, and what `save_design_as` raises.
    """
    desk.require("manager", "rename_design")
    if not is_own_design(desk, name):
        raise DomainError("design_unknown", name=name)
    others = [each for each in list_designs(desk) if each.name != name]
    title = _free_title(title, others)
    return save_design(desk, replace(load_design(desk, name), title=_titles(title)))


def delete_design(desk: Desk, name: str) -> None:
    """Take an own design away. Raises DomainError ``not_allowed``, ``design_unknown``; OSError."""
    desk.require("manager", "delete_design")
    if not is_own_design(desk, name):
        raise DomainError("design_unknown", name=name)
    with _changing(desk, "design_deleted", design=name):
        (own_designs_folder(desk) / f"{name}.toml").unlink(missing_ok=True)


def _free_title(title: str, designs: Sequence[Design]) -> str:
    """A title on one line that none of these designs has."""
    title = " ".join(title.split())
    if not title or len(title) > MOST_TITLE or not title.isprintable():
        raise DomainError("bad_name", text=title)
    if any(title.casefold() == one.casefold() for each in designs for one in each.title.values()):
        raise DomainError("name_taken", name=title)
    return title


def _titles(title: str) -> dict[str, str]:
    """One title for all languages."""
    return dict.fromkeys(("en", "ru"), title)


def _is_built_in(name: str) -> bool:
    return any(one.name.casefold() == name.casefold() for one in design.list_designs())


def _free_name(title: str, taken: set[str]) -> str:
    """A file's name made of a title: letters of any language, digits and hyphens."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    slug = _NOT_IN_NAMES.sub("-", plain)[:_LONGEST_SLUG].strip("-") or "design"
    if not design_file.is_design_name(slug):
        slug = f"design-{slug}"
    names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


# -- pictures ----------------------------------------------------------------------------------


def pictures_folder(desk: Desk) -> Path:
    """Where the shop's pictures lie; it may not be there yet."""
    return own_designs_folder(desk) / PICTURES


def list_pictures(desk: Desk) -> tuple[str, ...]:
    """What designs may name: ``logo`` and ``photo`` where there are any, and names of files."""
    names = [name for name in SHOP_PICTURES if _picture_path(desk, name)]
    files = sorted(path.name for path in pictures_folder(desk).glob("*"))
    named = (
        name
        for name in files
        if _is_picture_file(name) and Path(name).stem.casefold() not in SHOP_PICTURES
    )
    return (*names, *named)


def set_picture(desk: Desk, name: str, path: Path) -> Picture:
    """Keep a picture as ``logo``, ``photo`` or another name: a file's name without a path.

    What is kept is a PNG of the file's pixels and nothing else of it; ``list_pictures`` tells
    what designs call it. Raises DomainError ``not_allowed``, ``bad_name``, ``bad_picture``;
    OSError.
    """
    desk.require("manager", "set_picture")
    stem = _picture_stem(name)
    picture = load_picture(path)  # which may take a while: tills do not wait for it
    with _changing(desk, "picture_set", picture=stem if stem in SHOP_PICTURES else "other"):
        write_picture(pictures_folder(desk), stem, picture)
        for suffix in _SUFFIXES[1:] if stem in SHOP_PICTURES else ():
            (pictures_folder(desk) / f"{stem}{suffix}").unlink(missing_ok=True)
    return picture


def remove_picture(desk: Desk, name: str) -> None:
    """Take a picture away. Raises DomainError ``not_allowed``, ``picture_unknown``; OSError."""
    desk.require("manager", "remove_picture")
    path = _picture_path(desk, name)
    if path is None:
        raise DomainError("picture_unknown", name=name)
    with _changing(desk, "picture_removed", picture=name if name in SHOP_PICTURES else "other"):
        while path is not None:
            path.unlink(missing_ok=True)
            path = _picture_path(desk, name)


def find_picture(desk: Desk, name: str) -> Picture | None:
    """A picture as a design names it, or None where there is none that can be used."""
    path = _picture_path(desk, name)
    if path is None:
        return None
    try:
        facts = path.stat()
        return _loaded(path, facts.st_mtime_ns, facts.st_size)
    except (DomainError, OSError) as reason:
        shown = name if name in SHOP_PICTURES else "of another name"
        _log.warning("picture %s left out: %s", shown, reason)
        return None


def pictures_for(desk: Desk, drawn: Design) -> dict[str, Picture]:
    """The pictures that a design shows, as far as there are any."""
    found = {name: find_picture(desk, name) for name in sorted(_named_pictures(drawn))}
    return {name: picture for name, picture in found.items() if picture is not None}


class ShopPictures(Mapping[str, Picture]):
    """The shop's pictures by the names designs use, each read when a card first shows it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, Picture | None] = {}

    def __getitem__(self, name: str) -> Picture:
        if name not in self._found:
            self._found[name] = find_picture(self._desk, name)
        picture = self._found[name]
        if picture is None:
            raise KeyError(name)
        return picture

    def __iter__(self) -> Iterator[str]:
        return iter(list_pictures(self._desk))

    def __len__(self) -> int:
        return len(list_pictures(self._desk))


def _named_pictures(drawn: Design) -> set[str]:
    return {
        element.picture
        for layout in drawn.layouts
        for element in (*layout.front, *layout.back)
        if isinstance(element, ImageElement)
    }


def _picture_path(desk: Desk, name: str) -> Path | None:
    """The file of a picture; names that lead out of the folder name nothing."""
    folder = pictures_folder(desk)
    if name in SHOP_PICTURES:
        paths = [folder / f"{name}{suffix}" for suffix in _SUFFIXES]
    else:
        paths = [folder / name] if _is_picture_file(name) else []
    return next((path for path in paths if path.is_file()), None)


def _is_picture_file(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() in _SUFFIXES and _is_picture_stem(path.stem)


def _picture_stem(name: str) -> str:
    """The name of a picture without what tells its kind."""
    stem = name[: -len(Path(name).suffix)] if Path(name).suffix.lower() in _SUFFIXES else name
    if not _is_picture_stem(stem):
        raise DomainError("bad_name", text=name)
    return stem.casefold() if stem.casefold() in SHOP_PICTURES else stem


def _is_picture_stem(stem: str) -> bool:
    """Whether a file on any system may have this name, and it stays in its folder."""
    is_plain = bool(_PICTURE_NAME.fullmatch(stem)) and ".." not in stem and stem[-1] not in ". "
    return is_plain and design_file.is_design_name(stem.replace(".", "-"))


@lru_cache(_KEPT_PICTURES)
def _loaded(path: Path, _changed_ns: int, _size: int) -> Picture:
    return load_picture(path)


# -- stocks ------------------------------------------------------------------------------------


def own_stocks_file(desk: Desk) -> Path:
    """The file of the shop's own stocks; it may not be there yet."""
    return desk.folder / stock_file.FILE_NAME


def list_stocks(desk: Desk) -> tuple[Stock, ...]:
    """All stocks, the shop's own last; what cannot be read is left out."""
    return stocks.list_stocks(own_stocks_file(desk))


def load_stock(desk: Desk, name: str) -> Stock:
    """One stock. Raises DomainError ``stock_unknown``."""
    return stocks.load_stock(name, own_stocks_file(desk))


def save_stock(desk: Desk, stock: Stock) -> Stock:
    """Keep an own stock under its name, in the place of the one before.

    Raises DomainError ``not_allowed``, ``name_taken`` for the name of a built-in stock,
    ``bad_name``, ``bad_stock`` with the ``field``, ``bad_count``, ``bad_stock_file``; OSError.
    """
    desk.require("manager", "save_stock")
    with _changing(desk, "stock_saved", stock=stock.name):
        return stock_file.save_own_stock(own_stocks_file(desk), stock)


def delete_stock(desk: Desk, name: str) -> None:
    """Take an own stock away. Raises DomainError ``not_allowed``, ``stock_unknown``,
    ``bad_stock_file``; OSError."""
    desk.require("manager", "delete_stock")
    with _changing(desk, "stock_deleted", stock=name):
        stock_file.remove_own_stock(own_stocks_file(desk), name)


# -- printers ----------------------------------------------------------------------------------


def calibration_of(desk: Desk, printer: str, stock: str) -> Calibration:
    """What is kept for a printer and a stock; none of a printer nobody has measured (G05).

    Raises DomainError ``bad_calibration_file``; OSError.
    """
    return calibration_file.load_calibration(desk.folder, printer, stock)


def save_calibration(desk: Desk, printer: str, stock: str, measured: Calibration) -> None:
    """Keep what was measured for a printer and a stock; one that does nothing is taken out (G05).

    Raises DomainError ``stock_unknown``, ``bad_calibration_file``; OSError.
    """
    load_stock(desk, stock)
    with _changing(desk, "printer_calibrated", printer=printer, stock=stock):
        calibration_file.save_calibration(desk.folder, printer, stock, measured)


# -- what is wrong -----------------------------------------------------------------------------


def faults_in(folder: Path) -> tuple[DomainError, ...]:
    """What is wrong with the own designs and stocks in a shop's folder that are left out.

    Each is a DomainError ``bad_design``, ``bad_stock``, or ``bad_stock_file``.
    """
    faults = []
    designs = folder / DESIGNS
    for path in sorted(designs.glob("*.toml")):
        try:
            design.load_design(path.stem, designs)
        except DomainError as fault:
            faults.append(fault)
        except OSError:
            faults.append(DomainError("bad_design", design=path.stem, field=""))
    return (*faults, *stock_file.read_own_stocks(folder / stock_file.FILE_NAME).faults)


# -- changing ----------------------------------------------------------------------------------


@contextmanager
def _changing(desk: Desk, action: str, **details: str) -> Iterator[None]:
    """One writer at a time, and a trace of what he did; none where he did not get to do it."""
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        yield
        desk.audit(stamp, action, **details)
