"""Close shift: by F10 from the counter, with slips and reasons, to the next person's PIN."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from refdesk.domain.shifts import RUN, Point
from refdesk.services import print_runs
from refdesk.services.desk import Desk
from refdesk.services.shifts import ShiftView, close_shift, list_waiting, read_shift
from refdesk.storage import print_runs as print_run_storage
from refdesk.ui.desk_window import DeskWindow
from refdesk.ui.main_window import COUNTER
from refdesk.ui.page import Context
from refdesk.ui.page_list import CLOSE_SHIFT, PageList
from refdesk.ui.pages.close_shift.page import CloseShiftPage
from refdesk.ui.pages.close_shift.points_panel import PointsPanel
from refdesk.ui.pages.counter.approvals import ApprovalDialog
from refdesk.ui.preferences import Preferences, ReceiptChoice
from refdesk.ui.rail import RailButton
from refdesk.ui.sounds import Level, Sounds
from refdesk.ui.widgets.rows import KeyValueRow
from refdesk.words.catalogue import load_words
from tests.support.paper_roll import print_out
from tests.support.receipt_till import tcp_printer
from tests.ui.counter_shop import CounterShop, open_counter_shop
from tests.ui.running import NOON


@pytest.fixture
def shop(tmp_path: Path) -> CounterShop:
    shop = open_counter_shop(tmp_path / "shop")
    shop.buy(100_000, "Express", code=shop.anna_code, phone="+79160002001", name="Igor Popov")
    return shop


class Window:
    """The rail's pages of the cashier, with the counter in front."""

    def __init__(self, qtbot: QtBot, context: Context, desk: Desk, folder: Path) -> None:
        self.window = DeskWindow(context, "Lagoon")
        qtbot.addWidget(self.window)
        self.pages = PageList(
            context, desk, self.window, Preferences(folder, "1"),
            Sounds(context.tasks, Level.OFF),
        )  # fmt: skip
        self.window.set_entries(self.pages.entries(), "Lagoon")
        self.window.resize(1366, 768)
        self.window.show()
        self.window.show_page(COUNTER)
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        QApplication.processEvents()

    def open(self) -> CloseShiftPage:
        """F10."""
        self.press(Qt.Key.Key_F10)
        page = self.window.current_page()
        assert isinstance(page, CloseShiftPage)
        return page


@pytest.fixture
def till(qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path) -> Window:
    return Window(qtbot, context, shop.at_till(), tmp_path)


def value(page: QWidget, name: str) -> str:
    row = page.findChild(QWidget, f"figure_{name}")
    assert row is not None
    return str(row.value())  # type: ignore[attr-defined]


def test_f10_shows_the_figures_and_enter_closes(till: Window, shop: CounterShop) -> None:
    page = till.open()
    assert (value(page, "purchases"), value(page, "new_by_code")) == ("1", "1")
    assert value(page, "paid") == "900 ₽".replace(" ", "\u00a0")
    assert page.slips.said() == "Matches"
    over: list[ShiftView] = []
    till.pages.shift_closed.connect(over.append)
    number = page.view.id if page.view else 0
    till.press(Qt.Key.Key_Return)
    assert [one.id for one in over] == [number]
    assert till.window.current_key() == COUNTER
    closed = read_shift(shop.at_till(), number)
    assert closed.closed is not None
    assert closed.closed.slips == 0


def test_on_the_rail_the_close_of_a_shift_belongs_to_the_counter(till: Window) -> None:
    till.open()
    marked = [one.objectName() for one in till.window.findChildren(RailButton) if one.isChecked()]
    assert marked == ["rail_counter"]


def test_esc_goes_back_and_closes_nothing(till: Window, shop: CounterShop) -> None:
    till.open()
    till.press(Qt.Key.Key_Escape)
    assert till.window.current_key() == COUNTER
    assert read_shift(shop.at_till()).closed is None


def test_slips_that_differ_are_said_and_go_to_the_managers_list(
    till: Window, shop: CounterShop
) -> None:
    page = till.open()
    QTest.keyClicks(page.slips.field, "500")
    assert page.slips.said() == "More slips than payouts: 500 ₽".replace("0 ₽", "0\u00a0₽")
    till.press(Qt.Key.Key_Return)
    (waiting,) = list_waiting(shop.desk.acting(shop.manager))
    assert (waiting.point.kind, waiting.point.amount) == ("cash", 50_000)


