"""What `check` recomputes of the reward engine: lots and moves, carries, kept benefits, what has
gone back, gift cards. Each query names what is wrong by its id."""

REWARD_CHECKS = {
    # R10, R11: what an entry adds lies in lots, what it takes comes from lots of its account, or of
    # one that pays for it after a merge (R77)
    "entry_without_lot": (
        "SELECT 'entry ' || entry.id FROM entry LEFT JOIN"
        " (SELECT entry_id, SUM(change) AS total FROM lot_move GROUP BY entry_id) AS moves"
        " ON moves.entry_id = entry.id"
        " WHERE entry.change > 0 AND COALESCE(moves.total, 0) <> entry.change"
    ),
    "move_across_accounts": (
        "SELECT 'move ' || lot_move.id FROM lot_move JOIN entry ON entry.id = lot_move.entry_id"
        " JOIN lot ON lot.entry_id = lot_move.lot_id WHERE entry.account_id <> lot.account_id"
        " AND NOT EXISTS (SELECT 1 FROM account AS one JOIN account AS other"
        " ON other.customer_id = one.customer_id AND other.unit = one.unit"
        " WHERE one.id = entry.account_id AND other.id = lot.account_id)"
    ),
    "lot_of_another_account": (
        "SELECT 'lot ' || lot.entry_id FROM lot JOIN entry ON entry.id = lot.entry_id"
        " WHERE entry.account_id <> lot.account_id OR entry.change <= 0"
    ),
    # R73: a gift card's value is on an account of its own kind, and is never owed
    "gift_card_account": (
        "SELECT 'account ' || account.id FROM account LEFT JOIN promo_code"
        " ON promo_code.id = account.code_id"
        " WHERE (account.code_id IS NULL) <> (account.unit <> 'gift_card')"
        " OR account.unit = 'gift_card' AND"
        " (account.balance < 0 OR promo_code.kind <> 'gift_card')"
    ),
    # R69, R70: what has gone back is the sum of the undos, of the purchase and of its lines
    "gone_back_differs": (
        "SELECT 'purchase B' || purchase.id FROM purchase LEFT JOIN"
        " (SELECT purchase_id, SUM(amount) AS total FROM undo GROUP BY purchase_id) AS undos"
        " ON undos.purchase_id = purchase.id"
        " WHERE purchase.gone_back <> COALESCE(undos.total, 0)"
        " OR purchase.is_void = 1 AND purchase.gone_back <> purchase.total - purchase.discount"
    ),
    "lines_gone_back_differ": (
        "SELECT 'purchase B' || purchase.id FROM purchase JOIN"
        " (SELECT purchase_id, SUM(gone_back) AS total FROM purchase_line GROUP BY purchase_id)"
        " AS parts ON parts.purchase_id = purchase.id WHERE purchase.gone_back <> parts.total"
    ),
    # I7: no effect is undone by more than it was
    "effect_undone_too_much": (
        "SELECT 'effect ' || whole.id FROM effect AS whole JOIN effect AS part"
        " ON part.undoes = whole.id GROUP BY whole.id"
        " HAVING ABS(SUM(part.value)) > ABS(whole.value)"
        " OR ABS(SUM(part.spent)) > ABS(whole.spent) OR ABS(SUM(part.cost)) > ABS(whole.cost)"
    ),
    # I1, R72: a whole purchase gone back leaves nothing of an effect, its carry included; what a
    # milestone gave and what was used by then stands (R62, R71)
    "effect_not_undone": (
        "SELECT 'effect ' || whole.id FROM purchase JOIN effect AS whole"
        " ON whole.purchase_id = purchase.id AND whole.undo_id IS NULL AND whole.keeps IS NULL"
        " LEFT JOIN effect AS part ON part.undoes = whole.id"
        " WHERE purchase.is_void = 1 AND NOT EXISTS (SELECT 1 FROM occasion"
        " WHERE occasion.purchase_id = purchase.id AND occasion.kind = 'milestone'"
        " AND occasion.is_live = 1 AND occasion.rule = whole.rule"
        " AND occasion.customer_id = COALESCE((SELECT merged_into FROM customer"
        " WHERE customer.id = whole.customer_id), whole.customer_id))"
        " GROUP BY whole.id"
        " HAVING whole.value + COALESCE(SUM(part.value), 0) <> 0"
        " OR whole.spent + COALESCE(SUM(part.spent), 0) <> 0"
        " OR whole.cost + COALESCE(SUM(part.cost), 0) <> 0"
        " OR whole.carry + COALESCE(SUM(part.carry), 0) <> 0"
    ),
    "carry_without_measure": (
        "SELECT 'effect ' || id FROM effect"
        " WHERE carry <> 0 AND (carry_of IS NULL OR carry_of <= 0)"
    ),
    # R62: what an effect keeps is kept once, used once, and not after it was cancelled
    "entitlement_missing": (
        "SELECT 'effect ' || effect.id FROM effect LEFT JOIN entitlement"
        " ON entitlement.effect_id = effect.id"
        " WHERE effect.keeps IS NOT NULL AND effect.value > 0 AND effect.undoes IS NULL"
        " AND effect.customer_id IS NOT NULL"
        " GROUP BY effect.id HAVING COUNT(entitlement.id) <> 1"
    ),
    # what is kept for somebody without an account is on one coupon, which says what it brings
    "coupon_missing": (
        "SELECT 'effect ' || effect.id FROM effect LEFT JOIN promo_code"
        " ON promo_code.effect = effect.id"
        " WHERE effect.keeps IS NOT NULL AND effect.value > 0 AND effect.undoes IS NULL"
        " AND effect.customer_id IS NULL AND promo_code.id IS NULL"
    ),
    "coupon_without_effect": (
        "SELECT 'code ' || promo_code.id FROM promo_code LEFT JOIN effect"
        " ON effect.id = promo_code.effect WHERE promo_code.effect IS NOT NULL"
        " AND (effect.keeps IS NULL OR effect.value <= 0 OR effect.customer_id IS NOT NULL"
        " OR effect.version_id <> promo_code.version_id)"
    ),
    "entitlement_without_effect": (
        "SELECT 'entitlement ' || entitlement.id FROM entitlement JOIN effect"
        " ON effect.id = entitlement.effect_id WHERE effect.keeps IS NULL OR effect.value <= 0"
    ),
    "entitlement_use_differs": (
        "SELECT 'entitlement ' || entitlement.id FROM entitlement LEFT JOIN purchase"
        " ON purchase.id = entitlement.used_in_id WHERE entitlement.used_in_id IS NOT NULL"
        " AND (purchase.is_void = 1 OR entitlement.cancelled_at IS NOT NULL OR NOT EXISTS"
        " (SELECT 1 FROM effect WHERE effect.purchase_id = entitlement.used_in_id"
        " AND effect.uses = entitlement.id AND effect.benefit <> 'gift_card'"
        " AND effect.undo_id IS NULL))"
    ),
    # R36: what happened once happened to somebody under some terms
    "occasion_without_effect": (
        "SELECT 'occasion ' || occasion.id FROM occasion WHERE occasion.is_live = 1"
        " AND occasion.kind <> 'milestone' AND occasion.customer_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM effect WHERE effect.occasion_id = occasion.id)"
    ),
    # R67: the day of the last purchase, by which inactivity is counted
    "last_purchase_differs": (
        "SELECT 'customer C' || customer.id FROM customer LEFT JOIN"
        " (SELECT customer_id, MAX(business_date) AS last_on FROM purchase WHERE is_void = 0"
        " GROUP BY customer_id) AS bills ON bills.customer_id = customer.id"
        " WHERE COALESCE(customer.last_on, '') <> COALESCE(bills.last_on, '')"
    ),
}
"""A query for each kind of problem, whose only column names what is wrong."""
