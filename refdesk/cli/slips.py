"""Slips that a command writes beside its answer, once what they tell of is recorded."""

from pathlib import Path
from tempfile import TemporaryFile


def try_folder(out: Path) -> None:
    """Find out before anything is recorded whether a slip can be written there. Raises OSError."""
    with TemporaryFile(dir=out.absolute().parent):
        pass
