"""A month of a programme, played through the services; every balance is looked at by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from refdesk.services import accounts, customers, payouts
from refdesk.services.counter import Receipt
from refdesk.services.undoing import Refund, refund_purchase
from tests.support.shops import TestShop, minor

Line = str | tuple[str, str]


def at(shop: TestShop, day: str, hour: int = 12) -> None:
    """Set the clock to an hour of a day in Moscow; in between passers-by keep the shop going, so
    that no leap of its clock is suspect (R46)."""
    on = datetime.fromisoformat(day)
    wanted = datetime(on.year, on.month, on.day, hour - 3, tzinfo=UTC)
    while wanted - shop.clock.at > timedelta(days=50):
        shop.clock.forward(days=50)
        shop.buy("100")
    shop.clock.at = wanted


def bring(shop: TestShop, code: str, name: str, *lines: Line, **more: Any) -> Receipt:
    """Somebody new comes with a code and pays; he is known by his name from then on."""
    number = 500 + len(shop.names)
    receipt = shop.buy(*lines, code=code, phone=f"+7917{number:07}", name=name, **more)
    assert receipt.customer is not None
    shop.names[name] = receipt.customer
    return receipt


def purse(shop: TestShop, name: str) -> dict[str, object]:
    """All that somebody has, without what is 0: spendable and held by unit, kept gifts by name."""
    found = accounts.get_balance(shop.desk, shop.who(name))
    has: dict[str, object] = {unit: left for unit, left in found.spendable.items() if left}
    if found.held:
        has["held"] = dict(found.held)
    if found.entitlements:
        has["kept"] = sorted(_named(one.benefit) for one in found.entitlements)
    return has


def _named(benefit: Any) -> str:
    return str(benefit.gift or benefit.kind)


def purses(shop: TestShop) -> dict[str, dict[str, object]]:
    """Everybody who has anything."""
    return {name: purse(shop, name) for name in shop.names if purse(shop, name)}


def refund(shop: TestShop, purchase: int, amount: str) -> int:
    """Give a part of a purchase back; the money that goes back."""
    return refund_purchase(shop.desk, purchase, Refund("returned", minor(amount))).money_back


def pay_out(shop: TestShop, name: str, amount: str, method: str = "cash") -> int:
    """Pay somebody; the number of the slip."""
    who = shop.who(name)
    return payouts.make_payout(shop.desk, who, minor(amount), method=method).payout.id


def kept(shop: TestShop, name: str) -> tuple[int, ...]:
    """The ids of what is kept for somebody."""
    found = accounts.get_balance(shop.desk, shop.who(name)).entitlements
    return tuple(one.id for one in found)


def ambassador(shop: TestShop, name: str, phone: str = "") -> str:
    """Add an ambassador; his first code."""
    return shop.add(name, phone, kind="ambassador")


def add(shop: TestShop, name: str, **more: Any) -> customers.CustomerAdded:
    """Add somebody with a phone of his own."""
    phone = f"+7918{500 + len(shop.names):07}"
    added = customers.add_customer(shop.desk, customers.NewCustomer(name, phones=(phone,), **more))
    shop.names[name] = added.customer.id
    return added
