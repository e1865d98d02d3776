"""Scans in quick succession, and keys that somebody presses just before or after one."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from refdesk.domain.codes import mask_code
from refdesk.ui.pages.counter.layout import Screen
from tests.support.scanner_sim import Device
from tests.ui.counter_till import Till, TillHand


class Fingers(TillHand):
    """Cards by the scanner, and keys."""

    def finger(self, text: str) -> None:
        """Press keys at a person's pace."""
        self.type(self.window(), text)


@pytest.fixture
def fingers(till: Till) -> Fingers:
    return Fingers(till, 11)


def note(till: Till) -> str:
    return till.page.box.field.note()


# -- one card after another ------------------------------------------------------------------


def test_the_last_card_counts_and_the_one_before_is_named(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    fingers.card(till.shop.marina_code, later=300)
    till.settle()
    assert till.page.newcomer.opening.code == till.shop.marina_code
    assert note(till) == f"Scanned before it: {mask_code(till.shop.anna_code)}"


def test_the_card_that_was_passed_over_is_offered_when_the_form_is_done_with(
    till: Till, fingers: Fingers
) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    fingers.card(till.shop.marina_code, later=300)
    till.settle()
    till.press(Qt.Key.Key_Escape)
    assert till.screen() is Screen.IDLE
    assert till.strip() == f"Scanned too: {mask_code(till.shop.anna_code)}"
    hints = till.page.keys()
    assert [hint.text for hint in hints[:2]] == ["Open", "Forget"]
    till.enter()
    assert till.page.newcomer.opening.code == till.shop.anna_code
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == ""


def test_both_cards_can_be_redeemed_one_after_the_other(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    fingers.card(till.shop.marina_code, later=40)
    till.settle()
    for phone, code in (
        ("9031112250", till.shop.marina_code),
        ("9031112251", till.shop.anna_code),
    ):
        assert till.page.newcomer.opening.code == code
        fingers.finger(phone)
        till.press(Qt.Key.Key_F6)
        fingers.finger("600")
        till.settle()
        till.enter()
        till.enter()  # opens the card that was passed over
    assert [amount for amount, _ in till.purchases()] == [54_000, 54_000]
    assert till.strip() == ""


def test_esc_forgets_a_card_that_was_passed_over(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    fingers.card(till.shop.marina_code, later=300)
    till.settle()
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == ""
    till.enter()
    assert till.screen() is Screen.IDLE


def test_a_typed_text_goes_before_the_card_that_is_offered(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    fingers.card(till.shop.marina_code, later=300)
    till.settle()
    till.press(Qt.Key.Key_Escape)
    fingers.finger("9031119999")
    till.settle()
    till.enter()
    assert till.page.newcomer.phone.e164() == "+79031119999"


def test_a_card_that_replaces_one_after_a_look_is_no_accident(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    fingers.card(till.shop.marina_code, later=2_500)
    till.settle()
    assert note(till) == "A new scan replaces it"
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == ""


def test_a_half_scan_before_the_whole_one_is_not_offered(till: Till, fingers: Fingers) -> None:
    fingers.wait(5_000)
    fingers.scan(fingers.window(), Device(8), till.shop.anna_code, symbols=7)
    fingers.card(till.shop.anna_code, later=400)
    till.settle()
    assert till.page.newcomer.opening.code == till.shop.anna_code
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == ""


def test_a_third_card_over_an_unsaved_form_names_the_second(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    fingers.finger("903")
    fingers.card(till.shop.marina_code)
    till.settle()
    fingers.card("SUMMER25", later=200)
    till.settle()
    message = till.page.strip.message()
    assert message is not None
    assert message.title == "New scan: …R25"
    assert mask_code(till.shop.marina_code) in message.line
    till.press(Qt.Key.Key_Escape)
    assert till.page.newcomer.opening.code == till.shop.anna_code
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == ""


# -- a key beside a scan -----------------------------------------------------------------------


@pytest.mark.parametrize("gap", [1, 8, 35])
def test_a_key_just_before_a_scan_is_no_part_of_it(till: Till, fingers: Fingers, gap: int) -> None:
    fingers.finger("X")
    fingers.card(till.shop.anna_code, later=gap - 8)
    till.settle()
    assert till.page.newcomer.opening.code == till.shop.anna_code
    assert till.refusals() == []


def test_a_key_just_before_a_scan_stays_in_the_amount(till: Till, fingers: Fingers) -> None:
    fingers.card(till.shop.anna_code)
    till.settle()
    till.press(Qt.Key.Key_F6)
    fingers.finger("600")
    fingers.card(till.shop.marina_code, later=1)
    till.settle()
    assert till.page.newcomer.entry.amount() == 60_000
    assert till.strip().startswith("New scan")
    till.press(Qt.Key.Key_Escape)
    assert till.page.newcomer.opening.code == till.shop.anna_code


def test_a_key_just_after_a_scan_without_an_end_key_is_typed(
    till: Till, fingers: Fingers, qtbot: QtBot
) -> None:
    fingers.card(till.shop.anna_code, device=Device(8, ending="none"))
    fingers.wait(-290)
    fingers.finger("9")
    qtbot.waitUntil(lambda: till.screen() is Screen.NEWCOMER)
    till.settle()
    assert till.page.newcomer.opening.code == till.shop.anna_code
    assert till.page.newcomer.phone.text().strip().endswith("9")


def test_a_key_before_a_word_is_left_to_a_person(till: Till, fingers: Fingers) -> None:
    fingers.finger("X")
    fingers.card("SUMMER25", later=1)
    till.settle()
    assert till.screen() is Screen.REFUSED
