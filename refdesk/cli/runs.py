"""``run``: cards made in runs, what came out, stacks handed out."""

from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch, positive
from refdesk.cli.values import day, instant, printed_id, printed_stack, read_id, read_stack
from refdesk.domain.card_numbers import is_numbers
from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.records import Run, Stack

if TYPE_CHECKING:
    from refdesk.services.stacks import StackLine

NOBODY = "nobody"


def declare(branch: Branch) -> None:
    """``run create|list|confirm|assign|hand|take-back``."""
    words = branch.words
    _declare_create(branch)
    branch.verb("list", _list, words.text("every print run with its stacks"))
    confirm = branch.verb("confirm", _confirm, words.text("the sheets came out: codes work now"))
    confirm.add_argument("run", metavar="RUN")
    confirm.add_argument(
        "--up-to", metavar="N", type=int, help=words.text("only the cards up to this number")
    )
    confirm.add_argument(
        "--spoiled", metavar="CODE", action="append", default=[],
        help=words.text("a spoiled card, or numbers like 7-9; may be repeated"),
    )  # fmt: skip
    assign = branch.verb("assign", _assign, words.text("who will hand a stack out, or where"))
    hand = branch.verb("hand", _hand, words.text("a stack is handed out today"))
    for verb in (assign, hand):
        verb.add_argument("stack", metavar="STACK")
        verb.add_argument("--to", metavar="WHO", help=words.text("a customer, or nobody"))
        verb.add_argument("--place", metavar="TEXT", help=words.text("where it lies"))
    back = branch.verb("take-back", _take_back, words.text("a stack was not handed out after all"))
    back.add_argument("stack", metavar="STACK")


def _declare_create(branch: Branch) -> None:
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


# -- runs --------------------------------------------------------------------------------------


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
    stacks = [stack_fields(stack) for stack in made.run.stacks]
    fields = {**_run_fields(call, made.run), "stacks": stacks, "codes": codes}
    call.out.result(fields, [f"R{made.run.id}", *codes])


def _list(call: Call) -> None:
    from refdesk.cli.stack_report import line_fields
    from refdesk.services import print_runs, stacks

    desk, words = call.desk(), call.words
    lines: dict[int, list[StackLine]] = {}
    for line in stacks.list_stacks(desk):
        lines.setdefault(line.run.id, []).append(line)
    rows = [
        (
            {**_run_fields(call, one), "stacks": [line_fields(call, line) for line in found]},
            (
                f"R{one.id}", words.number(one.count), _state(call, one),
                words.number(len(one.stacks)), *_sums(call, found),
            ),
        )
        for one in print_runs.list_runs(desk)
        for found in [lines.get(one.id, [])]
    ]  # fmt: skip
    heads = (
        words.text("id"), words.text("cards"), words.text("state"), words.text("stacks"),
        words.text("handed out"), words.text("used"), words.text("brought"),
    )  # fmt: skip
    call.out.rows(rows, heads)


def _sums(call: Call, lines: "list[StackLine]") -> tuple[str, ...]:
    counts = (
        sum(line.handed for line in lines),
        sum(line.figures.redeemed for line in lines),
        sum(line.figures.brought for line in lines),
    )
    return tuple(map(call.words.number, counts))


def _state(call: Call, run: Run) -> str:
    words = call.words
    if run.confirmed_at is not None:
        return words.text("confirmed")
    if run.issued or run.spoiled:
        return words.plural("{n} card is left", "{n} cards are left", run.left)
    return words.text("not confirmed")


def _confirm(call: Call) -> None:
    from refdesk.services import run_confirming

    given, desk, words = call.options, call.desk(), call.words
    run = read_id("R", given.run, otherwise="run_unknown")
    done = run_confirming.confirm_run(desk, run, given.spoiled, up_to=given.up_to)
    spoiled = [text if is_numbers(text) else mask_code(text) for text in given.spoiled]
    lines = [words.text("R{run}: the cards work now", run=done.id)]
    if done.left:
        count = words.plural("{n} card", "{n} cards", done.issued)
        lines = [words.text("R{run}: so many work now: {cards}", run=done.id, cards=count),
                 words.text("Print the rest: refdesk cards print --run R{run} --rest --out FILE",
                            run=done.id)]  # fmt: skip
    stacks = [stack_fields(stack) for stack in done.stacks]
    fields = {**_run_fields(call, done), "stacks": stacks, "codes": [], "spoiled": spoiled}
    call.out.result(fields, lines)


def _run_fields(call: Call, run: Run) -> dict[str, object]:
    return {
        "run": printed_id("R", run.id),
        "kind": run.kind,
        "programme": printed_id("P", run.programme),
        "count": run.count,
        "value": None if run.value is None else call.money(run.value),
        "created_at": instant(run.created_at),
        "confirmed_at": instant(run.confirmed_at),
        "issued": run.issued,
        "left": run.left,
        "spoiled_cards": run.spoiled,
        "reprinted_cards": run.reprinted,
    }


# -- stacks ------------------------------------------------------------------------------------


def _assign(call: Call) -> None:
    from refdesk.services import stacks

    run, number = read_stack(call.options.stack)
    desk, holder = call.desk(), _holder(call)
    made = stacks.assign_stack(desk, run, number, holder=holder, place=call.options.place)
    call.out.result(stack_fields(made), [_said(made)])


def _hand(call: Call) -> None:
    from refdesk.services import stacks

    run, number = read_stack(call.options.stack)
    desk, holder = call.desk(), _holder(call)
    made = stacks.hand_stack(desk, run, number, holder=holder, place=call.options.place)
    call.out.result(stack_fields(made), [_said(made)])


def _take_back(call: Call) -> None:
    from refdesk.services import stacks

    made = stacks.take_back_stack(call.desk(), *read_stack(call.options.stack))
    call.out.result(stack_fields(made), [_said(made)])


def _holder(call: Call) -> int | None:
    """Whose the stack will be: a customer's id, 0 for nobody, None where nothing is said."""
    from refdesk.services import customers

    who = call.options.to
    if who is None:
        return None
    return 0 if who == NOBODY else customers.get_who(call.desk(), who).customer.id


def _said(stack: Stack) -> str:
    parts = (
        printed_stack(stack.run, stack.number), printed_id("C", stack.holder) or "", stack.place,
        day(stack.handed_on) or "",
    )  # fmt: skip
    return "  ".join(part for part in parts if part)


def stack_fields(stack: Stack) -> dict[str, object]:
    """A stack as every answer has it."""
    return {
        "stack": printed_stack(stack.run, stack.number),
        "holder": printed_id("C", stack.holder),
        "place": stack.place or None,
        "first": stack.first,
        "count": stack.count,
        "handed_on": day(stack.handed_on),
    }
