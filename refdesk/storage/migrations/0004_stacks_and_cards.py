"""Stacks know when and by whom they were handed out, cards when they were printed, came out and
were put into use.

Of a run that was confirmed as a whole every card that is not spoiled came out then; what was
printed before is not known card by card, so a confirmed card counts as printed once. The day of a
blank is that of its code's issue, of a gift card that of its value.
"""

STATEMENTS = (
    'CREATE TABLE "stack_new" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, '
    '"number" INTEGER NOT NULL, "holder_id" INTEGER, "place" TEXT NOT NULL, "first" INTEGER NOT '
    'NULL, "count" INTEGER NOT NULL, "handed_at" INTEGER, "handed_on" TEXT, "handed_by_id" '
    'INTEGER, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT, FOREIGN '
    'KEY ("holder_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("handed_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT',
    "INSERT INTO stack_new (id, run_id, number, holder_id, place, first, count) SELECT id, "
    "run_id, number, holder_id, place, first, count FROM stack",
    "DROP TABLE stack",
    "ALTER TABLE stack_new RENAME TO stack",
    'CREATE INDEX "stack_run_id" ON "stack" ("run_id")',
    'CREATE INDEX "stack_holder_id" ON "stack" ("holder_id")',
    'CREATE UNIQUE INDEX "stack_run_id_number" ON "stack" ("run_id", "number")',
    'ALTER TABLE card ADD COLUMN "printed_at" INTEGER',
    'ALTER TABLE card ADD COLUMN "issued_at" INTEGER',
    'ALTER TABLE card ADD COLUMN "activated_on" TEXT',
    "UPDATE card SET printed_at = (SELECT confirmed_at FROM print_run WHERE id = run_id)",
    "UPDATE card SET issued_at = printed_at WHERE is_spoiled = 0",
    "UPDATE card SET activated_on = (SELECT date(code.issued_at / 1000000, 'unixepoch') FROM "
    "promo_code AS code WHERE code.id = code_id AND code.kind = 'personal') WHERE run_id IN "
    "(SELECT id FROM print_run WHERE kind = 'blank')",
    "UPDATE card SET activated_on = (SELECT MAX(lot.earned_on) FROM account JOIN lot ON "
    "lot.account_id = account.id JOIN promo_code AS code ON code.id = account.code_id WHERE "
    "code.id = card.code_id AND code.status <> 'printed') WHERE run_id IN (SELECT id FROM "
    "print_run WHERE kind = 'gift_card')",
    "CREATE INDEX card_spoiled ON card (run_id, position) WHERE is_spoiled = 1",
    "CREATE INDEX card_reprinted ON card (run_id, position) WHERE reprints > 0",
    "CREATE INDEX card_activated ON card (run_id, position, activated_on) WHERE activated_on IS "
    "NOT NULL",
    "CREATE INDEX promo_code_used_of_stack ON promo_code (stack_id) WHERE stack_id IS NOT NULL "
    "AND uses > 0",
    "CREATE INDEX promo_code_replaced ON promo_code (replaced_by) WHERE replaced_by IS NOT NULL",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
