"""What the cases of verdicts are made of: programmes, codes, and what is typed at the till."""

from PySide6.QtCore import Qt

from refdesk.domain.records import Version
from refdesk.services.codes import issue_coupon, issue_personal
from refdesk.services.customers import get_customer
from refdesk.services.desk import Desk
from refdesk.services.programmes import add_programme, list_programmes
from tests.ui.counter_till import Till

NEW_PHONE = "9000001234"
MARINAS = "9160004512"
F6 = Qt.Key.Key_F6

WAX = """
name = "Foam wax"
codes = "none"

[[rule]]
id = "wax"
trigger = "first"
new_only = false
buyer = { kind = "gift", gift = "Free foam wax", cost = "100" }
"""
STATUS = """
name = "Statuses"
codes = "none"
[[rule]]
id = "own"
trigger = "every"
new_only = false
buyer = { kind = "points", percent = "1" }
[[status]]
name = "Silver"
spend = "500.00"
override = { own = { buyer = { kind = "percent_off", percent = "15" } } }
"""


def programme(till: Till, *head: str, rule: tuple[str, ...] = (), benefit: str = "") -> int:
    """A programme of one rule; its version. ``head`` and ``rule`` are lines of the terms file."""
    gives = benefit or 'referral = { kind = "percent_off", percent = "10" }'
    trigger = () if any(line.startswith("trigger") for line in rule) else ('trigger = "first"',)
    text = "\n".join(
        ('name = "Own terms"', *head, "[[rule]]", 'id = "friend"', *trigger, *rule, gives)
    )
    return add_programme(till.shop.desk, terms_text=text).id


def code_of(till: Till, *head: str, rule: tuple[str, ...] = (), benefit: str = "") -> str:
    """Anna's code of a programme with these terms."""
    version = programme(till, *head, rule=rule, benefit=benefit)
    return annas(till, version)


def annas(till: Till, version: int) -> str:
    """Anna's code of a programme."""
    desk = till.shop.desk
    return issue_personal(desk, get_customer(desk, till.shop.anna), version_of(desk, version))


def version_of(desk: Desk, version: int) -> Version:
    """A version by its id."""
    return next(one for one in list_programmes(desk) if one.id == version)


def form(till: Till, code: str, phone: str = NEW_PHONE, amount: str = "1000") -> None:
    """Scan a code, then enter a phone and an amount."""
    till.scan(code)
    till.type(phone)
    till.press(F6)
    till.type(amount)


def marina(till: Till, amount: str = "1000") -> None:
    """Find Marina by her phone and enter an amount."""
    till.type(MARINAS)
    till.enter()
    till.type(amount)


def buy(till: Till, **more: str) -> None:
    """Record a purchase at this till."""
    till.shop.buy(60_000, "", None, **more)


def coupon(till: Till) -> str:
    """A coupon for one use."""
    version = programme(till, 'codes = "coupon"', rule=("new_only = false",))
    return issue_coupon(till.shop.desk, version_of(till.shop.desk, version))
