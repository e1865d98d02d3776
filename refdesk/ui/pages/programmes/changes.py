"""What differs between two versions, in words: by the names of the editor's own blanks."""

from datetime import date
from typing import Any

from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_amount, parse_percent
from refdesk.domain.terms import Terms
from refdesk.ui.pages.programmes.cards import cards_of
from refdesk.ui.pages.programmes.dates import write_hours
from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.lines import Blank
from refdesk.ui.pages.programmes.when_lines import Choices
from refdesk.words.catalogue import Words


def changes_between(choices: Choices, before: Terms, after: Terms, decimals: int) -> list[str]:
    """A sentence for each blank that has another value, is new or is gone."""
    words = choices.words
    old, new = _values(choices, before, decimals), _values(choices, after, decimals)
    lines = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        label = (new if name in new else old)[name][0]
        if was is None or not was[1]:
            lines.append(words.text("{what}: {now}", what=label, now=now[1] if now else ""))
        elif now is None or not now[1]:
            lines.append(words.text("{what}: {before} no longer", what=label, before=was[1]))
        else:
            lines.append(
                words.text("{what}: {before}, now {now}", what=label, before=was[1], now=now[1])
            )
    return list(dict.fromkeys(lines))


def _values(choices: Choices, terms: Terms, decimals: int) -> dict[str, tuple[str, str]]:
    """The label and the written value of every blank of these terms."""
    draft = Draft(terms, decimals)
    found = {}
    for card in cards_of(choices, draft, {}):
        for blank in card.blanks():
            label = f"{card.title}, {blank.label}" if card.title else blank.label
            found[blank.object_name] = (label, written(choices.words, blank, decimals))
    return found


def written(words: Words, blank: Blank, decimals: int) -> str:
    """A blank's value as people read it."""
    value: Any = blank.value
    if blank.kind == "choice":
        return str(dict(blank.options).get(value, ""))
    if value is None:
        return blank.empty or ""
    if blank.kind == "many":
        return ", ".join(text for key, text in blank.options if key in value)
    if isinstance(value, date):
        return words.date(value)
    return write_hours(value) if blank.kind == "hours" else _figure(words, blank, decimals)


def _figure(words: Words, blank: Blank, decimals: int) -> str:
    value: Any = blank.value
    try:
        if blank.kind == "money":
            return words.money(parse_amount(value, decimals, allow_zero=True))
        if blank.kind == "percent":
            return words.percent(parse_percent(value))
    except DomainError:
        return str(value)
    if blank.kind == "count" and isinstance(value, int):
        return f"{words.number(value)} {blank.unit}".strip()
    return str(value)
