"""The own stocks of a shop: ``stocks.toml`` in the folder of its data.

Tables as in the program's own file; people may write it by hand, and then one title for all
languages will do. What is wrong in it is told and left out, and never lost: writing keeps it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from refdesk.cards.new_file import replacing
from refdesk.cards.stocks import FAMILIES, Stock, is_built_in, parse_stock
from refdesk.domain.errors import DomainError

FILE_NAME: Final = "stocks.toml"
LONGEST_NAME: Final = 60
MOST_STOCKS: Final = 500
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True)
class OwnStocks:
    """The stocks of a file, and what is wrong with the others.

    A fault is a DomainError ``bad_stock``, or ``bad_stock_file`` with ``file`` where nothing of
    the file could be read.
    """

    stocks: tuple[Stock, ...] = ()
    faults: tuple[DomainError, ...] = ()


def read_own_stocks(path: Path) -> OwnStocks:
    """Return what a file holds; without a file there is nothing. Raises nothing."""
    try:
        tables = _read_tables(path)
    except DomainError as fault:
        return OwnStocks(faults=(fault,))
    stocks, faults = [], []
    for name, table in tables.items():
        try:
            stocks.append(_own_stock(name, table))
        except DomainError as fault:
            faults.append(fault)
    return OwnStocks(tuple(stocks), tuple(faults))


def save_own_stock(path: Path, stock: Stock) -> Stock:
    """Keep a stock beside the others, in the place of one of its name; return it as it is read.

    Raises DomainError ``bad_name``, ``name_taken`` for the name of a built-in stock, ``bad_stock``,
    ``bad_count`` where there are too many, ``bad_stock_file`` for a file that cannot be read: it is
    left as it is; OSError.
    """
    if not _is_name(stock.name):
        raise DomainError("bad_name", text=stock.name)
    if is_built_in(stock.name):
        raise DomainError("name_taken", name=stock.name)
    table = stock_table(stock)
    kept = _own_stock(stock.name, table)
    tables = _read_tables(path) | {stock.name: table}
    if len(tables) > MOST_STOCKS:
        raise DomainError("bad_count", text=str(len(tables)), most=MOST_STOCKS)
    _write(path, tables)
    return kept


def remove_own_stock(path: Path, name: str) -> None:
    """Take a stock out of the file, a faulty one too.

    Raises DomainError ``stock_unknown``, ``bad_stock_file``; OSError.
    """
    tables = _read_tables(path)
    if tables.pop(name, None) is None:
        raise DomainError("stock_unknown", name=name)
    _write(path, tables)


def stock_table(stock: Stock) -> dict[str, Any]:
    """Return a stock as a TOML table; ``parse_stock`` makes an equal one of it."""
    table: dict[str, Any] = {
        "title": dict(stock.title),
        "page": [stock.page_width, stock.page_height],
        "columns": stock.columns,
        "rows": stock.rows,
        "cell": [stock.cell_width, stock.cell_height],
        "origin": [stock.left, stock.top],
        "pitch": [stock.pitch_x, stock.pitch_y],
    }
    if stock.family != FAMILIES[0]:
        table["family"] = stock.family
    for key in ("corner_radius", "crop_marks", "roll", "dpi", "fold"):
        if value := getattr(stock, key):
            table[key] = value
    return table


def _own_stock(name: str, table: object) -> Stock:
    if not _is_name(name) or is_built_in(name):
        raise DomainError("bad_stock", stock=name, field="name")
    if not isinstance(table, Mapping):
        raise DomainError("bad_stock", stock=name, field="page")
    title = table.get("title", name)
    if isinstance(title, str):
        table = {**table, "title": {"en": title, "ru": title}}
    return parse_stock(name, table, is_own=True)


def _is_name(name: str) -> bool:
    """Tell whether a name can be typed, shown in one line and told from others."""
    return name.isprintable() and name == name.strip() and 0 < len(name) <= LONGEST_NAME


def _read_tables(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError(len(data))
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        raise DomainError("bad_stock_file", file=path.name) from None


def _write(path: Path, tables: Mapping[str, Any]) -> None:
    import tomli_w

    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as stream:
        stream.write(tomli_w.dumps(tables).encode())
