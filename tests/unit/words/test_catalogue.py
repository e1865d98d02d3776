"""Numbers, money and dates as people read them; plurals in both languages."""

from datetime import date

import pytest

from refdesk.words.catalogue import Words, load_words


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "minor, shown", [(100000, "1 000 ₽"), (90050, "900,50 ₽"), (-500, "−5 ₽"), (0, "0 ₽")]
)
def test_money_follows_the_region(english: Words, russian: Words, minor: int, shown: str) -> None:
    assert plain(english.money(minor)) == plain(russian.money(minor)) == shown


def test_dollars_are_written_as_in_their_country() -> None:
    words = load_words("en", currency="USD", region="US")
    assert (words.money(100000), words.money(-90050)) == ("$1,000", "−$900.50")


def test_a_percent_has_a_space_and_a_discount_a_true_minus(english: Words) -> None:
    assert plain(english.percent(250)) == "2,5 %"
    assert plain(english.minus_percent(1000)) == "−10 %"


@pytest.mark.parametrize(
    "language, today, shown",
    [
        ("en", date(2026, 1, 1), "18 Nov"),
        ("en", None, "18 Nov 2026"),
        ("ru", date(2026, 1, 1), "18 ноября"),
        ("ru", date(2025, 1, 1), "18 ноября 2026"),
    ],
)
def test_a_date_has_its_year_only_when_it_is_another(
    language: str, today: date | None, shown: str
) -> None:
    assert load_words(language).date(date(2026, 11, 18), today=today) == shown


@pytest.mark.parametrize(
    "count, shown",
    [(1, "1 балл"), (2, "2 балла"), (5, "5 баллов"), (21, "21 балл"), (-1, "−1 балл"),
     (-22, "−22 балла"), (112, "112 баллов")],
)  # fmt: skip
def test_russian_has_three_forms(russian: Words, count: int, shown: str) -> None:
    assert russian.plural("{n} point", "{n} points", count) == shown


def test_weekdays_are_short(english: Words, russian: Words) -> None:
    assert [english.weekday(0), russian.weekday(6)] == ["Mon", "вс"]


def test_another_language_is_not_spoken() -> None:
    with pytest.raises(ValueError, match="de"):
        load_words("de")
