"""What `check` looks at in printed cards: a code works only once its card came out (R29, R74), and
a badge is none of them (R26)."""

CARD_CHECKS = {
    # R26: what is scanned means one thing
    "badge_is_a_code": (
        "SELECT 'badge ' || badge.id FROM badge JOIN promo_code ON promo_code.code = badge.code"
    ),
    "spoiled_card_works": (
        "SELECT 'code ' || code.id FROM card JOIN promo_code AS code ON code.id = card.code_id"
        " WHERE card.is_spoiled = 1 AND code.status <> 'retired'"
    ),
    "card_works_too_early": (
        "SELECT 'code ' || code.id FROM card JOIN promo_code AS code ON code.id = card.code_id"
        " WHERE card.issued_at IS NULL AND card.is_spoiled = 0 AND code.status = 'live'"
    ),
    "activation_differs": (
        "SELECT 'code ' || code.id FROM card JOIN promo_code AS code ON code.id = card.code_id"
        " JOIN print_run ON print_run.id = card.run_id WHERE print_run.kind <> 'coupon'"
        " AND ((code.status = 'live' AND card.activated_on IS NULL)"
        "   OR (code.status = 'printed' AND card.activated_on IS NOT NULL))"
    ),
    "stack_handed_too_early": (
        "SELECT 'stack R' || stack.run_id || '-' || stack.number FROM stack WHERE handed_at IS"
        " NOT NULL AND EXISTS (SELECT 1 FROM card WHERE card.run_id = stack.run_id"
        " AND card.position BETWEEN stack.first AND stack.first + stack.count - 1"
        " AND card.issued_at IS NULL AND card.is_spoiled = 0)"
    ),
}
