"""Who may open a data folder: one window, and whoever needs the folder to himself.

A lock of the operating system on a small file of our own, so that a crash leaves nothing behind;
the holder writes who he is into it. Folders on network shares are refused: their locks lie.
"""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from refdesk.storage.errors import LOCKED, NETWORK_SHARE, READ_ONLY, StorageError

LOCK_NAME, VISITS_NAME = "refdesk.lock", "refdesk.visits"
VISITS_SECONDS = 10
_NETWORK_SYSTEMS = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "fuse.rclone",
    "davfs", "fuse.davfs2", "webdav", "glusterfs", "fuse.glusterfs", "ceph",
    "fuse.gvfsd-fuse",
}  # fmt: skip
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mounts")


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold a data folder. Raises StorageError ``locked`` with the holder's process number."""
    path = folder / LOCK_NAME
    with path.open("a+", encoding="ascii") as stream:
        if not _take(stream):
            stream.seek(0)
            raise StorageError(LOCKED, stream.read(20).strip())
        try:
            stream.seek(0)
            stream.truncate()
            stream.write(str(os.getpid()))
            stream.flush()
            yield
        finally:
            _release(stream)


@contextmanager
def visit_folder(folder: Path) -> Iterator[None]:
    """Work in a folder beside its window, as a command-line call does.

    Raises StorageError ``locked`` while somebody has the folder to himself.
    """
    try:
        stream = (folder / VISITS_NAME).open("a+", encoding="ascii")
    except OSError as error:
        raise StorageError(READ_ONLY, str(error)) from error
    with stream:
        if not _share(stream):
            raise StorageError(LOCKED)
        yield


@contextmanager
def alone_in_folder(folder: Path) -> Iterator[None]:
    """Have a folder to oneself: no window, and no command-line call at work in it.

    Waits some seconds for calls to end. Raises StorageError ``locked``.
    """
    with lock_folder(folder), (folder / VISITS_NAME).open("a+", encoding="ascii") as stream:
        deadline = time.monotonic() + VISITS_SECONDS
        while not _take(stream):
            if time.monotonic() > deadline:
                raise StorageError(LOCKED)
            time.sleep(0.05)
        try:
            yield
        finally:
            _release(stream)


if sys.platform == "win32":
    import msvcrt

    def _share(_stream: IO[str]) -> bool:
        # here a database that is open somewhere cannot be replaced, so nothing is to be shared
        return True

    # a byte far behind the text, so that another process can still read who holds it
    _LOCKED_AT = 4096

    def _take(stream: IO[str]) -> bool:
        stream.seek(_LOCKED_AT)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(stream: IO[str]) -> None:
        stream.seek(_LOCKED_AT)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _share(stream: IO[str]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _take(stream: IO[str]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(stream: IO[str]) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)


def refuse_network_share(folder: Path) -> None:
    """Raise StorageError ``network_share`` where a folder is not on this computer's own disk."""
    if sys.platform == "win32":
        import ctypes

        drive = folder.resolve().anchor
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) == 4
    else:
        mounts = _MOUNTS.read_text(encoding="utf-8") if _MOUNTS.exists() else ""
        remote = file_system_of(folder.resolve(), mounts) in _NETWORK_SYSTEMS
    if remote:
        raise StorageError(NETWORK_SHARE, str(folder))


def file_system_of(folder: Path, mounts: str) -> str:
    """The kind of the file system that holds a folder, by the text of a mount table."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = _OCTAL.sub(lambda escape: chr(int(escape[1], 8)), parts[1])
        inside = folder == Path(point) or Path(point) in folder.parents
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind
