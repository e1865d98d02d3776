"""Designs: the shipped one, and what a file may not say."""

import pytest

from refdesk.cards.compose import compose
from refdesk.cards.design import Frame, list_designs, load_design, parse_design
from refdesk.cards.primitives import Box, Line, Text
from refdesk.cards.stocks import CellSize
from refdesk.domain.errors import DomainError
from tests.unit.cards.samples import ENGLISH, record

GOOD = """
title = { en = "Plain", ru = "Простая" }

[[layout]]
nominal = [80, 50]

[[layout.front]]
kind = "box"
left = 0
right = 0
top = 0
height = 12
colour = "#0b3f93"
radius = 2

[[layout.front]]
kind = "text"
left = 4
right = 4
top = 2
height = 8
anchor = "middle"
text = "{shop}"
size = 14
weight = 600
colour = "#ffffff"
align = "right"

[[layout.front]]
kind = "line"
left = 4
width = 0
top = 14
bottom = 4
thickness = 0.3

[[layout.front]]
kind = "qr"
width = 30
right = 4
height = 30
bottom = 4
"""


def test_the_default_design_is_there_with_a_title_in_each_language() -> None:
    assert "clear" in [design.name for design in list_designs()]
    assert load_design("clear").title == {"en": "Clear", "ru": "Ясная"}


def test_an_unknown_design_is_refused_by_name() -> None:
    for name in ("nope", "../stocks", ""):
        with pytest.raises(DomainError) as refusal:
            load_design(name)
        assert refusal.value.code == "design_unknown"
        assert refusal.value.params == {"name": name}


def test_a_design_of_boxes_lines_and_texts_is_laid_out_on_its_edges() -> None:
    design = parse_design("plain", GOOD)
    box, text, line, qr = compose(design, record(ENGLISH), CellSize(90, 50))
    assert box == Box(0, 0, 90, 12, "#0b3f93", 2)
    assert isinstance(text, Text)
    assert (text.x, text.align, text.colour) == (86, "right", "#ffffff")
    assert 2 < text.y < 10
    assert line == Line(4, 14, 4, 46, 0.3, "#000000")
    assert getattr(qr, "x", 0) > 56


def test_the_same_design_grows_with_its_card() -> None:
    design = parse_design("plain", GOOD)
    _, text, line, _ = compose(design, record(ENGLISH), CellSize(160, 100))
    assert getattr(text, "size_pt", 0) == 28
    assert line == Line(8, 28, 8, 92, 0.3, "#000000")


def test_a_card_takes_the_layout_drawn_for_the_size_most_like_it() -> None:
    clear = load_design("clear")
    assert clear.layout_for(CellSize(50, 90)).nominal == (62, 100)
    assert clear.layout_for(CellSize(90, 50)).nominal == (85, 54)
    assert clear.layout_for(CellSize(14, 48), "label").nominal == (14, 48)
    assert parse_design("plain", GOOD).layout_for(CellSize(50, 80), "tent").nominal == (80, 50)


@pytest.mark.parametrize(
    "frame, x, width",
    [
        (Frame(5, 10, None, 0, 1, None), 5, 10),
        (Frame(5, None, 10, 0, 1, None), 5, 85),
        (Frame(None, 5, 10, 0, 1, None), 85, 5),
    ],
)
def test_two_of_three_figures_place_a_frame(frame: Frame, x: float, width: float) -> None:
    rect = frame.on(CellSize(100, 50), 1.0)
    assert (rect.x, rect.width) == (x, width)


@pytest.mark.parametrize(
    "old, new, field",
    [
        ("nominal = [80, 50]", "nominal = [80, 0]", "layout.1.nominal"),
        ("nominal = [80, 50]", "nominal = [80]", "layout.1.nominal"),
        ('kind = "box"', 'kind = "star"', "layout.1.front.1.kind"),
        ("left = 0\nright = 0", "left = 0", "layout.1.front.1.left"),
        ("left = 0\nright = 0", "left = 0\nright = 0\nwidth = 3", "layout.1.front.1.left"),
        ('colour = "#0b3f93"', 'colour = "navy"', "layout.1.front.1.colour"),
        ("radius = 2", "radius = 2\nblur = 1", "layout.1.front.1.blur"),
        ('text = "{shop}"', 'text = "{shoe}"', "layout.1.front.2.text"),
        ('text = "{shop}"', 'text = "{shop"', "layout.1.front.2.text"),
        ("size = 14", "size = 5", "layout.1.front.2.size"),
        ("weight = 600", "weight = 500", "layout.1.front.2.weight"),
        ('align = "right"', 'align = "justify"', "layout.1.front.2.align"),
        ("thickness = 0.3", "thickness = 0", "layout.1.front.3.thickness"),
        ("thickness = 0.3", "", "layout.1.front.3.thickness"),
        ('title = { en = "Plain", ru = "Простая" }', "", "title"),
        ("[[layout]]", "[[sheet]]", "layout"),
    ],
)
def test_a_design_that_cannot_be_drawn_is_refused_with_its_field(
    old: str, new: str, field: str
) -> None:
    changed = GOOD.replace(old, new) if field != "layout" else 'title = { en = "P", ru = "П" }'
    with pytest.raises(DomainError) as refusal:
        parse_design("plain", changed)
    assert refusal.value.code == "bad_design"
    assert refusal.value.params == {"design": "plain", "field": field}
