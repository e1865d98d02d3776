"""A badge names the person wherever it is scanned; the PIN is still asked (R26)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.cards.qr import decode_page
from refdesk.services import badges, staff
from refdesk.services.desk import Actor, Desk
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.close_shift.page import CloseShiftPage
from refdesk.ui.pages.counter.approvals import ApprovalDialog, Ask, approvers
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.settings.people import StaffSection
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.pages.sign_in.pin import PinEntry
from tests.ui.running import Running, make_shop, running

RETURN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
OLGA_PIN, MARTA_PIN = "7193", "6428"


def behind(folder: Path, deed: Callable[[Desk], object]) -> None:
    """What the owner does from another computer, or by the command line."""
    desk = Opener(folder).open()
    try:
        deed(desk.acting(Actor(1, "Denis", "owner")))
    finally:
        desk.store.close()


@pytest.fixture
def codes(tmp_path: Path) -> dict[str, str]:
    """The shop's people with their badges."""
    make_shop(tmp_path)
    made: dict[str, str] = {}

    def make(desk: Desk) -> None:
        for name in ("Denis", "Olga", "Marta"):
            made[name] = badges.make_badge(desk, name).code

    behind(tmp_path, make)
    return made


def scan(run: Running, code: str) -> None:
    run.session.context.scanner.scanned.emit(code)


def titles(run: Running) -> str:
    page = run.window.current_page()
    assert page is not None
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def banner(run: Running) -> str:
    """What stands above every page."""
    strip = run.window.findChild(QWidget, "storage_banner")
    return "" if strip is None else "\n".join(one.text() for one in strip.findChildren(QLabel))


def asks_pin_of(run: Running, name: str) -> None:
    """The sign-in page is in front and asks for the PIN of this person."""
    run.wait_for(SignInPage)
    run.wait(lambda: f"PIN for {name}" in titles(run))


def at_counter(run: Running, pin: str) -> CounterPage:
    """The person's PIN opens the counter, which has read its day."""
    run.type(pin)
    run.key(RETURN)
    return run.wait_for_counter()


def enter(run: Running, badge: str) -> CounterPage:
    """Olga begins by her badge."""
    run.wait_for_people()
    scan(run, badge)
    asks_pin_of(run, "Olga")
    return at_counter(run, OLGA_PIN)


def type_a_form(run: Running, page: CounterPage) -> None:
    """A purchase without a code that is not saved yet."""
    page.start_newcomer()
    run.wait(page.forms.is_open)
    run.type("9161234567")
    run.wait(page.forms.is_touched)


def test_r26_a_badge_at_the_sign_in_chooses_the_person_and_opens_nothing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        scan(run, codes["Marta"])
        asks_pin_of(run, "Marta")
        entry = run.find(PinEntry, "sign_in_pin")
        assert (entry.pin(), entry.hasFocus()) == ("", True)
        at_counter(run, MARTA_PIN)
        assert run.session.desk.actor.name == "Marta"


