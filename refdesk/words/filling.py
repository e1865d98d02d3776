"""Choosing among texts by what is known: a sentence with a name where there is one, else without.

A message is a list of candidates, the fullest first; the first whose places can all be filled is
taken, so the last one has no places and always fits.
"""

from collections.abc import Mapping, Sequence
from string import Formatter

from refdesk.words.catalogue import Words


def first_filled(words: Words, candidates: Sequence[str], values: Mapping[str, str]) -> str:
    """The first candidate (marked with ``N_``) whose places all have a text, filled in."""
    for candidate in candidates:
        places = places_of(candidate)
        if all(values.get(place) for place in places):
            return words.text_of(candidate, **{place: values[place] for place in places})
    return ""


def places_of(text: str) -> tuple[str, ...]:
    """The names of a text's ``{places}``."""
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name)
