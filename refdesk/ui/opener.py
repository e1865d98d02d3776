"""What the window needs of the composition root; imported for its type alone."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from refdesk.services.desk import Desk


class Opener(Protocol):
    """`bootstrap.Opener`, which stands above the window's room and is handed down to it."""

    @property
    def folder(self) -> Path: ...
    @property
    def till(self) -> str: ...
    @property
    def now(self) -> Callable[[], datetime]: ...
    def exists(self) -> bool: ...
    def open(self) -> "Desk": ...
    def create(self) -> "Desk": ...
