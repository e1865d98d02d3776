"""The owner erases a person by keys: name, reason, PIN; others may not (R51, 4a)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.errors import DomainError
from refdesk.domain.terms import MONEY
from refdesk.services import backups, erasing, staff
from refdesk.services.adjusting import adjust
from refdesk.services.customers import NewCustomer, add_customer, get_customer
from refdesk.services.desk import Actor, Desk
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.errors import FULL, StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.customers.details import CONSENT, LEDGER, OVERVIEW, REFERRALS
from refdesk.ui.pages.customers.erase_dialog import EraseDialog
from refdesk.ui.pages.customers.ledger_tab import LedgerTab
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.fields import LabelledField
from tests.ui.customers_shop import People, part, show_in_window, texts
from tests.ui.running import make_shop, running

SPACE, RETURN, TAB = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Tab
ESCAPE = Qt.Key.Key_Escape
PIN = "4927"
MakePage = Callable[[Desk, int], CustomersPage]


@pytest.fixture
def make_page(qtbot: QtBot, context: Context) -> MakePage:
    def make(desk: Desk, customer: int) -> CustomersPage:
        page = show_in_window(qtbot, context, CustomersPage(context, desk))
        page.select_customer(customer)
        page.details.tabs.choose(CONSENT)
        return page

    return make


@pytest.fixture
def owner(desk: Desk) -> Desk:
    """The owner with a PIN at the desk."""
    staff.add_staff(desk, "Olga", "owner", PIN)
    return desk.acting(staff.sign_in(desk, "Olga", PIN))


def opened(qtbot: QtBot, page: CustomersPage) -> EraseDialog:
    """Press the button by the keyboard; the dialog with its first field in focus."""
    button = part(page, Button, "customer_erase")
    button.setFocus()
    QTest.keyClick(button, SPACE)
    qtbot.waitUntil(lambda: page.deeds.erasing.dialog() is not None)
    dialog = page.deeds.erasing.dialog()
    assert dialog is not None
    dialog.activateWindow()
    dialog.name.setFocus()
    qtbot.waitUntil(dialog.name.hasFocus)
    return dialog


def message_at(dialog: EraseDialog, name: str) -> str:
    """What is said at a field."""
    [found] = [one for one in dialog.findChildren(LabelledField)
               if one.control().objectName() == name]  # fmt: skip
    return found.message()


def fill_in(dialog: EraseDialog, name: str, reason: str, pin: str = "") -> None:
    """Name, Tab, reason, Tab, PIN, Enter; the deed has the focus then and takes another Enter."""
    QTest.keyClicks(dialog.name, name)
    QTest.keyClick(dialog.name, TAB)
    assert dialog.reason.hasFocus()
    QTest.keyClicks(dialog.reason, reason)
    last = dialog.reason
    if pin:
        QTest.keyClick(dialog.reason, TAB)
        assert dialog.own_pin.hasFocus()
        QTest.keyClicks(dialog.own_pin, pin)
        last = dialog.own_pin
    QTest.keyClick(last, RETURN)
    if dialog.deed_button.hasFocus():
        QTest.keyClick(dialog.deed_button, RETURN)


def is_there(desk: Desk, customer: int) -> bool:
    try:
        return bool(get_customer(desk, customer).name)
    except DomainError:
        return False


def test_r51_the_owner_erases_by_keys_and_saves_the_certificate(
    qtbot: QtBot, make_page: MakePage, owner: Desk, people: People, tmp_path: Path
) -> None:
    adjust(owner, people.anna, MONEY, 50_000, reason="brought in")
    page = make_page(owner, people.anna)
    page.search.setText("lebed")
    dialog = opened(qtbot, page)
    shown = texts(dialog)
    assert "500" in shown
    assert "1 invited friend stays" in shown
    fill_in(dialog, "anna lebedeva", "asked in writing", PIN)
    qtbot.waitUntil(page.strip.isVisible)
    assert not is_there(owner, people.anna)
    assert page.deeds.erasing.dialog() is None
    view = page.details.view()
    assert view is None or view.details.customer.id != people.anna
    assert page.search.text() == ""
    assert b"Lebedeva" not in (owner.folder / FILE_NAME).read_bytes()
    assert len(backups.list_backups(owner)) == 1
    rows = [page.list.model.record_at(row) for row in range(page.list.model.rowCount())]
    assert people.anna not in [one.id for one in rows if one is not None]

    target = tmp_path / "certificate.pdf"
    page.deeds.erasing.ask_path = lambda _parent, _name: target
    button = part(page, Button, "erase_certificate")
    assert page.window().focusWidget() is button
    QTest.keyClick(button, SPACE)
    qtbot.waitUntil(target.is_file)
    assert target.read_bytes().startswith(b"%PDF")


def test_the_name_a_reason_and_the_pin_have_to_be_right(
    qtbot: QtBot, make_page: MakePage, owner: Desk, people: People
) -> None:
    dialog = opened(qtbot, make_page(owner, people.anna))
    fill_in(dialog, "Anna", "asked", PIN)
    assert message_at(dialog, "erase_name")
    assert dialog.name.hasFocus()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Anna Lebedeva")
    assert not message_at(dialog, "erase_name")
    dialog.reason.clear()
    QTest.keyClick(dialog.name, RETURN)
    assert dialog.reason.hasFocus()
    QTest.keyClicks(dialog.reason, "asked")
    dialog.own_pin.setFocus()
    dialog.own_pin.selectAll()
    QTest.keyClicks(dialog.own_pin, "1111")
    QTest.keyClick(dialog.own_pin, RETURN)
    QTest.keyClick(dialog.deed_button, RETURN)
    qtbot.waitUntil(lambda: bool(message_at(dialog, "erase_pin")))
    assert dialog.own_pin.hasFocus()
    assert dialog.own_pin.text() == ""
    assert is_there(owner, people.anna)
    assert backups.list_backups(owner) == []
    QTest.keyClick(dialog, ESCAPE)
    assert not dialog.isVisible()
    assert is_there(owner, people.anna)


def test_without_staff_no_pin_is_asked(
    qtbot: QtBot, make_page: MakePage, desk: Desk, people: People
) -> None:
    page = make_page(desk, people.boris)
    dialog = opened(qtbot, page)
    assert not dialog.own_pin.isVisible()
    fill_in(dialog, "Boris Kim", "asked")
    qtbot.waitUntil(lambda: not is_there(desk, people.boris))


@pytest.mark.parametrize("role", ["cashier", "manager"])
def test_4a_nobody_else_is_offered_it(
    make_page: MakePage, desk: Desk, people: People, role: str
) -> None:
    staff.add_staff(desk, "Olga", "owner", PIN)
    member = staff.add_staff(desk, "Kira", role, "5938")
    page = make_page(desk.acting(Actor(member.id, "Kira", role)), people.anna)
    assert page.details.view() is not None
    assert page.findChildren(Button, "customer_erase") == []


def test_a_full_disk_leaves_the_person_and_says_so(
    qtbot: QtBot, make_page: MakePage, desk: Desk, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_desk: Desk) -> None:
        raise StorageError(FULL)

    monkeypatch.setattr(backups, "create_backup", full)
    page = make_page(desk, people.anna)
    dialog = opened(qtbot, page)
    fill_in(dialog, "Anna Lebedeva", "asked")
    qtbot.waitUntil(page.strip.isVisible)
    message = page.strip.message()
    assert message is not None
    assert message.kind == "stop"
    assert is_there(desk, people.anna)


def test_a_certificate_that_cannot_be_saved_is_offered_again(
    qtbot: QtBot, make_page: MakePage, desk: Desk, people: People, tmp_path: Path
) -> None:
    page = make_page(desk, people.vera)
    fill_in(opened(qtbot, page), "Vera Pavlova", "asked")
    qtbot.waitUntil(page.strip.isVisible)
    (tmp_path / "taken").mkdir()
    page.deeds.erasing.ask_path = lambda _parent, _name: tmp_path / "taken"
    part(page, Button, "erase_certificate").click()
    qtbot.waitUntil(lambda: "not saved" in (page.strip.message() or ("", ""))[1])
    page.deeds.erasing.ask_path = lambda _parent, _name: tmp_path / "good.pdf"
    part(page, Button, "erase_certificate").click()
    qtbot.waitUntil((tmp_path / "good.pdf").is_file)


def test_r35_friends_and_referrers_see_that_he_is_erased(
    qtbot: QtBot, make_page: MakePage, desk: Desk, people: People
) -> None:
    erasing.erase_customer(desk, people.anna, "asked")
    page = make_page(desk, people.boris)
    for tab in (OVERVIEW, REFERRALS):
        page.details.tabs.choose(tab)
        qtbot.waitUntil(lambda: "Erased" in texts(page))
        assert page.findChildren(Button, "referrer_open") == []
        assert page.findChildren(Button, "fact_came_open") == []


def test_r35_whom_he_brought_keeps_a_grey_line_for_him(
    qtbot: QtBot, make_page: MakePage, desk: Desk, people: People
) -> None:
    erasing.erase_customer(desk, people.boris, "asked")
    page = make_page(desk, people.anna)
    page.details.tabs.choose(REFERRALS)
    link = part(page, Button, f"open_{people.boris}")
    assert link.text() == "Erased"
    assert not link.isEnabled()
    page.details.tabs.choose(LEDGER)
    model = part(page, LedgerTab, "").findChildren(QTableView)[0].model()
    shown = [str(model.index(row, column).data()) for row in range(model.rowCount())
             for column in range(model.columnCount())]  # fmt: skip
    assert any("Erased" in one for one in shown)


def test_the_backup_before_it_stands_in_the_status_bar(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    desk = Opener(tmp_path).open()
    anna = add_customer(desk, NewCustomer("Anna Lebedeva", phones=("+79161234567",)))
    desk.store.close()
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        assert "No backup yet" in [one.text for one in run.session.care.devices()]
        run.key(Qt.Key.Key_F3)
        page = run.wait_for(CustomersPage)
        page.select_customer(anna.customer.id)
        page.details.tabs.choose(CONSENT)
        qtbot.waitUntil(lambda: bool(page.findChildren(Button, "customer_erase")))
        fill_in(opened(qtbot, page), "anna lebedeva", "asked in writing")
        qtbot.waitUntil(page.strip.isVisible)
        assert "No backup yet" not in [one.text for one in run.session.care.devices()]
