"""A purchase keeps what its customer said of it, and what staff was then given to say (G25)."""

STATEMENTS = (
    'CREATE TABLE "purchase_mark" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT '
    "NULL, \"mark\" TEXT CHECK (mark IN ('good', 'so-so', 'bad')), \"said\" TEXT, \"at\" INTEGER "
    'NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, '
    'FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT',
    'CREATE UNIQUE INDEX "purchase_mark_purchase_id" ON "purchase_mark" ("purchase_id")',
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
