"""``report staff``: what stands out of the figures of staff (reliability.md 4b)."""

from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.report import Report, asked, declare_report, tell
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id

if TYPE_CHECKING:
    from refdesk.domain.findings import Finding


def declare(branch: Branch) -> None:
    """``report staff``."""
    text = branch.words.text("what stands out of the figures of staff")
    declare_report(branch, "staff", _report, text)


def _report(call: Call) -> None:
    from refdesk.services.review import list_findings

    first, last, out = asked(call)
    desk, words = call.desk(), call.words
    heads = (words.text("what stands out"), words.text("when"), words.text("purchases"))
    title = words.text("What stands out at the tills")
    report = Report(title, heads, _fields, _cells, weights=(6, 2, 2))
    tell(call, report, list_findings(desk, first, last), out)


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
