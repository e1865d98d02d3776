"""Tell the stories of the counter and draw a contact sheet of each: docs/stories/*.png.

The stories are `tests/ui/stories.py`. The run fails when a story does, and draws nothing then.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import fontpkg_onest
from PIL import Image, ImageDraw, ImageFont

from tests.support.story_till import PICTURES, SIZE
from tests.ui.stories import STORIES

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "docs" / "stories"
TESTS: Final = "tests/ui/test_stories.py"
FONT: Final = Path(fontpkg_onest.ROOT) / "files" / "Onest[wght].ttf"
COLUMNS: Final = 3
WIDTH: Final = 680
"""Of one picture in a sheet, in pixels."""
GAP: Final = 20
CAPTION: Final = 52
HEAD: Final = 92
GROUND, INK, FAINT = "#dfe5ea", "#14212c", "#485765"
COLOURS: Final = 128
"""A flat window has few: a palette makes its picture a quarter as large."""


def main() -> int:
    """Write a sheet for each story and language; the exit code of the stories."""
    with tempfile.TemporaryDirectory() as pictures:
        environment = {**os.environ, PICTURES: pictures}
        told = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-k", "is_told", TESTS],
            cwd=ROOT,
            env=environment,
            check=False,
        )
        if told.returncode == 0:
            draw_sheets(Path(pictures), FOLDER)
    return told.returncode


def draw_sheets(pictures: Path, folder: Path) -> None:
    """Draw a sheet of each story that was told into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, story in STORIES.items():
        for language in ("en", "ru"):
            taken = pictures / f"{name}-{language}"
            if taken.is_dir():
                path = folder / f"{name.replace('_', '-')}-{language}.png"
                sheet = _sheet(taken, (story.__doc__ or name).splitlines()[0])
                sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
                print(path, path.stat().st_size)


def _sheet(taken: Path, title: str) -> Image.Image:
    """All pictures of a story in their order, each under what was pressed for it."""
    kept = json.loads((taken / "story.json").read_text(encoding="utf-8"))
    files = sorted(taken.glob("*.png"))
    pictures = [_small(Image.open(file).convert("RGB")) for file in files]
    tall = max(one.height for one in pictures)
    columns = min(COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    size = (columns * (WIDTH + GAP) + GAP, HEAD + rows * (tall + CAPTION + GAP))
    sheet = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(sheet)
    draw.text((GAP, GAP), title, INK, _font(24))
    draw.text((GAP, GAP + 36), _counts(kept), FAINT, _font(17))
    for number, (step, picture) in enumerate(zip(kept["steps"], pictures, strict=True)):
        left = GAP + number % columns * (WIDTH + GAP)
        top = HEAD + number // columns * (tall + CAPTION + GAP)
        draw.text((left, top), f"{number + 1}. {step['caption']}", INK, _font(18))
        draw.text((left, top + 24), "  ".join(step["keys"]), FAINT, _font(16))
        sheet.paste(picture, (left, top + CAPTION))
    return sheet


def _counts(kept: dict[str, int]) -> str:
    names = ("actions", "scans", "presses")
    deeds, scans, keys = (kept[name] for name in names)
    return f"Deeds {deeds}, scans {scans}, keys {keys}"


def _small(picture: Image.Image) -> Image.Image:
    """Of the width of the sheet's column, or as high as a window; so is a page of paper."""
    picture.thumbnail((WIDTH, WIDTH * SIZE[1] // SIZE[0]), Image.Resampling.LANCZOS)
    return picture


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


if __name__ == "__main__":
    sys.exit(main())
