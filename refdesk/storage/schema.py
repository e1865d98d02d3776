"""Making the tables of a new shop: keys that peewee cannot say, triggers and the search index.

Triggers carry what must hold whatever code writes: the ledger and the audit never change (R10), but
for a reason that was typed of somebody who is erased now (R51); an undo never exceeds what it
undoes (I7), words are unique among overlapping periods (R27).
"""

from typing import Any

from peewee import SchemaManager, SqliteDatabase

from refdesk.storage.tables import ALL_ROWS, APPEND_ONLY, EntryRow, UndoRow
from refdesk.storage.tables.personal import DASH

SEARCH_TABLE = "customer_search"

_PARTIAL_KEYS = (
    "CREATE UNIQUE INDEX promo_code_once ON promo_code (code) WHERE kind <> 'campaign'",
    "CREATE UNIQUE INDEX promo_code_of_effect ON promo_code (effect) WHERE effect IS NOT NULL",
    "CREATE UNIQUE INDEX undo_void_once ON undo (purchase_id) WHERE kind = 'void'",
    "CREATE UNIQUE INDEX shift_open_once ON shift (till_id, staff_id) WHERE closed_at IS NULL",
    # R18: an effect happens once, keyed by purchase, version, rule, person and level; a purchase
    # may use what a rule has kept for it and be given the like for the next one (a gift that is
    # handed out is guarded by what it uses up)
    "CREATE UNIQUE INDEX effect_once ON effect "
    "(purchase_id, version_id, rule, customer_id, level, side, benefit, COALESCE(uses, 0),"
    " COALESCE(keeps, '')) "
    "WHERE undo_id IS NULL AND rule IS NOT NULL AND state <> 'used'",
    "CREATE UNIQUE INDEX account_once ON account (customer_id, unit) WHERE came_from_id IS NULL",
    "CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE UNIQUE INDEX occasion_once ON occasion (occasion_key) WHERE is_live = 1",
    # upkeep finds what expires, what a hold lets go and whose birthday it is without reading all
    "CREATE INDEX lot_by_age ON lot (expires_on) WHERE remaining > 0",
    "CREATE INDEX lot_by_inactivity ON lot (account_id) WHERE remaining > 0 AND inactive_days > 0",
    "CREATE INDEX lot_by_release ON lot (available_on) "
    "WHERE remaining > 0 AND available_on > earned_on",
    "CREATE INDEX customer_by_birthday ON customer (substr(birthday, 6)) "
    "WHERE birthday IS NOT NULL",
    # what became of a stack's cards is counted without reading those of which nothing became
    "CREATE INDEX card_spoiled ON card (run_id, position) WHERE is_spoiled = 1",
    "CREATE INDEX card_reprinted ON card (run_id, position) WHERE reprints > 0",
    "CREATE INDEX card_activated ON card (run_id, position, activated_on) "
    "WHERE activated_on IS NOT NULL",
    "CREATE INDEX promo_code_used_of_stack ON promo_code (stack_id) "
    "WHERE stack_id IS NOT NULL AND uses > 0",
    "CREATE UNIQUE INDEX badge_live_once ON badge (staff_id) WHERE retired_at IS NULL",
    "CREATE INDEX promo_code_replaced ON promo_code (replaced_by) WHERE replaced_by IS NOT NULL",
)

_WORDS_OVERLAP = """
    SELECT 1 FROM promo_code AS other
    WHERE other.code = NEW.code AND other.id <> NEW.id
      AND other.status <> 'retired' AND NEW.status <> 'retired'
      AND (other.kind <> 'campaign' OR NEW.kind <> 'campaign'
        OR (COALESCE(other.valid_from, '0001-01-01') <= COALESCE(NEW.valid_to, '9999-12-31')
          AND COALESCE(NEW.valid_from, '0001-01-01') <= COALESCE(other.valid_to, '9999-12-31')))
"""

_UNDONE_TOO_MUCH = """
    SELECT 1 FROM entry AS whole
    WHERE whole.id = NEW.undoes_id
      AND ((whole.change < 0) = (NEW.change < 0)
        OR ABS(whole.change) < ABS(
          NEW.change + (SELECT COALESCE(SUM(part.change), 0) FROM entry AS part
                        WHERE part.undoes_id = NEW.undoes_id)))
"""

# R26: a badge and a promo code are never the same
_CODE_OF_BADGE = "SELECT 1 FROM badge WHERE badge.code = NEW.code"
_CODE_OF_CARD = "SELECT 1 FROM promo_code WHERE promo_code.code = NEW.code"

_CYCLE = """
    WITH RECURSIVE line(person) AS (
      SELECT NEW.referrer_id
      UNION SELECT referral.referrer_id FROM referral JOIN line
        ON referral.customer_id = line.person)
    SELECT 1 FROM line WHERE person = NEW.customer_id
"""


def create_schema(db: Any) -> None:
    """Create every table, key and trigger in an empty database."""
    for row in ALL_ROWS:
        SchemaManager(row, database=db).create_all(safe=False)
    for statement in _PARTIAL_KEYS:
        db.execute_sql(statement)
    if isinstance(db, SqliteDatabase):
        for statement in _sqlite_triggers():
            db.execute_sql(statement)
        db.execute_sql("CREATE VIRTUAL TABLE customer_search USING fts5(text, tokenize='trigram')")


def _sqlite_triggers() -> list[str]:
    statements = []
    for row in APPEND_ONLY:
        table = row._meta.table_name
        statements += [_forbid(table, "UPDATE", _UNLESS.get(row, "")), _forbid(table, "DELETE")]
    statements += [
        _guard("promo_code", "INSERT", _WORDS_OVERLAP, "word_taken"),
        _guard("promo_code", "UPDATE OF code, status, valid_from, valid_to", _WORDS_OVERLAP,
               "word_taken"),
        _guard("badge", "INSERT", _CODE_OF_CARD, "code_taken"),
        _guard("promo_code", "INSERT", _CODE_OF_BADGE, "code_taken"),
        _guard("promo_code", "UPDATE OF code", _CODE_OF_BADGE, "code_taken"),
        _guard("entry", "INSERT", _UNDONE_TOO_MUCH, "undone_too_much"),
        _guard("referral", "INSERT", _CYCLE, "referral_cycle"),
        _guard("referral", "UPDATE OF customer_id, referrer_id", _CYCLE, "referral_cycle"),
    ]  # fmt: skip
    return statements


def _only_reason(row: Any, of: str) -> str:
    """Nothing but the reason changes, and that to a dash, as what it is ``of`` is of somebody who
    is erased now (R51)."""
    others = [name for name in row._meta.columns if name != "reason"]
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in others)
    return (
        f"NEW.reason = '{DASH}' AND {same} AND EXISTS (SELECT 1 FROM {of} JOIN customer"  # noqa: S608 - ours
        f" ON customer.id = {of}.customer_id"
        f" WHERE {of}.id = OLD.{of}_id AND customer.state = 'erased')"
    )


_UNLESS = {
    EntryRow: _only_reason(EntryRow, "account"),
    UndoRow: _only_reason(UndoRow, "purchase"),
}
"""What may happen to rows that never change otherwise."""


def _forbid(table: str, event: str, unless: str = "") -> str:
    name = f"{table}_no_{event.lower()}"
    when = f"WHEN NOT ({unless}) " if unless else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"{when}BEGIN SELECT RAISE(ABORT, 'append_only'); END"
    )


def _guard(table: str, event: str, query: str, message: str) -> str:
    name = f"{table}_{message}_{event.partition(' ')[0].lower()}"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"WHEN EXISTS ({query}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
