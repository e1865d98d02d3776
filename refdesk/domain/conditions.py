"""Who and what a code is for: every refusal before money is counted, in the promised order.

A rule that cannot work answers with its refusal; a shown code is refused only when none of its
rules can work, and then by the refusal that stands first in the command line's list.
"""

from datetime import timedelta

from refdesk.domain.bill import Bill, Buyer, Facts, Line, ShownCode, Source
from refdesk.domain.errors import DomainError
from refdesk.domain.money import spread
from refdesk.domain.terms import Rule

RULE_REFUSALS = (
    "not_new_customer", "customer_excluded", "service_excluded", "below_minimum",
    "limit_per_customer", "limit_per_period", "budget_spent",
)  # fmt: skip
"""Refusals that one rule may give while another still works, in the promised order."""

_DEAD = {"spoiled": "code_voided", "retired": "code_voided", "blocked": "code_blocked"}
_NOT_YET = {"printed": "code_not_activated"}


def check_code(code: ShownCode, facts: Facts) -> None:
    """What can be said of a code before it is known who pays, or how much."""
    _check_state(code, facts)
    _check_programme(code.source, facts)


def _check_state(code: ShownCode, facts: Facts) -> None:
    if code.state in _DEAD:
        raise DomainError(_DEAD[code.state])
    if code.owner_is_blocked and code.source.terms.blocked_referrer == "lapses":
        raise DomainError("code_blocked")
    if code.state in _NOT_YET:
        raise DomainError(_NOT_YET[code.state])
    terms = code.source.terms
    starts = max(filter(None, (code.valid_from, terms.valid_from)), default=None)
    ends = min(filter(None, (code.valid_to, terms.valid_to)), default=None)
    if starts and facts.today < starts:
        raise DomainError("code_not_yet_valid", valid_from=starts)
    if ends and facts.today > ends:
        raise DomainError("code_expired", valid_to=ends)
    limit = _uses_in_life(code)
    if limit is not None and code.uses.life >= limit:
        raise DomainError("code_used_up", count=code.uses.life, limit=limit)


def _uses_in_life(code: ShownCode) -> int | None:
    """How often the code works at all: by its own limit, or because none of its rules goes on."""
    lives = [rule.limits.per_code.life for rule in code.source.terms.rules]
    by_rules = max(lives) if lives and all(lives) else None
    limits = [limit for limit in (code.use_limit, by_rules) if limit is not None]
    return min(limits, default=None)


def _check_programme(source: Source, facts: Facts) -> None:
    if source.status == "paused":
        raise DomainError("programme_paused")
    if source.status != "active":
        raise DomainError("programme_ended")
    terms = source.terms
    if not terms.is_open_at(facts.local):
        raise DomainError("outside_hours", days=terms.days, hours=terms.hours)
    if terms.tills and facts.till not in terms.tills:
        raise DomainError("till_excluded", tills=terms.tills)


def is_running(source: Source, facts: Facts) -> bool:
    """Whether a standing claim's version works at this moment and till (R53, R66)."""
    terms = source.terms
    return (
        source.status == "active"
        and (terms.valid_from is None or terms.valid_from <= facts.today)
        and (terms.valid_to is None or facts.today <= terms.valid_to)
        and terms.is_open_at(facts.local)
        and (not terms.tills or facts.till in terms.tills)
    )


def check_buyer(code: ShownCode, facts: Facts) -> None:
    """R31-R33, R38, R55: whether this person may use the code."""
    buyer, source = facts.buyer or Buyer(), code.source
    if lacks_identity(code, facts) and not facts.manager_allows:
        raise DomainError("identity_needed")
    referrer = _referrer_of(source)
    if referrer is not None and buyer.id == referrer:
        raise DomainError("own_code", name=buyer.name)
    if all(_is_used_up_for(rule, source, facts) for rule in source.terms.rules):
        raise DomainError("not_new_customer", name=buyer.name)
    if referrer is not None and buyer.referrer not in (None, referrer):
        raise DomainError("already_referred", referrer=buyer.referrer_name)
    if buyer.is_above_referrer:
        raise DomainError("referral_cycle")
    if source.terms.customers and buyer.kind not in source.terms.customers:
        raise DomainError("customer_excluded", name=buyer.name)
    check_second_person(facts, referrer)


def lacks_identity(code: ShownCode, facts: Facts) -> bool:
    """R55: whether the code asks about a person who cannot be told from others.

    A manager may allow it: the person then counts as new and within every limit of his own.
    """
    buyer = facts.buyer or Buyer()
    rules = code.source.terms.rules
    return not buyer.has_identity and any(rule.asks_about_person for rule in rules)


