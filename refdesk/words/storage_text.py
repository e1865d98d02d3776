"""Trouble with the storage in words: what was not done, and what to do now."""

from collections.abc import Mapping
from typing import Final, Protocol

from refdesk.words.catalogue import N_, Words

_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "busy": (
        N_("Not saved: another till is busy"),
        N_("Nothing was given. Try again"),
    ),
    "full": (
        N_("Not saved: the disk is full"),
        N_("Nothing was given. Free some space, then try again"),
    ),
    "read_only": (
        N_("Not saved: the folder cannot be written"),
        N_("Nothing was given. Check the rights of the data folder"),
    ),
    "damaged": (
        N_("The data file is damaged"),
        N_("Restore the newest good backup"),
    ),
    "newer": (
        N_("The data is from a newer version of the program"),
        N_("Install the newer version; nothing was changed"),
    ),
    "missing": (
        N_("The file is not there or cannot be opened"),
        N_("Check the folder, or restore a backup"),
    ),
    "moved": (
        N_("Not saved: the data folder is not where it was"),
        N_("Nothing was given. Put it back, then try again"),
    ),
    "locked": (
        N_("The data folder is in use"),
        N_("Close the program that uses it, then try again"),
    ),
    "unreachable": (
        N_("Not saved: the data cannot be reached"),
        N_("Nothing was given. Try again"),
    ),
    "network_share": (
        N_("The data folder is on a network share"),
        N_("Choose a folder on this computer’s own disk"),
    ),
    "foreign": (
        N_("This file is not RefDesk’s"),
        N_("Choose another folder or file"),
    ),
}

STORAGE_VERDICT: Final = "stop_not_saved"


class Trouble(Protocol):
    """`storage.errors.StorageError`, as far as its text goes."""

    reason: str


def storage_text(words: Words, trouble: Trouble) -> tuple[str, str]:
    """What is so and what to do now."""
    title, step = _TEXTS.get(trouble.reason, _TEXTS["unreachable"])
    return words.text_of(title), words.text_of(step)
