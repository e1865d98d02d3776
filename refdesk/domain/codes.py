"""Promo codes as text: making, showing and reading them (R22-R28, R75, R76).

A code is nine (stored value: twelve) random symbols and a check symbol, kept bare and in capital
letters. A word ("SUMMER") has no check symbol. What was typed or scanned has several possible
readings; the caller looks each one up, in the order given here.

Decisions:
- 0, 1, I, L and O are not in the alphabet and are not exchanged for anything: the alphabet has
  no symbol that they could stand for. They count as one wrong symbol for the near-miss hint.
- A word keeps its script; Ё is read as Е, because people write it both ways. A word has a letter
  in it (a row of digits is a phone) and may not pass the check symbol (it would be taken for a
  code).
- When a text is well-formed as it stands, no words are read from it.
- Symbols typed with Shift held (``&K$M(``) and a wrong Caps Lock are undone for codes only: the
  check symbol vouches for them, a word has none.
- A text above 4096 symbols is not looked at; above 64, control symbols aside, only as a link,
  and above 512 not at all. Links are http and https; the program never opens them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

from refdesk.domain.errors import DomainError
from refdesk.domain.keyboards import (
    US,
    as_us_keys,
    fold_lookalikes,
    from_us_keys,
    unshifted,
)

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 symbols, a prime (R22): 2 has the value 0, Z the value 30 (R75)."""

CODE_LENGTHS = (10, 13)
"""Symbols with the check symbol: people's codes and stored value (R23)."""

