"""What the counter looks like: what stays in its place, and what fits where it stands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from refdesk.services.programmes import add_programme
from refdesk.services.undoing import Refund, refund_purchase, void_purchase
from refdesk.ui.page import Context
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.labels import ElidingLabel
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.ui.widgets.verdict import Verdict, VerdictBanner
from tests.support.story_till import is_cut_off, is_in_sight
from tests.ui.counter_shop import give_points
from tests.ui.counter_till import Till
from tests.ui.verdict_cases import CASES

F6 = Qt.Key.Key_F6
SMALL, LARGE = (1024, 680), (1366, 768)
MARINAS = "9160004512"


def resize(till: Till, size: tuple[int, int]) -> None:
    """Another size of the window, and what comes of it."""
    till.window.resize(*size)
    till.bot.waitUntil(lambda: till.window.size().toTuple() == size)


# -- another size ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(SMALL, LARGE), (LARGE, SMALL)])
@pytest.mark.parametrize("is_new", [True, False])
def test_the_focus_stays_in_its_field_when_the_window_gets_another_size(
    till: Till, sizes: tuple[tuple[int, int], tuple[int, int]], is_new: bool
) -> None:
    resize(till, sizes[0])
    till.type("9000001234" if is_new else MARINAS)
    till.enter()
    till.press(F6)
    field: QWidget = till.page.newcomer.entry.field if is_new else till.page.customer.entry.field
    assert till.focus() is field
    till.type("10")
    resize(till, sizes[1])
    till.bot.waitUntil(lambda: till.focus() is field)
    till.type("00")
    assert field.property("text").replace("\u00a0", "").startswith("1000")


@pytest.mark.parametrize("sizes", [(SMALL, LARGE), (LARGE, SMALL)])
def test_suggestions_hang_under_the_box_in_another_size_too(
    till: Till, sizes: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    resize(till, sizes[0])
    till.type("9160")
    assert till.page.suggestions.isVisible()
    resize(till, sizes[1])

    def hangs() -> bool:
        field, hung = till.page.box.field, till.page.suggestions
        corner = field.mapTo(till.page, field.rect().bottomLeft())
        return (hung.x(), hung.width()) == (corner.x(), field.width()) and hung.y() > corner.y()

    till.bot.waitUntil(hangs)


# -- the verdict -----------------------------------------------------------------------------------


@pytest.mark.parametrize("low, height", [(False, 104), (True, 88)])
@pytest.mark.parametrize(
    "verdict",
    [
        Verdict("info", "Own card of Anna L."),
        Verdict("check", "No consent yet", "Ask and tick the box"),
        Verdict("ok", "Code works", "Take the phone", "−10 %", "first purchase"),
        Verdict("stop", "Codes are paused", "Phone and name still work", "0:30"),
    ],
)
def test_a_verdict_is_as_high_as_any_other(
    qtbot: QtBot, context: Context, verdict: Verdict, low: bool, height: int
) -> None:
    """What stands below it does not jump when one takes the place of another."""
    assert height_of_banner(qtbot, context, verdict, low=low, width=896) == height


def test_in_a_low_window_a_long_title_is_smaller_and_not_the_form(
    qtbot: QtBot, context: Context
) -> None:
    title = "No discount: Marina D. is already our customer"
    verdict = Verdict("stop", title, "Record the purchase", "Refused", "nothing was given")
    assert height_of_banner(qtbot, context, verdict, low=True, width=896) <= 96
    assert height_of_banner(qtbot, context, verdict, low=False, width=896) == 132


def height_of_banner(
    qtbot: QtBot, context: Context, verdict: Verdict, *, low: bool, width: int
) -> int:
    """How high a banner of a width stands in a column."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    banner = VerdictBanner(context.theme, "banner")
    banner.set_low(low)
    column.addWidget(banner)
    column.addStretch(1)
    window.resize(width, 400)
    window.show()
    banner.show_verdict(verdict)
    qtbot.waitUntil(lambda: banner.width() == width)
    column.activate()
    return banner.height()


# -- what fits in the smallest window --------------------------------------------------------------


def cut_off(till: Till) -> list[str]:
    """Every text of the counter that has too little room; elided ones too."""
    labels = [one for one in till.page.findChildren(QLabel) if one.isVisible()]
    found = [one.text() for one in labels if is_cut_off(one)]
    return found + [one.toolTip() for one in labels if isinstance(one, ElidingLabel)]


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
@pytest.mark.parametrize("case", ["an_own_code", "a_stolen_card", "five_wrong_codes"])
def test_what_a_refusal_says_is_read_whole_in_the_smallest_window(till: Till, case: str) -> None:
    resize(till, SMALL)
    CASES[case].go(till)
    till.bot.waitUntil(lambda: not any(cut_off(till)))


