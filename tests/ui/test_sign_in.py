"""PIN: people, wrong tries, pauses that survive a restart, and a forgotten PIN (4a)."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services import staff
from refdesk.services.desk import Actor
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.pages.sign_in.pin import PinEntry
from refdesk.ui.widgets.strips import Message
from tests.support.story_till import is_in_sight
from tests.ui.keys import Clock, scan
from tests.ui.running import PIN, Running, ShopClock, make_shop, running

RETURN = Qt.Key.Key_Return


def said(run: Running) -> str:
    """What stands under the dots."""
    return run.find(QWidget, "sign_in_pin").accessibleDescription()


def try_pin(run: Running, pin: str) -> None:
    """Type a PIN and wait for the answer."""
    entry = run.find(PinEntry, "sign_in_pin")
    entry.setFocus()
    run.type(pin)
    run.key(RETURN)
    run.wait(lambda: entry.pin() == "")


def test_the_right_pin_opens_the_counter(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        assert run.session.desk.actor.name == "Denis"


def test_arrows_choose_the_person_and_a_click_does_too(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        page = run.wait_for_people()
        titles = [label.text() for label in page.findChildren(QLabel)]
        assert "PIN for Denis" in titles
        run.key(Qt.Key.Key_Down)
        assert "PIN for Olga" in [label.text() for label in page.findChildren(QLabel)]
        run.key(Qt.Key.Key_Up)
        run.key(Qt.Key.Key_Up)  # the end stops
        assert "PIN for Denis" in [label.text() for label in page.findChildren(QLabel)]
        run.click("person_3")
        assert "PIN for Marta" in [label.text() for label in page.findChildren(QLabel)]
        run.type("6428")
        run.key(RETURN)
        run.wait_for(CounterPage)
        assert run.session.desk.actor.role == "manager"


def add_people(folder: Path, *names: str) -> None:
    """More cashiers, hired meanwhile."""
    desk = Opener(folder).open()
    for name in names:
        staff.add_staff(desk.acting(Actor(1, "Denis", "owner")), name, "cashier", "6274")
    desk.store.close()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 680)])
def test_five_people_stand_in_view_and_more_scroll(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    make_shop(tmp_path)
    add_people(tmp_path, "Svetlana Konstantinopolskaya-Iv", "Oleg")
    with running(qtbot, qapp, tmp_path) as run:
        run.window.resize(*size)
        run.wait_for_people()
        people = run.find(QScrollArea, "sign_in_people")
        run.wait(lambda: is_in_sight(run.find(QWidget, "person_5")))
        assert people.verticalScrollBar().maximum() == 0
    add_people(tmp_path, "Igor")
    with running(qtbot, qapp, tmp_path) as run:
        run.window.resize(*size)
        run.wait_for_people()
        for _ in range(5):
            run.key(Qt.Key.Key_Down)
        run.wait(lambda: is_in_sight(run.find(QWidget, "person_6")))


def test_every_key_is_in_view_also_below_a_notice(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path, language="ru") as run:
        run.window.resize(1024, 680)
        run.wait_for_people()
        run.window.show_banner(Message("ok", "Restored", "1\n2\n3"))
        run.wait(lambda: is_in_sight(run.find(QWidget, "sign_in_keypad_0")))
        assert is_in_sight(run.find(QWidget, "sign_in_keypad_1"))
        run.window.clear_banner()
        run.wait(lambda: run.find(QWidget, "sign_in_keypad_0").height() == 56)


def test_the_keypad_types_the_pin_and_shows_no_digit(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        entry = run.find(PinEntry, "sign_in_pin")
        for key in ("4", "8", "1"):
            run.click(f"sign_in_keypad_{key}")
        run.click("sign_in_keypad_back")
        for key in ("2", "6"):
            run.click(f"sign_in_keypad_{key}")
        assert entry.pin() == PIN
        assert entry.hasFocus()
        run.click("sign_in_keypad_clear")
        assert entry.pin() == ""
        for key in PIN:
            run.click(f"sign_in_keypad_{key}")
        run.click("sign_in_open")
        run.wait_for(CounterPage)


@pytest.mark.parametrize(
    "language, first, pause",
    [
        ("en", "Wrong PIN. 4 tries left before a pause", "5 wrong PINs: wait 60 seconds"),
        ("ru", "Неверный PIN. До паузы 4 попытки", "60"),
    ],
)
def test_five_wrong_pins_pause_that_person_and_count_down(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str, first: str, pause: str
) -> None:
    clock = ShopClock()
    make_shop(tmp_path, clock=clock)
    with running(qtbot, qapp, tmp_path, clock=clock, language=language) as run:
        page = run.wait_for_people()
        assert not run.find(QWidget, "sign_in_said_icon").isVisible()
        try_pin(run, "1593")
        assert said(run) == first
        assert run.find(QWidget, "sign_in_said_icon").isVisible()
        line = run.find(QLabel, "sign_in_said")
        assert line.heightForWidth(line.width()) <= line.height()
        for _ in range(4):
            try_pin(run, "1593")
        run.wait(lambda: pause in said(run))
        assert not run.find(QWidget, "sign_in_open").isEnabled()
        clock.pass_time(seconds=23)
        page._show_state()  # what the timer does once a second
        assert "37" in said(run)
        run.key(Qt.Key.Key_Down)  # another person is not held up
        try_pin(run, "1594")
        assert "4" in said(run)


def test_a_pause_survives_a_restart_and_ends_by_itself(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    clock = ShopClock()
    make_shop(tmp_path, clock=clock)
    with running(qtbot, qapp, tmp_path, clock=clock) as run:
        run.wait_for_people()
        for _ in range(5):
            try_pin(run, "1593")
    with running(qtbot, qapp, tmp_path, clock=clock) as run:
        page = run.wait_for_people()
        try_pin(run, PIN)
        run.wait(lambda: said(run) == "5 wrong PINs: wait 60 seconds")
        clock.pass_time(seconds=61)
        page._show_state()
        run.type(PIN)
        run.key(RETURN)
        run.wait_for(CounterPage)


def lock_out(run: Running, clock: ShopClock, page: SignInPage) -> None:
    """Ten wrong PINs of the chosen person, with the pause between."""
    for count in range(10):
        if count == 5:
            clock.pass_time(seconds=61)
            page._show_state()
        try_pin(run, "1593")
    clock.pass_time(seconds=61)
    page._show_state()
    try_pin(run, "1593")


def test_ten_wrong_pins_lock_a_cashier_until_somebody_above_gives_a_new_one(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    clock = ShopClock()
    make_shop(tmp_path, clock=clock)
    with running(qtbot, qapp, tmp_path, clock=clock) as run:
        page = run.wait_for_people()
        run.key(Qt.Key.Key_Down)
        lock_out(run, clock, page)
        locked = "Locked after 10 wrong PINs. A manager or the owner gives a new one"
        run.wait(lambda: said(run) == locked)
        run.click("sign_in_forgotten")
        run.wait(run.find(QWidget, "reset_approver").isVisible)
        run.wait(run.find(QLineEdit, "reset_approver_pin").hasFocus)
        run.type(PIN)  # Denis, the owner, stands first
        run.key(Qt.Key.Key_Tab)
        run.type("9157")
        run.key(Qt.Key.Key_Tab)
        run.type("9157")
        run.key(RETURN)
        run.wait_for(CounterPage)
        assert run.session.desk.actor.name == "Olga"


def test_the_recovery_code_gives_the_owner_a_new_pin_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    made = make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        for code in ("AAAAA-AAAAA", made.recovery_code.lower()):
            if run.window.findChild(QLineEdit, "reset_recovery") is None:
                run.click("sign_in_forgotten")
            line, pin = (run.find(QLineEdit, name) for name in ("reset_recovery", "reset_pin"))
            between = [one.mapTo(run.window, QPoint(0, 0)).y() for one in (line, pin)]
            assert between[1] - between[0] - line.height() <= 56  # its message, then a label
            line.setText(code)
            for name in ("reset_pin", "reset_pin_again"):
                run.find(QLineEdit, name).setText("9157")
            run.find(QLineEdit, "reset_pin_again").setFocus()
            run.key(RETURN)
            if code.startswith("AAAAA"):
                run.wait(lambda: "not the recovery code" in texts(run))
        fresh = keep_new_code(run)
        run.wait_for(CounterPage)
        assert run.session.desk.actor.role == "owner"
        assert fresh not in (made.recovery_code, "")


def keep_new_code(run: Running) -> str:
    """The new recovery code is shown once; the shop opens when it is written down."""
    run.wait(lambda: run.window.findChild(QLabel, "recovery_code") is not None)
    code = run.find(QLabel, "recovery_code").text()
    assert not run.find(QWidget, "sign_in_language").isEnabled()  # it would take the code away
    assert not run.find(QPushButton, "reset_open").isEnabled()
    run.key(RETURN)
    run.key(Qt.Key.Key_Escape)
    assert run.find(QLabel, "recovery_code").isVisible()
    run.key(Qt.Key.Key_Space)
    assert run.find(QPushButton, "reset_open").isEnabled()
    run.key(RETURN)
    return code


def texts(run: Running) -> str:
    """Every text that is shown."""
    return "\n".join(label.text() for label in run.window.findChildren(QLabel))


def test_escape_leaves_the_new_pin_and_clears_the_typed_one(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        run.click("sign_in_forgotten")
        run.key(Qt.Key.Key_Escape)
        entry = run.find(PinEntry, "sign_in_pin")
        assert entry.hasFocus()
        run.type("48")
        run.key(Qt.Key.Key_Escape)
        assert entry.pin() == ""


def test_another_language_is_this_tills_own(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for_people()
        run.click("sign_in_language_ru")
        run.wait(lambda: run.session.context.words.language == "ru")
        run.wait_for_people()
        assert "Кто за кассой?" in texts(run)
        run.sign_in()
        run.wait_for(CounterPage)
        assert run.session.desk.shop().language == "en"


def test_a_scan_types_nothing_into_the_pin(qtbot: QtBot, context: Context, clock: Clock) -> None:
    entry = PinEntry(context.theme, "pin", "PIN")
    qtbot.addWidget(entry)
    entry.show()
    qtbot.waitExposed(entry)
    entry.activateWindow()
    entry.setFocus()
    qtbot.waitUntil(entry.hasFocus)
    context.scanner.watch(entry.windowHandle())
    QTest.keyClicks(entry, "48")
    scan(entry, clock, "4600000000017")
    assert entry.pin() == "48"


def test_a_digit_with_ctrl_is_no_part_of_the_pin(qtbot: QtBot, context: Context) -> None:
    entry = PinEntry(context.theme, "pin", "PIN")
    qtbot.addWidget(entry)
    QTest.keyClick(entry, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(entry, Qt.Key.Key_2)
    assert entry.pin() == "2"
