"""What argparse itself says, in the reader's language.

argparse asks ``gettext`` for its texts through names in its own module. While a call's arguments
are read, those names answer from the program's catalogue instead.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from refdesk.words.catalogue import N_, Words

USAGE_TEXTS: Final = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("expected %s argument"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""argparse's own texts, of those that a person can meet; others stay in English."""


@contextmanager
def usage_words(words: Words) -> Iterator[None]:
    """Have help and complaints about the arguments in a language, for as long as this lasts."""
    known = {text: words.text_of(text) for text in USAGE_TEXTS}

    def text_of(text: str) -> str:
        return known.get(text, text)

    def plural_of(one: str, many: str, n: int) -> str:
        return known[one] if one in known and words.language != "en" else (one if n == 1 else many)

    names = vars(argparse)
    before = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=text_of, ngettext=plural_of)
    try:
        yield
    finally:
        names.update(before)
