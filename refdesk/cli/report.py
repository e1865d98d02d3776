"""What all reports share: the days asked for, and a list that is told or written to a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from refdesk.cli.call import Call
from refdesk.cli.output import Fields
from refdesk.cli.tree import Branch, Handler, Parser
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from refdesk.cards.table_file import Cell, TableFile

Line = TypeVar("Line")


class Asked(NamedTuple):
    """The first and the last business date, None where it is not asked for, and the file."""

    first: date | None
    last: date | None
    out: Path | None


@dataclass(frozen=True)
class Report(Generic[Line]):
    """How the lines of a report are written: with --json by ``fields``, in columns and on paper by
    ``cells``, for other programs by ``figures`` (else as on paper).

    ``weights`` and ``right`` are those of `TableFile`.
    """

    title: str
    heads: tuple[str, ...]
    fields: Callable[[Call, Line], Fields]
    cells: Callable[[Call, Line], tuple[str, ...]]
    figure_heads: tuple[str, ...] = ()
    figures: "Callable[[Call, Line], tuple[Cell, ...]] | None" = None
    weights: tuple[float, ...] = ()
    right: frozenset[int] = frozenset()


def declare_report(branch: Branch, name: str, handler: Handler, text: str) -> Parser:
    """``report NAME [--from D] [--to D] [--out FILE]``."""
    words = branch.words
    report = branch.verb(name, handler, text)
    report.add_argument("--from", dest="first", metavar="D", help=words.text("the first day"))
    report.add_argument("--to", dest="last", metavar="D", help=words.text("the last day"))
    report.add_argument(
        "--out", metavar="FILE.(csv|pdf)", help=words.text("write it to a file instead")
    )
    return report


def asked(call: Call) -> Asked:
    """What a report is asked for. Raises DomainError ``bad_date``, ``bad_file``."""
    from refdesk.cards.table_file import check_format

    given = call.options
    out = None if given.out is None else Path(given.out)
    if out is not None:
        check_format(out)
    first = None if given.first is None else call.day(given.first)
    last = None if given.last is None else call.day(given.last)
    if first is not None and last is not None and last < first:
        raise DomainError("bad_date", text=last.isoformat(), first=first.isoformat())
    return Asked(first, last, out)


def tell(call: Call, report: Report[Line], lines: Sequence[Line], out: Path | None) -> None:
    """Tell the lines, or write them to the file and tell where they are."""
    if out is None:
        rows = [(report.fields(call, line), report.cells(call, line)) for line in lines]
        call.out.rows(rows, report.heads)
        return
    from refdesk.cards.table_file import write_table

    write_table(out, _table(call, report, lines, for_programs=out.suffix.lower() == ".csv"))
    words = call.words
    line = words.plural("{file}: {n} line", "{file}: {n} lines", len(lines), file=str(out))
    call.out.result({"file": str(out), "rows": len(lines)}, [line])


def _table(
    call: Call, report: Report[Line], lines: Sequence[Line], *, for_programs: bool
) -> "TableFile":
    from refdesk.cards.table_file import TableFile

    if for_programs and report.figures is not None:
        rows = tuple(report.figures(call, line) for line in lines)
        return TableFile(report.title, "", report.figure_heads, rows)
    return TableFile(
        report.title, call.shop.name, report.heads,
        tuple(report.cells(call, line) for line in lines), report.weights, report.right,
    )  # fmt: skip
