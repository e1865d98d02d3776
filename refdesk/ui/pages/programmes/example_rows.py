"""The worked example in words: who pays and gets what, when, and why this much (G09)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect
from refdesk.domain.ledger import SPENT
from refdesk.domain.worked_example import Example
from refdesk.words.benefit_text import benefit_short
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import unit_amount, unit_name
from refdesk.words.why import why_lines

ABOVE = (
    N_("Anna"),
    N_("Who invited Anna"),
    N_("Two steps above Anna"),
    N_("Three steps above Anna"),
)


class Row(NamedTuple):
    """One person's part of the example."""

    icon: str
    title: str
    line: str
    figure: str


def example_rows(words: Words, terms: t.Terms, example: Example, today: date) -> list[Row]:
    """The example's rows: what is paid, then who gets what."""
    off = [one for one in example.effects if _is_discount(one)]
    why = [line for one in off for line in why_lines(words, one)]
    line = "; ".join(why) or words.text("The full price")
    rows = [Row("user-plus", _opening(words, terms), line, words.money(example.quote.to_pay))]
    got = (one for one in example.effects if not _is_discount(one) and one.rule is not None)
    return [*rows, *(_gets(words, effect, today) for effect in got)]


def _is_discount(effect: Effect) -> bool:
    is_off = effect.benefit in t.DISCOUNTS and effect.keeps is None
    return is_off or (effect.benefit == t.STAMPS and effect.state == SPENT)


def _opening(words: Words, terms: t.Terms) -> str:
    if terms.codes in ("personal", "coupon") and terms.levels:
        return words.text("Anna invites Boris: Boris pays")
    if terms.codes == "campaign":
        return words.text("Boris says {word} and pays", word=terms.word or "")
    return words.text("Boris pays")


def _gets(words: Words, effect: Effect, today: date) -> Row:
    is_above = effect.side == "referrer"
    who = words.text("Boris")
    if is_above:
        who = words.text_of(ABOVE[min(max(effect.level, 1), len(ABOVE)) - 1])
    icon = "network" if is_above and effect.level > 1 else "gift"
    what, figure = _what(words, effect)
    parts = [*_dates(words, effect, today), *why_lines(words, effect)]
    return Row(icon, words.text("{who}: {what}", who=who, what=what), "; ".join(parts), figure)


def _what(words: Words, effect: Effect) -> tuple[str, str]:
    """The name of what is got, and how much of it."""
    if effect.keeps is not None:
        kept = benefit_short(words, effect.keeps)
        what = words.text("gift") if effect.keeps.kind == t.GIFT else words.text("next time")
        return what, kept if effect.value else words.number(0)
    what = unit_name(words, effect.benefit)
    figure = unit_amount(words, effect.benefit, effect.value)
    if effect.benefit in (t.POINTS, t.STAMPS):
        figure = words.number(effect.value)
    return what[:1].lower() + what[1:], f"+{figure}" if effect.value else figure


def _dates(words: Words, effect: Effect, today: date) -> Sequence[str]:
    start, end = effect.available_on, effect.expires_on
    if not effect.value or start is None:
        return ()
    first = words.date(start, today=today)
    if start > today and end is not None:
        last = words.date(end, today=today)
        return (words.text("on hold today, to spend {first} to {last}", first=first, last=last),)
    if start > today:
        return (words.text("on hold today, to spend from {first}", first=first),)
    if end is not None:
        return (words.text("to spend until {last}", last=words.date(end, today=today)),)
    return ()
