"""Which rules work in a purchase, in the order in which their versions count.

First what the buyer was brought under: his standing claim, then the shown code. Then his own
purchases, by every running programme's current version (R53).

Decisions:
- A shown code is refused when its version rewards bringing friends and none of those rules works.
  Rules for own purchases do not save it: they work without the code just as well. A code of a
  version without rules for friends is accepted for the claim alone.
- Own rules that do not work are passed over in silence, for nobody has asked for them.
- A limit of uses by a customer binds a standing claim too (R64).
- Own rules need somebody to credit: a person in the base, or one who is about to be added. They do
  not work for a blocked one. Of a nobody only those work that give a coupon for the next visit.
- A coupon for the next visit stands for what was earned, not for its programme: no rule works by
  it, and it is taken whatever has become of the programme (R53, R62).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from refdesk.domain.bill import Bill, Buyer, Counts, Facts, Source
from refdesk.domain.conditions import (
    RULE_REFUSALS,
    code_limit,
    first_refusal,
    gives_still,
    is_open,
    is_running,
    why_not,
)
from refdesk.domain.errors import DomainError
from refdesk.domain.halves import BUYER, REFERRAL, Half, gives_coupon, has_buyer_half
from refdesk.domain.terms import Rule

STAMP_CARD = "nth_visit"


@dataclass(frozen=True)
class Working:
    """The rules of one version that work for one side of the buyer.

    There are none where the version rewards nobody for bringing him: then it is a claim alone.
    """

    source: Source
    side: str
    rules: tuple[Rule, ...]

    @property
    def halves(self) -> tuple[Half, ...]:
        return tuple(Half(self.source, rule, self.side) for rule in self.rules)


def with_claim(facts: Facts) -> Facts:
    """A nobody's coupon of the very version that the buyer was brought under is his claim's (R54).

    Each rule works once for both (R18), and who brought him gets his benefit (R30).
    """
    code, standing = facts.code, facts.standing
    if code is None or standing is None or code.source.referrers or code.brings:
        return facts
    if code.source.version != standing.version:
        return facts
    source = replace(standing, is_shown=True)
    return replace(facts, code=replace(code, source=source))


def working_rules(bill: Bill, prices: Sequence[int], facts: Facts) -> tuple[Working, ...]:
    """All that works but the stamp cards; raises DomainError for a shown code that does not.

    ``prices`` are the lines after line offers and the manual discount.
    """
    claims = [_by_claim(bill, prices, facts), _by_code(bill, prices, facts)]
    own = (one for one in _own(bill, prices, facts, stamps=False) if one.rules)
    return (*(one for one in claims if one is not None), *own)


def working_cards(bill: Bill, prices: Sequence[int], facts: Facts) -> tuple[Half, ...]:
    """The stamp cards that work (R63)."""
    return tuple(half for one in _own(bill, prices, facts, stamps=True) for half in one.halves)


def cards_of_the_past(bill: Bill, prices: Sequence[int], facts: Facts) -> tuple[Half, ...]:
    """The stamp cards that give nothing more, but whose stamps are still good (R53).

    Their programmes are over, or have no card in the current version. Of several versions that the
    buyer has stamps of, the newest counts.
    """
    if not _is_somebody(facts.buyer):
        return ()
    giving = {one.programme for one in facts.own
              if gives_still(one, facts.today) and _stamp_cards(one)}  # fmt: skip
    by_age = sorted(facts.spending.values(), key=lambda one: one.number)
    newest = {one.programme: one for one in by_age
              if one.programme not in giving and _stamp_cards(one)}  # fmt: skip
    return tuple(
        half for source in newest.values() if is_open(source, facts)
        for half in _stamp_cards(source) if why_not(half, bill, prices, facts) is None
    )  # fmt: skip


def _stamp_cards(source: Source) -> list[Half]:
    return [Half(source, rule, BUYER) for rule in source.terms.rules if rule.trigger == STAMP_CARD]


def _by_claim(bill: Bill, prices: Sequence[int], facts: Facts) -> Working | None:
    """What the standing claim gives; a code that names who brought the buyer stands for it."""
    source = facts.standing
    names_him = facts.code is not None and facts.code.source.referrers
    if source is None or names_him or not is_running(source, facts):
        return None
    rules = source.terms.referral_rules
    working = tuple(
        rule for rule in rules
        if not _is_used_up_by_buyer(source, rule)
        and why_not(Half(source, rule, REFERRAL), bill, prices, facts) is None
    )  # fmt: skip
    return Working(source, REFERRAL, working) if working or not rules else None


def _by_code(bill: Bill, prices: Sequence[int], facts: Facts) -> Working | None:
    if facts.code is None or facts.code.brings is not None:
        return None
    source = facts.code.source
    working: list[Rule] = []
    refusals: list[DomainError] = []
    for rule in source.terms.referral_rules:
        half = Half(source, rule, REFERRAL)
        reasons = (why_not(half, bill, prices, facts), code_limit(rule, facts))
        refused = [reason for reason in reasons if reason is not None]
        refusals += refused
        if not refused:
            working.append(rule)
    if refusals and not working:
        raise first_refusal(refusals, RULE_REFUSALS)
    return Working(source, REFERRAL, tuple(working))


def _own(bill: Bill, prices: Sequence[int], facts: Facts, *, stamps: bool) -> Iterable[Working]:
    """The rules for own purchases that work, of stamp cards or all the others."""
    if not facts.own or (facts.buyer is not None and facts.buyer.is_blocked):
        return
    gives = has_buyer_half if _is_somebody(facts.buyer) else gives_coupon
    for source in facts.own:
        if is_running(source, facts):
            rules = tuple(
                rule for rule in source.terms.rules
                if (rule.trigger == STAMP_CARD) is stamps and gives(source, rule)
                and not _is_used_up_by_buyer(source, rule)
                and why_not(Half(source, rule, BUYER), bill, prices, facts) is None
            )  # fmt: skip
            yield Working(source, BUYER, rules)


def _is_somebody(buyer: Buyer | None) -> bool:
    if buyer is None or buyer.is_blocked:
        return False
    return buyer.id is not None or buyer.has_identity


def _is_used_up_by_buyer(source: Source, rule: Rule) -> bool:
    """R64: whether the buyer has had as many uses of the rule as it allows."""
    uses = source.own_uses.get(rule.id) or Counts(life=source.fired.get(rule.id, 0))
    return uses.reaches(rule.limits.per_customer) is not None
