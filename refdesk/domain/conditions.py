"""Who and what a code is for: every refusal before money is counted, in the promised order.

A rule that cannot work answers with its refusal; a shown code is refused only when none of its
rules can work, and then by the refusal that stands first in the command line's list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from refdesk.domain.bill import GIFT_CARD, Bill, Buyer, Facts, GiftCard, ShownCode, Source
from refdesk.domain.errors import DomainError
from refdesk.domain.halves import BUYER, REFERRAL, Half, covered_lines
from refdesk.domain.money import spread
from refdesk.domain.terms import Rule

RULE_REFUSALS = (
    "not_new_customer", "customer_excluded", "service_excluded", "below_minimum",
    "limit_per_customer", "limit_per_period", "budget_spent",
)  # fmt: skip
"""Refusals that one rule may give while another still works, in the promised order."""

CODE_REFUSALS = (
    "code_voided", "code_blocked", "code_not_activated", "code_not_yet_valid", "code_expired",
    "code_used_up",
)  # fmt: skip
"""What may be wrong with a code itself, in the promised order."""

_DEAD = {"spoiled": "code_voided", "retired": "code_voided", "blocked": "code_blocked"}
_NOT_YET = {"printed": "code_not_activated"}


def first_refusal(refusals: Iterable[DomainError], order: Sequence[str]) -> DomainError:
    """Of several refusals the first in an order; one that is not in it comes before all."""
    return min(refusals, key=lambda one: order.index(one.code) if one.code in order else -1)


def check_codes(facts: Facts) -> None:
    """The shown code and the gift cards, before it is known who pays, or how much.

    Raises the first refusal in the promised order, whichever of them it is about.
    """
    refused = [gift_card_refusal(card, facts.today) for card in facts.gift_cards]
    if facts.code is not None:
        refused.append(_state_refusal(facts.code, facts))
    refusals = [one for one in refused if one is not None]
    if refusals:
        raise first_refusal(refusals, CODE_REFUSALS)
    if facts.code is not None and facts.code.brings is None:
        _check_programme(facts.code.source, facts)


def check_code(code: ShownCode, facts: Facts) -> None:
    """What can be said of a promo code before it is known who pays, or how much."""
    check_codes(replace(facts, code=code))


def _state_refusal(code: ShownCode, facts: Facts) -> DomainError | None:
    if code.state in _DEAD:
        return DomainError(_DEAD[code.state])
    if code.owner_is_blocked and code.source.terms.blocked_referrer == "lapses":
        return DomainError("code_blocked")
    if code.state in _NOT_YET:
        return DomainError(_NOT_YET[code.state])
    terms = code.source.terms
    # what was earned has days of its own (R53, R66)
    season = (terms.valid_from, terms.valid_to) if code.brings is None else (None, None)
    starts = max(filter(None, (code.valid_from, season[0])), default=None)
    ends = min(filter(None, (code.valid_to, season[1])), default=None)
    if starts and facts.today < starts:
        return DomainError("code_not_yet_valid", valid_from=starts)
    if ends and facts.today > ends:
        return DomainError("code_expired", valid_to=ends)
    limit = _uses_in_life(code)
    if limit is not None and code.uses.life >= limit:
        return DomainError("code_used_up", count=code.uses.life, limit=limit)
    return None


def gift_card_refusal(card: GiftCard, today: date) -> DomainError | None:
    """Why a gift card cannot pay (R73); None when it can."""
    state = _DEAD.get(card.state) or _NOT_YET.get(card.state)
    if state is not None or card.lot is None:
        return DomainError(state or "code_not_activated", mask=card.mask)
    if card.lot.waits:
        return DomainError("code_blocked", mask=card.mask)
    if today < card.lot.available_on:
        return DomainError("code_not_yet_valid", valid_from=card.lot.available_on, mask=card.mask)
    if card.state == "expired" or card.lot.has_expired(today):
        return DomainError("code_expired", valid_to=card.lot.expires_on, mask=card.mask)
    if not card.left:
        return DomainError("code_used_up", mask=card.mask)
    return None


def _uses_in_life(code: ShownCode) -> int | None:
    """How often the code works at all: by its own limit, or because none of its rules goes on."""
    if code.brings is not None:
        return code.use_limit
    lives = [rule.limits.per_code.life for rule in code.source.terms.referral_rules]
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
    """Whether a version that nobody has shown works at this moment and till (R53, R66)."""
    return gives_still(source, facts.today) and is_open(source, facts)


def gives_still(source: Source, on: date) -> bool:
    """Whether a programme gives anything on a day: it is active and its period has not passed."""
    terms = source.terms
    has_begun = terms.valid_from is None or terms.valid_from <= on
    is_over = terms.valid_to is not None and terms.valid_to < on
    return source.status == "active" and has_begun and not is_over


def is_open(source: Source, facts: Facts) -> bool:
    """Whether a programme works at this hour and till."""
    terms = source.terms
    return terms.is_open_at(facts.local) and (not terms.tills or facts.till in terms.tills)


def check_buyer(code: ShownCode, facts: Facts) -> None:
    """R31-R33, R38, R55: whether this person may use the code."""
    buyer, source = facts.buyer or Buyer(), code.source
    if code.brings is not None:
        check_second_person(facts)
        return
    if lacks_identity(code, facts) and not facts.manager_allows:
        raise DomainError("identity_needed")
    referrer = referrer_of(source)
    if referrer is not None and buyer.id == referrer:
        raise DomainError("own_code", name=buyer.name)
    if _comes_too_late(source, facts):
        raise DomainError("not_new_customer", name=buyer.name)
    if referrer is not None and buyer.referrer not in (None, referrer):
        raise DomainError("already_referred", referrer=buyer.referrer_name, customer=buyer.id)
    if buyer.is_above_referrer:
        raise DomainError("referral_cycle")
    if source.terms.customers and buyer.kind not in source.terms.customers:
        raise DomainError("customer_excluded", name=buyer.name)
    check_second_person(facts, referrer)


def _comes_too_late(source: Source, facts: Facts) -> bool:
    """Whether every rule of the code has had its turns, or is for new customers only.

    A code of a version that rewards nobody for bringing friends does no more than name who brought
    the buyer; it is for new customers, or else anybody's regulars could be claimed (R33).
    """
    rules = source.terms.referral_rules
    if rules:
        return all(is_used_up(Half(source, rule, REFERRAL), facts) for rule in rules)
    buyer, referrer = facts.buyer or Buyer(), referrer_of(source)
    return referrer is not None and buyer.referrer is None and buyer.paid_purchases > 0


def lacks_identity(code: ShownCode, facts: Facts) -> bool:
    """R55: whether the code asks about a person who cannot be told from others.

    A manager may allow it: the person then counts as new and within every limit of his own.
    """
    buyer, source = facts.buyer or Buyer(), code.source
    if code.brings is not None:
        return False
    rules = source.terms.referral_rules
    asks = any(rule.asks_about_person for rule in rules) or bool(not rules and source.referrers)
    return asks and not buyer.has_identity


def referrer_of(source: Source) -> int | None:
    """Who made the claim that a version stands by, if anybody."""
    return source.referrers[0].customer if source.referrers else None


def check_second_person(facts: Facts, referrer: int | None = None) -> None:
    """R38: whoever serves himself, or refers on his own shift, needs a second person's PIN."""
    staff = facts.staff_customer
    buyer = facts.buyer.id if facts.buyer else None
    if staff is not None and staff in (referrer, buyer) and not facts.is_approved:
        raise DomainError("second_person_needed")


