"""The unit that stands inside a blank, in the form that its number wants."""

from typing import Any

from refdesk.words.catalogue import Words


def days(words: Words, value: Any) -> str:
    """``day`` or ``days``."""
    return words.plural("day", "days", _number(value))


def friends(words: Words, value: Any) -> str:
    """``friend`` or ``friends``."""
    return words.plural("friend", "friends", _number(value))


def times(words: Words, value: Any) -> str:
    """``time`` or ``times``."""
    return words.plural("time", "times", _number(value))


def points(words: Words, value: Any) -> str:
    """``point`` or ``points``."""
    return words.plural("point", "points", _number(value))


def stamps(words: Words, value: Any) -> str:
    """``stamp`` or ``stamps``."""
    return words.plural("stamp", "stamps", _number(value))


def purchases(words: Words, value: Any) -> str:
    """``purchase`` or ``purchases``."""
    return words.plural("purchase", "purchases", _number(value))


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
