"""A table as a file for other programs (CSV) or for paper (PDF); the ending of the name says which.

Texts that a spreadsheet would take for a formula are guarded by an apostrophe; numbers stay
numbers (R47). A workbook (XLSX) is not written: no library for that is among what RefDesk needs.
"""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from refdesk.cards.new_file import replacing
from refdesk.domain.errors import DomainError

Cell: TypeAlias = str | int | Decimal
"""A text is guarded; a number is written as it is."""

FORMATS: Final = (".csv", ".pdf")
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class TableFile:
    """A table to be written. On paper ``weights`` are how wide the columns are to each other, and
    those of ``right`` stand at the right."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    weights: tuple[float, ...] = ()
    right: frozenset[int] = frozenset()


def check_format(path: Path) -> None:
    """Raise DomainError ``bad_file`` with ``formats`` for an ending that cannot be written."""
    if path.suffix.lower() not in FORMATS:
        raise DomainError("bad_file", text=path.name, formats=", ".join(FORMATS))


def write_table(path: Path, table: TableFile) -> None:
    """Write a table; an older file there is replaced.

    Raises DomainError ``bad_file``; OSError, which leaves nothing behind.
    """
    check_format(path)
    if path.suffix.lower() == ".pdf":
        # it imports the PDF library, which is slow
        from refdesk.cards.table_pdf import write_pdf_table

        write_pdf_table(path, table)
        return
    with replacing(path) as stream:
        stream.write(_as_csv(table))


def _as_csv(table: TableFile) -> bytes:
    """UTF-8 with its mark, so that spreadsheets take letters for what they are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(head) for head in table.heads])
    writer.writerows([guarded(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: Cell) -> str:
    """A cell as it is written (R47): no text begins like a formula."""
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
