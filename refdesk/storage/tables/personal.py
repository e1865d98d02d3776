"""Which columns may hold something about a customer, and what erasing him does to each (R51).

Every column of text stands here, so that a new one cannot be forgotten: a test compares this with
the tables. Days, moments and numbers say nothing by themselves, but for a birthday.
"""

from collections.abc import Mapping
from typing import Final

EMPTIED: Final = "emptied"
"""Left without a value in his own row."""
DELETED: Final = "deleted"
"""The row goes."""
DASHED: Final = "dashed"
"""What was typed gives way to `DASH`, where something was typed: that there was a reason counts."""
MENDED: Final = "mended"
"""Only the part that was typed goes, the rest is read by the program."""

TREATED: Final = (EMPTIED, DELETED, DASHED, MENDED)
DASH: Final = "—"

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "customer": {
        "name": EMPTIED, "name_folded": EMPTIED, "birthday": EMPTIED, "tags": EMPTIED,
        "note": EMPTIED, "kind": "kept: a word of ours", "state": "kept: a word of ours",
    },
    "identity": {"kind": DELETED, "value": DELETED, "shown": DELETED},
    "consent": {
        "how": DASHED, "purpose": "kept: a word of ours, proves what was agreed to",
        "text_version": "kept: the shop's text, proves what was agreed to",
    },
    "promo_code": {
        "code": "mended: a word of somebody's choice gives way to random symbols (R23)",
        "reason": MENDED, "kind": "kept: a word of ours", "status": "kept: a word of ours",
    },
    "stack": {"place": DASHED},
    "purchase": {
        "reason": DASHED, "verdict": "kept: a word of ours", "proof": "kept: a word of ours",
        "source": "kept: a word of ours",
    },
    "undo": {"reason": DASHED, "kind": "kept: a word of ours"},
    "entry": {"reason": DASHED, "kind": "kept: a word of ours"},
    "payout": {"reason": DASHED, "method": "kept: a word of ours"},
    "shift_point": {
        "reason": DASHED, "point": "kept: numbers", "kind": "kept: a word of ours",
        "details": "kept: sums and numbers",
    },
    "operation": {
        "result": MENDED, "op_key": "kept: random",
        "fingerprint": "mended: a hash of what was typed, which could be guessed at",
    },
    "purchase_line": {
        "service": "kept: what was sold, of the shop's list",
        "service_group": "kept: a word of ours",
    },
    "account": {"unit": "kept: a word of ours"},
    "lot": {"rule": "kept: of the terms"},
    "entitlement": {"benefit": "kept: of the terms", "rule": "kept: of the terms"},
    "effect": {
        "side": "kept: a word of ours", "rule": "kept: of the terms",
        "benefit": "kept: a word of ours", "rate": "kept: of the terms",
        "state": "kept: a word of ours", "lines": "kept: numbers", "keeps": "kept: of the terms",
        "why": "kept: rules, sums and numbers",
    },
    "occasion": {
        "occasion_key": "kept: numbers", "kind": "kept: a word of ours",
        "rule": "kept: of the terms",
    },
    "purchase_mark": {"mark": "kept: a word of ours", "said": "kept: a word of ours"},
    "refusal": {
        "refusal": "kept: a word of ours", "code_mask": "kept: the last symbols of a code",
    },
    "audit": {
        "action": "kept: a word of ours", "details": "kept: ids, sums and names of fields (4c)",
        "mac": "kept: a sum",
    },
    "staff": {
        "name": "kept: of the shop's own people", "name_folded": "kept: of the shop's own people",
        "role": "kept: a word of ours", "pin_hash": "kept: of the shop's own people",
        "recovery_hash": "kept: of the shop's own people",
    },
    "badge": {"code": "kept: of the shop's own people"},
    "shop": {
        "name": "kept: the shop's", "currency": "kept: the shop's", "time_zone": "kept: the shop's",
        "region": "kept: the shop's", "language": "kept: the shop's", "contact": "kept: the shop's",
        "prefix": "kept: the shop's", "uid": "kept: the shop's",
    },
    "setting": {"name": "kept: the shop's", "value": "kept: the shop's"},
    "till": {
        "name": "kept: the shop's", "audit_mac": "kept: a sum", "audit_key": "kept: a key",
    },
    "day_key": {"key": "kept: a key"},
    "shift_close": {
        "figures": "kept: sums", "balances": "kept: sums", "anchors": "kept: sums",
    },
    "service": {
        "name": "kept: what is sold", "name_folded": "kept: what is sold",
        "service_group": "kept: a word of ours",
    },
    "programme": {
        "name": "kept: of the terms", "name_folded": "kept: of the terms",
        "preset": "kept: of the terms", "status": "kept: a word of ours",
    },
    "programme_version": {"terms": "kept: of the terms"},
    "print_run": {"kind": "kept: a word of ours"},
}  # fmt: skip
"""What becomes of each column of text, by table."""
