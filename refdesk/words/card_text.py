"""What is said of printed cards: why a run, a stack or a card is refused, why a card is blocked."""

from collections.abc import Mapping
from typing import Final

from refdesk.domain.card_loss import stolen_details
from refdesk.words.catalogue import N_, Words

Lines = tuple[tuple[str, ...], tuple[str, ...]]
"""Candidates for the two lines of a message, the fullest first."""

STOLEN_CARD: Final[Lines] = (
    (N_("Stolen card, reported on {blocked_on}"), N_("Stolen card")),
    (
        N_("{who} reported it: {why}. Keep the card and ask a manager"),
        N_("{who} reported it. Keep the card and ask a manager"),
        N_("Keep the card and ask a manager"),
    ),
)
NOT_OUT_TITLE: Final = N_("Print run {run} is not confirmed yet")
NOT_OUT_STEP: Final = N_("A manager says first that the cards of {run} came out")

RUN_REFUSALS: Final[Mapping[str, Lines]] = {
    "run_not_confirmed": (
        (N_("Not all cards of {run} have come out yet"), N_("The print run is not confirmed yet")),
        (N_("Say first that its cards came out"),),
    ),
    "card_in_use": (
        (N_("Card {card} is in use already"), N_("This card is in use already")),
        (N_("Block it or swap it instead"),),
    ),
    "symbols_unreadable": (
        (
            N_("The symbols of these cards do not read: {cards}"),
            N_("A symbol on sheet {sheet} reads as another card"),
            N_("A symbol does not read"),
        ),
        (N_("Nothing was written. Take a larger size or another design"),),
    ),
    "stack_unknown": ((N_("No such stack"),), (N_("Write its number like R57-2"),)),
    "stack_handed": (
        (N_("This stack was handed out on {handed_on}"), N_("This stack is handed out already")),
        (N_("Take it back first"),),
    ),
    "stack_not_handed": ((N_("This stack is not handed out"),), (N_("Nothing to do"),)),
}
CARD_NUMBERS: Final[Mapping[str, Lines]] = {
    "bad_cards": (
        (N_("These are no numbers of cards: {text}"), N_("These are no numbers of cards")),
        (N_("Write them like 3, 7-9, from 1 to {most}"), N_("Write them like 3, 7-9")),
    ),
}


def block_reason(words: Words, reason: str) -> str:
    """Why a code is blocked: that the card is stolen, or a person's own words."""
    if reason == "spoiled":
        return words.text("spoiled in printing")
    details = stolen_details(reason)
    if details is None:
        return reason
    if details:
        return words.text("stolen card: {details}", details=details)
    return words.text("stolen card")
