"""A mark, and what staff may say after a good one (G25), in both languages."""

import pytest

from refdesk.domain.marks import MARKS
from refdesk.domain.prompts import Prompt
from refdesk.domain.shifts import Figures
from refdesk.domain.terms import Benefit
from refdesk.words.catalogue import load_words
from refdesk.words.mark_text import mark_name, prompt_text
from refdesk.words.names import missing_stamps
from refdesk.words.shift_text import count_rows

EN, RU = load_words("en", currency="RUB"), load_words("ru", currency="RUB")
WAX = Benefit("gift", gift="Free wax", cost=10_000)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_marks_have_a_word_each() -> None:
    assert [mark_name(EN, one) for one in MARKS] == ["Good", "So-so", "Bad"]
    assert [mark_name(RU, one) for one in MARKS] == ["Хорошо", "Так себе", "Плохо"]


@pytest.mark.parametrize(
    "prompt, english, russian",
    [
        (Prompt("card"), "No friends sent yet: give a card, F8",
         "Друзей ещё не приглашали: дайте карту, F8"),
        (Prompt("status", 2, name="Silver"), "2 referrals to Silver", "2 реферала до «Silver»"),
        (Prompt("status", spend=120_000, name="Silver"), "1 200 ₽ to Silver",
         "1 200 ₽ до «Silver»"),
        (Prompt("status", 1, 120_000, "Silver"), "1 referral or 1 200 ₽ to Silver",
         "1 реферал или 1 200 ₽ до «Silver»"),
        (Prompt("milestone", 1, benefit=WAX), "1 referral more: Free wax",
         "Ещё 1 реферал: Free wax"),
        (Prompt("milestone", 3, benefit=WAX), "3 referrals more: Free wax",
         "Ещё 3 реферала: Free wax"),
    ],
)  # fmt: skip
def test_g25_the_line_for_staff(prompt: Prompt, english: str, russian: str) -> None:
    assert plain(prompt_text(EN, prompt, key="F8")) == english
    assert plain(prompt_text(RU, prompt, key="F8")) == russian


def test_g25_without_a_key_none_is_named() -> None:
    assert prompt_text(EN, Prompt("card")) == "No friends sent yet: give a card"


@pytest.mark.parametrize(
    "missing, russian",
    [
        (0, "следующий визит бесплатный"), (1, "до бесплатного визита ещё 1"),
        (2, "до бесплатного визита ещё 2"), (5, "до бесплатного визита ещё 5"),
    ],
)  # fmt: skip
def test_what_a_stamp_card_still_needs(missing: int, russian: str) -> None:
    assert missing_stamps(RU, missing) == russian


def test_a_shift_tells_its_marks_in_one_row_where_there_are_any() -> None:
    (row,) = [one for one in count_rows(RU, Figures(marked_good=12, marked_bad=1))
              if one.name == "marks"]  # fmt: skip
    assert (row.caption, row.value) == ("Хорошо, так себе, плохо", "12 · 0 · 1")
    assert all(one.name != "marks" for one in count_rows(EN, Figures()))
