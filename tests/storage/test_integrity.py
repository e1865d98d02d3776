"""`check` recomputes what the tables promise: everything that was spoilt is named."""

import pytest

from refdesk.services import activation, print_runs, programmes, run_confirming
from refdesk.services.adjusting import adjust
from refdesk.services.backups import check_everything
from refdesk.services.upkeep import run_upkeep
from refdesk.storage.integrity import CHECKS
from tests.support.shops import TestShop, day

KEEPS = """
name = "Keeps"
[[rule]]
id = "kept"
trigger = "every"
buyer = { kind = "gift", gift = "Wax", cost = "50.00" }

[[rule]]
id = "own"
trigger = "every"
carry_over = true
buyer = { kind = "points", per = "30.00", amount = 1 }

[[rule]]
id = "born"
trigger = "birthday"
buyer = { kind = "points", amount = 5 }
"""

TRIGGERS = ("entry", "lot_move", "effect", "undo")


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    """A shop with something of everything, in which nothing is wrong."""
    wash.programme(KEEPS)
    code = wash.add("Anna", birthday=day("1990-11-18"))
    wash.buy("1000", code=code, phone="+79170000001")
    wash.buy("1000", customer=code, spend_points=50)
    gift = wash.desk.store.sql("SELECT id FROM entitlement WHERE customer_id = 1")[0][0]
    wash.buy("500", customer=code, use=(gift,))
    gone = wash.buy("700", customer="+79170000001")
    wash.void(gone.purchase)
    adjust(wash.desk, 1, "store_credit", 500, reason="a mistake of ours")
    sell_gift_card(wash)
    wash.clock.forward(days=365)
    assert run_upkeep(wash.desk).birthdays == 1
    assert wash.problems() == []
    return wash


def sell_gift_card(shop: TestShop) -> None:
    version = programmes.get_programme(shop.desk, "P1")
    run = print_runs.create_run(
        shop.desk, print_runs.NewRun(1, programme=f"P{version.programme}", kind="gift_card",
                                     value=100_000)
    )  # fmt: skip
    run_confirming.confirm_run(shop.desk, run.run.id)
    activation.activate_code(shop.desk, run.codes[0], paid=100_000)


def spoil(shop: TestShop, *statements: str) -> list[tuple[str, str]]:
    """What is wrong after these statements, which no program of ours would issue."""
    store = shop.desk.store
    store.sql("PRAGMA foreign_keys = 0")
    store.sql("PRAGMA ignore_check_constraints = 1")
    for table in TRIGGERS:
        store.sql(f"DROP TRIGGER {table}_no_update")
        store.sql(f"DROP TRIGGER {table}_no_delete")
    for trigger in (
        "referral_referral_cycle_insert",
        "referral_referral_cycle_update",
        "badge_code_taken_insert",
    ):
        store.sql(f"DROP TRIGGER {trigger}")
    for statement in statements:
        store.sql(statement)
    return shop.problems()


