"""Days and hours as people write them in a blank."""

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\Z")
_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-\N{EN DASH}]\s*(\d{1,2})(?::(\d\d))?\Z")


def read_date(text: str) -> date | None:
    """``31.12.2026``, ``31/12/2026`` or ``2026-12-31``; None for what is no day."""
    found = _ISO.match(text)
    parts = found.groups() if found else None
    if parts is None:
        other = _DAY_FIRST.match(text)
        parts = other.groups()[::-1] if other else None
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def write_date(on: date) -> str:
    """``31.12.2026``."""
    return f"{on.day:02}.{on.month:02}.{on.year}"


def read_hours(text: str) -> list[str]:
    """``10-16, 18:00-20:00`` as the spans of a terms file; what is no span stays as it is."""
    spans = []
    for part in text.split(","):
        found = _HOURS.match(part.strip())
        if found:
            h1, m1, h2, m2 = found.groups()
            spans.append(f"{int(h1):02}:{m1 or '00'}-{int(h2):02}:{m2 or '00'}")
        else:
            spans.append(part.strip())
    return spans


def write_hours(spans: list[str]) -> str:
    """The spans of a terms file in one line."""
    return ", ".join(str(span).replace("-", "\N{EN DASH}") for span in spans)
