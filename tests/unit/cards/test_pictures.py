"""Pictures: what comes in many forms goes on in one."""

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms

from refdesk.__main__ import DRAW_WORD as PROGRAM_WORD
from refdesk.cards.pictures import LARGEST_PX, Picture, load_picture, read_picture, store_picture
from refdesk.cards.svg_picture import DRAW_WORD, clean_css, clean_svg
from refdesk.domain.errors import DomainError
from tests.support.hostile_pictures import SVG, embedded, in_svg, jpeg, png, png_of

RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)


def two_halves(mode: str = "RGB") -> Image.Image:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (20, 0, 40, 20))
    return image.convert(mode)


def pixels(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    assert image.format == "PNG"
    assert image.size == (picture.width_px, picture.height_px)
    assert image.mode == ("RGBA" if picture.has_alpha else "RGB")
    assert image.info == {}
    return image


def colours(picture: Picture, *places: tuple[int, int]) -> list[tuple[int, ...]]:
    image = pixels(picture)
    found = [image.getpixel(place) for place in places]
    return [one for one in found if isinstance(one, tuple)]


def is_near(found: tuple[int, ...], wanted: tuple[int, ...], by: int = 4) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


# -- rasters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK-as-jpeg", "L", "1", "LA", "I;16"])
def test_every_kind_of_pixels_becomes_red_green_and_blue(mode: str) -> None:
    if mode == "CMYK-as-jpeg":
        picture = read_picture(jpeg(two_halves("CMYK"), quality=95))
    else:
        picture = read_picture(
            png(two_halves("L" if mode in ("1", "I;16") else mode).convert(mode))
        )
    left, right = colours(picture, (5, 10), (35, 10))
    assert not picture.has_alpha
    if mode in ("RGB", "RGBA", "P", "CMYK-as-jpeg"):
        assert is_near(left, RED)
        assert is_near(right, BLUE)
    elif mode in ("L", "LA"):
        assert left == (76, 76, 76)
        assert right == (29, 29, 29)


def test_greys_of_16_bits_are_divided_and_not_cut() -> None:
    steps = bytes(
        byte for value in (0, 0x7FFF, 0xC000, 0xFFFF) for byte in (value >> 8, value & 255)
    )
    import zlib

    data = png_of(4, 1, bits=16, colour=0, body=zlib.compress(b"\0" + steps), extra=b"")
    found = colours(read_picture(data), (0, 0), (1, 0), (2, 0), (3, 0))
    assert found == [(v, v, v) for v in (0, 127, 192, 255)]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P", "RGB", "L"])
def test_transparency_is_kept_whichever_way_a_file_says_it(mode: str) -> None:
    if mode in ("RGBA", "LA", "PA"):
        image = Image.new("RGBA", (4, 4), (*RED, 0))
        image.paste((*RED, 255), (2, 0, 4, 4))
        data = png(image.convert("LA") if mode == "LA" else image)
    else:
        image = Image.new("RGB", (4, 4), (0, 0, 0))
        image.paste((255, 255, 255), (2, 0, 4, 4))
        clear: object = {"P": 0, "L": 0, "RGB": (0, 0, 0)}[mode]
        image = image.convert("1").convert("L") if mode == "L" else image
        image = image.quantize(2) if mode == "P" else image
        data = png(image, transparency=image.getpixel((0, 0)) if mode == "P" else clear)
    picture = read_picture(data)
    left, right = colours(picture, (0, 0), (3, 0))
    assert picture.has_alpha
    assert (left[3], right[3]) == (0, 255)


def test_a_photo_stands_as_its_camera_was_held() -> None:
    notes = Image.Exif()
    for orientation in range(1, 9):
        notes[0x0112] = orientation
        data = jpeg(two_halves(), exif=notes, quality=95)
        picture = read_picture(data)
        wide = orientation < 5
        assert (picture.width_px, picture.height_px) == ((40, 20) if wide else (20, 40))
        first = colours(picture, (2, 2))[0]
        assert is_near(first, RED if orientation in (1, 4, 5, 6) else BLUE), orientation


@pytest.mark.parametrize("kind", [png, jpeg])
@pytest.mark.parametrize("size", [(4000, 3000), (2001, 3), (3, 5000)])
def test_a_large_picture_is_made_smaller(
    kind: Callable[[Image.Image], bytes], size: tuple[int, int]
) -> None:
    picture = read_picture(kind(Image.new("RGB", size, RED)))
    assert max(picture.width_px, picture.height_px) == LARGEST_PX
    wanted = size[0] / size[1]
    assert picture.width_px == pytest.approx(picture.height_px * wanted, abs=max(wanted, 1))
    assert is_near(colours(picture, (0, 0))[0], RED)


def test_the_edge_of_what_is_clear_stays_clean_when_made_smaller() -> None:
    image = Image.new("RGBA", (4000, 40), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (2001, 0, 4000, 40))
    picture = pixels(read_picture(png(image)))
    seen = [picture.getpixel((x, 10)) for x in range(990, 1010)]
    assert all(isinstance(one, tuple) and (one[3] < 16 or one[0] > 240) for one in seen)


def test_of_a_moving_picture_the_first_is_taken() -> None:
    stream = io.BytesIO()
    first, second = Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)
    first.save(stream, "PNG", save_all=True, append_images=[second])
    assert colours(read_picture(stream.getvalue()), (4, 4)) == [RED]
    stream = io.BytesIO()
    first.save(stream, "MPO", save_all=True, append_images=[second])
    assert is_near(colours(read_picture(stream.getvalue()), (4, 4))[0], RED)


