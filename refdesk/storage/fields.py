"""Column types that mean the same in SQLite's strict tables and in PostgreSQL."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from peewee import BigIntegerField, IntegerField, TextField

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class DayField(TextField):
    """A business date, as ISO text."""

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class InstantField(BigIntegerField):
    """An aware UTC moment, as microseconds since 1970: exact, and in the order of time."""

    def db_value(self, value: datetime | None) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class FlagField(IntegerField):
    """True or false, as 1 or 0."""

    def db_value(self, value: bool | None) -> int | None:
        return None if value is None else int(value)

    def python_value(self, value: int | None) -> bool | None:
        return None if value is None else bool(value)


class JsonField(TextField):
    """Plain values as canonical JSON text."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else to_json(value)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


def to_json(value: Any) -> str:
    """Canonical JSON: one text for equal values, which the audit chain is computed over."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not a plain value: {type(value).__name__}")
