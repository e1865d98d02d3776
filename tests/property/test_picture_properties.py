"""Whatever is in a file: a picture comes of it, or a refusal."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from refdesk.cards.pictures import LARGEST_PX, Picture, read_picture
from refdesk.cards.svg_picture import clean_css, clean_svg
from tests.support.hostile_pictures import in_svg, jpeg, png
from tests.support.refusals import refusal_of

NOISE = Image.effect_noise((24, 16), 80)
EXIF = Image.Exif()
EXIF[0x0112] = 6
FILES = [
    png(NOISE),
    png(NOISE.convert("P"), transparency=3),
    png(NOISE.convert("RGBA")),
    png(NOISE.convert("I;16")),
    jpeg(NOISE.convert("CMYK")),
    jpeg(NOISE.convert("RGB"), progressive=True, exif=EXIF),
]

changes = st.lists(
    st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.booleans()), min_size=1, max_size=4
)


@given(file=st.sampled_from(FILES), changed=changes, cut=st.integers(0, 60))
def test_a_damaged_file_is_a_picture_or_a_refusal(
    file: bytes, changed: list[tuple[int, bytes, bool]], cut: int
) -> None:
    data = bytearray(file)
    for place, new, replaces in changed:
        start = 8 + place % max(len(data) - 8, 1)
        data[start : start + (len(new) if replaces else 0)] = new
    made: list[Picture] = []
    code = refusal_of(lambda: made.append(read_picture(bytes(data[: len(data) - cut]))))
    assert code in ("", "bad_picture")
    for picture in made:
        assert 1 <= max(picture.width_px, picture.height_px) <= LARGEST_PX
        assert read_picture(picture.data) == picture


PARTS = st.sampled_from(
    [
        "<g>", "</g>", "<script>", "</script>", "<style>", "</style>", "<rect ", "/>", ">", '"',
        ' href="', "http://example.org/", "file:///etc/passwd", "#a", ' fill="', "url(", ")",
        " xlink:href='", "'", "<image", "<use", ' onload="', "<a:b", "<!--", "-->", "<![CDATA[",
        "]]>", "&#x75;rl(", "u\\72l(", "/*", "*/", "@import ", ";", "{", "}", "<?pi ", "?>",
        "data:image/png;base64,", "<foreignObject>", "</foreignObject>", " style='",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
def test_no_drawing_leads_out_of_itself(inside: str) -> None:
    made: list[ElementTree.Element] = []
    svg = in_svg(inside, ' xmlns:xlink="http://www.w3.org/1999/xlink"')
    assert refusal_of(lambda: made.append(clean_svg(svg, bytes))) in ("", "bad_picture")
    for element in (element for root in made for element in root.iter()):
        name = str(element.tag).rpartition("}")[2]
        assert name not in {"script", "foreignObject"}
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            if attribute.endswith("href"):
                assert value.startswith(("#", "data:image/png;base64,"))
            assert "url(http" not in value
            assert "url(file" not in value
        if name == "style":
            assert "url(http" not in (element.text or "")
    for root in made:
        ElementTree.fromstring(ElementTree.tostring(root))  # noqa: S314 - made by the same line


@pytest.mark.parametrize("style", ["u\\72l(http://a)", 'url("http://a")', "@\\69mport 'http://a'"])
def test_escapes_in_styles_lead_nowhere(style: str) -> None:
    assert "http" not in clean_css(style) or "url(" not in clean_css(style).lower()
