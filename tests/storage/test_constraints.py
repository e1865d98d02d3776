"""What the database refuses whatever code writes: triggers, unique keys, checks."""

import pytest
from peewee import IntegrityError

from tests.support.refusals import storage_refused
from tests.support.shops import TestShop

APPEND_ONLY = ("entry", "lot_move", "effect", "undo", "audit", "refusal")


def aborts(shop: TestShop, statement: str, message: str) -> None:
    """The database refuses a statement with a message that holds this text."""
    with pytest.raises(IntegrityError, match=message):
        shop.desk.store.sql(statement)


@pytest.fixture
def filled(wash: TestShop) -> TestShop:
    """A shop with a row in every append-only table."""
    code = wash.add("Anna")
    wash.buy("1000", code=code, phone="+79170000001")
    wash.buy("1000", customer=code, spend_points=50)
    paid = wash.buy("1000", phone="+79170000001")
    wash.void(paid.purchase)
    with pytest.raises(Exception, match="own_code"):
        wash.buy("1000", code=code, customer="Anna")
    return wash


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_r10_what_is_written_never_changes_nor_goes(filled: TestShop, table: str) -> None:
    rows = filled.count(table)
    assert rows > 0
    aborts(filled, f"UPDATE {table} SET id = id", "append_only")
    aborts(filled, f"DELETE FROM {table}", "append_only")
    aborts(filled, f"DELETE FROM {table} WHERE id = 1", "append_only")
    assert filled.count(table) == rows


ENTRY = ("INSERT INTO entry (account_id, kind, change, at, business_date, till_id, reason,"
         " undoes_id) VALUES (1, 'take_back', {change}, 0, '2026-11-18', 1, '', 1)")  # fmt: skip


def test_i7_an_undo_is_never_larger_than_what_it_undoes(filled: TestShop) -> None:
    aborts(filled, ENTRY.format(change=-101), "undone_too_much")
    filled.desk.store.sql(ENTRY.format(change=-60))
    aborts(filled, ENTRY.format(change=-41), "undone_too_much")


def test_i7_an_undo_goes_the_other_way(filled: TestShop) -> None:
    aborts(filled, ENTRY.format(change=100), "undone_too_much")
    aborts(filled, ENTRY.format(change=1), "undone_too_much")


def test_r10_an_entry_changes_something(filled: TestShop) -> None:
    aborts(filled, ENTRY.format(change=0), "change <> 0|undone_too_much")


def test_r18_an_effect_happens_once(filled: TestShop) -> None:
    columns = (
        "customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, state, why"
    )
    aborts(
        filled,
        f"INSERT INTO effect (purchase_id, position, {columns})"
        f" SELECT purchase_id, 99, {columns} FROM effect WHERE side = 'referrer'",
        "UNIQUE",
    )


def test_i4_a_key_has_one_result(filled: TestShop) -> None:
    filled.buy("1", key="k1")
    aborts(filled, "INSERT INTO operation (op_key, fingerprint, result, at)"
                   " VALUES ('k1', 'x', '{}', 0)", "UNIQUE")  # fmt: skip


def test_r20_a_use_number_is_unique_and_uses_stay_below_their_limit(filled: TestShop) -> None:
    aborts(filled, "INSERT INTO code_use (code_id, number, purchase_id, at, business_date, is_live)"
                   " VALUES (1, 1, 2, 0, '2026-11-18', 1)", "UNIQUE")  # fmt: skip
    aborts(filled, "UPDATE promo_code SET use_limit = 0", "CHECK")
    aborts(filled, "UPDATE promo_code SET uses = -1", "CHECK")
    aborts(filled, "UPDATE promo_code SET uses = uses + 1 WHERE last_use > 0", "CHECK")


def test_r30_r31_one_referrer_and_never_oneself(filled: TestShop) -> None:
    row = ("INSERT INTO referral (customer_id, referrer_id, version_id, claimed_at, claimed_on,"
           " was_new) VALUES ({customer}, {referrer}, 1, 0, '2026-11-18', 1)")  # fmt: skip
    aborts(filled, row.format(customer=2, referrer=1), "UNIQUE")
    aborts(filled, row.format(customer=1, referrer=1), "customer_id <> referrer_id|referral_cycle")
    aborts(filled, row.format(customer=1, referrer=2), "referral_cycle")
    aborts(filled, "UPDATE referral SET referrer_id = customer_id",
           "customer_id <> referrer_id|referral_cycle")  # fmt: skip


