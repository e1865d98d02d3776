"""How much a benefit is of a base: floors (R02, R56) and what a rule carries over (R72).

Numerators are exact integers: a percent is base x basis points over 10 000 (times the point value
for points), a sum per full sum is base x amount over that sum. Without carry-over each rate is
floored by itself; with it the whole of a rule is counted over one denominator, the smallest that
all of its rates have in common, and what is left of a unit waits for the next purchase.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from refdesk.domain import terms as t
from refdesk.domain.bill import Step
from refdesk.domain.money import FULL_BP


@dataclass(frozen=True)
class Share:
    """The part of a bill that one rate works on: ``base`` in minor units, the lines it is from."""

    benefit: t.Benefit
    base: int
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Measured:
    """A whole number of units, its arithmetic, and how the carried numerator moves (R72)."""

    value: int
    why: tuple[Step, ...]
    carry: int = 0
    carry_of: int | None = None


def is_rate(benefit: t.Benefit) -> bool:
    """Whether a benefit grows with its base; otherwise it is given whole or not at all."""
    return benefit.percent is not None or benefit.per is not None


def by_rate(shares: Sequence[Share]) -> list[Share]:
    """Parts of one rate added up, so that they are floored once (R56); fixed sums stay apart."""
    rates = by_benefit(share for share in shares if is_rate(share.benefit))
    return [*rates, *(share for share in shares if not is_rate(share.benefit))]


def by_benefit(shares: Iterable[Share]) -> list[Share]:
    """Parts of one benefit added up, wherever it stands in a table."""
    found: dict[t.Benefit, Share] = {}
    for share in shares:
        before = found.get(share.benefit)
        found[share.benefit] = share if before is None else _added(before, share)
    return list(found.values())


def _added(one: Share, other: Share) -> Share:
    lines = tuple(sorted(one.lines + other.lines))
    return Share(one.benefit, one.base + other.base, lines)


def fraction(benefit: t.Benefit, point_value: int) -> tuple[int, int]:
    """A rate as (factor, denominator): base x factor / denominator is what it gives."""
    if benefit.percent is not None:
        return benefit.percent, FULL_BP * (point_value if benefit.kind == t.POINTS else 1)
    if benefit.per is None:
        raise ValueError(benefit)
    return benefit.amount or 0, benefit.per


def common_denominator(benefits: Iterable[t.Benefit], point_value: int) -> int:
    """The denominator over which all rates of a rule can be carried together."""
    return lcm(*(fraction(one, point_value)[1] for one in benefits if is_rate(one)))


def measure(shares: Sequence[Share], point_value: int) -> Measured:
    """Each rate floored, each fixed sum whole; a part for which nothing was paid gives 0."""
    parts = [_one(share, point_value) for share in shares]
    return Measured(sum(value for value, _ in parts), tuple(step for _, step in parts))


def _one(share: Share, point_value: int) -> tuple[int, Step]:
    benefit, base = share.benefit, share.base
    kind = benefit.kind
    if base <= 0:
        return 0, Step("nothing_paid")
    if benefit.per is not None:
        times = base // benefit.per
        value = times * (benefit.amount or 0)
        return value, Step("per_sum", {
            "kind": kind, "per": benefit.per, "amount": benefit.amount, "times": times,
            "base": base, "value": value,
        })  # fmt: skip
    if benefit.percent is not None:
        factor, denominator = fraction(benefit, point_value)
        value = base * factor // denominator
        return value, Step(
            "percent_of", {"kind": kind, "percent": benefit.percent, "base": base, "value": value}
        )
    return whole(benefit)


def whole(benefit: t.Benefit) -> tuple[int, Step]:
    """A fixed amount; a stamp is one where the terms do not say more."""
    value = benefit.amount or (1 if benefit.kind == t.STAMPS else 0)
    return value, Step("fixed", {"kind": benefit.kind, "value": value})


def measure_carried(
    shares: Sequence[Share], point_value: int, *, denominator: int, carried: Mapping[int, int]
) -> Measured:
    """The rates of a rule over one denominator, with what was carried before (R72).

    ``carried`` are numerators by denominator; those of older versions are converted by floor. The
    carry may stand below 0 after an undo: then this purchase makes good for it, and gives 0 at
    least.
    """
    paid = [share for share in shares if share.base > 0]
    fixed = [whole(share.benefit) for share in paid if not is_rate(share.benefit)]
    rates = [share for share in paid if is_rate(share.benefit)]
    steps = [step for _, step in fixed] + [_rate_step(share) for share in rates]
    if not rates:
        return Measured(sum(value for value, _ in fixed), tuple(steps) or (Step("nothing_paid"),))
    before = sum(numerator * denominator // over for over, numerator in carried.items())
    earned = sum(_numerator(share, point_value, denominator) for share in rates)
    units = max(0, (before + earned) // denominator)
    move = earned - units * denominator
    kind = rates[0].benefit.kind
    steps.append(Step("carried", {
        "kind": kind, "before": _of_one(before, denominator), "value": units,
        "after": _of_one(before + move, denominator),
    }))  # fmt: skip
    return Measured(units + sum(value for value, _ in fixed), tuple(steps), move, denominator)


def _numerator(share: Share, point_value: int, denominator: int) -> int:
    factor, over = fraction(share.benefit, point_value)
    return share.base * factor * (denominator // over)


def _rate_step(share: Share) -> Step:
    benefit = share.benefit
    figures: dict[str, object] = {"kind": benefit.kind, "base": share.base}
    if benefit.percent is not None:
        return Step("carry_percent", {**figures, "percent": benefit.percent})
    return Step("carry_per", {**figures, "per": benefit.per, "amount": benefit.amount})


def _of_one(numerator: int, denominator: int) -> int:
    """A part of one unit in basis points, for people to read."""
    return numerator * FULL_BP // denominator
