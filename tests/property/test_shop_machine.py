"""A shop under any sequence of what people do at it, on a real file (H5).

The oracle is a plain dictionary of balances, kept by hand from what the receipts say. An ordinary
run is short; `REFDESK_MACHINE=300x50` makes it as long as promised (P6).
"""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from refdesk.bootstrap import Opener
from refdesk.domain.errors import DomainError
from refdesk.services import accounts, codes, programmes
from refdesk.services.counter import Receipt
from refdesk.services.erasing import erase_customer
from refdesk.services.merging import merge_customers
from refdesk.storage.codes import codes_of
from refdesk.storage.engine import FILE_NAME
from tests.support.refusals import refused
from tests.support.shops import ALL_PRESETS, START, Clock, TestShop, make_shop

EXAMPLES, STEPS = map(int, os.environ.get("REFDESK_MACHINE", "15x20").split("x"))
PRICES = st.integers(1, 300_000).map(lambda minor: f"{minor // 100}.{minor % 100:02}")
UNITS = ("points", "store_credit")

TEMPLATE = Path(tempfile.mkdtemp(prefix="refdesk-machine-"))
atexit.register(shutil.rmtree, TEMPLATE, ignore_errors=True)


def template() -> Path:
    """The file of a shop with every preset, made once."""
    if not (TEMPLATE / FILE_NAME).exists():
        make_shop(TEMPLATE, ALL_PRESETS)
    return TEMPLATE / FILE_NAME


