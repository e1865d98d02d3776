"""Reading printed symbols with zbar, a decoder that the program itself does not use."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image


def zbar_texts(*images: Image.Image) -> list[str]:
    """Return the texts of all QR symbols that ``zbarimg`` finds, sorted."""
    program = shutil.which("zbarimg")
    assert program, "zbarimg is needed: install the package zbar-tools"
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, image in enumerate(images):
            path = Path(folder) / f"{number}.png"
            image.save(path)
            paths.append(str(path))
        only_qr = ["-Sdisable", "-Sqrcode.enable"]
        found = subprocess.run(
            [program, "--quiet", "--raw", *only_qr, *paths],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    return sorted(found.stdout.splitlines())
