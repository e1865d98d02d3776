-- A shop of schema 8 that worked for three days at three tills, each with an open audit key; two
-- shifts are closed with their anchors.
PRAGMA application_id = 1382433841;
PRAGMA user_version = 8;
BEGIN;
CREATE TABLE "shop" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "currency" TEXT NOT NULL, "decimals" INTEGER NOT NULL, "time_zone" TEXT NOT NULL, "region" TEXT NOT NULL, "language" TEXT NOT NULL, "contact" TEXT NOT NULL, "prefix" TEXT NOT NULL, "uid" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "upkeep_on" TEXT, "clock_confirmed_at" INTEGER, CHECK (id = 1)) STRICT;
CREATE TABLE "setting" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "value" TEXT NOT NULL) STRICT;
CREATE TABLE "staff" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "role" TEXT NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')), "pin_hash" TEXT, "recovery_hash" TEXT, "customer" INTEGER, "wrong_pins" INTEGER NOT NULL, "locked_until" INTEGER, "is_active" INTEGER NOT NULL) STRICT;
CREATE TABLE "till" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "wrong_codes" INTEGER NOT NULL, "pauses" INTEGER NOT NULL, "paused_until" INTEGER, "audit_seq" INTEGER NOT NULL, "audit_mac" TEXT NOT NULL, "audit_key" TEXT NOT NULL, "recorded_at" INTEGER) STRICT;
CREATE TABLE "shift" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_id" INTEGER, "till_id" INTEGER NOT NULL, "opened_at" INTEGER NOT NULL, "closed_at" INTEGER, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "customer" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('client', 'ambassador', 'employee')), "state" TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'erased', 'merged')), "birthday" TEXT, "tags" TEXT NOT NULL, "note" TEXT NOT NULL, "merged_into" INTEGER, "registered_on" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "purchases" INTEGER NOT NULL, "last_on" TEXT) STRICT;
CREATE TABLE "identity" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('phone', 'plate', 'email', 'messenger', 'old_card')), "value" TEXT NOT NULL, "shown" TEXT NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "consent" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "purpose" TEXT NOT NULL, "text_version" TEXT NOT NULL, "how" TEXT NOT NULL, "at" INTEGER NOT NULL, "withdrawn_at" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "service" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "service_group" TEXT NOT NULL CHECK (service_group IN ('service', 'goods', 'certificate', 'membership', 'deposit', 'tip')), "price" INTEGER, "margin" INTEGER, "is_active" INTEGER NOT NULL) STRICT;
CREATE TABLE "programme" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "preset" TEXT, "status" TEXT NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'ended')), "budget_spent" INTEGER NOT NULL CHECK (budget_spent >= 0), "created_at" INTEGER NOT NULL) STRICT;
CREATE TABLE "programme_version" ("id" INTEGER NOT NULL PRIMARY KEY, "programme_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "terms" TEXT NOT NULL, "created_at" INTEGER NOT NULL, FOREIGN KEY ("programme_id") REFERENCES "programme" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "print_run" ("id" INTEGER NOT NULL PRIMARY KEY, "programme_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('coupon', 'blank', 'gift_card', 'personal')), "count" INTEGER NOT NULL, "value" INTEGER, "created_at" INTEGER NOT NULL, "confirmed_at" INTEGER, FOREIGN KEY ("programme_id") REFERENCES "programme" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "stack" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "holder_id" INTEGER, "place" TEXT NOT NULL, "first" INTEGER NOT NULL, "count" INTEGER NOT NULL, "handed_at" INTEGER, "handed_on" TEXT, "handed_by_id" INTEGER, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT, FOREIGN KEY ("holder_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("handed_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "promo_code" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('personal', 'campaign', 'coupon', 'gift_card', 'blank')), "status" TEXT NOT NULL CHECK (status IN ('printed', 'live', 'blocked', 'retired')), "version_id" INTEGER NOT NULL, "owner_id" INTEGER, "stack_id" INTEGER, "friend_share" INTEGER, "is_guessable" INTEGER NOT NULL, "valid_from" TEXT, "valid_to" TEXT, "use_limit" INTEGER, "uses" INTEGER NOT NULL, "last_use" INTEGER NOT NULL, "replaced_by" INTEGER, "reason" TEXT NOT NULL, "issued_at" INTEGER NOT NULL, "effect" INTEGER, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("owner_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("stack_id") REFERENCES "stack" ("id") ON DELETE RESTRICT, CHECK (uses >= 0), CHECK (use_limit IS NULL OR uses <= use_limit), CHECK (last_use >= uses)) STRICT;
CREATE TABLE "card" ("id" INTEGER NOT NULL PRIMARY KEY, "code_id" INTEGER NOT NULL, "run_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "is_spoiled" INTEGER NOT NULL, "reprints" INTEGER NOT NULL, "printed_at" INTEGER, "issued_at" INTEGER, "activated_on" TEXT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "purchase" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "shift_id" INTEGER, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "total" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "to_pay" INTEGER NOT NULL, "verdict" TEXT NOT NULL, "proof" TEXT, "reason" TEXT NOT NULL, "source" TEXT NOT NULL CHECK (source IN ('till', 'import')), "gone_back" INTEGER NOT NULL, "is_void" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, CHECK (gone_back >= 0), CHECK (discount >= 0), CHECK (to_pay >= 0)) STRICT;
CREATE TABLE "purchase_line" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "service" TEXT, "service_group" TEXT NOT NULL, "price" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "base" INTEGER NOT NULL, "gone_back" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, CHECK (discount >= 0 AND discount <= price), CHECK (base >= 0), CHECK (gone_back >= 0 AND gone_back <= price - discount)) STRICT;
CREATE TABLE "code_use" ("id" INTEGER NOT NULL PRIMARY KEY, "code_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "purchase_id" INTEGER NOT NULL, "customer_id" INTEGER, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "is_live" INTEGER NOT NULL, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "referral" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "referrer_id" INTEGER NOT NULL, "code_id" INTEGER, "version_id" INTEGER NOT NULL, "claimed_at" INTEGER NOT NULL, "claimed_on" TEXT NOT NULL, "was_new" INTEGER NOT NULL, "effective_id" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("referrer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effective_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, CHECK (customer_id <> referrer_id)) STRICT;
CREATE TABLE "undo" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('void', 'refund')), "amount" INTEGER NOT NULL, "money_back" INTEGER NOT NULL, "reason" TEXT NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "occasion" ("id" INTEGER NOT NULL PRIMARY KEY, "occasion_key" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('joining', 'birthday', 'milestone', 'contest')), "customer_id" INTEGER, "version_id" INTEGER, "rule" TEXT, "purchase_id" INTEGER, "business_date" TEXT NOT NULL, "at" INTEGER NOT NULL, "is_live" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "effect" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER, "occasion_id" INTEGER, "undo_id" INTEGER, "undoes" INTEGER, "position" INTEGER NOT NULL, "customer_id" INTEGER, "side" TEXT NOT NULL, "level" INTEGER NOT NULL, "rule" TEXT, "version_id" INTEGER, "benefit" TEXT NOT NULL, "value" INTEGER NOT NULL, "spent" INTEGER NOT NULL, "cost" INTEGER NOT NULL, "base" INTEGER NOT NULL, "rate" TEXT, "state" TEXT NOT NULL, "available_on" TEXT, "expires_on" TEXT, "lines" TEXT NOT NULL DEFAULT '[]', "price" INTEGER NOT NULL DEFAULT 0, "carry" INTEGER NOT NULL DEFAULT 0, "carry_of" INTEGER, "keeps" TEXT, "uses" INTEGER, "why" TEXT NOT NULL, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("occasion_id") REFERENCES "occasion" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "account" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, "code_id" INTEGER, "unit" TEXT NOT NULL CHECK (unit IN ('points', 'money', 'store_credit', 'stamps', 'gift_card')), "balance" INTEGER NOT NULL, "came_from_id" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("came_from_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, CHECK ((customer_id IS NULL) <> (code_id IS NULL))) STRICT;
CREATE TABLE "entry" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('earn', 'spend', 'return', 'take_back', 'expire', 'adjust', 'opening', 'payout')), "change" INTEGER NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "purchase_id" INTEGER, "effect_id" INTEGER, "undoes_id" INTEGER, "undo_id" INTEGER, "reason" TEXT NOT NULL, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undoes_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, CHECK (change <> 0)) STRICT;
CREATE TABLE "lot" ("entry_id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "remaining" INTEGER NOT NULL CHECK (remaining >= 0), "earned_on" TEXT NOT NULL, "available_on" TEXT NOT NULL, "expires_on" TEXT, "inactive_days" INTEGER NOT NULL, "grace_days" INTEGER, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "lot_move" ("id" INTEGER NOT NULL PRIMARY KEY, "entry_id" INTEGER NOT NULL, "lot_id" INTEGER NOT NULL, "change" INTEGER NOT NULL CHECK (change <> 0), FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("lot_id") REFERENCES "lot" ("entry_id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "entitlement" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "effect_id" INTEGER, "benefit" TEXT NOT NULL, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, "available_on" TEXT NOT NULL, "expires_on" TEXT, "used_in_id" INTEGER, "cancelled_at" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("used_in_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "payout" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "entry_id" INTEGER NOT NULL, "amount" INTEGER NOT NULL CHECK (amount > 0), "method" TEXT NOT NULL CHECK (method IN ('cash', 'card', 'outside', 'credit')), "at" INTEGER NOT NULL, "staff_id" INTEGER, "cancelled_at" INTEGER, "reason" TEXT NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "operation" ("id" INTEGER NOT NULL PRIMARY KEY, "op_key" TEXT NOT NULL, "fingerprint" TEXT NOT NULL, "result" TEXT NOT NULL, "at" INTEGER NOT NULL) STRICT;
CREATE TABLE "refusal" ("id" INTEGER NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "refusal" TEXT NOT NULL, "code_mask" TEXT NOT NULL, "customer_id" INTEGER, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "audit" ("id" INTEGER NOT NULL PRIMARY KEY, "till_id" INTEGER NOT NULL, "seq" INTEGER NOT NULL, "at" INTEGER NOT NULL, "staff_id" INTEGER, "action" TEXT NOT NULL, "details" TEXT NOT NULL, "mac" TEXT NOT NULL, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "shift_close" ("id" INTEGER NOT NULL PRIMARY KEY, "shift_id" INTEGER NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "figures" TEXT NOT NULL, "slips" INTEGER, "balances" TEXT NOT NULL, "last_entry" INTEGER NOT NULL, "anchors" TEXT NOT NULL, FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "shift_point" ("id" INTEGER NOT NULL PRIMARY KEY, "shift_id" INTEGER NOT NULL, "point" TEXT NOT NULL, "kind" TEXT NOT NULL, "details" TEXT NOT NULL, "at" INTEGER NOT NULL, "reason" TEXT NOT NULL, "staff_id" INTEGER, "answered_at" INTEGER, FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "badge" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_id" INTEGER NOT NULL, "code" TEXT NOT NULL, "made_at" INTEGER NOT NULL, "retired_at" INTEGER, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "purchase_mark" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "mark" TEXT CHECK (mark IN ('good', 'so-so', 'bad')), "said" TEXT, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "schema_migration" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL, "applied" DATETIME NOT NULL);
INSERT INTO "shop" VALUES (1, 'Sparkle', 'RUB', 2, 'Europe/Moscow', 'RU', 'en', '', '', 'c73bb53cedb96368', 1794992400000000, NULL, NULL);
INSERT INTO "staff" VALUES (1, 'Olga', 'olga', 'manager', '$argon2id$v=19$m=19456,t=2,p=1$/kc4J+FIos9TbKGqp2a9cg$2s6RNzN47Ey0B6SQGthBQj0sg1c0gIGdSvKzc4UmEWo', NULL, NULL, 0, NULL, 1);
INSERT INTO "till" VALUES (1, '1', 0, 0, NULL, 13, 'a7d84bed6b2e1449a50b4c6a4876d8d60e1f87aec239c9bb146dd6c5c9e0c250', 'fb931946e050ae7e1932fb9872eedb92e5597afa75a23c9d4e72bb3c6132d469', 1795165200000000);
INSERT INTO "till" VALUES (2, '2', 0, 0, NULL, 4, 'e4f8f6d52efccbab867e37ee67783b00a28817ceca7879f1d5817b69aa7171f7', '1d56b1b50201b47a97ef3c9355c5ebe3a067eb35612ec8280dd0513da868b822', 1795078800000000);
INSERT INTO "till" VALUES (3, 'yard', 0, 0, NULL, 2, '373b90f8e85a24bb8eb5711376a081deba0a2ce0f49ec7744a96cfe2efd301b5', '6302504e362ee084317c236887b26a2ae82a7cdafabc59b50edb9ef7d62d9e74', 1795165200000000);
INSERT INTO "shift" VALUES (1, NULL, 1, 1794992400000000, 1795165200000000);
INSERT INTO "shift" VALUES (2, NULL, 2, 1794992400000000, NULL);
INSERT INTO "shift" VALUES (3, 1, 2, 1795078800000000, 1795078800000000);
INSERT INTO "shift" VALUES (4, NULL, 3, 1795165200000000, NULL);
INSERT INTO "customer" VALUES (1, 'Anna', 'anna', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-19');
INSERT INTO "customer" VALUES (2, '', '', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-18');
INSERT INTO "customer" VALUES (3, 'Boris', 'boris', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-19');
INSERT INTO "customer" VALUES (4, 'Clara', 'clara', 'client', 'active', NULL, '[]', '', NULL, '2026-11-20', 1795165200000000, 0, NULL);
INSERT INTO "identity" VALUES (1, 1, 'phone', '+79160000001', '+79160000001');
INSERT INTO "identity" VALUES (2, 2, 'phone', '+79170000001', '+79170000001');
INSERT INTO "identity" VALUES (3, 3, 'phone', '+79160000002', '+79160000002');
INSERT INTO "identity" VALUES (4, 4, 'phone', '+79160000003', '+79160000003');
INSERT INTO "service" VALUES (1, 'Express', 'express', 'service', 60000, 6000, 1);
INSERT INTO "service" VALUES (2, 'Full wash', 'full wash', 'service', 100000, 5500, 1);
INSERT INTO "service" VALUES (3, 'Interior', 'interior', 'service', 150000, 5000, 1);
INSERT INTO "programme" VALUES (1, 'Friend −10 %, you 100 points', 'friend −10 %, you 100 points', 'car-wash', 'active', 20000, 1794992400000000);
INSERT INTO "programme_version" VALUES (1, 1, 1, 'name = "Friend −10 %, you 100 points"

[title]
en = "Friend −10 %, you 100 points"
ru = "Другу −10 %, вам 100 баллов"

[spending]
share = "50"
expires_days = 180

[[rule]]
id = "friend"
new_only = true
referrer = [
    { kind = "points", amount = 100 },
]

[rule.referral]
kind = "percent_off"
percent = "10"
', 1794992400000000);
INSERT INTO "promo_code" VALUES (1, 'MGRACGJE5K', 'personal', 'live', 1, 1, NULL, NULL, 0, NULL, NULL, NULL, 1, 1, NULL, '', 1794992400000000, NULL);
INSERT INTO "promo_code" VALUES (2, '9MCQXU66CA', 'personal', 'live', 1, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO "promo_code" VALUES (3, 'JKGUY9WWBX', 'personal', 'live', 1, 3, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO "promo_code" VALUES (4, 'NCX5ZBTDBU', 'personal', 'live', 1, 4, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795165200000000, NULL);
INSERT INTO "purchase" VALUES (1, 2, 1, NULL, 1, 1794992400000000, '2026-11-18', 100000, 10000, 90000, 'ok_new', NULL, '', 'till', 0, 0);
INSERT INTO "purchase" VALUES (2, 3, 2, 1, 3, 1795078800000000, '2026-11-19', 50000, 0, 50000, 'info_known', NULL, '', 'till', 0, 0);
INSERT INTO "purchase" VALUES (3, 1, 1, NULL, 1, 1795078800000000, '2026-11-19', 70000, 0, 70000, 'info_known', NULL, '', 'till', 0, 0);
INSERT INTO "purchase" VALUES (4, 1, 1, NULL, 1, 1795165200000000, '2026-11-20', 30000, 0, 30000, 'info_known', NULL, '', 'till', 30000, 1);
INSERT INTO "purchase_line" VALUES (1, 1, 1, NULL, 'service', 100000, 10000, 90000, 0);
INSERT INTO "purchase_line" VALUES (2, 2, 1, NULL, 'service', 50000, 0, 50000, 0);
INSERT INTO "purchase_line" VALUES (3, 3, 1, NULL, 'service', 70000, 0, 70000, 0);
INSERT INTO "purchase_line" VALUES (4, 4, 1, NULL, 'service', 30000, 0, 30000, 30000);
INSERT INTO "code_use" VALUES (1, 1, 1, 1, 2, 1794992400000000, '2026-11-18', 1);
INSERT INTO "referral" VALUES (1, 2, 1, 1, 1, 1794992400000000, '2026-11-18', 1, 1);
INSERT INTO "undo" VALUES (1, 4, 1, 'void', 30000, 30000, 'mistake', 1795165200000000, '2026-11-20', 1, NULL);
INSERT INTO "effect" VALUES (1, 1, NULL, NULL, NULL, 1, 2, 'referral', 0, 'friend', 1, 'percent_off', 10000, 0, 10000, 100000, '1000', 'done', NULL, NULL, '[0]', 90000, 0, NULL, NULL, NULL, '[{"base":100000,"code":"percent_off","percent":1000,"value":10000}]');
INSERT INTO "effect" VALUES (2, 1, NULL, NULL, NULL, 2, 1, 'referrer', 1, 'friend', 1, 'points', 100, 0, 10000, 90000, NULL, 'available', '2026-11-18', '2027-05-17', '[0]', 90000, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":100}]');
INSERT INTO "account" VALUES (1, 1, NULL, 'points', 100, NULL);
INSERT INTO "entry" VALUES (1, 1, 'earn', 100, 1794992400000000, '2026-11-18', 1, NULL, 1, 2, NULL, NULL, '');
INSERT INTO "lot" VALUES (1, 1, 100, '2026-11-18', '2026-11-18', '2027-05-17', 0, NULL, 1, 'friend', 0);
INSERT INTO "lot_move" VALUES (1, 1, 1, 100);
INSERT INTO "audit" VALUES (1, 1, 1, 1794992400000000, NULL, 'shop_created', '{}', '99fd01b37c3b927c059cb72ba2f7b2be22646ee7b4f66ae0cfc19af25f6a34af');
INSERT INTO "audit" VALUES (2, 1, 2, 1794992400000000, NULL, 'programme_added', '{"programme":1,"version":1}', 'c77eb6b9023493f81ed75173787e7c8dcd90f633a585eace674ea1f980c70810');
INSERT INTO "audit" VALUES (3, 1, 3, 1794992400000000, NULL, 'customer_added', '{"customer":1}', 'd6a7b61518497258f0baa9ee304c23bc6ba70f6bd77aa1db112002eb23ac5c9a');
INSERT INTO "audit" VALUES (4, 1, 4, 1794992400000000, NULL, 'codes_issued', '{"count":1,"customer":1}', '5e44c2f6cddf8a890e0a10ff10026339e1953a757a5cc66aeda9f9453767f733');
INSERT INTO "audit" VALUES (5, 1, 5, 1794992400000000, NULL, 'customer_added', '{"customer":2}', '3ebcd99a0c3d19ebb3b98cabe15d2ed52b6e72fca8ad42d072d489bddfa406a2');
INSERT INTO "audit" VALUES (6, 1, 6, 1794992400000000, NULL, 'codes_issued', '{"count":1,"customer":2}', 'b7c1fbeda001bb2666c8a6813512c4715ac5966b4fb1015a74a9eed6eca6e5e6');
INSERT INTO "audit" VALUES (7, 1, 7, 1794992400000000, NULL, 'referral_claimed', '{"customer":2,"referrer":1}', 'aa2e46ed8e0112a5c637340765e6fdabbf608466c6893854202c78dd9eb9c0e4');
INSERT INTO "audit" VALUES (8, 1, 8, 1794992400000000, NULL, 'purchase', '{"customer":2,"discount":10000,"purchase":1,"to_pay":90000}', '7bd66b2d31cd1cfff2392d744c4665f69c23388352ead66fea478fb920064001');
INSERT INTO "audit" VALUES (9, 1, 9, 1794992400000000, NULL, 'staff_added', '{"role":"manager","staff":1}', '6c06913446f4c854e9616fa383a08d28d4fc0f2d56e689f9deed64a63dfd35ae');
INSERT INTO "audit" VALUES (10, 2, 1, 1794992400000000, NULL, 'customer_added', '{"customer":3}', '6ce9fc754b8cdee14734feb76f01bea1357925a2d0fecbdeef74394c5d1da127');
INSERT INTO "audit" VALUES (11, 2, 2, 1794992400000000, NULL, 'codes_issued', '{"count":1,"customer":3}', '5e5915608720654d854da88b703522121587b06ed083699f84e55e2637f00284');
INSERT INTO "audit" VALUES (12, 2, 3, 1795078800000000, 1, 'purchase', '{"customer":3,"discount":0,"purchase":2,"to_pay":50000}', '5c2b0baa4f20bbb0077c2927f32f2ce6c0b0953538611185fb853943b4b61eff');
INSERT INTO "audit" VALUES (13, 2, 4, 1795078800000000, 1, 'shift_closed', '{"paid":50000,"paid_out":0,"points":0,"purchases":1,"shift":3,"slips":null}', 'e4f8f6d52efccbab867e37ee67783b00a28817ceca7879f1d5817b69aa7171f7');
INSERT INTO "audit" VALUES (14, 1, 10, 1795078800000000, NULL, 'purchase', '{"customer":1,"discount":0,"purchase":3,"to_pay":70000}', 'dbda2d802b62f6408dc6ebb2d6e7e9ebaa6804e08f9dc52e69b9570af7e7a1b0');
INSERT INTO "audit" VALUES (15, 3, 1, 1795165200000000, NULL, 'customer_added', '{"customer":4}', '4a9617aba546da7fe5a8189a8ff796dc88acecb5255f7b13e9e13546ddd048e9');
INSERT INTO "audit" VALUES (16, 3, 2, 1795165200000000, NULL, 'codes_issued', '{"count":1,"customer":4}', '373b90f8e85a24bb8eb5711376a081deba0a2ce0f49ec7744a96cfe2efd301b5');
INSERT INTO "audit" VALUES (17, 1, 11, 1795165200000000, NULL, 'purchase', '{"customer":1,"discount":0,"purchase":4,"to_pay":30000}', 'bf3611d9fefcfbf9774184ccfbfef916a2b2c84a64fbcdcf4c2be57b99494626');
INSERT INTO "audit" VALUES (18, 1, 12, 1795165200000000, NULL, 'void', '{"amount":30000,"money_back":30000,"purchase":4}', 'cdd8f0baaf6d667ef51708bd5cba3178597aac10ff559f45965302115bb18a0b');
INSERT INTO "audit" VALUES (19, 1, 13, 1795165200000000, NULL, 'shift_closed', '{"paid":160000,"paid_out":0,"points":1,"purchases":2,"shift":1,"slips":null}', 'a7d84bed6b2e1449a50b4c6a4876d8d60e1f87aec239c9bb146dd6c5c9e0c250');
INSERT INTO "shift_close" VALUES (1, 3, 1795078800000000, '2026-11-19', 2, 1, '{"by_codes":0,"by_hand":0,"by_programmes":0,"codes_refused":0,"codes_used":0,"credit_issued":0,"credit_spent":0,"gift_cards_sold":0,"gift_cards_used":0,"given_back":0,"marked_bad":0,"marked_good":0,"marked_so_so":0,"money_earned":0,"new_by_code":0,"paid":50000,"paid_out":0,"paid_with_points":0,"payouts":0,"points_issued":0,"points_spent":0,"purchases":1,"refunds":0,"rounding":0,"sales":50000,"stamps_issued":0,"voided":0,"voids":0}', NULL, '{"points":[100,1]}', 1, '[["1",9,"6c06913446f4c854e9616fa383a08d28d4fc0f2d56e689f9deed64a63dfd35ae"],["2",4,"e4f8f6d52efccbab867e37ee67783b00a28817ceca7879f1d5817b69aa7171f7"]]');
INSERT INTO "shift_close" VALUES (2, 1, 1795165200000000, '2026-11-20', 1, NULL, '{"by_codes":10000,"by_hand":0,"by_programmes":0,"codes_refused":0,"codes_used":1,"credit_issued":0,"credit_spent":0,"gift_cards_sold":0,"gift_cards_used":0,"given_back":0,"marked_bad":0,"marked_good":0,"marked_so_so":0,"money_earned":0,"new_by_code":1,"paid":160000,"paid_out":0,"paid_with_points":0,"payouts":0,"points_issued":100,"points_spent":0,"purchases":2,"refunds":0,"rounding":0,"sales":170000,"stamps_issued":0,"voided":30000,"voids":1}', NULL, '{"points":[100,1]}', 1, '[["1",13,"a7d84bed6b2e1449a50b4c6a4876d8d60e1f87aec239c9bb146dd6c5c9e0c250"],["2",4,"e4f8f6d52efccbab867e37ee67783b00a28817ceca7879f1d5817b69aa7171f7"],["yard",2,"373b90f8e85a24bb8eb5711376a081deba0a2ce0f49ec7744a96cfe2efd301b5"]]');
INSERT INTO "shift_point" VALUES (1, 1, 'days:3', 'days', '{"amount":0,"count":3,"subject":0}', 1795165200000000, '', NULL, NULL);
INSERT INTO "schema_migration" VALUES (1, '0002_reward_engine', '2026-11-22 08:45:20.427130');
INSERT INTO "schema_migration" VALUES (2, '0003_coupon_for_the_next_visit', '2026-11-22 08:45:20.427681');
INSERT INTO "schema_migration" VALUES (3, '0004_stacks_and_cards', '2026-11-22 08:45:20.427891');
INSERT INTO "schema_migration" VALUES (4, '0005_merged_customers', '2026-11-22 08:45:20.428115');
INSERT INTO "schema_migration" VALUES (5, '0006_closed_shifts', '2026-11-22 08:45:20.428342');
INSERT INTO "schema_migration" VALUES (6, '0007_badges', '2026-11-22 08:45:20.428550');
INSERT INTO "schema_migration" VALUES (7, '0008_marks', '2026-11-22 08:45:20.428758');
CREATE UNIQUE INDEX "setting_name" ON "setting" ("name");
CREATE UNIQUE INDEX "staff_name_folded" ON "staff" ("name_folded");
CREATE UNIQUE INDEX "till_name" ON "till" ("name");
CREATE INDEX "shift_staff_id" ON "shift" ("staff_id");
CREATE INDEX "shift_till_id" ON "shift" ("till_id");
CREATE INDEX "customer_name_folded_state" ON "customer" ("name_folded", "state");
CREATE INDEX "customer_last_on_state" ON "customer" ("last_on", "state");
CREATE INDEX "customer_purchases_state" ON "customer" ("purchases", "state");
CREATE INDEX "identity_customer_id" ON "identity" ("customer_id");
CREATE UNIQUE INDEX "identity_value_kind" ON "identity" ("value", "kind");
CREATE INDEX "consent_customer_id" ON "consent" ("customer_id");
CREATE UNIQUE INDEX "service_name_folded" ON "service" ("name_folded");
CREATE UNIQUE INDEX "programme_name_folded" ON "programme" ("name_folded");
CREATE INDEX "programme_version_programme_id" ON "programme_version" ("programme_id");
CREATE UNIQUE INDEX "programme_version_programme_id_number" ON "programme_version" ("programme_id", "number");
CREATE INDEX "print_run_programme_id" ON "print_run" ("programme_id");
CREATE INDEX "stack_run_id" ON "stack" ("run_id");
CREATE INDEX "stack_holder_id" ON "stack" ("holder_id");
CREATE UNIQUE INDEX "stack_run_id_number" ON "stack" ("run_id", "number");
CREATE INDEX "promo_code_version_id" ON "promo_code" ("version_id");
CREATE INDEX "promo_code_owner_id" ON "promo_code" ("owner_id");
CREATE INDEX "promo_code_stack_id" ON "promo_code" ("stack_id");
CREATE INDEX "promo_code_code" ON "promo_code" ("code");
CREATE INDEX "card_code_id" ON "card" ("code_id");
CREATE INDEX "card_run_id" ON "card" ("run_id");
CREATE UNIQUE INDEX "card_run_id_position" ON "card" ("run_id", "position");
CREATE UNIQUE INDEX "card_code_id_run_id" ON "card" ("code_id", "run_id");
CREATE INDEX "purchase_customer_id" ON "purchase" ("customer_id");
CREATE INDEX "purchase_shift_id" ON "purchase" ("shift_id");
CREATE INDEX "purchase_at" ON "purchase" ("at");
CREATE INDEX "purchase_business_date" ON "purchase" ("business_date");
CREATE INDEX "purchase_line_purchase_id" ON "purchase_line" ("purchase_id");
CREATE UNIQUE INDEX "purchase_line_purchase_id_position" ON "purchase_line" ("purchase_id", "position");
CREATE INDEX "code_use_purchase_id" ON "code_use" ("purchase_id");
CREATE INDEX "code_use_customer_id" ON "code_use" ("customer_id");
CREATE UNIQUE INDEX "code_use_code_id_number" ON "code_use" ("code_id", "number");
CREATE UNIQUE INDEX "code_use_purchase_id_code_id" ON "code_use" ("purchase_id", "code_id");
CREATE UNIQUE INDEX "referral_customer_id" ON "referral" ("customer_id");
CREATE INDEX "referral_referrer_id" ON "referral" ("referrer_id");
CREATE INDEX "referral_code_id" ON "referral" ("code_id");
CREATE INDEX "referral_version_id" ON "referral" ("version_id");
CREATE INDEX "referral_effective_id" ON "referral" ("effective_id");
CREATE INDEX "undo_at" ON "undo" ("at");
CREATE UNIQUE INDEX "undo_purchase_id_number" ON "undo" ("purchase_id", "number");
CREATE INDEX "occasion_customer_id" ON "occasion" ("customer_id");
CREATE INDEX "occasion_purchase_id" ON "occasion" ("purchase_id");
CREATE INDEX "effect_purchase_id" ON "effect" ("purchase_id");
CREATE INDEX "effect_occasion_id" ON "effect" ("occasion_id");
CREATE INDEX "effect_undo_id" ON "effect" ("undo_id");
CREATE INDEX "effect_customer_id" ON "effect" ("customer_id");
CREATE INDEX "effect_version_id" ON "effect" ("version_id");
CREATE UNIQUE INDEX "effect_undoes_undo_id" ON "effect" ("undoes", "undo_id");
CREATE INDEX "account_customer_id" ON "account" ("customer_id");
CREATE UNIQUE INDEX "account_code_id" ON "account" ("code_id");
CREATE INDEX "entry_account_id" ON "entry" ("account_id");
CREATE INDEX "entry_purchase_id" ON "entry" ("purchase_id");
CREATE INDEX "entry_effect_id" ON "entry" ("effect_id");
CREATE UNIQUE INDEX "entry_undoes_id_undo_id" ON "entry" ("undoes_id", "undo_id");
CREATE INDEX "lot_account_id_remaining" ON "lot" ("account_id", "remaining");
CREATE INDEX "lot_move_entry_id" ON "lot_move" ("entry_id");
CREATE INDEX "lot_move_lot_id" ON "lot_move" ("lot_id");
CREATE INDEX "entitlement_customer_id" ON "entitlement" ("customer_id");
CREATE INDEX "entitlement_effect_id" ON "entitlement" ("effect_id");
CREATE INDEX "entitlement_version_id" ON "entitlement" ("version_id");
CREATE INDEX "entitlement_used_in_id" ON "entitlement" ("used_in_id");
CREATE INDEX "payout_customer_id" ON "payout" ("customer_id");
CREATE INDEX "payout_entry_id" ON "payout" ("entry_id");
CREATE INDEX "payout_staff_id" ON "payout" ("staff_id");
CREATE UNIQUE INDEX "operation_op_key" ON "operation" ("op_key");
CREATE INDEX "refusal_at" ON "refusal" ("at");
CREATE INDEX "refusal_business_date" ON "refusal" ("business_date");
CREATE INDEX "refusal_customer_id" ON "refusal" ("customer_id");
CREATE INDEX "audit_at" ON "audit" ("at");
CREATE UNIQUE INDEX "audit_till_id_seq" ON "audit" ("till_id", "seq");
CREATE INDEX "shift_close_at" ON "shift_close" ("at");
CREATE UNIQUE INDEX "shift_close_shift_id" ON "shift_close" ("shift_id");
CREATE UNIQUE INDEX "shift_point_shift_id_point" ON "shift_point" ("shift_id", "point");
CREATE UNIQUE INDEX "badge_code" ON "badge" ("code");
CREATE UNIQUE INDEX "purchase_mark_purchase_id" ON "purchase_mark" ("purchase_id");
CREATE UNIQUE INDEX promo_code_once ON promo_code (code) WHERE kind <> 'campaign';
CREATE UNIQUE INDEX promo_code_of_effect ON promo_code (effect) WHERE effect IS NOT NULL;
CREATE UNIQUE INDEX undo_void_once ON undo (purchase_id) WHERE kind = 'void';
CREATE UNIQUE INDEX shift_open_once ON shift (till_id, staff_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX effect_once ON effect (purchase_id, version_id, rule, customer_id, level, side, benefit, COALESCE(uses, 0), COALESCE(keeps, '')) WHERE undo_id IS NULL AND rule IS NOT NULL AND state <> 'used';
CREATE UNIQUE INDEX account_once ON account (customer_id, unit) WHERE came_from_id IS NULL;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE UNIQUE INDEX occasion_once ON occasion (occasion_key) WHERE is_live = 1;
CREATE INDEX lot_by_age ON lot (expires_on) WHERE remaining > 0;
CREATE INDEX lot_by_inactivity ON lot (account_id) WHERE remaining > 0 AND inactive_days > 0;
CREATE INDEX lot_by_release ON lot (available_on) WHERE remaining > 0 AND available_on > earned_on;
CREATE INDEX customer_by_birthday ON customer (substr(birthday, 6)) WHERE birthday IS NOT NULL;
CREATE INDEX card_spoiled ON card (run_id, position) WHERE is_spoiled = 1;
CREATE INDEX card_reprinted ON card (run_id, position) WHERE reprints > 0;
CREATE INDEX card_activated ON card (run_id, position, activated_on) WHERE activated_on IS NOT NULL;
CREATE INDEX promo_code_used_of_stack ON promo_code (stack_id) WHERE stack_id IS NOT NULL AND uses > 0;
CREATE UNIQUE INDEX badge_live_once ON badge (staff_id) WHERE retired_at IS NULL;
CREATE INDEX promo_code_replaced ON promo_code (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER lot_move_no_update BEFORE UPDATE ON lot_move BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER lot_move_no_delete BEFORE DELETE ON lot_move BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER effect_no_update BEFORE UPDATE ON effect BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER effect_no_delete BEFORE DELETE ON effect BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER undo_no_update BEFORE UPDATE ON undo BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER undo_no_delete BEFORE DELETE ON undo BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER refusal_no_update BEFORE UPDATE ON refusal BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER refusal_no_delete BEFORE DELETE ON refusal BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER shift_close_no_update BEFORE UPDATE ON shift_close BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER shift_close_no_delete BEFORE DELETE ON shift_close BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER promo_code_word_taken_insert BEFORE INSERT ON promo_code WHEN EXISTS (
    SELECT 1 FROM promo_code AS other
    WHERE other.code = NEW.code AND other.id <> NEW.id
      AND other.status <> 'retired' AND NEW.status <> 'retired'
      AND (other.kind <> 'campaign' OR NEW.kind <> 'campaign'
        OR (COALESCE(other.valid_from, '0001-01-01') <= COALESCE(NEW.valid_to, '9999-12-31')
          AND COALESCE(NEW.valid_from, '0001-01-01') <= COALESCE(other.valid_to, '9999-12-31')))
) BEGIN SELECT RAISE(ABORT, 'word_taken'); END;
CREATE TRIGGER promo_code_word_taken_update BEFORE UPDATE OF code, status, valid_from, valid_to ON promo_code WHEN EXISTS (
    SELECT 1 FROM promo_code AS other
    WHERE other.code = NEW.code AND other.id <> NEW.id
      AND other.status <> 'retired' AND NEW.status <> 'retired'
      AND (other.kind <> 'campaign' OR NEW.kind <> 'campaign'
        OR (COALESCE(other.valid_from, '0001-01-01') <= COALESCE(NEW.valid_to, '9999-12-31')
          AND COALESCE(NEW.valid_from, '0001-01-01') <= COALESCE(other.valid_to, '9999-12-31')))
) BEGIN SELECT RAISE(ABORT, 'word_taken'); END;
CREATE TRIGGER badge_code_taken_insert BEFORE INSERT ON badge WHEN EXISTS (SELECT 1 FROM promo_code WHERE promo_code.code = NEW.code) BEGIN SELECT RAISE(ABORT, 'code_taken'); END;
CREATE TRIGGER promo_code_code_taken_insert BEFORE INSERT ON promo_code WHEN EXISTS (SELECT 1 FROM badge WHERE badge.code = NEW.code) BEGIN SELECT RAISE(ABORT, 'code_taken'); END;
CREATE TRIGGER promo_code_code_taken_update BEFORE UPDATE OF code ON promo_code WHEN EXISTS (SELECT 1 FROM badge WHERE badge.code = NEW.code) BEGIN SELECT RAISE(ABORT, 'code_taken'); END;
CREATE TRIGGER entry_undone_too_much_insert BEFORE INSERT ON entry WHEN EXISTS (
    SELECT 1 FROM entry AS whole
    WHERE whole.id = NEW.undoes_id
      AND ((whole.change < 0) = (NEW.change < 0)
        OR ABS(whole.change) < ABS(
          NEW.change + (SELECT COALESCE(SUM(part.change), 0) FROM entry AS part
                        WHERE part.undoes_id = NEW.undoes_id)))
) BEGIN SELECT RAISE(ABORT, 'undone_too_much'); END;
CREATE TRIGGER referral_referral_cycle_insert BEFORE INSERT ON referral WHEN EXISTS (
    WITH RECURSIVE line(person) AS (
      SELECT NEW.referrer_id
      UNION SELECT referral.referrer_id FROM referral JOIN line
        ON referral.customer_id = line.person)
    SELECT 1 FROM line WHERE person = NEW.customer_id
) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
CREATE TRIGGER referral_referral_cycle_update BEFORE UPDATE OF customer_id, referrer_id ON referral WHEN EXISTS (
    WITH RECURSIVE line(person) AS (
      SELECT NEW.referrer_id
      UNION SELECT referral.referrer_id FROM referral JOIN line
        ON referral.customer_id = line.person)
    SELECT 1 FROM line WHERE person = NEW.customer_id
) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
CREATE UNIQUE INDEX "schema_migration_name" ON "schema_migration" ("name");
CREATE VIRTUAL TABLE customer_search USING fts5(text, tokenize='trigram');
INSERT INTO customer_search (rowid, text) VALUES (1, 'anna | +79160000001 | mgracgje5k');
INSERT INTO customer_search (rowid, text) VALUES (2, ' | +79170000001 | 9mcqxu66ca');
INSERT INTO customer_search (rowid, text) VALUES (3, 'boris | +79160000002 | jkguy9wwbx');
INSERT INTO customer_search (rowid, text) VALUES (4, 'clara | +79160000003 | ncx5zbtdbu');
COMMIT;
