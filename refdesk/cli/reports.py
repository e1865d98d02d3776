"""``report``: figures of the shop, a line each."""

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from refdesk.cli.call import Call
from refdesk.cli.report import Report, asked, declare_report, tell
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id

if TYPE_CHECKING:
    from refdesk.cards.table_file import Cell
    from refdesk.services.contest import Standing, Winner


class Placed(NamedTuple):
    """Somebody's place in a contest."""

    standing: "Standing"
    winner: "Winner"


def declare(branch: Branch) -> None:
    """``report contest|shift|stacks|staff``."""
    from refdesk.cli import shifts, stack_report, staff_report

    stack_report.declare(branch)
    staff_report.declare(branch)
    shifts.declare_report(branch)
    text = branch.words.text("who stands where in each contest")
    declare_report(branch, "contest", _contest, text)


def _contest(call: Call) -> None:
    from refdesk.services import contest

    first, last, out = asked(call)
    found = contest.list_standings(call.desk(), first, last)
    lines = [Placed(standing, winner) for standing in found for winner in standing.winners]
    report = Report(
        call.words.text("Contests"), _heads(call), _fields, _cells, _heads_of_figures(call),
        _figures, weights=(4, 4, 1.2, 4, 2.5, 3), right=frozenset({2, 4}),
    )  # fmt: skip
    tell(call, report, lines, out)


def _heads(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("programme"), words.text("period"), words.text("place"),
        words.text("customer"), words.text("score"), words.text("prize"),
    )  # fmt: skip


def _fields(call: Call, line: Placed) -> dict[str, object]:
    from refdesk.domain.customer import short_name
    from refdesk.words.contest_text import prize_text

    standing, winner = line
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


def _cells(call: Call, line: Placed) -> tuple[str, ...]:
    from refdesk.words.contest_text import period_text, person_text, prize_text, score_text

    (standing, winner), words = line, call.words
    return (
        standing.version.terms.titled(words.language),
        period_text(words, standing.period),
        words.number(winner.place.place),
        f"C{winner.customer.id} {person_text(words, winner.customer)}",
        score_text(words, standing.contest, winner.place.score),
        prize_text(words, winner.prize),
    )


def _heads_of_figures(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("programme"), words.text("name"), words.text("first day"),
        words.text("last day"), words.text("place"), words.text("id"), words.text("customer"),
        words.text("score"), words.text("prize"),
    )  # fmt: skip


def _figures(call: Call, line: Placed) -> "tuple[Cell, ...]":
    fields, winner = _fields(call, line), line.winner
    texts = [str(fields[name] or "") for name in ("programme", "name", "from", "to")]
    score = fields["score"]
    return (
        *texts, winner.place.place, str(fields["customer"]), str(fields["person"]),
        Decimal(score) if isinstance(score, str) else winner.place.score,
        str(fields["prize"] or ""),
    )  # fmt: skip
