"""What is given once, by no bill: on joining, for a birthday, at a milestone, for a prize.

An occasion's benefit is fixed: there is no sum to take a percent of. Days of the week, hours and
tills are about purchases and do not count here; the programme's period and the kinds of customers
do. Who books it makes it once by the key of its occasion.

Decisions:
- A birthday has a year, that of the day itself: with days around it, 28 December may keep a
  birthday of 2 January. Both that year and the calendar year of giving are given to once (R44).
- A milestone that gave nothing, because the referrer was blocked, is given with the next
  effective referral after he is free.
- Joining gives to the person, to him besides as somebody's referral, and to the levels above.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from refdesk.domain import terms as t
from refdesk.domain.benefits import Getter, Giving, give_whole
from refdesk.domain.bill import Effect, Referrer, Source
from refdesk.domain.business_day import birthday_on
from refdesk.domain.caps import with_cost, within_budget, within_buyer, within_referrer
from refdesk.domain.statuses import for_buyer, for_referrer

BIRTHDAY_AFTER_DAYS = 30
"""R44: from so many days after registration on."""

CONTEST = "contest"
"""What stands for the rule of a contest's prize."""


def occasion_key(programme: int, rule: str, occasion: str, customer: int) -> str:
    """What makes joining or a milestone happen once for a person."""
    return f"P{programme}/{rule}/{occasion}/C{customer}"


def birthday_key(programme: int, rule: str, customer: int, year: int) -> str:
    """What makes the benefit of one year's birthday happen once."""
    return f"{occasion_key(programme, rule, 'birthday', customer)}/{year}"


def prize_key(programme: int, first_day: date, place: int) -> str:
    """What makes a place of one contest be given once (R78)."""
    return f"P{programme}/contest/{first_day}/{place}"


def birthday_year(
    rule: t.Rule, born: date, *, on: date, registered_on: date, last_given_on: date | None = None
) -> int | None:
    """The year of the birthday that a day keeps, or None: the day itself and the days around it.

    ``last_given_on`` is when this rule gave the person something last, whatever the date of birth
    was then (R44).
    """
    if on < registered_on + timedelta(days=BIRTHDAY_AFTER_DAYS):
        return None
    if last_given_on is not None and last_given_on.year == on.year:
        return None
    around = rule.within_days or 0
    for year in (on.year, on.year + 1, on.year - 1):
        if year > born.year and abs((birthday_on(born, year) - on).days) <= around:
            return year
    return None


def rules_for(source: Source, occasion: str, kind: str, on: date) -> tuple[t.Rule, ...]:
    """The rules of a running programme for an occasion of a person of this kind."""
    terms = source.terms
    begun = terms.valid_from is None or terms.valid_from <= on
    over = terms.valid_to is not None and terms.valid_to < on
    takes_part = not terms.customers or kind in terms.customers
    if source.status != "active" or not begun or over or not takes_part:
        return ()
    return tuple(rule for rule in terms.rules if rule.trigger == occasion)


def occasion_effects(
    source: Source, rule: t.Rule, customer: int, on: date, *, point_value: int
) -> tuple[Effect, ...]:
    """What joining or a birthday gives the person, and joining those above him.

    ``source`` stands as for a purchase of his: its referrers are those above him, its standing and
    credits his own. Budgets are seen to (R64).
    """
    own = for_buyer(source, rule)
    giving = Giving(source, own, on, own.hold_days, point_value)
    effects: list[Effect] = []
    if own.buyer is not None:
        effects += give_whole(giving, Getter("buyer", 0, customer), own.buyer)
    effects = [within_buyer(one, source) for one in effects]
    if rule.trigger == "joining" and source.referrers:
        effects += _joining_with_code(source, rule, customer, giving)
    return _within(source, effects, point_value)


def _joining_with_code(source: Source, rule: t.Rule, customer: int, giving: Giving) -> list[Effect]:
    effects: list[Effect] = []
    friend = for_referrer(source.terms, rule, source.referrers[0]).referral
    if friend is not None:
        made = give_whole(giving, Getter("referral", 0, customer), friend)
        effects += [within_buyer(one, source) for one in made]
    for referrer in source.referrers:
        rates = for_referrer(source.terms, rule, referrer)
        for benefit in rates.referrer[referrer.level - 1 : referrer.level]:
            effects += _to_referrer(giving, benefit, referrer)
    return effects


def _to_referrer(giving: Giving, benefit: t.Benefit, referrer: Referrer) -> list[Effect]:
    made = give_whole(giving, Getter("referrer", referrer.level, referrer.customer), benefit)
    return [within_referrer(one, giving.source, giving.rule, referrer) for one in made]


def milestones_of(
    source: Source, rules: Sequence[t.Rule], on: date, point_value: int
) -> tuple[Effect, ...]:
    """The milestones to which a purchase brings who brought the buyer (R36, R71).

    ``rules`` are those that work in the purchase: it counts when one of them is for friends.
    """
    if not source.makes_effective or not source.referrers or not _qualifies(source.terms, rules):
        return ()
    return tuple(
        effect
        for rule in milestones_reached(source.terms, source.referrers[0])
        for effect in milestone_effects(source, rule, on, point_value=point_value)
    )


def _qualifies(terms: t.Terms, rules: Iterable[t.Rule]) -> bool:
    has_others = any(rule.trigger in t.INVITING for rule in terms.rules)
    wanted = t.INVITING if has_others else ("milestone",)
    return any(rule.trigger in wanted for rule in rules)


def milestones_reached(terms: t.Terms, referrer: Referrer) -> tuple[t.Rule, ...]:
    """The milestones reached with one more effective referral and not given yet."""
    count = referrer.effective_referrals + 1
    return tuple(
        rule for rule in terms.rules
        if rule.trigger == "milestone" and count >= (rule.n or 0)
        and rule.id not in referrer.given
    )  # fmt: skip


def milestone_effects(
    source: Source, rule: t.Rule, on: date, *, point_value: int
) -> tuple[Effect, ...]:
    """What a milestone gives who brought the buyer; a budget is not looked at here."""
    referrer = source.referrers[0]
    rates = for_referrer(source.terms, rule, referrer)
    giving = Giving(source, rates, on, rates.hold_days, point_value)
    made = [_to_referrer(giving, benefit, referrer) for benefit in rates.referrer[:1]]
    return tuple(with_cost(one, point_value) for effects in made for one in effects)


def prize_effects(
    source: Source, prize: t.Prize, winner: Referrer, on: date, *, point_value: int
) -> tuple[Effect, ...]:
    """What a place in a contest gives its winner (R78)."""
    giving = Giving(source, t.Rule(CONTEST), on, 0, point_value)
    made = give_whole(giving, Getter("referrer", 0, winner.customer), prize.benefit)
    rule = giving.rule
    return _within(
        source, [within_referrer(one, source, rule, winner) for one in made], point_value
    )


def _within(source: Source, effects: Sequence[Effect], point_value: int) -> tuple[Effect, ...]:
    if source.budget_left is not None:
        return tuple(within_budget(effects, source.budget_left, point_value))
    return tuple(with_cost(one, point_value) for one in effects)
