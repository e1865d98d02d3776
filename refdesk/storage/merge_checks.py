"""What `check` recomputes of merged customers: the signs lead to people, and nothing was left
behind (R39)."""

_LEFT = (
    ("account", "customer_id"), ("identity", "customer_id"), ("consent", "customer_id"),
    ("promo_code", "owner_id"), ("stack", "holder_id"), ("purchase", "customer_id"),
    ("code_use", "customer_id"), ("referral", "customer_id"), ("referral", "referrer_id"),
    ("occasion", "customer_id"), ("entitlement", "customer_id"), ("payout", "customer_id"),
    ("staff", "customer"),
)  # fmt: skip

MERGE_CHECKS = {
    "merge_leads_nowhere": (
        "SELECT 'customer C' || sign.id FROM customer AS sign"
        " LEFT JOIN customer AS kept ON kept.id = sign.merged_into"
        " WHERE (sign.state = 'merged') <> (sign.merged_into IS NOT NULL)"
        " OR sign.merged_into IS NOT NULL AND (kept.id IS NULL OR kept.merged_into IS NOT NULL)"
    ),
    "left_with_merged": (
        "SELECT 'customer C' || sign.id FROM customer AS sign"  # noqa: S608 - ours
        " WHERE sign.merged_into IS NOT NULL AND ("
        + " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{column} = sign.id)"  # noqa: S608 - ours
            for table, column in _LEFT
        )
        + ")"
    ),
}
"""A query for each kind of problem, whose only column names what is wrong."""
