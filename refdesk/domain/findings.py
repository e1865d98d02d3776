"""Figures of staff that stand out, as the owner reviews them (reliability.md 4b)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PurchaseBehind:
    """A purchase that a finding counts: minor units, whose it was (a short name or nothing)."""

    id: int
    on: date
    total: int
    to_pay: int
    customer: str


@dataclass(frozen=True)
class Finding:
    """Something that stands out: ``count`` of ``of``, by a staff member, with a customer's card or
    at a till, from ``first`` to ``last``. Names are short; ``purchases`` are those behind it."""

    kind: str
    count: int
    of: int
    first: date
    last: date
    staff: str = ""
    staff_id: int | None = None
    customer: int | None = None
    customer_name: str = ""
    till: str = ""
    purchases: tuple[int, ...] = ()
    is_reviewed: bool = False

    @property
    def key(self) -> str:
        """The same for the same people and kind, whatever the count."""
        return f"{self.kind}:{self.staff_id or ''}:{self.customer or ''}:{self.till}"
