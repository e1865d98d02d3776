"""What a text of a design says once it is filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.template import FIELDS, parse_template

TEXTS = {"contact": "Harbour Street 5", "valid": "until May", "name": "Anna", "offer": "−10\u00a0%"}


@pytest.mark.parametrize(
    "template, filled",
    [
        ("{contact}", "Harbour Street 5"),
        ("{contact} · {valid}", "Harbour Street 5 · until May"),
        ("{contact} · {terms}", "Harbour Street 5"),
        ("{terms} · {valid}", "until May"),
        ("{terms} · {show}", ""),
        ("{terms}", ""),
        ("Show this", "Show this"),
        ("Card of {name}", "Card of Anna"),
        ("Card of {terms}", ""),
        ("{terms} daily · {valid}", "until May"),
        ("daily · {valid}", "daily · until May"),
        ("daily · {terms}", ""),
        ("{name} {terms} {valid}", "Anna until May"),
        ("{offer}\u00a0off", "−10\u00a0%\u00a0off"),
        ("{{{name}}}", "{Anna}"),
        ("", ""),
    ],
)
def test_what_is_empty_leaves_no_trace(template: str, filled: str) -> None:
    assert parse_template(template).fill(TEXTS) == filled


@pytest.mark.parametrize(
    "template", ["{shoe}", "{name", "name}", "{}", "{0}", "{name!r}", "{name:>9}", "{name.x}"]
)
def test_a_place_that_no_card_fills_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="not a template"):
        parse_template(template)


def test_what_is_filled_in_is_not_read_as_a_template() -> None:
    assert parse_template("{name}").fill({"name": "{shop} {"}) == "{shop} {"


@given(st.lists(st.sampled_from(FIELDS), max_size=6), st.text(max_size=20))
def test_fields_are_told_once_each(names: list[str], words: str) -> None:
    words = words.replace("{", "{{").replace("}", "}}")
    template = parse_template(words + "".join(f"{{{name}}}" for name in names))
    assert template.fields == tuple(dict.fromkeys(names))
