"""The calibrations of a shop's printers: ``printers.toml`` in the folder of its data.

A table for each printer with one for each stock in it; people may write it by hand.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final, TypeAlias

from refdesk.cards.calibration import Calibration
from refdesk.cards.new_file import replacing
from refdesk.domain.errors import DomainError

FILE_NAME: Final = "printers.toml"

Calibrations: TypeAlias = Mapping[tuple[str, str], Calibration]
"""By the printer's name and the stock's."""

_FIGURES: Final = tuple(figure.name for figure in fields(Calibration))


def read_calibrations(folder: Path) -> Calibrations:
    """Return all calibrations that are kept in ``folder``; without a file there are none.

    Raises DomainError ``bad_calibration_file`` with ``file`` and ``field`` for one that cannot be
    understood, and OSError.
    """
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        printers = tomllib.loads(data.decode("utf-8"))
    except ValueError:
        raise DomainError("bad_calibration_file", file=FILE_NAME, field="") from None
    return {
        (printer, stock): _calibration(table, f"{printer}.{stock}")
        for printer, stocks in printers.items()
        for stock, table in _table(stocks, printer).items()
    }


def load_calibration(folder: Path, printer: str, stock: str) -> Calibration:
    """Return what is kept for a printer and a stock; none of a printer nobody has measured.

    Raises what ``read_calibrations`` raises.
    """
    return read_calibrations(folder).get((printer, stock), Calibration())


def save_calibration(folder: Path, printer: str, stock: str, calibration: Calibration) -> None:
    """Keep a calibration beside the others; one that does nothing is taken out.

    Raises what ``read_calibrations`` raises.
    """
    import tomli_w

    kept = dict(read_calibrations(folder))
    kept.pop((printer, stock), None)
    if calibration != Calibration():
        kept[printer, stock] = calibration
    tables: dict[str, dict[str, dict[str, float]]] = {}
    for (name, paper), one in sorted(kept.items()):
        tables.setdefault(name, {})[paper] = asdict(one)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / FILE_NAME) as stream:
        tomli_w.dump(tables, stream)


def _table(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise DomainError("bad_calibration_file", file=FILE_NAME, field=path)
    return value


def _calibration(value: object, path: str) -> Calibration:
    table = _table(value, path)
    for key, figure in table.items():
        if key not in _FIGURES or isinstance(figure, bool) or not isinstance(figure, int | float):
            raise DomainError("bad_calibration_file", file=FILE_NAME, field=f"{path}.{key}")
    figures = {
        key: float(figure) for key, figure in table.items() if isinstance(figure, int | float)
    }
    try:
        return Calibration(**figures)
    except DomainError as refusal:
        field = f"{path}.{refusal.params['field']}"
        raise DomainError("bad_calibration_file", file=FILE_NAME, field=field) from None
