"""What people do at a small shop, in any order, beside the oracle that says what must come of it.

The machine plays the same deed to the shop and to the oracle and compares the answers: sums,
refusals by their codes, and then what everybody has.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from refdesk.domain.errors import DomainError
from tests.support.oracle import Refused, Told
from tests.support.oracle_till import TillOracle

START_ON = date(2026, 11, 18)
MOST_PEOPLE = 7
WHICH = st.integers(0, 40)
PRICES = st.integers(1, 400_000) | st.sampled_from([100_000, 5_000, 99_999, 300_000])
LINES = st.lists(
    st.tuples(st.sampled_from(["Wash", "Wash", "Polish"]), PRICES), min_size=1, max_size=2
)
ASKED = st.sampled_from([0, 0, "max"]) | st.integers(1, 300)
CREDIT = st.sampled_from([0, 0, "max"]) | st.integers(1, 20_000)
UNITS = st.sampled_from(["points", "store_credit", "money", "stamps"])


class Hands(Protocol):
    """A shop that deeds are played to."""

    def enrol(self, friend: int | None = None) -> int: ...
    def buy(
        self, who: int | None, lines: list[tuple[str, int]], *, friend: int | None = None,
        points: Any = 0, credit: Any = 0, gift: bool = False, keeps_stamps: bool = False,
    ) -> Told: ...  # fmt: skip
    def undo(self, number: int, amount: int | None = None) -> int: ...
    def adjust(self, who: int, unit: str, by: int) -> None: ...
    def pay_out(self, who: int, amount: int) -> int: ...
    def cancel_payout(self, number: int) -> None: ...
    def block(self, who: int) -> None: ...
    def unblock(self, who: int) -> None: ...
    def forward(self, days: int) -> None: ...
    def upkeep(self) -> None: ...
    def purse(self, who: int) -> dict[str, object]: ...


class RewardMachine(RuleBasedStateMachine):
    """Enrol, bring, buy, spend, undo, pay out, correct, block, and time that goes on."""

    opens: ClassVar[Callable[[], Hands]]
    """Opens the shop that the machine plays to."""

    shop: Hands

    def __init__(self) -> None:
        super().__init__()
        self.oracle = TillOracle(START_ON)
        self.shop = type(self).opens()
        self.touched: set[int] = set()
        self.play("enrol")

    def play(self, deed: str, *given: Any, **more: Any) -> Any:
        """Do it at the shop and tell it to the oracle; both answer the same."""
        try:
            told: Any = getattr(self.oracle, deed)(*given, **more)
        except Refused as refused:
            told = f"refused: {refused}"
        try:
            done: Any = getattr(self.shop, deed)(*given, **more)
        except DomainError as refused:
            done = f"refused: {refused.code}"
        assert done == told, f"{deed} {given} {more}: {done} instead of {told}"
        return done

    def person(self, which: int) -> int:
        who = which % len(self.oracle.people) + 1
        self.touched.add(who)
        return who

    def bill(self, which: int) -> int:
        number = len(self.oracle.bills) - which % min(len(self.oracle.bills), 12)
        self.touched.add(self.oracle.bills[number].who)
        return number

    # -- what people do --------------------------------------------------------------------------

    @precondition(lambda self: len(self.oracle.people) < MOST_PEOPLE)
    @rule(friend=st.none() | WHICH)
    def enrols(self, friend: int | None) -> None:
        self.play("enrol", None if friend is None else self.person(friend))

    @precondition(lambda self: len(self.oracle.people) < MOST_PEOPLE)
    @rule(friend=WHICH, lines=LINES)
    def a_newcomer_redeems(self, friend: int, lines: list[tuple[str, int]]) -> None:
        self.play("buy", None, lines, friend=self.person(friend))

    @rule(who=WHICH, lines=LINES, points=ASKED, credit=CREDIT)
    def buys(self, who: int, lines: list[tuple[str, int]], points: Any, credit: Any) -> None:
        self.play("buy", self.person(who), lines, points=points, credit=credit)

    @rule(who=WHICH, lines=LINES, points=ASKED)
    def buys_and_keeps_stamps(self, who: int, lines: list[tuple[str, int]], points: Any) -> None:
        self.play("buy", self.person(who), lines, points=points, keeps_stamps=True)

    @rule(who=WHICH, friend=WHICH, lines=LINES, credit=CREDIT)
    def redeems(self, who: int, friend: int, lines: list[tuple[str, int]], credit: Any) -> None:
        one, other = self.person(who), self.person(friend)
        self.play("buy", one, lines, friend=other, credit=credit)

    @precondition(lambda self: any(one.used_in is None for one in self.oracle.gifts.values()))
    @rule(which=WHICH, lines=LINES)
    def uses_a_gift(self, which: int, lines: list[tuple[str, int]]) -> None:
        has = [
            one.who for one in self.oracle.gifts.values()
            if one.used_in is None and not one.waits and one.ends >= self.oracle.today
        ]  # fmt: skip
        if has:
            self.touched.add(has[which % len(has)])
            self.play("buy", has[which % len(has)], lines, gift=True)

    @precondition(lambda self: self.oracle.bills)
    @rule(which=WHICH, part=st.integers(1, 100))
    def refunds(self, which: int, part: int) -> None:
        number = self.bill(which)
        whole = sum(self.oracle.bills[number].prices)
        self.play("undo", number, max(1, whole * part // 100))

    @precondition(lambda self: self.oracle.bills)
    @rule(which=WHICH)
    def voids(self, which: int) -> None:
        self.play("undo", self.bill(which))

    @rule(who=WHICH, unit=UNITS, by=st.integers(-200, 200).filter(bool))
    def adjusts(self, who: int, unit: str, by: int) -> None:
        self.play("adjust", self.person(who), unit, by)

    @rule(who=WHICH, amount=st.integers(1, 8000), is_all=st.booleans())
    def pays_out(self, who: int, amount: int, is_all: bool) -> None:
        person = self.person(who)
        has = sum(pot.left for pot in self.oracle.usable(person, "money"))
        self.play("pay_out", person, (is_all and has) or amount)

    @precondition(lambda self: self.oracle.payouts)
    @rule(which=WHICH)
    def cancels_a_payout(self, which: int) -> None:
        number = which % len(self.oracle.payouts) + 1
        self.touched.add(self.oracle.payouts[number].who)
        self.play("cancel_payout", number)

    @rule(who=WHICH)
    def blocks(self, who: int) -> None:
        self.play("block", self.person(who))

    @precondition(lambda self: any(one.is_blocked for one in self.oracle.people.values()))
    @rule(who=WHICH)
    def unblocks(self, who: int) -> None:
        blocked = [who for who, one in self.oracle.people.items() if one.is_blocked]
        self.play("unblock", blocked[who % len(blocked)])

    @rule(days=st.sampled_from([1, 1, 2, 3, 10, 39, 41, 61]))
    def time_goes_on(self, days: int) -> None:
        self.play("forward", days)

    @rule()
    def upkeep_runs(self) -> None:
        self.shop.upkeep()
        self.shop.upkeep()

    # -- what always holds -----------------------------------------------------------------------

    @invariant()
    def everybody_has_what_the_oracle_says(self) -> None:
        """Those whom the deed named and who stand above them; all of them at the end."""
        people = set(self.touched)
        for who in self.touched:
            people |= set(self.oracle.above(who))
        self.touched.clear()
        self.compare(people)

    def compare(self, people: set[int]) -> None:
        for who in people:
            has, should_have = self.shop.purse(who), self.oracle.purse(who)
            assert has == should_have, f"C{who} has {has} instead of {should_have}"

    def teardown(self) -> None:
        self.compare(set(self.oracle.people))
