"""What `check` asks of shifts: closed ones stay as they were closed (G27)."""

SHIFT_CHECKS = {
    "shift_without_close": (
        "SELECT 'shift S' || shift.id FROM shift LEFT JOIN shift_close AS kept"
        " ON kept.shift_id = shift.id"
        " WHERE (shift.closed_at IS NULL) <> (kept.id IS NULL) OR shift.closed_at <> kept.at"
    ),
    "purchase_after_close": (
        "SELECT 'purchase B' || purchase.id FROM shift JOIN purchase"
        " ON purchase.shift_id = shift.id WHERE shift.closed_at IS NOT NULL"
        " AND purchase.at > shift.closed_at"
    ),
}