def test_notes_and_profiles_do_not_go_on() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "Anna Petrova")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = png(two_halves(), pnginfo=notes, icc_profile=profile, dpi=(72, 72))
    assert b"Anna" in data
    assert b"Anna" not in read_picture(data).data
    assert pixels(read_picture(data)).info == {}


def test_the_same_picture_gives_the_same_bytes_and_stays_as_it_is() -> None:
    data = png(two_halves("RGBA"))
    once, twice = read_picture(data), read_picture(data)
    assert once == twice
    assert len(once.digest) == 64
    assert read_picture(once.data) == once
    assert read_picture(png(two_halves().rotate(180))).digest != once.digest


# -- drawings ----------------------------------------------------------------------------------


def test_a_drawing_becomes_a_picture_with_its_colours_and_its_clear_ground() -> None:
    data = in_svg('<rect width="25" height="25" fill="#ff0000"/><circle cx="40" cy="40" r="5"/>')
    picture = read_picture(data)
    assert (picture.width_px, picture.height_px) == (1600, 1600)
    found = colours(picture, (10, 10), (1280, 1280), (1500, 10))
    assert found == [(255, 0, 0, 255), (0, 0, 0, 255), (0, 0, 0, 0)]
    assert read_picture(data) == picture


@pytest.mark.parametrize(
    "given, size",
    [
        ('viewBox="0 0 300 100"', (1600, 533)),
        ('viewBox="0,0,300,100" width="100%" height="100%"', (1600, 533)),
        ('width="30mm" height="60mm"', (800, 1600)),
        ('width="1in" height="96"', (1600, 1600)),
        ('viewBox="0 0 10 10" width="20cm" height="100mm"', (1600, 800)),
        ('viewBox="0 0 nan 10" width="20" height="10"', (1600, 800)),
    ],
)
def test_a_drawing_keeps_its_proportion(given: str, size: tuple[int, int]) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {given}><path d="M0 0L9 9" stroke="red"/></svg>'
    picture = read_picture(svg.encode())
    assert abs(picture.width_px - size[0]) <= 1
    assert abs(picture.height_px - size[1]) <= 1


