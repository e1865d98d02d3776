"""Staff get badges: codes of the one namespace that name a person when they are scanned (R26)."""

STATEMENTS = (
    'CREATE TABLE "badge" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_id" INTEGER NOT NULL, '
    '"code" TEXT NOT NULL, "made_at" INTEGER NOT NULL, "retired_at" INTEGER, '
    'FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT',
    'CREATE UNIQUE INDEX "badge_code" ON "badge" ("code")',
    "CREATE UNIQUE INDEX badge_live_once ON badge (staff_id) WHERE retired_at IS NULL",
    "CREATE TRIGGER badge_code_taken_insert BEFORE INSERT ON badge "
    "WHEN EXISTS (SELECT 1 FROM promo_code WHERE promo_code.code = NEW.code) "
    "BEGIN SELECT RAISE(ABORT, 'code_taken'); END",
    "CREATE TRIGGER promo_code_code_taken_insert BEFORE INSERT ON promo_code "
    "WHEN EXISTS (SELECT 1 FROM badge WHERE badge.code = NEW.code) "
    "BEGIN SELECT RAISE(ABORT, 'code_taken'); END",
    "CREATE TRIGGER promo_code_code_taken_update BEFORE UPDATE OF code ON promo_code "
    "WHEN EXISTS (SELECT 1 FROM badge WHERE badge.code = NEW.code) "
    "BEGIN SELECT RAISE(ABORT, 'code_taken'); END",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
