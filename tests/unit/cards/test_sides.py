"""Both sides of a card, what is shown on which cards, and what black-and-white printers get."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from refdesk.cards.colours import contrast, luminance
from refdesk.cards.compose import CardRecord, Composer, compose
from refdesk.cards.design import (
    BLACK,
    BLEED,
    SIDES,
    WHITE,
    BoxElement,
    ColumnElement,
    Design,
    Element,
    Frame,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    RuleItem,
    TextElement,
    TextItem,
    TextStyle,
    list_designs,
    load_design,
)
from refdesk.cards.fonts import load_faces
from refdesk.cards.primitives import (
    Box,
    Ellipse,
    Line,
    PictureBox,
    Primitive,
    Qr,
    Text,
    dashes,
)
from refdesk.cards.qr import qr_matrix
from refdesk.cards.stocks import CellSize
from refdesk.domain.errors import DomainError
from tests.unit.cards.kinds import DESIGN, illustrated
from tests.unit.cards.samples import ENGLISH, RUSSIAN, record

SIZE = CellSize(85, 54)
THERMAL = CellSize(85, 54, 25.4 / 203)
WHOLE = Frame(0.0, None, 0.0, 0.0, None, 0.0)


def design(
    *front: Element,
    back: tuple[Element, ...] = (),
    colours: tuple[str | None, str | None] = (None, None),
) -> Design:
    return Design("x", {}, (Layout("card", (85.0, 54.0), front, back, *colours),))


def text(words: str, **style: object) -> TextElement:
    look = replace(TextStyle(size_pt=10.0, least_pt=8.0), **style)  # type: ignore[arg-type]
    return TextElement(Frame(5.0, 60.0, None, 5.0, 6.0, None), "top", words, look)


def printed(primitives: tuple[Primitive, ...]) -> list[str]:
    return [one.text for one in primitives if isinstance(one, Text)]


# -- sides -------------------------------------------------------------------------------------


def test_g04_each_side_has_its_own_elements_and_colour() -> None:
    look = design(text("{shop}"), back=(text("{terms}"),), colours=("#082d6b", "#ffffff"))
    front, back = (compose(look, record(ENGLISH), SIZE, side=side) for side in SIDES)
    assert printed(front) == ["Lagoon Car Wash"]
    assert printed(back)[0].startswith("First visit")
    assert front[0] == Box(-BLEED, -BLEED, 85 + 2 * BLEED, 54 + 2 * BLEED, "#082d6b", 0.0)
    assert isinstance(back[0], Box)
    assert back[0].colour == "#ffffff"


def test_a_design_without_a_back_says_so_and_draws_nothing_there() -> None:
    assert not Composer(design(text("{shop}")), SIZE).has_back
    assert compose(design(text("{shop}")), record(ENGLISH), SIZE, side="back") == ()
    assert Composer(design(colours=(None, "#000000")), SIZE).has_back


@pytest.mark.parametrize("one", list_designs(), ids=lambda one: one.name)
def test_every_shipped_card_has_a_back(one: Design) -> None:
    assert Composer(one, SIZE).has_back


# -- what is shown -----------------------------------------------------------------------------


def test_what_is_hidden_or_lacks_its_field_is_not_drawn() -> None:
    look = design(
        replace(text("hidden"), hidden=True),
        replace(text("lacking"), when="link"),
        replace(text("shown"), when="shop"),
        BoxElement(WHOLE, "#ff0000", when="step3"),
    )
    assert printed(compose(look, record({"shop": "L"}), SIZE)) == ["shown"]
    assert len(compose(look, record({"shop": "L", "link": "x", "step3": "y"}), SIZE)) == 3


def test_parts_are_told_in_order_with_their_frames_even_where_nothing_is_drawn() -> None:
    hidden = replace(text("x"), hidden=True)
    look = design(text("{shop}"), ImageElement(WHOLE, "logo"), hidden, QrElement(WHOLE))
    parts = Composer(look, SIZE).parts(record(ENGLISH))
    assert [(index, len(drawn)) for index, _, drawn in parts] == [(0, 1), (1, 0), (2, 0), (3, 1)]
    assert parts[0][1] == (5.0, 5.0, 60.0, 6.0)
    assert parts[1][1] == (0.0, 0.0, 85.0, 54.0)


def test_parts_and_composed_cards_are_the_same() -> None:
    for one in (DESIGN, *list_designs()):
        composer = Composer(one, SIZE)
        for side in SIDES:
            parts = composer.parts(illustrated(), side)
            drawn = composer.background(side) + tuple(p for part in parts for p in part[2])
            assert drawn == composer.compose(illustrated(), side)


def test_what_would_be_refused_in_print_can_still_be_edited() -> None:
    tiny = design(QrElement(Frame(5.0, 5.0, None, 5.0, 5.0, None)))
    ((_, _, drawn),) = Composer(tiny, SIZE).parts(record(ENGLISH))
    assert len(drawn) == 1
    with pytest.raises(DomainError, match="qr_too_small"):
        compose(tiny, record(ENGLISH), SIZE)
    ((_, _, drawn),) = Composer(tiny, SIZE).parts(CardRecord("", "", {}))
    assert drawn == ()


# -- texts -------------------------------------------------------------------------------------


def test_capitals_are_made_of_what_is_filled_in_and_of_words() -> None:
    assert printed(compose(design(text("for {shop} ß", caps=True)), record(ENGLISH), SIZE)) == [
        "FOR LAGOON CAR WASH SS"
    ]


def test_words_of_a_design_are_cleaned_and_told_of_as_those_of_people() -> None:
    composer = Composer(design(text("★ {shop} 🙂\u202e")), SIZE)
    assert printed(composer.compose(record(ENGLISH))) == ["* Lagoon Car Wash ?"]
    assert composer.replaced == {"★", "🙂"}


def test_only_what_a_design_shows_is_cleaned() -> None:
    composer = Composer(design(text("{shop}")), SIZE)
    composer.compose(record({"shop": "L", "terms": "🙂"}))
    assert composer.replaced == set()


def test_r48_a_text_alone_is_no_taller_than_its_frame() -> None:
    (line,) = compose(design(text("Wash", size_pt=60.0, least_pt=8.0)), record({}), SIZE)
    assert isinstance(line, Text)
    assert 8.0 < line.size_pt < 15.0


@pytest.mark.parametrize("font", ["cormorant", "oswald", "bitter"])
def test_r48_letters_that_a_face_lacks_come_from_one_that_has_them(font: str) -> None:
    faces = load_faces()
    (line,) = compose(design(text("Қайрат ✓", font=font)), record({}), SIZE)
    assert isinstance(line, Text)
    # A sign that is no letter may look a little different.
    assert line.font == font
    runs = [(face.font, signs) for face, signs in faces[font, 400].runs(line.text)]
    assert runs == [(font, "Қайрат "), ("onest", "✓")]
    has = faces[font, 400].glyph_ids
    lacking = [char for char in faces["onest", 400].advances if char.isalpha() and char not in has]
    (line,) = compose(design(text(f"Lagoon {lacking[0]}", font=font)), record({}), SIZE)
    assert isinstance(line, Text)
    # A word is of one hand.
    assert line.font == "onest"


# -- symbols -----------------------------------------------------------------------------------


def symbol_of(element: QrElement, card: CardRecord) -> Qr:
    (found,) = [one for one in compose(design(element), card, SIZE) if isinstance(one, Qr)]
    return found


def test_a_symbol_holds_the_code_or_the_link_where_there_is_one() -> None:
    link = CardRecord("7K4M9XQT2A", "7K4M9-XQT2A", {"link": "https://a.example/7K4M9XQT2A"})
    bare = CardRecord("7K4M9XQT2A", "7K4M9-XQT2A", {})
    assert symbol_of(QrElement(WHOLE, "{link}"), link).matrix == qr_matrix(link.fields["link"])
    assert symbol_of(QrElement(WHOLE, "{link}"), bare).matrix == qr_matrix("7K4M9XQT2A")
    assert symbol_of(QrElement(WHOLE, "{code}"), link).matrix == qr_matrix("7K4M9XQT2A")
    assert symbol_of(QrElement(WHOLE, "X-{code}"), bare).matrix == qr_matrix("X-7K4M9XQT2A")


def test_a_panel_is_painted_under_symbol_and_quiet_zone() -> None:
    panel, qr = compose(design(QrElement(WHOLE, panel="#ffffff")), record({}), SIZE)
    assert isinstance(panel, Box)
    assert isinstance(qr, Qr)
    side = 29 * qr.module_mm
    assert (panel.width, panel.height) == pytest.approx((side, side), abs=0.001)
    assert panel.x == pytest.approx(qr.x - 4 * qr.module_mm, abs=0.001)


def test_a_lower_level_is_raised_where_that_costs_no_room() -> None:
    assert qr_matrix("7" * 10, "M") == qr_matrix("7" * 10, "Q")
    longer = "https://lagoon.example/c/7K4M9XQT2A"
    assert len(qr_matrix(longer, "M")) < len(qr_matrix(longer, "Q"))


# -- pictures ----------------------------------------------------------------------------------


def picture_on(fit: str, width: float, height: float) -> PictureBox:
    frame = Frame(10.0, width, None, 10.0, height, None)
    (box,) = compose(design(ImageElement(frame, "photo", fit)), illustrated(), SIZE)
    assert isinstance(box, PictureBox)
    return box


def test_a_picture_is_contained_whole_in_the_middle_of_its_frame() -> None:
    box = picture_on("contain", 20, 20)
    assert (box.x, box.y, box.width, box.height, box.crop) == (10, 12.5, 20, 15, None)


def test_a_picture_covers_its_frame_and_is_cut_alike_at_both_ends() -> None:
    box = picture_on("cover", 20, 20)
    assert (box.x, box.y, box.width, box.height) == (10, 10, 20, 20)
    assert box.crop == (50, 0, 300, 300)


# -- dashes ------------------------------------------------------------------------------------


def test_dashes_begin_and_end_a_line_and_are_as_long_as_their_gaps() -> None:
    found = dashes(Line(5, 10, 25, 10, 0.5, BLACK, dash=2))
    assert found[0].x1 == 5
    assert found[-1].x2 == pytest.approx(25)
    lengths = [one.x2 - one.x1 for one in found]
    gaps = [two.x1 - one.x2 for one, two in pairwise(found)]
    assert max(lengths + gaps) == pytest.approx(min(lengths + gaps))
    assert lengths[0] == pytest.approx(2, rel=0.1)
    assert dashes(Line(5, 10, 5, 11, 0.5, BLACK, dash=9))[0].y2 == pytest.approx(11)


# -- black and white ---------------------------------------------------------------------------


def colours(primitives: tuple[Primitive, ...]) -> Iterator[str]:
    for one in primitives:
        if isinstance(one, Box | Ellipse):
            yield from filter(None, (one.colour, one.stroke))
        elif not isinstance(one, PictureBox):
            yield one.colour


@pytest.mark.parametrize("one", [*list_designs(), DESIGN], ids=lambda one: one.name)
@pytest.mark.parametrize("side", SIDES)
def test_a_thermal_printer_gets_black_and_white_alone(one: Design, side: str) -> None:
    card = Composer(one, THERMAL, mono=True).compose(illustrated(), side)
    assert set(colours(card)) <= {BLACK, WHITE}
    for qr in (one for one in card if isinstance(one, Qr)):
        assert qr.colour == BLACK
    pictures = [one.picture for one in card if isinstance(one, PictureBox)]
    for picture in pictures:
        with Image.open(BytesIO(picture.data)) as image:
            assert image.mode == "1"


def test_what_would_fall_together_in_black_and_white_stays_apart() -> None:
    gold, pale, navy = "#c8a24a", "#f4d98b", "#082d6b"
    first, last = (TextItem("a", TextStyle(colour=colour)) for colour in (navy, gold))
    column = ColumnElement(WHOLE, "top", (first, RuleItem(0.4, navy), last))
    on_paper = design(text("x", colour=gold), LineElement(WHOLE, pale, 0.4))
    on_navy = design(column, colours=(navy, None))
    for look, ink in ((on_paper, BLACK), (on_navy, WHITE)):
        card = Composer(look, THERMAL, mono=True).compose(record({}))
        inks = {one.colour for one in card if isinstance(one, Text | Line)}
        assert inks == {ink}


def test_a_dark_box_keeps_its_light_text_in_black_and_white() -> None:
    look = design(BoxElement(WHOLE, "#4a1942"), text("x", colour="#f3d9e4"), QrElement(WHOLE))
    box, line, panel, qr = Composer(look, THERMAL, mono=True).compose(record({}))
    assert isinstance(box, Box)
    assert isinstance(line, Text)
    assert isinstance(panel, Box)
    assert (box.colour, line.colour, panel.colour) == (BLACK, WHITE, WHITE)
    assert isinstance(qr, Qr)


def test_a_picture_is_as_many_dots_as_the_printer_draws() -> None:
    look = design(ImageElement(Frame(0.0, 25.4, None, 0.0, 25.4, None), "photo", "cover"))
    (box,) = Composer(look, THERMAL, mono=True).compose(illustrated())
    assert isinstance(box, PictureBox)
    assert (box.picture.width_px, box.picture.height_px, box.crop) == (203, 203, None)


def test_lightness_and_contrast_are_those_of_wcag() -> None:
    assert luminance(BLACK) == 0.0
    assert luminance(WHITE) == pytest.approx(1.0)
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast(WHITE, "#777777") == contrast("#777777", WHITE)


def test_the_russian_card_speaks_of_both_sides() -> None:
    back = printed(compose(load_design("clear"), record(RUSSIAN), SIZE, side="back"))
    assert "Как это работает" in back
    assert "Чья карта" in back
