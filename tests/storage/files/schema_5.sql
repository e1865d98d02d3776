-- A shop of schema 5 with two tills and three open shifts: purchases with a code and with a discount
-- by hand, a void, a refused code, a payout, a gift that is kept, and two customers that were merged.
PRAGMA application_id = 1382433841;
PRAGMA user_version = 5;
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
CREATE TABLE "schema_migration" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL, "applied" DATETIME NOT NULL);
INSERT INTO shop (id, name, currency, decimals, time_zone, region, language, contact, prefix, uid, created_at, upkeep_on, clock_confirmed_at) VALUES (1, 'Sparkle', 'RUB', 2, 'Europe/Moscow', 'RU', 'en', '', '', '3dbf381cd3603548', 1794992400000000, NULL, NULL);
INSERT INTO setting (id, name, value) VALUES (1, 'undo_minutes', '20');
INSERT INTO setting (id, name, value) VALUES (2, 'wrong_codes_1', '2026-11-18 1');
INSERT INTO staff (id, name, name_folded, role, pin_hash, recovery_hash, customer, wrong_pins, locked_until, is_active) VALUES (1, 'Ivan', 'ivan', 'cashier', '$argon2id$v=19$m=19456,t=2,p=1$9g1RriWQLncUe9FKrOXf/g$W8VyMIuYk0zubNr2izfJ2OaXOFyDs0EiUGJHmIebBNU', NULL, NULL, 0, NULL, 1);
INSERT INTO staff (id, name, name_folded, role, pin_hash, recovery_hash, customer, wrong_pins, locked_until, is_active) VALUES (2, 'Maria', 'maria', 'manager', '$argon2id$v=19$m=19456,t=2,p=1$K7XKmifUxH1SbOnDUS7/cw$oob9PFCEveE+3prrfbwHOH2coICT6bnSBSh/VkLrnYc', NULL, NULL, 0, NULL, 1);
INSERT INTO till (id, name, wrong_codes, pauses, paused_until, audit_seq, audit_mac, audit_key, recorded_at) VALUES (1, '1', 1, 0, NULL, 29, '3a2c3b9b07e5ddc92803b6b7499517f9f8e936506c4c594200515bba9bfdc499', '25170aefe01fb47eab8cf2d57ae445d834ff3de54f0ee087b6092080c121f2e5', 1794992580000000);
INSERT INTO till (id, name, wrong_codes, pauses, paused_until, audit_seq, audit_mac, audit_key, recorded_at) VALUES (2, '2', 0, 0, NULL, 1, '5c82fca180260a4a3d15e37cb0e796364290b20d24fcef22b5f5b3457e14480d', '2d8d7280a28e58b9c9c13021b06d7dd89cdeb839d2fd8054f766dfc9a2b15910', 1794992580000000);
INSERT INTO shift (id, staff_id, till_id, opened_at, closed_at) VALUES (1, NULL, 1, 1794992400000000, NULL);
INSERT INTO shift (id, staff_id, till_id, opened_at, closed_at) VALUES (2, 1, 1, 1794992400000000, NULL);
INSERT INTO shift (id, staff_id, till_id, opened_at, closed_at) VALUES (3, 2, 1, 1794992580000000, NULL);
INSERT INTO shift (id, staff_id, till_id, opened_at, closed_at) VALUES (4, 2, 2, 1794992580000000, NULL);
INSERT INTO customer (id, name, name_folded, kind, state, birthday, tags, note, merged_into, registered_on, created_at, purchases, last_on) VALUES (1, 'Gleb', 'gleb', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-18');
INSERT INTO customer (id, name, name_folded, kind, state, birthday, tags, note, merged_into, registered_on, created_at, purchases, last_on) VALUES (2, 'Inga', 'inga', 'client', 'active', NULL, '[]', '2026-11-18: + C3 Inga twice', NULL, '2026-11-18', 1794992400000000, 0, NULL);
INSERT INTO customer (id, name, name_folded, kind, state, birthday, tags, note, merged_into, registered_on, created_at, purchases, last_on) VALUES (3, '', '', 'client', 'merged', NULL, '[]', '', 2, '2026-11-18', 1794992400000000, 0, NULL);
INSERT INTO customer (id, name, name_folded, kind, state, birthday, tags, note, merged_into, registered_on, created_at, purchases, last_on) VALUES (4, 'Kira', 'kira', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-18');
INSERT INTO customer (id, name, name_folded, kind, state, birthday, tags, note, merged_into, registered_on, created_at, purchases, last_on) VALUES (5, 'Kira', 'kira', 'client', 'active', NULL, '[]', '', NULL, '2026-11-18', 1794992400000000, 1, '2026-11-18');
INSERT INTO identity (id, customer_id, kind, value, shown) VALUES (1, 1, 'phone', '+79160000001', '+79160000001');
INSERT INTO identity (id, customer_id, kind, value, shown) VALUES (2, 2, 'phone', '+79160000002', '+79160000002');
INSERT INTO identity (id, customer_id, kind, value, shown) VALUES (3, 2, 'phone', '+79160000003', '+79160000003');
INSERT INTO identity (id, customer_id, kind, value, shown) VALUES (4, 4, 'phone', '+79175550100', '+79175550100');
INSERT INTO identity (id, customer_id, kind, value, shown) VALUES (5, 5, 'phone', '+79175550101', '+79175550101');
INSERT INTO service (id, name, name_folded, service_group, price, margin, is_active) VALUES (1, 'Express', 'express', 'service', 60000, 6000, 1);
INSERT INTO service (id, name, name_folded, service_group, price, margin, is_active) VALUES (2, 'Full wash', 'full wash', 'service', 100000, 5500, 1);
INSERT INTO service (id, name, name_folded, service_group, price, margin, is_active) VALUES (3, 'Interior', 'interior', 'service', 150000, 5000, 1);
INSERT INTO service (id, name, name_folded, service_group, price, margin, is_active) VALUES (4, 'Extra treatment', 'extra treatment', 'service', 80000, 6000, 1);
INSERT INTO programme (id, name, name_folded, preset, status, budget_spent, created_at) VALUES (1, 'Friend −10 %, you 100 points', 'friend −10 %, you 100 points', 'car-wash', 'active', 20000, 1794992400000000);
INSERT INTO programme (id, name, name_folded, preset, status, budget_spent, created_at) VALUES (2, 'A gift for your friend, a gift for you', 'a gift for your friend, a gift for you', 'gift-in-kind', 'active', 60000, 1794992400000000);
INSERT INTO programme (id, name, name_folded, preset, status, budget_spent, created_at) VALUES (3, '200 points on joining', '200 points on joining', 'joining-bonus', 'active', 100000, 1794992400000000);
INSERT INTO programme_version (id, programme_id, number, terms, created_at) VALUES (1, 1, 1, 'name = "Friend −10 %, you 100 points"

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
INSERT INTO programme_version (id, programme_id, number, terms, created_at) VALUES (2, 2, 1, 'name = "A gift for your friend, a gift for you"

[title]
en = "A gift for your friend, a gift for you"
ru = "Подарок другу и подарок вам"

[[rule]]
id = "friend"
new_only = true
referrer = [
    { kind = "gift", gift = "Extra treatment", cost = "300.00" },
]

[rule.referral]
kind = "gift"
gift = "Extra treatment"
cost = "300.00"

[rule.limits.per_referrer]
year = 6
', 1794992400000000);
INSERT INTO programme_version (id, programme_id, number, terms, created_at) VALUES (3, 3, 1, 'name = "200 points on joining"
codes = "none"

[title]
en = "200 points on joining"
ru = "200 баллов при вступлении"

[spending]
share = "30"
expires_inactive_days = 183
debits_per_day = 2
credits_per_day = 3

[[rule]]
id = "joining"
trigger = "joining"
new_only = false

[rule.buyer]
kind = "points"
amount = 200
', 1794992400000000);
INSERT INTO print_run (id, programme_id, kind, count, value, created_at, confirmed_at) VALUES (1, 1, 'coupon', 3, NULL, 1794992400000000, 1794992400000000);
INSERT INTO stack (id, run_id, number, holder_id, place, first, count, handed_at, handed_on, handed_by_id) VALUES (1, 1, 1, NULL, '', 1, 3, NULL, NULL, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (1, 'W2WTVRD9AP', 'personal', 'live', 1, 1, NULL, NULL, 0, NULL, NULL, NULL, 1, 1, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (2, 'C7EXYV9TWS', 'personal', 'live', 2, 1, NULL, NULL, 0, NULL, NULL, NULL, 1, 1, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (3, 'H4C6V8F4SM', 'personal', 'live', 1, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (4, 'ZKS5HWPK55', 'personal', 'live', 2, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (5, 'RBAX426TST', 'personal', 'live', 1, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (6, 'Y7BTVX67EJ', 'personal', 'live', 2, 2, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (7, '8GHMW37VAM', 'coupon', 'live', 1, NULL, 1, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (8, 'TYQGCYKKNG', 'coupon', 'live', 1, NULL, 1, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (9, '9QPVPGHMYA', 'coupon', 'live', 1, NULL, 1, NULL, 0, NULL, NULL, 1, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (10, 'VEBS3GSBWQ', 'personal', 'live', 1, 4, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (11, 'JUE2BCTJ3J', 'personal', 'live', 2, 4, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (12, 'T5TYQGRF88', 'personal', 'live', 1, 5, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO promo_code (id, code, kind, status, version_id, owner_id, stack_id, friend_share, is_guessable, valid_from, valid_to, use_limit, uses, last_use, replaced_by, reason, issued_at, effect) VALUES (13, 'DNJZ5U7DDH', 'personal', 'live', 2, 5, NULL, NULL, 0, NULL, NULL, NULL, 0, 0, NULL, '', 1794992400000000, NULL);
INSERT INTO card (id, code_id, run_id, position, is_spoiled, reprints, printed_at, issued_at, activated_on) VALUES (1, 7, 1, 1, 0, 0, NULL, 1794992400000000, NULL);
INSERT INTO card (id, code_id, run_id, position, is_spoiled, reprints, printed_at, issued_at, activated_on) VALUES (2, 8, 1, 2, 0, 0, NULL, 1794992400000000, NULL);
INSERT INTO card (id, code_id, run_id, position, is_spoiled, reprints, printed_at, issued_at, activated_on) VALUES (3, 9, 1, 3, 0, 0, NULL, 1794992400000000, NULL);
INSERT INTO purchase (id, customer_id, till_id, staff_id, shift_id, at, business_date, total, discount, to_pay, verdict, proof, reason, source, gone_back, is_void) VALUES (1, 4, 1, 1, 2, 1794992400000000, '2026-11-18', 100000, 10000, 90000, 'ok_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase (id, customer_id, till_id, staff_id, shift_id, at, business_date, total, discount, to_pay, verdict, proof, reason, source, gone_back, is_void) VALUES (2, 5, 1, 1, 2, 1794992400000000, '2026-11-18', 100000, 0, 100000, 'ok_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase (id, customer_id, till_id, staff_id, shift_id, at, business_date, total, discount, to_pay, verdict, proof, reason, source, gone_back, is_void) VALUES (3, 1, 1, 1, 2, 1794992400000000, '2026-11-18', 50000, 0, 50000, 'info_known', NULL, '', 'till', 0, 0);
INSERT INTO purchase (id, customer_id, till_id, staff_id, shift_id, at, business_date, total, discount, to_pay, verdict, proof, reason, source, gone_back, is_void) VALUES (4, 2, 1, 1, 2, 1794992580000000, '2026-11-18', 70000, 0, 70000, 'info_known', NULL, '', 'till', 70000, 1);
INSERT INTO purchase (id, customer_id, till_id, staff_id, shift_id, at, business_date, total, discount, to_pay, verdict, proof, reason, source, gone_back, is_void) VALUES (5, NULL, 1, 1, 2, 1794992580000000, '2026-11-18', 30000, 5000, 25000, 'info_new', NULL, 'scratched', 'till', 0, 0);
INSERT INTO purchase (id, customer_id, till_id, staff_id, shift_id, at, business_date, total, discount, to_pay, verdict, proof, reason, source, gone_back, is_void) VALUES (6, NULL, 2, 2, 4, 1794992580000000, '2026-11-18', 15000, 0, 15000, 'info_new', NULL, '', 'till', 0, 0);
INSERT INTO purchase_line (id, purchase_id, position, service, service_group, price, discount, base, gone_back) VALUES (1, 1, 1, NULL, 'service', 100000, 10000, 90000, 0);
INSERT INTO purchase_line (id, purchase_id, position, service, service_group, price, discount, base, gone_back) VALUES (2, 2, 1, NULL, 'service', 100000, 0, 100000, 0);
INSERT INTO purchase_line (id, purchase_id, position, service, service_group, price, discount, base, gone_back) VALUES (3, 3, 1, NULL, 'service', 50000, 0, 50000, 0);
INSERT INTO purchase_line (id, purchase_id, position, service, service_group, price, discount, base, gone_back) VALUES (4, 4, 1, NULL, 'service', 70000, 0, 70000, 70000);
INSERT INTO purchase_line (id, purchase_id, position, service, service_group, price, discount, base, gone_back) VALUES (5, 5, 1, NULL, 'service', 30000, 5000, 25000, 0);
INSERT INTO purchase_line (id, purchase_id, position, service, service_group, price, discount, base, gone_back) VALUES (6, 6, 1, NULL, 'service', 15000, 0, 15000, 0);
INSERT INTO code_use (id, code_id, number, purchase_id, customer_id, at, business_date, is_live) VALUES (1, 1, 1, 1, 4, 1794992400000000, '2026-11-18', 1);
INSERT INTO code_use (id, code_id, number, purchase_id, customer_id, at, business_date, is_live) VALUES (2, 2, 1, 2, 5, 1794992400000000, '2026-11-18', 1);
INSERT INTO referral (id, customer_id, referrer_id, code_id, version_id, claimed_at, claimed_on, was_new, effective_id) VALUES (1, 4, 1, 1, 1, 1794992400000000, '2026-11-18', 1, 1);
INSERT INTO referral (id, customer_id, referrer_id, code_id, version_id, claimed_at, claimed_on, was_new, effective_id) VALUES (2, 5, 1, 2, 2, 1794992400000000, '2026-11-18', 1, 2);
INSERT INTO undo (id, purchase_id, number, kind, amount, money_back, reason, at, business_date, till_id, staff_id) VALUES (1, 4, 1, 'void', 70000, 70000, 'mistake', 1794992580000000, '2026-11-18', 1, 2);
INSERT INTO occasion (id, occasion_key, kind, customer_id, version_id, rule, purchase_id, business_date, at, is_live) VALUES (1, 'P3/joining/joining/C1', 'joining', 1, 3, 'joining', NULL, '2026-11-18', 1794992400000000, 1);
INSERT INTO occasion (id, occasion_key, kind, customer_id, version_id, rule, purchase_id, business_date, at, is_live) VALUES (2, 'P3/joining/joining/C2', 'joining', 2, 3, 'joining', NULL, '2026-11-18', 1794992400000000, 1);
INSERT INTO occasion (id, occasion_key, kind, customer_id, version_id, rule, purchase_id, business_date, at, is_live) VALUES (3, 'P3/joining/joining/C3', 'joining', 2, 3, 'joining', NULL, '2026-11-18', 1794992400000000, 1);
INSERT INTO occasion (id, occasion_key, kind, customer_id, version_id, rule, purchase_id, business_date, at, is_live) VALUES (4, 'P3/joining/joining/C4', 'joining', 4, 3, 'joining', NULL, '2026-11-18', 1794992400000000, 1);
INSERT INTO occasion (id, occasion_key, kind, customer_id, version_id, rule, purchase_id, business_date, at, is_live) VALUES (5, 'P3/joining/joining/C5', 'joining', 5, 3, 'joining', NULL, '2026-11-18', 1794992400000000, 1);
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (1, NULL, 1, NULL, NULL, 1, 1, 'buyer', 0, 'joining', 3, 'points', 200, 0, 20000, 0, NULL, 'available', '2026-11-18', NULL, '[]', 0, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":200}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (2, NULL, 2, NULL, NULL, 1, 2, 'buyer', 0, 'joining', 3, 'points', 200, 0, 20000, 0, NULL, 'available', '2026-11-18', NULL, '[]', 0, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":200}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (3, NULL, 3, NULL, NULL, 1, 3, 'buyer', 0, 'joining', 3, 'points', 200, 0, 20000, 0, NULL, 'available', '2026-11-18', NULL, '[]', 0, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":200}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (4, 1, NULL, NULL, NULL, 1, 4, 'referral', 0, 'friend', 1, 'percent_off', 10000, 0, 10000, 100000, '1000', 'done', NULL, NULL, '[0]', 90000, 0, NULL, NULL, NULL, '[{"base":100000,"code":"percent_off","percent":1000,"value":10000}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (5, 1, NULL, NULL, NULL, 2, 1, 'referrer', 1, 'friend', 1, 'points', 100, 0, 10000, 90000, NULL, 'available', '2026-11-18', '2027-05-17', '[0]', 90000, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":100}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (6, NULL, 4, NULL, NULL, 1, 4, 'buyer', 0, 'joining', 3, 'points', 200, 0, 20000, 0, NULL, 'available', '2026-11-18', NULL, '[]', 0, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":200}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (7, 2, NULL, NULL, NULL, 1, 5, 'referral', 0, 'friend', 2, 'gift', 1, 0, 30000, 100000, NULL, 'available', '2026-11-18', NULL, '[0]', 100000, 0, NULL, '{"amount":null,"cap":null,"cost":30000,"gift":"Extra treatment","kind":"gift","per":null,"percent":null}', NULL, '[{"code":"kept"}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (8, 2, NULL, NULL, NULL, 2, 1, 'referrer', 1, 'friend', 2, 'gift', 1, 0, 30000, 100000, NULL, 'available', '2026-11-18', NULL, '[0]', 100000, 0, NULL, '{"amount":null,"cap":null,"cost":30000,"gift":"Extra treatment","kind":"gift","per":null,"percent":null}', NULL, '[{"code":"kept"}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (9, NULL, 5, NULL, NULL, 1, 5, 'buyer', 0, 'joining', 3, 'points', 200, 0, 20000, 0, NULL, 'available', '2026-11-18', NULL, '[]', 0, 0, NULL, NULL, NULL, '[{"code":"fixed","kind":"points","value":200}]');
INSERT INTO effect (id, purchase_id, occasion_id, undo_id, undoes, position, customer_id, side, level, rule, version_id, benefit, value, spent, cost, base, rate, state, available_on, expires_on, lines, price, carry, carry_of, keeps, uses, why) VALUES (10, 5, NULL, NULL, NULL, 1, NULL, 'buyer', 0, NULL, NULL, 'amount_off', 5000, 0, 0, 30000, NULL, 'done', NULL, NULL, '[0]', 25000, 0, NULL, NULL, NULL, '[{"code":"manual_discount","value":5000}]');
INSERT INTO account (id, customer_id, code_id, unit, balance, came_from_id) VALUES (1, 1, NULL, 'points', 300, NULL);
INSERT INTO account (id, customer_id, code_id, unit, balance, came_from_id) VALUES (2, 2, NULL, 'points', 200, NULL);
INSERT INTO account (id, customer_id, code_id, unit, balance, came_from_id) VALUES (3, 2, NULL, 'points', 200, 3);
INSERT INTO account (id, customer_id, code_id, unit, balance, came_from_id) VALUES (4, 1, NULL, 'money', 40000, NULL);
INSERT INTO account (id, customer_id, code_id, unit, balance, came_from_id) VALUES (5, 4, NULL, 'points', 200, NULL);
INSERT INTO account (id, customer_id, code_id, unit, balance, came_from_id) VALUES (6, 5, NULL, 'points', 200, NULL);
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (1, 1, 'earn', 200, 1794992400000000, '2026-11-18', 1, NULL, NULL, 1, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (2, 2, 'earn', 200, 1794992400000000, '2026-11-18', 1, NULL, NULL, 2, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (3, 3, 'earn', 200, 1794992400000000, '2026-11-18', 1, NULL, NULL, 3, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (4, 4, 'opening', 50000, 1794992400000000, '2026-11-18', 1, NULL, NULL, NULL, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (5, 1, 'earn', 100, 1794992400000000, '2026-11-18', 1, 1, 1, 5, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (6, 5, 'earn', 200, 1794992400000000, '2026-11-18', 1, 1, NULL, 6, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (7, 6, 'earn', 200, 1794992400000000, '2026-11-18', 1, 1, NULL, 9, NULL, NULL, '');
INSERT INTO entry (id, account_id, kind, change, at, business_date, till_id, staff_id, purchase_id, effect_id, undoes_id, undo_id, reason) VALUES (8, 4, 'payout', -10000, 1794992580000000, '2026-11-18', 1, 1, NULL, NULL, NULL, NULL, '');
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (1, 1, 200, '2026-11-18', '2026-11-18', NULL, 183, NULL, 3, 'joining', 0);
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (2, 2, 200, '2026-11-18', '2026-11-18', NULL, 183, NULL, 3, 'joining', 0);
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (3, 3, 200, '2026-11-18', '2026-11-18', NULL, 183, NULL, 3, 'joining', 0);
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (4, 4, 40000, '2026-11-18', '2026-11-18', NULL, 0, NULL, NULL, NULL, 0);
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (5, 1, 100, '2026-11-18', '2026-11-18', '2027-05-17', 0, NULL, 1, 'friend', 0);
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (6, 5, 200, '2026-11-18', '2026-11-18', NULL, 183, NULL, 3, 'joining', 0);
INSERT INTO lot (entry_id, account_id, remaining, earned_on, available_on, expires_on, inactive_days, grace_days, version_id, rule, waits) VALUES (7, 6, 200, '2026-11-18', '2026-11-18', NULL, 183, NULL, 3, 'joining', 0);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (1, 1, 1, 200);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (2, 2, 2, 200);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (3, 3, 3, 200);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (4, 4, 4, 50000);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (5, 5, 5, 100);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (6, 6, 6, 200);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (7, 7, 7, 200);
INSERT INTO lot_move (id, entry_id, lot_id, change) VALUES (8, 8, 4, -10000);
INSERT INTO entitlement (id, customer_id, effect_id, benefit, version_id, rule, waits, available_on, expires_on, used_in_id, cancelled_at) VALUES (1, 5, 7, '{"amount":null,"cap":null,"cost":30000,"gift":"Extra treatment","kind":"gift","per":null,"percent":null}', 2, 'friend', 0, '2026-11-18', NULL, NULL, NULL);
INSERT INTO entitlement (id, customer_id, effect_id, benefit, version_id, rule, waits, available_on, expires_on, used_in_id, cancelled_at) VALUES (2, 1, 8, '{"amount":null,"cap":null,"cost":30000,"gift":"Extra treatment","kind":"gift","per":null,"percent":null}', 2, 'friend', 0, '2026-11-18', NULL, NULL, NULL);
INSERT INTO payout (id, customer_id, entry_id, amount, method, at, staff_id, cancelled_at, reason) VALUES (1, 1, 8, 10000, 'cash', 1794992580000000, 1, NULL, '');
INSERT INTO operation (id, op_key, fingerprint, result, at) VALUES (1, 'k1', '898a838685656a9ab55395e09c952895e07e60be7015dfc6d247f9181b6e0b9b', '{"codes":[],"coupons":[],"customer":1,"discount":0,"effects":[],"purchase":3,"repeated":true,"to_pay":50000,"total":50000,"verdict":"info_known"}', 1794992400000000);
INSERT INTO refusal (id, at, business_date, till_id, staff_id, refusal, code_mask, customer_id) VALUES (1, 1794992580000000, '2026-11-18', 1, 1, 'code_unknown', '…222', NULL);
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (1, 1, 1, 1794992400000000, NULL, 'shop_created', '{}', 'cb6dbef8b454707f00c5b25beea44eeca819bc2210f85bf62964537d70c12e12');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (2, 1, 2, 1794992400000000, NULL, 'programme_added', '{"programme":1,"version":1}', 'f0881357b1d1b8e65214aa014744f08866a2972b8dc6d7c262132c9c0405db88');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (3, 1, 3, 1794992400000000, NULL, 'programme_added', '{"programme":2,"version":1}', '95f31c5ed7519bb9d17818b8b64e9e700fe0728b76ae57d4bede038567b8aaf9');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (4, 1, 4, 1794992400000000, NULL, 'programme_added', '{"programme":3,"version":1}', '570a00118f0749c128a65791bdccc98be191737f2e275e0017c821efb97456a9');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (5, 1, 5, 1794992400000000, NULL, 'setting_changed', '{"name":"undo_minutes","value":"20"}', '461657709217d98d868685d0c0baffab1981a826f78550d5d959de721fe306b1');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (6, 1, 6, 1794992400000000, NULL, 'staff_added', '{"role":"cashier","staff":1}', '18258b16763ed4c6d801f896ea36812fc91e49051432d2779b71593f2cc2e628');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (7, 1, 7, 1794992400000000, NULL, 'staff_added', '{"role":"manager","staff":2}', '259d1ea0d273cb3c95e710463ab0c575e49c8a6130896d83d44e5abb2882a38f');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (8, 1, 8, 1794992400000000, NULL, 'customer_added', '{"customer":1}', '6a8b5df3131401985ae5ae9df4d47c7e2897f2eb8e3bcf92e98a6d2e92946362');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (9, 1, 9, 1794992400000000, NULL, 'codes_issued', '{"count":2,"customer":1}', '5c43b4deedf1b8340e8d92fa24235c37b0b2305feb36bdeebdfd9dbf44c4679f');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (10, 1, 10, 1794992400000000, NULL, 'customer_added', '{"customer":2}', '647e3431ec23699da8ca04db1d4e8b5abe4a3c89322f2bdb0a05fd035116f0b7');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (11, 1, 11, 1794992400000000, NULL, 'codes_issued', '{"count":2,"customer":2}', '079354eb91af124ff19c40512be53d27c1e1bdc12d929d0143be8f5ac98c8f41');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (12, 1, 12, 1794992400000000, NULL, 'customer_added', '{"customer":3}', '27d00e86dcdc2a29c04881195a2632e1275f27632b1b2ed8cd1b528c89f110e0');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (13, 1, 13, 1794992400000000, NULL, 'codes_issued', '{"count":2,"customer":3}', 'a97b049442229fc46df52debe4cd2f4251b1d8d651edf2ef1f89e9fdce8d5999');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (14, 1, 14, 1794992400000000, NULL, 'run_created', '{"count":3,"run":1}', '1577d6527e3119e6cc196264b3b09809e48fcc3d2c240b3e9de9d75ff3a753c1');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (15, 1, 15, 1794992400000000, NULL, 'run_confirmed', '{"issued":3,"run":1,"spoiled":0,"up_to":3}', '13dbe0115369380620f12e143bf9f4a858403f5fb775e17444d6d1cc65f993fc');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (16, 1, 16, 1794992400000000, 1, 'customer_added', '{"customer":4}', '6b22f76311c2aaceeae703a20e9c916e2e1e0e35d85c22093f3e2ad5a25dc351');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (17, 1, 17, 1794992400000000, 1, 'codes_issued', '{"count":2,"customer":4}', '9dc90f9593f4dd6db538ee256df13d3342317f4d8403a016aa43ef20153a50f0');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (18, 1, 18, 1794992400000000, 1, 'referral_claimed', '{"customer":4,"referrer":1}', '044349d00177ed520407cc0954c2cd3342a06443385cdb64112d148c06c93db4');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (19, 1, 19, 1794992400000000, 1, 'purchase', '{"customer":4,"discount":10000,"purchase":1,"to_pay":90000}', '02870e56526bf668cca518f2bf9fdd6424d129b469e0b02de5eca15f281a68f4');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (20, 1, 20, 1794992400000000, 1, 'customer_added', '{"customer":5}', '0d6e3f46bfb9c5d68ca4b9b63468694c65c4924e6ef04e350a15ab69661e7ba4');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (21, 1, 21, 1794992400000000, 1, 'codes_issued', '{"count":2,"customer":5}', '8367651cdf6984fceb7d3754afe62fa4def3514066e6976c85af8501648d5b62');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (22, 1, 22, 1794992400000000, 1, 'referral_claimed', '{"customer":5,"referrer":1}', 'bf11fc1082d1466f405a6e1f0043c60c5e6f16f0de13c205352415a6a42a0150');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (23, 1, 23, 1794992400000000, 1, 'purchase', '{"customer":5,"discount":0,"purchase":2,"to_pay":100000}', 'd6f664f0b467b73d8194091175f3ab77f3e14f48b3d14e1329a2a93357d33b58');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (24, 1, 24, 1794992400000000, 1, 'purchase', '{"customer":1,"discount":0,"purchase":3,"to_pay":50000}', '75f9a883f229da8c0855fcd7deafcb8b0c4c51db905bf182cd4ba437e37e1bb7');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (25, 1, 25, 1794992580000000, 1, 'purchase', '{"customer":2,"discount":0,"purchase":4,"to_pay":70000}', '8793b4a5a30961ddd26f4c8c7047818165df51de51a6acc2183a7eff054e5ccf');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (26, 1, 26, 1794992580000000, 1, 'payout', '{"amount":10000,"approver":null,"customer":1,"method":"cash","payout":1}', 'bc3bb0bacee52cde9a4152ee5a599c5b68a522eeb38f4d89481321aa6c0486e8');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (27, 1, 27, 1794992580000000, 1, 'purchase', '{"customer":null,"discount":5000,"purchase":5,"to_pay":25000}', 'c6675417695962c534556a3e7eb30868b02f9a3fded8f9c7d41e855a51c3a4b3');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (28, 1, 28, 1794992580000000, 2, 'void', '{"amount":70000,"money_back":70000,"purchase":4}', 'c19d5a49030dc38c99e337240c29f254a0275c8560e3e7b75fd9f02833090b3b');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (29, 1, 29, 1794992580000000, 2, 'customers_merged', '{"claim_of":null,"customer":2,"dropped":[],"merged":3}', '3a2c3b9b07e5ddc92803b6b7499517f9f8e936506c4c594200515bba9bfdc499');
INSERT INTO audit (id, till_id, seq, at, staff_id, action, details, mac) VALUES (30, 2, 1, 1794992580000000, 2, 'purchase', '{"customer":null,"discount":0,"purchase":6,"to_pay":15000}', '5c82fca180260a4a3d15e37cb0e796364290b20d24fcef22b5f5b3457e14480d');
INSERT INTO schema_migration (id, name, applied) VALUES (1, '0002_reward_engine', '2026-11-22 08:05:41.637869');
INSERT INTO schema_migration (id, name, applied) VALUES (2, '0003_coupon_for_the_next_visit', '2026-11-22 08:05:41.643854');
INSERT INTO schema_migration (id, name, applied) VALUES (3, '0004_stacks_and_cards', '2026-11-22 08:05:41.644097');
INSERT INTO schema_migration (id, name, applied) VALUES (4, '0005_merged_customers', '2026-11-22 08:05:41.644252');
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
CREATE TRIGGER promo_code_word_taken_insert BEFORE INSERT ON promo_code WHEN EXISTS ( SELECT 1 FROM promo_code AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.status <> 'retired' AND NEW.status <> 'retired' AND (other.kind <> 'campaign' OR NEW.kind <> 'campaign' OR (COALESCE(other.valid_from, '0001-01-01') <= COALESCE(NEW.valid_to, '9999-12-31') AND COALESCE(NEW.valid_from, '0001-01-01') <= COALESCE(other.valid_to, '9999-12-31'))) ) BEGIN SELECT RAISE(ABORT, 'word_taken'); END;
CREATE TRIGGER promo_code_word_taken_update BEFORE UPDATE OF code, status, valid_from, valid_to ON promo_code WHEN EXISTS ( SELECT 1 FROM promo_code AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.status <> 'retired' AND NEW.status <> 'retired' AND (other.kind <> 'campaign' OR NEW.kind <> 'campaign' OR (COALESCE(other.valid_from, '0001-01-01') <= COALESCE(NEW.valid_to, '9999-12-31') AND COALESCE(NEW.valid_from, '0001-01-01') <= COALESCE(other.valid_to, '9999-12-31'))) ) BEGIN SELECT RAISE(ABORT, 'word_taken'); END;
CREATE TRIGGER entry_undone_too_much_insert BEFORE INSERT ON entry WHEN EXISTS ( SELECT 1 FROM entry AS whole WHERE whole.id = NEW.undoes_id AND ((whole.change < 0) = (NEW.change < 0) OR ABS(whole.change) < ABS( NEW.change + (SELECT COALESCE(SUM(part.change), 0) FROM entry AS part WHERE part.undoes_id = NEW.undoes_id))) ) BEGIN SELECT RAISE(ABORT, 'undone_too_much'); END;
CREATE TRIGGER referral_referral_cycle_insert BEFORE INSERT ON referral WHEN EXISTS ( WITH RECURSIVE line(person) AS ( SELECT NEW.referrer_id UNION SELECT referral.referrer_id FROM referral JOIN line ON referral.customer_id = line.person) SELECT 1 FROM line WHERE person = NEW.customer_id ) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
CREATE TRIGGER referral_referral_cycle_update BEFORE UPDATE OF customer_id, referrer_id ON referral WHEN EXISTS ( WITH RECURSIVE line(person) AS ( SELECT NEW.referrer_id UNION SELECT referral.referrer_id FROM referral JOIN line ON referral.customer_id = line.person) SELECT 1 FROM line WHERE person = NEW.customer_id ) BEGIN SELECT RAISE(ABORT, 'referral_cycle'); END;
CREATE UNIQUE INDEX "schema_migration_name" ON "schema_migration" ("name");
CREATE VIRTUAL TABLE customer_search USING fts5(text, tokenize='trigram');
INSERT INTO customer_search (rowid, text) VALUES (1, 'gleb | +79160000001 | w2wtvrd9ap | c7exyv9tws');
INSERT INTO customer_search (rowid, text) VALUES (2, 'inga | +79160000002 | +79160000003 | h4c6v8f4sm | zks5hwpk55 | rbax426tst | y7btvx67ej');
INSERT INTO customer_search (rowid, text) VALUES (4, 'kira | +79175550100 | vebs3gsbwq | jue2bctj3j');
INSERT INTO customer_search (rowid, text) VALUES (5, 'kira | +79175550101 | t5tyqgrf88 | dnjz5u7ddh');
COMMIT;
