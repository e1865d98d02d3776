"""A key that somebody pressed just before or after a scan, told from the code by its check symbol.

Decisions:
- Nobody can tell such a key by its time: a finger is as fast as a scanner now and then. One symbol
  more than a code has, and a code whose check symbol is right without it, tell it: another text
  passes for one in 1 of 16 cases at most, and is looked up and refused like any.
- One key at one end: two within a scanner's pace are nobody's hand, and one inside a code is left
  to the near-miss hint (R76), which asks.
- What a scanner tells of itself (an AIM prefix) is its own: of half a scan, nothing is a finger's.
- A word has no check symbol, so nothing is taken from one; digits alone are a phone or the number
  of an old card, whose first or last digit is its own.
"""

from typing import NamedTuple

_AIM = 3
_BETWEEN = str.maketrans("", "", "- ")


class Parted(NamedTuple):
    """A scanned text without the key before or after it."""

    text: str
    before: bool = False
    after: bool = False


def part(text: str) -> Parted:
    """Take the stray symbol off a scan, where there is one."""
    # the window stands before codes do
    from refdesk.domain.codes import CODE_LENGTHS, MAX_TYPED, has_aim

    lengths = {length + more for length in CODE_LENGTHS for more in (1, 1 + _AIM)}
    bare = text.translate(_BETWEEN)
    if len(text) > MAX_TYPED or len(bare) not in lengths or bare.isdecimal() or _is_code(text):
        return Parted(text)
    if _is_code(text[1:]) and not has_aim(text):
        return Parted(text[1:], before=True)
    if _is_code(text[:-1]):
        return Parted(text[:-1], after=True)
    return Parted(text)


def _is_code(text: str) -> bool:
    from refdesk.domain.codes import is_well_formed, readings

    return any(is_well_formed(one.code) for one in readings(text))
