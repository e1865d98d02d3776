"""R48 line by line: shrink, wrap, cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.cards.fitting import ELLIPSIS, Fitted, Room, fit_text
from refdesk.cards.fonts import load_faces

FACE = load_faces()["onest", 400]
KNOWN = "".join(sorted(char for char in FACE.advances if char.isprintable()))


def fit(
    text: str, width: float, lines: int = 1, least: float = 8.0, height: float | None = None
) -> Fitted:
    room = Room(width=width, size_pt=10.0, least_pt=least, lines=lines, leading=1.2, height=height)
    return fit_text(text, FACE, room)


def test_r48_what_fits_stays_as_it_is() -> None:
    assert fit("Лагуна", 40) == Fitted(("Лагуна",), 10.0)


def test_r48_what_nearly_fits_shrinks() -> None:
    width = FACE.width("Автомойка Лагуна", 9.0) + 0.01
    assert fit("Автомойка Лагуна", width, lines=2) == Fitted(("Автомойка Лагуна",), 9.0)


def test_r48_what_does_not_shrink_enough_wraps_between_words() -> None:
    fitted = fit("Автомойка Северная Лагуна", 25, lines=2)
    assert fitted == Fitted(("Автомойка", "Северная Лагуна"), 8.0)


def test_r48_what_does_not_wrap_enough_is_cut() -> None:
    (first, second) = fit("Автомойка Северная Лагуна на Портовой улице", 25, lines=2).lines
    assert first == "Автомойка"
    assert second.endswith(ELLIPSIS)
    assert second.startswith("Северная")


def test_lines_of_one_text_are_of_nearly_one_length() -> None:
    text = "Only on the first visit and from one hundred roubles"
    lines = fit(text, FACE.width(text, 8.0) * 0.9, lines=2).lines
    widths = [FACE.width(line, 8.0) for line in lines]
    assert max(widths) < 1.3 * min(widths)


def test_a_line_breaks_at_a_separator_first_and_drops_it() -> None:
    text = "Harbour Street 5 · daily 8 to 21 · until 31 Dec 2026"
    assert " · ".join(fit(text, 50, lines=2).lines) == text


def test_a_line_does_not_end_in_a_short_word() -> None:
    assert fit("Скидка друзьям на первую мойку", 27, lines=2).lines[0] == "Скидка друзьям"


def test_no_break_spaces_hold() -> None:
    assert "500\u00a0₽" in " ".join(fit("От 500\u00a0₽ за визит", 17, lines=3).lines)
    assert all(line != "500" for line in fit("От 500\u00a0₽ за визит", 12, lines=3).lines)


def test_where_height_allows_wrapped_lines_are_larger_again() -> None:
    text, width = "Бесплатная мойка кузова", 24.0
    low, high = fit(text, width, 2, least=5.0), fit(text, width, 2, least=5.0, height=7.0)
    assert len(low.lines) == len(high.lines) == 1
    assert fit(text, 12.0, 2, least=5.0, height=7.0).size_pt > 5.0


@given(
    text=st.text(KNOWN, min_size=1, max_size=200),
    width=st.floats(4, 80),
    lines=st.integers(1, 4),
    height=st.none() | st.floats(5, 20),
)
def test_r48_no_line_is_ever_wider_than_its_room(
    text: str, width: float, lines: int, height: float | None
) -> None:
    fitted = fit(text, width, lines, height=height)
    assert len(fitted.lines) <= lines
    assert 8.0 <= fitted.size_pt <= 10.0
    assert all(FACE.width(line, fitted.size_pt) <= width or len(line) <= 2 for line in fitted.lines)


@pytest.mark.parametrize("text", ["W", "WWWWWWWW", "W W W W"])
def test_even_a_hair_of_room_is_survived(text: str) -> None:
    assert fit(text, 0.1, lines=3).lines
