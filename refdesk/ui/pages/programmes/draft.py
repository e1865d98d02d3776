"""Terms while they are being edited: the tables of a terms file, with what was typed in them.

What cannot be a sum or a count stands here as it was typed; `Draft.terms` then refuses it with the
path of that very blank. Every change can be undone; what is typed into one blank without leaving it
is one change.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from refdesk.domain.terms import Terms
from refdesk.domain.terms_file import read_table, terms_table

Path = tuple[str | int, ...]
"""Where something stands: keys of tables and places in lists, counted from 0."""

Tables = dict[str, Any]
MOST_UNDO = 200


def dotted(path: Path) -> str:
    """A path as the terms file's check names it: ``rule.2.referrer.1.percent``."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


class Draft:
    """Terms as tables. ``decimals`` are the currency's."""

    def __init__(self, terms: Terms, decimals: int) -> None:
        self.decimals = decimals
        self._saved = tables_of(terms, decimals)
        self._now = deepcopy(self._saved)
        self._past: list[Tables] = []
        self._last: Path | None = None

    # -- reading ---------------------------------------------------------------------------

    def get(self, path: Path, default: Any = None) -> Any:
        """What stands at a path, or the default."""
        place: Any = self._now
        for part in path:
            try:
                place = place[part]
            except (KeyError, IndexError, TypeError):
                return default
        return place

    def has(self, path: Path) -> bool:
        """Whether anything stands at a path."""
        return self.get(path) is not None

    def terms(self) -> Terms:
        """The terms. Raises DomainError ``bad_terms`` with the field that cannot be."""
        return read_table(self._now, self.decimals)

    def is_changed(self) -> bool:
        """Whether anything differs from what is saved."""
        return self._now != self._saved

    def count_changes(self) -> int:
        """How many values differ from what is saved."""
        before, now = leaves(self._saved), leaves(self._now)
        return sum(before.get(path) != now.get(path) for path in before.keys() | now.keys())

    # -- changing --------------------------------------------------------------------------

    def put(self, path: Path, value: Any) -> None:
        """Write a value; None takes it away, and tables that are empty without it."""
        if self.get(path) == value:
            return
        if self._last != path:
            self._remember()
        self._last = path
        _put(self._now, path, deepcopy(value))

    def change(self, act: Callable[[Tables], None]) -> None:
        """Change several things as one."""
        self._remember()
        act(self._now)

    def close_change(self) -> None:
        """What is typed next is another change."""
        self._last = None

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        if not self._past:
            return False
        self._now = self._past.pop()
        self._last = None
        return True

    def _remember(self) -> None:
        self._past.append(deepcopy(self._now))
        del self._past[:-MOST_UNDO]
        self._last = None


def tables_of(terms: Terms, decimals: int) -> Tables:
    """The tables of a terms file, to be changed at will."""
    plain: Tables = _plain(terms_table(terms, decimals))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _put(tables: Any, path: Path, value: Any) -> None:
    head, *rest = path
    if rest:
        if isinstance(tables, dict):
            tables.setdefault(head, {})
        _put(tables[head], tuple(rest), value)
        if isinstance(tables, dict) and tables[head] in ({}, []):
            del tables[head]
    elif value is None and isinstance(tables, dict):
        tables.pop(head, None)
    else:
        tables[head] = value


def leaves(value: Any, path: Path = ()) -> dict[Path, Any]:
    """Every plain value with its path."""
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    else:
        return {path: value}
    found: dict[Path, Any] = {}
    for key, one in parts:
        found |= leaves(one, (*path, key))
    return found
