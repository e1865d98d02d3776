"""Files that say they are pictures: made here, so that none of them lies in the repository."""

import io
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50"'
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def png(image: Image.Image, **options: object) -> bytes:
    """A picture as PNG."""
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    return stream.getvalue()


def jpeg(image: Image.Image, **options: object) -> bytes:
    """A picture as JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", **options)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *, bits: int, colour: int, body: bytes, extra: bytes) -> bytes:
    """A PNG from its parts, which need not fit one another."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"".join(
        (PNG_HEAD, chunk(b"IHDR", head), extra, chunk(b"IDAT", body), chunk(b"IEND", b""))
    )


def zeros(count: int) -> bytes:
    """So many zeros, packed: one packed block over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(100_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    rest = packer.compress(bytes(count % 100_000)) + packer.flush()
    return b"\x78\xda" + block * (count // 100_000) + rest + struct.pack(">HH", count % 65521, 1)


def bomb_png() -> bytes:
    """20,000 by 20,000 pixels of four bytes: 1.6 GB in 1.6 MB."""
    return png_of(20_000, 20_000, bits=8, colour=6, body=zeros(20_000 * 80_001), extra=b"")


def large_jpeg() -> bytes:
    """20,000 by 20,000 grey pixels, and all of them there: one block over and over."""
    data = jpeg(Image.new("L", (8, 8), 128))
    size, pixels = data.index(b"\xff\xc0") + 5, data.index(b"\xff\xda") + 10
    head = data[:size] + struct.pack(">HH", 20_000, 20_000) + data[size + 4 : pixels]
    four_blocks = b"\x28\xa2\x8a"  # each 001010: as the one before, and nothing more
    return head + four_blocks * (2500 * 2500 // 4) + b"\xff\xd9"


def large_png() -> bytes:
    """20,000 by 1,500 pixels, and all of them there."""
    return png_of(20_000, 1_500, bits=8, colour=2, body=zeros(1_500 * 60_001), extra=b"")


def lying_png() -> bytes:
    """Says that it is 2,000,000,000 pixels wide."""
    return png_of(2_000_000_000, 2_000_000_000, bits=16, colour=6, body=zeros(9), extra=b"")


def note_bomb_png() -> bytes:
    """A small picture with a note of 200 MB and a colour profile of 200 MB."""
    packed = zeros(200_000_000)
    notes = chunk(b"iCCP", b"a\0\0" + packed) + chunk(b"zTXt", b"a\0\0" + packed)
    return png_of(2, 2, bits=8, colour=0, body=zlib.compress(bytes(6)), extra=notes)


def small_jpeg(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A JPEG that says it is of another size than it is."""
    data = jpeg(Image.new("RGB", (64, 64), "#336699"), progressive=progressive)
    start = data.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    return data[:start] + struct.pack(">HH", height, width) + data[start + 4 :]


def broken_exif_jpeg() -> bytes:
    """A photo whose notes point beyond their end."""
    notes = b"Exif\0\0MM\0\x2a\0\0\0\x08\xff\xff" + b"\x01\x12\0\3\xff\xff\xff\xff\0\6\0\0" * 3
    return jpeg(Image.new("RGB", (8, 4), "red"), exif=notes)


def in_svg(inside: str, more: str = "") -> bytes:
    """A drawing of 50 by 50 with something in it."""
    return f"{SVG}{more}>{inside}</svg>".encode()


def entities(count: int, depth: int) -> bytes:
    """Entities made of entities."""
    made = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * count}">' for n in range(depth))
    return f'<!DOCTYPE svg [<!ENTITY e0 "x">{made}]>{SVG}><text>&e{depth};</text></svg>'.encode()


def uses(count: int, depth: int) -> bytes:
    """Groups that show a group many times over."""
    groups = "".join(
        f'<g id="g{n + 1}">{f"""<use href="#g{n}"/>""" * count}</g>' for n in range(depth)
    )
    return in_svg(
        f'<defs><rect id="g0" width="9" height="9"/>{groups}</defs><use href="#g{depth}"/>'
    )


def embedded(data: bytes) -> bytes:
    """A drawing with a raster in it."""
    return in_svg(f'<image width="50" height="50" href="data:image/png;base64,{_text(data)}"/>')


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _nested(depth: int, more: str = "") -> bytes:
    return in_svg(f"<g {more}>" * depth + '<rect width="99" height="99"/>' + "</g>" * depth)


def _path(data: str, more: str = "") -> bytes:
    return in_svg(f'<path d="M0 0{data}" stroke="red" {more}/>')


