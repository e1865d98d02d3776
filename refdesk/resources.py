"""Where the program finds the files that ship with it.

A checkout keeps them in ``resources/`` beside the package; a wheel and a frozen build carry the
same tree as ``refdesk/_resources``. Nothing else in the program knows the difference.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    shipped = _PACKAGE / "_resources"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder."""
    return _root().joinpath(*parts)


def resource_text(*parts: str) -> str:
    """Return a shipped text file's content (UTF-8)."""
    return resource_path(*parts).read_text(encoding="utf-8")