def test_r32_a_long_circle_is_refused_by_the_database(wash: TestShop) -> None:
    above = wash.add("P0")
    for number in range(1, 8):
        above = wash.add(f"P{number}", code=above)
    aborts(wash, "INSERT INTO referral (customer_id, referrer_id, version_id, claimed_at,"
                 " claimed_on, was_new) VALUES (1, 8, 1, 0, '2026-11-18', 1)",
           "referral_cycle")  # fmt: skip


def test_an_identity_belongs_to_one_person(filled: TestShop) -> None:
    aborts(filled, "INSERT INTO identity (customer_id, kind, value, shown)"
                   " SELECT 2, kind, value, shown FROM identity WHERE customer_id = 1",
           "UNIQUE")  # fmt: skip


def test_one_shop_and_one_setting_of_a_name(filled: TestShop) -> None:
    aborts(filled, "UPDATE shop SET id = 2", "CHECK")
    filled.set("grace_days", "3")
    aborts(filled, "INSERT INTO setting (name, value) VALUES ('grace_days', '4')", "UNIQUE")


def test_r10_a_purchase_is_voided_once(filled: TestShop) -> None:
    aborts(filled, "INSERT INTO undo (purchase_id, number, kind, amount, money_back, reason, at,"
                   " business_date, till_id) SELECT purchase_id, 2, kind, amount, money_back,"
                   " reason, at, business_date, till_id FROM undo", "UNIQUE")  # fmt: skip


def test_p4_nothing_goes_below_zero(filled: TestShop) -> None:
    aborts(filled, "UPDATE lot SET remaining = -1", "CHECK")
    aborts(filled, "UPDATE programme SET budget_spent = -1", "CHECK")
    aborts(filled, "UPDATE purchase SET to_pay = -1", "CHECK")
    aborts(filled, "UPDATE purchase_line SET discount = price + 1", "CHECK")


def test_strict_tables_take_no_text_for_a_number(filled: TestShop) -> None:
    with pytest.raises(IntegrityError, match="cannot store TEXT"):
        filled.desk.store.sql("UPDATE account SET balance = 'much'")
    with pytest.raises(IntegrityError, match="cannot store REAL"):
        filled.desk.store.sql("UPDATE account SET balance = 0.5")


def test_a_link_leads_somewhere_and_nothing_linked_is_deleted(filled: TestShop) -> None:
    aborts(filled, "DELETE FROM customer WHERE id = 1", "FOREIGN KEY")
    aborts(filled, "UPDATE purchase SET customer_id = 999", "FOREIGN KEY")


# -- words (R27) -----------------------------------------------------------------------------------


def word(shop: TestShop, starts: str | None, ends: str | None, status: str = "live",
         kind: str = "campaign") -> None:  # fmt: skip
    shop.desk.store.sql(
        "INSERT INTO promo_code (code, kind, status, version_id, is_guessable, valid_from,"
        " valid_to, uses, last_use, reason, issued_at)"
        " VALUES ('SUMMER', ?, ?, 1, 1, ?, ?, 0, 0, '', 0)",
        (kind, status, starts, ends),
    )


@pytest.mark.parametrize("first, second, clash", [
    (("2026-06-01", "2026-08-31"), ("2026-08-31", "2026-09-30"), True),
    (("2026-06-01", "2026-08-31"), ("2026-09-01", "2026-09-30"), False),
    (("2026-06-01", None), ("2027-06-01", "2027-08-31"), True),
    ((None, "2026-08-31"), ("2026-09-01", None), False),
    ((None, None), ("2030-01-01", "2030-01-02"), True),
])  # fmt: skip
def test_r27_a_word_is_unique_among_overlapping_periods(
    wash: TestShop,
    first: tuple[str | None, str | None],
    second: tuple[str | None, str | None],
    clash: bool,
) -> None:
    word(wash, *first)
    if clash:
        with pytest.raises(IntegrityError, match="word_taken"):
            word(wash, *second)
    else:
        word(wash, *second)


def test_r27_a_retired_word_makes_room_and_does_not_come_back_over_another(wash: TestShop) -> None:
    word(wash, None, None)
    wash.desk.store.sql("UPDATE promo_code SET status = 'retired'")
    word(wash, None, None)
    aborts(wash, "UPDATE promo_code SET status = 'live' WHERE id = 1", "word_taken")


def test_r26_a_word_is_no_other_codes_name(wash: TestShop) -> None:
    word(wash, None, None, kind="coupon")
    with pytest.raises(IntegrityError, match="word_taken"):
        word(wash, "2030-01-01", "2030-01-02")
    with pytest.raises(IntegrityError, match=r"UNIQUE|word_taken"):
        word(wash, None, None, kind="personal")


def test_only_the_driver_errors_of_a_rule_stay_what_they_are(filled: TestShop) -> None:
    with storage_refused("unreachable"):
        filled.desk.store.sql("SELECT * FROM no_such_table")
