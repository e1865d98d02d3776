"""From a benefit in the terms to the effects that give it to somebody (R62, R65, R66).

Points, money, store credit and stamps are measured on what was paid and joined to one effect a
kind. A gift, or a discount for somebody who is not paying now, is an entitlement of value 1 that
keeps its benefit for a later purchase.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Source, Step
from refdesk.domain.caps import within_purchase
from refdesk.domain.ledger import AVAILABLE, HELD
from refdesk.domain.measures import (
    Measured,
    Share,
    by_benefit,
    by_rate,
    common_denominator,
    measure,
    measure_carried,
    whole,
)
from refdesk.domain.money import percent_floor

COUNTED = (*t.ACCRUALS, t.STAMPS)
"""Kinds that go to an account; the others are kept as entitlements."""


@dataclass(frozen=True)
class Getter:
    """Who gets a benefit: the side and level, the person, what the rule carries over for him."""

    side: str
    level: int = 0
    customer: int | None = None
    carried: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Giving:
    """What a rule of a version gives, when, and what a point is worth (minor units).

    ``hold_days`` is the rule's hold for what was bought; ``code_life`` days is how long the coupon
    for the next visit lives, None for what lives as the terms of spending say.
    """

    source: Source
    rule: t.Rule
    on: date
    hold_days: int
    point_value: int
    code_life: int | None = None

    @property
    def available_on(self) -> date:
        """R66: the day from which it may be spent."""
        return self.on + timedelta(days=self.hold_days)

    def last_day(self, *, is_kept: bool) -> date | None:
        """R66: spendable through available + age; None = for ever (R41)."""
        days = self.source.terms.spending.expires_days
        if is_kept and self.code_life is not None:
            days = self.code_life
        return self.available_on + timedelta(days=days) if days else None


def give(
    giving: Giving, getter: Getter, shares: Sequence[Share], prices: Sequence[int]
) -> list[Effect]:
    """What a purchase's shares give one person; ``prices`` of the bill's lines are for R70."""
    effects: list[Effect] = []
    for kind in dict.fromkeys(share.benefit.kind for share in shares):
        of_kind = [share for share in shares if share.benefit.kind == kind]
        if kind in COUNTED:
            effects.append(_counted(giving, getter, kind, by_rate(of_kind)))
        else:
            effects += [_kept(getter, share) for share in by_benefit(of_kind)]
    priced = [replace(one, price=sum(prices[index] for index in one.lines)) for one in effects]
    return finished(giving, priced)


def give_whole(giving: Giving, getter: Getter, benefit: t.Benefit) -> list[Effect]:
    """What an occasion gives one person: a fixed benefit that rests on no line."""
    if benefit.kind not in COUNTED:
        effect = replace(_kept_effect(getter, benefit), value=1, why=(Step("kept"),))
    else:
        value, step = whole(benefit)
        effect = _effect(getter, benefit.kind, Measured(value, (step,)), ())
    return finished(giving, [effect])


def finished(giving: Giving, effects: Iterable[Effect]) -> list[Effect]:
    """Cut to the purchase's limit, split by R65, joined to one a kind, and dated."""
    parts: list[Effect] = []
    for effect in effects:
        capped = within_purchase(effect, giving.rule, giving.point_value)
        for part in _withdrawable_part(capped, giving.source):
            _join(parts, part)
    return [_dated(part, giving) for part in parts]


def _counted(giving: Giving, getter: Getter, kind: str, rates: Sequence[Share]) -> Effect:
    value = giving.point_value
    if giving.rule.carry_over and kind in t.ACCRUALS:
        denominator = common_denominator(_rates_of(giving.rule, getter, kind), value)
        measured = measure_carried(rates, value, denominator=denominator, carried=getter.carried)
    else:
        measured = measure(rates, value)
    return _effect(getter, kind, measured, rates)


def _rates_of(rule: t.Rule, getter: Getter, kind: str) -> list[t.Benefit]:
    """All that a rule may give one side, so that its denominator is the same for every bill."""
    sides = [rule, *(rule.overridden(table) for table in rule.by_service.values())]
    found: list[t.Benefit | None] = []
    for one in sides:
        if getter.side == "referrer":
            found += one.referrer[getter.level - 1 : getter.level]
        else:
            found.append(one.buyer if getter.side == "buyer" else one.referral)
    return [benefit for benefit in found if benefit is not None and benefit.kind == kind]


def _effect(getter: Getter, kind: str, measured: Measured, rates: Sequence[Share]) -> Effect:
    percents = [share.benefit.percent for share in rates if share.benefit.percent is not None]
    return Effect(
        side=getter.side, level=getter.level, benefit=kind, value=measured.value,
        base=sum(share.base for share in rates), rate=str(percents[0]) if percents else None,
        customer=getter.customer, lines=tuple(sorted(i for share in rates for i in share.lines)),
        carry=measured.carry, carry_of=measured.carry_of, why=measured.why,
    )  # fmt: skip


def _kept_effect(getter: Getter, benefit: t.Benefit) -> Effect:
    return Effect(
        side=getter.side, level=getter.level, benefit=benefit.kind, value=0, base=0,
        rate=None if benefit.percent is None else str(benefit.percent),
        customer=getter.customer, keeps=benefit,
    )  # fmt: skip


def _kept(getter: Getter, share: Share) -> Effect:
    """An entitlement; like anything else it is not given for what nobody paid for (R03)."""
    is_paid = share.base > 0
    return replace(
        _kept_effect(getter, share.benefit), value=int(is_paid), base=share.base,
        lines=share.lines, why=(Step("kept" if is_paid else "nothing_paid"),),
    )  # fmt: skip


def _withdrawable_part(effect: Effect, source: Source) -> list[Effect]:
    """R65: only a share of money may be paid out; the rest becomes store credit.

    The carry stays with the money: it is of the whole benefit.
    """
    share = source.terms.spending.withdrawable
    if effect.benefit != t.MONEY or share == t.WHOLE:
        return [effect]
    cash = percent_floor(effect.value, share)
    credit = effect.value - cash
    step = Step("withdrawable", {"percent": share, "money": cash, "credit": credit})
    why = (*effect.why, step)
    return [
        replace(effect, value=cash, why=why),
        replace(effect, benefit=t.STORE_CREDIT, value=credit, carry=0, carry_of=None, why=why),
    ]


def _join(parts: list[Effect], part: Effect) -> None:
    """Add to the part of the same account; each entitlement stays by itself."""
    for place, before in enumerate(parts):
        if before.benefit == part.benefit and part.keeps is None:
            parts[place] = replace(
                before, value=before.value + part.value, base=before.base + part.base,
                lines=tuple(sorted(before.lines + part.lines)), price=before.price + part.price,
                carry=before.carry + part.carry, carry_of=before.carry_of or part.carry_of,
                why=before.why + part.why,
            )  # fmt: skip
            return
    parts.append(part)


def _dated(effect: Effect, giving: Giving) -> Effect:
    available_on = giving.available_on
    return replace(
        effect,
        rule=giving.rule.id,
        version=giving.source.version,
        programme=giving.source.programme,
        available_on=available_on,
        expires_on=giving.last_day(is_kept=effect.keeps is not None),
        state=HELD if available_on > giving.on else AVAILABLE,
    )
