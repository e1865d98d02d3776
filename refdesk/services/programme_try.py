"""Trying a programme before it runs: the worked example of one bill, and whether it pays (G10).

Decisions:
- The example is of a new friend whom somebody has just brought, and who joins with this bill.
  Without a name everybody on the levels above is made up; with one it is that customer, with his
  line above him, his statuses and his limits as they are now.
- Days, hours, tills, seasons and whether the programme runs do not matter to an example; its
  conditions on the bill do, and refuse as at the till.
- What is not given is assumed from the shop's past year where there are at least 30 purchases of
  known customers, else from the catalogue.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from refdesk.domain.bill import Bill, Effect, Line, Quote, Source
from refdesk.domain.economics import Assumptions, Profit, Sold, at_any_time, check_profit
from refdesk.domain.errors import DomainError
from refdesk.domain.given import effect_cost
from refdesk.domain.money import percent_floor
from refdesk.domain.quote import quote
from refdesk.domain.records import PromoCode, Service, Shop, Version
from refdesk.domain.terms import Terms
from refdesk.domain.worked_example import (
    joining_effects,
    made_up_source,
    newcomer_facts,
    without_made_up,
)
from refdesk.services import catalogue, customers, programmes
from refdesk.services.counter import make_lines
from refdesk.services.desk import Desk
from refdesk.services.facts import Visit, gather
from refdesk.storage import past

PAST_DAYS = 365
ENOUGH_PURCHASES, ENOUGH_DAYS = 30, 90
USUAL_VISITS = 12
"""How often a client comes in a year where the shop's past does not say."""

USUAL_BILL = 1000
"""A bill in whole units of the currency where neither the past nor the catalogue say."""

NEWCOMER = Visit(has_identity=True)
"""Somebody who is not in the base yet and joins with his purchase."""


@dataclass(frozen=True)
class Trial:
    """What one bill would do. ``cost`` is all that the shop gives, ``gross`` the bill's profit.

    People who are made up have no id in ``effects``. ``gross`` and ``profit`` are None where no
    margin is known.
    """

    version: Version
    quote: Quote
    effects: tuple[Effect, ...]
    cost: int
    gross: int | None
    profit: Profit | None
    assumed: Assumptions | None

    @property
    def left(self) -> int | None:
        """What is left of the gross profit after the programme."""
        return None if self.gross is None else self.gross - self.cost


@dataclass(frozen=True)
class Given:
    """What the owner says of his shop; None = as the past or the catalogue have it."""

    average_bill: int | None = None
    margin: int | None = None
    visits_a_year: int | None = None


def try_programme(
    desk: Desk, wanted: str, amount: int, *, service: str | None = None, friend_of: str = "",
    given: Given | None = None,
) -> Trial:  # fmt: skip
    """What a bill of this programme would do; writes nothing.

    Raises DomainError ``bad_programme``, ``customer_unknown``, ``service_unknown`` and what the
    terms refuse the bill for.
    """
    with desk.store.read():
        shop, version = desk.shop(), programmes.get_programme(desk, wanted)
        source = _source(desk, shop, version, friend_of)
        facts = newcomer_facts(gather(desk, shop, NEWCOMER), source)
        [line] = make_lines(desk, [(service, amount)])
        made = quote(Bill((line,)), facts)
        effects = tuple(map(without_made_up, (*made.effects, *joining_effects(source, facts))))
        cost = sum(effect_cost(one, facts.shop.point_value) for one in effects)
        assumed = assume(desk, shop, version.programme, given or Given())
    return Trial(
        version=version,
        quote=made,
        effects=effects,
        cost=cost,
        gross=_gross(line, assumed),
        profit=check_profit(version.terms, assumed) if assumed else None,
        assumed=assumed,
    )


def try_terms(
    desk: Desk, terms: Terms, given: Given, *, programme: int | None = None
) -> Profit | None:
    """Whether terms pay that are not saved yet; None where no margin is known."""
    with desk.store.read():
        assumed = assume(desk, desk.shop(), programme, given)
    return check_profit(terms, assumed) if assumed else None


# -- the made-up friend ------------------------------------------------------------------------


def _source(desk: Desk, shop: Shop, version: Version, friend_of: str) -> Source:
    """The version as a friend meets it: of a customer, or of somebody made up."""
    if friend_of:
        return _brought_by(desk, shop, version, friend_of)
    bare = Source(version.id, version.number, version.programme, version.terms)
    return made_up_source(version.terms, bare)


def _brought_by(desk: Desk, shop: Shop, version: Version, friend_of: str) -> Source:
    """The version as a friend of this customer meets it, with his line and standing."""
    found = customers.find_who(desk, shop, friend_of)
    if found is None:
        raise DomainError("customer_unknown")
    code = PromoCode(0, "", "personal", "live", version.id, owner=found.customer.id)
    seen = gather(desk, shop, Visit(code=code, has_identity=True))
    if seen.code is None:
        raise DomainError("customer_unknown")
    source = seen.code.source
    return replace(source, terms=at_any_time(source.terms), status="active", budget_left=None)


# -- what is assumed ---------------------------------------------------------------------------


def assume(desk: Desk, shop: Shop, programme: int | None, given: Given) -> Assumptions | None:
    """What a check of a programme reckons with; None where no margin is known or given."""
    services = catalogue.list_services(desk)
    margin = given.margin if given.margin is not None else _usual_margin(services)
    if margin is None:
        return None
    bill, visits = _usual(desk, shop, services)
    others = tuple(
        one.terms for one in programmes.list_programmes(desk)
        if one.status == "active" and one.programme != programme
    )  # fmt: skip
    return Assumptions(
        average_bill=given.average_bill or bill,
        margin=margin,
        visits_a_year=given.visits_a_year or visits,
        shop=gather(desk, shop, Visit()).shop,
        services={one.name: Sold(one.group, one.price, one.margin) for one in services},
        others=others,
    )


def _usual(desk: Desk, shop: Shop, services: Iterable[Service]) -> tuple[int, int]:
    """The average bill before discounts, and how often a client comes in a year."""
    since = desk.today() - timedelta(days=PAST_DAYS)
    figures = past.past_figures(desk.store, since)
    is_long = figures.first_on is not None and (desk.today() - figures.first_on).days >= ENOUGH_DAYS
    visits = USUAL_VISITS
    if is_long and figures.with_customer >= ENOUGH_PURCHASES:
        visits = max(1, round(figures.with_customer / figures.customers))
    if figures.purchases >= ENOUGH_PURCHASES:
        return figures.turnover // figures.purchases, visits
    prices = [one.price for one in services if one.price is not None and one.group == "service"]
    bill = sum(prices) // len(prices) if prices else USUAL_BILL * 10**shop.decimals
    return bill, visits


def _usual_margin(services: Iterable[Service]) -> int | None:
    """The plain average of the margins that the catalogue has."""
    margins = [one.margin for one in services if one.margin is not None]
    return sum(margins) // len(margins) if margins else None


def _gross(line: Line, assumed: Assumptions | None) -> int | None:
    if assumed is None:
        return None
    sold = assumed.services.get(line.service or "", Sold())
    return percent_floor(line.price, assumed.margin if sold.margin is None else sold.margin)
