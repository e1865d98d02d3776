"""Recomputing what the tables promise: every problem is listed, none is mended.

A problem is ``(code, subject)``; ids are named, never people (P17). This is for `check`; what is
looked at with every start is in `start_check`, and at the end of a day in `day_end`.
"""

from collections.abc import Iterator

from refdesk.domain.progress import Progress
from refdesk.storage.audit_check import lost_anchors
from refdesk.storage.card_checks import CARD_CHECKS
from refdesk.storage.engine import Store
from refdesk.storage.merge_checks import MERGE_CHECKS
from refdesk.storage.reward_checks import REWARD_CHECKS
from refdesk.storage.shift_checks import SHIFT_CHECKS
from refdesk.storage.shifts import changed_balances

Problem = tuple[str, str]

CHECKS = {
    # I2: balances are the sums of their entries, and of what lots hold less what is owed
    "balance_differs": (
        "SELECT 'account ' || account.id FROM account LEFT JOIN"
        " (SELECT account_id, SUM(change) AS total FROM entry GROUP BY account_id) AS sums"
        " ON sums.account_id = account.id WHERE account.balance <> COALESCE(sums.total, 0)"
    ),
    "lot_differs": (
        "SELECT 'lot ' || lot.entry_id FROM lot LEFT JOIN"
        " (SELECT lot_id, SUM(change) AS total FROM lot_move GROUP BY lot_id) AS moves"
        " ON moves.lot_id = lot.entry_id WHERE lot.remaining <> COALESCE(moves.total, 0)"
    ),
    "entry_moves_too_much": (
        "SELECT 'entry ' || entry.id FROM entry JOIN"
        " (SELECT entry_id, SUM(change) AS total FROM lot_move GROUP BY entry_id) AS moves"
        " ON moves.entry_id = entry.id WHERE ABS(moves.total) > ABS(entry.change)"
    ),
    # I1, I7: a voided purchase sums to 0 with its undoing, but for what a milestone gave (R71)
    "void_not_zero": (
        "SELECT 'purchase B' || purchase.id FROM purchase JOIN entry"
        " ON entry.purchase_id = purchase.id LEFT JOIN effect ON effect.id = entry.effect_id"
        " WHERE purchase.is_void = 1 AND NOT EXISTS (SELECT 1 FROM occasion"
        " WHERE occasion.purchase_id = purchase.id AND occasion.kind = 'milestone'"
        " AND occasion.is_live = 1 AND occasion.rule = effect.rule"
        " AND occasion.customer_id = COALESCE((SELECT merged_into FROM customer"
        " WHERE customer.id = effect.customer_id), effect.customer_id))"
        " GROUP BY purchase.id, entry.account_id HAVING SUM(entry.change) <> 0"
    ),
    "void_without_undo": (
        "SELECT 'purchase B' || id FROM purchase WHERE is_void = 1 AND NOT EXISTS"
        " (SELECT 1 FROM undo WHERE undo.purchase_id = purchase.id)"
    ),
    # I3: the count of live uses is the uses
    "code_uses_differ": (
        "SELECT 'code ' || promo_code.id FROM promo_code LEFT JOIN"
        " (SELECT code_id, SUM(is_live) AS n FROM code_use GROUP BY code_id) AS live"
        " ON live.code_id = promo_code.id WHERE promo_code.uses <> COALESCE(live.n, 0)"
    ),
    "use_of_void_purchase": (
        "SELECT 'purchase B' || purchase.id FROM code_use JOIN purchase"
        " ON purchase.id = code_use.purchase_id WHERE code_use.is_live = 1 AND is_void = 1"
    ),
    "purchase_count_differs": (
        "SELECT 'customer C' || customer.id FROM customer LEFT JOIN"
        " (SELECT customer_id, SUM(1 - is_void) AS n FROM purchase GROUP BY customer_id) AS bills"
        " ON bills.customer_id = customer.id WHERE customer.purchases <> COALESCE(bills.n, 0)"
    ),
    "lines_differ": (
        "SELECT 'purchase B' || purchase.id FROM purchase JOIN purchase_line AS line"
        " ON line.purchase_id = purchase.id GROUP BY purchase.id"
        " HAVING SUM(line.price) <> purchase.total OR SUM(line.discount) <> purchase.discount"
    ),
    # I9: nobody stands above himself
    "referral_cycle": (
        "WITH RECURSIVE line(start, person, depth) AS ("
        " SELECT customer_id, referrer_id, 1 FROM referral"
        " WHERE referrer_id IN (SELECT customer_id FROM referral)"
        " UNION ALL SELECT line.start, referral.referrer_id, depth + 1 FROM referral"
        " JOIN line ON referral.customer_id = line.person"
        " WHERE line.person <> line.start AND depth < 1000)"
        " SELECT DISTINCT 'customer C' || start FROM line WHERE person = start OR depth >= 1000"
    ),
    # I8: what a programme has given is what its effects cost, less what was undone
    "budget_differs": (
        "SELECT 'programme P' || programme.id FROM programme LEFT JOIN"
        " (SELECT version.programme_id AS id, SUM(effect.cost) AS total FROM effect"
        " JOIN programme_version AS version ON version.id = effect.version_id"
        " GROUP BY version.programme_id) AS given"
        " ON given.id = programme.id WHERE programme.budget_spent <> COALESCE(given.total, 0)"
    ),
    # R16: the purchase that makes a referral effective is live
    "effective_by_void": (
        "SELECT 'customer C' || referral.customer_id FROM referral JOIN purchase"
        " ON purchase.id = referral.effective_id WHERE purchase.is_void = 1"
    ),
    # a payout is what its entry took, and comes back whole or not at all (R17)
    "payout_differs": (
        "SELECT 'payout O' || payout.id FROM payout JOIN entry ON entry.id = payout.entry_id"
        " WHERE entry.kind <> 'payout' OR entry.change <> -payout.amount"
    ),
    "payout_return_differs": (
        "SELECT 'payout O' || payout.id FROM payout LEFT JOIN"
        " (SELECT undoes_id, SUM(change) AS total FROM entry WHERE undoes_id IS NOT NULL"
        " GROUP BY undoes_id) AS back ON back.undoes_id = payout.entry_id"
        " WHERE COALESCE(back.total, 0)"
        " <> CASE WHEN payout.cancelled_at IS NULL THEN 0 ELSE payout.amount END"
    ),
    # G16: a swapped card leads to the code that stands for it, in one step
    "swap_leads_nowhere": (
        "SELECT 'code ' || old.id FROM promo_code AS old"
        " LEFT JOIN promo_code AS fresh ON fresh.id = old.replaced_by"
        " WHERE old.replaced_by IS NOT NULL AND (fresh.id IS NULL OR"
        " fresh.replaced_by IS NOT NULL OR old.status NOT IN ('retired', 'blocked'))"
    ),
    **REWARD_CHECKS,
    **MERGE_CHECKS,
    **SHIFT_CHECKS,
    **CARD_CHECKS,
}


