"""The deeds of the state machine at a real shop: services on a real SQLite file."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services import (
    accounts,
    adjusting,
    clock,
    counter,
    customer_state,
    customers,
    payouts,
    undoing,
    upkeep,
)
from refdesk.services.counter import Request
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.integrity import CHECKS
from tests.support.oracle import PROGRAMMES, Told
from tests.support.shops import START, Clock, TestShop, make_shop

TEMPLATE = Path(tempfile.mkdtemp(prefix="refdesk-machine-"))
atexit.register(shutil.rmtree, TEMPLATE, ignore_errors=True)


class CrashError(RuntimeError):
    """The program dies within a transaction."""


def template() -> Path:
    """The file of a shop with the oracle's programmes, made once."""
    file = TEMPLATE / FILE_NAME
    if not file.exists():
        make_shop(TEMPLATE, ())
        shop = opened(TEMPLATE)
        for terms in PROGRAMMES:
            shop.programme(terms)
        shop.desk.store.close()
    return file


def opened(folder: Path) -> TestShop:
    clock_ = Clock(START)
    opener = Opener(folder, now=clock_)
    return TestShop(opener.open(), clock_, opener)


@dataclass(frozen=True)
class Sale:
    """A purchase that was recorded under a key."""

    key: str
    request: Request
    told: Told


class RealShop:
    """The same deeds as the oracle's, through the services; people and bills by their numbers."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="refdesk-machine-"))
        shutil.copy2(template(), self.folder / FILE_NAME)
        self.shop = opened(self.folder)
        self.people: list[int] = []
        self.codes: list[str] = []
        self.bills: list[int] = []
        self.paid_out: list[int] = []
        self.sales: list[Sale] = []
        self.keys = 0

    def close(self) -> None:
        self.shop.desk.store.close()
        shutil.rmtree(self.folder)

    def enrol(self, friend: int | None = None) -> int:
        phone = f"+7916{len(self.people) + 1:07}"
        code = self.codes[friend - 1] if friend else ""
        added = customers.add_customer(
            self.shop.desk, customers.NewCustomer("P", phones=(phone,), code=code)
        )
        return self._known(added.customer.id, added.codes[0])

    def _known(self, customer: int, code: str) -> int:
        self.people.append(customer)
        self.codes.append(code)
        return len(self.people)

    # -- at the till -----------------------------------------------------------------------------

    def buy(
        self, who: int | None, lines: list[tuple[str, int]], *, friend: int | None = None,
        points: Any = 0, credit: Any = 0, gift: bool = False, keeps_stamps: bool = False,
    ) -> Told:  # fmt: skip
        request = Request(
            tuple(Line(price, service) for service, price in lines),
            code=self.codes[friend - 1] if friend else "",
            customer=self.codes[who - 1] if who else "",
            phone="" if who else f"+7916{len(self.people) + 1:07}",
            spend_points=points, spend_credit=credit, keeps_stamps=keeps_stamps,
            use=self._gifts(who)[:1] if gift and who else (),
        )  # fmt: skip
        self.keys += 1
        key = f"k{self.keys}"
        made = counter.record_purchase(self.shop.desk, request, key=key)
        buyer = who or self._known(made.customer or 0, made.codes[0])
        self.bills.append(made.purchase)
        told = Told(buyer, len(self.bills), made.to_pay)
        self.sales.append(Sale(key, request, told))
        return told

    def _gifts(self, who: int) -> tuple[int, ...]:
        today = self.shop.desk.today()
        kept = accounts.get_balance(self.shop.desk, self.people[who - 1]).entitlements
        return tuple(one.id for one in kept if one.state(today) == "available")

    def sends_again(self, sale: Sale) -> None:
        """The same call under the same key: the saved answer (I4)."""
        again = counter.record_purchase(self.shop.desk, sale.request, key=sale.key)
        assert again.repeated
        assert (again.purchase, again.to_pay) == (self.bills[sale.told.bill - 1], sale.told.to_pay)

    def undo(self, number: int, amount: int | None = None) -> int:
        purchase = self.bills[number - 1]
        if amount is None:
            return undoing.void_purchase(self.shop.desk, purchase, "mistake").money_back
        refund = undoing.Refund("returned", amount)
        return undoing.refund_purchase(self.shop.desk, purchase, refund).money_back

    # -- hands on accounts -----------------------------------------------------------------------

    def adjust(self, who: int, unit: str, by: int) -> None:
        adjusting.adjust(self.shop.desk, self.people[who - 1], unit, by, reason="count")

    def pay_out(self, who: int, amount: int) -> int:
        made = payouts.make_payout(self.shop.desk, self.people[who - 1], amount)
        self.paid_out.append(made.payout.id)
        return len(self.paid_out)

    def cancel_payout(self, number: int) -> None:
        payouts.cancel_payout(self.shop.desk, self.paid_out[number - 1], "mistake")

    def block(self, who: int) -> None:
        customer_state.block_customer(self.shop.desk, self.people[who - 1], "asked")

    def unblock(self, who: int) -> None:
        customer_state.unblock_customer(self.shop.desk, self.people[who - 1], "asked")

    # -- time and trouble ------------------------------------------------------------------------

    def forward(self, days: int) -> None:
        self.shop.clock.forward(days=days)
        clock.confirm_clock(self.shop.desk)

    def upkeep(self) -> None:
        upkeep.run_upkeep(self.shop.desk)

    def restart(self) -> None:
        self.shop.reopened()

    def crash(self, deed: Callable[[], object]) -> None:
        """The program dies at the end of a deed, before it is committed; then it starts again."""
        with patch("refdesk.services.desk.append_audit", side_effect=CrashError):
            try:
                deed()
            except CrashError:
                pass
            else:
                raise AssertionError(deed)
        self.restart()

    # -- what is compared ------------------------------------------------------------------------

    def purse(self, who: int) -> dict[str, object]:
        found = accounts.get_balance(self.shop.desk, self.people[who - 1])
        today = self.shop.desk.today()
        return {
            "pots": sorted(
                (lot.unit, lot.left, lot.state, lot.available_on, str(lot.expires_on))
                for lot in found.lots if lot.state != "expired"
            ),
            "owed": dict(found.owed),
            "gifts": sorted(
                (one.state(today), one.available_on, one.expires_on or date.max)
                for one in found.entitlements if one.state(today) in ("waiting", "available")
            ),
        }  # fmt: skip

    def quick_problems(self) -> list[str]:
        """What the tables promise, without reading the whole file (I1-I3, I7-I9)."""
        sql = self.shop.desk.store.sql
        return [f"{code}: {row[0]}" for code, query in CHECKS.items() for row in sql(query)]
