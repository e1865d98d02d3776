"""The draft of terms, the sentences made of it, and what changed, without a window."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from refdesk.domain.economics import Assumptions, Sold, check_profit
from refdesk.domain.errors import DomainError
from refdesk.services.presets import Preset, list_presets
from refdesk.ui.page import Context
from refdesk.ui.pages.programmes.cards import cards_of
from refdesk.ui.pages.programmes.changes import changes_between
from refdesk.ui.pages.programmes.dates import read_date, read_hours, write_date
from refdesk.ui.pages.programmes.draft import Draft, dotted, leaves, tables_of
from refdesk.ui.pages.programmes.lines import Blank, Card
from refdesk.ui.pages.programmes.sentence import Sentence
from refdesk.ui.pages.programmes.when_lines import Choices
from refdesk.words.catalogue import Words, load_words

PRESETS = list_presets()
NAMES = [one.name for one in PRESETS]


def preset(name: str) -> Preset:
    return PRESETS[NAMES.index(name)]


def cards(words: Words, draft: Draft) -> list[Card]:
    return cards_of(Choices(words, ("Full wash",), ("1",)), draft, {})


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_every_preset_has_a_blank(name: str, language: str) -> None:
    terms = preset(name).terms
    words = load_words(language)
    fields = {blank.field for card in cards(words, Draft(terms, 2)) for blank in card.blanks()}
    unnamed = [
        path for path in leaves(tables_of(terms, 2))
        if not any(dotted(path) == one or dotted(path).startswith(f"{one}.") for one in fields)
    ]  # fmt: skip
    # the id of a rule is no term, a prize's place is written into its sentence, and on an occasion
    # nobody is new or old
    assert {str(path[-1]) for path in unnamed} <= {"id", "place", "new_only"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_has_all_of_its_blanks(name: str, language: str) -> None:
    for card in cards(load_words(language), Draft(preset(name).terms, 2)):
        for block in card.blocks:
            for line in block.lines:
                for place in line.places:
                    assert f"{{{place}}}" in line.text


@pytest.mark.parametrize("name", NAMES)
def test_what_can_be_added_can_be_undone(name: str) -> None:
    words = load_words("en")
    terms = preset(name).terms
    for at, card in enumerate(cards(words, Draft(terms, 2))):
        for number in range(len(card.more)):
            draft = Draft(terms, 2)
            cards(words, draft)[at].more[number].run(draft)
            assert draft.is_changed()
            cards(words, draft)
            assert draft.undo()
            assert draft.terms() == terms


def test_a_draft_names_the_blank_that_cannot_be() -> None:
    draft = Draft(preset("car-wash").terms, 2)
    draft.put(("rule", 0, "referral", "percent"), "lots")
    with pytest.raises(DomainError) as refused:
        draft.terms()
    assert refused.value.params["field"] == "rule.1.referral.percent"


def test_typing_in_one_blank_is_one_change_and_leaving_it_ends_it() -> None:
    draft = Draft(preset("car-wash").terms, 2)
    path = ("rule", 0, "referral", "percent")
    draft.put(path, "1")
    draft.put(path, "15")
    draft.close_change()
    draft.put(path, "20")
    assert draft.undo()
    assert draft.get(path) == "15"
    assert draft.undo()
    assert draft.get(path) == "10"
    assert not draft.undo()


def test_an_emptied_table_goes_with_its_last_value() -> None:
    draft = Draft(preset("car-wash").terms, 2)
    for key in ("share", "expires_days"):
        draft.put(("spending", key), None)
    assert not draft.has(("spending",))


def test_changes_are_said_by_the_names_of_blanks() -> None:
    words = load_words("en")
    before = preset("car-wash").terms
    draft = Draft(before, 2)
    draft.put(("spending", "share"), "30")
    draft.put(("spending", "expires_days"), None)
    draft.put(("budget",), "1000")
    found = changes_between(Choices(words), before, draft.terms(), 2)
    assert [one.replace("\xa0", " ") for one in found] == [
        "Share of a bill: 50 %, now 30 %",
        "Expiry by age: 180 days no longer",
        "Budget: 1 000 ₽",
    ]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_as_it_is_written(on: date) -> None:
    assert read_date(write_date(on)) == on
    assert read_date(on.isoformat()) == on


def test_hours_are_read_in_several_spellings() -> None:
    assert read_hours("10-16, 18:00\N{EN DASH}20:30") == ["10:00-16:00", "18:00-20:30"]
    assert read_hours("noon") == ["noon"]


def test_a_sentence_wraps_and_puts_blanks_where_the_translation_has_them(
    qtbot: QtBot, context: Context
) -> None:
    first, second = QLineEdit(), QLineEdit()
    sentence = Sentence(context.theme, "s", "from {b}, to {a} at once", {"a": first, "b": second})
    qtbot.addWidget(sentence)
    assert sentence.plain_text() == "from …, to … at once"
    sentence.resize(2000, 100)
    one_row = sentence.heightForWidth(2000)
    sentence.show()
    assert second.x() < first.x()
    assert sentence.heightForWidth(first.sizeHint().width()) > one_row
    sentence.set_problem(first, "It is too much")
    assert sentence.heightForWidth(2000) > one_row


def test_a_blank_keeps_its_place_in_a_refused_field() -> None:
    blank = Blank(("rule", 1, "referrer", 0, "percent"), "x", "percent")
    assert blank.field == "rule.2.referrer.1.percent"


@pytest.mark.parametrize("name", NAMES)
def test_g10_a_profit_check_and_its_sentences_follow_a_keystroke(name: str) -> None:
    words, terms = load_words("en"), preset(name).terms
    given_ = Assumptions(95_000, 4_500, services={"Full wash": Sold(price=100_000)})
    cards(words, Draft(terms, 2))
    began = time.process_time()
    draft = Draft(terms, 2)
    cards(words, draft)
    check_profit(draft.terms(), given_)
    assert time.process_time() - began < 0.1
