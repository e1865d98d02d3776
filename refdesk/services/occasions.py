"""What is given once outside a purchase: for joining, a birthday, a place in a contest.

The unique key of an occasion makes it happen once, however often and from wherever it is tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from refdesk.domain.bill import Effect, Source
from refdesk.domain.occasions import occasion_effects, occasion_key, rules_for
from refdesk.domain.records import Shop, Stamp
from refdesk.services.booking import put_benefit
from refdesk.services.desk import Desk
from refdesk.services.facts import standing_source
from refdesk.storage import customers as people
from refdesk.storage import ledger, programmes, purchases
from refdesk.storage import occasions as storage

JOINING = "joining"


@dataclass(frozen=True)
class Occasion:
    """What is given, to whom, by which rule; a live ``key`` is unique. ``on`` is the day that it is
    given for, where that is not the day on which it is booked."""

    key: str
    kind: str
    customer: int
    rule: str
    on: date | None = None


def book_once(
    desk: Desk, stamp: Stamp, source: Source, occasion: Occasion, effects: Sequence[Effect]
) -> bool:
    """Write an occasion with its effects, inside the caller's transaction.

    False, with nothing written, where it was booked before or the budget has no room any more.
    """
    cost = sum(effect.cost for effect in effects)
    noted = storage.book_occasion(
        desk.store, occasion.key, occasion.kind, stamp=stamp, customer=occasion.customer,
        version=source.version, rule=occasion.rule, on=occasion.on or stamp.on,
    )  # fmt: skip
    if noted is None:
        return False
    budget = source.terms.budget
    if cost and not programmes.spend_budget(desk.store, source.programme, cost, budget):
        storage.cancel_occasion(desk.store, noted)
        return False
    for effect in effects:
        row = purchases.insert_occasion_effect(desk.store, noted, effect)
        put_benefit(desk, stamp, effect, ledger.Cause("earn", effect=row), [source])
    return True


def book_joining(desk: Desk, shop: Shop, stamp: Stamp, customer: int) -> tuple[Effect, ...]:
    """Give what running programmes have for joining, spendable from the next order on."""
    running = programmes.running_versions(desk.store, shop.decimals)
    joining = [
        version for version in running
        if any(rule.trigger == JOINING for rule in version.terms.rules)
    ]  # fmt: skip
    person = people.find_customer(desk.store, customer) if joining else None
    if person is None:
        return ()
    given: list[Effect] = []
    worth = shop.settings.point_value
    for version in joining:
        source = standing_source(desk, shop, version, person)
        for rule in rules_for(source, JOINING, person.kind, stamp.on):
            effects = occasion_effects(source, rule, customer, stamp.on, point_value=worth)
            key = occasion_key(source.programme, rule.id, JOINING, customer)
            occasion = Occasion(key, JOINING, customer, rule.id)
            if book_once(desk, stamp, source, occasion, effects):
                given += effects
    return tuple(given)
