"""Where the cards of a sheet come from: any of many, without all of them at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from refdesk.cards.compose import CardRecord
from refdesk.cards.imposition import Imposition


class CardSource(Protocol):
    """Cards that are counted from 0 and read when their turn comes."""

    def __len__(self) -> int:
        """Return how many there are."""

    def in_order(self, cards: Iterable[int]) -> Iterator[CardRecord]:
        """Yield these cards in this order; a card may be asked for more than once."""


class CardList:
    """Cards that are all there."""

    def __init__(self, records: Iterable[CardRecord]) -> None:
        self._records: Sequence[CardRecord] = (
            records if isinstance(records, Sequence) else tuple(records)
        )

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._records)

    def in_order(self, cards: Iterable[int]) -> Iterator[CardRecord]:
        """Yield these cards in this order."""
        return map(self._records.__getitem__, cards)


def as_source(records: "Iterable[CardRecord] | CardSource") -> CardSource:
    """Return cards so that they can be read in any order; a stream is read to its end."""
    return CardList(records) if isinstance(records, Iterable) else records


def by_sheet(
    plan: Imposition, source: CardSource, sheets: range | None = None
) -> Iterator[tuple[int, Mapping[int, CardRecord]]]:
    """Yield the sheets, all of them or these, each with its cards by their number in the source.

    A card that stands on a sheet more than once is read once for it.
    """
    wanted = sheets if sheets is not None else range(1, plan.sheets + 1)
    found = source.in_order(card for sheet in wanted for card in _cards_on(plan, sheet))
    for sheet in wanted:
        cards = _cards_on(plan, sheet)
        yield sheet, dict(zip(cards, islice(found, len(cards)), strict=True))


def _cards_on(plan: Imposition, sheet: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(place.card for place in plan.page(sheet).places))
