"""Print runs, cards on paper, and what they are printed on."""

from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.progress import TerminalProgress
from refdesk.cli.tree import Branch, positive
from refdesk.cli.values import instant, printed_id, read_id
from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.records import Run, Stack

if TYPE_CHECKING:
    from refdesk.services.print_runs import Selection
    from refdesk.words.catalogue import Words

# -- runs --------------------------------------------------------------------------------------


def declare_runs(branch: Branch) -> None:
    """``run create|confirm|list``."""
    words = branch.words
    create = branch.verb("create", _create, words.text("make cards to be printed"))
    create.add_argument("--programme", metavar="P", default="", help=words.text("number or name"))
    create.add_argument("--count", metavar="N", type=positive, required=True)
    create.add_argument("--kind", choices=("coupon", "blank", "gift_card"), default="coupon")
    create.add_argument("--value", metavar="A", help=words.text("what each gift card is sold for"))
    create.add_argument(
        "--stacks", metavar="K", type=positive, default=1, help=words.text("cut into so many parts")
    )
    create.add_argument(
        "--holder", metavar="WHO", action="append", default=[],
        help=words.text("who hands a stack out; in the stacks’ order"),
    )  # fmt: skip
    create.add_argument(
        "--place", metavar="TEXT", action="append", default=[],
        help=words.text("where a stack lies; in the stacks’ order"),
    )  # fmt: skip
    branch.verb("list", _list, words.text("every print run"))
    confirm = branch.verb("confirm", _confirm, words.text("the sheets came out: codes work now"))
    confirm.add_argument("run", metavar="RUN")
    confirm.add_argument(
        "--spoiled", metavar="CODE", action="append", default=[],
        help=words.text("a spoiled card; may be repeated"),
    )  # fmt: skip


def _create(call: Call) -> None:
    from refdesk.services import customers, print_runs

    given, desk = call.options, call.desk()
    holders = tuple(customers.get_who(desk, who).customer.id for who in given.holder)
    new = print_runs.NewRun(
        count=given.count,
        kind=given.kind,
        value=call.amount(given.value) if given.value is not None else None,
        programme=given.programme,
        stacks=given.stacks,
        holders=holders,
        places=tuple(given.place),
    )
    made = print_runs.create_run(desk, new)
    codes = [group_code(code, call.shop.prefix) for code in made.codes]
    call.out.result({**_run_fields(call, made.run), "codes": codes}, [f"R{made.run.id}", *codes])


def _list(call: Call) -> None:
    from refdesk.services import print_runs

    words = call.words
    rows = [
        (
            _run_fields(call, one),
            (
                f"R{one.id}",
                words.number(one.count),
                words.text("confirmed") if one.confirmed_at else words.text("not confirmed"),
            ),
        )
        for one in print_runs.list_runs(call.desk())
    ]
    call.out.rows(rows, (words.text("id"), words.text("cards"), words.text("state")))


def _confirm(call: Call) -> None:
    from refdesk.services import print_runs

    given = call.options
    run = read_id("R", given.run, otherwise="run_unknown")
    confirmed = print_runs.confirm_run(call.desk(), run, given.spoiled)
    spoiled = [mask_code(code) for code in given.spoiled]
    line = call.words.text("R{run}: the cards work now", run=confirmed.id)
    call.out.result({**_run_fields(call, confirmed), "codes": [], "spoiled": spoiled}, [line])


def _run_fields(call: Call, run: Run) -> dict[str, object]:
    return {
        "run": printed_id("R", run.id),
        "kind": run.kind,
        "programme": printed_id("P", run.programme),
        "count": run.count,
        "value": None if run.value is None else call.money(run.value),
        "created_at": instant(run.created_at),
        "confirmed_at": instant(run.confirmed_at),
        "stacks": [_stack_fields(stack) for stack in run.stacks],
    }


def _stack_fields(stack: Stack) -> dict[str, object]:
    return {
        "stack": f"R{stack.run}-{stack.number}",
        "holder": printed_id("C", stack.holder),
        "place": stack.place or None,
        "first": stack.first,
        "count": stack.count,
    }


# -- cards -------------------------------------------------------------------------------------


def declare_cards(branch: Branch) -> None:
    """``cards print``."""
    from refdesk.services.print_runs import DEFAULT_DESIGN, DEFAULT_STOCK

    words = branch.words
    sheets = branch.verb("print", _print, words.text("write cards as a PDF"))
    which = sheets.add_mutually_exclusive_group(required=True)
    which.add_argument("--run", metavar="RUN", help=words.text("the cards of a print run"))
    which.add_argument(
        "--customer", metavar="WHO", action="append", help=words.text("may be repeated")
    )
    which.add_argument("--all", action="store_true", help=words.text("everybody’s cards"))
    sheets.add_argument("--programme", metavar="P", default="", help=words.text("number or name"))
    sheets.add_argument("--out", metavar="FILE.pdf", required=True)
    sheets.add_argument("--stock", metavar="S", default=DEFAULT_STOCK)
    sheets.add_argument("--design", metavar="D", default=DEFAULT_DESIGN)
    sheets.add_argument(
        "--start", metavar="CELL", type=positive, default=1,
        help=words.text("the first free place of the sheet"),
    )  # fmt: skip
    sheets.add_argument("--crop-marks", action="store_const", const=True)
    sheets.add_argument("--limit", metavar="N", type=positive, help=words.text("at most so many"))


def _print(call: Call) -> None:
    from refdesk.services import print_runs

    given, desk = call.options, call.desk()
    out = Path(given.out)
    sheet = print_runs.Sheet(
        stock=given.stock, design=given.design, start=given.start, crop_marks=given.crop_marks
    )
    with TerminalProgress(call, call.words.text("Cards")) as progress:
        printed = print_runs.print_cards(
            desk, _selection(call), out, words=card_words(call), sheet=sheet, progress=progress
        )
    words = call.words
    cards = words.plural("{n} card", "{n} cards", printed.cards)
    sheets = words.plural("{n} sheet", "{n} sheets", printed.sheets)
    line = words.text("{file}: {cards}, {sheets}", file=str(out), cards=cards, sheets=sheets)
    fields = {"file": str(out), "cards": printed.cards, "sheets": printed.sheets}
    call.out.result({**fields, "replaced": list(printed.replaced)}, [line])


def card_words(call: Call) -> "Words":
    """Cards speak the shop's language, whatever messages do."""
    from refdesk.words.catalogue import load_words

    shop = call.shop
    return load_words(shop.language, currency=shop.currency, region=shop.region)


def _selection(call: Call) -> "Selection":
    from refdesk.services import customers
    from refdesk.services.print_runs import Selection

    given = call.options
    run = read_id("R", given.run, otherwise="run_unknown") if given.run is not None else None
    people = [customers.get_who(call.desk(), who).customer.id for who in given.customer or ()]
    return Selection(
        run=run,
        customers=tuple(people),
        everybody=given.all,
        programme=given.programme,
        limit=given.limit,
    )


# -- stocks ------------------------------------------------------------------------------------


def declare_stocks(branch: Branch) -> None:
    """``stock list``."""
    branch.verb("list", _list_stocks, branch.words.text("every stock"))


def _list_stocks(call: Call) -> None:
    from refdesk.cards.stocks import list_stocks

    words = call.words
    rows = [
        (
            {
                "stock": one.name,
                "title": one.title[words.language],
                "cells": one.cells,
                "page": [one.page_width, one.page_height],
                "cell": [one.cell_width, one.cell_height],
            },
            (one.name, one.title[words.language]),
        )
        for one in list_stocks()
    ]
    call.out.rows(rows, (words.text("name"), words.text("title")))
