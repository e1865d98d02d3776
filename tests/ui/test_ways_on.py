"""What a refusal says can be done is done by the key that it names."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services.codes import issue_personal
from refdesk.services.customers import NewCustomer, add_customer, show_customer
from refdesk.services.programmes import add_programme, find_programme
from refdesk.services.staff import add_staff, sign_in
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from tests.ui.cards_window import shown_codes
from tests.ui.counter_shop import CASHIER_PIN
from tests.ui.counter_till import Till
from tests.ui.running import ShopClock, make_shop, running
from tests.ui.verdict_cases import CASES
from tests.ui.verdict_scenes import F6, NEW_PHONE, code_of

CTRL = Qt.KeyboardModifier.ControlModifier
F3, F8, F9, KEY_M = Qt.Key.Key_F3, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_M


def offered(till: Till) -> list[str]:
    return [way.key for way in till.page.refused.ways.ways()]


def line(till: Till) -> str:
    verdict = till.page.banner.verdict()
    assert verdict is not None
    return verdict.line


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
def test_f8_gives_the_owner_of_an_expired_card_a_new_one_to_print(till: Till) -> None:
    CASES["a_card_of_last_month"].go(till)
    assert "F8" in offered(till)
    assert "Anna L." in line(till) or "Анна Л." in line(till)
    assert "менеджер" not in line(till)
    with till.bot.waitSignal(till.page.new_card_wanted) as wanted:
        till.press(F8)
    own = find_programme(till.shop.desk, "Own terms")
    assert own is not None
    assert wanted.args == [till.shop.anna, own.programme]
    today = till.desk.today()
    codes = show_customer(till.desk, till.shop.anna).codes
    assert codes[-1].state(today) == "live"
    till.scan(codes[-1].code)
    assert till.verdict()[0] == "ok"


def test_a_card_that_nobody_can_renew_offers_no_key_for_it(till: Till) -> None:
    CASES["a_spoiled_card"].go(till)
    assert "F8" not in offered(till)
    assert "manager" not in line(till)


def test_a_season_that_is_over_promises_no_new_card(till: Till) -> None:
    code = code_of(till, "valid_to = 2026-11-24")
    till.shop.clock.pass_time(days=15)
    till.scan(code)
    assert "F8" not in offered(till)
    assert "new one" not in till.page.refused.sentence()


def test_r74_f3_leads_to_the_customer_who_gets_a_blank_card(till: Till) -> None:
    CASES["a_blank_that_is_nobodys_yet"].go(till)
    assert offered(till)[:2] == ["Enter", "F3"]
    with till.bot.waitSignal(till.page.search_wanted):
        till.press(F3)


def test_r29_a_managers_pin_says_that_the_cards_of_a_run_came_out(till: Till) -> None:
    CASES["a_card_not_out_yet"].go(till)
    assert offered(till)[:2] == ["Enter", "Ctrl+M"]
    till.press(KEY_M, CTRL)
    till.allow()
    assert till.verdict()[0] == "ok"


def test_r29_a_manager_at_the_till_says_so_without_a_pin(till: Till) -> None:
    till.take_over(till.desk.acting(till.shop.manager))
    CASES["a_card_not_out_yet"].go(till)
    till.press(KEY_M, CTRL)
    assert till.page.saving.dialog() is None
    assert till.verdict()[0] == "ok"


# -- R38 at the scan -------------------------------------------------------------------------------


def nina(till: Till) -> None:
    """Nina, whose account is Anna's, is at the till."""
    add_staff(till.shop.desk, "Nina", "cashier", "6402", customer=till.shop.anna)
    till.take_over(till.shop.desk.acting(sign_in(till.shop.desk, "Nina", "6402")))


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
def test_r38_an_own_card_is_told_at_the_scan_with_the_key(till: Till) -> None:
    nina(till)
    till.scan(till.shop.anna_code)
    assert till.screen() is Screen.NEWCOMER
    title = {"en": "Own card of the person at the till", "ru": "Личная карта того, кто за кассой"}
    assert till.verdict() == ("check", title[till.context.words.language])
    assert "Ctrl+M" in line(till)
    hints = till.page.keys()
    assert any(hint.key == "Ctrl+M" and hint.in_status for hint in hints)
    assert not till.refusals()


def test_r38_the_pin_is_given_at_the_scan_and_holds_for_this_purchase_alone(till: Till) -> None:
    nina(till)
    till.scan(till.shop.anna_code)
    till.press(KEY_M, CTRL)
    till.allow(till.shop.cashier, CASHIER_PIN)
    assert till.verdict() == ("ok", "Code works, invited by Anna L.")
    till.type(NEW_PHONE)
    till.press(F6)
    till.type("1000")
    till.enter()
    assert till.purchases() == [(90_000, False)]
    till.scan(till.shop.anna_code)
    assert till.verdict()[0] == "check"


def test_r38_without_the_pin_it_is_refused_as_before(till: Till) -> None:
    nina(till)
    till.scan(till.shop.anna_code)
    till.type(NEW_PHONE)
    till.press(F6)
    till.type("1000")
    assert till.page.newcomer.is_refused()
    till.enter()
    till.enter()
    assert till.purchases() == [(100_000, False)]
    assert till.refusals() == ["second_person_needed"]


def test_r38_the_card_of_somebody_else_is_nothing_special(till: Till) -> None:
    nina(till)
    till.scan(till.shop.marina_code)
    assert till.verdict()[0] == "ok"


# -- in the whole window ---------------------------------------------------------------------------

SHORT = """
name = "Short"
code_life_days = 10
[[rule]]
id = "r"
trigger = "first"
referral = { kind = "percent_off", percent = "15" }
"""


def test_the_new_card_is_of_the_programme_whose_card_has_run_out(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    clock = ShopClock()
    make_shop(tmp_path, pin="", clock=clock)
    desk = Opener(tmp_path, now=clock).open()
    anna = add_customer(desk, NewCustomer("Anna Lebedeva", phones=("+79160003107",)))
    version = add_programme(desk, terms_text=SHORT)
    code = issue_personal(desk, anna.customer, version)
    desk.store.close()
    clock.pass_time(days=15)
    with running(qtbot, qapp, tmp_path, clock=clock) as run:
        counter = run.wait_for(CounterPage)
        counter.on_scan(code)
        run.wait(lambda: counter.screen_shown is Screen.REFUSED)
        run.key(F8)
        page = run.wait_for(CardsPage)
        wanted = f"P{version.programme}"
        run.wait(lambda: page.who.selection() is not None)
        run.wait(lambda: page.who.programme.currentData() == wanted)
        selection = page.who.selection()
        assert selection is not None
        assert (selection.customers, selection.programme) == ((anna.customer.id,), wanted)
        newest = show_customer(run.session.desk, anna.customer.id).codes[-1]
        run.session.desk.store.close()
        run.wait(lambda: set(shown_codes(page).values()) == {newest.code})
        assert newest.code != code
