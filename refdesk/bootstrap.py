"""The composition root: a data folder becomes an open desk."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the database's library is slow to import: the window is shown before it
    from refdesk.services.desk import Desk


def default_folder() -> Path:
    """The shop's folder where none is named: the platform's user data folder."""
    named = os.environ.get("REFDESK_DATA")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("RefDesk", appauthor=False)


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)


def random_below(limit: int) -> int:
    """A number from 0 to below the limit that nobody can guess."""
    import secrets

    return secrets.randbelow(limit)


@dataclass(frozen=True)
class Opener:
    """Opens desks of one data folder and till; the clock and chance come in here."""

    folder: Path
    till: str = "1"
    now: Callable[[], datetime] = utc_now
    randbelow: Callable[[int], int] = random_below

    def exists(self) -> bool:
        """Whether the folder holds a shop."""
        from refdesk.storage.engine import FILE_NAME

        return (self.folder / FILE_NAME).is_file()

    def open(self) -> "Desk":
        """Open the folder's shop; who was erased stays erased (R51). Raises StorageError."""
        from refdesk.storage.lock import refuse_network_share

        refuse_network_share(self.folder)
        return self._desk(create=False)

    def create(self) -> "Desk":
        """Create an empty database in a folder that has none, for `create_shop`."""
        from refdesk.storage.lock import refuse_network_share

        self.folder.mkdir(parents=True, exist_ok=True)
        refuse_network_share(self.folder)
        return self._desk(create=True)

    def _desk(self, *, create: bool) -> "Desk":
        from refdesk.services.desk import Actor, Desk
        from refdesk.services.erased_list import is_settled
        from refdesk.storage.engine import create_store, open_store

        store = create_store(self.folder) if create else open_store(self.folder)
        desk = Desk(store, self.folder, self.till, Actor(), self.now, self.randbelow)
        try:
            if create or is_settled(store, self.folder):
                return desk
            from refdesk.services.erasing import settle

            return replace(desk, erased_again=settle(desk))
        except BaseException:
            store.close()
            raise

    def elsewhere(self, folder: Path) -> "Opener":
        """The same clock and chance for another folder."""
        return Opener(folder, self.till, self.now, self.randbelow)
