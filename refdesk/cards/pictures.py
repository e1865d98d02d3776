"""Pictures on cards: logos and photos, made safe once and drawn many times.

PNG, JPEG and SVG become one kind of PNG: upright, red, green and blue with transparency where
there is any, no larger than print needs, and without whatever else a file may carry. What a file
says of itself is believed only as far as its pixels bear it out; nothing but the file is read.
"""

import contextlib
import hashlib
import io
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from refdesk.cards.new_file import replacing
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_PX: Final = 2000
"""The longer side of a picture as it is kept: 170 mm at 300 dpi."""

MOST_BYTES: Final = 64_000_000
MOST_PIXELS: Final = 40_000_000
"""How many pixels are unpacked at once; a JPEG is made smaller while it is unpacked."""

MOST_JPEG_PIXELS: Final = 500_000_000

PICTURE_SUFFIX: Final = ".png"

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_MARKUP: Final = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
_ORIENTATION: Final = 0x0112
_DRAWABLE: Final = ("RGB", "RGBA")

_BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError, TypeError,
    struct.error, zlib.error,
)  # fmt: skip
"""What readers of pictures raise when a file is not what it says."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is drawn: ``data`` is a PNG of its pixels, ``digest`` tells it from others.

    ``has_alpha``: parts of it may let through what lies under them.
    """

    width_px: int
    height_px: int
    has_alpha: bool
    data: bytes = field(repr=False)
    digest: str = ""


def load_picture(path: Path) -> Picture:
    """Return the picture of a PNG, JPEG or SVG file; of a moving one its first.

    The same file gives the same bytes. Raises DomainError ``bad_picture`` with ``file`` and
    ``reason``: ``missing``, ``no_file``, ``unreadable``, ``empty``, ``too_long``, ``other_kind``,
    ``broken``, ``too_large``, ``too_complicated`` or ``no_size``.
    """
    try:
        return read_picture(_read_file(path))
    except DomainError as refusal:
        raise DomainError(refusal.code, file=path.name, **refusal.params) from None


def read_picture(data: bytes) -> Picture:
    """Return the picture that a file's bytes hold; raises as ``load_picture``."""
    if not data:
        raise bad_picture("empty")
    if data.startswith((_PNG, _JPEG)):
        return _read_raster(data)
    if _MARKUP.match(data[:4096]):
        from refdesk.cards.svg_picture import draw_svg

        return _read_raster(draw_svg(data, lambda raster: _read_raster(raster).data))
    raise bad_picture("other_kind")


def store_picture(folder: Path, name: str, path: Path) -> Picture:
    """Make the picture of a file safe and keep it as ``name``.png in ``folder``; return it.

    ``name`` is a file's name without a suffix, already known to be harmless. Raises what
    ``load_picture`` raises, and OSError.
    """
    picture = load_picture(path)
    write_picture(folder, name, picture)
    return picture


def write_picture(folder: Path, name: str, picture: Picture) -> Path:
    """Keep a picture as ``name``.png in ``folder``, whole or not at all; return the file's path.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{PICTURE_SUFFIX}"
    with replacing(path) as stream:
        stream.write(picture.data)
    return path


def bad_picture(reason: str) -> DomainError:
    """Return the refusal of a picture."""
    return DomainError("bad_picture", reason=reason)


# -- files ---------------------------------------------------------------------------------------


def _read_file(path: Path) -> bytes:
    """Read a plain file: a pipe would never end, and a device is no picture."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise bad_picture("no_file")
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise bad_picture("missing") from None
    except (OSError, ValueError):
        raise bad_picture("unreadable") from None
    if len(data) > MOST_BYTES:
        raise bad_picture("too_long")
    return data


# -- rasters -------------------------------------------------------------------------------------


def _read_raster(data: bytes) -> Picture:
    with _refusing():
        image = _small(_opened(data))
        image = _drawable(_upright(image))
    return _picture(image)


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Turn whatever a reader stumbles over into a refusal."""
    try:
        yield
    except MemoryError:
        raise bad_picture("too_large") from None
    except _BROKEN:
        raise bad_picture("broken") from None


def _opened(data: bytes) -> "Image":
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    # Not by Image.open: its bound on pixels is one for all kinds and for the whole program.
    image: Image = (JpegImageFile if data.startswith(_JPEG) else PngImageFile)(io.BytesIO(data))
    if data.startswith(_JPEG):
        _ask_for_less(image)
    width, height = image.size
    if not width * height:
        raise bad_picture("broken")
    if width * height > MOST_PIXELS:
        raise bad_picture("too_large")
    return image


def _ask_for_less(image: "Image") -> None:
    """Have a JPEG unpacked at a half, a quarter or an eighth where that is still enough."""
    width, height = image.size
    # A progressive file is gathered whole in memory before any of it can be made smaller.
    most = MOST_PIXELS if image.info.get("progressive") else MOST_JPEG_PIXELS
    if width * height > most:
        raise bad_picture("too_large")
    scale = LARGEST_PX / max(width, height)
    if scale < 1:
        wanted = max(round(width * scale), 1), max(round(height * scale), 1)
        image.draft(image.mode, wanted)


def _small(image: "Image") -> "Image":
    """Return the picture no larger than it is kept, and of 8 bits a colour."""
    image.seek(0)
    image.load()
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    if max(image.size) > LARGEST_PX:
        if image.mode in ("1", "P", "PA") or "transparency" in image.info:
            image = _drawable(image)
        image = _scaled(image)
    return image


def _scaled(image: "Image") -> "Image":
    from PIL import Image

    scale = LARGEST_PX / max(image.size)
    width, height = (max(round(side * scale), 1) for side in image.size)
    scaled = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    scaled.info = {}
    return scaled


def _eight_bits(image: "Image") -> "Image":
    """Return a picture of 16-bit greys in 8 bits: converting as such would cut, not divide."""
    grey = image.convert("I").point(lambda value: value / 256).convert("L")
    grey.info = {}
    return grey


def _upright(image: "Image") -> "Image":
    """Turn a photo as its camera was held."""
    from PIL import ImageOps

    try:
        orientation = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return image  # a broken note about a picture is no reason to refuse the picture
    if orientation == 1:
        return image
    image.info.pop("exif", None)
    upright = ImageOps.exif_transpose(image)
    return image if upright is None else upright


def _drawable(image: "Image") -> "Image":
    """Return the picture in red, green and blue, with transparency where any is used."""
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        lowest, _ = image.getchannel("A").getextrema()
        return image if lowest != 255 else image.convert("RGB")
    return image.convert("RGB")


def _picture(image: "Image") -> Picture:
    from PIL import Image

    width, height = image.size
    if image.mode not in _DRAWABLE:
        raise bad_picture("broken")
    # pixels alone: no profile, no note and no date goes on
    plain = Image.frombytes(image.mode, image.size, image.tobytes())
    stream = io.BytesIO()
    plain.save(stream, "PNG", compress_level=6)
    data = stream.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return Picture(width, height, image.mode == "RGBA", data, digest)
