"""What a programme's terms must agree on among themselves, beyond each field's own form.

Refused is only what makes no sense: a benefit that its trigger cannot give, a sum of nothing, a
stamp that no card takes. What is merely unwise is the owner's to decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm

from refdesk.domain import terms as t
from refdesk.domain.errors import DomainError
from refdesk.domain.measures import is_rate

_NEEDS_N = ("first_n", "nth_visit", "milestone")
_SIDES = {
    **dict.fromkeys((*t.INVITING, "joining"), ("referral", "referrer", "buyer")),
    **dict.fromkeys(("nth_visit", "next_visit", "birthday"), ("buyer",)),
    "milestone": ("referrer",),
}
"""Which sides a trigger gives to."""

MAX_DENOMINATOR = 10**12
"""The carry of a rule is a whole number over all of its rates; it has to fit its column (R72)."""


@dataclass(frozen=True)
class Place:
    """A benefit of a rule: the table that it stands in, its side, its path in the file."""

    table: str
    side: str
    path: str
    benefit: t.Benefit


def refuse(field: str, expected: str, **params: object) -> DomainError:
    """The refusal of one field: its path in the file and what it should be."""
    return DomainError("bad_terms", field=field, expected=expected, **params)


def check_terms(terms: t.Terms) -> None:
    """Raise DomainError ``bad_terms`` for the first thing that cannot be."""
    _check_whole(terms)
    for where, rule in _rules(terms):
        _check_trigger(rule, where)
        _check_sides(terms, rule, where)
        _check_split(terms, rule, where)
        _check_carry(terms, rule, where)
        _check_tiers(rule, where)
    _check_statuses(terms)
    _check_contest(terms)
    _check_used(terms)


def _rules(terms: t.Terms) -> Iterator[tuple[str, t.Rule]]:
    return ((f"rule.{number}", rule) for number, rule in enumerate(terms.rules, 1))


def places(terms: t.Terms, rule: t.Rule, where: str) -> Iterator[Place]:
    """Every benefit that a rule may give: its own, its tables', those of statuses."""
    own = t.Override(rule.referral, rule.referrer, rule.buyer)
    tables = {
        where: own,
        **{f"{where}.by_service.{name}": sides for name, sides in rule.by_service.items()},
        **{f"{where}.by_referrals.{n}": tier.sides for n, tier in enumerate(rule.by_referrals, 1)},
        **{f"status.{n}.override.{rule.id}": status.override[rule.id]
           for n, status in enumerate(terms.statuses, 1) if rule.id in status.override},
    }  # fmt: skip
    for table, sides in tables.items():
        if sides.referral is not None:
            yield Place(table, "referral", f"{table}.referral", sides.referral)
        for level, benefit in enumerate(sides.referrer or (), 1):
            yield Place(table, "referrer", f"{table}.referrer.{level}", benefit)
        if sides.buyer is not None:
            yield Place(table, "buyer", f"{table}.buyer", sides.buyer)


# -- the version and its rules -------------------------------------------------------------------


def _check_whole(terms: t.Terms) -> None:
    if terms.valid_from and terms.valid_to and terms.valid_to < terms.valid_from:
        raise refuse("valid_to", "not_before_start")
    if terms.word is not None and terms.codes != "campaign":
        raise refuse("word", "only_for_campaign")
    if terms.codes == "campaign" and terms.split == "picked":
        raise refuse("split", "choice", options="fixed")
    seen: set[str] = set()
    for where, rule in _rules(terms):
        if rule.id in seen:
            raise refuse(f"{where}.id", "unique")
        seen.add(rule.id)


def _check_trigger(rule: t.Rule, where: str) -> None:
    if rule.trigger in _NEEDS_N and rule.n is None:
        raise refuse(f"{where}.n", "required")
    if rule.trigger == "nth_visit" and (rule.n or 0) < 2:
        raise refuse(f"{where}.n", "two_or_more")
    if rule.trigger == "within_days" and rule.within_days is None:
        raise refuse(f"{where}.within_days", "required")
    if rule.trigger == "milestone" and not rule.referrer:
        raise refuse(f"{where}.referrer", "required")
    if rule.trigger in t.OCCASIONS and rule.by_service:
        raise refuse(f"{where}.by_service", "not_for_trigger", trigger=rule.trigger)


def _check_sides(terms: t.Terms, rule: t.Rule, where: str) -> None:
    found = list(places(terms, rule, where))
    if not found and rule.pool is None and rule.trigger != "nth_visit":
        raise refuse(where, "gives_nothing")
    for place in found:
        if place.side not in _SIDES[rule.trigger]:
            path = f"{place.table}.{place.side}"
            raise refuse(path, "not_for_trigger", trigger=rule.trigger)
        if place.side != "buyer" and terms.codes == "none":
            raise refuse(f"{place.table}.{place.side}", "needs_codes")
        _check_benefit(terms, rule, place)


def _check_benefit(terms: t.Terms, rule: t.Rule, place: Place) -> None:
    kind = place.benefit.kind
    if rule.trigger == "nth_visit" and kind != t.STAMPS:
        raise refuse(f"{place.path}.kind", "choice", options=t.STAMPS)
    if rule.trigger == "milestone" and place.path.endswith(".referrer.2"):
        raise refuse(f"{place.table}.referrer", "list", most=1)
    if rule.trigger in t.OCCASIONS:
        _check_fixed(place.benefit, place.path)
    if kind == t.STAMPS and all(one.trigger != "nth_visit" for one in terms.rules):
        raise refuse(f"{place.path}.kind", "needs_stamp_card")
    # R23: a word can be guessed, so it is never worth money
    is_worth_money = kind in (t.MONEY, t.STORE_CREDIT)
    if terms.codes == "campaign" and place.side == "referral" and is_worth_money:
        raise refuse(f"{place.path}.kind", "not_money_for_word")


