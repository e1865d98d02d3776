"""What time brings about: on time, late, twice or after a week off it comes to the same."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from refdesk.bootstrap import Opener
from refdesk.domain.progress import Cancelled, Progress
from refdesk.domain.terms_file import parse_terms
from refdesk.services import accounts, upkeep
from refdesk.services.adjusting import adjust
from refdesk.services.programmes import revise
from refdesk.services.upkeep import Upkeep, run_upkeep
from refdesk.storage import upkeep as storage
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.ledger import lots_of
from tests.support.refusals import refused
from tests.support.shops import START, Clock, Shops, TestShop, day, give

HELD = """
name = "Held"
[spending]
expires_days = 30
[[rule]]
id = "r"
trigger = "every"
hold_days = 14
referrer = [{ kind = "points", amount = 500 }]
"""


def done(shop: TestShop) -> tuple[int, int]:
    found = run_upkeep(shop.desk)
    return found.released, found.expired


def lots(shop: TestShop, name: str) -> list[tuple[int, str, date | None]]:
    return [
        (one.left, one.state, one.expires_on)
        for one in accounts.get_balance(shop.desk, shop.who(name)).lots
    ]


def entries(shop: TestShop, name: str) -> list[tuple[str, int, date]]:
    return [(one.kind, one.change, one.on) for one in accounts.list_entries(shop.desk,
            shop.who(name))]  # fmt: skip


# -- expiring ----------------------------------------------------------------------------------


def test_r41_by_age_a_lot_expires_after_its_last_day(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50, expires_on=day("2026-11-25"))
    wash.give("Anna", 30)
    wash.clock.forward(days=7)  # 25 November, its last day
    assert done(wash) == (0, 0)
    assert wash.balance("Anna") == 80
    wash.clock.forward(days=1)
    assert wash.balance("Anna") == 30
    assert done(wash) == (0, 1)
    assert wash.balance("Anna") == 30
    assert entries(wash, "Anna")[-1] == ("expire", -50, day("2026-11-26"))
    assert wash.problems() == []


def test_r43_twice_a_day_is_as_good_as_once(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50, expires_on=day("2026-11-25"))
    wash.clock.forward(days=10)
    assert done(wash) == (0, 1)
    before = wash.counts()
    assert run_upkeep(wash.desk) == Upkeep(0, 0, 0, 0, 0)
    assert wash.counts() == before


def test_r41_r67_by_inactivity_everything_under_the_rule_expires_together(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50, inactive_days=30)
    wash.clock.forward(days=10)
    wash.give("Anna", 30, inactive_days=30)
    wash.buy("1000", customer="Anna")  # 28 November
    wash.clock.forward(days=30)
    assert done(wash) == (0, 0)
    assert wash.balance("Anna") == 80
    wash.clock.forward(days=1)
    assert wash.balance("Anna") == 0
    assert done(wash) == (0, 2)
    assert wash.balance("Anna") == 0
    assert wash.problems() == []


def test_r67_availability_counts_where_it_is_later_than_the_last_purchase(wash: TestShop) -> None:
    wash.add("Anna")
    wash.buy("1000", customer="Anna")
    wash.give("Anna", 50, available_on=day("2026-12-18"), inactive_days=10)
    wash.clock.forward(days=40)  # 28 December
    assert (done(wash), wash.balance("Anna")) == ((1, 0), 50)
    wash.clock.forward(days=1)
    assert (done(wash), wash.balance("Anna")) == ((0, 1), 0)


def test_r43_a_purchase_does_not_wake_what_had_expired_before_it(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50, inactive_days=30)
    wash.clock.forward(days=31)
    wash.buy("1000", customer="Anna")  # upkeep has not run
    assert wash.balance("Anna") == 0
    assert done(wash) == (0, 0)
    assert entries(wash, "Anna")[-1][:2] == ("expire", -50)
    assert wash.problems() == []


def test_r41_zero_is_never(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50)
    wash.clock.forward(days=20_000)
    assert (done(wash), wash.balance("Anna")) == ((0, 0), 50)


def test_r42_a_changed_expiry_never_shortens_what_was_earned(wash: TestShop) -> None:
    programme = wash.programme(HELD)
    code = wash.add("Anna")
    held = wash.desk.store.sql("SELECT code FROM promo_code ORDER BY id DESC LIMIT 1")[0][0]
    assert held != code
    wash.buy("1000", code=held, phone="+79170000001")
    shorter = HELD.replace("expires_days = 30", "expires_days = 1")
    revise(wash.desk, f"P{programme}", parse_terms(shorter, 2))
    assert lots(wash, "Anna") == [(500, "held", day("2027-01-01"))]
    wash.clock.forward(days=30)
    assert (done(wash), wash.balance("Anna")) == ((1, 0), 500)


def test_r35_what_waits_does_not_expire(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50, expires_on=day("2026-11-25"), waits=True)
    wash.clock.forward(days=30)
    assert done(wash) == (0, 0)
    assert lots(wash, "Anna")[0][:2] == (50, "waiting")


def test_r73_a_gift_card_expires_by_age(wash: TestShop) -> None:
    from refdesk.storage import gift_cards, ledger

    version = wash.desk.store.sql("SELECT id FROM programme_version")[0][0]
    with wash.desk.store.write():
        wash.desk.store.sql(
            "INSERT INTO promo_code (id, code, kind, status, version_id, is_guessable, uses,"
            " last_use, reason, issued_at) VALUES (99, '7K4M9XQT2AAAA', 'gift_card', 'live', ?,"
            " 0, 0, 0, '', 0)", (version,),
        )  # fmt: skip
        stamp = wash.desk.stamp(wash.desk.shop())
        account = gift_cards.code_account(wash.desk.store, 99)
        lot = ledger.NewLot(stamp.on, expires_on=day("2026-11-25"))
        cause = ledger.Cause("earn")
        ledger.earn(wash.desk.store, stamp, account, 100_000, lot=lot, cause=cause)
        assert gift_cards.card_left(wash.desk.store, 99) == 100_000
        assert ledger.last_purchase_on(wash.desk.store, account) is None
    wash.clock.forward(days=8)
    assert done(wash) == (0, 1)
    assert gift_cards.card_left(wash.desk.store, 99) == 0
    assert wash.problems() == []


def test_r12_what_returns_to_an_expired_lot_has_its_grace_and_then_expires(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 50, expires_on=day("2026-11-25"))
    paid = wash.buy("1000", customer=code, spend_points=20)
    wash.clock.forward(days=10)
    assert done(wash) == (0, 1)  # the 30 that were left
    wash.void(paid.purchase)
    assert wash.balance("Anna") == 20
    wash.clock.forward(days=7)
    assert (done(wash), wash.balance("Anna")) == ((0, 0), 20)
    wash.clock.forward(days=1)
    assert (done(wash), wash.balance("Anna")) == ((0, 1), 0)
    assert [change for kind, change, _ in entries(wash, "Anna") if kind == "expire"] == [-30, -20]
    assert wash.problems() == []


def test_what_the_database_calls_expired_is_what_the_domain_does(wash: TestShop) -> None:
    wash.add("Anna")
    wash.buy("1000", customer="Anna")
    for expires in (None, "2026-11-20", "2026-12-05", "2026-12-20"):
        for idle in (0, 1, 10, 17, 40):
            for available in ("2026-11-10", "2026-11-28"):
                expires_on = day(expires) if expires else None
                wash.give("Anna", 7, expires_on=expires_on, inactive_days=idle,
                          available_on=day(available))  # fmt: skip
    store = wash.desk.store
    for step in range(45):
        today = day("2026-11-18") + timedelta(days=step)
        by_age = set(storage.expired_by_age(store, today))
        by_idleness = {lot for chunk in storage.expired_by_inactivity(store, today)
                       for lot in chunk}  # fmt: skip
        found = {one.id for one in lots_of(store, 1, "") if one.has_expired(today, START.date())}
        assert by_age | by_idleness == found, today


# -- released ----------------------------------------------------------------------------------


def test_r66_a_hold_lets_go_on_its_day_and_is_told_of_once(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 500, available_on=day("2026-12-02"))
    wash.give("Anna", 1)
    wash.clock.forward(days=13)
    assert done(wash) == (0, 0)
    wash.clock.forward(days=1)
    assert done(wash) == (1, 0)
    assert done(wash) == (0, 0)


def test_r43_after_a_week_off_as_much_is_released_as_day_by_day(wash: TestShop) -> None:
    wash.add("Anna")
    run_upkeep(wash.desk)
    for number in range(7):
        wash.give("Anna", 10, available_on=day(f"2026-11-{19 + number}"))
    wash.clock.forward(days=7)
    assert done(wash) == (7, 0)


def owing(shop: TestShop) -> None:
    """Anna owes 100 points since 18 November."""
    code = shop.add("Anna")
    made = shop.buy("1000", code=code, phone="+79170000001")
    shop.buy("1000", customer=code, spend_points=100)
    shop.void(made.purchase)


def test_r68_what_a_hold_lets_go_pays_what_is_owed(wash: TestShop) -> None:
    owing(wash)
    wash.give("Anna", 160, available_on=day("2026-12-01"), expires_on=day("2026-12-10"))
    assert wash.balance("Anna") == -100
    wash.clock.forward(days=13)
    assert done(wash) == (1, 0)
    assert lots(wash, "Anna") == [(60, "available", day("2026-12-10"))]
    assert wash.problems() == []


def test_r43_r68_the_debt_is_paid_even_if_upkeep_comes_after_the_last_day(wash: TestShop) -> None:
    owing(wash)
    wash.give("Anna", 160, available_on=day("2026-12-01"), expires_on=day("2026-12-10"))
    wash.clock.forward(days=60)
    balance = accounts.get_balance(wash.desk, wash.who("Anna"))
    assert (balance.spendable["points"], dict(balance.owed)) == (0, {})
    assert done(wash) == (1, 1)
    assert entries(wash, "Anna")[-1][:2] == ("expire", -60)
    balance = accounts.get_balance(wash.desk, wash.who("Anna"))
    assert (balance.spendable["points"], dict(balance.owed)) == (0, {})
    assert wash.problems() == []


# -- late, twice, after a week off ---------------------------------------------------------------


def a_story(shop: TestShop, keep_up: Callable[[TestShop, int], None]) -> None:
    """Forty days of a shop, with upkeep at the teller's will."""
    held = shop.programme(HELD)
    anna = shop.add("Anna")
    code = shop.desk.store.sql(
        "SELECT code FROM promo_code JOIN programme_version AS version"
        " ON version.id = version_id WHERE owner_id = 1 AND programme_id = ?", (held,)
    )[0][0]  # fmt: skip
    shop.give("Anna", 70, expires_on=day("2026-11-30"))
    shop.give("Anna", 40, inactive_days=9)
    first = shop.buy("1000", code=code, phone="+79170000001")
    steps: dict[int, Callable[[], object]] = {
        3: lambda: shop.buy("500", customer=anna, spend_points=60),
        5: lambda: shop.void(first.purchase),
        8: lambda: shop.buy("1000", code=code, phone="+79170000002"),
        14: lambda: adjust(shop.desk, shop.who("Anna"), "points", -80, reason="a mistake"),
        20: lambda: shop.void(2, "again"),
        30: lambda: shop.buy("300", customer=anna),
    }
    for number in range(40):
        if number in steps:
            steps[number]()
        keep_up(shop, number)
        shop.clock.forward(days=1)


