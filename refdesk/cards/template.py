"""What a text of a design says: words with places in braces that are filled in for each card."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import Formatter
from typing import Final

FIELDS: Final = (
    "shop",
    "contact",
    "offer_title",
    "offer",
    "offer_note",
    "reward_title",
    "reward",
    "name",
    "valid",
    "terms",
    "show",
    "code",
    "stack",
    "headline",
    "how_title",
    "step1",
    "step2",
    "step3",
    "card_of",
    "free_title",
    "free_text",
    "link",
)
"""What a text may show; ``code`` is the code in groups, ``link`` the address it leads to."""

SEPARATOR: Final = " · "
"""It stands between the parts of a template, each of which is left out where it is empty."""


@dataclass(frozen=True)
class Template:
    """A text with placeholders, as parts of (words, field or nothing) one after the other."""

    parts: tuple[tuple[tuple[str, str | None], ...], ...]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields it shows, each once."""
        return tuple(dict.fromkeys(name for part in self.parts for name in _names(part)))

    @cached_property
    def has_words(self) -> bool:
        """Whether there is anything between its fields but spaces and separators."""
        return any(words.strip() for part in self.parts for words, _ in part)

    @cached_property
    def _field_alone(self) -> str | None:
        """The field that is all of the text, as it is of most."""
        if len(self.parts) != 1 or len(self.parts[0]) != 1 or self.parts[0][0][0]:
            return None
        return self.parts[0][0][1]

    def fill(self, texts: Mapping[str, str]) -> str:
        """Return the text; a part all of whose fields are empty is left out, and so is everything
        where all fields are."""
        if self._field_alone:
            return texts.get(self._field_alone, "")
        if self.fields and not any(map(texts.get, self.fields)):
            return ""
        parts = (
            "".join(words + (texts.get(name, "") if name else "") for words, name in part)
            for part in self.parts
            if not (names := _names(part)) or any(map(texts.get, names))
        )
        return " ".join(word for word in SEPARATOR.join(parts).split(" ") if word)


@lru_cache(maxsize=512)
def parse_template(text: str) -> Template:
    """Return the template of a text such as ``"{contact} · {valid}"``; ``{{`` is a brace.

    Raises ValueError for a brace without its other one, and for a field that no card has.
    """
    try:
        return Template(tuple(_parse_part(part) for part in text.split(SEPARATOR)))
    except ValueError as fault:
        raise ValueError(f"not a template: {text!r}") from fault


def _parse_part(text: str) -> tuple[tuple[str, str | None], ...]:
    pieces = []
    for words, name, form, conversion in Formatter().parse(text):
        if name is not None and (name not in FIELDS or form or conversion):
            raise ValueError(name)
        pieces.append((words, name))
    return tuple(pieces)


def _names(part: tuple[tuple[str, str | None], ...]) -> list[str]:
    return [name for _, name in part if name]
