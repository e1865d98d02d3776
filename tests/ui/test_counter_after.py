"""After a saved purchase: the mark, what to say then (G25), and the newcomer's own code."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from refdesk.cards.qr import decode_image
from refdesk.domain.codes import group_code
from refdesk.services.programmes import add_programme, set_status
from refdesk.services.shop import set_setting
from refdesk.storage.errors import BUSY, StorageError
from refdesk.storage.marks import find_mark
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.result import FACES
from refdesk.ui.theme.icons import missing_icons
from refdesk.ui.widgets.buttons import Button
from tests.ui.counter_till import Till, plain
from tests.ui.keys import Clock
from tests.ui.show import picture_of

F5, F6, F7, F9 = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9


def visit(till: Till, amount: str = "600") -> int:
    """Marina buys, found by her phone; the purchase."""
    till.type("9160004512")
    till.enter()
    till.type(amount)
    till.enter()
    return last(till)


def newcomer(till: Till) -> int:
    """Boris comes with Anna's card; the purchase."""
    till.scan(till.shop.anna_code)
    till.type("9160005577")
    till.page.newcomer.name.setText("Boris Kim")
    till.press(F6)
    till.type("1000")
    till.enter()
    return last(till)


def last(till: Till) -> int:
    done = till.page.saving.recorder.last
    assert done is not None
    return done.receipt.purchase


def mark(till: Till, purchase: int) -> str | None:
    return find_mark(till.desk.store, purchase)


def ticked(till: Till) -> list[str]:
    """The marks that are ticked."""
    return [one for one, button in till.page.result._marks.items() if button.isChecked()]


def keys(till: Till) -> set[str]:
    hints = till.page.keys()
    return {hint.key for hint in hints}


# -- the mark ------------------------------------------------------------------------------------


def test_every_face_is_in_the_package_of_icons() -> None:
    assert missing_icons(icon for icon, _ in FACES.values()) == []


@pytest.mark.parametrize("key, expected", [(F5, "good"), (F6, "so-so"), (F7, "bad")])
def test_a_key_keeps_the_mark_and_leaves_the_box_its_focus(
    till: Till, key: Qt.Key, expected: str
) -> None:
    purchase = visit(till)
    till.press(key)
    assert mark(till, purchase) == expected
    assert ticked(till) == [expected]
    assert till.focus() is till.page.box.field
    assert till.result() == "12:12 Recorded. Marina D. paid 600 ₽"


def test_a_touch_is_as_good_as_a_key_and_its_target_is_large(till: Till) -> None:
    purchase = visit(till)
    buttons = [one for one in till.page.result.actions_shown() if one.isCheckable()]
    assert len(buttons) == 3
    assert all(one.height() >= 44 and one.width() >= 44 for one in buttons)
    buttons[1].click()
    till.settle()
    assert mark(till, purchase) == "so-so"
    assert till.focus() is till.page.box.field


def test_a_mark_is_changed_and_taken_back_until_the_next_action(till: Till) -> None:
    purchase = visit(till)
    till.press(F7)
    till.press(F5)
    assert (mark(till, purchase), ticked(till)) == ("good", ["good"])
    till.press(F5)
    assert (mark(till, purchase), ticked(till)) == (None, [])


