"""What the Cards page says about the sheets: how many, what is used up, and why nothing prints."""

from refdesk.ui.pages.cards.sheet import SheetPlan
from refdesk.ui.pages.cards.who_pane import PEOPLE, RUN, WhoPane
from refdesk.words.catalogue import Words


def why_nothing(words: Words, who: WhoPane) -> str:
    """Why nothing can be printed."""
    if who.kind() == PEOPLE:
        if who.people.ids():
            return words.text("No code that works yet")
        return words.text("Choose a customer")
    if who.kind() == RUN:
        return words.text("Choose a run, or make one")
    return words.text("Nobody has a code yet")


def sheets_text(words: Words, plan: SheetPlan, start: int) -> str:
    """How many sheets, and what of the first one is used up."""
    sheets = words.plural("{n} sheet", "{n} sheets", plan.sheets)
    if start == 1:
        return sheets
    used = words.number(start - 1)
    return words.text(
        "{sheets}. Places 1 to {used} of the first one are used up", sheets=sheets, used=used
    )


def sheet_help(words: Words, plan: SheetPlan | None, start: int, *, is_marking: bool) -> str:
    """What can be done on the sheet that is shown."""
    if is_marking:
        return words.text("Click each spoiled card, or scan it")
    if plan is not None and plan.number > 1:
        return ""
    if start > 1:
        return words.text(
            "First free place: {place}. Those before it stay empty", place=words.number(start)
        )
    return words.text("A part-used sheet? Click its first free place")


def everybody_text(words: Words, count: int) -> str:
    """How many everybody is."""
    return words.plural(
        "{n} customer has a code that works", "{n} customers have a code that works", count
    )
