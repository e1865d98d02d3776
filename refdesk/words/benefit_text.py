"""What somebody gets in as few words as can be: ``−10 %``, ``−200 ₽``, ``100 points``."""

from collections.abc import Iterable, Iterator

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect
from refdesk.words.catalogue import MINUS, NBSP, Words
from refdesk.words.names import points, unit_amount


def effect_amount(words: Words, effect: Effect) -> str:
    """What an effect gives or takes, in one figure: ``100 points``, a sum, a gift's name."""
    if effect.keeps is not None:
        return benefit_short(words, effect.keeps)
    if effect.benefit in (t.POINTS, t.STAMPS) and effect.spent:
        return unit_amount(words, effect.benefit, abs(effect.spent))
    return unit_amount(words, effect.benefit, effect.value)


def benefit_short(words: Words, benefit: t.Benefit) -> str:
    """A benefit in a word or two."""
    if benefit.kind == t.PERCENT_OFF:
        return words.minus_percent(benefit.percent or 0)
    if benefit.kind == t.AMOUNT_OFF:
        return MINUS + words.money(benefit.amount or 0)
    if benefit.kind == t.GIFT:
        return benefit.gift or ""
    if benefit.kind == t.STAMPS:
        return unit_amount(words, t.STAMPS, benefit.amount or 1)
    if benefit.percent is not None:
        return _share(words, benefit.kind, words.percent(benefit.percent))
    if benefit.per is not None:
        size = _sum(words, benefit.kind, benefit.amount or 0)
        return words.text("{size} for every {sum}", size=size, sum=words.money(benefit.per))
    return _sum(words, benefit.kind, benefit.amount or 0)


def _share(words: Words, kind: str, percent: str) -> str:
    if kind == t.POINTS:
        return words.text("{percent} in points", percent=percent)
    if kind == t.MONEY:
        return words.text("{percent} in money", percent=percent)
    return words.text("{percent} to spend with us", percent=percent)


def _sum(words: Words, kind: str, amount: int) -> str:
    if kind == t.POINTS:
        return points(words, amount).replace(" ", NBSP)
    size = words.money(amount)
    if kind == t.MONEY:
        return words.text("{size} in money", size=size)
    return words.text("{size} to spend with us", size=size)


def pool_short(words: Words, pool: t.Pool) -> str:
    """What referrer and friend share."""
    size = words.percent(pool.percent) if pool.percent else words.money(pool.amount or 0)
    return words.text("{size} to share", size=size)


def stamp_card_short(words: Words, rule: t.Rule) -> str:
    """After how many visits one is free."""
    paid = (rule.n or 2) - 1
    return words.plural("{n} visit, then one free", "{n} visits, then one free", paid)


def is_worth_something(benefit: t.Benefit | None) -> bool:
    """A rate of 0 stands for nothing yet, as below the first status; nobody is told of it."""
    return benefit is not None and benefit.percent != 0


def worthwhile(benefits: Iterable[t.Benefit | None]) -> Iterator[t.Benefit]:
    """The benefits among these that are worth something."""
    return (one for one in benefits if one is not None and is_worth_something(one))


def best_short(words: Words, benefits: Iterable[t.Benefit | None]) -> str:
    """The one benefit there is, or up to how much where there are several rates."""
    found = list(dict.fromkeys(worthwhile(benefits)))
    if not found:
        return ""
    best = max(found, key=lambda one: (one.percent or 0, one.amount or 0))
    short = benefit_short(words, best)
    if len(found) > 1 and best.kind not in (t.GIFT, *t.DISCOUNTS):
        return words.text("up to {benefit}", benefit=short)
    return short