class ShopMachine(RuleBasedStateMachine):
    """Enrol, claim, buy, redeem, spend, void, merge, erase, retry, restart, and time that goes
    on."""

    people = Bundle("people")
    live = Bundle("live")

    @initialize()
    def opens(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="refdesk-machine-"))
        shutil.copy2(template(), self.folder / FILE_NAME)
        self.clock = Clock(START)
        opener = Opener(self.folder, now=self.clock)
        self.shop = TestShop(opener.open(), self.clock, opener)
        self.balances: dict[tuple[int, str], int] = {}
        self.referrers: dict[int, int] = {}
        self.merged: dict[int, int] = {}
        self.erased: set[int] = set()
        self.keys: dict[str, tuple[dict[str, object], str, Receipt]] = {}
        self.count = 0

    def teardown(self) -> None:
        if hasattr(self, "shop"):
            self.shop.desk.store.close()
            shutil.rmtree(self.folder)

    # -- what people do ------------------------------------------------------------------------

    @rule(target=people)
    def enrols(self) -> str:
        self.count += 1
        name = f"P{self.count}"
        self.shop.add(name)
        return name

    @rule(target=people, friend=people, which=st.integers(0, 2))
    def claims(self, friend: str, which: int) -> str:
        self.count += 1
        name = f"P{self.count}"
        try:
            self.shop.add(name, code=self._codes(friend)[which])
        except DomainError:
            self.shop.add(name)
        else:
            self.referrers[self.shop.who(name)] = self._person(friend)
        return name

    @rule(target=live, who=people, price=PRICES, points=st.integers(0, 400) | st.just("max"))
    def buys(self, who: str, price: str, points: int | str) -> object:
        return self._records(price, customer=self._codes(who)[0], spend_points=points)

    @rule(target=live, who=people, friend=people, which=st.integers(0, 2), price=PRICES)
    def redeems(self, who: str, friend: str, which: int, price: str) -> object:
        return self._records(price, customer=who, code=self._codes(friend)[which])

    @rule(target=live, friend=people, which=st.integers(0, 2), price=PRICES)
    def a_newcomer_redeems(self, friend: str, which: int, price: str) -> object:
        self.count += 1
        phone = f"+7918{self.count:07}"
        return self._records(price, code=self._codes(friend)[which], phone=phone)

    @rule(target=live, who=people, price=PRICES, credit=st.integers(1, 60_000) | st.just("max"))
    def spends_credit(self, who: str, price: str, credit: int | str) -> object:
        line = ("Massage, 60 min", price)
        return self._records(line, customer=self._codes(who)[0], spend_credit=credit)

    @rule(target=live, who=people, price=PRICES)
    def uses_the_word(self, who: str, price: str) -> object:
        return self._records(price, customer=who, code="SUMMER")

    @rule(target=live, who=people, price=PRICES)
    def uses_a_coupon(self, who: str, price: str) -> object:
        version = programmes.get_programme(self.shop.desk, "P1")
        return self._records(price, customer=who, code=codes.issue_coupon(self.shop.desk, version))

    @rule(one=people, two=people, is_one_person=st.booleans())
    def merges(self, one: str, two: str, is_one_person: bool) -> None:
        """Both names go on naming the person, as both cards do (R39)."""
        keep, other = self._person(one), self._person(two)
        try:
            merge_customers(self.shop.desk, keep, other, drops_claim=is_one_person)
        except DomainError:
            return
        self.merged = {old: keep if who == other else who for old, who in self.merged.items()}
        self.merged[other] = keep
        for unit in UNITS:
            self._add(keep, unit, self.balances.pop((other, unit), 0))
        # who brought the person himself is the matter of the tests of merging
        self.referrers = {
            customer: keep if friend == other else friend
            for customer, friend in self.referrers.items()
            if customer not in (keep, other)
        }

    @rule(who=people)
    def is_erased(self, who: str) -> None:
        """No sum moves: what he has stays with a node that nobody stands behind (R35, R51)."""
        person = self._person(who)
        if person in self.erased:
            with refused("customer_unknown"):
                erase_customer(self.shop.desk, person, "asked")
            return
        assert erase_customer(self.shop.desk, person, "asked").is_swept
        self.erased.add(person)

    @rule(made=consumes(live))
    def voids(self, made: Receipt) -> None:
        for effect in self.shop.void(made.purchase).effects:
            self._moves(effect.customer, effect.benefit, effect.state, effect.value, effect.spent,
                        is_undo=True)  # fmt: skip

    @rule(key=st.integers(1, 30))
    def sends_again(self, key: int) -> None:
        if f"k{key}" in self.keys:
            asked, price, made = self.keys[f"k{key}"]
            if self.merged.get(made.customer or 0, made.customer) in self.erased:
                with pytest.raises(DomainError):
                    self.shop.buy(price, key=f"k{key}", **asked)
                return
            again = self.shop.buy(price, key=f"k{key}", **asked)
            assert (again.repeated, again.purchase) == (True, made.purchase)

    @rule(days=st.integers(0, 40), hours=st.integers(0, 23))
    def time_goes_on(self, days: int, hours: int) -> None:
        self.clock.at += timedelta(days=days, hours=hours)

    @rule()
    def restarts(self) -> None:
        assert self.shop.reopened().desk.erased_again == 0

    # -- the oracle ----------------------------------------------------------------------------

    def _person(self, name: str) -> int:
        """Whose record somebody's is by now."""
        who = self.shop.who(name)
        return self.merged.get(who, who)

    def _codes(self, name: str) -> list[str]:
        return [one.code for one in codes_of(self.shop.desk.store, self._person(name))]

    def _records(self, line: str | tuple[str, str], **asked: object) -> object:
        key = f"k{len(self.keys) + 1}"
        made = None
        with suppress(DomainError):
            made = self.shop.buy(line, key=key, **asked)
        if made is None:
            return multiple()
        if isinstance(line, str):
            self.keys[key] = (asked, line, made)
        for effect in made.effects:
            self._moves(effect.customer, effect.benefit, effect.state, effect.value, effect.spent)
        return made

    def _moves(self, customer: int | None, unit: str, state: str, value: int, spent: int,
               *, is_undo: bool = False) -> None:  # fmt: skip
        if customer is not None and unit in UNITS:
            self._add(customer, unit, -spent if spent else value)

    def _add(self, customer: int, unit: str, change: int) -> None:
        self.balances[customer, unit] = self.balances.get((customer, unit), 0) + change

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def nothing_is_wrong(self) -> None:
        if hasattr(self, "shop"):
            assert self.shop.problems() == []

    @invariant()
    def balances_are_what_the_receipts_said(self) -> None:
        if not hasattr(self, "shop"):
            return
        rows = self.shop.desk.store.sql(
            "SELECT customer_id, unit, SUM(balance"
            " - (SELECT COALESCE(SUM(change), 0) FROM entry"
            "    WHERE entry.account_id = account.id AND kind = 'expire')) FROM account"
            " GROUP BY customer_id, unit"
        )
        found = {(customer, unit): balance for customer, unit, balance in rows if balance}
        assert found == {key: value for key, value in self.balances.items() if value}

    @invariant()
    def nobody_spends_what_is_not_there(self) -> None:
        if not hasattr(self, "shop"):
            return
        for name in self.shop.names:
            if self._person(name) in self.erased:
                continue
            balance = accounts.get_balance(self.shop.desk, self._person(name))
            for unit in UNITS:
                assert balance.spendable[unit] >= -balance.owed.get(unit, 0)
            assert all(lot.left > 0 for lot in balance.lots)
            assert all(debt > 0 for debt in balance.owed.values())

    @invariant()
    def r30_a_referrer_is_for_life(self) -> None:
        if not hasattr(self, "shop"):
            return
        rows = dict(self.shop.desk.store.sql("SELECT customer_id, referrer_id FROM referral"))
        assert all(rows[customer] == referrer for customer, referrer in self.referrers.items())
        self.referrers = rows

    @invariant()
    def no_use_above_its_cap(self) -> None:
        if not hasattr(self, "shop"):
            return
        over = self.shop.desk.store.sql(
            "SELECT code_id, substr(code_use.business_date, 1, 7) AS month, COUNT(*) AS n"
            " FROM code_use JOIN promo_code ON promo_code.id = code_use.code_id"
            " WHERE is_live = 1 AND promo_code.version_id = 3 GROUP BY code_id, month"
            " HAVING n > 3"
        )
        assert over == []
        twice = self.shop.desk.store.sql(
            "SELECT customer_id, COUNT(*) AS n FROM code_use JOIN promo_code"
            " ON promo_code.id = code_use.code_id WHERE is_live = 1 AND kind = 'campaign'"
            " GROUP BY customer_id HAVING n > 1 +"
            " (SELECT COUNT(*) FROM customer WHERE merged_into = customer_id)"
        )
        assert twice == []


TestShopMachine = ShopMachine.TestCase
TestShopMachine.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
