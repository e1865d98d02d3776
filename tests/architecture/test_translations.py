"""English and Russian are complete; the check that says so notices each kind of gap."""

import ast
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from tools.check_translations import catalogue_problems, problems
from tools.texts_in_code import TextId, text_ids

CARDS = 'msgid "{n} card"\nmsgid_plural "{n} cards"\nmsgstr[0] "{n} карта"\nmsgstr[1] "{n} карты"\n'


def test_every_text_is_in_russian() -> None:
    found = problems()
    assert not found, "\n".join([f"{len(found)} in all, first:", *found[:10]])


@pytest.mark.parametrize(
    "entry, wanted, problem",
    [
        ('msgid "Paid"\nmsgstr "Оплачено"', {"Paid"}, []),
        ('msgid "Paid"\nmsgstr ""', {"Paid"}, ["no translation: 'Paid'"]),
        ("", {"Paid"}, ["no translation: 'Paid'"]),
        (
            '#, fuzzy\nmsgid "Paid"\nmsgstr "Оплата"',
            {"Paid"},
            ["the translation is only a guess (fuzzy): 'Paid'"],
        ),
        ('msgid "Paid"\nmsgstr "Оплачено"', set(), ["no longer used: 'Paid'"]),
        ('#~ msgid "Paid"\n#~ msgstr "Оплачено"', set(), ["obsolete: 'Paid'"]),
        (
            'msgid "Until {date}"\nmsgstr "До {data}"',
            {"Until {date}"},
            ["other places than in English: 'До {data}'"],
        ),
        (
            'msgid "Until {date}"\nmsgstr "До {date"',
            {"Until {date}"},
            ["a brace without its partner: 'До {date'"],
        ),
        (
            CARDS + 'msgstr[2] "карт"',
            {("{n} card", "{n} cards")},
            ["other places than in English: 'карт'"],
        ),
        (
            CARDS + 'msgstr[2] ""',
            {("{n} card", "{n} cards")},
            ["no translation: '{n} card'"],
        ),
    ],
)
def test_a_gap_in_the_catalogue_is_named(
    entry: str, wanted: set[TextId], problem: list[str]
) -> None:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalogue = read_po(BytesIO((header + entry + "\n").encode()), locale="ru")
    assert list(catalogue_problems(catalogue, wanted)) == problem


@pytest.mark.parametrize(
    "code, found",
    [
        ('words.text("Paid")', {"Paid"}),
        ('self._context.words.text("Until {date}", date=date)', {"Until {date}"}),
        ('self._words.plural("{n} card", "{n} cards", n)', {("{n} card", "{n} cards")}),
        ('{"code_expired": N_("This code has expired")}', {"This code has expired"}),
        ('text = words.text\ntext("Paid")', {"Paid"}),
        ('words.text("One sentence "\n"in two lines")', {"One sentence in two lines"}),
        ('reader.text("width")', set()),
        ("self._line.text()", set()),
        ("words.text_of(message)", set()),
    ],
)
def test_the_texts_of_the_code_are_found(code: str, found: set[TextId]) -> None:
    assert set(text_ids(ast.parse(code))) == found
