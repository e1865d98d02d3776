"""Two customers may become one: accounts are re-pointed and know whose they were (R39, R77).

A person then has several accounts in one unit, so only his own is one a unit; a claim that moves
to another person may close no circle either (R32).
"""

_CYCLE = (
    "WITH RECURSIVE line(person) AS ( SELECT NEW.referrer_id UNION SELECT referral.referrer_id "
    "FROM referral JOIN line ON referral.customer_id = line.person) SELECT 1 FROM line WHERE "
    "person = NEW.customer_id"
)

STATEMENTS = (
    'CREATE TABLE "account_new" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, '
    "\"code_id\" INTEGER, \"unit\" TEXT NOT NULL CHECK (unit IN ('points', 'money', "
    "'store_credit', 'stamps', 'gift_card')), \"balance\" INTEGER NOT NULL, \"came_from_id\" "
    'INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("came_from_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, CHECK ((customer_id IS '
    "NULL) <> (code_id IS NULL))) STRICT",
    "INSERT INTO account_new (id, customer_id, code_id, unit, balance) SELECT id, customer_id, "
    "code_id, unit, balance FROM account",
    "DROP TABLE account",
    "ALTER TABLE account_new RENAME TO account",
    'CREATE INDEX "account_customer_id" ON "account" ("customer_id")',
    'CREATE UNIQUE INDEX "account_code_id" ON "account" ("code_id")',
    "CREATE UNIQUE INDEX account_once ON account (customer_id, unit) WHERE came_from_id IS NULL",
    "CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL",
    "DROP TRIGGER referral_referral_cycle_update",
    "CREATE TRIGGER referral_referral_cycle_update BEFORE UPDATE OF customer_id, referrer_id ON "
    f"referral WHEN EXISTS ( {_CYCLE} ) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
