"""Single cards as pictures for messengers."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from defusedxml import ElementTree
from PIL import Image

from refdesk.cards.card_image import card_png, write_card_png, write_card_svg
from refdesk.cards.compose import compose
from refdesk.cards.design import load_design
from refdesk.cards.qr import decode_image
from refdesk.cards.stocks import CellSize
from refdesk.cards.svg_drawing import card_svg
from tests.unit.cards.kinds import DESIGN, illustrated
from tests.unit.cards.samples import HOSTILE, NAMED, record

SIZE = CellSize(85, 54)
CLEAR = load_design("clear")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("width", [1080, 333])
@pytest.mark.parametrize("size", [SIZE, CellSize(62, 100), CellSize(85.6, 53.98)])
def test_a_picture_is_as_wide_as_asked_and_as_high_as_its_card(size: CellSize, width: int) -> None:
    picture = Image.open(BytesIO(card_png(compose(CLEAR, record({}), size), size, width)))
    assert picture.size == (width, round(width * size.height / size.width))
    assert picture.mode == "RGB"


def test_a_picture_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    write_card_png(path, compose(CLEAR, record(NAMED["russian"]), SIZE), SIZE)
    assert decode_image(Image.open(path)) == ("7K4M9XQT2A",)


def test_the_same_card_makes_the_same_bytes(tmp_path: Path) -> None:
    primitives = compose(DESIGN, illustrated(), SIZE)
    assert card_png(primitives, SIZE) == card_png(primitives, SIZE)
    assert card_svg(primitives, SIZE) == card_svg(primitives, SIZE)


@pytest.mark.parametrize("title", ["", 'A & <b> "\x00\ud800" ]]>'])
def test_hostile_texts_make_a_sound_svg_that_runs_and_fetches_nothing(title: str) -> None:
    texts = {name: f'{text}"><script>alert(1)</script>&x;\x0b' for name, text in HOSTILE.items()}
    svg = card_svg(compose(CLEAR, record(texts), SIZE), SIZE, title=title)
    root = ElementTree.fromstring(svg.encode())
    names = {element.tag for element in root.iter()}
    assert names <= {f"{SVG}{name}" for name in ("svg", "title", "rect", "path")}
    for element in root.iter():
        assert not [key for key in element.attrib if key.startswith("on") or "href" in key]


def test_an_svg_holds_its_pictures_itself() -> None:
    root = ElementTree.fromstring(card_svg(compose(DESIGN, illustrated(), SIZE), SIZE))
    links = [element.attrib["href"] for element in root.iter(f"{SVG}image")]
    assert len(links) == 2
    assert all(link.startswith("data:image/png;base64,") for link in links)


def test_an_svg_tells_its_texts_to_those_who_cannot_see(tmp_path: Path) -> None:
    path = tmp_path / "card.svg"
    write_card_svg(path, compose(CLEAR, record(NAMED["english"]), SIZE), SIZE, title="Anna")
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    labels = [element.get("aria-label") for element in root.iter() if element.get("aria-label")]
    assert "−10\u00a0%" in labels
    assert root.findtext(f"{SVG}title") == "Anna"


@pytest.mark.parametrize("write", [write_card_png, write_card_svg])
def test_a_folder_that_is_not_there_leaves_nothing(tmp_path: Path, write: object) -> None:
    assert callable(write)
    with pytest.raises(OSError, match="card"):
        write(tmp_path / "no" / "card", compose(CLEAR, record({}), SIZE), SIZE)
    assert list(tmp_path.iterdir()) == []


def test_pictures_need_no_qt() -> None:
    script = (
        "import sys\n"
        "from refdesk.cards.card_image import card_png, card_svg\n"
        "from refdesk.cards.compose import compose\n"
        "from tests.unit.cards.test_card_image import CLEAR, SIZE, record\n"
        "card = compose(CLEAR, record({}), SIZE)\n"
        "assert card_png(card, SIZE) and card_svg(card, SIZE)\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
