"""Names of backups: when they were made, and where the audit chains stood (4c).

``refdesk-20261122-093000-t1-57-3f9c2b1a4d5e.sqlite``: at half past nine (UTC) the record of the
first till had 57 lines, and the last one's sum began so. Names of earlier releases end with the
time.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from refdesk.storage.audit import Head

TILLS, SHORT = 3, 12
"""So many tills find room in a name, with so many digits of their last line's sum."""

_FORM = "%Y%m%d-%H%M%S"
_NAME = re.compile(
    r"refdesk-(?P<restore>before-restore-)?(?P<at>\d{8}-\d{6})"
    r"(?P<heads>(?:-t\d{1,12}-\d{1,12}-[0-9a-f]+)*)"
    r"(?:-\d+)?\.sqlite"
)
_HEAD = re.compile(r"-t(\d+)-(\d+)-([0-9a-f]+)")


class NamedHead(NamedTuple):
    """What a backup's name says of one till; ``mac`` is the beginning of the sum. ``made_at`` is
    None where the backup was made for a restore, which came after it whatever the clock says."""

    file: Path
    made_at: datetime | None
    till: int
    seq: int
    mac: str


def free_name(
    folder: Path, at: datetime, heads: Sequence[Head] = (), prefix: str = "refdesk"
) -> Path:
    """A name of this second that no backup has yet; of many tills it tells the latest at work."""
    latest = sorted(heads, key=lambda head: head.recorded_at or at, reverse=True)[:TILLS]
    base = f"{prefix}-{at.astimezone(UTC).strftime(_FORM)}"
    base += "".join(
        f"-t{head.till}-{head.seq}-{head.mac[:SHORT]}"
        for head in sorted(latest, key=lambda head: head.till)
    )
    names = (f"{base}.sqlite", *(f"{base}-{number}.sqlite" for number in range(2, 1000)))
    return next(folder / name for name in names if not (folder / name).exists())


def made_at(name: str) -> datetime | None:
    """When a backup was made by what its name says; None for somebody's own name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return datetime.strptime(match["at"], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def made_or_changed_at(file: Path) -> datetime:
    """When a backup was made by its name, or else when its file was last changed.

    Raises OSError.
    """
    return made_at(file.name) or datetime.fromtimestamp(file.stat().st_mtime, UTC)


def named_heads(folder: Path) -> Iterator[NamedHead]:
    """What the names of a folder's backups say."""
    for file in sorted(folder.glob("refdesk-*.sqlite")):
        match, at = _NAME.fullmatch(file.name), made_at(file.name)
        if match is None or at is None:
            continue
        for till, seq, mac in _HEAD.findall(match["heads"]):
            yield NamedHead(file, None if match["restore"] else at, int(till), int(seq), mac)
