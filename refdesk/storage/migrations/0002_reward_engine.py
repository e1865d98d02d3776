"""From the first release to the reward engine.

Effects may belong to an occasion, accounts to a gift card's code; lots and entitlements may wait
for somebody blocked; lines know what has gone back; shop and tills know when upkeep ran, when the
clock was confirmed and what it showed last. SQLite changes columns and checks only by making a
table anew, so each is made beside the old one, filled and put in its place; whoever calls has
switched foreign keys off for that and looks at them before the end.

Everything is written out here and stays as it is, whatever `tables` and `schema` come to say.
"""

STATEMENTS = (
    # -- shop
    'CREATE TABLE "shop_new" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, '
    '"currency" TEXT NOT NULL, "decimals" INTEGER NOT NULL, "time_zone" TEXT NOT NULL, '
    '"region" TEXT NOT NULL, "language" TEXT NOT NULL, "contact" TEXT NOT NULL, "prefix" '
    'TEXT NOT NULL, "uid" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "upkeep_on" TEXT, '
    '"clock_confirmed_at" INTEGER, CHECK (id = 1)) STRICT',
    "INSERT INTO shop_new (id, name, currency, decimals, time_zone, region, language, "
    "contact, prefix, uid, created_at) SELECT id, name, currency, decimals, time_zone, "
    "region, language, contact, prefix, uid, created_at FROM shop",
    "DROP TABLE shop",
    "ALTER TABLE shop_new RENAME TO shop",
    # -- till
    'CREATE TABLE "till_new" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, '
    '"wrong_codes" INTEGER NOT NULL, "pauses" INTEGER NOT NULL, "paused_until" INTEGER, '
    '"audit_seq" INTEGER NOT NULL, "audit_mac" TEXT NOT NULL, "audit_key" TEXT NOT NULL, '
    '"recorded_at" INTEGER) STRICT',
    "INSERT INTO till_new (id, name, wrong_codes, pauses, paused_until, audit_seq, "
    "audit_mac, audit_key, recorded_at) SELECT id, name, wrong_codes, pauses, paused_until, "
    "audit_seq, audit_mac, audit_key, (SELECT MAX(at) FROM audit WHERE audit.till_id = "
    "till.id) FROM till",
    "DROP TABLE till",
    "ALTER TABLE till_new RENAME TO till",
    'CREATE UNIQUE INDEX "till_name" ON "till" ("name")',
    # -- purchase_line
    'CREATE TABLE "purchase_line_new" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" '
    'INTEGER NOT NULL, "position" INTEGER NOT NULL, "service" TEXT, "service_group" TEXT '
    'NOT NULL, "price" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "base" INTEGER NOT '
    'NULL, "gone_back" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("purchase_id") REFERENCES '
    '"purchase" ("id") ON DELETE RESTRICT, CHECK (discount >= 0 AND discount <= price), '
    "CHECK (base >= 0), CHECK (gone_back >= 0 AND gone_back <= price - discount)) STRICT",
    "INSERT INTO purchase_line_new (id, purchase_id, position, service, service_group, "
    "price, discount, base, gone_back) SELECT line.id, line.purchase_id, line.position, "
    "line.service, line.service_group, line.price, line.discount, line.base, CASE "
    "purchase.is_void WHEN 1 THEN line.price - line.discount ELSE 0 END FROM purchase_line "
    "AS line JOIN purchase ON purchase.id = line.purchase_id",
    "DROP TABLE purchase_line",
    "ALTER TABLE purchase_line_new RENAME TO purchase_line",
    'CREATE INDEX "purchase_line_purchase_id" ON "purchase_line" ("purchase_id")',
    'CREATE UNIQUE INDEX "purchase_line_purchase_id_position" ON "purchase_line" '
    '("purchase_id", "position")',
    # -- occasion
    'CREATE TABLE "occasion" ("id" INTEGER NOT NULL PRIMARY KEY, "occasion_key" TEXT NOT '
    "NULL, \"kind\" TEXT NOT NULL CHECK (kind IN ('joining', 'birthday', 'milestone', "
    '\'contest\')), "customer_id" INTEGER, "version_id" INTEGER, "rule" TEXT, "purchase_id" '
    'INTEGER, "business_date" TEXT NOT NULL, "at" INTEGER NOT NULL, "is_live" INTEGER NOT '
    'NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT',
    'CREATE INDEX "occasion_customer_id" ON "occasion" ("customer_id")',
    'CREATE INDEX "occasion_purchase_id" ON "occasion" ("purchase_id")',
    "CREATE UNIQUE INDEX occasion_once ON occasion (occasion_key) WHERE is_live = 1",
    # -- effect
    'CREATE TABLE "effect_new" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER, '
    '"occasion_id" INTEGER, "undo_id" INTEGER, "undoes" INTEGER, "position" INTEGER NOT '
    'NULL, "customer_id" INTEGER, "side" TEXT NOT NULL, "level" INTEGER NOT NULL, "rule" '
    'TEXT, "version_id" INTEGER, "benefit" TEXT NOT NULL, "value" INTEGER NOT NULL, "spent" '
    'INTEGER NOT NULL, "cost" INTEGER NOT NULL, "base" INTEGER NOT NULL, "rate" TEXT, '
    '"state" TEXT NOT NULL, "available_on" TEXT, "expires_on" TEXT, "lines" TEXT NOT NULL '
    'DEFAULT \'[]\', "price" INTEGER NOT NULL DEFAULT 0, "carry" INTEGER NOT NULL DEFAULT 0, '
    '"carry_of" INTEGER, "keeps" TEXT, "uses" INTEGER, "why" TEXT NOT NULL, FOREIGN KEY '
    '("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("occasion_id") REFERENCES "occasion" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") '
    'REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES '
    '"programme_version" ("id") ON DELETE RESTRICT) STRICT',
    "INSERT INTO effect_new (id, purchase_id, undo_id, undoes, position, customer_id, side, "
    "level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, "
    "expires_on, why, lines, price) SELECT id, purchase_id, undo_id, undoes, position, "
    "customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, "
    "state, available_on, expires_on, why, (SELECT json_group_array(line.position - 1) FROM "
    "purchase_line AS line WHERE line.purchase_id = effect.purchase_id), (SELECT "
    "SUM(line.price - line.discount) FROM purchase_line AS line WHERE line.purchase_id = "
    "effect.purchase_id) FROM effect",
    "DROP TABLE effect",
    "ALTER TABLE effect_new RENAME TO effect",
    'CREATE INDEX "effect_purchase_id" ON "effect" ("purchase_id")',
    'CREATE INDEX "effect_occasion_id" ON "effect" ("occasion_id")',
    'CREATE INDEX "effect_undo_id" ON "effect" ("undo_id")',
    'CREATE INDEX "effect_customer_id" ON "effect" ("customer_id")',
    'CREATE INDEX "effect_version_id" ON "effect" ("version_id")',
    'CREATE UNIQUE INDEX "effect_undoes_undo_id" ON "effect" ("undoes", "undo_id")',
    "CREATE UNIQUE INDEX effect_once ON effect (purchase_id, version_id, rule, customer_id, "
    "level, side, benefit, COALESCE(uses, 0), COALESCE(keeps, '')) WHERE undo_id IS NULL "
    "AND rule IS NOT NULL",
    "CREATE TRIGGER effect_no_update BEFORE UPDATE ON effect BEGIN SELECT RAISE(ABORT, "
    "'append_only'); END",
    "CREATE TRIGGER effect_no_delete BEFORE DELETE ON effect BEGIN SELECT RAISE(ABORT, "
    "'append_only'); END",
    # -- account
    'CREATE TABLE "account_new" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, '
    "\"code_id\" INTEGER, \"unit\" TEXT NOT NULL CHECK (unit IN ('points', 'money', "
    "'store_credit', 'stamps', 'gift_card')), \"balance\" INTEGER NOT NULL, FOREIGN KEY "
    '("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, CHECK ((customer_id IS '
    "NULL) <> (code_id IS NULL))) STRICT",
    "INSERT INTO account_new (id, customer_id, unit, balance) SELECT id, customer_id, unit, "
    "balance FROM account",
    "DROP TABLE account",
    "ALTER TABLE account_new RENAME TO account",
    'CREATE INDEX "account_customer_id" ON "account" ("customer_id")',
    'CREATE UNIQUE INDEX "account_code_id" ON "account" ("code_id")',
    'CREATE UNIQUE INDEX "account_customer_id_unit" ON "account" ("customer_id", "unit")',
    # -- lot
    'CREATE TABLE "lot_new" ("entry_id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER '
    'NOT NULL, "remaining" INTEGER NOT NULL CHECK (remaining >= 0), "earned_on" TEXT NOT '
    'NULL, "available_on" TEXT NOT NULL, "expires_on" TEXT, "inactive_days" INTEGER NOT '
    'NULL, "grace_days" INTEGER, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT '
    'NULL DEFAULT 0, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, '
    'FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT',
    "INSERT INTO lot_new (entry_id, account_id, remaining, earned_on, available_on, "
    "expires_on, inactive_days, grace_days, version_id, rule) SELECT entry_id, account_id, "
    "remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, "
    "rule FROM lot",
    "DROP TABLE lot",
    "ALTER TABLE lot_new RENAME TO lot",
    'CREATE INDEX "lot_account_id_remaining" ON "lot" ("account_id", "remaining")',
    "CREATE INDEX lot_by_age ON lot (expires_on) WHERE remaining > 0",
    "CREATE INDEX lot_by_inactivity ON lot (account_id) WHERE remaining > 0 AND inactive_days > 0",
    "CREATE INDEX lot_by_release ON lot (available_on) WHERE remaining > 0 AND available_on "
    "> earned_on",
    # -- entitlement
    'CREATE TABLE "entitlement_new" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" '
    'INTEGER NOT NULL, "effect_id" INTEGER, "benefit" TEXT NOT NULL, "version_id" INTEGER, '
    '"rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, "available_on" TEXT NOT NULL, '
    '"expires_on" TEXT, "used_in_id" INTEGER, "cancelled_at" INTEGER, FOREIGN KEY '
    '("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY '
    '("used_in_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT',
    "INSERT INTO entitlement_new (id, customer_id, effect_id, benefit, version_id, "
    "available_on, expires_on, used_in_id, cancelled_at) SELECT id, customer_id, effect_id, "
    "benefit, version_id, available_on, expires_on, used_in_id, cancelled_at FROM "
    "entitlement",
    "DROP TABLE entitlement",
    "ALTER TABLE entitlement_new RENAME TO entitlement",
    'CREATE INDEX "entitlement_customer_id" ON "entitlement" ("customer_id")',
    'CREATE INDEX "entitlement_effect_id" ON "entitlement" ("effect_id")',
    'CREATE INDEX "entitlement_version_id" ON "entitlement" ("version_id")',
    'CREATE INDEX "entitlement_used_in_id" ON "entitlement" ("used_in_id")',
    # -- what upkeep looks through
    "CREATE INDEX customer_by_birthday ON customer (substr(birthday, 6)) WHERE birthday IS "
    "NOT NULL",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
