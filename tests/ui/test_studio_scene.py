"""What the canvas draws is what the composer gives, and in a drag only what moves is made anew."""

from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from refdesk.cards.compose import Composer
from refdesk.cards.design import list_designs, load_design
from refdesk.cards.painter import CardPainter
from refdesk.cards.stocks import CellSize
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.card_picture import CardPicture, Look
from refdesk.ui.pages.studio.edits import Pick, spot_of
from refdesk.ui.pages.studio.scene import Scene, SceneMaker
from tests.ui.studio_card import BOX, CARD, COLUMN, QR, RECORD, TEXT, a_design

DESIGNS = [design.name for design in list_designs()]
THERMAL = CellSize(62.0, 40.0, 25.4 / 300)
SIZES = [(CARD, "card"), (CellSize(54.0, 85.0), "card"), (THERMAL, "label")]
SCALE = 6.0


def picture_of(scene: Scene, chosen: int | None, painter: CardPicture | None = None) -> QImage:
    size = scene.size
    image = QImage(
        round((size.width + 6) * SCALE), round((size.height + 6) * SCALE),
        QImage.Format.Format_RGB32,
    )  # fmt: skip
    image.fill(0xFFFFFFFF)
    on = QPainter(image)
    (painter or CardPicture()).draw(on, QPointF(0, 0), scene, Look(SCALE, 1.0), chosen)
    on.end()
    return image


@pytest.mark.parametrize("size, family", SIZES)
@pytest.mark.parametrize("name", DESIGNS)
def test_the_scene_is_what_the_composer_gives(name: str, size: CellSize, family: str) -> None:
    design, maker = load_design(name), SceneMaker()
    for side in ("front", "back"):
        scene = maker.make(design, spot_of(design, size, family, side), family, RECORD)
        composer = Composer(design, size, family=family, mono=size.dot > 0)
        parts = composer.parts(RECORD, side)
        assert [(part.index, part.frame, part.primitives) for part in scene.parts] == [*parts]
        assert scene.background == composer.background(side)


def test_a_moved_element_leaves_the_others_as_they_are() -> None:
    design, maker = a_design(), SceneMaker()
    spot = spot_of(design, CARD, "card", "front")
    before = maker.make(design, spot, "card", RECORD)
    after = maker.make(edits.move(design, spot, QR, (-3, 2)), spot, "card", RECORD)
    for old, new in zip(before.parts, after.parts, strict=True):
        assert (old.primitives is new.primitives) is (old.index != QR)


def test_another_record_or_size_is_laid_out_anew() -> None:
    design, maker = a_design(), SceneMaker()
    spot = spot_of(design, CARD, "card", "front")
    maker.make(design, spot, "card", RECORD)
    other = replace(RECORD, fields={**RECORD.fields, "shop": "Another"})
    texts = [str(one) for one in maker.make(design, spot, "card", other).parts[TEXT].primitives]
    assert "Another" in texts[0]
    larger = spot._replace(size=CellSize(170.0, 108.0))
    assert maker.make(design, larger, "card", other).parts[QR].frame.width == 60


@pytest.mark.parametrize("name", DESIGNS)
def test_the_pieces_make_the_same_picture_as_the_whole(qapp: QApplication, name: str) -> None:
    design, maker = load_design(name), SceneMaker()
    for side in ("front", "back"):
        spot = spot_of(design, CARD, "card", side)
        scene = maker.make(design, spot, "card", RECORD)
        whole = picture_of(scene, None)
        for chosen in range(len(scene.parts)):
            assert _same(picture_of(scene, chosen), whole), (side, chosen)


def test_the_canvas_shows_what_the_print_shows(qapp: QApplication) -> None:
    design, maker = a_design(), SceneMaker()
    scene = maker.make(design, spot_of(design, CARD, "card", "front"), "card", RECORD)
    printed = CardPainter().image(Composer(design, CARD).compose(RECORD), CARD, SCALE * 25.4)
    shown = picture_of(scene, QR).copy(QRectF(18, 18, 510, 324).toRect())
    assert _same(shown, printed)


def test_in_a_drag_only_the_dragged_is_drawn_anew(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, maker, painter = a_design(), SceneMaker(), CardPicture()
    spot = spot_of(design, CARD, "card", "front")
    picture_of(maker.make(design, spot, "card", RECORD), COLUMN, painter)
    painted = []
    paint = CardPicture._paint

    def noting(self: CardPicture, scene: Scene, *given: Any) -> QPixmap:
        painted.append(1)
        return paint(self, scene, *given)

    monkeypatch.setattr(CardPicture, "_paint", noting)
    for step in range(5):
        moved = edits.move(design, spot, COLUMN, (step, 0))
        picture_of(maker.make(moved, spot, "card", RECORD), COLUMN, painter)
    assert painted == []
    changed = edits.set_hidden(design, spot, BOX, hidden=True)
    picture_of(maker.make(changed, spot, "card", RECORD), COLUMN, painter)
    assert painted == [1]


@pytest.mark.parametrize(
    "y, item", [(17, 0), (22, 0), (27, 2)],
)  # fmt: skip
def test_a_height_in_a_column_is_the_nearest_paragraph(y: float, item: int) -> None:
    design = a_design()
    scene = SceneMaker().make(design, spot_of(design, CARD, "card", "front"), "card", RECORD)
    assert scene.item_at(COLUMN, y) == Pick(COLUMN, item)
    assert scene.item_at(BOX, y) == Pick(BOX)


def test_paragraphs_are_told_apart_where_one_is_left_out_and_one_takes_two_lines() -> None:
    design = a_design()
    spot = spot_of(design, CARD, "card", "front")
    fields = {"offer": "A free full wash and a coffee for you", "reward": "100 points"}
    record = replace(RECORD, fields=fields)
    column = design.layouts[0].front[COLUMN]
    item = column.items[0]  # type: ignore[union-attr]
    long = replace(item, style=replace(item.style, lines=3, size_pt=12.0, least_pt=9.0))  # type: ignore[union-attr]
    changed = edits.set_item(design, spot, Pick(COLUMN, 0), long)
    scene = SceneMaker().make(changed, spot, "card", record)
    texts = [one for one in scene.parts[COLUMN].primitives if hasattr(one, "text")]
    assert len(texts) >= 3
    assert scene.item_at(COLUMN, texts[1].y) == Pick(COLUMN, 0)  # type: ignore[union-attr]
    assert scene.item_at(COLUMN, texts[-1].y) == Pick(COLUMN, 2)  # type: ignore[union-attr]


def _same(one: QImage, other: QImage) -> bool:
    """Whether two pictures differ by no more than a shade of rounding anywhere."""
    first, second = (
        Image.frombytes("RGBX", (image.width(), image.height()), bytes(image.constBits()))
        for image in (one, other)
    )
    apart = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
    return apart.convert("L").point(lambda shade: 255 if shade > 2 else 0).getbbox() is None
