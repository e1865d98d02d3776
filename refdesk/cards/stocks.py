"""Stocks: the sheets, labels and rolls that cards are printed on, as data in ``stocks.toml``.

A shop's own stocks are such a file too; ``stock_file`` reads and writes it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from refdesk.cards.table_reader import TableReader
from refdesk.cards.units import MM_PER_INCH
from refdesk.domain.errors import DomainError
from refdesk.resources import resource_text

_ROUNDING: Final = 0.01
"""In mm: how far the makers' own figures may disagree."""

FAMILIES: Final = ("card", "label", "poster", "tent", "receipt")
"""What is made of a stock's cells; a design has a layout for each."""

SMALLEST_CELL: Final = 11.6
"""In mm: the side of the smallest symbol whose modules common scanners read (R25)."""

LARGEST_PAGE: Final = 2000.0
LONGEST_TITLE: Final = 60
MOST_CELLS: Final = 1000
_DPI: Final = range(72, 2401)


@dataclass(frozen=True, slots=True)
class CellSize:
    """The size of one card in mm, and the printer's dot where whole dots matter, else 0."""

    width: float
    height: float
    dot: float = 0.0


@dataclass(frozen=True, slots=True)
class Stock:
    """One page of equal cells. Lengths in mm, from the page's top left corner.

    ``title`` by language; ``corner_radius`` is that of the finished card; ``dpi`` is given for
    thermal printers, which draw in whole dots, and is 0 elsewhere. With a ``fold`` each tent takes
    two cells one under the other, its faces, the upper one upside down. ``is_own`` tells a shop's
    own stocks from those that come with the program.
    """

    name: str
    title: Mapping[str, str]
    page_width: float
    page_height: float
    columns: int
    rows: int
    cell_width: float
    cell_height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    corner_radius: float
    crop_marks: bool
    roll: bool
    dpi: int
    family: str = "card"
    fold: bool = False
    is_own: bool = False

    @property
    def cells(self) -> int:
        """Cards on one page."""
        return self.columns * self.rows

    @property
    def cell_size(self) -> CellSize:
        """What a design is laid out for."""
        dot = MM_PER_INCH / self.dpi if self.dpi else 0.0
        return CellSize(self.cell_width, self.cell_height, dot)

    def cell_origin(self, cell: int) -> tuple[float, float]:
        """Return the top left corner of cell ``cell``, counted from 1 along the rows."""
        row, column = divmod(cell - 1, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y


def list_stocks(own: Path | None = None) -> tuple[Stock, ...]:
    """Return all stocks, the usual ones first and those of the file ``own`` last.

    What cannot be read in that file is left out: ``stock_file.read_own_stocks`` tells it.
    """
    return (*_stocks().values(), *_own_stocks(own).values())


def load_stock(name: str, own: Path | None = None) -> Stock:
    """Return a stock; raises DomainError ``stock_unknown``."""
    found = _stocks().get(name) or _own_stocks(own).get(name)
    if found is None:
        raise DomainError("stock_unknown", name=name)
    return found


def is_built_in(name: str) -> bool:
    """Tell whether a stock of that name comes with the program."""
    return name in _stocks()


def parse_stocks(text: str) -> dict[str, Stock]:
    """Return the stocks of a TOML text by name; raises what ``parse_stock`` raises."""
    return {name: parse_stock(name, table) for name, table in tomllib.loads(text).items()}


def parse_stock(name: str, table: Mapping[str, Any], *, is_own: bool = False) -> Stock:
    """Return the stock of a TOML table.

    Raises DomainError ``bad_stock`` with ``stock`` and ``field`` for a figure that is missing, out
    of reason, lets cells overlap, sets one over the page's edge or leaves no room for a symbol.
    """
    with TableReader(table, "bad_stock", {"stock": name}) as reader:
        stock = _read_stock(name, reader, is_own)
        _check_figures(stock, reader)
        _check_grid(stock, reader)
    return stock


def _own_stocks(own: Path | None) -> Mapping[str, Stock]:
    if own is None:
        return {}
    from refdesk.cards.stock_file import read_own_stocks

    return {stock.name: stock for stock in read_own_stocks(own).stocks}


@cache
def _stocks() -> dict[str, Stock]:
    return parse_stocks(resource_text("stocks.toml"))


def _read_stock(name: str, reader: TableReader, is_own: bool) -> Stock:
    page, cell, origin = reader.pair("page"), reader.pair("cell"), reader.pair("origin")
    pitch = reader.pair("pitch", cell)
    return Stock(
        name=name,
        title=reader.titles("title"),
        page_width=page[0],
        page_height=page[1],
        columns=reader.whole("columns", least=1),
        rows=reader.whole("rows", least=1),
        cell_width=cell[0],
        cell_height=cell[1],
        left=origin[0],
        top=origin[1],
        pitch_x=pitch[0],
        pitch_y=pitch[1],
        corner_radius=reader.number("corner_radius", 0.0),
        crop_marks=reader.flag("crop_marks"),
        roll=reader.flag("roll"),
        dpi=reader.whole("dpi", 0),
        family=reader.text("family", FAMILIES[0], among=FAMILIES),
        fold=reader.flag("fold"),
        is_own=is_own,
    )


def _check_figures(stock: Stock, reader: TableReader) -> None:
    for title in stock.title.values():
        if not title.isprintable() or not 0 < len(title.strip()) <= LONGEST_TITLE:
            reader.refuse("title")
    if max(stock.page_width, stock.page_height) > LARGEST_PAGE:
        reader.refuse("page")
    if min(stock.cell_width, stock.cell_height) < SMALLEST_CELL:
        reader.refuse("cell")
    if max(stock.columns, stock.rows, stock.cells) > MOST_CELLS:
        reader.refuse("columns" if stock.columns > stock.rows else "rows")
    if not 0 <= stock.corner_radius <= min(stock.cell_width, stock.cell_height) / 2:
        reader.refuse("corner_radius")
    if stock.dpi and stock.dpi not in _DPI:
        reader.refuse("dpi")
    if stock.fold and (stock.rows % 2 or abs(stock.pitch_y - stock.cell_height) > _ROUNDING):
        reader.refuse("fold")


def _check_grid(stock: Stock, reader: TableReader) -> None:
    if stock.columns > 1 and stock.pitch_x < stock.cell_width - _ROUNDING:
        reader.refuse("pitch")
    if stock.rows > 1 and stock.pitch_y < stock.cell_height - _ROUNDING:
        reader.refuse("pitch")
    last_x, last_y = stock.cell_origin(stock.cells)
    if last_x + stock.cell_width > stock.page_width + _ROUNDING:
        reader.refuse("page")
    if last_y + stock.cell_height > stock.page_height + _ROUNDING:
        reader.refuse("page")
