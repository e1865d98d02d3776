"""The promo-code step of a bill: what a code and a standing claim take off (R04-R06, R56-R58)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from refdesk.domain import terms as t
from refdesk.domain.bill import Bill, Effect, Facts, Source, Step
from refdesk.domain.conditions import covered_lines
from refdesk.domain.money import percent_floor, spread


@dataclass(frozen=True)
class Discounted:
    """The lines after discounts, what was given and by which versions."""

    rest: tuple[int, ...]
    effects: tuple[Effect, ...]
    losers: tuple[int, ...] = ()


Working = Mapping[int, tuple[Source, tuple[t.Rule, ...]]]
"""The working rules by version, in the order in which the versions count."""


def discount_bill(working: Working, bill: Bill, rest: Sequence[int], facts: Facts) -> Discounted:
    """Apply R58: all in-order discounts together against each that stands alone."""
    together = [version for version, (source, _) in working.items() if _adds_up(source)]
    alone = [[version] for version in working if version not in together]
    options = [chosen for chosen in [together, *alone] if chosen]
    best: tuple[list[int], Discounted] | None = None
    for chosen in options:
        outcome = _apply([working[version] for version in chosen], bill, rest, facts)
        # at equal saving the earlier counts, so only a larger one replaces it
        if best is None or sum(outcome.rest) < sum(best[1].rest):
            best = chosen, outcome
    if best is None:
        return Discounted(tuple(rest), ())
    chosen, outcome = best
    losers = tuple(
        version for version, (source, rules) in working.items()
        if version not in chosen and any(_discounts(for_referral(source, rule)) for rule in rules)
    )  # fmt: skip
    return Discounted(outcome.rest, outcome.effects, losers)


def _adds_up(source: Source) -> bool:
    return source.terms.stacking == "in_order"


def _discounts(rule: t.Rule) -> bool:
    sides = [rule.referral, *(sides.referral for sides in rule.by_service.values())]
    return any(benefit and benefit.kind in t.DISCOUNTS for benefit in sides)


def _apply(
    chosen: Sequence[tuple[Source, tuple[t.Rule, ...]]],
    bill: Bill,
    rest: Sequence[int],
    facts: Facts,
) -> Discounted:
    now, effects = tuple(rest), []
    for source, rules in chosen:
        budget = source.budget_left
        for rule in (for_referral(source, rule) for rule in rules):
            if not _discounts(rule):
                continue
            now, effect = _one_rule(source, rule, bill, now, budget)
            budget = None if budget is None else budget - effect.value
            customer = facts.buyer.id if facts.buyer else None
            effects.append(replace(effect, customer=customer))
    return Discounted(now, tuple(effects))


def group_by_service(
    rule: t.Rule, bill: Bill, pick: "Pick"
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


class Pick:
    """Which side's benefit of a rule is meant: the referral's, the buyer's or a level's."""

    def __init__(self, side: str, level: int = 0) -> None:
        self.side, self.level = side, level

    def __call__(self, rule: t.Rule) -> t.Benefit | None:
        if self.side == "referrer":
            levels = rule.referrer
            return levels[self.level - 1] if self.level <= len(levels) else None
        benefit: t.Benefit | None = getattr(rule, self.side)
        return benefit


def for_referral(source: Source, rule: t.Rule) -> t.Rule:
    """The rule with the referral's rates for the standing of who brought him (R53)."""
    if not source.referrers:
        return rule
    return rule.at_standing(source.referrers[0].effective_referrals)


def _one_rule(
    source: Source, rule: t.Rule, bill: Bill, rest: tuple[int, ...], budget: int | None
) -> tuple[tuple[int, ...], Effect]:
    now, off_total, base_total = list(rest), 0, 0
    steps: list[Step] = []
    rate: int | None = None
    for benefit, lines in group_by_service(rule, bill, Pick("referral")):
        if benefit.kind not in t.DISCOUNTS:
            continue
        base = sum(now[index] for index in lines)
        off, why = _measure(benefit, base)
        off, cut = _limited(off, rule.limits.per_purchase, budget, off_total)
        steps += [*why, *cut]
        for index, part in zip(lines, spread(off, [now[i] for i in lines]), strict=True):
            now[index] -= part
        off_total, base_total = off_total + off, base_total + base
        rate = benefit.percent if benefit.percent is not None else rate
    return tuple(now), Effect(
        side="referral", level=0, benefit=_kind(rule), value=off_total, base=base_total,
        rate=None if rate is None else str(rate), rule=rule.id, version=source.version,
        programme=source.programme, why=tuple(steps),
    )  # fmt: skip


def _kind(rule: t.Rule) -> str:
    kinds = [rule.referral, *(sides.referral for sides in rule.by_service.values())]
    return next(one.kind for one in kinds if one and one.kind in t.DISCOUNTS)


def _measure(benefit: t.Benefit, base: int) -> tuple[int, list[Step]]:
    if benefit.percent is not None:
        off = percent_floor(base, benefit.percent)
        steps = [Step("percent_off", {"percent": benefit.percent, "base": base, "value": off})]
        if benefit.cap is not None and off > benefit.cap:
            off = benefit.cap
            steps.append(Step("cut_to_cap", {"cap": benefit.cap}))
        return off, steps
    amount = benefit.amount or 0
    off = min(amount, base)
    steps = [Step("amount_off", {"amount": amount, "value": off})]
    if off < amount:
        steps.append(Step("cut_to_bill", {"base": base}))
    return off, steps


def _limited(
    off: int, per_purchase: int | None, budget: int | None, given: int
) -> tuple[int, list[Step]]:
    """R64: over a cap the rest up to it is given, and says so."""
    steps = []
    if per_purchase is not None and given + off > per_purchase:
        off = max(0, per_purchase - given)
        steps.append(Step("cut_to_limit", {"limit": per_purchase}))
    if budget is not None and given + off > budget:
        off = max(0, budget - given)
        steps.append(Step("cut_to_budget", {"left": off}))
    return off, steps
