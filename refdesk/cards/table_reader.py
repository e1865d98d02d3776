"""Reading of the TOML files of stocks and designs: each value checked, each fault named."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn, TypeGuard

from refdesk.domain.errors import DomainError

_LARGEST: Final = 1e9


class TableReader:
    """One TOML table whose keys are taken one by one; a key nobody took is a fault.

    ``code`` and ``params`` make the DomainError of a fault, with ``field``, the path of the key.
    """

    def __init__(
        self, table: Mapping[str, Any], code: str, params: Mapping[str, object], path: str = ""
    ) -> None:
        self._left = dict(table)
        self._code = code
        self._params = params
        self._path = path

    def __enter__(self) -> "TableReader":
        return self

    def __exit__(self, kind: object, value: object, trace: object) -> None:
        if kind is None and self._left:
            self.refuse(next(iter(self._left)))

    def refuse(self, key: str) -> NoReturn:
        """Raise the fault of one key."""
        raise DomainError(self._code, **self._params, field=f"{self._path}{key}")

    def has(self, key: str) -> bool:
        """Tell whether a key is there and still to be taken."""
        return key in self._left

    def number(self, key: str, default: float | None = None, *, above: float = -1.0) -> float:
        """Take a number greater than ``above``."""
        value = self._take(key, default)
        if not _is_number(value) or value <= above:
            self.refuse(key)
        return float(value)

    def optional_number(self, key: str) -> float | None:
        """Take a number that may be absent; below 0 reaches over the edge."""
        return self.number(key, above=-1000.0) if self.has(key) else None

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """Take a whole number."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.refuse(key)
        return value

    def flag(self, key: str) -> bool:
        """Take a truth value; absent means no."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            self.refuse(key)
        return value

    def text(self, key: str, default: str | None = None, *, among: tuple[str, ...] = ()) -> str:
        """Take a text, one of ``among`` where that is given."""
        value = self._take(key, default)
        if not isinstance(value, str) or (among and value not in among):
            self.refuse(key)
        return value

    def pair(self, key: str, default: tuple[float, float] | None = None) -> tuple[float, float]:
        """Take two numbers from 0."""
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or len(value) != 2:
            self.refuse(key)
        if any(not _is_number(n) or n < 0 for n in value):
            self.refuse(key)
        return float(value[0]), float(value[1])

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
            self.refuse(key)
        return tuple(value)

    def titles(self, key: str) -> dict[str, str]:
        """Take a title in each language."""
        value = self._take(key, None)
        if not isinstance(value, dict) or not {"en", "ru"} <= value.keys():
            self.refuse(key)
        if not all(isinstance(title, str) for title in value.values()):
            self.refuse(key)
        return dict(value)

    def table(self, key: str) -> "TableReader":
        """Take a table, to be read in turn."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            self.refuse(key)
        return TableReader(value, self._code, self._params, f"{self._path}{key}.")

    def tables(self, key: str) -> Iterator["TableReader"]:
        """Take a list of tables, each read in turn."""
        value = self._take(key, None)
        if not isinstance(value, list) or not value:
            self.refuse(key)
        for number, part in enumerate(value, start=1):
            path = f"{self._path}{key}.{number}."
            if not isinstance(part, dict):
                self.refuse(f"{key}.{number}")
            with TableReader(part, self._code, self._params, path) as reader:
                yield reader

    def _take(self, key: str, default: Any) -> Any:
        if key not in self._left and default is None:
            self.refuse(key)
        return self._left.pop(key, default)


def _is_number(value: object) -> TypeGuard[float]:
    """Tell whether a value is a number that a length may have: TOML has infinite ones too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -_LARGEST < value < _LARGEST
