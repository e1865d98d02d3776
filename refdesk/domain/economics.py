"""Does it pay: what terms cost the shop for one new client, in a year, and when all stacks (G10).

A made-up client is played through the very quote that the till asks: he comes by a code, pays the
average bill at the average margin, and comes back as often as the shop's clients do, with somebody
on every level above him. Nothing is stored and no float is used: sums are minor units, margins
basis points.

Decisions:
- What is given counts in full when it is given: every point is spent some day.
- Where the terms name services and have nothing for the others, the client buys the first of them.
- The worst case is the dearest single bill: the highest status and rate, each service that the
  terms name and those that leave least, and all other running programmes on top (R58).
- Contest prizes are not of one bill and stay out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from refdesk.domain import terms as t
from refdesk.domain.bill import (
    Bill,
    Buyer,
    Facts,
    Line,
    Referrer,
    ShopRules,
    ShownCode,
    Source,
    Standing,
)
from refdesk.domain.errors import DomainError
from refdesk.domain.given import effect_cost
from refdesk.domain.money import FULL_BP, percent_floor
from refdesk.domain.quote import quote
from refdesk.domain.rehearsal import Person, Rehearsal, Visit

CLIENT = 1
"""The made-up client's id; those above him follow, level 1 being 2."""

MOST_VISITS = 24
"""So many visits of a year are played at most, for speed; the rest is like the last dozen."""

START = date(2026, 1, 1)
TOP = 10**15
"""More than any status asks for."""


@dataclass(frozen=True)
class Sold:
    """What a service costs and leaves: its group, usual price and margin in basis points."""

    group: str = "service"
    price: int | None = None
    margin: int | None = None


