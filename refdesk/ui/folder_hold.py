"""The window's hold on its data folder: one window, until it lets go for a restore."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from refdesk.storage.errors import FULL, MISSING, READ_ONLY, StorageError
from refdesk.storage.lock import lock_folder

_REASONS = {
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: FULL,
}


class FolderHold:
    """Holds a folder as `lock_folder` does, as long as the window stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = ExitStack()
        self._is_held = False

    @property
    def is_held(self) -> bool:
        """Whether the folder is this window's now."""
        return self._is_held

    def take(self) -> None:
        """Take the folder; make it where there is none.

        Raises StorageError ``locked``, ``read_only``, ``full`` or ``missing``.
        """
        if self._is_held:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._held.enter_context(lock_folder(self._folder))
        except OSError as error:
            raise StorageError(reason_of(error), str(error)) from error
        self._is_held = True

    def release(self) -> None:
        """Let another program have the folder."""
        self._held.close()
        self._is_held = False

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let go for work that takes the folder itself, then take it again."""
        self.release()
        try:
            yield
        finally:
            self.take()


def reason_of(error: OSError) -> str:
    """The reason of a storage trouble that the system names."""
    return _REASONS.get(error.errno or 0, MISSING)
