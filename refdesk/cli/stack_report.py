"""``report stacks``: which stack of cards brought whom (G06)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.report import Report, asked, declare_report, tell
from refdesk.cli.runs import stack_fields
from refdesk.cli.tree import Branch
from refdesk.cli.values import day, printed_id, printed_stack, read_id
from refdesk.domain.customer import short_name

if TYPE_CHECKING:
    from refdesk.cards.table_file import Cell
    from refdesk.services.stacks import StackLine


def declare(branch: Branch) -> None:
    """``report stacks``."""
    words = branch.words
    text = words.text("which stack of cards brought whom")
    report = declare_report(branch, "stacks", _report, text)
    report.add_argument("--run", metavar="RUN", help=words.text("of one run only"))


def _report(call: Call) -> None:
    from refdesk.services import stacks

    first, last, out = asked(call)
    given = call.options.run
    run = None if given is None else read_id("R", given, otherwise="run_unknown")
    desk = call.desk()
    report = Report(
        call.words.text("Stacks of cards"), _heads(call), _fields, _cells, _heads_of_figures(call),
        _figures, weights=(2, 5, 2, 2, 2, 2, 2, 3), right=frozenset(range(2, 8)),
    )  # fmt: skip
    tell(call, report, stacks.list_stacks(desk, run, first, last), out)


def _fields(call: Call, line: "StackLine") -> dict[str, object]:
    return {
        "run": printed_id("R", line.run.id),
        "kind": line.run.kind,
        "programme": printed_id("P", line.run.programme),
        "person": short_name(line.holder_name) or None,
        **line_fields(call, line),
    }


def line_fields(call: Call, line: "StackLine") -> dict[str, object]:
    """A stack with what became of its cards."""
    figures = line.figures
    return {
        **stack_fields(line.stack),
        "handed_by": line.handed_by or None,
        "handed": line.handed,
        "activated": None if line.run.kind == "coupon" else figures.activated,
        "redeemed": figures.redeemed,
        "brought": figures.brought,
        "spoiled": figures.spoiled,
        "reprinted": figures.reprinted,
        "discounts": call.money(figures.discounts),
    }


def _heads(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("stack"), words.text("who or where"), words.text("cards"),
        words.text("handed out"), words.text("in use"), words.text("used"),
        words.text("brought"), words.text("discounts"),
    )  # fmt: skip


def _cells(call: Call, line: "StackLine") -> tuple[str, ...]:
    words, figures = call.words, line.figures
    has_activation = line.run.kind != "coupon"
    return (
        printed_stack(line.run.id, line.stack.number),
        short_name(line.holder_name) or line.stack.place,
        words.number(line.cards),
        words.number(line.handed),
        words.number(figures.activated) if has_activation else "",
        words.number(figures.redeemed),
        words.number(figures.brought),
        words.money(figures.discounts),
    )


def _heads_of_figures(call: Call) -> tuple[str, ...]:
    words = call.words
    return (
        words.text("stack"), words.text("id"), words.text("customer"), words.text("place"),
        words.text("cards"), words.text("spoiled"), words.text("handed out"),
        words.text("handed on"), words.text("in use"), words.text("used"), words.text("brought"),
        words.text("discounts"),
    )  # fmt: skip


def _figures(call: Call, line: "StackLine") -> "tuple[Cell, ...]":
    stack, figures = line.stack, line.figures
    return (
        printed_stack(line.run.id, stack.number), printed_id("C", stack.holder) or "",
        short_name(line.holder_name), stack.place, line.cards, figures.spoiled, line.handed,
        day(stack.handed_on) or "", figures.activated, figures.redeemed, figures.brought,
        Decimal(call.money(figures.discounts)),
    )  # fmt: skip