def why_not(half: Half, bill: Bill, prices: Sequence[int], facts: Facts) -> DomainError | None:
    """Why one half of a rule does not work for this bill; None when it does.

    ``prices`` are the lines after line offers and the manual discount.
    """
    buyer, rule, source = facts.buyer or Buyer(), half.rule, half.source
    if is_used_up(half, facts):
        return DomainError("not_new_customer", name=buyer.name)
    kinds = source.terms.customers
    if kinds and buyer.kind not in kinds:
        return DomainError("customer_excluded", name=buyer.name)
    covered = covered_lines(rule, bill)
    if not covered:
        services = tuple(line.service or "" for line in bill.lines)
        return DomainError("service_excluded", services=services, allowed=rule.services or ())
    total = sum(prices[index] for index in covered)
    if total < rule.minimum:
        missing = rule.minimum - total
        return DomainError("below_minimum", minimum=rule.minimum, missing=missing)
    if source.budget_left is not None and source.budget_left <= 0:
        return DomainError("budget_spent")
    return None


def is_used_up(half: Half, facts: Facts) -> bool:
    """Whether the buyer is too old a customer for a half, or its trigger has had its turns."""
    rule, source = half.rule, half.source
    fired = source.fired.get(rule.id, 0)
    if rule.new_only and not _was_new(half, facts):
        return True
    match rule.trigger:
        case "first":
            # a shared word has no claim to be the first purchase after: its own limits count
            is_counted = half.side == BUYER or bool(source.referrers) or rule.new_only
            return fired > 0 and is_counted
        case "first_n":
            return fired >= (rule.n or 0)
        case "within_days":
            first = source.first_fired_on.get(rule.id)
            last = first + timedelta(days=rule.within_days or 0) if first else None
            return last is not None and facts.today > last
    return False


def _was_new(half: Half, facts: Facts) -> bool:
    """R33: whether the buyer had paid nothing before the claim, or before the rule first worked."""
    buyer, source = facts.buyer or Buyer(), half.source
    if half.side == BUYER:
        return not buyer.paid_purchases or source.fired.get(half.rule.id, 0) > 0
    # the claim counts only under the code that made it, not under a word of another programme
    is_claim = buyer.referrer is not None and buyer.referrer == referrer_of(source)
    return source.was_new_at_claim if is_claim else not buyer.paid_purchases


def code_limit(rule: Rule, facts: Facts) -> DomainError | None:
    """R64: whether the buyer or the shown code has had all the uses that a rule allows."""
    buyer, code = facts.buyer or Buyer(), facts.code
    if over := buyer.uses.reaches(rule.limits.per_customer):
        return DomainError("limit_per_customer", period=over[0], count=over[1], limit=over[2])
    if code and (over := code.uses.reaches(rule.limits.per_code)):
        name = "code_used_up" if over[0] == "life" else "limit_per_period"
        return DomainError(name, period=over[0], count=over[1], limit=over[2])
    return None


def net_prices(bill: Bill, free: Sequence[int] = ()) -> tuple[int, ...]:
    """The lines' prices after the line offers, which make ``free`` ones 0, and the manual discount.

    The discount is spread by R04 (R59); a gift card sold takes none of it (R73).
    """
    prices = [0 if index in free else line.price for index, line in enumerate(bill.lines)]
    if not bill.manual_discount:
        return tuple(prices)
    open_to_it = [0 if line.group == GIFT_CARD else price
                  for line, price in zip(bill.lines, prices, strict=True)]  # fmt: skip
    off = spread(min(bill.manual_discount, sum(open_to_it)), open_to_it)
    return tuple(price - part for price, part in zip(prices, off, strict=True))
