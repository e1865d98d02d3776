"""A real shop in a temporary folder, with a clock that is set by hand.

Sums are texts in major units. Making a shop's file costs more than a test, so each kind of shop is
made once and copied.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.domain.money import parse_amount
from refdesk.services import accounts, backups, counter, customers, programmes, shop, staff, undoing
from refdesk.services.clock import confirm_clock
from refdesk.services.counter import Quoted, Receipt, Request
from refdesk.services.desk import Actor, Desk
from refdesk.services.receipts import Undone
from refdesk.storage.engine import FILE_NAME

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""A Wednesday, noon in Moscow."""

ALL_PRESETS = ("car-wash", "spa", "strictly-capped", "campaign-word")


class Clock:
    """The computer's clock, set by hand.

    Whoever jumps far ahead or back has a manager confirm it, or the clock guard would stop the
    shop (R46); a clock that goes ``wrong`` is confirmed by nobody.
    """

    def __init__(self, at: datetime = START) -> None:
        self._at = self._begun = at
        self.confirm: Callable[[], object] | None = None

    def __call__(self) -> datetime:
        return self._at

    @property
    def at(self) -> datetime:
        return self._at

    @at.setter
    def at(self, at: datetime) -> None:
        # short steps may add up to a far jump where nothing is recorded between them
        far = at < self._at or at - self._begun > timedelta(days=20)
        self._at = at
        if far and self.confirm is not None:
            self.confirm()

    def forward(self, **span: float) -> None:
        """Move on by days, hours, minutes or seconds."""
        self.at += timedelta(**span)

    def wrong(self, at: datetime) -> None:
        """Show something else by mistake."""
        self._at = at


def minor(text: str) -> int:
    """A sum in minor units; ``0`` too."""
    return parse_amount(text, 2, allow_zero=True)


def lines_of(*lines: str | tuple[str, str]) -> list[tuple[str | None, int]]:
    """Prices, or a service and its price, as a bill is entered."""
    pairs = [(None, one) if isinstance(one, str) else one for one in lines]
    return [(service, minor(price)) for service, price in pairs]


