"""Coupons on receipts in the window: set up in Settings, printed at the counter and by customer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.cards.qr import decode_image
from refdesk.services import customers
from refdesk.services.print_runs import Selection
from refdesk.services.programmes import add_programme
from refdesk.ui.page import Page
from refdesk.ui.pages.close_shift.page import CloseShiftPage
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.counter.receipts import CounterReceipts
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.preferences import Preferences, ReceiptChoice
from refdesk.ui.status_bar import Devices
from refdesk.ui.widgets.choices import CheckBox, Segments
from refdesk.ui.widgets.strips import Message, Strip
from tests.support.paper_roll import Paper, print_out
from tests.support.receipt_till import ASKS_STATUS, TcpPrinter, tcp_printer
from tests.ui.counter_till import WAX, Till, coupon
from tests.ui.running import Running, make_shop, running
from tests.ui.test_settings_page import open_settings, problem, said, write

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
F8 = Qt.Key.Key_F8
NOBODY = "tcp://127.0.0.1:1"


def add(folder: Path, name: str, phone: str) -> str:
    """Somebody with a card; his bare code."""
    desk = Opener(folder).open()
    try:
        return customers.add_customer(desk, customers.NewCustomer(name, phones=(phone,))).codes[0]
    finally:
        desk.store.close()


def jobs(printer: TcpPrinter) -> list[Paper]:
    return [print_out(job) for job in printer.received.split(ASKS_STATUS)[1:]]


def codes_on(paper: Paper) -> tuple[str, ...]:
    return decode_image(paper.picture)


def set_up(folder: Path, address: str) -> None:
    preferences = Preferences(folder, "1")
    preferences.receipts = ReceiptChoice(address, 58)
    preferences.save()


def counter_says(run: Running) -> Message | None:
    page = run.window.page("counter")
    assert isinstance(page, CounterPage)
    return page.strip.message() if not page.strip.isHidden() else None


def keys_of(page: Page) -> list[str]:
    hints = page.keys()
    return [hint.key for hint in hints]


def wait_for_counter(run: Running, title: str) -> None:
    def is_said() -> bool:
        message = counter_says(run)
        return message is not None and message.title == title

    run.wait(is_said)


def is_printer_told_of(run: Running) -> bool:
    """Whether the status bar warns of the receipt printer."""
    shown = run.find(Devices, "status_devices").shown()
    told = [one.level for one in shown if one.text == "Look at the receipt printer"]
    assert told in ([], ["check"])
    return bool(told)


# -- Settings --------------------------------------------------------------------------------


def test_a_printer_is_set_up_tried_and_remembered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with tcp_printer() as printer, running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "receipts")
        run.find(Segments, "receipt_width").choose("58")
        assert run.find(QLineEdit, "receipt_dots").text() == "384"
        write(run, "receipt_address", f"{printer.address.host}:{printer.address.port}")
        run.find(CheckBox, "receipt_own_qr").click()
        run.click("receipts_test")
        run.wait(lambda: said(run, "receipts") == "The test receipt is printed")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: said(run, "receipts") == "Saved")
        assert run.find(QLineEdit, "receipt_address").text() == str(printer.address)
        address = str(printer.address)
    (paper,) = jobs(printer)
    assert [symbol.text for symbol in paper.symbols] == ["TEST"]
    assert paper.picture.width == 384
    assert Preferences(tmp_path, "1").receipts == ReceiptChoice(address, 58, 0, own_qr=True)
    assert Preferences(tmp_path, "2").receipts == ReceiptChoice()


def test_what_cannot_be_a_printer_is_said_at_its_field(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "receipts")
        run.click("receipts_test")
        run.wait(lambda: "not a printer’s address" in problem(run, "receipt_address"))
        write(run, "receipt_address", "http://printer/")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: "http://printer/" in problem(run, "receipt_address"))
        write(run, "receipt_address", NOBODY)
        write(run, "receipt_dots", "20")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: "dots" in problem(run, "receipt_dots"))
        write(run, "receipt_dots", "512")
        run.click("receipts_test")
        run.wait(lambda: said(run, "receipts") == "The receipt printer does not answer")
    assert Preferences(tmp_path, "1").receipts == ReceiptChoice()


def test_a_printer_is_taken_away_again(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_shop(tmp_path)
    set_up(tmp_path, NOBODY)
    with running(qtbot, qapp, tmp_path) as run:
        page = open_settings(run, "receipts")
        assert isinstance(page, SettingsPage)
        counter = run.window.page("counter")
        assert isinstance(counter, CounterPage)
        assert "Shift+F8" in keys_of(counter)
        write(run, "receipt_address", "")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: said(run, "receipts") == "Saved")
        assert "Shift+F8" not in keys_of(counter)
    assert Preferences(tmp_path, "1").receipts.address == ""


def test_trouble_with_a_printer_is_told_until_another_one_is_chosen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    set_up(tmp_path, NOBODY)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "receipts")
        run.session.care.note_printer(is_well=False)
        assert is_printer_told_of(run)
        write(run, "receipt_address", "tcp://192.168.1.40")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: said(run, "receipts") == "Saved")
        assert not is_printer_told_of(run)


# -- the counter -----------------------------------------------------------------------------


def open_person(run: Running, digits: str) -> CounterPage:
    page = run.wait_for(CounterPage)
    page.submit(digits)
    run.wait(lambda: page.customer.isVisible() and page.customer.known() is not None)
    return page


def test_a_customers_coupon_is_printed_beside_his_card(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    code = add(tmp_path, "Marina Danilova", "+79161234567")
    with tcp_printer() as printer:
        set_up(tmp_path, str(printer.address))
        with running(qtbot, qapp, tmp_path) as run:
            page = open_person(run, "9161234567")
            assert run.find(QWidget, "customer_coupon").isVisible()
            run.key(F8, SHIFT)
            wait_for_counter(run, "1 coupon is printed")
            assert page.customer.isVisible()
            run.click("customer_coupon")
            run.wait(lambda: printer.received.count(ASKS_STATUS) == 2)
            wait_for_counter(run, "1 coupon is printed")
    assert [codes_on(paper) for paper in jobs(printer)] == [(code,), (code,)]


def test_without_a_receipt_printer_nothing_is_offered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    add(tmp_path, "Marina Danilova", "+79161234567")
    with running(qtbot, qapp, tmp_path) as run:
        page = open_person(run, "9161234567")
        assert not run.find(QWidget, "customer_coupon").isVisible()
        assert "Shift+F8" not in keys_of(page)
        run.key(F8, SHIFT)
        assert counter_says(run) is None


def test_a_newcomer_is_recorded_and_his_coupon_follows(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    friend = add(tmp_path, "Marina Danilova", "+79161234567")
    with tcp_printer() as printer:
        set_up(tmp_path, str(printer.address))
        with running(qtbot, qapp, tmp_path) as run:
            page = run.wait_for(CounterPage)
            page.submit(friend)
            run.wait(page.newcomer.isVisible)
            run.key(F8, SHIFT)  # nothing is entered yet: nothing is recorded
            page.newcomer.phone.setText("9161112233")
            page.newcomer.entry.field.setText("1000")
            run.wait(lambda: not page.forms.live.is_waiting())
            run.key(F8, SHIFT)
            wait_for_counter(run, "1 coupon is printed")
            receipt = page.saving.recorder.last
            assert receipt is not None
            codes = receipt.receipt.codes
    (paper,) = jobs(printer)
    assert codes_on(paper) == codes


def test_a_printer_that_is_off_holds_nothing_up_and_the_coupon_is_kept(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    friend = add(tmp_path, "Marina Danilova", "+79161234567")
    set_up(tmp_path, NOBODY)
    with running(qtbot, qapp, tmp_path) as run:
        page = run.wait_for(CounterPage)
        page.submit(friend)
        run.wait(page.newcomer.isVisible)
        page.newcomer.phone.setText("9161112233")
        page.newcomer.entry.field.setText("1000")
        run.wait(lambda: not page.forms.live.is_waiting())
        run.key(F8, SHIFT)
        wait_for_counter(run, "The receipt printer does not answer")
        message = counter_says(run)
        assert message is not None
        assert message.kind == "check"
        assert is_printer_told_of(run)
        done = page.saving.recorder.last
        assert done is not None
        with tcp_printer() as printer:
            set_up(tmp_path, str(printer.address))
            run.session._preferences.receipts = ReceiptChoice(str(printer.address), 58)
            run.click("receipt_again")
            wait_for_counter(run, "1 coupon is printed")
        assert not is_printer_told_of(run)
    (paper,) = jobs(printer)
    assert codes_on(paper) == done.receipt.codes


def test_r62_a_nobodys_coupon_for_the_next_visit_is_asked_for(till: Till) -> None:
    asked: list[Selection] = []
    till.page.receipts = receipts = CounterReceipts(till.page)
    receipts.wanted.connect(asked.append)
    receipts.offer(True)
    add_programme(till.shop.desk, terms_text=WAX)
    till.press(Qt.Key.Key_F4)
    till.press(Qt.Key.Key_F6)
    till.type("600")
    till.enter()
    till.press(F8, SHIFT)
    assert asked == [Selection(coupons=(coupon(till),))]


def test_a_purchase_that_was_refused_prints_nothing_later(till: Till) -> None:
    asked: list[Selection] = []
    till.page.receipts = receipts = CounterReceipts(till.page)
    receipts.wanted.connect(asked.append)
    receipts.offer(True)
    till.scan(till.shop.anna_code)
    till.press(F8, SHIFT)  # phone and amount are missing
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.purchases() == [(90_000, False)]
    assert asked == []
    till.press(F8, SHIFT)
    assert len(asked) == 1


# -- customers -------------------------------------------------------------------------------


def test_a_coupon_is_printed_from_the_list_of_customers(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    code = add(tmp_path, "Marina Danilova", "+79161234567")
    with tcp_printer() as printer:
        set_up(tmp_path, str(printer.address))
        with running(qtbot, qapp, tmp_path) as run:
            run.wait_for(CounterPage)
            run.key(Qt.Key.Key_2, CONTROL)
            page = run.wait_for(CustomersPage)
            page.select_customer(1)
            run.wait(lambda: page.details.view() is not None)
            assert run.find(QWidget, "customer_coupon").isVisible()
            run.key(F8, SHIFT)

            def is_said() -> bool:
                message = page.strip.message()
                return message is not None and message.title == "1 coupon is printed"

            run.wait(is_said)
    (paper,) = jobs(printer)
    assert codes_on(paper) == (code,)


@pytest.mark.parametrize(
    "stored,read",
    [
        ({"receipt_width": "x", "receipt_dots": "-1"}, ReceiptChoice()),
        ({"receipt_printer": "lp0", "receipt_width": "58", "receipt_dots": "432"},
         ReceiptChoice("lp0", 58, 432)),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_read_is_the_usual_one(
    stored: dict[str, str], read: ReceiptChoice, tmp_path: Path
) -> None:
    preferences = Preferences(tmp_path, "1")
    for name, value in stored.items():
        preferences._write(name, value)
    assert preferences.receipts == read


@pytest.mark.parametrize("height", [680, 749])
def test_both_buttons_of_a_customer_have_their_room_in_a_narrow_window(
    till: Till, height: int
) -> None:
    till.window.resize(1024, height)
    till.page.receipts = receipts = CounterReceipts(till.page)
    receipts.offer(True)
    till.type("9160003107")
    till.enter()
    card = till.page.findChild(QPushButton, "customer_print")
    coupon = till.page.findChild(QPushButton, "customer_coupon")
    assert card is not None
    assert coupon is not None

    def stand_whole() -> bool:
        own = card.parentWidget()
        is_inside = own is not None and own.rect().contains(coupon.geometry())
        return is_inside and card.geometry().bottom() < coupon.geometry().top()

    till.bot.waitUntil(lambda: not card.isVisible() or stand_whole())
    assert card.isVisible() or height == 680


# -- the slip of a shift that is closed ------------------------------------------------------------


def banner_of(run: Running) -> Message | None:
    strip = run.window.findChild(Strip, "storage_banner")
    return strip.message() if strip is not None and strip.isVisible() else None


def test_a_slip_that_did_not_come_out_is_told_after_the_lock_and_printed_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    set_up(tmp_path, NOBODY)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        page = run.wait_for_counter()
        page.start_newcomer()
        run.wait(page.newcomer.isVisible)
        page.newcomer.entry.field.setText("1000")
        run.wait(lambda: not page.forms.live.is_waiting())
        run.key(Qt.Key.Key_Return)
        run.wait(lambda: page.saving.recorder.last is not None)
        run.key(Qt.Key.Key_F10)
        closing = run.wait_for(CloseShiftPage)
        run.wait(lambda: closing.view is not None)
        run.key(Qt.Key.Key_Return)
        run.wait_for_people()
        run.wait(lambda: banner_of(run) is not None)
        message = banner_of(run)
        assert message is not None
        assert message.title == "The slip of shift 2 is not printed"
        assert "does not answer" in message.line
        run.sign_in()
        run.wait_for(CounterPage)
        assert banner_of(run) == message  # whoever comes next may print it
        assert is_printer_told_of(run)
        with tcp_printer() as printer:
            run.session._preferences.receipts = ReceiptChoice(str(printer.address), 58)
            run.click("banner_retry")
            run.wait(lambda: (banner_of(run) or message).title == "The slip is printed")
        assert not is_printer_told_of(run)
    assert len(jobs(printer)) == 1
