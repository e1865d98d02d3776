"""The halves of rules at work, and the bill as an earning looks at it.

A rule has two halves that are judged apart (R53). The referral half (``referral``, ``referrer``,
``pool``) works for somebody who was brought, under the version of his claim or of the shown code.
The buyer half (``buyer``, the stamp card, the coupon for the next visit) works for anybody's own
purchase, under the current version of a running programme, code or not.
"""

from dataclasses import dataclass

from refdesk.domain import terms as t
from refdesk.domain.bill import GIFT_CARD, Bill, Facts, Source
from refdesk.domain.statuses import for_buyer, for_referrer

REFERRAL, BUYER, REFERRER = "referral", "buyer", "referrer"

NEVER_COVERED = ("deposit", "tip", GIFT_CARD)
"""Groups whose lines take part in no rule (R03, R73)."""


@dataclass(frozen=True)
class Half:
    """One half of a rule that works in this purchase; ``side`` is `REFERRAL` or `BUYER`."""

    source: Source
    rule: t.Rule
    side: str

    @property
    def rates(self) -> t.Rule:
        """The rule with the rates that the buyer has in it, by the standing before this sale.

        As a referral he has those of who brought him, in his own purchases those of his status.
        """
        if self.side == BUYER:
            return for_buyer(self.source, self.rule)
        if not self.source.referrers:
            return self.rule
        return for_referrer(self.source.terms, self.rule, self.source.referrers[0])


@dataclass(frozen=True)
class Sale:
    """A bill as it was paid, which earnings are computed on.

    ``prices`` are the lines after discounts and before points, credit and gift cards (R70),
    ``bases`` what was really paid for them (R03).
    """

    bill: Bill
    facts: Facts
    prices: tuple[int, ...]
    bases: tuple[int, ...]


@dataclass(frozen=True)
class Pick:
    """Which benefit of a rule is meant: the referral's, the buyer's or that of a level above."""

    side: str
    level: int = 0

    def __call__(self, rule: t.Rule) -> t.Benefit | None:
        if self.side == REFERRER:
            return rule.referrer[self.level - 1] if self.level <= len(rule.referrer) else None
        return rule.buyer if self.side == BUYER else rule.referral


def has_buyer_half(source: Source, rule: t.Rule) -> bool:
    """Whether the rule gives the buyer anything for his own purchase, at his status."""
    if rule.rewards_buyer:
        return True
    return rule.trigger in t.AT_PURCHASE and for_buyer(source, rule).buyer is not None


def gives_coupon(source: Source, rule: t.Rule) -> bool:
    """Whether the rule gives somebody without an account a coupon for the next visit.

    A rule that asks about the person, or counts what he is credited, cannot be tested on him (R55).
    """
    if rule.trigger != "next_visit" or rule.asks_about_person:
        return False
    sides = (rule.buyer, *(table.buyer for table in rule.by_service.values()))
    is_kept = any(one is not None and one.kind in t.KEPT for one in sides)
    return is_kept and not source.terms.spending.credits_per_day


def covered_lines(rule: t.Rule, bill: Bill) -> tuple[int, ...]:
    """Which lines of the bill take part in a rule (R03, R59)."""
    return tuple(
        index for index, line in enumerate(bill.lines)
        if line.group not in NEVER_COVERED and rule.covers(line.service, line.group)
    )  # fmt: skip


def group_by_service(
    rule: t.Rule, bill: Bill, pick: Pick
) -> list[tuple[t.Benefit, tuple[int, ...]]]:
    """The covered lines grouped by the benefit that applies to them (R56).

    Lines under the rule's default form one group; each service of the table forms its own, so
    that its fixed sum counts once per service in the bill and the default's once.
    """
    groups: dict[str, tuple[t.Benefit, list[int]]] = {}
    for index in covered_lines(rule, bill):
        service = bill.lines[index].service
        benefit = pick(rule.for_service(service))
        if benefit is None:
            continue
        key = service if service in rule.by_service and service is not None else ""
        groups.setdefault(key, (benefit, []))[1].append(index)
    return [(benefit, tuple(lines)) for benefit, lines in groups.values()]
