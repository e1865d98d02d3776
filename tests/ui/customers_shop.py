"""A small shop in a real file for the tests of the Customers and Cards pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services.counter import Receipt, Request, record_purchase
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Desk
from refdesk.services.shop import ShopDraft, create_shop

NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CONSENT = "said at the till"


class Clock:
    """The time of the shop; a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


class People(NamedTuple):
    """Anna invited Boris, who has bought; Vera was added and has bought nothing."""

    anna: int
    boris: int
    vera: int
    anna_code: str


def open_shop(folder: Path, *, language: str = "en", clock: Clock | None = None) -> Desk:
    """A car wash whose owner is at the desk."""
    clock = clock or Clock()
    random = Random(7)
    desk = Opener(folder, now=lambda: clock.now, randbelow=random.randrange).create()
    create_shop(desk, ShopDraft("Lagoon Car Wash", language=language, presets=("car-wash",)))
    return desk


def buy(desk: Desk, request: Request | None = None, **changes: str) -> Receipt:
    """Record a purchase of 1 000.00."""
    asked = request or Request(lines=(Line(100_000),))
    return record_purchase(desk, replace(asked, **changes))  # type: ignore[arg-type]


def fill(desk: Desk) -> People:
    """Add the three people."""
    anna = add_customer(
        desk, NewCustomer(name="Anna Lebedeva", phones=("+79160003107",), consent=CONSENT)
    )
    buy(desk, customer=f"C{anna.customer.id}")
    boris = buy(desk, code=anna.codes[0], phone="+79160001234", name="Boris Kim", consent=CONSENT)
    vera = add_customer(desk, NewCustomer(name="Vera Pavlova", phones=("+79160001744",)))
    assert boris.customer is not None
    return People(anna.customer.id, boris.customer, vera.customer.id, anna.codes[0])