@pytest.mark.parametrize("sizes", [(SMALL, SMALL), (LARGE, SMALL)])
def test_a_customers_form_does_not_scroll_in_the_smallest_window(
    till: Till, sizes: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    """Who he is gives way to what is spent, also to what appears there later."""
    resize(till, sizes[0])
    give_points(till.shop, 3)
    till.type(MARINAS)
    till.enter()
    resize(till, sizes[1])
    area = till.window.findChild(QScrollArea, "customer_scroll")
    assert area is not None
    till.bot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    till.type("1200")
    till.bot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    till.press(Qt.Key.Key_F7)
    till.type("900")
    till.enter()
    assert till.verdict()[0] == "stop"
    till.bot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)


@pytest.mark.parametrize("case", ["no_newcomer", "invited_by_another"])
def test_a_newcomers_form_does_not_scroll_below_a_long_verdict(till: Till, case: str) -> None:
    resize(till, SMALL)
    CASES[case].go(till)
    area = till.window.findChild(QScrollArea, "newcomer_scroll")
    assert area is not None
    till.bot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)


# -- what is said is so ----------------------------------------------------------------------------


def test_a_refused_code_promises_no_referrer(till: Till) -> None:
    till.scan(till.shop.anna_code)
    assert till.page.newcomer._note.isVisible()
    till.press(Qt.Key.Key_Escape)
    CASES["an_own_code"].go(till)
    assert till.page.newcomer.is_refused()
    assert not till.page.newcomer._note.isVisible()


def test_a_bill_that_is_too_small_is_not_called_a_wrong_service(till: Till) -> None:
    CASES["a_bill_too_small"].go(till)
    said = till.page.newcomer.ways.say_box.sentence()
    assert said == "“A little is missing for the discount. Shall I add a service?”"


@pytest.mark.parametrize("size", [LARGE, (1366, 746), (1366, 690)])
def test_the_keypad_stays_whole_when_something_is_said_of_the_amount(
    till: Till, size: tuple[int, int]
) -> None:
    resize(till, size)
    till.press(Qt.Key.Key_F4)
    till.press(F6)
    till.enter()
    view = till.page.newcomer
    assert view.amount_field.message() == "Enter the amount"
    last = view._keypad.key("0")
    till.bot.waitUntil(lambda: is_in_sight(last))
    assert last.height() >= 48


@pytest.mark.parametrize("size", [LARGE, (1366, 746)])
def test_the_keypad_stays_where_it_is_when_something_is_said_of_the_amount(
    till: Till, size: tuple[int, int]
) -> None:
    resize(till, size)
    till.press(Qt.Key.Key_F4)
    last = till.page.newcomer._keypad.key("0")
    till.bot.waitUntil(lambda: is_in_sight(last) and last.height() >= 56)
    before = last.mapTo(till.window, QPoint()).y(), last.height()
    till.press(F6)
    till.enter()
    assert till.page.newcomer.amount_field.message() == "Enter the amount"
    till.window.repaint()
    till.settle()
    assert (last.mapTo(till.window, QPoint()).y(), last.height()) == before


@pytest.mark.parametrize("size", [SMALL, (1366, 746)])
def test_the_keypad_stays_whole_below_trouble_that_is_told_above(
    till: Till, size: tuple[int, int]
) -> None:
    resize(till, size)
    trouble = Message("stop", "Not saved: the data folder is not where it was", "Put it back")
    till.window.show_banner(trouble)
    till.scan(till.shop.anna_code)
    view = till.page.newcomer
    if view.keypad_button.isVisible():
        view.keypad_button.click()
    last = view._keypad.key("0")
    till.bot.waitUntil(lambda: is_in_sight(last))
    assert last.height() >= 44


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_text_of_consent_is_read_without_scrolling(till: Till, size: tuple[int, int]) -> None:
    resize(till, size)
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    view = till.page.newcomer
    assert view._show_text.caption() == "Show text"
    view._show_text.click()
    assert view._show_text.caption() == "Hide text"
    area = till.window.findChild(QScrollArea, "newcomer_scroll")
    assert area is not None
    till.bot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert view._consent_text.isVisible()
    assert view.services.isVisible() == (size == LARGE)
    view._show_text.click()
    assert view._show_text.caption() == "Show text"
    assert view.services.isVisible()


def test_a_number_and_its_word_stay_on_one_line(till: Till) -> None:
    add_programme(till.shop.desk, preset="stamp-card")
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.press(F6)
    till.type("1000")
    view = till.page.newcomer
    assert "15\u00a0minutes" in view._note.text()
    [(_title, line), *_rest] = view.panel.people_shown()
    assert line.endswith("\u00a0· +1\u00a0stamp")  # a line never begins with the dot


