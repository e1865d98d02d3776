"""A recorded purchase looked at again: why each sum is what it is, and what of it may go back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refdesk.domain.bill import Effect
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.storage import customers as people
from refdesk.storage import purchases


@dataclass(frozen=True)
class Explained:
    """A purchase's effects in R05's order, what undos took back of them since, and the names of
    those whom they are for."""

    effects: tuple[Effect, ...]
    undone: tuple[Effect, ...]
    names: Mapping[int, str]


@dataclass(frozen=True)
class RefundLine:
    """A service of a paid bill and what of its price may still go back (R69)."""

    service: str
    left: int


@dataclass(frozen=True)
class Refundable:
    """What of a purchase may still go back: in all, and by service where it names several."""

    left: int
    lines: tuple[RefundLine, ...]


def explain_purchase(desk: Desk, purchase: int) -> Explained:
    """Why a purchase's sums are what they are (G09). Raises DomainError ``purchase_unknown``."""
    with desk.store.read():
        _check(desk, purchase)
        effects = tuple(effect for _, effect in purchases.effects_of(desk.store, purchase))
        undone = tuple(effect for _, effect in purchases.undone_of(desk.store, purchase))
        names = names_of(desk, (*effects, *undone))
    return Explained(effects, undone, names)


def names_of(desk: Desk, effects: tuple[Effect, ...]) -> Mapping[int, str]:
    """The names of the people that effects are for."""
    return people.names_of(desk.store, {one.customer for one in effects if one.customer})


def refundable(desk: Desk, purchase: int) -> Refundable:
    """What may still go back. Raises DomainError ``purchase_unknown``, ``already_voided``."""
    with desk.store.read():
        row = _check(desk, purchase)
        if row.is_void:
            raise DomainError("already_voided")
        by_service: dict[str, int] = {}
        left = 0
        for line in purchases.line_rows(desk.store, purchase):
            rest = line.price - line.discount - line.gone_back
            left += rest
            if line.service:
                by_service[line.service] = by_service.get(line.service, 0) + rest
    lines = tuple(RefundLine(name, rest) for name, rest in by_service.items() if rest)
    return Refundable(left, lines if len(lines) > 1 else ())


def _check(desk: Desk, purchase: int) -> Any:
    row = purchases.find_purchase(desk.store, purchase)
    if row is None:
        raise DomainError("purchase_unknown")
    return row
