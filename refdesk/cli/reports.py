"""``report``: figures of the shop, a line each."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id

if TYPE_CHECKING:
    from refdesk.cards.table_file import Cell
    from refdesk.services.contest import Standing, Winner


def declare(branch: Branch) -> None:
    """``report contest|shift|stacks|staff``."""
    from refdesk.cli import shifts, stack_report, staff_report

    stack_report.declare(branch)
    staff_report.declare(branch)
    shifts.declare_report(branch)
    words = branch.words
    contest = branch.verb("contest", _contest, words.text("who stands where in each contest"))
    contest.add_argument("--from", dest="first", metavar="D", help=words.text("the first day"))
    contest.add_argument("--to", dest="last", metavar="D", help=words.text("the last day"))
    contest.add_argument(
        "--out", metavar="FILE.(csv|pdf)", help=words.text("write it to a file instead")
    )


def _contest(call: Call) -> None:
    from refdesk.cards.table_file import check_format
    from refdesk.services import contest

    given = call.options
    out = None if given.out is None else Path(given.out)
    if out is not None:
        check_format(out)
    first = None if given.first is None else call.day(given.first)
    last = None if given.last is None else call.day(given.last)
    found = contest.list_standings(call.desk(), first, last)
    lines = [(standing, winner) for standing in found for winner in standing.winners]
    if out is not None:
        _write(call, out, lines)
        return
    rows = [(_fields(call, *line), _cells(call, *line)) for line in lines]
    call.out.rows(rows, _heads(call))


def _heads(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("programme"), words.text("period"), words.text("place"),
        words.text("customer"), words.text("score"), words.text("prize"),
    )  # fmt: skip


def _fields(call: Call, standing: "Standing", winner: "Winner") -> dict[str, object]:
    from refdesk.domain.customer import short_name
    from refdesk.words.contest_text import prize_text

    score, prize = winner.place.score, winner.prize
    is_sum = standing.contest.measure == "paid_base"
    return {
        "programme": printed_id("P", standing.version.programme),
        "name": standing.version.name,
        "version": standing.version.number,
        "from": standing.period.first.isoformat(),
        "to": standing.period.last.isoformat(),
        "place": winner.place.place,
        "customer": printed_id("C", winner.customer.id),
        "person": short_name(winner.customer.name),
        "score": call.money(score) if is_sum else score,
        "prize": prize_text(call.words, prize) or None,
        "given": winner.is_given,
    }


def _cells(call: Call, standing: "Standing", winner: "Winner") -> tuple[str, ...]:
    from refdesk.words.contest_text import period_text, person_text, prize_text, score_text

    words = call.words
    return (
        standing.version.terms.titled(words.language),
        period_text(words, standing.period),
        words.number(winner.place.place),
        f"C{winner.customer.id} {person_text(words, winner.customer)}",
        score_text(words, standing.contest, winner.place.score),
        prize_text(words, winner.prize),
    )


def _write(call: Call, out: Path, lines: Sequence[tuple["Standing", "Winner"]]) -> None:
    """The same list as a file: figures for other programs, on paper as people read them."""
    from refdesk.cards.table_file import TableFile, write_table

    words = call.words
    if out.suffix.lower() == ".csv":
        rows = tuple(_figures(call, *line) for line in lines)
        table = TableFile(words.text("Contests"), "", _heads_of_figures(call), rows)
    else:
        table = TableFile(
            words.text("Contests"), call.shop.name, _heads(call),
            tuple(_cells(call, *line) for line in lines),
            weights=(4, 4, 1.2, 4, 2.5, 3), right=frozenset({2, 4}),
        )  # fmt: skip
    write_table(out, table)
    line = words.plural("{file}: {n} line", "{file}: {n} lines", len(lines), file=str(out))
    call.out.result({"file": str(out), "rows": len(lines)}, [line])


def _heads_of_figures(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("programme"), words.text("name"), words.text("first day"),
        words.text("last day"), words.text("place"), words.text("id"), words.text("customer"),
        words.text("score"), words.text("prize"),
    )  # fmt: skip


def _figures(call: Call, standing: "Standing", winner: "Winner") -> "tuple[Cell, ...]":
    fields = _fields(call, standing, winner)
    texts = [str(fields[name] or "") for name in ("programme", "name", "from", "to")]
    score = fields["score"]
    return (
        *texts, winner.place.place, str(fields["customer"]), str(fields["person"]),
        Decimal(score) if isinstance(score, str) else winner.place.score,
        str(fields["prize"] or ""),
    )  # fmt: skip
