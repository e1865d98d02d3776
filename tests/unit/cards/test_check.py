"""What the editor tells of a design while it is worked on, and what it leaves alone."""

import time
from dataclasses import replace

import pytest

from refdesk.cards.check import (
    CODES,
    CONTRAST,
    CUT,
    NO_PICTURE,
    OFF_CARD,
    QR_CONTRAST,
    QR_COVERED,
    QR_EMPTY,
    QR_LIGHT,
    QR_SMALL,
    QUIET,
    UNSAFE,
    check_design,
)
from refdesk.cards.compose import CardRecord
from refdesk.cards.design import (
    BoxElement,
    Design,
    Element,
    EllipseElement,
    Frame,
    ImageElement,
    Layout,
    LineElement,
    QrElement,
    TextElement,
    TextStyle,
    list_designs,
    load_design,
)
from refdesk.cards.stocks import CellSize
from tests.unit.cards.kinds import DESIGN, illustrated, logo, photo
from tests.unit.cards.samples import ENGLISH, HOSTILE, LONG, RUSSIAN, record

SIZE = CellSize(85, 54)


def frame(left: float, top: float, width: float, height: float) -> Frame:
    return Frame(left, width, None, top, height, None)


def qr(left: float = 50, top: float = 10, side: float = 29, **changes: object) -> QrElement:
    return replace(QrElement(frame(left, top, side, side)), **changes)  # type: ignore[arg-type]


def text(words: str = "Lagoon", left: float = 5, top: float = 5, **style: object) -> TextElement:
    look = replace(TextStyle(size_pt=10, least_pt=8), **style)  # type: ignore[arg-type]
    return TextElement(frame(left, top, 30, 6), "top", words, look)


def box(left: float, top: float, width: float, height: float, colour: str | None) -> BoxElement:
    return BoxElement(frame(left, top, width, height), colour)


def told(
    *elements: Element, colour: str | None = None, card: CardRecord | None = None
) -> list[str]:
    """What is told of one side, as code:element or code:element>other."""
    layout = Layout("card", (85.0, 54.0), elements, (), colour, None)
    found = check_design(Design("x", {}, (layout,)), SIZE, card or record(ENGLISH))
    assert {warning.code for warning in found} <= set(CODES)
    assert {warning.side for warning in found} <= {"front"}
    return [
        f"{one.code}:{one.element}"
        + (f">{one.params['other']}" if one.params.get("other") is not None else "")
        for one in found
    ]


def test_a_sound_card_is_left_alone() -> None:
    assert told(text(), qr()) == []
    assert told(box(0, 0, 85, 54, "#0b3f93"), text(colour="#ffffff"), qr(panel="#ffffff")) == []
    assert told(box(-3, -3, 91, 60, "#ffffff"), qr(colour="#4c1d46", panel="#f8f0e0")) == []


@pytest.mark.parametrize("design", list_designs(), ids=lambda design: design.name)
@pytest.mark.parametrize("fields", [ENGLISH, RUSSIAN], ids=["en", "ru"])
def test_the_shipped_cards_have_nothing_to_mend(design: Design, fields: dict[str, str]) -> None:
    assert check_design(design, SIZE, illustrated(fields)) == ()


# -- symbols -----------------------------------------------------------------------------------


def test_r25_a_module_below_0_4_mm_is_told_with_its_size() -> None:
    (warning,) = check_design(
        Design("x", {}, (Layout("card", (85.0, 54.0), (qr(side=11),)),)),
        SIZE,
        record(ENGLISH),
    )
    assert (warning.code, warning.params) == (QR_SMALL, {"module": 0.38, "least": 0.4})
    assert told(qr(side=11.7)) == []


def test_a_symbol_that_holds_nothing_is_told() -> None:
    assert told(qr(), card=CardRecord("", "", {})) == [f"{QR_EMPTY}:0"]
    assert told(qr(), card=CardRecord("x" * 200, "", {})) == [f"{QR_EMPTY}:0"]


def test_a_light_symbol_and_one_that_hardly_shows_are_told() -> None:
    dark = box(0, 0, 85, 54, "#111111")
    assert told(dark, qr(colour="#ffffff")) == [f"{QR_LIGHT}:1"]
    assert told(dark, qr(colour="#ffffff", panel="#000000")) == [f"{QR_LIGHT}:1"]
    assert told(qr(colour="#9a9a9a")) == [f"{QR_CONTRAST}:0"]
    assert told(qr(), colour="#082d6b") == [f"{QR_CONTRAST}:0"]


def test_colours_that_end_in_the_quiet_zone_are_told() -> None:
    half = box(40, 0, 12, 54, "#082d6b")
    assert told(half, qr()) == [f"{QUIET}:1"]
    assert told(half, qr(panel="#ffffff")) == []
    pale = box(40, 0, 12, 54, "#fdf6e3")
    assert told(pale, qr()) == []


@pytest.mark.parametrize(
    "other, code",
    [
        (text("Show", 55, 20), QR_COVERED),
        (text("Show", 43, 11), QUIET),
        (box(60, 20, 3, 3, "#ffffff"), QR_COVERED),
        (box(48, 8, 4, 4, "#ffffff"), QUIET),
        (LineElement(frame(45, 20, 30, 1), "#000000", 0.5), QR_COVERED),
        (EllipseElement(frame(55, 15, 10, 10), None, "#000000", 1.0), QR_COVERED),
        (ImageElement(frame(60, 20, 6, 6), "logo"), QR_COVERED),
    ],
)
def test_what_is_drawn_over_a_symbol_or_into_its_quiet_zone_is_told(
    other: Element, code: str
) -> None:
    assert f"{code}:0>1" in told(qr(), other, card=illustrated(ENGLISH))


