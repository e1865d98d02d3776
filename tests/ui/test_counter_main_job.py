"""The main job of the till by keyboard and scanner alone: a friend's card, an amount, Enter."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from refdesk.services.customers import find_who
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.tasks import Tasks
from tests.ui.counter_till import Till, plain
from tests.ui.keys import Clock

CTRL = Qt.KeyboardModifier.ControlModifier


TEXTS = {
    "en": ("Code works, invited by Anna L.", "Redeemed. Boris K. paid 900 ₽", "Boris Kim"),
    "ru": (
        "Код действует, приглашает Анна Л.",
        "Код применён. Борис К.: оплата 900 ₽",
        "Борис Ким",
    ),
}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_friend_is_scanned_named_charged_credited_and_undone(
    qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path, language: str
) -> None:
    till = Till(qtbot, context, clock, tmp_path, language=language)
    title, done, name = TEXTS[language]
    till.scan(till.shop.anna_code)
    assert till.screen() is Screen.NEWCOMER
    assert till.verdict() == ("ok", title)
    assert till.page.newcomer.phone.hasFocus()
    till.type("9000001234")
    till.press(Qt.Key.Key_Tab)
    till.type(name)
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    assert plain(till.page.newcomer.panel.to_pay()) == "900 ₽"
    till.enter()
    assert till.screen() is Screen.IDLE
    assert done in till.result()
    assert till.purchases() == [(90_000, False)]
    assert till.points(till.shop.anna) == 100
    assert till.page.box.field.hasFocus()
    till.press(Qt.Key.Key_Z, CTRL)
    assert till.purchases() == [(90_000, True)]
    assert till.points(till.shop.anna) == 0
    till.press(Qt.Key.Key_Y, CTRL)
    assert till.purchases() == [(90_000, True), (90_000, False)]
    assert till.points(till.shop.anna) == 100
    till.close()


def test_a_newcomer_takes_four_actions(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.purchases() == [(90_000, False)]
    found = find_who(till.desk, till.desk.shop(), "+79000001234")
    assert found is not None


def test_r24_a_card_scanned_under_the_russian_layout_is_understood_and_remarked_on(
    till: Till,
) -> None:
    till.page.scans.clock = lambda: till.clock.now / 1_000
    till.page.on_scan("".join(_russian(symbol) for symbol in till.shop.anna_code))
    till.settle()
    assert till.verdict()[0] == "ok"
    assert "RU" in till.page.box.field._note
    till.press(Qt.Key.Key_Escape)
    till.clock.pass_ms(10_000)
    till.page.on_scan("".join(_russian(symbol) for symbol in till.shop.anna_code))
    till.settle()
    assert till.verdict()[0] == "ok"
    assert "RU" not in till.page.box.field._note  # once a shift is enough


def _russian(symbol: str) -> str:
    pairs = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))
    return pairs.get(symbol, symbol)


def test_r18_enter_pressed_twice_gives_one_purchase(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.press(Qt.Key.Key_Return, settle=False)
    till.press(Qt.Key.Key_Return, settle=False)
    till.settle()
    assert till.purchases() == [(90_000, False)]
    assert "Redeemed" in till.result()


def test_enter_before_the_quote_is_there_is_not_kept_for_later(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.page.newcomer.entry.field.setText("1000")
    assert till.page.forms.live.is_waiting()
    till.press(Qt.Key.Key_Return)
    assert till.purchases() == []
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_a_missing_phone_gets_the_focus_and_nothing_is_recorded(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.page.newcomer.phone.hasFocus()
    assert till.page.newcomer.phone.is_bad()
    assert till.purchases() == []


def test_r51_without_consent_nothing_is_kept_and_the_purchase_goes_on(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.page.newcomer.consent.setChecked(False)
    till.settle()
    till.enter()
    assert till.verdict() == ("check", "No consent yet")
    assert till.page.newcomer.consent.hasFocus()
    till.press(Qt.Key.Key_F9)
    till.enter()
    assert till.purchases() == [(100_000, False)]
    assert find_who(till.desk, till.desk.shop(), "+79000001234") is None


def test_f8_records_and_asks_for_the_newcomers_card(till: Till) -> None:
    asked: list[int] = []
    till.page.card_wanted.connect(asked.append)
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.press(Qt.Key.Key_F8)
    assert till.purchases() == [(90_000, False)]
    found = find_who(till.desk, till.desk.shop(), "+79000001234")
    assert found is not None
    assert asked == [found.customer.id]


def test_a_campaign_word_gives_its_discount(till: Till) -> None:
    till.scan("SUMMER")
    assert till.verdict()[0] == "ok"
    assert plain(till.verdict()[1]) == "Shop promo code works, −15 %"
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.purchases() == [(85_000, False)]


def test_r33_a_known_customer_is_refused_while_typing_and_recorded_without_the_code(
    till: Till,
) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.scan(till.shop.anna_code)
    till.type("9160004512")
    assert till.verdict() == ("stop", "No discount: Marina D. is already our customer")
    assert till.refusals() == []
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.refusals() == ["not_new_customer"]
    assert till.screen() is Screen.CUSTOMER
    assert plain(till.page.customer.panel.to_pay()) == "1 000 ₽"
    till.enter()
    assert till.purchases() == [(60_000, False), (100_000, False)]


def test_the_phone_can_be_corrected_after_a_refusal(till: Till) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.scan(till.shop.anna_code)
    till.type("9160004512")
    assert till.page.newcomer.is_refused()
    till.press(Qt.Key.Key_F6)
    till.press(Qt.Key.Key_F5)
    till.type("9000001234")
    assert not till.page.newcomer.is_refused()
    assert till.verdict()[0] == "ok"


def test_r31_the_own_card_opens_its_owner_and_proves_presence(till: Till) -> None:
    till.scan(till.shop.marina_code)
    till.press(Qt.Key.Key_F7)
    assert till.screen() is Screen.CUSTOMER
    assert till.verdict() == ("info", "Own card of Marina D.")
    known = till.page.customer.known()
    assert known is not None
    assert known.proof == "code"


def test_a_purchase_without_anybody_is_recorded(till: Till) -> None:
    till.press(Qt.Key.Key_F4)
    till.press(Qt.Key.Key_F6)
    till.type("600")
    till.enter()
    assert till.purchases() == [(60_000, False)]
    assert "Paid 600 ₽" in till.result()


def test_a_friends_card_joins_the_form_that_a_new_number_opened(till: Till) -> None:
    till.type("89000001234")
    till.enter()
    till.scan(till.shop.anna_code)
    assert till.verdict()[0] == "ok"
    assert till.page.newcomer.phone.text().endswith("34")
    till.type("1000")
    assert plain(till.page.newcomer.panel.to_pay()) == "900 ₽"
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_nothing_is_undone_or_repeated_while_a_form_is_open(till: Till) -> None:
    till.press(Qt.Key.Key_F4)
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    till.scan(till.shop.anna_code)
    till.page.undo_last()  # as the window's own Ctrl+Z does on any page
    till.settle()
    assert till.purchases() == [(100_000, False)]
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.purchases() == [(100_000, True)]
    till.scan(till.shop.marina_code)
    till.page.repeat_last()
    till.settle()
    assert till.purchases() == [(100_000, True)]


def test_r18_with_work_in_its_own_thread_a_double_enter_gives_one_purchase(
    qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path
) -> None:
    closers: list[Callable[[], None]] = []

    def close_connection() -> None:
        for close in closers:
            close()

    tasks = Tasks(on_thread_exit=close_connection)
    till = Till(qtbot, context._replace(tasks=tasks), clock, tmp_path)
    closers.append(till.desk.store.close)
    till.scan(till.shop.anna_code)
    qtbot.waitUntil(lambda: till.screen() is Screen.NEWCOMER)
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    for _ in range(3):
        till.press(Qt.Key.Key_Return, settle=False)
    qtbot.waitUntil(lambda: till.screen() is Screen.IDLE)
    till.settle()
    assert till.purchases() == [(90_000, False)]
    till.close()
