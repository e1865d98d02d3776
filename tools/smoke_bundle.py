"""Start the bundled program once in every way that a shop starts it.

    python -m tools.smoke_bundle dist/refdesk

The help, the demo (prints cards and reads them back), a new shop and its check, in English and
Russian, and the window, which closes by itself (REFDESK_SMOKE): without a screen, and on a
virtual one where there is Xvfb. Exit status 1 with the first thing that does not work.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 120
XVFB = "xvfb-run"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><circle r="9"/></svg>"""


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment in which only the bundle's own Python and Qt can be found."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)}


class SmokeError(Exception):
    """The bundle ran and said something else than it should."""


def expect(holds: bool, what: object) -> None:
    """Raise SmokeError, showing what there was, unless the condition holds."""
    if not holds:
        raise SmokeError(str(what))


class Smoke:
    """One bundle and a throw-away home for it."""

    def __init__(self, program: Path, home: Path) -> None:
        self.program = program
        self.home = home

    def run(self, *arguments: str, wrapper: tuple[str, ...] = (), **extra: str) -> str:
        """Run the program and return its output; raise CalledProcessError unless it ends well."""
        started = time.monotonic()
        done = subprocess.run(
            [*wrapper, str(self.program), *arguments],
            cwd=self.home,
            env={**clean_environment(self.home), **extra},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=True,
        )
        shown = " ".join(arguments) or "(window)"
        print(f"  {time.monotonic() - started:5.1f} s  refdesk {shown}", flush=True)
        return done.stdout

    def command_line(self) -> None:
        """Help, the demo day, a new shop and its check."""
        shown = self.run("--help")
        expect("redeem" in shown, shown)
        out = self.home / "demo"
        demo = json.loads(self.run("--json", "demo", "--out", str(out), "--customers", "20"))
        expect(Path(demo["pdf"]).stat().st_size > 1000, demo)
        expect(demo["redemptions"] > 0, demo)
        for language in ("en", "ru"):
            start = ("--data", str(self.home / f"shop-{language}"), "--lang", language)
            self.run(*start, "init", "--shop", "Smoke", "--preset", "car-wash")
            self._set_logo(*start)
            checked = json.loads(self.run(*start, "--json", "check"))
            expect(checked["ok"] is True, checked)

    def _set_logo(self, *start: str) -> None:
        """A drawing as the logo: the program draws it in a process of its own, which is itself."""
        drawing = self.home / "logo.svg"
        drawing.write_text(DRAWING, encoding="utf-8")
        kept = json.loads(self.run(*start, "--json", "design", "picture", "logo", str(drawing)))
        expect(kept["size"] == [1600, 800], kept)

    def window(self) -> None:
        """The first window of a new folder, and the counter of a shop."""
        folders = [str(self.home / name) for name in ("new", "shop-ru")]
        for folder in folders:
            self.run(REFDESK_DATA=folder, QT_QPA_PLATFORM="offscreen", REFDESK_SMOKE="1")
        if shutil.which(XVFB):
            screen = {"QT_QPA_PLATFORM": "xcb", "REFDESK_SMOKE": "1"}
            self.run(wrapper=(XVFB, "-a"), REFDESK_DATA=folders[-1], **screen)


def main() -> int:
    """Smoke-test the bundle named on the command line."""
    folder = Path(sys.argv[1]).resolve()
    size = sum(file.stat().st_size for file in folder.rglob("*") if not file.is_symlink())
    print(f"smoke test of the bundle ({size / 1e6:.0f} MB)")
    with tempfile.TemporaryDirectory() as home:
        smoke = Smoke(folder / "refdesk", Path(home))
        try:
            smoke.command_line()
            smoke.window()
        except (SmokeError, OSError, subprocess.SubprocessError) as problem:
            print(f"smoke test: {problem}", file=sys.stderr)
            for stream in ("stdout", "stderr"):
                said = getattr(problem, stream, None) or ""
                text = said.decode(errors="replace") if isinstance(said, bytes) else said
                print(text, file=sys.stderr)
            return 1
    print("smoke test: the bundle works")
    return 0


if __name__ == "__main__":
    sys.exit(main())