def table_names(store: Store) -> list[str]:
    """Every table with pages of its own."""
    rows = store.sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    )
    return [str(row[0]) for row in rows]


def all_problems(store: Store, progress: Progress | None = None) -> Iterator[Problem]:
    """Recompute every balance, constraint and cycle (I1-I12); the audit chains are read apart.

    Each question is a look of its own, the file's structure one a table: where SQLite keeps no WAL
    a reader holds up whoever wants to write, and all of it takes a minute with a million customers.
    Raises ``Cancelled`` between two questions.
    """
    progress, tables = progress or Progress(), table_names(store)
    total = len(tables) + len(CHECKS)
    for done, table in enumerate(tables):
        progress.check()
        progress.report(done, total)
        said = store.sql("SELECT * FROM pragma_integrity_check(?)", (table,))
        for (text,) in said:
            if text != "ok":
                yield "file_damaged", str(text)
    for table, rowid, parent, _ in store.sql("PRAGMA foreign_key_check"):
        yield "link_broken", f"{table} {rowid} -> {parent}"
    for done, (code, query) in enumerate(CHECKS.items(), len(tables)):
        progress.check()
        progress.report(done, total)
        for row in store.sql(query):
            yield code, str(row[0])
    for closed, unit in changed_balances(store):
        yield "closed_balance_differs", f"shift S{closed}, {unit}"
    try:
        for till, seq in lost_anchors(store):
            yield "audit_anchor_lost", f"till {till}, {seq}"
    except ValueError as unreadable:
        yield "audit_broken", str(unreadable)
