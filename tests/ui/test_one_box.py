"""One box takes everything by which somebody or something is known, typed or scanned (R24, R26)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from refdesk.domain.codes import group_code, make_code
from refdesk.domain.keyboards import as_us_keys
from refdesk.services.card_swap import replace_code
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from tests.ui.counter_shop import CONSENT
from tests.ui.counter_till import Till
from tests.ui.keys import Clock

CODE, KNOWN, NEW, MANY, NO = (
    Screen.NEWCOMER, Screen.CUSTOMER, Screen.NEWCOMER, Screen.MATCHES, Screen.REFUSED,
)  # fmt: skip
BORIS = ("Boris Kotov", "Борис Котов")
PLATE, OLD_CARD = "А123ВС77", "LAG 2019-0042"


class Names(NamedTuple):
    """What is typed of the people, in the language of the till."""

    marina: str
    part: str
    two: str
    boris: str


NAMES = {
    "en": Names("Marina Danilova", "danil", "ma", "Kotov"),
    "ru": Names("Марина Данилова", "данил", "ма", "Котов"),
}


@pytest.fixture(params=["en", "ru"])
def till(
    request: pytest.FixtureRequest, qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path
) -> Iterator[Till]:
    till = Till(qtbot, context, clock, tmp_path, language=request.param)
    name = BORIS[request.param == "ru"]
    add_customer(
        till.shop.desk,
        NewCustomer(
            name, phones=("+79035550101",), plates=(PLATE,), emails=("boris@mail.example",),
            old_cards=(OLD_CARD,), consent=CONSENT,
        ),
    )  # fmt: skip
    yield till
    till.close()


def names(till: Till) -> Names:
    return NAMES[till.context.words.language]


def found(till: Till) -> tuple[Screen, str]:
    """What stands, and whose form or code it is."""
    screen = till.screen()
    if screen is Screen.CUSTOMER:
        known = till.page.customer.known()
        assert known is not None
        return screen, known.person.of_kind("phone")[0].value
    opening = till.page.newcomer.opening
    return screen, (opening.code or opening.phone) if screen is Screen.NEWCOMER else ""


MARINA, HIS = "+79160004512", "+79035550101"
Expected = tuple[Screen, str]

PHONES = (
    "+7 916 000-45-12", "8 (916) 000 45 12", "89160004512", "9160004512", "79160004512",
    "+7(916)000.45.12", "tel:+79160004512", "８９１６０００４５１２", "45 12", "4512", "000-45-12",
)  # fmt: skip
PLATES = ("А123ВС77", "a123bc77", "А 123 ВС 77", "A123BC-77", "а123вс", "123вс")
OLD_CARDS = ("LAG 2019-0042", "lag20190042", "2019-0042")


def test_a_phone_in_any_shape_finds_its_customer(till: Till) -> None:
    for text in PHONES:
        till.type(text)
        till.enter()
        assert found(till) == (KNOWN, MARINA), text
        till.press(Qt.Key.Key_Escape)


def test_a_plate_in_any_shape_finds_its_customer(till: Till) -> None:
    for text in PLATES:
        till.type(text)
        till.enter()
        assert found(till) == (KNOWN, HIS), text
        till.press(Qt.Key.Key_Escape)


def test_an_old_cards_number_finds_its_customer_typed_or_scanned(till: Till) -> None:
    for text in OLD_CARDS:
        till.type(text)
        till.enter()
        assert found(till) == (KNOWN, HIS), text
        till.press(Qt.Key.Key_Escape)
    till.scan("LAG-2019-0042")
    assert found(till) == (KNOWN, HIS)


def test_a_name_or_a_part_of_it_finds_its_customer(till: Till) -> None:
    who = names(till)
    for text in (who.marina, who.marina.upper(), who.part, who.boris.lower()):
        till.type(text)
        till.enter()
        expected = HIS if text == who.boris.lower() else MARINA
        assert found(till) == (KNOWN, expected), text
        till.press(Qt.Key.Key_Escape)
    till.type("boris@mail.example")
    till.enter()
    assert found(till) == (KNOWN, HIS)


def code_shapes(code: str) -> tuple[str, ...]:
    under_russian = {us: ru for ru, us in _russian_keys()}
    return (
        code, code.lower(), group_code(code), f" {code[:3]} {code[3:6]}-{code[6:]} ",
        f"https://shop.example/f/{code}", f"http://shop.example/?x=1&c={code.lower()}",
        f"]Q1{code}", "".join(under_russian.get(symbol, symbol) for symbol in code.lower()),
    )  # fmt: skip


def _russian_keys() -> Iterator[tuple[str, str]]:
    for letter in "йцукенгшщзфывапролдячсмить":
        yield letter, dict(as_us_keys(letter))["ru"]


@pytest.mark.parametrize("way", ["typed", "scanned"])
def test_a_code_in_any_shape_opens_its_form(till: Till, way: str) -> None:
    code = till.shop.anna_code
    for text in code_shapes(code):
        if way == "typed":
            till.type(text)
            till.enter()
        else:
            till.context.scanner.scanned.emit(text)
            till.settle()
        assert found(till) == (CODE, code), text
        till.press(Qt.Key.Key_Escape)
        till.clock.pass_ms(5_000)


def test_a_chosen_word_opens_its_form(till: Till) -> None:
    [(word,)] = till.desk.store.sql("SELECT code FROM promo_code WHERE kind = 'campaign'")
    for text in (word, word.lower(), f" {word[:3]}-{word[3:]}"):
        till.type(text)
        till.enter()
        assert found(till) == (CODE, word), text
        till.press(Qt.Key.Key_Escape)


def test_the_code_of_a_card_that_was_replaced_leads_to_the_new_one(till: Till) -> None:
    swapped = replace_code(till.shop.desk, till.shop.anna_code)
    till.type(till.shop.anna_code)
    till.enter()
    assert found(till) == (CODE, swapped.code)


def test_a_new_number_in_any_shape_opens_the_form_of_somebody_new(till: Till) -> None:
    for text in ("+7 999 123-45-67", "8 (999) 123 45 67", "9991234567"):
        till.type(text)
        till.enter()
        assert found(till) == (NEW, "+79991234567"), text
        till.press(Qt.Key.Key_Escape)


NOTHING: dict[str, Callable[[], str]] = {
    "another shop's code": lambda: make_code(Random(21).randrange),
    "a product": lambda: "4600000000000",
    "a name that nobody has": lambda: "Zzyzx",
    "signs": lambda: "%%__'\\",
}


def test_what_nobody_has_is_said_to_be_nobodys(till: Till) -> None:
    for name, text in NOTHING.items():
        till.type(text())
        till.enter()
        assert till.screen() is NO, name
        till.press(Qt.Key.Key_Escape)


# -- suggestions -------------------------------------------------------------------------------


def suggested(till: Till, text: str) -> list[str]:
    """Whom the list under the box names while somebody types, without Enter."""
    till.type(text)
    shown = till.page.suggestions
    model = shown.list.matches
    count = shown.list.count() if shown.isVisible() else 0
    said = [model.texts(at)[1] for at in range(count)]
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_Escape)
    return said


def test_suggestions_come_from_two_letters_or_three_digits_on(till: Till) -> None:
    who = names(till)
    assert suggested(till, who.two[:1]) == []
    assert "…45-12" in suggested(till, who.two)
    assert suggested(till, "45") == []
    assert suggested(till, "451") == ["…45-12"]
    assert suggested(till, "8916000451") == ["…45-12"]
    assert suggested(till, "А123") == ["…01-01"]
    assert suggested(till, "20190") == ["…01-01"]
    assert suggested(till, till.shop.marina_code[:6]) == ["…45-12"]


def test_a_suggestion_is_taken_by_arrow_and_enter(till: Till) -> None:
    till.type(names(till).two)
    till.press(Qt.Key.Key_Down)
    till.enter()
    assert found(till) == (KNOWN, MARINA)
    assert not till.page.suggestions.isVisible()


def test_several_matches_are_a_list_to_choose_from(till: Till) -> None:
    till.type("+7916000")
    till.enter()
    assert till.screen() is MANY
    till.press(Qt.Key.Key_Down)
    till.enter()
    assert till.screen() is KNOWN
