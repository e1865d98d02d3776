"""A design's file: written so that it reads the same, whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.design import (
    Design,
    Element,
    Frame,
    TextElement,
    TextStyle,
    is_own,
    list_designs,
    load_design,
    parse_design,
)
from refdesk.cards.design_file import design_text, save_design
from refdesk.cards.template import parse_template
from refdesk.domain.errors import DomainError
from tests.unit.cards.kinds import DESIGN
from tests.unit.cards.test_design import GOOD

PLAIN = parse_design("plain", GOOD)


def with_front(*elements: Element) -> Design:
    return replace(PLAIN, layouts=(replace(PLAIN.layouts[0], front=elements),))


@pytest.mark.parametrize("design", [*list_designs(), DESIGN, PLAIN], ids=lambda one: one.name)
def test_what_is_written_reads_the_same(design: Design) -> None:
    assert parse_design(design.name, design_text(design)) == design


@given(
    words=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    size=st.floats(6.5, 1000),
    left=st.floats(-2000 / 3, 2000 / 3),
    is_hidden=st.booleans(),
)
def test_any_words_and_figures_of_an_editor_read_the_same(
    words: str, size: float, left: float, is_hidden: bool
) -> None:
    text = words.replace("{", "{{").replace("}", "}}")
    parse_template(text)
    style = TextStyle(size_pt=size, least_pt=size / 2, caps=True)
    frame = Frame(left, 10.0, None, None, 5.0, 1.0)
    element = TextElement(frame, "middle", text, style, hidden=is_hidden, name=words)
    design = replace(with_front(element), title={"en": words, "ru": words})
    assert parse_design("plain", design_text(design)) == design


def test_a_side_may_be_empty() -> None:
    design = with_front()
    assert parse_design("plain", design_text(design)) == design
    assert not design.layouts[0].has_back


def test_an_own_design_is_found_beside_the_others_and_goes_before_them(tmp_path: Path) -> None:
    folder = tmp_path / "designs"
    path = save_design(folder, replace(DESIGN, name="Моя карта 2"))
    save_design(folder, replace(DESIGN, name="clear"))
    assert path == folder / "Моя карта 2.toml"
    names = [design.name for design in list_designs(folder)]
    assert "Моя карта 2" in names
    assert names.count("clear") == 1
    assert load_design("clear", folder).title == DESIGN.title
    assert load_design("clear").title == {"en": "Clear", "ru": "Ясная"}
    assert is_own("clear", folder)
    with pytest.raises(DomainError, match="design_unknown"):
        load_design("Моя карта 2")


def test_an_older_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    save_design(tmp_path, PLAIN)
    save_design(tmp_path, replace(PLAIN, title={"en": "New", "ru": "Новая"}))
    assert [path.name for path in tmp_path.iterdir()] == ["plain.toml"]
    assert load_design("plain", tmp_path).title["en"] == "New"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "con", "NUL", "lpt1", "a:b", " a", "x" * 61, "-"]
)
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DomainError) as refusal:
        save_design(tmp_path, replace(PLAIN, name=name))
    assert refusal.value.code == "bad_name"
    assert list(tmp_path.iterdir()) == []


def test_a_design_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    element = PLAIN.layouts[0].front[1]
    assert isinstance(element, TextElement)
    with pytest.raises(DomainError, match="bad_design"):
        save_design(tmp_path, with_front(replace(element, text="{shoe}")))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"title = ", b"x = " + b"[" * 5000, b"", b"a = 1"],
    ids=["bytes", "half", "deep", "empty", "other"],
)
def test_an_own_file_that_is_no_design_spoils_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.toml").write_bytes(content)
    assert "broken" not in [design.name for design in list_designs(tmp_path)]
    with pytest.raises(DomainError, match="bad_design"):
        load_design("broken", tmp_path)


@pytest.mark.parametrize(
    "old, new, field",
    [
        ("width = 30", "width = inf", "layout.1.front.4.width"),
        ("width = 30", "width = nan", "layout.1.front.4.width"),
        ("width = 30", "width = 9e9", "layout.1.front.4.width"),
        ("width = 30", "width = 1" + "0" * 400, "layout.1.front.4.width"),
        ("width = 30", "width = 2001", "layout.1.front.4.left"),
        ("size = 14", "size = 1001", "layout.1.front.2.size"),
        ("size = 14", "size = 14\nlines = 51", "layout.1.front.2.lines"),
        ("size = 14", 'size = 14\nfont = "arial"', "layout.1.front.2.font"),
        ("radius = 2", 'radius = 2\nstroke = "red"', "layout.1.front.1.stroke"),
        ("radius = 2", 'radius = 2\nwhen = "shoe"', "layout.1.front.1.when"),
        ('kind = "qr"', 'kind = "qr"\ntext = "{shop}"', "layout.1.front.4.text"),
        ('kind = "qr"', 'kind = "qr"\ntext = ""', "layout.1.front.4.text"),
        ('kind = "qr"', 'kind = "qr"\nlevel = "L"', "layout.1.front.4.level"),
        ('kind = "qr"', 'kind = "image"\npicture = "../x"', "layout.1.front.4.picture"),
        ('kind = "qr"', 'kind = "image"\npicture = "x..png"', "layout.1.front.4.picture"),
        ('kind = "qr"', 'kind = "image"', "layout.1.front.4.picture"),
        ("nominal = [80, 50]", 'nominal = [80, 50]\nfamily = "mug"', "layout.1.family"),
        (
            "nominal = [80, 50]",
            'nominal = [80, 50]\nbackground.top = "#ffffff"',
            "layout.1.background.top",
        ),
        (
            "nominal = [80, 50]",
            'nominal = [80, 50]\nbackground.back = "x"',
            "layout.1.background.back",
        ),
        ("nominal = [80, 50]", "nominal = [80, 50]\nbackground = 1", "layout.1.background"),
        ("nominal = [80, 50]", "nominal = [80, 2001]", "layout.1.nominal"),
    ],
)
def test_what_no_card_can_show_is_refused_with_its_field(old: str, new: str, field: str) -> None:
    assert old in GOOD
    with pytest.raises(DomainError) as refusal:
        parse_design("plain", GOOD.replace(old, new))
    assert refusal.value.params == {"design": "plain", "field": field}
