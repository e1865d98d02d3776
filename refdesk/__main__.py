"""From the arguments to the window or the command line."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from refdesk.bootstrap import Opener, default_folder

DRAW_WORD = "--draw-svg"
"""The program calls itself with this word to draw a picture that might do harm."""


def main() -> int:
    """Run the program: without a command its window. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # what a console cannot show must not end the program
            stream.reconfigure(errors="backslashreplace")
    arguments = sys.argv[1:]
    if arguments[:1] == [DRAW_WORD] and len(arguments) == 4:
        return _draw(arguments[1:])
    if "--json" in arguments and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    asked = _window_options(arguments)
    return _command(arguments) if asked is None else _window(asked)


def _draw(files: Sequence[str]) -> int:
    from refdesk.cards.svg_child import draw_file

    return draw_file(files)


def _opener(folder: str | None, till: str) -> Opener:
    return Opener(Path(folder) if folder else default_folder(), till)


def _command(arguments: Sequence[str]) -> int:
    from refdesk.cli.app import main as run_command

    return run_command(arguments, _opener)


def _window_options(arguments: Sequence[str]) -> argparse.Namespace | None:
    """What a call without a command means: folder, till and language; None where it has one."""
    if any(one in ("-h", "--help", "--version") for one in arguments):
        return None
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--data", default=None)
    parser.add_argument("--till", default=os.environ.get("REFDESK_TILL") or "1")
    parser.add_argument("--lang", choices=("en", "ru"), default="")
    try:
        known, rest = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        return None
    return None if rest else known


def _window(asked: argparse.Namespace) -> int:
    """The window; where nothing can show one, the demo in the terminal."""
    if not has_display():
        from refdesk.cli.app import tell_no_display

        tell_no_display()
        return _command([*(["--lang", asked.lang] if asked.lang else []), "demo"])
    from refdesk.ui.start import run

    return run(_opener(asked.data, asked.till), (), language=asked.lang)


def has_display() -> bool:
    """Whether a window can be shown: everywhere but on a Linux without a screen."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
