"""The owner of a shop without an audit key hears of it at the waiting counter, nobody else (4c)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.errors import DomainError
from refdesk.services.desk import Desk
from refdesk.services.look_up import Sighting, look_up
from refdesk.services.record import forget_first_key, has_key, lacks_key
from refdesk.ui import files
from refdesk.ui.pages.counter import reading
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from tests.ui.counter_shop import CONSENT, CounterShop
from tests.ui.counter_till import Till
from tests.ui.running import PIN, Running, running
from tests.ui.test_settings_audit_key import shop_with_key
from tests.ui.test_settings_page import write

SAYS = "This shop has no audit key yet"


@pytest.fixture
def till(till: Till) -> Till:
    till.desk.store.sql("DELETE FROM day_key")  # as a shop of an earlier release
    return till


def come(till: Till, role: str) -> None:
    """Somebody of a role is at the till."""
    person = {"cashier": till.shop.cashier, "manager": till.shop.manager}.get(role)
    till.take_over(till.shop.desk.acting(person) if person else till.shop.desk)


@pytest.mark.parametrize("role", ["cashier", "manager"])
def test_nobody_but_the_owner_is_told(till: Till, role: str) -> None:
    come(till, role)
    assert till.strip() == ""


def test_the_owner_is_told_until_he_wants_to_hear_no_more(till: Till) -> None:
    come(till, "owner")
    assert till.strip() == SAYS
    till.type("9160004512")
    till.enter()
    assert (till.screen(), till.strip()) == (Screen.CUSTOMER, "")
    till.press(Qt.Key.Key_Escape)
    assert till.strip() == SAYS
    _make, off = till.page.strip.actions_shown()
    off.setFocus()
    till.press(Qt.Key.Key_Space)
    assert till.strip() == ""
    assert till.page.box.field.hasFocus()
    till.page.refresh()
    till.settle()
    assert till.strip() == ""
    assert not lacks_key(till.shop.desk)


def test_it_does_not_stand_before_a_verdict_that_was_looked_up_meanwhile(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(till, "owner")
    told: list[str] = []

    def slowly(desk: Desk, text: str, *, scanned: bool) -> Sighting:
        till.page.hints.show()  # the day was read just before
        told.append(till.strip())
        return look_up(desk, text, scanned=scanned)

    monkeypatch.setattr(reading, "look_up", slowly)
    till.scan(till.shop.anna_code)
    assert (till.screen(), till.strip()) == (Screen.NEWCOMER, "")
    assert set(told) == {SAYS}
    assert till.page.banner.isVisible()
    assert till.focus() is till.page.newcomer.phone


@pytest.mark.parametrize("till", ["ru"], indirect=True)
def test_it_is_said_in_the_language_of_the_shop(till: Till) -> None:
    come(till, "owner")
    assert till.strip() == "У этого магазина ещё нет контрольного ключа"


def test_only_the_owner_puts_it_off(till: Till) -> None:
    with pytest.raises(DomainError, match="not_allowed"):
        forget_first_key(till.desk)
    assert lacks_key(till.shop.desk)


# -- the review ------------------------------------------------------------------------------------


def twelve_by_one_card(shop: CounterShop) -> None:
    """The cashier's newcomers all come by Marina's card."""
    for number in range(12):
        shop.buy(60_000, code=shop.marina_code, phone=f"+791600021{number:02}", consent=CONSENT)


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
def test_g13_the_owner_is_led_to_what_stands_out_and_to_no_names(till: Till) -> None:
    give_key_back(till)
    twelve_by_one_card(till.shop)
    come(till, "owner")
    says = {"en": "Figures of the staff to look at: 1",
            "ru": "Есть что посмотреть в показателях сотрудников: 1"}  # fmt: skip
    till.bot.waitUntil(lambda: till.strip() == says[till.context.words.language])
    look, _later = till.page.strip.actions_shown()
    look.setFocus()
    with till.bot.waitSignal(till.page.hints.review_wanted):
        till.press(Qt.Key.Key_Space)
    assert till.strip() == ""
    till.page.refresh()
    till.settle()
    assert till.strip() == ""


def test_g13_later_is_the_next_time_the_owner_comes(till: Till) -> None:
    give_key_back(till)
    twelve_by_one_card(till.shop)
    come(till, "owner")
    till.bot.waitUntil(lambda: bool(till.strip()))
    _look, later = till.page.strip.actions_shown()
    later.setFocus()
    till.press(Qt.Key.Key_Space)
    assert (till.strip(), till.page.box.field.hasFocus()) == ("", True)
    come(till, "cashier")
    assert till.strip() == ""
    come(till, "owner")
    till.bot.waitUntil(lambda: bool(till.strip()))


@pytest.mark.parametrize("role", ["cashier", "manager"])
def test_g13_nobody_else_hears_of_the_review(till: Till, role: str) -> None:
    twelve_by_one_card(till.shop)
    come(till, role)
    assert till.strip() == ""


def give_key_back(till: Till) -> None:
    """The shop has its key after all."""
    forget_first_key(till.shop.desk)


# -- in the whole window ---------------------------------------------------------------------------


def without_key(folder: Path) -> None:
    """A shop of an owner with a PIN, set up by an earlier release."""
    shop_with_key(folder)
    desk = Opener(folder).open()
    desk.store.sql("DELETE FROM day_key")
    desk.store.close()


def make_key(run: Running) -> None:
    """From the hint to a key that is kept."""
    run.click("hint_make_key")
    run.wait_for(SettingsPage)
    write(run, "new_key_pin", PIN)
    run.key(Qt.Key.Key_Return)
    run.wait(lambda: run.window.findChild(QLabel, "audit_key") is not None)
    run.click("recovery_save")
    run.click("recovery_written")
    run.click("new_key_done")


def test_the_hint_leads_to_the_key_and_goes_with_it(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_key(tmp_path)
    monkeypatch.setattr(files, "ask_pdf", lambda *_args: tmp_path / "sheet.pdf")
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        page = run.wait_for(CounterPage)
        run.wait(lambda: run.window.findChild(QPushButton, "hint_make_key") is not None)
        message = page.strip.message()
        assert message is not None
        assert message.title == SAYS
        make_key(run)
        run.wait(lambda: has_key(run.session.desk))
        run.session.desk.store.close()
        run.key(Qt.Key.Key_F2)
        run.wait_for(CounterPage)
        run.wait(page.strip.isHidden)
