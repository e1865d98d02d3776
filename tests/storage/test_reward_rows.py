"""What the reward engine reads and writes besides entries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from refdesk.domain.bill import Effect, Standing
from refdesk.domain.ledger import Draw
from refdesk.domain.records import Stamp
from refdesk.domain.terms import Benefit
from refdesk.storage import codes, entitlements, gift_cards, ledger, occasions, purchases
from refdesk.storage.engine import Store
from refdesk.storage.standings import standing
from tests.support.shops import START, TestShop, day

GIFT = Benefit("gift", gift="Wax", cost=5_000)
TODAY = date(2026, 11, 18)


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    """Anna, whose friend Boris has bought something."""
    code = wash.add("Anna")
    wash.buy("1000", code=code, phone="+79170000001")
    return wash


@pytest.fixture
def store(shop: TestShop) -> Iterator[Store]:
    """Its database, in a transaction."""
    with shop.desk.store.write():
        yield shop.desk.store


@pytest.fixture
def stamp(shop: TestShop, store: Store) -> Stamp:
    return shop.desk.stamp(shop.desk.shop())


# -- standings (R45) -------------------------------------------------------------------------------


def test_r45_a_standing_is_what_was_really_paid_and_who_came(wash: TestShop) -> None:
    code = wash.add("Anna")
    assert standing(wash.desk.store, 1) == Standing()
    wash.buy("1000", code=code, phone="+79170000001")
    wash.buy("700", customer=code)
    wash.give("Anna", 100)
    wash.buy("500", customer=code, spend_points=100)
    gone = wash.buy("900", customer=code)
    assert standing(wash.desk.store, 1) == Standing(70_000 + 40_000 + 90_000, 1)
    wash.void(gone.purchase)
    assert standing(wash.desk.store, 1) == Standing(110_000, 1)
    assert standing(wash.desk.store, 2) == Standing(90_000, 0)


def test_r45_only_what_was_on_or_after_a_day_counts(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.buy("1000", code=code, phone="+79170000001")
    wash.buy("300", customer=code)
    wash.clock.forward(days=10)  # 28 November
    wash.buy("1000", code=code, phone="+79170000002")
    wash.buy("200", customer=code)
    found = [standing(wash.desk.store, 1, day(since)) for since in
             ("2026-11-18", "2026-11-19", "2026-11-28", "2026-11-29")]  # fmt: skip
    assert found == [
        Standing(50_000, 2), Standing(20_000, 1), Standing(20_000, 1), Standing(),
    ]  # fmt: skip


def test_r03_deposits_tips_and_gift_cards_are_no_spending_and_refunds_count_pro_rata(
    shop: TestShop,
) -> None:
    made = shop.buy("100", "100", "100", "100", "99.99", customer="Anna")
    store = shop.desk.store
    for position, group in ((1, "deposit"), (2, "tip"), (3, "gift_card")):
        store.sql("UPDATE purchase_line SET service_group = ? WHERE purchase_id = ?"
                  " AND position = ?", (group, made.purchase, position))  # fmt: skip
    assert standing(store, 1).spend == 10_000 + 9_999
    # a third of the last line went back: 33.33 of 99.99
    store.sql("UPDATE purchase_line SET gone_back = 3333 WHERE purchase_id = ? AND position = 5",
              (made.purchase,))  # fmt: skip
    assert standing(store, 1).spend == 10_000 + 6_666


def test_r45_a_standing_is_found_through_indexes(shop: TestShop) -> None:
    plan = shop.desk.store.sql(
        "EXPLAIN QUERY PLAN SELECT SUM(line.base) FROM purchase_line AS line JOIN purchase"
        " ON line.purchase_id = purchase.id WHERE purchase.customer_id = 1"
    )
    assert all("USING" in step[3] for step in plan)


# -- kept for later (R62) --------------------------------------------------------------------------


def keep(store: Store, **more: object) -> int:
    given: dict[str, object] = {
        "customer": 1, "effect": None, "benefit": GIFT, "version": 1, "rule": "friend",
        "available_on": TODAY, "expires_on": None, "waits": False,
    }  # fmt: skip
    return entitlements.insert_entitlement(store, **{**given, **more})  # type: ignore[arg-type]


def test_r62_what_is_kept_is_used_once(store: Store) -> None:
    one = keep(store)
    [found] = entitlements.open_entitlements(store, 1)
    assert (found.id, found.benefit, found.programme, found.rule) == (one, GIFT, 1, "friend")
    assert entitlements.use_entitlement(store, one, 1)
    assert not entitlements.use_entitlement(store, one, 1)
    assert entitlements.open_entitlements(store, 1) == ()
    assert entitlements.give_back(store, 1) == [one]
    assert entitlements.use_entitlement(store, one, 1)


def test_r62_what_an_effect_gave_is_cancelled_while_unused(store: Store, shop: TestShop) -> None:
    used, unused = keep(store, effect=1), keep(store, effect=2)
    entitlements.use_entitlement(store, used, 1)
    assert not entitlements.cancel_of_effect(store, 1, START)
    assert entitlements.cancel_of_effect(store, 2, START)
    assert not entitlements.cancel_of_effect(store, 2, START)
    assert not entitlements.use_entitlement(store, unused, 1)


def test_r17_each_state_of_what_is_kept(store: Store) -> None:
    keep(store)
    keep(store, available_on=day("2026-12-01"))
    keep(store, expires_on=day("2026-11-17"))
    keep(store, waits=True)
    entitlements.use_entitlement(store, keep(store), 1)
    entitlements.cancel_of_effect(store, 1, START)
    keep(store, effect=1)
    entitlements.cancel_of_effect(store, 1, START)
    lines = entitlements.entitlement_lines(store, 1)
    assert [line.state(TODAY) for line in lines] == [
        "available", "held", "expired", "waiting", "used", "cancelled",
    ]  # fmt: skip
    assert lines[0].programme_name is not None


def test_r35_what_waits_is_not_usable_until_it_is_free_and_lives_as_long(store: Store) -> None:
    one = keep(store, waits=True, expires_on=day("2026-11-28"))
    assert entitlements.open_entitlements(store, 1) == ()
    assert not entitlements.use_entitlement(store, one, 1)
    assert entitlements.stop_waiting(store, 1, day("2026-12-20")) == 1
    [free] = entitlements.open_entitlements(store, 1)
    assert (free.available_on, free.expires_on) == (day("2026-12-20"), day("2026-12-30"))


# -- given once (R36, R44) -------------------------------------------------------------------------


def test_r36_a_live_key_is_unique(store: Store, stamp: Stamp) -> None:
    key = "P1/friend/milestone/C1"
    about = {"customer": 1, "version": 1, "rule": "friend"}
    first = occasions.book_occasion(store, key, "milestone", stamp=stamp, **about)  # type: ignore[arg-type]
    assert first is not None
    assert occasions.book_occasion(store, key, "milestone", stamp=stamp, **about) is None  # type: ignore[arg-type]
    assert occasions.given_milestones(store, 1, 1) == {"friend"}
    assert occasions.given_milestones(store, 1, 2) == occasions.given_milestones(store, 2, 1)
    assert occasions.cancel_occasion(store, first)
    assert not occasions.cancel_occasion(store, first)
    assert occasions.given_milestones(store, 1, 1) == frozenset()
    assert occasions.book_occasion(store, key, "milestone", stamp=stamp, purchase=1) is not None
    assert len(occasions.occasions_of_purchase(store, 1)) == 1


def test_r44_an_occasion_has_the_day_that_it_is_for(store: Store, stamp: Stamp) -> None:
    occasions.book_occasion(store, "k", "birthday", stamp=stamp, customer=1, version=1,
                            rule="b", on=day("2026-11-02"))  # fmt: skip
    [found] = occasions.live_occasions(store, 1, "birthday", 1)
    assert (found.on, found.key, found.rule) == (day("2026-11-02"), "k", "b")


def test_r18_an_occasions_effects_are_found_with_what_took_them_back(
    store: Store, stamp: Stamp
) -> None:
    noted = occasions.book_occasion(store, "k", "joining", stamp=stamp, customer=1)
    assert noted is not None
    effect = Effect("buyer", 0, "points", 5, 0, customer=1, rule="r", version=1, keeps=GIFT)
    made = purchases.insert_occasion_effect(store, noted, effect)
    purchases.insert_occasion_effect(store, noted, replace(effect, value=-5), undoes=made)
    found = purchases.effects_of_occasion(store, noted)
    assert [(one.value, one.keeps, one.programme) for _, one in found] == [
        (5, GIFT, 1), (-5, GIFT, 1),
    ]  # fmt: skip


# -- gift cards (R73) ------------------------------------------------------------------------------


def test_r73_a_card_has_its_value_from_its_sale(store: Store, stamp: Stamp) -> None:
    store.sql("INSERT INTO promo_code (id, code, kind, status, version_id, is_guessable, uses,"
              " last_use, reason, issued_at) VALUES (99, '7K4M9XQT2AAAA', 'gift_card', 'live', 1,"
              " 0, 0, 0, '', 0)")  # fmt: skip
    [code] = codes.codes_by_id(store, [99])
    card = gift_cards.find_gift_card(store, code, TODAY)
    assert (card.left, card.lot, card.state, gift_cards.card_left(store, 99)) == (
        0, None, "live", 0,
    )  # fmt: skip
    account = gift_cards.code_account(store, 99)
    assert gift_cards.code_account(store, 99) == account
    lot = ledger.NewLot(TODAY)
    ledger.earn(store, stamp, account, 1_000, lot=lot, cause=ledger.Cause("earn"))
    card = gift_cards.find_gift_card(store, code, TODAY)
    assert (card.left, card.mask) == (1_000, "…AAA")
    assert card.lot is not None
    draws = [Draw(card.lot.id, 1_000)]
    ledger.take(store, stamp, account, draws, cause=ledger.Cause("spend"))
    card = gift_cards.find_gift_card(store, code, TODAY)
    assert card.lot is not None
    assert (card.left, gift_cards.card_left(store, 99)) == (0, 0)


# -- carries, counts, refunds ----------------------------------------------------------------------


def test_r72_what_is_carried_is_the_sum_of_its_moves(store: Store) -> None:
    def effect(rule: str, carry: int, over: int, **more: object) -> Effect:
        return Effect("buyer", 0, "points", 1, 0, customer=1, rule=rule, version=1, carry=carry,
                      carry_of=over, **more)  # type: ignore[arg-type]  # fmt: skip

    first = purchases.insert_effect(store, 1, 10, effect("own", 3_000, 5_000))
    purchases.insert_effect(store, 1, 11, effect("other", 7, 10))
    store.sql(
        "INSERT INTO undo (id, purchase_id, number, kind, amount, money_back, reason, at,"
        " business_date, till_id) VALUES (5, 1, 1, 'refund', 1, 1, 'r', 0, '2026-11-18', 1)"
    )
    purchases.insert_effect(store, 1, 10, effect("own", -4_000, 5_000), undo=5, undoes=first)
    assert purchases.carried(store, 1, 1) == {"own": {5_000: -1_000}, "other": {10: 7}}
    assert purchases.carried(store, 2, 1) == {}
    assert purchases.carried(store, 1, 2) == {}


def test_r64_debits_are_counted_by_the_version_that_gave(wash: TestShop) -> None:
    code = wash.add("Anna")
    wash.give("Anna", 50, version=1)
    wash.give("Anna", 50)
    wash.buy("1000", customer=code, spend_points=10)
    gone = wash.buy("1000", customer=code, spend_points=10)
    assert purchases.debits_on(wash.desk.store, 1, 1, TODAY) == 2
    wash.void(gone.purchase)
    assert purchases.debits_on(wash.desk.store, 1, 1, TODAY) == 1
    assert purchases.debits_on(wash.desk.store, 1, 2, TODAY) == 0
    assert purchases.debits_on(wash.desk.store, 1, 1, day("2026-11-19")) == 0


def test_r70_of_a_line_and_of_a_purchase_no_more_goes_back_than_there_is(store: Store) -> None:
    [line] = purchases.line_rows(store, 1)
    assert (line.price, line.discount, line.gone_back) == (100_000, 10_000, 0)
    assert purchases.add_gone_back(store, line.id, 60_000)
    assert not purchases.add_gone_back(store, line.id, 30_001)
    assert purchases.add_gone_back(store, line.id, 30_000)
    assert purchases.add_refund(store, 1, 90_000)
    assert not purchases.add_refund(store, 1, 1)
    assert purchases.line_rows(store, 1)[0].gone_back == 90_000


def test_r67_a_past_purchase_does_not_wake_what_had_expired(shop: TestShop) -> None:
    from refdesk.storage.history import insert_past_purchases

    shop.give("Anna", 50, inactive_days=10)
    shop.clock.forward(days=30)
    with shop.desk.store.write():
        stamp = shop.desk.stamp(shop.desk.shop())
        insert_past_purchases(shop.desk.store, stamp, 1, [(day("2026-12-10"), START, 1_000)])
        shop.desk.audit(stamp, "history_imported", customers=1, purchases=1)
    assert shop.balance("Anna") == 100  # the friend's points, without the 50
    assert shop.problems() == []
