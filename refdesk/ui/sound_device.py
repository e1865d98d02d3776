"""The loudspeaker: Qt's sound effects, in a thread of their own.

Only this module knows QtMultimedia. Where the system has no sound library, or a server of sound
that does not answer, nothing is heard and nobody waits: the window's thread only ever emits a
signal, which is delivered to the effect where it lives.
"""

from collections.abc import Mapping
from pathlib import Path

import shiboken6
from PySide6.QtCore import QLoggingCategory, QObject, Signal


class Bell(QObject):
    """One sound as the window's thread knows it: ``rung`` plays it, ``volume`` goes from 0 to 1."""

    rung = Signal()
    volume = Signal(float)


class SoundDevice:
    """The effects of some bells; made, used and ended in one thread that serves Qt's events."""

    def __init__(self, bells: Mapping[str, Bell], files: Mapping[str, Path]) -> None:
        """Raises ImportError where the system's sound library is not there."""
        # what the library says of itself while it looks for devices is nobody's news
        QLoggingCategory.setFilterRules("qt.multimedia*=false")
        _read_ahead()
        from PySide6.QtCore import QUrl
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

        # the first question may wait for a server; it is the one that lets the window go on
        QMediaDevices.defaultAudioOutput()
        self._effects: list[QObject] = []
        for name, bell in bells.items():
            effect = QSoundEffect()
            effect.setSource(QUrl.fromLocalFile(str(files[name])))
            bell.rung.connect(effect.play)
            bell.volume.connect(effect.setVolume)
            self._effects.append(effect)

    def end(self) -> None:
        """Take the effects away, in the thread that made them."""
        while self._effects:
            shiboken6.delete(self._effects.pop())


def open_device(bells: Mapping[str, Bell], files: Mapping[str, Path]) -> SoundDevice | None:
    """The loudspeaker with these sounds; None where there is none to be had."""
    try:
        return SoundDevice(bells, files)
    except ImportError:
        return None


def _read_ahead() -> None:
    """Have the library's files in memory: linking it then holds nobody up for the disk's sake."""
    import PySide6

    folder = Path(PySide6.__file__).parent
    for pattern in ("QtMultimedia*.so", "QtNetwork*.so", "Qt/lib/libQt6Multimedia.so*",
                    "Qt/lib/libQt6Network.so*", "*Multimedia*.dll", "*Network*.dll"):  # fmt: skip
        for file in folder.glob(pattern):
            file.read_bytes()
