"""Cards on paper, and what they are printed on."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.progress import TerminalProgress
from refdesk.cli.tree import Branch, positive
from refdesk.cli.values import read_id, read_stack
from refdesk.domain.card_numbers import parse_numbers
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

    from refdesk.services.print_runs import Selection
    from refdesk.services.sheet_setup import Sheet
    from refdesk.words.catalogue import Words

# -- cards -------------------------------------------------------------------------------------


def declare_cards(branch: Branch) -> None:
    """``cards print``."""
    from refdesk.services.sheet_setup import DEFAULT_DESIGN, DEFAULT_STOCK

    words = branch.words
    sheets = branch.verb("print", _print, words.text("write cards as a PDF"))
    which = sheets.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--run", metavar="RUN", help=words.text("the cards of a print run, or of a stack of it")
    )
    which.add_argument(
        "--customer", metavar="WHO", action="append", help=words.text("may be repeated")
    )
    which.add_argument("--all", action="store_true", help=words.text("everybody’s cards"))
    part = sheets.add_argument_group(words.text("a part of a run"))
    part.add_argument("--cards", metavar="N-N", help=words.text("by their numbers, like 38-100"))
    part.add_argument(
        "--card", metavar="CODE", action="append", default=[],
        help=words.text("by its code; may be repeated"),
    )  # fmt: skip
    part.add_argument(
        "--rest", action="store_true", help=words.text("those that have not come out yet")
    )
    sheets.add_argument("--programme", metavar="P", default="", help=words.text("number or name"))
    sheets.add_argument("--out", metavar="FILE.pdf", required=True)
    sheets.add_argument("--stock", metavar="S", default=DEFAULT_STOCK)
    sheets.add_argument("--design", metavar="D", default=DEFAULT_DESIGN)
    sheets.add_argument("--limit", metavar="N", type=positive, help=words.text("at most so many"))
    _declare_paper(sheets.add_argument_group(words.text("on the paper")), words)


def _declare_paper(paper: "_ArgumentGroup", words: "Words") -> None:
    from refdesk.cards.imposition import FLIPS, ORDERS

    paper.add_argument(
        "--start", metavar="CELL", type=positive, default=1,
        help=words.text("the first free place of the sheet"),
    )  # fmt: skip
    paper.add_argument(
        "--skip", metavar="CELL", type=positive, action="append", default=[],
        help=words.text("a place of the first sheet that stays empty; may be repeated"),
    )  # fmt: skip
    paper.add_argument(
        "--duplex", choices=FLIPS,
        help=words.text("both sides; the edge at which the sheets are turned"),
    )  # fmt: skip
    paper.add_argument(
        "--copies", metavar="N", type=positive, default=1, help=words.text("each card so often")
    )
    paper.add_argument(
        "--uncollated", action="store_true",
        help=words.text("all copies of a card one after another"),
    )  # fmt: skip
    paper.add_argument(
        "--order", choices=ORDERS, default="rows",
        help=words.text("piles: stacked and cut, the cards are in order"),
    )  # fmt: skip
    paper.add_argument(
        "--crop-marks", action="store_const", const=True,
        help=words.text("where to cut, beside the cards"),
    )  # fmt: skip
    paper.add_argument(
        "--no-bleed", action="store_true", help=words.text("no colour over a card’s edge")
    )
    paper.add_argument(
        "--printer", metavar="NAME", default="", help=words.text("use this printer’s calibration")
    )


def _print(call: Call) -> None:
    from refdesk.services import print_runs

    given, desk = call.options, call.desk()
    out = Path(given.out)
    with TerminalProgress(call, call.words.text("Cards")) as progress:
        printed = print_runs.print_cards(
            desk,
            _selection(call),
            out,
            words=card_words(call),
            sheet=_sheet(call),
            progress=progress,
        )
    words = call.words
    cards = words.plural("{n} card", "{n} cards", printed.cards)
    sheets = words.plural("{n} sheet", "{n} sheets", printed.sheets)
    line = words.text("{file}: {cards}, {sheets}", file=str(out), cards=cards, sheets=sheets)
    fields = {
        "file": str(out),
        "cards": printed.cards,
        "sheets": printed.sheets,
        "sides": 2 if printed.is_duplex else 1,
        "replaced": list(printed.replaced),
    }
    call.out.result(fields, [line])


def _sheet(call: Call) -> "Sheet":
    from refdesk.services.sheet_setup import Sheet, check_calibrated

    given = call.options
    sheet = Sheet(
        stock=given.stock,
        design=given.design,
        start=given.start,
        crop_marks=given.crop_marks,
        skipped=frozenset(given.skip),
        copies=given.copies,
        collate=not given.uncollated,
        order=given.order,
        duplex=given.duplex,
        printer=given.printer,
    )
    check_calibrated(call.desk(), sheet)
    return replace(sheet, bleed=0.0) if given.no_bleed else sheet


def card_words(call: Call) -> "Words":
    """Cards speak the shop's language, whatever messages do."""
    from refdesk.words.catalogue import load_words

    shop = call.shop
    return load_words(shop.language, currency=shop.currency, region=shop.region)


def _selection(call: Call) -> "Selection":
    from refdesk.services import customers
    from refdesk.services.print_runs import Selection

    given = call.options
    if given.run is not None:
        return _of_run(call)
    if given.cards is not None or given.card or given.rest:
        raise DomainError("bad_usage", text="--run")
    people = [customers.get_who(call.desk(), who).customer.id for who in given.customer or ()]
    return Selection(
        customers=tuple(people),
        everybody=given.all,
        programme=given.programme,
        limit=given.limit,
    )


def _of_run(call: Call) -> "Selection":
    """A run, a stack of it, or the cards that are named by their numbers or codes."""
    from refdesk.services import print_runs, run_confirming, stacks

    given, desk = call.options, call.desk()
    numbers: set[int] = set()
    if "-" in given.run:
        stack = stacks.get_stack(desk, *read_stack(given.run))
        run = print_runs.get_run(desk, stack.run)
        numbers.update(range(stack.first, stack.last + 1))
    else:
        run = print_runs.get_run(desk, read_id("R", given.run, otherwise="run_unknown"))
    named = set(parse_numbers(given.cards, run.count)) if given.cards is not None else set()
    for text in given.card:
        card = run_confirming.find_card(desk, text)
        if card is None or card.run != run.id:
            raise DomainError("code_unknown")
        named.add(card.position)
    if named:
        numbers = named & numbers if numbers else named
        if not numbers:
            raise DomainError("nothing_to_print")
    return print_runs.Selection(
        run=run.id, cards=tuple(sorted(numbers)), rest=given.rest, limit=given.limit
    )