REFUSED: Final[Mapping[str, tuple[Callable[[], bytes], set[str]]]] = {
    "no bytes": (lambda: b"", {"empty"}),
    "a text": (lambda: b"logo", {"other_kind"}),
    "a program": (lambda: b"MZ" + bytes(900), {"other_kind"}),
    "a GIF": (lambda: b"GIF89a" + bytes(90), {"other_kind"}),
    "a page of the web": (lambda: b"<!DOCTYPE html><html><p>logo</html>", {"other_kind"}),
    "a packed drawing": (lambda: b"\x1f\x8b\x08" + bytes(90), {"other_kind"}),
    "a PNG's first bytes": (lambda: PNG_HEAD, {"broken"}),
    "a PNG cut short": (lambda: png(Image.effect_noise((90, 90), 90))[:2000], {"broken"}),
    "a PNG without pixels": (
        lambda: png_of(9, 9, bits=8, colour=2, body=b"", extra=b""), {"broken"},
    ),
    "a PNG of no size": (
        lambda: png_of(0, 0, bits=8, colour=2, body=zeros(9), extra=b""), {"broken"},
    ),
    "a PNG whose sums are wrong": (
        lambda: png(Image.effect_noise((90, 90), 90)).replace(b"IDAT", b"IDAT\0", 1), {"broken"},
    ),
    "a PNG that unpacks to 1.6 GB": (bomb_png, {"too_large"}),
    "a PNG that lies about its size": (lying_png, {"too_large"}),
    "a PNG with 400 MB of notes": (note_bomb_png, {"broken"}),
    "a JPEG's first bytes": (lambda: b"\xff\xd8\xff\xe0", {"broken"}),
    "a JPEG cut short": (lambda: jpeg(Image.effect_noise((90, 90), 90))[:900], {"broken"}),
    "a JPEG that lies about its size": (lambda: small_jpeg(65_000, 65_000), {"too_large"}),
    "a progressive JPEG that lies": (
        lambda: small_jpeg(20_000, 20_000, progressive=True), {"too_large"},
    ),
    "a drawing cut short": (lambda: in_svg("<g/>")[:-3], {"broken"}),
    "a drawing that is no drawing": (lambda: b"<html/>", {"other_kind"}),
    "a drawing of no size": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', {"no_size"},
    ),
    "entities made of entities": (lambda: entities(10, 9), {"broken"}),
    "an entity from a file": (
        lambda: b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + in_svg("<text>&e;</text>"),
        {"broken"},
    ),
    "an entity from the network": (
        lambda: b'<!DOCTYPE svg [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x"> %e;]>' + in_svg(""),
        {"broken"},
    ),
    "groups in groups": (lambda: _nested(100_000), {"too_complicated"}),
    "too many elements": (lambda: in_svg("<g/>" * 60_000), {"too_complicated"}),
    "a drawing of 11 MB": (lambda: in_svg(" " * 11_000_000), {"too_long"}),
    "a billion uses": (lambda: uses(10, 9), {"too_complicated"}),
    "arcs that break the renderer": (lambda: _path("a1e9 1e9 0 1 1 .1 .1" * 50_000),
                                     {"too_complicated"}),
    "curves without end": (lambda: _path("c1e6 1e6 -1e6 1e6 0 0" * 50_000), {"too_complicated"}),
    "a raster bomb in a drawing": (lambda: embedded(bomb_png()), {"too_large"}),
    "a broken raster in a drawing": (lambda: embedded(PNG_HEAD), {"broken"}),
    "many rasters in a drawing": (
        lambda: in_svg(f'<image href="data:image/png;base64,{_text(png(Image.new("1", (1, 1))))}"/>'
                       * 40),
        {"too_complicated"},
    ),
}  # fmt: skip
"""What must be refused, and with which reasons."""

BORNE: Final[Mapping[str, Callable[[], bytes]]] = {
    "a PNG of 20,000 pixels": large_png,
    "a JPEG of 20,000 by 20,000 pixels": large_jpeg,
    "a JPEG with too little in it": lambda: small_jpeg(20_000, 20_000),
    "a photo with broken notes": broken_exif_jpeg,
    "a script": lambda: in_svg('<script>fetch("http://127.0.0.1:9")</script><rect onload="x()"/>'),
    "a page in a drawing": lambda: in_svg(
        '<foreignObject><iframe src="file:///etc/passwd"/></foreignObject>'
    ),
    "links out": lambda: in_svg(
        '<image href="file:///etc/passwd" width="9" height="9"/><use href="other.svg#a"/>'
        '<image href="http://127.0.0.1:9/a.png" width="9" height="9"/><rect fill="url(http://a/#b)"/>'
        '<style>@import url("http://127.0.0.1:9/a.css"); rect { fill: u\\72l(//a/b) }</style>'
    ),
    "a canvas of a light year": lambda: in_svg("<rect/>", ' width="1e12" height="1e12"'),
    "a needle": lambda: in_svg("<rect/>", ' width="1000000" height="0.001"'),
    "190 groups in one another": lambda: _nested(190, 'transform="rotate(1)"'),
    "a hundred thousand dashes": lambda: _path("L50 50", 'stroke-dasharray="0.0006"'),
    "one mask in another": lambda: in_svg(
        '<mask id="a" mask="url(#b)"/><mask id="b" mask="url(#a)"/><rect mask="url(#a)"/>'
    ),
    "a drawing that shows itself": lambda: in_svg('<g id="a"><use href="#a"/></g>'),
    "a wide blur": lambda: in_svg(
        '<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter>'
        '<rect width="50" height="50" filter="url(#f)"/>'
    ),
}
"""What may be refused or drawn, but in time, in little memory, and without reaching out."""