SPOILT: dict[str, tuple[str, ...]] = {
    "shift_without_close": ("UPDATE shift SET closed_at = opened_at WHERE id = 1",),
    "purchase_after_close": ("UPDATE shift SET closed_at = opened_at - 1 WHERE id = 1",),
    "balance_differs": ("UPDATE account SET balance = balance + 1 WHERE id = 1",),
    "lot_differs": ("UPDATE lot SET remaining = remaining + 1 WHERE entry_id = 1",),
    "entry_moves_too_much": (
        "UPDATE lot_move SET change = change - 1 WHERE id ="
        " (SELECT MIN(lot_move.id) FROM lot_move JOIN entry ON entry.id = entry_id"
        "  WHERE kind = 'spend')",
    ),
    "entry_without_lot": (
        "DELETE FROM lot_move WHERE entry_id = (SELECT MIN(id) FROM entry WHERE kind = 'adjust')",
    ),
    "move_across_accounts": (
        "UPDATE lot_move SET lot_id = (SELECT MAX(entry_id) FROM lot) WHERE id ="
        " (SELECT MIN(id) FROM lot_move)",
    ),
    "lot_of_another_account": (
        "UPDATE lot SET account_id = (SELECT MAX(id) FROM account) WHERE entry_id = 1",
    ),
    "void_not_zero": (
        "UPDATE entry SET change = change - 1 WHERE id ="
        " (SELECT MIN(id) FROM entry WHERE kind = 'take_back')",
    ),
    "void_without_undo": ("DELETE FROM undo",),
    "code_uses_differ": ("UPDATE promo_code SET last_use = 5, uses = 3 WHERE id = 1",),
    "use_of_void_purchase": (
        "UPDATE code_use SET purchase_id = (SELECT id FROM purchase WHERE is_void = 1)",
    ),
    "purchase_count_differs": ("UPDATE customer SET purchases = 9 WHERE id = 1",),
    "last_purchase_differs": ("UPDATE customer SET last_on = '2026-01-01' WHERE id = 1",),
    "lines_differ": ("UPDATE purchase_line SET price = price + 1 WHERE id = 1",),
    "referral_cycle": (
        "INSERT INTO referral (customer_id, referrer_id, version_id, claimed_at, claimed_on,"
        " was_new) VALUES (1, 2, 1, 0, '2026-11-18', 1)",
    ),
    "budget_differs": ("UPDATE programme SET budget_spent = budget_spent + 1 WHERE id = 2",),
    "effective_by_void": (
        "UPDATE referral SET effective_id = (SELECT id FROM purchase WHERE is_void = 1)",
    ),
    "gift_card_account": ("UPDATE account SET unit = 'points' WHERE code_id IS NOT NULL",),
    "gone_back_differs": ("UPDATE purchase SET gone_back = 1 WHERE id = 1",),
    "lines_gone_back_differ": ("UPDATE purchase_line SET gone_back = 1 WHERE id = 1",),
    "effect_undone_too_much": (
        "UPDATE effect SET value = value - 1 WHERE undoes IS NOT NULL AND benefit = 'points'",
    ),
    "effect_not_undone": (
        "UPDATE effect SET carry = carry + 1 WHERE undoes IS NOT NULL AND carry_of IS NOT NULL",
    ),
    "carry_without_measure": ("UPDATE effect SET carry = 1 WHERE id = 1",),
    "entitlement_missing": (
        "DELETE FROM entitlement WHERE id = (SELECT MAX(id) FROM entitlement)",
    ),
    "entitlement_without_effect": ("UPDATE entitlement SET effect_id = 1 WHERE id = 2",),
    "entitlement_use_differs": ("UPDATE entitlement SET used_in_id = 1 WHERE id = 2",),
    "merge_leads_nowhere": ("UPDATE customer SET state = 'merged' WHERE id = 2",),
    "left_with_merged": ("UPDATE customer SET state = 'merged', merged_into = 1 WHERE id = 2",),
    "occasion_without_effect": ("DELETE FROM effect WHERE occasion_id IS NOT NULL",),
    "spoiled_card_works": ("UPDATE card SET is_spoiled = 1",),
    "card_works_too_early": ("UPDATE card SET issued_at = NULL",),
    "activation_differs": ("UPDATE card SET activated_on = NULL",),
    "badge_is_a_code": (
        "INSERT INTO badge (staff_id, code, made_at) SELECT 1, code, 0 FROM promo_code LIMIT 1",
    ),
    "stack_handed_too_early": (
        "UPDATE stack SET handed_at = 1",
        "UPDATE card SET issued_at = NULL",
    ),
}


@pytest.mark.parametrize("code", SPOILT)
def test_i2_what_is_spoilt_is_named(shop: TestShop, code: str) -> None:
    found = spoil(shop, *SPOILT[code])
    assert code in {problem for problem, _ in found}
    assert all(subject for _, subject in found)


def test_every_kind_of_problem_is_spoilt_here_or_beside_its_own_tests() -> None:
    elsewhere = {
        "payout_differs", "payout_return_differs", "swap_leads_nowhere",
        "coupon_missing", "coupon_without_effect",
    }  # fmt: skip
    assert set(CHECKS) - set(SPOILT) <= elsewhere


def test_i2_everything_that_is_wrong_is_listed(shop: TestShop) -> None:
    several = ("balance_differs", "gone_back_differs", "carry_without_measure")
    statements = [one for code in several for one in SPOILT[code]]
    found = spoil(shop, *statements, "DELETE FROM customer WHERE id = 2")
    assert {*several, "link_broken"} <= {problem for problem, _ in found}
    assert ("balance_differs", "account 1") in found
    assert ("gone_back_differs", "purchase B1") in found


def test_i2_an_account_of_a_gift_card_is_recomputed_too(shop: TestShop) -> None:
    found = spoil(shop, "UPDATE account SET balance = 1 WHERE code_id IS NOT NULL")
    assert [problem for problem, _ in found] == ["balance_differs"]


def test_p16_a_broken_chain_is_named(shop: TestShop) -> None:
    shop.desk.store.sql("DROP TRIGGER audit_no_update")
    shop.desk.store.sql("UPDATE audit SET details = '[]' WHERE seq = 3")
    assert shop.problems() == []  # of a day that is over: only the owner's key proves it
    found = check_everything(shop.desk, keys=[shop.audit_key]).problems
    assert found == (("audit_broken", "till 1, 3"),)
