"""The key of an audit chain is turned with each day (4c).

Tills go on with their open keys until the owner has a key made and printed: a table without rows.
"""

STATEMENTS = (
    'CREATE TABLE "day_key" ("id" INTEGER NOT NULL PRIMARY KEY, "till_id" INTEGER NOT NULL, '
    '"key" TEXT NOT NULL, "business_date" TEXT NOT NULL, "since" INTEGER NOT NULL, '
    '"open_until" INTEGER NOT NULL, "is_copy" INTEGER NOT NULL, '
    'FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT) STRICT',
    'CREATE UNIQUE INDEX "day_key_till_id" ON "day_key" ("till_id")',
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
