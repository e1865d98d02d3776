"""A pool that the referrer has split between his friend and himself (R57).

The pool is measured at the promo-code step, on what stands there before the friend's own share.
The referrer's part is floored and the friend has the rest of the pool as a discount, so that no
minor unit is lost; what is paid with points or credit leaves the referrer's base alone.

Decisions:
- Without a choice on the card it is half and half.
- A pool that is a sum is divided as it is; the friend's part is cut to the bill, the referrer's
  stands whole as long as anything was paid.
- Where the friend's part loses to a better discount (R58) it was not given, and the referrer's
  base is what was paid after the better one.
- The referrer gets store credit, and without a referrer his part stays with the shop.
"""

from functools import partial

from refdesk.domain import terms as t
from refdesk.domain.benefits import Giving, finished
from refdesk.domain.bill import Bill, Effect, Referrer, Source, Step
from refdesk.domain.caps import within_referrer
from refdesk.domain.discounts import Discount, Discounted, effect_of, make_discount, sum_off
from refdesk.domain.earnings import hold_days
from refdesk.domain.halves import REFERRER, Half, Sale, covered_lines

HALF = t.WHOLE // 2


def friend_share(source: Source) -> int:
    """The friend's part of the pool in basis points."""
    return HALF if source.friend_share is None else source.friend_share


def of_pool(half: Half, bill: Bill, buyer: int | None) -> Discount | None:
    """The friend's part of a rule's pool, as a discount."""
    pool = half.rule.pool
    if pool is None:
        return None
    measure = partial(_friends_part, pool, friend_share(half.source))
    kind = t.AMOUNT_OFF if pool.percent is None else t.PERCENT_OFF
    effect = effect_of(half, kind, pool.percent, buyer)
    return make_discount(half, effect, ((measure, covered_lines(half.rule, bill)),))


def is_nothing(effect: Effect) -> bool:
    """Whether an effect is the part of a friend to whom the referrer has given nothing."""
    return any(step.code == "pool_friend" and not step.params["percent"] for step in effect.why)


def _friends_part(pool: t.Pool, share: int, base: int) -> tuple[int, tuple[Step, ...]]:
    whole = _floor(pool, base, t.WHOLE)
    friends = whole - _floor(pool, base, t.WHOLE - share)
    off, cut = sum_off(friends, base)
    return off, (
        _pool_step(pool, base, whole),
        Step("pool_friend", {"percent": share, "value": friends}), *cut[1:],
    )  # fmt: skip


def referrers_part(half: Half, discounted: Discounted, sale: Sale) -> list[Effect]:
    """The referrer's part of a rule's pool, with what keeps it from him."""
    pool, source = half.rule.pool, half.source
    if pool is None or not source.referrers:
        return []
    referrer, share = source.referrers[0], t.WHOLE - friend_share(source)
    lines = covered_lines(half.rule, sale.bill)
    base = _base(half, lines, discounted, sale)
    value = _floor(pool, base, share)
    why = (
        _pool_step(pool, base, _floor(pool, base, t.WHOLE)),
        Step("pool_referrer", {"percent": share, "value": value}),
    )  # fmt: skip
    effect = Effect(
        side=REFERRER, level=1, benefit=t.STORE_CREDIT, value=value if base else 0, base=base,
        rate=None if pool.percent is None else str(pool.percent), customer=referrer.customer,
        lines=lines, price=sum(sale.prices[index] for index in lines),
        why=why if base else (Step("nothing_paid"),),
    )  # fmt: skip
    return _given(effect, half, referrer, sale)


def _base(half: Half, lines: tuple[int, ...], discounted: Discounted, sale: Sale) -> int:
    """What the pool is measured on, less what was paid for those lines with points or credit.

    Nothing where nothing was paid in money (R03).
    """
    paid = sum(sale.bases[index] for index in lines)
    friends = discounted.given_by(half)
    if friends is None or not paid:
        return paid
    return friends.base - sum(sale.prices[index] - sale.bases[index] for index in lines)


def _given(effect: Effect, half: Half, referrer: Referrer, sale: Sale) -> list[Effect]:
    shop, today = sale.facts.shop, sale.facts.today
    giving = Giving(
        half.source, half.rule, today, hold_days(half.rule, sale.bill), shop.point_value
    )
    return [
        within_referrer(one, half.source, half.rule, referrer) for one in finished(giving, [effect])
    ]


def _floor(pool: t.Pool, base: int, share: int) -> int:
    """So much of the pool: one floor of the whole fraction (R57)."""
    if pool.percent is None:
        return (pool.amount or 0) * share // t.WHOLE
    return base * pool.percent * share // (t.WHOLE * t.WHOLE)


def _pool_step(pool: t.Pool, base: int, whole: int) -> Step:
    if pool.percent is None:
        return Step("pool_sum", {"value": whole})
    return Step("pool_percent", {"percent": pool.percent, "base": base, "value": whole})
