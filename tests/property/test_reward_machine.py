"""A shop on a real file beside the oracle, whatever is done in whatever order (H5, P6).

After each deed the answer and everybody whom it touched are compared and the sums in the tables
looked at (I1-I3, I5, I7-I9); now and then, and at the end, the whole of `check` (I6, I12).
An ordinary run keeps below 100 seconds; CI runs the promised one (`REFDESK_REWARDS=300x50`).
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from refdesk.storage.shop import newest_recording
from tests.support.real_shop import RealShop
from tests.support.refusals import refused
from tests.support.reward_machine import LINES, WHICH, RewardMachine

pytestmark = pytest.mark.slow

EXAMPLES, STEPS = map(int, os.environ.get("REFDESK_REWARDS", "120x50").split("x"))
WHOLE_CHECK_EVERY = 12


class ShopMachine(RewardMachine):
    """The deeds of the oracle, and what happens to programs: retries, crashes, starts, clocks."""

    opens = RealShop
    shop: RealShop
    deeds = 0

    @precondition(lambda self: self.shop.sales)
    @rule(which=WHICH)
    def the_till_sends_again(self, which: int) -> None:
        sale = self.shop.sales[which % len(self.shop.sales)]
        self.touched.add(sale.told.who)
        self.shop.sends_again(sale)

    @rule()
    def the_program_starts_again(self) -> None:
        self.shop.restart()

    @rule(who=WHICH, lines=LINES)
    def it_crashes_in_a_purchase(self, who: int, lines: list[tuple[str, int]]) -> None:
        person = self.person(who)
        self.shop.crash(lambda: self.shop.buy(person, lines))

    @precondition(lambda self: any(not one.is_void for one in self.oracle.bills.values()))
    @rule(which=WHICH)
    def it_crashes_in_an_undo(self, which: int) -> None:
        live = [number for number, one in self.oracle.bills.items() if not one.is_void]
        number = live[which % len(live)]
        self.touched.add(self.oracle.bills[number].who)
        self.shop.crash(lambda: self.shop.undo(number))

    @rule(who=WHICH, lines=LINES, days=st.integers(1, 30))
    def the_clock_jumps_back(self, who: int, lines: list[tuple[str, int]], days: int) -> None:
        """Nothing is recorded by a clock that shows what is over (R46)."""
        person, clock = self.person(who), self.shop.shop.clock
        before, newest = clock.at, newest_recording(self.shop.shop.desk.store)
        clock.wrong((newest or before) - timedelta(days=days))
        with refused("clock_suspect"):
            self.shop.buy(person, lines)
        clock.wrong(before)

    # -- what always holds -----------------------------------------------------------------------

    @invariant()
    def the_tables_agree(self) -> None:
        self.deeds += 1
        if self.deeds % WHOLE_CHECK_EVERY == 0:
            assert self.shop.shop.problems() == []
        else:
            assert self.shop.quick_problems() == []

    @invariant()
    def i5_every_deed_left_one_trace(self) -> None:
        """One audit row for each purchase, undo, payout and correction that was recorded."""
        rows = dict(
            self.shop.shop.desk.store.sql("SELECT action, COUNT(*) FROM audit GROUP BY action")
        )
        oracle = self.oracle
        assert rows.get("purchase", 0) == len(oracle.bills)
        assert rows.get("payout", 0) == len(oracle.payouts)
        cancelled = sum(one.is_cancelled for one in oracle.payouts.values())
        assert rows.get("payout_cancelled", 0) == cancelled

    def teardown(self) -> None:
        super().teardown()
        assert self.shop.shop.problems() == []
        self.shop.close()


TestShopMachine = ShopMachine.TestCase
TestShopMachine.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
