"""The counter's sounds: which there are, how loud, and when the library behind them is loaded.

Decisions:
- Nothing is loaded before it is wanted, and then in a thread of its own; a cue that comes before
  that is not heard late, it is not heard at all. No sound is ever the only signal.
- A till without sound is quiet without a word: the window has said the same in colour and words.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer

from refdesk.resources import resource_path
from refdesk.ui.sound_device import Bell, open_device
from refdesk.ui.tasks import Tasks


class Cue(StrEnum):
    """What is heard."""

    OK = "ok"
    CHECK = "check"
    STOP = "stop"
    BUSY = "busy"


class Level(StrEnum):
    """How loud, on this till."""

    OFF = "off"
    LOW = "low"
    HIGH = "high"


VOLUMES: Final[Mapping[Level, float]] = {Level.OFF: 0.0, Level.LOW: 0.35, Level.HIGH: 1.0}
LOAD_AFTER_MS: Final = 2_000
"""After the counter stands: the start and its first scan come first."""
TRY: Final = (Cue.OK, Cue.CHECK, Cue.STOP)
TRY_APART_MS: Final = 600


class Device(Protocol):
    """Whatever plays the bells; `sound_device.SoundDevice`."""

    def end(self) -> None:
        """Take it away, in its own thread."""


Open = Callable[[Mapping[str, Bell], Mapping[str, Path]], Device | None]


class Sounds(QObject):
    """Plays cues at the level of this till, once the loudspeaker is there."""

    def __init__(self, tasks: Tasks, level: Level, *, open_with: Open = open_device) -> None:
        super().__init__()
        self._tasks = tasks
        self._level = level
        self._open = open_with
        self._bells = {str(cue): Bell(self) for cue in Cue}
        self._is_asked_for = False
        self._is_ready = False
        self._try: tuple[Cue, ...] = ()
        self._load_later = QTimer(self)
        self._load_later.setSingleShot(True)
        self._load_later.timeout.connect(self._load)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(TRY_APART_MS)
        self._next.timeout.connect(self._play_next)

    @property
    def level(self) -> Level:
        """How loud this till is."""
        return self._level

    def set_level(self, level: Level) -> None:
        """Louder, quieter or silent from now on."""
        self._level = level
        self._set_volume()

    def load_soon(self) -> None:
        """The counter stands: have the sounds ready before long, where they are wanted."""
        if self._level is not Level.OFF and not self._is_asked_for:
            self._load_later.start(LOAD_AFTER_MS)

    def play(self, cue: Cue) -> None:
        """Let a cue be heard now; returns at once."""
        if self._is_ready and self._level is not Level.OFF:
            self._bells[cue].rung.emit()

    def try_out(self) -> None:
        """Play what the till says, one after the other, for somebody who sets it up."""
        if self._level is Level.OFF:
            return
        self._try = TRY
        if self._is_ready:
            self._play_next()
        else:
            self._load()

    # -- inside ----------------------------------------------------------------------------

    def _load(self) -> None:
        self._load_later.stop()
        if self._is_asked_for:
            return
        self._is_asked_for = True
        files = {str(cue): resource_path("sounds", f"{cue}.wav") for cue in Cue}
        begin = partial(self._open, self._bells, files)
        self._tasks.stay_aside(begin, owner=self, done=self._loaded)

    def _loaded(self, is_there: bool) -> None:
        self._is_ready = is_there
        self._set_volume()
        if self._try and is_there:
            self._play_next()

    def _set_volume(self) -> None:
        if self._is_ready:
            for bell in self._bells.values():
                bell.volume.emit(VOLUMES[self._level])

    def _play_next(self) -> None:
        cue, *rest = self._try
        self._try = tuple(rest)
        self.play(cue)
        if rest:
            self._next.start()
