"""A programme version's terms as one immutable value (domain.md section 2).

Sums are integer minor units of the shop's currency, percents integer basis points, points and
stamps integer counts, dates business dates, hours minutes since local midnight. The file form and
its validation are in `terms_file`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

POINTS, STORE_CREDIT, MONEY, STAMPS = "points", "store_credit", "money", "stamps"
PERCENT_OFF, AMOUNT_OFF, GIFT = "percent_off", "amount_off", "gift"
DISCOUNTS = (PERCENT_OFF, AMOUNT_OFF)
ACCRUALS = (POINTS, STORE_CREDIT, MONEY)
KEPT = (*DISCOUNTS, GIFT)
BENEFIT_KINDS = (*ACCRUALS, PERCENT_OFF, AMOUNT_OFF, GIFT, STAMPS)

INVITING = ("first", "first_n", "every", "within_days")
OCCASIONS = ("joining", "birthday", "milestone")
TRIGGERS = (*INVITING, "nth_visit", "next_visit", *OCCASIONS)

WHOLE = 10_000
"""100 % in basis points."""

AT_PURCHASE = ("first", "first_n", "every", "within_days", "next_visit")
"""Triggers that look at a purchase; the others wait for a visit's count or an occasion."""


@dataclass(frozen=True)
class Benefit:
    """What somebody gets; exactly one of amount, percent and per is the measure of accruals."""

    kind: str
    amount: int | None = None
    percent: int | None = None
    per: int | None = None
    cap: int | None = None
    gift: str | None = None
    cost: int = 0


@dataclass(frozen=True)
class Pool:
    """What referrer and referral share when the split is picked at issue (R57)."""

    percent: int | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Override:
    """Sides that replace those of a rule: for a service, a count of referrals or a status."""

    referral: Benefit | None = None
    referrer: tuple[Benefit, ...] | None = None
    buyer: Benefit | None = None


@dataclass(frozen=True)
class Tier:
    """A better rate from so many effective referrals on."""

    since: int
    sides: Override


@dataclass(frozen=True)
class PeriodLimit:
    """How often within a business day, calendar month, calendar year and life; 0 = no limit."""

    day: int = 0
    month: int = 0
    year: int = 0
    life: int = 0

    def __bool__(self) -> bool:
        return bool(self.day or self.month or self.year or self.life)


NO_LIMIT = PeriodLimit()


@dataclass(frozen=True)
class Limits:
    """What a rule counts (R64): uses of a code, uses by a buyer, credits to a referrer."""

    per_code: PeriodLimit = NO_LIMIT
    per_customer: PeriodLimit = NO_LIMIT
    per_referrer: PeriodLimit = NO_LIMIT
    per_purchase: int | None = None


@dataclass(frozen=True)
class Rule:
    """One trigger with its sides, conditions, limits and hold (R52)."""

    id: str
    trigger: str = "first"
    n: int | None = None
    within_days: int | None = None
    new_only: bool = False
    minimum: int = 0
    services: tuple[str, ...] | None = None
    excluded_services: tuple[str, ...] = ()
    excluded_groups: tuple[str, ...] = ()
    hold_days: int = 0
    hold_days_by_service: Mapping[str, int] = field(default_factory=dict)
    carry_over: bool = False
    referral: Benefit | None = None
    referrer: tuple[Benefit, ...] = ()
    buyer: Benefit | None = None
    pool: Pool | None = None
    by_service: Mapping[str, Override] = field(default_factory=dict)
    by_referrals: tuple[Tier, ...] = ()
    limits: Limits = Limits()

    def covers(self, service: str | None, group: str) -> bool:
        """Whether a line of this service takes part in the rule (R59)."""
        if service is not None and service in self.excluded_services:
            return False
        if group in self.excluded_groups:
            return False
        return self.services is None or service in self.services

    def at_standing(self, referrals: int) -> "Rule":
        """The rule with the rates for a referrer of so many effective referrals (R53)."""
        sides = [tier.sides for tier in self.by_referrals if referrals >= tier.since]
        return self.overridden(sides[-1]) if sides else self

    def overridden(self, sides: Override) -> "Rule":
        """The rule with these sides in place of its own where they are given."""
        return replace(
            self,
            referral=sides.referral or self.referral,
            referrer=self.referrer if sides.referrer is None else sides.referrer,
            buyer=sides.buyer or self.buyer,
        )

    def for_service(self, service: str | None) -> "Rule":
        """The rule as its service table has it for one service."""
        sides = self.by_service.get(service) if service is not None else None
        return self.overridden(sides) if sides else self

    @property
    def invites(self) -> bool:
        """Whether somebody is rewarded for bringing the buyer."""
        return bool(self.referrer) or self.pool is not None

    @property
    def rewards_buyer(self) -> bool:
        """Whether the rule gives something for one's own purchases (R53)."""
        tables = (*self.by_service.values(), *(tier.sides for tier in self.by_referrals))
        gives = self.buyer is not None or any(sides.buyer for sides in tables)
        return self.trigger == "nth_visit" or (self.trigger in AT_PURCHASE and gives)

    @property
    def asks_about_person(self) -> bool:
        """R55: whether the rule can only be tested on somebody with an identity."""
        return self.new_only or self.invites or bool(self.limits.per_customer)


