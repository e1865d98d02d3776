"""How far somebody is: his stamp cards, and his place among a programme's statuses."""

from dataclasses import dataclass

from refdesk.domain.bill import Buyer, Facts, Source, Standing
from refdesk.domain.ledger import spending_order
from refdesk.domain.spending import after_debts
from refdesk.domain.stamps import counts_for
from refdesk.domain.statuses import Ahead, next_status, status_of
from refdesk.domain.terms import STAMPS, Rule, Status, Terms
from refdesk.domain.working import STAMP_CARD
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.services.facts import Visit, gather


@dataclass(frozen=True)
class StampCard:
    """A running stamp card: ``have`` stamps can be spent, and the ``visit``-th visit is free."""

    terms: Terms
    rule: Rule
    have: int
    version: int = 0

    @property
    def visit(self) -> int:
        return self.rule.n or 0

    @property
    def missing(self) -> int:
        """How many stamps are still to come before a visit is free."""
        return max(self.visit - 1 - self.have, 0)


@dataclass(frozen=True)
class Place:
    """Where somebody stands in a programme with statuses (R45)."""

    terms: Terms
    standing: Standing
    status: Status | None
    ahead: Ahead | None


@dataclass(frozen=True)
class Rewards:
    """What a person has reached in the running programmes."""

    cards: tuple[StampCard, ...] = ()
    places: tuple[Place, ...] = ()


def rewards_of(desk: Desk, customer: int) -> Rewards:
    """A person's stamp cards and statuses. Raises DomainError ``customer_unknown``."""
    person = customers.get_customer(desk, customer)
    facts = gather(desk, desk.shop(), Visit(customer=person))
    return Rewards(
        cards=tuple(
            StampCard(source.terms, rule, _stamps_on(source, rule, facts), source.version)
            for source in facts.own
            for rule in source.terms.rules
            if rule.trigger == STAMP_CARD
        ),
        places=tuple(_place(source) for source in facts.own if source.terms.statuses),
    )


def _stamps_on(source: Source, rule: Rule, facts: Facts) -> int:
    """How many stamps can pay on a card, less what is owed (R68)."""
    buyer = facts.buyer or Buyer()
    lots = [lot for lot in buyer.lots if lot.unit == STAMPS]
    ordered = spending_order(lots, facts.today, buyer.last_purchase_on)
    usable = after_debts(ordered, buyer.owed.get(STAMPS, 0))
    return sum(lot.left for lot in usable if counts_for(source, rule, lot, facts))


def _place(source: Source) -> Place:
    terms, standing = source.terms, source.buyer_standing
    return Place(terms, standing, status_of(terms, standing), next_status(terms, standing))
