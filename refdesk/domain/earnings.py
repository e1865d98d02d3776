"""What a paid purchase gives its referral and each level above (R02, R03, R34, R56, R64)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from refdesk.domain import terms as t
from refdesk.domain.bill import Bill, Effect, Facts, Referrer, Source, Step
from refdesk.domain.conditions import covered_lines
from refdesk.domain.discounts import Pick, for_referral, group_by_service
from refdesk.domain.ledger import AVAILABLE, HELD
from refdesk.domain.money import percent_floor


def earn(
    source: Source, rules: Sequence[t.Rule], bill: Bill, bases: Sequence[int], facts: Facts
) -> tuple[Effect, ...]:
    """The accruals of one version, the referral first, then levels 1 to 4 (R64)."""
    effects: list[Effect] = []
    for rule in rules:
        effects += _referral(source, rule, bill, bases, facts)
        for referrer in source.referrers:
            effects += _level(source, rule, bill, bases, facts, referrer)
    return tuple(effects)


def _referral(
    source: Source, rule: t.Rule, bill: Bill, bases: Sequence[int], facts: Facts
) -> list[Effect]:
    customer = facts.buyer.id if facts.buyer else None
    standing = for_referral(source, rule)
    made = _accrue(source, standing, bill, bases, facts, Pick("referral"))
    return [replace(effect, customer=customer) for effect in made]


def _level(
    source: Source,
    rule: t.Rule,
    bill: Bill,
    bases: Sequence[int],
    facts: Facts,
    referrer: Referrer,
) -> list[Effect]:
    standing = rule.at_standing(referrer.effective_referrals)
    made = _accrue(source, standing, bill, bases, facts, Pick("referrer", referrer.level))
    return [
        replace(_within_person(effect, source, rule, referrer), customer=referrer.customer)
        for effect in made
    ]


def _within_person(effect: Effect, source: Source, rule: t.Rule, referrer: Referrer) -> Effect:
    """R34, R35, R64: a person who may not get it, or has got enough, gets 0, with the reason."""
    if referrer.is_blocked or referrer.is_erased:
        reason = "referrer_erased" if referrer.is_erased else "referrer_blocked"
        return _cut_to_nothing(effect, Step(reason))
    counts = referrer.credits.get(rule.id)
    over = counts.reaches(rule.limits.per_referrer) if counts else None
    if over:
        return _cut_to_nothing(effect, Step("cut_credits", {"period": over[0], "limit": over[2]}))
    daily = source.terms.spending.credits_per_day
    if daily and referrer.credits_today >= daily:
        return _cut_to_nothing(effect, Step("cut_credits", {"period": "day", "limit": daily}))
    return effect


def _cut_to_nothing(effect: Effect, step: Step) -> Effect:
    return replace(effect, value=0, why=(*effect.why, step))


def _accrue(
    source: Source, rule: t.Rule, bill: Bill, bases: Sequence[int], facts: Facts, pick: Pick
) -> list[Effect]:
    """One side's accruals of one rule: one effect a kind of benefit."""
    by_kind: dict[str, Effect] = {}
    for benefit, lines in group_by_service(rule, bill, pick):
        if benefit.kind not in t.ACCRUALS:
            continue
        base = sum(bases[index] for index in lines)
        value, steps = _measure(benefit, base, facts.shop.point_value)
        before = by_kind.get(benefit.kind)
        by_kind[benefit.kind] = _joined(before, _effect(pick, benefit, value, base, steps))
    parts: dict[str, Effect] = {}
    for effect in by_kind.values():
        for part in _withdrawable_part(_capped(effect, rule), source):
            parts[part.benefit] = _joined(parts.get(part.benefit), part)
    return [_dated(part, source, rule, bill, facts) for part in parts.values()]


