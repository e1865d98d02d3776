"""What receipts say, and what is said of every printer that does not print."""

import pytest

from refdesk.domain.errors import DomainError
from refdesk.words.catalogue import Words
from refdesk.words.reasons import REFUSALS, refusal_text
from refdesk.words.receipt_text import PRINTER_REFUSALS, reward_line
from tests.unit.words.code_base import first_words


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_whatever_a_printer_refuses_has_words() -> None:
    used = first_words("refused_by", argument=1)
    assert "printer_off" in used
    assert used == set(PRINTER_REFUSALS)
    assert used <= set(REFUSALS)


@pytest.mark.parametrize("code", sorted(PRINTER_REFUSALS))
def test_a_printers_trouble_is_told_with_what_to_do(
    code: str, english: Words, russian: Words
) -> None:
    for params in ({}, {"printer": "tcp://192.168.1.50:9100"}):
        told = [refusal_text(words, DomainError(code, **params)) for words in (english, russian)]
        assert told[0] != told[1]
        for title, step in told:
            assert 0 < len(title) <= 60
            assert step
            assert "{" not in title + step
            assert "!" not in title + step


def test_the_owners_line_has_what_he_gets(english: Words, russian: Words) -> None:
    fields = {"name": "Marina Danilova", "reward": "100 points"}
    assert reward_line(english, fields) == "For you, Marina D.: 100 points"
    assert reward_line(english, {"reward": "100 points"}) == "For you: 100 points"
    assert reward_line(english, {"name": "Marina Danilova"}) == ""
    russian_fields = {"name": "Марина Данилова", "reward": "100 баллов"}
    assert plain(reward_line(russian, russian_fields)) == "Вам, Марина Д.: 100 баллов"
