"""A long list of customers with what each has and whom each brought; little work a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refdesk.domain.ledger import AVAILABLE
from refdesk.domain.records import CustomerLine
from refdesk.services.accounts import UNITS
from refdesk.services.desk import Desk
from refdesk.storage import customers as storage
from refdesk.storage.ledger import purse_of


@dataclass(frozen=True)
class Overview:
    """A list line with spendable balances by unit, below 0 when owed, and referrals by id."""

    line: CustomerLine
    spendable: Mapping[str, int]
    referrer: int | None
    referrals: tuple[int, ...]
    effective_referrals: int


def overview(desk: Desk, ids: Sequence[int]) -> list[Overview]:
    """These customers in the order of the ids, as of this business day (R43)."""
    today = desk.today()
    found = []
    with desk.store.read():
        for line in storage.customer_lines(desk.store, ids, today):
            purse = purse_of(desk.store, line.id, today)
            spendable = {unit: -purse.owed.get(unit, 0) for unit in UNITS}
            for lot in purse.lots:
                if lot.state(today, line.last_on) == AVAILABLE:
                    spendable[lot.unit] += lot.left
            referral = storage.find_referral(desk.store, line.id)
            brought = storage.list_referrals(desk.store, line.id) if line.referrals else []
            effective = storage.count_effective(desk.store, line.id) if brought else 0
            found.append(
                Overview(
                    line,
                    spendable,
                    referral.referrer if referral else None,
                    tuple(one.customer for one in brought),
                    effective,
                )
            )
    return found
