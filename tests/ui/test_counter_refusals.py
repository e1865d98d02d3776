"""What the till does with codes that do not work, and with what waits, repeats or fails."""

import re
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from refdesk.domain.codes import make_code
from refdesk.services.codes import block_code
from refdesk.services.shop import set_setting
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.labels import Label
from tests.ui.counter_shop import MANAGER_PIN, give_points
from tests.ui.counter_till import SECOND, Till, plain

CTRL = Qt.KeyboardModifier.ControlModifier


def fill(till: Till, amount: str = "1000") -> None:
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type(amount)


# -- codes that do not work ----------------------------------------------------------------------


def test_a_blocked_code_says_why_and_enter_goes_on_without_it(till: Till) -> None:
    block_code(till.shop.desk, till.shop.anna_code, "lost card")
    till.scan(till.shop.anna_code)
    assert till.screen() is Screen.REFUSED
    assert till.verdict() == ("stop", "Code is blocked")
    assert till.page.refused.sentence()
    assert till.refusals() == ["code_blocked"]
    till.enter()
    assert till.screen() is Screen.NEWCOMER
    till.press(Qt.Key.Key_F6)
    till.type("600")
    till.enter()
    assert till.purchases() == [(60_000, False)]
    assert till.refusals() == ["code_blocked"]


def test_g16_a_stolen_card_alerts_with_who_reported_it_when(till: Till) -> None:
    block_code(till.shop.desk, till.shop.anna_code, "stolen")
    till.scan(till.shop.anna_code)
    assert till.screen() is Screen.REFUSED
    kind, title = till.verdict()
    assert kind == "stop"
    assert title.startswith("Stolen card, reported on")
    said = plain("\n".join(label.text() for label in till.page.refused.findChildren(QLabel)))
    assert "Reported stolen on" in said
    assert "That it was shown is noted for the owner" in said
    assert "manager" in till.page.refused.sentence()
    assert till.refusals() == ["code_blocked"]


def test_r76_a_slip_of_one_symbol_is_suggested_and_enter_takes_it(till: Till) -> None:
    code = till.shop.anna_code
    till.type(("3" if code[0] != "3" else "4") + code[1:])
    till.enter()
    kind, title = till.verdict()
    assert kind == "check"
    assert f"{code[:5]}-{code[5:]}" in title
    till.enter()
    assert till.screen() is Screen.NEWCOMER
    assert till.verdict()[0] == "ok"


def test_r28_five_wrong_codes_pause_codes_and_a_phone_still_works(till: Till) -> None:
    random = Random(3)
    for _ in range(6):
        till.scan(make_code(random.randrange))
    assert till.verdict() == ("stop", "Codes are paused")
    verdict = till.page.banner.verdict()
    assert verdict is not None
    assert verdict.figure == "0:30"
    till.shop.clock.pass_time(seconds=10)
    till.page.showing._count_down()
    assert till.page.banner._figure.text() == "0:20"
    till.press(Qt.Key.Key_F2)
    till.type("9160004512")
    till.enter()
    assert till.screen() is Screen.CUSTOMER


def test_r28_the_pause_ends_by_itself(till: Till) -> None:
    random = Random(3)
    for _ in range(6):
        till.scan(make_code(random.randrange))
    till.shop.clock.pass_time(seconds=31)
    till.page.showing._count_down()
    assert till.screen() is Screen.IDLE


def test_a_products_barcode_is_not_our_card(till: Till) -> None:
    till.scan("https://example.com/menu/today")
    assert till.verdict() == ("stop", "Not one of our cards")


def test_esc_clears_a_refusal(till: Till) -> None:
    till.scan("https://example.com/menu/today")
    till.press(Qt.Key.Key_Escape)
    assert till.screen() is Screen.IDLE
    assert till.page.box.text() == ""
    assert till.page.box.field.hasFocus()


