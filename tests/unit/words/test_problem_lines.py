"""What a check found, in words: a code by itself says nothing to an owner (4c)."""

from refdesk.words.catalogue import load_words
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
