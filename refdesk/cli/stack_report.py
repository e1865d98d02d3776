"""``report stacks``: which stack of cards brought whom (G06)."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
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
    report = branch.verb("stacks", _report, words.text("which stack of cards brought whom"))
    report.add_argument("--run", metavar="RUN", help=words.text("of one run only"))
    report.add_argument("--from", dest="first", metavar="D", help=words.text("the first day"))
    report.add_argument("--to", dest="last", metavar="D", help=words.text("the last day"))
    report.add_argument(
        "--out", metavar="FILE.(csv|pdf)", help=words.text("write it to a file instead")
    )


def _report(call: Call) -> None:
    from refdesk.cards.table_file import check_format
    from refdesk.services import stacks

    given = call.options
    out = None if given.out is None else Path(given.out)
    if out is not None:
        check_format(out)
    run = None if given.run is None else read_id("R", given.run, otherwise="run_unknown")
    first = None if given.first is None else call.day(given.first)
    last = None if given.last is None else call.day(given.last)
    lines = stacks.list_stacks(call.desk(), run, first, last)
    if out is not None:
        _write(call, out, lines)
        return
    call.out.rows([(_fields(call, line), _cells(call, line)) for line in lines], _heads(call))


def _write(call: Call, out: Path, lines: "list[StackLine]") -> None:
    """Figures for other programs, on paper as people read them."""
    from refdesk.cards.table_file import TableFile, write_table

    words = call.words
    title = words.text("Stacks of cards")
    if out.suffix.lower() == ".csv":
        rows = tuple(_figures(call, line) for line in lines)
        table = TableFile(title, "", _heads_of_figures(call), rows)
    else:
        table = TableFile(
            title, call.shop.name, _heads(call), tuple(_cells(call, line) for line in lines),
            weights=(2, 5, 2, 2, 2, 2, 2, 3), right=frozenset(range(2, 8)),
        )  # fmt: skip
    write_table(out, table)
    line = words.plural("{file}: {n} line", "{file}: {n} lines", len(lines), file=str(out))
    call.out.result({"file": str(out), "rows": len(lines)}, [line])


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
