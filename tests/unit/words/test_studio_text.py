"""What is wrong with a stock or a picture is said in plain words, field by field."""

import re

import pytest

from refdesk.cards.stocks import FAMILIES
from refdesk.domain.errors import DomainError
from refdesk.resources import resource_path
from refdesk.words.catalogue import Words
from refdesk.words.reasons import refusal_text
from refdesk.words.studio_text import _PICTURE_FAULTS, _STOCK_FAULTS, family_name
from tests.unit.words.code_base import first_words

PACKAGE = resource_path().parent / "refdesk"


def literals(pattern: str, *files: str) -> set[str]:
    return {
        name for file in files for name in re.findall(pattern, (PACKAGE / file).read_text("utf-8"))
    }


def test_every_figure_of_a_stock_that_is_checked_has_words() -> None:
    checked = literals(r'refuse\("(\w+)"', "cards/stocks.py")
    checked |= literals(r'reader\.\w+\(\s*"(\w+)"', "cards/stocks.py")
    assert {"page", "pitch", "fold", "dpi"} <= checked
    assert checked - set(_STOCK_FAULTS) <= {"crop_marks", "roll"}


def test_every_reason_against_a_picture_has_words() -> None:
    assert first_words("bad_picture") == set(_PICTURE_FAULTS)


@pytest.mark.parametrize("field", [*_STOCK_FAULTS, "bleed"])
def test_a_stock_is_refused_in_a_sentence(field: str, english: Words, russian: Words) -> None:
    refusal = DomainError("bad_stock", stock="mine", field=field)
    told = [refusal_text(words, refusal) for words in (english, russian)]
    assert all(title.startswith(("Stock mine: ", "Бланк mine: ")) and step for title, step in told)
    assert told[0] != told[1]


@pytest.mark.parametrize("reason", _PICTURE_FAULTS)
def test_a_picture_is_refused_in_a_sentence(reason: str, english: Words, russian: Words) -> None:
    refusal = DomainError("bad_picture", file="logo.gif", reason=reason)
    told = [refusal_text(words, refusal) for words in (english, russian)]
    assert all(title.startswith("logo.gif: ") and step for title, step in told)
    assert told[0] != told[1]


def test_families_have_names(english: Words, russian: Words) -> None:
    names = [family_name(words, family) for words in (english, russian) for family in FAMILIES]
    assert len(set(names)) == 2 * len(FAMILIES)
