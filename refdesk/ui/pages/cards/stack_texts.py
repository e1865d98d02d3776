"""What is said of a stack of cards: who has it, since when, and what became of its cards (G06)."""

from datetime import date

from refdesk.domain.customer import short_name
from refdesk.services.stacks import StackLine
from refdesk.ui.pages.customers.shared import shown_day
from refdesk.words.catalogue import Words

DOT = " \N{MIDDLE DOT} "


def stack_name(line: StackLine) -> str:
    """A stack as it is printed: ``R57-2``."""
    return f"R{line.run.id}-{line.stack.number}"


def holder_text(words: Words, line: StackLine) -> str:
    """Who hands it out, or where it lies."""
    name = short_name(line.holder_name)
    if name and line.stack.place:
        return words.text("{name}, {place}", name=name, place=line.stack.place)
    nobody = words.text("Nobody yet") if line.stack.holder is None else words.text("No name")
    return name or line.stack.place or nobody


def handed_text(words: Words, line: StackLine, today: date) -> str:
    """When and by whom it was handed out."""
    stack = line.stack
    if stack.handed_on is None:
        if line.run.confirmed_at is None:
            return words.text("Not handed out: its cards have not all come out")
        return words.text("Not handed out yet")
    day = shown_day(words, stack.handed_on, today)
    by = short_name(line.handed_by)
    if by:
        return words.text("Handed out: {day}, by {name}", day=day, name=by)
    return words.text("Handed out: {day}", day=day)


def figures_text(words: Words, line: StackLine) -> str:
    """What became of the cards, without what the table says."""
    figures, stack = line.figures, line.stack
    parts = [
        words.text("Cards {first} to {last}", first=words.number(stack.first),
                   last=words.number(stack.last))
    ]  # fmt: skip
    if line.run.kind != "coupon":
        parts.append(words.text("in use: {count}", count=words.number(figures.activated)))
    if figures.spoiled:
        parts.append(words.text("spoiled: {count}", count=words.number(figures.spoiled)))
    if figures.reprinted:
        parts.append(words.text("printed again: {count}", count=words.number(figures.reprinted)))
    if figures.discounts:
        parts.append(words.text("discounts: {sum}", sum=words.money(figures.discounts)))
    return DOT.join(parts)