def test_r55_ctrl_m_a_manager_allows_a_code_without_a_phone(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.verdict() == ("check", "This code needs a phone or a plate")
    assert till.purchases() == []
    till.press(Qt.Key.Key_M, CTRL)
    dialog = till.page.saving.dialog()
    assert dialog is not None
    assert [dialog.person.itemText(one) for one in range(dialog.person.count())] == [
        "Denis", "Vera",
    ]  # fmt: skip
    dialog.person.setCurrentText("Vera")
    till.type("in a hurry")
    dialog.pin.setFocus()
    till.type(MANAGER_PIN)
    till.enter()
    assert till.page.saving.dialog() is None
    till.come_back()
    assert plain(till.page.newcomer.panel.to_pay()) == "900 ₽"
    till.enter()
    assert till.purchases() == [(90_000, False)]
    assert till.desk.store.sql("SELECT reason, customer_id FROM purchase") == [("in a hurry", None)]
    assert till.points(till.shop.anna) == 100
    waived = till.desk.store.sql("SELECT details FROM audit WHERE action = 'identity_waived'")
    assert len(waived) == 1
    till.scan(till.shop.anna_code)
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_p13_ctrl_m_a_manager_opens_codes_after_20_wrong_ones(till: Till) -> None:
    random = Random(3)
    for _ in range(20):
        till.scan(make_code(random.randrange))
        till.shop.clock.pass_time(minutes=10)
    till.scan(till.shop.anna_code)
    assert till.verdict() == ("stop", "Codes are paused")
    verdict = till.page.banner.verdict()
    assert verdict is not None
    assert verdict.line.startswith("Wrong codes today: 20. A manager’s PIN opens codes")
    till.press(Qt.Key.Key_M, CTRL)
    dialog = till.page.saving.dialog()
    assert dialog is not None
    dialog.person.setCurrentText("Vera")
    till.type(MANAGER_PIN)
    till.enter()
    assert till.screen() is Screen.NEWCOMER
    assert till.verdict()[0] == "ok"


def test_r28_a_short_pause_is_waited_for_and_not_opened(till: Till) -> None:
    random = Random(3)
    for _ in range(6):
        till.scan(make_code(random.randrange))
    till.press(Qt.Key.Key_M, CTRL)
    assert till.page.saving.dialog() is None


# -- scans ---------------------------------------------------------------------------------------


def test_a_card_read_twice_is_counted_once(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("900")
    till.scan(till.shop.anna_code, later=SECOND // 2)
    assert till.page.box.field._note != ""
    till.scan(till.shop.marina_code)
    till.scan(till.shop.marina_code, later=SECOND)
    assert till.page.box.field._note == "Read twice, counted once"
    assert till.screen() is Screen.NEWCOMER


def test_a_card_read_again_after_two_seconds_is_a_scan(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.scan(till.shop.anna_code, later=2 * SECOND)  # and the time that a scan takes
    assert till.page.box.field._note != "Read twice, counted once"


def test_r26_a_scan_waits_while_a_touched_form_is_open(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.scan(till.shop.marina_code)
    assert till.strip().startswith("New scan: …")
    waits = till.page.strip.message()
    assert waits is not None
    assert waits.line == "This form is not saved yet: Switch clears it"
    assert till.page.newcomer.phone.text().endswith("34")
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == ""
    assert till.page.newcomer.opening.code == till.shop.anna_code
    till.scan(till.shop.marina_code)
    till.enter()
    assert till.page.newcomer.opening.code == till.shop.marina_code
    assert till.page.newcomer.phone.text() == ""


def test_r26_while_a_scan_waits_only_its_strip_has_keys(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    panel, clear = till.page.newcomer.panel, till.page.box.clear_button
    stops = [one for one in (*panel.tab_stops(), clear) if isinstance(one, Button)]
    buttons = [one for one in stops if one.key_shown()]
    keys = [one.key_shown() for one in buttons]
    assert keys == ["Enter", "F8", "F9", "Esc"]
    till.scan(till.shop.marina_code)
    assert [one.key_shown() for one in buttons] == [""] * 4
    asked = [one for one in till.page.strip.actions_shown() if isinstance(one, Button)]
    assert [one.key_shown() for one in asked] == ["Enter", "Esc"]
    till.press(Qt.Key.Key_Escape)
    assert [one.key_shown() for one in buttons] == keys
    till.scan(till.shop.marina_code)
    till.enter()
    assert [one.key_shown() for one in buttons] == keys


def test_r26_a_scan_that_waits_is_shown_once_the_form_is_saved(till: Till) -> None:
    till.scan(till.shop.anna_code)
    fill(till)
    till.scan(till.shop.marina_code)
    assert till.strip().startswith("New scan: …")
    till.page.newcomer.panel.main_pressed.emit()
    till.settle()
    assert till.purchases() == [(90_000, False)]
    assert till.screen() is Screen.NEWCOMER
    assert till.page.newcomer.opening.code == till.shop.marina_code


def test_p7_a_look_up_that_found_no_data_is_tried_again_by_its_button(till: Till) -> None:
    till.desk.store.sql("PRAGMA query_only = ON")
    till.scan(make_code(Random(3).randrange))
    assert till.screen() is Screen.IDLE
    assert till.strip()
    button = till.page.findChild(QPushButton, "try_again")
    assert button is not None
    till.desk.store.sql("PRAGMA query_only = OFF")
    button.click()
    till.settle()
    assert till.strip() == ""
    assert till.verdict() == ("stop", "No such code")


def test_r26_a_scan_into_an_untouched_form_replaces_it_and_leaves_no_symbols(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.scan(till.shop.marina_code)
    assert till.page.newcomer.opening.code == till.shop.marina_code
    assert till.page.newcomer.phone.text() == ""


def test_r26_a_scan_never_joins_a_form_that_somebody_began_to_fill(till: Till) -> None:
    till.press(Qt.Key.Key_F4)
    till.type("9000001234")
    till.scan(till.shop.anna_code)
    assert till.strip().startswith("New scan: …")
    assert till.page.newcomer.opening.code == ""
    till.enter()
    assert till.page.newcomer.opening.code == till.shop.anna_code
    assert till.page.newcomer.phone.text() == ""


def test_esc_clears_a_touched_form_as_its_button_says(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.type("900")
    till.press(Qt.Key.Key_Escape)
    assert till.screen() is Screen.IDLE
    assert till.page.box.field.hasFocus()


def test_a_newcomers_form_with_nothing_typed_is_gone_after_another_page(till: Till) -> None:
    till.type("89000001234")
    till.enter()
    till.page.on_shown()
    assert till.screen() is Screen.IDLE
    till.type("89000001234")
    till.enter()
    till.type("600")
    till.page.on_shown()
    assert till.screen() is Screen.NEWCOMER


def test_an_untouched_form_goes_after_a_minute_and_a_touched_one_stays(till: Till) -> None:
    till.scan(till.shop.anna_code)
    assert till.page._idle.isActive()
    assert till.page._idle.interval() == 60 * SECOND
    till.page._idle.timeout.emit()
    assert till.screen() is Screen.IDLE
    till.scan(till.shop.anna_code)
    till.type("900")
    till.page._idle.timeout.emit()
    assert till.screen() is Screen.NEWCOMER


# -- saving that does not go through -------------------------------------------------------------


def test_trouble_with_the_data_keeps_the_form_and_enter_tries_again(till: Till) -> None:
    till.scan(till.shop.anna_code)
    fill(till)
    till.desk.store.sql("PRAGMA query_only = ON")
    till.enter()
    assert till.screen() is Screen.NEWCOMER
    assert till.strip() == "Not saved: the folder cannot be written"
    assert till.page.newcomer.phone.text().endswith("34")
    till.desk.store.sql("PRAGMA query_only = OFF")
    assert till.purchases() == []
    till.enter()
    assert till.purchases() == [(90_000, False)]
    assert till.strip() == ""


def test_another_sum_is_shown_first_and_enter_accepts_it(till: Till) -> None:
    give_points(till.shop, 3)
    before = till.purchases()
    till.type("9160004512")
    till.enter()
    till.type("1000")
    till.press(Qt.Key.Key_F7)
    till.type("100")
    assert plain(till.page.customer.panel.to_pay()) == "900 ₽"
    set_setting(till.shop.desk, "point_value", "2.00")
    till.enter()
    assert till.purchases() == before
    assert till.verdict()[0] == "check"
    assert plain(till.verdict()[1]) == "The sum has changed: 800 ₽, not 900 ₽"
    assert plain(till.page.customer.panel.to_pay()) == "800 ₽"
    till.enter()
    assert till.purchases() == [*before, (80_000, False)]


# -- undoing -------------------------------------------------------------------------------------


def test_a_fresh_action_of_the_list_is_undone_at_once(till: Till) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.page.refresh()
    row = till.page.earlier.rows_shown()[0]
    assert row.texts()[0] == "Purchase. Marina D."
    assert row.undo_button.isVisible()
    row.undo_button.click()
    till.settle()
    assert till.purchases() == [(60_000, True)]


def test_an_old_action_needs_a_reason_and_a_managers_pin(till: Till) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.shop.clock.pass_time(minutes=20)
    till.page.refresh()
    row = till.page.earlier.rows_shown()[0]
    assert not row.undo_button.isVisible()
    row.void_button.click()
    dialog = till.page.saving.dialog()
    assert dialog is not None
    about = dialog.findChild(Label, "approval_about")
    assert about is not None
    assert re.fullmatch(r"Marina D\. · 600 ₽ · \d\d:\d\d", plain(about.text()))
    dialog.submit()
    assert till.purchases() == [(60_000, False)]
    dialog.reason.setText("wrong customer")
    dialog.person.setCurrentIndex(dialog.person.findText("Vera"))
    dialog.pin.setText("1357")
    dialog.submit()
    assert "Wrong PIN" in dialog.problem()
    assert till.purchases() == [(60_000, False)]
    dialog.pin.setText(MANAGER_PIN)
    dialog.submit()
    till.settle()
    assert till.purchases() == [(60_000, True)]
    assert till.page.saving.dialog() is None
    reasons = till.desk.store.sql("SELECT reason FROM undo")
    assert reasons == [("wrong customer",)]


def test_enter_in_a_field_goes_to_the_button_of_a_void_and_voids_nothing(till: Till) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.shop.clock.pass_time(minutes=20)
    till.page.refresh()
    till.page.earlier.rows_shown()[0].void_button.click()
    dialog = till.page.saving.dialog()
    assert dialog is not None
    dialog.reason.setText("wrong customer")
    dialog.person.setCurrentIndex(dialog.person.findText("Vera"))
    dialog.pin.setText(MANAGER_PIN)
    QTest.keyClick(dialog.pin, Qt.Key.Key_Return)
    till.settle()
    assert till.purchases() == [(60_000, False)]
    assert dialog.focusWidget() is dialog.deed_button
    QTest.keyClick(dialog.deed_button, Qt.Key.Key_Space)
    till.settle()
    assert till.purchases() == [(60_000, True)]


def test_ctrl_z_in_an_open_form_undoes_nothing(till: Till) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.page.refresh()
    till.scan(till.shop.anna_code)
    till.press(Qt.Key.Key_Z, CTRL)
    assert till.purchases() == [(60_000, False)]
