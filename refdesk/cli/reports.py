"""``report``: figures of the shop, a line each."""

from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id

if TYPE_CHECKING:
    from refdesk.services.contest import Standing, Winner


def declare(branch: Branch) -> None:
    """``report contest|stacks``."""
    from refdesk.cli import runs

    words = branch.words
    runs.declare_report(branch)
    contest = branch.verb("contest", _contest, words.text("who stands where in each contest"))
    contest.add_argument("--from", dest="first", metavar="D", help=words.text("the first day"))
    contest.add_argument("--to", dest="last", metavar="D", help=words.text("the last day"))


def _contest(call: Call) -> None:
    from refdesk.services import contest

    given = call.options
    first = None if given.first is None else call.day(given.first)
    last = None if given.last is None else call.day(given.last)
    found = contest.list_standings(call.desk(), first, last)
    rows = [
        (_fields(call, standing, winner), _cells(call, standing, winner))
        for standing in found
        for winner in standing.winners
    ]
    words = call.words
    heads = (
        words.text("programme"), words.text("period"), words.text("place"),
        words.text("customer"), words.text("score"), words.text("prize"),
    )  # fmt: skip
    call.out.rows(rows, heads)


def _fields(call: Call, standing: "Standing", winner: "Winner") -> dict[str, object]:
    from refdesk.domain.customer import short_name
    from refdesk.words.benefit_text import benefit_short

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
        "prize": benefit_short(call.words, prize.benefit) if prize else None,
        "given": winner.is_given,
    }


def _cells(call: Call, standing: "Standing", winner: "Winner") -> tuple[str, ...]:
    from refdesk.domain.customer import short_name
    from refdesk.words.benefit_text import benefit_short
    from refdesk.words.names import DASH

    words, score, prize = call.words, winner.place.score, winner.prize
    is_sum = standing.contest.measure == "paid_base"
    period = (words.date(standing.period.first), words.date(standing.period.last))
    return (
        standing.version.terms.titled(words.language),
        f"{period[0]} {DASH} {period[1]}",
        words.number(winner.place.place),
        f"C{winner.customer.id} {short_name(winner.customer.name)}",
        words.money(score) if is_sum else words.number(score),
        benefit_short(words, prize.benefit) if prize else "",
    )
