"""Hears of it at once when the data folder is moved away or comes back.

The system tells; nothing is asked in turns. A folder further up, a drive that was pulled out, and a
system that tells nothing are noticed by the look at the data once a minute.
"""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

PAUSE_MS = 500
"""So long after the first sign it is told of all that came with it: files come and go in turns."""


class FolderWatch(QObject):
    """``stirred`` tells that something has come or gone in a folder, or the folder itself."""

    stirred = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._watcher.directoryChanged.connect(self._note)

    def watch(self, folder: Path) -> None:
        """Watch a folder, and the one that it lies in: that is where it comes back."""
        before = self._watcher.directories()
        if before:
            self._watcher.removePaths(before)
        self._folder = folder
        self._listen()

    def _listen(self) -> None:
        """A folder that was away is not watched any more, also where it is back."""
        if self._folder is None:
            return
        wanted = [path for path in (self._folder, self._folder.parent) if path.is_dir()]
        watched = set(self._watcher.directories())
        missing = [str(path) for path in wanted if str(path) not in watched]
        if missing:
            self._watcher.addPaths(missing)

    def _note(self, _path: str) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _tell(self) -> None:
        self._listen()
        self.stirred.emit()
