"""Cards on a printer without a file: what a sheet holds, and what is noted of it."""

from collections.abc import Sequence

from refdesk.cards.compose import CardRecord
from refdesk.services.desk import Desk
from refdesk.services.print_runs import card_records
from refdesk.words.catalogue import Words


def read_cards(desk: Desk, ids: Sequence[int], words: Words) -> list[CardRecord]:
    """The contents of these cards, in the order of the ids of their codes."""
    return list(card_records(desk, desk.shop(), ids, words))


def log_printed(desk: Desk, cards: int, run: int | None = None) -> None:
    """Note that cards were sent to a printer (R29)."""
    shop = desk.shop()
    with desk.store.write():
        desk.audit(
            desk.stamp(shop, opens_shift=False, minds_clock=False),
            "cards_printed",
            cards=cards,
            run=run,
        )