def test_nothing_is_closed_before_the_slips_are_counted(till: Window, shop: CounterShop) -> None:
    page = till.open()
    page.slips.clear()
    till.press(Qt.Key.Key_Return)
    message = page.strip.message()
    assert message is not None
    assert message.title == "Count the slips in the drawer first"
    assert read_shift(shop.at_till()).closed is None


def test_a_shift_that_was_closed_meanwhile_stands_with_the_earlier_ones(
    till: Window, shop: CounterShop
) -> None:
    page = till.open()
    number = read_shift(shop.at_till()).id
    close_shift(shop.at_till(), number, slips=0)
    till.press(Qt.Key.Key_Return)
    assert page.view is None
    assert not page.main.isEnabled()
    assert seen(page.earlier, "closed_") == [f"closed_{number}"]


def test_a_reason_is_given_for_what_waits(till: Window, shop: CounterShop) -> None:
    shop.desk.store.sql("DROP TRIGGER effect_no_update")
    shop.desk.store.sql("UPDATE effect SET version_id = NULL, rule = NULL")
    page = till.open()
    wanted = [one.key for one in page.view.open_points] if page.view else []
    assert len(wanted) == 2
    button = page.findChild(QPushButton, f"reason_{wanted[0]}")
    assert button is not None
    button.click()
    dialog = page.findChild(ApprovalDialog)
    assert dialog is not None
    dialog.reason.setText("an old paper coupon")
    dialog.submit()
    assert [one.key for one in page.view.open_points] == wanted[1:] if page.view else False


def test_without_a_shift_there_is_nothing_to_close(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path
) -> None:
    till = Window(qtbot, context, shop.desk.acting(shop.manager), tmp_path)
    page = till.open()
    message = page.strip.message()
    assert message is not None
    assert message.title == "No shift is open here"
    assert not page.main.isEnabled()
    offered = page.keys()
    assert [hint.key for hint in offered] == ["Esc"]
    assert page.strip.height() < page.strip.sizeHint().height() + 8
    till.press(Qt.Key.Key_Escape)
    assert till.window.current_key() == COUNTER
    shop.buy(10_000, desk=shop.desk.acting(shop.manager))
    till.open()
    offered = page.keys()
    assert "Enter" in [hint.key for hint in offered]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 680)])
def test_everything_fits(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path, language: str,
    size: tuple[int, int],
) -> None:  # fmt: skip
    spoken = context._replace(words=load_words(language, currency="RUB"))
    till = Window(qtbot, spoken, shop.at_till(), tmp_path)
    till.window.resize(*size)
    till.window.show_page(CLOSE_SHIFT)
    QApplication.processEvents()
    page = till.window.current_page()
    assert page is not None
    assert till.window.size().toTuple() == size
    assert page.minimumSizeHint().width() <= size[0] - 96


def test_the_slip_is_saved_as_a_file(till: Window, tmp_path: Path) -> None:
    page = till.open()
    page.printing.ask_path = lambda _parent, name: tmp_path / f"{name}.pdf"
    page.save_slip()
    number = page.view.id if page.view else 0
    assert [one.name for one in tmp_path.glob("*.pdf")] == [f"Shift {number}.pdf"]
    message = page.strip.message()
    assert message is not None
    assert message.title == "The slip is saved"


# -- earlier shifts ----------------------------------------------------------------------------


def text_of(page: QWidget, name: str) -> str:
    row = page.findChild(QWidget, name)
    assert row is not None
    return " ".join(label.text() for label in row.findChildren(QLabel))


def test_a_manager_answers_what_waits_of_an_earlier_shift(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path
) -> None:
    number = close_shift(shop.at_till(), slips=500).id
    till = Window(qtbot, context, shop.desk.acting(shop.manager), tmp_path)
    page = till.open()
    assert page.earlier.isVisible()
    said = text_of(page, f"waiting_{number}_cash:{number}")
    assert "More slips than payouts: 5" in said
    assert f"Shift {number}" in said
    button = page.earlier.findChild(QPushButton, f"reason_{number}_cash:{number}")
    assert button is not None
    button.click()
    dialog = page.findChild(ApprovalDialog)
    assert dialog is not None
    dialog.reason.setText("an old slip")
    dialog.submit()
    assert list_waiting(shop.desk.acting(shop.manager)) == []
    assert seen(page.earlier, "waiting_") == []
    assert seen(page.earlier, "closed_") == [f"closed_{number}"]