def _referrer_of(source: Source) -> int | None:
    return source.referrers[0].customer if source.referrers else None


def check_second_person(facts: Facts, referrer: int | None = None) -> None:
    """R38: whoever serves himself, or refers on his own shift, needs a second person's PIN."""
    staff = facts.staff_customer
    buyer = facts.buyer.id if facts.buyer else None
    if staff is not None and staff in (referrer, buyer) and not facts.is_approved:
        raise DomainError("second_person_needed")


def working_rules(source: Source, bill: Bill, facts: Facts) -> tuple[Rule, ...]:
    """The rules of a version that work for this bill.

    A shown code none of whose rules works is refused; a standing claim simply gives nothing.
    """
    uses = facts.code.uses if facts.code and source.is_shown else None
    refusals: list[DomainError] = []
    working = []
    for rule in source.terms.rules:
        reasons = [_why_not(rule, source, bill, facts)]
        reasons += [_code_limit(rule, facts)] if uses is not None else []
        refused = [reason for reason in reasons if reason is not None]
        if not refused:
            working.append(rule)
        refusals += refused
    if source.is_shown and not working:
        raise min(refusals, key=lambda refusal: _order(refusal.code))
    return tuple(working)


def _order(code: str) -> int:
    return RULE_REFUSALS.index(code) if code in RULE_REFUSALS else -1


def _why_not(rule: Rule, source: Source, bill: Bill, facts: Facts) -> DomainError | None:
    buyer = facts.buyer or Buyer()
    if _is_used_up_for(rule, source, facts):
        return DomainError("not_new_customer", name=buyer.name)
    kinds = source.terms.customers
    if kinds and buyer.kind not in kinds:
        return DomainError("customer_excluded", name=buyer.name)
    covered = covered_lines(rule, bill)
    if not covered:
        services = tuple(line.service or "" for line in bill.lines)
        return DomainError("service_excluded", services=services, allowed=rule.services or ())
    total = sum(net_prices(bill)[index] for index in covered)
    if total < rule.minimum:
        missing = rule.minimum - total
        return DomainError("below_minimum", minimum=rule.minimum, missing=missing)
    if source.budget_left is not None and source.budget_left <= 0:
        return DomainError("budget_spent")
    return None


def _is_used_up_for(rule: Rule, source: Source, facts: Facts) -> bool:
    """Whether the buyer is too old a customer for the rule, or its trigger has had its turns."""
    buyer = facts.buyer or Buyer()
    # the claim counts only under the code that made it, not under a word of another programme
    is_claim = buyer.referrer is not None and buyer.referrer == _referrer_of(source)
    is_new = source.was_new_at_claim if is_claim else not buyer.paid_purchases
    if rule.new_only and not is_new:
        return True
    fired = source.fired.get(rule.id, 0)
    invited = bool(source.referrers)
    match rule.trigger:
        case "first":
            # a shared word has no claim to be the first purchase after: its own limits count
            return fired > 0 and (invited or rule.new_only)
        case "first_n":
            return fired >= (rule.n or 0)
        case "within_days":
            first = source.first_fired_on.get(rule.id)
            last = first + timedelta(days=rule.within_days or 0) if first else None
            return last is not None and facts.today > last
    return False


def _code_limit(rule: Rule, facts: Facts) -> DomainError | None:
    buyer, code = facts.buyer or Buyer(), facts.code
    if over := buyer.uses.reaches(rule.limits.per_customer):
        return DomainError("limit_per_customer", period=over[0], count=over[1], limit=over[2])
    if code and (over := code.uses.reaches(rule.limits.per_code)):
        name = "code_used_up" if over[0] == "life" else "limit_per_period"
        return DomainError(name, period=over[0], count=over[1], limit=over[2])
    return None


def covered_lines(rule: Rule, bill: Bill) -> tuple[int, ...]:
    """Which lines of the bill take part in a rule: deposits, tips and gift cards never do (R03)."""
    return tuple(
        index for index, line in enumerate(bill.lines) if _earns(line) and rule.covers(
            line.service, line.group
        )
    )  # fmt: skip


def _earns(line: Line) -> bool:
    return line.group not in ("deposit", "tip")


def net_prices(bill: Bill) -> tuple[int, ...]:
    """The lines' prices after the manual discount, spread by R04 (R59)."""
    prices = [line.price for line in bill.lines]
    off = min(bill.manual_discount, sum(prices))
    return tuple(price - part for price, part in zip(prices, spread(off, prices), strict=True))
