"""What is told of a shift."""

from refdesk.domain.shifts import Figures
from refdesk.words.catalogue import NBSP, Words
from refdesk.words.shift_text import closed_text


def test_of_a_closed_shift_is_told_what_was_paid_and_not_what_was_sold(
    english: Words, russian: Words
) -> None:
    figures = Figures(purchases=2, sales=250_000, by_codes=25_000, paid=225_000)
    told = [closed_text(words, 57, figures).replace(NBSP, " ") for words in (english, russian)]
    assert told == ["Shift 57 is closed: paid 2 250 ₽", "Смена 57 закрыта: оплачено 2 250 ₽"]