def seen(page: QWidget, prefix: str) -> list[str]:
    QApplication.processEvents()
    rows = [one for one in page.findChildren(QWidget) if one.objectName().startswith(prefix)]
    return [one.objectName() for one in rows if one.isVisible()]


def test_a_cashier_turns_to_his_earlier_shifts_and_sees_nothing_that_waits(
    till: Window, shop: CounterShop
) -> None:
    number = close_shift(shop.at_till(), slips=500).id
    shop.buy(10_000)
    page = till.open()
    assert page.points.isVisible()
    assert page.points.earlier.text() == "Earlier shifts"
    page.points.earlier.click()
    assert page.earlier.isVisible()
    assert seen(page, "waiting_") == []
    assert seen(page, "closed_") == [f"closed_{number}"]
    page.turn()
    assert page.points.isVisible()


def test_g27_what_is_to_be_looked_at_stands_in_front_whatever_was_looked_at_before(
    till: Window, shop: CounterShop
) -> None:
    shop.buy(10_000)
    page = till.open()
    page.turn()
    assert page.earlier.isVisible()
    till.window.show_page("counter")
    page = till.open()
    assert page.points.isVisible()
    assert not page.earlier.isVisible()


def test_g27_a_run_that_waits_is_the_one_that_is_chosen_on_the_cards_page(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path
) -> None:
    from refdesk.ui.pages.cards.page import CardsPage

    manager = shop.desk.acting(shop.manager)
    with manager.store.write():
        manager.stamp(manager.shop())
    wanted, _newer = printed_run(manager), printed_run(manager)
    till = Window(qtbot, context, manager, tmp_path)
    page = till.open()
    button = page.points.findChild(QPushButton, f"confirm_run:{wanted}")
    assert button is not None
    button.click()
    cards = till.window.current_page()
    assert isinstance(cards, CardsPage)
    run = cards.who.runs.run()
    assert run is not None
    assert run.id == wanted
    assert cards.who.runs.isVisible()


def printed_run(desk: Desk) -> int:
    """A run of two cards that went to a printer and was not confirmed."""
    made = print_runs.create_run(desk, print_runs.NewRun(2, programme="P1"))
    ids = print_runs.card_ids(desk, print_runs.Selection(run=made.run.id))
    with desk.store.write():
        print_run_storage.mark_printed(desk.store, made.run.id, ids, desk.now())
    return made.run.id


def test_r46_a_clock_that_cannot_be_right_is_said_before_anybody_tries_to_close(
    till: Window, shop: CounterShop
) -> None:
    shop.clock.pass_time(days=-3652)
    page = till.open()
    message = page.strip.message()
    assert message is not None
    assert message.title.startswith("Check the clock: the computer says")
    till.press(Qt.Key.Key_Escape)
    shop.clock.pass_time(days=3652)
    assert till.open().strip.isHidden()


# -- in the lowest window --------------------------------------------------------------------------

MANY = {"by_programmes": 12_300, "by_hand": 10_000, "paid_with_points": 15_000,
        "credit_spent": 20_000, "gift_cards_used": 30_000}  # fmt: skip


def figures_in_sight(page: CloseShiftPage) -> int:
    """How many rows of the figures that scroll can be seen whole."""
    area = page.figures.findChild(QScrollArea)
    assert area is not None
    inside = area.widget()
    assert inside is not None
    port = area.viewport().rect()
    rows = [one for one in page.figures.findChildren(KeyValueRow) if inside.isAncestorOf(one)]
    ends = [row.mapTo(area.viewport(), row.rect().topLeft()) for row in rows]
    seen = [row for row, end in zip(rows, ends, strict=True)
            if row.isVisible() and port.contains(row.rect().translated(end))]  # fmt: skip
    return len(seen)


@pytest.mark.parametrize("height", [680, 744, 768])
@pytest.mark.parametrize("slips", ["", "500"])
def test_every_figure_is_in_sight_in_low_windows(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path, slips: str, height: int
) -> None:
    russian = context._replace(words=load_words("ru"))
    till = Window(qtbot, russian, shop.at_till(), tmp_path)
    till.window.resize(1024, height)
    page = till.open()
    assert page.view is not None
    page._show(shop.desk.shop(), replace(page.view, figures=replace(page.view.figures, **MANY)))
    QTest.keyClicks(page.slips.field, slips)
    qtbot.waitUntil(lambda: page.slips.height() >= page.slips.sizeHint().height())
    needed = len(MANY) + 5 if not slips else len(MANY) + 2
    qtbot.waitUntil(lambda: figures_in_sight(page) >= needed)
    labels = [one for one in page.slips.findChildren(QLabel) if one.isVisible() and one.text()]
    assert page.slips.said() in [one.text() for one in labels]
    assert all(one.height() >= one.heightForWidth(one.width()) for one in labels)