def never(_shop: TestShop, _number: int) -> None:
    pass


def daily(shop: TestShop, _number: int) -> None:
    run_upkeep(shop.desk)


def twice_a_day(shop: TestShop, _number: int) -> None:
    run_upkeep(shop.desk)
    run_upkeep(shop.desk)


def weekly(shop: TestShop, number: int) -> None:
    if number % 7 == 6:
        run_upkeep(shop.desk)


def test_r43_whatever_the_pace_the_end_is_the_same(shops: Shops) -> None:
    ends = []
    for keep_up in (never, daily, twice_a_day, weekly):
        shop = shops.open("car-wash")
        a_story(shop, keep_up)
        balance = accounts.get_balance(shop.desk, shop.who("Anna"))
        live = sorted(str(one) for one in balance.lots if one.state != "expired")
        run_upkeep(shop.desk)
        after = accounts.get_balance(shop.desk, shop.who("Anna"))
        rows = shop.desk.store.sql("SELECT unit, balance FROM account ORDER BY id")
        assert shop.problems() == []
        ends.append((balance.spendable, balance.owed, live, after.spendable, rows))
    assert ends == [ends[0]] * 4
    assert ends[0][2]


def test_r68_an_earning_that_expired_unused_is_not_owed_when_it_is_taken_back(
    shops: Shops,
) -> None:
    ends = []
    for is_kept_up in (False, True):
        shop = shops.open("car-wash")
        code = shop.add("Anna")
        made = shop.buy("1000", code=code, phone="+79170000001")
        shop.give("Anna", 30)
        shop.clock.forward(days=200)
        if is_kept_up:
            assert done(shop) == (0, 1)
        shop.void(made.purchase)
        balance = accounts.get_balance(shop.desk, shop.who("Anna"))
        assert shop.problems() == []
        ends.append((balance.spendable["points"], dict(balance.owed)))
    assert ends == [(30, {}), (30, {})]