def test_a_mark_that_failed_is_not_offered_again_once_another_purchase_stands(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(till)
    told: list[Callable[[Exception], None]] = []
    with monkeypatch.context() as slow:
        slow.setattr(
            till.page.after._context.tasks,
            "run",
            lambda _work, **given: told.append(given["failed"]),
        )
        till.page.after.mark("bad")
    visit(till, "700")
    told[0](StorageError(BUSY))
    assert till.page.strip.actions_shown() == []
    till.press(F7)
    assert ticked(till) == ["bad"]


def test_a_scan_goes_on_without_a_mark_and_the_keys_are_the_forms_again(till: Till) -> None:
    purchase = visit(till)
    till.scan(till.shop.anna_code)
    assert till.screen() is Screen.NEWCOMER
    till.press(F6)
    assert till.focus() is till.page.newcomer.entry.field
    assert mark(till, purchase) is None


def test_the_keys_of_marks_are_told_while_they_work(till: Till) -> None:
    assert not {"F5", "F6", "F7"} & keys(till)
    visit(till)
    assert {"F5", "F6", "F7"} <= keys(till)
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not {"F5", "F6", "F7"} & keys(till)


def test_undo_takes_the_question_away_and_a_repeat_asks_anew(till: Till) -> None:
    first = visit(till)
    till.press(F5)
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not till.page.result.offers_marks()
    till.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    again = last(till)
    assert again != first
    assert till.page.result.offers_marks()
    assert (mark(till, again), ticked(till)) == (None, [])


def test_a_shop_may_do_without_marks(till: Till) -> None:
    set_setting(till.shop.desk, "satisfaction_mark", "off")
    till.page.refresh()
    till.settle()
    purchase = visit(till)
    assert not till.page.result.offers_marks()
    till.press(F5)
    assert mark(till, purchase) is None


def test_the_lists_of_the_day_and_of_the_customer_show_the_mark(till: Till) -> None:
    visit(till)
    till.press(F7)
    visit(till)
    details = [row.texts()[1] for row in till.page.earlier.rows_shown()]
    assert any("mark: bad" in text for text in details)
    till.type("9160004512")
    till.enter()
    rows = till.page.customer._left.history._rows
    assert plain(rows[1]._date.full_text()).endswith("Bad")


def test_what_was_saved_last_is_in_the_list_once_the_strip_tells_of_something_else(
    till: Till,
) -> None:
    older = visit(till, "500")
    visit(till, "700")
    assert sums(till) == ["500 ₽"]
    till.page.saving.undo(older)
    till.settle()
    assert sums(till) == ["−500 ₽", "700 ₽", "500 ₽"]


def sums(till: Till) -> list[str]:
    """The sums of today's list, the newest first."""
    return [plain(row.texts()[2]) for row in till.page.earlier.rows_shown()]


# -- G25 -----------------------------------------------------------------------------------------


def test_g25_after_a_good_mark_it_is_said_what_is_missing_to_a_status(till: Till) -> None:
    add_programme(till.shop.desk, preset="salon")
    visit(till)
    till.press(F5)
    assert till.page.result.said() == ""
    visit(till)
    assert till.page.result.said() == ""
    till.press(F5)
    assert till.page.result.said() == "2 referrals to Bronze"


def test_g25_a_regular_who_never_sent_a_friend_gets_a_card(till: Till) -> None:
    visit(till)
    visit(till)
    till.press(F5)
    assert till.page.result.said() == "No friends sent yet: give a card, F8"
    cards: list[int] = []
    till.page.card_wanted.connect(cards.append)
    till.press(Qt.Key.Key_F8)
    assert cards == [till.shop.marina]


def test_g25_another_mark_takes_the_line_away(till: Till) -> None:
    visit(till)
    visit(till)
    till.press(F5)
    till.press(F6)
    assert till.page.result.said() == ""
    assert not till.page.result.offers_code()


def test_g25_the_line_is_said_once(till: Till) -> None:
    for expected in ("", "No friends sent yet: give a card, F8", ""):
        visit(till)
        till.press(F5)
        assert till.page.result.said() == expected


# -- now you can invite too ----------------------------------------------------------------------


def test_a_newcomer_hears_of_his_code_and_sees_it_on_the_screen(till: Till) -> None:
    newcomer(till)
    assert till.page.result.said() == "Boris K. can invite friends from now on"
    till.press(F9)
    panel = till.page.after.panel
    assert panel.isVisible()
    title, code, offer = panel.texts()
    made = till.page.saving.recorder.last
    assert made is not None
    assert code == group_code(made.receipt.codes[0])
    assert "Boris K." in title
    assert "Lagoon Car Wash" in offer
    assert till.focus() is till.page.box.field
    assert decode_image(picture_of(till.page.after.panel._symbol)) == (made.receipt.codes[0],)


def test_a_newcomer_whose_purchase_is_undone_and_repeated_still_hears_of_his_code(
    till: Till,
) -> None:
    newcomer(till)
    first = till.page.saving.recorder.last
    assert first is not None
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
        till.press(key, Qt.KeyboardModifier.ControlModifier)
    assert till.page.result.said() == "Boris K. can invite friends from now on"
    till.press(F9)
    _title, code, _offer = till.page.after.panel.texts()
    assert code == group_code(first.receipt.codes[0])


def test_the_code_on_the_screen_is_logged_and_goes_by_esc(till: Till) -> None:
    newcomer(till)
    till.press(F9)
    rows = till.desk.store.sql("SELECT COUNT(*) FROM audit WHERE action = 'code_shown'")
    assert rows == [(1,)]
    till.press(Qt.Key.Key_Escape)
    assert not till.page.after.panel.isVisible()
    assert till.page.earlier.isVisible()
    assert till.page.result.offers_marks()


def test_the_next_scan_takes_the_code_off_the_screen(till: Till) -> None:
    newcomer(till)
    till.press(F9)
    till.scan(till.shop.marina_code)
    assert till.screen() is Screen.NEWCOMER
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_Escape)
    assert not till.page.after.panel.isVisible()


def test_the_same_key_puts_the_code_away_and_an_undo_does(till: Till) -> None:
    newcomer(till)
    till.press(F9)
    till.press(F9)
    assert not till.page.after.panel.isVisible()
    till.press(F9)
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not till.page.after.panel.isVisible()
    assert till.page.earlier.isVisible()


