"""What a check found, in words: a code by itself says nothing to an owner (4c)."""

from refdesk.storage.integrity import CHECKS
from refdesk.words.catalogue import load_words
from refdesk.words.problem_text import is_explained, problem_texts
from refdesk.words.record_text import problem_lines


def test_what_a_code_means_stands_once_below_the_first_of_its_kind() -> None:
    problems = [
        ("budget_differs", "programme P1"),
        ("balance_differs", "account 7"),
        ("audit_broken", "till 1, 2"),
        ("audit_broken", "till 2, 9"),
    ]
    disagrees = "The data do not agree here. Keep this text for somebody who can help"
    broken = "This line of a till’s record is not as it was written, or is missing"
    assert list(problem_lines(load_words("en"), problems)) == [
        "budget_differs: programme P1",
        disagrees,
        "balance_differs: account 7",
        "audit_broken: till 1, 2",
        broken,
        "audit_broken: till 2, 9",
    ]


def test_the_window_tells_each_kind_once_in_words_with_its_places() -> None:
    problems = [
        ("budget_differs", "programme P1"),
        ("audit_broken", "till 1, 2"),
        ("budget_differs", "programme P3"),
        ("from_a_later_release", "moon 7"),
    ]
    assert problem_texts(load_words("en"), problems) == [
        "What a programme gave is counted wrong: programme P1, programme P3",
        "A line of a till’s record is not as it was written, or is missing: till 1, 2",
        "The data do not agree: moon 7",
    ]
    russian = problem_texts(load_words("ru"), problems)
    assert russian[0] == "Неверно посчитано, сколько дала программа: программа P1, программа P3"


def test_whatever_the_check_recomputes_has_words_of_its_own() -> None:
    assert [code for code in CHECKS if not is_explained(code)] == []
