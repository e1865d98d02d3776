"""``programme try``: what one bill would do, and whether the programme pays."""

from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch, positive
from refdesk.cli.values import effect_lines, effects, percent
from refdesk.domain.money import parse_percent

if TYPE_CHECKING:
    from refdesk.domain.economics import Assumptions, Profit


def declare_try(branch: Branch) -> None:
    """``programme try``."""
    words = branch.words
    parser = branch.verb("try", _try, words.text("an example of one bill, and whether it pays"))
    parser.add_argument("programme", metavar="P")
    parser.add_argument("--amount", metavar="A", required=True, help=words.text("the bill"))
    parser.add_argument("--service", metavar="S", help=words.text("what is bought"))
    parser.add_argument(
        "--friend-of", metavar="WHO", default="",
        help=words.text("who brings the buyer; without it somebody made up"),
    )  # fmt: skip
    parser.add_argument("--margin", metavar="PERCENT", help=words.text("gross margin"))
    parser.add_argument("--average-bill", metavar="A", help=words.text("the usual bill"))
    parser.add_argument(
        "--visits", metavar="N", type=positive, help=words.text("visits of a client in a year")
    )


def _try(call: Call) -> None:
    from refdesk.services import programme_try

    asked, desk = call.options, call.desk()
    given = programme_try.Given(
        average_bill=None if asked.average_bill is None else call.amount(asked.average_bill),
        margin=None if asked.margin is None else parse_percent(asked.margin),
        visits_a_year=asked.visits,
    )
    made = programme_try.try_programme(
        desk, asked.programme, call.amount(asked.amount), service=asked.service,
        friend_of=asked.friend_of, given=given,
    )  # fmt: skip
    words, left = call.words, made.left
    fields: dict[str, object] = {
        "to_pay": call.money(made.quote.to_pay),
        "effects": effects(call, made.effects),
        "cost": call.money(made.cost),
        "margin": None if left is None else call.money(left),
        "profit": _profit_fields(call, made.profit, made.assumed),
    }
    lines = [words.text("To pay: {sum}", sum=words.money(made.quote.to_pay))]
    lines += effect_lines(call, made.effects)
    lines.append(words.text("Cost of the programme: {sum}", sum=words.money(made.cost)))
    if left is not None:
        lines.append(words.text("Left of the gross profit: {sum}", sum=words.money(left)))
    call.out.result(fields, lines + _profit_lines(call, made.profit))


def _profit_lines(call: Call, profit: "Profit | None") -> list[str]:
    from refdesk.words.profit_text import profit_lines

    if profit is None:
        return [call.words.text("Whether it pays: name a margin, or give the services one")]
    return profit_lines(call.words, profit)


def _profit_fields(
    call: Call, profit: "Profit | None", assumed: "Assumptions | None"
) -> dict[str, object] | None:
    from refdesk.words.profit_text import loss_text

    if profit is None or assumed is None:
        return None
    loss = profit.loss
    bill = profit.break_even_bill
    return {
        "average_bill": call.money(assumed.average_bill),
        "margin": percent(assumed.margin),
        "visits_a_year": assumed.visits_a_year,
        "cost_per_client": call.money(profit.cost_per_client),
        "first_left": call.money(profit.first.left),
        "later_left": call.money(profit.later.left),
        "year_left": call.money(profit.year.left),
        "worst_left": call.money(profit.worst.left),
        "worst_service": profit.worst_service,
        "break_even_margin": percent(profit.break_even_margin),
        "break_even_bill": None if bill is None else call.money(bill),
        "break_even_visit": profit.break_even_visit,
        "warning": loss.code if loss else None,
        "message": ". ".join(loss_text(call.words, loss)) + "." if loss else None,
    }