def test_the_offer_is_copied_for_a_messenger(till: Till) -> None:
    newcomer(till)
    till.press(F9)
    copy = till.page.after.panel.findChild(Button, "invitation_copy")
    assert copy is not None
    copy.click()
    text = QGuiApplication.clipboard().text()
    assert till.page.after.panel.texts()[1] in text
    assert copy.caption() == "Copied"


@pytest.mark.parametrize("size", [(1024, 680), (1024, 768), (1366, 768)])
def test_each_button_of_the_code_has_its_room(
    qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path, size: tuple[int, int]
) -> None:
    till = Till(qtbot, context, clock, tmp_path, language="ru")
    till.window.resize(*size)
    newcomer(till)
    till.press(F9)
    panel = till.page.after.panel
    for button in panel.findChildren(Button):
        assert button.width() >= button.sizeHint().width(), button.caption()
    assert panel.minimumSizeHint().width() <= panel.width()
    till.close()


def test_a_nobody_and_a_shop_without_codes_hear_nothing(till: Till) -> None:
    till.press(Qt.Key.Key_F4)
    till.press(F6)
    till.type("600")
    till.enter()
    assert till.page.result.said() == ""
    set_status(till.shop.desk, "P1", "pause")
    till.page.refresh()
    till.press(Qt.Key.Key_F4)
    till.type("9160005577")
    till.press(F6)
    till.type("600")
    till.enter()
    assert till.page.result.said() == ""
    till.press(F9)
    assert not till.page.after.panel.isVisible()


# -- the touch pad of a narrow window ------------------------------------------------------------


def narrow(till: Till, height: int = 680) -> None:
    till.window.resize(1024, height)
    till.settle()


def pad(till: Till, view: str, *names: str) -> None:
    for name in names:
        key = till.page.findChild(Button, f"{view}_keypad_{name}")
        assert key is not None
        assert key.isVisible()
        assert key.height() >= 44
        key.click()
    till.settle()


def test_a_newcomer_is_entered_by_touch_alone_in_a_narrow_window(till: Till) -> None:
    narrow(till)
    till.scan(till.shop.anna_code)
    view = till.page.newcomer
    view.keypad_button.click()
    assert till.focus() is view.phone
    pad(till, "newcomer", *"9160005577")
    view.keypad_button.click()
    view.keypad_button.click()
    assert till.focus() is view.entry.field
    pad(till, "newcomer", "1", "00", "0")
    assert plain(view.panel.to_pay()) == "900 ₽"
    assert inside(till.page, view._keypad)
    view.panel.main_button.click()
    till.settle()
    assert till.purchases() == [(90_000, False)]


def test_consent_that_is_missing_comes_back_from_behind_the_keypad(till: Till) -> None:
    narrow(till)
    till.scan(till.shop.anna_code)
    view = till.page.newcomer
    view.consent.setChecked(False)
    till.type("9160005577")
    view.keypad_button.click()
    pad(till, "newcomer", "6", "00")
    till.enter()
    assert till.focus() is view.consent
    assert view.consent.isVisible()


def test_a_customers_amount_is_touched_in_a_narrow_window(till: Till) -> None:
    narrow(till)
    till.type("9160004512")
    till.enter()
    view = till.page.customer
    assert not view._keypad.isVisible()
    view.keypad_button.click()
    pad(till, "customer", "6", "00")
    assert plain(view.panel.to_pay()) == "600 ₽"
    assert inside(till.page, view._keypad)
    assert inside(till.page, view.panel.main_button)


def inside(page: QWidget, part: QWidget) -> bool:
    """Whether a part is seen whole."""
    at = part.mapTo(page, part.rect().topLeft())
    return page.rect().contains(QRect(at, part.size())) and part.visibleRegion().boundingRect() == (
        part.rect()
    )


@pytest.mark.parametrize("size", [(1366, 746), (1366, 690)])
def test_what_a_customer_has_gives_way_to_the_keypad_when_it_is_asked_for(
    till: Till, size: tuple[int, int]
) -> None:
    add_programme(till.shop.desk, preset="stamp-card")
    till.page.set_keypad(True)
    till.window.resize(*size)
    till.type("9160004512")
    till.enter()
    view = till.page.customer
    assert view.stamps.isVisible()
    assert not view._keypad.isVisible()
    view.keypad_button.click()
    pad(till, "customer", "6", "00")
    assert plain(view.panel.to_pay()) == "600 ₽"
    assert inside(till.page, view._keypad)
    view.keypad_button.click()
    assert view.stamps.isVisible()
    view.keypad_button.click()
    till.enter()
    till.type("9160004512")
    till.enter()
    assert view.stamps.isVisible(), "the next customer's is seen first"
