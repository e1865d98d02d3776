"""Stocks: the sheets, labels and rolls that cards are printed on, as data in ``stocks.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from refdesk.cards.table_reader import TableReader
from refdesk.cards.units import MM_PER_INCH
from refdesk.domain.errors import DomainError
from refdesk.resources import resource_text

_ROUNDING: Final = 0.01
"""In mm: how far the makers' own figures may disagree."""


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
    thermal printers, which draw in whole dots, and is 0 elsewhere.
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


def list_stocks() -> tuple[Stock, ...]:
    """Return all stocks, the usual ones first."""
    return tuple(_stocks().values())


def load_stock(name: str) -> Stock:
    """Return a stock; raises DomainError ``stock_unknown``."""
    try:
        return _stocks()[name]
    except KeyError:
        raise DomainError("stock_unknown", name=name) from None


def parse_stocks(text: str) -> dict[str, Stock]:
    """Return the stocks of a TOML text by name.

    Raises DomainError ``bad_stock`` with ``stock`` and ``field`` for a figure that is missing, out
    of reason, lets cells overlap or sets one over the page's edge.
    """
    return {name: _parse_stock(name, table) for name, table in tomllib.loads(text).items()}


@cache
def _stocks() -> dict[str, Stock]:
    return parse_stocks(resource_text("stocks.toml"))


def _parse_stock(name: str, table: dict[str, object]) -> Stock:
    with TableReader(table, "bad_stock", {"stock": name}) as reader:
        page, cell, origin = reader.pair("page"), reader.pair("cell"), reader.pair("origin")
        pitch = reader.pair("pitch", cell)
        stock = Stock(
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
        )
        _check_grid(stock, reader)
    return stock


def _check_grid(stock: Stock, reader: TableReader) -> None:
    if stock.cell_width <= 0 or stock.cell_height <= 0:
        reader.refuse("cell")
    if stock.columns > 1 and stock.pitch_x < stock.cell_width - _ROUNDING:
        reader.refuse("pitch")
    if stock.rows > 1 and stock.pitch_y < stock.cell_height - _ROUNDING:
        reader.refuse("pitch")
    last_x, last_y = stock.cell_origin(stock.cells)
    if last_x + stock.cell_width > stock.page_width + _ROUNDING:
        reader.refuse("page")
    if last_y + stock.cell_height > stock.page_height + _ROUNDING:
        reader.refuse("page")
