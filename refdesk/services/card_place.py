"""Which printed piece a code stands on, and how often a stolen one was shown since (G16, G06)."""

from dataclasses import dataclass
from datetime import datetime

from refdesk.domain.codes import mask_code
from refdesk.domain.records import PromoCode
from refdesk.services.desk import Desk
from refdesk.storage import print_runs, traces


@dataclass(frozen=True)
class CardPlace:
    """The card's run, stack and number; nothing of a code that was printed in no run.

    ``shown_at`` are the times at which it came to a till after it was reported stolen, newest
    first.
    """

    run: int | None = None
    stack: int | None = None
    card: int | None = None
    shown_at: tuple[datetime, ...] = ()


def card_place(desk: Desk, code: PromoCode) -> CardPlace:
    """Where a code was printed; a swapped card's old code says where its own piece was."""
    ids = [code.id, *([code.replaced_by] if code.replaced_by is not None else [])]
    mask = mask_code(code.code)
    shown = [
        link.at
        for one in ids
        for link in traces.links(desk.store, "stolen_card_shown", {"code": mask, "id": one})
    ]
    found = print_runs.card_of(desk.store, ids[-1])
    if found is None:
        return CardPlace(shown_at=tuple(shown))
    run = print_runs.find_run(desk.store, found.run)
    stack = run.stack_of(found.position).number if run is not None else None
    return CardPlace(found.run, stack, found.position, tuple(shown))
