"""What is done to a customer's account: paid out, blocked, corrected, given cards; and his tree."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.codes import check_symbol
from refdesk.domain.terms import MONEY, POINTS
from refdesk.services.accounts import get_balance
from refdesk.services.adjusting import adjust
from refdesk.services.codes import code_value, show_code
from refdesk.services.customers import get_customer, show_customer
from refdesk.services.desk import Actor, Desk
from refdesk.services.payouts import list_payouts
from refdesk.services.programmes import add_programme, list_programmes
from refdesk.storage import codes as code_storage
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.deed_dialog import CorrectDialog, PayDialog
from refdesk.ui.pages.customers.deeds import BLOCK, CORRECT, UNBLOCK
from refdesk.ui.pages.customers.ledger_tab import LedgerTab
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.widgets.buttons import Button, IconButton
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.fields import TextField
from refdesk.ui.widgets.value_fields import MoneyField
from tests.ui.customers_shop import (
    CONSENT,
    People,
    buy,
    part,
    press,
    show_in_window,
    texts,
    type_text,
)

CTRL = Qt.KeyboardModifier.ControlModifier
SPACE, RETURN = Qt.Key.Key_Space, Qt.Key.Key_Return


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, people: People) -> CustomersPage:
    page = show_in_window(qtbot, context, CustomersPage(context, desk))
    page.select_customer(people.anna)
    return page


def push(page: CustomersPage, name: str) -> None:
    """Press a button by the keyboard."""
    button = part(page, Button, name)
    button.setFocus()
    QTest.keyClick(button, SPACE)


def in_dialog(qtbot: QtBot, page: CustomersPage, field: str) -> None:
    """Wait until a field of the open dialog has the keyboard."""
    dialog = page.deeds.dialog()
    assert dialog is not None
    dialog.activateWindow()
    control = part_of(dialog, field)
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)


def part_of(dialog: object, name: str) -> TextField:
    found = dialog.findChildren(TextField, name)  # type: ignore[attr-defined]
    assert found, name
    return found[0]  # type: ignore[no-any-return]


def refresh(page: CustomersPage, people: People) -> None:
    page.refresh()
    assert page.details.view() is not None


# -- paying out ------------------------------------------------------------------------------------


def test_money_is_paid_out_by_keys_and_its_slip_is_a_pdf(
    qtbot: QtBot, page: CustomersPage, desk: Desk, people: People, tmp_path: Path
) -> None:
    adjust(desk, people.anna, MONEY, 50_000, reason="brought in")
    refresh(page, people)
    target = tmp_path / "slip.pdf"
    page.deeds.slips.ask_path = lambda _parent, _name: target
    push(page, "customer_pay")
    assert isinstance(page.deeds.dialog(), PayDialog)
    in_dialog(qtbot, page, "pay_amount")
    part_of(page.deeds.dialog(), "pay_amount").selectAll()
    type_text("300")
    press(RETURN)
    assert page.deeds.dialog() is None
    [payout] = list_payouts(desk, people.anna)
    assert payout.amount == 30_000
    assert get_balance(desk, people.anna).spendable[MONEY] == 20_000
    page.window().activateWindow()
    push(page, "payout_slip")
    assert target.read_bytes().startswith(b"%PDF")
    message = page.strip.message()
    assert message is not None
    assert message.title == f"Slip O{payout.id} is saved"
    assert "O1" in texts(page.details)


def test_more_than_there_is_is_said_in_the_dialog(
    qtbot: QtBot, page: CustomersPage, desk: Desk, people: People
) -> None:
    adjust(desk, people.anna, MONEY, 50_000, reason="brought in")
    refresh(page, people)
    push(page, "customer_pay")
    in_dialog(qtbot, page, "pay_amount")
    part_of(page.deeds.dialog(), "pay_amount").selectAll()
    type_text("900")
    press(RETURN)
    assert "At most 500 ₽" in texts(page.deeds.dialog())  # type: ignore[arg-type]
    press(Qt.Key.Key_Escape)
    assert list_payouts(desk) == []


def test_a_payout_is_cancelled_with_a_reason(
    qtbot: QtBot, page: CustomersPage, desk: Desk, people: People
) -> None:
    from refdesk.services.payouts import make_payout

    adjust(desk, people.anna, MONEY, 50_000, reason="brought in")
    made = make_payout(desk, people.anna, 20_000).payout
    refresh(page, people)
    push(page, f"cancel_{made.id}")
    in_dialog(qtbot, page, "approval_reason")
    type_text("wrong person")
    press(RETURN)
    assert get_balance(desk, people.anna).spendable[MONEY] == 30_000  # never the default
    press(RETURN)
    assert get_balance(desk, people.anna).spendable[MONEY] == 50_000


def test_r50_the_list_to_pay_out_says_who_what_is_locked_and_the_year(
    qtbot: QtBot, page: CustomersPage, desk: Desk, people: People
) -> None:
    adjust(desk, people.anna, MONEY, 50_000, reason="brought in")
    from refdesk.services.shop import set_setting

    set_setting(desk, "yearly_threshold", "100")
    choice = page.lists.choice.buttons()[1]
    QTest.keyClick(choice, SPACE)
    pane = page.lists.to_pay
    assert pane.isVisible()
    qtbot.waitUntil(lambda: "Anna L." in texts(pane))
    said = texts(pane)
    assert "given this year 600 ₽, above the shop’s limit" in said
    assert "To pay out now: 500 ₽" in said
    push(page, f"pay_{people.anna}")
    assert isinstance(page.deeds.dialog(), PayDialog)
    page.deeds.dialog().reject()  # type: ignore[union-attr]


# -- a manager's deeds -----------------------------------------------------------------------------


def test_a_customer_is_blocked_with_a_reason_and_let_go(
    qtbot: QtBot, page: CustomersPage, desk: Desk, people: People
) -> None:
    page.details.deed_wanted.emit(BLOCK)
    in_dialog(qtbot, page, "approval_reason")
    press(RETURN)
    assert page.deeds.dialog() is not None  # a reason is asked for
    type_text("fraud")
    press(RETURN)
    assert get_customer(desk, people.anna).state == "active"  # never the default
    press(RETURN)
    assert get_customer(desk, people.anna).state == "blocked"
    assert "fraud" in texts(page.details)
    assert UNBLOCK in dict(page.details.deeds())
    page.details.deed_wanted.emit(UNBLOCK)
    in_dialog(qtbot, page, "approval_reason")
    type_text("settled")
    press(RETURN)
    assert get_customer(desk, people.anna).state == "active"


def test_a_balance_is_corrected_either_way(
    qtbot: QtBot, page: CustomersPage, desk: Desk, people: People
) -> None:
    page.details.deed_wanted.emit(CORRECT)
    assert isinstance(page.deeds.dialog(), CorrectDialog)
    in_dialog(qtbot, page, "correct_by")
    type_text("−40")
    in_dialog(qtbot, page, "approval_reason")
    type_text("counted twice")
    press(RETURN)
    assert get_balance(desk, people.anna).spendable[POINTS] == 60


def test_a_cashier_is_offered_none_of_a_managers_deeds(
    qtbot: QtBot, context: Context, desk: Desk, people: People
) -> None:
    cashier = desk.acting(Actor(None, "Olga", "cashier"))
    page = show_in_window(qtbot, context, CustomersPage(context, cashier))
    page.select_customer(people.anna)
    assert page.details.deeds() == []
    assert page.details._more.isHidden()
    assert page.lists.choice.isHidden()


# -- the tree, the ledger, the cards ---------------------------------------------------------------


def test_g26_the_tree_opens_whom_a_referral_brought(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    code = show_customer(desk, people.boris).codes[0].code
    lena = buy(desk, code=code, phone="+79160009911", name="Lena Serova", consent=CONSENT)
    refresh(page, people)
    press(Qt.Key.Key_Tab, CTRL)
    opener = part(page, IconButton, f"branch_{people.boris}")
    assert not opener.isHidden()
    QTest.keyClick(opener, SPACE)
    assert part(page, Button, f"open_{lena.customer}").caption() == "Lena S."
    QTest.keyClick(opener, SPACE)
    assert not part(page, Button, f"open_{lena.customer}").isVisible()


def test_g09_the_ledger_says_why_under_the_table(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    press(Qt.Key.Key_Tab, CTRL)
    press(Qt.Key.Key_Tab, CTRL)
    tab = page.details.findChildren(LedgerTab)[-1]
    assert "Why: 100 points by the terms" in texts(tab)


def test_a_lost_card_is_replaced(page: CustomersPage, desk: Desk, people: People) -> None:
    page.details.tabs.choose("cards")
    [code] = show_customer(desk, people.anna).codes
    push(page, f"replace_{code.id}")
    states = {one.code: one.status for one in show_customer(desk, people.anna).codes}
    assert states[code.code] == "retired"
    assert sorted(states.values()) == ["live", "retired"]


def test_r57_a_new_code_carries_the_split_that_was_picked(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    add_programme(desk, preset="me-friend-half")
    refresh(page, people)
    page.details.tabs.choose("cards")
    split = part(page, Segments, "new_code_split")
    assert split.isVisible()
    QTest.keyClick(split.buttons()[1], SPACE)
    push(page, "new_code")
    newest = show_customer(desk, people.anna).codes[-1]
    assert newest.friend_share == 10_000


def test_r23_a_manager_gives_a_word(page: CustomersPage, desk: Desk, people: People) -> None:
    page.details.tabs.choose("cards")
    word = part(page, TextField, "new_code_word")
    QTest.keyClicks(word, "ANNAWASH")
    push(page, "new_code")
    assert "ANNAWASH" in {one.code for one in show_customer(desk, people.anna).codes}


def printed(desk: Desk, kind: str) -> str:
    """A printed card that is in nobody's hands yet."""
    body = "9XQT2ABCDEFG" if kind == GIFT_CARD else "7K4M9XQT2"
    code = body + check_symbol(body)
    with desk.store.write():
        code_storage.insert_code(
            desk.store, code=code, kind=kind, status="printed",
            version=list_programmes(desk)[0].id, issued_at=desk.now(),
        )  # fmt: skip
    return code


def test_r74_a_scanned_blank_becomes_the_customers_code(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    code = printed(desk, "blank")
    page.details.tabs.choose("cards")
    page.on_scan(code)
    assert code in {one.code for one in show_customer(desk, people.anna).codes}


def test_r73_a_gift_card_is_sold_for_what_is_paid(page: CustomersPage, desk: Desk) -> None:
    code = printed(desk, GIFT_CARD)
    page.details.tabs.choose("cards")
    page.on_scan(code)
    assert code_value(desk, show_code(desk, code).code) == 0
    paid = part(page, MoneyField, "blank_paid")
    QTest.keyClicks(paid, "500")
    QTest.keyClick(paid, RETURN)
    assert code_value(desk, show_code(desk, code).code) == 50_000
