"""What the window's worker does with a data folder: open it, check it, put a backup back.

No Qt here; the functions run off the window's thread. A mark in the folder stands while the shop
is open: found at a start, it says that the last end was no clean one (P22).
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from refdesk.storage.errors import DAMAGED, MISSING, MOVED, StorageError

if TYPE_CHECKING:  # these bring the database's library along; the window is shown before it
    from refdesk.domain.progress import Progress
    from refdesk.domain.records import Shop
    from refdesk.services.desk import Actor, Desk
    from refdesk.storage.audit import Anchor
    from refdesk.storage.start_check import StartCheck
    from refdesk.ui.folder_hold import FolderHold
    from refdesk.ui.opener import Opener

PATIENCE_S = 4
"""How long the window waits for another program's transaction: a purchase that cannot be saved is
refused within 5 s (P21). The command line has more time."""
MARK = "window-open"
BACKUPS = "backups"


class Opened(NamedTuple):
    """What a data folder turned out to hold; ``shop`` is None in an empty one."""

    desk: "Desk | None" = None
    shop: "Shop | None" = None
    owner: "Actor | None" = None
    needs_pin: bool = False
    was_cut_off: bool = False
    last_backup: datetime | None = None


def open_shop(opener: "Opener", hold: "FolderHold") -> Opened:
    """Open the folder's shop, or find that there is none yet.

    Raises StorageError; ``missing`` where a shop was and its database is gone.
    """
    from refdesk.storage.lock import refuse_network_share

    hold.take()
    was_cut_off = (opener.folder / MARK).exists()
    if not opener.exists():
        refuse_network_share(opener.folder)
        if was_cut_off or backup_files(opener.folder):
            raise StorageError(MISSING, str(opener.folder))
        return Opened()
    return look_into(opener.open(), was_cut_off=was_cut_off)


def look_into(desk: "Desk", *, was_cut_off: bool = False) -> Opened:
    """What an open database holds."""
    from refdesk.services import shop
    from refdesk.storage.shop import find_shop

    desk.store.wait_at_most(PATIENCE_S)
    found = find_shop(desk.store)
    if found is None:
        return Opened(desk=desk)
    return Opened(
        desk=desk,
        shop=found,
        owner=shop.assumed_owner(desk),
        needs_pin=shop.has_staff(desk),
        was_cut_off=was_cut_off,
        last_backup=last_backup_at(desk),
    )


def look_at_data(desk: "Desk") -> datetime | None:
    """Whether the data are still where they were, and when the newest backup was made.

    Raises StorageError: an open file can be read on where its folder is long gone.
    """
    if not desk.store.path.is_file():
        raise StorageError(MOVED, str(desk.store.path))
    return last_backup_at(desk)


def last_backup_at(desk: "Desk") -> datetime | None:
    """When the newest backup was made: as the shop knows it, or by the files in its folder.

    A shop that was put back knows of none that is younger than itself.
    """
    from refdesk.services import backups

    known = [at for at in [backups.last_backup_at(desk)] if at is not None]
    files = backup_files(desk.folder)[:1]
    known += [datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in files]
    return max(known, default=None)


def mark_open(folder: Path) -> None:
    """Say that a window has the shop open."""
    (folder / MARK).touch()


def mark_ended(folder: Path) -> None:
    """Say that the window ended well."""
    (folder / MARK).unlink(missing_ok=True)


def backup_files(folder: Path) -> list[Path]:
    """The backups of a data folder, newest first by their time."""
    files = (folder / BACKUPS).glob("*.sqlite")
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def newest_good_backup(folder: Path) -> Path | None:
    """The newest backup that can be restored, if there is one."""
    from refdesk.services.backups import verify_backup

    for file in backup_files(folder):
        try:
            verify_backup(file)
        except StorageError:
            continue
        return file
    return None


def check_at_start(desk: "Desk", check: "StartCheck", progress: "Progress") -> None:
    """The check of a start (P22). Raises StorageError ``damaged`` for what it finds."""
    try:
        problems = check.run(desk.store, progress.report)
    finally:
        desk.store.close()  # this thread's own connection
    if problems:
        raise StorageError(DAMAGED, "; ".join(f"{code}: {what}" for code, what in problems))


def keep_up(desk: "Desk", progress: "Progress") -> date | None:
    """Book what time has brought, if this business day has not seen it yet; the day that is booked.

    None while the clock is not to be believed (R46): there is another time.
    """
    from refdesk.domain.errors import DomainError
    from refdesk.services import upkeep

    try:
        if upkeep.is_due(desk):
            upkeep.run_upkeep(desk, progress)
        return desk.today()
    except DomainError as refused:
        if refused.code != "clock_suspect":
            raise
        return None
    finally:
        desk.store.close()  # this thread's own connection


class PutBack(NamedTuple):
    """A restore: where the old shop was put, if there was one, where the record of each till goes
    on, and whether it goes on with a key that lies in the backup (4c); how many people were in it
    who are erased again (R51)."""

    kept: Path | None
    anchors: "tuple[Anchor, ...]"
    has_key: bool
    erased_again: int = 0


def put_back(
    file: Path, opener: "Opener", hold: "FolderHold", desk: "Desk | None" = None
) -> PutBack:
    """Restore a backup in the window's own folder.

    Runs where the database's other work runs, so that nothing else has it open.
    """
    from refdesk.services.backups import copy_anchors, copy_has_key, restore_backup

    if desk is not None:
        desk.store.close()
    with hold.released():
        kept = restore_backup(file, opener.folder, replace=True)
    mark_ended(opener.folder)
    return PutBack(kept, copy_anchors(file), copy_has_key(file), _erase_again(opener))


def _erase_again(opener: "Opener") -> int:
    """Open what was put back, so that who was erased since is erased at once (R51); how many.

    Where it does not open, the opening that follows tells why.
    """
    try:
        desk = opener.open()
    except StorageError:
        return 0
    desk.store.close()
    return desk.erased_again


def save_copy(opener: "Opener", target: Path) -> Path:
    """Copy the database as it lies, journals included, into a new folder inside ``target``."""
    import shutil

    from refdesk.storage.engine import FILE_NAME

    stamp = opener.now().strftime("%Y%m%d-%H%M%S")
    copy = target / f"refdesk-copy-{stamp}"
    try:
        copy.mkdir(parents=True)
        for file in sorted(opener.folder.glob(f"{FILE_NAME}*")):
            shutil.copy2(file, copy / file.name)
    except OSError as error:
        from refdesk.ui.folder_hold import reason_of

        raise StorageError(reason_of(error), str(error)) from error
    return copy
