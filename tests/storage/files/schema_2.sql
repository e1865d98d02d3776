-- A shop of schema 2 with rows in every table: that of schema 1, brought up to the reward engine.
PRAGMA application_id = 1382433841;
PRAGMA user_version = 2;
BEGIN;
CREATE TABLE "setting" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "value" TEXT NOT NULL) STRICT;
CREATE TABLE "staff" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "role" TEXT NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')), "pin_hash" TEXT, "recovery_hash" TEXT, "customer" INTEGER, "wrong_pins" INTEGER NOT NULL, "locked_until" INTEGER, "is_active" INTEGER NOT NULL) STRICT;
CREATE TABLE "shift" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_id" INTEGER, "till_id" INTEGER NOT NULL, "opened_at" INTEGER NOT NULL, "closed_at" INTEGER, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "customer" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('client', 'ambassador', 'employee')), "state" TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'erased', 'merged')), "birthday" TEXT, "tags" TEXT NOT NULL, "note" TEXT NOT NULL, "merged_into" INTEGER, "registered_on" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "purchases" INTEGER NOT NULL, "last_on" TEXT) STRICT;
CREATE TABLE "identity" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('phone', 'plate', 'email', 'messenger', 'old_card')), "value" TEXT NOT NULL, "shown" TEXT NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "consent" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "purpose" TEXT NOT NULL, "text_version" TEXT NOT NULL, "how" TEXT NOT NULL, "at" INTEGER NOT NULL, "withdrawn_at" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "service" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "service_group" TEXT NOT NULL CHECK (service_group IN ('service', 'goods', 'certificate', 'membership', 'deposit', 'tip')), "price" INTEGER, "margin" INTEGER, "is_active" INTEGER NOT NULL) STRICT;
CREATE TABLE "programme" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "name_folded" TEXT NOT NULL, "preset" TEXT, "status" TEXT NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'ended')), "budget_spent" INTEGER NOT NULL CHECK (budget_spent >= 0), "created_at" INTEGER NOT NULL) STRICT;
CREATE TABLE "programme_version" ("id" INTEGER NOT NULL PRIMARY KEY, "programme_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "terms" TEXT NOT NULL, "created_at" INTEGER NOT NULL, FOREIGN KEY ("programme_id") REFERENCES "programme" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "print_run" ("id" INTEGER NOT NULL PRIMARY KEY, "programme_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('coupon', 'blank', 'gift_card', 'personal')), "count" INTEGER NOT NULL, "value" INTEGER, "created_at" INTEGER NOT NULL, "confirmed_at" INTEGER, FOREIGN KEY ("programme_id") REFERENCES "programme" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "stack" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "holder_id" INTEGER, "place" TEXT NOT NULL, "first" INTEGER NOT NULL, "count" INTEGER NOT NULL, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT, FOREIGN KEY ("holder_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "promo_code" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('personal', 'campaign', 'coupon', 'gift_card', 'blank')), "status" TEXT NOT NULL CHECK (status IN ('printed', 'live', 'blocked', 'retired')), "version_id" INTEGER NOT NULL, "owner_id" INTEGER, "stack_id" INTEGER, "friend_share" INTEGER, "is_guessable" INTEGER NOT NULL, "valid_from" TEXT, "valid_to" TEXT, "use_limit" INTEGER, "uses" INTEGER NOT NULL, "last_use" INTEGER NOT NULL, "replaced_by" INTEGER, "reason" TEXT NOT NULL, "issued_at" INTEGER NOT NULL, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("owner_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("stack_id") REFERENCES "stack" ("id") ON DELETE RESTRICT, CHECK (uses >= 0), CHECK (use_limit IS NULL OR uses <= use_limit), CHECK (last_use >= uses)) STRICT;
CREATE TABLE "card" ("id" INTEGER NOT NULL PRIMARY KEY, "code_id" INTEGER NOT NULL, "run_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "is_spoiled" INTEGER NOT NULL, "reprints" INTEGER NOT NULL, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "purchase" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "shift_id" INTEGER, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "total" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "to_pay" INTEGER NOT NULL, "verdict" TEXT NOT NULL, "proof" TEXT, "reason" TEXT NOT NULL, "source" TEXT NOT NULL CHECK (source IN ('till', 'import')), "gone_back" INTEGER NOT NULL, "is_void" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, CHECK (gone_back >= 0), CHECK (discount >= 0), CHECK (to_pay >= 0)) STRICT;
CREATE TABLE "code_use" ("id" INTEGER NOT NULL PRIMARY KEY, "code_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "purchase_id" INTEGER NOT NULL, "customer_id" INTEGER, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "is_live" INTEGER NOT NULL, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "referral" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "referrer_id" INTEGER NOT NULL, "code_id" INTEGER, "version_id" INTEGER NOT NULL, "claimed_at" INTEGER NOT NULL, "claimed_on" TEXT NOT NULL, "was_new" INTEGER NOT NULL, "effective_id" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("referrer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effective_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, CHECK (customer_id <> referrer_id)) STRICT;
CREATE TABLE "undo" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('void', 'refund')), "amount" INTEGER NOT NULL, "money_back" INTEGER NOT NULL, "reason" TEXT NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "entry" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('earn', 'spend', 'return', 'take_back', 'expire', 'adjust', 'opening', 'payout')), "change" INTEGER NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "purchase_id" INTEGER, "effect_id" INTEGER, "undoes_id" INTEGER, "undo_id" INTEGER, "reason" TEXT NOT NULL, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undoes_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, CHECK (change <> 0)) STRICT;
CREATE TABLE "lot_move" ("id" INTEGER NOT NULL PRIMARY KEY, "entry_id" INTEGER NOT NULL, "lot_id" INTEGER NOT NULL, "change" INTEGER NOT NULL CHECK (change <> 0), FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("lot_id") REFERENCES "lot" ("entry_id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "payout" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "entry_id" INTEGER NOT NULL, "amount" INTEGER NOT NULL CHECK (amount > 0), "method" TEXT NOT NULL CHECK (method IN ('cash', 'card', 'outside', 'credit')), "at" INTEGER NOT NULL, "staff_id" INTEGER, "cancelled_at" INTEGER, "reason" TEXT NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "operation" ("id" INTEGER NOT NULL PRIMARY KEY, "op_key" TEXT NOT NULL, "fingerprint" TEXT NOT NULL, "result" TEXT NOT NULL, "at" INTEGER NOT NULL) STRICT;
CREATE TABLE "refusal" ("id" INTEGER NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "refusal" TEXT NOT NULL, "code_mask" TEXT NOT NULL, "customer_id" INTEGER, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "audit" ("id" INTEGER NOT NULL PRIMARY KEY, "till_id" INTEGER NOT NULL, "seq" INTEGER NOT NULL, "at" INTEGER NOT NULL, "staff_id" INTEGER, "action" TEXT NOT NULL, "details" TEXT NOT NULL, "mac" TEXT NOT NULL, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "schema_migration" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL, "applied" DATETIME NOT NULL);
CREATE TABLE "shop" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "currency" TEXT NOT NULL, "decimals" INTEGER NOT NULL, "time_zone" TEXT NOT NULL, "region" TEXT NOT NULL, "language" TEXT NOT NULL, "contact" TEXT NOT NULL, "prefix" TEXT NOT NULL, "uid" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "upkeep_on" TEXT, "clock_confirmed_at" INTEGER, CHECK (id = 1)) STRICT;
CREATE TABLE "till" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "wrong_codes" INTEGER NOT NULL, "pauses" INTEGER NOT NULL, "paused_until" INTEGER, "audit_seq" INTEGER NOT NULL, "audit_mac" TEXT NOT NULL, "audit_key" TEXT NOT NULL, "recorded_at" INTEGER) STRICT;
CREATE TABLE "purchase_line" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "service" TEXT, "service_group" TEXT NOT NULL, "price" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "base" INTEGER NOT NULL, "gone_back" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, CHECK (discount >= 0 AND discount <= price), CHECK (base >= 0), CHECK (gone_back >= 0 AND gone_back <= price - discount)) STRICT;
CREATE TABLE "occasion" ("id" INTEGER NOT NULL PRIMARY KEY, "occasion_key" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('joining', 'birthday', 'milestone', 'contest')), "customer_id" INTEGER, "version_id" INTEGER, "rule" TEXT, "purchase_id" INTEGER, "business_date" TEXT NOT NULL, "at" INTEGER NOT NULL, "is_live" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "effect" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER, "occasion_id" INTEGER, "undo_id" INTEGER, "undoes" INTEGER, "position" INTEGER NOT NULL, "customer_id" INTEGER, "side" TEXT NOT NULL, "level" INTEGER NOT NULL, "rule" TEXT, "version_id" INTEGER, "benefit" TEXT NOT NULL, "value" INTEGER NOT NULL, "spent" INTEGER NOT NULL, "cost" INTEGER NOT NULL, "base" INTEGER NOT NULL, "rate" TEXT, "state" TEXT NOT NULL, "available_on" TEXT, "expires_on" TEXT, "lines" TEXT NOT NULL DEFAULT '[]', "price" INTEGER NOT NULL DEFAULT 0, "carry" INTEGER NOT NULL DEFAULT 0, "carry_of" INTEGER, "keeps" TEXT, "uses" INTEGER, "why" TEXT NOT NULL, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("occasion_id") REFERENCES "occasion" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "account" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, "code_id" INTEGER, "unit" TEXT NOT NULL CHECK (unit IN ('points', 'money', 'store_credit', 'stamps', 'gift_card')), "balance" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, CHECK ((customer_id IS NULL) <> (code_id IS NULL))) STRICT;
CREATE TABLE "lot" ("entry_id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "remaining" INTEGER NOT NULL CHECK (remaining >= 0), "earned_on" TEXT NOT NULL, "available_on" TEXT NOT NULL, "expires_on" TEXT, "inactive_days" INTEGER NOT NULL, "grace_days" INTEGER, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "entitlement" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "effect_id" INTEGER, "benefit" TEXT NOT NULL, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, "available_on" TEXT NOT NULL, "expires_on" TEXT, "used_in_id" INTEGER, "cancelled_at" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("used_in_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO setting VALUES (1, 'grace_days', '5');
INSERT INTO staff VALUES (1, 'Olga', 'olga', 'owner', NULL, NULL, NULL, 0, NULL, 1);
INSERT INTO staff VALUES (2, 'Kira', 'kira', 'cashier', NULL, NULL, NULL, 0, NULL, 1);
INSERT INTO shift VALUES (1, 1, 1, 1794992400000000, NULL);
INSERT INTO shift VALUES (2, 2, 1, 1794992400000000, NULL);
INSERT INTO customer VALUES (1, 'Anna', 'anna', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-18');
INSERT INTO customer VALUES (2, 'Boris', 'boris', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-18');
INSERT INTO customer VALUES (3, 'Clara', 'clara', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794996000000000, 1, '2026-11-18');
INSERT INTO identity VALUES (1, 1, 'phone', '+79160000001', '+79160000001');
INSERT INTO identity VALUES (2, 1, 'plate', 'A123BC77', 'A123BC77');
INSERT INTO identity VALUES (3, 1, 'email', 'anna@example.org', 'anna@example.org');
INSERT INTO identity VALUES (4, 2, 'phone', '+79170000001', '+79170000001');
INSERT INTO identity VALUES (5, 3, 'phone', '+79170000002', '+79170000002');
INSERT INTO consent VALUES (1, 1, 'customer_base', '1', 'paper', 1794992400000000, NULL);
INSERT INTO service VALUES (1, 'Express', 'express', 'service', 60000, 6000, 1);
INSERT INTO service VALUES (2, 'Full wash', 'full wash', 'service', 100000, 5500, 1);
INSERT INTO service VALUES (3, 'Interior', 'interior', 'service', 150000, 5000, 1);
INSERT INTO programme VALUES (1, 'Friend −10 %, you 100 points', 'friend −10 %, you 100 points', 'car-wash', 'active', 25000, 1794992400000000);
INSERT INTO programme VALUES (2, 'SUMMER −15 %', 'summer −15 %', 'campaign-word', 'active', 13500, 1794992400000000);
INSERT INTO programme VALUES (3, 'Held', 'held', NULL, 'active', 0, 1794996000000000);
INSERT INTO programme VALUES (4, 'Coupons', 'coupons', NULL, 'active', 0, 1794999600000000);
INSERT INTO programme_version VALUES (1, 1, 1, 'name = "Friend −10 %, you 100 points"

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
INSERT INTO programme_version VALUES (2, 2, 1, 'name = "SUMMER −15 %"
codes = "campaign"
word = "SUMMER"
days = [
    "mon",
    "tue",
    "wed",
    "thu",
]
hours = [
    "10:00-16:00",
]

[title]
en = "SUMMER −15 %, Mon–Thu in the daytime"
ru = "SUMMER −15 %, пн–чт днём"

[[rule]]
id = "word"
trigger = "every"
new_only = false

[rule.referral]
kind = "percent_off"
percent = "15"

[rule.limits.per_code]
life = 500

[rule.limits.per_customer]
life = 1
', 1794992400000000);
INSERT INTO programme_version VALUES (3, 3, 1, 'name = "Held"

[[rule]]
id = "r"
new_only = true
hold_days = 14
referrer = [
    { kind = "points", amount = 500 },
]
', 1794996000000000);
INSERT INTO programme_version VALUES (4, 4, 1, 'name = "Coupons"
codes = "coupon"
rule = [
    { id = "r", referral = { kind = "percent_off", percent = "5" }, new_only = false },
]
', 1794999600000000);
INSERT INTO print_run VALUES (1, 4, 'coupon', 3, NULL, 1794999600000000, 1794999600000000);
INSERT INTO stack VALUES (1, 1, 1, 1, '', 1, 2);
INSERT INTO stack VALUES (2, 1, 2, NULL, '', 3, 1);
INSERT INTO promo_code VALUES (1, 'SUMMER', 'campaign', 'live', 2, NULL, NULL, NULL, 1, NULL, NULL, 500, 1, 1, NULL, '', 1794992400000000);
INSERT INTO promo_code VALUES (2, 'SW478EFVK8', 'personal', 'live', 1, 1, NULL, NULL, 0, NULL, NULL, NULL, 1, 1, NULL, '', 1794992400000000);
INSERT INTO promo_code VALUES (3, 'Y6QC9N6ENV', 'personal', 'live', 1, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000);
INSERT INTO promo_code VALUES (4, 'EPR9FPZVSV', 'personal', 'live', 1, 3, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794996000000000);
INSERT INTO promo_code VALUES (5, '2RTYMTAGDP', 'coupon', 'live', 4, NULL, 1, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794999600000000);
INSERT INTO promo_code VALUES (6, '6Y43G72C6B', 'coupon', 'live', 4, NULL, 1, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794999600000000);
INSERT INTO promo_code VALUES (7, 'B5CXT8YTQY', 'coupon', 'live', 4, NULL, 2, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794999600000000);
INSERT INTO card VALUES (1, 5, 1, 1, 0, 0);
INSERT INTO card VALUES (2, 6, 1, 2, 0, 0);
INSERT INTO card VALUES (3, 7, 1, 3, 0, 0);
INSERT INTO purchase VALUES (1, 2, 1, 2, 2, 1794992400000000, '2026-11-18', 150000, 15000, 135000, 'ok_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase VALUES (2, 1, 1, 2, 2, 1794996000000000, '2026-11-18', 120050, 0, 115050, 'info_known', 'code', '', 'till', 0, 0);
INSERT INTO purchase VALUES (3, 2, 1, 1, 1, 1794996000000000, '2026-11-18', 70000, 0, 70000, 'info_known', 'phone', '', 'till', 70000, 1);
INSERT INTO purchase VALUES (4, 3, 1, 1, 1, 1794996000000000, '2026-11-18', 90000, 13500, 76500, 'ok_shop', NULL, '', 'till', 0, 0);
INSERT INTO code_use VALUES (1, 2, 1, 1, 2, 1794992400000000, '2026-11-18', 1);
INSERT INTO code_use VALUES (2, 1, 1, 4, 3, 1794996000000000, '2026-11-18', 1);
INSERT INTO referral VALUES (1, 2, 1, 2, 1, 1794992400000000, '2026-11-18', 1, 1);
INSERT INTO undo VALUES (1, 3, 1, 'void', 70000, 70000, 'mistake', 1794996000000000, '2026-11-18', 1, 1);
INSERT INTO entry VALUES (1, 1, 'earn', 100, 1794992400000000, '2026-11-18', 1, 2, 1, 2, NULL, NULL, '');
INSERT INTO entry VALUES (2, 1, 'spend', -50, 1794996000000000, '2026-11-18', 1, 2, 2, 3, NULL, NULL, '');
INSERT INTO entry VALUES (3, 1, 'opening', 30, 1794999600000000, '2026-11-18', 1, 1, NULL, NULL, NULL, NULL, '');
INSERT INTO entry VALUES (4, 1, 'opening', 40, 1794999600000000, '2026-11-18', 1, 1, NULL, NULL, NULL, NULL, '');
INSERT INTO entry VALUES (5, 1, 'opening', 25, 1794999600000000, '2026-11-18', 1, 1, NULL, NULL, NULL, NULL, '');
INSERT INTO entry VALUES (6, 2, 'opening', 10000, 1794999600000000, '2026-11-18', 1, 1, NULL, NULL, NULL, NULL, '');
INSERT INTO entry VALUES (7, 2, 'payout', -4000, 1794999600000000, '2026-11-18', 1, 1, NULL, NULL, NULL, NULL, '');
INSERT INTO lot_move VALUES (1, 1, 1, 100);
INSERT INTO lot_move VALUES (2, 2, 1, -50);
INSERT INTO lot_move VALUES (3, 3, 3, 30);
INSERT INTO lot_move VALUES (4, 4, 4, 40);
INSERT INTO lot_move VALUES (5, 5, 5, 25);
INSERT INTO lot_move VALUES (6, 6, 6, 10000);
INSERT INTO lot_move VALUES (7, 7, 6, -4000);
INSERT INTO payout VALUES (1, 1, 7, 4000, 'cash', 1794999600000000, 1, NULL, '');
INSERT INTO operation VALUES (1, 'k1', '5e7ae5fd163e698177ecc3d32ea2e50c69aff4fd228a72d8f1f2772fa7a3d28f', '{"codes":["Y6QC9N6ENV"],"customer":2,"discount":15000,"effects":[{"available_on":null,"base":150000,"benefit":"percent_off","cost":15000,"customer":2,"expires_on":null,"level":0,"programme":1,"rate":"1000","rule":"friend","side":"referral","spent":0,"state":"done","value":15000,"version":1,"why":[{"code":"percent_off","params":{"base":150000,"percent":1000,"value":15000}}]},{"available_on":"2026-11-18","base":135000,"benefit":"points","cost":10000,"customer":1,"expires_on":"2027-05-17","level":1,"programme":1,"rate":null,"rule":"friend","side":"referrer","spent":0,"state":"available","value":100,"version":1,"why":[{"code":"fixed","params":{"kind":"points","value":100}}]}],"purchase":1,"repeated":true,"to_pay":135000,"total":150000,"verdict":"ok_new"}', 1794992400000000);
INSERT INTO refusal VALUES (1, 1794996000000000, '2026-11-18', 1, 1, 'own_code', '…VK8', NULL);
INSERT INTO audit VALUES (1, 1, 1, 1794992400000000, NULL, 'shop_created', '{}', '1a781f0fc75ff5ed5b56cb13af66a205ea81c3473fb22d982612550c3d274d7c');
INSERT INTO audit VALUES (10, 1, 10, 1794992400000000, 2, 'codes_issued', '{"count":1,"customer":2}', 'c820443b2241a986df080ce8a1971b4fe5786b515c96d91ecb26df5a6bfb18b0');
INSERT INTO audit VALUES (11, 1, 11, 1794992400000000, 2, 'referral_claimed', '{"customer":2,"referrer":1}', '64472d81e9726becb755d436e87b3c1c553ba142184bb113fe34fd5fb06aa31d');
INSERT INTO audit VALUES (12, 1, 12, 1794992400000000, 2, 'purchase', '{"customer":2,"discount":15000,"purchase":1,"to_pay":135000}', '0685d28d7e2ee56d26918c5e2ffbd5ff27080f140029c03d4983202ed3359425');
INSERT INTO audit VALUES (13, 1, 13, 1794996000000000, 2, 'purchase', '{"customer":1,"discount":0,"purchase":2,"to_pay":115050}', '986500155ee2ea4bb23eb53e14c307784dfec929ab4620408f288398c1bda31a');
INSERT INTO audit VALUES (14, 1, 14, 1794996000000000, 1, 'purchase', '{"customer":2,"discount":0,"purchase":3,"to_pay":70000}', '39e33e23bba8e0dd291b7f49ddd303ea4011a9200b5db4f02590ea99e9d0c521');
INSERT INTO audit VALUES (15, 1, 15, 1794996000000000, 1, 'void', '{"money_back":70000,"purchase":3}', 'd2577f8958863b1bfee6c2f7368b08598e3d0599c8f01b584801f140776afdbd');
INSERT INTO audit VALUES (16, 1, 16, 1794996000000000, 1, 'customer_added', '{"customer":3}', '59cfdb945651617449ec0b27168bfd33a4638f0b60ca1d64ed00caf6979a0ee1');
INSERT INTO audit VALUES (17, 1, 17, 1794996000000000, 1, 'codes_issued', '{"count":1,"customer":3}', '949b2d9ade8846309ea517d2a060fb7854547a329d789b077cf18306aa1e3a3f');
INSERT INTO audit VALUES (18, 1, 18, 1794996000000000, 1, 'purchase', '{"customer":3,"discount":13500,"purchase":4,"to_pay":76500}', '54d2dcc36beaf418e80402e4bc2baa00ef1fb3a04c44f1e2f4f709c3f79a664d');
INSERT INTO audit VALUES (19, 1, 19, 1794996000000000, 1, 'programme_added', '{"programme":3,"version":1}', 'c3cc9faf0915ce38cd4b356cbf123a92e19823ac2b15f11b163f04f6f64aba1b');
INSERT INTO audit VALUES (2, 1, 2, 1794992400000000, NULL, 'staff_added', '{"role":"owner","staff":1}', '9bac9946dab7891ff73d4ab1ba8ffc67e7d6fa5306ec8048c7ef1f845a2c2a56');
INSERT INTO audit VALUES (20, 1, 20, 1794999600000000, 1, 'programme_added', '{"programme":4,"version":1}', '06879d56b1a6d5367e283728d716533109482c7348e600fb8b488b4b58fe3dc8');
INSERT INTO audit VALUES (21, 1, 21, 1794999600000000, 1, 'run_created', '{"count":3,"run":1}', 'e2ecfd6d72d357e1802eef54baf8ad88b9e377c388546eb4aa98276d86bbaa22');
INSERT INTO audit VALUES (22, 1, 22, 1794999600000000, 1, 'run_confirmed', '{"run":1,"spoiled":0}', '769b64b3d4fe536befb4b04d8f6e8ffdc939422547833f5e500f9d284e8b56d6');
INSERT INTO audit VALUES (23, 1, 23, 1794999600000000, 1, 'payout', '{"payout":1}', 'd45e5b741df6bc3d2a672b24837ec5c72bbce60b3b321f581d4d0a4c7564ad0f');
INSERT INTO audit VALUES (3, 1, 3, 1794992400000000, NULL, 'programme_added', '{"programme":1,"version":1}', '4e4b301e871c699bd7a8e50372fbe30777d24be270a111531257d4310371204f');
INSERT INTO audit VALUES (4, 1, 4, 1794992400000000, NULL, 'programme_added', '{"programme":2,"version":1}', '10d0c017b8339a1d67930360bd017715daff2f1c553052ddc722d3c21b25b504');
INSERT INTO audit VALUES (5, 1, 5, 1794992400000000, 1, 'staff_added', '{"role":"cashier","staff":2}', '1841d4eb8ab1ef0e6d143041646800d6a9bb188892ec40a94052be527ca4971f');
INSERT INTO audit VALUES (6, 1, 6, 1794992400000000, 1, 'customer_added', '{"customer":1}', 'e8e6cdc469024a9e7362a5cf4e42f385f5deb0fb29378d68d8005859133af46d');
INSERT INTO audit VALUES (7, 1, 7, 1794992400000000, 1, 'codes_issued', '{"count":1,"customer":1}', '2c10683be23925fb9ef79ea37d271052ca9906b63d9fe78254af6b0c970b9e94');
INSERT INTO audit VALUES (8, 1, 8, 1794992400000000, 1, 'setting_changed', '{"name":"grace_days","value":"5"}', '551a088512fdd263f99dcafde0b11495c2a166e38e8a998f5c9908bf1ae93630');
INSERT INTO audit VALUES (9, 1, 9, 1794992400000000, 2, 'customer_added', '{"customer":2}', '1336643cfe647ca39c5dbe3f42372de0a53b9ea7430b9f07c84b9009838bda32');
INSERT INTO schema_migration VALUES (1, '0002_reward_engine', '2026-11-18 09:00:00');
INSERT INTO shop VALUES (1, 'Sparkle', 'RUB', 2, 'Europe/Moscow', 'RU', 'en', '', '', 'cfb6e549768cbf6c', 1794992400000000, NULL, NULL);
INSERT INTO till VALUES (1, '1', 0, 0, NULL, 23, 'd45e5b741df6bc3d2a672b24837ec5c72bbce60b3b321f581d4d0a4c7564ad0f', 'c68ed96614f98961ef84fa129e6590a7d54c481fea47b82bbaa69c095ef8dc94', 1794999600000000);
INSERT INTO purchase_line VALUES (1, 1, 1, NULL, 'service', 150000, 15000, 135000, 0);
INSERT INTO purchase_line VALUES (2, 2, 1, NULL, 'service', 100000, 0, 95835, 0);
INSERT INTO purchase_line VALUES (3, 2, 2, NULL, 'service', 20050, 0, 19215, 0);
INSERT INTO purchase_line VALUES (4, 3, 1, NULL, 'service', 70000, 0, 70000, 70000);
INSERT INTO purchase_line VALUES (5, 4, 1, NULL, 'service', 90000, 13500, 76500, 0);
INSERT INTO effect VALUES (1, 1, NULL, NULL, NULL, 1, 2, 'referral', 0, 'friend', 1, 'percent_off', 15000, 0, 15000, 150000, '1000', 'done', NULL, NULL, '[0]', 135000, 0, NULL, NULL, NULL, '[{"base":150000,"code":"percent_off","percent":1000,"value":15000}]');
INSERT INTO effect VALUES (2, 1, NULL, NULL, NULL, 2, 1, 'referrer', 1, 'friend', 1, 'points', 100, 0, 10000, 135000, NULL, 'available', '2026-11-18', '2027-05-17', '[0]', 135000, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":100}]');
INSERT INTO effect VALUES (3, 2, NULL, NULL, NULL, 1, 1, 'buyer', 0, NULL, NULL, 'points', 5000, 50, 0, 5000, NULL, 'spent', NULL, NULL, '[0,1]', 120050, 0, NULL, NULL, NULL, '[{"code":"paid_with","spent":50,"unit":"points","value":5000}]');
INSERT INTO effect VALUES (4, 4, NULL, NULL, NULL, 1, 3, 'referral', 0, 'word', 2, 'percent_off', 13500, 0, 13500, 90000, '1500', 'done', NULL, NULL, '[0]', 76500, 0, NULL, NULL, NULL, '[{"base":90000,"code":"percent_off","percent":1500,"value":13500}]');
INSERT INTO account VALUES (1, 1, NULL, 'points', 145);
INSERT INTO account VALUES (2, 1, NULL, 'money', 6000);
INSERT INTO lot VALUES (1, 1, 50, '2026-11-18', '2026-11-18', '2027-05-17', 0, NULL, 1, 'friend', 0);
INSERT INTO lot VALUES (3, 1, 30, '2026-11-18', '2026-11-18', NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO lot VALUES (4, 1, 40, '2026-11-18', '2026-11-18', '2026-12-01', 0, NULL, NULL, NULL, 0);
INSERT INTO lot VALUES (5, 1, 25, '2026-11-18', '2026-12-20', '2027-12-20', 90, NULL, NULL, NULL, 0);
INSERT INTO lot VALUES (6, 2, 6000, '2026-11-18', '2026-11-18', NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO entitlement VALUES (1, 1, NULL, '{"amount":null,"cap":null,"cost":5000,"gift":"Wax","kind":"gift","per":null,"percent":null}', 1, NULL, 0, '2026-11-18', NULL, NULL, NULL);
CREATE UNIQUE INDEX "setting_name" ON "setting" ("name");
CREATE UNIQUE INDEX "staff_name_folded" ON "staff" ("name_folded");
INSERT INTO occasion VALUES (1, 'P1/five/milestone/C1', 'milestone', 1, 1, 'five', NULL, '2026-11-18', 1794992400000000, 0);
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
CREATE INDEX "entry_account_id" ON "entry" ("account_id");
CREATE INDEX "entry_purchase_id" ON "entry" ("purchase_id");
CREATE INDEX "entry_effect_id" ON "entry" ("effect_id");
CREATE UNIQUE INDEX "entry_undoes_id_undo_id" ON "entry" ("undoes_id", "undo_id");
CREATE INDEX "lot_move_entry_id" ON "lot_move" ("entry_id");
CREATE INDEX "lot_move_lot_id" ON "lot_move" ("lot_id");
CREATE INDEX "payout_customer_id" ON "payout" ("customer_id");
CREATE INDEX "payout_entry_id" ON "payout" ("entry_id");
CREATE INDEX "payout_staff_id" ON "payout" ("staff_id");
CREATE UNIQUE INDEX "operation_op_key" ON "operation" ("op_key");
CREATE INDEX "refusal_at" ON "refusal" ("at");
CREATE INDEX "refusal_business_date" ON "refusal" ("business_date");
CREATE INDEX "refusal_customer_id" ON "refusal" ("customer_id");
CREATE INDEX "audit_at" ON "audit" ("at");
CREATE UNIQUE INDEX "audit_till_id_seq" ON "audit" ("till_id", "seq");
CREATE UNIQUE INDEX promo_code_once ON promo_code (code) WHERE kind <> 'campaign';
CREATE UNIQUE INDEX undo_void_once ON undo (purchase_id) WHERE kind = 'void';
CREATE UNIQUE INDEX shift_open_once ON shift (till_id, staff_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX "schema_migration_name" ON "schema_migration" ("name");
CREATE UNIQUE INDEX "till_name" ON "till" ("name");
CREATE INDEX "purchase_line_purchase_id" ON "purchase_line" ("purchase_id");
CREATE UNIQUE INDEX "purchase_line_purchase_id_position" ON "purchase_line" ("purchase_id", "position");
CREATE INDEX "occasion_customer_id" ON "occasion" ("customer_id");
CREATE INDEX "occasion_purchase_id" ON "occasion" ("purchase_id");
CREATE UNIQUE INDEX occasion_once ON occasion (occasion_key) WHERE is_live = 1;
CREATE INDEX "effect_purchase_id" ON "effect" ("purchase_id");
CREATE INDEX "effect_occasion_id" ON "effect" ("occasion_id");
CREATE INDEX "effect_undo_id" ON "effect" ("undo_id");
CREATE INDEX "effect_customer_id" ON "effect" ("customer_id");
CREATE INDEX "effect_version_id" ON "effect" ("version_id");
CREATE UNIQUE INDEX "effect_undoes_undo_id" ON "effect" ("undoes", "undo_id");
CREATE UNIQUE INDEX effect_once ON effect (purchase_id, version_id, rule, customer_id, level, side, benefit, COALESCE(uses, 0), COALESCE(keeps, '')) WHERE undo_id IS NULL AND rule IS NOT NULL;
CREATE INDEX "account_customer_id" ON "account" ("customer_id");
CREATE UNIQUE INDEX "account_code_id" ON "account" ("code_id");
CREATE UNIQUE INDEX "account_customer_id_unit" ON "account" ("customer_id", "unit");
CREATE INDEX "lot_account_id_remaining" ON "lot" ("account_id", "remaining");
CREATE INDEX lot_by_age ON lot (expires_on) WHERE remaining > 0;
CREATE INDEX lot_by_inactivity ON lot (account_id) WHERE remaining > 0 AND inactive_days > 0;
CREATE INDEX lot_by_release ON lot (available_on) WHERE remaining > 0 AND available_on > earned_on;
CREATE INDEX "entitlement_customer_id" ON "entitlement" ("customer_id");
CREATE INDEX "entitlement_effect_id" ON "entitlement" ("effect_id");
CREATE INDEX "entitlement_version_id" ON "entitlement" ("version_id");
CREATE INDEX "entitlement_used_in_id" ON "entitlement" ("used_in_id");
CREATE INDEX customer_by_birthday ON customer (substr(birthday, 6)) WHERE birthday IS NOT NULL;
CREATE VIRTUAL TABLE customer_search USING fts5(text, tokenize='trigram');
INSERT INTO customer_search (rowid, text) VALUES (1, 'anna | +79160000001 | a123bc77 | anna@example.org | sw478efvk8');
INSERT INTO customer_search (rowid, text) VALUES (2, 'boris | +79170000001 | y6qc9n6env');
INSERT INTO customer_search (rowid, text) VALUES (3, 'clara | +79170000002 | epr9fpzvsv');
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER lot_move_no_update BEFORE UPDATE ON lot_move BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER lot_move_no_delete BEFORE DELETE ON lot_move BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER undo_no_update BEFORE UPDATE ON undo BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER undo_no_delete BEFORE DELETE ON undo BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER refusal_no_update BEFORE UPDATE ON refusal BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER refusal_no_delete BEFORE DELETE ON refusal BEGIN SELECT RAISE(ABORT, 'append_only'); END;
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
CREATE TRIGGER referral_referral_cycle_update BEFORE UPDATE OF referrer_id ON referral WHEN EXISTS (
    WITH RECURSIVE line(person) AS (
      SELECT NEW.referrer_id
      UNION SELECT referral.referrer_id FROM referral JOIN line
        ON referral.customer_id = line.person)
    SELECT 1 FROM line WHERE person = NEW.customer_id
) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
CREATE TRIGGER effect_no_update BEFORE UPDATE ON effect BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER effect_no_delete BEFORE DELETE ON effect BEGIN SELECT RAISE(ABORT, 'append_only'); END;
COMMIT;
