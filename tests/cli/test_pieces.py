"""``cards image`` and ``cards poster``."""

from pathlib import Path

import pytest
from PIL import Image

from refdesk.cards.qr import decode_image, decode_page
from tests.cli.terminal import Terminal
from tests.services.test_pieces import svg_picture


def bare(code: str) -> str:
    return code.replace("-", "")


@pytest.mark.parametrize("name", ["card.png", "card.PNG"])
def test_a_card_is_written_as_a_picture(shop: Terminal, tmp_path: Path, name: str) -> None:
    _, code = shop.add("Marina Danilova")
    file = tmp_path / name
    done = shop.json("cards", "image", code, "--out", str(file))
    assert done["file"] == str(file)
    assert done["code"] == "…" + code[-3:]
    assert code not in done.out
    with Image.open(file) as picture:
        assert picture.width == 1080
        assert decode_image(picture) == (bare(code),)


def test_a_card_is_written_as_a_drawing_of_another_design(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    file = tmp_path / "card.svg"
    assert shop.json("cards", "image", code, "--out", str(file), "--design", "wave")["file"]
    assert decode_image(svg_picture(file)) == (bare(code),)


def test_what_is_no_picture_is_wrong_input(shop: Terminal, tmp_path: Path) -> None:
    _, code = shop.add("Anna")
    told = shop.refused("cards", "image", code, "--out", str(tmp_path / "card.txt"), code=2)
    assert told["refused"] == "bad_file"
    told = shop.refused("cards", "image", "AAAAA-AAAAA", "--out", str(tmp_path / "card.png"))
    assert told["refused"] == "code_unknown"


def test_a_poster_is_written_on_the_stock_that_is_named(shop: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "poster.pdf"
    done = shop.json("cards", "poster", "--programme", "P1", "--out", str(file))
    assert (done["file"], done["posters"], done["sheets"]) == (str(file), 1, 1)
    assert decode_page(file, 1, dpi=100) == ()
    more = ["--stock", "poster-a6-on-a4", "--design", "wave"]
    done = shop.json("cards", "poster", "--programme", "P1", "--out", str(file), *more)
    assert (done["posters"], done["sheets"]) == (4, 1)
    told = shop.refused("cards", "poster", "--programme", "P9", "--out", str(file), code=2)
    assert told["refused"] == "bad_programme"
