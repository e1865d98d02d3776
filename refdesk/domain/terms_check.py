"""What a programme's terms must agree on among themselves, beyond each field's own form."""

from collections.abc import Iterator

from refdesk.domain import terms as t
from refdesk.domain.errors import DomainError

_NEEDS_N = ("first_n", "nth_visit", "milestone")
_INVITING = ("first", "first_n", "every", "within_days")


def refuse(field: str, expected: str, **params: object) -> DomainError:
    """The refusal of one field: its path in the file and what it should be."""
    return DomainError("bad_terms", field=field, expected=expected, **params)


def check_terms(terms: t.Terms) -> None:
    """Raise DomainError ``bad_terms`` for the first thing that cannot be."""
    _check_whole(terms)
    for where, rule in _rules(terms):
        _check_trigger(rule, where)
        _check_sides(terms, rule, where)
        _check_tiers(rule, where)
    _check_statuses(terms)
    _check_contest(terms)


def _rules(terms: t.Terms) -> Iterator[tuple[str, t.Rule]]:
    return ((f"rule.{number}", rule) for number, rule in enumerate(terms.rules, 1))


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
    if rule.trigger not in (*_INVITING, "milestone", "joining") and rule.referrer:
        raise refuse(f"{where}.referrer", "not_for_trigger", trigger=rule.trigger)


def _check_sides(terms: t.Terms, rule: t.Rule, where: str) -> None:
    picked = terms.split == "picked"
    if rule.pool is not None and not picked:
        raise refuse(f"{where}.pool", "only_for_picked")
    if picked and rule.trigger in _INVITING and rule.buyer is None:
        _check_pool(rule, where)
    gives = rule.referral or rule.referrer or rule.buyer or rule.pool or rule.by_service
    if not gives and rule.trigger != "nth_visit":
        raise refuse(where, "gives_nothing")
    if terms.codes == "none" and (rule.referral or rule.invites):
        raise refuse(f"{where}.referral", "needs_codes")
    if terms.codes == "campaign":
        _check_word_is_never_money(rule, where)


def _check_pool(rule: t.Rule, where: str) -> None:
    if rule.pool is None or (rule.pool.percent is None) == (rule.pool.amount is None):
        raise refuse(f"{where}.pool", "one_percent_or_sum")
    for side in ("referral", "referrer"):
        if getattr(rule, side):
            raise refuse(f"{where}.{side}", "not_with_pool")


def _check_word_is_never_money(rule: t.Rule, where: str) -> None:
    """R23: a word can be guessed, so it is capped and never worth money."""
    tables = {
        where: rule.referral,
        **{f"{where}.by_service.{name}": sides.referral for name, sides in rule.by_service.items()},
        **{f"{where}.by_referrals.{number}": tier.sides.referral
           for number, tier in enumerate(rule.by_referrals, 1)},
    }  # fmt: skip
    for place, benefit in tables.items():
        if benefit is not None and benefit.kind in (t.MONEY, t.STORE_CREDIT):
            raise refuse(f"{place}.referral.kind", "not_money_for_word")


def _check_tiers(rule: t.Rule, where: str) -> None:
    last = 0
    for number, tier in enumerate(rule.by_referrals, 1):
        if tier.since <= last:
            raise refuse(f"{where}.by_referrals.{number}.from", "rising")
        last = tier.since


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
    if contest.period == "dates" and (contest.starts_on is None or contest.ends_on is None):
        raise refuse("contest.from", "required")
    if contest.starts_on and contest.ends_on and contest.ends_on < contest.starts_on:
        raise refuse("contest.to", "not_before_start")
    if contest.measure == "tokens" and contest.token_price is None:
        raise refuse("contest.token_price", "required")
    places = [prize.place for prize in contest.prizes]
    if len(set(places)) != len(places):
        raise refuse("contest.prizes", "unique")


def check_capped(terms: t.Terms) -> None:
    """R23: a word that can be guessed needs a budget, or a limit of the code's uses in each rule.

    Asked of terms that are new to a shop: what it has agreed to earlier goes on.
    """
    if terms.codes != "campaign" or terms.budget is not None:
        return
    for where, rule in _rules(terms):
        if not rule.limits.per_code:
            raise refuse(f"{where}.limits.per_code", "cap_for_word")


def check_runnable(terms: t.Terms) -> None:
    """Refuse what can be written in a terms file but cannot be run, naming the key."""
    whole = {
        "split": terms.split == "picked",
        "blocked_referrer": terms.blocked_referrer == "waits",
        "status": bool(terms.statuses),
        "contest": terms.contest is not None,
        "spending.payout_after_referrals": bool(terms.spending.payout_after_referrals),
        "spending.debits_per_day": bool(terms.spending.debits_per_day),
    }
    for field, is_used in whole.items():
        if is_used:
            raise refuse(field, "not_in_this_version")
    for where, rule in _rules(terms):
        _check_rule_runnable(rule, where)


def _check_rule_runnable(rule: t.Rule, where: str) -> None:
    if rule.trigger not in _INVITING:
        raise refuse(f"{where}.trigger", "not_in_this_version")
    tables = (*rule.by_service.values(), *(tier.sides for tier in rule.by_referrals))
    if rule.buyer or rule.carry_over or any(sides.buyer for sides in tables):
        raise refuse(f"{where}.buyer", "not_in_this_version")
    referral = [rule.referral, *(sides.referral for sides in tables)]
    above = [*rule.referrer, *(one for sides in tables for one in sides.referrer or ())]
    if any(one and one.kind in (t.GIFT, t.STAMPS) for one in referral):
        raise refuse(f"{where}.referral.kind", "not_in_this_version")
    if any(one.kind not in t.ACCRUALS for one in above):
        raise refuse(f"{where}.referrer", "not_in_this_version")
