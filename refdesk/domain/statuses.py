"""Ambassador statuses: who stands where, and which rates that brings (R45, R53).

A status is reached "from" its thresholds, by spend or by effective referrals, whichever comes
first, and always by what was reached before this sale: the current bill counts for the next one.
What a status overrides replaces a rule's sides after its table by referrals; a service table of
the rule still speaks for its services.
"""

from datetime import date
from typing import NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.bill import Referrer, Source, Standing
from refdesk.domain.business_day import add_months


class Ahead(NamedTuple):
    """The next status and what is missing to it; either will do, None is no way to it."""

    status: t.Status
    spend: int | None
    referrals: int | None


def status_of(terms: t.Terms, standing: Standing) -> t.Status | None:
    """The highest status that is reached by spend or by effective referrals; None below all."""
    reached = [status for status in terms.statuses if _is_reached(status, standing)]
    return reached[-1] if reached else None


def _is_reached(status: t.Status, standing: Standing) -> bool:
    by_spend = status.spend is not None and standing.spend >= status.spend
    return by_spend or (status.referrals is not None and standing.referrals >= status.referrals)


def next_status(terms: t.Terms, standing: Standing) -> Ahead | None:
    """The status after the reached one with the missing spend (minor units) and referrals."""
    now = status_of(terms, standing)
    place = terms.statuses.index(now) + 1 if now else 0
    if place >= len(terms.statuses):
        return None
    status = terms.statuses[place]
    return Ahead(
        status,
        None if status.spend is None else status.spend - standing.spend,
        None if status.referrals is None else status.referrals - standing.referrals,
    )


def period_start(terms: t.Terms, on: date) -> date | None:
    """The first business day that counts for a status on a day; None = the whole life.

    Twelve rolling months begin with the same day a year before (R40 for 29 February).
    """
    match terms.status_period:
        case "rolling_12_months":
            return add_months(on, -12)
        case "calendar_year":
            return date(on.year, 1, 1)
    return None


def at_status(terms: t.Terms, rule: t.Rule, standing: Standing) -> t.Rule:
    """The rule with the sides that the status of this standing overrides."""
    status = status_of(terms, standing)
    sides = status.override.get(rule.id) if status else None
    return rule.overridden(sides) if sides else rule


def for_referrer(terms: t.Terms, rule: t.Rule, referrer: Referrer) -> t.Rule:
    """The rule with the rates of somebody up the line: by his referrals, then by his status."""
    by_count = rule.at_standing(referrer.effective_referrals)
    return at_status(terms, by_count, referrer.standing)


def for_buyer(source: Source, rule: t.Rule) -> t.Rule:
    """The rule with the rates of the buyer's own referrals and status.

    Both count those of the status period.
    """
    standing = source.buyer_standing
    return at_status(source.terms, rule.at_standing(standing.referrals), standing)


def status_discount(source: Source, rule: t.Rule) -> t.Benefit | None:
    """What the buyer's status takes off this very bill, at the status step of R05.

    Only a discount that a status gives to ``buyer`` of a rule for every purchase; any other
    discount of ``buyer`` is an entitlement for the next one (R62).
    """
    status = status_of(source.terms, source.buyer_standing)
    sides = status.override.get(rule.id) if status else None
    if rule.trigger != "every" or sides is None or sides.buyer is None:
        return None
    return sides.buyer if sides.buyer.kind in t.DISCOUNTS else None


def payable_share(source: Source) -> int | None:
    """Basis points of a bill that the programme's benefits may pay, by status (R08, R60).

    None = the shop's default share.
    """
    status = status_of(source.terms, source.buyer_standing)
    if status is not None and status.share is not None:
        return status.share
    return source.terms.spending.share