def test_the_padlock_is_open_only_while_a_shift_is(till: Till) -> None:
    assert till.page.shift_row._lock.icon() == "lock"
    till.shop.buy(60_000, "Express", customer=f"C{till.shop.marina}")
    till.page.refresh()
    till.settle()
    assert till.page.shift_row._lock.icon() == "lock-open"


# -- the end of the shift --------------------------------------------------------------------------


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_shift_is_closed_by_touch_too_once_it_is_open(
    till: Till, size: tuple[int, int]
) -> None:
    resize(till, size)
    panel = till.page.shift_row if size == SMALL else till.page.side
    assert panel.close_button.isHidden()
    till.shop.buy(123_456_700, customer=f"C{till.shop.marina}")
    till.page.refresh()
    till.settle()
    till.bot.waitUntil(lambda: is_in_sight(panel.close_button) and not any(cut_off(till)))
    assert panel.close_button.height() >= 44
    assert panel.width() <= till.page.width()
    with till.bot.waitSignal(till.page.shift_end_wanted):
        panel.close_button.click()


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_shift_left_open_since_another_year_says_so_whole(
    till: Till, size: tuple[int, int]
) -> None:
    resize(till, size)
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.shop.clock.pass_time(days=400)
    till.page.refresh()
    till.settle()
    till.bot.waitUntil(lambda: "2026" in said(till) and not any(cut_off(till)))


def said(till: Till) -> str:
    """Every text of the counter that can be seen."""
    labels = till.page.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


@pytest.mark.parametrize(
    "case, expected",
    [
        ("five_wrong_codes", [("Enter", "Record without the code"),
                              ("F2", "Find the friend by phone or name"), ("Esc", "Clear")]),
        ("a_clock_ten_years_back", [("Enter", "Confirm the time"),
                                    ("F2", "Try another code"), ("Esc", "Clear")]),
    ],
)  # fmt: skip
def test_the_keys_below_a_refusal_do_what_they_say_and_once(
    till: Till, case: str, expected: list[tuple[str, str]]
) -> None:
    CASES[case].go(till)
    hints = till.page.keys()
    shown = [(hint.key, hint.text) for hint in hints if hint.in_status]
    assert shown == expected


def test_trouble_is_told_once_above_the_page_or_on_it(till: Till) -> None:
    trouble = Message("stop", "Not saved: the data folder is not where it was", "Put it back")
    banner = till.window.findChild(Strip, "storage_banner")
    assert banner is None
    till.window.show_banner(trouble)
    banner = till.window.findChild(Strip, "storage_banner")
    assert banner is not None
    assert banner.isVisible()
    till.page.say(trouble, [Button(till.context.theme, "again", "Try again")])
    assert not banner.isVisible()
    till.page.say(Message("check", "Something else"))
    assert banner.isVisible()
    till.page.say(trouble)  # no way on there
    assert banner.isVisible()
    till.page.say_nothing()
    assert banner.isVisible()
    till.window.clear_banner()
    assert not banner.isVisible()


@pytest.mark.parametrize("size", [SMALL, LARGE, (1600, 1000)])
def test_trouble_above_the_page_stands_between_the_edges_of_its_panels(
    till: Till, size: tuple[int, int]
) -> None:
    trouble = Message("stop", "Not saved: the data folder is not where it was", "Put it back")
    till.window.show_banner(trouble)
    resize(till, size)
    till.press(Qt.Key.Key_F4)
    banner = till.window.findChild(Strip, "storage_banner")
    assert banner is not None

    def edges(widget: QWidget) -> tuple[int, int]:
        left = widget.mapTo(till.window, QPoint()).x()
        return left, left + widget.width()

    till.bot.waitUntil(lambda: edges(banner) == edges(till.page.banner))


def test_a_name_is_not_parted_from_its_initial(till: Till) -> None:
    resize(till, SMALL)
    till.press(Qt.Key.Key_F4)
    till.type(MARINAS)
    assert till.page.newcomer._title.text() == "Known customer: Marina\u00a0D."


def test_a_refund_of_a_part_is_not_called_undone(till: Till) -> None:
    bought = till.shop.buy(60_000, customer=f"C{till.shop.marina}").purchase
    undone = till.shop.buy(60_000, customer=f"C{till.shop.marina}").purchase
    refund_purchase(till.shop.desk, bought, Refund("unhappy", amount=20_000), key="part")
    void_purchase(till.shop.desk, undone, "wrong sum", key="whole")
    till.page.refresh()
    till.settle()
    deeds = [row.texts()[0] for row in till.page.earlier.rows_shown()]
    assert [one.split(".")[0] for one in deeds[:2]] == ["Undone", "Refund"]
