-- A shop of schema 3 with runs of every kind: coupons with a spoiled card and a used one, blanks and gift
-- cards of which some are in use, and a run that is not confirmed.
PRAGMA application_id = 1382433841;
PRAGMA user_version = 3;
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
CREATE TABLE "stack" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "holder_id" INTEGER, "place" TEXT NOT NULL, "first" INTEGER NOT NULL, "count" INTEGER NOT NULL, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT, FOREIGN KEY ("holder_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "promo_code" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('personal', 'campaign', 'coupon', 'gift_card', 'blank')), "status" TEXT NOT NULL CHECK (status IN ('printed', 'live', 'blocked', 'retired')), "version_id" INTEGER NOT NULL, "owner_id" INTEGER, "stack_id" INTEGER, "friend_share" INTEGER, "is_guessable" INTEGER NOT NULL, "valid_from" TEXT, "valid_to" TEXT, "use_limit" INTEGER, "uses" INTEGER NOT NULL, "last_use" INTEGER NOT NULL, "replaced_by" INTEGER, "reason" TEXT NOT NULL, "issued_at" INTEGER NOT NULL, "effect" INTEGER, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("owner_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("stack_id") REFERENCES "stack" ("id") ON DELETE RESTRICT, CHECK (uses >= 0), CHECK (use_limit IS NULL OR uses <= use_limit), CHECK (last_use >= uses)) STRICT;
CREATE TABLE "card" ("id" INTEGER NOT NULL PRIMARY KEY, "code_id" INTEGER NOT NULL, "run_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "is_spoiled" INTEGER NOT NULL, "reprints" INTEGER NOT NULL, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("run_id") REFERENCES "print_run" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "purchase" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "shift_id" INTEGER, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "total" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "to_pay" INTEGER NOT NULL, "verdict" TEXT NOT NULL, "proof" TEXT, "reason" TEXT NOT NULL, "source" TEXT NOT NULL CHECK (source IN ('till', 'import')), "gone_back" INTEGER NOT NULL, "is_void" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("shift_id") REFERENCES "shift" ("id") ON DELETE RESTRICT, CHECK (gone_back >= 0), CHECK (discount >= 0), CHECK (to_pay >= 0)) STRICT;
CREATE TABLE "purchase_line" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "service" TEXT, "service_group" TEXT NOT NULL, "price" INTEGER NOT NULL, "discount" INTEGER NOT NULL, "base" INTEGER NOT NULL, "gone_back" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, CHECK (discount >= 0 AND discount <= price), CHECK (base >= 0), CHECK (gone_back >= 0 AND gone_back <= price - discount)) STRICT;
CREATE TABLE "code_use" ("id" INTEGER NOT NULL PRIMARY KEY, "code_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "purchase_id" INTEGER NOT NULL, "customer_id" INTEGER, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "is_live" INTEGER NOT NULL, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "referral" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "referrer_id" INTEGER NOT NULL, "code_id" INTEGER, "version_id" INTEGER NOT NULL, "claimed_at" INTEGER NOT NULL, "claimed_on" TEXT NOT NULL, "was_new" INTEGER NOT NULL, "effective_id" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("referrer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effective_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, CHECK (customer_id <> referrer_id)) STRICT;
CREATE TABLE "undo" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('void', 'refund')), "amount" INTEGER NOT NULL, "money_back" INTEGER NOT NULL, "reason" TEXT NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "occasion" ("id" INTEGER NOT NULL PRIMARY KEY, "occasion_key" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('joining', 'birthday', 'milestone', 'contest')), "customer_id" INTEGER, "version_id" INTEGER, "rule" TEXT, "purchase_id" INTEGER, "business_date" TEXT NOT NULL, "at" INTEGER NOT NULL, "is_live" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "effect" ("id" INTEGER NOT NULL PRIMARY KEY, "purchase_id" INTEGER, "occasion_id" INTEGER, "undo_id" INTEGER, "undoes" INTEGER, "position" INTEGER NOT NULL, "customer_id" INTEGER, "side" TEXT NOT NULL, "level" INTEGER NOT NULL, "rule" TEXT, "version_id" INTEGER, "benefit" TEXT NOT NULL, "value" INTEGER NOT NULL, "spent" INTEGER NOT NULL, "cost" INTEGER NOT NULL, "base" INTEGER NOT NULL, "rate" TEXT, "state" TEXT NOT NULL, "available_on" TEXT, "expires_on" TEXT, "lines" TEXT NOT NULL DEFAULT '[]', "price" INTEGER NOT NULL DEFAULT 0, "carry" INTEGER NOT NULL DEFAULT 0, "carry_of" INTEGER, "keeps" TEXT, "uses" INTEGER, "why" TEXT NOT NULL, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("occasion_id") REFERENCES "occasion" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "account" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER, "code_id" INTEGER, "unit" TEXT NOT NULL CHECK (unit IN ('points', 'money', 'store_credit', 'stamps', 'gift_card')), "balance" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("code_id") REFERENCES "promo_code" ("id") ON DELETE RESTRICT, CHECK ((customer_id IS NULL) <> (code_id IS NULL))) STRICT;
CREATE TABLE "entry" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('earn', 'spend', 'return', 'take_back', 'expire', 'adjust', 'opening', 'payout')), "change" INTEGER NOT NULL, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "purchase_id" INTEGER, "effect_id" INTEGER, "undoes_id" INTEGER, "undo_id" INTEGER, "reason" TEXT NOT NULL, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undoes_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("undo_id") REFERENCES "undo" ("id") ON DELETE RESTRICT, CHECK (change <> 0)) STRICT;
CREATE TABLE "lot" ("entry_id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "remaining" INTEGER NOT NULL CHECK (remaining >= 0), "earned_on" TEXT NOT NULL, "available_on" TEXT NOT NULL, "expires_on" TEXT, "inactive_days" INTEGER NOT NULL, "grace_days" INTEGER, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "lot_move" ("id" INTEGER NOT NULL PRIMARY KEY, "entry_id" INTEGER NOT NULL, "lot_id" INTEGER NOT NULL, "change" INTEGER NOT NULL CHECK (change <> 0), FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("lot_id") REFERENCES "lot" ("entry_id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "entitlement" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "effect_id" INTEGER, "benefit" TEXT NOT NULL, "version_id" INTEGER, "rule" TEXT, "waits" INTEGER NOT NULL DEFAULT 0, "available_on" TEXT NOT NULL, "expires_on" TEXT, "used_in_id" INTEGER, "cancelled_at" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("effect_id") REFERENCES "effect" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "programme_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("used_in_id") REFERENCES "purchase" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "payout" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "entry_id" INTEGER NOT NULL, "amount" INTEGER NOT NULL CHECK (amount > 0), "method" TEXT NOT NULL CHECK (method IN ('cash', 'card', 'outside', 'credit')), "at" INTEGER NOT NULL, "staff_id" INTEGER, "cancelled_at" INTEGER, "reason" TEXT NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT, FOREIGN KEY ("entry_id") REFERENCES "entry" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "operation" ("id" INTEGER NOT NULL PRIMARY KEY, "op_key" TEXT NOT NULL, "fingerprint" TEXT NOT NULL, "result" TEXT NOT NULL, "at" INTEGER NOT NULL) STRICT;
CREATE TABLE "refusal" ("id" INTEGER NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL, "business_date" TEXT NOT NULL, "till_id" INTEGER NOT NULL, "staff_id" INTEGER, "refusal" TEXT NOT NULL, "code_mask" TEXT NOT NULL, "customer_id" INTEGER, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT, FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "audit" ("id" INTEGER NOT NULL PRIMARY KEY, "till_id" INTEGER NOT NULL, "seq" INTEGER NOT NULL, "at" INTEGER NOT NULL, "staff_id" INTEGER, "action" TEXT NOT NULL, "details" TEXT NOT NULL, "mac" TEXT NOT NULL, FOREIGN KEY ("till_id") REFERENCES "till" ("id") ON DELETE RESTRICT, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT) STRICT;
CREATE TABLE "schema_migration" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL, "applied" DATETIME NOT NULL);
INSERT INTO shop VALUES (1, 'Sparkle', 'RUB', 2, 'Europe/Moscow', 'RU', 'ru', '', '', 'd7d87ce44a0f0eeb', 1794992400000000, NULL, NULL);
INSERT INTO till VALUES (1, '1', 0, 0, NULL, 27, '72dcd158c115ad892298ea29b45e0c5803cc30289e3975492950291b60864fd1', 'cbff5fe09c7bd1551560d6232c73576ea6dac70cf60e47bfdfa424f76d722b6a', 1795338000000000);
INSERT INTO shift VALUES (1, NULL, 1, 1794992400000000, NULL);
INSERT INTO customer VALUES (1, 'Anna', 'anna', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 0, NULL);
INSERT INTO customer VALUES (2, 'Cafe Breeze', 'cafe breeze', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 0, NULL);
INSERT INTO customer VALUES (3, '', '', 'client', 'active', NULL, '[]', '', NULL, '2026-11-19', 1795078800000000, 1, '2026-11-19');
INSERT INTO identity VALUES (1, 1, 'phone', '+79160000001', '+79160000001');
INSERT INTO identity VALUES (2, 2, 'phone', '+79160000002', '+79160000002');
INSERT INTO identity VALUES (3, 3, 'phone', '+79170000001', '+79170000001');
INSERT INTO service VALUES (1, 'Экспресс', 'экспресс', 'service', 60000, 6000, 1);
INSERT INTO service VALUES (2, 'Полная мойка', 'полная мойка', 'service', 100000, 5500, 1);
INSERT INTO service VALUES (3, 'Салон', 'салон', 'service', 150000, 5000, 1);
INSERT INTO programme VALUES (1, 'Friend −10 %, you 100 points', 'friend −10 %, you 100 points', 'car-wash', 'active', 20000, 1794992400000000);
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
INSERT INTO print_run VALUES (1, 1, 'coupon', 4, NULL, 1794992400000000, 1794992400000000);
INSERT INTO print_run VALUES (2, 1, 'blank', 3, NULL, 1795078800000000, 1795078800000000);
INSERT INTO print_run VALUES (3, 1, 'gift_card', 4, 50000, 1795165200000000, 1795165200000000);
INSERT INTO print_run VALUES (4, 1, 'coupon', 2, NULL, 1795338000000000, NULL);
INSERT INTO stack VALUES (1, 1, 1, 2, 'counter', 1, 2);
INSERT INTO stack VALUES (2, 1, 2, NULL, 'door', 3, 2);
INSERT INTO stack VALUES (3, 2, 1, NULL, '', 1, 3);
INSERT INTO stack VALUES (4, 3, 1, NULL, '', 1, 4);
INSERT INTO stack VALUES (5, 4, 1, NULL, '', 1, 2);
INSERT INTO promo_code VALUES (1, 'NASDURZVS9', 'personal', 'live', 1, 1, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code VALUES (2, 'PYJ2VGTZ97', 'personal', 'live', 1, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code VALUES (3, 'P3X75DHW94', 'coupon', 'live', 1, NULL, 1, NULL, 0, NULL, NULL, 1, 1, 1, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code VALUES (4, 'EK5M92S8FS', 'coupon', 'retired', 1, NULL, 1, NULL, 0, NULL, NULL, 1, 0, 0, NULL, 'spoiled', 1794992400000000, NULL);
INSERT INTO promo_code VALUES (5, 'A7YWTE7TUP', 'coupon', 'live', 1, NULL, 2, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code VALUES (6, '46NNG662WE', 'coupon', 'live', 1, NULL, 2, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code VALUES (7, '28T8Z7W7BB', 'personal', 'live', 1, 3, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795078800000000, NULL);
INSERT INTO promo_code VALUES (8, 'CZ8KXQP876', 'personal', 'live', 1, 1, 3, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795165200000000, NULL);
INSERT INTO promo_code VALUES (9, 'ZZR8ZZXEBH', 'blank', 'printed', 1, NULL, 3, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795078800000000, NULL);
INSERT INTO promo_code VALUES (10, '2DF7Y6A4CB', 'blank', 'printed', 1, NULL, 3, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795078800000000, NULL);
INSERT INTO promo_code VALUES (11, 'BVNM2NQRC4BD9', 'gift_card', 'live', 1, NULL, 4, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795165200000000, NULL);
INSERT INTO promo_code VALUES (12, 'VBHRC7HHR73A2', 'gift_card', 'printed', 1, NULL, 4, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795165200000000, NULL);
INSERT INTO promo_code VALUES (13, '5T9YVZGDJDXJE', 'gift_card', 'live', 1, NULL, 4, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795165200000000, NULL);
INSERT INTO promo_code VALUES (14, 'EMV2G3R7NZZ8Y', 'gift_card', 'printed', 1, NULL, 4, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1795165200000000, NULL);
INSERT INTO promo_code VALUES (15, 'Z2ZSDWE2KUFDF', 'gift_card', 'retired', 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, 13, '', 1795165200000000, NULL);
INSERT INTO promo_code VALUES (16, 'ATG5MSTUDZ', 'coupon', 'printed', 1, NULL, 5, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1795338000000000, NULL);
INSERT INTO promo_code VALUES (17, 'WB3FZ48CJ3', 'coupon', 'printed', 1, NULL, 5, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1795338000000000, NULL);
INSERT INTO card VALUES (1, 3, 1, 1, 0, 0);
INSERT INTO card VALUES (2, 4, 1, 2, 1, 0);
INSERT INTO card VALUES (3, 5, 1, 3, 0, 0);
INSERT INTO card VALUES (4, 6, 1, 4, 0, 0);
INSERT INTO card VALUES (5, 8, 2, 1, 0, 0);
INSERT INTO card VALUES (6, 9, 2, 2, 0, 0);
INSERT INTO card VALUES (7, 10, 2, 3, 0, 0);
INSERT INTO card VALUES (8, 11, 3, 1, 0, 0);
INSERT INTO card VALUES (9, 12, 3, 2, 0, 0);
INSERT INTO card VALUES (10, 13, 3, 3, 0, 0);
INSERT INTO card VALUES (11, 14, 3, 4, 0, 0);
INSERT INTO card VALUES (12, 16, 4, 1, 0, 0);
INSERT INTO card VALUES (13, 17, 4, 2, 0, 0);
INSERT INTO purchase VALUES (1, 3, 1, NULL, 1, 1795078800000000, '2026-11-19', 100000, 10000, 90000, 'ok_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase VALUES (2, NULL, 1, NULL, 1, 1795251600000000, '2026-11-21', 50000, 0, 50000, 'info_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase VALUES (3, NULL, 1, NULL, 1, 1795251600000000, '2026-11-21', 50000, 0, 50000, 'info_new', NULL, '', 'till', 50000, 1);
INSERT INTO purchase VALUES (4, NULL, 1, NULL, 1, 1795251600000000, '2026-11-21', 50000, 0, 50000, 'info_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase VALUES (5, NULL, 1, NULL, 1, 1795338000000000, '2026-11-22', 30000, 0, 0, 'info_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase_line VALUES (1, 1, 1, NULL, 'service', 100000, 10000, 90000, 0);
INSERT INTO purchase_line VALUES (2, 2, 1, NULL, 'gift_card', 50000, 0, 50000, 0);
INSERT INTO purchase_line VALUES (3, 3, 1, NULL, 'gift_card', 50000, 0, 50000, 50000);
INSERT INTO purchase_line VALUES (4, 4, 1, NULL, 'gift_card', 50000, 0, 50000, 0);
INSERT INTO purchase_line VALUES (5, 5, 1, NULL, 'service', 30000, 0, 30000, 0);
INSERT INTO code_use VALUES (1, 3, 1, 1, 3, 1795078800000000, '2026-11-19', 1);
INSERT INTO referral VALUES (1, 3, 2, 3, 1, 1795078800000000, '2026-11-19', 1, 1);
INSERT INTO undo VALUES (1, 3, 1, 'void', 50000, 50000, 'mistake', 1795251600000000, '2026-11-21', 1, NULL);
INSERT INTO effect VALUES (1, 1, NULL, NULL, NULL, 1, 3, 'referral', 0, 'friend', 1, 'percent_off', 10000, 0, 10000, 100000, '1000', 'done', NULL, NULL, '[0]', 90000, 0, NULL, NULL, NULL, '[{"base":100000,"code":"percent_off","percent":1000,"value":10000}]');
INSERT INTO effect VALUES (2, 1, NULL, NULL, NULL, 2, 2, 'referrer', 1, 'friend', 1, 'points', 100, 0, 10000, 90000, NULL, 'available', '2026-11-19', '2027-05-18', '[0]', 90000, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":100}]');
INSERT INTO effect VALUES (3, 2, NULL, NULL, NULL, 1, NULL, 'buyer', 0, NULL, NULL, 'gift_card', 50000, 0, 0, 0, NULL, 'available', '2026-11-21', NULL, '[0]', 50000, 0, NULL, NULL, 11, '[{"card":"…BD9","code":"gift_card_sold","value":50000}]');
INSERT INTO effect VALUES (4, 3, NULL, NULL, NULL, 1, NULL, 'buyer', 0, NULL, NULL, 'gift_card', 50000, 0, 0, 0, NULL, 'available', '2026-11-21', NULL, '[0]', 50000, 0, NULL, NULL, 12, '[{"card":"…3A2","code":"gift_card_sold","value":50000}]');
INSERT INTO effect VALUES (5, 3, NULL, 1, 4, 4, NULL, 'buyer', 0, NULL, NULL, 'gift_card', -50000, 0, 0, 0, NULL, 'cancelled', '2026-11-21', NULL, '[0]', 50000, 0, NULL, NULL, 12, '[{"benefit":"gift_card","code":"undone","value":-50000}]');
INSERT INTO effect VALUES (6, 4, NULL, NULL, NULL, 1, NULL, 'buyer', 0, NULL, NULL, 'gift_card', 50000, 0, 0, 0, NULL, 'available', '2026-11-21', NULL, '[0]', 50000, 0, NULL, NULL, 13, '[{"card":"…FDF","code":"gift_card_sold","value":50000}]');
INSERT INTO effect VALUES (7, 5, NULL, NULL, NULL, 1, NULL, 'buyer', 0, NULL, NULL, 'gift_card', 30000, 30000, 0, 30000, NULL, 'spent', NULL, NULL, '[0]', 30000, 0, NULL, NULL, 13, '[{"card":"…FDF","code":"gift_card_pays","left":20000,"value":30000}]');
INSERT INTO account VALUES (1, 2, NULL, 'points', 100);
INSERT INTO account VALUES (2, NULL, 11, 'gift_card', 50000);
INSERT INTO account VALUES (3, NULL, 12, 'gift_card', 0);
INSERT INTO account VALUES (4, NULL, 13, 'gift_card', 20000);
INSERT INTO entry VALUES (1, 1, 'earn', 100, 1795078800000000, '2026-11-19', 1, NULL, 1, 2, NULL, NULL, '');
INSERT INTO entry VALUES (2, 2, 'earn', 50000, 1795251600000000, '2026-11-21', 1, NULL, 2, 3, NULL, NULL, '');
INSERT INTO entry VALUES (3, 3, 'earn', 50000, 1795251600000000, '2026-11-21', 1, NULL, 3, 4, NULL, NULL, '');
INSERT INTO entry VALUES (4, 3, 'take_back', -50000, 1795251600000000, '2026-11-21', 1, NULL, 3, NULL, 3, 1, '');
INSERT INTO entry VALUES (5, 4, 'earn', 50000, 1795251600000000, '2026-11-21', 1, NULL, 4, 6, NULL, NULL, '');
INSERT INTO entry VALUES (6, 4, 'spend', -30000, 1795338000000000, '2026-11-22', 1, NULL, 5, 7, NULL, NULL, '');
INSERT INTO lot VALUES (1, 1, 100, '2026-11-19', '2026-11-19', '2027-05-18', 0, NULL, 1, 'friend', 0);
INSERT INTO lot VALUES (2, 2, 50000, '2026-11-21', '2026-11-21', NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO lot VALUES (3, 3, 0, '2026-11-21', '2026-11-21', NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO lot VALUES (5, 4, 20000, '2026-11-21', '2026-11-21', NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO lot_move VALUES (1, 1, 1, 100);
INSERT INTO lot_move VALUES (2, 2, 2, 50000);
INSERT INTO lot_move VALUES (3, 3, 3, 50000);
INSERT INTO lot_move VALUES (4, 4, 3, -50000);
INSERT INTO lot_move VALUES (5, 5, 5, 50000);
INSERT INTO lot_move VALUES (6, 6, 5, -30000);
INSERT INTO audit VALUES (1, 1, 1, 1794992400000000, NULL, 'shop_created', '{}', '1edd7dc2eb2fed8fcc4766956d655d4246f5dd8148b0e44c0c8fbb39aba519ec');
INSERT INTO audit VALUES (2, 1, 2, 1794992400000000, NULL, 'programme_added', '{"programme":1,"version":1}', 'd34b00f9b4cbcd8598660e686ea8f82210340ce22d45e5b8ef0c2f27c69081f1');
INSERT INTO audit VALUES (3, 1, 3, 1794992400000000, NULL, 'customer_added', '{"customer":1}', '18001bfc042ecdb71d9da048343d6a6b3fa990430df51b9cf8fbfd7fe60f6f61');
INSERT INTO audit VALUES (4, 1, 4, 1794992400000000, NULL, 'codes_issued', '{"count":1,"customer":1}', '6edbfa21ccb145eaf42fc7824220e65b7a7f9daac25ccb44e49010ddccffc6a7');
INSERT INTO audit VALUES (5, 1, 5, 1794992400000000, NULL, 'customer_added', '{"customer":2}', 'cddcd11126b3ea3a45d17f46655e1cd6d7b342714894b210b51fc4f7778289d3');
INSERT INTO audit VALUES (6, 1, 6, 1794992400000000, NULL, 'codes_issued', '{"count":1,"customer":2}', '22fce0f0ed22429c81fbbea106b5d66c4e058182ff17f12c6ef9cb7858612908');
INSERT INTO audit VALUES (7, 1, 7, 1794992400000000, NULL, 'run_created', '{"count":4,"run":1}', 'a1f73e55e7d6a8866c1d34377c6fc609fc119dee741a95eb67d206e1e7006f80');
INSERT INTO audit VALUES (8, 1, 8, 1794992400000000, NULL, 'run_confirmed', '{"run":1,"spoiled":1}', '3e9698d50a6571f4c1918fa87bab64c6050eef974a94031af9d8f6ff77624459');
INSERT INTO audit VALUES (9, 1, 9, 1795078800000000, NULL, 'customer_added', '{"customer":3}', '8f3758464725330bb39dcfe35815bd6de98c38be5cf88b5e5f78b97aa658f921');
INSERT INTO audit VALUES (10, 1, 10, 1795078800000000, NULL, 'codes_issued', '{"count":1,"customer":3}', '9a83421bf6b71ce9b1700244d85b986f02a7b2b2887244d5bd25b84059b5127e');
INSERT INTO audit VALUES (11, 1, 11, 1795078800000000, NULL, 'referral_claimed', '{"customer":3,"referrer":2}', 'c95cd875939f83d8459fde7a77444a92956c8700215f07ecd3c21697294f6eee');
INSERT INTO audit VALUES (12, 1, 12, 1795078800000000, NULL, 'purchase', '{"customer":3,"discount":10000,"purchase":1,"to_pay":90000}', 'fe20eb8a1bfabf44085c25784bdc5d4d6f2857d5592d3492be002cd1d4fdf245');
INSERT INTO audit VALUES (13, 1, 13, 1795078800000000, NULL, 'run_created', '{"count":3,"run":2}', '9198e4953b2a72a5d8ae2215e083cf956c9368eb35f5a3c6dc351e7539b83e1e');
INSERT INTO audit VALUES (14, 1, 14, 1795078800000000, NULL, 'run_confirmed', '{"run":2,"spoiled":0}', '0474fddfff972b6d76de0f738eded4e7b223ef57013d4e143fb18c8197d2efc6');
INSERT INTO audit VALUES (15, 1, 15, 1795165200000000, NULL, 'code_activated', '{"code":"…876","customer":1}', '0357c74288f4e2c26edb1bc1692b75980bbc199295dfec2d7f1d7408e33ac60d');
INSERT INTO audit VALUES (16, 1, 16, 1795165200000000, NULL, 'run_created', '{"count":4,"run":3}', '80bdaf32cd398bc88a233399ccb409bd34b2b9c10ec6e4652db8d232307d0c93');
INSERT INTO audit VALUES (17, 1, 17, 1795165200000000, NULL, 'run_confirmed', '{"run":3,"spoiled":0}', '796e651e6803544129a80c3cfc3d5baa204b9e38e18bae29916018aa65919fbb');
INSERT INTO audit VALUES (18, 1, 18, 1795251600000000, NULL, 'gift_card_sold', '{"code":"…BD9","value":50000}', '4e0863bb2a379df3a471bfc8ae184e7a352c234aa16b7990fe8cce44eb8cda13');
INSERT INTO audit VALUES (19, 1, 19, 1795251600000000, NULL, 'purchase', '{"customer":null,"discount":0,"purchase":2,"to_pay":50000}', 'a3cdfc134e54cb8e10ba6eba56c89eb896add497a7bc61ab32ff6addfd43de76');
INSERT INTO audit VALUES (20, 1, 20, 1795251600000000, NULL, 'gift_card_sold', '{"code":"…3A2","value":50000}', 'b45d968cc6ab09545b3f7af3981ec9eb941473df6b4af53c02c2cd29d602f184');
INSERT INTO audit VALUES (21, 1, 21, 1795251600000000, NULL, 'purchase', '{"customer":null,"discount":0,"purchase":3,"to_pay":50000}', '0b7ba44a1932e0dcea9c09ef8bdb4b6e16a44173e905acac4b1f47cb268d3a9f');
INSERT INTO audit VALUES (22, 1, 22, 1795251600000000, NULL, 'void', '{"amount":50000,"money_back":50000,"purchase":3}', '4c55a7c4d470229a340320a6e90295f53e39a845e0072c17bc86d1645b56f4db');
INSERT INTO audit VALUES (23, 1, 23, 1795251600000000, NULL, 'gift_card_sold', '{"code":"…FDF","value":50000}', '5b4bc93a70f26938ac457d5b81a8de1157512dd3388c3f2274b1c2c191df102c');
INSERT INTO audit VALUES (24, 1, 24, 1795251600000000, NULL, 'purchase', '{"customer":null,"discount":0,"purchase":4,"to_pay":50000}', '9618021b18eef32298ba13709974dfa2602713d9f13dc099576c4b7fd1ac4754');
INSERT INTO audit VALUES (25, 1, 25, 1795338000000000, NULL, 'purchase', '{"customer":null,"discount":0,"purchase":5,"to_pay":0}', 'e9a04eefa3aec57fffddb1c1a8fff3df4e8616c302ec1ad3626d685bc5757e6c');
INSERT INTO audit VALUES (26, 1, 26, 1795338000000000, NULL, 'code_replaced', '{"by":"…XJE","code":"…FDF","customer":null}', 'fdb1d9b23190b340eaef76ebb06fcff111791b5e10410e8c67d88ef94b38e57e');
INSERT INTO audit VALUES (27, 1, 27, 1795338000000000, NULL, 'run_created', '{"count":2,"run":4}', '72dcd158c115ad892298ea29b45e0c5803cc30289e3975492950291b60864fd1');
INSERT INTO schema_migration VALUES (1, '0002_reward_engine', '2026-11-22 04:53:13.595704');
INSERT INTO schema_migration VALUES (2, '0003_coupon_for_the_next_visit', '2026-11-22 04:53:13.596049');
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
CREATE UNIQUE INDEX "account_customer_id_unit" ON "account" ("customer_id", "unit");
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
CREATE UNIQUE INDEX promo_code_once ON promo_code (code) WHERE kind <> 'campaign';
CREATE UNIQUE INDEX promo_code_of_effect ON promo_code (effect) WHERE effect IS NOT NULL;
CREATE UNIQUE INDEX undo_void_once ON undo (purchase_id) WHERE kind = 'void';
CREATE UNIQUE INDEX shift_open_once ON shift (till_id, staff_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX effect_once ON effect (purchase_id, version_id, rule, customer_id, level, side, benefit, COALESCE(uses, 0), COALESCE(keeps, '')) WHERE undo_id IS NULL AND rule IS NOT NULL AND state <> 'used';
CREATE UNIQUE INDEX occasion_once ON occasion (occasion_key) WHERE is_live = 1;
CREATE INDEX lot_by_age ON lot (expires_on) WHERE remaining > 0;
CREATE INDEX lot_by_inactivity ON lot (account_id) WHERE remaining > 0 AND inactive_days > 0;
CREATE INDEX lot_by_release ON lot (available_on) WHERE remaining > 0 AND available_on > earned_on;
CREATE INDEX customer_by_birthday ON customer (substr(birthday, 6)) WHERE birthday IS NOT NULL;
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
CREATE UNIQUE INDEX "schema_migration_name" ON "schema_migration" ("name");
CREATE VIRTUAL TABLE customer_search USING fts5(text, tokenize='trigram');
INSERT INTO customer_search (rowid, text) VALUES (1, 'anna | +79160000001 | nasdurzvs9 | cz8kxqp876');
INSERT INTO customer_search (rowid, text) VALUES (2, 'cafe breeze | +79160000002 | pyj2vgtz97');
INSERT INTO customer_search (rowid, text) VALUES (3, ' | +79170000001 | 28t8z7w7bb');
COMMIT;
