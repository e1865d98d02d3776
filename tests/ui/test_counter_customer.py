"""A known customer at the till: found by card, phone or name; spends points; proves presence."""

import pytest
from PySide6.QtCore import Qt

from refdesk.domain.terms import POINTS
from refdesk.ui.pages.counter.layout import Screen
from tests.ui.counter_shop import give_points
from tests.ui.counter_till import Till, plain


@pytest.fixture
def till(till: Till) -> Till:
    give_points(till.shop, 3)
    return till


def test_a_returning_customer_takes_three_actions(till: Till) -> None:
    till.type("9160004512")
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    till.type("1200")
    till.enter()
    assert till.purchases()[-1] == (120_000, False)
    assert "Marina D. paid 1 200 ₽" in till.result()


def test_points_are_spent_and_what_is_left_is_said(till: Till) -> None:
    till.type("9160004512")
    till.enter()
    till.type("1200")
    till.press(Qt.Key.Key_F7)
    till.type("200")
    assert plain(till.page.customer.panel.to_pay()) == "1 000 ₽"
    till.enter()
    assert till.purchases()[-1] == (100_000, False)
    assert till.points(till.shop.marina) == 100


def test_slider_buttons_quick_amounts_and_number_stay_in_step(till: Till) -> None:
    till.type("9160004512")
    till.enter()
    till.type("1200")
    block = till.page.customer.blocks[POINTS]
    block._plus.click()
    till.settle()
    step = block.value()
    assert step
    assert block._slider.value() == step
    block._slider.setValue(150)
    till.settle()
    assert block.value() == 150
    block.quick.choose("300")
    till.settle()
    assert (block.value(), block._slider.value()) == (300, 300)
    assert plain(till.page.customer.panel.to_pay()) == "900 ₽"


def test_r08_points_above_the_share_of_the_bill_are_refused_in_words(till: Till) -> None:
    till.type("9160004512")
    till.enter()
    till.type("400")
    till.press(Qt.Key.Key_F7)
    till.type("300")
    block = till.page.customer.blocks[POINTS]
    assert "200 points" in plain(block.problem())
    assert block.most() == 200
    before = till.purchases()
    till.enter()
    assert till.purchases() == before
    assert block.field.hasFocus()
    assert till.refusals() == []


@pytest.mark.parametrize("digits, is_his", [("4512", True), ("4513", False)])
def test_r79_who_was_found_by_name_proves_himself_by_four_digits(
    till: Till, digits: str, is_his: bool
) -> None:
    till.type("Marina")
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    till.type("1200")
    till.press(Qt.Key.Key_F7)
    till.type("200")
    before = till.purchases()
    till.enter()
    assert till.purchases() == before
    assert till.page.customer._last4.hasFocus()
    till.type(digits)
    till.enter()
    assert (till.purchases() != before) is is_his
    if is_his:
        proof = till.desk.store.sql("SELECT proof FROM purchase ORDER BY id DESC LIMIT 1")
        assert proof == [("last4",)]


def test_r79_last_digits_typed_into_the_box_prove_presence(till: Till) -> None:
    till.type("45 12")
    till.enter()
    known = till.page.customer.known()
    assert known is not None
    assert known.proof == "last4"


def test_suggestions_come_while_typing_and_arrows_choose(till: Till) -> None:
    till.type("ma")
    assert till.page.suggestions.isVisible()
    assert till.page.suggestions.list.matches.texts(0)[:2] == ("Marina D.", "…45-12")
    till.press(Qt.Key.Key_Down)
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    assert not till.page.suggestions.isVisible()


def test_several_matches_are_listed_and_the_chosen_one_opens(till: Till) -> None:
    till.type("Friend")
    till.enter()
    assert till.screen() is Screen.MATCHES
    assert till.verdict()[0] == "check"
    till.press(Qt.Key.Key_Down)
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    known = till.page.customer.known()
    assert known is not None
    assert known.person.name == "Friend 1"


def test_a_new_number_becomes_a_new_customer(till: Till) -> None:
    till.type("89167771212")
    till.enter()
    assert till.verdict() == ("info", "New number, not in the list yet")
    assert till.page.newcomer.entry.field.hasFocus()
    till.type("600")
    till.enter()
    assert till.purchases()[-1] == (60_000, False)


def test_a_service_brings_its_usual_price_until_another_is_typed(till: Till) -> None:
    till.type("9160004512")
    till.enter()
    view = till.page.customer
    view.services.setCurrentIndex(view.services.findText("Full wash"))
    till.settle()
    assert plain(view.panel.to_pay()) == "1 000 ₽"
    till.type("850")
    view.services.setCurrentIndex(view.services.findText("Interior"))
    till.settle()
    assert plain(view.panel.to_pay()) == "850 ₽"


def test_g09_why_this_sum_is_one_key_away(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    panel = till.page.newcomer.panel
    panel._why_button.click()
    assert "10 % of 1 000 ₽ = 100 ₽ off" in plain(panel.why_text())
    assert panel._below.currentIndex() == 1


def test_f8_asks_for_the_card_of_a_known_customer(till: Till) -> None:
    asked: list[int] = []
    till.page.card_wanted.connect(asked.append)
    till.type("9160004512")
    till.enter()
    till.press(Qt.Key.Key_F8)
    assert asked == [till.shop.marina]
