"""Does it pay (G10): the figures of a profit check as sentences, and the first one that loses."""

from collections.abc import Mapping
from typing import Final

from refdesk.domain.economics import Loss, Profit
from refdesk.words.catalogue import N_, Words
from refdesk.words.filling import first_filled

LOSSES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "first_purchase_loses": (
        (N_("The first purchase loses {loss}: it leaves {gross} and costs {cost}"),),
        (
            N_("A client pays for himself by visit {visit}. Give less, or ask for a larger bill"),
            N_("No visit pays it back. Give less, or ask for a larger bill"),
        ),
    ),
    "later_purchase_loses": (
        (N_("Each later purchase loses {loss}: it leaves {gross} and costs {cost}"),),
        (N_("Give less for every purchase"),),
    ),
    "year_loses": (
        (N_("A client’s first year loses {loss}: it leaves {gross} and costs {cost}"),),
        (N_("Give less, or for fewer purchases"),),
    ),
    "worst_case_loses": (
        (
            N_("When everything comes together, {service} loses {loss}: it leaves {gross} and "
               "costs {cost}"),
            N_("When everything comes together, a purchase loses {loss}: it leaves {gross} and "
               "costs {cost}"),
        ),
        (N_("Lower the highest rate, or let only the best discount count"),),
    ),
}  # fmt: skip
"""Candidates for what loses money, and for what may be done."""


def loss_text(words: Words, loss: Loss) -> tuple[str, str]:
    """What loses money first, and what may be done about it."""
    titles, steps = LOSSES[loss.code]
    values: dict[str, str] = {}
    for name, value in loss.params.items():
        if name in ("gross", "cost", "loss") and isinstance(value, int):
            values[name] = words.money(value)
        elif isinstance(value, int):
            values[name] = words.number(value)
        elif isinstance(value, str):
            values[name] = value
    return first_filled(words, titles, values), first_filled(words, steps, values)


def profit_lines(words: Words, profit: Profit) -> list[str]:
    """The check line by line: a new client, the year, break-even, the worst bill, the warning."""
    first, year, worst = profit.first, profit.year, profit.worst
    lines = [
        words.text(
            "A new client costs {cost} of {gross} gross profit: {left} left",
            cost=words.money(first.cost), gross=words.money(first.gross),
            left=words.money(first.left),
        ),
        words.text(
            "The first year: {cost} of {gross}, {left} left", cost=words.money(year.cost),
            gross=words.money(year.gross), left=words.money(year.left),
        ),
        words.text(
            "The dearest bill: {cost} of {gross}, {left} left", cost=words.money(worst.cost),
            gross=words.money(worst.gross), left=words.money(worst.left),
        ),
    ]  # fmt: skip
    lines += break_even_lines(words, profit)
    if profit.loss is not None:
        title, step = loss_text(words, profit.loss)
        lines.append(f"{title}. {step}.")
    return lines


def break_even_lines(words: Words, profit: Profit) -> list[str]:
    """From which margin and bill the first purchase pays, and by which visit the client does."""
    lines = []
    if profit.break_even_margin is not None:
        percent = words.percent(profit.break_even_margin)
        lines.append(words.text("Break-even: margin of {percent}", percent=percent))
    if profit.break_even_bill is not None:
        bill = words.money(profit.break_even_bill)
        lines.append(words.text("Break-even: bill of {sum}", sum=bill))
    if profit.break_even_visit is not None:
        visit = words.number(profit.break_even_visit)
        lines.append(words.text("Pays back by visit {number}", number=visit))
    return lines
