"""What stands around a verdict: who it is about, what is asked for, and the keys that lead on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.programmes import add_programme
from refdesk.ui.pages.counter.layout import Screen
from tests.ui.counter_shop import CONSENT
from tests.ui.counter_till import WAX, Till, coupon, plain
from tests.ui.verdict_cases import CASES
from tests.ui.verdict_scenes import MARINAS, NEW_PHONE

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
F2, F4, F6, F7 = Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F7
F8, F9 = Qt.Key.Key_F8, Qt.Key.Key_F9


def said(widget: QWidget) -> list[str]:
    """What stands in a part of the window."""
    return [plain(one.text()) for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def status(till: Till) -> dict[str, str]:
    """The keys in the status bar with their words."""
    hints = till.page.keys()
    return {hint.key: hint.text for hint in hints if hint.in_status}


# -- who it is -------------------------------------------------------------------------------------

KNOWN = {
    "no_newcomer": "Marina D.",
    "not_for_these_people": "Marina D.",
    "an_own_code": "Anna L.",
    "invited_by_another": "Rita O.",
    "each_others_friend": "Anna L.",
    "a_customer_at_his_limit": "Marina D.",
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_refused_customer_is_shown_as_known_and_asked_for_no_consent(
    till: Till, name: str
) -> None:
    CASES[name].go(till)
    view = till.page.newcomer
    assert view.is_refused()
    shown = said(view)
    assert f"Known customer: {KNOWN[name]}" in shown
    assert "New customer" not in shown
    assert not view.consent.isVisible()
    assert view.phone_field.message() == f"In the list: {KNOWN[name]}"


def test_without_the_code_a_known_customer_opens_and_the_way_says_so(till: Till) -> None:
    CASES["no_newcomer"].go(till)
    way = till.page.newcomer.ways.ways()[0]
    assert way.line == "Opens the customer: points can be spent"
    hints = till.page.keys()
    keys = {hint.key: hint for hint in hints}
    assert (keys["Enter"].text, keys["F9"].in_status) == (way.title, False)  # one deed, named once
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    till.press(Qt.Key.Key_Escape)
    CASES["an_empty_budget"].go(till)
    assert till.page.newcomer.ways.ways()[0].line == "The purchase at its full price"


def test_who_is_found_after_the_amount_is_recorded_by_one_enter(till: Till) -> None:
    till.press(F4)
    till.press(F6)
    till.type("600")
    till.press(Qt.Key.Key_F5)
    till.type(MARINAS)
    till.enter()
    assert till.purchases() == [(60_000, False)]


# -- consent ---------------------------------------------------------------------------------------


def test_g27_the_sum_waits_for_the_consent_and_not_for_the_phone(till: Till) -> None:
    CASES["no_consent"].go(till)
    panel = said(till.page.newcomer.panel)
    assert "Tick the consent first" in panel
    assert "Enter the phone first" not in panel


def test_g27_f9_leaves_out_a_code_with_the_phone_that_it_needs(till: Till) -> None:
    CASES["no_consent"].go(till)
    assert status(till)["F9"] == "Without code"
    till.press(F9)
    view = till.page.newcomer
    assert (view.phone.text(), view.opening.code) == ("", "")
    till.enter()
    assert till.purchases() == [(100_000, False)]


def test_g27_f9_leaves_out_the_phone_alone_where_no_code_needs_it(till: Till) -> None:
    till.type("8" + NEW_PHONE)
    till.enter()
    till.type("600")
    view = till.page.newcomer
    view.name.setText("Zinaida")
    assert "F9" not in status(till)
    view.consent.setChecked(False)
    till.settle()
    assert status(till)["F9"] == "Without phone"
    till.enter()
    verdict = till.page.banner.verdict()
    assert verdict is not None
    assert verdict.line == "Ask and tick the box, or leave the phone out: F9"
    till.press(F9)
    assert (view.phone.text(), view.name.text()) == ("", "")
    assert "F9" not in status(till)
    till.enter()
    assert till.purchases() == [(60_000, False)]
    assert till.desk.store.sql("SELECT COUNT(*) FROM identity WHERE value LIKE '%0001234'") == [
        (0,)
    ]


def test_g27_f9_keeps_a_coupon_that_needs_no_phone(till: Till) -> None:
    add_programme(till.shop.desk, terms_text=WAX)
    till.press(F4)
    till.press(F6)
    till.type("600")
    till.enter()
    code = coupon(till)
    till.scan(code)
    view = till.page.newcomer
    view.phone.setText(NEW_PHONE)
    view.consent.setChecked(False)
    till.settle()
    assert status(till)["F9"] == "Without phone"
    till.press(F9)
    assert (view.phone.text(), view.opening.code) == ("", code)
    till.press(F6)
    till.type("500")
    till.enter()
    assert till.purchases() == [(60_000, False), (50_000, False)]


# -- several customers -----------------------------------------------------------------------------


def many(till: Till, count: int = 9) -> None:
    for number in range(count):
        add_customer(till.shop.desk, NewCustomer(f"Friend {number}", consent=CONSENT))
    till.type("Friend")
    till.enter()
    assert till.screen() is Screen.MATCHES


def test_a_list_cut_at_eight_says_that_there_may_be_more(till: Till) -> None:
    many(till)
    verdict = till.page.banner.verdict()
    assert verdict is not None
    assert verdict.title == "Many customers match"
    assert verdict.line == "There may be more: type on to narrow it down"


def test_what_is_typed_in_the_list_goes_on_with_the_text_of_the_box(till: Till) -> None:
    many(till)
    till.type(" 7")
    assert till.page.box.text() == "Friend 7"
    till.enter()
    known = till.page.customer.known()
    assert known is not None
    assert known.person.name == "Friend 7"


def test_backspace_in_the_list_takes_the_last_symbol_of_the_box_away(till: Till) -> None:
    many(till)
    till.page.box.field.setCursorPosition(0)
    till.press(Qt.Key.Key_Backspace)
    assert till.page.box.text() == "Frien"


def test_a_scan_in_the_list_is_read_whole(till: Till) -> None:
    many(till)
    till.scan(till.shop.anna_code)
    assert till.verdict() == ("ok", "Code works, invited by Anna L.")


# -- ways on ---------------------------------------------------------------------------------------


def test_shift_f6_goes_to_the_services_and_a_digit_takes_the_one_that_works(till: Till) -> None:
    CASES["a_service_left_out"].go(till)
    before = list(till.shop.services)
    till.press(Qt.Key.Key_F6, SHIFT)
    till.type(str(before.index("Full wash") + 1))
    assert till.verdict()[0] == "ok"


def test_r55_ctrl_m_stands_in_the_status_bar_once_the_phone_is_missed(till: Till) -> None:
    till.scan(till.shop.anna_code)
    assert "Ctrl+M" not in status(till)
    till.press(F6)
    till.type("1000")
    with till.bot.waitSignal(till.page.keys_changed):  # the bar asks for them anew
        till.enter()
    assert "Ctrl+M" in status(till)
    assert till.page.newcomer.phone_field.message() == "Write a phone or a plate here"


def test_f7_then_f8_prints_the_new_card_of_whose_old_one_was_scanned(till: Till) -> None:
    CASES["an_old_card"].go(till)
    till.press(F7)
    with till.bot.waitSignal(till.page.card_wanted) as wanted:
        till.press(F8)
    assert wanted.args == [till.shop.anna]


def test_a_pause_of_codes_invites_to_scan_nothing(till: Till) -> None:
    CASES["five_wrong_codes"].go(till)
    assert till.page.box.field.note() == "Type a phone or a name"
    assert till.page.refused.ways.ways()[0].line == ""


def test_a_card_that_is_not_out_has_no_day_of_issue(till: Till) -> None:
    CASES["a_blank_that_is_nobodys_yet"].go(till)
    assert not [text for text in said(till.page.refused) if text.startswith("Issued")]


# -- what is spent ---------------------------------------------------------------------------------


def test_a_gift_that_is_gone_is_no_matter_of_the_points(till: Till) -> None:
    CASES["a_gift_used_at_another_till"].go(till)
    assert all(block.problem() == "" for block in till.page.customer.blocks.values())
    assert till.verdict() == ("stop", "This gift is not available")