@dataclass
class TestShop:
    """A shop with one open desk; shorthand for what tests do all the time."""

    __test__ = False

    desk: Desk
    clock: Clock
    opener: Opener
    names: dict[str, int] = field(default_factory=dict)
    audit_key: str = ""

    def __post_init__(self) -> None:
        if self.clock.confirm is None:
            self.clock.confirm = lambda: confirm_clock(self.desk.acting(Actor()))

    @property
    def folder(self) -> Path:
        return self.desk.folder

    # -- people --------------------------------------------------------------------------------

    def add(self, name: str, phone: str = "", **more: Any) -> str:
        """Add somebody; his first code. A phone is made up where none is given."""
        number = len(self.names) + 1
        phones = (phone or f"+7916{number:07}",)
        added = customers.add_customer(
            self.desk, customers.NewCustomer(name, phones=phones, **more)
        )
        self.names[name] = added.customer.id
        return added.codes[0] if added.codes else ""

    def who(self, name: str) -> int:
        """The id of somebody added here."""
        return self.names[name]

    def code(self, name: str) -> str:
        """Somebody's first personal code."""
        return customers.show_customer(self.desk, self.names[name]).codes[0].code

    # -- at the till ---------------------------------------------------------------------------

    def request(self, *lines: str | tuple[str, str], **more: Any) -> Request:
        """A purchase as it is asked for; ``customer`` may be a name given to `add`."""
        customer = more.pop("customer", "")
        if customer in self.names:
            more["customer"] = f"C{self.names[customer]}"
        elif customer:
            more["customer"] = customer
        made: tuple[Line, ...] = counter.make_lines(self.desk, lines_of(*lines or ("1000",)))
        return Request(made, **more)

    def buy(self, *lines: str | tuple[str, str], key: str = "", **more: Any) -> Receipt:
        """Record a purchase."""
        return counter.record_purchase(self.desk, self.request(*lines, **more), key=key)

    def quote(self, *lines: str | tuple[str, str], **more: Any) -> Quoted:
        """What a purchase would do."""
        return counter.quote_purchase(self.desk, self.request(*lines, **more))

    def void(self, purchase: int, reason: str = "mistake", **more: Any) -> Undone:
        """Void a purchase."""
        return undoing.void_purchase(self.desk, purchase, reason, **more)

    # -- what came of it -------------------------------------------------------------------------

    def balance(self, name: str, unit: str = "points") -> int:
        """What somebody may spend now."""
        return accounts.get_balance(self.desk, self.names[name]).spendable[unit]

    def problems(self) -> list[tuple[str, str]]:
        """Everything that the check finds."""
        return backups.check_shop(self.desk)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.desk.store.sql(f"SELECT COUNT(*) FROM {table}")[0][0])

    def counts(self) -> dict[str, int]:
        """How many rows every table has."""
        tables = self.desk.store.sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'customer_search%'"
        )
        return {name: self.count(name) for (name,) in tables}

    # -- other hands -----------------------------------------------------------------------------

    def programme(self, terms_text: str) -> int:
        """Add a programme from a terms file; its id."""
        return programmes.add_programme(self.desk, terms_text=terms_text).programme

    def set(self, name: str, value: str) -> None:
        """Change a setting."""
        shop.set_setting(self.desk, name, value)

    def give(self, name: str, points: int, **lot: Any) -> None:
        """Give somebody points by hand, as an opening balance."""
        give(self.desk, self.names[name], "points", points, **lot)

    def hire(self, name: str, role: str, customer: str = "", pin: str = "4927") -> Actor:
        """Add a staff member and sign him in."""
        account = self.names.get(customer)
        staff.add_staff(self.desk, name, role, pin, customer=account)
        return staff.sign_in(self.desk, name, pin)

    @contextmanager
    def acting(self, actor: Actor, approver: Actor | None = None) -> Iterator[None]:
        """Another person at the till, for a while."""
        before, self.desk = self.desk, self.desk.acting(actor, approver)
        try:
            yield
        finally:
            self.desk = before

    def at_till(self, till: str) -> "TestShop":
        """The same shop at another till, through a connection of its own."""
        opener = replace(self.opener, till=till)
        return TestShop(opener.open(), self.clock, opener, self.names, self.audit_key)

    def reopened(self) -> "TestShop":
        """The shop as the next start of the program finds it."""
        self.desk.store.close()
        self.desk = self.opener.open()
        return self


def give(desk: Desk, customer: int, unit: str, amount: int, **lot: Any) -> None:
    """Book an opening balance."""
    from refdesk.storage import ledger

    with desk.store.write():
        stamp = desk.stamp(desk.shop(), opens_shift=False)
        account = ledger.account_id(desk.store, customer, unit)
        lot.setdefault("available_on", stamp.on)
        cause = ledger.Cause("opening")
        ledger.earn(desk.store, stamp, account, amount, lot=ledger.NewLot(**lot), cause=cause)


def make_shop(folder: Path, presets: tuple[str, ...], *, pin: str = "") -> str:
    """Make the file of a shop; the key that proves its record."""
    opener = Opener(folder, now=lambda: START)
    desk = opener.create()
    draft = shop.ShopDraft(
        "Sparkle", language="en", owner="Olga" if pin else "", pin=pin, presets=presets
    )
    made = shop.create_shop(desk, draft)
    desk.store.close()
    return made.audit_key


class Shops:
    """Makes copies of shops, each kind made once."""

    def __init__(self, templates: Path, new_folder: Callable[[], Path]) -> None:
        self._templates, self._new_folder = templates, new_folder
        self._opened: list[TestShop] = []

    def open(self, *presets: str, pin: str = "") -> TestShop:
        """A new shop with these presets."""
        template = self._templates / "-".join(("shop", *presets, pin))
        sheet = template / "audit-key.txt"
        if not sheet.exists():
            sheet.write_text(make_shop(template, presets, pin=pin), "ascii")
        folder = self._new_folder()
        shutil.copy2(template / FILE_NAME, folder / FILE_NAME)
        clock = Clock()
        opener = Opener(folder, now=clock)
        made = TestShop(opener.open(), clock, opener, audit_key=sheet.read_text("ascii"))
        self._opened.append(made)
        return made

    def close(self) -> None:
        """Close every desk that was opened."""
        for made in self._opened:
            made.desk.store.close()


def day(text: str) -> date:
    """A date from its ISO text."""
    return date.fromisoformat(text)