def test_texts_of_a_drawing_are_drawn_in_the_typeface_that_is_there() -> None:
    svg = in_svg('<text x="2" y="40" font-family="Nowhere, serif" font-size="20">Лагуна</text>')
    box = pixels(read_picture(svg)).getbbox()
    assert box is not None
    assert box[2] - box[0] > 900


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_drawing_may_be_in_any_encoding_it_names(encoding: str) -> None:
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    svg = f'<?xml version="1.0" encoding="{named}"?><!-- Лагуна -->{SVG}><rect width="9"/></svg>'
    assert read_picture(svg.encode(encoding)).width_px == 1600


def test_a_raster_in_a_drawing_is_drawn() -> None:
    small = png(Image.new("RGB", (4, 4), GREEN))
    assert colours(read_picture(embedded(small)), (800, 800)) == [GREEN]


HARMFUL = """
<script>alert(1)</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
<rect onclick="alert(1)" fill="url(http://example.org/#a)" style="fill:url('//example.org/a')"/>
<image href="http://example.org/a.png"/><image xlink:href="file:///etc/passwd"/>
<use href="other.svg#a"/><use xlink:href="#fine"/><a href="javascript:alert(1)"><circle r="1"/></a>
<feImage href="http://example.org/a.png"/><animate attributeName="href" to="javascript:alert(1)"/>
<set attributeName="onload" to="alert(1)"/><rect fill="url(#fine)" xml:base="http://example.org/"/>
<style>@import "http://example.org/a.css"; @font-face { src: url(http://example.org/f) }
.a { fill: u\\rl(http://example.org/b) } .b { fill: url(#fine) } @media all { .c { x: y } }</style>
"""


def test_whatever_is_not_drawing_is_taken_out_of_a_drawing() -> None:
    more = ' xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)"'
    root = clean_svg(in_svg(HARMFUL, more), lambda data: data)
    kept = ElementTree.tostring(root, encoding="unicode")
    for harm in ("example.org", "alert", "javascript", "passwd", "other.svg", "script", "foreign",
                 "import", "font-face", "base", "animate"):  # fmt: skip
        assert harm not in kept, harm
    assert kept.count("#fine") == 3
    assert "circle" in kept


@pytest.mark.parametrize(
    "css, kept",
    [
        ("fill: red", "fill: red"),
        ("fill: url(#a)", "fill: url(#a)"),
        ("fill: url( '#a' )", "fill: url( '#a' )"),
        ("fill: URL(http://a)", "fill: none"),
        ("fill: url(http://a", "fill: none"),
        ("fill: u/**/rl(http://a)", "fill: none"),
        ("@import 'http://a'; a { b: c }", " a { b: c }"),
        ("@import 'http://a'", ""),
    ],
)
def test_styles_lead_nowhere(css: str, kept: str) -> None:
    assert clean_css(css) == kept


def test_the_program_knows_the_word_that_it_calls_itself_with() -> None:
    assert PROGRAM_WORD == DRAW_WORD


# -- files -------------------------------------------------------------------------------------


def test_a_picture_is_kept_as_what_it_became(tmp_path: Path) -> None:
    source, folder = tmp_path / "logo.jpg", tmp_path / "designs" / "pictures"
    source.write_bytes(jpeg(two_halves()))
    stored = store_picture(folder, "logo", source)
    assert [path.name for path in folder.iterdir()] == ["logo.png"]
    assert load_picture(folder / "logo.png") == stored


def test_a_refused_picture_leaves_the_one_before(tmp_path: Path) -> None:
    source = tmp_path / "logo.png"
    source.write_bytes(png(two_halves()))
    kept = store_picture(tmp_path / "kept", "logo", source)
    source.write_bytes(b"MZ")
    with pytest.raises(DomainError) as refusal:
        store_picture(tmp_path / "kept", "logo", source)
    assert refusal.value.code == "bad_picture"
    assert refusal.value.params == {"file": "logo.png", "reason": "other_kind"}
    assert load_picture(tmp_path / "kept" / "logo.png") == kept
    assert len(list((tmp_path / "kept").iterdir())) == 1