# -- stopping, racing, telling -------------------------------------------------------------------


class Watched(Progress):
    """Notes what it is told, and wants no more after so many parts."""

    def __init__(self, most: int = 10**9) -> None:
        super().__init__()
        self.told: list[tuple[int, int | None]] = []
        self._most = most

    def report(self, done: int, total: int | None) -> None:
        self.told.append((done, total))
        self.cancelled = len(self.told) >= self._most


def many(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "CHUNK", 3)
    for number in range(10):
        shop.add(f"P{number}")
        shop.give(f"P{number}", 10, expires_on=day("2026-11-20"))
    shop.clock.forward(days=5)


def test_upkeep_tells_how_far_it_is_chunk_by_chunk(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(wash, monkeypatch)
    watched = Watched()
    assert run_upkeep(wash.desk, watched).expired == 10
    assert watched.told == [(3, 10), (6, 10), (9, 10), (10, 10)]


def test_upkeep_that_is_stopped_has_done_a_part_and_the_next_does_the_rest(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(wash, monkeypatch)
    with pytest.raises(Cancelled):
        run_upkeep(wash.desk, Watched(2))
    assert wash.problems() == []
    assert upkeep.is_due(wash.desk)
    assert run_upkeep(wash.desk).expired == 4
    assert not upkeep.is_due(wash.desk)
    assert wash.problems() == []


def test_r43_what_a_till_brought_back_meanwhile_is_left_alone(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 50, expires_on=day("2026-11-25"))
    paid = wash.buy("1000", customer=code, spend_points=20)
    wash.clock.forward(days=10)
    found = storage.expired_by_age

    def then_a_void(*where: object) -> list[int]:
        chosen: list[int] = found(wash.desk.store, wash.desk.today())
        if chosen and wash.count("undo") == 0:
            wash.void(paid.purchase)
        return chosen

    monkeypatch.setattr(storage, "expired_by_age", then_a_void)
    run_upkeep(wash.desk)
    assert wash.balance("Anna") == 20
    assert wash.problems() == []


def test_r46_a_suspect_clock_expires_nothing(wash: TestShop) -> None:
    wash.add("Anna")
    wash.give("Anna", 50, expires_on=day("2026-11-25"))
    before = wash.counts()
    wash.clock.wrong(datetime(2038, 2, 1, tzinfo=START.tzinfo))
    with refused("clock_suspect"):
        run_upkeep(wash.desk)
    assert wash.counts() == before
    wash.clock.wrong(START + timedelta(hours=1))
    assert (done(wash), wash.balance("Anna")) == ((0, 0), 50)


def test_r43_upkeep_works_beside_an_open_till(wash: TestShop, tmp_path: Path) -> None:
    wash.add("Anna")
    give(wash.desk, 1, "store_credit", 500, expires_on=day("2026-11-20"))
    wash.clock.forward(days=5)
    other = wash.at_till("2")
    assert done(other) == (0, 1)
    other.desk.store.close()
    wash.buy("100", customer="Anna")
    assert wash.balance("Anna", "store_credit") == 0
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy2(wash.folder / FILE_NAME, copy / FILE_NAME)
    clock = Clock(wash.clock.at)
    desk = Opener(copy, now=clock).open()
    assert run_upkeep(desk).expired == 0
    desk.store.close()


def test_r62_kept_gifts_that_expired_are_counted(wash: TestShop) -> None:
    from refdesk.domain.terms import Benefit
    from refdesk.storage import entitlements

    wash.add("Anna")
    with wash.desk.store.write():
        for expires in ("2026-11-20", "2026-11-30", None):
            entitlements.insert_entitlement(
                wash.desk.store, customer=1, effect=None, benefit=Benefit("gift", gift="Wax"),
                version=1, rule="r", available_on=START.date(),
                expires_on=day(expires) if expires else None, waits=False,
            )  # fmt: skip
    run_upkeep(wash.desk)
    wash.clock.forward(days=3)
    assert run_upkeep(wash.desk).entitlements == 1
    assert run_upkeep(wash.desk).entitlements == 0
    wash.clock.forward(days=30)
    assert run_upkeep(wash.desk).entitlements == 1