def _effect(
    pick: Pick, benefit: t.Benefit, value: int, base: int, steps: tuple[Step, ...]
) -> Effect:
    return Effect(
        side=pick.side, level=pick.level, benefit=benefit.kind, value=value, base=base,
        rate=None if benefit.percent is None else str(benefit.percent), why=steps,
    )  # fmt: skip


def _joined(before: Effect | None, effect: Effect) -> Effect:
    if before is None:
        return effect
    return replace(
        before, value=before.value + effect.value, base=before.base + effect.base,
        why=before.why + effect.why,
    )  # fmt: skip


def _measure(benefit: t.Benefit, base: int, point_value: int) -> tuple[int, tuple[Step, ...]]:
    if base <= 0:
        return 0, (Step("nothing_paid"),)
    kind, worth = benefit.kind, point_value if benefit.kind == t.POINTS else 1
    if benefit.percent is not None:
        # one floor of the whole fraction: base x percent / 10 000 / point value (R56)
        value = base * benefit.percent // (t.WHOLE * worth)
        return value, (
            Step("percent_of", {"kind": kind, "percent": benefit.percent, "base": base,
                                "value": value}),
        )  # fmt: skip
    if benefit.per is not None:
        times = base // benefit.per
        value = times * (benefit.amount or 0)
        return value, (
            Step("per_sum", {"kind": kind, "per": benefit.per, "amount": benefit.amount,
                             "times": times, "base": base, "value": value}),
        )  # fmt: skip
    value = benefit.amount or 0
    return value, (Step("fixed", {"kind": kind, "value": value}),)


def _capped(effect: Effect, rule: t.Rule) -> Effect:
    most = rule.limits.per_purchase
    if most is None or effect.benefit == t.POINTS or effect.value <= most:
        return effect
    return replace(effect, value=most, why=(*effect.why, Step("cut_to_limit", {"limit": most})))


def _withdrawable_part(effect: Effect, source: Source) -> list[Effect]:
    """R65: only a share of money may be paid out; the rest becomes store credit."""
    share = source.terms.spending.withdrawable
    if effect.benefit != t.MONEY or share == t.WHOLE:
        return [effect]
    cash = percent_floor(effect.value, share)
    step = Step("withdrawable", {"percent": share, "money": cash, "credit": effect.value - cash})
    parts = (t.MONEY, cash), (t.STORE_CREDIT, effect.value - cash)
    return [replace(effect, benefit=kind, value=value, why=(*effect.why, step))
            for kind, value in parts]  # fmt: skip


def _dated(effect: Effect, source: Source, rule: t.Rule, bill: Bill, facts: Facts) -> Effect:
    available_on = facts.today + timedelta(days=hold_days(rule, bill))
    held = available_on > facts.today
    return replace(
        effect,
        rule=rule.id,
        version=source.version,
        programme=source.programme,
        available_on=available_on,
        expires_on=expiry(source.terms, available_on),
        state=HELD if held else AVAILABLE,
    )


def hold_days(rule: t.Rule, bill: Bill) -> int:
    """R56: of several holds in a bill the longest counts."""
    services = [bill.lines[index].service for index in covered_lines(rule, bill)]
    table = rule.hold_days_by_service
    return max((table.get(s or "", rule.hold_days) for s in services), default=rule.hold_days)


def expiry(terms: t.Terms, available_on: date) -> date | None:
    """R66: spendable through available + age; 0 = never (R41)."""
    days = terms.spending.expires_days
    return available_on + timedelta(days=days) if days else None


def within_budget(effects: Sequence[Effect], left: int, point_value: int) -> list[Effect]:
    """R64: the budget's last part goes to the referral, then to levels 1 to 4."""
    kept = []
    for effect in effects:
        worth = point_value if effect.benefit == t.POINTS else 1
        value = min(effect.value, max(0, left) // worth)
        left -= value * worth
        step = Step("cut_to_budget", {"left": value * worth})
        is_cut = value < effect.value
        kept.append(replace(effect, value=value, why=(*effect.why, step)) if is_cut else effect)
    return kept
