"""A coupon knows what handed it out: the effect of a purchase by somebody without an account."""

STATEMENTS = (
    'ALTER TABLE promo_code ADD COLUMN "effect" INTEGER',
    "CREATE UNIQUE INDEX promo_code_of_effect ON promo_code (effect) WHERE effect IS NOT NULL",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
