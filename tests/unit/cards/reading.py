"""Reading printed symbols with zbar, a decoder that the program itself does not use."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

_SOURCE = re.compile(r"<source href='[^']*/(\d+)\.png'.*?</source>", re.DOTALL)
_TEXT = re.compile(r"<data><!\[CDATA\[(.*?)\]\]></data>", re.DOTALL)


def zbar_texts(images: Sequence[Image.Image]) -> list[list[str]]:
    """Return for each picture the texts of the QR symbols that ``zbarimg`` finds in it."""
    program = shutil.which("zbarimg")
    assert program, "zbarimg is needed: install the package zbar-tools"
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / f"{number}.png") for number in range(len(images))]
        for image, path in zip(images, paths, strict=True):
            image.convert("L").save(path, compress_level=1)
        only_qr = ["-Sdisable", "-Sqrcode.enable"]
        found = subprocess.run(
            [program, "--quiet", "--xml", *only_qr, *paths],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    texts: list[list[str]] = [[] for _ in images]
    for source in _SOURCE.finditer(found.stdout):
        texts[int(source[1])] = sorted(_TEXT.findall(source[0]))
    return texts
