"""The process that draws one cleaned drawing and ends.

The renderer is quick and faithful, and there are figures over which it breaks off, runs for hours
or takes all memory there is. Here it may: whoever waits for it sees no picture, and no more.
"""

import contextlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

MOST_MEMORY: Final = 1_000_000_000

_STACK: Final = 64 * 1024 * 1024
_FAMILY: Final = "Onest"


def draw_file(arguments: Sequence[str]) -> int:
    """Draw one cleaned file into another in so many seconds; return the exit code."""
    source, target, seconds = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    _set_limits(seconds)

    def draw() -> None:
        with contextlib.suppress(OSError, ValueError, MemoryError):
            target.write_bytes(_render(source.read_text(encoding="utf-8")))

    # Each group in a group takes 60 kB of the stack, and some systems give a megabyte.
    threading.stack_size(_STACK)
    drawing = threading.Thread(target=draw)
    drawing.start()
    drawing.join()
    return 0 if target.exists() else 1


def _render(svg: str) -> bytes:
    import fontpkg_onest
    from resvg_py import svg_to_bytes

    # One typeface for all: a drawing must not look different on another computer.
    font = str(Path(fontpkg_onest.ROOT) / "files" / "Onest[wght].ttf")
    return svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[font],
        font_family=_FAMILY,
        serif_family=_FAMILY,
        sans_serif_family=_FAMILY,
        cursive_family=_FAMILY,
        fantasy_family=_FAMILY,
        monospace_family=_FAMILY,
        resources_dir=os.devnull,
    )


def _set_limits(seconds: int) -> None:
    """Let drawing fail here rather than crowd out the window; Windows knows no such limits."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