@dataclass(frozen=True)
class Assumptions:
    """What the check reckons with. ``others`` are the other running programmes' terms."""

    average_bill: int
    margin: int
    visits_a_year: int = 12
    shop: ShopRules = field(default_factory=ShopRules)
    services: Mapping[str, Sold] = field(default_factory=dict)
    others: tuple[t.Terms, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Gross profit and what the programme gives out of it, in minor units."""

    gross: int
    cost: int

    @property
    def left(self) -> int:
        return self.gross - self.cost


@dataclass(frozen=True)
class Loss:
    """The first figure that loses money: a code that words have a sentence for, and its sums."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Profit:
    """What the terms bring. ``break_even_*`` are None where there is none.

    ``first`` is the purchase by which a client is won, ``later`` a usual one after it, ``year`` all
    of the first year, ``worst`` the dearest single bill, of ``worst_service`` where it is one
    service's. ``break_even_margin`` is the margin at which the first purchase loses nothing,
    ``break_even_bill`` the smallest such bill, ``break_even_visit`` the visit by which the client
    has paid for himself.
    """

    first: Figures
    later: Figures
    year: Figures
    worst: Figures
    worst_service: str | None = None
    break_even_margin: int | None = None
    break_even_bill: int | None = None
    break_even_visit: int | None = None
    loss: Loss | None = None

    @property
    def cost_per_client(self) -> int:
        """What it costs to win one new client."""
        return self.first.cost


def check_profit(terms: t.Terms, given: Assumptions, *, finds_bill: bool = True) -> Profit:
    """Reckon what the terms bring; without `break_even_bill`, which takes as long again, quick
    enough to follow every keystroke of an editor."""
    played = _Client(terms, given)
    visits = max(1, min(given.visits_a_year, MOST_VISITS))
    costs = [*played.costs(given.average_bill, visits)]
    gross = percent_floor(given.average_bill, played.margin)
    later = _later_cost(costs)
    more = max(0, given.visits_a_year - visits)
    year = Figures(gross * (visits + more), sum(costs) + _later_cost(costs[-13:]) * more)
    worst, service = _worst_case(terms, given)
    profit = Profit(
        first=Figures(gross, costs[0]),
        later=Figures(gross, later),
        year=year,
        worst=worst,
        worst_service=service,
        break_even_margin=_margin_for(costs[0], given.average_bill),
        break_even_bill=_smallest_bill(played, given.average_bill) if finds_bill else None,
        break_even_visit=_paid_back_by(gross, costs, later),
    )
    return replace(profit, loss=_first_loss(profit, visits))


def break_even_bill(terms: t.Terms, given: Assumptions) -> int | None:
    """The smallest first bill that loses nothing, in minor units; None where no bill does."""
    return _smallest_bill(_Client(terms, given), given.average_bill)


# -- the made-up client ------------------------------------------------------------------------


class _Client:
    """A client who comes by the programme's code and buys its typical service each time."""

    def __init__(self, terms: t.Terms, given: Assumptions) -> None:
        # times of the week and seasons are not what is asked about
        self.terms = at_any_time(terms)
        self.given = given
        self.service = typical_service(terms)
        sold = given.services.get(self.service or "", Sold())
        self.group = sold.group
        self.margin = given.margin if sold.margin is None else sold.margin

    def costs(self, bill: int, visits: int) -> Iterator[int]:
        """What each visit of the first year costs the shop."""
        rehearsal = Rehearsal(self.terms, self.given.shop)
        above = range(CLIENT, CLIENT + max(self.terms.levels, 1) + 1)
        for one in above:
            referrer = one + 1 if one + 1 in above else None
            rehearsal.people[one] = Person(one, referrer=referrer, is_claimed=one != CLIENT)
        invites = self.terms.codes in ("personal", "coupon")
        if not invites:
            rehearsal.people[CLIENT].referrer = None
        for number in range(visits):
            on = START + timedelta(days=number * 365 // visits)
            cost = self._joining(rehearsal, on) if number == 0 else 0
            shows = self.terms.codes == "campaign" or (number == 0 and invites)
            line = Line(bill, self.service, self.group)
            visit = Visit(CLIENT, (line,), _noon(on), on, shows_code=shows)
            effects = rehearsal.play(visit)
            yield cost + sum(effect_cost(one, self.given.shop.point_value) for one in effects)

    def _joining(self, rehearsal: Rehearsal, on: date) -> int:
        made = (*rehearsal.join(CLIENT, on), *rehearsal.birthday(CLIENT, on))
        return sum(effect_cost(one, self.given.shop.point_value) for one in made)


def at_any_time(terms: t.Terms) -> t.Terms:
    """The terms without seasons, hours, tills, kinds of people and a budget."""
    return replace(
        terms,
        days=(),
        hours=(),
        tills=(),
        customers=(),
        valid_from=None,
        valid_to=None,
        budget=None,
    )


def _noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def typical_service(terms: t.Terms) -> str | None:
    """None where any line will do, else the first service that the terms have something for."""
    if any(_gives_by_default(rule) and rule.services is None for rule in terms.rules):
        return None
    return next(_named_services(terms), None)


def _gives_by_default(rule: t.Rule) -> bool:
    own = rule.referral or rule.referrer or rule.buyer or rule.pool
    return bool(own) or rule.trigger == "nth_visit"


def _named_services(terms: t.Terms) -> Iterator[str]:
    for rule in terms.rules:
        yield from rule.services or ()
        yield from rule.by_service


# -- the figures -------------------------------------------------------------------------------


def _later_cost(costs: Sequence[int]) -> int:
    """What a visit after the first costs, on the average, rounded up."""
    rest = costs[1:]
    return -(-sum(rest) // len(rest)) if rest else 0


def _margin_for(cost: int, bill: int) -> int | None:
    """The margin in basis points that pays a first purchase's cost, rounded up."""
    margin = -(-cost * FULL_BP // bill)
    return margin if margin <= FULL_BP else None


def _smallest_bill(client: _Client, average: int) -> int | None:
    """The smallest first bill that loses nothing, by halving; None where no bill does.

    Up to a thousand average bills are looked at. Percents cost the same share of any bill, so what
    is looked for is where fixed sums are paid for.
    """

    def pays(bill: int) -> bool:
        return percent_floor(bill, client.margin) >= next(client.costs(bill, 1))

    low, high = 0, max(average, 1)
    while not pays(high):
        low, high = high, high * 2
        if high > average * 1000:
            return None
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if pays(middle) else (middle, high)
    return high


def _paid_back_by(gross: int, costs: Sequence[int], later: int) -> int | None:
    """The first visit after which the client has left more than he has cost."""
    left = 0
    for number, cost in enumerate(costs, 1):
        left += gross - cost
        if left >= 0:
            return number
    gain = gross - later
    return len(costs) + -(left // gain) if gain > 0 else None


def _first_loss(profit: Profit, visits: int) -> Loss | None:
    """The first figure below 0, in the order in which an owner meets them."""
    figures = (
        ("first_purchase_loses", profit.first),
        ("later_purchase_loses", profit.later),
        ("year_loses", profit.year),
        ("worst_case_loses", profit.worst),
    )
    for code, one in figures:
        if one.left < 0:
            return Loss(code, {
                "gross": one.gross, "cost": one.cost, "loss": -one.left, "visits": visits,
                "visit": profit.break_even_visit, "service": profit.worst_service,
            })  # fmt: skip
    return None


# -- the worst case ----------------------------------------------------------------------------


def _worst_case(terms: t.Terms, given: Assumptions) -> tuple[Figures, str | None]:
    """The bill that leaves least, and its service where it is one service's."""
    names = [typical_service(terms), *_named_services(terms), *_leanest(given)]
    worst: tuple[Figures, str | None] | None = None
    for name in dict.fromkeys(names):
        sold = given.services.get(name or "", Sold())
        bill = given.average_bill if sold.price is None else sold.price
        margin = given.margin if sold.margin is None else sold.margin
        line = Line(bill, name, sold.group)
        found = Figures(percent_floor(bill, margin), _dearest(terms, given, line))
        if worst is None or found.left < worst[0].left:
            worst = found, name
    return worst or (Figures(0, 0), None)


def _leanest(given: Assumptions) -> Iterator[str]:
    """The services of the least margin and of the least gross profit: no other can be worse."""

    def margin(name: str) -> int:
        found = given.services[name].margin
        return given.margin if found is None else found

    def gross(name: str) -> int:
        price = given.services[name].price
        return percent_floor(given.average_bill if price is None else price, margin(name))

    for least in (margin, gross):
        yield from sorted(given.services, key=least)[:1]


def _dearest(terms: t.Terms, given: Assumptions, line: Line) -> int:
    """What a bill costs at most: one claim, one word and everybody's own rules on top."""
    sources = [_top(one, number) for number, one in enumerate((terms, *given.others), 1)]
    claims = [one for one in sources if one.terms.codes in ("personal", "coupon")]
    words = [one for one in sources if one.terms.codes == "campaign"]
    own = tuple(replace(one, referrers=()) for one in sources if one.terms.rewards_buyers)
    # the programme that is asked about stands first in each, where it is one of them
    claim_options: list[Source | None] = [*claims[:1]] if _is(claims, 1) else [*claims, None]
    word_options: list[Source | None] = [*words[:1]] if _is(words, 1) else [*words, None]
    return max(
        _cost_of(line, given, claim, word, own) for claim in claim_options for word in word_options
    )


def _is(sources: Sequence[Source], version: int) -> bool:
    return bool(sources) and sources[0].version == version


def _top(terms: t.Terms, number: int) -> Source:
    """A version as somebody meets it who stands as high as can be, below others who do."""
    levels = range(1, max(terms.levels, 1) + 1)
    top = Standing(TOP, TOP)
    referrers = tuple(
        Referrer(CLIENT + level, level, effective_referrals=TOP, standing=top) for level in levels
    )
    return Source(
        number, 1, number, at_any_time(terms), referrers=referrers, buyer_standing=top,
        makes_effective=True,
    )  # fmt: skip


def _cost_of(
    line: Line, given: Assumptions, claim: Source | None, word: Source | None,
    own: tuple[Source, ...],
) -> int:  # fmt: skip
    shown = None if word is None else ShownCode(
        "campaign", "live", replace(word, referrers=(), is_shown=True)
    )  # fmt: skip
    referrer = claim.referrers[0].customer if claim and claim.referrers else None
    facts = Facts(
        local=_noon(START), today=START, till="1", shop=given.shop, code=shown, standing=claim,
        buyer=Buyer(id=CLIENT, has_identity=True, referrer=referrer), own=own,
    )  # fmt: skip
    for one in (facts, replace(facts, code=None)):
        try:
            made = quote(Bill((line,)), one)
        except DomainError:
            continue
        return sum(effect_cost(effect, given.shop.point_value) for effect in made.effects)
    return 0