WORD_LENGTHS = range(6, 17)
MAX_TYPED = 64
MAX_LINK = 512

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_GROUPS = {10: (5,), 13: (5, 9)}
_MAX_RAW = 4096
_SHOWN = 3
_DROPPED_SIGNS = frozenset(".·•∙‧⁃−˗…")
_AIM_PREFIX = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# What a Cyrillic word looks like when it was typed under the US layout: Ж is a semicolon there.
_US_TYPED = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 \[\];',.`-]+")
_LINK = re.compile(
    r"https?://[^/?#\s]+(?P<path>/[^?#\s]*)?(?:\?(?P<query>[^#\s]*))?(?:#\S*)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed or scanned.

    ``code`` is bare and in capital letters. ``layout`` is the keyboard layout under which the
    text was typed, as a language tag, or None when it was read as it stands.
    """

    code: str
    layout: str | None = None


@dataclass(frozen=True)
class _Attempt:
    """A whole text turned into what might have been meant, and the shop prefix turned alike."""

    text: str
    prefix: str
    layout: str | None
    is_word: bool = True


# -- making and showing --------------------------------------------------------------------


def check_symbol(body: str) -> str:
    """Return the check symbol of a body: sum of position x value mod 31 (R75).

    Raises ValueError for a symbol outside the alphabet.
    """
    if any(symbol not in _VALUES for symbol in body):
        raise ValueError("a symbol outside the alphabet")
    total = sum(position * _VALUES[symbol] for position, symbol in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def is_well_formed(code: str) -> bool:
    """Tell whether a bare code has a code's length, alphabet and check symbol (R22)."""
    return (
        len(code) in CODE_LENGTHS
        and all(symbol in _VALUES for symbol in code)
        and check_symbol(code[:-1]) == code[-1]
    )


def make_code(randbelow: Callable[[int], int], length: int = 9) -> str:
    """Return a new bare code of ``length`` random symbols (9, stored value 12) and their check.

    ``randbelow`` is `secrets.randbelow` or a stand-in. Raises ValueError for another length.
    """
    if length + 1 not in CODE_LENGTHS:
        raise ValueError("a code has 9 or 12 random symbols")
    body = "".join(ALPHABET[randbelow(len(ALPHABET))] for _ in range(length))
    return body + check_symbol(body)


def group_code(code: str, prefix: str = "") -> str:
    """Return a code as people see it, in groups of 5-5 or 5-4-4 symbols; a word as it is.

    The shop prefix stands before a code only.
    """
    if not is_well_formed(code):
        return code
    cuts = (0, *_GROUPS[len(code)], len(code))
    groups = [code[start:end] for start, end in pairwise(cuts)]
    return "-".join([prefix, *groups] if prefix else groups)


def mask_code(code: str) -> str:
    """Return a code for logs and lists: an ellipsis and the last 3 symbols (R28)."""
    return "…" + (code[-_SHOWN:] if len(code) > _SHOWN else "")


def normalise_word(text: str) -> str:
    """Return a chosen word as it is stored: capital letters, no spaces or dashes (R23).

    Raises DomainError ``bad_word`` (``text``) for what is not 6 to 16 letters or digits with a
    letter among them, and for a word that would pass for a code.
    """
    word = _compact(_straight(text)) if len(text) <= MAX_TYPED else ""
    if not _is_word(_as_word(word)) or is_well_formed(word):
        raise DomainError("bad_word", text=text[:MAX_TYPED])
    return _as_word(word)


# -- reading -------------------------------------------------------------------------------


def readings(text: str, prefix: str = "") -> tuple[Reading, ...]:
    """Return every sensible reading of a typed or scanned text (R24).

    Well-formed codes come before words, and a straight reading before a rescued one. ``prefix``
    is the shop's; it may stand before a code or not. Never raises; nothing sensible is ``()``.
    """
    clean = _clean(text)
    if not clean or len(clean) > MAX_LINK:
        return ()
    attempts = list(_attempts(clean, prefix))
    tokens = [
        _Attempt(token, attempt.prefix, attempt.layout)
        for attempt in _caps_attempts(clean, attempts)
        for token in _link_tokens(attempt.text)
    ]
    tokens += [_Attempt(fold_lookalikes(each.text), each.prefix, each.layout) for each in tokens]
    if len(clean) <= MAX_TYPED:
        tokens += attempts
    codes = _unique(
        Reading(code, each.layout)
        for each in tokens
        for code in _codes_of(each.text, (prefix, each.prefix))
    )
    if codes and codes[0].layout is None:
        return codes
    words = _unique(word for each in tokens for word in _words_of(each))
    known = {reading.code for reading in codes}
    return codes + tuple(word for word in words if word.code not in known)


def neighbours(text: str, prefix: str = "") -> tuple[str, ...]:
    """Return the well-formed codes one slip away from a typed text (R76).

    A slip is one wrong, missing or extra symbol, or two neighbours swapped. A symbol outside the
    alphabet counts as wrong. The order is always the same.
    """
    clean = _clean(text)
    if len(clean) > MAX_TYPED:
        return ()
    typed = _compact(fold_lookalikes(_straight(clean)))
    start = _compact(fold_lookalikes(_straight(prefix)))
    if start and len(typed) > len(start) + min(CODE_LENGTHS) - 2:
        typed = typed.removeprefix(start)
    if not any(abs(len(typed) - length) <= 1 for length in CODE_LENGTHS):
        return ()
    found = (each for each in _one_slip_away(typed) if each != typed and is_well_formed(each))
    return tuple(dict.fromkeys(found))


def _one_slip_away(typed: str) -> Iterator[str]:
    for at in range(len(typed)):
        before, after = typed[:at], typed[at + 1 :]
        yield from (before + symbol + after for symbol in ALPHABET)
        yield before + after
        if after:
            yield before + after[0] + typed[at] + after[1:]
    for at in range(len(typed) + 1):
        yield from (typed[:at] + symbol + typed[at:] for symbol in ALPHABET)


def _attempts(clean: str, prefix: str) -> Iterator[_Attempt]:
    """Yield a text as it stands, then with look-alikes, then under other layouts."""
    straight, start = _without_aim(_straight(clean)), _straight(prefix)
    yield _Attempt(straight, start, None)
    folded = fold_lookalikes(straight)
    # A word half of which is Latin is nobody's word; a code is proved by its check symbol.
    yield _Attempt(folded, fold_lookalikes(start), None, is_word=folded.isascii())
    by_layout = [(US, clean), *as_us_keys(clean)]
    prefixes = dict(as_us_keys(prefix))
    for layout, keys in by_layout[1:]:
        own_start = _straight(prefixes.get(layout, prefix))
        yield _Attempt(_without_aim(_straight(keys)), own_start, layout)
    typed = _without_aim(clean)
    for _, word in from_us_keys(typed) if _US_TYPED.fullmatch(typed) else ():
        yield _Attempt(_straight(word), start, US)
    for layout, keys in by_layout:
        plain = unshifted(prefixes.get(layout, prefix))
        text = _without_aim(unshifted(keys).upper())
        yield _Attempt(text, plain.upper(), layout, is_word=False)


def _caps_attempts(clean: str, attempts: Iterable[_Attempt]) -> Iterator[_Attempt]:
    """Yield attempts, then the ones of a text whose marks Caps Lock had turned into others."""
    yield from attempts
    flipped = "".join(_flip(symbol) for symbol in clean)
    for layout, keys in as_us_keys(flipped):
        yield _Attempt(_without_aim(_straight(keys)), "", layout)


def _flip(symbol: str) -> str:
    other = symbol.swapcase()
    return other if len(other) == 1 else symbol


def _link_tokens(text: str) -> tuple[str, ...]:
    """Return what a link may carry a code in: its ``c`` field, then its last path part."""
    match = _LINK.fullmatch(text)
    if match is None:
        return ()
    fields = [field.partition("=") for field in re.split("[&;]", match["query"] or "")]
    tokens = [value for name, _, value in fields if name.upper() == "C"]
    tokens += [part for part in (match["path"] or "").split("/") if part][-1:]
    return tuple(_straight(unquote(token)) for token in tokens)


def _codes_of(text: str, prefixes: tuple[str, str]) -> Iterator[str]:
    bare = _compact(text)
    starts = {_compact(_straight(prefix)) for prefix in prefixes} - {""}
    for code in (bare, *(bare.removeprefix(start) for start in sorted(starts))):
        if is_well_formed(code):
            yield code


def _words_of(attempt: _Attempt) -> Iterator[Reading]:
    word = _as_word(_compact(attempt.text))
    if attempt.is_word and _is_word(word):
        yield Reading(word, attempt.layout)


def _unique(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """Keep the first reading of each code, straight ones in front."""
    first: dict[str, Reading] = {}
    for reading in sorted(found, key=lambda reading: reading.layout is not None):
        first.setdefault(reading.code, reading)
    return tuple(first.values())


# -- symbols -------------------------------------------------------------------------------


def _clean(text: str) -> str:
    """Drop control and invisible symbols; a text that is far too long becomes empty."""
    if len(text) > _MAX_RAW:
        return ""
    return "".join(
        symbol for symbol in text if unicodedata.category(symbol) not in {"Cc", "Cf"}
    ).strip()


def _straight(text: str) -> str:
    """Fold full-width and other forms of a symbol into one, in capital letters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return unicodedata.normalize("NFKC", folded)


def _compact(text: str) -> str:
    """Drop spaces, dots and dashes of every kind."""
    kept = "".join(symbol for symbol in text if not _is_separator(symbol))
    # Without what stood between them, a letter and a mark may have become one letter.
    return unicodedata.normalize("NFKC", kept)


def _is_separator(symbol: str) -> bool:
    return (
        symbol.isspace()
        or symbol in _DROPPED_SIGNS
        or unicodedata.category(symbol) in {"Pd", "Cc", "Cf"}
    )


def has_aim(text: str) -> bool:
    """Whether a text begins as a scanner's does that tells the kind of barcode, in any layout."""
    read = (text, *(keys for _, keys in as_us_keys(text)))
    return any(_AIM_PREFIX.match(unshifted(keys)) for keys in read)


def _without_aim(text: str) -> str:
    """Drop the three symbols by which a scanner tells the kind of barcode, ``]Q1``."""
    match = _AIM_PREFIX.match(text)
    return text[match.end() :] if match else text


def _as_word(word: str) -> str:
    return word.replace("Ё", "Е")


def _is_word(word: str) -> bool:
    if len(word) not in WORD_LENGTHS or not any(symbol.isalpha() for symbol in word):
        return False
    kinds = [unicodedata.category(symbol) for symbol in word]
    # Marks are parts of letters in some scripts, but no word begins with one.
    return kinds[0][0] != "M" and all(kind[0] in "LM" or kind == "Nd" for kind in kinds)
