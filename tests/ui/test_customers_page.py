"""The Customers page: searching, looking at one person, and what roles may see."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QWidget
from pytestqt.qtbot import QtBot

from refdesk.domain.records import CustomerLine
from refdesk.services import customers
from refdesk.services.desk import Actor, Desk
from refdesk.storage.errors import BUSY, StorageError
from refdesk.storage.search import index_customer
from refdesk.storage.tables import AuditRow, CustomerRow
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.list_pane import NAME_LEAST
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.tasks import Tasks
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.labels import ElidingLabel
from refdesk.words.catalogue import load_words
from tests.ui.customers_shop import (
    LongWords,
    People,
    part,
    press,
    show_in_window,
    texts,
    type_text,
)
from tests.ui.show import nameless

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, people: People) -> CustomersPage:
    return show_in_window(qtbot, context, CustomersPage(context, desk))


def names(page: CustomersPage) -> list[str]:
    """The names in the list, from the top."""
    model = page.list.model
    for row in range(model.count()):
        model.record_at(row)  # the first look asks for the page of rows
    return [str(model.data(model.index(row, 0))) for row in range(model.count())]


def row(page: CustomersPage, place: int) -> list[str]:
    """A row of the list."""
    model = page.list.model
    return [str(model.data(model.index(place, i))) for i in range(model.columnCount())]


def search(page: CustomersPage, text: str) -> None:
    """Type into the search field and press Enter."""
    page.search.clear()
    page.focus_search()
    type_text(text)
    press(Qt.Key.Key_Return)


def audit(desk: Desk, action: str) -> int:
    """How often something was logged."""
    return len(desk.store.all(AuditRow.select().where(AuditRow.action == action)))


# -- the list ----------------------------------------------------------------------------------


def test_r49_the_list_shows_short_names_masked_phones_and_codes(
    page: CustomersPage, people: People
) -> None:
    assert names(page) == ["Vera P.", "Boris K.", "Anna L."]
    code = f"…{people.anna_code[-3:]}"
    assert row(page, 2) == ["Anna L.", "…31-07", code, "1", "today", "1", "100"]
    assert texts(page).count("3 customers") == 1


@pytest.mark.parametrize(
    "typed, found",
    [
        ("bor", ["Boris K."]),
        ("kim", ["Boris K."]),
        ("0003107", ["Anna L."]),
        ("8 916 000-17-44", ["Vera P."]),
        ("an", ["Anna L."]),
    ],
)
def test_a_search_finds_any_part_and_tells_its_time(
    page: CustomersPage, typed: str, found: list[str]
) -> None:
    search(page, typed)
    assert names(page) == found
    assert "1 customer, found in" in texts(page)
    assert "Row 1 of 1" in texts(page)


def test_a_search_by_code_finds_its_owner(page: CustomersPage, people: People) -> None:
    search(page, people.anna_code)
    assert names(page) == ["Anna L."]


def test_typing_searches_by_itself_after_a_short_rest(page: CustomersPage, qtbot: QtBot) -> None:
    type_text("ver")
    qtbot.waitUntil(lambda: names(page) == ["Vera P."])


def test_headers_sort_turn_and_return(page: CustomersPage) -> None:
    header = page.list.table.horizontalHeader()

    def click(place: int) -> None:
        x = header.sectionViewportPosition(place) + 5
        QTest.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2)
        )

    click(0)
    assert names(page) == ["Anna L.", "Boris K.", "Vera P."]
    assert header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
    click(0)
    assert names(page) == ["Vera P.", "Boris K.", "Anna L."]
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    click(0)
    assert page.list.order().key == "newest"
    assert header.sortIndicatorSection() == -1
    click(3)
    assert names(page)[-1] == "Vera P."
    click(1)
    assert page.list.order().key == "purchases"


def test_the_keyboard_sorts_too(page: CustomersPage) -> None:
    press(Qt.Key.Key_F9)
    assert names(page) == ["Anna L.", "Boris K.", "Vera P."]


def test_the_selection_follows_its_person_through_sorting(page: CustomersPage) -> None:
    press(Qt.Key.Key_Down)
    assert page.list.table.currentIndex().row() == 0
    press(Qt.Key.Key_F9)
    assert page.list.table.currentIndex().row() == 2


def test_an_empty_shop_offers_the_first_customer(
    qtbot: QtBot, context: Context, desk: Desk
) -> None:
    page = show_in_window(qtbot, context, CustomersPage(context, desk))
    assert "No customers yet" in texts(page)
    QTest.mouseClick(part(page, Button, "customers_empty_add"), Qt.MouseButton.LeftButton)
    assert part(page, QWidget, "customer_form").isVisible()


def test_no_line_is_drawn_where_nobody_is_chosen(page: CustomersPage) -> None:
    details = page.details
    details.show_nobody()
    lines = [one for one in details.findChildren(QFrame) if one.property("look") == "rule"]
    assert lines
    assert all(one.isHidden() for one in lines if one.parentWidget() is details)
    details.show_loading("Anna")
    assert any(not one.isHidden() for one in lines if one.parentWidget() is details)


def test_nobody_found_offers_to_clear_and_to_add(page: CustomersPage) -> None:
    search(page, "zzzz")
    assert "Nobody: “zzzz”" in texts(page)
    QTest.mouseClick(part(page, Button, "customers_clear"), Qt.MouseButton.LeftButton)
    assert len(names(page)) == 3
    assert page.search.hasFocus()


def test_trouble_keeps_the_list_and_can_be_tried_again(
    page: CustomersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object, **_more: object) -> list[int]:
        raise StorageError(BUSY)

    with monkeypatch.context() as broken:
        broken.setattr(customers, "search_customers", busy)
        search(page, "anna")
        assert page.list.strip.isVisible()
        assert len(names(page)) == 3
    QTest.mouseClick(part(page, Button, "customers_again"), Qt.MouseButton.LeftButton)
    assert not page.list.strip.isVisible()
    assert names(page) == ["Anna L."]


def test_of_many_rows_only_the_pages_in_sight_are_read(
    qtbot: QtBot, context: Context, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        {"name": f"Person {n:05}", "name_folded": f"person {n:05}", "kind": "client",
         "registered_on": desk.today(), "created_at": desk.now()}
        for n in range(20_000)
    ]  # fmt: skip
    with desk.store.write():
        desk.store.insert_many(CustomerRow, rows)
        index_customer(desk.store, 20_000)
    asked: list[int] = []
    real = customers.customer_lines

    def counted(desk: Desk, ids: Sequence[int]) -> list[CustomerLine]:
        asked.append(len(ids))
        return real(desk, ids)

    monkeypatch.setattr(customers, "customer_lines", counted)
    page = show_in_window(qtbot, context, CustomersPage(context, desk))
    assert "20 000 customers" in texts(page)
    page.list.table.grab()
    page.list.table.scrollToBottom()
    page.list.table.grab()
    assert len(asked) <= 3
    assert max(asked) <= 256
    search(page, "person 19999")
    assert len(names(page)) == 1


# -- one person --------------------------------------------------------------------------------


def test_arrows_in_the_search_field_choose_and_enter_opens(page: CustomersPage) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert "Boris K." in texts(page.details)
    assert page.search.hasFocus()
    press(Qt.Key.Key_Return)
    assert part(page, Button, "customer_tab_overview").hasFocus()


def test_the_overview_tells_balance_origin_and_purchases(
    page: CustomersPage, people: People
) -> None:
    page.select_customer(people.anna)
    assert part(page, QWidget, "tile_to_spend").accessibleName() == "100 points to spend"
    assert part(page, QWidget, "tile_held").accessibleName() == "0 points on hold"
    assert part(page, QWidget, "tile_referrals").accessibleName() == "1 referrals"
    said = texts(page.details)
    assert "today, without a code" in said
    assert "1, latest today" in said
    page.select_customer(people.boris)
    assert "today, invited by Anna L." in texts(page.details)
    QTest.mouseClick(part(page, Button, "fact_came_open"), Qt.MouseButton.LeftButton)
    assert "Anna L." in texts(page.details)


def test_r28_a_code_is_shown_on_demand_and_logged(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    page.select_customer(people.anna)
    value = part(page, ElidingLabel, "fact_code_value")
    assert people.anna_code[:5] not in value.full_text()
    QTest.mouseClick(part(page, Button, "fact_code_show"), Qt.MouseButton.LeftButton)
    assert value.full_text().replace("-", "") == people.anna_code
    assert audit(desk, "code_shown") == 1


def test_a_phone_is_shown_on_demand(page: CustomersPage, people: People) -> None:
    page.select_customer(people.anna)
    value = part(page, ElidingLabel, "fact_phone_0_value")
    assert value.full_text() == "…31-07"
    QTest.mouseClick(part(page, Button, "fact_phone_0_show"), Qt.MouseButton.LeftButton)
    assert value.full_text() == "+7 916 000-31-07"


def test_ctrl_tab_goes_round_the_tabs(page: CustomersPage, people: People) -> None:
    page.select_customer(people.anna)
    seen = []
    for _ in range(6):
        seen.append(page.details.tabs.chosen())
        press(Qt.Key.Key_Tab, CTRL)
    assert seen == ["overview", "referrals", "ledger", "cards", "consent", "overview"]
    press(Qt.Key.Key_Backtab, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.details.tabs.chosen() == "overview"


def test_ctrl_tab_takes_the_focus_along_to_the_tab_it_opens(
    page: CustomersPage, people: People
) -> None:
    page.select_customer(people.anna)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Tab, CTRL)
    assert part(page, Button, "customer_tab_referrals").hasFocus()


def test_f6_goes_between_list_and_details(page: CustomersPage, people: People) -> None:
    page.select_customer(people.anna)
    press(Qt.Key.Key_F6)
    assert part(page, Button, "customer_tab_overview").hasFocus()
    press(Qt.Key.Key_F6)
    assert page.list.table.hasFocus()


def test_f8_and_the_buttons_lead_on(page: CustomersPage, qtbot: QtBot, people: People) -> None:
    page.select_customer(people.anna)
    with qtbot.waitSignal(page.card_wanted) as card:
        press(Qt.Key.Key_F8)
    assert card.args == [people.anna]
    with qtbot.waitSignal(page.purchase_wanted) as purchase:
        QTest.mouseClick(part(page, Button, "customer_purchase"), Qt.MouseButton.LeftButton)
    assert purchase.args == [people.anna]


def test_a_scan_selects_its_customer(page: CustomersPage, people: People) -> None:
    page.on_scan(people.anna_code)
    assert "Anna L." in texts(page.details)
    assert page.list.current_id() == people.anna
    page.on_scan("4606224066509")
    assert "No customer has this code" in texts(page.strip)


def test_somebody_outside_the_list_is_shown_all_the_same(
    page: CustomersPage, people: People
) -> None:
    search(page, "vera")
    page.select_customer(people.anna)
    assert "Anna L." in texts(page.details)


def test_somebody_can_be_selected_before_the_page_was_shown(
    qtbot: QtBot, context: Context, desk: Desk, people: People
) -> None:
    page = CustomersPage(context, desk)
    page.select_customer(people.anna)
    show_in_window(qtbot, context, page)
    assert page.list.current_id() == people.anna
    assert "Anna L." in texts(page.details)


def test_who_is_selected_before_the_list_came_stands_in_sight(
    qtbot: QtBot, context: Context, desk: Desk
) -> None:
    for number in range(60):
        customers.add_customer(desk, customers.NewCustomer(f"Person {number}"))
    page = CustomersPage(context, desk)
    page.select_customer(3)
    show_in_window(qtbot, context, page)
    table = page.list.table
    assert page.list.current_id() == 3
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())


def test_a_person_who_cannot_be_read_is_told_of(
    page: CustomersPage, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise StorageError(BUSY)

    with monkeypatch.context() as broken:
        broken.setattr(customers, "show_customer", busy)
        page.select_customer(people.anna)
        assert page.details.strip.isVisible()
    QTest.mouseClick(part(page, Button, "details_again"), Qt.MouseButton.LeftButton)
    assert part(page, QWidget, "tile_to_spend").isVisible()


# -- roles -------------------------------------------------------------------------------------


def test_browsing_is_logged_once_for_a_page(page: CustomersPage, desk: Desk) -> None:
    page.on_shown()
    assert audit(desk, "customers_browsed") == 1


@pytest.mark.parametrize("role", ["cashier", "manager"])
def test_who_is_not_the_owner_searches_and_sees_at_most_eight(
    qtbot: QtBot, context: Context, desk: Desk, people: People, role: str
) -> None:
    for n in range(12):
        new = customers.NewCustomer(name=f"Anna No{n}", phones=(f"+791600022{n:02}",))
        customers.add_customer(desk, new)
    other = desk.acting(Actor(None, "Olga", role))
    page = show_in_window(qtbot, context, CustomersPage(context, other))
    assert names(page) == []
    assert "Type a name, a phone or a code" in texts(page)
    search(page, "a")
    assert names(page) == []
    search(page, "anna")
    assert len(names(page)) == 8
    assert "The first 8 matches: type more to see others" in texts(page)
    assert audit(desk, "customers_browsed") == 0
    press(Qt.Key.Key_F9)
    assert len(names(page)) == 8
    page.select_customer(people.anna)
    sees = page.findChild(Button, "fact_phone_0_show") is not None
    assert sees is (role == "manager")
    assert "+7 916 000-31-07" not in texts(page)


# -- room and languages ------------------------------------------------------------------------


def test_in_a_narrow_window_details_lie_over_the_list_and_esc_closes(
    qtbot: QtBot, context: Context, desk: Desk, people: People
) -> None:
    page = show_in_window(qtbot, context, CustomersPage(context, desk), size=(1024, 680))
    assert page.list.isVisible()
    assert not page.details.isVisible()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert page.details.isVisible()
    assert not page.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert not page.details.isVisible()
    assert page.list.table.hasFocus()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_fits_the_smallest_window_even_with_longer_words(
    qtbot: QtBot, context: Context, desk: Desk, people: People, language: str
) -> None:
    words = load_words(language)
    long = LongWords(words.language, words.currency, words.region, words._texts)
    wide = context._replace(words=long)
    page = show_in_window(qtbot, wide, CustomersPage(wide, desk), size=(1024, 680))
    page.select_customer(people.anna)
    for _ in range(5):
        press(Qt.Key.Key_Tab, CTRL)
        assert page.minimumSizeHint().width() <= 1024 - 96
    page.new_customer()
    assert page.minimumSizeHint().width() <= 1024 - 96
    assert page.window().size().width() == 1024


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", [1024, 1200, 1366, 1920])
def test_names_keep_their_room_in_the_list(
    qtbot: QtBot, context: Context, desk: Desk, people: People, language: str, width: int
) -> None:
    speaking = context._replace(words=load_words(language))
    page = show_in_window(qtbot, speaking, CustomersPage(speaking, desk), size=(width, 768))
    table = page.list.table
    qtbot.waitUntil(lambda: table.columnWidth(0) >= speaking.theme.px(NAME_LEAST))
    shown = [one.key for place, one in enumerate(page.list.model.columns())
             if not table.isColumnHidden(place)]  # fmt: skip
    assert {"name", "phone", "last", "points"} <= set(shown)
    assert "code" in shown or (language, width) in (("ru", 1200), ("ru", 1366), ("en", 1200))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_codes_tell_of_their_programme_in_the_language_of_the_window(
    qtbot: QtBot, context: Context, desk: Desk, people: People, language: str
) -> None:
    speaking = context._replace(words=load_words(language))
    page = show_in_window(qtbot, speaking, CustomersPage(speaking, desk))
    page.select_customer(people.anna)
    page.details.tabs.choose("cards")
    assert ("Friend" in texts(page.details)) == (language == "en")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_that_takes_the_focus_has_a_spoken_name(
    qtbot: QtBot, context: Context, desk: Desk, people: People, language: str
) -> None:
    speaking = context._replace(words=load_words(language))
    page = show_in_window(qtbot, speaking, CustomersPage(speaking, desk))
    page.select_customer(people.anna)
    assert nameless(page) == []


def test_work_in_other_threads_brings_list_and_person(
    qtbot: QtBot, context: Context, desk: Desk, people: People
) -> None:
    tasks = Tasks(on_thread_exit=desk.store.close)
    threaded = context._replace(tasks=tasks)
    page = show_in_window(qtbot, threaded, CustomersPage(threaded, desk))
    qtbot.waitUntil(lambda: page.list.model.count() == 3)
    page.select_customer(people.anna)
    qtbot.waitUntil(lambda: page.findChild(QWidget, "tile_to_spend") is not None)
    qtbot.waitUntil(lambda: names(page) == ["Vera P.", "Boris K.", "Anna L."])
    tasks.shut_down()