def _check_fixed(benefit: t.Benefit, path: str) -> None:
    """An occasion has no bill to take a part of."""
    if benefit.kind in t.ACCRUALS and is_rate(benefit):
        key = "percent" if benefit.percent is not None else "per"
        raise refuse(f"{path}.{key}", "fixed_for_occasion")


def _check_split(terms: t.Terms, rule: t.Rule, where: str) -> None:
    """R57: what is split is one percent or one sum; unlike benefits cannot be."""
    if rule.pool is not None and terms.split != "picked":
        raise refuse(f"{where}.pool", "only_for_picked")
    if rule.pool is not None and rule.trigger not in t.INVITING:
        raise refuse(f"{where}.pool", "not_for_trigger", trigger=rule.trigger)
    if rule.pool is not None and terms.codes == "none":
        raise refuse(f"{where}.pool", "needs_codes")
    if terms.split != "picked" or rule.trigger not in t.INVITING:
        return
    sides = [place for place in places(terms, rule, where) if place.side != "buyer"]
    if rule.pool is None and {"referral", "referrer"} <= {place.side for place in sides}:
        raise refuse(sides[0].path, "unlike_sides")
    if rule.pool is None and rule.buyer is not None and not sides:
        return
    if rule.pool is None or (rule.pool.percent is None) == (rule.pool.amount is None):
        raise refuse(f"{where}.pool", "one_percent_or_sum")
    for place in sides:
        raise refuse(f"{place.table}.{place.side}", "not_with_pool")


def _check_carry(terms: t.Terms, rule: t.Rule, where: str) -> None:
    """R72: what is carried over is a part of one unit, over one denominator."""
    if not rule.carry_over:
        return
    rates = [
        place.benefit for place in places(terms, rule, where)
        if place.benefit.kind in t.ACCRUALS and is_rate(place.benefit)
    ]  # fmt: skip
    if not rates:
        raise refuse(f"{where}.carry_over", "rate_to_carry")
    if len({benefit.kind for benefit in rates}) > 1:
        raise refuse(f"{where}.carry_over", "one_kind_to_carry")
    if lcm(t.WHOLE, *(benefit.per for benefit in rates if benefit.per)) > MAX_DENOMINATOR:
        raise refuse(f"{where}.carry_over", "common_measure")


def _check_tiers(rule: t.Rule, where: str) -> None:
    last = 0
    for number, tier in enumerate(rule.by_referrals, 1):
        if tier.since <= last:
            raise refuse(f"{where}.by_referrals.{number}.from", "rising")
        last = tier.since


# -- statuses, contest, spending -----------------------------------------------------------------


def _check_statuses(terms: t.Terms) -> None:
    ids = {rule.id for rule in terms.rules}
    before: t.Status | None = None
    for number, status in enumerate(terms.statuses, 1):
        where = f"status.{number}"
        if status.spend is None and status.referrals is None:
            raise refuse(f"{where}.spend", "required")
        for name in status.override:
            if name not in ids:
                raise refuse(f"{where}.override.{name}", "rule_of_this_file")
        if before and not _is_higher(before, status):
            raise refuse(where, "rising")
        before = status


def _is_higher(lower: t.Status, higher: t.Status) -> bool:
    pairs = ((lower.spend, higher.spend), (lower.referrals, higher.referrals))
    return all(low is None or high is None or low < high for low, high in pairs)


def _check_contest(terms: t.Terms) -> None:
    contest = terms.contest
    if contest is None:
        return
    if terms.codes == "none":
        raise refuse("contest", "needs_codes")
    if contest.period == "dates" and (contest.starts_on is None or contest.ends_on is None):
        raise refuse("contest.from", "required")
    if contest.starts_on and contest.ends_on and contest.ends_on < contest.starts_on:
        raise refuse("contest.to", "not_before_start")
    if contest.measure == "tokens" and contest.token_price is None:
        raise refuse("contest.token_price", "required")
    taken = [prize.place for prize in contest.prizes]
    if len(set(taken)) != len(taken):
        raise refuse("contest.prizes", "unique")
    for number, prize in enumerate(contest.prizes, 1):
        _check_fixed(prize.benefit, f"contest.prizes.{number}")


def _check_used(terms: t.Terms) -> None:
    """Conditions of a payout need something that can be paid out."""
    prizes = terms.contest.prizes if terms.contest else ()
    kinds = {prize.benefit.kind for prize in prizes}
    for where, rule in _rules(terms):
        kinds |= {place.benefit.kind for place in places(terms, rule, where)}
    if terms.spending.payout_after_referrals and t.MONEY not in kinds:
        raise refuse("spending.payout_after_referrals", "needs_money")


def check_capped(terms: t.Terms) -> None:
    """R23: a word that can be guessed needs a budget, or a limit of the code's uses in each rule.

    Asked of terms that are new to a shop: what it has agreed to earlier goes on.
    """
    if terms.codes != "campaign" or terms.budget is not None:
        return
    for where, rule in _rules(terms):
        if not rule.limits.per_code:
            raise refuse(f"{where}.limits.per_code", "cap_for_word")
