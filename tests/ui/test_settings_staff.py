"""Staff in the settings: letting go asks first, who has left comes back, one's own PIN changes."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services import staff
from refdesk.services.desk import Actor, Desk
from refdesk.ui.main_window import COUNTER
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.widgets.labels import Tag
from tests.support.story_till import is_in_sight
from tests.ui.running import PIN, Running, make_shop, running
from tests.ui.test_badges_window import asks_pin_of, at_counter, behind, type_a_form
from tests.ui.test_settings_page import open_settings, said, write

CONTROL = Qt.KeyboardModifier.ControlModifier
RETURN = Qt.Key.Key_Return
OTHER_PIN = "8305"


def open_staff(run: Running, pin: str = PIN) -> None:
    open_settings(run, "staff", pin=pin)
    run.wait(lambda: run.window.findChild(QWidget, "staff_pin_1") is not None)


def type_pin(run: Running, pin: str) -> None:
    """Fill both lines of the form and press Enter."""
    for name in ("staff_pin", "staff_pin_again"):
        write(run, name, pin)
    run.key(RETURN)


def is_there(run: Running, name: str) -> bool:
    """Whether a button stands in the list as it was read last."""
    return any(one.isVisible() for one in run.window.findChildren(QWidget, name))


def stands_in_the_middle(run: Running, name: str) -> bool:
    """Whether the state of a row stands at half its height; rows on their way out do not count."""
    for row in run.window.findChildren(QWidget, name):
        state = row.findChild(Tag)
        if row.isVisible() and state is not None:
            middle = state.mapTo(row, state.rect().center()).y()
            return abs(middle - row.rect().center().y()) <= 1
    return False


def active(run: Running) -> dict[str, bool]:
    return {one.name: one.is_active for one in staff.list_staff(run.session.desk)}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_letting_go_asks_first_and_who_has_left_is_taken_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path, language=language) as run:
        open_staff(run)
        run.click("staff_end_2")
        assert "Olga" in said(run, "staff")
        assert run.find(QWidget, "staff_end_not").hasFocus()
        run.key(Qt.Key.Key_Space)
        run.wait(lambda: run.find(QWidget, "staff_end_2").hasFocus())
        assert not is_there(run, "staff_end_sure")
        assert active(run)["Olga"]
        run.click("staff_end_2")
        run.click("staff_end_sure")
        run.wait(lambda: run.find(QWidget, "staff_back_2").hasFocus())
        assert not is_there(run, "staff_end_2")
        assert not active(run)["Olga"]
        run.wait(lambda: stands_in_the_middle(run, "staff_2"))
        run.click("staff_back_2")
        assert run.find(QWidget, "staff_role").isVisible()
        assert not run.find(QWidget, "staff_name").isVisible()
        type_pin(run, OTHER_PIN)
        run.wait(lambda: is_there(run, "staff_end_2"))
        actor = staff.sign_in(run.session.desk, "Olga", OTHER_PIN)
        assert (actor.staff, actor.role) == (2, "cashier")
        run.session.desk.store.close()


def test_who_is_taken_back_may_come_back_as_another_one(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    behind(tmp_path, lambda desk: staff.end_staff(desk, "Marta"))
    with running(qtbot, qapp, tmp_path) as run:
        open_staff(run)
        run.click("staff_back_3")
        run.click("staff_role_cashier")
        type_pin(run, OTHER_PIN)
        run.wait(lambda: said(run, "staff") == "Access given again: Marta")
        assert staff.sign_in(run.session.desk, "Marta", OTHER_PIN).role == "cashier"
        run.session.desk.store.close()


def test_a_question_about_one_person_goes_when_another_deed_begins(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_staff(run)
        run.click("staff_end_2")
        run.click("staff_pin_3")
        assert not is_there(run, "staff_end_sure")
        assert all(active(run).values())
        run.session.desk.store.close()


@pytest.mark.parametrize("pin", [PIN, ""], ids=["a new PIN", "a first PIN"])
def test_ones_own_new_pin_keeps_one_at_the_till_and_the_form_that_is_open(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, pin: str
) -> None:
    make_shop(tmp_path, pin=pin)
    with running(qtbot, qapp, tmp_path) as run:
        if pin:
            run.wait_for_people()
            counter = at_counter(run, pin)
        else:
            counter = run.wait_for_counter()
        type_a_form(run, counter)
        open_staff(run, pin="")
        run.click("staff_pin_1")
        type_pin(run, OTHER_PIN)
        run.wait(lambda: said(run, "staff") == "Denis has a new PIN")
        run.click("section_services")
        write(run, "service_name", "Polish")
        write(run, "service_price", "900")
        run.key(RETURN)
        run.wait(lambda: said(run, "services") == "Saved: Polish")  # the next deed is done
        run.key(Qt.Key.Key_1, CONTROL)
        assert run.wait_for(CounterPage) is counter
        assert counter.forms.entered().phone == "+7 916 123-45-67"
        run.key(Qt.Key.Key_F12)
        asks_pin_of(run, "Denis")
        run.type(OTHER_PIN)
        run.key(RETURN)
        run.wait(lambda: run.window.current_page() is counter)
        assert counter.forms.entered().phone == "+7 916 123-45-67"


def test_a_forgotten_pin_is_replaced_and_the_form_waits(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    recovery = make_shop(tmp_path).recovery_code
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        counter = at_counter(run, PIN)
        type_a_form(run, counter)
        run.key(Qt.Key.Key_F12)
        asks_pin_of(run, "Denis")
        given = Opener(tmp_path).open()
        staff.set_pin(given.acting(Actor(role="cashier")), "Denis", OTHER_PIN, recovery=recovery)
        given.store.close()
        run.type(OTHER_PIN)
        run.key(RETURN)
        run.wait(lambda: run.window.current_page() is counter)
        assert counter.forms.entered().phone == "+7 916 123-45-67"
        run.window.show_page("customers")  # his pages are of use still
        run.key(Qt.Key.Key_6, CONTROL)
        run.click("section_staff")
        run.wait(lambda: is_there(run, "staff_end_2"))
        run.click("staff_end_2")
        run.click("staff_end_sure")
        run.wait(lambda: is_there(run, "staff_back_2"))


def test_after_a_deed_that_a_new_pin_has_stopped_the_pages_are_new(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        counter = at_counter(run, PIN)
        open_staff(run, pin="")
        behind(tmp_path, lambda desk: staff.set_pin(desk, "Denis", OTHER_PIN))
        run.click("staff_end_2")
        run.click("staff_end_sure")
        run.wait_for(SignInPage)
        assert active(run)["Olga"]
        asks_pin_of(run, "Denis")
        assert at_counter(run, OTHER_PIN) is not counter


def test_the_shops_new_name_keeps_the_form_that_is_open(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        type_a_form(run, at_counter(run, PIN))
        open_settings(run, "shop", pin="")
        run.wait(lambda: is_there(run, "settings_shop_name"))
        write(run, "settings_shop_name", "Lagoon Two")
        run.key(RETURN)
        run.wait(lambda: said(run, "shop") == "Saved")
        run.window.show_page(COUNTER)
        counter = run.wait_for(CounterPage)
        run.wait(counter.forms.is_touched)
        assert counter.forms.entered().phone == "+7 916 123-45-67"


ESCAPE = Qt.Key.Key_Escape


def in_sight(run: Running, name: str) -> None:
    """Wait until a control that is shown can be seen, wherever the section was scrolled to."""
    run.wait(lambda: run.find(QWidget, name).isVisible() and is_in_sight(run.find(QWidget, name)))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_a_button_of_the_list_opens_is_seen_and_what_is_said_of_it_too(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    make_shop(tmp_path)

    def fill(desk: Desk) -> None:
        for number in range(6):
            staff.add_staff(desk, f"Person {number}", "cashier", "6274")

    behind(tmp_path, fill)
    with running(qtbot, qapp, tmp_path, language=language) as run:
        run.window.resize(1024, 680)
        open_staff(run)
        run.click("staff_pin_2")
        in_sight(run, "staff_save")
        type_pin(run, "1234")
        run.wait(run.find(QWidget, "staff_pin").hasFocus)
        type_pin(run, OTHER_PIN)
        run.wait(lambda: said(run, "staff") != "")
        run.wait(lambda: run.find(QWidget, "staff_pin_2").hasFocus())
        in_sight(run, "settings_staff_strip")
        in_sight(run, "staff_pin_2")
        run.click("staff_badge_3")
        in_sight(run, "staff_badge_make")
        assert run.find(QWidget, "staff_badge_make").hasFocus()
        assert not run.find(QWidget, "staff_save").isVisible()
        run.key(ESCAPE)
        run.wait(lambda: not run.find(QWidget, "staff_badge_make").isVisible())
        in_sight(run, "staff_name")
        run.click("staff_end_3")
        in_sight(run, "staff_end_not")
        run.key(ESCAPE)
        run.wait(run.find(QWidget, "staff_end_3").hasFocus)
        in_sight(run, "staff_end_3")
        assert not is_there(run, "staff_end_sure")
        assert all(active(run).values())


def test_esc_is_offered_while_there_is_something_to_close(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_staff(run)

        def offered() -> bool:
            page = run.window.current_page()
            hints = page.keys() if page is not None else ()
            return "Esc" in [hint.key for hint in hints]

        assert not offered()
        run.click("staff_pin_2")
        run.wait(offered)
        run.key(ESCAPE)
        run.wait(lambda: not offered())
        run.click("section_backups")
        for button, field in (("check_with_key", "key_check_key"), ("make_key", "new_key_pin")):
            run.click(button)
            run.wait(partial(is_there, run, field))
            run.key(ESCAPE)
            assert not is_there(run, field)
        assert not offered()
