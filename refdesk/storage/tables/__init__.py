"""The rows of a shop's database and the constraints that carry its rules.

Unique keys and checks stand here beside their columns, the triggers in `schema`. Money is minor
units, points are counts, percents basis points; rows of the ledger and the audit never change.
Queries are built on these classes and executed on a `Store`; no class is bound to a database.
"""

from refdesk.storage.tables.codes import (
    CardRow,
    CodeRow,
    RunRow,
    StackRow,
)
from refdesk.storage.tables.ledger import (
    AccountRow,
    EntitlementRow,
    EntryRow,
    LotRow,
    MoveRow,
    PayoutRow,
)
from refdesk.storage.tables.people import (
    ConsentRow,
    CustomerRow,
    IdentityRow,
)
from refdesk.storage.tables.programmes import (
    ProgrammeRow,
    ServiceRow,
    VersionRow,
)
from refdesk.storage.tables.shop import (
    BadgeRow,
    SettingRow,
    ShiftCloseRow,
    ShiftPointRow,
    ShiftRow,
    ShopRow,
    StaffRow,
    TillRow,
)
from refdesk.storage.tables.till import (
    CodeUseRow,
    EffectRow,
    MarkRow,
    OccasionRow,
    PurchaseLineRow,
    PurchaseRow,
    ReferralRow,
    UndoRow,
)
from refdesk.storage.tables.traces import (
    AuditRow,
    DayKeyRow,
    OperationRow,
    RefusalRow,
)

__all__ = [
    "ALL_ROWS",
    "APPEND_ONLY",
    "AccountRow",
    "AuditRow",
    "BadgeRow",
    "CardRow",
    "CodeRow",
    "CodeUseRow",
    "ConsentRow",
    "CustomerRow",
    "DayKeyRow",
    "EffectRow",
    "EntitlementRow",
    "EntryRow",
    "IdentityRow",
    "LotRow",
    "MarkRow",
    "MoveRow",
    "OccasionRow",
    "OperationRow",
    "PayoutRow",
    "ProgrammeRow",
    "PurchaseLineRow",
    "PurchaseRow",
    "ReferralRow",
    "RefusalRow",
    "RunRow",
    "ServiceRow",
    "SettingRow",
    "ShiftCloseRow",
    "ShiftPointRow",
    "ShiftRow",
    "ShopRow",
    "StackRow",
    "StaffRow",
    "TillRow",
    "UndoRow",
    "VersionRow",
]

ALL_ROWS = (
    ShopRow, SettingRow, StaffRow, TillRow, ShiftRow, CustomerRow, IdentityRow, ConsentRow,
    ServiceRow, ProgrammeRow, VersionRow, RunRow, StackRow, CodeRow, CardRow, PurchaseRow,
    PurchaseLineRow, CodeUseRow, ReferralRow, UndoRow, OccasionRow, EffectRow, AccountRow,
    EntryRow, LotRow, MoveRow, EntitlementRow, PayoutRow, OperationRow, RefusalRow, AuditRow,
    ShiftCloseRow, ShiftPointRow, BadgeRow, MarkRow, DayKeyRow,
)  # fmt: skip
"""Every row, parents before children."""

APPEND_ONLY = (EntryRow, MoveRow, EffectRow, UndoRow, AuditRow, RefusalRow, ShiftCloseRow)
"""Rows that nothing may change or delete (R10)."""