def test_what_runs_around_a_symbol_or_ends_before_it_is_left_alone() -> None:
    around = BoxElement(frame(49, 9, 31, 31), None, 2.0, "#000000", 0.5)
    ring = EllipseElement(frame(40, 0, 50, 50), None, "#000000", 0.5)
    corner = EllipseElement(frame(40, 0, 11, 11), "#000000")
    below = text("Show at the till", 50, 39.5)
    assert told(qr(), around, ring, corner, below) == []


def test_thin_things_under_a_symbol_are_told_unless_a_panel_covers_them() -> None:
    under = text("Show", 55, 20)
    assert told(under, qr()) == [f"{QR_COVERED}:1>0"]
    assert told(under, qr(panel="#ffffff")) == []


def test_two_symbols_in_each_others_way_are_both_told() -> None:
    assert told(qr(10), qr(30)) == [f"{QR_COVERED}:0>1", f"{QR_COVERED}:1>0"]


# -- texts -------------------------------------------------------------------------------------


def test_a_text_that_hardly_shows_is_told_with_its_contrast() -> None:
    assert told(text(colour="#999999")) == [f"{CONTRAST}:0"]
    assert told(box(0, 0, 85, 54, "#0b3f93"), text()) == [f"{CONTRAST}:1"]
    assert told(text(colour="#ffd166"), colour="#082d6b") == []


def test_a_text_half_on_another_colour_is_told() -> None:
    assert told(box(0, 0, 9, 54, "#000000"), text()) == [f"{CONTRAST}:1"]
    assert told(text(), box(0, 0, 9, 54, "#000000")) == []


def test_a_text_on_a_picture_is_told_where_the_picture_has_its_colour() -> None:
    photos = ImageElement(frame(0, 0, 85, 54), "photo", "cover")
    assert told(photos, text(colour="#808000", top=44, left=40), card=illustrated(ENGLISH))
    dark = replace(illustrated(ENGLISH), pictures={"photo": photo(2, 2)})
    assert told(photos, text(colour="#ffffff", top=3.5, left=4), card=dark) == []


def test_a_picture_that_lets_light_through_leaves_what_is_under_it() -> None:
    ring = ImageElement(frame(0, 0, 54, 54), "logo")
    hole = text("10", 24, 24, size_pt=9.0, align="left")
    assert f"{CONTRAST}:2" not in told(
        box(0, 0, 85, 54, "#ffffff"), ring, hole, card=illustrated(ENGLISH)
    )
    assert logo().has_alpha


def test_a_text_that_is_not_there_whole_is_told() -> None:
    assert told(text("Lagoon " * 9)) == [f"{CUT}:0"]
    assert told(text("{terms}", lines=2), card=record(LONG)) == [f"{CUT}:0"]
    assert told(text("well …")) == []


def test_a_text_near_the_edge_or_over_it_is_told() -> None:
    assert told(text(left=1)) == [f"{UNSAFE}:0"]
    assert told(text(left=-4)) == [f"{OFF_CARD}:0"]
    assert told(text(top=50)) == [f"{UNSAFE}:0"]


def test_what_lies_off_the_card_is_told_but_not_what_reaches_over_its_edge() -> None:
    assert told(box(90, 0, 10, 10, "#000000")) == [f"{OFF_CARD}:0"]
    assert told(EllipseElement(frame(70, 30, 40, 40), "#000000")) == []
    assert f"{OFF_CARD}:0" in told(qr(left=70))


def test_a_missing_picture_is_told_unless_it_is_a_logo() -> None:
    where = frame(0, 0, 20, 20)
    assert told(ImageElement(where, "photo"), ImageElement(where, "logo")) == [f"{NO_PICTURE}:0"]


# -- all ---------------------------------------------------------------------------------------


def test_what_is_not_drawn_is_not_told() -> None:
    faint = replace(text(colour="#eeeeee"), hidden=True)
    absent = replace(text(colour="#eeeeee"), when="link")
    assert told(faint, absent, replace(qr(side=5), hidden=True)) == []


def test_a_thermal_printer_is_looked_at_in_black_and_white() -> None:
    layout = Layout("label", (47.0, 27.0), (text("Lagoon", colour="#999999", left=1),))
    design = Design("x", {}, (layout,))
    thermal = CellSize(47, 27, 25.4 / 203)
    assert check_design(design, thermal, record(ENGLISH), family="label") == ()
    assert check_design(design, CellSize(47, 27), record(ENGLISH), family="label")


@pytest.mark.parametrize("fields", [RUSSIAN, LONG, HOSTILE], ids=["ru", "long", "hostile"])
def test_a_check_is_quick_enough_for_each_keystroke(fields: dict[str, str]) -> None:
    card = illustrated(fields)
    for design in (load_design("clear"), DESIGN):
        check_design(design, SIZE, card)
        spent = []
        for _ in range(5):
            start = time.process_time()
            check_design(design, SIZE, card)
            spent.append(time.process_time() - start)
        assert min(spent) < 0.02
