"""What came out of the printer (R29): cards are issued when somebody says so, and only then work.

Decisions:
- Cards come out in the run's order, so after a paper jam it is said up to which one they did; the
  rest keep their codes and are printed again.
- A card may be found spoiled later too, while nobody has used it; what is retired never comes
  back. One that somebody has in use is blocked or swapped instead.
- A run is confirmed once no card of it is left.
"""

from collections.abc import Sequence

from refdesk.domain.card_numbers import is_numbers, parse_numbers, ranges_text
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Run, RunCard
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.services.print_runs import get_run
from refdesk.storage import codes as code_storage
from refdesk.storage import print_runs as storage


def confirm_run(
    desk: Desk, run: int, spoiled: Sequence[str] = (), *, up_to: int | None = None
) -> Run:
    """Say that a run's cards came out, all or those up to a number, and which are spoiled; each of
    these is a code, a number or a range of numbers (``7-9``).

    Raises DomainError ``not_allowed``, ``run_unknown``, ``bad_count``, ``bad_cards``,
    ``code_unknown``, ``card_in_use``.
    """
    desk.require("manager", "confirm_run")
    found = get_run(desk, run)
    last = found.count if up_to is None else up_to
    if not 0 <= last <= found.count:
        raise DomainError("bad_count", text=str(last), most=found.count)
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop)
        lost = spoiled_cards(desk, found, spoiled)
        storage.spoil_cards(desk.store, run, [card.id for card in lost])
        issued = storage.issue_cards(desk.store, run, last, stamp.at)
        storage.close_run(desk.store, run, stamp.at)
        details = {"cards": ranges_text(card.position for card in lost)} if lost else {}
        desk.audit(
            stamp, "run_confirmed", run=run, issued=issued, up_to=last, spoiled=len(lost),
            **details,
        )  # fmt: skip
    return get_run(desk, run)


def spoiled_cards(desk: Desk, run: Run, texts: Sequence[str]) -> list[RunCard]:
    """The cards that are named as spoiled and are not yet; nobody may have them in use.

    Raises DomainError ``bad_cards``, ``code_unknown``, ``card_in_use`` (``card``).
    """
    if not texts:
        return []
    cards = {card.position: card for card in storage.cards_of(desk.store, run.id)}
    named: dict[int, RunCard] = {}
    for text in texts:
        if is_numbers(text):
            named |= {one: cards[one] for one in parse_numbers(text, run.count)}
        else:
            card = _card_of(desk, run, text)
            named[card.position] = card
    lost = [card for _, card in sorted(named.items()) if not card.is_spoiled]
    for card in lost:
        if card.is_in_use:
            raise DomainError("card_in_use", card=card.position)
    return lost


def _card_of(desk: Desk, run: Run, text: str) -> RunCard:
    code = codes.find_code(desk, desk.shop(), text)
    card = storage.card_of(desk.store, code.id) if code is not None else None
    if card is None or card.run != run.id:
        raise DomainError("code_unknown")
    return card


def find_card(desk: Desk, text: str) -> RunCard | None:
    """The card of a run that a code is printed on, or None; an old card's number is its own."""
    code = codes.find_exact(desk, desk.shop(), text)
    if code is None:
        return None
    if code.replaced_by is not None:
        code = code_storage.codes_by_id(desk.store, [code.replaced_by])[0]
    return storage.card_of(desk.store, code.id)
