"""The end of a day at the till: a backup when something changed, and no heap of old ones."""

from pathlib import Path

from refdesk.services import backups
from refdesk.services.desk import Desk
from refdesk.storage.backup import checksum_file
from refdesk.storage.latest import latest_action

KEEP = 30
_MADE_BY_ITSELF = "refdesk-[0-9]*.sqlite"
"""Names of dated backups; what a restore put aside has another name and stays."""


def back_up_changes(desk: Desk) -> backups.Backup | None:
    """Make a backup unless nothing happened since the last one; keep the newest 30.

    Raises StorageError when it cannot be written.
    """
    if latest_action(desk.store) in (None, "backup_made"):
        return None
    made = backups.create_backup(desk)
    prune_backups(desk.folder)
    return made


def prune_backups(folder: Path, *, keep: int = KEEP) -> list[Path]:
    """Delete dated backups of a data folder but for the newest; what was deleted."""
    dated = sorted((folder / backups.FOLDER).glob(_MADE_BY_ITSELF), reverse=True)
    old = dated[keep:]
    for file in old:
        file.unlink(missing_ok=True)
        checksum_file(file).unlink(missing_ok=True)
    return old
