"""What the window offers each role; what it does not offer it hides or explains (4a, P15)."""

from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Actor
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.close_shift.page import CloseShiftPage
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.rail import Rail
from tests.support.shops import minor
from tests.ui.counter_shop import CONSENT
from tests.ui.running import Running, make_shop, running

PAGES = ("counter", "customers", "programmes", "cards", "settings", "close_shift")


class Offer(NamedTuple):
    """What a role finds: pages of the rail, pages it can get to, and whether it manages."""

    down: int
    pin: str
    rail: tuple[str, ...]
    pages: tuple[str, ...]
    manages: bool
    browses: bool


OFFERS = {
    "cashier": Offer(1, "7193", ("counter", "customers"),
                     ("counter", "customers", "cards", "close_shift"), False, False),
    "manager": Offer(2, "6428", ("counter", "customers", "cards"),
                     ("counter", "customers", "cards", "close_shift"), True, False),
    "owner": Offer(0, "4826", ("counter", "customers", "programmes", "cards", "settings"),
                   PAGES, True, True),
}  # fmt: skip
roles = pytest.mark.parametrize("role", OFFERS)


def fill(folder: Path) -> None:
    """A customer to look at."""
    make_shop(folder)
    desk = Opener(folder).open()
    anna = NewCustomer("Anna Lebedeva", phones=("+79160003107",), consent=CONSENT)
    add_customer(desk.acting(Actor(1, "Denis", "owner")), anna)
    desk.store.close()


def enter(run: Running, role: str) -> CounterPage:
    run.sign_in(OFFERS[role].pin, down=OFFERS[role].down)
    page = run.wait_for_counter()
    assert run.session.desk.actor.role == role
    return page


def offered(run: Running, name: str) -> bool:
    """Whether a control can be seen."""
    return any(one.isVisible() for one in run.window.findChildren(QWidget, name))


@roles
def test_p15_the_rail_and_its_keys_lead_where_the_role_may_go(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: str
) -> None:
    make_shop(tmp_path)
    offer = OFFERS[role]
    with running(qtbot, qapp, tmp_path) as run:
        enter(run, role)
        rail = run.window.findChildren(Rail)[0]
        on_rail = [key for key in PAGES if rail.findChild(QWidget, f"rail_{key}") is not None]
        assert tuple(on_rail) == offer.rail
        for digit, key in ((3, "programmes"), (4, "cards"), (6, "settings")):
            run.window.show_page("counter")
            run.key(Qt.Key(ord(str(digit))), Qt.KeyboardModifier.ControlModifier)
            assert run.window.current_key() == (key if key in offer.rail else "counter")
        for key in PAGES:
            assert run.window.show_page(key) is (key in offer.pages)


@roles
def test_p15_the_customers_page_offers_what_the_role_may_do(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: str
) -> None:
    fill(tmp_path)
    offer = OFFERS[role]
    with running(qtbot, qapp, tmp_path) as run:
        enter(run, role)
        run.window.show_page("customers")
        page = run.wait_for(CustomersPage)
        assert page._browses is offer.browses
        assert offered(run, "customers_lists") is offer.manages
        run.type("Anna")
        run.wait(lambda: page.list.model.rowCount() == 1)
        run.key(Qt.Key.Key_Down)
        run.key(Qt.Key.Key_Return)
        run.wait(lambda: page.details.view() is not None)
        assert offered(run, "customer_more") is offer.manages
        assert bool(page.details.deeds()) is offer.manages
        shown = page.details.view()
        assert shown is not None


@roles
def test_p15_the_cards_page_prints_for_all_and_designs_for_managers(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: str
) -> None:
    fill(tmp_path)
    offer = OFFERS[role]
    with running(qtbot, qapp, tmp_path) as run:
        enter(run, role)
        run.window.show_page("cards")
        run.wait_for(CardsPage)
        assert offered(run, "cards_view") is offer.manages
        assert offered(run, "cards_print")
        assert offered(run, "cards_back") is not offer.manages
        run.window.resize(1024, 680)  # there the rail tells where one is, if it has the page
        run.wait(lambda: run.window.width() == 1024)
        assert run.find(QWidget, "cards_title").isVisible() is not offer.manages


def test_p15_a_cashier_goes_back_from_a_card_to_where_it_was_wanted(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    fill(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        counter = enter(run, "cashier")
        run.window.show_page("customers")
        customers = run.wait_for(CustomersPage)
        customers.card_wanted.emit(1)
        page = run.wait_for(CardsPage)
        hints = page.keys()
        assert "Esc" in [hint.key for hint in hints if hint.in_status]
        run.key(Qt.Key.Key_Escape)
        assert run.wait_for(CustomersPage) is customers
        run.window.show_page("counter")
        counter.card_wanted.emit(1)
        run.wait_for(CardsPage)
        run.click("cards_back")
        run.wait_for(CounterPage)


@roles
def test_p15_the_close_of_a_shift_takes_the_points_of_managers(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: str
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        enter(run, role)
        run.window.show_page("close_shift")
        page = run.wait_for(CloseShiftPage)
        assert page.points._may_confirm is OFFERS[role].manages


@roles
def test_p15_a_late_void_explains_itself_to_a_cashier_by_asking_a_manager(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: str
) -> None:
    from refdesk.domain.bill import Line
    from refdesk.services.counter import Request, record_purchase

    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        page = enter(run, role)
        other = run.session.desk.acting(Actor(1, "Denis", "owner"))
        bought = record_purchase(other, Request((Line(minor("100")),)))
        page.refresh()
        run.wait(lambda: page._day is not None and bool(page._day.view.lines))
        page.saving.void(bought.purchase)
        run.wait(lambda: page.saving.dialog() is not None)
        dialog = page.saving.dialog()
        assert dialog is not None
        assert dialog.reason.isVisible()
        assert dialog.pin.isVisible() is not OFFERS[role].manages
        dialog.reject()
