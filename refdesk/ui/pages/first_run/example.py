"""A preset as one of the choices of the first run: its name, an example and what it costs."""

from datetime import UTC, datetime

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, Line, ShopRules
from refdesk.domain.economics import typical_service
from refdesk.domain.worked_example import Example, Moment, work_example
from refdesk.services.programmes import Preset
from refdesk.ui.widgets.options import Option
from refdesk.words.benefit_text import benefit_short
from refdesk.words.catalogue import Words
from refdesk.words.terms_text import describe_terms

EXAMPLE = 1000
"""The bill of the example, in whole units of the currency."""
MOST = 4
"""So many sentences of the terms are told."""


def option_of(words: Words, preset: Preset, decimals: int) -> Option:
    """The choice for a preset, in the shop's language and currency."""
    terms, bill = preset.terms, EXAMPLE * 10**decimals
    title = terms.title.get(words.language) or terms.name
    now = datetime.now(UTC)
    line = Line(bill, typical_service(terms))
    shop = ShopRules(point_value=10**decimals)
    made = work_example(terms, line, shop, Moment(now, now.date()))
    sentences = list(dict.fromkeys(describe_terms(words, terms)))
    text = " ".join(_told(words, bill, made, sentences))
    return Option(
        title, text, figure=words.money(made.cost), caption=words.text("for a new customer"),
        mark="radio",
    )  # fmt: skip


def _told(words: Words, bill: int, made: Example, sentences: list[str]) -> list[str]:
    """A bill with its two sums, what the referrer gets and the last of the terms; where the friend
    pays as much as anybody, the first of the terms, which leave nobody out."""
    if made.quote.to_pay == bill:
        return sentences[:MOST]
    total, paid = words.money(bill), words.money(made.quote.to_pay)
    reward = next((one for one in made.effects if one.side == "referrer" and one.value), None)
    if reward is None:
        costs = words.text("A purchase of {total} costs {paid}.", total=total, paid=paid)
        return [costs, *sentences[-2:]]
    costs = words.text("A purchase of {total} costs the friend {paid}.", total=total, paid=paid)
    given = reward.keeps or t.Benefit(reward.benefit, amount=reward.value)
    gets = benefit_short(words, given)
    rest = [one for one in sentences[-2:] if gets not in one]
    return [costs, _reward(words, reward, gets), *rest]


def _reward(words: Words, reward: Effect, gets: str) -> str:
    if reward.benefit == t.POINTS:
        return words.text("The referrer gets {reward} for the next visit.", reward=gets)
    return words.text("The referrer gets {reward}.", reward=gets)