@dataclass(frozen=True)
class Spending:
    """How what this programme gave may be spent (R60, R64-R67); 0 days = never."""

    share: int | None = None
    expires_days: int = 0
    expires_inactive_days: int = 0
    grace_days: int | None = None
    withdrawable: int = WHOLE
    payout_after_referrals: int = 0
    debits_per_day: int = 0
    credits_per_day: int = 0


@dataclass(frozen=True)
class Status:
    """An ambassador status, reached by spend or by effective referrals (R45)."""

    name: str
    spend: int | None = None
    referrals: int | None = None
    share: int | None = None
    override: Mapping[str, Override] = field(default_factory=dict)


@dataclass(frozen=True)
class Prize:
    """A contest's prize for one place."""

    place: int
    benefit: Benefit


@dataclass(frozen=True)
class Contest:
    """Period, measure and prizes by place (R78)."""

    period: str = "month"
    starts_on: date | None = None
    ends_on: date | None = None
    measure: str = "effective_referrals"
    token_price: int | None = None
    prizes: tuple[Prize, ...] = ()


@dataclass(frozen=True)
class Terms:
    """One programme version."""

    name: str
    rules: tuple[Rule, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    terms_text: Mapping[str, str] = field(default_factory=dict)
    codes: str = "personal"
    word: str | None = None
    code_life_days: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    days: tuple[int, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    tills: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    code_owners: tuple[str, ...] = ()
    stacking: str = "in_order"
    split: str = "fixed"
    blocked_referrer: str = "lapses"
    budget: int | None = None
    spending: Spending = Spending()
    statuses: tuple[Status, ...] = ()
    status_period: str = "lifetime"
    contest: Contest | None = None

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id; raises KeyError."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def titled(self, language: str) -> str:
        """The name shown to people in a language."""
        return self.title.get(language, self.name)

    @property
    def rewards_buyers(self) -> bool:
        """Whether own purchases are rewarded, by a rule or by a status (R53)."""
        by_status = any(
            sides.buyer for status in self.statuses for sides in status.override.values()
        )
        return by_status or any(rule.rewards_buyer for rule in self.rules)

    @cached_property
    def referral_rules(self) -> tuple[Rule, ...]:
        """The rules that reward bringing somebody, which a code and a claim stand for (R53)."""
        return tuple(rule for rule in self.rules if self._has_referral_half(rule))

    def _has_referral_half(self, rule: Rule) -> bool:
        if rule.trigger not in INVITING:
            return False
        sides = [*rule.by_service.values(), *(tier.sides for tier in rule.by_referrals)]
        sides += [one.override[rule.id] for one in self.statuses if rule.id in one.override]
        own = rule.referral or rule.referrer or rule.pool
        return bool(own) or any(one.referral or one.referrer for one in sides)

    @property
    def levels(self) -> int:
        """How many levels above a buyer may get something."""
        sides = [
            *(rule.referrer for rule in self.rules),
            *(tier.sides.referrer or () for rule in self.rules for tier in rule.by_referrals),
            *(one.referrer or () for rule in self.rules for one in rule.by_service.values()),
            *(one.referrer or () for s in self.statuses for one in s.override.values()),
        ]
        return max(map(len, sides), default=0)

    @property
    def invites(self) -> bool:
        """Whether customers get personal codes to give to friends."""
        return self.codes == "personal"

    def gives_code_to(self, kind: str) -> bool:
        """Whether a customer of this kind may have a code: where only ambassadors have one, the
        clients whom they bring still take part."""
        kinds = self.code_owners or self.customers
        return not kinds or kind in kinds

    def is_open_at(self, local: datetime) -> bool:
        """R66: hours are the local clock, a span over midnight belongs to its first day."""
        if not self.hours:
            return not self.days or local.weekday() in self.days
        minute = local.hour * 60 + local.minute
        return any(self._span_holds(span, local, minute) for span in self.hours)

    def _span_holds(self, span: tuple[int, int], local: datetime, minute: int) -> bool:
        start, end = span
        over_midnight = end <= start
        if not over_midnight:
            return start <= minute < end and self._has_day(local)
        if minute >= start:
            return self._has_day(local)
        return minute < end and self._has_day(local - timedelta(days=1))

    def _has_day(self, local: datetime) -> bool:
        return not self.days or local.weekday() in self.days
