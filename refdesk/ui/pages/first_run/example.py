"""A preset as one of the choices of the first run: its name, an example and what it costs."""

from refdesk.domain import terms as t
from refdesk.domain.money import percent_floor
from refdesk.services.programmes import Preset
from refdesk.ui.widgets.options import Option
from refdesk.words.catalogue import Words
from refdesk.words.names import points
from refdesk.words.terms_text import describe_terms

EXAMPLE = 1000
"""The bill of the example, in whole units of the currency."""


def option_of(words: Words, preset: Preset, decimals: int) -> Option:
    """The choice for a preset, in the shop's language and currency."""
    terms = preset.terms
    title = terms.title.get(words.language) or terms.name
    rule = terms.rules[0]
    bill = EXAMPLE * 10**decimals
    less = _worth(rule.referral, bill, decimals)
    reward = rule.referrer[0] if rule.referrer else None
    cost = less + _worth(reward, bill, decimals)
    line = " ".join([*_example(words, bill, less, reward), *describe_terms(words, terms)[-2:]])
    return Option(
        title, line, figure=words.money(cost), caption=words.text("for a new customer"),
        mark="radio",
    )  # fmt: skip


def _example(words: Words, bill: int, less: int, reward: t.Benefit | None) -> list[str]:
    """A bill with its figures, then what the referrer gets."""
    total, paid = words.money(bill), words.money(bill - less)
    if reward is None:
        return [words.text("A purchase of {total} costs {paid}.", total=total, paid=paid)]
    gets = words.money(reward.amount or 0)
    if reward.kind == t.POINTS:
        gets = points(words, reward.amount or 0)
    return [
        words.text("A purchase of {total} costs the friend {paid}.", total=total, paid=paid),
        words.text("The referrer gets {reward} for the next visit.", reward=gets),
    ]


def _worth(benefit: t.Benefit | None, bill: int, decimals: int) -> int:
    """What a benefit costs the shop at this bill, in minor units; a point is worth one unit."""
    if benefit is None:
        return 0
    if benefit.percent is not None:
        worth = percent_floor(bill, benefit.percent)
        return worth if benefit.cap is None else min(worth, benefit.cap)
    amount = benefit.amount or 0
    return amount * 10**decimals if benefit.kind == t.POINTS else min(amount, bill)