def test_a_card_at_the_sign_in_waits_and_a_lost_badge_is_refused_in_words(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    behind(tmp_path, lambda desk: badges.lose_badge(desk, "Olga"))
    behind(tmp_path, lambda desk: staff.end_staff(desk, "Marta"))
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        scan(run, "4600000000017")
        run.wait(lambda: "Sign in first, then scan the card again" in titles(run))
        scan(run, codes["Olga"])
        run.wait(lambda: "This badge is no longer in use: Olga" in titles(run))
        scan(run, codes["Marta"])
        run.wait(lambda: "Marta signs in no more" in titles(run))
        assert "PIN for Denis" in titles(run)


def test_r26_a_badge_at_the_counter_asks_the_other_ones_pin(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        page = enter(run, codes["Olga"])
        scan(run, codes["Olga"])
        run.wait(lambda: "Olga is at the till already" in titles(run))
        scan(run, codes["Marta"])
        asks_pin_of(run, "Marta")
        assert page.box.field.text() == ""
        at_counter(run, MARTA_PIN)
        assert run.session.desk.actor.name == "Marta"


def test_a_touched_form_keeps_the_badge_waiting_and_itself_for_its_person(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        page = enter(run, codes["Olga"])
        type_a_form(run, page)
        scan(run, codes["Marta"])
        run.wait(page.has_waiting_scan)
        assert "Badge of Marta" in titles(run)
        lost = "This form is not saved yet: the PIN of another person clears it"
        assert lost in titles(run)
        run.key(ESCAPE)
        assert not page.has_waiting_scan()
        page.scans._last_scan = ("", float("-inf"))  # some seconds later
        scan(run, codes["Marta"])
        run.wait(page.has_waiting_scan)
        run.key(RETURN)
        asks_pin_of(run, "Marta")
        assert "It waits for Olga. The PIN of another person clears it" in titles(run)
        scan(run, codes["Olga"])  # she stays after all
        asks_pin_of(run, "Olga")
        run.type(OLGA_PIN)
        run.key(RETURN)
        run.wait(lambda: run.window.current_page() is page)
        assert page.forms.entered().phone == "+7 916 123-45-67"
        run.wait(page.newcomer.phone.hasFocus)  # a touched form keeps its focus
        run.key(Qt.Key.Key_F12)
        asks_pin_of(run, "Olga")
        assert "A form is not saved yet" in titles(run)
        scan(run, codes["Marta"])
        asks_pin_of(run, "Marta")
        other = at_counter(run, MARTA_PIN)
        assert other is not page
        assert not other.forms.is_touched()


def test_r26_a_badge_on_any_page_changes_the_person(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        at_counter(run, "4826")
        for key in ("settings", "customers", "programmes", "cards"):
            assert run.window.show_page(key)
            scan(run, codes["Denis"])
            run.wait(lambda: "Denis is at the till already" in banner(run))
            assert run.window.current_key() == key
            scan(run, codes["Marta"])
            asks_pin_of(run, "Marta")
            scan(run, codes["Denis"])
            asks_pin_of(run, "Denis")
            run.type("4826")
            run.key(RETURN)
            run.wait(lambda: not isinstance(run.window.current_page(), SignInPage))
        run.window.show_page("close_shift")
        run.wait_for(CloseShiftPage)
        scan(run, codes["Marta"])
        asks_pin_of(run, "Marta")


def test_a_design_that_is_not_saved_keeps_a_badge_waiting_and_waits_for_its_person(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        at_counter(run, "4826")
        run.window.show_page("cards")
        page = run.wait_for(CardsPage)
        run.wait(lambda: page.studio.editor is not None)
        editor = page.studio.editor
        assert editor is not None
        editor.take_focus()
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Delete):
            run.key(key)
        run.wait(page.is_unsaved)
        scan(run, codes["Marta"])
        run.wait(page.studio.is_asking)
        assert run.window.current_page() is page
        run.key(ESCAPE)
        run.key(Qt.Key.Key_F12)
        asks_pin_of(run, "Denis")
        assert "It waits for Denis. The PIN of another person clears it" in titles(run)
        run.type("4826")
        run.key(RETURN)
        run.wait(lambda: run.window.current_page() is page)
        assert page.is_unsaved()


def test_r26_in_a_dialog_a_badge_chooses_who_allows_it_and_a_card_gets_the_busy_cue(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        page = enter(run, codes["Olga"])
        people = approvers(staff.list_staff(run.session.desk), 2)
        ask = Ask("Void", "", "Void", needs_reason=False, people=people)
        dialog = ApprovalDialog(run.session.context, ask, page)
        dialog.open()
        run.wait(dialog.isVisible)
        person, pin = dialog.findChild(QComboBox), dialog.findChild(QLineEdit, "approval_pin")
        assert isinstance(person, QComboBox)
        assert isinstance(pin, QLineEdit)
        assert person.currentText() == "Denis"
        pin.setText("12")
        scan(run, codes["Marta"])
        run.wait(lambda: person.currentText() == "Marta")
        assert pin.text() == ""
        scan(run, codes["Olga"])
        run.wait(lambda: dialog.problem() == "Olga may not allow this")
        with qtbot.waitSignal(run.window.scan_refused):
            scan(run, "4600000000017")
        assert QToolTip.text() == "Not taken. Finish this first, then scan again"
        assert (person.currentText(), pin.text()) == ("Marta", "")
        dialog.reject()
        plain = QDialog(run.window)
        plain.open()
        run.wait(plain.isVisible)
        with qtbot.waitSignal(run.window.scan_refused):
            scan(run, codes["Marta"])
        plain.reject()


def test_the_busy_cue_goes_with_the_pages_of_who_left(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, codes: dict[str, str]
) -> None:
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        at_counter(run, "4826")
        scan(run, codes["Olga"])
        asks_pin_of(run, "Olga")
        at_counter(run, OLGA_PIN)
        plain = QDialog(run.window)
        plain.open()
        run.wait(plain.isVisible)
        with qtbot.waitSignal(run.window.scan_refused):
            scan(run, "4600000000017")
        plain.reject()


@pytest.mark.parametrize(
    "deed, said",
    [
        (lambda desk: staff.end_staff(desk, "Marta"), "Marta signs in no more."),
        (lambda desk: staff.set_pin(desk, "Marta", "8264"), "Marta has a new PIN."),
    ],
)
def test_who_was_let_go_meanwhile_is_back_at_the_sign_in_with_the_next_deed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, deed: Callable[[Desk], object], said: str
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in(MARTA_PIN, down=2)
        page = run.wait_for_counter()
        type_a_form(run, page)
        behind(tmp_path, deed)
        run.key(Qt.Key.Key_F6)
        run.type("100")

        def is_back() -> bool:
            run.key(RETURN)  # it does nothing before the quote is there
            return isinstance(run.window.current_page(), SignInPage)

        run.wait(is_back)
        run.wait(lambda: said in titles(run))
        assert run.session.open_desk is not None
        assert run.session.open_desk.store.sql("SELECT COUNT(*) FROM purchase") == [(0,)]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_owner_makes_and_loses_badges_in_the_settings(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    make_shop(tmp_path)
    out = tmp_path / "badge.pdf"
    with running(qtbot, qapp, tmp_path, language=language) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
        page = run.wait_for(SettingsPage)
        page.show_section("staff")
        run.wait(lambda: run.window.findChild(QWidget, "staff_badge_2") is not None)
        section = run.find(StaffSection, "settings_staff")
        section.badge.ask_path = lambda _parent, _name: out
        run.click("staff_badge_2")
        assert not run.find(QWidget, "staff_badge_lost").isVisible()
        run.click("staff_badge_make")
        run.wait(out.exists)
        (code,) = decode_page(out, 1)
        run.wait(lambda: 2 in section._since)
        run.click("staff_badge_2")
        run.click("staff_badge_lost")
        run.wait(lambda: 2 not in section._since)
        run.wait(lambda: run.find(QWidget, "staff_badge_2").hasFocus())
        seen = badges.see_badge(run.session.desk, code)
        assert seen is not None
        assert seen.refusal is not None
