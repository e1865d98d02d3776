"""``report staff``: what stands out of the figures of staff (reliability.md 4b)."""

from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id

if TYPE_CHECKING:
    from refdesk.domain.findings import Finding


def declare(branch: Branch) -> None:
    """``report staff``."""
    words = branch.words
    report = branch.verb("staff", _report, words.text("what stands out of the figures of staff"))
    report.add_argument("--from", dest="first", metavar="D", help=words.text("the first day"))
    report.add_argument("--to", dest="last", metavar="D", help=words.text("the last day"))
    report.add_argument(
        "--out", metavar="FILE.(csv|pdf)", help=words.text("write it to a file instead")
    )


def _report(call: Call) -> None:
    from refdesk.cards.table_file import check_format
    from refdesk.services.review import list_findings

    given = call.options
    out = None if given.out is None else Path(given.out)
    if out is not None:
        check_format(out)
    first = None if given.first is None else call.day(given.first)
    last = None if given.last is None else call.day(given.last)
    found = list_findings(call.desk(), first, last)
    if out is None:
        call.out.rows([(_fields(call, one), _cells(call, one)) for one in found], _heads(call))
    else:
        _write(call, out, found)


def _heads(call: Call) -> tuple[str, ...]:
    words = call.words
    return (words.text("what stands out"), words.text("when"), words.text("purchases"))


def _fields(call: Call, one: "Finding") -> dict[str, object]:
    from refdesk.words.review_text import finding_text

    return {
        "finding": one.kind,
        "staff": one.staff or None,
        "customer": printed_id("C", one.customer),
        "person": one.customer_name or None,
        "till": one.till or None,
        "count": one.count,
        "of": one.of or None,
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "purchases": [printed_id("B", purchase) for purchase in one.purchases],
        "reviewed": one.is_reviewed,
        "message": finding_text(call.words, one),
    }


def _cells(call: Call, one: "Finding") -> tuple[str, ...]:
    from refdesk.words.review_text import finding_period, finding_text

    behind = ", ".join(f"B{purchase}" for purchase in one.purchases[:3])
    return finding_text(call.words, one), finding_period(call.words, one), behind


def _write(call: Call, out: Path, found: "list[Finding]") -> None:
    from refdesk.cards.table_file import TableFile, write_table

    words = call.words
    rows = tuple(_cells(call, one) for one in found)
    title = words.text("What stands out at the tills")
    write_table(out, TableFile(title, call.shop.name, _heads(call), rows, weights=(6, 2, 2)))
    line = words.plural("{file}: {n} line", "{file}: {n} lines", len(rows), file=str(out))
    call.out.result({"file": str(out), "rows": len(rows)}, [line])
