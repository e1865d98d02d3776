"""Cards on a printer without a file: what a sheet holds."""

from collections.abc import Sequence

from refdesk.cards.compose import CardRecord
from refdesk.services.desk import Desk
from refdesk.services.print_runs import card_records
from refdesk.words.catalogue import Words


def read_cards(desk: Desk, ids: Sequence[int], words: Words) -> list[CardRecord]:
    """The contents of these cards, in the order of the ids of their codes."""
    return list(card_records(desk, desk.shop(), ids, words))
