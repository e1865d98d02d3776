"""A coupon knows what handed it out: the effect of a purchase by somebody without an account.

Its gift may be handed out in a purchase that earns the like for the next one.
"""

STATEMENTS = (
    'ALTER TABLE promo_code ADD COLUMN "effect" INTEGER',
    "CREATE UNIQUE INDEX promo_code_of_effect ON promo_code (effect) WHERE effect IS NOT NULL",
    "DROP INDEX effect_once",
    "CREATE UNIQUE INDEX effect_once ON effect (purchase_id, version_id, rule, customer_id, "
    "level, side, benefit, COALESCE(uses, 0), COALESCE(keeps, '')) WHERE undo_id IS NULL "
    "AND rule IS NOT NULL AND state <> 'used'",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
