"""A car wash in a real file for the tests of the counter, with a window around its page."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services.catalogue import list_services
from refdesk.services.counter import Receipt, Request, record_purchase
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Actor, Desk
from refdesk.services.shop import ShopDraft, create_shop
from refdesk.services.staff import add_staff, sign_in
from refdesk.ui.main_window import MainWindow, PageEntry
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.page import CounterPage

NOON = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)  # a Thursday, 12:12 in Moscow
CONSENT = "said at the till"
OWNER_PIN, MANAGER_PIN, CASHIER_PIN = "4826", "7391", "5926"


@dataclass
class Clock:
    """The time of the shop; a test moves it."""

    now: datetime = NOON

    def pass_time(self, **parts: int) -> None:
        self.now += timedelta(**parts)


@dataclass
class CounterShop:
    """The open shop, its clock, who is at the till, and the people in it."""

    desk: Desk
    clock: Clock
    manager: Actor
    cashier: Actor
    anna: int
    marina: int
    anna_code: str
    marina_code: str
    services: dict[str, str] = field(default_factory=dict)

    def at_till(self) -> Desk:
        """The desk with the cashier at it."""
        return self.desk.acting(self.cashier)

    def buy(self, amount: int, service: str = "", desk: Desk | None = None, **more: str) -> Receipt:
        """Record a purchase of one line; a service by its English name."""
        line = Line(amount, self.services[service]) if service else Line(amount)
        request = replace(Request(lines=(line,)), **more)  # type: ignore[arg-type]
        return record_purchase(desk or self.at_till(), request)


def open_counter_shop(folder: Path, *, language: str = "en") -> CounterShop:
    """A shop with an owner, a manager and a cashier, and with Anna and Marina in its list."""
    clock, random = Clock(), Random(7)
    desk = Opener(folder, now=lambda: clock.now, randbelow=random.randrange).create()
    create_shop(
        desk,
        ShopDraft(
            "Lagoon Car Wash", language=language, presets=("car-wash", "campaign-word"),
            owner="Denis", pin=OWNER_PIN,
        ),
    )  # fmt: skip
    desk = desk.acting(sign_in(desk, "Denis", OWNER_PIN))
    add_staff(desk, "Vera" if language == "en" else "Вера", "manager", MANAGER_PIN)
    add_staff(desk, "Olga" if language == "en" else "Ольга", "cashier", CASHIER_PIN)
    manager = sign_in(desk, "Vera" if language == "en" else "Вера", MANAGER_PIN)
    cashier = sign_in(desk, "Olga" if language == "en" else "Ольга", CASHIER_PIN)
    services = [one.name for one in list_services(desk)]
    named = dict(zip(("Express", "Full wash", "Interior"), services, strict=False))
    names = ("Anna Lebedeva", "Marina Danilova") if language == "en" else (
        "Анна Лебедева", "Марина Данилова")  # fmt: skip
    anna = add_customer(desk, NewCustomer(names[0], phones=("+79160003107",), consent=CONSENT))
    marina = add_customer(desk, NewCustomer(names[1], phones=("+79160004512",), consent=CONSENT))
    return CounterShop(
        desk, clock, manager, cashier, anna.customer.id, marina.customer.id,
        anna.codes[0], marina.codes[0], named,
    )  # fmt: skip


def give_points(shop: CounterShop, friends: int) -> None:
    """Let Marina invite so many friends, 100 points each."""
    for number in range(friends):
        shop.buy(
            60_000, "Express", code=shop.marina_code, phone=f"+791600020{number:02}",
            name=f"Friend {number}", consent=CONSENT,
        )  # fmt: skip


def open_window(context: Context, desk: Desk) -> tuple[MainWindow, CounterPage]:
    """A window with the counter alone."""
    pages: list[CounterPage] = []

    def build() -> CounterPage:
        pages.append(CounterPage(context, desk))
        return pages[-1]

    counter = context.words.text("Counter")
    window = MainWindow(context, [PageEntry("counter", counter, "scan-line", 1, build)], "Lagoon")
    window.resize(1366, 768)
    window.show()
    window.show_page("counter")
    return window, pages[0]
