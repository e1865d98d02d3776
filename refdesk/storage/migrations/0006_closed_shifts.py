"""A shift is closed with its figures, balances and the heads of the audit chains (G27, I10, 4c).

Beside them stands what is to be looked at, until somebody has given a reason.
"""

STATEMENTS = (
    'CREATE TABLE "shift_close" ("id" INTEGER NOT NULL PRIMARY KEY, "shift_id" INTEGER NOT NULL, '
    '"at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, '
    '"staff_id" INTEGER, "figures" TEXT NOT NULL, "slips" INTEGER, "balances" TEXT NOT NULL, '
    '"last_entry" INTEGER NOT NULL, "anchors" TEXT NOT NULL, '
    'FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT',
    'CREATE INDEX "shift_close_at" ON "shift_close" ("at")',
    'CREATE UNIQUE INDEX "shift_close_shift_id" ON "shift_close" ("shift_id")',
    'CREATE TABLE "shift_point" ("id" INTEGER NOT NULL PRIMARY KEY, "shift_id" INTEGER NOT NULL, '
    '"point" TEXT NOT NULL, "kind" TEXT NOT NULL, "details" TEXT NOT NULL, '
    '"at" INTEGER NOT NULL, "reason" TEXT NOT NULL, "staff_id" INTEGER, "answered_at" INTEGER, '
    'FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT',
    'CREATE UNIQUE INDEX "shift_point_shift_id_point" ON "shift_point" ("shift_id", "point")',
    "CREATE TRIGGER shift_close_no_update BEFORE UPDATE ON shift_close "
    "BEGIN SELECT RAISE(ABORT, 'append_only'); END",
    "CREATE TRIGGER shift_close_no_delete BEFORE DELETE ON shift_close "
    "BEGIN SELECT RAISE(ABORT, 'append_only'); END",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
