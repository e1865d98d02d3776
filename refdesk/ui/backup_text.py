"""When a backup was made, as its name says, in words."""

from datetime import tzinfo
from pathlib import Path

from refdesk.words.catalogue import Words


def moment_of(words: Words, file: Path, zone: tzinfo | None = None) -> str:
    """``21 Nov 2026, 12:41`` by the clock of a zone, or of the computer; empty for a name of
    somebody's own."""
    from refdesk.services.backup_names import made_at

    at = made_at(file.name)
    if at is None:
        return ""
    local = at.astimezone(zone)
    return words.text("{date}, {time}", date=words.date(local.date()), time=words.time(local))