def test_figures_stand_closer_together_only_where_they_would_scroll(
    qtbot: QtBot, till: Window, shop: CounterShop
) -> None:
    page = till.open()
    assert page.view is not None
    row = page.figures.findChild(KeyValueRow, "figure_sales")
    assert row is not None
    assert (page._column.contentsMargins().top(), row.height()) == (24, 32)
    assert figures_in_sight(page) == 6
    page._show(shop.desk.shop(), replace(page.view, figures=replace(page.view.figures, **MANY)))
    assert page._column.contentsMargins().top() == 16
    qtbot.waitUntil(lambda: figures_in_sight(page) == len(MANY) + 5)


def test_figures_stand_closer_together_while_the_window_is_low(qtbot: QtBot, till: Window) -> None:
    page = till.open()
    row = page.figures.findChild(KeyValueRow, "figure_sales")
    assert row is not None
    till.window.resize(1024, 680)
    qtbot.waitUntil(lambda: row.height() < 32)
    till.window.resize(1366, 768)
    qtbot.waitUntil(lambda: row.height() == 32)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_usual_figure_is_in_sight_below_a_strip_in_the_least_window(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path, language: str
) -> None:
    spoken = context._replace(words=load_words(language, currency="RUB"))
    till = Window(qtbot, spoken, shop.at_till(), tmp_path)
    till.window.resize(1024, 680)
    page = till.open()
    assert page.view is not None
    by_hand = replace(page.view.figures, by_hand=10_000)
    page._show(shop.desk.shop(), replace(page.view, figures=by_hand))
    page.slips.clear()
    till.press(Qt.Key.Key_Return)
    assert page.strip.isVisible()
    qtbot.waitUntil(lambda: figures_in_sight(page) == 7)


@pytest.mark.parametrize(
    "may_confirm, asked",
    [(True, "Did they come out?"), (False, "Say why not")],
)
def test_r29_what_is_asked_of_printed_cards_is_what_the_button_answers(
    qtbot: QtBot, context: Context, may_confirm: bool, asked: str
) -> None:
    panel = PointsPanel(context, may_confirm=may_confirm)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_points((Point("run:57", RUN, NOON, subject=57, count=2),), UTC)
    said = f"12:00, run R57. {asked}"
    qtbot.waitUntil(lambda: said in [label.text() for label in panel.findChildren(QLabel)])


# -- on receipt paper --------------------------------------------------------------------------


def test_4c_where_there_is_a_receipt_printer_the_closing_prints_the_anchors(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path
) -> None:
    device = tmp_path / "printer"
    device.touch()
    till = Window(qtbot, context, shop.at_till(), tmp_path)
    till.pages._preferences.receipts = ReceiptChoice(f"file://{device}", 58)
    page = till.open()
    till.press(Qt.Key.Key_F8)
    message = page.strip.message()
    assert message is not None
    assert message.title == "The slip is printed"
    open_slip = print_out(device.read_bytes())
    till.press(Qt.Key.Key_Return)
    assert till.window.current_key() == COUNTER
    closed_slip = print_out(device.read_bytes())
    assert (open_slip.cuts, closed_slip.cuts) == (1, 1)
    assert closed_slip.picture.tobytes() != open_slip.picture.tobytes()


def test_a_printer_that_is_not_there_is_told_and_asked_again(
    qtbot: QtBot, context: Context, shop: CounterShop, tmp_path: Path
) -> None:
    till = Window(qtbot, context, shop.at_till(), tmp_path)
    till.pages._preferences.receipts = ReceiptChoice("tcp://127.0.0.1:1", 58)
    page = till.open()
    till.press(Qt.Key.Key_F8)
    again = page.findChild(QPushButton, "receipt_again")
    assert again is not None
    with tcp_printer() as printer:
        till.pages._preferences.receipts = ReceiptChoice(str(printer.address), 58)
        again.click()
    message = page.strip.message()
    assert message is not None
    assert message.title == "The slip is printed"
